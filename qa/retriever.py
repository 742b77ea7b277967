"""A question finds its passages: dense and lexical search, fused, looked at again, copies left out.

The figures were chosen on 4,000 questions over 2,228 paragraphs of the reader's training sets, by
`python -m qa.evaluation retrieval`, but for FRESH; they lie on a plateau, so little hangs on their
last digit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

import numpy as np

from index.embedder import Embedder
from index.lexical import question_terms, terms_of
from index.sentences import sentence_around
from index.store import PassageIndex
from index.types import Hit, Passage
from qa.dates import freshness
from qa.denial import NEGATION
from qa.quantities import quantities

DEPTH = 100
"""Passages taken from each search before they are fused."""
LEXICAL_WEIGHT = 0.3
"""Weight of BM25 against the cosine in the convex combination (Bruch, Gai and Ingber 2023)."""
LOOKED_AT = 40
"""Of the fused ones, how many are looked at again."""
BM25 = 0.1
"""Weight of BM25 against the cosine then: what it says is said better by the following two."""
COVERAGE = 0.3
"""Weight of the share of the question's terms, by rarity, that a passage has."""
PAIRS = 0.2
"""Weight of the share of its neighbouring terms, by rarity, that stand together there, too."""
FRESH = 0.1
"""Weight of how fresh an article is on the day of the question: most ask about this week's news. On
half A of the news questions the first passage is one of a named article to 75%, to 71% without it;
asked two or six months later, when other news is fresh, to 71% with and without."""
TOGETHER = 2
"""Terms from one to the other, at most."""
UNTOLD = 5
"""Passages that count for a rarity of one half, whatever the term. On stories of two dozen passages
each, of the training sets, 96% of the right answers were given with 5 to 40 of them, 94% with 0."""
LONGEST_REST = 400
"""Characters of a sentence that are read beyond a passage's border."""
SAME = 0.7
"""Share of two passages' words that they have in common when they are the same."""
CORRECTION = 4
"""Words in a row that a correction changes, at most."""

Scores = dict[int, float]
"""By passage id."""
Rarity = Callable[[str], float]
"""Weight of an analyzed term, 0 to 1."""


def retrieve(
    question: str,
    index: PassageIndex,
    embedder: Embedder,
    *,
    k: int = 10,
    since: date | None = None,
    until: date | None = None,
    fresh_on: date | None = None,
) -> list[Hit]:
    """The k passages likeliest to answer, best first, of articles published within the days.

    An article without a date is left out as soon as `since` or `until` is given. What was published
    shortly before `fresh_on` comes a little earlier.
    """
    vector = embedder.embed_questions([question])[0]
    depth = max(DEPTH, k)
    cosines = dict(index.nearest(vector, depth, since=since, until=until))
    words = dict(index.matching(question, depth, since=since, until=until))
    unseen = [passage_id for passage_id in words if passage_id not in cosines]
    for passage_id, stored in index.vectors(unseen).items():
        cosines[passage_id] = float(np.dot(stored, vector))
    ranked = _best_first(fuse(cosines, words, weight=LEXICAL_WEIGHT))[: max(LOOKED_AT, 2 * k)]
    passages = index.passages(ranked)
    scores = fuse(cosines, words, weight=BM25)
    looked = look_again(question, passages, rarity=rarity_in(index))
    scores = {each: scores[each] + looked[each] for each in passages}
    prints = _without_copies([passages[each] for each in _best_first(scores)])
    best = [passages[each] for each in prints]
    for passage in best:  # of copies, the one that was best without
        scores[passage.id] += FRESH * freshness(passage.published, fresh_on)
    best.sort(key=lambda passage: (-scores[passage.id], passage.id))
    return [
        Hit(
            passage=_with_whole_sentences(passage, index),
            score=scores[passage.id],
            cosine=cosines[passage.id],
            bm25=words.get(passage.id, 0.0),
            prints=_printed(passage, prints, index),
        )
        for passage in best[:k]
    ]


def fuse(cosines: Scores, words: Scores, *, weight: float) -> Scores:
    """One score a passage: a convex combination of its cosine and its share of the best BM25.

    A cosine has a fixed range and needs no scaling; BM25 has not, and is divided by the best one.
    """
    best = max(words.values(), default=0.0) or 1.0
    return {
        passage_id: (1 - weight) * cosine + weight * words.get(passage_id, 0.0) / best
        for passage_id, cosine in cosines.items()
    }


