"""What is stored becomes searchable: derive a generation beside, move the pointer, clear away.

Called by the one writer, under its lock. `ask` never derives; it opens what is published here.
"""

from __future__ import annotations

import errno
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import catalog as catalogs
from index import dense, lexical, locks, manifest
from index.embedder import Embedder
from index.errors import IndexUnusable
from index.ledger import Ledger
from index.sentences import sentence_spans
from index.types import Progress

AMENDED = 0.3
"""Share of the passages that may have changed for the words' index to be amended, not derived."""
QUERIES = 300
"""With which a compressed index's recall is measured: to about a hundredth."""


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
    catalog: Ledger,
    folder: Path,
    generation: int,
    embedder: Embedder,
    tell: Progress,
    *,
    anew: bool = False,
) -> None:
    """Derive the search files beside, sync them, move the pointer, clear away what is unused.

    `anew` takes nothing over from the generation before, even where it seems whole.
    """
    earlier = None if anew else _published(folder)
    unchanged = not catalog.unpublished(generation - 1)
    same = earlier is not None and earlier.embedder == embedder.name
    if earlier is not None and same and unchanged and earlier.generation == generation - 1:
        return
    tell("Publishing", 0, 1)
    at = manifest.generation_folder(folder, generation)
    beside = at.with_name(f"{at.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(at, ignore_errors=True)
    try:
        _derive(catalog, folder, beside, earlier, generation, embedder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    beside.replace(at)
    manifest.sync_names(at.parent)
    catalog.checkpoint()
    manifest.publish(folder, generation)
    _clear_away(catalog, folder, generation)
    tell("Publishing", 1, 1)


def _derive(
    catalog: catalogs.Catalog,
    folder: Path,
    at: Path,
    earlier: manifest.Manifest | None,
    generation: int,
    embedder: Embedder,
) -> None:
    """Write a generation's search files into a folder, and only return once they are on the disk.

    What has not changed since an earlier generation, which must be sound, is taken from there.
    Raises OSError, whatever the libraries raise when they cannot write.
    """
    at.mkdir(parents=True)
    before = manifest.generation_folder(folder, earlier.generation) if earlier else None
    living = catalog.living_ids(catalogs.LATEST)
    try:
        layout = dense.derive(
            at,
            living,
            catalog.vector_blocks,
            embedder.dimension,
            before=(before, earlier.layout) if before and earlier else None,
            queries=lambda: embedder.embed_questions(_question_like(catalog, living)),
        )
        _derive_lexical(catalog, at / lexical.FOLDER, before, living)
    except (RuntimeError, ValueError) as error:
        full = re.search(r"os error 28|No space left|write error", str(error))
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error
    description = manifest.Manifest(
        format=manifest.FORMAT,
        generation=generation,
        embedder=embedder.name,
        dimension=embedder.dimension,
        articles=catalog.counts(catalogs.LATEST)[0],
        passages=len(living),
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        sha256=manifest.digests(at, before=before),
        **asdict(layout),
    )
    manifest.write(at, description)
    manifest.sync(at)


def _derive_lexical(
    catalog: catalogs.Catalog, at: Path, before: Path | None, living: NDArray[np.int64]
) -> None:
    if before is not None:
        had = dense.DenseIndex(before).ids()
        gone = np.setdiff1d(had, living, assume_unique=True)
        come = np.setdiff1d(living, had, assume_unique=True)
        if len(gone) + len(come) <= AMENDED * len(living):
            passages = catalog.passages_of(come, catalogs.LATEST)
            lexical.amend(at, before / lexical.FOLDER, passages, gone=gone.tolist())
            return
    lexical.derive(at, catalog.passages_of(living, catalogs.LATEST))


def _question_like(catalog: catalogs.Catalog, living: NDArray[np.int64]) -> list[str]:
    """Texts that ask for passages as questions do: a sentence each, a part of it asked for.

    The passages' own vectors would flatter an index: a question lies farther from what it finds.
    """
    chance = random.Random(0)  # noqa: S311  (a sample, not a secret)
    wanted = sorted(chance.sample(range(len(living)), min(QUERIES, len(living))))
    questions = []
    for passage in catalog.passages_of(living[wanted], catalogs.LATEST):
        spans = sentence_spans(passage.text)
        sentences = [passage.text[start:end].split() for start, end in spans]
        words = chance.choice([each for each in sentences if len(each) > 5] or [["what"]])[:25]
        cut = chance.randrange(len(words))
        left = [*words[max(0, cut - 8) : cut], "what", *words[cut + 3 : cut + 8]]
        questions.append(" ".join(left).rstrip(".,;:!") + "?")
    return questions


def _published(folder: Path) -> manifest.Manifest | None:
    """The published generation's description, if its files are those that were, and open."""
    try:
        generation = manifest.published_generation(folder)
        description = manifest.read(folder, generation)
        at = manifest.generation_folder(folder, generation)
        if description.format != manifest.FORMAT or manifest.digests(at) != description.sha256:
            return None
        lengths = len(dense.DenseIndex(at)), len(lexical.LexicalIndex(at / lexical.FOLDER))
        return description if set(lengths) == {description.passages} else None
    except (IndexUnusable, OSError, RuntimeError, ValueError, TypeError):
        return None


def _clear_away(catalog: Ledger, folder: Path, generation: int) -> None:
    """Delete generations that no reader holds, and the rows that no generation shows any more.

    What died by the oldest generation that is held is seen neither there nor in a later one.
    """
    oldest = generation
    for at in (folder / manifest.GENERATIONS).iterdir():
        number = at.name.removesuffix(".tmp")
        if at.name == str(generation) or not number.isdecimal() or not at.is_dir():
            continue
        try:
            with locks.unless_leased(at / manifest.FILE) as free:
                if free:
                    shutil.rmtree(at, ignore_errors=True)
                else:
                    oldest = min(oldest, int(number))
        except FileNotFoundError:
            shutil.rmtree(at, ignore_errors=True)  # never finished
        except OSError:
            oldest = min(oldest, int(number))
    catalog.purge(oldest)


FULL = (
    "The disk that holds {folder} is full: free some space and run the same command again. The "
    "index answers as before."
)


@contextmanager
def telling_of_full_disks(folder: Path) -> Iterator[None]:
    """Raise IndexUnusable in place of an OSError, over a disk that is full or fails."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise IndexUnusable(FULL.format(folder=folder)) from error
        raise IndexUnusable(
            f"The index at {folder} could not be written ({error.strerror or error})."
        ) from error
