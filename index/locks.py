"""Who may do what to an index at once: one writer, and readers that keep their generation.

The sole room of portalocker. Locks are the operating system's: a process that dies lets go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker

from index.errors import IndexBusy

LOCK = "lock"


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Be the one writer of an index. Raises IndexBusy where another process is."""
    with (index / LOCK).open("a") as handle:
        if not _take_exclusively(handle):
            raise IndexBusy(
                f"Another process is changing the index at {index}: wait until it has finished, "
                "then run the same command again."
            )
        yield


def lease(path: Path) -> IO[bytes]:
    """Hold a shared lock on a generation's file until the returned handle is closed."""
    handle = path.open("rb")
    try:
        # Waits: a writer that clears away holds this file for a moment to see who reads it.
        portalocker.lock(handle, portalocker.LockFlags.SHARED)
    except portalocker.exceptions.LockException:
        pass  # a file system without locks: read all the same
    except BaseException:
        handle.close()
        raise
    return handle


@contextmanager
def unless_leased(path: Path) -> Iterator[bool]:
    """Whether no reader holds this file; while it is so, none can take it."""
    with path.open("rb+") as handle:
        yield _take_exclusively(handle)


def _take_exclusively(handle: IO[str] | IO[bytes]) -> bool:
    try:
        portalocker.lock(
            handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
        )
    except portalocker.exceptions.LockException:
        return False
    return True
