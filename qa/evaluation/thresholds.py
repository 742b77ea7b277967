"""From which percentage on to answer, so that a risk is kept, or enough is refused.

What is known of a collection comes from one set of questions, or from several that count alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.squad import Floats

Sets = NDArray[np.intp]

RISKS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
REFUSED = 0.8
"""Share of the unanswerable questions that the default threshold refuses."""
MARGIN = 1.81
"""How many standard errors more than that of those fitted on are refused, so that nine times in ten
as many of others are, too: 1.28, times the root of two, since the others are a sample as well."""


def of_risks(p: Floats, right: Floats, sets: Sets) -> Floats:
    """(RISKS,): for each risk the threshold, of answerable questions (n,): their answers'
    probabilities, which of them are right, and which set each is of."""
    weight = each_alike(sets)
    # Where too few questions show it, the percentage itself keeps within the risk. At 0, even what
    # falls short would be given.
    least = [min(max(threshold(p, right, risk, weight), 1e-3), 1 - risk) for risk in RISKS]
    return np.minimum.accumulate(least)  # rising risk may not ask for more


def default(p: Floats, sets: Sets) -> float:
    """The threshold below which REFUSED of the questions asked in vain (n,) stay."""
    # Several sets differ by more than chance, and their mean is what is known of others.
    single = len(np.unique(sets)) == 1
    more = MARGIN * (REFUSED * (1 - REFUSED) / len(p)) ** 0.5 if single else 0.0
    return quantile(p, each_alike(sets), min(REFUSED + more, 1.0))


def threshold(p: Floats, right: Floats, risk: float, weight: Floats) -> float:
    """The least probability from which on the share of wrong answers stays within the risk.

    With one more wrong answer than were seen, as conformal risk control has it (Angelopoulos et
    al. 2022). 1 where no threshold does.
    """
    order = np.argsort(-p, kind="stable")
    answered = np.cumsum(weight[order])
    risks = (np.cumsum((weight * (1 - right))[order]) + 1) / (answered + 1)
    within = np.flatnonzero(risks <= risk)
    return float(p[order[within[-1]]]) if len(within) else 1.0


def each_alike(sets: Sets) -> Floats:
    """A weight for each row, so that all sets weigh the same, and a row of the smallest 1."""
    counts = {each: (sets == each).sum() for each in np.unique(sets)}
    least = min(counts.values(), default=1)
    return np.array([least / counts[each] for each in sets], np.float64)


def quantile(values: Floats, weight: Floats, share: float) -> float:
    """The least value that has at least this share of the weight at or below it."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weight[order]) / weight.sum()
    place = min(int(np.searchsorted(below, share)), len(order) - 1)
    return float(values[order[place]])
