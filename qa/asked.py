"""What a question asks about time, and whether a text can tell it.

"in 2014" and "last week" are days that the answer must be about, "as of June 2020" a day after which
nothing was known, "latest" a wish for the newest. English only: of other languages nothing is read
but their years. Choosing among answers is `aggregation`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.sentences import sentence_spans
from qa.dates import MONTH, a_day, dates_in, hull, overlap
from qa.mentions import mentions
from qa.tense import looks_back, tense_beside
from qa.types import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says about time."""

    period: Period | None = None
    """The days that it is about."""
    published: Period | None = None
    """The days on which an article must have been published to know the answer; None: any."""
    latest: bool = False
    """It wants the newest: "latest", "now", "so far"."""
    present: bool = False
    """It is put in the present tense: of two answers that differ by time, the newer is meant."""
    matched: tuple[tuple[int, int], ...] = ()
    """Where in the question the words of time stand, in order."""


@dataclass(frozen=True, slots=True)
class _Time:
    """Words of time in a question, without the preposition before them."""

    start: int
    end: int
    period: Period
    relative: bool


def read_question(question: str, *, today: date) -> Asked:
    """What a question says about time, seen from a day."""
    times, periods, matched, published = _times(question, today), [], [], None
    wishes = [match.span() for match in _LATEST.finditer(question) if _is_plain(match)]
    while times:
        time, *times = times
        words = _OPERATOR.search(question[: time.start])
        operator = (words["word"] or "in").lower() if words else "in"
        start, end, period = words.start() if words else time.start, time.end, time.period
        if period == a_day(today) and _NOWADAYS.match(question[time.start :]):
            if operator == "as of" or tense_beside(question, time.start, time.end) != "past":
                wishes.append((start, end))  # how many live there today?
                continue
        if times and _TO.fullmatch(question[end : times[0].start]) and operator in ("from", "between"):
            other, *times = times
            end, period = other.end, hull((period, other.period)) or period
        elif operator in ("since", "from", "after"):
            after = operator == "after" and period.last
            period = Period(period.last + timedelta(1) if after and period.last else period.first)
        elif operator in ("before", "prior to"):
            period = Period(None, period.first - timedelta(1) if period.first else None)
        elif operator in ("until", "till", "up to", "by", "through"):
            period = Period(None, period.last)
        if operator == "as of":
            published = Period(None, period.last)
        elif time.relative and period.first and period.first <= today:
            reported = _REPORTED.search(question) and period.last
            published = Period(period.first, min(period.last or today, today) if reported else today)
        periods.append(period)
        matched.append((start, end))
    period_asked = hull(periods)
    over = period_asked is not None and period_asked.last is not None and period_asked.last < today
    return Asked(
        period_asked,
        published,
        bool(wishes),
        _is_present(question) and not (over and not published),
        tuple(sorted(matched + wishes)),
    )


def speaks_of(text: str, published: date | None, period: Period) -> bool:
    """Whether a text can be about a period: a sentence of it states a date within, or states none
    in full and was published within or soon after.
    """
    for start, end in sentence_spans(text):
        stated = [dated.period for dated in dates_in(text[start:end])]
        meant = [mention.period for mention in mentions(text[start:end], published=published)]
        if any(overlap(one, period) for one in stated + meant):
            return True
        if not stated and published and overlap(a_day(published), _told_by(period)):
            return True
    return False


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


def _times(question: str, today: date) -> list[_Time]:
    times = [
        _Time(dated.start, dated.end, dated.period, False)
        for dated in dates_in(question)
        if not _NAME.search(question[: dated.start])
    ]
    written = _UNCAPITALISED.sub(lambda match: match[0].title(), question)
    for mention in mentions(written, published=today):
        lead = _LEAD.match(mention.text)
        start, period = mention.start + (lead.end() if lead else 0), mention.period
        bare = _BARE.match(written[start : mention.end])
        if bare and period.first and period.first > today and tense_beside(written, start, mention.end) != "future":
            period = _a_year_before(period)
        times.append(_Time(start, mention.end, period, True))
    return sorted(times, key=lambda time: time.start)


def _a_year_before(period: Period) -> Period:
    def before(day: date | None) -> date | None:
        if day is None:
            return None
        return day.replace(year=day.year - 1, day=min(day.day, 28 if day.month == 2 else 31))

    return Period(before(period.first), before(period.last))


def _is_present(question: str) -> bool:
    """Whether the first auxiliary is in the present; where there is none, whether no verb is past."""
    verb = _AUXILIARY.search(question)
    return bool(verb["present"]) if verb else not looks_back(question)


def _is_plain(match: re.Match[str]) -> bool:
    """Whether words are lower-case, or open the question: not those of "Apocalypse Now"."""
    return match.start() == 0 or match[0][0].islower()


_OPERATOR = re.compile(
    r"(?:\b(?P<word>as of|prior to|up to|since|from|after|before|until|till|by|through|between|in|on|"
    r"during|at|over|of|within|throughout)\s+)?(?:the\s+)?(?:(?:end|start|beginning|middle|rest|year|"
    r"summer|autumn|fall|spring|winter|season)(?:\s+of)?\s+)?(?:the\s+)?(?:(?:early|mid|late)[\s-])?$",
    re.I,
)
_LEAD = re.compile(r"(?:on|in|since|until|till|by|during|before|after|from|through|throughout|over|at) ", re.I)
_TO = re.compile(r",?\s*(?:and|to|until|till|through|[-–])\s*(?:the\s+|in\s+)?", re.I)
_BARE = re.compile(rf"(?:{MONTH}|\d)")
_NAME = re.compile(r"(?<=\w )(?!(?:In|On|By|Of)\b)[A-Z][\w’']* $")
_NOWADAYS = re.compile(r"today\b", re.I)
_UNCAPITALISED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|april|june|july|august|"
    r"september|october|november|december)\b|(?<=\bin )(?:march|may)\b|(?<=\blast )(?:march|may)\b|"
    r"(?<=\bsince )(?:march|may)\b|\b(?:march|may)(?= \d)|(?<=\d )(?:march|may)\b"
)
_LATEST = re.compile(
    r"\b(?:(?:most )?recent(?:ly)?|latest|newest|(?:right )?now|nowadays|currently|"
    r"(?<!electric )(?<!ocean )(?<!alternating )(?<!direct )current(?= [a-z]{3})(?! (?:through|flow|was)\b)|"
    r"at present|presently|at the moment|these days|so far|to date|up to now|as of now|still)\b(?! that\b)",
    re.I,
)
_AUXILIARY = re.compile(
    r"\b(?:(?P<present>(?:is|are|has|have|does|do)(?:n['’]t)?|am|(?<=who['’])s|(?<=what['’])s|"
    r"(?<=where['’])s|(?<=how['’])s)|(?:did|was|were|had|would|could|should)(?:n['’]t)?|will|won['’]t)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:according to|reports?|reported|articles?|news|newspapers?|papers?|coverage|headlines?|"
    r"published|wrote|written)\b"
)
_NOW_TRUE = re.compile(r"\b(?:is|are|has|have|’s|'s now|now|currently)\b(?! been held\b)")
_OPENING = re.compile(r"\W*(?:In|On|As of|By|During|Since|Between|At the end of) ")
