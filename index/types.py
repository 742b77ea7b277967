"""The index's vocabulary: an article, its passages, and a passage found for a question.

Offsets are Unicode code points into `Article.text`, half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

PART = "#"
"""Between a file's path and the key of an article in it: `/articles/news.csv#17`."""
Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)` while an index is built."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored and shown. `source` is its identity.

    That is the file's absolute path, or for one of several in a file `path#key`, or a URL.
    """

    source: str
    title: str
    text: str
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    """Primary tag of BCP 47, as the article states it, else as it reads: "en", "de"; or none."""
    id: int = 0
    """Row in the catalog; 0 before it is stored, never used for another article."""
    copies: tuple[str, ...] = ()
    """Other sources of the very same words, which are indexed once."""


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
    language: str = ""
    kin: int = 0
    """The same for exact and near copies, of which several are one source: a report that many
    papers printed. The article's own id where it has none."""


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
    prints: int = 1
    """Articles that have this very passage: its own, and its copies; exact ones are counted where
    near ones say something else."""
