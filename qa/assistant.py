"""The whole story: a question goes in, an Answer with checked citations comes out."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from index.embedder import Embedder, Vectors
from index.errors import BadUse, IndexUnusable
from index.models import embedder_of
from index.store import PassageIndex, default_folder
from index.types import Article, Hit
from qa import calibration
from qa.aggregation import candidates
from qa.answering import Reading, answer_of
from qa.asked import Asked, read_question
from qa.calibration import Calibration
from qa.deciding import Side, draft_verdict, sides_of
from qa.drafting import Draft, draft_account, draft_list, draft_span, sentences_of
from qa.entailment import VerdictReader
from qa.extractive import SpanReader
from qa.forms import form_of
from qa.reader import Reader
from qa.retriever import rarity_in, retrieve, text_of
from qa.rivals import prefer_newer
from qa.settling import Settling
from qa.standing import Standing
from qa.supposition import suppose
from qa.types import Answer, Period
from qa.unknown import Unknown
from qa.verdicts import draft_yes_no
from qa.wanted import Wanted

Mode = Literal["auto", "span", "sentences"]
"""How to answer: as the question asks for it, always in a few words, always in sentences."""
MODES: tuple[Mode, ...] = ("auto", "span", "sentences")
LONGEST = 10_000
"""Characters of a question: more is pasted text, of which the reader would see the first few."""


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
        self._given = embedder
        self._embedder = embedder or embedder_of(self._folder)
        self._reader = reader or SpanReader()
        self._verdicts = VerdictReader()
        self._index: PassageIndex | None = PassageIndex.open(
            self._folder, embedder=self._embedder.name
        )
        self._lock = threading.Lock()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index, which is closed once the last question that reads from it ends."""
        with self._lock:
            self._index = None

    @property
    def index(self) -> PassageIndex:
        """The newest published generation. Raises IndexUnusable after `close`."""
        return self._current()[0]

    def _current(self) -> tuple[PassageIndex, Embedder]:
        """The newest generation, and the model that it is asked with, which may have changed."""
        with self._lock:
            if self._index is None:
                raise IndexUnusable("This Assistant has been closed: open another one to ask.")
            if not self._index.is_current():
                # The old one is closed when the last question that reads from it lets go of it.
                # Where the new one cannot be opened, the old one still answers.
                with contextlib.suppress(IndexUnusable):
                    embedder = self._given or embedder_of(self._folder)
                    self._index = PassageIndex.open(self._folder, embedder=embedder.name)
                    self._embedder = embedder
            return self._index, self._embedder

    def search(
        self,
        question: str,
        *,
        passages: int = 10,
        since: date | str | None = None,
        until: date | str | None = None,
        today: date | str | None = None,
    ) -> list[Hit]:
        """The passages likeliest to answer, best first, without reading them; options as `ask`."""
        asked = _checked(question)
        about = read_question(asked, today=_day(today) or date.today())
        return _found(*self._current(), asked, about, passages, _days(since, until))

    def ask(
        self,
        question: str,
        *,
        passages: int = 10,
        since: date | str | None = None,
        until: date | str | None = None,
        today: date | str | None = None,
        risk: float | None = None,
        mode: Mode = "auto",
        on_hits: Callable[[list[Hit]], object] = lambda hits: None,
    ) -> Answer:
        """Answer from the `passages` best passages of articles published within the days.

        Days are dates or ISO 8601 text, both ends included; with either, articles without a date
        are left out. `today` is the day on which it is asked, which says what "last week" means.
        `risk` is the share of wrong answers, 0 to 1, that is accepted among those given; without
        it, a default that suits most people. `on_hits` is called with what was retrieved, before
        it is read. Raises BadUse for an empty question or a day that is none.
        """
        started = time.perf_counter()
        asked = _checked(question)
        days = _days(since, until)
        about = read_question(asked, today=_day(today) or date.today())
        # For all of this question: what is published meanwhile is for the next.
        index, embedder = self._current()
        with ThreadPoolExecutor(1) as beside:  # the two models load at once
            loading = beside.submit(self._reader.load)
            hits = _found(index, embedder, asked, about, passages, days)
            loading.result()
        on_hits(hits)
        retrieved = time.perf_counter()
        limited = any((*days, about.window.first, about.window.last))
        answer = self._answer(
            index, embedder, asked, hits, about, limited=limited, risk=risk, mode=mode
        )
        answer.timings.update(
            {"retrieve": 1e3 * (retrieved - started), **answer.timings},
            total=1e3 * (time.perf_counter() - started),
        )
        return answer

    def answer_from(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        today: date | str | None = None,
        risk: float | None = None,
        mode: Mode = "auto",
        on_sides: Callable[[list[Side]], object] = lambda sides: None,
    ) -> Answer:
        """Answer from passages that were retrieved before, from this index.

        Of a yes/no question, `on_sides` is called with what speaks for a yes and for a no.
        """
        about = read_question(question, today=_day(today) or date.today())
        return self._answer(
            *self._current(), question, hits, about, risk=risk, mode=mode, on_sides=on_sides
        )

    def _answer(
        self,
        index: PassageIndex,
        embedder: Embedder,
        question: str,
        hits: Sequence[Hit],
        about: Asked,
        *,
        limited: bool = False,
        risk: float | None,
        mode: Mode,
        on_sides: Callable[[list[Side]], object] = lambda sides: None,
    ) -> Answer:
        if mode not in MODES:
            raise BadUse(f"{mode!r} is no way to answer: choose one of {', '.join(MODES)}.")
        fitted = calibration.of_index(self._folder)
        passages = index.manifest.passages
        default = fitted.default(passages)
        threshold = default if risk is None else fitted.threshold(risk, passages)
        started = time.perf_counter()
        form = form_of(question) if mode == "auto" else mode
        plain = about.plain(question, (hit.passage.text for hit in hits))
        # Not whether, but who: a span answers what a yes/no question supposes.
        sought = _supposed(plain) if form == "yes or no" else plain
        spans = self._reader.read(sought, hits)
        read = time.perf_counter()
        rarity = rarity_in(index)
        wanted = Wanted.of(sought, rarity)
        standing = Standing(sought, wanted, about)
        found = fitted.rank(
            candidates(sought, spans, wanted, text_of(index), fresh_on=about.fresh_on),
            loses=standing.loses,
            doubted=standing.doubted,
        )
        ranked, earlier = prefer_newer(found, about, counts_up=bool(wanted.alike))
        if sought != plain:
            wanted = Wanted.of(plain, rarity)
        reading = Reading(question, wanted, hits, ranked, earlier, about, form, limited)
        draft: Draft | None
        if form == "yes or no":
            # No span answers it: where no sentence settles it, nothing does.
            draft = self._verdict(plain, reading, fitted, on_sides)
        elif form == "sentences":
            draft = _account(plain, reading, fitted, embedder)
        else:
            draft = _named(reading, standing)
        answer = answer_of(reading, draft, index, threshold=threshold, default=default)
        done = time.perf_counter()
        answer.timings.update(read=1e3 * (read - started), answer=1e3 * (done - read))
        return answer

    def _verdict(
        self,
        question: str,
        reading: Reading,
        fitted: Calibration,
        on_sides: Callable[[list[Side]], object],
    ) -> Draft | None:
        """Yes or no, by what sentences say outright and what a model reads in them."""
        wanted, days = reading.wanted, reading.asked.demanded
        settling = Settling(question, wanted)
        literal = draft_yes_no(settling, reading.hits, wanted, days, ranked=reading.current)
        readings = self._verdicts.read(question, reading.hits)
        sides = sides_of(settling, readings, literal, wanted, days)
        on_sides(sides)
        return draft_verdict(sides, fitted.decide(sides), literal)

    def embed(self, question: str) -> Vectors:
        """A question's unit vector, in the space of the index's passages."""
        vector: Vectors = self._embedder.embed_questions([_checked(question)])[0]
        return vector

    def article(self, article_id: int) -> Article | None:
        """A stored article with its text."""
        return self.index.article(article_id)


