"""The catalog as its one writer has it: what is stored, dropped and purged.

Each method that takes a `connection` belongs within a `transaction`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalog import FILE, LATEST, Catalog, Entry
from index.copies import text_hash
from index.database import Connection, Database
from index.passages import Slice
from index.types import Article


@dataclass(frozen=True, slots=True)
class Stat:
    """A file as it was when its bytes were hashed."""

    size: int
    mtime_ns: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of several articles that was read to its end, so that it need not be read again."""

    path: str
    content_hash: str
    articles: int
    unread: tuple[tuple[str, str], ...] = ()
    """The parts that did not become articles, by key, and why."""


class Ledger(Catalog):
    """One open catalog, to read and write, by the holder of the index's lock."""

    @classmethod
    def create_or_open(cls, folder: Path) -> Ledger:
        """Open that of an index, or begin it. Raises IndexUnusable where the file is no catalog."""
        return cls(Database.create_or_open(folder / FILE))

    def set_meta(self, values: dict[str, str]) -> None:
        """Write what makes this catalog."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def transaction(self) -> AbstractContextManager[Connection]:
        """All or nothing; what is written inside is on the disk when the block ends."""
        return self._database.transaction()

    def drop(self, connection: Connection, sources: Iterable[str], generation: int) -> None:
        """Let the living versions of these sources die in a generation. Within a transaction."""
        connection.executemany(
            "UPDATE articles SET died = ? WHERE source = ? AND died IS NULL",
            [(generation, source) for source in sources],
        )

    def add(
        self,
        connection: Connection,
        article: Article,
        *,
        root: str,
        content_hash: str,
        slices: Sequence[Slice],
        vectors: NDArray[np.float32],
        generation: int,
        bands: Sequence[int] = (),
        kin: int = 0,
    ) -> int:
        """Store an article with its passages and vectors; returns its id. Within a transaction."""
        row = (
            article.source,
            root,
            content_hash,
            article.title,
            article.author,
            article.published.isoformat() if article.published else None,
            article.url,
            article.text,
            article.language,
            text_hash(article.title, article.text),
            kin,
            generation,
        )
        article_id = connection.execute(
            "INSERT INTO articles (source, root, content_hash, title, author, published, url, text,"
            " language, text_hash, kin, born) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        assert article_id is not None  # noqa: S101  (an INSERT has one)
        if not kin:
            connection.execute("UPDATE articles SET kin = id WHERE id = ?", [article_id])
        connection.executemany(
            "INSERT INTO bands VALUES (?, ?)", [(band, article_id) for band in bands]
        )
        for piece, vector in zip(slices, vectors, strict=True):
            passage_id = connection.execute(
                'INSERT INTO passages (article_id, start, "end") VALUES (?, ?, ?)',
                (article_id, piece.start, piece.end),
            ).lastrowid
            blob = vector.astype(np.float16).tobytes()
            connection.execute("INSERT INTO vectors VALUES (?, ?)", (passage_id, blob))
        return article_id

    def same(self, of: str, *, since: int) -> list[tuple[int, str, bool, int]]:
        """Articles with passages and this text hash: id, source, whether alive, kin; newest first.

        Those that died count, too: their vectors are there until nobody reads them. Those born
        before the generation `since` have vectors of another model, and do not count.
        """
        query = (
            "SELECT id, source, died IS NULL, kin FROM articles WHERE text_hash = ? AND born >= ? "
            "AND EXISTS (SELECT 1 FROM passages p WHERE p.article_id = articles.id) "
            "ORDER BY died IS NULL DESC, id DESC"
        )
        return [
            (row[0], row[1], bool(row[2]), row[3])
            for row in self._database.rows(query, [of, since])
        ]

    def passages_with_vectors(self, article_id: int) -> tuple[list[Slice], NDArray[np.float32]]:
        """An article's slices, and their vectors of shape (slices, dimension)."""
        rows = self._database.rows(
            'SELECT p.start, p."end", v.vector FROM passages p '
            "JOIN vectors v ON v.passage_id = p.id WHERE p.article_id = ? ORDER BY p.id",
            [article_id],
        )
        vectors = [np.frombuffer(row[2], np.float16).astype(np.float32) for row in rows]
        return [Slice(row[0], row[1]) for row in rows], np.array(vectors)

    def candidates(self, bands: Sequence[int], limit: int = 20) -> list[tuple[int, int, str]]:
        """Living articles that share most bands with a text: id, kin and text."""
        query = (
            "SELECT a.id, a.kin, a.text FROM bands b JOIN articles a ON a.id = b.article_id "  # noqa: S608
            f"WHERE b.band IN ({','.join(str(int(band)) for band in bands)}) AND a.died IS NULL "
            "GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT ?"
        )
        return self._database.rows(query, [limit])

    def orphans(self) -> list[Entry]:
        """Copies without passages whose text no living article has passages of.

        One for each text: the one stored first.
        """
        query = (
            "SELECT min(id) FROM articles WHERE died IS NULL GROUP BY text_hash "
            "HAVING sum(EXISTS (SELECT 1 FROM passages p WHERE p.article_id = articles.id)) = 0"
        )
        wanted = {row[0] for row in self._database.rows(query)}
        return [entry for entry in self.entries(LATEST) if entry.id in wanted] if wanted else []

    def born_before(self, generation: int) -> list[Entry]:
        """The living articles that have been there since before a generation."""
        early = self._database.rows(
            "SELECT id FROM articles WHERE died IS NULL AND born < ?", [generation]
        )
        wanted = {row[0] for row in early}
        return [entry for entry in self.entries(LATEST) if entry.id in wanted] if wanted else []

    def unpublished(self, generation: int) -> bool:
        """Whether anything was stored or dropped after this generation was published."""
        query = "SELECT 1 FROM articles WHERE born > ? OR died > ? LIMIT 1"
        return bool(self._database.rows(query, [generation, generation]))

    def purge(self, generation: int) -> None:
        """Delete what died by this generation, the earliest that a reader may hold.

        Earlier versions of a web page are kept, without passages, while the page is in the index.
        """
        with self.transaction() as connection:
            connection.execute(
                "DELETE FROM articles WHERE died <= ? AND NOT (source LIKE 'http%' AND EXISTS "
                "(SELECT 1 FROM articles o WHERE o.source = articles.source AND o.died IS NULL "
                "AND o.content_hash != articles.content_hash))",  # else it says the same
                [generation],
            )
            died = "article_id IN (SELECT id FROM articles WHERE died <= ?)"
            for table in ("passages", "bands"):
                connection.execute(f"DELETE FROM {table} WHERE {died}", [generation])  # noqa: S608

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the catalog file."""
        self._database.checkpoint()

    def stats(self) -> dict[str, Stat]:
        """Files whose bytes were hashed, by path."""
        rows = self._database.rows("SELECT path, size, mtime_ns, content_hash FROM stats")
        return {row[0]: Stat(*row[1:]) for row in rows}

    def set_stats(self, stats: Mapping[str, Stat], *, gone: Iterable[str]) -> None:
        """Remember files as they were, and forget those that are gone."""
        rows = [(path, s.size, s.mtime_ns, s.content_hash) for path, s in stats.items()]
        with self.transaction() as connection:
            connection.executemany("DELETE FROM stats WHERE path = ?", [(path,) for path in gone])
            connection.executemany("INSERT OR REPLACE INTO stats VALUES (?, ?, ?, ?)", rows)

    def read_files(self) -> dict[str, ReadFile]:
        """The files of several articles that were read to their end, by path."""
        return {
            row[0]: ReadFile(row[0], row[1], row[2], tuple(map(tuple, json.loads(row[3]))))
            for row in self._database.rows("SELECT path, content_hash, articles, unread FROM files")
        }

    def add_read_file(self, connection: Connection, file: ReadFile) -> None:
        """Remember a file as it was read. Within the transaction that stores its last article."""
        connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
            (file.path, file.content_hash, file.articles, json.dumps(file.unread)),
        )
