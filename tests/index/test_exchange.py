"""An index in one file and back, and files that are none."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from index.errors import BadUse, IndexUnusable
from index.exchange import ABOUT, export_index, import_index
from index.store import PassageIndex
from index.verify import verify

EMBEDDER = default_embedder()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Two articles live in it; others died, or were stored and never published."""
    folder, index = tmp_path / "articles", tmp_path / "index"
    folder.mkdir()
    for name in ("fire", "goal", "gone"):
        (folder / f"{name}.txt").write_text(f"The {name}\n\nAll about the {name}.", "utf-8")
    build([folder], index, embedder=EMBEDDER)
    with PassageIndex.open(index, embedder=EMBEDDER.name):  # so that nothing is purged
        (folder / "gone.txt").unlink()
        build([folder], index, embedder=EMBEDDER)
    return index


@pytest.fixture
def exported(index: Path, tmp_path: Path) -> Path:
    file = tmp_path / "news.footnote"
    articles, size = export_index(index, file, embedder=EMBEDDER)
    assert (articles, size) == (2, file.stat().st_size)
    return file


def texts(index: Path) -> dict[str, str]:
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        found = {entry.source: opened.article(entry.id) for entry in opened.entries()}
    return {source: article.text for source, article in found.items() if article}


def test_an_export_knows_only_what_it_holds(tmp_path: Path) -> None:
    """A table that was read in full and never published is read again where it was imported."""
    table, index, copy = tmp_path / "news.csv", tmp_path / "index", tmp_path / "copy"
    table.write_text("id,text\n1,The fire was put out.\n2,The goal was scored.\n", "utf-8")
    build([table], index, embedder=EMBEDDER)
    table.write_text("id,text\n1,The fire was set.\n2,The goal was annulled.\n", "utf-8")

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Publishing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([table], index, embedder=EMBEDDER, progress=interrupt)
    export_index(index, tmp_path / "news.footnote", embedder=EMBEDDER)
    import_index(tmp_path / "news.footnote", copy, embedder=EMBEDDER)
    assert sorted(texts(copy).values()) == ["The fire was put out.", "The goal was scored."]
    assert build([table], copy, embedder=EMBEDDER).changed == 2
    assert sorted(texts(copy).values()) == ["The fire was set.", "The goal was annulled."]


def test_there_and_back(index: Path, exported: Path, tmp_path: Path) -> None:
    assert exported.stat().st_mode & 0o077 == 0, "for its owner only"
    copy = tmp_path / "elsewhere" / "copy"
    assert import_index(exported, copy, embedder=EMBEDDER) == 2
    assert texts(copy) == texts(index)
    assert len(texts(copy)) == 2
    assert not any(check.faults for check in verify(copy, embedder=EMBEDDER))
    assert copy.stat().st_mode & 0o077 == 0
    folder = tmp_path / "articles"
    report = build([folder], copy, embedder=EMBEDDER)
    assert (report.added, report.unchanged) == (0, 2), "it goes on where it was"
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"articles", "index", "news.footnote", "elsewhere"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_lies_beside_the_index_is_left_alone(exported: Path, tmp_path: Path) -> None:
    """A pipe that nobody writes to would be waited for, and a link to nowhere cannot be opened."""
    beside = tmp_path / "beside"
    beside.mkdir()
    os.mkfifo(beside / "pipe")
    (beside / "nowhere").symlink_to(beside / "gone")
    assert import_index(exported, beside / "copy", embedder=EMBEDDER) == 2
    assert {each.name for each in beside.iterdir()} == {"pipe", "nowhere", "copy"}


def test_what_died_or_was_never_published_stays_behind(index: Path, exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        archive.extract("catalog.sqlite3", index.parent)
    data = (index.parent / "catalog.sqlite3").read_bytes()
    assert b"All about the fire" in data
    assert b"All about the gone" not in data


def test_nothing_is_overwritten(index: Path, exported: Path) -> None:
    before = exported.read_bytes()
    with pytest.raises(BadUse, match="is there already"):
        export_index(index, exported, embedder=EMBEDDER)
    assert exported.read_bytes() == before
    with pytest.raises(BadUse, match="holds something already"):
        import_index(exported, index, embedder=EMBEDDER)
    assert len(texts(index)) == 2


def test_an_export_that_cannot_be_written_leaves_nothing(index: Path, tmp_path: Path) -> None:
    with pytest.raises(BadUse, match="cannot be written"):
        export_index(index, tmp_path / "no" / "where", embedder=EMBEDDER)
    assert not (tmp_path / "no").exists()


def rewritten(exported: Path, about: dict[str, object], catalog: bytes) -> None:
    with zipfile.ZipFile(exported, "w") as archive:
        archive.writestr(ABOUT, json.dumps(about))
        archive.writestr("catalog.sqlite3", catalog)


@pytest.mark.parametrize(
    "kind", ["cut", "text", "zip", "flipped", "lzma", "sum", "trigger", "check", "index", "model"]
)
def test_damaged_and_foreign_files_change_nothing(
    exported: Path, tmp_path: Path, kind: str
) -> None:
    data = exported.read_bytes()
    with zipfile.ZipFile(exported) as archive:
        about = json.loads(archive.read(ABOUT))
        catalog = archive.read("catalog.sqlite3")
    if kind == "cut":
        exported.write_bytes(data[: len(data) // 2])
    elif kind == "text":
        exported.write_bytes(b"nothing of the kind")
    elif kind == "zip":
        with zipfile.ZipFile(exported, "w") as archive:
            archive.writestr("a.txt", "an article")
    elif kind == "flipped":
        half = len(data) // 2
        exported.write_bytes(data[:half] + bytes([data[half] ^ 255]) + data[half + 1 :])
    elif kind == "lzma":
        with zipfile.ZipFile(exported, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr(ABOUT, json.dumps(about))
        packed = bytearray(exported.read_bytes())
        packed[50:80] = b"\xff" * 30
        exported.write_bytes(packed)
    elif kind == "sum":
        rewritten(exported, about, catalog[:-1] + b"x")
    else:
        import hashlib

        path = tmp_path / "changed.sqlite3"
        path.write_bytes(catalog)
        connection = sqlite3.connect(path)
        if kind == "trigger":
            connection.execute("CREATE TRIGGER t AFTER INSERT ON articles BEGIN SELECT 1; END")
        elif kind == "check":
            connection.execute("DROP TABLE stats")
            columns = "path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL"
            more = "content_hash TEXT NOT NULL CHECK/**/(length(randomblob(1000000000)) > 0)"
            connection.execute(f"CREATE TABLE stats ({columns}, {more})")
        elif kind == "index":
            connection.execute("DROP INDEX articles_of_text")
            computed = "articles (hex(zeroblob(length(text_hash))))"
            connection.execute(f"CREATE INDEX articles_of_text ON {computed}")
        else:
            connection.execute("UPDATE meta SET value = 'another' WHERE key = 'embedder'")
        connection.commit()
        connection.close()
        catalog = path.read_bytes()
        path.unlink()
        rewritten(exported, about | {"sha256": hashlib.sha256(catalog).hexdigest()}, catalog)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises((BadUse, IndexUnusable)) as told:
        import_index(exported, tmp_path / "copy", embedder=EMBEDDER)
    assert str(exported) in str(told.value)
    assert "\n" not in str(told.value)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match="There is no file"):
        import_index(tmp_path / "none", tmp_path / "copy", embedder=EMBEDDER)


def test_a_folder_is_no_exported_index(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match=rf"{tmp_path} cannot be read \(Is a directory\)"):
        import_index(tmp_path, tmp_path / "copy", embedder=EMBEDDER)
