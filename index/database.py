"""A SQLite file, opened to read or to write, whose every failure is told in a sentence.

The sole room of sqlite3, but for the tables, which are `schema`'s.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index import schema
from index.errors import IndexUnusable

Connection = sqlite3.Connection
"""Of a transaction."""


class Database:
    """One open connection. Reading is safe from several threads; writing is the lock holder's."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def create_or_open(cls, path: Path) -> Database:
        """Open for writing, with the tables of today. Raises IndexUnusable."""
        database = cls(path, _connect(f"{path.as_uri()}?mode=rwc"))
        connection = database._connection
        try:
            with database.guarded():
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                schema.create_or_migrate(connection)
        except BaseException:
            connection.close()
            raise
        return database

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open for reading, also from a folder that cannot be written. Raises IndexUnusable."""
        try:
            return cls._opened(path, f"{path.as_uri()}?mode=ro")
        except IndexUnusable as error:
            if not isinstance(error.__cause__, sqlite3.OperationalError):
                raise
        # WAL needs files beside the catalog; where none can be written, nobody writes, and the
        # catalog may be read as one that never changes.
        return cls._opened(path, f"{path.as_uri()}?immutable=1")

    @classmethod
    def _opened(cls, path: Path, address: str) -> Database:
        database = cls(path, _connect(address))
        try:
            database.rows("SELECT key, value FROM meta")
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, query: str, values: Sequence[object] | dict[str, object] = ()) -> list[Any]:
        """The rows that a query finds, all at once: no read transaction stays open."""
        with self._lock, self.guarded():
            return self._connection.execute(query, values).fetchall()

    def missing_columns(self) -> set[str]:
        """Columns that the tables lack, where an earlier version made them."""
        with self._lock, self.guarded():
            return schema.missing_columns(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; what is written inside is on the disk when the block ends."""
        with self.guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                schema.roll_back(self._connection)
                raise
            self._connection.execute("COMMIT")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        with self.guarded():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_generation(self, generation: int, target: Path, *, meta: Mapping[str, str]) -> None:
        """Write a file that holds what lives in one generation, as generation 1, and no more.

        `meta` is what made that generation.
        """
        copy = _connect(f"{target.as_uri()}?mode=rwc")
        try:
            with self.guarded():
                with self._lock:
                    self._connection.backup(copy)
                copy.executescript("PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = ON")
                schema.create_or_migrate(copy)
                copy.execute("DELETE FROM articles WHERE born > ?1 OR died <= ?1", [generation])
                copy.executescript("UPDATE articles SET born = 1, died = NULL; DELETE FROM meta")
                # What is known of files may be of later versions than those that live here.
                copy.executescript("DELETE FROM files; DELETE FROM stats")
                copy.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
                copy.execute("VACUUM")
        finally:
            copy.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Tell what SQLite raises as IndexUnusable, in a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            folder = self._path.parent
            if "full" in str(error):
                raise IndexUnusable(
                    f"The disk that holds {folder} is full: free some space and run the same "
                    "command again. The index answers as before."
                ) from error
            raise IndexUnusable(
                f"The catalog of the index at {folder} cannot be used ({error}): keep it "
                "aside and build a new one with: footnote build ARTICLES --index NEW_FOLDER."
            ) from error


def has_our_schema(path: Path) -> bool:
    """Whether a file from elsewhere is a catalog with our tables, and no expression of its own."""
    ours = sqlite3.connect(":memory:", isolation_level=None)
    theirs = _connect(f"{path.as_uri()}?mode=ro")
    try:
        schema.create_or_migrate(ours)
        return schema.described(theirs) == schema.described(ours)
    except sqlite3.Error:
        return False
    finally:
        ours.close()
        theirs.close()


def _connect(address: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=30
        )
    except sqlite3.Error as error:
        raise IndexUnusable(f"The catalog {address} cannot be opened ({error}).") from error
