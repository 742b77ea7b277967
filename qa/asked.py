"""What a question asks about time.

"in 2014" and "last week" are days that the answer must be about, "as of June 2020" a day after
which nothing was known, "latest" a wish for the newest. English only: of other languages nothing
is read but their years. Whether a text can tell of those days is `telling`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.bounds import Time, joined, limited, with_operator
from qa.dates import (
    HALF_LIFE,
    MONTH,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    a_day,
    a_month,
    dates_in,
    day_in,
    hull,
)
from qa.mentions import mentions
from qa.offices import OFFICE
from qa.phrases import PARTICLES
from qa.telling import editions_in, states
from qa.tense import looks_back, tense_beside
from qa.types import Period

EARLY = timedelta(3)
LATE = timedelta(7)
"""How long before and after the days that a question names an article about them may appear."""
WEEK = timedelta(7)
"""How far back "What happened this week?" reaches: whoever asks on a Monday, or in a weekly paper,
does not mean the days since Monday alone."""
SOON = 92
"""Days ahead within which a day without a year is this year's, where it was announced."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says about time."""

    period: Period | None = None
    """The days that it is about."""
    published: Period | None = None
    """The days on which an article must have been published to know the answer; None: any."""
    latest: bool = False
    """It wants the newest: "latest", "now", "so far"."""
    state: bool = False
    """It asks who was in office or how much there was, which holds until it is told anew."""
    fresh_on: date | None = None
    """The day on which it is asked, if what is fresh then is likelier meant; None where it names
    other days itself."""
    editions: tuple[tuple[str, str], ...] = ()
    """What it names by a year, as "the 2022 word of the year": "word" and "2022"."""
    matched: tuple[tuple[int, int], ...] = ()
    """Where in the question the words of time stand, in order."""

    @property
    def demanded(self) -> Period | None:
        """The days that an answer must speak of. What was known as of a day may be older."""
        known_by = self.published is not None and self.published.first is None
        return None if known_by else self.period

    @property
    def held(self) -> Period | None:
        """The days on which what it asks held; None where it asks of no state, or of no days."""
        return self.period if self.state else None

    @property
    def window(self) -> Period:
        """The days of publication to search: reports of a day appear some days around it."""
        if self.published is None or self.published.first is None or self.published.last is None:
            return self.published or Period()
        return Period(self.published.first - EARLY, self.published.last + LATE)

    def sought(self, question: str) -> str:
        """The words to retrieve by: those of time that no article writes are left out."""
        return question if self._is_stated() else self.timeless(question)

    def plain(self, question: str, texts: Iterable[str]) -> str:
        """The words to read these texts with: those of time are left out where none has them.

        Their days are compared instead.
        """
        period = self.period
        if period and self._is_stated() and any(states(text, period) for text in texts):
            return question
        return self.timeless(question)

    def _is_stated(self) -> bool:
        """Whether all that the question says of time is days in full, as a text may say them.

        None says "by 9 June" of what held then.
        """
        by = self.state and self.period is not None and self.period.first is None
        return self.published is None and not self.latest and not by

    def timeless(self, question: str) -> str:
        """The question without its words of time, where anything is left to ask."""
        kept, at = [], 0
        for start, end in self.matched:
            kept.append(question[at:start])
            at = max(at, end)
        words = " ".join("".join([*kept, question[at:]]).split()).strip(" ,;:")
        words = re.sub(r"\s+([,?.!;:])", r"\1", words)
        return words if len(words.split()) > 2 else question


def read_question(question: str, *, today: date) -> Asked:
    """What a question says about time, seen from a day."""
    wishes = [match.span() for match in _LATEST.finditer(question) if _is_plain(match)]
    times = []
    for time in joined(question, _times(question, today), today):
        wishes = [span for span in wishes if not time.start <= span[0] < time.end]
        if _means_nowadays(question, time, today):
            wishes.append((time.start, time.end))
        else:
            times.append(time)
    period = hull(limited(time) for time in times)
    published = None
    for time in times:
        published = _known_from(question, time, today) or published
    return Asked(
        period=period,
        published=published,
        latest=bool(wishes),
        state=_is_state(question, times),
        fresh_on=None if _names_older_days(question, times, today) else today,
        editions=editions_in(question),
        matched=tuple(sorted([(time.start, time.end) for time in times] + wishes)),
    )


