"""What people send: kept for its owner alone, within bounds, and indexed beside the page."""

from __future__ import annotations

import base64
import os
import stat
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.catalog import Entry
from index.embedder import default_embedder
from index.errors import BadUse
from index.formats.kinds import format_of
from index.store import PassageIndex
from ui import library
from ui.library import Library, listed


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "index", local_addresses=False)
    yield made
    made.close()


def send(shelf: Library, name: str, content: bytes) -> Path:
    key = shelf.begin(name, len(content))
    step = library.CHUNK
    for start in range(0, max(1, len(content)), step):
        done = shelf.more(key, base64.b64encode(content[start : start + step]).decode())
    assert done is not None
    return done


def test_an_upload_is_its_owners_alone_beside_the_index(shelf: Library, tmp_path: Path) -> None:
    content = b"words " * 300_000
    file = send(shelf, "news.txt", content)
    assert file == tmp_path / "index-uploads" / "news.txt"
    assert file.read_bytes() == content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["news.txt"]


def test_a_name_leads_nowhere_and_hides_nothing(shelf: Library) -> None:
    for name in ("../../evil.txt", "..\\evil.txt", "/etc/evil.txt", "...evil.txt", "evil.txt"):
        assert send(shelf, name, b"the same").name == "evil.txt"
    assert send(shelf, "evil.txt", b"another").name == "evil (2).txt"
    assert send(shelf, "a\x00<b>|c.txt", b"words").name == "a_b_c.txt"
    assert all(path.parent == shelf.folder for path in shelf.folder.iterdir())


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("", "https://example.org/news/\n\nThe mayor resigned.", "https_example.org_news_.txt"),
        ("Either/or/", "Words.", "Either_or_.txt"),
        ("...", "Words.", "article.txt"),
        ("Nul", "Words.", "_Nul.txt"),
        ("aux.1", "Words.", "_aux.1.txt"),
        ("Consul", "Words.", "Consul.txt"),
        ("C:\\news.pdf", "Words.", "C_news.pdf.txt"),
    ],
)
def test_a_pasted_text_stays_a_text(shelf: Library, title: str, text: str, name: str) -> None:
    assert shelf.paste(title, text, None).name == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a" * 300 + ".tar.gz", "a" * 180 + ".tar.gz"),
        ("𐐷" * 79 + ".txt", "𐐷" * 45 + ".txt"),
        ("é" * 79 + "a" * 21 + "é.TXT", "é" * 79 + "a" * 21 + ".TXT"),
        ("a/..txt", "article.txt"),
        ("nul.md", "_nul.md"),
        ("2019. The year.html", "2019. The year.html"),
    ],
    ids=["long", "wide", "cut within a letter", "hidden", "a device", "dots"],
)
def test_a_long_or_odd_name_keeps_its_format(shelf: Library, name: str, kept: str) -> None:
    file = send(shelf, name, b"words")
    assert file.name == kept
    assert file.read_bytes() == b"words"
    assert format_of(kept) is format_of(name)


def test_what_is_not_taken(shelf: Library) -> None:
    with pytest.raises(BadUse, match=r"tool\.exe: \.exe files are not read\. Send txt, md"):
        shelf.begin("tool.exe", 10)
    with pytest.raises(BadUse, match="larger than 16 MB"):
        shelf.begin("a.txt", (16 << 20) + 1)
    with pytest.raises(BadUse, match="larger than 64 MB"):
        shelf.begin("a.csv", (64 << 20) + 1)
    key = shelf.begin("a.txt", 3)
    with pytest.raises(BadUse, match="larger than was said"):
        shelf.more(key, base64.b64encode(b"four").decode())
    with pytest.raises(BadUse, match="not known any more"):
        shelf.more(key, "")
    with pytest.raises(BadUse, match="damaged"):
        shelf.more(shelf.begin("a.txt", 3), "not base64!")
    assert list(shelf.folder.iterdir()) == []
    for _ in range(library.AT_ONCE):
        shelf.begin("a.txt", 3)
    with pytest.raises(BadUse, match="Too many files"):
        shelf.begin("a.txt", 3)


def test_what_a_process_that_is_gone_left_half_is_cleared_away(shelf: Library) -> None:
    key = shelf.begin("a.txt", 4)
    shelf.more(key, base64.b64encode(b"wo").decode())
    (own,) = shelf.folder.iterdir()
    old, new = shelf.folder / ".old.part", shelf.folder / ".new.part"
    for part in (old, new):
        part.write_bytes(b"half")
    long_ago = time.time() - library.STALE - 60
    for part in (own, old):
        os.utime(part, (long_ago, long_ago))
    shelf.begin("b.txt", 3)
    assert (own.exists(), old.exists(), new.exists()) == (True, False, True)
    done = shelf.more(key, base64.b64encode(b"rd").decode())
    assert done is not None
    assert done.read_bytes() == b"word"


def test_addresses(shelf: Library) -> None:
    assert shelf.address(" https://example.org/feed.xml ") == "https://example.org/feed.xml"
    for wrong in ("ftp://example.org", "example.org", "https://exam ple.org", "file:///etc/passwd"):
        with pytest.raises(BadUse, match="begins with https"):
            shelf.address(wrong)
    with pytest.raises(BadUse, match="own network"):
        shelf.address("http://127.0.0.1:8000/")


def test_a_pasted_text_is_indexed_by_a_child_and_removed_again(
    shelf: Library, tmp_path: Path
) -> None:
    file = shelf.paste('The "ferry" ⛴ 🔥: 1', "It sails at noon.", date(2022, 5, 1))
    broken = send(shelf, "broken.pdf", b"no pdf")
    shelf.add([file, broken])
    assert [job["state"] for job in settled(shelf)] == ["done"]
    (job,) = shelf.indexing.jobs()
    assert job["name"] == "The _ferry_ _ _ 1.txt and 1 more"
    assert job["message"] == "1 added"
    assert [path for path, _ in job["skipped"]] == [str(broken)]
    with PassageIndex.open(tmp_path / "index", embedder=default_embedder().name) as index:
        (entry,) = index.entries()
        article = index.article(entry.id)
    assert (entry.title, entry.published) == ('The "ferry" ⛴ 🔥: 1', date(2022, 5, 1))
    assert article is not None
    assert article.text == "It sails at noon."
    shelf.remove(entry)
    assert [job["message"] for job in settled(shelf)] == ["1 removed", "1 added"]
    assert not file.exists()


def test_a_job_that_fails_says_why(shelf: Library, tmp_path: Path) -> None:
    shelf.add([tmp_path / "none.txt"])
    (job,) = settled(shelf)
    assert job["state"] == "failed"
    assert "There is no file or folder" in job["message"]


def settled(shelf: Library) -> list[dict[str, Any]]:
    """The jobs, once none is waiting or working."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        jobs = shelf.indexing.jobs()
        if all(job["state"] in ("done", "failed") for job in jobs):
            return jobs
    raise AssertionError(f"still under way: {jobs}")


def test_the_list_is_searched_and_in_order() -> None:
    def entry(number: int, title: str, day: date | None) -> Entry:
        return Entry(number, f"/a/{number}.txt", title, "Ada", day, "", "/a", "", 1)

    old, new = entry(1, "The ferry", date(2001, 1, 1)), entry(2, "A Straße", date(2020, 1, 1))
    undated = entry(3, "The ferry again", None)
    every = [old, undated, new]
    assert listed(every) == [new, old, undated]
    assert listed(every, words="FERRY ada") == [old, undated]
    assert listed(every, words="strasse") == [new]
    assert listed(every, since=date(2001, 1, 1), until=date(2019, 1, 1)) == [old]
