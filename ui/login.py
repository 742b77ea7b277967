"""Who may see the page: names and hashed passwords in a file, one `name:hash` a line.

    python -m ui.login NAME >> FILE

asks for a password and prints the line to add. Hashes are scrypt's (Percival 2009), with a salt.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import getpass
import hashlib
import hmac
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadUse

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_MEMORY = 64 << 20
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Login:
    """The names that may log in, with their hashes."""

    hashes: Mapping[str, str]

    def __call__(self, name: str, password: str) -> bool:
        """Whether this is the password of that name; takes as long for a name that is none."""
        known = self.hashes.get(name)
        matches = matches_hash(password, known or _NOBODY)
        return known is not None and matches


def read(file: Path) -> Login:
    """The logins of a file; empty lines and lines from # on are passed over. Raises BadUse."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadUse(f"The logins in {file} cannot be read ({error}).") from None
    hashes = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not name or _parts(hashed) is None:
            raise BadUse(
                f"Line {number} of {file} is no login: make one with: python -m ui.login NAME"
            )
        hashes[name] = hashed
    if not hashes:
        raise BadUse(f"There is no login in {file}: make one with: python -m ui.login NAME")
    return Login(hashes)


def hashed(password: str, salt: bytes | None = None) -> str:
    """`scrypt:salt:key`, both in base64."""
    salt = salt or secrets.token_bytes(16)
    key = hashlib.scrypt(
        password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY
    )
    return ":".join(("scrypt", *(base64.b64encode(part).decode() for part in (salt, key))))


def matches_hash(password: str, known: str) -> bool:
    """Whether a password has this hash."""
    parts = _parts(known)
    return parts is not None and hmac.compare_digest(hashed(password, parts[0]), known)


def _parts(given: str) -> tuple[bytes, bytes] | None:
    kind, *encoded = given.split(":")
    try:
        salt, key = (base64.b64decode(part, validate=True) for part in encoded)
    except (binascii.Error, ValueError):
        return None
    return (salt, key) if kind == "scrypt" and salt and key else None


_NOBODY = "scrypt:" + ":".join(base64.b64encode(bytes(length)).decode() for length in (16, 64))


def main(arguments: list[str] | None = None) -> int:
    """Ask for a password and print a line for the file."""
    parser = argparse.ArgumentParser(
        prog="python -m ui.login",
        description="Ask for a password and print a line for the file that --auth-file names.",
    )
    parser.add_argument("name", metavar="NAME", help="who may log in; no colon in it")
    name: str = parser.parse_args(arguments).name
    if ":" in name or not name.strip():
        parser.error("a name has no colon, and is not empty")
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < _SHORTEST:
        print(f"A password has {_SHORTEST} characters or more.", file=sys.stderr)
        return 2
    print(f"{name}:{hashed(password)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
