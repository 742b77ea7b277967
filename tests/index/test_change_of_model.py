"""An index changes its model: it answers as before until that is done, whatever interrupts it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index import manifest
from index.build import build, remove
from index.catalog import Catalog
from index.embedder import Embedder, Vectors, default_embedder
from index.errors import IndexUnusable
from index.exchange import export_index, import_index
from index.store import PassageIndex
from index.verify import repair, verify

Write = Callable[..., Path]
OLD = default_embedder()
TEXTS = {f"{n}.txt": f"Story {n}\n\nThis is story number {n}." for n in range(6)}


@dataclass
class Words:
    """Shared words are nearness. Gives up after so many texts, as if interrupted."""

    name: str = "words@1"
    dimension: int = 64
    patience: int = 1000

    def count(self, text: str) -> int:
        return len(text.split())

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.patience -= len(texts)
        if self.patience < 0:
            raise KeyboardInterrupt
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths


@pytest.fixture
def folder(write: Write) -> Path:
    return write(**TEXTS)


@pytest.fixture
def index(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("index.writer.BATCH_PASSAGES", 1)
    build([folder], tmp_path / "index", embedder=OLD)
    return tmp_path / "index"


def interrupted(index: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build([], index, embedder=Words(patience=3), change_model=True)


def made_with(index: Path) -> tuple[str, str]:
    """The embedders of what is published and of what is written."""
    catalog = Catalog.open(index)
    meta = catalog.meta()
    catalog.close()
    return manifest.asked_with(index, meta), meta["embedder"]


def found(index: Path, embedder: Embedder) -> list[str]:
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        vector = embedder.embed_questions(["story number 4"])[0]
        passages = opened.passages([i for i, _ in opened.nearest(vector, 9)])
    assert not any(c.faults for c in verify(index, embedder=embedder))
    return sorted(Path(passage.source).name for passage in passages.values())


def test_all_is_embedded_again_from_the_stored_texts(folder: Path, index: Path) -> None:
    (folder / "copy.txt").write_text(TEXTS["0.txt"], "utf-8")
    build([folder], index, embedder=OLD)
    for path in folder.iterdir():
        path.unlink()
    with PassageIndex.open(index, embedder=OLD.name) as before:
        report = build([], index, embedder=Words(), change_model=True)
        assert (report.embedded, report.articles, report.passages) == (6, 7, 6)
        assert not before.is_current()
        ((_, score), *_) = before.nearest(OLD.embed(["Story 4\nThis is story number 4."])[0], 1)
        assert score > 0.9, "who reads goes on reading"
    assert found(index, Words()) == list(TEXTS)
    with pytest.raises(IndexUnusable, match=r"words@1, not with all.*build --model all-MiniLM"):
        PassageIndex.open(index, embedder=OLD.name)


def test_without_being_asked_the_model_is_not_changed(folder: Path, index: Path) -> None:
    with pytest.raises(IndexUnusable, match=r"made with the model all-MiniLM.*build --model words"):
        build([folder], index, embedder=Words())
    assert made_with(index) == (OLD.name, OLD.name)
    assert found(index, OLD) == list(TEXTS)


def test_an_interrupted_change_answers_as_before_and_goes_on(folder: Path, index: Path) -> None:
    interrupted(index)
    assert made_with(index) == (OLD.name, "words@1")
    assert found(index, OLD) == list(TEXTS)
    for act in (
        lambda: build([folder], index, embedder=OLD),
        lambda: remove([str(folder / "1.txt")], index, embedder=OLD),
        lambda: repair(index, embedder=OLD),
    ):
        with pytest.raises(IndexUnusable, match=r"being changed to the model words@1: finish"):
            act()
    (folder / "1.txt").write_text("Story 1\n\nIt says something else.", "utf-8")
    report = build([folder], index, embedder=Words())
    assert (report.changed, report.unchanged) == (1, 5)
    assert 3 <= report.embedded <= 5, "not what was stored before"
    assert made_with(index) == ("words@1", "words@1")
    assert found(index, Words()) == list(TEXTS)


def test_a_change_can_be_called_off(index: Path) -> None:
    interrupted(index)
    build([], index, embedder=OLD, change_model=True)
    assert made_with(index) == (OLD.name, OLD.name)
    assert found(index, OLD) == list(TEXTS)


def test_what_is_exported_meanwhile_is_what_is_published(index: Path, tmp_path: Path) -> None:
    interrupted(index)
    export_index(index, tmp_path / "file", embedder=OLD)
    assert import_index(tmp_path / "file", tmp_path / "copy", embedder=OLD) == 6
    assert found(tmp_path / "copy", OLD) == list(TEXTS)
    assert build([], tmp_path / "copy", embedder=OLD).embedded == 0
    with pytest.raises(IndexUnusable, match=r"footnote import .*file --model all-MiniLM-L6-v2 "):
        import_index(tmp_path / "file", tmp_path / "other", embedder=Words())
