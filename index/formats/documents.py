"""What a format gives: documents, or the parts of a file that could not be read, and why.

Metadata comes from strangers as anything at all; here it becomes one line of text, a day, a
language, or nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

MAX_LINE = 300
"""Characters of a title, an author or a key: what is longer is none."""
MAX_ADDRESS = 2000


class UnreadableFileError(Exception):
    """This file cannot become an article; the message says why, to follow the file's name."""


@dataclass(frozen=True, slots=True)
class Document:
    """The words a person would read, and what the file says about them."""

    text: str
    title: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    key: str = ""
    """What tells it from the others of its file; empty where the file is one document."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that did not become a document, and why."""

    key: str
    reason: str


def document(
    text: str,
    *,
    title: object = "",
    author: object = "",
    published: object = None,
    url: object = "",
    language: object = "",
    key: str = "",
) -> Document:
    """A document of cleaned text and of metadata as it was found."""
    return Document(
        text=clean(text),
        title=one_line(title)[:MAX_LINE],
        author=one_line(author)[:MAX_LINE],
        published=parse_date(published),
        url=one_line(url)[:MAX_ADDRESS],
        language=parse_language(language),
        key=one_line(key)[:MAX_LINE],
    )


def clean(text: str) -> str:
    """One kind of line end, and no lone surrogates or NULs, which no store or page could hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(value: object) -> str:
    """Text, or a flat list of texts. Nothing deeper: a few YAML aliases may stand for billions."""
    if isinstance(value, list):
        value = ", ".join(item for item in value[:100] if isinstance(item, str))
    return clean(" ".join(value[:10_000].split())) if isinstance(value, str) else ""


def parse_date(value: object) -> date | None:
    """A publication date: a date, or text that starts as ISO 8601, names a day, or dates a mail."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = value.strip()[:60] if isinstance(value, str) else ""
    text = re.sub(r"^[A-Z][a-z]{2}, |(?<=\d),? (?:at )?\d{1,2}:\d\d.*$", "", text)
    if match := re.match(r"([12]\d{3})-(\d{1,2})-(\d{1,2})(?!\d)", text):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    for form in ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def parse_language(value: object) -> str:
    """The primary tag of BCP 47: "en" of "en-GB", "en_US" or "EN"; nothing for what is no tag."""
    match = re.match(r"([A-Za-z]{2,3})(?![A-Za-z])", one_line(value))
    return match[1].lower() if match and match[1].lower() != "und" else ""
