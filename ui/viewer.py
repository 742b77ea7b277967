"""A whole article as HTML, with every stretch that an answer cites marked and numbered.

A text too long to be laid out at once is shown in part, around the citation that was opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article
from qa.types import Answer, Citation
from ui.prose import Mark, byline, file_name, prose, shortened, text
from ui.render import LONGEST_TITLE, mention_mark

LONGEST = 200_000
"""Characters laid out at once."""


def citations_of(answer: Answer) -> list[Citation]:
    """Every citation of an answer, those of its claims included, by number."""
    cited = [*answer.citations, *(each for claim in answer.claims for each in claim.citations)]
    return sorted(cited, key=lambda citation: citation.number)


def view(article: Article, citations: Sequence[Citation] = (), *, chosen: int = 0) -> str:
    """The article, with its citations marked; `chosen` is the number of the one that is opened."""
    own = [
        each
        for each in citations
        if each.passage.article_id == article.id
        and article.text[each.start : each.end] == each.quote
    ]
    at = next((each.start for each in own if each.number == chosen), own[0].start if own else 0)
    start = max(0, min(at - LONGEST // 2, len(article.text) - LONGEST))
    end = min(len(article.text), start + LONGEST)
    title = text(shortened(article.title, LONGEST_TITLE) or file_name(article.source))
    language = f' lang="{text(article.language)}"' if article.language else ""
    return (
        f'<h2 class="fn-article-title" id="fn-viewer-title" tabindex="-1" dir="auto">{title}</h2>'
        '<p class="fn-byline">'
        f"{byline(article.author, article.published, article.source, article.url, article.copies)}"
        f"</p>{_part(start, end, len(article.text))}"
        f'<div class="fn-article-text" dir="auto"{language}>'
        f"{prose(article.text, start, end, _marks(own))}</div>"
    )


def _marks(citations: Sequence[Citation]) -> list[Mark]:
    """One mark for each stretch; where citations overlap, one for all that they cover."""
    marks: list[Mark] = []
    runs: list[tuple[int, int, list[int]]] = []
    for each in sorted(citations, key=lambda citation: (citation.start, -citation.end)):
        if runs and each.start < runs[-1][1]:
            start, end, numbers = runs[-1]
            runs[-1] = (start, max(end, each.end), [*numbers, each.number])
        else:
            runs.append((each.start, each.end, [each.number]))
        marks += [mention_mark(mention) for mention in each.mentions]
    for start, end, numbers in runs:
        named = ", ".join(map(str, sorted(set(numbers))))
        before = f'<mark class="fn-quote fn-cited" tabindex="-1" data-numbers="{named}">'
        marks.append(Mark(start, end, before, "</mark>"))
    return marks


def _part(start: int, end: int, length: int) -> str:
    if end - start == length:
        return ""
    return (
        f'<p class="fn-note">Characters {start:,} to {end:,} of {length:,}: the article is too'
        " long to be shown whole.</p>"
    )
