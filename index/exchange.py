"""An index as one file, to keep or to hand on: its catalog, compressed, with sums.

The search files stay behind. They follow from the catalog, take a small part of the time that
embedding took, and belong to the versions of the libraries that wrote them; `import` derives them.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from index import catalog as catalogs
from index import manifest, publishing
from index.database import has_our_schema
from index.digests import sha256_at
from index.embedder import Embedder
from index.errors import BadUse, IndexUnusable
from index.ledger import Ledger
from index.store import PassageIndex
from index.types import Progress
from index.verify import verify

ABOUT = "footnote.json"
_CHUNK = 1 << 20


def export_index(folder: Path | str, out: Path, *, embedder: Embedder) -> tuple[int, int]:
    """Write the published generation to one file; returns how many articles, and its bytes.

    A build may go on meanwhile. Raises BadUse (the file is there, or cannot be written) and
    IndexUnusable.
    """
    if out.exists():
        raise BadUse(f"{out} is there already: name another file.")
    beside = out.with_name(f"{out.name}.tmp")
    try:
        with (
            PassageIndex.open(folder, embedder=embedder.name) as index,
            TemporaryDirectory(dir=out.absolute().parent, prefix=".footnote-") as scratch,
        ):
            copy = Path(scratch) / catalogs.FILE
            made = {
                "format": str(manifest.FORMAT),
                "embedder": embedder.name,
                "dimension": str(embedder.dimension),
            }
            index.catalog.copy_generation(index.generation, copy, meta=made)
            about = {
                "format": manifest.FORMAT,
                "embedder": embedder.name,
                "dimension": embedder.dimension,
                "articles": index.manifest.articles,
                "passages": index.manifest.passages,
                "sha256": sha256_at(copy),
            }
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with (
                os.fdopen(descriptor, "wb") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
            ):
                archive.writestr(ABOUT, json.dumps(about, indent=1) + "\n")
                archive.write(copy, catalogs.FILE)
        manifest.sync(beside)
        beside.replace(out)
    except OSError as error:
        raise BadUse(f"{out} cannot be written ({error.strerror or error}).") from error
    finally:
        beside.unlink(missing_ok=True)
    return index.manifest.articles, out.stat().st_size


def import_index(
    file: Path, folder: Path | str, *, embedder: Embedder, progress: Progress | None = None
) -> int:
    """Make an index of an exported file in a new or empty folder; returns how many articles.

    It is put in its place once it has been checked whole. Raises BadUse and IndexUnusable.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadUse(f"{folder} holds something already: name a new folder with --index.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder.parent, prefix=".footnote-") as scratch,
        publishing.telling_of_full_disks(folder),
    ):
        beside = Path(scratch) / "index"
        beside.mkdir(mode=0o700)
        about = _unpack(file, beside / catalogs.FILE)
        catalog = Ledger.create_or_open(beside)
        try:
            _check_maker(file, catalog.meta(), embedder)
            tell = progress or (lambda stage, done, total: None)
            publishing.publish(catalog, beside, 1, embedder, tell)
            counts = catalog.counts(1)
        finally:
            catalog.close()
        faults = [f for check in verify(beside, embedder=embedder) for f in check.faults]
        if faults or list(counts) != [about.get("articles"), about.get("passages")]:
            told = faults[0] if faults else "it holds other articles than it says"
            raise IndexUnusable(f"{file} is damaged ({told}); nothing was changed.")
        if folder.exists():
            folder.rmdir()
        beside.replace(folder)
        manifest.sync_names(folder.parent)
    return counts[0]


def _check_maker(file: Path, meta: dict[str, str], embedder: Embedder) -> None:
    manifest.check_format(file, meta)
    if meta.get("embedder") != embedder.name:
        raise IndexUnusable(
            f"The index in {file} was made with the model {meta.get('embedder')}, not with "
            f"{embedder.name}: name its own with: "
            f"footnote import {file} --model {manifest.model_of(meta)} --index NEW_FOLDER"
        )


def _unpack(file: Path, catalog: Path) -> dict[str, object]:
    """Write the catalog in a file to its place, checked; returns what the file says of it."""
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read(ABOUT))
            if not isinstance(about, dict) or "sha256" not in about:
                raise KeyError(ABOUT)
            with archive.open(catalogs.FILE) as source, catalog.open("wb") as target:
                shutil.copyfileobj(source, target, _CHUNK)
    except FileNotFoundError:
        raise BadUse(f"There is no file {file}.") from None
    except (IsADirectoryError, PermissionError) as error:
        raise BadUse(f"{file} cannot be read ({error.strerror}).") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError) as error:
        raise IndexUnusable(
            f"{file} is damaged, or no exported index ({error}); nothing was changed."
        ) from error
    except (KeyError, ValueError, RuntimeError) as error:
        raise BadUse(f"{file} is no exported index: footnote export writes one.") from error
    if sha256_at(catalog) != about["sha256"] or not has_our_schema(catalog):
        raise IndexUnusable(f"{file} is damaged; nothing was changed.")
    return about
