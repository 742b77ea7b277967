"""The sum that a file's bytes are known by."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20


def sha256_of(file: BinaryIO) -> str:
    """The sha256 of what is left of an open file, in hexadecimal, read a block at a time."""
    total = hashlib.sha256()
    while block := file.read(_BLOCK):
        total.update(block)
    return total.hexdigest()


def sha256_at(path: Path) -> str:
    """The sha256 of the file at a path."""
    with path.open("rb") as file:
        return sha256_of(file)
