"""Whether a text can tell of certain days, and which day it tells of.

By the dates that its sentences state or mean, and by when it was published.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.sentences import sentence_spans
from index.types import Passage
from qa.bounds import joined, with_operator
from qa.dates import a_day, dates_in, overlap
from qa.mentions import mentions
from qa.phrases import FUNCTION
from qa.types import Period


def tells_of(passage: Passage, end: int, period: Period) -> bool:
    """Whether what ends at `passage.text[:end]` can be about a period, by its title and passage.

    Of what follows it, that which looks ahead dates nothing: "Daly won the tour. In 2026 it will
    start in Rome."
    """
    after = (passage.text[slice(*span)] for span in sentence_spans(passage.text) if span[0] >= end)
    told = " ".join((passage.text[:end], *(text for text in after if not _AHEAD.search(text))))
    return speaks_of(f"{passage.title}.\n\n{told}", passage.published, period)


def speaks_of(text: str, published: date | None, period: Period) -> bool:
    """Whether a text can be about a period: a sentence of it states a date within, or states none
    in full and was published within or soon after.
    """
    for start, end in sentence_spans(text):
        if states_or_means(text[start:end], published, period):
            return True
        stated = dates_in(text[start:end])
        if not stated and published and overlap(a_day(published), _told_by(period)):
            return True
    return False


def states_or_means(text: str, published: date | None, period: Period) -> bool:
    """Whether a text says that it is about a day of a period, by a date or by "on Sunday"."""
    return any(overlap(one, period) for one in days_told(text, published))


def days_told(text: str, published: date | None) -> list[Period]:
    """The days that a text states in full, or means by a relative date."""
    meant = [mention.period for mention in mentions(text, published=published)]
    return _stated(text, published) + meant


def _stated(text: str, published: date | None) -> list[Period]:
    """The days that a text states in full; from one date to the other of "from 2010 to 2016"."""
    times = [with_operator(text, dated.start, dated.end, dated.period) for dated in dates_in(text)]
    return [
        Period(time.period.first, max(published, time.period.last or published))
        if published and time.operator == "since"
        else Period(None, time.period.last)
        if time.operator in ("until", "till")
        else time.period
        for time in joined(text, times, published)
    ]


def states(text: str, period: Period) -> bool:
    """Whether a text states in full a date within a period."""
    return any(overlap(dated.period, period) for dated in dates_in(text))


def editions_in(text: str) -> tuple[tuple[str, str], ...]:
    """What a text names by a year, by its first word, and the year: "word" and "2022" for "the 2022
    word of the year".
    """
    return tuple((edition["of"].lower(), edition["year"]) for edition in editions(text))


def editions(text: str, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """The places of these in a part of a text, with groups `of` and `year`."""
    found = _EDITION.finditer(text, start, len(text) if end is None else end)
    return [edition for edition in found if edition["of"].lower() not in FUNCTION]


def day_of(text: str, published: date | None) -> date | None:
    """The day that a sentence is about, to put answers in order: a date that it states, or means
    by a relative one; else the day of publication. What it says in the present held on that day.
    """
    stated = [(dated.start, dated.period) for dated in dates_in(text)]
    if published and _NOW_TRUE.search(text) and not _OPENING.match(text):
        return published
    if not stated:
        stated = [(m.start, m.period) for m in mentions(text, published=published)]
    days = [_last_day(period, published) for _, period in stated]
    known = [day for day in days if day and (not published or day <= published)]
    return max(known) if known else next((day for day in days if day), published)


def _last_day(period: Period, published: date | None) -> date | None:
    if published and overlap(a_day(published), period):
        return published
    return period.last


def _told_by(period: Period) -> Period:
    """When a period is still news: its days and a week after a few of them, a month after more."""
    if not period.last:
        return period
    brief = period.first is not None and period.last - period.first <= timedelta(7)
    return Period(period.first, period.last + timedelta(7 if brief else 31))


_EDITION = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|our|this|that)|['’]s?) "
    r"(?P<year>(?:19|20)\d\d) (?P<of>[^\W\d_]+)",
    re.I,
)
"""A year that tells which of several: after an article or the like, so that it is no date."""
_AHEAD = re.compile(r"\b(?:will|would|next|plans?|planned|is to|are to|due|expected)\b")
_NOW_TRUE = re.compile(r"\b(?:is|are|has|have|’s|'s now|now|currently)\b(?! been held\b)")
_OPENING = re.compile(r"\W*(?:In|On|As of|By|During|Since|Between|At the end of) ")
