"""What a run comes to: one figure a name, the gate that they must pass, and two runs compared."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.errors import BadUse
from qa.evaluation import reliability, squad
from qa.evaluation.outcomes import RISKS, Outcome, Run, without_answer
from qa.evaluation.questions import Question
from qa.evaluation.rankings import Ranking, success
from qa.evaluation.retrieval import AT
from qa.evaluation.squad import Flags, Floats

RESAMPLES = 2000

MEANINGS = {
    "questions": "questions",
    "answerable": "answerable ones",
    **{f"success@{k}": f"right passage among the first {k}" for k in AT},
    "em": "exact match, of the answerable",
    "f1": "F1 of words, of the answerable",
    "right": "answered rightly, of the answerable",
    "answered": "answered, of all",
    "precision": "right, of those answered",
    "refused": "refused, of the unanswerable",
    "kept": "right ones kept, of those that it could have",
    "citation precision": "cited articles that are named",
    "citation recall": "named articles that are cited",
    "auroc": "AUROC of right against wrong",
    "ece": "expected calibration error",
    **{f"coverage@{risk}": f"answered at {risk}% risk, of all" for risk in RISKS},
    **{f"dialled@{risk}": f"answered with --risk {risk / 100:g}, of all" for risk in RISKS},
    **{f"wrong@{risk}": f"wrong, of those answered with --risk {risk / 100:g}" for risk in RISKS},
    "p50": "median time, ms",
    "p95": "95th percentile, ms",
}
"""Each figure's name, and what it says. Shares are from 0 to 1."""

Figures = dict[str, float]
"""NaN where there is nothing to measure by."""


def figures(run: Run) -> Figures:
    """All figures, in the order of MEANINGS."""
    every = run.outcomes
    answerable = [each for each in every if each.answerable]
    unanswerable = [each for each in every if not each.answerable]
    answered = [each for each in every if each.answered]
    right, confidence = columns(every)
    coverage, risks = squad.risk_coverage(right.astype(np.float64), confidence)
    ranks = [Ranking((0.0,) * (each.rank - 1) + (1.0,) * bool(each.rank)) for each in answerable]
    times = [each.milliseconds for each in every]
    return {
        "questions": float(len(every)),
        "answerable": float(len(answerable)),
        **{f"success@{k}": success(ranks, k) for k in AT},
        "em": _mean([each.exact * each.answered for each in answerable]),
        "f1": _mean([each.f1 * each.answered for each in answerable]),
        "right": _mean([each.given_right for each in answerable]),
        "answered": _mean([each.answered for each in every]),
        "precision": _mean([each.right for each in answered]),
        "refused": _mean([not each.answered for each in unanswerable]),
        "kept": _mean([each.answered for each in answerable if each.right]),
        "citation precision": _mean([e.precision for e in every if e.precision is not None]),
        "citation recall": _mean([e.recall for e in every if e.recall is not None]),
        "auroc": squad.auroc(right, confidence),
        "ece": reliability.expected_error(reliability.bins(right, confidence)),
        **{f"coverage@{r}": squad.coverage_at(r / 100, coverage, risks) for r in RISKS},
        **_dialled(run, right, confidence),
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
    }


def _dialled(run: Run, right: Flags, confidence: Floats) -> Figures:
    """What each dialled risk would have answered, and how much of it is wrong."""
    given = {risk: confidence >= run.thresholds.get(str(risk), math.inf) for risk in RISKS}
    shares = {f"dialled@{risk}": float(rows.mean()) for risk, rows in given.items()}
    wrong = {f"wrong@{risk}": _mean((~right[rows]).tolist()) for risk, rows in given.items()}
    return shares | wrong


