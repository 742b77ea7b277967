"""Articles on disk become an index: what a folder holds against what the catalog holds of it.

The one writer; `publishing` makes what it stored searchable. Whatever stops it, the generation that
answered before goes on answering, and what has been embedded is not embedded again.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import articles as reading
from index import catalog as catalogs
from index import locks, manifest, publishing, web
from index.embedder import Embedder
from index.errors import BadUse, IndexUnusable, NothingUsable
from index.formats import NAMES
from index.ledger import Ledger
from index.plan import Skipped, plan, refuse_mass_loss
from index.storing import Done, store, store_addresses
from index.types import Progress
from index.writer import Writer


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
    moved: int = 0
    copies: int = 0
    """Of those added, changed and moved, how many are word for word as another one."""
    embedded: int = 0
    """Passages that had to be embedded."""
    ignored: int = 0
    """Files that a pattern left out."""
    undated: int = 0
    """Articles in the whole index that state no day that could be read."""


def build(
    roots: Sequence[Path | str],
    index: Path | str,
    *,
    embedder: Embedder,
    prune: bool = False,
    ignore: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    change_model: bool = False,
    local: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Synchronise an index with these files and folders; nothing from elsewhere is touched.

    A root that begins with http:// or https:// is an address, and the one reason for which the
    network is used: a page, a feed or a sitemap. What a feed no longer shows stays.

    What matches a pattern of `ignore` (as in a .gitignore) is left out. `columns` says for some
    fields (text, title, author, published, url, id, language) in which column of tables they are.

    An index of another embedder is refused; with `change_model` all that it holds is embedded
    again, from the stored texts, while it answers as before. `local` says whether an address may be
    of this machine or its network; only one that is itself may lead to others there.

    Raises BadUse (no such folder; more than half of a folder's articles would be dropped and
    `prune` is not set), NothingUsable, IndexUnusable and its child IndexBusy.
    """
    started = time.monotonic()
    tell = progress or (lambda stage, done, total: None)
    addresses = [str(root) for root in roots if web.is_address(str(root))]
    for root in roots:
        if "://" in str(root) and str(root) not in addresses:
            raise BadUse(
                f"{root} cannot be fetched: name an address of http or https, or a folder."
            )
    paths = [Path(root) for root in roots if not web.is_address(str(root))]
    named = {scan.root: scan for scan in (reading.scan(path, ignore) for path in paths)}
    elsewhere = _elsewhere(named)
    scans = [
        scan
        for root, scan in named.items()
        if not named.keys() & set(root.parents) or not set(scan.files) <= elsewhere[root]
    ]
    folder = _prepared(Path(os.path.abspath(index)))  # noqa: PTH100
    with publishing.telling_of_full_disks(folder), locks.writing(folder):
        catalog = Ledger.create_or_open(folder)
        try:
            generation, since = _begun(catalog, folder, embedder, change_model=change_model)
            living = catalog.entries(catalogs.LATEST)
            read_files, stats = catalog.read_files(), catalog.stats()
            plans = [
                plan(
                    scan,
                    living,
                    read_files=read_files,
                    stats=stats,
                    columns=columns or {},
                    index=folder,
                    tell=tell,
                    elsewhere=elsewhere[scan.root],
                )
                for scan in scans
            ]
            for made in [] if prune else plans:
                refuse_mass_loss(made)
            with Writer(catalog, generation, embedder, since) as writer:
                done = [store(made, writer, prune=prune, tell=tell) for made in plans]
                done += store_addresses(addresses, writer, living, tell, local=local)
                copies = writer.copies
                writer.embed_again(tell)
                embedded = writer.embedded
                skipped = [skip for each in done for skip in each.skipped]
                if roots and not (embedded or any(map(_holds_any, done))):
                    raise NothingUsable(_nothing_usable(roots, skipped))
                writer.promote_copies()
            for made in plans:
                catalog.set_stats(made.stats, gone=made.known.keys() - made.files)
            publishing.publish(catalog, folder, generation, embedder, tell)
            article_count, passage_count = catalog.counts(catalogs.LATEST)
            undated = catalog.undated(catalogs.LATEST)
        finally:
            catalog.close()
    return Report(
        added=sum(each.added for each in done),
        changed=sum(each.changed for each in done),
        unchanged=sum(each.unchanged for each in done),
        dropped=sum(each.dropped for each in done),
        skipped=tuple(skipped),
        articles=article_count,
        passages=passage_count,
        seconds=time.monotonic() - started,
        moved=sum(each.moved for each in done),
        copies=copies,
        embedded=embedded,
        ignored=sum(made.ignored for made in plans),
        undated=undated,
    )


