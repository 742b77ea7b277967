"""What was read becomes a draft of an answer in the form that was asked for.

A draft names words of passages and how likely they answer; that it may be given, and with which
citations, is decided where the Answer is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.sentences import sentence_spans
from index.types import Hit, Passage
from qa.aggregation import CLEAR, Candidate, is_of_the_same, source_of
from qa.citations import sentence_of
from qa.enumeration import enumeration, lines_around
from qa.equivalence import normalise, same
from qa.quoting import MOST, Quote, is_statement, joined, quote_of, quotes_of
from qa.types import Form
from qa.wanted import Wanted

Ranked = Sequence[tuple[Candidate, float]]
"""Candidates with the probability that each is right, likeliest first."""
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""n texts -> (n, dimension) unit vectors."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is decided whether to give it."""

    form: Form
    text: str
    confidence: float
    quotes: tuple[Quote, ...]
    """Best first."""
    items: tuple[str, ...] = ()
    sources: int = 1
    least: float = 0.0
    """Probability below which it is no answer, but to who accepts every risk."""
    falls_short: str = ""
    """Why the quotes do not tell what the question asks, a key of REASONS: they tell it as planned,
    or only accuse."""


def draft_span(ranked: Ranked, wanted: Wanted, *, fresh_on: date | None = None) -> Draft | None:
    """The likeliest candidate, with a quote for each of its spans, as `quotes_of` orders them."""
    if not ranked:
        return None
    best, probability = ranked[0]
    quotes = quotes_of(best, wanted, fresh_on=fresh_on)
    return Draft("span", best.text, probability, quotes, sources=best.sources)


