"""Nearest passages by vector: exact while that is fast, beyond that compressed, kept up by a delta.

The sole room of faiss. Ids are the catalog's passage ids; scores are cosines, since every vector
has unit length. A generation's folder holds

dense.faiss        every vector, exactly as the catalog holds it (fp16); of a large collection, only
                   those that came after the base
base.faiss         of a large collection: vectors in two bits a dimension (product quantisation, its
                   tables in registers: André, Kermarrec and Le Scouarnec 2017), in lists around
                   centroids, mapped into memory, and linked from generation to generation
gone.npy           the ids in the base that are no longer alive

What the base gives is approximate: more is asked of it than is wanted, and the caller scores that
again by the catalog's vectors (`DenseIndex.exact` says whether that is needed).
"""

from __future__ import annotations

import math
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "dense.faiss"
BASE = "base.faiss"
GONE = "gone.npy"
EXACT = 100_000
"""Passages up to which all are compared: 4 ms a question on two cores."""
TARGET = 0.98
"""Share of the ten truly nearest passages that a compressed index must find."""
TOP = 10
SPARE = 80
"""Candidates asked of the base beyond twice those wanted, to be scored again exactly."""
STALE = 0.1
"""Share of the base that may be gone, or may have come since, before it is derived again."""
TRAINED_ON = 50_000
"""Vectors that centroids are fitted to: 100 a list at a million, where FAISS warns below 39."""

