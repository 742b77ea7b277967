"""Dates that English text states in full: "3 January 2020", "March 2021", "2010–12", "the 1990s".

Each becomes the days that it means. What needs a calendar at hand ("on Sunday", "last week") is
`mentions`' business, and what a question asks of time is `asked`'s.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from qa.quantities import TENS
from qa.types import Period

MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
"""As `date.weekday` counts them."""
WEEKDAY = rf"(?:{'|'.join(day.capitalize() for day in WEEKDAYS)})"
"""A weekday's name, in a pattern."""
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
"""A month's name, or its abbreviation, in a pattern."""
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
"""A day of the month, in a pattern."""
YEAR = r"(?:1\d|20)\d\d"
"""A year that texts are likely to speak of, in a pattern."""
DECADES = tuple(f"{ten[:-1]}ies" for ten in TENS)
"""From "twenties" on."""
TIME_UNIT = r"(?:second|minute|hour|day|week|fortnight|month|year|decade)s?"
"""What time is counted by, in a pattern."""

HALF_LIFE = timedelta(14)
"""Of news. On half A of the news questions, over all articles, 7, 14 and 30 days do alike."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a text states in full, and the days that it means."""

    start: int
    end: int
    period: Period


def dates_in(text: str) -> tuple[Dated, ...]:
    """Every date that a text states in full, in order. A number is not a year for looking so."""
    found = []
    for match in _DATE.finditer(text):
        period = _period(match)
        if period:
            found.append(Dated(match.start(), match.end(), period))
    return tuple(found)


def years_of(period: Period) -> frozenset[int]:
    """The years that a date touches; a decade's or century's are not told one by one."""
    if not (period.first and period.last) or period.last.year - period.first.year >= 9:
        return frozenset()
    return frozenset(range(period.first.year, period.last.year + 1))


def period_of(text: str) -> Period | None:
    """The days from the earliest to the latest date of a text; None where it states none."""
    return hull(dated.period for dated in dates_in(text))


def hull(periods: Iterable[Period]) -> Period | None:
    """The days from the first to the last of several periods; None where there are none."""
    kept = list(periods)
    if not kept:
        return None
    firsts = [period.first for period in kept if period.first]
    lasts = [period.last for period in kept if period.last]
    return Period(
        min(firsts) if len(firsts) == len(kept) else None,
        max(lasts) if len(lasts) == len(kept) else None,
    )


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return (one.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
        one.last or date.max
    )


def freshness(published: date | None, today: date | None) -> float:
    """1 for what was published today, half of that for each HALF_LIFE since; 0 without a day.

    What is dated later than it is asked is not fresh but wrongly dated, or a replay of old
    questions; from one side of the earth to the other it may be a day.
    """
    age = (today - published).days if published and today else math.inf
    return 0.0 if age < -1 else float(0.5 ** (max(age, 0) / HALF_LIFE.days))


def a_day(day: date) -> Period:
    """One day."""
    return Period(day, day)


def a_month(year: int, month: int) -> Period:
    """A calendar month; months count on past the year's ends, as in `a_month(2020, 13)`."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def a_year(year: int) -> Period:
    """A calendar year."""
    return years(year, year)


def years(first: int, last: int) -> Period:
    """Whole years, both included."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def a_week(day: date) -> Period:
    """The week around a day, Monday to Sunday, as ISO 8601 counts."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def shifted(day: date, unit: str, count: int) -> Period:
    """The whole day, week, month, year or decade that lies so many after that of a day."""
    if unit == "day":
        return a_day(day + timedelta(count))
    if unit == "week":
        return a_week(day + timedelta(7 * count))
    if unit == "month":
        return a_month(day.year, day.month + count)
    if unit == "year":
        return a_year(day.year + count)
    decade = day.year // 10 * 10 + 10 * count
    return years(decade, decade + 9)


def away(day: date, unit: str, count: int) -> date:
    """The day that lies so many days, weeks, months, years or decades after a day."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    month = day.year * 12 + day.month - 1 + count * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_number(name: str) -> int:
    """1 for "January", "Jan." or "jan"."""
    return _ABBREVIATED.index(name[:3].casefold()) + 1


def day_number(words: str) -> int:
    """3 for "3", "03" or "3rd"."""
    return int(words.casefold().rstrip("stndrh"))


def day_in(year: int, month: int, day: int) -> date | None:
    """A date, or None where the month has no such day."""
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _period(match: re.Match[str]) -> Period | None:
    """What one match of the pattern means; None where there is no such day."""
    found = {name: words for name, words in match.groupdict().items() if words}
    match match.lastgroup:
        case "iso":
            return _days(int(found["iso_year"]), int(found["iso_month"]), found["iso_day"])
        case "numeric":
            one, two, year = (int(words) for words in re.findall(r"\d+", match[0]))
            day, month = (two, one) if two > 12 else (one, two)
            if one == two or day > 12:
                return _days(year, month, str(day))
            return a_year(year)  # 3/1 is a day in March to some and in January to others
        case "dmy":
            month = month_number(found["dmy_month"])
            return _days(int(found["dmy_year"]), month, found["dmy_from"], found.get("dmy_to"))
        case "mdy":
            month = month_number(found["mdy_month"])
            return _days(int(found["mdy_year"]), month, found["mdy_from"], found.get("mdy_to"))
        case "across":
            return _across(found["across_first"], found["across_last"], int(found["across_year"]))
        case "my":
            return a_month(int(found["my_year"]), month_number(found["my_month"]))
        case "part":
            months, year = (6 if "half" in found else 3), int(found["part_year"])
            part = found.get("half") or found.get("quarter_word") or found["quarter"]
            last = months * (_PARTS.index(part.casefold()) % 4 + 1)
            return hull((a_month(year, last - months + 1), a_month(year, last)))
        case "decade":
            first = int(found["decade_year"]) if "decade_year" in found else _decade(found)
            return years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))
        case "century":
            number = int(found["century_number"])
            return years(100 * number - 99, 100 * number) if 0 < number < 23 else None
        case "span":
            first, short = int(found["span_first"]), found["span_last"]
            until = int(short) if len(short) == 4 else first // 100 * 100 + int(short)
            if short == "00" and first % 100 > 90:  # the 1999–00 season
                until += 100
            if first >= until and len(short) == 2 and 1 <= int(short) <= 12:
                return a_month(first, int(short))  # 2014-06; but 2010-12 is three years
            return years(first, until) if first < until else a_year(first)
        case _:
            return a_year(int(match[0]))