def _names_older_days(question: str, times: Sequence[Time], today: date) -> bool:
    """Whether it says which days, or which year's, and these are over: nothing fresh is of them."""
    read = [(limited(time), time.relative) for time in times]
    aside = _asides(question)
    read += [
        (dated.period, False)
        for dated in dates_in(question)
        if not any(time.start <= dated.start < time.end for time in times)
        and not any(start < dated.start < end for start, end in aside)
    ]
    return any(
        period.last is not None and (today - period.last).days > (HALF_LIFE.days if relative else 0)
        for period, relative in read
    )


def _is_state(question: str, times: Sequence[Time]) -> bool:
    return _STATE.match(question) is not None and not any(
        _OF_SOMETHING.search(question, 0, time.start) for time in times
    )


def _times(question: str, today: date) -> list[Time]:
    """The words of time in a question, in order."""
    times = [
        with_operator(question, dated.start, dated.end, dated.period)
        for dated in dates_in(question)
        if not _NAME.search(question[: dated.start])
    ]
    written = _UNCAPITALISED.sub(lambda match: match[0].title(), question)
    for mention in mentions(written, published=today, certain=False):
        if _WEEKDAY.fullmatch(mention.text):
            continue  # articles write "on Monday", too: of old ones, this week's is not meant
        lead = _LEAD.match(mention.text)
        start = mention.start + (lead.end() if lead else 0)
        period: Period | None = mention.period
        ahead = mention.period.first and mention.period.first > today
        ahead = ahead and not _is_announced(written, start, mention.period, today)
        if ahead and _BARE.match(written, start) and _asks_back(written, start, mention.end):
            period = _a_year_before(mention.period)
        if period:
            time = with_operator(question, start, mention.end, period)
            if time.operator == "in" and _is_this_week(written, start, mention.end):
                time = replace(time, period=hull((a_day(today - WEEK), period)) or period)
            times.append(replace(time, relative=True))
    aside = _asides(question)
    times = [time for time in times if not any(a < time.start < b for a, b in aside)]
    return sorted(times, key=lambda time: time.start)


def _is_this_week(question: str, start: int, end: int) -> bool:
    """Whether the words are those and no day of it, and the question looks back on it."""
    words = question[start:end].lower() in ("this week", "earlier this week")
    return words and _asks_back(question, start, end)


def _is_announced(question: str, start: int, period: Period, today: date) -> bool:
    """Whether a day ahead is one from which on, as was announced, something is to be."""
    soon = period.first is not None and (period.first - today).days < SOON
    return bool(soon and _FROM_THEN.search(question[:start]) and _ANNOUNCED.search(question))


def _asides(question: str) -> list[tuple[int, int]]:
    """Where the question only tells of somebody whom it names."""
    return [match.span() for match in _ASIDE.finditer(question) if _is_aside(question, match)]


def _is_aside(question: str, match: re.Match[str]) -> bool:
    """Whether the question is asked outside of the words: "In Oslo, who won in 1952, …?" is not."""
    before, after = question[: match.start()], question[match.end() :]
    if _ASKS.search(before):
        return _WHERE_OR_WHEN.match(before) is None
    return _A_NAME.fullmatch(before) is not None and _GOES_ON.match(after) is not None


def _known_from(question: str, time: Time, today: date) -> Period | None:
    """The days on which an article that knows must have been published; None: any day."""
    first, last = time.period.first, time.period.last
    if time.operator == "as of":
        return Period(None, last)
    if not time.relative or not first or not limited(time).first:
        return None
    if first > today or (first == today and _COMING.search(question, time.start, time.end)):
        return None
    reported = last and _REPORTED.search(question)
    return Period(first, min(last, today) if last and reported else today)


def _means_nowadays(question: str, time: Time, today: date) -> bool:
    """Whether "today" is these days ("How many live there today?"), and not this very day."""
    if time.period != a_day(today) or not _TODAY.search(question, time.start, time.end):
        return False
    return time.operator == "as of" or not looks_back(question)


def _asks_back(question: str, start: int, end: int) -> bool:
    """Whether a question asks of a past day there: "Is there a strike on 12 May?" does not."""
    verb = _AUXILIARY.search(question)
    if not verb:
        return looks_back(question)
    present = (verb["present"] or "").lower()
    has = present.startswith("ha") or (
        present == "s" and _PARTICIPLE.match(question, verb.end()) is not None
    )
    perfect_or_past = not present or has
    return perfect_or_past and tense_beside(question, start, end) != "future"


def _a_year_before(period: Period) -> Period | None:
    """The same days a year before; None where the year before has no such day."""
    first, last = period.first, period.last
    if not first or not last:
        return None
    if first.day == 1 and (last + timedelta(1)).day == 1:  # whole months
        return hull((a_month(first.year - 1, first.month), a_month(last.year - 1, last.month)))
    first, last = (day_in(day.year - 1, day.month, day.day) for day in (first, last))
    return Period(first, last) if first and last else None


