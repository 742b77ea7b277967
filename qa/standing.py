"""What speaks against a candidate however well the reader likes it: what is planned was not done.

The fitted features know how well a passage fits a question, not whether its sentence says that what
is asked took place, nor of which day it is. By rule, English only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.accusing import befell, condemns, only_accuses
from qa.aggregation import FEATURES, Candidate
from qa.asked import Asked
from qa.citations import sentence_of, sentence_text
from qa.clearing import is_denied, is_doubted, is_unsolved
from qa.offices import (
    asks_who_is,
    comes_to_office,
    has_left,
    is_anothers,
    leaves,
    only_holds,
    only_stands,
    takes_over,
)
from qa.quantities import quantities
from qa.reader import Span
from qa.tense import leaves_open, tense_beside
from qa.timeliness import can_be_about, day_of_span, is_told_later, says_its_days, told_on
from qa.verbs import verb_terms
from qa.wanted import Wanted
from qa.wrongs import asks_for_wrongdoer, asks_who_did_wrong, speaks_of_wrong

_UNNAMED = FEATURES.index("unnamed")
OTHER_TIME = 1.5
"""Logits that a candidate loses which cannot be about the days that the question is about."""
LEFT = 6.0
"""What it loses that has left the office that the question asks about, or is told only later."""
SOON = 3.0
"""What it loses that is told at most `timeliness`'s DELAY after them."""
KEPT = timedelta(365)
"""How long before the days asked about an office or a figure was told to be taken to hold then."""
UNNAMED = 1.0
"""Where its article never has one of the question's names: more than the fit, which sees many names
written in two ways, holds against it. Of those that it gave 40 to 60%, a ninth was right."""
SUCCEEDS = 0.5
"""By what power of e the share of somebody grows who takes an office over, where the question is
who held it on a day: the reader thinks little of "her deputy, Piet Rommel, becomes mayor"."""
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
        return self._at_another_time(candidate) + (LEFT if self._is_out(candidate) else 0.0)

    def doubted(self, candidate: Candidate) -> float:
        """By what power of e its share shrinks: whose it is may be somebody else's."""
        names = self.wanted.names
        about = self.wanted.weights.keys()
        another = any(
            is_anothers(span, self.question, about, names) for span in candidate.clear_spans
        )
        holds = all(only_holds(span, self.question) for span in candidate.clear_spans)
        doubt = ANOTHERS if another or holds else 0.0
        if self.asked.held and _WHO.match(self.question) and not self._is_out(candidate):
            came = (takes_over(span, self.question) for span in candidate.clear_spans)
            doubt -= SUCCEEDS if any(came) else 0.0
        return UNNAMED * candidate.features[_UNNAMED] + doubt

    def falls_short(self, candidate: Candidate) -> str:
        """Why its sentences do not tell what the question asks, a key of REASONS; "" where they do.

        They leave open, or deny, that it was done, or only accuse somebody of it, or have no word
        of it. One that tells it is enough. That is no matter of probability: what was planned may
        well have come, and who is accused may have done it, but the articles do not say so.
        """
        spans = candidate.clear_spans
        if asks_who_did_wrong(self.question) and all(map(_only_accuses, spans)):
            return "only accused"
        if _WHO.match(self.question) and all(map(_is_claimed_and_denied, spans)):
            return "only accused"
        if asks_for_wrongdoer(self.question):
            told = [span for span in spans if self._speaks_of_wrong(span)]
            if all(_only_accuses(span) or _is_unsettled(span) for span in told):
                return "only accused" if told else "no answer"
        return "not done" if self._is_undone(candidate) else ""

    def _speaks_of_wrong(self, span: Span) -> bool:
        if _only_accuses(span):
            return True
        start, end = sentence_of(span)
        sentence, acts = span.hit.passage.text[start:end], self.wanted.acts
        at = (span.start - start, span.end - start)
        return speaks_of_wrong(sentence, acts) and (
            _is_condemned(span) or not befell(sentence, *at, acts, self.wanted.names)
        )

    def _is_undone(self, candidate: Candidate) -> bool:
        spans = candidate.clear_spans
        if _WHO.match(self.question) and not self.wanted.acts.isdisjoint(_SENTENCED):
            # To name somebody for convicted, a sentence must say so.
            return not any(map(_is_condemned, spans))
        if not self.wanted.acts and _WHEN_WAS.match(self.question):
            # "When was the parade?" takes it for held, too; here, only that it fell through tells.
            fell = [_is_put_off(span) for span in spans]
            return any(fell) and all(
                off or tense_beside(span.hit.passage.text, span.start, span.end) == "future"
                for off, span in zip(fell, spans, strict=True)
            )
        return all(self._is_open(span) or self._is_expected(span) for span in spans)

    def _at_another_time(self, candidate: Candidate) -> float:
        held = self.asked.held
        late = is_told_later(candidate, self.asked)
        if held is None or late is None:
            return 0.0 if self._speaks(candidate) else OTHER_TIME
        if late:
            # Who has left was in office before, but nobody knows since when.
            return OTHER_TIME if all(map(self._leaves, candidate.clear_spans)) else LEFT
        if says_its_days(candidate, self.asked):
            return 0.0
        known = [day for day in told_on(candidate) if day <= (held.last or date.max)]
        if not known:
            return SOON
        stale = held.first is not None and max(known) < held.first - KEPT
        return OTHER_TIME if stale else 0.0

    def _speaks(self, candidate: Candidate) -> bool:
        """Whether a candidate can be about the days that are asked about."""
        period = self.asked.demanded
        return period is None or any(
            can_be_about(span, self.asked, period) for span in candidate.spans
        )

    def _is_out(self, candidate: Candidate) -> bool:
        """Whether it names somebody who is not, or no longer, in the office that is asked about."""
        held, spans = self.asked.held, candidate.spans
        if held is None:
            if self.asked.demanded is not None or not asks_who_is(self.question):
                return False
        elif _WHO.match(self.question):
            # What came after does not take back what held before.
            by = held.first or held.last or date.max
            told = [(span, span.hit.passage.published or day_of_span(span)) for span in spans]
            spans = tuple(span for span, day in told if day is not None and day <= by)
        else:
            return False
        names, about = self.wanted.names, self.wanted.weights.keys()
        on = self.asked.fresh_on if held is None else held.first
        return has_left(spans, self.question, about, names, on) or only_stands(
            candidate.clear_spans, self.question
        )

    def _leaves(self, span: Span) -> bool:
        return leaves(span, self.question, self.wanted.weights.keys(), self.wanted.names)

    def _is_expected(self, span: Span) -> bool:
        """Whether a figure is one that is only expected, where it is asked what is: "it expects to
        have 35 million subscribers by 2024".
        """
        question = self.question
        if not _HOW_IT_IS.match(question) or _OF_INTENT.search(question) or _AHEAD.search(question):
            return False
        if not quantities(span.text) or _WHAT_IS_SET.search(question):
            return False
        text, (start, _) = span.hit.passage.text, sentence_of(span)
        led = _EXPECTED.search(text, start, span.start)
        return (
            led is not None
            and not (
                "," in text[led.end() : span.start] and _ASIDE.search(text, start, led.start())
            )
            and not _SO_FAR.search(text, led.end(), span.start)
            and not _CLAUSE.search(text, led.end(), span.start)
        )

    def _is_open(self, span: Span) -> bool:
        if self.asked.held is None and self.asked.demanded is None and asks_who_is(self.question):
            return comes_to_office(span)
        if _OF_INTENT.search(self.question) or _OF_NOW.search(self.question):
            return False
        wanted, text = self.wanted, span.hit.passage.text
        about = wanted.weights.keys()
        # "Its founder, Kim, will retire" founded it: of days and figures alone tells the verb
        # beside them.
        beside = not _NAMES_ASKED.match(self.question)
        return leaves_open(text, span.start, span.end, wanted.acts, about, beside=beside)


