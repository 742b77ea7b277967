"""What a folder holds against what the catalog holds of it: to read, unchanged, gone.

Nothing is stored here. A file of several articles is compared as a whole; which of its articles
changed shows when `build` reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import articles as reading
from index.catalog import Entry, ReadFile
from index.errors import BadUse
from index.formats.documents import UnreadableFileError
from index.types import PART, Progress


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
    """Sources whose file is no longer there."""
    skipped: list[Skipped]


def plan(
    scan: reading.FolderScan,
    living: Sequence[Entry],
    *,
    read_files: Mapping[str, ReadFile],
    index: Path,
    tell: Progress,
) -> Plan:
    """Compare a folder with the articles that live in the catalog, leaving out the index in it."""
    files = frozenset(str(path) for path in scan.files)
    known: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in living:
        if _belongs(entry.source, scan):
            known[file_of(entry.source, files)][entry.source] = entry
    closed = "this folder cannot be read; nothing is dropped"
    skipped = [Skipped(str(folder), closed) for folder in scan.closed]
    to_read: list[tuple[Path, str]] = []
    unchanged = 0
    looked_at = [path for path in scan.files if index not in path.parents]
    for done, path in enumerate(looked_at):
        tell("Reading", done, len(looked_at))
        file = str(path)
        before = known.get(file, {})
        try:
            digest = reading.fingerprint(path)
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
    return Plan(scan.root, to_read, files, dict(known), unchanged, gone, skipped)


def refuse_mass_loss(made: Plan) -> None:
    """Raise BadUse where a plan would drop more than half of a folder's articles."""
    known = sum(map(len, made.known.values()))
    if len(made.gone) * 2 > known:
        raise BadUse(
            f"{len(made.gone)} of the {known} articles indexed from {made.root} are no "
            "longer there; nothing was changed. If they are meant to go, run the same command "
            "with --prune."
        )


def _belongs(source: str, scan: reading.FolderScan) -> bool:
    """Whether an article is of this folder, or of this file, alone or among others."""
    path = Path(source)
    if scan.root in (path, *path.parents):
        return True
    return scan.files == (scan.root,) and source.startswith(f"{scan.root}{PART}")


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
