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

from qa.dates import (
    DAY,
    MONTH,
    a_day,
    a_month,
    a_week,
    a_year,
    dates_in,
    day_in,
    day_number,
    month_number,
    years_in,
)
from qa.tense import Tense, tense_beside
from qa.types import Mention, Period

_FAR = 275
"""Days from which on a newspaper would have named the year: nine months."""


def mentions(text: str, *, published: date | None, offset: int = 0) -> tuple[Mention, ...]:
    """The relative dates in a quote that begins at `offset` of its article, in order.

    Dates given in full are none; without a publication date nothing can be told.
    """
    if published is None:
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
            if period := resolve(match, published):
                found.append(Mention(match[0], start + offset, end + offset, period))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _names_something(text: str, start: int, end: int) -> bool:
    """Whether the words are a title ("Yesterday") or stand capitalised amid a sentence."""
    before = text[:start].rstrip(" ")
    if before[-1:] in tuple("“‘\"'") and text[end : end + 1] in tuple("”’\"',") and end < len(text):
        return text[end] != "," or text[end + 1 : end + 2] in tuple("”’\"'")
    first = text[start:end].split()[0]
    opens = not before or before[-1] in ".!?:;“”‘\"'(—–-\n•*…" or text[start - 1] == "\n"
    return first[0].isupper() and first.rstrip(",.") not in _CAPITALISED and not opens


def _is_dated(text: str, end: int, full: list[tuple[int, int]]) -> bool:
    """Whether a date in full follows: "Sunday, 5 March 2023"."""
    return any(end < left and text[end:left].strip() in ("", ",", "(", ", the") for left, _ in full)


def _previous(match: re.Match[str]) -> str:
    """The word before a match, within its sentence."""
    return (
        re.findall(r"([\w’'.-]+) $", match.string[max(match.start() - 30, 0) : match.start()])
        or [""]
    )[0]


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
    return tense_beside(match.string, *match.span())


def _weekday(match: re.Match[str], published: date) -> Period | None:
    """ "on Sunday", "last Friday night", "Tuesday of next week"."""
    lead, week = (match["lead"] or "").lower(), match["week"]
    previous, following = _previous(match), match.string[match.end() : match.end() + 24]
    if (
        previous in _NOT_ONE
        or _NAME_OR_HABIT.match(following)
        or _RANGE.search(match.string[max(match.start() - 24, 0) : match.start()])
    ):
        return None
    if not match["part"] and re.match(r" [A-Z]", following):
        # "Sunday Times"; but "on Sunday Mr Smith" is a day.
        if lead != "on" or _TITLE.match(following):
            return None
    number = _WEEKDAYS.index(match["day"][:3])
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
    """ "on 5 March", "Sunday, March 5", "March 5–7"; a weekday tells the year where there is one."""
    month = month_number(match["month"] or match["month2"])
    number, last = day_number(match["from"] or match["from2"]), match["to"] or match["to2"]
    if (month, number) in _FAMOUS or _elsewhen(match, published):
        return None
    days = [day_in(year, month, number) for year in range(published.year - 3, published.year + 4)]
    some = [day for day in days if day]
    if match["day"]:
        number = _WEEKDAYS.index(match["day"][:3])
        some = [day for day in some if day.weekday() == number]
    else:
        some = [day for day in some if abs((day - published).days) <= 366]
    if not some:
        return None
    first = _nearest(some, published, "" if match["day"] else _tense(match))
    end = day_in(first.year, month, day_number(last)) if last else first
    return Period(first, end) if end and first <= end else None


def _month(match: re.Match[str], published: date) -> Period | None:
    """ "in January", "late last March", "May of this year"."""
    lead, month = (match["lead"] or "").lower(), month_number(match["month"])
    if match["year"]:
        return a_month(published.year + _STEPS[match["year"]], month)
    if (
        not (lead or match["part"])
        or (lead in _BY_MAY and month == 5)
        or _elsewhen(match, published)
    ):
        return None
    if lead == "this" or month == published.month and lead not in ("last", "next"):
        return a_month(published.year, month)
    if lead == "last":
        return a_month(published.year - (month >= published.month), month)
    if lead == "next":
        return a_month(published.year + (month <= published.month), month)
    middles = [date(year, month, 15) for year in range(published.year - 1, published.year + 2)]
    return a_month(_nearest(middles, published.replace(day=15), _tense(match)).year, month)


def _nearest(days: list[date], published: date, tense: Tense) -> date:
    """The nearest day, on the side that the verb looks to unless it is far there."""

    def strain(day: date) -> tuple[bool, int]:
        away = (day - published).days
        wrong = (tense == "past" and away > 0) or (tense == "future" and away < 0)
        return wrong or (bool(tense) and abs(away) > _FAR), abs(away)

    return min(days, key=strain)


