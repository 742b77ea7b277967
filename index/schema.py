"""The catalog's tables, and how those of earlier versions become these."""

from __future__ import annotations

import re
from typing import Any

from index.copies import text_hash

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- ids are never used again: stale ids find nothing
    source TEXT NOT NULL,                  -- absolute path, path#key, or URL
    root TEXT NOT NULL,                    -- what the person named: a folder, a file
    content_hash TEXT NOT NULL,            -- sha256 of the file's bytes; path#key: of the article
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    published TEXT,                        -- ISO 8601 day
    url TEXT NOT NULL,
    text TEXT NOT NULL,
    born INTEGER NOT NULL,
    died INTEGER,
    language TEXT NOT NULL DEFAULT '',     -- from here on, what earlier catalogs did not have
    text_hash TEXT NOT NULL DEFAULT '',    -- of title and text: copies have it in common, and one
                                           -- of the living ones has passages
    kin INTEGER NOT NULL DEFAULT 0         -- group of near copies: its first article's id
);
CREATE UNIQUE INDEX living_sources ON articles (source) WHERE died IS NULL;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,                -- code points into articles.text
    "end" INTEGER NOT NULL
);
CREATE INDEX passages_of_article ON passages (article_id);
CREATE TABLE vectors (                     -- apart, so that reading text drags no blobs along
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector BLOB NOT NULL                   -- float16, unit length
);
"""
LATER = """
CREATE INDEX IF NOT EXISTS articles_of_text ON articles (text_hash);
CREATE INDEX IF NOT EXISTS articles_of_day ON articles (published, born, died);
CREATE TABLE IF NOT EXISTS files (         -- that hold several articles, as they were last read
    path TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,            -- sha256 of the file's bytes
    articles INTEGER NOT NULL,
    unread TEXT NOT NULL                   -- JSON: [[key, reason], ...]
);
CREATE TABLE IF NOT EXISTS stats (         -- of files as they were when their bytes were hashed
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    content_hash TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bands (         -- see `copies`
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_of_article ON bands (article_id);
"""
ADDED = {
    "language": "TEXT NOT NULL DEFAULT ''",
    "text_hash": "TEXT NOT NULL DEFAULT ''",
    "kin": "INTEGER NOT NULL DEFAULT 0",
}
"""Columns of `articles` that the first catalogs did not have."""


def create_or_migrate(connection: Any) -> None:
    """Make the tables, or bring those of an earlier version up to date, all or nothing."""
    missing = missing_columns(connection)
    if missing == set(ADDED) and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(f"BEGIN; {TABLES} {LATER} COMMIT;")
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for column in ADDED:
            if column in missing:
                connection.execute(f"ALTER TABLE articles ADD COLUMN {column} {ADDED[column]}")
        for statement in LATER.split(";\n"):
            connection.execute(statement)
        if "text_hash" in missing:
            for number, title, text in connection.execute("SELECT id, title, text FROM articles"):
                row = (text_hash(title, text), number)
                connection.execute("UPDATE articles SET text_hash = ? WHERE id = ?", row)
        if "kin" in missing:
            connection.execute("UPDATE articles SET kin = id")
    except BaseException:
        roll_back(connection)
        raise
    connection.execute("COMMIT")


def roll_back(connection: Any) -> None:
    """Undo a transaction, unless SQLite has undone it already, as it does when a disk fills up."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def missing_columns(connection: Any) -> set[str]:
    """The columns of `articles` that a catalog does not have."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
    return set(ADDED) - there


def described(connection: Any) -> list[Any]:
    """What a catalog has: tables with columns and keys, indexes, and whatever is computed there."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    found: list[Any] = []
    for kind, name, table, statement in connection.execute(query).fetchall():
        said = " ".join(_COMMENT.sub(" ", statement or "").replace("IF NOT EXISTS", "").split())
        if kind != "table":
            found.append((kind, name, table, said))
            continue
        # Columns that were added later stand elsewhere in a table's statement than in ours.
        columns = connection.execute("SELECT * FROM pragma_table_xinfo(?)", [name]).fetchall()
        keys = connection.execute("SELECT * FROM pragma_foreign_key_list(?)", [name]).fetchall()
        found.append((kind, name, columns, keys, _COMPUTED.findall(said)))
    return found


_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_COMPUTED = re.compile(r"\b(?:CHECK|COLLATE|GENERATED|AS)\b", re.I)
