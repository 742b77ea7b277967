"""A question finds its passages: dense and lexical search, fused, and copies left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from index.embedder import Embedder
from index.store import PassageIndex
from index.types import Hit, Passage

DEPTH = 50
"""Passages taken from each search before they are fused."""
SPARE = 2
"""Passages looked at for each one returned: some are copies of others."""
SAME = 0.7
"""Share of two passages' words that they have in common when they are the same."""
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
    ranked = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))
    passages = index.passages(ranked[: SPARE * k])
    best = _without_copies([passages[each] for each in ranked[: SPARE * k] if each in passages])
    return [
        Hit(
            passage=passage,
            score=scores[passage.id],
            cosine=cosines[passage.id],
            bm25=words.get(passage.id, 0.0),
        )
        for passage in best[:k]
    ]


def _without_copies(passages: Sequence[Passage]) -> list[Passage]:
    """One passage where near copies of an article have all but the same one: the best found.

    A report that ten papers printed would else be all that is read.
    """
    kept: list[Passage] = []
    words: list[set[str]] = []
    for passage in passages:
        own = set(passage.text.split())
        if not any(
            other.kin == passage.kin
            and other.article_id != passage.article_id
            and len(own & there) >= SAME * len(own | there)
            for other, there in zip(kept, words, strict=True)
        ):
            kept.append(passage)
            words.append(own)
    return kept


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
