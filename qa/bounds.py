"""Words of time with the preposition before them: "since 2010", "between May and July".

Questions bound the days that they are about so, and texts the days that they tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.dates import a_day, hull
from qa.types import Period


@dataclass(frozen=True, slots=True)
class Time:
    """Words of time in a text, and what they mean with the preposition before them."""

    start: int
    end: int
    period: Period
    operator: str = "in"
    relative: bool = False
    """Seen from today, as "last week" is."""


def with_operator(text: str, start: int, end: int, period: Period) -> Time:
    """The words of time there, with the preposition and the article before them."""
    before = _OPERATOR.search(text, max(start - _LONGEST_OPERATOR, 0), start)
    if not before:
        return Time(start, end, period)
    operator = (before["word"] or "in").lower()
    if operator == "from" and _TO.search(text[start:end]):
        operator = "in"  # "from 3 to 5 March 2021" is one date
    if text[:start].endswith("the ") and _OF_A_THING.match(text, max(end - 4, 0)):
        operator = _INCLUDING.get(operator, operator)
    return Time(before.start(), end, period, operator)


def joined(text: str, times: Sequence[Time], today: date | None) -> Iterator[Time]:
    """As one what belongs together: "between 2010 and 2012"; "until now" ends on `today`."""
    waiting = list(times)
    while waiting:
        time, *waiting = waiting
        opens = time.operator in ("from", "between")
        if opens and waiting and waiting[0].operator in ("and", "to", "until", "till", "through"):
            other, *waiting = waiting
            period = hull((time.period, other.period)) or time.period
            time = replace(time, end=other.end, period=period, operator="in")
        elif opens and (until := _TO_NOW.match(text, time.end)):
            now = a_day(today) if today else Period(time.period.first)
            period = hull((time.period, now)) or time.period
            time = replace(time, end=until.end(), period=period, operator="in")
        yield time


def limited(time: Time) -> Period:
    """The days meant with the preposition: all before, all since, or the days themselves."""
    first, last = time.period.first, time.period.last
    match time.operator:
        case "since" | "from":
            return Period(first)
        case "after":
            return Period(last + timedelta(1) if last else None)
        case "before" | "prior to":
            return Period(None, first - timedelta(1) if first else None)
        case "until" | "till" | "up to" | "by" | "through":
            return Period(None, last)
        case _:
            return time.period


_OPERATOR = re.compile(
    r"(?:\b(?P<word>as of|prior to|(?<!-)up to|since|from|after|before|until|till|by|through|"
    r"between|and|(?<!-up )to|in|on|during|at|over|of|within|throughout) )?(?:the )?(?:(?:end|"
    r"start|beginning|middle|rest|year|summer|autumn|fall|spring|winter|season) (?:of )?)?(?:the )?"
    r"(?:(?:early|mid|late)[ -])?$",
    re.I,
)
_LONGEST_OPERATOR = len("throughout the beginning of the early ")
_TO = re.compile(r"\b(?:to|and|until|through)\b", re.I)
_TO_NOW = re.compile(r",? (?:and|to|until|till|through) (?:now|the present)\b(?: day\b)?", re.I)
_OF_A_THING = re.compile(r"\d{4} [^\W\d]")
_INCLUDING = {"after": "from", "before": "until", "prior to": "until"}
"""What bounds a year that tells a thing apart: "after the 2011 tsunami" is in 2011, too."""
