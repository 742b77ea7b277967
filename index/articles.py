"""Files become Articles: found in a folder, read, and given a title, author, date and address.

What each format holds is `formats`' business; nothing is stored here. For a file that cannot
become an article it says why, in words that fit after the file's name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadUse
from index.formats import UnreadableFileError, parse_date, parse_html, parse_md, parse_txt
from index.types import Article

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
}
MAX_BYTES = 16 * 1024 * 1024
"""Files above this are listed, not read: an article is never that long, a log or a dump is."""
MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What a named file or folder holds, before anything is read."""

    root: Path
    files: tuple[Path, ...]
    """Every file below the root, sorted, hidden ones left out."""
    closed: tuple[Path, ...] = ()
    """Folders below the root that cannot be looked into: what is there is not known."""


def scan(root: Path) -> FolderScan:
    """List the files of a folder (or the one file named). Raises BadUse where there is none."""
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
    return FolderScan(path, tuple(files), tuple(closed))


def _walk(root: Path, closed: list[Path]) -> Iterator[Path]:
    def remember(error: OSError) -> None:
        closed.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=remember):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def read_bytes(path: Path) -> bytes:
    """The file's bytes, if it is of a known format and size. Raises UnreadableFileError."""
    if path.suffix.lower() not in FORMATS:
        kind = f"{path.suffix} files are" if path.suffix else "files without an ending are"
        raise UnreadableFileError(f"{kind} not read (txt, md and html are)")
    if _printable(path) != str(path):
        raise UnreadableFileError("its name is not valid text: rename it")
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableFileError("is no regular file")
        if facts.st_size > MAX_BYTES:
            raise UnreadableFileError(
                f"larger than {MAX_BYTES // 2**20} MB ({facts.st_size / 2**20:.0f} MB): split it"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError((error.strerror or str(error)).lower()) from error


def _printable(path: Path) -> str:
    """A path as it can be stored and shown: undecodable bytes and line breaks become marks."""
    return str(path).encode("utf-8", "replace").decode("utf-8").replace("\n", "?")


def parse(path: Path, data: bytes) -> Article:
    """Make an article of a file's bytes. Raises UnreadableFileError."""
    kind = FORMATS[path.suffix.lower()]
    try:
        text, meta = _PARSERS[kind](data)
    except UnreadableFileError:
        raise
    except Exception as error:
        # A format library may raise anything at all on a hostile file; the rest still gets in.
        raise UnreadableFileError(f"could not be read as {kind} ({error})") from error
    if not text.strip():
        raise UnreadableFileError("holds no text")
    title = _one_line(meta.get("title")) or _first_line(text) or path.stem
    return Article(
        source=str(path),
        title=title[:MAX_TITLE],
        text=text,
        author=_one_line(meta.get("author"))[:MAX_TITLE],
        published=parse_date(meta.get("date")),
        url=_one_line(meta.get("url")),
    )


def _one_line(value: object) -> str:
    """Text, or a flat list of texts. Nothing deeper: a few YAML aliases may stand for billions."""
    if isinstance(value, list):
        value = ", ".join(item for item in value[:100] if isinstance(item, str))
    return " ".join(value[:10_000].split()) if isinstance(value, str) else ""


def _first_line(text: str) -> str:
    """A plain text's headline: its first line, if short and set off by a blank line."""
    lines = text.lstrip("\n").split("\n", 2)
    headed = len(lines) == 1 or not lines[1].strip()
    return lines[0].strip() if headed and len(lines[0]) <= MAX_TITLE else ""


_PARSERS = {"txt": parse_txt, "md": parse_md, "html": parse_html}
