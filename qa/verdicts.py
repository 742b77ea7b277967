"""Yes or no, by a sentence that settles it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import analyze
from index.sentences import sentence_spans
from index.types import Hit
from qa.denial import denied_terms
from qa.drafting import Draft
from qa.equivalence import quantities
from qa.quoting import Quote
from qa.verbs import verb_terms
from qa.wanted import Wanted

SURE = 0.8
"""The probability of a yes or a no. There is no data to fit it to; what it must say is strict."""


def draft_yes_no(question: str, hits: Sequence[Hit], wanted: Wanted) -> Draft | None:
    """Yes or no by a sentence that says all that the question does; else nothing.

    Its names, numbers and other words must stand in the sentence, or in the article's title; a
    negation of them on one side alone turns yes to no. Where another sentence, or a title, says the
    opposite, that of the newer article counts, and nothing where neither is known to be newer.
    """
    asked = _Asked(question, wanted)
    sides: dict[bool, Quote] = {}
    titled: set[bool | None] = set()
    for hit in hits:
        passage = hit.passage
        if asked.is_settled_by(passage.title, ""):
            titled.add(asked.side_of(passage.title))
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            if not asked.is_settled_by(text, passage.title):
                continue
            side = asked.side_of(text)
            quote = Quote(passage, start, end, 1.0)
            if side is not None and (side not in sides or _is_newer(quote, sides[side])):
                sides[side] = quote
    if not sides:
        return None
    side = max(sides)
    if len(sides) == 2:
        if _is_newer(sides[not side], sides[side]):
            side = not side
        elif not _is_newer(sides[side], sides[not side]):
            return None
    elif side not in titled and (not side) in titled:
        return None
    return Draft("yes or no", "yes" if side else "no", SURE, (sides[side],))


def _is_newer(one: Quote, other: Quote) -> bool:
    day, before = one.passage.published, other.passage.published
    return day is not None and before is not None and day > before


class _Asked:
    """What a text must say to settle a question."""

    def __init__(self, question: str, wanted: Wanted) -> None:
        words = [word.strip(".,;:?!\"'”’»)") for word in question.split()[1:]]
        words = [word for word in words if word.lower() not in _FILLERS]
        known = wanted.weights.keys()
        about = [word for word in words if not word[:1].isdigit() and known & set(analyze(word))]
        self._terms = verb_terms(about)
        self._needed = self._terms | verb_terms(word for word in words if word[:1].isupper())
        self._numbers = {number.value for number in quantities(question)}
        self._negated = bool(_NOT.search(question))

    def is_settled_by(self, text: str, title: str) -> bool:
        """Whether it says all of the question, something of it not by its title alone."""
        terms, named = verb_terms(text), verb_terms(title)
        return (
            not text.endswith("?")
            and not _HEDGE.search(text)
            and self._needed <= terms | named
            and self._numbers <= {number.value for number in quantities(text)}
            and bool(terms & self._terms - named or not title)
        )

    def side_of(self, text: str) -> bool | None:
        """Whether it affirms what is asked, or denies it; None where it negates something else."""
        if not _NOT.search(text):
            return not self._negated
        if denied_terms(text) & self._terms:
            return self._negated
        return None


_FILLERS = frozenset(
    "really ever already still actually any also just yet even finally anyone anybody or "
    "not".split()
)
_NOT = re.compile(
    r"\b(?:not|never|no longer|none|nobody|neither|nor|without|cannot|den(?:y|ies|ied)|refused|"
    r"failed|rejected|unable|no)\b|n['’]t\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:[Ii]f|whether|may|might|could|would|should|hopes?|hoped|plans?|planned|rumou?rs?|"
    r"alleged(?:ly)?|reportedly|expected|unclear|den(?:y|ies|ied)|"  # "May" is a month
    r"no (?:evidence|proof|sign|indication|record))\b"
)
