"""What speaks against a candidate however well the reader likes it: what is planned was not done.

The fitted features know how well a passage fits a question, not whether its sentence says that what
is asked took place, nor that who held an office has left it. By rule, English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.aggregation import FEATURES, Candidate
from qa.asked import Asked, day_of, speaks_of
from qa.citations import sentence_of
from qa.reader import Span
from qa.tense import falls_through, leaves_open, tense_beside
from qa.verbs import verb_terms
from qa.wanted import Wanted

_UNNAMED = FEATURES.index("unnamed")
OTHER_TIME = 1.5
"""Logits that a candidate loses which cannot be about the days that the question is about."""
LEFT = 6.0
"""What it loses that has left the office that the question asks about today."""
KEPT = timedelta(365)
"""How long before the days asked about an office or a figure was told to be taken to hold then."""
UNNAMED = 1.0
"""Where its article never has one of the question's names: more than the fit, which sees many names
written in two ways, holds against it. Of those that it gave 40 to 60%, a ninth was right."""
ANOTHERS = 3.0
"""Where the sentence says whose it is, and that is nobody of whom the question asks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How candidates stand with a question: 0 for most."""

    question: str
    wanted: Wanted
    asked: Asked

    def loses(self, candidate: Candidate) -> float:
        """What a candidate loses to the others: it was the answer at another time."""
        lost = self._at_another_time(candidate)
        out = self._in_office and (self._has_left(candidate.spans) or _only_stands(candidate))
        return lost + (LEFT if out else 0.0)

    def _at_another_time(self, candidate: Candidate) -> float:
        held, days = self.asked.held, told_on(candidate)
        if held is None or not days:
            return 0.0 if _speaks(candidate, self.asked) else OTHER_TIME
        known = [day for day in days if day <= (held.last or date.max)]
        if not known:
            return LEFT  # it was told only later
        return OTHER_TIME if held.first and max(known) < held.first - KEPT else 0.0

    def doubted(self, candidate: Candidate) -> float:
        """By what power of e its share shrinks: whose it is may be somebody else's."""
        unnamed = UNNAMED * candidate.features[_UNNAMED]
        return unnamed + max(map(self._anothers, candidate.clear_spans))

    def is_undone(self, candidate: Candidate) -> bool:
        """Whether its sentences leave open, or deny, that what the question asks of was done.

        One that tells it as done is enough. That is no matter of probability: what was planned may
        well have come, but the articles do not say so.
        """
        spans = candidate.clear_spans
        if _WHO.match(self.question) and not self.wanted.acts.isdisjoint(_SENTENCED):
            # To name somebody for convicted, a sentence must say so.
            return not any(map(_is_condemned, spans))
        if not self.wanted.acts and _WAS.search(self.question):
            # "When was the parade?" takes it for held, too; here, only that it fell through tells.
            fell = [self._fell_through(span) for span in spans]
            return any(fell) and all(
                through or tense_beside(span.hit.passage.text, span.start, span.end) == "future"
                for through, span in zip(fell, spans, strict=True)
            )
        return all(map(self._is_open, spans))

    @property
    def _in_office(self) -> bool:
        if self.asked.held is not None:
            return _WHO.match(self.question) is not None
        return self.asked.demanded is None and _IN_OFFICE.match(self.question) is not None

    def _has_left(self, spans: Sequence[Span]) -> bool:
        """Whether a passage says that somebody has left, and no newer one names them as before."""
        leaving: list[date] = []
        holding: list[date] = []
        left = False
        last = (self.asked.held and self.asked.held.last) or date.max
        for span in spans:
            passage = span.hit.passage
            if passage.published and passage.published > last:
                continue
            start, end = sentence_of(span)
            former = _FORMER.search(passage.text[start : span.start])
            role = verb_terms(former["role"]) if former else frozenset()
            was = former is not None and (not role or not role.isdisjoint(self.wanted.weights))
            gone = was or self._leaves(passage.text, span.end, end)
            left = left or gone
            if passage.published:
                (leaving if gone else holding).append(passage.published)
        return left and not (holding and leaving and max(holding) > max(leaving))

    def _leaves(self, text: str, after: int, end: int) -> bool:
        """Whether what follows a name up to `end` says that its bearer has left."""
        if _LEAVES.match(text, after, end):
            return True
        firm = _LEAVES_FIRM.match(text, after, end) if _LEADS.search(self.question) else None
        return firm is not None and firm["firm"] in self.wanted.names

    def _is_open(self, span: Span) -> bool:
        text = span.hit.passage.text
        if self._in_office:
            end = sentence_of(span)[1]
            return _TO_COME.match(text[span.end : end]) is not None
        if _OF_INTENT.search(self.question) or _OF_NOW.search(self.question):
            return False
        wanted = self.wanted
        return leaves_open(text, span.start, span.end, wanted.acts, wanted.weights.keys())

    def _fell_through(self, span: Span) -> bool:
        start, end = sentence_of(span)
        return falls_through(span.hit.passage.text[start:end], self.wanted.weights.keys())

    def _anothers(self, span: Span) -> float:
        """ "Who is the chairman of Norwick?" is not told by "Tamsin's chairman".

        Nor is "Who leads Norwick?" by "Lund, who leads the union".
        """
        if not self.wanted.names:
            return 0.0
        start, end = sentence_of(span)
        text = span.hit.passage.text
        led = _WHO_LEADS.match(text, span.end, end) if _WHO_LEADS.search(self.question) else None
        if led and not any(name.lower() in led["what"].lower() for name in self.wanted.names):
            return ANOTHERS
        role = _ROLE.match(self.question)
        if role is None:
            return 0.0
        sentence = text[start:end]
        owners = re.findall(rf"([A-Z][\w-]+)['’]s? (?:\w+ )?{re.escape(role[1])}\b", sentence)
        own = any(f"{role[1]} of {name}" in sentence for name in self.wanted.names)
        return ANOTHERS if owners and not own and not set(owners) & set(self.wanted.names) else 0.0


