"""The span reader: question and passages go through a small BERT, spans come out.

Scores are as in Devlin et al. 2019: a span's is the sum of its start and end logits, that of "no
answer here" is the same at [CLS]. What several passages say together is `aggregation`'s business.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import runtime
from index.errors import ModelUnusable
from index.sentences import SOMETIMES_LAST
from index.types import Hit
from qa.phrases import is_content, is_verbal
from qa.quantities import SIGNS
from qa.reader import Span
from qa.windows import logits_of, sentence_numbers, windows

WEIGHTS = "reader.safetensors"
SHA256 = "888e72483f33c741a442131f982e42dc357db73f12ac6c29215c8194a93a8def"
MAX_SPAN = 20
"""Tokens; the shipped reader has seen none longer."""
PER_PASSAGE = 3
"""Spans kept of each passage."""
_ACRONYM = re.compile(r"\b(?:[A-Z]{2,5}|(?:[A-Z]\.){2,4}) $")
_UNITS = r"(?P<unit>second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?\b"
_UNIT_ASKED = re.compile(rf"\bhow many (?:more )?{_UNITS}", re.I)
_UNIT = re.compile(rf"[ -]{_UNITS}", re.I)
_AGE_ASKED = re.compile(r"(?:^|[.!?] )\W*(?:how old|(?:at )?what age)\b", re.I)
_OLD = re.compile(r"(?:[-‑]years?[-‑ ]| year[-‑])old\b")
_AGE = re.compile(
    rf"(?:(?:an?|the) )?(?:(?:then|now)-)?(?P<age>\d{{1,3}}|[a-z]+(?:-[a-z]+)?){_OLD.pattern}", re.I
)
_FIGURE = re.compile(rf"(?:US|A|C|HK)?[{SIGNS}]\d|\d[\d.,]*(?:%| (?:per ?cent|[mbt]r?illion)\b)")
_BARE_FIGURE = re.compile(r"\d[\d.,]*(?:[-–]\d[\d.,]*)*(?:-[a-z]+)?")
_INDEFINITE = re.compile(r"\b[Aa]n? $")
_NEXT_WORD = re.compile(r" (?P<word>[a-z]+)\b")
_LAST_PART = re.compile(r"-[A-Z]\w*\b")
_AND = re.compile(r"[\s,]*(?:and|or|&)?[\s,]*")
"""Between two quoted titles that are both the answer."""
_ARTICLE = re.compile(r"\b(?:[Aa]n?|[Tt]he) $")


class SpanReader:
    """The shipped reader, or another's `weights` of the same architecture, as a safetensors file.

    FOOTNOTE_READER names them where the argument does not. It loads once a process, at the first
    question.
    """

    def __init__(self, weights: Path | None = None) -> None:
        named = os.environ.get("FOOTNOTE_READER")
        self._weights = weights or (Path(named).expanduser() if named else None)

    def load(self) -> runtime.Encoder:
        """Load the model, which takes a tenth of a second. Raises ModelUnusable."""
        return _encoder(self._weights)

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """Up to three spans a passage, none overlapping another, best margin first."""
        if not hits:
            return []
        read = windows(question, [hit.passage.text for hit in hits])
        spans = []
        for rank, logits in logits_of(self.load(), read):
            hit, first, offsets = hits[rank], read[rank].first, read[rank].offsets
            sentences = sentence_numbers(hit.passage.text, offsets)
            for begin, last, margin, share in _best_spans(
                logits[first : first + len(offsets)], logits[0], sentences
            ):
                start, end = _trimmed(hit.passage.text, offsets[begin][0], offsets[last][1])
                end = _with_its_last_part(hit.passage.text, start, end)
                start = _with_what_belongs(hit.passage.text, start, end)
                end = _with_its_unit(hit.passage.text, end, question)
                start, end = _age(hit.passage.text, start, end, question)
                if start < end:
                    spans.append(Span(hit, rank, start, end, margin, share))
        return sorted(spans, key=lambda span: (-span.margin, span.rank))


def _best_spans(
    logits: NDArray[np.float32], nowhere: NDArray[np.float32], sentences: NDArray[np.int64]
) -> list[tuple[int, int, float, float]]:
    """First token, last token, margin and share of the best spans that do not overlap.

    `logits` is (tokens, 2): start and end. A span lies within one of the `sentences`.
    """
    if not len(logits):
        return []
    begins = np.arange(len(logits))[:, None]
    lasts = begins + np.arange(MAX_SPAN)[None, :]
    ends = np.minimum(lasts, len(logits) - 1)
    allowed = (lasts < len(logits)) & (sentences[ends] == sentences[begins])
    scores = np.where(allowed, logits[begins, 0] + logits[ends, 1], -np.inf)
    null = float(nowhere.sum())
    top = max(float(scores.max()), null)
    total = top + float(np.log(np.exp(scores - top).sum() + np.exp(null - top)))
    found: list[tuple[int, int, float, float]] = []
    while len(found) < PER_PASSAGE:
        begin, further = divmod(int(scores.argmax()), MAX_SPAN)
        last, best = begin + further, float(scores[begin, further])
        if best == -np.inf:
            break
        found.append((begin, last, best - null, float(np.exp(best - total))))
        # Whatever shares a token with the span found is the same answer with other edges.
        scores[(begins <= last) & (lasts >= begin)] = -np.inf
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out edges that are no part of an answer: a closing stop, half of a pair of brackets."""
    while start < end and text[start] in " \n,.;:!?–—-…)]}”’»":
        start += 1
    while start < end and text[end - 1] in " \n,;:–—-…([{“‘«":
        end -= 1
    while start < end and text[end - 1] in ".!?" and not _keeps_stop(text[start:end]):
        end -= 1
    for opening, closing in ("()", "[]", "“”", "«»", '""'):
        words = text[start:end]
        if opening == closing:
            if words.count(opening) == 1:
                start += words[0] == opening
                end -= words[-1] == opening and start < end
        elif words.count(opening) > words.count(closing) and words[0] == opening:
            start += 1
        elif (
            opening in "“«"
            and text[start - 1 : start] == opening
            and 0 < words.find(closing) < words.find(opening)
            and not _AND.fullmatch(words, words.index(closing) + 1, words.index(opening))
        ):
            end = start + words.index(closing)
        elif words.count(opening) > words.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif words.count(closing) > words.count(opening) and words[-1] == closing:
            end -= 1
    return start, end


