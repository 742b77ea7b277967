"""Word documents (docx): the text of their body, with tables row by row and lists marked.

Read from the parts themselves: what was inserted under revision counts, what was deleted under it
does not, and no picture is ever loaded.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from index.formats import markup
from index.formats.documents import Document, UnreadableFileError, document
from index.formats.zips import open_zip, read_member

MAX_PART = 32 << 20
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the container begins in which Word keeps encrypted documents, and old ones (doc)."""
_GONE = frozenset(("del", "movefrom", "fallback"))
"""Deleted, moved away, or said again for older readers."""
_SHOWN = {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-"}


def parse_docx(file: BinaryIO) -> Iterator[Document]:
    """A document's text, titled, signed and dated by its core properties."""
    if file.read(len(_ENCRYPTED)) == _ENCRYPTED:
        raise UnreadableFileError("is encrypted, or an old Word file (doc): save it as plain docx")
    with open_zip(file) as package:
        parts = _parts(package)
        main = parts.get("officedocument")
        if main is None:
            raise UnreadableFileError("is no Word document")
        body = markup.xml(read_member(package, main, limit=MAX_PART))
        about = {}
        if core := parts.get("core-properties"):
            for element in markup.xml(read_member(package, core, limit=MAX_PART)):
                about[markup.name(element)] = element.text
    yield document(
        "\n\n".join(_blocks(body)),
        title=about.get("title"),
        author=about.get("creator"),
        published=about.get("created"),
        language=about.get("language"),
    )


def _parts(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The package's parts by their role, as its relationships name them."""
    members = {member.filename: member for member in package.infolist()}
    relations = members.get("_rels/.rels")
    if relations is None:
        raise UnreadableFileError("is no Word document")
    parts = {}
    for relation in markup.xml(read_member(package, relations, limit=MAX_PART)):
        role = relation.get("Type", "").rpartition("/")[2].lower()
        target = relation.get("Target", "").lstrip("/")
        if target in members:
            parts[role] = members[target]
    return parts


def _blocks(body: markup.Tree) -> Iterator[str]:
    """The paragraphs of a body; a list or a table is one."""
    items: list[str] = []
    for block, is_item in _paragraphs(body):
        if is_item:
            items.append(f"- {block}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield block
    if items:
        yield "\n".join(items)


def _paragraphs(element: markup.Tree) -> Iterator[tuple[str, bool]]:
    """Blocks in their order, and whether each is an item of a list."""
    for child in element:
        tag = markup.name(child)
        if tag == "p":
            if words := _words(child):
                yield words, _is_item(child)
            for box in _own(child, "txbxcontent"):
                yield from _paragraphs(box)
        elif tag == "tbl":
            rows = [" | ".join(_cells(row)) for row in _own(child, "tr")]
            if table := "\n".join(row for row in rows if row.strip(" |")):
                yield table, False
        elif tag and tag not in _GONE:
            yield from _paragraphs(child)


def _cells(row: markup.Tree) -> Iterator[str]:
    for cell in _own(row, "tc"):
        yield " ".join(" ".join(words.split()) for words, _ in _paragraphs(cell))


def _own(element: markup.Tree, wanted: str) -> Iterator[markup.Tree]:
    """A table's rows, a row's cells or a paragraph's text boxes, in content controls too.

    Those of a table or a box within are that one's own.
    """
    for child in element:
        tag = markup.name(child)
        if tag == wanted:
            yield child
        elif tag not in _GONE:
            yield from _own(child, wanted)


def _words(paragraph: markup.Tree) -> str:
    parts: list[str] = []
    _collect(paragraph, parts)
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _collect(element: markup.Tree, parts: list[str]) -> None:
    for child in element:
        tag = markup.name(child)
        if tag == "t":
            words = child.text or ""
            parts.append(markup.raised(words) if _is_superscript(element) else words)
        elif tag in _SHOWN:
            parts.append(_SHOWN[tag])
        elif tag and tag not in _GONE and tag not in ("ppr", "rpr", "txbxcontent"):
            _collect(child, parts)


def _is_superscript(run: markup.Tree) -> bool:
    aligned = run.iterfind("{*}rPr/{*}vertAlign")
    return any("superscript" in align.attrib.values() for align in aligned)


def _is_item(paragraph: markup.Tree) -> bool:
    styles = [name for style in paragraph.iter("{*}pStyle") for name in style.attrib.values()]
    if any(style.startswith("Heading") for style in styles):
        return False
    listed = any(True for _ in paragraph.iterfind("{*}pPr/{*}numPr"))
    return listed or any(style.startswith(("ListBullet", "ListNumber")) for style in styles)
