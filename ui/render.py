"""An Answer as HTML: what the chat page shows, and nothing that knows of Gradio.

Every word of a question or an article is hostile until escaped here: text is escaped, only http
and https addresses become links, and each piece of foreign text stands in its own direction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import PureWindowsPath
from urllib.parse import urlsplit

from qa.types import Alternative, Answer, Citation

SHOWN_AT_ONCE = 3
"""Excerpts in view; the others open at a click."""

_WORDS = (
    (0.9, "Very likely"),
    (0.7, "Likely"),
    (0.5, "More likely than not"),
    (0.2, "Uncertain"),
    (0.0, "Unlikely"),
)
_SPACES = re.compile("[\x0b\x0c\x85]")
_UNSHOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# A line break that ends a paragraph, told from one that only wraps a long line.
_PARAGRAPH = re.compile(r"""(?<=[.!?:;"'”’»)\]…])[ \t]*\n\s*|\n[ \t]*\n\s*|\n(?=[ \t]*[-*•#>|])""")


def answer_turn(answer: Answer, *, anchor: str) -> str:
    """A question with its answer and the evidence. `anchor` must be unique on the page."""
    card = answer_card(answer, anchor=anchor)
    return turn(answer.question, card, beside=evidence(answer, anchor=anchor))


def turn(question: str, said: str, *, beside: str = "") -> str:
    """A question, what was said to it (HTML), and what stands beside (HTML)."""
    return (
        '<article class="fn-turn"><div class="fn-said">'
        f'<h2 class="fn-question" dir="auto">{_text(question)}</h2>{said}</div>{beside}</article>'
    )


def pending() -> str:
    """Said while the answer is sought."""
    return '<p class="fn-pending">Reading the articles…</p>'


def note(message: str, *, error: bool = False) -> str:
    """Words of the program itself: a hint, or what went wrong."""
    kind = " fn-error" if error else ""
    return f'<p class="fn-note{kind}" dir="auto">{_text(message)}</p>'


def answer_card(answer: Answer, *, anchor: str) -> str:
    """The sentence with the answer in it, its sources' numbers and its confidence."""
    if not answer.answered:
        return _unanswered(answer)
    span = _find(answer.text, answer.sentence)
    if span:
        sentence = _marked(answer.sentence, span, "strong")
    else:
        sentence = f"<strong>{_text(answer.text)}</strong>"
    references = "".join(
        f'<a class="fn-ref" href="#{_cite_id(anchor, citation)}"'
        f' aria-label="Source {citation.number}">[{citation.number}]</a>'
        for citation in answer.citations
    )
    # A word joiner keeps the markers on the sentence's last line.
    markers = f'&#8288;<sup class="fn-refs">{references}</sup>' if references else ""
    return (
        '<div class="fn-answer">'
        f'<p class="fn-sentence"><span dir="auto">{sentence}</span>{markers}</p>'
        f'<p class="fn-confidence">{_meter(answer.confidence)}'
        f"{confidence_words(answer.confidence)}</p>"
        f"{_others(answer.alternatives)}{_elapsed(answer)}</div>"
    )


def evidence(answer: Answer, *, anchor: str) -> str:
    """The numbered excerpts: quotes marked where they answer, plain passages where they do not."""
    if not answer.citations:
        return ""
    heading = "Evidence" if answer.answered else "Nearest passages"
    span = answer.text if answer.answered else ""
    items = [
        _excerpt(citation, span=span, quoted=answer.answered, anchor=anchor)
        for citation in answer.citations
    ]
    shown, hidden = items[:SHOWN_AT_ONCE], items[SHOWN_AT_ONCE:]
    more = ""
    if hidden:
        noun = "excerpt" if len(hidden) == 1 else "excerpts"
        more = (
            f'<details class="fn-more"><summary>{len(hidden)} more {noun}</summary>'
            f'<ol class="fn-excerpts">{"".join(hidden)}</ol></details>'
        )
    return (
        f'<section class="fn-evidence" aria-label="{heading}" aria-live="off"><h3>{heading}</h3>'
        f'<ol class="fn-excerpts">{"".join(shown)}</ol>{more}</section>'
    )


def confidence_words(probability: float) -> str:
    """`0.83` as "Likely · 83%"; never a flat 0% or 100%."""
    word = next((word for least, word in _WORDS if probability >= least), _WORDS[-1][1])
    return f"{word} · {_percent(probability)}"


def human_date(day: date) -> str:
    """`2019-04-16` as "16 April 2019"."""
    return f"{day.day} {day:%B} {day.year}"


def _unanswered(answer: Answer) -> str:
    if answer.citations:
        nearest = (
            " The passages shown are the nearest ones found: for reading, not evidence of an"
            " answer."
        )
    else:
        nearest = " No passage came near the question."
    return (
        '<div class="fn-answer fn-unanswered"><p class="fn-sentence">The articles don’t say.</p>'
        '<p class="fn-why">No passage supports an answer firmly enough: the best guess was'
        f" {_percent(answer.confidence)} likely to be right.{nearest}</p>"
        f"{_elapsed(answer)}</div>"
    )


def _excerpt(citation: Citation, *, span: str, quoted: bool, anchor: str) -> str:
    title = citation.title.strip() or _file_name(citation.source)
    return (
        f'<li class="fn-excerpt" id="{_cite_id(anchor, citation)}" tabindex="-1">'
        f'<span class="fn-number" aria-hidden="true">{citation.number}</span>'
        f'<h4 class="fn-title" dir="auto">{_text(title)}</h4>'
        f'<p class="fn-byline">{_byline(citation)}</p>'
        f'<blockquote class="fn-passage" dir="auto">'
        f"{_passage(citation, span=span, quoted=quoted)}</blockquote></li>"
    )


def _byline(citation: Citation) -> str:
    parts = []
    if citation.author.strip():
        parts.append(f"<bdi>{_text(citation.author)}</bdi>")
    if citation.published:
        iso = citation.published.isoformat()
        parts.append(f'<time datetime="{iso}">{human_date(citation.published)}</time>')
    parts.append(_address(citation.source))
    url = citation.passage.url
    if url and url != citation.source:
        parts.append(_address(url))
    if citation.copies:
        more = f" and {len(citation.copies) - 3} more" if len(citation.copies) > 3 else ""
        listed = ", ".join(_address(copy) for copy in citation.copies[:3])
        parts.append(f'<span class="fn-copies">word for word in {listed}{more}</span>')
    return '<span class="fn-dot" aria-hidden="true"> · </span>'.join(parts)


def _address(address: str) -> str:
    """A file by its name, a web page as a link named by its host, anything else as text."""
    host = _web_host(address)
    shown, full = _text(host or _file_name(address)), _text(address)
    if host:
        return (
            f'<a class="fn-link" href="{full}" title="{full}" target="_blank"'
            f' rel="noopener noreferrer nofollow"><bdi>{shown}</bdi></a>'
        )
    return f'<bdi class="fn-file" title="{full}">{shown}</bdi>'


def _web_host(address: str) -> str:
    """The host of an http or https address, or nothing for what must not become a link."""
    if _UNSHOWN.search(address) or any(character.isspace() for character in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def _file_name(source: str) -> str:
    # Windows rules take both kinds of slash; an address that is no path is shown whole.
    return source if _SCHEME.match(source) else PureWindowsPath(source).name or source


def _passage(citation: Citation, *, span: str, quoted: bool) -> str:
    text = citation.passage.text
    start, end = citation.start - citation.passage.start, citation.end - citation.passage.start
    if not quoted or not 0 <= start < end <= len(text) or text[start:end] != citation.quote:
        return _prose(text, 0, len(text))
    found = _find(span, citation.quote)
    if found:
        low, high = start + found[0], start + found[1]
        quote = (
            f"{_prose(text, start, low)}<strong>{_prose(text, low, high)}</strong>"
            f"{_prose(text, high, end)}"
        )
    else:
        quote = _prose(text, start, end)
    return f'{_prose(text, 0, start)}<mark class="fn-quote">{quote}</mark>{_prose(text, end)}'


def _prose(text: str, start: int, end: int | None = None) -> str:
    """`text[start:end]` escaped, with a gap where a paragraph ends and no word changed."""
    end = len(text) if end is None else end
    pieces, at = [], start
    for gap in _PARAGRAPH.finditer(text, start, end):
        pieces.append(f'{_text(text[at : gap.end()])}<span class="fn-gap"></span>')
        at = gap.end()
    body = "".join([*pieces, _text(text[at:end])])
    # Isolated: an unclosed override before the quote must not turn the quote around.
    return f'<span class="fn-isolate">{body}</span>' if body else ""


def _marked(text: str, span: tuple[int, int], tag: str) -> str:
    low, high = span
    return f"{_prose(text, 0, low)}<{tag}>{_prose(text, low, high)}</{tag}>{_prose(text, high)}"


def _find(span: str, text: str) -> tuple[int, int] | None:
    """Where `span` stands in `text`: as a word of its own if it can, else anywhere, or nowhere."""
    if not span:
        return None
    pattern = re.escape(span)
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text) or re.search(pattern, text)
    return found.span() if found else None


def _others(alternatives: Sequence[Alternative]) -> str:
    if not alternatives:
        return ""
    items = " · ".join(
        f'<span title="{_text(other.sentence)}"><bdi>{_text(other.text)}</bdi>'
        f" ({_percent(other.confidence)})</span>"
        for other in alternatives
    )
    noun = "answer" if len(alternatives) == 1 else "answers"
    return f'<p class="fn-others">Other possible {noun}: {items}</p>'


def _meter(probability: float) -> str:
    width = round(100 * min(1.0, max(0.0, probability)))
    return f'<span class="fn-meter" aria-hidden="true"><i style="width:{width}%"></i></span>'


def _elapsed(answer: Answer) -> str:
    total = answer.timings.get("total")
    if total is None:
        return ""
    shown = f"{total:.0f} ms" if total < 1000 else f"{total / 1000:.1f} s"
    return f'<p class="fn-elapsed">{shown}</p>'


def _percent(probability: float) -> str:
    percent = round(100 * probability)
    if percent < 1:
        return "under 1%"
    return "over 99%" if percent > 99 else f"{percent}%"


def _cite_id(anchor: str, citation: Citation) -> str:
    return escape(f"{anchor}-{citation.number}", quote=True)


def _text(text: str) -> str:
    """Escaped for text and attributes alike, without characters that HTML cannot hold."""
    return escape(_UNSHOWN.sub("", _SPACES.sub(" ", text)), quote=True)
