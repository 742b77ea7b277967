"""A citation to take along: as plain text, Markdown or BibTeX. Nothing here is HTML."""

from __future__ import annotations

import re
import unicodedata

from qa.types import Citation
from ui.prose import human_date

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def plain(citation: Citation) -> str:
    """“Quote.” Author, Title, 16 April 2019, source."""
    day = human_date(citation.published) if citation.published else ""
    parts = (citation.author, citation.title, day, _place(citation))
    return f"“{_line(citation.quote)}” {', '.join(_line(part) for part in parts if part)}."


def markdown(citation: Citation) -> str:
    """The quote as a block, its source below."""
    day = human_date(citation.published) if citation.published else ""
    place = _place(citation)
    title = _marked(citation.title or place)
    if place.startswith(("http://", "https://")):
        title = f"[{title}](<{re.sub(r'[<>]', '', place)}>)"
        place = ""
    parts = (_marked(citation.author), title, day, _marked(place))
    quote = "\n".join(f"> {_marked(line)}".rstrip() for line in citation.quote.splitlines())
    return f"{quote}\n>\n> {', '.join(part for part in parts if part)}"


def bibtex(citation: Citation) -> str:
    """An @misc entry that says where in the stored text the quote stands."""
    place = _place(citation)
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(citation)),
        "title": f"{{{_tex(citation.title)}}}" if citation.title else "",
        "year": str(citation.published.year) if citation.published else "",
        "month": str(citation.published.month) if citation.published else "",
        "day": str(citation.published.day) if citation.published else "",
        "url" if "://" in place else "howpublished": _tex(place),
        "note": f"``{_tex(citation.quote)}'', characters {citation.start} to {citation.end}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([_key(citation), *lines]) + "\n}"


def _authors(citation: Citation) -> list[str]:
    """Several are told apart by semicolons; commas also stand within a name."""
    return [name.strip() for name in citation.author.split(";") if name.strip()]


def _place(citation: Citation) -> str:
    return citation.passage.url or citation.source


def _key(citation: Citation) -> str:
    """The author's last name or the title's first word, the year, and where the quote begins."""
    if authors := _authors(citation):
        last, _, first = authors[0].partition(",")
        word = last if first else last.split()[-1]
    else:
        word = (citation.title.split() or [""])[0]
    # Accents are letters of their own then, and go.
    plain = unicodedata.normalize("NFKD", word.lower())
    letters = re.sub(r"[^a-z0-9]", "", plain) or "article"
    year = citation.published.year if citation.published else ""
    return f"{letters[:30]}{year}-{citation.passage.article_id}-{citation.start}"


def _line(words: str) -> str:
    return " ".join(words.split())


def _marked(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _line(words))


def _tex(words: str) -> str:
    return _line(words).translate(_BIBTEX)
