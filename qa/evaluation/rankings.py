"""What rankings are worth, from the gain of each rank: Success@k, mean reciprocal rank, nDCG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a question: the gain of each rank, and all gains that could be had."""

    gains: tuple[float, ...]
    """0 where what stands at that rank is not wanted, or was found at a better rank already."""
    wanted: tuple[float, ...] = (1.0,)

    @property
    def rank(self) -> int:
        """The best rank of anything wanted, from 1; 0 where nothing was found."""
        return next((rank for rank, gain in enumerate(self.gains, start=1) if gain > 0), 0)


def first_of(hits: Sequence[bool]) -> Ranking:
    """The ranking of a question that wants one thing: only its first hit counts."""
    first = hits.index(True) if True in hits else len(hits)
    return Ranking(tuple(float(place == first) for place in range(len(hits))))


def success(rankings: Sequence[Ranking], k: int) -> float:
    """Share of questions with something wanted among the first k."""
    return _mean([0 < ranking.rank <= k for ranking in rankings])


def reciprocal_rank(rankings: Sequence[Ranking]) -> float:
    """Mean of 1 / the best rank, 0 where nothing was found (MRR; Voorhees 1999)."""
    return _mean([1 / ranking.rank if ranking.rank else 0.0 for ranking in rankings])


def ndcg(rankings: Sequence[Ranking], k: int) -> float:
    """Mean of the discounted gain over the best that could be (Järvelin and Kekäläinen 2002)."""
    return _mean(
        [
            _discounted(each.gains[:k]) / _discounted(sorted(each.wanted, reverse=True)[:k])
            for each in rankings
        ]
    )


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
