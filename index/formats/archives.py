"""Archives (zip, tar, tar.gz): their members one by one, in memory and within bounds.

What a member holds is its own format's business. Nothing is written, so that no path of a member
can lead anywhere; an archive within an archive is not opened.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from index.formats.documents import MAX_LINE, Unread, UnreadableFileError, one_line
from index.formats.zips import MAX_MEMBERS, MAX_UNPACKED, open_zip, read_member

MAX_READ = 256 << 20
"""Bytes that are asked of a tar at once; its headers may claim any length."""

LimitOf = Callable[[str], int]
"""How many bytes of a member by this name are read; raises UnreadableFileError for none."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by its path there without leading or climbing parts."""

    path: str
    data: bytes


def zip_members(file: BinaryIO, limit_of: LimitOf) -> Iterator[Member | Unread]:
    """The members of a zip, hidden ones left out."""
    with open_zip(file) as opened:
        for entry in opened.infolist():
            path = member_path(entry.filename)
            if entry.is_dir() or _is_hidden(path):
                continue
            try:
                yield Member(path, read_member(opened, entry, limit=limit_of(path)))
            except UnreadableFileError as error:
                yield Unread(path, str(error))


def tar_members(file: BinaryIO, limit_of: LimitOf) -> Iterator[Member | Unread]:
    """The members of a tar, gzipped or not; links and devices are no files."""
    gzipped = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    bounded = _Bounded(cast(BinaryIO, gzip.GzipFile(fileobj=file)) if gzipped else file)
    try:
        with tarfile.open(fileobj=cast(BinaryIO, bounded), mode="r:") as opened:
            for number, entry in enumerate(opened):
                if number >= MAX_MEMBERS:
                    raise UnreadableFileError(f"holds more than {MAX_MEMBERS:,} files: unpack it")
                path = member_path(entry.name)
                if not entry.isreg() or _is_hidden(path):
                    continue
                yield _tar_member(opened, entry, path, limit_of)
    except (tarfile.TarError, zlib.error, OSError, EOFError) as error:
        raise UnreadableFileError(f"is damaged, or no tar ({error})") from error


def _tar_member(
    opened: tarfile.TarFile, entry: tarfile.TarInfo, path: str, limit_of: LimitOf
) -> Member | Unread:
    try:
        limit = limit_of(path)
        if entry.size > limit:
            raise UnreadableFileError(f"larger than {limit // 2**20} MB unpacked")
    except UnreadableFileError as error:
        return Unread(path, str(error))
    stream = opened.extractfile(entry)
    return Member(path, stream.read(limit) if stream else b"")


def member_path(name: str) -> str:
    """A member's path, relative and without `..`, whatever its writer wished."""
    parts = one_line(name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))[:MAX_LINE]


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))


class _Bounded:
    """A stream that ends in a refusal once more was asked of it than an archive may hold."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise UnreadableFileError("is damaged, or no tar")
        data = self._inner.read(size)
        self._check(self._inner.tell())
        return data

    def seek(self, position: int) -> int:
        self._check(position)
        return self._inner.seek(position)

    def tell(self) -> int:
        return self._inner.tell()

    def _check(self, position: int) -> None:
        if position > MAX_UNPACKED:
            raise UnreadableFileError(
                f"would unpack to more than {MAX_UNPACKED // 2**20:,} MB: unpack it and split it"
            )
