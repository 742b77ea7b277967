"""Stretches of time and the articles in them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from ui.timeline import MOST, Stretch, stretches


def test_months_of_a_year() -> None:
    days = [date(2019, 4, 15), date(2019, 4, 30), date(2020, 1, 7)]
    drawn = stretches(days)
    assert len(drawn) == 10
    assert drawn[0] == Stretch(date(2019, 4, 1), date(2019, 4, 30), 2, "April 2019")
    assert drawn[-1] == Stretch(date(2020, 1, 1), date(2020, 1, 31), 1, "January 2020")
    assert sum(each.articles for each in drawn) == 3


@pytest.mark.parametrize(
    ("length", "name"),
    [
        (0, "3 May 1987"),
        (100, "week of 27 April 1987"),
        (1000, "May 1987"),
        (3000, "April to June 1987"),
        (12_000, "1987"),
        (40_000, "1980s"),
    ],
)
def test_the_finest_stretches_that_are_few(length: int, name: str) -> None:
    first = date(1987, 5, 3)
    drawn = stretches([first, first + timedelta(days=length)])
    assert drawn[0].name == name
    assert len(drawn) <= MOST + 1
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(drawn))
    assert sum(each.articles for each in drawn) == 2


def test_the_ends_of_the_calendar() -> None:
    drawn = stretches([date.min, date.max])
    assert drawn[0].first == date.min
    assert drawn[-1].last == date.max
    assert stretches([]) == []


def test_between_two_days() -> None:
    days = [date(2019, 4, 15), date(2020, 1, 7)]
    assert [each.articles for each in stretches(days, date(2019, 4, 15), date(2019, 4, 16))] == [
        1,
        0,
    ]
