"""Articles on disk become an index: what a folder holds against what the catalog holds of it.

The one writer; `publishing` makes what it stored searchable. Whatever stops it, the generation that
answered before goes on answering, and what has been embedded is not embedded again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import articles as reading
from index import catalog as catalogs
from index import locks, manifest, publishing, web
from index.embedder import Embedder
from index.errors import BadUse, IndexUnusable, NothingUsable
from index.fetch import Fetcher, is_local
from index.formats.documents import Unread, UnreadableFileError
from index.formats.kinds import NAMES, format_of
from index.ledger import Ledger, ReadFile
from index.plan import (
    Plan,
    Skipped,
    file_of,
    made_up_for,
    plan,
    refuse_mass_loss,
    skipped_file,
    skipped_parts,
)
from index.types import PART, Article, Progress
from index.writer import Writer

MAX_LISTED = 20
"""Articles of one file that are listed when they cannot be read; of the others, their number is."""
_TAKEN = "its name is also that of a file beside"
_KEPT = (
    "{gone} of the {known} articles indexed from it are no longer in it; they are kept. If they "
    "are meant to go, run the same command with --prune"
)


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


@dataclass(slots=True)
class _Done:
    """What became of the files that were looked at, so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    moved: int = 0
    skipped: list[Skipped] = field(default_factory=list)


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
            writer = Writer(catalog, generation, embedder, since)
            done = [_store(made, writer, prune=prune, tell=tell) for made in plans]
            done += _store_addresses(addresses, writer, living, tell, local=local)
            copies = writer.copies
            writer.embed_again(tell)
            embedded = writer.embedded
            skipped = [skip for each in done for skip in each.skipped]
            if roots and not any(
                each.added + each.changed + each.moved + each.unchanged + each.dropped + embedded
                for each in done
            ):
                raise NothingUsable(_nothing_usable(roots, skipped))
            writer.promote_copies()
            for made in plans:
                catalog.set_stats(made.stats, gone=made.known.keys() - made.files)
            publishing.publish(catalog, folder, generation, embedder, tell)
            article_count, passage_count = catalog.counts(catalogs.LATEST)
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
    )


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
            Writer(catalog, generation, embedder, _since(catalog)).promote_copies()
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


def _store(made: Plan, writer: Writer, *, prune: bool, tell: Progress) -> _Done:
    """Read and store what a plan names."""
    done = _Done(
        unchanged=made.unchanged,
        dropped=len(made.gone) - made_up_for(made),
        skipped=list(made.skipped),
    )
    writer.drop(made.gone)
    for number, (path, digest) in enumerate(made.to_read):
        tell("Indexing", number, len(made.to_read))
        for article, content_hash in _read(path, digest, made, writer, done, prune=prune):
            writer.add(article, root=str(made.root), content_hash=content_hash)
    writer.flush()
    tell("Indexing", len(made.to_read), len(made.to_read))
    return done


def _read(
    path: Path, digest: str, made: Plan, writer: Writer, done: _Done, *, prune: bool
) -> Iterator[tuple[Article, str]]:
    """The new and changed articles of a file, with the hashes that are stored with them.

    Once the file has been read to its end, what vanished from it is dropped, and it is remembered.
    """
    file = str(path)
    before = made.known.get(file, {})
    several = format_of(path.name).several
    kept: set[str] = set()
    unread: list[tuple[str, str]] = []
    try:
        for part in reading.read(path, made.columns):
            if isinstance(part, Unread):
                unread.append((part.key, part.reason))
                kept.update({f"{file}{PART}{part.key}"} & before.keys())
                continue
            if file_of(part.source, made.files) != file:
                unread.append((part.source.removeprefix(file + PART), _TAKEN))
                continue
            kept.add(part.source)
            content_hash = _content_hash(part) if several else digest
            entry = before.get(part.source)
            if entry is not None and entry.content_hash == content_hash:
                done.unchanged += 1
                continue
            if entry is None and file in made.moved:
                done.moved += 1
            elif entry is None:
                done.added += 1
            else:
                done.changed += 1
            yield part, content_hash
    except UnreadableFileError as error:
        done.skipped.append(skipped_file(file, str(error), known=bool(before)))
        return
    listed = tuple(unread[:MAX_LISTED])
    if len(unread) > len(listed):
        more = f"{len(unread) - len(listed):,} more articles in it could not be read"
        listed = (*listed, ("", more))
    done.skipped += skipped_parts(file, listed, known=before)
    gone = [source for source in before if source not in kept]
    if len(gone) * 2 > len(before) and not prune:
        # Not remembered as read, so that it is read again and this is told again.
        done.skipped.append(Skipped(file, _KEPT.format(gone=len(gone), known=len(before))))
        return
    done.dropped += len(gone)
    writer.drop(gone)
    if several:
        writer.remember(ReadFile(file, digest, len(kept), listed))


def _store_addresses(
    addresses: Sequence[str],
    writer: Writer,
    living: Sequence[catalogs.Entry],
    tell: Progress,
    *,
    local: bool,
) -> Iterator[_Done]:
    """Fetch and store what each address holds."""
    known = {entry.source: entry for entry in living}
    read: set[str] = set()
    for number, address in enumerate(dict.fromkeys(addresses)):
        tell("Fetching", number, len(addresses))
        done = _Done()
        try:
            # Only who names an address of this machine or network may be led to others there.
            with Fetcher(local=local and is_local(address)) as fetcher:
                for part in web.articles(address, fetcher, read=read):
                    _store_page(part, address, writer, known, done)
        except UnreadableFileError as error:
            done.skipped.append(skipped_file(address, str(error), known=address in known))
        yield done
    writer.flush()


def _store_page(
    part: Article | Unread,
    address: str,
    writer: Writer,
    known: Mapping[str, catalogs.Entry],
    done: _Done,
) -> None:
    if isinstance(part, Unread):
        done.skipped.append(skipped_file(part.key, part.reason, known=part.key in known))
        return
    entry = known.get(part.source)
    content_hash = _content_hash(part)
    if entry and entry.content_hash == content_hash:
        done.unchanged += 1
        return
    if entry:
        done.changed += 1
    else:
        done.added += 1
    writer.add(part, root=entry.root if entry else address, content_hash=content_hash)


def _content_hash(article: Article) -> str:
    """The sha256 of an article's own words, which tells it changed where its file did."""
    day = article.published.isoformat() if article.published else ""
    about = [article.title, article.author, day, article.url, article.language, article.text]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def _nothing_usable(roots: Sequence[Path | str], skipped: Sequence[Skipped]) -> str:
    named = ", ".join(dict.fromkeys(map(_shown, roots)))
    if not skipped:
        return f"There are no articles in {named}: put some there, as {NAMES}."
    listed = "".join(f"\n  {skip.path}: {skip.reason}" for skip in skipped[:20])
    more = f"\n  and {len(skipped) - 20} more" if len(skipped) > 20 else ""
    return f"No article in {named} could be read; nothing was changed.{listed}{more}"


def _shown(root: Path | str) -> str:
    return str(root) if web.is_address(str(root)) else os.path.abspath(root)  # noqa: PTH100
