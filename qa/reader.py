"""What a reader is: it looks at the passages retrieved for a question and points at spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Hit


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one passage that may answer the question: `passage.text[start:end] == text`."""

    hit: Hit
    rank: int
    """Place of the passage among those read, 0 first."""
    start: int
    """Code points into the passage's text."""
    end: int
    margin: float
    """Start and end logits less those of "no answer here", in the reader's own units."""
    share: float
    """Probability of this span among all spans of its passage and "no answer", 0 to 1."""

    @property
    def text(self) -> str:
        """The words themselves, cut from the passage."""
        return self.hit.passage.text[self.start : self.end]


class Reader(Protocol):
    """Anything that finds answers in passages."""

    def load(self) -> object:
        """Make ready to read; called while the passages are being retrieved."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Span]:
        """The likeliest spans of each passage, best first over all of them."""
