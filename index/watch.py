"""When something below named folders changes: told by looking, which works on every file system.

Notices of the operating system miss network folders and run out over large trees. Looking costs a
stat a file; the pause between two looks grows with what a look takes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index import articles as reading
from index.errors import BadUse
from index.formats.documents import UnreadableFileError
from index.formats.kinds import format_of

PAUSE = 2.0
"""Seconds between two looks, at least."""
SHARE = 0.02
"""Of the time, at most, that is spent looking."""

State = dict[str, tuple[int, int]]
"""Size and time of change of each file."""


def changes(
    roots: Sequence[Path],
    ignore: Sequence[str],
    *,
    index: Path,
    pause: Callable[[float], object] = time.sleep,
) -> Iterator[None]:
    """Yield once, and again after each change, when two looks have seen the same.

    So what is being written is let be. What changes in the folder of the index is its own doing.
    Ends only when its caller stops asking.
    """
    index = Path(os.path.abspath(index))  # noqa: PTH100
    built: State | None = None  # what changed during the build before is not known: look once
    before: State | None = None
    while True:
        started = time.monotonic()
        now, whole = _look(roots, ignore, index)
        taken = time.monotonic() - started
        if whole and now == before and now != built:
            built = now
            yield
        before = now
        pause(max(PAUSE, taken / SHARE))


def _look(roots: Sequence[Path], ignore: Sequence[str], index: Path) -> tuple[State, bool]:
    """What is there, and whether every root could be looked into."""
    state: State = {}
    whole = True
    for root in roots:
        try:
            files = reading.scan(root, ignore).files
        except BadUse:  # gone for now: an unmounted disk is not an emptied one
            whole = False
            continue
        for path in files:
            if index in path.parents or not _is_read(path):
                continue
            try:
                facts = path.stat()
            except OSError:
                continue  # gone since it was listed
            state[str(path)] = (facts.st_size, facts.st_mtime_ns)
    return state, whole


def _is_read(path: Path) -> bool:
    """Whether a file's format is read: a log beside the articles may never settle."""
    try:
        format_of(path.name)
    except UnreadableFileError:
        return False
    return True
