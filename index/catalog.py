"""The catalog: articles, passages and their vectors in SQLite, the one source of truth.

Rows are never changed in place. An article's version is born in a generation and dies in another;
a reader sees the rows that live in its own generation. What is searched is derived from here; what
is written here is written through a `ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.database import Database
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


class Catalog:
    """One open catalog, to read. Safe from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._missing: set[str] | None = None

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """Open that of an index, also from a folder that cannot be written.

        Raises IndexUnusable where the file is no catalog.
        """
        return cls(Database.open(folder / FILE))

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def meta(self) -> dict[str, str]:
        """What made this catalog: format, embedder, dimension."""
        return dict(self._database.rows("SELECT key, value FROM meta"))

    def article(self, article_id: int) -> Article | None:
        """An article with its text, of any generation that is still kept."""
        if not 0 < article_id < 1 << 63:  # which SQLite would not even look for
            return None
        columns = f"{_ARTICLE}, a.text, {self._later('language')}"
        rows = self._database.rows(f"SELECT {columns} FROM articles a WHERE a.id = ?", [article_id])  # noqa: S608
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
            for row in self._database.rows(query, {"generation": generation})
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
        for row in self._database.rows(query, {"generation": generation}):
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
        return np.array([row[0] for row in self._database.rows(query, values)], np.int64)

    def passages_of(self, ids: NDArray[np.int64], generation: int) -> Iterator[Passage]:
        """These passages, in steps that hold no long read transaction; ids in order stay so."""
        text_of: tuple[int, str] = (0, "")
        for start in range(0, len(ids), 4096):
            step = ids[start : start + 4096].tolist()
            for passage in self.passages(step, generation, text=False).values():
                if text_of[0] != passage.article_id:
                    query = "SELECT text FROM articles WHERE id = ?"
                    text_of = (
                        passage.article_id,
                        self._database.rows(query, [passage.article_id])[0][0],
                    )
                yield replace(passage, text=text_of[1][passage.start : passage.end])

    def vectors(self, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Stored vectors by passage id."""
        query = f"SELECT passage_id, vector FROM vectors WHERE passage_id IN ({','.join(str(int(i)) for i in ids)})"  # noqa: S608, E501
        return {
            passage_id: np.frombuffer(blob, np.float16).astype(np.float32)
            for passage_id, blob in self._database.rows(query)
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
        articles, passages = self._database.rows(query, {"generation": generation})[0]
        return articles, passages

    def undated(self, generation: int) -> int:
        """Living articles that state no day that could be read."""
        query = f"SELECT count(*) FROM articles a WHERE {_LIVING} AND a.published IS NULL"  # noqa: S608
        undated: int = self._database.rows(query, {"generation": generation})[0][0]
        return undated

    def copies(self, article_id: int, generation: int) -> tuple[str, ...]:
        """The other sources of an article's very words, in order."""
        if "text_hash" in self._later("text_hash"):
            query = (
                "SELECT a.source FROM articles a JOIN articles o ON o.text_hash = a.text_hash "  # noqa: S608
                f"WHERE o.id = :article AND a.id != o.id AND {_LIVING} ORDER BY a.source"
            )
            values: dict[str, object] = {"article": article_id, "generation": generation}
            return tuple(row[0] for row in self._database.rows(query, values))
        return ()

    def versions(self, source: str) -> list[Entry]:
        """The earlier versions of a source, newest first."""
        query = (
            f"SELECT {_ARTICLE}, a.root, a.content_hash, 0 FROM articles a "  # noqa: S608
            "WHERE a.source = ? AND a.died IS NOT NULL ORDER BY a.id DESC"
        )
        return [
            Entry(row[0], row[1], row[2], row[3], _day(row[4]), *row[5:])
            for row in self._database.rows(query, [source])
        ]

    def newest_generation(self) -> int:
        """The highest generation that anything was born or died in, 0 for an empty catalog."""
        query = "SELECT max(coalesce(max(born), 0), coalesce(max(died), 0)) FROM articles"
        return int(self._database.rows(query)[0][0])

    def faults(self) -> list[str]:
        """What SQLite finds wrong with its own file."""
        found = [
            row[0] for row in self._database.rows("PRAGMA integrity_check(20)") if row[0] != "ok"
        ]
        astray = len(self._database.rows("PRAGMA foreign_key_check"))
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
        return [row[0] for row in self._database.rows(query, {"generation": generation})]

    def copy_generation(self, generation: int, target: Path, *, meta: Mapping[str, str]) -> None:
        """Write a catalog that holds what lives in one generation, as generation 1, and no more.

        `meta` is what made that generation.
        """
        self._database.copy_generation(generation, target, meta=meta)

    def _later(self, *columns: str) -> str:
        """Columns of `articles`, as nothing where an earlier version made the catalog."""
        if self._missing is None:
            self._missing = self._database.missing_columns()
        none = {"kin": "0"}
        return ", ".join(
            none.get(column, "''") if column in self._missing else f"a.{column}"
            for column in columns
        )

    def _living_ids(self, generation: int, step: int = 4096) -> Iterator[list[int]]:
        query = (
            "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id "  # noqa: S608
            f"WHERE p.id > :after AND {_LIVING} ORDER BY p.id LIMIT :step"
        )
        after = 0
        while rows := self._database.rows(
            query, {"after": after, "step": step, "generation": generation}
        ):
            ids = [row[0] for row in rows]
            yield ids
            after = ids[-1]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