def _elsewhen(match: re.Match[str], published: date) -> bool:
    """Whether the quote speaks of another year, which its bare months may belong to."""
    return bool(years_in(match.string) - {published.year})


def _day_word(match: re.Match[str], published: date) -> Period | None:
    """ "today", "yesterday morning", "last night"."""
    word = match["word"].lower()
    if _in_speech(match) or (word == "today" and _GENERIC.match(match.string[match.end() :])):
        return None
    if _previous(match) in ("USA", "until", "even", "since") or _previous(match).endswith("’s"):
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    shift = (
        -2
        if word.endswith("before yesterday")
        else 2
        if word.endswith("tomorrow") and " " in word
        else shift
    )
    return a_day(published + timedelta(shift))


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
    if _previous(match).lower() in (
        "the",
        "that",
        "very",
        "his",
        "her",
        "their",
        "its",
        "my",
        "our",
    ):
        return None
    whole = _shifted(published, match["unit"], _STEPS[match["lead"].lower()])
    part = (match["part"] or "").lower()
    if match["lead"].lower() == "this" and part in ("earlier", "early"):
        return Period(whole.first, published)
    if match["lead"].lower() == "this" and part in ("later", "late"):
        return Period(published, whole.last) if part == "later" else whole
    return whole


def _stretch(match: re.Match[str], published: date) -> Period | None:
    """ "the past week", "the last two years", "the next three days"."""
    lead, unit = match["lead"].lower(), match["unit"]
    if not match["count"] and lead.endswith("last") and _previous(match).lower() not in _DURING:
        return None
    if not match["count"] and lead.endswith(("next", "coming")):
        return None
    count = _count(match["count"] or "one")
    if unit == "hour":
        if count % 24:
            return None
        unit, count = "day", count // 24
    other = _away(published, unit, count if lead.endswith(("next", "coming")) else -count)
    return Period(min(published, other), max(published, other))


def _ago(match: re.Match[str], published: date) -> Period | None:
    """ "two days ago"; a week, month or year ago is the whole one, and rough counts are left."""
    unit, count = match["unit"], _count(match["count"])
    if _ROUGH.search(match.string[max(match.start() - 24, 0) : match.start()]):
        return None
    if count > {"day": 31, "week": 12, "month": 24, "year": 10}[unit]:
        return None
    return _shifted(published, unit, -count)


def _shifted(published: date, unit: str, count: int) -> Period:
    """The day, week, month or year that lies so many away."""
    if unit == "day":
        return a_day(published + timedelta(count))
    if unit == "week":
        return a_week(published + timedelta(7 * count))
    if unit == "month":
        return a_month(published.year, published.month + count)
    return a_year(published.year + (10 if unit == "decade" else 1) * count)


