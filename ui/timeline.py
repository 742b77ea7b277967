"""The articles along time: how many were published in each stretch, whatever their number.

Stretches are days, weeks, months, quarters, years or decades, the finest that keeps them few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 36
"""Stretches drawn at once."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from first to last, both included, and the number of articles published in them."""

    first: date
    last: date
    articles: int
    name: str


def stretches(
    days: Sequence[date], first: date | None = None, last: date | None = None
) -> list[Stretch]:
    """The stretches from the first day to the last, or those of the articles' own days."""
    ordered = sorted(days)
    if not ordered:
        return []
    first, last = first or ordered[0], last or ordered[-1]
    if first > last:
        first, last = last, first
    step = next((name for name in _STEPS if _few(name, first, last)), "decade")
    made: list[Stretch] = []
    at = _begin(step, first)
    while at <= last:
        following = _next(step, at)
        end = date.max if following is None else following - timedelta(days=1)
        count = bisect_right(ordered, end) - bisect_left(ordered, at)
        made.append(Stretch(at, end, count, _name(step, at)))
        if following is None:
            break
        at = following
    return made


_STEPS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652}


def _few(step: str, first: date, last: date) -> bool:
    return (last - first).days // _STEPS[step] < MOST


def _begin(step: str, day: date) -> date:
    if step == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if step == "month":
        return day.replace(day=1)
    if step == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    if step == "year":
        return date(day.year, 1, 1)
    return date(max(1, day.year - day.year % 10), 1, 1) if step == "decade" else day


def _next(step: str, begin: date) -> date | None:
    """Where the next stretch begins; None at the end of the calendar."""
    try:
        if step in ("day", "week"):
            return begin + timedelta(days=_STEPS[step])
        if step in ("month", "quarter"):
            months = begin.year * 12 + begin.month - 1 + (1 if step == "month" else 3)
            return date(months // 12, months % 12 + 1, 1)
        return date(begin.year + 1 if step == "year" else begin.year - begin.year % 10 + 10, 1, 1)
    except (ValueError, OverflowError):
        return None


def _name(step: str, begin: date) -> str:
    if step == "day":
        return f"{begin.day} {begin:%B} {begin.year}"
    if step == "week":
        return f"week of {begin.day} {begin:%B} {begin.year}"
    if step == "month":
        return f"{begin:%B} {begin.year}"
    if step == "quarter":
        return f"{begin:%B} to {begin.replace(month=begin.month + 2):%B} {begin.year}"
    return f"{begin.year}" if step == "year" else f"{begin.year - begin.year % 10}s"
