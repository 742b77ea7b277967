"""Plain text and Markdown, with front matter or without. What a person wrote stays whole.

The sole room of markdown-it and PyYAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.formats import markup
from index.formats.documents import Document, UnreadableFileError, document
from index.formats.encodings import decode

MAX_FRONT_MATTER = 16 * 1024
_KNOWN = frozenset(
    "title subtitle date published publish_date updated lastmod author authors byline url source "
    "link permalink lang language tags keywords categories category section description summary "
    "layout slug draft type id image".split()
)
"""Keys of which a block must have one to be front matter: "Note: this was retracted" has none."""


def parse_txt(file: BinaryIO) -> Iterator[Document]:
    """Plain text as it stands, without front matter or a head of lines "Title: …", "Date: …"."""
    meta, text = _described(decode(file.read()))
    yield _document(text, meta)


def parse_md(file: BinaryIO) -> Iterator[Document]:
    """Markdown as the words a reader sees: marks and link targets gone, blocks apart."""
    from markdown_it import MarkdownIt

    meta, source = _described(decode(file.read()))
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
        elif token.type == "html_block":
            words = _words_of_html(token.content)
            text += f"\n\n{words}" if words else ""
        elif token.type == "table_open":
            text += "\n"
    yield _document(text.strip("\n"), meta)


def _document(text: str, meta: dict[str, Any]) -> Document:
    return document(
        text,
        title=meta.get("title"),
        author=meta.get("author") or meta.get("authors"),
        published=meta.get("date") or meta.get("published") or meta.get("publish_date"),
        url=meta.get("url") or meta.get("source"),
        language=meta.get("lang") or meta.get("language"),
    )


def _described(text: str) -> tuple[dict[str, Any], str]:
    """What front matter, or else a head, says of a text; and the text without it."""
    meta, rest = _front_matter(text)
    return (meta, rest) if meta else _head(text)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split off a block of YAML between `---` lines, or of TOML between `+++`, at the top.

    Text that only looks so stays.
    """
    match = re.match(
        r"(?:---[ \t]*\n(.*?\n)(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?\n)\+\+\+)[ \t]*(?:\n|$)",
        text[:MAX_FRONT_MATTER],
        re.DOTALL,
    )
    if not match:
        return {}, text
    loaded = _as_lines(match[2], "=") if match[1] is None else _as_yaml(match[1])
    meta = {str(key).lower(): value for key, value in loaded.items()}
    return (meta, text[match.end() :].lstrip("\n")) if meta.keys() & _KNOWN else ({}, text)


def _head(text: str) -> tuple[dict[str, Any], str]:
    """Split off lines like "Title: …", "Date: …" at the top, as archives and agencies write them.

    Two or more, nothing else before an empty line, and a title or a date among them.
    """
    match = _HEAD.match(text[:MAX_FRONT_MATTER])
    if not match:
        return {}, text
    lines = (line.partition(":") for line in match[1].splitlines())
    meta: dict[str, Any] = {key.strip().lower(): value.strip() for key, _, value in lines}
    meta["title"] = meta.get("title") or meta.get("headline")
    meta["author"] = meta.get("author") or meta.get("byline")
    told = meta["title"] or meta.get("date") or meta.get("published")
    return (meta, text[match.end() :].lstrip("\n")) if told else ({}, text)


_KEYS = "|".join(sorted(_KNOWN | set("headline desk topic edition page place city words".split())))
_HEAD = re.compile(rf"\s*((?:(?:{_KEYS})[ \t]*:[ \t]*.{{0,300}}\n){{2,}})[ \t]*\n", re.I)


def _as_yaml(block: str) -> dict[Any, Any]:
    import yaml

    try:
        # BaseLoader builds strings, lists and dicts only: nothing in a file can run or coerce.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        loaded = _as_lines(block, ":")  # as with a colon in a title that is not quoted
    return loaded if isinstance(loaded, dict) else {}


def _as_lines(block: str, mark: str) -> dict[str, str]:
    """The lines `key: value` of a block, where there is nothing else but lists and comments."""
    lines = [line for line in block.splitlines() if line.strip() and line[0] not in " \t-#[]"]
    read = [re.fullmatch(rf"([\w-]+)\s*{mark}\s*(.*)", line) for line in lines]
    return {line[1]: line[2].strip(" \"'[]") for line in read if line} if all(read) else {}


def _words_of_html(block: str) -> str:
    try:
        return markup.words(markup.page(block))
    except UnreadableFileError:
        return ""


def _inline_text(tokens: list[Any]) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    shown = ("text", "code_inline", "image")
    words, raised = "", False
    for token in tokens:
        tag = token.content.lower() if token.type == "html_inline" else ""
        if tag.startswith(("<sup", "</sup")):
            raised = tag[1] != "/"
        elif tag.startswith("<br"):
            words += "\n"
        elif token.type in shown:
            words += markup.raised(token.content) if raised else token.content
        else:
            words += breaks.get(token.type, "")
    return words
