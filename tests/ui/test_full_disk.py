"""A disk that fills up under the page: told in a sentence, nothing half left and nothing lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.assistant import Assistant
from tests.index.test_full_disk import can_mount, small_disk
from ui.desk import Desk
from ui.page import _callable

SENDING = """
import base64, sys
from pathlib import Path
from ui.library import CHUNK, Library

def attempt(act, *given):
    try:
        done = act(*given)
    except Exception as error:
        done = error
    print(done.name if isinstance(done, Path) else done)
    return done

def send(name, block, times):
    key = shelf.begin(name, len(block) * times)
    while attempt(shelf.more, key, base64.b64encode(block).decode()) is None:
        pass
    attempt(shelf.more, key, "")

shelf = Library(Path(sys.argv[1], "index"))
attempt(shelf.paste, "Kept", "It sails at noon.", None)
send("big.txt", b"x" * CHUNK, 9)
send("whole.txt", b"x" * CHUNK, 3)
attempt(shelf.paste, "Long", "x" * 1_500_000, None)
filler = Path(sys.argv[1], "filler")
attempt(filler.write_bytes, bytes(CHUNK))
send("small.txt", b"A few words.", 1)
filler.unlink()
send("small.txt", b"A few words.", 1)
print(sorted((path.name, path.stat().st_size) for path in shelf.folder.iterdir()))
print((shelf.folder / "Kept.txt").read_text().splitlines()[-1])
"""
FULL = "[Errno 28] No space left on device"
GONE = "That upload is not known any more: send the file again."
PAGE_FULL = (
    "The disk that this would be kept on is full: free some space and try again. What was there "
    "before is kept."
)


@pytest.mark.skipif(not can_mount(), reason="needs user and mount namespaces")
def test_what_the_disk_cannot_hold_leaves_nothing_half(tmp_path: Path) -> None:
    disk, script = tmp_path / "disk", tmp_path / "sending.py"
    disk.mkdir()
    script.write_text(SENDING, encoding="utf-8")
    ran = small_disk(disk, "4m", f"{sys.executable} {script} {disk}")
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "Kept.txt",
        *("None", "None", "None", FULL, GONE),
        *("None", "None", "whole.txt", GONE),
        FULL,
        FULL,
        *(FULL, GONE),
        *("small.txt", GONE),
        "[('Kept.txt', 39), ('small.txt', 12), ('whole.txt', 3145728)]",
        "It sails at noon.",
    ]


@pytest.fixture
def desk(samples_index: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(samples_index, tmp_path / "index")
    with Assistant(tmp_path / "index") as assistant:
        made = Desk(assistant)
        yield made
        made.close()


def test_the_page_tells_of_it_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    page = {function.__name__: _callable(function) for function in desk.functions()}
    (tmp_path / "index-ratings.jsonl").symlink_to("/dev/full")
    *_, turn = desk.ask({"question": "Who commanded the Paris fire brigade?"})
    assert page["rate"]({"token": turn["token"], "verdict": "right"}) == {"error": PAGE_FULL}
    (tmp_path / "index-uploads").write_text("no folder")
    assert page["paste"]({"text": "It sails at noon."}) == {
        "error": "A file could not be read or written: File exists."
    }
