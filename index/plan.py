"""What a folder holds against what the catalog holds of it: to read, unchanged, gone.

Nothing is stored here. A file of several articles is compared as a whole; which of its articles
changed shows when `build` reads it.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import articles as reading
from index.catalog import Entry
from index.errors import BadUse
from index.formats.documents import UnreadableFileError
from index.formats.kinds import format_of
from index.ledger import ReadFile, Stat
from index.types import PART, Progress

SETTLED = 2 * 10**9
"""Nanoseconds: the coarsest time of change that a file system keeps (FAT)."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that did not become an article, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about a folder."""

    root: Path
    to_read: list[tuple[Path, str]]
    """Files that are new or changed, with the sha256 of their bytes."""
    files: frozenset[str]
    """Every file below the root."""
    known: dict[str, dict[str, Entry]]
    """The living articles below the root: by their file, and there by source."""
    unchanged: int
    gone: list[str]
    """Sources that this folder no longer holds."""
    skipped: list[Skipped]
    moved: dict[str, list[str]]
    """Files that are new and hold what another held that is gone, with the sources of that."""
    stats: dict[str, Stat]
    """Of files whose bytes were hashed now, where they can be told from later versions."""
    ignored: int
    columns: Mapping[str, str]


def plan(
    scan: reading.FolderScan,
    living: Sequence[Entry],
    *,
    read_files: Mapping[str, ReadFile],
    stats: Mapping[str, Stat],
    columns: Mapping[str, str],
    index: Path,
    tell: Progress,
    elsewhere: Container[Path] = (),
) -> Plan:
    """Compare a folder with the articles that live in the catalog, leaving out the index in it.

    Files that are `elsewhere` are another plan's, of a folder around this one or below it.
    """
    files = frozenset(str(path) for path in scan.files)
    known: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in living:
        if _belongs(entry.source, scan):
            file = file_of(entry.source, files)
            if Path(file) in elsewhere:
                continue
            # What is hidden or ignored here may have been indexed under a name of its own.
            if file in files or entry.root == str(scan.root) or not _file_of(entry.source):
                known[file][entry.source] = entry
    closed = "this folder cannot be read; nothing is dropped"
    skipped = [Skipped(str(folder), closed) for folder in scan.closed]
    to_read: list[tuple[Path, str]] = []
    hashed: dict[str, Stat] = {}
    unchanged = 0
    looked_at = [p for p in scan.files if index not in p.parents and p not in elsewhere]
    for done, path in enumerate(looked_at):
        tell("Reading", done, len(looked_at))
        file = str(path)
        before = known.get(file, {})
        try:
            digest = _with_columns(path, _fingerprint(path, stats.get(file), hashed), columns)
        except UnreadableFileError as error:
            skipped.append(skipped_file(file, str(error), known=bool(before)))
            continue
        whole, read = before.get(file), read_files.get(file)
        if read and read.content_hash == digest and read.articles == len(before):
            unchanged += len(before)
            skipped += skipped_parts(file, read.unread, known=before)
        elif not read and whole and whole.content_hash == digest:
            unchanged += 1
        else:
            to_read.append((path, digest))
    hidden = set(scan.closed)
    gone = [
        source
        for file, sources in known.items()
        if file not in files and not hidden & set(Path(file).parents)
        for source in sources
    ]
    entries = {source: entry for each in known.values() for source, entry in each.items()}
    moved = _moved(to_read, known, gone, entries, read_files)
    return Plan(
        scan.root,
        to_read,
        files,
        dict(known),
        unchanged,
        gone,
        skipped,
        moved,
        hashed,
        scan.ignored,
        columns,
    )


def _fingerprint(path: Path, before: Stat | None, hashed: dict[str, Stat]) -> str:
    """The sha256 of a file's bytes; as it was, where size and time of change are what they were.

    A file that changed a moment ago may change again within the clock's grain: its sum is not kept
    (Git calls such entries racy).
    """
    try:
        now = path.stat()
    except OSError:
        return reading.fingerprint(path)  # which says why not
    if before and (before.size, before.mtime_ns) == (now.st_size, now.st_mtime_ns):
        return before.content_hash
    at = time.time_ns()
    digest = reading.fingerprint(path)
    if at - now.st_mtime_ns > SETTLED:
        hashed[str(path)] = Stat(now.st_size, now.st_mtime_ns, digest)
    return digest


def _with_columns(path: Path, digest: str, columns: Mapping[str, str]) -> str:
    """What stands for a file's articles: those of tables depend on the columns, too."""
    if not columns or not format_of(path.name).has_columns:
        return digest
    return hashlib.sha256(f"{digest} {sorted(columns.items())}".encode()).hexdigest()


def _moved(
    to_read: Iterable[tuple[Path, str]],
    known: Container[str],
    gone: Sequence[str],
    entries: Mapping[str, Entry],
    read_files: Mapping[str, ReadFile],
) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}  # what vanished files held, and the sources of that
    for source in gone:
        file = file_of(source, read_files)
        read = read_files.get(file)
        digest = read.content_hash if read else entries[source].content_hash
        held.setdefault(digest, []).append(source)
    new = [(path, digest) for path, digest in to_read if str(path) not in known]
    return {str(path): held.pop(digest) for path, digest in new if digest in held}


def refuse_mass_loss(made: Plan) -> None:
    """Raise BadUse where a plan would drop more than half of a folder's articles."""
    known = sum(map(len, made.known.values()))
    gone = len(made.gone) - made_up_for(made)
    if gone * 2 > known:
        raise BadUse(
            f"{gone} of the {known} articles indexed from {made.root} are no "
            "longer there; nothing was changed. If they are meant to go, run the same command "
            "with --prune."
        )


def made_up_for(made: Plan) -> int:
    """How many of the articles that are gone are in files that only moved."""
    return sum(map(len, made.moved.values()))


def _belongs(source: str, scan: reading.FolderScan) -> bool:
    """Whether an article is of this folder, or of this file, alone or among others."""
    path = Path(source)
    if scan.root in (path, *path.parents):
        return True
    if scan.files != (scan.root,) or not source.startswith(f"{scan.root}{PART}"):
        return False
    return _file_of(source) == str(scan.root)  # not the neighbour whose name goes on with PART


def _file_of(source: str) -> str:
    """The longest path that is a file now and stands there before a key; "" where none is."""
    path = source
    while path and not os.path.isfile(path):  # noqa: PTH113  (too long a name: no)
        path = path.rpartition(PART)[0]
    return path


def file_of(source: str, files: Container[str]) -> str:
    """The file of an article: its source, or the longest path that stands there before a key."""
    path = source
    while path not in files and PART in path:
        path = path.rpartition(PART)[0]
    return path if path in files else source


def skipped_file(path: str, reason: str, *, known: bool) -> Skipped:
    """A file, or a part of one, that cannot be read now."""
    return Skipped(path, reason + ("; the version indexed before is kept" if known else ""))


def skipped_parts(
    path: str, unread: Iterable[tuple[str, str]], *, known: Container[str]
) -> list[Skipped]:
    """The parts of a file that cannot be read now."""
    sources = ((f"{path}{PART}{key}" if key else path, reason) for key, reason in unread)
    return [skipped_file(source, reason, known=source in known) for source, reason in sources]
