"""Logins: hashes that only their password has, and a file that is read with care."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import BadUse
from ui import login, serving


def test_a_password_has_its_hash_and_no_other_has() -> None:
    hashed = login.hashed("correct horse")
    assert hashed != login.hashed("correct horse"), "each has a salt of its own"
    assert login.matches_hash("correct horse", hashed)
    assert not login.matches_hash("correct hors", hashed)


def test_a_file_of_logins(tmp_path: Path) -> None:
    file = tmp_path / "logins"
    file.write_text(f"# names\n\nada:{login.hashed('correct horse')}\n")
    known = login.read(file)
    assert known("ada", "correct horse")
    assert not known("ada", "")
    assert not known("bob", "correct horse")


@pytest.mark.parametrize("line", ["ada", "ada:secret", "ada:scrypt:x", ":scrypt:AA==:AA==", ""])
def test_a_line_that_is_no_login_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "logins"
    file.write_text(line + "\n")
    with pytest.raises(BadUse, match=r"python -m ui\.login NAME"):
        login.read(file)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match="cannot be read"):
        login.read(tmp_path / "none")


def test_the_command_makes_a_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui.login", "ada"]
    made = subprocess.run(command, input="correct horse\n", capture_output=True, text=True)
    file = tmp_path / "logins"
    file.write_text(made.stdout)
    assert login.read(file)("ada", "correct horse")
    short = subprocess.run(command, input="short\n", capture_output=True, text=True)
    assert (short.returncode, short.stdout) == (2, "")
    assert "usage: python -m ui.login" in subprocess.check_output(
        [*command[:3], "--help"], text=True
    )


def test_beyond_this_machine_only_with_a_login_or_in_so_many_words() -> None:
    for host in ("0.0.0.0", "192.168.1.7", "::", "example.org"):  # noqa: S104
        with pytest.raises(BadUse, match="--auth-file FILE, or let everybody in with --without"):
            serving.check_host(host, login=False, without_login=False)
        serving.check_host(host, login=True, without_login=False)
        serving.check_host(host, login=False, without_login=True)
    for host in ("127.0.0.1", "localhost", "::1"):
        serving.check_host(host, login=False, without_login=False)
