"""Tables of articles: csv, tsv, json and jsonl, one article a row or object.

Columns are found by the names that people give them. A row's id or address is its key, else its
number.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import BinaryIO

from index.formats import markup
from index.formats.boilerplate import without_boilerplate
from index.formats.documents import Document, Unread, UnreadableFileError, document, one_line
from index.formats.encodings import decode, encoding_of

MAX_TEXT = 4 << 20
"""Characters of a row's text: what is longer is no article."""
MAX_TITLE = 10_000
"""Characters of a title that are looked at."""
MAX_LINE = 64 << 20
"""Characters of a line of jsonl."""
COLUMNS = {
    "text": (
        "text content body article articletext fulltext articlebody contenttext contenthtml "
        "description"
    ),
    "title": "title headline",
    "author": "author authors byline creator",
    "published": "date published publishedat publishdate pubdate datepublished publicationdate",
    "url": "url link",
    "id": "id guid",
    "language": "language lang",
}
"""For each field the names it may have, best first, without case, spaces and underscores."""

Row = Mapping[str, object]
Columns = Mapping[str, str]
"""For each field the column that a person says it is in."""


def parse_csv(
    file: BinaryIO, columns: Columns = MappingProxyType({})
) -> Iterator[Document | Unread]:
    """Rows parted by commas, semicolons or tabs, whichever the first line holds most of."""
    # Of this process; only a quote that never closes makes a field as long as this.
    csv.field_size_limit(4 * MAX_TEXT)
    text = io.TextIOWrapper(file, encoding=encoding_of(file), errors="replace", newline="")
    try:
        yield from _documents(_csv_rows(text, columns), columns)
    finally:
        text.detach()


def parse_jsonl(
    file: BinaryIO, columns: Columns = MappingProxyType({})
) -> Iterator[Document | Unread]:
    """One object a line."""
    text = io.TextIOWrapper(file, encoding=encoding_of(file), errors="replace")
    try:
        yield from _documents(_jsonl_rows(text), columns)
    finally:
        text.detach()


def parse_json(
    file: BinaryIO, columns: Columns = MappingProxyType({})
) -> Iterator[Document | Unread]:
    """A list of objects, an object that holds such a list, or one object, which is one article.

    An object that holds articles may describe itself too, as a feed does.
    """
    try:
        loaded = json.loads(decode(file.read()))
    except json.JSONDecodeError as error:
        raise UnreadableFileError(f"is not JSON ({error})") from error
    except RecursionError as error:
        raise UnreadableFileError("is nested too deeply") from error
    if isinstance(loaded, dict) and (own := _wording([loaded], columns)) < 2:
        lists = [value for value in loaded.values() if _is_table(value)]
        best = max(lists, key=lambda rows: (_wording(rows, columns), len(rows)), default=None)
        loaded = best if best and _wording(best, columns) >= own else loaded
    if isinstance(loaded, dict):
        yield from _documents([("", loaded)], columns)
    elif _is_table(loaded):
        rows = ((str(number), row) for number, row in enumerate(loaded, start=1))
        yield from _documents(rows, columns)
    else:
        raise UnreadableFileError("holds no objects with text")


def _csv_rows(text: io.TextIOWrapper, mapped: Columns) -> Iterator[tuple[str, object]]:
    """Rows with their numbers; the first below the names of the columns is 1."""
    names: list[str] = []
    first = text.readline(MAX_TEXT)
    delimiter = max(",;\t|", key=first.count)  # the first of those that occur as often
    enclosed = delimiter != "\t" or _has_enclosed_cells(text, first.count("\t"))
    for number, cells in enumerate(_csv_records(text, delimiter, enclosed=enclosed)):
        if isinstance(cells, str):
            yield str(number), Unread(str(number), cells)
        elif number == 0:
            names = [name.strip() for name in cells]
            if not _columns(tuple(names), mapped)["text"]:
                raise UnreadableFileError(_without_text(tuple(names)))
        elif any(cell.strip() for cell in cells[len(names) :]):
            # A comma stands unquoted: which cell is of which column, nobody knows.
            yield str(number), Unread(str(number), "has more cells than columns")
        elif any(cells):
            yield str(number), dict(zip(names, cells, strict=False))


def _csv_records(
    text: io.TextIOWrapper, delimiter: str, *, enclosed: bool
) -> Iterator[list[str] | str]:
    """The cells of each row, the names of the columns first, or what is wrong with the row."""
    line = ""

    def lines() -> Iterator[str]:
        nonlocal line
        for following in _lines(text):
            line = following
            yield line

    rows = csv.reader(
        lines(),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if enclosed else csv.QUOTE_NONE,
        strict=True,
    )
    while True:
        before = rows.line_num
        try:
            cells: list[str] | str = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # A row of one line with its quotes in pairs ends there. Where a quote never closes,
            # nobody knows where the next row begins.
            if not before or rows.line_num - before > 1 or line.count('"') % 2:
                raise UnreadableFileError(
                    f"is damaged near line {rows.line_num:,} ({error}); what stands before is read"
                ) from error
            cells = f"is damaged ({error})"
        yield cells