def _holds_any(done: Done) -> bool:
    return any((done.added, done.changed, done.moved, done.unchanged, done.dropped))


def remove(sources: Sequence[str], index: Path | str, *, embedder: Embedder) -> int:
    """Drop articles by source and publish; returns how many there were. Files are not touched."""
    folder = Path(os.path.abspath(index))  # noqa: PTH100
    with publishing.telling_of_full_disks(folder), locks.writing(folder):
        catalog = Ledger.create_or_open(folder)
        try:
            manifest.check_maker(folder, catalog.meta(), embedder=embedder.name, writing=True)
            living = {entry.source for entry in catalog.entries(catalogs.LATEST)}
            wanted = [source for source in sources if source in living]
            generation = publishing.next_generation(catalog, folder)
            with catalog.transaction() as connection:
                catalog.drop(connection, wanted, generation)
            with Writer(catalog, generation, embedder, _since(catalog)) as writer:
                writer.promote_copies()
            publishing.publish(
                catalog, folder, generation, embedder, lambda stage, done, total: None
            )
        finally:
            catalog.close()
    return len(wanted)


def _elsewhere(named: Mapping[Path, reading.FolderScan]) -> dict[Path, set[Path]]:
    """For each named folder the files that are synchronised with another one.

    A folder around it has all that it holds; one below it has what is hidden, ignored or behind a
    link in the folder around.
    """
    files = {root: set(scan.files) for root, scan in named.items()}
    elsewhere: dict[Path, set[Path]] = {root: set() for root in named}
    for root in named:
        for around in named.keys() & set(root.parents):
            elsewhere[root] |= files[around]
            elsewhere[around] |= files[root] - files[around]
    return elsewhere


def _prepared(folder: Path) -> Path:
    """Make the index's folder, readable by its owner only; refuse one that holds other things."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        holds = [path.name for path in folder.iterdir()]
    except (FileExistsError, NotADirectoryError) as error:
        raise BadUse(f"{folder} is a file, no folder: name another one with --index.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise IndexUnusable(publishing.FULL.format(folder=folder)) from error
        raise BadUse(
            f"The index cannot be written to {folder} ({error.strerror}): name another folder "
            "with --index."
        ) from error
    if holds and catalogs.FILE not in holds and locks.LOCK not in holds:
        raise BadUse(
            f"{folder} holds other files and no index: name an empty or a new folder with --index."
        )
    return folder


def _begun(
    catalog: Ledger, folder: Path, embedder: Embedder, *, change_model: bool
) -> tuple[int, int]:
    """The generation to write, and the one since which all vectors are this embedder's.

    Writes down what makes the catalog. Raises IndexUnusable where that is something else.
    """
    meta = catalog.meta()
    made = {"format": str(manifest.FORMAT), "embedder": embedder.name}
    made["dimension"] = str(embedder.dimension)
    generation = publishing.next_generation(catalog, folder)
    if meta and meta["embedder"] != embedder.name:
        manifest.check_format(folder, meta)
        if not change_model:
            manifest.check_maker(folder, meta, embedder=embedder.name, writing=True)
        # Past what a build that died may have stored with the model before.
        generation = max(generation, catalog.newest_generation() + 1)
        made["since"] = str(generation)
    elif meta:
        manifest.check_format(folder, meta)
    catalog.set_meta(made)
    return generation, _since(catalog)


def _since(catalog: Ledger) -> int:
    return int(catalog.meta().get("since", 0))


def _nothing_usable(roots: Sequence[Path | str], skipped: Sequence[Skipped]) -> str:
    named = ", ".join(dict.fromkeys(map(_shown, roots)))
    if not skipped:
        return f"There are no articles in {named}: put some there, as {NAMES}."
    listed = "".join(f"\n  {skip.path}: {skip.reason}" for skip in skipped[:20])
    more = f"\n  and {len(skipped) - 20} more" if len(skipped) > 20 else ""
    return f"No article in {named} could be read; nothing was changed.{listed}{more}"


def _shown(root: Path | str) -> str:
    return str(root) if web.is_address(str(root)) else os.path.abspath(root)  # noqa: PTH100
