"""What is stored becomes searchable: derive a generation beside, move the pointer, clear away.

Called by the one writer, under its lock. `ask` never derives; it opens what is published here.
"""

from __future__ import annotations

import errno
import re
import shutil
from datetime import datetime, timezone
from pathlib import Path

from index import catalog as catalogs
from index import dense, lexical, locks, manifest
from index.embedder import Embedder
from index.errors import IndexUnusable
from index.types import Progress


def next_generation(catalog: catalogs.Catalog, folder: Path) -> int:
    """One past every generation that was ever published, whatever has become of the pointer.

    What was stored and not yet published belongs to the number that this returns.
    """
    try:
        published = manifest.published_generation(folder)
    except IndexUnusable:
        published = 0
    there = [path.name for path in (folder / manifest.GENERATIONS).glob("*")]
    numbers = [published, *(int(name) for name in there if name.isdigit())]
    return max(max(numbers) + 1, catalog.newest_generation())


def publish(
    catalog: catalogs.Catalog, folder: Path, generation: int, embedder: Embedder, tell: Progress
) -> None:
    """Derive the search files beside, sync them, move the pointer, clear away what is unused."""
    before = generation - 1
    if not catalog.unpublished(before) and _sound(folder, before):
        return
    tell("Publishing", 0, 1)
    at = manifest.generation_folder(folder, generation)
    beside = at.with_name(f"{at.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(at, ignore_errors=True)
    try:
        _derive(catalog, beside, generation, embedder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    beside.replace(at)
    manifest.sync(at.parent)
    catalog.checkpoint()
    manifest.publish(folder, generation)
    _clear_away(catalog, folder, generation)
    tell("Publishing", 1, 1)


def _derive(catalog: catalogs.Catalog, at: Path, generation: int, embedder: Embedder) -> None:
    """Write a generation's search files into a folder, and only return once they are on the disk.

    Raises OSError, whatever the libraries raise when they cannot write.
    """
    at.mkdir(parents=True)
    try:
        vectors = catalog.living_vectors(catalogs.LATEST)
        passages = dense.derive(at / dense.FILE, vectors, embedder.dimension)
        lexical.derive(at / lexical.FOLDER, catalog.living_passages(catalogs.LATEST))
    except (RuntimeError, ValueError) as error:
        full = re.search(r"os error 28|No space left|write error", str(error))
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error
    description = manifest.Manifest(
        format=manifest.FORMAT,
        generation=generation,
        embedder=embedder.name,
        dimension=embedder.dimension,
        articles=catalog.counts(catalogs.LATEST)[0],
        passages=passages,
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        sha256=manifest.digest(at),
    )
    manifest.write(at, description)
    manifest.sync(at)


def _sound(folder: Path, generation: int) -> bool:
    """Whether a generation is published, and its files are those that were and open."""
    at = manifest.generation_folder(folder, generation)
    try:
        if manifest.published_generation(folder) != generation:
            return False
        description = manifest.read(folder, generation)
        if manifest.digest(at) != description.sha256:
            return False
        count = description.passages
        nearest = dense.DenseIndex(at / dense.FILE)
        return len(nearest) == len(lexical.LexicalIndex(at / lexical.FOLDER)) == count
    except (IndexUnusable, OSError, RuntimeError, ValueError, TypeError):
        return False


def _clear_away(catalog: catalogs.Catalog, folder: Path, generation: int) -> None:
    """Delete generations that no reader holds, and, once none is held, the rows that died."""
    held = False
    for at in (folder / manifest.GENERATIONS).iterdir():
        if at.name == str(generation):
            continue
        try:
            with locks.unless_leased(at / manifest.FILE) as free:
                if free:
                    shutil.rmtree(at, ignore_errors=True)
                held = held or not free
        except FileNotFoundError:
            shutil.rmtree(at, ignore_errors=True)  # never finished
        except OSError:
            held = True
    if not held:
        catalog.purge(generation)
