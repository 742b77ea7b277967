"""Books (epub): one document a chapter, in the order of the spine.

A citation then names the chapter, and an edition that changes one is indexed again in that one. A
chapter begins where the table of contents names a file; files that it does not name, as a long
chapter's later parts, belong to the one before.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote

from index.formats import markup
from index.formats.documents import Document, Unread, UnreadableFileError, document
from index.formats.encodings import decode
from index.formats.zips import open_zip, read_member

MAX_PART = 16 << 20
_ENCRYPTION = "META-INF/encryption.xml"


def parse_epub(file: BinaryIO) -> Iterator[Document | Unread]:
    """The chapters of a book, each under the book's author, date and language."""
    with open_zip(file) as opened:
        book = _Book(opened, {member.filename: member for member in opened.infolist()})
        at = _package_path(book)
        package = markup.xml(book.read(at))
        about: dict[str, str] = {}
        for element in package.iterfind("{*}metadata/*"):
            about.setdefault(markup.name(element), (element.text or "").strip())
        names = _contents(book, package, at)
        locked = _locked(book)
        path = ""
        texts: list[str] = []
        for part in _spine(package, at):
            try:
                if part in locked:
                    raise UnreadableFileError("is protected against copying (DRM)")
                text = markup.words(markup.page(decode(book.read(part))))
            except UnreadableFileError as error:
                yield Unread(part, str(error))
                continue
            if texts and (part in names or not names):
                yield _chapter(path, names.get(path, ""), texts, about)
                texts = []
            if not texts:
                path = part
            texts += [text] if text else []
        if texts:
            yield _chapter(path, names.get(path, ""), texts, about)


@dataclass(frozen=True, slots=True)
class _Book:
    opened: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]

    def read(self, path: str) -> bytes:
        if path not in self.members:
            raise UnreadableFileError(f"has no {path}")
        return read_member(self.opened, self.members[path], limit=MAX_PART)


def _chapter(path: str, name: str, texts: list[str], about: dict[str, str]) -> Document:
    book = about.get("title", "")
    return document(
        "\n\n".join(texts),
        title=f"{book}: {name}" if book and name and name != book else name or book,
        author=about.get("creator"),
        published=about.get("date"),
        language=about.get("language"),
        key=path,
    )


def _package_path(book: _Book) -> str:
    for root in markup.xml(book.read("META-INF/container.xml")).iter("{*}rootfile"):
        return str(root.get("full-path", ""))
    raise UnreadableFileError("is no epub: its container names no package")


def _spine(package: markup.Tree, at: str) -> list[str]:
    """The chapters' files in reading order, each once, without the table of contents."""
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    refs = [items.get(ref.get("idref")) for ref in package.iterfind("{*}spine/{*}itemref")]
    shown = [item for item in refs if item is not None and "nav" not in _properties(item)]
    return list(dict.fromkeys(_path(at, item.get("href", "")) for item in shown))


def _contents(book: _Book, package: markup.Tree, at: str) -> dict[str, str]:
    """The files that the table of contents names, with the first name of each."""
    names: dict[str, str] = {}
    for item in package.iterfind("{*}manifest/{*}item"):
        path = _path(at, item.get("href", ""))
        old = item.get("media-type") == "application/x-dtbncx+xml"
        if not old and "nav" not in _properties(item):
            continue
        try:
            tree = markup.page(decode(book.read(path)))
        except UnreadableFileError:
            continue  # chapters go without names then
        for entry in tree.iter("{*}navPoint" if old else "{*}a"):
            target = entry.find("{*}content") if old else entry
            label = entry.find("{*}navLabel") if old else entry
            if target is None or label is None:
                continue
            name = " ".join("".join(label.itertext()).split())
            names.setdefault(_path(path, target.get("src" if old else "href", "")), name)
    return names


def _locked(book: _Book) -> frozenset[str]:
    """The files that are encrypted; books may hide their fonts alone."""
    if _ENCRYPTION not in book.members:
        return frozenset()
    listed = markup.xml(book.read(_ENCRYPTION)).iter("{*}CipherReference")
    return frozenset(unquote(entry.get("URI", "")) for entry in listed)


def _properties(item: markup.Tree) -> list[str]:
    return str(item.get("properties", "")).split()


def _path(at: str, href: str) -> str:
    """A member's path from the file that refers to it."""
    return posixpath.normpath(
        posixpath.join(posixpath.dirname(at), unquote(href.partition("#")[0]))
    )
