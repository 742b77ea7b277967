"""A question's words, weighed by their rarity, and how much of them a text has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index.lexical import analyze, question_terms
from qa.tense import acts_told
from qa.verbs import forms, verb_terms


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question is about."""

    weights: Mapping[str, float]
    """The analyzed terms, irregular pasts as their plain forms, each with its weight, 0 and up."""
    acts: frozenset[str] = frozenset()
    """The verb terms of what it takes for done."""

    @classmethod
    def of(cls, question: str, rarity: Callable[[str], float]) -> Wanted:
        """A question's terms without those that only ask; "stole" and "stolen" are one term.

        Such a term is as rare as the commonest of its forms.
        """
        asked = set(question_terms(question))
        words = (word for word in question.split() if asked & set(analyze(word)))
        terms = sorted(verb_terms(words) or asked)
        weights = {term: min(rarity(form) for form in forms(term)) for term in terms}
        return cls(weights, acts_told(question))

    @property
    def words(self) -> Wanted:
        """The same without its numbers."""
        numberless = {term: w for term, w in self.weights.items() if not term.isdigit()}
        return replace(self, weights=numberless)

    def covered(self, text: str) -> float:
        """The share of the terms, by weight, that a text has in any of their forms: 0 to 1."""
        total = sum(self.weights.values())
        there = _terms(text)
        said = sum(w for term, w in self.weights.items() if not there.isdisjoint(forms(term)))
        return said / total if total else 0.0


@lru_cache(maxsize=1024)
def _terms(text: str) -> frozenset[str]:
    """Kept, since many spans of a question stand in one passage and one sentence."""
    return frozenset(analyze(text))
