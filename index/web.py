"""Addresses that a person names become articles: a page, a feed's entries, a sitemap's pages.

A page's address is its article's source. What a feed no longer shows is kept: feeds show only what
is new. The sole room of feedparser.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

from index.fetch import GZIP, Fetched, Fetcher, unpacked
from index.formats import kinds, markup
from index.formats.documents import (
    Document,
    Unread,
    UnreadableFileError,
    document,
    one_line,
    parse_date,
)
from index.formats.encodings import decode
from index.types import Article

MAX_ENTRIES = 2000
"""Pages that one feed or sitemap brings."""
SITEMAPS = 20
"""Sitemaps that one sitemap index brings."""
_STATES_ENCODING = re.compile(rb"<\?xml[^>]*encoding", re.I)
_MAIL_AND_NAME = re.compile(r"[^\s@]+@\S+ \((.+)\)")
"""An author as RSS 2.0 has it: "joe@example.org (Joe Smith)"."""
_INLINE = re.compile(
    r"</?(?:a|b|br|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.I
)
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
    gzipped = fetched.data.startswith(GZIP)
    return replace(fetched, data=unpacked(fetched.data)) if gzipped else fetched


def _sitemap(fetched: Fetched) -> list[Page]:
    pages = []
    for entry in markup.xml(fetched.data):
        about = _texts(entry)
        if is_address(about.get("loc", "")):
            news = next((_texts(part) for part in entry if markup.name(part) == "news"), {})
            # Its lastmod is when the page was touched, not when the article appeared.
            day = parse_date(news.get("publication_date"))
            pages.append(Page(about["loc"], news.get("title", ""), published=day))
    return pages


def _texts(element: markup.Tree) -> dict[str, str]:
    return {markup.name(each): one_line(each.text) for each in element}


def _feed(fetched: Fetched) -> list[Page]:
    import feedparser

    # As a file: a string that looks like an address would be fetched.
    data = fetched.data if _STATES_ENCODING.search(fetched.data, 0, 200) else _decoded(fetched)
    try:
        parsed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    except Exception as error:
        # Like any format's library, on a hostile feed it may raise anything at all.
        raise UnreadableFileError(f"could not be read as a feed ({error})") from error
    pages = []
    for entry in parsed.entries:
        # As it is written, like all dates here: what feedparser makes of it is the day in London.
        stated = entry.get("published", "")
        if not stated and parsed.version.startswith("rss"):
            stated = entry.get("updated", "")  # RSS's dc:date; Atom's is when it was touched
        day = parse_date(one_line(stated))
        if day is None and (when := entry.get("published_parsed")):
            with contextlib.suppress(ValueError):  # 0000-00-00, where no day was entered
                day = date(when.tm_year, when.tm_mon, when.tm_mday)
        link = _link(entry, fetched.address)
        if is_address(link):
            author = one_line(entry.get("author", ""))
            named = _MAIL_AND_NAME.fullmatch(author)
            pages.append(Page(link, _title(entry), named[1] if named else author, day))
    return pages


def _link(entry: Any, feed: str) -> str:
    """An entry's address. A link may be relative to the feed's; an identifier is not."""
    link: str = entry.get("link", "")
    linked = any(link and each.get("href") == link for each in entry.get("links", []))
    if linked and not is_address(link):
        with contextlib.suppress(ValueError):  # then it is no address
            return urljoin(feed, link)
    return link


def _title(entry: Any) -> str:
    title = one_line(entry.get("title", ""))
    if entry.get("title_detail", {}).get("type") in ("text/html", "application/xhtml+xml"):
        return one_line(html.unescape(_INLINE.sub("", title)))
    return title


def _once(pages: list[Page]) -> list[Page]:
    return list({page.address: page for page in pages}.values())


def _article(fetched: Fetched, page: Page) -> Article:
    """The article of a page. Raises UnreadableFileError."""
    form = _FORMATS.get(fetched.kind)
    if form is None:
        raise UnreadableFileError(f"is of a kind that is not read ({fetched.kind[:60] or 'none'})")
    data = _decoded(fetched) if form is kinds.HTML else fetched.data
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


def _decoded(fetched: Fetched) -> bytes:
    """A page in UTF-8, where its server's word on its charset can be true; else as it is."""
    with contextlib.suppress(LookupError, UnicodeError, UnreadableFileError):
        fetched.data.decode(fetched.charset)
        return decode(fetched.data, declared=fetched.charset).encode()
    return fetched.data


def _single(parts: Iterator[Document | Unread]) -> list[Document]:
    return [replace(part) for part in parts if isinstance(part, Document)]


def _last_part(address: str) -> str:
    return address.split("?")[0].rstrip("/").rpartition("/")[2] or address
