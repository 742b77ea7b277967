"""A question finds its passages: dense and lexical search, fused into one ranking."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.embedder import Embedder
from index.store import PassageIndex
from index.types import Hit

DEPTH = 50
"""Passages taken from each search before they are fused."""
LEXICAL_WEIGHT = 0.5
"""Weight of BM25 against the cosine in the convex combination (Bruch, Gai and Ingber 2023)."""


def retrieve(
    question: str,
    index: PassageIndex,
    embedder: Embedder,
    *,
    k: int = 10,
    since: date | None = None,
    until: date | None = None,
) -> list[Hit]:
    """The k passages likeliest to answer, best first, of articles published within the days.

    An article without a date is left out as soon as a day is given.
    """
    vector = embedder.embed_questions([question])[0]
    depth = max(DEPTH, k)
    cosines = dict(index.nearest(vector, depth, since=since, until=until))
    words = dict(index.matching(question, depth, since=since, until=until))
    unseen = [passage_id for passage_id in words if passage_id not in cosines]
    for passage_id, stored in index.vectors(unseen).items():
        cosines[passage_id] = float(np.dot(stored, vector))
    scores = fuse(cosines, words)
    best = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))[:k]
    passages = index.passages(best)
    return [
        Hit(
            passage=passages[passage_id],
            score=scores[passage_id],
            cosine=cosines[passage_id],
            bm25=words.get(passage_id, 0.0),
        )
        for passage_id in best
        if passage_id in passages
    ]


def fuse(cosines: dict[int, float], words: dict[int, float]) -> dict[int, float]:
    """One score a passage: a convex combination of its cosine and its share of the best BM25.

    A cosine has a fixed range and needs no scaling; BM25 has not, and is divided by the best one.
    """
    best = max(words.values(), default=0.0) or 1.0
    return {
        passage_id: (1 - LEXICAL_WEIGHT) * cosine
        + LEXICAL_WEIGHT * words.get(passage_id, 0.0) / best
        for passage_id, cosine in cosines.items()
    }
