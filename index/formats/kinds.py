"""Which formats there are: their endings, how much of a file is read, and who reads it.

An ending decides; a file that is not what its ending says is told so by the format's own room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from index.formats import archives, epub, mail, pages, pdf, plain, tables, word
from index.formats.documents import MAX_LINE, Document, Unread, UnreadableFileError
from index.formats.languages import language_of

MB = 1 << 20
MAX_TEXT = 16 * MB
"""Characters of a document: an article is never that long, a log or a dump is."""

Columns = Mapping[str, str] | None

Parser = Callable[..., Iterator[Document | Unread]]
"""Called with the file, open for reading bytes; of tables, also with `columns`."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files."""

    name: str
    parse: Parser
    limit: int
    """Bytes of a file: one above this is listed, not read."""
    several: bool = False
    """Whether a file may hold several documents."""
    archive: bool = False
    table: bool = False

    @property
    def has_columns(self) -> bool:
        """Whether a file may hold tables, as an archive may."""
        return self.table or self.archive


def _zip(file: BinaryIO, columns: Columns = None) -> Iterator[Document | Unread]:
    yield from _unpacked(archives.zip_members(file, _limit_within), columns)


def _tar(file: BinaryIO, columns: Columns = None) -> Iterator[Document | Unread]:
    yield from _unpacked(archives.tar_members(file, _limit_within), columns)


TXT = Format("txt", plain.parse_txt, 16 * MB)
MD = Format("md", plain.parse_md, 16 * MB)
HTML = Format("html", pages.parse_html, 16 * MB)
PDF = Format("pdf", pdf.parse_pdf, 128 * MB)
DOCX = Format("docx", word.parse_docx, 128 * MB)
EPUB = Format("epub", epub.parse_epub, 128 * MB, several=True)
EML = Format("eml", mail.parse_eml, mail.MAX_MESSAGE)
MBOX = Format("mbox", mail.parse_mbox, 2048 * MB, several=True)
CSV = Format("csv", tables.parse_csv, 512 * MB, several=True, table=True)
JSON = Format("json", tables.parse_json, 64 * MB, several=True, table=True)
JSONL = Format("jsonl", tables.parse_jsonl, 512 * MB, several=True, table=True)
ZIP = Format("zip", _zip, 512 * MB, several=True, archive=True)
TAR = Format("tar", _tar, 512 * MB, several=True, archive=True)

ENDINGS = {
    ".txt": TXT,
    ".text": TXT,
    ".md": MD,
    ".markdown": MD,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".epub": EPUB,
    ".eml": EML,
    ".mbox": MBOX,
    ".csv": CSV,
    ".tsv": CSV,
    ".json": JSON,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".zip": ZIP,
    ".tar": TAR,
    ".tar.gz": TAR,
    ".tgz": TAR,
}
WITHIN = 64 * MB
"""Bytes of an archive's member, which is held in memory whole."""


def format_of(name: str) -> Format:
    """The format that a file's name states. Raises UnreadableFileError where none is known."""
    last = name.rpartition("/")[2].lower()
    dots = [at for at, character in enumerate(last) if character == "." and at]
    for at in dots[-2:]:
        if last[at:] in ENDINGS:
            return ENDINGS[last[at:]]
    ending = f"{last[dots[-1] :]} files" if dots else "files without an ending"
    raise UnreadableFileError(f"{ending} are not read")


def parse(file: BinaryIO, form: Format, columns: Columns = None) -> Iterator[Document | Unread]:
    """The documents of a file, each with a key of its own, and the parts that could not be read.

    `columns` says for some fields (`tables.COLUMNS`) in which column of a table they are.

    Raises UnreadableFileError where the file, or the rest of it, cannot be read.
    """
    taken: dict[str, int] = {}
    empty = True
    try:
        named = {"columns": columns} if columns and form.has_columns else {}
        for part in form.parse(file, **named):
            empty = False
            reason = part.reason if isinstance(part, Unread) else _unusable(part.text)
            if reason and not part.key:
                raise UnreadableFileError(reason)
            if isinstance(part, Unread) or reason:
                yield Unread(part.key, reason)
                continue
            language = part.language or language_of(part.text)
            yield replace(part, key=_unlike(taken, part.key), language=language)
    except UnreadableFileError:
        raise
    except Exception as error:
        # A format library may raise anything at all on a hostile file; the rest still gets in.
        raise UnreadableFileError(f"could not be read as {form.name} ({error})") from error
    if empty:
        raise UnreadableFileError("holds no articles")


def _unusable(text: str) -> str:
    if len(text) > MAX_TEXT:
        return f"its text is longer than {MAX_TEXT:,} characters"
    return "" if text.strip() else "holds no text"


def _unlike(taken: dict[str, int], key: str) -> str:
    """The key, numbered where earlier documents of the file have it."""
    unlike = key
    while unlike in taken:
        taken[key] += 1
        unlike = f"{key}~{taken[key]}"
    taken[unlike] = 1
    return unlike


def _limit_within(name: str) -> int:
    form = format_of(name)
    if form.archive:
        raise UnreadableFileError("archives within archives are not opened")
    return min(form.limit, WITHIN)


def _unpacked(
    members: Iterator[archives.Member | Unread], columns: Columns
) -> Iterator[Document | Unread]:
    for member in members:
        if isinstance(member, Unread):
            yield member
            continue
        try:
            for part in parse(BytesIO(member.data), format_of(member.path), columns):
                key = f"{member.path}#{part.key}" if part.key else member.path
                yield replace(part, key=key[: 2 * MAX_LINE])
        except UnreadableFileError as error:
            yield Unread(member.path, str(error))
