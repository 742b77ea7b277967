"""The whole story on one screen: a question goes in, an Answer with checked citations comes out."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

from index.embedder import Embedder
from index.errors import BadUse, IndexUnusable
from index.models import embedder_of
from index.store import PassageIndex, default_folder
from index.types import Article, Hit
from qa import calibration
from qa.aggregation import Candidate, candidates
from qa.citations import cite, sentence_of
from qa.extractive import SpanReader
from qa.reader import Reader
from qa.retriever import retrieve
from qa.types import Alternative, Answer, Citation

MAX_CITATIONS = 5
MAX_ALTERNATIVES = 3
NEAREST = 3
"""Passages shown where there is no answer."""


class Assistant:
    """Answers questions from one index. Safe to share between threads; close it after use.

    It answers from the newest published generation: an index rebuilt meanwhile is picked up at
    the next question.
    """

    def __init__(
        self,
        index: Path | str | None = None,
        *,
        embedder: Embedder | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Open an index folder, by default `default_folder()`. Raises IndexUnusable."""
        self._folder = Path(index).absolute() if index is not None else default_folder().absolute()
        self._embedder = embedder or embedder_of(self._folder)
        self._reader = reader or SpanReader()
        self._index = PassageIndex.open(self._folder, embedder=self._embedder.name)
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            self._closed = True
            self._index.close()

    @property
    def index(self) -> PassageIndex:
        """The newest published generation. Raises IndexUnusable after `close`."""
        with self._lock:
            if self._closed:
                raise IndexUnusable("This Assistant has been closed: open another one to ask.")
            if not self._index.is_current():
                # The old one is closed when the last question that reads from it lets go of it.
                # Where the new one cannot be opened, the old one still answers.
                with contextlib.suppress(IndexUnusable):
                    self._index = PassageIndex.open(self._folder, embedder=self._embedder.name)
            return self._index

    def search(
        self,
        question: str,
        *,
        passages: int = 10,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> list[Hit]:
        """The passages likeliest to answer, best first, without reading them."""
        if passages < 1:
            raise BadUse("At least one passage must be read: passages must be 1 or more.")
        first, last = _days(since, until)
        asked = _checked(question)
        return retrieve(asked, self.index, self._embedder, k=passages, since=first, until=last)

    def ask(
        self,
        question: str,
        *,
        passages: int = 10,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Answer:
        """Answer from the `passages` best passages of articles published within the days.

        Days are dates or ISO 8601 text, both ends included; with either, articles without a date
        are left out. Raises BadUse for an empty question or a day that is none.
        """
        started = time.perf_counter()
        if passages < 1:
            raise BadUse("At least one passage must be read: passages must be 1 or more.")
        first, last = _days(since, until)
        asked = _checked(question)
        index = self.index
        with ThreadPoolExecutor(1) as beside:  # the two models load at once
            loading = beside.submit(self._reader.load)
            hits = retrieve(asked, index, self._embedder, k=passages, since=first, until=last)
            loading.result()
        retrieved = time.perf_counter()
        spans = self._reader.read(asked, hits)
        read = time.perf_counter()
        ranked = calibration.rank(candidates(asked, spans, rarity=rarity_in(index)))
        answer = _answer(question, hits, ranked, index)
        done = time.perf_counter()
        answer.timings.update(
            retrieve=1e3 * (retrieved - started),
            read=1e3 * (read - retrieved),
            answer=1e3 * (done - read),
            total=1e3 * (done - started),
        )
        return answer

    def article(self, article_id: int) -> Article | None:
        """A stored article with its text."""
        return self.index.article(article_id)


_assistants: dict[Path, Assistant] = {}


def ask(question: str) -> Answer:
    """Answer from the default index: FOOTNOTE_INDEX, else the user's data folder.

    The assistant stays open for the next question. Raises IndexUnusable and BadUse.
    """
    folder = default_folder()
    if folder not in _assistants:
        _assistants[folder] = Assistant(folder)
    return _assistants[folder].ask(question)


def _answer(
    question: str,
    hits: Sequence[Hit],
    ranked: Sequence[tuple[Candidate, float]],
    index: PassageIndex,
) -> Answer:
    best, confidence = ranked[0] if ranked else (None, 0.0)
    citations = _evidence(best, confidence, index) if best else ()
    if best is None or not citations or confidence < calibration.THRESHOLD:
        return Answer(
            question=question,
            text="",
            sentence="",
            answered=False,
            confidence=confidence,
            citations=_nearest(hits, index),
        )
    return Answer(
        question=question,
        text=best.text,
        sentence=citations[0].quote,
        answered=True,
        confidence=confidence,
        citations=citations,
        alternatives=_alternatives(ranked[1:]),
    )


def _evidence(best: Candidate, confidence: float, index: PassageIndex) -> tuple[Citation, ...]:
    """One citation a passage; none at all where the best span's own quote is not exact."""
    made: list[Citation] = []
    seen = set()
    for span in best.spans:
        passage = span.hit.passage
        start, end = sentence_of(span)
        place = (passage.article_id, passage.start + start, passage.start + end)
        if place in seen or len(made) == MAX_CITATIONS:
            continue
        seen.add(place)
        citation = cite(
            passage,
            start,
            end,
            number=len(made) + 1,
            score=confidence * span.share / best.spans[0].share,
            articles=index.article,
        )
        if citation is not None:
            made.append(citation)
        elif span is best.spans[0]:
            return ()
    return tuple(made)


def _nearest(hits: Sequence[Hit], index: PassageIndex) -> tuple[Citation, ...]:
    made: list[Citation] = []
    for hit in hits[:NEAREST]:
        citation = cite(
            hit.passage,
            0,
            len(hit.passage.text),
            number=len(made) + 1,
            score=0.0,
            articles=index.article,
        )
        if citation is not None:
            made.append(citation)
    return tuple(made)


def _alternatives(ranked: Sequence[tuple[Candidate, float]]) -> tuple[Alternative, ...]:
    found = []
    for candidate, probability in ranked[:MAX_ALTERNATIVES]:
        if probability < calibration.ALTERNATIVE:
            break
        span = candidate.spans[0]
        passage = span.hit.passage
        start, end = sentence_of(span)
        found.append(
            Alternative(
                text=candidate.text,
                sentence=passage.text[start:end],
                confidence=probability,
                source=passage.source,
                start=passage.start + span.start,
                end=passage.start + span.end,
            )
        )
    return tuple(found)


def rarity_in(index: PassageIndex) -> Callable[[str], float]:
    """Weight of an analyzed term, 0 to 1: its inverse document frequency among the passages.

    As in BM25 (Robertson and Zaragoza 2009), so that a term of every passage weighs about nothing,
    over its largest value, so that a small index and a large one speak of the same thing.
    """
    total = index.manifest.passages

    def rarity(term: str) -> float:
        frequency = index.document_frequency(term)
        return math.log1p((total - frequency + 0.5) / (frequency + 0.5)) / math.log1p(2 * total + 1)

    return rarity


def _checked(question: str) -> str:
    asked = " ".join(question.replace("\x00", " ").split())
    if not asked:
        raise BadUse("The question is empty: ask something.")
    return asked.encode("utf-8", "replace").decode("utf-8")


def _days(since: date | str | None, until: date | str | None) -> tuple[date | None, date | None]:
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise BadUse(f"No day is after {first} and before {last}: swap since and until.")
    return first, last


def _day(value: date | str | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadUse(f"{value!r} is no day: write it as 2024-12-31.") from None