def days_of(candidate: Candidate) -> list[date]:
    """The days that the candidate's clear spans are about."""
    return [day for day in map(_day, candidate.clear_spans) if day]


def told_on(candidate: Candidate) -> list[date]:
    """The days on which the candidate's clear spans held: no later than they were published."""
    days = ((_day(span), span.hit.passage.published) for span in candidate.clear_spans)
    return [min(day, published or day) for day, published in days if day]


def _day(span: Span) -> date | None:
    start, end = sentence_of(span)
    passage = span.hit.passage
    return day_of(passage.text[start:end], passage.published)


def _speaks(candidate: Candidate, asked: Asked) -> bool:
    """Whether a candidate can be about the days that are asked about."""
    period = asked.demanded
    return period is None or any(
        speaks_of(span.hit.passage.text, span.hit.passage.published, period)
        for span in candidate.spans
    )


def _only_stands(candidate: Candidate) -> bool:
    """Whether its sentences tell of somebody who would like an office."""
    sentences = (span.hit.passage.text[slice(*sentence_of(span))] for span in candidate.clear_spans)
    return all(_STANDS.search(sentence) for sentence in sentences)


def _is_condemned(span: Span) -> bool:
    """Whether a span's sentence tells of a conviction, neither as a threat nor as what failed."""
    start, end = sentence_of(span)
    sentence = span.hit.passage.text[start:end]
    return _VERDICT.search(sentence) is not None and not _NO_VERDICT.search(sentence)


