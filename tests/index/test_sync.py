"""What is looked at, what is left out, and what is seen to change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import articles as reading
from index.__main__ import main
from index.build import build
from index.embedder import default_embedder
from index.errors import BadUse
from index.store import PassageIndex
from index.watch import changes

EMBEDDER = default_embedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    at = tmp_path / "articles"
    (at / "drafts").mkdir(parents=True)
    for name in ("a.txt", "b.md", "drafts/c.txt", "drafts/keep.txt"):
        (at / name).write_text(f"Story {name}\n\nAbout {name}.", "utf-8")
    return at


def names(folder: Path, *ignore: str) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in reading.scan(folder, ignore).files]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ([], ["a.txt", "b.md", "drafts/c.txt", "drafts/keep.txt"]),
        (["drafts/"], ["a.txt", "b.md"]),
        (["*.txt"], ["b.md"]),
        (["/*.txt"], ["b.md", "drafts/c.txt", "drafts/keep.txt"]),
        (["drafts/*", "!keep.txt"], ["a.txt", "b.md", "drafts/keep.txt"]),
        (["# drafts/", ""], ["a.txt", "b.md", "drafts/c.txt", "drafts/keep.txt"]),
    ],
)
def test_patterns_are_those_of_a_gitignore(
    folder: Path, patterns: list[str], left: list[str]
) -> None:
    assert names(folder, *patterns) == left
    (folder / reading.IGNORE).write_text("\n".join(patterns), "utf-8")
    assert names(folder) == left
    assert reading.scan(folder).ignored == 4 - len(left)


def test_a_byte_order_mark_is_no_part_of_the_first_pattern(folder: Path) -> None:
    (folder / reading.IGNORE).write_text("drafts/\n*.md\n", "utf-8-sig")
    assert names(folder) == ["a.txt"]


def test_a_pattern_that_is_none_is_told(folder: Path) -> None:
    with pytest.raises(BadUse, match="pattern to ignore"):
        reading.scan(folder, ["!"])


def test_what_is_ignored_later_is_dropped(folder: Path, tmp_path: Path) -> None:
    assert build([folder], tmp_path / "index", embedder=EMBEDDER).added == 4
    report = build([folder], tmp_path / "index", embedder=EMBEDDER, ignore=["drafts/c.txt"])
    assert (report.unchanged, report.dropped, report.ignored) == (3, 1, 1)
    (folder / reading.IGNORE).write_text("drafts/\n*.md\n", "utf-8")
    with pytest.raises(BadUse, match=r"2 of the 3 articles indexed from .* --prune"):
        build([folder], tmp_path / "index", embedder=EMBEDDER)


def test_an_unchanged_file_is_not_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    original = reading.fingerprint

    def counted(path: Path) -> str:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(reading, "fingerprint", counted)
    hour_ago = (folder / "a.txt").stat().st_mtime - 3600
    for path in folder.rglob("*.*"):
        os.utime(path, (hour_ago, hour_ago))
    build([folder], tmp_path / "index", embedder=EMBEDDER)
    assert sorted(read) == ["a.txt", "b.md", "c.txt", "keep.txt"]
    read.clear()
    assert build([folder], tmp_path / "index", embedder=EMBEDDER).unchanged == 4
    assert read == []
    (folder / "a.txt").write_text("Story z.txt\n\nAbout z.txt.", "utf-8")  # as long as before
    assert build([folder], tmp_path / "index", embedder=EMBEDDER).changed == 1
    assert read == ["a.txt"]
    # It changed a moment ago, and might do so again at the same time of the clock.
    read.clear()
    changed = (folder / "a.txt").stat().st_mtime_ns
    (folder / "a.txt").write_text("Story y.txt\n\nAbout y.txt.", "utf-8")
    os.utime(folder / "a.txt", ns=(changed, changed))
    assert build([folder], tmp_path / "index", embedder=EMBEDDER).changed == 1
    assert read == ["a.txt"]


def test_a_change_is_seen_once_it_has_settled(folder: Path) -> None:
    looks, index = 0, folder / "index"
    index.mkdir()

    def pause(seconds: float) -> None:
        """What happens between two looks."""
        nonlocal looks
        assert seconds >= 2
        looks += 1
        if looks in (5, 6):  # being written, over two looks
            with (folder / "a.txt").open("a", encoding="utf-8") as file:
                file.write("More.")
        elif looks == 12:
            (folder / "b.md").unlink()
        elif looks == 15:
            (index / "catalog").touch()  # as a build does: to answer it would never end
        elif looks == 18:
            raise KeyboardInterrupt

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(looks for _ in changes([folder], [], index=index, pause=pause))
    # First once; after the second write, seen at look 6, the same at 7; the same after 12.
    assert seen == [1, 7, 13]


def test_a_log_that_never_settles_holds_up_no_change(folder: Path, tmp_path: Path) -> None:
    looks = 0

    def pause(seconds: float) -> None:
        nonlocal looks
        looks += 1
        with (folder / "app.log").open("a", encoding="utf-8") as file:
            file.write("A line.\n")
        if looks == 4:
            (folder / "a.txt").write_text("Story z\n\nAbout something else.", "utf-8")
        elif looks == 8:
            (folder / reading.IGNORE).write_text("drafts/", "utf-8")
        elif looks == 12:
            raise KeyboardInterrupt

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(looks for _ in changes([folder], [], index=tmp_path / "index", pause=pause))
    assert seen == [1, 5, 9]


def test_a_number_that_is_a_folder_too_is_asked_about(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "3").mkdir()
    (folder / "3" / "d.txt").write_text("Story d\n\nAbout d.", "utf-8")
    index = str(tmp_path / "index")
    assert build([folder], index, embedder=EMBEDDER).added == 5
    monkeypatch.chdir(folder)
    assert main(["remove", "3", "--index", index]) == 2
    assert (
        "is an article's number and a folder: write ./3 for the folder" in capsys.readouterr().err
    )
    assert main(["remove", "./3", "--index", index]) == 0
    assert main(["remove", "3", "--index", index]) == 0, "now it is a number alone"


@pytest.mark.parametrize("name", ["9" * 20, "9" * 5000])
def test_a_number_beyond_all_articles_is_told(
    folder: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    build([folder], index, embedder=EMBEDDER)
    assert main(["remove", name, "--index", str(index)]) == 2
    assert capsys.readouterr().err.endswith(f" is called {name}.\n")
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        assert opened.article(1 << 63) is None


def test_an_unmounted_folder_is_no_change(folder: Path, tmp_path: Path) -> None:
    looks = 0

    def pause(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            folder.rename(tmp_path / "away")
        elif looks == 10:
            raise KeyboardInterrupt

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(looks for _ in changes([folder], [], index=tmp_path / "index", pause=pause))
    assert seen == [1]


def test_the_command_watches_until_it_is_interrupted(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "index", "build", str(folder), "--watch"]
    with subprocess.Popen(
        [*command, "--index", str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            assert child.stdout.readline().startswith("4 added")
            assert child.stdout.readline().startswith("4 articles of these without a date")
            assert child.stderr.readline().startswith("Watching for changes")
            (folder / "2026-11-02.txt").write_text("New\n\nSomething new.", "utf-8")
            assert child.stdout.readline().startswith("1 added, 0 changed, 4 unchanged")
            (folder / "new.txt").write_text("Newer\n\nSomething newer.", "utf-8")
            assert child.stdout.readline().startswith("1 added, 0 changed, 5 unchanged")
            assert child.stdout.readline().startswith("5 articles of these without a date")
            child.send_signal(signal.SIGINT)
            assert child.wait(30) == 0
            assert child.stderr.read() == "Watching has ended; the index answers.\n"
        finally:
            child.kill()
