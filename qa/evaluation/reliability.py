"""Do probabilities mean what they say? Equal-mass bins, and the expected calibration error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.squad import Flags, Floats

BINS = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same probability: how many, what was said of them, what is so."""

    count: int
    confidence: float
    right: float


def bins(right: Flags, confidence: Floats, *, count: int = BINS) -> list[Bin]:
    """At most `count` bins of as equal a size as can be, by rising probability.

    Of equal probabilities each counts as right as all of them: which one falls into which bin is
    chance.
    """
    order = np.argsort(confidence, kind="stable")
    _, ties = np.unique(confidence, return_inverse=True)
    shares = (np.bincount(ties, right) / np.bincount(ties))[ties]
    return [
        Bin(len(part), float(confidence[part].mean()), float(shares[part].mean()))
        for part in np.array_split(order, count)
        if len(part)
    ]


def expected_error(of: Sequence[Bin]) -> float:
    """Mean distance between what was said and what is so, by the answers in each bin (ECE).

    Naeini, Cooper and Hauskrecht 2015; with bins of equal mass as Nixon et al. 2019 advise.
    """
    total = sum(each.count for each in of)
    if not total:
        return math.nan
    return sum(each.count * abs(each.confidence - each.right) for each in of) / total
