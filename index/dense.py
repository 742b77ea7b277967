"""Nearest passages by vector: an exact FAISS index, derived from the catalog.

The sole room of faiss. Ids are the catalog's passage ids; scores are cosines, since every vector
has unit length.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "dense.faiss"

Found = list[tuple[int, float]]
"""Passage id and score, best first."""


class DenseIndex:
    """An open index of vectors."""

    def __init__(self, path: Path) -> None:
        """Load an index. Raises OSError or RuntimeError where it is missing or damaged."""
        import faiss

        self._index = faiss.read_index(str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, *, among: NDArray[np.int64] | None = None
    ) -> Found:
        """The k passages nearest to a unit vector of shape (dimension,), at most all of them."""
        import faiss

        k = min(k, len(self))
        if k == 0 or (among is not None and not len(among)):
            return []
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        scores, ids = self._index.search(vector[None], k, params=parameters)
        # FAISS fills a short result with id -1.
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]


def derive(
    path: Path, blocks: Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]], dimension: int
) -> int:
    """Write an index of blocks of (ids, vectors); returns how many vectors."""
    import faiss

    index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    for ids, vectors in blocks:
        index.add_with_ids(np.ascontiguousarray(vectors), ids)
    faiss.write_index(index, str(path))
    return int(index.ntotal)
