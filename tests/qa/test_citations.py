"""A citation that is not exactly the article's words is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.types import Article, Passage
from qa.citations import cite, is_exact

TEXT = "🏟️ In Rio, Germany beat Brazil 7-1. The crowd was silent. 𝔗he end."
ARTICLE = Article("/a.txt", "A goal", TEXT, "Ana", date(2014, 7, 8), "", id=1)
START, END = 3, TEXT.index(" 𝔗")
PASSAGE = Passage(
    1, 1, "/a.txt", "A goal", "Ana", date(2014, 7, 8), "", START, END, TEXT[START:END]
)


def stored(article_id: int) -> Article | None:
    return ARTICLE if article_id == 1 else None


def test_a_quote_is_a_slice_of_the_stored_text() -> None:
    at = PASSAGE.text.index("Germany beat Brazil 7-1")
    citation = cite(PASSAGE, at, at + 23, number=1, score=0.9, articles=stored)
    assert citation is not None
    assert citation.quote == "Germany beat Brazil 7-1"
    assert TEXT[citation.start : citation.end] == "Germany beat Brazil 7-1"
    assert (citation.title, citation.author, citation.published) == (
        "A goal",
        "Ana",
        date(2014, 7, 8),
    )


def test_it_fails_closed() -> None:
    def made(passage: Passage, start: int = 0, end: int = 6) -> object:
        return cite(passage, start, end, number=1, score=0.9, articles=stored)

    assert made(PASSAGE) is not None
    assert made(replace(PASSAGE, article_id=2)) is None, "no such article"
    assert made(replace(PASSAGE, source="/b.txt")) is None, "another article's words"
    assert made(replace(PASSAGE, start=START + 1)) is None, "shifted by one"
    assert made(replace(PASSAGE, text=PASSAGE.text.replace("Rio", "rio"))) is None, "other words"
    assert made(PASSAGE, 5, 5) is None, "an empty quote"
    assert made(PASSAGE, 0, 500) is None, "beyond the passage"


def test_a_quote_must_lie_within_its_passage() -> None:
    citation = cite(PASSAGE, 0, 6, number=1, score=0.9, articles=stored)
    assert citation is not None
    outside = replace(citation, start=0, end=2, quote=TEXT[:2])
    assert not is_exact(outside, ARTICLE)
