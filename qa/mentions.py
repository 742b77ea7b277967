"""Relative dates in a quote ("on Sunday", "last month"), with the days that they mean.

They are resolved against the publication date as newspapers use them. A bare weekday is the most
recent one, the day of publication included, unless the verb beside it looks ahead ("will meet on
Sunday"): then it is the first to come. Publication date and tense are what HeidelTime goes by in
news too (Strötgen and Gertz, 2013). Weeks run from Monday to Sunday. Precise rather than greedy:
what may be a name or a habit ("Sunday Times", "every Friday") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from qa import expressions as words
from qa.dates import (
    a_day,
    a_month,
    a_week,
    away,
    dates_in,
    day_in,
    day_number,
    month_number,
    shifted,
    years_of,
)
from qa.tense import Tense, follows_a_past_verb, tense_beside
from qa.types import Mention, Period

_FAR = 320
"""Days from which on a newspaper would have named the year: ten months and a half."""


_BESIDE = 24
"""Characters after a month in which its year may yet follow: "in April and May of 2020"."""
_UPDATED = 7
"""Days after its publication date of which an article that was updated may tell as past."""


def mentions(
    text: str, *, published: date | None, offset: int = 0, certain: bool = True
) -> tuple[Mention, ...]:
    """The relative dates in a quote that begins at `offset` of its article, in order.

    Dates given in full are none; without a publication date nothing can be told. Unless they are
    to be `certain`, days ahead of which the verb speaks as past are told, too.
    """
    if published is None or not 1000 < published.year < 9000:
        return ()
    full = [(dated.start, dated.end) for dated in dates_in(text)]
    taken, found = list(full), []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < right and left < end for left, right in taken):
                continue
            taken.append((start, end))
            if _names_something(text, start, end) or _is_dated(text, end, full):
                continue
            period = resolve(match, published)
            if period and not (certain and _is_doubtful(match, period, published)):
                found.append(Mention(match[0], start + offset, end + offset, period))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _names_something(text: str, start: int, end: int) -> bool:
    """Whether the words are a title ("Yesterday") or stand capitalised amid a sentence."""
    before = text[:start].rstrip(" ")
    if before[-1:] in tuple("“‘\"'") and text[end : end + 1] in tuple("”’\"',") and end < len(text):
        return text[end] != "," or text[end + 1 : end + 2] in tuple("”’\"'")
    first = text[start:end].split()[0]
    opens = before[-1:] in ".!?:;“”‘\"'(—–-\n•*…"
    return first[0].isupper() and not words.CAPITALISED.match(first) and not opens


def _is_dated(text: str, end: int, full: list[tuple[int, int]]) -> bool:
    """Whether a date in full follows: "Sunday, 5 March 2023"."""
    return any(end < left and text[end:left].strip() in ("", ",", "(", ", the") for left, _ in full)


def _before(match: re.Match[str]) -> str:
    """A few words before a match."""
    return match.string[max(match.start() - 24, 0) : match.start()]


def _previous(match: re.Match[str]) -> str:
    """The word before a match, in lower case; empty where a mark stands between."""
    word = re.search(r"[\w’'.-]+(?= $)", _before(match))
    return word[0].lower() if word else ""


def _in_speech(match: re.Match[str]) -> bool:
    """Whether the words stand in direct speech, spoken on a day that the paper need not share."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    opened = max(before.rfind("“"), before.rfind("”"))
    closes = re.search("[“”]", after)
    return (
        (opened >= 0 and before[opened] == "“")
        or (closes is not None and closes[0] == "”")
        or before.count('"') % 2 == 1
    )


def _tense(match: re.Match[str]) -> Tense:
    if words.IN_FORCE_FROM.search(match.string, max(match.start() - 60, 0), match.start()):
        return "future"
    return "past" if _is_since(match) else tense_beside(match.string, *match.span())


def _is_since(match: re.Match[str]) -> bool:
    return _previous(match) == "since" or match[0].lower().startswith("since ")


def _is_moved(match: re.Match[str]) -> bool:
    """Whether words beside a date move it: "a week ago today", "last year, on 5 May"."""
    opening = _before(match) + match[0].split()[0]
    return bool(
        words.STEP_BEFORE.search(opening) or words.STEP_AFTER.match(match.string, match.end())
    )


