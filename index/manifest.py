"""What made an index, which generation of it is published, and where it all lies.

INDEX/
  catalog.sqlite3              the source of truth
  CURRENT                      the pointer: the number of the published generation
  generations/7/               manifest.json, dense.faiss, lexical/: derived, then published
  lock                         held by the one process that writes
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.errors import IndexUnusable

FORMAT = 1
"""Version of everything above. A reader of another version refuses."""
POINTER = "CURRENT"
GENERATIONS = "generations"
FILE = "manifest.json"
_LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation's own description, checked when it is opened."""

    format: int
    generation: int
    embedder: str
    dimension: int
    articles: int
    passages: int
    created: str
    """ISO 8601, UTC."""
    sha256: str
    """Of the derived files: see `digest`."""


def generation_folder(index: Path, generation: int) -> Path:
    """Where a generation's derived files lie."""
    return index / GENERATIONS / str(generation)


def published_generation(index: Path) -> int:
    """The pointer's number, 0 where nothing has been published yet. Raises IndexUnusable."""
    try:
        return int((index / POINTER).read_text("ascii"))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise IndexUnusable(
            f"The index at {index} is damaged: its pointer {POINTER} does not hold a number. "
            f"To derive it again run: footnote build ARTICLES --index {index}"
        ) from error


def read(index: Path, generation: int) -> Manifest:
    """A generation's manifest. Raises OSError or ValueError where it is missing or damaged."""
    loaded = json.loads((generation_folder(index, generation) / FILE).read_text("utf-8"))
    if not isinstance(loaded, dict) or set(loaded) != {field.name for field in fields(Manifest)}:
        raise ValueError("the manifest has other fields than it should")
    return Manifest(**loaded)


def write(folder: Path, manifest: Manifest) -> None:
    """Write a manifest into a generation's folder."""
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")


def digest(folder: Path) -> str:
    """One sha256 over the names and bytes of a generation's files, the manifest left out."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in (FILE, *_LOCKS):
            total.update(f"{path.relative_to(folder).as_posix()}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def publish(index: Path, generation: int) -> None:
    """Move the pointer, all or nothing, and only return once the move is on the disk."""
    beside = index / f"{POINTER}.tmp"
    beside.write_text(f"{generation}\n", "ascii")
    sync(beside)
    beside.replace(index / POINTER)
    sync(index)


def sync(path: Path) -> None:
    """Force a file, or a folder with all that it holds, to the disk."""
    if path.is_dir():
        for inner in path.iterdir():
            sync(inner)
        if os.name == "nt":
            return  # folders cannot be synced there
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_maker(index: Path, meta: dict[str, str], *, embedder: str) -> None:
    """Refuse a catalog of another format or embedder. Raises IndexUnusable."""
    again = "build a new one with: footnote build ARTICLES --index NEW_FOLDER"
    if meta.get("format") != str(FORMAT):
        raise IndexUnusable(
            f"The index at {index} has format {meta.get('format', 'unknown')}, this Footnote reads "
            f"format {FORMAT}: {again}"
        )
    if meta.get("embedder") != embedder:
        raise IndexUnusable(
            f"The index at {index} was made with the model {meta.get('embedder')}, not with "
            f"{embedder}, so its vectors mean something else: {again}"
        )
