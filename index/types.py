"""The index's vocabulary: an article, its passages, and a passage found for a question.

Offsets are Unicode code points into `Article.text`, half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)` while an index is built."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored and shown. `source` (absolute path or URL) is its identity."""

    source: str
    title: str
    text: str
    author: str = ""
    published: date | None = None
    url: str = ""
    id: int = 0
    """Row in the catalog; 0 before it is stored, never used for another article."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an article: `article.text[start:end] == text`, with what a reader must cite."""

    id: int
    article_id: int
    source: str
    title: str
    author: str
    published: date | None
    url: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage retrieved for a question, best first by `score`."""

    passage: Passage
    score: float
    """Fused score, comparable within one question only."""
    cosine: float
    """Cosine of question and passage vectors, -1 to 1."""
    bm25: float
    """Lexical score, 0 where no word of the question occurs."""
