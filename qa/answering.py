"""A draft and its rivals become an Answer: given or not, with citations, claims and reasons.

Each quote is checked when it is cited; a draft whose first quote fails is not given. What a
probability must reach to be given is `calibration`'s business, which words to draft `drafting`'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.store import PassageIndex
from index.types import Hit
from qa.aggregation import AS_MUCH, ONE_STORY, Candidate
from qa.asked import Asked
from qa.citations import cite, sentence_of
from qa.drafting import Draft, Ranked
from qa.quoting import MOST, Quote, quotes_of
from qa.rivals import are_even, rivals_of
from qa.telling import speaks_of, tells_of
from qa.timeliness import is_told_later
from qa.types import Alternative, Answer, Citation, Claim, Form, Relation
from qa.unknown import Unknown
from qa.wanted import Wanted, unnamed

MAX_CLAIMS = 3
MAX_ALTERNATIVES = 3
NEAREST = 3
"""Passages shown where there is no answer."""
ALTERNATIVE = 0.05
"""Probability from which on another candidate is worth showing beside the answer."""
FAR = 0.3
"""Cosine below which not even the nearest passage is near: all-MiniLM-L6-v2 gives unrelated
texts about 0 to 0.2, a passage that answers seldom less than 0.4."""
WEIGHTY = 0.5
"""Of the surest quote's weight: from there on, one may tell when it was."""
ELSEWHEN = 0.3
"""What a draft is still worth where no passage can be about the days asked about: of 29 such of the
calibration's questions 4 were right, where 12 should have been."""
READ = frozenset(("", "en"))
"""Languages that the shipped reader knows; "" is an article that states none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found for a question."""

    question: str
    wanted: Wanted
    hits: Sequence[Hit]
    ranked: Ranked
    earlier: Sequence[Candidate]
    """Of the candidates, those that the best one replaced in the course of time."""
    asked: Asked
    form: Form
    """That the question asks for."""
    limited: bool = False
    """Whether only articles of certain days were looked for."""

    @property
    def current(self) -> Ranked:
        """The candidates that no newer one replaced."""
        return [pair for pair in self.ranked if pair[0] not in self.earlier]


