"""What `verify` finds, what `repair` mends, and what a kill at any moment leaves."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import console, dense, lexical, locks, manifest
from index.build import build
from index.embedder import default_embedder
from index.errors import IndexBusy, IndexUnusable
from index.store import PassageIndex
from index.verify import Check, only_derived, repair, verify

KILLS = int(os.environ.get("FOOTNOTE_KILLS", "20"))
EMBEDDER = default_embedder()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(3):
        text = f"Story {number}\n\nIn village {number} the mayor counted {number + 5} sheep."
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    folder = tmp_path / "index"
    build([articles], folder, embedder=EMBEDDER)
    return folder


def faults(checks: list[Check]) -> list[str]:
    return [fault for check in checks for fault in check.faults]


def test_a_sound_index_is_told_to_be(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checks = verify(index, embedder=EMBEDDER)
    assert faults(checks) == []
    assert [check.subject for check in checks] == [
        "catalog: readable, consistent",
        "passages: 3, each a slice of its article, in order",
        "vectors: 3 of 384 numbers, finite, of length 1",
        f"search files: {len(manifest.read(index, 1).sha256)}, as they were written",
        "search files: the passages of the catalog, in 3 articles",
    ]
    assert run("verify", "--index", str(index)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("sound ") for line in lines)


def run(*arguments: str) -> int:
    from index.__main__ import main

    return main(list(arguments))


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))


DERIVED: list[tuple[Callable[[Path], object], str]] = [
    (lambda at: flip(at / dense.FILE, -5), "dense.faiss is not as it was written"),
    (lambda at: (at / dense.FILE).unlink(), "footnote verify --repair"),
    (lambda at: shutil.rmtree(at / lexical.FOLDER), "are damaged"),
    (lambda at: (at / "more.bin").write_bytes(b"x"), "more.bin is not as it was written"),
    (lambda at: (at / manifest.FILE).write_text("{"), "are damaged"),
    (lambda at: (at.parents[1] / manifest.POINTER).write_text("seven"), "pointer CURRENT"),
]


@pytest.mark.parametrize(("damage", "told"), DERIVED, ids=[told for _, told in DERIVED])
def test_damaged_search_files_are_found_and_derived_again(
    index: Path, damage: Callable[[Path], object], told: str
) -> None:
    damage(manifest.generation_folder(index, 1))
    checks = verify(index, embedder=EMBEDDER)
    assert any(told in fault for fault in faults(checks)), faults(checks)
    assert only_derived(checks)
    repair(index, embedder=EMBEDDER)
    assert faults(verify(index, embedder=EMBEDDER)) == []
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        assert opened.generation == 2
        assert len(opened.matching("sheep", 9)) == 3


def test_search_files_of_other_passages_are_found(index: Path, articles: Path) -> None:
    (articles / "3.txt").write_text("Story 3\n\nIn village 3 nobody counted.", "utf-8")
    before = index.with_name("before")
    shutil.copytree(index, before)
    build([articles], index, embedder=EMBEDDER)
    at, earlier = manifest.generation_folder(index, 2), manifest.generation_folder(before, 1)
    shutil.copy(earlier / dense.FILE, at / dense.FILE)
    facts = json.loads((at / manifest.FILE).read_text("utf-8"))
    facts["sha256"] = manifest.digests(at)
    (at / manifest.FILE).write_text(json.dumps(facts), "utf-8")
    assert any("other passages than they should" in f for f in faults(verify_any(index)))
    repair(index, embedder=EMBEDDER)
    assert faults(verify_any(index)) == []


def verify_any(index: Path) -> list[Check]:
    return verify(index, embedder=EMBEDDER)


CATALOG = [
    ('UPDATE passages SET "end" = 9999 WHERE id = 2', "has passages that are no slices of it"),
    ("UPDATE passages SET start = -1 WHERE id = 2", "has passages that are no slices of it"),
    ("DELETE FROM vectors WHERE passage_id = 2", "has passages without a vector"),
    ("UPDATE vectors SET vector = zeroblob(768) WHERE passage_id = 2", "a damaged vector"),
    ("UPDATE vectors SET vector = x'00fc' WHERE passage_id = 2", "a damaged vector"),
]


@pytest.mark.parametrize(("statement", "told"), CATALOG)
def test_a_damaged_catalog_names_the_article(
    index: Path, statement: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(index / "catalog.sqlite3") as connection:
        connection.execute(statement)
    connection.close()
    checks = verify(index, embedder=EMBEDDER)
    assert not only_derived(checks)
    (fault,) = faults(checks)
    assert re.match(r"article 2 \(.*/articles/1\.txt\) ", fault)
    assert told in fault
    assert run("verify", "--repair", "--index", str(index)) == console.DAMAGED
    shown = capsys.readouterr().out
    assert fault in shown
    assert "must be built again from the articles" in shown


def test_a_catalog_that_is_none_is_told_in_a_sentence(index: Path) -> None:
    for path in index.glob("catalog.sqlite3*"):
        path.write_bytes(b"not a database, not at all" * 400)
    with pytest.raises(IndexUnusable, match="catalog"):
        verify(index, embedder=EMBEDDER)


def test_no_index_and_a_busy_one_are_told(index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match=r"There is no index at .*/none: make one with"):
        verify(tmp_path / "none", embedder=EMBEDDER)
    assert not (tmp_path / "none").exists()
    with locks.writing(index), pytest.raises(IndexBusy):
        repair(index, embedder=EMBEDDER)
    with locks.writing(index):
        assert faults(verify(index, embedder=EMBEDDER)) == [], "a build may go on meanwhile"


BUILDS = """
import sys
from index import build as building, dense, writer
from index.embedder import default_embedder
writer.BATCH_PASSAGES = 2
dense.EXACT = int(sys.argv[3])
embedder = default_embedder()
embedder.embed(["a first text"])
print("ready", flush=True)
building.build([sys.argv[1]], sys.argv[2], embedder=embedder)
print("done", flush=True)
"""
STORIES = 16


def write_version(folder: Path, version: int) -> set[str]:
    """Another edition of all stories; returns their texts."""
    texts = {
        f"Story {number}\n\nThe sheep of village {number}, counted {version} times."
        for number in range(STORIES)
    }
    for text in texts:
        (folder / f"{text.split()[1]}.txt").write_text(text, "utf-8")
    return texts


def seen(index: Path) -> set[str]:
    """Every text that the index finds, by vectors and by words, which must agree."""
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        vector = EMBEDDER.embed(["How many sheep?"])[0]
        near = opened.passages([i for i, _ in opened.nearest(vector, 99)])
        match = opened.passages([i for i, _ in opened.matching("sheep", 99)])
        assert near == match
        return {passage.text for passage in near.values()}


def test_a_kill_at_any_moment_leaves_the_generation_before_or_after(tmp_path: Path) -> None:
    folder, index = tmp_path / "articles", tmp_path / "index"
    folder.mkdir()
    before = write_version(folder, 0)
    started = time.monotonic()
    build([folder], index, embedder=EMBEDDER)
    usual = time.monotonic() - started
    chance = random.Random(3)  # noqa: S311
    interrupted = 0
    for version in range(1, KILLS + 1):
        after = write_version(folder, version)
        # Every other time with a compressed index, whose files are linked from one to the next.
        exact = "5" if version % 2 else "100000"
        arguments = [sys.executable, "-c", BUILDS, str(folder), str(index), exact]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 1.5 * usual))
            child.kill()
            interrupted += b"done" not in child.stdout.read()
        found = seen(index)
        assert found in (before, after), "all of one edition, never some of each"
        assert faults(verify(index, embedder=EMBEDDER)) == []
        before = found
    assert interrupted >= KILLS // 3, "most kills should meet a build at work"
    build([folder], index, embedder=EMBEDDER)
    assert seen(index) == after
