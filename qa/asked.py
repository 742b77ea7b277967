"""What a question asks about time, and whether a text can tell it.

"in 2014" and "last week" are days that the answer must be about, "as of June 2020" a day after
which nothing was known, "latest" a wish for the newest. English only: of other languages nothing
is read but their years. Choosing among answers is `answering`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.sentences import sentence_spans
from qa.dates import MONTH, a_day, a_month, dates_in, day_in, hull, overlap
from qa.mentions import mentions
from qa.tense import looks_back, tense_beside
from qa.types import Period

EARLY = timedelta(3)
LATE = timedelta(7)
"""How long before and after the days that a question names an article about them may appear."""


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
    state: bool = False
    """It asks who was in office or how much there was, which holds until it is told anew."""
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


@dataclass(frozen=True, slots=True)
class _Time:
    """Words of time in a question, and what they mean with the preposition before them."""

    start: int
    end: int
    period: Period
    operator: str = "in"
    relative: bool = False
    """Seen from today, as "last week" is."""


def read_question(question: str, *, today: date) -> Asked:
    """What a question says about time, seen from a day."""
    wishes = [match.span() for match in _LATEST.finditer(question) if _is_plain(match)]
    times = []
    for time in _joined(question, _times(question, today), today):
        wishes = [span for span in wishes if not time.start <= span[0] < time.end]
        if _means_nowadays(question, time, today):
            wishes.append((time.start, time.end))
        else:
            times.append(time)
    period = hull(_limited(time) for time in times)
    published = None
    for time in times:
        published = _known_from(question, time, today) or published
    is_over = bool(period and period.last and period.last < today and published is None)
    return Asked(
        period,
        published,
        bool(wishes),
        _is_present(question) and not is_over,
        _is_state(question, times),
        tuple(sorted([(time.start, time.end) for time in times] + wishes)),
    )


def _is_state(question: str, times: Sequence[_Time]) -> bool:
    return _STATE.match(question) is not None and not any(
        _OF_SOMETHING.search(question, 0, time.start) for time in times
    )


def speaks_of(text: str, published: date | None, period: Period) -> bool:
    """Whether a text can be about a period: a sentence of it states a date within, or states none
    in full and was published within or soon after.
    """
    for start, end in sentence_spans(text):
        stated = _stated(text[start:end], published)
        meant = [mention.period for mention in mentions(text[start:end], published=published)]
        if any(overlap(one, period) for one in stated + meant):
            return True
        if not stated and published and overlap(a_day(published), _told_by(period)):
            return True
    return False


def states_or_means(text: str, published: date | None, period: Period) -> bool:
    """Whether a text says that it is about a day of a period, by a date or by "on Sunday"."""
    meant = [mention.period for mention in mentions(text, published=published)]
    return any(overlap(one, period) for one in _stated(text, published) + meant)


def _stated(text: str, published: date | None) -> list[Period]:
    """The days that a text states in full; from one date to the other of "from 2010 to 2016"."""
    times = [_with_operator(text, dated.start, dated.end, dated.period) for dated in dates_in(text)]
    return [
        Period(time.period.first, max(published, time.period.last or published))
        if published and time.operator == "since"
        else Period(None, time.period.last)
        if time.operator in ("until", "till")
        else time.period
        for time in _joined(text, times, published)
    ]


def states(text: str, period: Period) -> bool:
    """Whether a text states in full a date within a period."""
    return any(overlap(dated.period, period) for dated in dates_in(text))


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
    """The words of time in a question, in order."""
    times = [
        _with_operator(question, dated.start, dated.end, dated.period)
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
        if ahead and _BARE.match(written, start) and _asks_back(written, start, mention.end):
            period = _a_year_before(mention.period)
        if period:
            time = _with_operator(question, start, mention.end, period)
            times.append(replace(time, relative=True))
    return sorted(times, key=lambda time: time.start)


def _with_operator(question: str, start: int, end: int, period: Period) -> _Time:
    before = _OPERATOR.search(question[:start])
    if not before:
        return _Time(start, end, period)
    operator = (before["word"] or "in").lower()
    if operator == "from" and _TO.search(question[start:end]):
        operator = "in"  # "from 3 to 5 March 2021" is one date
    if question[:start].endswith("the ") and _OF_A_THING.match(question, max(end - 4, 0)):
        operator = _INCLUDING.get(operator, operator)
    return _Time(before.start(), end, period, operator)


def _joined(question: str, times: Sequence[_Time], today: date | None) -> Iterator[_Time]:
    """As one what belongs together: "between 2010 and 2012"."""
    waiting = list(times)
    while waiting:
        time, *waiting = waiting
        opens = time.operator in ("from", "between")
        if opens and waiting and waiting[0].operator in ("and", "to", "until", "till", "through"):
            other, *waiting = waiting
            period = hull((time.period, other.period)) or time.period
            time = replace(time, end=other.end, period=period, operator="in")
        elif opens and (until := _TO_NOW.match(question, time.end)):
            now = a_day(today) if today else Period(time.period.first)
            period = hull((time.period, now)) or time.period
            time = replace(time, end=until.end(), period=period, operator="in")
        yield time


def _limited(time: _Time) -> Period:
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


def _known_from(question: str, time: _Time, today: date) -> Period | None:
    """The days on which an article that knows must have been published; None: any day."""
    first, last = time.period.first, time.period.last
    if time.operator == "as of":
        return Period(None, last)
    if not time.relative or not first or not _limited(time).first:
        return None
    if first > today or (first == today and _COMING.search(question, time.start, time.end)):
        return None
    reported = last and _REPORTED.search(question)
    return Period(first, min(last, today) if last and reported else today)


def _means_nowadays(question: str, time: _Time, today: date) -> bool:
    """Whether "today" is these days ("How many live there today?"), and not this very day."""
    if time.period != a_day(today) or not _TODAY.search(question, time.start, time.end):
        return False
    return time.operator == "as of" or not looks_back(question)


def _asks_back(question: str, start: int, end: int) -> bool:
    """Whether a question asks of a past day there: "Is there a strike on 12 May?" does not."""
    verb = _AUXILIARY.search(question)
    if not verb:
        return looks_back(question)
    perfect_or_past = not verb["present"] or verb["present"].lower().startswith("ha")
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


def _is_present(question: str) -> bool:
    """Whether the first auxiliary is in the present; without one, whether no verb is past."""
    verb = _AUXILIARY.search(question)
    return bool(verb["present"]) if verb else bool(question) and not looks_back(question)


def _is_plain(match: re.Match[str]) -> bool:
    """Whether words are lower-case, or open the question: not those of "Apocalypse Now"."""
    return match.start() == 0 or match[0][0].islower()


_OPERATOR = re.compile(
    r"(?:\b(?P<word>as of|prior to|(?<!-)up to|since|from|after|before|until|till|by|through|"
    r"between|and|(?<!-up )to|in|on|during|at|over|of|within|throughout) )?(?:the )?(?:(?:end|"
    r"start|beginning|middle|rest|year|summer|autumn|fall|spring|winter|season) (?:of )?)?(?:the )?"
    r"(?:(?:early|mid|late)[ -])?$",
    re.I,
)
_COMING = re.compile(r"\b(?:next|coming|later)\b")
_TO = re.compile(r"\b(?:to|and|until|through)\b", re.I)
_TO_NOW = re.compile(r",? (?:and|to|until|till|through) (?:now|the present)\b(?: day\b)?", re.I)
_OF_A_THING = re.compile(r"\d{4} [^\W\d]")
_INCLUDING = {"after": "from", "before": "until", "prior to": "until"}
"""What bounds a year that tells a thing apart: "after the 2011 tsunami" is in 2011, too."""
_LEAD = re.compile(
    r"(?:on|in|since|until|till|by|during|before|after|from|through|throughout|over|at) ", re.I
)
_BARE = re.compile(rf"(?:{MONTH}|\d)")
_WEEKDAY = re.compile(
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
)
_NAME = re.compile(r"(?<=\w )(?!(?:In|On|By|Of|Since|Until|Before|After|From)\b)[A-Z][\w’']* $")
"""What "2016" belongs to, in "Euro 2016"."""
_TODAY = re.compile(r"\btoday\b", re.I)
_UNCAPITALISED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|april|june|july|august|"
    r"september|october|november|december)\b|(?<=\bin )(?:march|may)\b|(?<=\blast )(?:march|may)\b|"
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
_NOW_TRUE = re.compile(r"\b(?:is|are|has|have|’s|'s now|now|currently)\b(?! been held\b)")
_ROLE = (
    r"(?:mayor|president|minister|premier|chancellor|king|queen|pope|governor|chief|chair\w*|"
    r"director|head|leader|coach|manager|captain|owner|CEO|secretary|commander|ambassador|speaker|"
    r"editor|boss|commissioner|treasurer)\b"
)
_STATE = re.compile(
    r"\W*(?:who (?:led|headed|chaired|coached|managed|governed|owned|commanded|edited)\b|"
    r"who (?:was|were) (?:(?:the|acting|deputy|prime|vice|foreign|finance|chief|executive|head|"
    rf"(?-i:[A-Z][\w’'-]*)|\w+s?['’]s?) ){{0,4}}{_ROLE}|"
    r"how (?:many|much)\b.*\b(?:(?:was|were) (?:missing|worth|(?:\w+ ){0,4}to cost)|"
    r"(?:lived|worked)\b|did an? .*\bcost|did .*\bemploy|had\b.* by\b)|"
    r"what (?:was|were) the (?:\w+ )?(?:price|cost|toll|population|rate)\b)",
    re.I,
)
_OF_SOMETHING = re.compile(r"(?<=\w )(?:that|which|who|where|when)\b")
"""Before a day: it is that of what this tells more of, "the ferry that sank on 3 May"."""
_OPENING = re.compile(r"\W*(?:In|On|As of|By|During|Since|Between|At the end of) ")