def _is_plain(match: re.Match[str]) -> bool:
    """Whether words are lower-case, or open the question: not those of "Apocalypse Now"."""
    return match.start() == 0 or match[0][0].islower()


_PARTICIPLE = re.compile(  # not all of `verbs.PASTS`: "What's shown this week?" is of the present
    r" (?:[a-z]+ed|been|become|begun|broken|come|done|fallen|given|gone|left|lost|made|risen|said|"
    r"sunk|taken|told|won)\b"
)
_FROM_THEN = re.compile(
    r"\b(?:beginning|starting|effective|due|scheduled|set|expected)(?: (?:for|on|in|from|by|at))? $"
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:announc|propos|decid|promis|schedul|introduc)(?:e|es|ed|ing)|plan(?:s|ned|ning)|"
    r"(?:unveil|order)(?:s|ed|ing)?|launch(?:es|ed|ing)?|call(?:s|ed|ing)? for)\b"
)
_ASIDE = re.compile(r", (?:who|whom|whose)\b[^,?;:]*,")
"""What a question only tells of somebody whom it names: its days are not those asked about."""
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|did|was|were|is|are|has|have|does|do)\b",
    re.I,
)
_WHERE_OR_WHEN = re.compile(
    r"(?:(?:And|But|So) )?(?:In|At|On|By|For|After|Before|During|Since|Until|According|Among|Of|"
    r"While|With|Apart|As|Tell|(?:When|Where) (?!did|was|were|is|are|does|do|will|has|had))\b[^,]*$"
)
_IN_A_NAME = rf"(?:[A-Z][\w.’'-]*|of|the|and|{'|'.join(sorted(PARTICLES))})"
_A_NAME = re.compile(rf"{_IN_A_NAME}(?: {_IN_A_NAME})* ?")
_GOES_ON = re.compile(
    r" (?:was|is|were|are|has|have|had|did|does|will|would|became|went|won|lost|died|left) "
)
_COMING = re.compile(r"\b(?:next|coming|later)\b")
_LEAD = re.compile(
    r"(?:on|in|since|until|till|by|during|before|after|from|through|throughout|over|at) ", re.I
)
_BARE = re.compile(rf"(?:{MONTH}|\d)")
_WEEKDAY = re.compile(rf"(?:on )?{WEEKDAY}(?: (?:morning|afternoon|evening|night))?")
_NAME = re.compile(r"(?<=\w )(?!(?:In|On|By|Of|Since|Until|Before|After|From)\b)[A-Z][\w’']* $")
"""What "2016" belongs to, in "Euro 2016"."""
_TODAY = re.compile(r"\btoday\b", re.I)
_UNCAPITALISED = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)}|{'|'.join(sorted({*MONTHS} - {'march', 'may'}))})\b|"
    r"(?<=\bin )(?:march|may)\b|(?<=\blast )(?:march|may)\b|"
    r"(?<=\bsince )(?:march|may)\b|\b(?:march|may)(?= \d)|(?<=\d )(?:march|may)\b"
)
_LATEST = re.compile(
    r"\b(?:(?:most )?recent(?:ly)?|latest|newest|(?:right )?now|nowadays|currently|"
    r"(?<!electric )(?<!ocean )(?<!alternating )(?<!direct )current(?= [a-z]{3})"
    r"(?! (?:through|flow|was)\b)|at present|presently|at the moment|these days|so far|to date|"
    r"up to now|as of now)\b(?! that\b)",
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
_STATE = re.compile(
    r"\W*(?:who (?:led|headed|chaired|coached|managed|governed|owned|commanded|edited)\b|"
    r"who (?:was|were) (?:(?:the|acting|deputy|prime|vice|foreign|finance|chief|executive|head|"
    rf"(?-i:[A-Z][\w’'-]*)|\w+s?['’]s?) ){{0,4}}{OFFICE}|"
    r"how (?:many|much)\b.*\b(?:(?:was|were) (?:missing|worth|(?:\w+ ){0,4}to cost)|"
    r"(?:lived|worked)\b|did an? .*\bcost|did .*\bemploy|had\b.* by\b)|"
    r"what (?:was|were) the (?:\w+ )?(?:price|cost|toll|population|rate)\b)",
    re.I,
)
_OF_SOMETHING = re.compile(r"(?<=\w )(?:that|which|who|where|when)\b")
"""Before a day: it is that of what this tells more of, "the ferry that sank on 3 May"."""
