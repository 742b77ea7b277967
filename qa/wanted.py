"""A question's words, weighed by their rarity, and how much of them a text has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index.lexical import analyze, question_terms
from qa.dates import MONTH, WEEKDAY
from qa.equivalence import TITLES
from qa.tense import acts_told
from qa.verbs import forms, verb_terms


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question is about."""

    weights: Mapping[str, float]
    """The analyzed terms, irregular pasts as their plain forms, each with its weight, 0 and up."""
    acts: frozenset[str] = frozenset()
    """The verb terms of what it takes for done."""
    names: tuple[str, ...] = ()
    """Its words that are names of somebody or something, one by one."""
    alike: frozenset[str] = frozenset()
    """Terms any of which tells what another one asks: of how many died, "killed" does."""

    @classmethod
    def of(cls, question: str, rarity: Callable[[str], float]) -> Wanted:
        """A question's terms without those that only ask; "stole" and "stolen" are one term.

        Such a term is as rare as the commonest of its forms.
        """
        asked = set(question_terms(question))
        words = (word for word in question.split() if asked & set(analyze(word)))
        terms = sorted(verb_terms(words) or asked)
        alike = _DEATHS if _ASKS_HOW_MANY_DIED.search(question) else frozenset()
        if alike:  # "killed 21" is of people without saying so
            terms = [term for term in terms if term not in _PEOPLE] or terms
        weights = {term: min(rarity(form) for form in forms(term)) for term in terms}
        return cls(weights, acts_told(question), names_in(question), alike)

    @property
    def words(self) -> Wanted:
        """The same without its numbers."""
        numberless = {term: w for term, w in self.weights.items() if not term.isdigit()}
        return replace(self, weights=numberless)

    def covered(self, text: str) -> float:
        """The share of the terms, by weight, that a text has in any of their forms: 0 to 1."""
        total = sum(self.weights.values())
        there = _terms(text)
        said = sum(w for term, w in self.weights.items() if not there.isdisjoint(self._ways(term)))
        return said / total if total else 0.0

    def _ways(self, term: str) -> frozenset[str]:
        """The terms that say what one of the question's does."""
        return forms(term) | (self.alike if term in self.alike else frozenset())


def names_in(question: str) -> tuple[str, ...]:
    """The words of a question that name somebody or something, as far as capitals tell.

    Without those that open a sentence, abbreviations, and what is written now so and now so:
    months, days, titles, "American".
    """
    found = (match["name"] for match in _NAME.finditer(question))
    return tuple(dict.fromkeys(name for name in found if not _NO_NAME.fullmatch(name)))


def unnamed(names: tuple[str, ...], text: str) -> float:
    """1 where a text never has one of the names, else 0."""
    plain = _without_accents(text) if names else ""
    return float(
        any(not re.search(rf"\b{re.escape(_without_accents(name))}", plain, re.I) for name in names)
    )


def _without_accents(text: str) -> str:
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


_DEATHS = verb_terms("died dead death deaths killed toll fatalities")
_PEOPLE = verb_terms("people persons")
_ASKS_HOW_MANY_DIED = re.compile(
    r"\bhow many\b.*\b(?:died?|dead|deaths|killed|perished|los[te] their lives|fatalities)\b|"
    r"\bdeath toll\b|\bnumber of (?:the )?(?:dead|deaths|fatalities)\b",
    re.I,
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_NAME = re.compile(r"(?:(?<=[\w,;:'’”\"“‘(-] )[“\"‘'(]?|(?<=-))(?P<name>[A-Z][a-zà-ÿ]+)\b")
_NO_NAME = re.compile(
    rf"(?:{MONTH}|{WEEKDAY}|{'|'.join(sorted(map(str.capitalize, TITLES - {'coach'})))}|"
    r"Doctor|The|An?|In|On|At|Of|And|Or|For|"
    r"United|States|Kingdom|Party|Corporation|Company|Group|First|Second|Did|Do|Does|Is|Are|Was|"
    r"\w*(?:ian|ican|ese|ish)s?|German|Germans|French|Dutch|Greek|Greeks|Swiss|Republicans?|"
    r"Democrats?|Who|What|Which|When|Where|How|Why|Whose|I)"
)


@lru_cache(maxsize=1024)
def _terms(text: str) -> frozenset[str]:
    """Kept, since many spans of a question stand in one passage and one sentence."""
    return frozenset(analyze(text))
