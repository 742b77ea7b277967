"""Files become Articles: found in a folder, read, and given a title, author, date and address.

What each format holds is `formats`' business; nothing is stored here. For a file, or a part of one,
that cannot become an article it says why, in words that fit after the file's name.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from index.digests import sha256_of
from index.errors import BadUse
from index.formats.documents import MAX_LINE, Document, Unread, UnreadableFileError
from index.formats.kinds import format_of
from index.formats.kinds import parse as parse_documents
from index.types import PART, Article

IGNORE = ".footnoteignore"


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What a named file or folder holds, before anything is read."""

    root: Path
    files: tuple[Path, ...]
    """Every file below the root, sorted, hidden and ignored ones left out."""
    closed: tuple[Path, ...] = ()
    """Folders below the root that cannot be looked into: what is there is not known."""
    ignored: int = 0


def scan(root: Path, ignore: Sequence[str] = ()) -> FolderScan:
    """List the files of a folder (or the one file named). Raises BadUse where there is none.

    Left out is what matches a pattern of `ignore`, or a line of the folder's file IGNORE: patterns
    as in a .gitignore, relative to the folder.
    """
    path = Path(os.path.abspath(root))  # noqa: PTH100  (resolve() would rename linked folders)
    # os.path's questions answer no where Path's raise: behind a closed door, or too long a name.
    if os.path.isfile(path):  # noqa: PTH113
        return FolderScan(path, (path,))
    if not os.path.isdir(path):  # noqa: PTH112
        raise BadUse(f"There is no file or folder {path}: check the path and try again.")
    closed: list[Path] = []
    files = sorted(_walk(path, closed))
    if path in closed:
        raise BadUse(f"The folder {path} cannot be read: check its permissions.")
    ignored = _ignored(path, ignore)
    kept = [file for file in files if not ignored(file.relative_to(path).as_posix())]
    return FolderScan(path, tuple(kept), tuple(closed), len(files) - len(kept))


def _ignored(root: Path, patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path below the root, relative to it, is left out."""
    try:
        lines = (root / IGNORE).read_text("utf-8-sig", "replace").splitlines()
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise BadUse(f"{root / IGNORE} cannot be read ({error.strerror}).") from None
    if not (lines or patterns):
        return lambda path: False
    import pathspec

    try:
        return pathspec.GitIgnoreSpec.from_lines([*lines, *patterns]).match_file
    except ValueError as error:
        raise BadUse(f"A pattern to ignore cannot be understood ({error}).") from None


def _walk(root: Path, closed: list[Path]) -> Iterator[Path]:
    def remember(error: OSError) -> None:
        closed.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=remember):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def fingerprint(path: Path) -> str:
    """The sha256 of a file's bytes. Raises UnreadableFileError."""
    with opened(path) as file:
        return sha256_of(file)


def read(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Article | Unread]:
    """The articles of a file, and those of its parts that could not be read.

    `columns` says for some fields in which column of a table they are. Raises UnreadableFileError
    where the file, or the rest of it, cannot be read.
    """
    with opened(path) as file:
        yield from parse(path, file, columns)


def parse(
    path: Path, file: BinaryIO, columns: Mapping[str, str] | None = None
) -> Iterator[Article | Unread]:
    """As `read`, from a file that is open."""
    for part in parse_documents(file, format_of(path.name), columns):
        yield part if isinstance(part, Unread) else _article(path, part)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, if it is of a known format and size. Raises UnreadableFileError."""
    limit = format_of(path.name).limit
    if _printable(path) != str(path):
        raise UnreadableFileError("its name is not valid text: rename it")
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableFileError("is no regular file")
        if facts.st_size > limit:
            raise UnreadableFileError(
                f"larger than {limit // 2**20} MB ({facts.st_size / 2**20:.0f} MB): split it"
            )
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise UnreadableFileError((error.strerror or str(error)).lower()) from error


def _printable(path: Path) -> str:
    """A path as it can be stored and shown: undecodable bytes and line breaks become marks."""
    return str(path).encode("utf-8", "replace").decode("utf-8").replace("\n", "?")


def _article(path: Path, found: Document) -> Article:
    within = f"{PART}{found.key}" if found.key else ""
    fallback = f"{path.stem}: {found.key}" if found.key else path.stem
    return Article(
        source=f"{path}{within}",
        title=(found.title or _first_line(found.text) or fallback)[:MAX_LINE],
        text=found.text,
        author=found.author,
        published=found.published or _day_named(Path(found.key or path.name).stem),
        url=found.url,
        language=found.language,
    )


def _day_named(name: str) -> date | None:
    """The day that a file is named for: "2026-11-02 Council", "council_20261102"."""
    for match in _DAY.finditer(name):
        with suppress(ValueError):
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)"
)


def _first_line(text: str) -> str:
    """A plain text's headline: its first line, if short and set off by a blank line.

    "New York (CNN) —" is where a report comes from, and no headline; nor are two sentences.
    """
    lines = text.lstrip("\n").split("\n", 2)
    first = lines[0].strip()
    headed = len(lines) == 1 or not lines[1].strip()
    headed = headed and not re.search(r"\w{3}[.!?] [A-Z]", first)
    return first if headed and len(first) <= MAX_LINE and first[-1:] not in ("—", "–", "-") else ""