def _is_condemned(span: Span) -> bool:
    return condemns(sentence_text(span))


def _only_accuses(span: Span) -> bool:
    return only_accuses(sentence_text(span), span.text) and not _is_condemned(span)


def _is_unsettled(span: Span) -> bool:
    text = span.hit.passage.text
    denied = is_unsolved(text) or (is_denied(text) and not _is_condemned(span))
    return denied or is_doubted(sentence_text(span))


def _is_claimed_and_denied(span: Span) -> bool:
    """Whether somebody only claims what a span's clause tells, and the passage has it denied."""
    text, (start, _) = span.hit.passage.text, sentence_of(span)
    claimed = _CLAIMED.search(text, start, span.start)
    return (
        claimed is not None
        and not _CLAUSE.search(text, claimed.end(), span.start)
        and is_denied(text)
        and not _is_condemned(span)
    )


def _is_put_off(span: Span) -> bool:
    return _PUT_OFF.search(sentence_text(span)) is not None


_WHO = re.compile(r"\W*whom?\b", re.I)
_NAMES_ASKED = re.compile(
    r"\W*(?:who|whom|whose|which (?!(?:day|date|year|month|week)\b)\w+)\b", re.I
)
_HOW_IT_IS = re.compile(
    r"\W*(?:how (?:many|much)\b.*\b(?:is|are|does|do|has|have)\b|what (?:is|are)\b|what['’]s\b)",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|would|expected|going to|next|by \d{4}|coming|target|goal|forecast)\b"
)
_WHAT_IS_SET = re.compile(
    r"\b(?:name|date|deadline|aim|purpose|plan|fine|maximum|proposal|sentence|penalty|being|limit)\b"
)
"""Of a question: it asks what is set, or to come, and that may be put so."""
_ASIDE = re.compile(r", (?:which|who|that)\b[^,]*$")
_EXPECTED = re.compile(
    r"\b(?:expects?|(?:is|are) (?:expected|projected|forecast|planned|scheduled)|would|"
    r"plans? (?:is )?to|aims? to|hopes? to|intends? to|(?:fore)?sees? itself)\b"
)
_SO_FAR = re.compile(r"\b(?:already|now|currently|so far|from (?:about |the )?)\b")
_CLAUSE = re.compile(
    r"[;:]|, (?:and|but|up|down)\b|\b(?:but|although|while|after|because|who|which)\b"
)
_CLAIMED = re.compile(
    r"\b(?:claims?|claimed|alleges?|alleged|maintains|insists|contends) "
    r"(?:that\b|(?=[A-Z][\w’'-]* \w))|\baccus(?:es|ed|ing) $"
)
_WHEN_WAS = re.compile(r"(?:.*: )?when (?:was|were)\b", re.I)
_PUT_OFF = re.compile(
    r"\b(?:call(?:s|ed)? off|put off|cancel\w*|postpone[sd]?|scrapped|shelved|fell through|"
    r"will not (?:take place|be held))\b"
)
_SENTENCED = verb_terms("convict jail sentence")
_OF_INTENT = re.compile(
    r"\b(?:want|need|decide|offer|say|said|tell|told|think|thought|promise|demand|plan(?!ned )|"
    r"intend|hope|expect|propose|threaten|order|agree|refuse|long|ask|(?:call|push)(?=\w* for\b)|"
    r"urge|recommend|suggest|advise|request|seek|sought|predict|forecast|estimate|warn|vow|pledge)"
    r"(?:s|d|ed|ing)?\b",
    re.I,
)
"""Of a question: what was said or meant need not have come."""
_OF_NOW = re.compile(r"\b(?:is|are)\b")