LONGEST_ACCOUNT = 3
"""Sentences."""
FOLLOWS = 0.5
"""Share of the best sentence's probability from which on the one beside it belongs to it."""
REPEATS = 0.75
"""Share of the question's words in a sentence and its title from which on it may only repeat it."""
SENTENCE_FEATURES = (
    "cosine",  # of question and sentence
    "coverage",  # of the question's terms, by rarity, in the sentence and its title
    "mass",  # probability of the candidates that stand in it
    "share",  # the largest share of its passage's probability that a span in it has
    "reason",  # whether it has a word that gives a reason or a way
    "rank",  # of the passage, in tens
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage that was read: `passage.text[start:end]`, and what speaks for it."""

    passage: Passage
    start: int
    end: int
    features: tuple[float, ...]
    """In the order of SENTENCE_FEATURES."""

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]


def sentences_of(
    question: str, hits: Sequence[Hit], ranked: Ranked, wanted: Wanted, *, embed: Embed
) -> list[Sentence]:
    """The sentences of the passages, in order, each described; headings are left out."""
    places = [
        (rank, hit.passage, start, end)
        for rank, hit in enumerate(hits)
        for start, end in sentence_spans(hit.passage.text)
        if is_statement(hit.passage.text[start:end])
    ]
    if not places:
        return []
    vectors = embed([question, *(each.text[a:b] for _, each, a, b in places)])
    near = vectors[1:] @ vectors[0]
    found = []
    for cosine, (rank, passage, start, end) in zip(near, places, strict=True):
        text = passage.text[start:end]
        mass, share = _read_within(ranked, passage, start, end)
        features = (
            float(cosine),
            wanted.covered(f"{text} {passage.title}"),
            mass,
            share,
            float(bool(_REASON.search(text))),
            rank / 10,
        )
        found.append(Sentence(passage, start, end, features))
    return found


def draft_account(sentences: Sequence[Sentence], probabilities: Sequence[float]) -> Draft | None:
    """One to three sentences in a row: the likeliest, what it refers back to, and what goes on."""
    if not sentences:
        return None
    best = max(range(len(sentences)), key=probabilities.__getitem__)
    first, last = _widened(sentences, probabilities, best)
    passage, start, end = sentences[best].passage, sentences[first].start, sentences[last].end
    confidence = min(sum(probabilities[first : last + 1]), 1.0)
    quote = Quote(passage, start, end, 1.0)
    return Draft("sentences", passage.text[start:end], confidence, (quote,))


def _read_within(ranked: Ranked, passage: Passage, start: int, end: int) -> tuple[float, float]:
    """Probability of the candidates that stand between two places, and their largest share."""
    low, high = passage.start + start, passage.start + end
    mass = share = 0.0
    for candidate, probability in ranked:
        inside = [
            span.share
            for span in candidate.spans
            if span.hit.passage.article_id == passage.article_id
            and low <= span.hit.passage.start + span.start
            and span.hit.passage.start + span.end <= high
        ]
        if inside:
            mass += probability
            share = max(share, *inside)
    return mass, share


def _widened(
    sentences: Sequence[Sentence], probabilities: Sequence[float], best: int
) -> tuple[int, int]:
    first = last = best

    def beside(other: int) -> bool:
        return 0 <= other < len(sentences) and sentences[other].passage is sentences[best].passage

    if _REFERS.match(sentences[best].text) and beside(best - 1):
        first -= 1
    while last - first + 1 < LONGEST_ACCOUNT and beside(last + 1):
        enough = probabilities[last + 1] >= FOLLOWS * probabilities[best]
        repeats = last == best and _only_repeats(sentences[best])
        if not (enough or repeats or _GOES_ON.match(sentences[last + 1].text)):
            break
        last += 1
    return first, last


def _only_repeats(sentence: Sentence) -> bool:
    """Whether a sentence says again what is asked, and no reason: the next one may give it."""
    described = dict(zip(SENTENCE_FEATURES, sentence.features, strict=True))
    return described["coverage"] >= REPEATS and not described["reason"]


LISTED = 0.1
"""Probability from which on another candidate is an item of a list."""


def draft_list(ranked: Ranked, wanted: Wanted) -> Draft | None:
    """The items of the list around the best span, and other likely spans; None for one."""
    if not ranked:
        return None
    best, probability = ranked[0]
    lead = best.spans[0]
    passage = lead.hit.passage
    if lines := lines_around(passage.text, lead.start, lead.end):
        items = list(lines.items)
        told = [(lead, Quote(passage, lines.start, lines.end, 1.0))]
    else:
        start, end = sentence_of(lead)
        sentence = passage.text[start:end]
        items = enumeration(sentence, lead.start - start, lead.end - start) or [best.text]
        told = [(lead, quote_of(lead, wanted))]
    for candidate, other in ranked[1:]:
        named = candidate.text
        if other < LISTED or candidate.spans[0].share < CLEAR or len(named.split()) > 6:
            continue
        if not is_of_the_same(candidate, best):
            continue
        if any(same(item, named) or _is_said_in(named, item) for item in items):
            continue
        if not any(_is_said_in(item, named) for item in items):
            more = [*told, (candidate.spans[0], quote_of(candidate.spans[0], wanted))]
            if len(joined(more)) > MOST:
                break  # what cannot be quoted is no item
            items.append(named)
            told = more
    if len(items) < 2:
        return None
    quotes = joined(told)
    sources = len({source_of(quote.passage) for quote in quotes})
    return Draft("list", "; ".join(items), probability, quotes, tuple(items), sources)


def _is_said_in(text: str, words: str) -> bool:
    """Whether words, or their plural, stand in a text: "Niger" does not stand in "Nigeria"."""
    return bool(re.search(rf"\b{re.escape(normalise(words))}(?:e?s)?\b", normalise(text)))


_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|caused|led to|resulted|in order to|so that|"
    r"(?<!hours )(?<!days )(?<!weeks )(?<!months )(?<!years )(?<!shortly )(?<!soon )after|"
    r"as a result|blamed|reasons?|therefore|by \w+ing)\b",
    re.I,
)
_REFERS = re.compile(r"(?:This|That|These|Those|It|He|She|They|Its|His|Her|Their)\b")
_GOES_ON = re.compile(
    r"(?:This|That|These|Those|It|So|But|As a result|Therefore|Instead|Then|Because)\b"
)
