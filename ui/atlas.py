"""The collection as a map: passage vectors projected onto the two directions they differ in most.

Principal components (Pearson 1901; Hotelling 1933) of an even sample of the vectors. A question and
its evidence are projected the same way, so that nearness on the map means something, if not all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store import PassageIndex

SAMPLE = 4000
"""Passages drawn; of more, an even sample."""
LABELS = 14


@dataclass(frozen=True, slots=True)
class Place:
    """A passage's place on the map, both coordinates about -1 to 1."""

    x: float
    y: float
    article: int
    title: str
    year: int
    """Of publication; 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Map:
    """The places of a collection, and how to find those of other vectors."""

    places: tuple[Place, ...]
    labelled: tuple[int, ...]
    """Of `places`, those that stand for their surroundings, apart from each other."""
    passages: int
    """In the whole collection."""
    centre: NDArray[np.float32]
    axes: NDArray[np.float32]
    """Of shape (dimension, 2), scaled."""

    def project(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Places of vectors, of shape (vectors, 2)."""
        projected: NDArray[np.float32] = np.clip((vectors - self.centre) @ self.axes, -1.4, 1.4)
        return projected


def draw(index: PassageIndex) -> Map:
    """The map of an index's generation."""
    ids = index.catalog.living_ids(index.generation)
    passages = len(ids)
    if passages > SAMPLE:
        ids = ids[np.linspace(0, passages - 1, SAMPLE).astype(np.int64)]
    found = {}
    vectors: list[NDArray[np.float32]] = []
    for start in range(0, len(ids), 1000):
        step = ids[start : start + 1000].tolist()
        stored = index.vectors(step)
        for number, passage in index.catalog.passages(step, index.generation, text=False).items():
            if number in stored:
                found[number] = passage
                vectors.append(stored[number])
    matrix = np.array(vectors, np.float32).reshape(len(vectors), -1)
    centre, axes = _axes(matrix)
    places = tuple(
        Place(
            round(float(x), 3),
            round(float(y), 3),
            passage.article_id,
            passage.title or passage.source,
            passage.published.year if passage.published else 0,
        )
        for passage, (x, y) in zip(found.values(), (matrix - centre) @ axes, strict=True)
    )
    return Map(places, _apart(places), passages, centre, axes)


def _axes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean, and the two directions of the largest variance, scaled so that the map is full."""
    if len(matrix) < 3:
        dimension = matrix.shape[1] if matrix.size else 1
        return np.zeros(dimension, np.float32), np.eye(dimension, 2, dtype=np.float32)
    centre = matrix.mean(axis=0)
    centred = matrix - centre
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, -1:-3:-1]
    reach = np.quantile(np.abs(centred @ axes), 0.99, axis=0)
    scaled: NDArray[np.float32] = (axes / np.maximum(reach, 1e-6)).astype(np.float32)
    return centre, scaled


def _apart(places: Sequence[Place]) -> tuple[int, ...]:
    """Places far from each other, one an article, from the most crowded neighbourhoods first."""
    if not places:
        return ()
    points = np.array([(place.x, place.y) for place in places])
    cells = np.floor((points + 1.5) * 5).astype(int)
    _, which, sizes = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(-sizes[which.ravel()], kind="stable")
    chosen: list[int] = []
    for at in order.tolist():
        near = any(
            places[other].article == places[at].article
            or (abs(points[other] - points[at]) < (0.45, 0.14)).all()
            for other in chosen
        )
        if not near:
            chosen.append(at)
        if len(chosen) == LABELS:
            break
    return tuple(chosen)