def _with_what_belongs(text: str, start: int, end: int) -> int:
    """Reach back over what a noun cannot be read without: an article, an acronym before a noun.

    "airstrike" becomes "a US airstrike". Names stay as the reader cut them: "President Obama" for
    "Obama" would be another answer; a figure has no article: not "a $5 million" or "the 34-second";
    nor has a name before a noun: not "a Louisiana" of "a Louisiana resident".
    """
    if _FIGURE.match(text, start) or _BARE_FIGURE.fullmatch(text, start, end):
        return start
    if text[start:end][:1].isupper() and (
        text.startswith("-", end) or (_INDEFINITE.search(text, 0, start) and _goes_on(text, end))
    ):
        return start
    if text[start : start + 1].islower() and (match := _ACRONYM.search(text, 0, start)):
        start = match.start()
    return match.start() if (match := _ARTICLE.search(text, 0, start)) else start


def _goes_on(text: str, end: int) -> bool:
    """Whether a noun, by all looks, follows."""
    if following := _NEXT_WORD.match(text, end):
        return is_content(following["word"]) and not is_verbal(following["word"])
    return False


def _with_its_last_part(text: str, start: int, end: int) -> int:
    """Reach on to where a name with hyphens ends: not "Chick-fil" of "Chick-fil-A"."""
    part = _LAST_PART.match(text, end)
    words = text[start:end]
    return part.end() if part and "-" in words and words[0].isupper() else end


def _with_its_unit(text: str, end: int, question: str) -> int:
    """Reach on over a unit of time other than the one asked for: years are no centuries."""
    asked, counted = _UNIT_ASKED.search(question), _UNIT.match(text, end)
    if not asked or not counted or not text[end - 1 : end].isalnum():
        return end
    same = asked["unit"].lower() == counted["unit"].lower()
    return end if same else counted.end()


def _age(text: str, start: int, end: int, question: str) -> tuple[int, int]:
    """Of "a 17-year-old" the number, where the question is how old."""
    match = _AGE.match(text, start, end) if _AGE_ASKED.search(question) else None
    if match is None or _OLD.search(text, match.end(), end):
        return start, end
    return match.span("age")


def _keeps_stop(words: str) -> bool:
    """Whether a last full stop belongs to an abbreviation: "U.S.", "p.m.", "Inc."."""
    last = words.split()[-1]
    return last.count(".") > 1 or last.rstrip(".") in SOMETIMES_LAST


@cache
def _encoder(weights: Path | None) -> runtime.Encoder:
    if weights is not None:
        try:
            sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
        except OSError as error:
            raise ModelUnusable(f"Cannot read {weights}: {error.strerror}.") from None
        return runtime.load(weights, sha256=sha256, head="span", heads=12)
    with resources.as_file(resources.files("qa.models") / WEIGHTS) as shipped:
        return runtime.load(Path(shipped), sha256=SHA256, head="span", heads=12)
