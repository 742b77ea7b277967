"""Addresses that a person names become articles: a page, a feed's entries, a sitemap's pages.

A page's address is its article's source. What a feed no longer shows is kept: feeds show only what
is new. The sole room of feedparser.
"""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index.fetch import BYTES, Fetched, Fetcher
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
_META_CHARSET = re.compile(rb"<meta[^>]*charset", re.I)
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
    unread: list[Unread] = []
    pages = _pages(fetched, fetcher, unread)
    yield from unread
    if pages is None:
        yield _article(fetched, Page(address))
        return
    if not pages and not unread:
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


def _pages(
    fetched: Fetched, fetcher: Fetcher, unread: list[Unread], *, deeper: bool = True
) -> list[Page] | None:
    """The pages that a feed or a sitemap names, each once; None for what is neither.

    Sitemaps named by a sitemap that cannot be read are added to `unread`.
    """
    fetched = _unpacked(fetched)
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
        return _once(list(_of_sitemaps(_sitemap(fetched), fetched.address, fetcher, unread)))
    return _once(_sitemap(fetched) if kind == b"urlset" else _feed(fetched))


def _of_sitemaps(
    sitemaps: list[Page], address: str, fetcher: Fetcher, unread: list[Unread]
) -> Iterator[Page]:
    for sitemap in sitemaps[:SITEMAPS]:
        try:
            yield from _pages(fetcher.get(sitemap.address), fetcher, unread, deeper=False) or []
        except UnreadableFileError as error:
            unread.append(Unread(sitemap.address, str(error)))
    if len(sitemaps) > SITEMAPS:
        more = f"its first {SITEMAPS} sitemaps are read, {len(sitemaps) - SITEMAPS:,} are not"
        unread.append(Unread(address, more))


def _unpacked(fetched: Fetched) -> Fetched:
    """What a .gz holds, as many sitemaps are; all else as it is."""
    if not fetched.data.startswith(b"\x1f\x8b"):
        return fetched
    try:
        data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(fetched.data, BYTES + 1)
    except zlib.error as error:
        raise UnreadableFileError(f"cannot be unpacked ({error})") from error
    if len(data) > BYTES:
        raise UnreadableFileError(f"is larger than {BYTES >> 20} MB, unpacked")
    return replace(fetched, data=data)


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
        # As it is written, like all dates here: what feedparser makes of it is the day in London.
        day = parse_date(one_line(entry.get("published", "")))
        if day is None and (when := entry.get("published_parsed")):
            day = date(when.tm_year, when.tm_mon, when.tm_mday)
        if is_address(entry.get("link", "")):
            title = one_line(entry.get("title", ""))
            author = one_line(entry.get("author", ""))
            pages.append(Page(entry["link"], title, author, day))
    return pages


def _once(pages: list[Page]) -> list[Page]:
    return list({page.address: page for page in pages}.values())


def _article(fetched: Fetched, page: Page) -> Article:
    """The article of a page. Raises UnreadableFileError."""
    form = _FORMATS.get(fetched.kind)
    if form is None:
        raise UnreadableFileError(f"is of a kind that is not read ({fetched.kind[:60] or 'none'})")
    data = fetched.data
    if form is kinds.HTML and fetched.charset and not _META_CHARSET.search(data, 0, 4096):
        data = f'<meta charset="{fetched.charset[:40]}">'.encode("ascii", "ignore") + data
    if form in (kinds.TXT, kinds.MD) and fetched.charset:
        with contextlib.suppress(LookupError, UnicodeError):  # then the text itself must tell
            data = data.decode(fetched.charset).encode()
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