def _has_enclosed_cells(text: io.TextIOWrapper, tabs: int) -> bool:
    """Whether quotes enclose cells; in many tables parted by tabs they are speech marks."""
    try:
        for _ in csv.reader(_lines(text), delimiter="\t", strict=True):
            pass
    except csv.Error:
        # An enclosed cell that breaks over lines leaves lines that are short of tabs.
        return any(line.count("\t") < tabs for line in _lines(text) if line.strip())
    return True


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    text.seek(0)
    return (line.replace("\x00", "") for line in text)


def _jsonl_rows(text: io.TextIOWrapper) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(iter(lambda: text.readline(MAX_LINE), ""), start=1):
        if not line.strip():
            continue
        try:
            yield str(number), json.loads(line)
        except ValueError as error:
            yield str(number), Unread(str(number), f"is not JSON ({error})")
        except RecursionError:
            yield str(number), Unread(str(number), "is nested too deeply")


def _documents(rows: Iterable[tuple[str, object]], mapped: Columns) -> Iterator[Document | Unread]:
    """The documents of a table's rows. Raises UnreadableFileError where no row has a text."""
    textless: list[Unread] = []  # listed only where other rows have a text
    found = False
    for number, row in rows:
        if isinstance(row, Unread):
            yield row
        elif not isinstance(row, dict):
            yield Unread(number, "is no object with names")
        elif not (columns := _columns(tuple(row), mapped))["text"]:
            textless.append(Unread(number, _without_text(tuple(row))))
        else:
            found = True
            try:
                yield _document(row, columns, number)
            except UnreadableFileError as error:
                yield Unread(number, str(error))
        if found:
            yield from textless
            textless.clear()
    if textless:
        raise UnreadableFileError(textless[0].reason)


def _document(row: Row, columns: Mapping[str, Sequence[str]], number: str) -> Document:
    value = {field: _first(row, names) for field, names in columns.items()}
    text = value["text"] if isinstance(value["text"], str) else ""
    if len(text) > MAX_TEXT:
        raise UnreadableFileError(f"its text is longer than {MAX_TEXT:,} characters")
    text = without_boilerplate(_words(text))
    title = value["title"]
    if not text.strip():
        raise UnreadableFileError("holds no text")
    key = one_line(_text(value["id"])) or one_line(value["url"])
    return document(
        text,
        title=_words(title[:MAX_TITLE]) if isinstance(title, str) else title,
        author=_people(value["author"]),
        published=value["published"],
        url=value["url"],
        language=value["language"],
        key=(key or number) if number else "",
    )


def _words(cell: str) -> str:
    """What a reader sees of a cell, which may be a piece of a page."""
    if re.search(r"</(?:p|div|span|a|b|i|em|strong|li|h[1-6])>|<br ?/?>", cell, re.I):
        return markup.words(markup.page(f"<div>{cell}</div>"))
    # Only what ends in a semicolon: browsers read the "&para" of "?a=1&param=2" as "¶" too.
    entity = r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});"
    return re.sub(entity, lambda found: html.unescape(found[0]), cell, flags=re.I)


def _columns(names: tuple[str, ...], mapped: Columns) -> Mapping[str, Sequence[str]]:
    """For each field the columns that may hold it: the one that is mapped, else the best first."""
    found: Mapping[str, Sequence[str]] = _guessed(names)
    return {**found, **{field: [name] for field, name in mapped.items() if name in names}}


@lru_cache(maxsize=64)
def _guessed(names: tuple[str, ...]) -> dict[str, list[str]]:
    plain = {name: _plain(name) for name in names}
    return {
        field: [name for wanted in known.split() for name in names if plain[name] == wanted]
        for field, known in COLUMNS.items()
    }


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _wording(rows: Sequence[object], mapped: Columns) -> int:
    """How surely objects are articles: 2 if one has a text, 1 if but a description, else 0."""
    objects = (row for row in rows if isinstance(row, dict))
    found = {_plain(name) for row in objects for name in _columns(tuple(row), mapped)["text"][:1]}
    return 2 if found - {"description"} else len(found)


def _first(row: Row, names: Sequence[str]) -> object:
    """The first value that is not empty."""
    return next((row[name] for name in names if row.get(name)), None)


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) else ""


def _people(value: object) -> object:
    """Names, where authors may be objects that have one."""
    if isinstance(value, dict):
        return value.get("name")
    if isinstance(value, list):
        return [_people(one) if isinstance(one, dict) else one for one in value[:100]]
    return value


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


@lru_cache(maxsize=64)  # so that a million rows share one sentence
def _without_text(names: tuple[str, ...]) -> str:
    listed = ", ".join(map(one_line, names[:20])) or "none"
    return (
        f"has no text: its columns are {listed[:300]}; one should be called text, content, body, "
        "article or description"
    )
