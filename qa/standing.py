"""What speaks against a candidate however well the reader likes it: what is planned was not done.

The fitted features know how well a passage fits a question, not whether its sentence says that what
is asked took place, nor that who held an office has left it. By rule, English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.aggregation import CLEAR, FEATURES, Candidate
from qa.asked import Asked, speaks_of
from qa.citations import sentence_of
from qa.reader import Span
from qa.tense import leaves_open, tense_beside
from qa.wanted import Wanted

_UNNAMED = FEATURES.index("unnamed")
OTHER_TIME = 1.5
"""Logits that a candidate loses which cannot be about the days that the question is about."""
LEFT = 6.0
"""What it loses that has left the office that the question asks about today."""
UNNAMED = 1.0
"""Where its article never has one of the question's names: more than the fit, which sees many names
written in two ways, holds against it. Of those that it gave 40 to 60%, a ninth was right."""
ANOTHERS = 3.0
"""Where the sentence says whose it is, and that is nobody of whom the question asks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How candidates stand with a question, in logits: 0 for most."""

    question: str
    wanted: Wanted
    asked: Asked

    def loses(self, candidate: Candidate) -> float:
        """What a candidate loses to the others: it was the answer at another time."""
        lost = 0.0 if _speaks(candidate, self.asked) else OTHER_TIME
        return lost + (LEFT if self._in_office and _has_left(candidate.spans) else 0.0)

    def doubted(self, candidate: Candidate) -> float:
        """What it loses to "the articles don't say": whose it is may be somebody else's."""
        unnamed = UNNAMED * candidate.features[_UNNAMED]
        return unnamed + max(map(self._anothers, _clear(candidate)))

    def is_undone(self, candidate: Candidate) -> bool:
        """Whether its sentences leave open, or deny, that what the question asks of was done.

        One that tells it as done is enough. That is no matter of probability: what was planned may
        well have come, but the articles do not say so.
        """
        return all(map(self._is_open, _clear(candidate)))

    @property
    def _in_office(self) -> bool:
        return self.asked.demanded is None and _IN_OFFICE.match(self.question) is not None

    def _is_open(self, span: Span) -> bool:
        text = span.hit.passage.text
        if self._in_office and tense_beside(text, span.start, span.end) == "future":
            return True
        asks_what_was_meant = _OF_INTENT.search(self.question) is not None
        acts = self.wanted.acts
        return not asks_what_was_meant and leaves_open(text, span.start, span.end, acts)

    def _anothers(self, span: Span) -> float:
        """ "Who is the chairman of Norwick?" is not told by "Tamsin's chairman"."""
        role = _ROLE.match(self.question)
        if role is None or not self.wanted.names:
            return 0.0
        start, end = sentence_of(span)
        sentence = span.hit.passage.text[start:end]
        owners = re.findall(rf"([A-Z][\w-]+)['’]s? (?:\w+ )?{re.escape(role[1])}\b", sentence)
        return ANOTHERS if owners and not set(owners) & set(self.wanted.names) else 0.0


def _speaks(candidate: Candidate, asked: Asked) -> bool:
    """Whether a candidate can be about the days that are asked about."""
    period = asked.demanded
    return period is None or any(
        speaks_of(span.hit.passage.text, span.hit.passage.published, period)
        for span in candidate.spans
    )


def _clear(candidate: Candidate) -> Sequence[Span]:
    return [span for span in candidate.spans if span.share >= CLEAR] or candidate.spans[:1]


def _has_left(spans: Sequence[Span]) -> bool:
    """Whether a passage says that somebody has left, and no newer one names them as before."""
    leaving: list[date] = []
    holding: list[date] = []
    left = False
    for span in spans:
        passage = span.hit.passage
        start, end = sentence_of(span)
        gone = _LEAVES.match(passage.text, span.end, end) or _FORMER.search(
            passage.text[start : span.start]
        )
        left = left or gone is not None
        if passage.published:
            (leaving if gone else holding).append(passage.published)
    return left and not (holding and leaving and max(holding) > max(leaving))


_IN_OFFICE = re.compile(
    r"\W*(?:who|which \w+)(?:['’]s| is| are| now| currently)* "
    r"(?:leads?|heads?|runs?|chairs?|coach(?:es)?|manages?|governs?|owns?|edits?|presides|rules?|"
    r"commands?|directs?|the\b|[\w ]*['’]s\b|in charge\b|acting\b|mayor\b|president\b)",
    re.I,
)
"""A question for who does something today. One that asks for "the first", or a killer, finds nobody
who left."""
_OF_INTENT = re.compile(
    r"\b(?:want|need|deci|offer|says?\b|said\b|tell\b|told\b|thinks?\b|thought\b|promis|demand|"
    r"plan|inten|hope|expect|propos|threat|order|agree|refus|long for|ask)",
    re.I,
)
"""Of a question: what was said or meant need not have come."""
_ROLE = re.compile(r"\W*(?:who|which \w+) (?:is|was|are|were) the (?:\w+ )?(\w+) of\b", re.I)
LEAVING = (
    r"(?<!not )(?<!n['’]t )(?<!never )\b(?:resign(?:s|ed)?|retire[sd]|quits?|leaves|left|died|"
    r"(?:steps?|stepped|stands?|stood) down|"
    r"was (?:dismissed|sacked|fired|ousted|replaced|removed|voted out|deposed|succeeded)|"
    r"(?:has|have|had) (?:resigned|retired|left|quit|stepped down|died)|"
    r"hands? over|handed over)\b"
)
"""In a pattern: what somebody does who leaves an office."""
_LEAVES = re.compile(rf"[^.;:]{{0,50}}?{LEAVING}")
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Oo]utgoing|[Ee]x-?|[Ll]ate|[Tt]hen)[ -](?:[\w'’-]+,? ){0,6}$"
)
