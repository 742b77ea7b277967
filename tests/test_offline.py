"""Nothing leaves the machine: watched from outside by strace, in a network with loopback alone."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ISOLATED = ["unshare", "-rn", "sh", "-c"]


def can_isolate() -> bool:
    if not shutil.which("unshare") or not shutil.which("strace"):
        return False
    up = [*ISOLATED, "ip link set lo up && strace -o /dev/null true"]
    return subprocess.run(up, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not can_isolate(), reason="needs strace, ip and user namespaces")

SERVE = """
import re, subprocess, sys, urllib.request
page = subprocess.Popen(
    [sys.executable, "-m", "ui.cli", "serve", "--no-browser", "--index", sys.argv[1]],
    stdout=subprocess.PIPE, text=True,
)
try:
    address = re.search(r"http://127[.]0[.]0[.]1:[0-9]+", page.stdout.readline()).group()
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        assert b"Footnote" in answer.read()
finally:
    page.send_signal(2)
    assert page.wait(60) == 0
"""


@pytest.mark.parametrize("command", ["build", "ask", "serve"])
def test_no_connection_beyond_loopback_and_no_file_elsewhere(
    command: str, tmp_path: Path, samples_index: Path
) -> None:
    home, index = tmp_path / "home", tmp_path / "index"
    home.mkdir()
    shutil.copytree(samples_index, index)
    commands = {
        "build": ["-m", "ui.cli", "build", str(ROOT / "ui" / "samples"), "--index", f"{index}-new"],
        "ask": ["-m", "ui.cli", "ask", "Who stole the Mona Lisa?", "--index", str(index)],
        "serve": ["-c", SERVE, str(index)],
    }
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("CI", "FOOTNOTE_CACHE") and not name.startswith(("XDG_", "PYTHONPYCACHE"))
    }
    environment |= {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    trace = tmp_path / "trace"
    watched = "connect,sendto,sendmsg,sendmmsg,openat,creat,mkdir,rename"
    traced = f"strace -f -y -s 256 -o {trace} -e trace={watched}"
    ran = subprocess.run(
        [
            *ISOLATED,
            f'ip link set lo up; exec {traced} "$0" "$@"',
            sys.executable,
            *commands[command],
        ],
        env=environment,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
    )
    assert ran.returncode in (0, 1), ran.stderr
    calls = trace.read_text("utf-8", "replace").splitlines()
    assert len(calls) > 100

    outward = [call for call in calls if re.search(r"sa_family=AF_INET6?\b", call)]
    beyond = [call for call in outward if not re.search(r'"127\.0\.0\.\d+"|"::1"|"::"', call)]
    assert beyond == [], "a connection beyond loopback"
    looked_up = [call for call in outward if re.search(r"htons\(53\)", call)]
    assert looked_up == [], "a name look-up"

    # gradio keeps a random number in its own package, written when it is first imported
    gradio = importlib.util.find_spec("gradio")
    assert gradio is not None
    assert gradio.origin is not None
    seed = str(Path(gradio.origin).parent / "hash_seed.txt")
    allowed = (str(tmp_path), tempfile.gettempdir(), "/dev/", "/proc/", seed)
    written = {
        path
        for call in calls
        if re.search(r"\bO_(?:WRONLY|RDWR|CREAT)\b|\bcreat\(|\bmkdir\(|\brename\(", call)
        and " = -1 " not in call
        for path in re.findall(r'"(/[^"]*)"', call)
    }
    elsewhere = sorted(path for path in written if not path.startswith(allowed))
    assert elsewhere == [], "a file outside the index, the cache and the temporary folder"
    in_home = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert all(path.startswith(".cache/footnote/") for path in in_home), in_home