def columns(outcomes: Sequence[Outcome]) -> tuple[Flags, Floats]:
    """Whether the best answer to each question is right, and how likely that was said to be."""
    return (
        np.array([each.right for each in outcomes], bool),
        np.array([each.confidence for each in outcomes], np.float64),
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """What a figure must be: "f1>=0.5"."""

    name: str
    sign: str
    bound: float

    def holds(self, of: Figures) -> bool:
        """Whether it is so; what could not be measured is not."""
        value = of[self.name]
        return value >= self.bound if self.sign == ">=" else value <= self.bound

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{self.bound:g}"


def parse_gate(text: str) -> list[Condition]:
    """Read "f1>=0.5,ece<=0.05". Raises BadUse."""
    conditions = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([a-z][a-z0-9@ ]*?)\s*(>=|<=)\s*(\d+(?:\.\d+)?)\s*", part, re.I)
        if not match:
            raise BadUse(f"{part.strip()!r} is no condition: write it as f1>=0.5 or ece<=0.05.")
        name = match[1].lower()
        if name not in MEANINGS:
            raise BadUse(f"{name!r} is no figure: choose one of {', '.join(MEANINGS)}.")
        conditions.append(Condition(name, match[2], float(match[3])))
    return conditions


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure differs from an earlier run's, over the questions that both asked."""

    name: str
    before: float
    after: float
    low: float
    high: float
    """The middle 95% of what the difference is when questions are drawn anew (bootstrap)."""
    chance: float
    """That as many of the questions that differ go one way by luck (two-sided sign test)."""

    @property
    def sure(self) -> bool:
        """Whether the difference is more than the luck of which questions were asked."""
        # Where few questions differ, the bootstrap alone is sure too early.
        return self.chance < 0.05 and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the questions that both asked, as pairs of (before, after)."""

    changes: tuple[Change, ...]
    gained: tuple[tuple[Outcome, Outcome], ...]
    """Questions that are answered or refused rightly now and were not."""
    lost: tuple[tuple[Outcome, Outcome], ...]
    questions: int


Measured = Callable[[Outcome], float | None]
_PAIRED: dict[str, Measured] = {
    **{
        f"success@{k}": lambda each, k=k: float(0 < each.rank <= k) if each.answerable else None  # type: ignore[misc]
        for k in AT
    },
    "em": lambda each: each.exact * each.answered if each.answerable else None,
    "f1": lambda each: each.f1 * each.answered if each.answerable else None,
    "right": lambda each: float(each.given_right) if each.answerable else None,
    "answered": lambda each: float(each.answered),
    "refused": lambda each: None if each.answerable else float(not each.answered),
}


def compare(before: Run, after: Run, *, seed: int = 0) -> Comparison:
    """Pair the questions of two runs by their words and answers. Raises BadUse for none."""
    earlier: dict[object, list[Outcome]] = defaultdict(list)
    for each in before.outcomes:
        earlier[_key(each)].append(each)
    pairs = [
        (earlier[_key(each)].pop(0), each) for each in after.outcomes if earlier.get(_key(each))
    ]
    if not pairs:
        raise _none_in_common(before)
    chance = np.random.default_rng(seed)
    changes = []
    for name, measured in _PAIRED.items():
        values = [(measured(one), measured(other)) for one, other in pairs]
        known = np.array([pair for pair in values if None not in pair], np.float64)
        if len(known):
            differences = known[:, 1] - known[:, 0]
            drawn = chance.integers(0, len(known), (RESAMPLES, len(known)))
            low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
            first, last = known.mean(axis=0)
            luck = _sign_test(differences)
            changes.append(Change(name, float(first), float(last), float(low), float(high), luck))
    return Comparison(
        changes=tuple(changes),
        gained=tuple(pair for pair in pairs if pair[1].good and not pair[0].good),
        lost=tuple(pair for pair in pairs if pair[0].good and not pair[1].good),
        questions=len(pairs),
    )


def check_common(before: Run, questions: Sequence[Question], *, absent: bool) -> None:
    """Raises BadUse, before anything is asked, where `compare` would find no pair."""
    known = {_key(each) for each in before.outcomes}
    asked = [without_answer(each) if absent else each for each in questions]
    if not any((each.text, each.answers, each.answerable) in known for each in asked):
        raise _none_in_common(before)


def _none_in_common(before: Run) -> BadUse:
    return BadUse(f"The earlier run, of {before.questions}, asked none of these questions.")


def _key(outcome: Outcome) -> tuple[object, ...]:
    return outcome.question, outcome.answers, outcome.answerable


def _sign_test(differences: Floats) -> float:
    from scipy.stats import binomtest

    up, down = int((differences > 0).sum()), int((differences < 0).sum())
    return float(binomtest(up, up + down).pvalue) if up + down else 1.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan
