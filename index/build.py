"""Articles on disk become an index: what a folder holds against what the catalog holds of it.

The one writer; `publishing` makes what it stored searchable. Whatever stops it, the generation that
answered before goes on answering, and what has been embedded is not embedded again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import articles as reading
from index import catalog as catalogs
from index import locks, manifest, publishing
from index.embedder import Embedder
from index.errors import BadUse, IndexUnusable, NothingUsable
from index.formats import UnreadableFileError
from index.passages import Slice, split
from index.types import Article, Progress

TITLE = 120
"""Characters of a title that are embedded: a longer one would leave no room for the passage."""
BATCH_PASSAGES = 256
"""Passages embedded and stored in one transaction: what an interruption may cost."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that did not become an article, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    added: int
    changed: int
    unchanged: int
    dropped: int
    skipped: tuple[Skipped, ...]
    articles: int
    """Articles in the whole index now."""
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a folder holds against what the catalog holds of it."""

    root: Path
    to_read: list[tuple[Path, str]]
    """Files that are new or changed, with the sha256 of their bytes."""
    known: set[str]
    """Sources below the root that live in the catalog."""
    unchanged: int
    gone: list[str]
    skipped: list[Skipped]


def build(
    roots: Sequence[Path | str],
    index: Path | str,
    *,
    embedder: Embedder,
    prune: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Synchronise an index with these files and folders; nothing from elsewhere is touched.

    Raises BadUse (no such folder; more than half of a folder's articles would be dropped and
    `prune` is not set), NothingUsable, IndexUnusable and its child IndexBusy.
    """
    started = time.monotonic()
    tell = progress or (lambda stage, done, total: None)
    named = {scan.root: scan for scan in (reading.scan(Path(root)) for root in roots)}
    # A folder within another that was named as well is synchronised with it.
    scans = [scan for root, scan in named.items() if not named.keys() & set(root.parents)]
    folder = _prepared(Path(os.path.abspath(index)))  # noqa: PTH100
    with _telling_of_full_disks(folder), locks.writing(folder):
        catalog = catalogs.Catalog.create_or_open(folder)
        try:
            _check_maker(catalog, folder, embedder)
            living = catalog.entries(catalogs.LATEST)
            plans = [_plan(scan, living, folder, tell) for scan in scans]
            for plan in plans:
                _refuse_mass_loss(plan, prune)
            generation = publishing.next_generation(catalog, folder)
            added = changed = 0
            skipped: list[Skipped] = []
            for plan in plans:
                more, newer, failed = _store(catalog, plan, generation, embedder, tell)
                added, changed = added + more, changed + newer
                skipped += plan.skipped + failed
            unchanged = sum(plan.unchanged for plan in plans)
            dropped = sum(len(plan.gone) for plan in plans)
            if not added + changed + unchanged + dropped:
                raise NothingUsable(_nothing_usable(plans, skipped))
            publishing.publish(catalog, folder, generation, embedder, tell)
            article_count, passage_count = catalog.counts(catalogs.LATEST)
        finally:
            catalog.close()
    return Report(
        added=added,
        changed=changed,
        unchanged=unchanged,
        dropped=dropped,
        skipped=tuple(skipped),
        articles=article_count,
        passages=passage_count,
        seconds=time.monotonic() - started,
    )


def remove(sources: Sequence[str], index: Path | str, *, embedder: Embedder) -> int:
    """Drop articles by source and publish; returns how many there were. Files are not touched."""
    folder = Path(os.path.abspath(index))  # noqa: PTH100
    with _telling_of_full_disks(folder), locks.writing(folder):
        catalog = catalogs.Catalog.create_or_open(folder)
        try:
            _check_maker(catalog, folder, embedder)
            living = {entry.source for entry in catalog.entries(catalogs.LATEST)}
            wanted = [source for source in sources if source in living]
            generation = publishing.next_generation(catalog, folder)
            with catalog.transaction() as connection:
                catalog.drop(connection, wanted, generation)
            publishing.publish(
                catalog, folder, generation, embedder, lambda stage, done, total: None
            )
        finally:
            catalog.close()
    return len(wanted)