def _is_doubtful(match: re.Match[str], period: Period, published: date) -> bool:
    """Whether what is told as past would be ahead, where the year before may be meant as well."""
    if match.re not in (words.CALENDAR_DAY, words.MONTH_ALONE) or match["year"]:
        return False
    ahead = (period.first - published).days if period.first else 0
    if match.re is words.MONTH_ALONE:
        return ahead > 0 and (match["lead"] or "").lower() == "in" and _tense(match) == "past"
    if match["day"] or ahead <= 0:
        return False
    done = ahead > _UPDATED and follows_a_past_verb(match.string, match.start())
    return done or _is_since(match)


def _weekday(match: re.Match[str], published: date) -> Period | None:
    """ "on Sunday", "last Friday night", "Tuesday of next week"."""
    lead, week = (match["lead"] or "").lower(), match["week"]
    following = match.string[match.end() : match.end() + 24]
    previous = _previous(match)
    if (
        (previous in words.NOT_THIS_DAY and not (previous == "a" and words.SAID.match(following)))
        or (not match["part"] and re.match(r" of\b", following))
        or words.NOT_THE_DAY_ITSELF.match(following)
        or words.FROM_A_DAY_TO.search(_before(match))
        or _is_moved(match)
        or re.search(r"\b[Oo]n (?:a|one) \w+ $", match.string[: match.start("day")])
    ):
        return None
    a_name_follows = not match["part"] and re.match(r" [A-Z]", following)
    if a_name_follows and (lead != "on" or words.TITLE.match(following)):
        return None  # "Sunday Times"; but "on Sunday Mr Smith" is a day
    number = words.DAYS.index(match["day"][:3])
    if week:
        monday = a_week(published + timedelta(7 * _STEPS[week])).first
        return a_day(monday + timedelta(number)) if monday else None
    since, until = (published.weekday() - number) % 7, (number - published.weekday()) % 7
    if lead in ("last", "past", "this past"):
        return a_day(published - timedelta(since or 7))
    if lead in ("next", "coming", "this coming"):
        return a_day(published + timedelta(until or 7))
    tense = _tense(match)
    ahead = tense != "past" if lead == "this" else tense == "future"
    return a_day(published + timedelta(until) if ahead else published - timedelta(since))


def _calendar_day(match: re.Match[str], published: date) -> Period | None:
    """ "on 5 March", "Sunday, March 5", "March 5–7"; a weekday beside it tells the year."""
    month = month_number(match["month"] or match["month2"])
    number, last = day_number(match["from"] or match["from2"]), match["to"] or match["to2"]
    lead, year = (match["lead"] or "").lower(), _year_beside(match, published)
    if year is None and ((month, number) in words.FAMOUS or _elsewhen(match, published)):
        return None
    near = range(published.year - 3, published.year + 4) if year is None else [year]
    some = [day for day in (day_in(year, month, number) for year in near) if day]
    if lead:
        some = [day for day in some if (day < published if lead == "last" else day > published)]
    if match["day"]:
        number = words.DAYS.index(match["day"][:3])
        some = [day for day in some if day.weekday() == number]
    elif year is None:
        some = [day for day in some if abs((day - published).days) <= 366]
    if not some:
        return None
    first = _nearest(some, published, "" if match["day"] else _tense(match))
    end = day_in(first.year, month, day_number(last)) if last else first
    return Period(first, end) if end and first <= end else None


def _month(match: re.Match[str], published: date) -> Period | None:
    """ "in January", "late last March", "May of this year"."""
    lead, month = (match["lead"] or "").lower(), month_number(match["month"])
    year = _year_beside(match, published)
    if year is not None:
        return a_month(year, month)
    if (
        not (lead or match["part"])
        or (lead in words.BY_MAY and month == 5)
        or _elsewhen(match, published)
    ):
        return None
    if lead == "this" or (month == published.month and lead not in ("last", "next")):
        return a_month(published.year, month)
    if lead == "last":
        return a_month(published.year - (month >= published.month), month)
    if lead == "next":
        return a_month(published.year + (month <= published.month), month)
    middles = [date(year, month, 15) for year in range(published.year - 1, published.year + 2)]
    if _is_since(match):
        middles = [day for day in middles if day < published]
    return a_month(_nearest(middles, published.replace(day=15), _tense(match)).year, month)


def _nearest(days: list[date], published: date, tense: Tense) -> date:
    """The nearest day, on the side that the verb looks to unless it is far there."""

    def strain(day: date) -> tuple[bool, int]:
        away = (day - published).days
        wrong = (tense == "past" and away > 0) or (tense == "future" and away < 0)
        return wrong or (bool(tense) and abs(away) > _FAR), abs(away)

    return min(days, key=strain)


def _year_beside(match: re.Match[str], published: date) -> int | None:
    """The year that "last year in March" or "5 March of this year" says."""
    step = match["year_before"] or match["year"]
    return published.year + _STEPS[step.lower()] if step else None


