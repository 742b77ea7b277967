"""Whether an index is what it says: its catalog, its passages and vectors, its search files.

Nothing is written but by `repair`, which derives the search files again from the catalog. The
catalog is the source of truth: what is damaged there must be built again from the articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import catalog as catalogs
from index import locks, manifest, publishing
from index.embedder import Embedder
from index.errors import IndexUnusable
from index.ledger import Ledger
from index.store import PassageIndex, existing

UNIT = 2e-3
"""How far from 1 a unit vector's length may be in fp16, which rounds each number to 3 digits."""
LISTED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and what is wrong with it: a sentence each, none if all is well."""

    subject: str
    faults: tuple[str, ...] = ()
    derived: bool = False
    """Whether what is wrong can be derived again."""


def verify(folder: Path | str, *, embedder: Embedder) -> list[Check]:
    """Check everything in the published generation of an index.

    A build may go on meanwhile. Raises IndexUnusable where there is no index, no generation of it
    was ever published, or another model's or a later version's.
    """
    folder = existing(folder)
    catalog = catalogs.Catalog.open(folder)
    try:
        manifest.check_maker(folder, catalog.meta(), embedder=embedder.name)
        faults = catalog.faults()
    finally:
        catalog.close()
    checks = [Check("catalog: readable, consistent", tuple(faults))]
    if faults:
        return checks
    try:
        index = PassageIndex.open(folder, embedder=embedder.name)
    except IndexUnusable as error:
        if not (folder / manifest.POINTER).exists():
            raise  # nothing was ever published
        return [*checks, Check("search files: those of the pointer, open", (str(error),), True)]
    with index:
        return [*checks, *_passages(index, embedder.dimension), *_search_files(index)]


def repair(folder: Path | str, *, embedder: Embedder) -> None:
    """Derive an index's search files again, as a new generation; nothing is embedded.

    Raises IndexUnusable, and its child IndexBusy where a build is going on.
    """
    folder = existing(folder)
    with locks.writing(folder), publishing.telling_of_full_disks(folder):
        catalog = Ledger.create_or_open(folder)
        try:
            manifest.check_maker(folder, catalog.meta(), embedder=embedder.name, writing=True)
            generation = publishing.next_generation(catalog, folder)
            publishing.publish(
                catalog, folder, generation, embedder, lambda stage, done, total: None, anew=True
            )
        finally:
            catalog.close()


def only_derived(checks: list[Check]) -> bool:
    """Whether all that is wrong can be derived again."""
    return all(check.derived for check in checks if check.faults)


def _passages(index: PassageIndex, dimension: int) -> Iterator[Check]:
    catalog, generation = index.catalog, index.generation
    ids = catalog.living_ids(generation)
    yield Check(
        f"passages: {len(ids):,}, each a slice of its article, in order",
        _listed(index, "has passages that are no slices of it", catalog.misplaced(generation)),
    )
    strange: list[int] = []
    missing: list[int] = []
    for start in range(0, len(ids), 4096):
        block = ids[start : start + 4096].tolist()
        stored = catalog.vectors(block)
        missing += [passage_id for passage_id in block if passage_id not in stored]
        strange += [
            passage_id
            for passage_id, vector in stored.items()
            if vector.shape != (dimension,) or not abs(np.linalg.norm(vector) - 1) < UNIT
        ]
    yield Check(
        f"vectors: {len(ids) - len(missing):,} of {dimension} numbers, finite, of length 1",
        _listed(index, "has passages without a vector", missing)
        + _listed(index, "has passages with a damaged vector", strange),
    )


def _search_files(index: PassageIndex) -> Iterator[Check]:
    at = manifest.generation_folder(index.folder, index.generation)
    if index.manifest.format != manifest.FORMAT:
        yield Check("search files: of this format", ("an earlier Footnote wrote them",), True)
        return
    now, then = manifest.digests(at), index.manifest.sha256
    changed = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    yield Check(
        f"search files: {len(then)}, as they were written",
        tuple(f"{name} is not as it was written" for name in changed),
        derived=True,
    )
    living = index.catalog.living_ids(index.generation).tolist()
    try:
        wrong = [kind for kind, ids in index.derived_ids().items() if ids != living]
    except ValueError as error:
        wrong = [f"words ({error})"]
    counts = index.catalog.counts(index.generation)
    told = (index.manifest.articles, index.manifest.passages)
    yield Check(
        f"search files: the passages of the catalog, in {counts[0]:,} articles",
        (
            *(f"the index of {kind} holds other passages than the catalog" for kind in wrong),
            *([f"the manifest tells of {told}, the catalog has {counts}"] * (told != counts)),
        ),
        derived=True,
    )


def _listed(index: PassageIndex, what: str, passages: list[int]) -> tuple[str, ...]:
    """A sentence for each of the first articles of these passages."""
    found = index.catalog.passages(passages[:900], index.generation, text=False).values()
    articles = dict.fromkeys((passage.article_id, passage.source) for passage in found)
    told = [f"article {number} ({source}) {what}" for number, source in articles]
    return (*told[:LISTED], *([f"and {len(told) - LISTED} more like it"] * (len(told) > LISTED)))
