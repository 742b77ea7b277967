"""The articles as the page lists them, and how others get in: uploads, pasted text, addresses.

What is sent is kept in a folder of its owner's beside the index, which nothing serves; `indexing`
does the rest.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from index.catalog import Entry
from index.errors import BadUse
from index.fetch import is_local
from index.formats import NAMES
from index.formats.documents import UnreadableFileError
from index.formats.kinds import ENDINGS, format_of
from index.web import is_address
from ui.indexing import Indexing, Job

LARGEST = 64 << 20
"""Bytes of an upload."""
CHUNK = 1 << 20
"""Bytes of an upload that are sent at once."""
LONGEST_TEXT = 2_000_000
"""Characters of a pasted text."""
AT_ONCE = 20
"""Uploads that may be under way."""
STALE = 600.0
"""Seconds after which an upload that does not go on is forgotten."""
LONGEST_STEM = 180
"""Bytes of a file's name before its ending: file systems hold 255, and a number may follow."""
_UNSAFE = re.compile(r"[^\w.()' -]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]) *(?:\.|$)", re.I)
"""What Windows takes for a device, whatever the ending."""


@dataclass(slots=True)
class _Upload:
    name: str
    part: Path
    file: BinaryIO
    size: int
    touched: float


class Library:
    """What may be added to an index and removed from it. Close it after use."""

    def __init__(self, index: Path, *, local_addresses: bool = True) -> None:
        """`local_addresses`: whether addresses of this machine and its network may be fetched."""
        self.folder = index.with_name(f"{index.name}-uploads")
        self.indexing = Indexing(index)
        self._local_addresses = local_addresses
        self._uploads: dict[str, _Upload] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of uploads that are under way, and end the job that is."""
        with self._lock:
            for key in list(self._uploads):
                self._forget(key)
        self.indexing.close()

    def begin(self, name: str, size: int) -> str:
        """Begin an upload; returns a key for `more`. Raises BadUse for what is not taken."""
        name = re.split(r"[/\\]", name)[-1]
        try:
            limit = min(LARGEST, format_of(name).limit)
        except UnreadableFileError as error:
            raise BadUse(f"{name[:100]}: {error}. Send {NAMES}.") from None
        if not 0 <= size <= limit:
            raise BadUse(f"{name[:100]} is larger than {limit >> 20} MB: split it.")
        at = -max(len(ending) for ending in ENDINGS if name.lower().endswith(ending))
        with self._lock:
            self._clear_stale()
            if len(self._uploads) >= AT_ONCE:
                raise BadUse("Too many files are being sent at once: try again in a minute.")
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = secrets.token_urlsafe(16)
            part = self.folder / f".{key}.part"
            file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            self._uploads[key] = _Upload(
                _safe(name[:at], name[at:]), part, file, size, time.monotonic()
            )
        return key

    def more(self, key: str, data: str) -> Path | None:
        """Take the next bytes, in base64; returns the file once it is whole.

        Raises BadUse, and OSError where they cannot be written; the upload is then forgotten.
        """
        with self._lock:
            upload = self._uploads.get(key)
            if upload is None:
                raise BadUse("That upload is not known any more: send the file again.")
            try:
                block = base64.b64decode(data, validate=True)
            except (binascii.Error, ValueError):
                self._forget(key)
                raise BadUse("What arrived of the file is damaged: send it again.") from None
            if len(block) > CHUNK or upload.file.tell() + len(block) > upload.size:
                self._forget(key)
                raise BadUse(f"{upload.name} is larger than was said: send it again.")
            try:
                upload.file.write(block)
                upload.file.flush()
                upload.touched = time.monotonic()
                if upload.file.tell() < upload.size:
                    return None
                upload.file.close()
                placed = _placed(upload.part, self.folder / upload.name)
            except OSError:
                self._forget(key)
                raise
            del self._uploads[key]
            return placed

    def paste(self, title: str, text: str, published: date | None) -> Path:
        """Keep a pasted text as a file. Raises BadUse, and OSError where it cannot be written."""
        if not text.strip():
            raise BadUse("There is no text yet: paste the article into the box.")
        if len(text) > LONGEST_TEXT:
            raise BadUse(
                f"That text is longer than {LONGEST_TEXT:,} characters: send it as a file."
            )
        title = "".join(c for c in " ".join(title.split()) if c.isprintable())[:300]
        head = {"title": title, "date": published.isoformat() if published else ""}
        # JSON's strings are YAML's, but for escaped pairs of surrogates.
        lines = [
            f"{name}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in head.items()
            if value
        ]
        front = "---\n" + "\n".join(lines) + "\n---\n" if lines else ""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        first = title or text.strip().splitlines()[0]
        part = self.folder / f".{secrets.token_urlsafe(16)}.part"
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "w", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(front + text)
            with self._lock:
                return _placed(part, self.folder / _safe(first[:60], ".txt"))
        finally:
            part.unlink(missing_ok=True)  # where it could not be placed

    def address(self, given: str) -> str:
        """An address that may be fetched. Raises BadUse."""
        given = given.strip()
        if not is_address(given) or any(character.isspace() for character in given):
            raise BadUse("An address begins with https:// or http:// and has no spaces.")
        if not self._local_addresses and is_local(given):
            raise BadUse("This page does not fetch addresses of its own network.")
        return given

    def add(self, sources: Sequence[Path | str]) -> None:
        """Index files and addresses, after what is already waiting."""
        names = [source.name if isinstance(source, Path) else source for source in sources]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        added = tuple(map(str, sources))
        self.indexing.start(Job(f"{names[0]}{more}", add=added, local=self._local_addresses))

    def remove(self, entry: Entry) -> None:
        """Take an article out of the index; a file that was sent goes too, others stay."""
        self.indexing.start(Job(entry.title or entry.source, remove=(entry.source,)))
        file = Path(entry.source)
        if file.parent == self.folder:
            file.unlink(missing_ok=True)  # one of several in a file has no file of its own

    def _clear_stale(self) -> None:
        now = time.monotonic()
        for key in [key for key, each in self._uploads.items() if now - each.touched > STALE]:
            self._forget(key)
        under_way = {each.part for each in self._uploads.values()}
        for part in set(self.folder.glob(".*.part")) - under_way:
            with suppress(FileNotFoundError):
                if time.time() - part.stat().st_mtime > STALE:  # of a process that is gone
                    part.unlink()

    def _forget(self, key: str) -> None:
        upload = self._uploads.pop(key)
        with suppress(OSError):  # a full disk has no room for what is still to be written
            upload.file.close()
        upload.part.unlink(missing_ok=True)


def listed(
    entries: Sequence[Entry],
    *,
    words: str = "",
    since: date | None = None,
    until: date | None = None,
) -> list[Entry]:
    """The entries whose title, author or source holds every word, newest first, undated last."""
    wanted = words.casefold().split()
    found = [
        entry
        for entry in entries
        if _within(entry.published, since, until)
        and (not wanted or _holds(f"{entry.title} {entry.author} {entry.source}", wanted))
    ]
    return sorted(found, key=lambda entry: entry.published or date.min, reverse=True)


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since or date.min) <= day <= (until or date.max)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in wanted)


def _safe(stem: str, ending: str) -> str:
    """A file name of that ending that no file system takes for anything else, and not hidden."""
    stem = _UNSAFE.sub("_", stem).strip(". ").encode()[:LONGEST_STEM].decode(errors="ignore")
    return f"{'_' if _DEVICE.match(stem) else ''}{stem.rstrip('. ') or 'article'}{ending}"


def _placed(part: Path, wanted: Path) -> Path:
    """Move a file to its name, or to that name with a number where another one has it."""
    stem, dot, ending = wanted.name.partition(".")
    content = part.read_bytes()
    number, place = 1, wanted
    while place.exists() and place.read_bytes() != content:
        number += 1
        place = wanted.with_name(f"{stem} ({number}){dot}{ending}")
    part.replace(place)
    return place
