"""What txt, md and html hold: bytes in, the words a person would read and the metadata out.

The sole room of the format libraries (trafilatura, markdown-it, PyYAML, charset-normalizer). The
text returned here is the text that is stored, cited and shown: every offset counts into it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

MAX_FRONT_MATTER = 16 * 1024

Parsed = tuple[str, dict[str, Any]]
"""An article's text, and its metadata under the keys title, author, date and url."""


class UnreadableFileError(Exception):
    """This file cannot become an article; the message says why."""


def parse_txt(data: bytes) -> Parsed:
    """Plain text, with front matter or without."""
    meta, text = _front_matter(decode(data))
    return text, meta


def parse_md(data: bytes) -> Parsed:
    """Markdown as the words a reader sees: marks and link targets gone, blocks apart."""
    from markdown_it import MarkdownIt

    meta, source = _front_matter(decode(data))
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    text = ""
    numbers: list[int | None] = []  # of the lists that are open: the next number, None for bullets
    bullet = ""  # waits for the first words of its item
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type.startswith("ordered")
            numbers.append(int(token.attrGet("start") or 1) if ordered else None)
            text += "\n" if len(numbers) == 1 else ""
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            bullet = "  " * (len(numbers) - 1) + ("- " if number is None else f"{number}. ")
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            words = _inline_text(token.children or [])
            opener = tokens[position - 1].type
            if opener in ("th_open", "td_open"):
                first = tokens[position - 2].type == "tr_open"
                text += ("\n" if first else " | ") + words
            else:
                text += ("\n" if numbers and bullet else "\n\n") + bullet + words
                bullet = ""
            if opener == "heading_open" and tokens[position - 1].tag == "h1":
                meta["title"] = meta.get("title") or words
        elif token.type in ("fence", "code_block"):
            text += "\n\n" + token.content.rstrip("\n")
        elif token.type == "table_open":
            text += "\n"
    return text.strip("\n"), meta


def parse_html(data: bytes) -> Parsed:
    """The main text of a page, without menus, asides and footers, by trafilatura."""
    import trafilatura

    document = trafilatura.bare_extraction(
        decode(data, declared=_declared_charset(data)), with_metadata=True, include_comments=False
    )
    text = getattr(document, "text", None) or ""
    if not text.strip():
        raise UnreadableFileError("has no main text")
    meta = {name: getattr(document, name, None) for name in ("title", "author", "date", "url")}
    return _clean(text), meta


def decode(data: bytes, *, declared: str = "") -> str:
    """Bytes to text: by byte order mark, by UTF-8, as declared, or in the likeliest old encoding.

    Raises UnreadableFileError for what is not text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _clean(_decode_as(data, "utf-16"))
    if b"\x00" in data:
        raise UnreadableFileError("is binary, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_older(data, declared)
    if _control_share(text) > 0.02:
        raise UnreadableFileError("is binary, not text")
    return _clean(text)


def parse_date(value: object) -> date | None:
    """A publication date from metadata: a date, or text that starts as ISO 8601 or names a day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = value.strip()[:40] if isinstance(value, str) else ""
    if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
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


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"is not the {encoding} that it begins as") from error


def _decode_older(data: bytes, declared: str) -> str:
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    # Few bytes above ASCII are accents and curly quotes of Western text, where statistics over a
    # handful of bytes guess wildly; many are another script, where they guess well.
    sample = data[:20_000]
    if sum(byte > 127 for byte in sample) < max(0.2 * len(sample), 16):
        return data.decode("cp1252", "replace")
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnreadableFileError("is binary, or text in an unknown encoding")
    return str(best)


def _control_share(text: str) -> float:
    sample = text[:20_000]
    controls = sum(character < " " and character not in "\t\n\r\f" for character in sample)
    return controls / max(len(sample), 1)


def _clean(text: str) -> str:
    """One kind of line end, and no lone surrogates or NULs, which no store or page could hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split off a YAML block between `---` lines at the top; text that only looks so stays."""
    match = re.match(
        r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", text[:MAX_FRONT_MATTER], re.DOTALL
    )
    if not match:
        return {}, text
    import yaml

    try:
        # BaseLoader builds strings, lists and dicts only: nothing in a file can run or coerce.
        loaded = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        return {}, text
    if not isinstance(loaded, dict):
        return {}, text
    meta = {str(key).lower(): value for key, value in loaded.items()}
    for name, others in (("date", ("published", "publish_date")), ("author", ("authors",))):
        for other in others:
            meta.setdefault(name, meta.get(other))
    meta.setdefault("url", meta.get("source"))
    return meta, text[match.end() :].lstrip("\n")


def _inline_text(tokens: list[Any]) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    shown = ("text", "code_inline", "image")
    return "".join(
        token.content if token.type in shown else breaks.get(token.type, "") for token in tokens
    )


def _declared_charset(data: bytes) -> str:
    match = re.search(rb"<meta[^>]{0,200}charset=[\"' ]?([A-Za-z0-9_-]{2,40})", data[:4096], re.I)
    return match[1].decode("ascii") if match else ""
