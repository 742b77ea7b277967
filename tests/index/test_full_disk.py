"""A disk that fills up: a small file system of the test's own, in a namespace of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "ui" / "samples"


def small_disk(at: Path, size: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script with a file system of this size mounted at a folder."""
    mounted = f"mount -t tmpfs -o size={size} tmpfs {at} && {script}"
    command = ["unshare", "-rm", "sh", "-c", mounted]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def can_mount() -> bool:
    at = Path(__file__).parent
    return bool(shutil.which("unshare")) and small_disk(at, "1m", "true").returncode == 0


@pytest.mark.skipif(not can_mount(), reason="needs user and mount namespaces")
def test_a_transaction_that_the_disk_cannot_hold_is_told(tmp_path: Path) -> None:
    """SQLite undoes it by itself; what is told is the disk, not the undoing."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        "import sys; from pathlib import Path; from index.ledger import Ledger\n"
        "from index.errors import IndexUnusable\n"
        "catalog = Ledger.create_or_open(Path(sys.argv[1]))\n"
        "try:\n"
        "    catalog.set_meta({str(n): 'x' * 2**20 for n in range(40)})\n"
        "except IndexUnusable as error: print(error)\n"
        "print(catalog.meta())"
    )
    ran = small_disk(disk, "6m", f'{sys.executable} -c "{script}" {disk}')
    told, after = ran.stdout.splitlines()
    assert told.startswith(f"The disk that holds {disk} is full: free some space")
    assert after == "{}"


@pytest.mark.skipif(not can_mount(), reason="needs user and mount namespaces")
@pytest.mark.parametrize("size", ["60k", "200k", "400k"])
def test_a_full_disk_is_told_and_the_index_answers_as_before(size: str, tmp_path: Path) -> None:
    index = tmp_path / "disk" / "index"
    index.parent.mkdir()
    footnote = f"{sys.executable} -m ui.cli"
    ran = small_disk(
        index.parent,
        "40m",
        f"{footnote} build {SAMPLES / 'notre-dame-fire.md'} --index {index} || exit 90; "
        f"dd if=/dev/zero of={index.parent}/filler bs=1k count=99999 2>/dev/null; "
        f"truncate -s -{size} {index.parent}/filler; "
        f"{footnote} build {SAMPLES} --index {index}; echo built $?; "
        f"{footnote} ask 'Who commanded the Paris fire brigade?' --index {index} || exit 91; "
        f"rm {index.parent}/filler; "
        f"{footnote} build {SAMPLES} --index {index} || exit 92",
    )
    assert ran.returncode == 0, ran.stderr
    assert "built 3" in ran.stdout
    assert "Jean-Claude Gallet" in ran.stdout
    assert "The index holds 12 articles" in ran.stdout
    assert "Traceback" not in ran.stderr
    (sentence,) = ran.stderr.strip().splitlines()
    assert sentence.startswith("The disk that holds ")
    assert sentence.endswith(
        "is full: free some space and run the same command again. The index answers as before."
    )
