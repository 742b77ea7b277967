"""XML and whole pages of HTML as trees, and the words of a tree as a reader sees them.

Entities beyond XML's own are never expanded and nothing is fetched. The sole room of lxml.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from index.formats.documents import UnreadableFileError

Tree = Any
"""An lxml element; lxml brings no types."""

_APART = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split()
)
_IN_LINES = frozenset(("li", "tr"))
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset("head script style template noscript title svg math object iframe".split())
_PARAGRAPH, _LINE = "\x1e", "\x1d"
"""Marks between paragraphs and lines while a tree is walked; as white space, no text keeps them."""


def xml(data: bytes) -> Tree:
    """The root of an XML document. Raises UnreadableFileError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(f"holds damaged XML ({error})") from error
    return root


def page(text: str) -> Tree:
    """The root of a page of XHTML or of HTML, however broken. Raises UnreadableFileError."""
    from lxml import etree

    try:
        # First as XML, which a chapter of a book should be: read as HTML, its empty `<title/>`
        # would swallow the rest. The names that XHTML borrows from its DTD are replaced before.
        undeclared = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)  # it may name an old encoding
        named = re.sub(r"&([A-Za-z]\w{1,30});", _borrowed, undeclared)
        root = xml(named.encode("utf-8", "replace"))
    except UnreadableFileError:
        parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise UnreadableFileError("holds no text")
    return root


def _borrowed(entity: re.Match[str]) -> str:
    own = entity[1] in ("amp", "lt", "gt", "quot", "apos")
    return entity[0] if own else html5.get(f"{entity[1]};", entity[0])


def name(element: Tree) -> str:
    """An element's name without its namespace; empty for a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def words(root: Tree) -> str:
    """What a reader sees of a page: paragraphs apart, items marked, a table's rows in lines."""
    parts: list[str] = []
    _collect(root, parts)
    text = ""
    gap = prefix = ""
    for piece in re.split(f"([{_PARAGRAPH}{_LINE}])", "".join(parts)):
        line = "\n".join(" ".join(part.split()) for part in piece.split("\n")).strip()
        if piece in (_PARAGRAPH, _LINE):
            gap = max(gap, "\n\n" if piece == _PARAGRAPH else "\n")
        elif line == "-":
            prefix = "- "  # of an item whose words are a paragraph of their own
        elif line:
            text += (gap if text else "") + prefix + line
            gap = prefix = ""
    return text


def _collect(element: Tree, parts: list[str]) -> None:
    # As deep as the page is nested, which the parser holds to a few hundred.
    tag = name(element)
    if not tag or tag in _UNSEEN:
        return
    if tag == "sup":
        parts.append("" if _leads_to_a_note(element) else raised("".join(element.itertext())))
        return
    around = _PARAGRAPH if tag in _APART else _LINE if tag in _IN_LINES else ""
    if tag in _CELLS:
        around = _PARAGRAPH if any(name(inner) in _APART for inner in element.iter()) else ""
        parts.append(" | " if not around and _cell_before(element) else "")
    parts += (around, "\n" if tag == "br" else "", "- " if tag == "li" else "")
    parts.append(_flat(element.text))
    for child in element:
        _collect(child, parts)
        parts.append(_flat(child.tail))
    parts.append(around)


def raised(words: str) -> str:
    """Words that stand raised: digits and signs as Unicode has them, so that 10⁶ is not 106."""
    return re.sub(r"[0-9]|[-−+](?=[0-9]|$)", lambda found: found[0].translate(_RAISED), words)


_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def _leads_to_a_note(raised: Tree) -> bool:
    around = raised.getparent()
    return any(name(inner) == "a" for inner in raised.iter()) or (
        around is not None and name(around) == "a"
    )


def _cell_before(element: Tree) -> bool:
    return any(name(other) in _CELLS for other in element.itersiblings(preceding=True))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
