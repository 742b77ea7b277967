"""What was read becomes a draft of an answer in the form that was asked for.

A draft names words of passages and how likely they answer; that it may be given, and with which
citations, is decided where the Answer is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import analyze
from index.sentences import sentence_spans
from index.types import Hit, Passage
from qa.aggregation import CLEAR, Candidate, source_of
from qa.citations import sentence_of
from qa.equivalence import normalise, quantities, same
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


def draft_span(ranked: Ranked, wanted: Wanted) -> Draft | None:
    """The likeliest candidate, with a quote for each of its spans."""
    if not ranked:
        return None
    best, probability = ranked[0]
    return Draft("span", best.text, probability, quotes_of(best, wanted), sources=best.sources)


LONGEST_ACCOUNT = 3
"""Sentences."""
FOLLOWS = 0.5
"""Share of the best sentence's probability from which on the one beside it belongs to it."""
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
        if not (enough or _GOES_ON.match(sentences[last + 1].text)):
            break
        last += 1
    return first, last


LISTED = 0.1
"""Probability from which on another candidate is an item of a list."""


def draft_list(ranked: Ranked, wanted: Wanted) -> Draft | None:
    """The items of the enumeration around the best span, and other likely spans; None for one."""
    if not ranked:
        return None
    best, probability = ranked[0]
    lead = best.spans[0]
    start, end = sentence_of(lead)
    sentence = lead.hit.passage.text[start:end]
    items = enumeration(sentence, lead.start - start, lead.end - start) or [best.text]
    told = [(lead, quote_of(lead, wanted))]
    for candidate, other in ranked[1:]:
        named = candidate.text
        if other < LISTED or candidate.spans[0].share < CLEAR or len(named.split()) > 6:
            continue
        if any(same(item, named) or normalise(item) in normalise(named) for item in items):
            continue
        if not any(normalise(named) in normalise(item) for item in items):
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


def enumeration(sentence: str, start: int, end: int) -> list[str]:
    """The items of "A, B and C" in a sentence that the words between two places stand in.

    Capitalised items are followed beyond those words, others only within them, since a comma ends
    all kinds of things.
    """
    pieces = list(_chunks(sentence))
    touched = [n for n, (a, b) in enumerate(pieces) if a < end and b > start]
    if not touched:
        return []
    first, last = touched[0], touched[-1]
    capital = sentence[start:end].lstrip("“\"'")[:1].isupper()
    if capital:
        while first and _is_item(sentence, pieces[first - 1], tail=True):
            first -= 1
            if not _is_item(sentence, pieces[first]):
                break
        while last + 1 < len(pieces) and _is_item(sentence, pieces[last + 1], head=True):
            last += 1
            if not _is_item(sentence, pieces[last]):
                break
    items = []
    for number in range(first, last + 1):
        low, high = pieces[number]
        words = sentence[low:high]
        if number in (touched[0], touched[-1]):
            words = sentence[max(low, start) : min(high, end)] or words
        if capital:
            words = _capitalised(words, from_end=number == first)
        words = re.sub(r"^(?:and|or|the|both|also) (?=\S)", "", words.strip(" .,;:"))
        if words:
            items.append(words)
    return items if len(items) > 1 else []


def _chunks(sentence: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _BETWEEN.finditer(sentence):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(sentence):
        yield at, len(sentence)


def _is_item(
    sentence: str, piece: tuple[int, int], *, head: bool = False, tail: bool = False
) -> bool:
    """Whether a piece is a name, or (`head`, `tail`) begins or ends with one."""
    words = sentence[piece[0] : piece[1]].strip(" .").split()
    if not words:
        return False
    if head:
        return words[0][:1].isupper() or words[0] == "the"
    if tail:
        return words[-1][:1].isupper()
    return len(words) <= 5 and words[-1][:1].isupper() and bool(_capitalised(" ".join(words)))


def _capitalised(words: str, *, from_end: bool = False) -> str:
    """The run of a name at the start, or the end, of some words."""
    runs = list(_NAME.finditer(words))
    if not runs:
        return ""
    return runs[-1 if from_end else 0].group()


SETTLES = 0.75
"""Share of a question's words, by rarity, that a sentence must have to settle a yes or no."""
MODESTY = 0.2
"""What a yes or no is less sure than its sentence is like the question: no data to fit it to."""


def draft_yes_no(question: str, hits: Sequence[Hit], wanted: Wanted) -> Draft | None:
    """Yes or no by the sentence that has all but all of the question's words; else nothing.

    Names and numbers of the question must stand in the sentence, or in the article's title; a
    negation on one side alone turns yes to no.
    """
    wanted = wanted.words
    named = {term for word in question.split()[1:] if word[:1].isupper() for term in analyze(word)}
    numbers = {number.value for number in quantities(question)}
    best: tuple[float, Passage, int, int] | None = None
    for hit in hits:
        passage = hit.passage
        title = set(analyze(passage.title))
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            terms = set(analyze(text))
            if not named <= terms | title or text.endswith("?"):
                continue
            if not numbers <= {number.value for number in quantities(text)}:
                continue
            covered = wanted.covered(f"{text} {passage.title}")
            if (
                covered >= SETTLES
                and terms & wanted.weights.keys() - title
                and (best is None or covered > best[0])
            ):
                best = covered, passage, start, end
    if best is None:
        return None
    covered, passage, start, end = best
    text = passage.text[start:end]
    if _HEDGE.search(text):
        return None
    negated = bool(_NOT.search(text)) != bool(_NOT.search(question))
    quote = Quote(passage, start, end, 1.0)
    return Draft("yes or no", "no" if negated else "yes", covered - MODESTY, (quote,))


_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|caused|led to|resulted|in order to|so that|"
    r"after|as a result|blamed|reasons?|therefore|by \w+ing)\b",
    re.I,
)
_REFERS = re.compile(r"(?:This|That|These|Those|It|He|She|They|Its|His|Her|Their)\b")
_GOES_ON = re.compile(
    r"(?:This|That|These|Those|It|So|But|As a result|Therefore|Instead|Then|Because)\b"
)
_BETWEEN = re.compile(r"\s*[,;]\s*(?:(?:and|or|as well as) )?|\s+(?:and|or|as well as)\s+")
_NAME = re.compile(
    r"(?:[A-Z0-9][\w.’'&-]*)(?: (?:of|the|de|la|van|von|der|and the|[A-Z0-9][\w.’'&-]*))*"
    r"(?<! of)(?<! the)(?<! de)(?<! la)(?<! van)(?<! von)(?<! der)"
)
_NOT = re.compile(
    r"\b(?:not|never|no longer|none|nobody|neither|nor|without|cannot|denied|denies|refused|"
    r"failed|rejected|unable|no)\b|n['’]t\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:[Ii]f|whether|may|might|could|would|should|hopes?|hoped|plans?|planned|rumou?rs?|"
    r"alleged(?:ly)?|reportedly|expected|unclear)\b"  # "May" is a month
)