def answer_of(
    reading: Reading,
    draft: Draft | None,
    index: PassageIndex,
    *,
    threshold: float,
    default: float,
) -> Answer:
    """The Answer that a draft makes: given where its probability reaches the threshold.

    `default` is what it would be if nobody had chosen another.
    """
    short = draft.falls_short if draft is not None and threshold > 0 else ""
    if draft is not None and draft.confidence < min(threshold, default):
        short = ""
    elsewhen = _is_other_time(reading, draft)
    if draft is not None and elsewhen:
        draft = replace(draft, confidence=ELSEWHEN * draft.confidence)
    confidence = draft.confidence if draft else 0.0
    citations = _cited(draft.quotes, confidence, index) if draft else ()
    rivals: list[tuple[Candidate, float]] = []
    if draft is not None and draft.form == "span":
        rivals = [pair for pair in rivals_of(reading.ranked) if pair[0] not in reading.earlier]
    refused = (
        draft is None
        or confidence < threshold
        or (
            threshold > 0
            and (elsewhen or confidence < draft.least or are_even(reading.ranked, rivals))
        )
    )
    if draft is None or refused or short or not citations:
        return _refusal(
            reading,
            draft,
            rivals,
            index,
            elsewhen=elsewhen,
            forbidden=default <= confidence < threshold,
            short=short,
            told=citations if short else (),
        )
    claims: tuple[Claim, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    if draft.form == "span":
        before = [pair for pair in reading.ranked[1:] if pair[0] in reading.earlier]
        claims = _claims(rivals, before, reading.wanted, index, first=len(citations) + 1)
        left = min(1 - confidence, confidence) if elsewhen else 1 - confidence
        alternatives = _alternatives(reading.ranked[1:], left=left)
    return Answer(
        question=reading.question,
        text=draft.text,
        sentence=citations[0].quote,
        answered=True,
        confidence=confidence,
        citations=citations,
        alternatives=alternatives,
        form=draft.form,
        items=draft.items,
        sources=draft.sources,
        claims=claims,
        period=reading.asked.period,
    )


def _refusal(
    reading: Reading,
    draft: Draft | None,
    rivals: Ranked,
    index: PassageIndex,
    *,
    elsewhen: bool,
    forbidden: bool,
    short: str,
    told: tuple[Citation, ...],
) -> Answer:
    """Not answered: why, the nearest passages, and the sides where articles disagree.

    `elsewhen` says that no passage is of the days asked about, `forbidden` that only the risk that
    was chosen speaks against the draft. `short` is why what is told falls short of what is asked,
    where it does: `told` then stands for the nearest.
    """
    sides: tuple[Claim, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    if told:
        reason = short
    elif elsewhen and (reading.asked.held or not _speaks_of_the_days(reading, least=AS_MUCH)):
        reason = "other time"
    elif not reading.hits and reading.limited:
        reason = "no such days"
    elif not reading.hits or max(hit.cosine for hit in reading.hits) < FAR:
        reason = "nothing near"
    elif all(hit.passage.language not in READ for hit in reading.hits[:NEAREST]):
        reason = "other language"
    elif rivals and are_even(reading.ranked, rivals):
        reason = "disagreement"
        both = [reading.ranked[0], *rivals[: MAX_CLAIMS - 1]]
        sides = tuple(_as_claims(both, "contradicts", reading.wanted, index, first=1))
    elif forbidden:
        reason = "too risky"
        if draft and draft.form == "span":
            best, others = reading.ranked[:1], reading.ranked[1:]
            alternatives = _alternatives(best) + _alternatives(others, left=1 - draft.confidence)
    else:
        quote = _unknown_in(reading)
        told = _cited([quote], 0.0, index) if quote else ()
        reason = "not known" if told else "no answer"
    return Answer(
        question=reading.question,
        text="",
        sentence="",
        answered=False,
        confidence=draft.confidence if draft else 0.0,
        citations=told or (() if sides else _nearest(reading.hits, index)),
        alternatives=alternatives,
        form=reading.form,
        claims=sides,
        reason=reason,
        period=reading.asked.period,
    )


def _is_other_time(reading: Reading, draft: Draft | None) -> bool:
    """Whether the question names days that no passage which was read can be about.

    Or asks what held on days before all that tell it.
    """
    if draft is not None and draft.form == "span":
        late = is_told_later(reading.ranked[0][0], reading.asked)
        if late is not None:
            return late
    period = reading.asked.demanded
    if period is None:
        return False
    if draft is not None:
        least = WEIGHTY * max((quote.weight for quote in draft.quotes), default=0.0)
        weighty = [quote for quote in draft.quotes if quote.weight >= least]
        if any(tells_of(quote.passage, quote.end, period) for quote in weighty):
            return False
        if all(quote.passage.published for quote in weighty):
            return True
    return not _speaks_of_the_days(reading)


def _unknown_in(reading: Reading) -> Quote | None:
    """Where the newest passage that is about what is asked says that it is not known."""
    unknown, wanted = Unknown(reading.question), reading.wanted
    least = ONE_STORY if wanted.names else AS_MUCH
    about = [
        hit.passage
        for hit in reading.hits
        if wanted.covered(whole := f"{hit.passage.title} {hit.passage.text}") >= least
        and not unnamed(wanted.names, whole)
    ]
    newest = max((passage.published for passage in about if passage.published), default=None)
    for passage in about:
        found = unknown.found(passage.text) if passage.published == newest else None
        if found is not None:
            return Quote(passage, *found, 1.0)
    return None


def _speaks_of_the_days(reading: Reading, *, least: float = 0.0) -> bool:
    """Whether any passage can be about the days asked about, of those that have at least this share
    of the question's words.
    """
    period = reading.asked.demanded
    return period is not None and any(
        speaks_of(hit.passage.text, hit.passage.published, period)
        for hit in reading.hits
        if reading.wanted.covered(f"{hit.passage.title} {hit.passage.text}") >= least
    )


def _cited(
    quotes: Sequence[Quote], confidence: float, index: PassageIndex, *, first: int = 1
) -> tuple[Citation, ...]:
    """One citation a quote; none at all where the first one is not exact."""
    made: list[Citation] = []
    for quote in quotes[:MOST]:
        citation = cite(
            quote.passage,
            quote.start,
            quote.end,
            number=first + len(made),
            score=confidence * quote.weight,
            articles=index.article,
        )
        if citation is not None:
            made.append(citation)
        elif quote is quotes[0]:
            return ()
    return tuple(made)


def _nearest(hits: Sequence[Hit], index: PassageIndex) -> tuple[Citation, ...]:
    made: list[Citation] = []
    for hit in hits[:NEAREST]:
        whole = Quote(hit.passage, 0, len(hit.passage.text), 0.0)
        made += _cited([whole], 0.0, index, first=len(made) + 1)
    return tuple(made)


def _claims(
    against: Ranked, before: Ranked, wanted: Wanted, index: PassageIndex, *, first: int
) -> tuple[Claim, ...]:
    """What contradicts the answer, and what held before it."""
    made = _as_claims(against[:MAX_CLAIMS], "contradicts", wanted, index, first=first)
    first += sum(len(claim.citations) for claim in made)
    return (*made, *_as_claims(before[:MAX_CLAIMS], "earlier", wanted, index, first=first))


def _as_claims(
    ranked: Ranked, relation: Relation, wanted: Wanted, index: PassageIndex, *, first: int
) -> list[Claim]:
    made: list[Claim] = []
    for candidate, probability in ranked:
        citations = _cited(quotes_of(candidate, wanted), probability, index, first=first)
        if citations:
            first += len(citations)
            claim = Claim(candidate.text, relation, probability, candidate.sources, citations)
            made.append(claim)
    return made


def _alternatives(ranked: Ranked, *, left: float = 1.0) -> tuple[Alternative, ...]:
    """Candidates as they are shown; together they are worth no more than is `left` of certainty."""
    found = []
    shown = math.fsum(p for _, p in ranked[:MAX_ALTERNATIVES])
    ranked = [(candidate, p * min(1.0, left / max(shown, 1e-9))) for candidate, p in ranked]
    for candidate, probability in ranked[:MAX_ALTERNATIVES]:
        if probability < ALTERNATIVE:
            break
        span = candidate.spans[0]
        passage = span.hit.passage
        start, end = sentence_of(span)
        found.append(
            Alternative(
                text=candidate.text,
                sentence=passage.text[start:end],
                confidence=probability,
                source=passage.source,
                start=passage.start + span.start,
                end=passage.start + span.end,
            )
        )
    return tuple(found)
