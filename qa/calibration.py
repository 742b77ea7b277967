"""What speaks for the candidates of a question becomes a probability for each, and for "none".

A conditional logit (McFadden 1974): the candidates and "the articles don't say" compete for one
probability mass, so that a strong rival lowers a candidate's, and weak evidence leaves most of it
to "none". A rising curve (Platt 1999) then makes of the mass how often such answers were right. The
numbers are fitted by `python -m qa.evaluation calibrate`; the shipped ones lie in `qa/models`, an
index may have its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from index.errors import BadUse, IndexUnusable
from qa.aggregation import FEATURES, Candidate
from qa.deciding import SIDES, VERDICT_FEATURES, Side
from qa.drafting import SENTENCE_FEATURES, Sentence

FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted numbers: fewer than a hundred, each of which a person can look at.

    Not fitted, but given, are the risks and the sizes for which there is a threshold.
    """

    none: float
    """Logit of "the articles don't say"."""
    weights: tuple[float, ...]
    """One for each of FEATURES."""
    account: tuple[float, ...]
    """The same for the sentences of an account: the logit of "none", and one weight for each of
    SENTENCE_FEATURES."""
    verdicts: tuple[tuple[float, ...], ...]
    """Of a no and of a yes (`SIDES`): the logit without anything that speaks for it, and one weight
    for each of VERDICT_FEATURES."""
    curve: tuple[tuple[float, float], ...]
    """Mass and the probability that it stands for, both rising; straight between its points."""
    thresholds: tuple[tuple[float, tuple[tuple[float, float], ...]], ...]
    """For collections of so many passages, by rising risk, the risk and the probability from which
    on answers keep within it: in a large one, something always comes near."""
    defaults: tuple[tuple[float, float], ...]
    """The probability from which on an answer is given where no risk is named, for collections of
    so many passages."""
    fitted: str
    """On what, in words for a person."""

    def rank(
        self,
        candidates: Sequence[Candidate],
        *,
        loses: Callable[[Candidate], float] = lambda candidate: 0.0,
        doubted: Callable[[Candidate], float] = lambda candidate: 0.0,
    ) -> list[tuple[Candidate, float]]:
        """Candidates with the probability that each is right, likeliest first.

        For what their features do not tell, `loses` says how many logits a candidate loses to the
        others, `doubted` by what power of e its share goes to "the articles don't say".
        """
        lost = [loses(candidate) for candidate in candidates]
        features = [candidate.features for candidate in candidates]
        masses = [
            mass * math.exp(-doubted(candidate))
            for candidate, mass in zip(
                candidates, _masses(self.none, self.weights, features, lost), strict=True
            )
        ]
        ranked = zip(candidates, map(self.probability, masses), strict=True)
        return sorted(ranked, key=lambda pair: -pair[1])

    def weigh(self, sentences: Sequence[Sentence]) -> list[float]:
        """The probability that each sentence is the one that gives the account."""
        none, *weights = self.account
        return _masses(none, weights, [sentence.features for sentence in sentences])

    def decide(self, sides: Sequence[Side]) -> list[float]:
        """The probability that each side is the right one."""
        logits = []
        for side in sides:
            bare, *weights = self.verdicts[SIDES.index(side.answer)]
            logits.append(bare + sum(w * x for w, x in zip(weights, side.features, strict=True)))
        return [1 / (1 + math.exp(-logit)) for logit in logits]

    def probability(self, mass: float) -> float:
        """How often answers of this mass were right, by straight lines between the points."""
        (low, start), *others = self.curve
        if mass <= low:
            return start * mass / low if low else start
        for high, end in others:
            if mass <= high:
                return start + (end - start) * (mass - low) / (high - low)
            low, start = high, end
        return start

    def default(self, passages: int) -> float:
        """The threshold where no risk is named, by straight lines over the size's logarithm."""
        return _by_size(self.defaults, passages)

    def threshold(self, risk: float, passages: int) -> float:
        """The probability from which on at most this share of the answers given is wrong.

        Of the fitted risks, the nearest one that is not larger; a risk of 1 accepts everything.
        Between fitted sizes as `default`. Raises BadUse outside 0 to 1.
        """
        if not 0 < risk <= 1:
            raise BadUse(f"A risk is a share of wrong answers between 0 and 1, and {risk} is not.")
        if risk == 1:
            return 0.0
        return _by_size([(size, _within(of, risk)) for size, of in self.thresholds], passages)