_WHO = re.compile(r"\W*(?:who|whom|which)\b", re.I)
_WAS = re.compile(r"\b(?:was|were)\b")
_SENTENCED = verb_terms("convict jail sentence imprison")
_VERDICT = re.compile(r"\b(?:convict\w*|guilty|sentenc\w+|jail\w*|prison\w*|imprison\w*|years)\b")
_NO_VERDICT = re.compile(
    r"\b(?:not guilty|acquit\w*|cleared|overturned|quashed|if|unless|whether|could|may|might|"
    r"would|faces?|facing|awaits?|awaiting|charged)\b"
)
_IN_OFFICE = re.compile(
    r"\W*(?:who|which \w+)(?:['’]s| is| are| now| currently)* "
    r"(?!(?:[\w'’]+ ){0,4}(?:author|founder|inventor|killer|victim|father|mother|son|daughter|"
    r"brother|sister|wife|husband|first|last|dead)\b)"
    r"(?:leads?|heads?|runs?|chairs?|coach(?:es)?|manages?|governs?|owns?|edits?|presides|rules?|"
    r"commands?|directs?|the\b|[\w ]*['’]s\b|in charge\b|acting\b|mayor\b|president\b|"
    r"prime minister\b|chief\b|CEO\b)",
    re.I,
)
"""A question for who does something today, but for what one stays after one's death."""
_TO_COME = re.compile(
    r"[^.;:A-Z]{0,30}\b(?:will|would|is to|are to|was to|set to|expected to) "
    r"(?:be (?:the|its|their)|become|succeed|replace|coach|lead|head|take (?:over|office))\b|"
    r"-elect\b"
)
_OF_INTENT = re.compile(
    r"\b(?:want|need|decide|offer|say|said|tell|told|think|thought|promise|demand|plan(?!ned )|"
    r"intend|hope|expect|propose|threaten|order|agree|refuse|long|ask)(?:s|d|ed|ing)?\b",
    re.I,
)
"""Of a question: what was said or meant need not have come."""
_OF_NOW = re.compile(r"\b(?:is|are)\b")
_ROLE = re.compile(r"\W*(?:who|which \w+) (?:is|was|are|were) the (?:\w+ )?(\w+) of\b", re.I)
_WHO_LEADS = re.compile(
    r"(?:, )?\bwho (?:also |now )?(?:leads|heads|runs|chairs|coaches|manages|owns|edits) "
    r"(?P<what>(?:the )?[^,.;:]+)",
    re.I,
)
LEAVING = (
    r"(?:(?:has|have|had) )?(?:(?:suddenly|abruptly|also|then|later) )?"
    r"(?:resign(?:s|ed)?|retire[sd]|quits?|died|(?:steps?|stepped|stands?|stood) down|"
    r"(?:leaves|left) (?:office|the post|the job|as)|hand(?:s|ed) over|"
    r"(?:was|has been|had been|been) "
    r"(?:dismissed|sacked|fired|ousted|replaced|removed|voted out|deposed|succeeded))\b"
)
"""In a pattern, right after a name: what somebody does who leaves an office."""
_LEAVES = re.compile(rf"(?:,[^,.;:A-Z]{{0,40}},| \(\d+\))?(?:, who)? {LEAVING}")
_LEAVES_FIRM = re.compile(
    r"(?:, who)? (?:has |had )?(?:left|quit|leaves) (?:the )?(?P<firm>[A-Z]\w+)"
)
_LEADS = re.compile(
    r"\b(?:leads?|heads?|runs?|chairs?|coach(?:es)?|manages?|directs?|chief|CEO|boss|director|"
    r"chair\w*|head|manager)\b"
)
"""Of a question: what somebody is to a firm or a club, which one leaves for good."""
_STANDS = re.compile(
    r"\b(?:on the ballot|candidates?|contenders?|hopefuls?|(?:runs?|running|stands?|standing|bid) "
    r"for|elects? a new|nominated|nominees?)\b"
)
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Oo]utgoing|[Ee]x)[ -](?P<role>(?:[a-z'’-]+ ){0,3}(?:of [A-Z][\w ]+)?"
    r"(?:[a-z'’-]+)?),? ?$"
)
