"""What a number or a day is of: not an age for goals, nor a clock's making for its return.

By rule, English only, and each narrow: what a rule cannot tell counts as what is asked for.
"""

from __future__ import annotations

import re

from index.sentences import sentence_around
from qa.dates import TIME_UNIT
from qa.quantities import ONES, TENS
from qa.reader import Span
from qa.tense import acts_told
from qa.verbs import verb_terms


class Figures:
    """What shows, for one question, that a figure is of something else."""

    def __init__(self, question: str, kind: str) -> None:
        """`kind` is what the question asks for, as `kinds` has it."""
        self._kind = kind
        self._acts = acts_told(question)
        self._measures = bool(_MEASURE.search(question) or _SHORT.search(question))
        self._supposes = bool(_SUPPOSES.search(question))
        aged = _HOW_OLD.match(question)
        self._aged = frozenset(_words_of_name(aged["name"])) if aged else frozenset()
        self._of_age = bool(_OF_AGE.search(question))
        self._lasted = self._kind == "extent" and bool(_HOW_LONG_IT_LASTED.search(question))
        self._of_times = bool(_TIMES.search(question))
        counted = _HOW_MANY.search(question) if kind == "count" else None
        self._counted = counted["what"].lower() if counted else ""

    def rule_out(self, span: Span) -> bool:
        """Whether it is not the figure that is asked for."""
        return (
            (self._kind == "time" and (_lasts(span) or _counts_from_before(span)))
            or (self._lasted and _is_length(span))
            or (self._kind == "count" and self._is_measured(span))
            or self._counts_others(span)
            or self._is_how_often(span)
            or (self._kind == "time" and _is_in_a_name(span))
            or self._is_anothers_age(span)
            or self._is_an_age(span)
            or self._is_when_it_was_made(span)
            or self._is_unreal(span)
        )

    def _is_anothers_age(self, span: Span) -> bool:
        """Whether an age stands right behind a name that has nothing of the one asked about."""
        if not self._aged:
            return False
        aged = _AGED.search(span.hit.passage.text, max(span.start - 60, 0), span.start)
        return aged is not None and self._aged.isdisjoint(_words_of_name(aged["name"]))

    def _is_measured(self, span: Span) -> bool:
        """Whether a number is one of tonnes or hectares where others are counted."""
        if self._measures:
            return False
        after = span.hit.passage.text[span.end : span.end + 20].lstrip(" \xa0")
        return bool(_MEASURE.match(after) or _MEASURE.search(span.text))

    def _is_how_often(self, span: Span) -> bool:
        """Whether it says how often, where votes are counted: of goals, "twice" may be two."""
        return (
            self._kind == "count"
            and not self._of_times
            and self._counted in _NOT_DONE_OFTEN
            and _OFTEN.fullmatch(span.text) is not None
        )

    def _counts_others(self, span: Span) -> bool:
        """Whether it counts others, and its sentence those who are asked for: "156 adults and 16
        children" has 16 of them.
        """
        if not self._counted:
            return False
        text = span.hit.passage.text
        others = _OTHERS.match(text, span.end)
        if others is None or others["what"].lower() == self._counted:
            return False
        _, end = sentence_around(text, span.start, span.end)
        own = re.compile(rf"(?:,? (?:and|or)|,) {_NUMBER} {re.escape(self._counted)}\b", re.I)
        return own.match(text, others.end(), end) is not None

    def _is_an_age(self, span: Span) -> bool:
        """Whether a number is somebody's age, and none is asked for: "Ada Orr, 22, won"."""
        if self._of_age or not _AN_AGE.fullmatch(span.text):
            return False
        text = span.hit.passage.text
        if _AGED_AT.search(text, max(span.start - 20, 0), span.start):
            return True
        named = _FULL_NAME.search(text, max(span.start - 60, 0), span.start)
        return named is not None and _AFTER_AGE.match(text, span.end) is not None

    def _is_unreal(self, span: Span) -> bool:
        """Whether it only would have been, where the question asks what was."""
        if (
            self._supposes
            or self._kind not in ("time", "count", "money", "number")
            or not self._acts
        ):
            return False
        text = span.hit.passage.text
        return _WOULD_HAVE.search(text, max(span.start - 60, 0), span.start) is not None

    def _is_when_it_was_made(self, span: Span) -> bool:
        """Whether a day is that of something's making, or somebody's birth, not of what is asked:
        "stolen was the clock, made in Geneva in 1742".
        """
        if self._kind != "time" or not self._acts:
            return False
        text = span.hit.passage.text
        made = _MADE.search(text, max(span.start - 60, 0), span.start)
        if made is None:
            return False
        return self._acts.isdisjoint(_BIRTHS if made["verb"] == "born" else _MAKINGS)


def _words_of_name(name: str) -> list[str]:
    return _CAPITAL.findall(name.replace("’", "'"))


def _lasts(span: Span) -> bool:
    """Whether words say how long, and not when: "banned for two years"; "in two years" does."""
    if not _DURATION.fullmatch(span.text):
        return False
    text = span.hit.passage.text
    return not (_FROM_THEN.search(text[: span.start]) or _FROM_NOW.match(text, span.end))


def _is_length(span: Span) -> bool:
    """Whether words say how far, and not for how long: "four miles of the road"."""
    text = span.hit.passage.text
    return (
        _LENGTH.search(text, span.start, span.end + 12) is not None
        and _SPELL.search(span.text) is None
    )


