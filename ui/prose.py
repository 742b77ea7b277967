"""Foreign words as HTML: escaped, in their own direction, with paragraphs and marked stretches.

Every word of a question or an article is hostile until it has passed through here. Offsets are code
points, as everywhere; the browser, which counts otherwise, is never asked to count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import PureWindowsPath
from urllib.parse import urlsplit

from index.types import PART

_SPACES = re.compile("[\x0b\x0c\x85]")
_UNSHOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# A line break that ends a paragraph, told from one that only wraps a long line: no wrapped line is
# as long as what follows a heading in text from HTML, and few look like a byline or a row.
_PARAGRAPH = re.compile(
    r"""(?<=[.!?:;"'”’»)\]…])[ \t]*\n\s*|\n[ \t]*\n\s*|\n(?=[ \t]*[-*•#>|])|"""
    r"\n(?=[^\n]{120}|By [A-Z]|[^\n]{0,200} \| )"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is set off: `text[start:end]` between `before` and `after` (HTML).

    Marks may stand within others, the wider outside; what only overlaps is left out.
    """

    start: int
    end: int
    before: str
    after: str


def text(words: str) -> str:
    """Escaped for text and attributes alike, without characters that HTML cannot hold."""
    return escape(_UNSHOWN.sub("", _SPACES.sub(" ", words)), quote=True)


def shortened(words: str, most: int) -> str:
    """At most so many characters, on one line, with an ellipsis where some went."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def prose(words: str, start: int = 0, end: int | None = None, marks: Iterable[Mark] = ()) -> str:
    """`words[start:end]` escaped and marked, with a gap where a paragraph ends, no word changed."""
    end = len(words) if end is None else end
    inside = [mark for mark in marks if start <= mark.start < mark.end <= end]
    inside.sort(key=lambda mark: (mark.start, -mark.end))
    pieces, at = [], start
    while inside:
        mark = inside.pop(0)
        if mark.start < at:
            continue
        within = [other for other in inside if other.start < mark.end]
        inside = inside[len(within) :]
        pieces.append(_plain(words, at, mark.start))
        pieces.append(f"{mark.before}{prose(words, mark.start, mark.end, within)}{mark.after}")
        at = mark.end
    pieces.append(_plain(words, at, end))
    return "".join(pieces)


def _plain(words: str, start: int, end: int) -> str:
    pieces, at = [], start
    for gap in _PARAGRAPH.finditer(words, start, end):
        pieces.append(f'{text(words[at : gap.end()])}<span class="fn-gap"></span>')
        at = gap.end()
    body = "".join([*pieces, text(words[at:end])])
    # Isolated: an unclosed override before the quote must not turn the quote around.
    return f'<span class="fn-isolate">{body}</span>' if body else ""


def find(span: str, words: str) -> tuple[int, int] | None:
    """Where `span` stands in a text: as a word of its own if it can, else anywhere, or nowhere."""
    if not span:
        return None
    found = as_word(span).search(words) or re.search(re.escape(span), words)
    return found.span() if found else None


def as_word(span: str) -> re.Pattern[str]:
    """A span as words of their own: "400" is none in "1,400", nor Niger in Nigeria."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(span)}(?!\w)(?![.,]\d)")


def byline(
    author: str, published: date | None, source: str, url: str = "", copies: Sequence[str] = ()
) -> str:
    """Who wrote an article, when, and where it stands."""
    parts = []
    if author.strip():
        parts.append(f"<bdi>{text(shortened(author, 120))}</bdi>")
    if published:
        parts.append(f'<time datetime="{published.isoformat()}">{human_date(published)}</time>')
    parts.append(address(source))
    if url and url != source:
        parts.append(address(url))
    if copies:
        more = f" and {len(copies) - 3} more" if len(copies) > 3 else ""
        listed = ", ".join(address(copy) for copy in copies[:3])
        parts.append(f'<span class="fn-copies">word for word in {listed}{more}</span>')
    return '<span class="fn-dot" aria-hidden="true"> · </span>'.join(parts)


def address(given: str) -> str:
    """A file by its name, a web page as a link named by its host, anything else as text."""
    host = _web_host(given)
    shown, full = text(host or file_name(given)), text(given)
    if host:
        return (
            f'<a class="fn-link" href="{full}" title="{full}" target="_blank"'
            f' rel="noopener noreferrer nofollow"><bdi>{shown}</bdi></a>'
        )
    return f'<bdi class="fn-file" title="{full}">{shown}</bdi>'


def _web_host(given: str) -> str:
    """The host of an http or https address, or nothing for what must not become a link."""
    if _UNSHOWN.search(given) or any(character.isspace() for character in given):
        return ""
    try:
        parts = urlsplit(given)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def file_name(source: str) -> str:
    """The last part of a path; an address that is no path is left whole."""
    if _SCHEME.match(source):
        return source
    path, part, key = source.partition(PART)
    if "/" not in key:
        path, part, key = source, "", ""
    # Windows rules take both kinds of slash.
    return f"{PureWindowsPath(path).name}{part}{key}" or source


def human_date(day: date) -> str:
    """`2019-04-16` as "16 April 2019"."""
    return f"{day.day} {day:%B} {day.year}"
