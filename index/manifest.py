"""What made an index, which generation of it is published, and where it all lies.

INDEX/
  catalog.sqlite3              the source of truth
  CURRENT                      the pointer: the number of the published generation
  generations/7/               manifest.json, dense.faiss, lexical/: derived, then published; what
                               has not changed is a link to the file of the generation before
  lock                         held by the one process that writes
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.dense import Layout
from index.digests import sha256_at
from index.errors import IndexUnusable
from index.lexical import LOCKS

FORMAT = 4
"""Version of everything above. Earlier ones are read, and made this one by the next build."""
POINTER = "CURRENT"
GENERATIONS = "generations"
FILE = "manifest.json"


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
    sha256: dict[str, str]
    """Of each derived file, by its path in the generation's folder."""
    compressed: int = 0
    """These and the following: see `dense.Layout`."""
    appended: int = 0
    gone: int = 0
    lists: int = 0
    probes: int = 0
    recall: float = 1.0

    @property
    def layout(self) -> Layout:
        """How the vectors are held."""
        return Layout(**{field.name: getattr(self, field.name) for field in fields(Layout)})


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
            f"To derive it again run: footnote verify --repair --index {index}"
        ) from error


def read(index: Path, generation: int) -> Manifest:
    """A generation's manifest. Raises OSError or ValueError where it is missing or damaged."""
    loaded = json.loads((generation_folder(index, generation) / FILE).read_text("utf-8"))
    known = {field.name for field in fields(Manifest)}
    later = {field.name for field in fields(Layout)}  # that format 1 did not have
    if not isinstance(loaded, dict) or not known - later <= set(loaded) <= known:
        raise ValueError("the manifest has other fields than it should")
    return Manifest(**loaded)


def write(folder: Path, manifest: Manifest) -> None:
    """Write a manifest into a generation's folder."""
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")


def digests(folder: Path, *, before: Path | None = None) -> dict[str, str]:
    """The sha256 of each of a generation's files, the manifest left out, by its path there.

    Files that are links to those of the generation `before` have the sums that its manifest states.
    """
    known = json.loads((before / FILE).read_text("utf-8"))["sha256"] if before else {}
    sums = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.name in (FILE, *LOCKS):
            continue
        linked = before and name in known and path.samefile(before / name)
        sums[name] = known[name] if linked else sha256_at(path)
    return sums


def publish(index: Path, generation: int) -> None:
    """Move the pointer, all or nothing, and only return once the move is on the disk."""
    beside = index / f"{POINTER}.tmp"
    beside.write_text(f"{generation}\n", "ascii")
    sync(beside)
    beside.replace(index / POINTER)
    sync_names(index)


def sync(path: Path) -> None:
    """Force a file, or a folder with all that it holds, to the disk."""
    if path.is_dir():
        for inner in path.iterdir():
            sync(inner)
        sync_names(path)
    else:
        _sync(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)


def sync_names(folder: Path) -> None:
    """Force to the disk which names a folder holds, but not what lies under them: whatever else
    is there is nobody's business here.
    """
    if os.name != "nt":  # where folders cannot be synced
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def asked_with(index: Path, meta: dict[str, str]) -> str:
    """The embedder of what is published; the catalog's, where nothing is.

    They differ while an index changes its model: the earlier one answers until the change is done.
    """
    try:
        return read(index, published_generation(index)).embedder
    except (IndexUnusable, OSError, ValueError, TypeError):
        return meta.get("embedder", "")


def check_format(index: Path, meta: dict[str, str]) -> None:
    """Refuse a catalog of a later format. Raises IndexUnusable."""
    if meta.get("format") not in [str(number + 1) for number in range(FORMAT)]:
        raise IndexUnusable(
            f"The index at {index} has format {meta.get('format', 'unknown')}, this Footnote reads "
            f"formats 1 to {FORMAT}: build a new one with: "
            "footnote build ARTICLES --index NEW_FOLDER"
        )


def check_maker(index: Path, meta: dict[str, str], *, embedder: str, writing: bool = False) -> None:
    """Refuse an index of another format or embedder. Raises IndexUnusable.

    `writing` asks for the catalog's embedder, and for no change of the model under way.
    """
    check_format(index, meta)
    published = asked_with(index, meta)
    if writing and meta.get("embedder") != published:
        raise IndexUnusable(
            f"The index at {index} is being changed to the model {meta.get('embedder')}: finish "
            f"that first with: footnote build --model {model_of(meta)} --index {index}"
        )
    if published != embedder:
        raise IndexUnusable(
            f"The index at {index} was made with the model {published}, not with {embedder}, so "
            "its vectors mean something else: to change its model run: "
            f"footnote build --model {embedder.rpartition('@')[0]} --index {index}"
        )


def model_of(meta: dict[str, str]) -> str:
    """The name or folder of a catalog's model, without the sum of its weights."""
    return meta.get("embedder", "").rpartition("@")[0]
