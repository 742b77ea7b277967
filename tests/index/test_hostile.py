"""Files and folders that once hung a build, ended it, or lost what was indexed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import manifest
from index.build import build
from index.catalog import Catalog
from index.embedder import default_embedder
from index.store import PassageIndex

Write = Callable[..., Path]
FIRE = "A fire in Paris\n\nThe cathedral of Notre-Dame burned on Monday."
WITHOUT_ROOTS_POWERS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def titles(index: Path) -> list[str]:
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        return [entry.title for entry in opened.entries()]


def reasons(folder: Path, index: Path) -> dict[str, str]:
    report = build([folder], index, embedder=default_embedder())
    return {Path(skip.path).name: skip.reason for skip in report.skipped}


@pytest.mark.parametrize("pointer", [None, "1", "7000"], ids=["lost", "backward", "far ahead"])
def test_a_wrong_pointer_loses_no_article(
    write: Write, tmp_path: Path, pointer: str | None
) -> None:
    folder = write(**{"a.txt": FIRE})
    index = tmp_path / "index"
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nIt was day {number}.")
        build([folder], index, embedder=default_embedder())
    assert len(titles(index)) == 4
    if pointer is None:
        (index / manifest.POINTER).unlink()
    else:
        (index / manifest.POINTER).write_text(pointer)
    report = build([folder], index, embedder=default_embedder())
    assert (report.unchanged, report.articles) == (4, 4)
    assert len(titles(index)) == 4


def test_an_undecodable_name_is_listed(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": FIRE})
    odd = os.fsencode(folder) + b"/caf\xe9.txt"
    Path(os.fsdecode(odd)).write_text(FIRE)
    (folder / "two\nlines.txt").write_text(FIRE)
    found = reasons(folder, tmp_path / "index")
    assert list(found.values()) == ["its name is not valid text: rename it"] * 2
    assert titles(tmp_path / "index") == ["A fire in Paris"]


def test_pipes_and_devices_are_listed(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": FIRE})
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    found = reasons(folder, tmp_path / "index")
    assert found == {"pipe.txt": "is no regular file", "zero.txt": "is no regular file"}


def test_yaml_aliases_do_not_multiply(write: Write, tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb = "\n".join(["---", *lines, "title: *a9", "author: *a9", "date: *a9", "---", FIRE])
    started = time.monotonic()
    assert reasons(write(**{"a.txt": bomb}), tmp_path / "index") == {}
    assert time.monotonic() - started < 30, "this took for ever"
    assert titles(tmp_path / "index") == ["A fire in Paris"]


def test_a_text_without_spaces_is_cut_into_passages(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": "x" * 100_000})
    report = build([folder], tmp_path / "index", embedder=default_embedder())
    assert 100 < report.passages < 400


def test_a_long_article_is_published_in_time_that_grows_with_it(
    write: Write, tmp_path: Path
) -> None:
    folder = write(**{"a.txt": "It was a long and quiet day in the old town by the river. " * 3000})
    build([folder], tmp_path / "index", embedder=default_embedder())
    catalog = Catalog.open(tmp_path / "index")
    passages = list(catalog.passages_of(catalog.living_ids(1), 1))
    stored = catalog.article(1)
    catalog.close()
    assert stored is not None
    assert len(passages) > 200
    assert all(stored.text[p.start : p.end] == p.text for p in passages)


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv, to be no root")
def test_a_closed_subfolder_keeps_its_articles(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": "B\n\nText.", "sub/c.txt": "C\n\nText."})
    index = tmp_path / "index"
    build([folder], index, embedder=default_embedder())
    (folder / "sub").chmod(0)
    command = [sys.executable, "-m", "ui.cli", "build", str(folder), "--index", str(index)]
    try:
        ran = subprocess.run([*WITHOUT_ROOTS_POWERS, *command], capture_output=True, text=True)
    finally:
        (folder / "sub").chmod(0o700)
    assert ran.returncode == 0, ran.stderr
    assert "2 unchanged, 0 dropped" in ran.stdout
    assert f"{folder / 'sub'}: this folder cannot be read; nothing is dropped" in ran.stdout
    assert titles(index) == ["A fire in Paris", "B", "C"]


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv, to be no root")
def test_a_read_only_index_is_asked_and_closed_doors_are_told(write: Write, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([write(**{"a.txt": FIRE})], index, embedder=default_embedder())
    everything = [index, *index.rglob("*")]
    modes = [path.stat().st_mode for path in everything]
    ask = [sys.executable, "-m", "ui.cli", "ask", "Which cathedral burned on Monday?", "--index"]
    try:
        for path in reversed(everything):
            path.chmod(0o500 if path.is_dir() else 0o400)
        command = [*WITHOUT_ROOTS_POWERS, *ask, str(index)]
        answered = subprocess.run(command, capture_output=True, text=True)
        index.chmod(0)
        refused = subprocess.run(command, capture_output=True, text=True)
    finally:
        for path, mode in zip(everything, modes, strict=True):
            path.chmod(mode)
    assert answered.returncode == 0, answered.stderr
    assert "Notre-Dame" in answered.stdout
    assert (refused.returncode, len(refused.stderr.splitlines())) == (3, 1)


def test_overlapping_folders_are_indexed_once(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": FIRE, "sub/b.txt": "B\n\nText."})
    roots = [folder, folder / "sub", folder]
    report = build(roots, tmp_path / "index", embedder=default_embedder())
    assert (report.added, report.articles) == (2, 2)


@pytest.mark.parametrize("kind", ["idx", "pos", "term", "fast", "fieldnorm", "store", "faiss"])
def test_overwritten_bytes_are_told_or_harmless_and_mended(
    write: Write, tmp_path: Path, kind: str
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": "B\n\nSome other text."})
    index = tmp_path / "index"
    build([folder], index, embedder=default_embedder())
    (damaged,) = manifest.generation_folder(index, 1).rglob(f"*.{kind}")
    data = bytearray(damaged.read_bytes())
    data[4 : max(5, len(data) // 2)] = b"\xff" * (max(5, len(data) // 2) - 4)
    damaged.write_bytes(data)
    ask = [sys.executable, "-m", "ui.cli", "ask", "Which cathedral burned?", "--index", str(index)]
    ran = subprocess.run(ask, capture_output=True, text=True)
    assert ran.returncode in (0, 1, 3), ran.stderr
    assert "Traceback" not in ran.stderr
    report = build([folder], index, embedder=default_embedder())
    assert (report.unchanged, manifest.published_generation(index)) == (2, 2)
    assert subprocess.run(ask, capture_output=True, text=True).returncode == 0