def _is_in_a_name(span: Span) -> bool:
    """Whether a word of time is part of a name: "USA TODAY"."""
    before = span.hit.passage.text[max(span.start - 4, 0) : span.start]
    return span.text == "TODAY" and before == "USA "


def _counts_from_before(span: Span) -> bool:
    """Whether a sentence opens with a time counted from what was told before: "Forty years later".

    It says when this sentence is, of no day that anybody knows who sees it alone.
    """
    if not _LATER.fullmatch(span.text):
        return False
    start, _ = sentence_around(span.hit.passage.text, span.start, span.end)
    return not span.hit.passage.text[start : span.start].strip()


_HOW_LONG_IT_LASTED = re.compile(
    r"\bhow long (?:"
    r"(?:did|does|do|has|have|had|will|would|can|could|must|should|may)\b(?!.*\b(?:get|become|stretch|extend|"
    r"reach|run|span|grow|measure|swim|walk|hike|drive|cycle|ride|row|sail|travel|jump|throw)\w*\b)|"
    r"(?:is|was|were|are|been) .*\b(?:closed|shut|open|missing|trapped|held|kept|jailed|"
    r"suspended|banned|blocked|detained|hospitali[sz]ed|delayed|stranded|married|absent|away)\b)",
    re.I,
)
_LENGTH = re.compile(
    r"\d(?:[-\s]?(?:km|m|ft|mi))\b|\b(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|yards?|inches)\b"
)
_SPELL = re.compile(rf"\b(?:{TIME_UNIT})\b", re.I)
_TIMES = re.compile(r"\b(?:times|often)\b", re.I)
_NOT_DONE_OFTEN = frozenset("votes people workers members seats children men women".split())
_OFTEN = re.compile(r"(?:once|twice|thrice)", re.I)
_HOW_MANY = re.compile(r"\bhow many (?P<what>[a-z]{3,}s|people|children|men|women|police)\b", re.I)
_NUMBER = rf"(?:\d[\d,.]*|{'|'.join((*ONES, *TENS))})"
_OTHERS = re.compile(
    r" (?P<what>[a-z]{3,}s|people|children|men|women|police)\b(?=,? (?:and|or)\b|, )"
)
"""Right after a number, in a row of those counted."""
_LATER = re.compile(rf"[\w-]+(?: [\w-]+)? {TIME_UNIT} (?:later|earlier|afterwards|on)")
_DURATION = re.compile(
    r"(?:(?:about|almost|nearly|over|more than|up to|at least) )?"
    rf"(?:an?|\d+|{'|'.join((*ONES, *TENS))}|several|many|some)(?: and a half)? {TIME_UNIT}",
    re.I,
)
_FROM_THEN = re.compile(
    r"\b(?:in|after|within|every|about|until|of|less than|over) (?:the )?"
    r"(?:just |next |less than )?$",
    re.I,
)
_FROM_NOW = re.compile(
    r"(?:['’] time)?,? (?:ago|later|earlier|before|after|afterwards|from now|into|hence|old|away|"
    r"off|on|shy|to the day|time)\b|['’] time\b"
)
_SUPPOSES = re.compile(
    r"\b(?:would|reject\w*|veto\w*|block\w*|ban\w*|fail\w*|abandon\w*|collaps\w*|cancel\w*|"
    r"scrap\w*|plann\w*|miss\w*)\b"
)
"""Of a question: what it asks need not have come."""
_WOULD_HAVE = re.compile(r"\bwould(?: not|n['’]t)? have (?:[a-z]+ ){1,4}$")
_MEASURE = re.compile(
    r"\b(?:(?i:(?:hecto|kilo|centi|milli)?(?:litre|liter|metre|meter|gram)s?|tonnes?|tons?|"
    r"hectares?|acres?|barrels?|gallons?|kilowatts?|megawatts?)|pounds|euros|dollars)\b"
)
_SHORT = re.compile(r"\b(?:kg|kilos?|km|kms|mph|kph|miles?|mg|ml|cm|mm|ft|feet|lbs?|MW|GW)\b")
_CAPITAL = re.compile(r"\b[A-Z][\w'-]+")
_HOW_OLD = re.compile(
    r"\W*(?i:how old (?:is|was)) (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
    r"(?=\W*$| (?:when|at|in|now|on)\b)"
)
_AGED = re.compile(
    r"(?!(?:At|Aged|He|She|It|They|In|On|The|An?)\b)"
    r"(?P<name>\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?:,(?: an?| aged)? | \()$"
)
_OF_AGE = re.compile(r"\b(?:age[ds]?|old|older|young\w*|born|live[ds]?)\b", re.I)
_AN_AGE = re.compile(r"[1-9]\d?")
_AGED_AT = re.compile(r"\b(?:aged(?: \d+ and)?|at the age of|at age) $")
_FULL_NAME = re.compile(
    r"(?<!\bIn )(?<!\bAt )(?<!\bNear )(?<!\bAcross )\b(?!(?:In|At|Near|Across)\b)"
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*)+, $"
)
_AFTER_AGE = re.compile(r",(?! (?:and )?[A-Z][\w ]+, \d)")
"""In a list of names and numbers, they are no ages."""
_MADE = re.compile(
    r", (?:itself |originally |first )?(?P<verb>made|built|founded|painted|established|dating|born)"
    r"(?: (?:in|at|by|on) (?:the )?[A-Z][\w’'-]+){0,2},? (?:in|on|from|back to|around|about) $"
)
_MAKINGS = verb_terms(
    "make build found paint establish create construct set start begin form open launch erect date "
    "complete finish write found design install introduce put come"
)
_BIRTHS = verb_terms("born bear be live")