def _elsewhen(match: re.Match[str], published: date) -> bool:
    """Whether a bare month may belong to another year, of which the quote has spoken."""
    until = match.end() + _BESIDE
    spoken_of = (years for end, years in _years_told(match.string) if end <= until)
    return any(years - {published.year} for years in spoken_of) or _is_moved(match)


@lru_cache(16)
def _years_told(text: str) -> tuple[tuple[int, frozenset[int]], ...]:
    """The years of each date that a text states in full, and where it ends: read once for all."""
    return tuple((dated.end, years_of(dated.period)) for dated in dates_in(text))


def _day_word(match: re.Match[str], published: date) -> Period | None:
    """ "today", "yesterday morning", "last night"."""
    word, previous = match["word"].lower(), _previous(match)
    if _in_speech(match) or previous in ("usa", "until", "even", "since") or _is_moved(match):
        return None
    if word == "today" and words.OF_OUR_TIME.match(match.string, match.end()):
        return None
    return a_day(published + timedelta(_DAYS.get(word, 0)))


def _weekend(match: re.Match[str], published: date) -> Period | None:
    """ "this weekend", "over the weekend"."""
    lead, weekday = match["lead"].lower(), published.weekday()
    saturday = published + timedelta(5 - weekday)  # of this week
    past = saturday if weekday >= 5 else saturday - timedelta(7)
    if lead in ("last", "this past", "the past"):
        first = saturday - timedelta(7)
    elif lead == "next":
        first = saturday + timedelta(7)
    elif lead == "this coming":
        first = saturday + timedelta(7 if weekday >= 5 else 0)
    elif lead == "this":
        first = past if _tense(match) == "past" and weekday < 3 else saturday
    else:
        first = saturday if _tense(match) == "future" else past
    return Period(first, first + timedelta(1))


def _unit(match: re.Match[str], published: date) -> Period | None:
    """ "last week", "earlier this month", "next year"."""
    lead, when = match["lead"].lower(), (match["when"] or "").lower()
    if _previous(match) in (*words.PERSONAL, "ago"):
        return None
    whole = shifted(published, match["unit"], _STEPS[lead])
    if lead == "this" and when in ("earlier", "early"):
        return Period(whole.first, published)
    if lead == "this" and when == "later":
        return Period(published, whole.last)
    return whole


def _stretch(match: re.Match[str], published: date) -> Period | None:
    """ "the past week", "the last two years", "the next three days"."""
    lead, unit, count = match["lead"].lower(), match["unit"], _count(match["count"] or "one")
    ahead = lead.endswith(("next", "coming"))
    if not match["count"] and (
        ahead or (lead == "the last" and _previous(match) not in words.WITHIN)
    ):
        return None  # of another story: "the next week", "the last day"
    if ahead and _previous(match) in ("over", "during") and _tense(match) == "past":
        return None  # "ten more walked there over the next three years"
    if unit == "hour":
        unit, count = "day", count // 24 if count % 24 == 0 else 0
    if not 0 < count <= _MOST.get(unit, 400):
        return None
    other = away(published, unit, count if ahead else -count)
    return Period(min(published, other), max(published, other))


def _ago(match: re.Match[str], published: date) -> Period | None:
    """ "two days ago"; a week, month or year ago is the whole one, and rough counts are left."""
    unit, count = match["unit"], _count(match["count"])
    if (unit == "day" or match["today"]) and _in_speech(match):
        return None
    if words.ROUGHLY.search(_before(match)) or not 0 < count <= _AT_MOST_AGO[unit]:
        return None
    if match["today"]:
        return a_day(away(published, unit, -count))
    return shifted(published, unit, -count)


def _count(said: str) -> int:
    return int(said) if said.isdigit() else max(words.NUMBERS.index(said.lower()), 1)


_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
"""From the day of publication; "today", "tonight" and "this morning" are that day."""
_STEPS = {"last": -1, "this": 0, "next": 1}
_MOST = {"year": 100, "decade": 10}
_AT_MOST_AGO = {"day": 31, "week": 12, "month": 24, "year": 10}
"""Beyond which people count roughly."""
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
    (words.CALENDAR_DAY, _calendar_day),
    (words.MONTH_ALONE, _month),
    (words.WEEKDAY, _weekday),
    (words.AGO, _ago),
    (words.DAY_WORD, _day_word),
    (words.WEEKEND, _weekend),
    (words.STRETCH, _stretch),
    (words.UNIT, _unit),
)
