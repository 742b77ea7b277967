"""Whether a candidate was the answer on the days that a question asks about.

By what its sentences say of their days, by when they were published, and by which year's of what
comes every year they tell. By rule, English only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from qa.aggregation import Candidate
from qa.asked import Asked
from qa.citations import sentence_of, sentence_text
from qa.dates import dates_in, overlap
from qa.reader import Span
from qa.telling import day_of, editions, states, states_or_means, tells_of
from qa.types import Period

DELAY = timedelta(1)
"""How long after the days asked about a paper may still tell what held then."""


def is_told_later(candidate: Candidate, asked: Asked) -> bool | None:
    """Whether what held on the days asked about is told only after them.

    None where no state of days is asked about, or nothing tells when it was.
    """
    held = asked.held
    days = told_on(candidate) if held else []
    if held is None or not days:
        return None
    late = held.last is not None and min(days) > held.last + DELAY
    return late and not says_its_days(candidate, asked)


def says_its_days(candidate: Candidate, asked: Asked) -> bool:
    """Whether a sentence says itself that it is of the days on which something held."""
    held = asked.held
    return (
        held is not None
        and held.first is not None
        and any(
            states_or_means(sentence_text(span), span.hit.passage.published, held)
            for span in candidate.clear_spans
        )
    )


def days_of(candidate: Candidate) -> list[date]:
    """The days that the candidate's clear spans are about."""
    return [day for day in map(day_of_span, candidate.clear_spans) if day]


def told_on(candidate: Candidate) -> list[date]:
    """The days on which the candidate's clear spans held: no later than they were published."""
    days = ((day_of_span(span), span.hit.passage.published) for span in candidate.clear_spans)
    return [min(day, published or day) for day, published in days if day]


def day_of_span(span: Span) -> date | None:
    """The day that a span's sentence is about, else that of publication, where one is known."""
    return day_of(sentence_text(span), span.hit.passage.published)


def can_be_about(span: Span, asked: Asked, period: Period) -> bool:
    """Whether a span's sentence can be about a period, by its passage and its own words."""
    return (
        tells_of(span.hit.passage, sentence_of(span)[1], period)
        and not _is_headed_by_another(sentence_text(span), period)
        and not _is_of_another_edition(span, asked, period)
    )


def _is_headed_by_another(sentence: str, period: Period) -> bool:
    """Whether a line of a list of years is of another one: "2021: vaccine"."""
    head = _HEAD.match(sentence)
    dated = dates_in(head[0]) if head else []
    return bool(dated) and not any(overlap(each.period, period) for each in dated)


def _is_of_another_edition(span: Span, asked: Asked, period: Period) -> bool:
    """Whether it is said to be another year's of what the question names by one.

    "They made it the 2021 word" is not about the 2022 word, unless the sentence says 2022, too; nor
    does what only mentions the year before tell of that.
    """
    text = span.hit.passage.text
    start, end = sentence_of(span)
    years: dict[str, set[str]] = {}
    for name, year in asked.editions:
        years.setdefault(name, set()).add(year)
    return any(
        edition["year"] not in years.get(edition["of"].lower(), {edition["year"]})
        and (
            _IS_CALLED.fullmatch(text, span.end, edition.start())
            or _IS_IT.fullmatch(text, edition.end(), span.start)
        )
        for edition in editions(text, start, end)
    ) and not states(text[start:end], period)


_HEAD = re.compile(
    r"\W*(?:[A-Z][a-z]+\.? )?(?:\d{1,2}(?:,? [A-Z][a-z]+)?,? )?\d{4}(?= ?(?::|[–—] ?[A-Z]))"
)
_IS_CALLED = re.compile(r"[\"'’”]?(?: (?:is|was|as|for|to be|became|becomes))* ?")
_IS_IT = re.compile(
    r"(?: of [\w ]{1,30})? (?:is|was|were|goes to|went to)\W+(?:(?:the|an?) )?[\"'‘“]?"
)
"""Between words and the edition that they are said to be, or after that before the words."""