def _account(
    question: str, reading: Reading, fitted: Calibration, embedder: Embedder
) -> Draft | None:
    """One to three sentences."""
    hits, ranked, wanted = reading.hits, reading.ranked, reading.wanted
    sentences = sentences_of(question, hits, ranked, wanted, embed=embedder.embed_questions)
    draft = draft_account(sentences, fitted.weigh(sentences))
    unknown = draft is not None and Unknown(question).is_all(draft.text)
    return replace(draft, falls_short="not known") if draft and unknown else draft


def _named(reading: Reading, standing: Standing) -> Draft | None:
    """The items of a list, where several are asked for, or a span."""
    ranked, wanted = reading.ranked, reading.wanted
    if reading.form == "list" and (several := draft_list(ranked, wanted)):
        return several
    draft = draft_span(ranked, wanted, fresh_on=reading.asked.fresh_on)
    return replace(draft, falls_short=standing.falls_short(ranked[0][0])) if draft else None


_assistants: dict[Path, Assistant] = {}


def ask(question: str) -> Answer:
    """Answer from the default index: FOOTNOTE_INDEX, else the user's data folder.

    The assistant stays open for the next question. Raises IndexUnusable and BadUse.
    """
    folder = default_folder()
    if folder not in _assistants:
        _assistants[folder] = Assistant(folder)
    return _assistants[folder].ask(question)


def _found(
    index: PassageIndex,
    embedder: Embedder,
    asked: str,
    about: Asked,
    passages: int,
    days: tuple[date | None, date | None],
) -> list[Hit]:
    if passages < 1:
        raise BadUse("At least one passage must be read: passages must be 1 or more.")
    since, until = _narrowed(days, about.window)
    return retrieve(
        about.sought(asked),
        index,
        embedder,
        k=passages,
        since=since,
        until=until,
        fresh_on=about.fresh_on,
    )


def _supposed(question: str) -> str:
    """What a reader of spans is asked in place of a yes/no question: not whether, but who."""
    supposed = suppose(question)
    return supposed.question if supposed else question


def _narrowed(
    days: tuple[date | None, date | None], window: Period
) -> tuple[date | None, date | None]:
    """The days that a person chose, and within them those that the question names."""
    firsts = [day for day in (days[0], window.first) if day]
    lasts = [day for day in (days[1], window.last) if day]
    return max(firsts, default=None), min(lasts, default=None)


def _checked(question: str) -> str:
    asked = " ".join(question.replace("\x00", " ").split())
    if not asked:
        raise BadUse("The question is empty: ask something.")
    if len(asked) > LONGEST:
        raise BadUse(f"The question has {len(asked):,} characters: ask in at most {LONGEST:,}.")
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
