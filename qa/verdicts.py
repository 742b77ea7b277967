"""Yes or no, by a sentence that settles it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.lexical import analyze
from index.sentences import sentence_spans
from index.types import Hit
from qa.drafting import Draft
from qa.equivalence import quantities
from qa.quoting import Quote
from qa.wanted import Wanted

SETTLES = 0.75
"""Share of a question's words, by rarity, that a sentence must have to settle a yes or no."""
MODESTY = 0.2
"""What a yes or no is less sure than its sentence is like the question: no data to fit it to."""


def draft_yes_no(question: str, hits: Sequence[Hit], wanted: Wanted) -> Draft | None:
    """Yes or no by the sentence that has all but all of the question's words; else nothing.

    Names, numbers and what is asked of them must stand in the sentence, or in the article's title;
    a negation on one side alone turns yes to no. Where another sentence, or a title, says the
    opposite, the newer article's counts, and nothing where none is newer.
    """
    settles = _Settles(question, wanted)
    sides: dict[bool, tuple[float, Quote]] = {}
    denied: set[bool] = set()
    for hit in hits:
        passage = hit.passage
        if settles.covered(passage.title, ""):
            denied.add(not settles.agrees(passage.title))
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            covered = settles.covered(text, passage.title)
            side = settles.agrees(text)
            if covered and (side not in sides or covered > sides[side][0]):
                sides[side] = covered, Quote(passage, start, end, 1.0)
    if not sides:
        return None
    if len(sides) == 2:
        days = {side: quote.passage.published or date.min for side, (_, quote) in sides.items()}
        if days[True] == days[False]:
            return None
        side = max(days, key=lambda side: days[side])
    else:
        (side,) = sides
        if side in denied:
            return None
    covered, quote = sides[side]
    if _HEDGE.search(quote.text):
        return None
    return Draft("yes or no", "yes" if side else "no", covered - MODESTY, (quote,))


class _Settles:
    """What a text must say to settle a yes or no."""

    def __init__(self, question: str, wanted: Wanted) -> None:
        self._wanted = wanted.words
        words = [word.strip(".,;:?!\"'”’»)") for word in question.split()[1:]]
        asked = {term for word in words for term in analyze(word) if not word[:1].isdigit()}
        self._needed = {term for term in asked if term in self._wanted.weights}
        self._needed |= {term for word in words if word[:1].isupper() for term in analyze(word)}
        self._numbers = {number.value for number in quantities(question)}
        self._negated = bool(_NOT.search(question))

    def covered(self, text: str, title: str) -> float:
        """The share of the question's words that it says, 0 where it does not settle it."""
        terms, named = set(analyze(text)), set(analyze(title))
        if text.endswith("?") or not self._needed <= terms | named:
            return 0.0
        if not self._numbers <= {number.value for number in quantities(text)}:
            return 0.0
        if not terms & self._wanted.weights.keys() - named:
            return 0.0
        share = self._wanted.covered(f"{text} {title}")
        return share if share >= SETTLES else 0.0

    def agrees(self, text: str) -> bool:
        """Whether it affirms what is asked, or denies it as the question does."""
        return bool(_NOT.search(text)) == self._negated


_NOT = re.compile(
    r"\b(?:not|never|no longer|none|nobody|neither|nor|without|cannot|denied|denies|refused|"
    r"failed|rejected|unable|no)\b|n['’]t\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:[Ii]f|whether|may|might|could|would|should|hopes?|hoped|plans?|planned|rumou?rs?|"
    r"alleged(?:ly)?|reportedly|expected|unclear)\b"  # "May" is a month
)
