"""Yes or no, weighed: what the sentences say in so many words, and what a model reads in them.

`verdicts` tells by rule what is said outright; `entailment` reads the rest, in whatever words. What
both come to for a yes, and for a no, is a logistic regression each; its numbers, by `python -m
qa.evaluation calibrate`, are `calibration`'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.corrections import recalls_an_error
from qa.drafting import Draft
from qa.entailment import PassageVerdict
from qa.quoting import Quote, quote_of
from qa.reader import Span
from qa.settling import Settling
from qa.types import Period
from qa.verdicts import is_elsewhen
from qa.wanted import Wanted

VERDICT_FEATURES = (
    "told",  # logit of what the likeliest passage says for this side
    "against",  # of what it says for the other
    "elsewhere",  # of the most that any passage says for the other
    "literal",  # 1 where a sentence says so outright, -1 where one says the other
    "doubtful",  # of a yes: 1 where by rule the sentence that says most for it leaves it open
    "planned",  # 1 where sentences tell it as planned or called off
    "coverage",  # of the question's terms, by rarity, in that passage and its title
    "rank",  # of that passage, in tens
)
SIDES = ("no", "yes")
LEAST = 0.8
"""Probability from which on a yes or a no is given, whatever the risk: at a toss-up, an answer is
none."""
CLIPPED = 7.0
"""Logits beyond it tell no more."""


@dataclass(frozen=True, slots=True)
class Side:
    """A yes or a no, what speaks for it, and the words that it rests on."""

    answer: str
    features: tuple[float, ...]
    """In the order of VERDICT_FEATURES."""
    quote: Quote


def sides_of(
    settling: Settling,
    readings: Sequence[PassageVerdict],
    literal: Draft | None,
    wanted: Wanted,
    period: Period | None = None,
) -> list[Side]:
    """The sides that passages take, each with the passage that says most for it.

    A sentence that tells of days outside the period asked about, or of an error, says nothing; that
    somebody did a wrong is told by no sentence that does not say so outright; and no yes is what
    another passage contests or takes back, a sentence tells the other way round, or one denies
    outright; nor a no where what is negated is another's, or another matter.
    """
    said = _outright(literal)
    outright = said.text if said else ""
    planned = float(literal is not None and said is None)
    found = []
    for answer, other in (SIDES, SIDES[::-1]):
        if answer == "yes" and (outright == "no" or (settling.is_of_wrong and outright != "yes")):
            continue
        told = [each for each in enumerate(readings) if _may_tell(each[1], answer, period)]
        if not told:
            continue
        rank, best = max(told, key=lambda each: each[1].says(answer))
        passage, place = best.hit.passage, best.place_of(answer)
        features = (
            _logit(best.says(answer)),
            _logit(best.says(other)),
            _logit(max(reading.says(other) for reading in readings)),
            float(outright == answer) - float(outright == other),
            float(answer == "yes" and settling.is_doubtful(passage.text[slice(*place)])),
            planned,
            wanted.covered(f"{passage.title} {passage.text}"),
            rank / 10,
        )
        if said is not None and said.text == answer:
            quote = said.quotes[0]
        else:
            quote = quote_of(Span(best.hit, rank, *place, 0.0, 1.0), wanted)
        if answer == "yes" and (
            settling.is_no_affirmation(passage.text[slice(*place)])
            or any(
                settling.is_contested_by(each.hit.passage, quote.passage)
                or settling.is_taken_back_by(each.hit.passage)
                for each in readings
            )
        ):
            continue
        if answer == "no" and settling.is_no_denial(passage.text[slice(*place)]):
            continue
        found.append(Side(answer, features, quote))
    return found


def draft_verdict(
    sides: Sequence[Side], probabilities: Sequence[float], literal: Draft | None
) -> Draft | None:
    """The likelier side; or that it is only planned, where that is told and no side is LEAST.

    A no that is said outright, of which the fit has seen too few, has what `verdicts` gives it.
    """
    said = _outright(literal)
    drafted = [
        said
        if said and side.answer == said.text == "no" and said.confidence > probability
        else Draft("yes or no", side.answer, probability, (side.quote,), least=LEAST)
        for side, probability in zip(sides, probabilities, strict=True)
    ]
    best = max(drafted, key=lambda draft: draft.confidence, default=None)
    if said is None and literal is not None and (not best or best.confidence < LEAST):
        return literal
    return best


def _outright(literal: Draft | None) -> Draft | None:
    """What a sentence says in so many words, unless it is told as planned or called off."""
    return literal if literal is not None and not literal.falls_short else None


def _may_tell(reading: PassageVerdict, answer: str, period: Period | None) -> bool:
    start, end = reading.place_of(answer)
    passage = reading.hit.passage
    if period and is_elsewhen(passage.text[start:end], passage.published, period):
        return False
    return not recalls_an_error(passage, start, end)


def _logit(probability: float) -> float:
    if probability <= 0:
        return -CLIPPED
    if probability >= 1:
        return CLIPPED
    return min(max(math.log(probability / (1 - probability)), -CLIPPED), CLIPPED)
