"""Zip files as strangers write them: opened and read within bounds, nothing ever written.

docx and epub are zips as well; `archives`, `word` and `epub` say what the members mean.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from index.formats.documents import UnreadableFileError

MAX_MEMBERS = 20_000
MAX_UNPACKED = 1 << 30
"""Bytes that all members may come to: the largest archive read, several times over."""
MAX_DIRECTORY = 8 << 20
"""Bytes of the list of members, which is held in memory."""
_ENCRYPTED = 0x1


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Open a zip whose members may be read. Raises UnreadableFileError."""
    if _directory_bytes(file) > MAX_DIRECTORY:
        raise UnreadableFileError(f"holds more than {MAX_MEMBERS:,} files: unpack it")
    try:
        opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(f"is damaged, or no zip ({error})") from error
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableFileError(f"holds more than {MAX_MEMBERS:,} files: unpack it")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFileError(
            f"would unpack to more than {MAX_UNPACKED // 2**20:,} MB: unpack it and split it"
        )
    return opened


def read_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, *, limit: int) -> bytes:
    """A member's bytes. Raises UnreadableFileError, also where there are more than `limit`."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFileError("is encrypted")
    too_large = f"larger than {limit // 2**20} MB unpacked"
    if member.file_size > limit:
        raise UnreadableFileError(too_large)
    try:
        with opened.open(member) as stream:
            data = stream.read(limit + 1)
    except Exception as error:
        # Each kind of compression has errors of its own; the other members still get in.
        raise UnreadableFileError(f"is damaged ({error})") from error
    if len(data) > limit:
        raise UnreadableFileError(too_large)
    return data


def _directory_bytes(file: BinaryIO) -> int:
    """How long the list of members says it is; a zip64's, said elsewhere, counts as too long."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))  # the longest comment, and the record before it
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