def _away(published: date, unit: str, count: int) -> date:
    """The day so many days, weeks, months or years from publication."""
    if unit in ("day", "week"):
        return published + timedelta(count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    whole = a_month(published.year, published.month + months)
    assert whole.first and whole.last
    return min(whole.first + timedelta(published.day - 1), whole.last)


def _count(words: str) -> int:
    words = words.lower()
    return int(words) if words.isdigit() else max(_NUMBERS.index(words), 1)


_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_STEPS = {"last": -1, "this": 0, "next": 1}
_NUMBERS = "a one two three four five six seven eight nine ten eleven twelve".split()
_CAPITALISED = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov "
    "Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun".split()
)
_NOT_ONE = frozenset(
    "every Every each Each a A an one One any most some alternate other following previous that the "
    "The first second third fourth final consecutive straight my Black Good Bloody Easter Super "
    "Cyber Ash Palm Holy Maundy Giving Ruby Bowl Spy Fat Shrove Whit Freaky Blue Business Trinity "
    "Mothering Throwback Taco Manic Pentecost Divine Man Girl Joe Casual Selection Championship "
    "per between or".split()
)
"""What makes a weekday before which it stands a habit, a name, or a day of another story."""
_DURING = frozenset("in over during for within throughout of from".split())
_BY_MAY = frozenset("by from before after through of".split())
"""What may stand before somebody called May."""
_FAMOUS = frozenset({(1, 6), (9, 11), (7, 4), (10, 7)})
"""Days whose bare date is the name of an event or a feast."""
_W = r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PART = r"(?:(?:early |late )?(?:mornin|afternoo|evenin|nigh|lunchtim)[gnte])"
_N = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS[1:]) + ")"
_NAME_OR_HABIT = re.compile(
    r" (?:mornings|afternoons|evenings|nights|school|roast|brunch|lunch|league|papers?|newspapers?|"
    r"best|supplement|the \d|(?:before|after) last|of\b|\d)|"
    r"(?:\s?[-–—/]\s?|\s(?:to|through|thru)\s)(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)| in " + MONTH + r"\b"
)
_RANGE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z.]*\s?(?:[-–—/]|to|through|thru)\s?$")
_TITLE = re.compile(
    r" (?:Times|Mirror|Express|Mail|Telegraph|Post|Herald|World|Sport|Night|Morning|Brunch|Politics|"
    r"School|Independent|People|Star|Sun|Business)\b"
)
_GENERIC = re.compile(
    r"['’]s (?:world|society|generation|young|youth|kids|children|standards|age|era)\b"
)
_ROUGH = re.compile(
    r"\b(?:nearly|almost|about|around|roughly|some|more than|less than|over|at least|under|"
    r"approximately|or) $",
    re.I,
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
    (
        re.compile(
            rf"(?<![\w-])(?:[Oo]n )?(?:(?:the )?(?P<day>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]{{0,5}}day|"
            rf"s|rs?|\.)?\.?),? (?:the |\()?)?(?:(?P<from>{DAY})(?:\s?[-–]\s?(?P<to>{DAY}))?(?: of)? "
            rf"(?P<month>{MONTH})|(?P<month2>{MONTH}) (?P<from2>{DAY})(?:\s?[-–]\s?(?P<to2>{DAY}))?)"
            r"(?![\w%]|-\w|[.,:/]\d|,? ['’]?\d\d|\s(?:percent|per cent|million|billion|people|and \d))"
        ),
        _calendar_day,
    ),
    (
        re.compile(
            rf"(?<![\w-])(?:(?:[Ee]arly|[Ll]ate|[Ll]ater|[Ee]arlier) )?(?:(?P<lead>[Oo]n|[Tt]his past|"
            rf"[Tt]his coming|[Tt]his|[Ll]ast|[Nn]ext|[Cc]oming|[Pp]ast) )?(?:(?:early|late) )?{_W}"
            rf"(?P<part>,? {_PART}\b)?(?:,? (?:of )?(?P<week>last|this|next) week)?(?![\w-])"
        ),
        _weekday,
    ),
    (
        re.compile(
            r"(?<![\w-])(?:(?:[Ee]arl(?:y|ier)|[Ll]ater?) )?(?P<word>[Tt]he day before yesterday|[Tt]he day "
            rf"after tomorrow|[Tt]oday|[Tt]onight|[Tt]omorrow|[Yy]esterday|[Ll]ast night|[Tt]his "
            rf"(?:morning|afternoon|evening))(?: {_PART}\b)?(?![\w-])"
        ),
        _day_word,
    ),
    (
        re.compile(
            r"(?<![\w-])(?P<lead>[Tt]his past|[Tt]his coming|[Tt]his|[Ll]ast|[Nn]ext|[Oo]ver the|[Aa]t the|"
            r"[Oo]n the|[Dd]uring the|[Tt]he past) weekend(?![\w-]| of\b)"
        ),
        _weekend,
    ),
    (
        re.compile(
            r"(?<![\w-])(?P<lead>[Tt]he last|[Tt]he past|[Tt]his past|[Tt]he next|[Tt]he coming) "
            rf"(?:{_N} )?(?P<unit>hour|day|week|month|year|decade)s?(?![\w-]| of\b)"
        ),
        _stretch,
    ),
    (
        re.compile(
            rf"(?<![\w-])(?P<count>[Aa]|[Oo]ne|\d{{1,3}}|{'|'.join(_NUMBERS[2:])}) "
            r"(?P<unit>day|week|month|year)s? ago(?![\w-]| (?:today|this|on|Sun|Mon|Tue|Wed|Thu|Fri|Sat))"
        ),
        _ago,
    ),
    (
        re.compile(
            r"(?<![\w-])(?:(?P<part>[Ee]arl(?:y|ier)|[Ll]ater?) )?(?P<lead>[Tt]his|[Ll]ast|[Nn]ext) "
            r"(?P<unit>week|month|year|decade)(?![\w-]| of\b)"
        ),
        _unit,
    ),
    (
        re.compile(
            r"(?<![\w-])(?:(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|till|[Bb]y|[Dd]uring|[Bb]efore|[Aa]fter|[Ff]rom|"
            r"[Tt]hrough|[Tt]hroughout|[Ll]ast|[Nn]ext|[Tt]his|(?:end|start|beginning|middle) of) )?"
            rf"(?:(?P<part>[Ee]arly|[Ll]ate|[Mm]id)[ -])?(?P<month>{MONTH})"
            r"(?:,? (?:of )?(?P<year>last|this|next) year)?"
            r"(?![\w-]|,? \d|,? (?:of )?(?:that|the) |,? ['’]\d| [A-Z]|,? \d)"
        ),
        _month,
    ),
)
