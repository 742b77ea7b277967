"""Yes or no, by a sentence that says so outright, or nothing.

Most sentences say it in other words, which `entailment` reads; `deciding` weighs both. Where the
question is about somebody, some of them are told by rule, too: the reader is asked who it was (see
`supposition`), and finds the one supposed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.sentences import sentence_spans
from index.types import Hit
from qa.citations import sentence_of
from qa.corrections import recalls_an_error
from qa.dates import overlap
from qa.drafting import Draft, Ranked
from qa.equivalence import same
from qa.quoting import Quote, quote_of
from qa.settling import Settling
from qa.telling import days_told
from qa.types import Period
from qa.wanted import Wanted

SURE = 0.9
"""The probability of a yes by this alone; of made questions, `python -m qa.evaluation yesno` told
so."""
DENIED = 0.8
"""That of a no by this alone. What it must say is strict."""
FOUND = 0.3
"""The probability from which on the one supposed counts as the answer to who it was."""


def draft_yes_no(
    asked: Settling,
    hits: Sequence[Hit],
    wanted: Wanted,
    period: Period | None = None,
    *,
    ranked: Ranked = (),
) -> Draft | None:
    """Yes or no by a sentence that says all that the question does; else nothing.

    Where none does, yes by one that the reader takes for the answer to who it was: `ranked` are the
    answers to what `suppose` makes of the question.

    A sentence's names, numbers and other words must stand in it, or in the article's title; a
    negation of them on one side alone turns yes to no. Where another sentence, or a title, says the
    opposite, that of the newer article counts, and nothing where neither is known to be newer.
    A sentence that dates itself, but not within the period asked about, tells nothing. Where all
    that is found tells it as planned, put off or called off, the draft falls short.
    """
    sides: dict[bool, Quote] = {}
    foretold: Quote | None = None
    titled: set[bool | None] = set()
    for hit in hits:
        passage = hit.passage
        if asked.is_settled_by(passage.title, ""):
            titled.add(asked.side_of(passage.title))
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            if period and is_elsewhen(text, passage.published, period):
                continue
            if recalls_an_error(passage, start, end):
                continue
            quote = Quote(passage, start, end, 1.0)
            settled = asked.is_settled_by(text, passage.title, passage.text[end:].lstrip())
            side = asked.side_of(text) if settled else None
            if side is not None:
                if side not in sides or _is_newer(quote, sides[side]):
                    sides[side] = quote
            elif asked.is_foretold_by(text, passage.title):
                foretold = quote if not foretold or _is_newer(quote, foretold) else foretold
    if not sides:
        told = _told_of(ranked, asked, wanted, period)
        if told and not _is_contested(told, asked, hits):
            return Draft("yes or no", "yes", SURE, (told,))
        return (
            Draft("yes or no", "no", DENIED, (foretold,), falls_short="not done")
            if foretold
            else None
        )
    side = max(sides)
    if len(sides) == 2:
        if _is_newer(sides[not side], sides[side]):
            side = not side
        elif not _is_newer(sides[side], sides[not side]):
            return None
    elif side not in titled and (not side) in titled:
        return None
    if side:
        if _is_contested(sides[side], asked, hits):
            return None
        return Draft("yes or no", "yes", SURE, (sides[side],))
    return Draft("yes or no", "no", DENIED, (sides[side],))


def _told_of(
    ranked: Ranked,
    asked: Settling,
    wanted: Wanted,
    period: Period | None,
) -> Quote | None:
    """The words that tell of the one supposed what is asked, as the reader understands them."""
    if not asked.name:
        return None
    for candidate, probability in ranked:
        if probability < FOUND or not _is_meant(candidate.text, asked.name):
            continue
        for span in candidate.spans:
            passage = span.hit.passage
            start, end = sentence_of(span)
            text = passage.text[start:end]
            quote = quote_of(span, wanted)
            if period and is_elsewhen(text, passage.published, period):
                continue
            if recalls_an_error(passage, start, end):
                continue
            if asked.is_told_by(text, quote, passage.text[end:].lstrip()):
                return quote
    return None


def _is_meant(words: str, name: str) -> bool:
    """Whether words name the one supposed, with what he is before his name or without."""
    before, found, after = words.rpartition(name)
    told = all(word.islower() or _RANK.fullmatch(word) for word in before.split())
    return same(words, name) or (bool(found) and not after and told)


def _is_contested(quote: Quote, asked: Settling, hits: Sequence[Hit]) -> bool:
    return any(asked.is_contested_by(hit.passage, quote.passage) for hit in hits)


def _is_newer(one: Quote, other: Quote) -> bool:
    day, before = one.passage.published, other.passage.published
    return day is not None and before is not None and day > before


def is_elsewhen(text: str, published: date | None, period: Period) -> bool:
    """Whether a sentence says when, and never means a day of the period."""
    meant = days_told(text, published)
    return bool(meant) and not any(overlap(one, period) for one in meant)


_RANK = re.compile(
    r"The|An?|(?:Vice-)?President|Senator|Governor|Mayor|Chancellor|Minister|King|Queen|Prince|"
    r"Princess|Pope|Judge|Justice|Captain|General|Professor|Actor|Actress|Singer|(?:Mr|Mrs|Ms|Dr)\.?"
)
