"""Spans and passages become citations, each checked against the stored text; it fails closed.

A citation whose quote is not exactly the article's words between its offsets is dropped. It is
never repaired: a quote that must be repaired is a quote nobody can trust.
"""

from __future__ import annotations

from collections.abc import Callable

from index.sentences import sentence_around
from index.types import Article, Passage
from qa.mentions import mentions
from qa.reader import Span
from qa.types import Citation

Articles = Callable[[int], Article | None]
"""The stored article of an id."""


def sentence_of(span: Span) -> tuple[int, int]:
    """Offsets of the sentence around a span, in its passage's text."""
    return sentence_around(span.hit.passage.text, span.start, span.end)


def sentence_text(span: Span) -> str:
    """The sentence around a span."""
    start, end = sentence_of(span)
    return span.hit.passage.text[start:end]


def cite(
    passage: Passage, start: int, end: int, *, number: int, score: float, articles: Articles
) -> Citation | None:
    """Quote `passage.text[start:end]`, or None where the stored article does not say just that."""
    article = articles(passage.article_id)
    quote, at = passage.text[start:end], passage.start + start
    citation = Citation(
        number=number,
        source=passage.source,
        title=passage.title,
        author=passage.author,
        published=passage.published,
        quote=quote,
        start=at,
        end=passage.start + end,
        passage=passage,
        score=score,
        copies=article.copies if article else (),
        mentions=mentions(quote, published=passage.published, offset=at),
    )
    return citation if article is not None and is_exact(citation, article) else None


def is_exact(citation: Citation, article: Article) -> bool:
    """Whether quote and passage are the article's own words at the offsets given."""
    passage = citation.passage
    return (
        bool(citation.quote)
        and article.source == citation.source
        and 0 <= passage.start <= citation.start < citation.end <= passage.end
        and article.text[citation.start : citation.end] == citation.quote
        and article.text[passage.start : passage.end] == passage.text
    )