Found = list[tuple[int, float]]
"""Passage id and score, best first."""
Block = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Ids, and their unit vectors of shape (ids, dimension)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the vectors of a generation are held."""

    compressed: int = 0
    """Vectors in the base, those that are gone included; 0 where all are compared."""
    appended: int = 0
    """Vectors that came after the base."""
    gone: int = 0
    lists: int = 0
    probes: int = 0
    """Lists that a question looks into."""
    recall: float = 1.0
    """Of the ten nearest, measured with question-like queries when the base was derived."""


class DenseIndex:
    """An open index of vectors."""

    def __init__(self, folder: Path) -> None:
        """Open an index. Raises OSError, RuntimeError or ValueError: it is missing or damaged."""
        import faiss

        self._recent = faiss.read_index(str(folder / FILE))
        self._base: Any = None
        self._alive: Any = None
        if (folder / BASE).exists():
            # Mapped, so that opening a million vectors takes no time and no memory.
            mapped = 0 if sys.platform == "win32" else faiss.IO_FLAG_MMAP_IFC
            self._base = faiss.read_index(str(folder / BASE), mapped | faiss.IO_FLAG_READ_ONLY)
            try:
                with (folder / GONE).open("rb") as file:
                    self._gone = np.lib.format.read_array(file)
                if len(self._gone):
                    self._alive = faiss.IDSelectorNot(_among(self._gone))
            except OSError:
                raise
            except Exception as error:
                # Damaged ids may stand for more memory than there is, or be no whole numbers.
                raise ValueError(f"{GONE} is damaged ({error})") from error

    @property
    def exact(self) -> bool:
        """Whether the scores are exact, and no nearer passage is missed."""
        return self._base is None

    def __len__(self) -> int:
        compressed = 0 if self._base is None else self._base.ntotal - len(self._gone)
        return int(self._recent.ntotal + compressed)

    def ids(self) -> NDArray[np.int64]:
        """The ids of all vectors, in order."""
        recent = _ids(self._recent)
        if self._base is None:
            return np.sort(recent)
        compressed = np.setdiff1d(_base_ids(self._base), self._gone, assume_unique=True)
        return np.sort(np.concatenate([compressed, recent]))

    def search(
        self,
        vector: NDArray[np.float32],
        k: int,
        *,
        among: NDArray[np.int64] | None = None,
        probes: int = 0,
    ) -> Found:
        """The k passages nearest to a unit vector of shape (dimension,), at most all of them.

        Where the index is not `exact`, candidates: twice as many and SPARE more, in an approximate
        order, from the `probes` lists nearest to it, or as many as reach the recall of `Layout`.
        """
        k = min(k, len(self))
        if k == 0 or (among is not None and not len(among)):
            return []
        selected = None if among is None else _among(among)
        found = _search(self._recent, vector, k, selected)
        if self._base is not None:
            candidates = _search(
                self._base,
                vector,
                candidates_for(k),
                selected or self._alive,
                probes=probes or self._probes(among),
            )
            found = sorted(found + candidates, key=lambda each: -each[1])
        return found

    def _probes(self, among: NDArray[np.int64] | None) -> int:
        """More lists where few passages are asked, which lie in few of them."""
        probes = int(self._base.nprobe)
        if among is None:
            return probes
        return min(int(self._base.nlist), math.ceil(probes * len(self) / len(among)))


def derive(
    folder: Path,
    living: NDArray[np.int64],
    vectors: Callable[[NDArray[np.int64]], Iterator[Block]],
    dimension: int,
    *,
    before: tuple[Path, Layout] | None,
    queries: Callable[[], NDArray[np.float32]],
    exact: int | None = None,
) -> Layout:
    """Write an index of the living passages into a folder, from their vectors in blocks.

    `living` is in order. `before` is the folder of the generation before and its layout: its base
    is linked while little has changed. `queries` gives unit vectors like those of questions, of
    shape (queries, dimension), with which a new base is measured.
    """
    if len(living) <= (EXACT if exact is None else exact):
        _write_exact(folder / FILE, vectors(living), dimension)
        return Layout()
    if before is not None and (kept := _linked(folder, living, vectors, dimension, *before)):
        return kept
    layout = _write_base(folder / BASE, living, vectors, dimension, queries())
    np.save(folder / GONE, np.empty(0, np.int64))
    _write_exact(folder / FILE, iter(()), dimension)
    return layout


def _linked(
    folder: Path,
    living: NDArray[np.int64],
    vectors: Callable[[NDArray[np.int64]], Iterator[Block]],
    dimension: int,
    before: Path,
    layout: Layout,
) -> Layout | None:
    """Take the base of the generation before; None where there is none, or too little is left."""
    import faiss

    if not layout.compressed:
        return None
    try:
        base = faiss.read_index(str(before / BASE), faiss.IO_FLAG_MMAP_IFC)
        compressed = _base_ids(base)
    except (RuntimeError, OSError):
        return None
    gone = np.setdiff1d(compressed, living, assume_unique=True)
    appended = np.setdiff1d(living, compressed, assume_unique=True)
    if max(len(gone), len(appended)) > STALE * len(compressed):
        return None
    link_or_copy(before / BASE, folder / BASE)
    np.save(folder / GONE, gone)
    _write_exact(folder / FILE, vectors(appended), dimension)
    return Layout(
        compressed=len(compressed),
        appended=len(appended),
        gone=len(gone),
        lists=layout.lists,
        probes=layout.probes,
        recall=layout.recall,
    )


def _write_exact(path: Path, blocks: Iterable[Block], dimension: int) -> None:
    import faiss

    # The catalog holds fp16, so this loses nothing, at half the memory and twice the speed.
    held = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    index = faiss.IndexIDMap2(held)
    for ids, block in blocks:
        index.add_with_ids(np.ascontiguousarray(block), ids)
    faiss.write_index(index, str(path))


def _write_base(
    path: Path,
    living: NDArray[np.int64],
    vectors: Callable[[NDArray[np.int64]], Iterator[Block]],
    dimension: int,
    queries: NDArray[np.float32],
) -> Layout:
    """Train, fill and measure a compressed index."""
    import faiss

    # Few lists: a code is compared in ten nanoseconds; what costs is to turn to another list.
    lists = max(1, round(math.sqrt(len(living)) / 2))
    dimensions_a_code = 1 if dimension % 2 else 2
    base = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        dimension // dimensions_a_code,
        4,
        faiss.METRIC_INNER_PRODUCT,
    )
    base.by_residual = False  # whole vectors, so that one table of products serves all lists
    base.cp.spherical = True
    chance = np.random.default_rng(0)
    sample = np.sort(chance.choice(living, min(len(living), TRAINED_ON), replace=False))
    base.train(np.concatenate([block for _, block in vectors(sample)]))
    nearest = Nearest(queries)
    for ids, block in vectors(living):
        base.add_with_ids(np.ascontiguousarray(block), ids)
        nearest.add(ids, block)
    probes, recall = 0, 0.0
    while recall < TARGET and probes < lists:
        probes = min(lists, max(probes + 1, round(probes * 1.25)))
        base.nprobe = probes
        recall = nearest.recall(base.search(queries, candidates_for(TOP))[1])
    faiss.write_index(base, str(path))
    return Layout(compressed=len(living), lists=lists, probes=probes, recall=round(recall, 4))


def candidates_for(k: int) -> int:
    """How many the base is asked for, so that the k nearest are among them."""
    return 2 * k + SPARE


class Nearest:
    """The TOP truly nearest of all vectors that are shown, for some queries."""

    def __init__(self, queries: NDArray[np.float32]) -> None:
        self._queries = queries
        self._scores = np.full((len(queries), TOP), -np.inf, np.float32)
        self._ids = np.full((len(queries), TOP), -1, np.int64)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Show some vectors."""
        scores = np.concatenate([self._scores, self._queries @ vectors.T], axis=1)
        every = np.concatenate([self._ids, np.broadcast_to(ids, (len(self._ids), len(ids)))], 1)
        best = np.argpartition(-scores, TOP - 1, axis=1)[:, :TOP]
        self._scores = np.take_along_axis(scores, best, 1)
        self._ids = np.take_along_axis(every, best, 1)

    def recall(self, found: NDArray[np.int64]) -> float:
        """The mean share of the nearest that are among the candidates found."""
        shares = [np.isin(true, got).mean() for true, got in zip(self._ids, found, strict=True)]
        return float(np.mean(shares))


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _search(
    index: Any, vector: NDArray[np.float32], k: int, selected: Any, *, probes: int = 0
) -> Found:
    import faiss

    if not index.ntotal:
        return []
    parameters: Any = None
    if probes:
        parameters = faiss.SearchParametersIVF(sel=selected, nprobe=probes)  # type: ignore[call-arg]
    elif selected is not None:
        parameters = faiss.SearchParameters(sel=selected)  # type: ignore[call-arg]
    scores, ids = index.search(vector[None], min(k, index.ntotal), params=parameters)
    # FAISS fills a short result with id -1.
    return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]


def _among(ids: NDArray[np.int64]) -> Any:
    """A test of ids by a bit for each: sets, as FAISS has them too, take ten times as long."""
    import faiss

    selector: Any = faiss.IDSelectorBitmap
    bits = np.zeros(int(ids.max()) // 8 * 8 + 8, bool)
    bits[ids] = True
    return selector(np.packbits(bits, bitorder="little"))


def _ids(index: Any) -> NDArray[np.int64]:
    import faiss

    return np.asarray(faiss.vector_to_array(index.id_map), np.int64)


def _base_ids(base: Any) -> NDArray[np.int64]:
    """The ids in all lists, in order."""
    import faiss

    lists = base.invlists
    parts = [
        faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)).copy()
        for number in range(base.nlist)
        if lists.list_size(number)
    ]
    return np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int64)
