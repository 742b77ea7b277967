"""The answer's vocabulary: what `ask` returns, and nothing that computes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from index.types import Passage


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of an article: `article.text[start:end] == quote`, checked against the stored text."""

    number: int
    source: str
    title: str
    author: str
    published: date | None
    quote: str
    start: int
    end: int
    passage: Passage
    score: float
    """Probability that this passage's own span answers the question, 0 to 1."""
    copies: tuple[str, ...] = ()
    """Other sources of the very same article."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; dates as ISO 8601, offsets as code points into the stored text."""
        return {
            "number": self.number,
            "source": self.source,
            "title": self.title,
            "author": self.author,
            "published": self.published.isoformat() if self.published else None,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "passage": {
                "start": self.passage.start,
                "end": self.passage.end,
                "text": self.passage.text,
            },
            "score": round(self.score, 4),
            "copies": list(self.copies),
        }


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer that the articles may hold, less likely than the one given."""

    text: str
    sentence: str
    confidence: float
    source: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "text": self.text,
            "sentence": self.sentence,
            "confidence": round(self.confidence, 4),
            "source": self.source,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The one shape that `ask` returns, answered or not.

    Answered: `text` is the span, `sentence` the sentence around it, and the citations quote what
    supports it. Not answered: both are empty and the citations quote the nearest passages, offered
    for reading, not as evidence.
    """

    question: str
    text: str
    sentence: str
    answered: bool
    confidence: float
    """Probability, 0 to 1, that `text` (or the best span, where not answered) is right."""
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in each stage, and `total`."""

    def to_dict(self) -> dict[str, Any]:
        """The object that `footnote ask --json` prints."""
        return {
            "question": self.question,
            "text": self.text,
            "sentence": self.sentence,
            "answered": self.answered,
            "confidence": round(self.confidence, 4),
            "citations": [citation.to_dict() for citation in self.citations],
            "alternatives": [alternative.to_dict() for alternative in self.alternatives],
            "timings_ms": {stage: round(ms, 2) for stage, ms in self.timings.items()},
        }
