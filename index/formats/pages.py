"""Web pages: their main text and metadata, without menus, footers and what sites put around them.

The sole room of trafilatura.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from index.formats import markup
from index.formats.boilerplate import without_boilerplate
from index.formats.documents import (
    Document,
    UnreadableFileError,
    document,
    parse_date,
    parse_language,
)
from index.formats.encodings import decode

HEAD = 16 * 1024
"""Characters at a page's start in which it names its language."""


def parse_html(file: BinaryIO) -> Iterator[Document]:
    """The main text of a page, by trafilatura."""
    data = file.read()
    yield page(decode(data, declared=_declared_charset(data)))


def page(source: str) -> Document:
    """The document of a page's source. Raises UnreadableFileError where it has no main text."""
    import trafilatura

    found = trafilatura.bare_extraction(
        _with_raised_signs(source),
        with_metadata=True,
        include_comments=False,
        # Without it any number will do: the year of a footer, of a picture's address, of an event.
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": date.today().isoformat(),
        },
    )
    text = without_boilerplate(getattr(found, "text", None) or "")
    if not text.strip():
        raise UnreadableFileError("has no main text")
    return document(
        text,
        title=getattr(found, "title", None),
        author=getattr(found, "author", None),
        published=getattr(found, "date", None) or _stated_day(source),
        url=getattr(found, "url", None),
        language=_language(source[:HEAD]),
    )


def _stated_day(source: str) -> date | None:
    """The day that a page calls that of its publication, in microdata or in so many words."""
    for pattern in _STATED_DAYS:
        for match in pattern.finditer(source):
            if day := parse_date(match[1].strip()):
                return day
    return None


_STATED_DAYS = (
    re.compile(
        r"<[^<>]{0,200}\bitemprop=[\"']?datePublished\b[^<>]{0,200}?"
        r"\b(?:content|datetime)=[\"']?([^\"'<>]{6,40})",
        re.I,
    ),
    re.compile(r">\s*(?:first )?(?:published|posted)(?: on)?:?\s+([^<>]{6,40})<", re.I),
)


def _with_raised_signs(source: str) -> str:
    """A page with 10<sup>6</sup> as 10⁶, and without the numbers that only lead to a note."""

    def raised(match: re.Match[str]) -> str:
        inner = match[1]
        leads = re.search(r"<a\b", inner, re.I) or re.match(r"\s*\[", inner)
        return "" if leads else markup.raised(re.sub(r"<[^<>]*>", "", inner))

    return re.sub(r"<sup\b[^<>]*>(.{0,300}?)</sup>", raised, source, flags=re.I | re.S)


def _language(head: str) -> str:
    stated = (
        r"<html\b[^>]{0,1000}?\s(?:xml:)?lang\s*=\s*[\"']?([A-Za-z_-]{2,35})",
        r"<meta\b[^>]{0,200}?og:locale[\"']?\s+content\s*=\s*[\"']?([A-Za-z_-]{2,35})",
        r"<meta\b[^>]{0,200}?content-language[\"']?\s+content\s*=\s*[\"']?([A-Za-z_-]{2,35})",
    )
    for pattern in stated:
        if (match := re.search(pattern, head, re.I)) and (tag := parse_language(match[1])):
            return tag
    return ""


def _declared_charset(data: bytes) -> str:
    match = re.search(rb"<meta[^>]{0,200}charset=[\"' ]?([A-Za-z0-9_-]{2,40})", data[:4096], re.I)
    return match[1].decode("ascii") if match else ""
