"""A question's words, weighed by their rarity, and how much of them a text has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.lexical import analyze, question_terms


@dataclass(frozen=True, slots=True)
class Wanted:
    """The analyzed terms that a question is about, each with its weight, 0 and up."""

    weights: Mapping[str, float]

    @classmethod
    def of(cls, question: str, rarity: Callable[[str], float]) -> Wanted:
        """A question's terms without those that only ask."""
        return cls({term: rarity(term) for term in question_terms(question)})

    @property
    def words(self) -> Wanted:
        """The same without its numbers."""
        return Wanted({term: w for term, w in self.weights.items() if not term.isdigit()})

    def covered(self, text: str) -> float:
        """The share of the terms, by weight, that a text has: 0 to 1."""
        total = sum(self.weights.values())
        there = set(analyze(text))
        said = sum(weight for term, weight in self.weights.items() if term in there)
        return said / total if total else 0.0