def _prepared(folder: Path) -> Path:
    """Make the index's folder, readable by its owner only; refuse one that holds other things."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        holds = [path.name for path in folder.iterdir()]
    except (FileExistsError, NotADirectoryError) as error:
        raise BadUse(f"{folder} is a file, no folder: name another one with --index.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise IndexUnusable(_FULL.format(folder=folder)) from error
        raise BadUse(
            f"The index cannot be written to {folder} ({error.strerror}): name another folder "
            "with --index."
        ) from error
    if holds and catalogs.FILE not in holds and locks.LOCK not in holds:
        raise BadUse(
            f"{folder} holds other files and no index: name an empty or a new folder with --index."
        )
    return folder


def _check_maker(catalog: catalogs.Catalog, folder: Path, embedder: Embedder) -> None:
    meta = catalog.meta()
    if not meta:
        made = {"format": str(manifest.FORMAT), "embedder": embedder.name}
        catalog.set_meta({**made, "dimension": str(embedder.dimension)})
    else:
        manifest.check_maker(folder, meta, embedder=embedder.name)


def _plan(
    scan: reading.FolderScan, living: Sequence[catalogs.Entry], index: Path, tell: Progress
) -> _Plan:
    root = scan.root
    known = {e.source: e for e in living if root in (Path(e.source), *Path(e.source).parents)}
    closed = "this folder cannot be read; nothing is dropped"
    skipped = [Skipped(str(folder), closed) for folder in scan.closed]
    to_read: list[tuple[Path, str]] = []
    unchanged = 0
    files = [path for path in scan.files if index not in path.parents]
    for done, path in enumerate(files):
        tell("Reading", done, len(files))
        try:
            digest = hashlib.sha256(reading.read_bytes(path)).hexdigest()
        except UnreadableFileError as error:
            skipped.append(_skipped(path, str(error), known=str(path) in known))
            continue
        entry = known.get(str(path))
        if entry is not None and entry.content_hash == digest:
            unchanged += 1
        else:
            to_read.append((path, digest))
    there = {str(path) for path in scan.files}
    hidden = set(scan.closed)
    gone = [
        source for source in known if source not in there and not hidden & set(Path(source).parents)
    ]
    return _Plan(root, to_read, set(known), unchanged, gone, skipped)


def _refuse_mass_loss(plan: _Plan, prune: bool) -> None:
    if len(plan.gone) * 2 > len(plan.known) and not prune:
        raise BadUse(
            f"{len(plan.gone)} of the {len(plan.known)} articles indexed from {plan.root} are no "
            "longer there; nothing was changed. If they are meant to go, run the same command "
            "with --prune."
        )


def _store(
    catalog: catalogs.Catalog, plan: _Plan, generation: int, embedder: Embedder, tell: Progress
) -> tuple[int, int, list[Skipped]]:
    """Read, split, embed and store, a batch a transaction -> (added, changed, skipped)."""
    if plan.gone:
        with catalog.transaction() as connection:
            catalog.drop(connection, plan.gone, generation)
    added = changed = 0
    failed: list[Skipped] = []
    batch: list[tuple[Article, str, list[Slice]]] = []
    waiting = 0
    for done, (path, digest) in enumerate(plan.to_read, start=1):
        tell("Indexing", done - 1, len(plan.to_read))
        try:
            article = reading.parse(path, reading.read_bytes(path))
        except UnreadableFileError as error:
            failed.append(_skipped(path, str(error), known=str(path) in plan.known))
        else:
            slices = split(article.text, count=embedder.count)
            batch.append((article, digest, slices))
            waiting += len(slices)
            if str(path) in plan.known:
                changed += 1
            else:
                added += 1
        if batch and (waiting >= BATCH_PASSAGES or done == len(plan.to_read)):
            _store_batch(catalog, batch, plan.root, generation, embedder)
            batch, waiting = [], 0
    if batch:  # the last file could not be read
        _store_batch(catalog, batch, plan.root, generation, embedder)
    tell("Indexing", len(plan.to_read), len(plan.to_read))
    return added, changed, failed


def _store_batch(
    catalog: catalogs.Catalog,
    batch: Sequence[tuple[Article, str, list[Slice]]],
    root: Path,
    generation: int,
    embedder: Embedder,
) -> None:
    texts = [
        with_title(article.title, article.text[piece.start : piece.end])
        for article, _, slices in batch
        for piece in slices
    ]
    vectors = embedder.embed(texts)
    with catalog.transaction() as connection:
        catalog.drop(connection, [article.source for article, _, _ in batch], generation)
        row = 0
        for article, digest, slices in batch:
            catalog.add(
                connection,
                article,
                root=str(root),
                content_hash=digest,
                slices=slices,
                vectors=vectors[row : row + len(slices)],
                generation=generation,
            )
            row += len(slices)


def with_title(title: str, text: str) -> str:
    """What is embedded of a passage: the title says what "it" and "the company" are."""
    return text if text.startswith(title) else f"{title[:TITLE]}\n{text}"


def _skipped(path: Path, reason: str, *, known: bool) -> Skipped:
    return Skipped(str(path), reason + ("; the version indexed before is kept" if known else ""))


def _nothing_usable(plans: Sequence[_Plan], skipped: Sequence[Skipped]) -> str:
    roots = ", ".join(str(plan.root) for plan in plans)
    if not skipped:
        return f"There are no articles in {roots}: put txt, md or html files there."
    listed = "".join(f"\n  {skip.path}: {skip.reason}" for skip in skipped[:20])
    more = f"\n  and {len(skipped) - 20} more" if len(skipped) > 20 else ""
    return f"No article in {roots} could be read; nothing was changed.{listed}{more}"


_FULL = (
    "The disk that holds {folder} is full: free some space and run the same command again. The "
    "index answers as before."
)


@contextmanager
def _telling_of_full_disks(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise IndexUnusable(_FULL.format(folder=folder)) from error
        raise IndexUnusable(
            f"The index at {folder} could not be written ({error.strerror or error})."
        ) from error