def _days(year: int, month: int, first: str, last: str | None = None) -> Period | None:
    if not 1 <= month <= 12:
        return None
    start = day_in(year, month, day_number(first))
    end = day_in(year, month, day_number(last)) if last else start
    return Period(start, end) if start and end and start <= end else None


def _across(first: str, last: str, year: int) -> Period | None:
    """From one month into another: "30 April" to "2 May", "December" and "January"."""
    ends = period_of(f"{last} {year}")
    begins = period_of(f"{first} {year}")
    if begins and begins.first and ends and ends.last and begins.first > ends.last:
        begins = period_of(f"{first} {year - 1}")
    return hull(period for period in (begins, ends) if period)


def _decade(found: dict[str, str]) -> int:
    digit = DECADES.index(found["decade_word"].casefold()) + 2 if "decade_word" in found else 0
    digit = int(found["decade_digit"]) if "decade_digit" in found else digit
    return (1900 if digit > 1 else 2000) + 10 * digit


_ABBREVIATED = [name[:3] for name in MONTHS]
_PARTS = "first second third fourth 1 2 3 4".split()
_THINGS = (
    r"people|persons?|men|women|children|miles?|kilomet\w+|met(?:er|re)s?|feet|foot|km|ft|m|mm|cm|"
    r"kg|g|mg|mph|tons?|tonnes?|pounds?|dollars?|euros?|votes?|deaths?|cases?|hours?|minutes?|"
    r"calories|steps|square|pages|horsepower|hp|acres?|hectares?|houses|homes|troops|soldiers|"
    r"students|workers|jobs|employees|seats|points|degrees|volts|watts|rpm|GMT|UTC|local time|"
    r"years|BCE?|B\.C"
)
"""What "1500" counts, where it is no year."""
_NUMBERED = "".join(
    rf"(?<!\b{name}\ \d{{4}})" for name in "flight resolution room route page".split()
)
"""What "1549" numbers, where it is no year."""
_MONTH_OR_DAY = rf"(?:{DAY}\ (?:of\ )?{MONTH}|{MONTH}(?:\ {DAY})?)"
_DATE = re.compile(
    rf"""
    (?<![\w.,$€£#:/+])(?<!\d[-–]) (?:
      (?P<iso> (?P<iso_year>{YEAR})-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>\d\d)(?!\d) )
    | (?P<numeric> \d{{1,2}}(?P<sep>[/.])\d{{1,2}}(?P=sep){YEAR}(?!\d) )
    | (?P<dmy> (?P<dmy_from>{DAY})(?:\s?(?:[-–]|to|and)\s?(?P<dmy_to>{DAY}))?(?:\ day)?
        (?:\ of)?\ (?P<dmy_month>{MONTH}),?\ (?P<dmy_year>{YEAR})\b )
    | (?P<mdy> (?P<mdy_month>{MONTH})\ (?P<mdy_from>{DAY})
        (?:\s?(?:[-–]|to|and)\s?(?P<mdy_to>{DAY}))?,?\ (?P<mdy_year>{YEAR})\b )
    | (?P<across> (?=[\djfmasond]) (?P<across_first>{_MONTH_OR_DAY})
        \ ?(?:[-–]|\b(?:and|to|until|through)\b)\ ?(?P<across_last>{_MONTH_OR_DAY})
        (?:,|\ of)?\ (?P<across_year>{YEAR})\b )
    | (?P<my> (?P<my_month>{MONTH})(?:,|\ of)?\ (?P<my_year>{YEAR})\b(?!(?<=00)\ (?:{_THINGS})\b) )
    | (?P<part> (?: (?P<half>first|second)\ half\ of | Q(?P<quarter>[1-4])(?:\ of)?
        | (?P<quarter_word>first|second|third|fourth)\ quarter\ of )
        \ (?P<part_year>{YEAR})\b )
    | (?P<decade> (?P<decade_year>(?:1\d|20)\d0)['’]?s\b | ['’](?P<decade_digit>\d)0s\b
        | the\ (?P<decade_word>{"|".join(DECADES)})\b )
    | (?P<century> (?P<century_number>\d{{1,2}})(?:st|nd|rd|th)[ -]century\b
        (?!,?\ B\.?C) )
    | (?P<span> (?P<span_first>{YEAR})[-–/](?P<span_last>{YEAR}|\d\d)
        (?![\d%]|[-–/.,]\d) )
    | (?P<year> (?:1[5-9]|20)\d\d{_NUMBERED} | (?<=\bin\ )1[0-4]\d\d | (?<=\bof\ )1[0-4]\d\d
        | (?<=since\ )1[0-4]\d\d )
        (?![\w%°]|[-–.,:/]\d|[-–][a-z]|\s(?:{_THINGS})\b)
    )""",
    re.I | re.X,
)
