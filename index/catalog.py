"""The catalog: articles, passages and their vectors in SQLite, the one source of truth.

Rows are never changed in place. An article's version is born in a generation and dies in another;
a reader sees the rows that live in its own generation. What is searched is derived from here.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import schema
from index.copies import text_hash
from index.errors import IndexUnusable
from index.passages import Slice
from index.types import Article, Passage

FILE = "catalog.sqlite3"
_ARTICLE = "a.id, a.source, a.title, a.author, a.published, a.url"
_LIVING = "a.born <= :generation AND (a.died IS NULL OR a.died > :generation)"
LATEST = 2**62
"""The generation that a writer sees: whatever has been stored and not dropped."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of articles: everything but the text."""

    id: int
    source: str
    title: str
    author: str
    published: date | None
    url: str
    root: str
    content_hash: str
    passages: int
    language: str = ""
    text_hash: str = ""
    """The same for exact copies, of which one has passages."""
    kin: int = 0
    """The same for near copies: the id of the first of them that was indexed."""


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


class Catalog:
    """One open catalog. Reading is safe from several threads; writing is the lock holder's."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self._folder = folder
        self._connection = connection
        self._lock = threading.Lock()
        self._missing: set[str] | None = None

    @classmethod
    def create_or_open(cls, folder: Path) -> Catalog:
        """Open for writing. Raises IndexUnusable where the file is no catalog."""
        connection = _connect(f"{(folder / FILE).as_uri()}?mode=rwc")
        catalog = cls(folder, connection)
        try:
            with catalog._guarded():
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                schema.create_or_migrate(connection)
        except BaseException:
            connection.close()
            raise
        return catalog

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """Open for reading, also from a folder that cannot be written."""
        address = (folder / FILE).as_uri()
        try:
            return cls._opened(folder, f"{address}?mode=ro")
        except IndexUnusable as error:
            if not isinstance(error.__cause__, sqlite3.OperationalError):
                raise
        # WAL needs files beside the catalog; where none can be written, nobody writes, and the
        # catalog may be read as one that never changes.
        return cls._opened(folder, f"{address}?immutable=1")

    @classmethod
    def _opened(cls, folder: Path, address: str) -> Catalog:
        catalog = cls(folder, _connect(address))
        try:
            catalog.meta()
        except BaseException:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def meta(self) -> dict[str, str]:
        """What made this catalog: format, embedder, dimension."""
        return dict(self._rows("SELECT key, value FROM meta"))

    def set_meta(self, values: dict[str, str]) -> None:
        """Write what makes this catalog."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def _later(self, *columns: str) -> str:
        """Columns of `articles`, as nothing where an earlier version made the catalog."""
        if self._missing is None:
            with self._lock, self._guarded():
                self._missing = schema.missing_columns(self._connection)
        none = {"kin": "0"}
        return ", ".join(
            none.get(column, "''") if column in self._missing else f"a.{column}"
            for column in columns
        )

    def article(self, article_id: int) -> Article | None:
        """An article with its text, of any generation that is still kept."""
        columns = f"{_ARTICLE}, a.text, {self._later('language')}"
        rows = self._rows(f"SELECT {columns} FROM articles a WHERE a.id = ?", [article_id])  # noqa: S608
        for row in rows:
            return Article(
                id=row[0],
                source=row[1],
                title=row[2],
                author=row[3],
                published=_day(row[4]),
                url=row[5],
                text=row[6],
                language=row[7],
            )
        return None

    def entries(self, generation: int) -> list[Entry]:
        """The living articles, by source."""
        query = (
            f"SELECT {_ARTICLE}, a.root, a.content_hash, "  # noqa: S608
            "(SELECT count(*) FROM passages p WHERE p.article_id = a.id), "
            f"{self._later('language', 'text_hash', 'kin')} "
            f"FROM articles a WHERE {_LIVING} ORDER BY a.source"
        )
        return [
            Entry(row[0], row[1], row[2], row[3], _day(row[4]), *row[5:])
            for row in self._rows(query, {"generation": generation})
        ]

    def passages(
        self, ids: Iterable[int], generation: int, *, text: bool = True
    ) -> dict[int, Passage]:
        """The passages of these ids that live in this generation, each a slice of its article.

        Without `text`, which SQLite counts out from the article's start, theirs is empty.
        """
        found = {}
        wanted = [int(passage_id) for passage_id in ids]
        words = """substr(a.text, p.start + 1, p."end" - p.start)""" if text else "''"
        query = (
            f'SELECT p.id, p.start, p."end", {_ARTICLE}, {words}, '  # noqa: S608
            f"{self._later('language', 'kin')} "
            "FROM passages p JOIN articles a ON a.id = p.article_id "
            f"WHERE p.id IN ({','.join(map(str, wanted))}) AND {_LIVING} ORDER BY p.id"
        )
        for row in self._rows(query, {"generation": generation}):
            passage_id, start, end, article_id, source, title, author, published, *rest = row
            url, cut, language, kin = rest
            found[passage_id] = Passage(
                id=passage_id,
                article_id=article_id,
                source=source,
                title=title,
                author=author,
                published=_day(published),
                url=url,
                start=start,
                end=end,
                text=cut,
                language=language,
                kin=kin or article_id,  # catalogs of earlier versions know no groups
            )
        return found

    def passage_ids_between(
        self, since: date | None, until: date | None, generation: int
    ) -> NDArray[np.int64]:
        """Ids of passages whose article was published in these days, both included."""
        query = (
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "  # noqa: S608
            f"WHERE {_LIVING} AND a.published IS NOT NULL "
            "AND a.published >= :since AND a.published <= :until"
        )
        values = {
            "generation": generation,
            "since": since.isoformat() if since else "",
            "until": until.isoformat() if until else "9999-12-31",
        }
        return np.array([row[0] for row in self._rows(query, values)], np.int64)

    def passages_of(self, ids: NDArray[np.int64], generation: int) -> Iterator[Passage]:
        """These passages, in steps that hold no long read transaction; ids in order stay so."""
        text_of: tuple[int, str] = (0, "")
        for start in range(0, len(ids), 4096):
            step = ids[start : start + 4096].tolist()
            for passage in self.passages(step, generation, text=False).values():
                if text_of[0] != passage.article_id:
                    query = "SELECT text FROM articles WHERE id = ?"
                    text_of = (passage.article_id, self._rows(query, [passage.article_id])[0][0])
                yield replace(passage, text=text_of[1][passage.start : passage.end])

    def vectors(self, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Stored vectors by passage id."""
        query = f"SELECT passage_id, vector FROM vectors WHERE passage_id IN ({','.join(str(int(i)) for i in ids)})"  # noqa: S608, E501
        return {
            passage_id: np.frombuffer(blob, np.float16).astype(np.float32)
            for passage_id, blob in self._rows(query)
        }

    def living_ids(self, generation: int) -> NDArray[np.int64]:
        """The ids of the living passages, in order."""
        ids = [np.array(step, np.int64) for step in self._living_ids(generation)]
        return np.concatenate(ids) if ids else np.empty(0, np.int64)

    def vector_blocks(
        self, ids: NDArray[np.int64]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Blocks of (ids, vectors) of these passages, in their order."""
        for start in range(0, len(ids), 4096):
            block = ids[start : start + 4096]
            stored = self.vectors(block.tolist())
            yield block, np.stack([stored[passage_id] for passage_id in block.tolist()])

    def counts(self, generation: int) -> tuple[int, int]:
        """Living articles and passages."""
        query = (
            "SELECT count(DISTINCT a.id), count(p.id) FROM articles a "  # noqa: S608
            f"LEFT JOIN passages p ON p.article_id = a.id WHERE {_LIVING}"
        )
        articles, passages = self._rows(query, {"generation": generation})[0]
        return articles, passages

    def faults(self) -> list[str]:
        """What SQLite finds wrong with its own file."""
        found = [row[0] for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        astray = len(self._rows("PRAGMA foreign_key_check"))
        return found + ([f"{astray} rows belong to no article or passage"] if astray else [])

    def misplaced(self, generation: int) -> list[int]:
        """Living passages that are not slices of their article, or not in order."""
        query = (
            "WITH living AS (SELECT a.id, length(a.text) AS length FROM articles a "  # noqa: S608
            f"WHERE {_LIVING}), "
            'placed AS (SELECT p.id, p.start, p."end", living.length, '
            'max(p.start) OVER earlier AS begun, max(p."end") OVER earlier AS ended '
            "FROM passages p JOIN living ON living.id = p.article_id WINDOW earlier AS "
            "(PARTITION BY p.article_id ORDER BY p.id ROWS BETWEEN UNBOUNDED PRECEDING "
            "AND 1 PRECEDING)) "
            'SELECT id FROM placed WHERE start < 0 OR "end" <= start OR "end" > length '
            'OR begun >= start OR ended >= "end" ORDER BY id'
        )
        return [row[0] for row in self._rows(query, {"generation": generation})]

    def newest_generation(self) -> int:
        """The highest generation that anything was born or died in, 0 for an empty catalog."""
        query = "SELECT max(coalesce(max(born), 0), coalesce(max(died), 0)) FROM articles"
        return int(self._rows(query)[0][0])

    def unpublished(self, generation: int) -> bool:
        """Whether anything was stored or dropped after this generation was published."""
        query = "SELECT 1 FROM articles WHERE born > ? OR died > ? LIMIT 1"
        return bool(self._rows(query, [generation, generation]))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; what is written inside is on the disk when the block ends."""
        with self._guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                schema.roll_back(self._connection)
                raise
            self._connection.execute("COMMIT")

    def drop(self, connection: sqlite3.Connection, sources: Iterable[str], generation: int) -> None:
        """Let the living versions of these sources die in a generation. Within a transaction."""
        connection.executemany(
            "UPDATE articles SET died = ? WHERE source = ? AND died IS NULL",
            [(generation, source) for source in sources],
        )

    def add(
        self,
        connection: sqlite3.Connection,
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
        return [(row[0], row[1], bool(row[2]), row[3]) for row in self._rows(query, [of, since])]

    def copies(self, article_id: int, generation: int) -> tuple[str, ...]:
        """The other sources of an article's very words, in order."""
        if "text_hash" in self._later("text_hash"):
            query = (
                "SELECT a.source FROM articles a JOIN articles o ON o.text_hash = a.text_hash "  # noqa: S608
                f"WHERE o.id = :article AND a.id != o.id AND {_LIVING} ORDER BY a.source"
            )
            values: dict[str, object] = {"article": article_id, "generation": generation}
            return tuple(row[0] for row in self._rows(query, values))
        return ()

    def passages_with_vectors(self, article_id: int) -> tuple[list[Slice], NDArray[np.float32]]:
        """An article's slices, and their vectors of shape (slices, dimension)."""
        rows = self._rows(
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
        return self._rows(query, [limit])

    def orphans(self) -> list[Entry]:
        """Copies without passages whose text no living article has passages of.

        One for each text: the one stored first.
        """
        query = (
            "SELECT min(id) FROM articles WHERE died IS NULL GROUP BY text_hash "
            "HAVING sum(EXISTS (SELECT 1 FROM passages p WHERE p.article_id = articles.id)) = 0"
        )
        wanted = {row[0] for row in self._rows(query)}
        return [entry for entry in self.entries(LATEST) if entry.id in wanted] if wanted else []

    def born_before(self, generation: int) -> list[Entry]:
        """The living articles that have been there since before a generation."""
        early = self._rows("SELECT id FROM articles WHERE died IS NULL AND born < ?", [generation])
        wanted = {row[0] for row in early}
        return [entry for entry in self.entries(LATEST) if entry.id in wanted] if wanted else []

    def stats(self) -> dict[str, Stat]:
        """Files whose bytes were hashed, by path."""
        rows = self._rows("SELECT path, size, mtime_ns, content_hash FROM stats")
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
            for row in self._rows("SELECT path, content_hash, articles, unread FROM files")
        }

    def add_read_file(self, connection: sqlite3.Connection, file: ReadFile) -> None:
        """Remember a file as it was read. Within the transaction that stores its last article."""
        connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
            (file.path, file.content_hash, file.articles, json.dumps(file.unread)),
        )

    def copy_generation(self, generation: int, target: Path, *, meta: Mapping[str, str]) -> None:
        """Write a catalog that holds what lives in one generation, as generation 1, and no more.

        `meta` is what made that generation.
        """
        copy = _connect(f"{target.as_uri()}?mode=rwc")
        try:
            with self._guarded():
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

    def versions(self, source: str) -> list[Entry]:
        """The earlier versions of a source, newest first."""
        query = (
            f"SELECT {_ARTICLE}, a.root, a.content_hash, 0 FROM articles a "  # noqa: S608
            "WHERE a.source = ? AND a.died IS NOT NULL ORDER BY a.id DESC"
        )
        return [
            Entry(row[0], row[1], row[2], row[3], _day(row[4]), *row[5:])
            for row in self._rows(query, [source])
        ]

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the catalog file."""
        with self._guarded():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _living_ids(self, generation: int, step: int = 4096) -> Iterator[list[int]]:
        query = (
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "  # noqa: S608
            f"WHERE p.id > :after AND {_LIVING} ORDER BY p.id LIMIT :step"
        )
        after = 0
        while rows := self._rows(query, {"after": after, "step": step, "generation": generation}):
            ids = [row[0] for row in rows]
            yield ids
            after = ids[-1]

    def _rows(self, query: str, values: Sequence[object] | dict[str, object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock, self._guarded():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if "full" in str(error):
                raise IndexUnusable(
                    f"The disk that holds {self._folder} is full: free some space and run the same "
                    "command again. The index answers as before."
                ) from error
            raise IndexUnusable(
                f"The catalog of the index at {self._folder} cannot be used ({error}): keep it "
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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
