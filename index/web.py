"""Addresses that a person names become articles: a page, a feed's entries, a sitemap's pages.

A page's address is its article's source. What a feed no longer shows is kept: feeds show only what
is new. The sole room of feedparser.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index.fetch import Fetched, Fetcher
from index.formats import kinds, markup
from index.formats.documents import (
    Document,
    Unread,
    UnreadableFileError,
    document,
    one_line,
    parse_date,
)
from index.types import Article

MAX_ENTRIES = 2000
"""Pages that one feed or sitemap brings."""
SITEMAPS = 20
"""Sitemaps that one sitemap index brings."""
_FORMATS = {
    "text/html": kinds.HTML,
    "application/xhtml+xml": kinds.HTML,
    "text/plain": kinds.TXT,
    "text/markdown": kinds.MD,
    "application/pdf": kinds.PDF,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page to fetch, and what the feed that named it says of it."""

    address: str
    title: str = ""
    author: str = ""
    published: date | None = None


def is_address(name: str) -> bool:
    """Whether a person means the web by a name."""
    return bool(re.match(r"https?://", name, re.I))


def articles(address: str, fetcher: Fetcher, *, read: set[str]) -> Iterator[Article | Unread]:
    """The articles of an address, and the pages of a feed or sitemap that could not be read.

    Pages in `read`, to which these are added, are left out: several feeds may name one. Raises
    UnreadableFileError where the address itself cannot be read.
    """
    if address in read:
        return
    read.add(address)
    fetched = fetcher.get(address)
    pages = _pages(fetched, fetcher)
    if pages is None:
        yield _article(fetched, Page(address))
        return
    if not pages:
        raise UnreadableFileError("is a feed or sitemap without entries")
    for page in pages[:MAX_ENTRIES]:
        if page.address in read:
            continue
        read.add(page.address)
        try:
            yield _article(fetcher.get(page.address), page)
        except UnreadableFileError as error:
            yield Unread(page.address, str(error))
    if len(pages) > MAX_ENTRIES:
        more = f"its first {MAX_ENTRIES:,} pages are read, {len(pages) - MAX_ENTRIES:,} are not"
        yield Unread(address, more)


def _pages(fetched: Fetched, fetcher: Fetcher, *, deeper: bool = True) -> list[Page] | None:
    """The pages that a feed or a sitemap names, each once; None for what is neither."""
    head = fetched.data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head.startswith(b"<"):
        return None
    start = re.search(rb"<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex)[\s>]", head, re.I)
    if start is None:
        return None
    kind = start[1].lower()
    if kind == b"sitemapindex":
        if not deeper:
            return []
        inner = [
            _pages(fetcher.get(page.address), fetcher, deeper=False)
            for page in _sitemap(fetched)[:SITEMAPS]
        ]
        return _once([page for pages in inner for page in pages or []])
    return _once(_sitemap(fetched) if kind == b"urlset" else _feed(fetched))


def _sitemap(fetched: Fetched) -> list[Page]:
    pages = []
    for entry in markup.xml(fetched.data):
        about = {markup.name(element): one_line(element.text) for element in entry}
        if is_address(about.get("loc", "")):
            # Its lastmod is when the page was touched, not when the article appeared.
            pages.append(Page(about["loc"]))
    return pages


def _feed(fetched: Fetched) -> list[Page]:
    import feedparser

    # As a file: a string that looks like an address would be fetched.
    parsed: Any = feedparser.parse(io.BytesIO(fetched.data), sanitize_html=False)
    pages = []
    for entry in parsed.entries:
        when = entry.get("published_parsed")
        day = f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else ""
        if is_address(entry.get("link", "")):
            title = one_line(entry.get("title", ""))
            author = one_line(entry.get("author", ""))
            pages.append(Page(entry["link"], title, author, parse_date(day)))
    return pages


def _once(pages: list[Page]) -> list[Page]:
    return list({page.address: page for page in pages}.values())


def _article(fetched: Fetched, page: Page) -> Article:
    """The article of a page. Raises UnreadableFileError."""
    form = _FORMATS.get(fetched.kind)
    if form is None:
        raise UnreadableFileError(f"is of a kind that is not read ({fetched.kind[:60] or 'none'})")
    data = fetched.data
    if form is kinds.HTML and fetched.charset and b"charset" not in data[:4096].lower():
        data = f'<meta charset="{fetched.charset[:40]}">'.encode("ascii", "ignore") + data
    (found,) = _single(kinds.parse(io.BytesIO(data), form))
    whole = document(
        found.text,
        title=found.title or page.title or _last_part(page.address),
        author=found.author or page.author,
        published=found.published or page.published,
        language=found.language,
    )
    return Article(
        source=page.address,
        title=whole.title,
        text=whole.text,
        author=whole.author,
        published=whole.published,
        url=page.address,
        language=whole.language,
    )


def _single(parts: Iterator[Document | Unread]) -> list[Document]:
    return [replace(part) for part in parts if isinstance(part, Document)]


def _last_part(address: str) -> str:
    return address.split("?")[0].rstrip("/").rpartition("/")[2] or address