def look_again(question: str, passages: Mapping[int, Passage], *, rarity: Rarity) -> Scores:
    """What speaks for passages that a sum over words cannot say: all of them there, and together.

    Terms that stand together in the question and in the passage make a phrase or a name (the
    sequential dependence of Metzler and Croft 2005, without its field).
    """
    asked = question_terms(question)
    weights = {term: rarity(term) for term in asked}
    pairs = list(pairwise(asked))
    whole = sum(weights.values()) or 1.0
    joint = sum(weights[a] + weights[b] for a, b in pairs) or 1.0
    scores = {}
    for passage_id, passage in passages.items():
        places: dict[str, list[int]] = {}
        for place, term in enumerate(terms_of(passage.text)):
            if term in weights:
                places.setdefault(term, []).append(place)
        covered = sum(weights[term] for term in places)
        together = sum(
            weights[a] + weights[b]
            for a, b in pairs
            if any(
                abs(one - other) <= TOGETHER
                for one in places.get(a, ())
                for other in places.get(b, ())
            )
        )
        scores[passage_id] = COVERAGE * covered / whole + PAIRS * together / joint
    return scores


def rarity_in(index: PassageIndex) -> Rarity:
    """The rarity of terms in an index: their inverse document frequency among the passages.

    As in BM25 (Robertson and Zaragoza 2009), so that a term of every passage weighs about nothing,
    over its largest value, so that a small index and a large one speak of the same thing. Where
    three articles tell one story its names are in every passage, and no less telling for that: a
    few passages say little about what is rare, and count only as far as they outnumber UNTOLD.
    """
    total = index.manifest.passages

    def rarity(term: str) -> float:
        frequency = index.document_frequency(term)
        told = math.log1p((total - frequency + 0.5) / (frequency + 0.5)) / math.log1p(2 * total + 1)
        return (total * told + UNTOLD * 0.5) / (total + UNTOLD)

    return rarity


def text_of(index: PassageIndex) -> Callable[[int], str]:
    """The whole texts of an index's articles by id, each looked up once; "" where one is gone."""

    @cache
    def text(article_id: int) -> str:
        article = index.article(article_id)
        return article.text if article else ""

    return text


def _with_whole_sentences(passage: Passage, index: PassageIndex) -> Passage:
    """The passage with the rest of a sentence that its border cuts in two.

    Seldom: passages end with sentences, but one of more than a passage's tokens, or one that "Gov."
    seems to end, is cut.
    """
    if _ENDED.search(passage.text) and not passage.text[:1].islower():
        return passage
    article = index.article(passage.article_id)
    if article is None:
        return passage
    # Beyond the longest rest a little is looked at, so that its own edges are no sentence's.
    left = max(0, passage.start - 2 * LONGEST_REST)
    near = article.text[left : passage.end + 2 * LONGEST_REST]
    start, end = sentence_around(near, passage.start - left, passage.end - left)
    start = max(start + left, passage.start - LONGEST_REST)
    end = min(end + left, passage.end + LONGEST_REST)
    return replace(passage, start=start, end=end, text=article.text[start:end])


def _best_first(scores: Scores) -> list[int]:
    return sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))


def _printed(passage: Passage, prints: Mapping[int, Sequence[Passage]], index: PassageIndex) -> int:
    """How many articles have a passage: looked up only where near copies of them have another."""
    same = prints[passage.id]
    of_kin = {first.article_id for first, *_ in prints.values() if first.kin == passage.kin}
    if len(of_kin) < 2:
        return len(same)
    articles = (index.article(article_id) for article_id in {each.article_id for each in same})
    return sum(1 + len(article.copies) for article in articles if article)


def _without_copies(passages: Sequence[Passage]) -> dict[int, list[Passage]]:
    """One passage where near copies of an article have all but the same one: the best found.

    In order, by id, with those that have it, itself first. A report that ten papers printed would
    else be all that is read. A corrected one is read, too.
    """
    kept: list[Passage] = []
    words: list[list[str]] = []
    prints: dict[int, list[Passage]] = {}
    for passage in passages:
        own = passage.text.split()
        copied = next(
            (
                other
                for other, there in zip(kept, words, strict=True)
                if other.kin == passage.kin
                and other.article_id != passage.article_id
                and _is_copied(own, there)
            ),
            None,
        )
        if copied is None:
            kept.append(passage)
            words.append(own)
            prints[passage.id] = [passage]
        else:
            prints[copied.id].append(passage)
    return prints


def _is_copied(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of a passage are another's, with no number or "not" changed on the way."""
    own, there = set(one), set(other)
    if len(own & there) < SAME * len(own | there):
        return False
    for _, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        was, become = " ".join(one[a:b]), " ".join(other[c:d])
        if max(b - a, d - c) > CORRECTION:  # a passage that begins or ends elsewhere
            continue
        values = [{number.value for number in quantities(words)} for words in (was, become)]
        denied = [bool(NEGATION.search(words)) for words in (was, become)]
        if (all(values) and values[0] != values[1]) or denied[0] != denied[1]:
            return False
    return True


_ENDED = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…。！？][\"'”’»)\]」』]*$"
)
"""The end of a sentence, and not of an abbreviation of up to three letters."""
