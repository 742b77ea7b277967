"""Dates given in full mean the days that they say, and a number is not a year for looking so."""

from __future__ import annotations

from datetime import date

import pytest

from qa.dates import away, dates_in, freshness, hull, overlap, period_of, shifted, years_of
from qa.types import Period

STATED = [
    ("on 3 January 2020", "2020-01-03 2020-01-03"),
    ("on the 3rd of January, 2020", "2020-01-03 2020-01-03"),
    ("on January 3, 2020", "2020-01-03 2020-01-03"),
    ("Jan. 3rd 2020", "2020-01-03 2020-01-03"),
    ("2020-01-03", "2020-01-03 2020-01-03"),
    ("on 13/1/2020", "2020-01-13 2020-01-13"),
    ("on 1/13/2020", "2020-01-13 2020-01-13"),
    ("on 3/1/2020", "2020-01-01 2020-12-31"),  # March to some, January to others
    ("March 3–5, 2021", "2021-03-03 2021-03-05"),
    ("3-5 March 2021", "2021-03-03 2021-03-05"),
    ("in March 2021", "2021-03-01 2021-03-31"),
    ("in february of 2024", "2024-02-01 2024-02-29"),
    ("2014-06", "2014-06-01 2014-06-30"),
    ("2010–12", "2010-01-01 2012-12-31"),
    ("the 1999–00 season", "1999-01-01 2000-12-31"),
    ("the 2019/20 season", "2019-01-01 2020-12-31"),
    ("in Q2 2014", "2014-04-01 2014-06-30"),
    ("the fourth quarter of 2014", "2014-10-01 2014-12-31"),
    ("the second half of 2014", "2014-07-01 2014-12-31"),
    ("in mid-2014", "2014-01-01 2014-12-31"),
    ("2014's budget", "2014-01-01 2014-12-31"),
    ("(2014)", "2014-01-01 2014-12-31"),
    ("in 1066", "1066-01-01 1066-12-31"),
    ("the 1990s", "1990-01-01 1999-12-31"),
    ("the '90s", "1990-01-01 1999-12-31"),
    ("in the sixties", "1960-01-01 1969-12-31"),
    ("a 19th-century house", "1801-01-01 1900-12-31"),
    ("the 1800s", "1800-01-01 1899-12-31"),
    ("the 2000s", "2000-01-01 2009-12-31"),
    ("the ſecond half of 1780", "1780-07-01 1780-12-31"),
    ("on the 3RD of January 2020", "2020-01-03 2020-01-03"),
    ("between May and July 2022", "2022-05-01 2022-07-31"),
    ("in January and February of 2020", "2020-01-01 2020-02-29"),
    ("between 30 April and 2 May 2022", "2022-04-30 2022-05-02"),
    ("April 30 – May 2, 2022", "2022-04-30 2022-05-02"),
    ("from December to February 2020", "2019-12-01 2020-02-29"),
]
NOT_DATES = [
    "1500 people came",
    "In June 1500 workers were laid off",
    "2,014 votes",
    "$2014",
    "a 1600-seat hall",
    "2014%",
    "31 February 2020 is no day, nor 99/99/2020x",
    "room 20145",
    "at 2000 metres",
    "on 3 January",
    "last week",
    "Sun 12.2014.5",
    "44 BC",
    "in the 5th century BC",
    "2000 years ago",
    "aboard Flight 1549",
]


def days(period: Period | None) -> str:
    return f"{period.first} {period.last}" if period else ""


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[row[0] for row in STATED])
def test_a_date_in_full_means_days(text: str, expected: str) -> None:
    (dated,) = dates_in(f"It stood there {text}, they say.")
    assert days(dated.period) == expected


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date_is_left(text: str) -> None:
    assert [dated.period for dated in dates_in(text)] == []


def test_the_years_of_a_text() -> None:
    told = [years_of(d.period) for d in dates_in("From May 2010 to 2012, and in 2019/20.")]
    assert told == [{2010}, {2012}, {2019, 2020}]
    assert [years_of(dated.period) for dated in dates_in("In the 1990s.")] == [frozenset()]


def test_the_period_of_a_text_reaches_from_its_first_date_to_its_last() -> None:
    assert days(period_of("Opened in March 2021, closed on 5 May 2022.")) == "2021-03-01 2022-05-05"
    assert period_of("Never.") is None


def test_open_ends() -> None:
    since = Period(date(2019, 1, 1))
    assert overlap(since, Period(date(2024, 1, 1), date(2024, 1, 1)))
    assert not overlap(since, Period(date(2018, 1, 1), date(2018, 12, 31)))
    assert overlap(since, Period(None, date(2019, 1, 1)))
    assert hull((since, Period(date(2018, 1, 1), date(2018, 1, 2)))) == Period(date(2018, 1, 1))
    assert hull(()) is None


def test_counting_on_from_a_day() -> None:
    assert days(shifted(date(2023, 12, 31), "month", 2)) == "2024-02-01 2024-02-29"
    assert days(shifted(date(2023, 1, 1), "week", 0)) == "2022-12-26 2023-01-01"
    assert days(shifted(date(2023, 1, 1), "decade", -1)) == "2010-01-01 2019-12-31"
    assert away(date(2024, 1, 31), "month", 1) == date(2024, 2, 29)
    assert away(date(2024, 2, 29), "year", -1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("published", "fresh"),
    [
        (date(2022, 11, 28), 1.0),
        (date(2022, 11, 29), 1.0),  # where the sun rises earlier
        (date(2022, 11, 14), 0.5),
        (date(2022, 10, 31), 0.25),
        (date(2022, 11, 30), 0.0),
        (None, 0.0),
    ],
)
def test_news_is_half_as_fresh_after_two_weeks(published: date | None, fresh: float) -> None:
    assert freshness(published, date(2022, 11, 28)) == fresh
    assert freshness(published, None) == 0