def _within(thresholds: Sequence[tuple[float, float]], risk: float) -> float:
    """That of the largest fitted risk within this one, or the strictest."""
    within = [threshold for fitted, threshold in thresholds if fitted <= risk + 1e-9]
    return within[-1] if within else max(threshold for _, threshold in thresholds)


def _by_size(fitted: Sequence[tuple[float, float]], passages: int) -> float:
    """What was fitted for sizes, for another one: straight over its logarithm, flat beyond."""
    (low, start), *others = fitted
    for high, end in others:
        if low < passages < high:
            return start + (end - start) * math.log(passages / low) / math.log(high / low)
        if passages <= low:
            break
        low, start = high, end
    return start


def _masses(
    none: float,
    weights: Sequence[float],
    described: Sequence[Sequence[float]],
    lost: Sequence[float] = (),
) -> list[float]:
    """The shares of one mass that go to what is described; the rest is that of "none"."""
    logits = [sum(w * x for w, x in zip(weights, each, strict=True)) for each in described]
    logits = [logit - loss for logit, loss in zip(logits, lost or [0.0] * len(logits), strict=True)]
    highest = max([none, *logits])
    masses = [math.exp(logit - highest) for logit in logits]
    total = math.exp(none - highest) + sum(masses)
    return [mass / total for mass in masses]


@cache
def shipped() -> Calibration:
    """The numbers that Footnote comes with."""
    return _parsed((resources.files("qa.models") / FILE).read_text("utf-8"))


def of_index(folder: Path) -> Calibration:
    """The numbers of an index, where it has its own, else the shipped ones.

    Raises IndexUnusable where its own are damaged, or of another version of Footnote.
    """
    own = folder / FILE
    try:
        return _parsed(own.read_text("utf-8"))
    except FileNotFoundError:
        return shipped()
    except (OSError, ValueError, TypeError, KeyError) as error:
        lacks = f"it has no number for {error}" if isinstance(error, KeyError) else error
        raise IndexUnusable(
            f"The calibration {own} cannot be used ({lacks}): delete it to use the shipped one, or "
            "fit it again with: python -m qa.evaluation calibrate"
        ) from error


def save(calibration: Calibration, folder: Path) -> Path:
    """Write the numbers of an index beside it; returns the file."""
    path, beside = folder / FILE, folder / f"{FILE}.tmp"
    beside.write_text(written(calibration), "utf-8")
    beside.replace(path)
    return path


def written(calibration: Calibration) -> str:
    """The numbers as they stand in a file: JSON, each weight with its name."""
    values = asdict(calibration)
    values["weights"] = dict(zip(FEATURES, calibration.weights, strict=True))
    values["account"] = dict(zip(("none", *SENTENCE_FEATURES), calibration.account, strict=True))
    values["verdicts"] = {
        side: dict(zip(("none", *VERDICT_FEATURES), numbers, strict=True))
        for side, numbers in zip(SIDES, calibration.verdicts, strict=True)
    }
    return json.dumps(values, indent=1) + "\n"


def _parsed(text: str) -> Calibration:
    values = json.loads(text)
    return Calibration(
        none=float(values["none"]),
        weights=tuple(float(values["weights"][name]) for name in FEATURES),
        account=tuple(float(values["account"][name]) for name in ("none", *SENTENCE_FEATURES)),
        verdicts=tuple(
            tuple(float(values["verdicts"][side][name]) for name in ("none", *VERDICT_FEATURES))
            for side in SIDES
        ),
        curve=tuple((float(mass), float(share)) for mass, share in values["curve"]),
        thresholds=tuple(
            (float(size), tuple((float(risk), float(least)) for risk, least in risks))
            for size, risks in values["thresholds"]
        ),
        defaults=tuple((float(size), float(least)) for size, least in values["defaults"]),
        fitted=str(values["fitted"]),
    )
