"""Spans of several passages become candidate answers, each described by what speaks for it.

Answers that say the same are one candidate, and copies of one article are one source. What the
description is worth, as a probability, is `calibration`'s business.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from index.sentences import sentence_around, sentence_spans
from index.types import Passage
from qa.dates import freshness
from qa.demonyms import country_of
from qa.equivalence import normalise, same
from qa.phrases import FUNCTION, PLURALS
from qa.quantities import SCALES, quantities
from qa.reader import Span
from qa.unfit import Unfit
from qa.verbs import verb_terms
from qa.wanted import Wanted, unnamed

FEATURES = (
    "margin",  # of the best span over "no answer here", in tens of logits
    "share",  # of its passage's probability that the best span takes
    "lead",  # of the margin over the strongest other answer's
    "support",  # shares of equal answers in other sources, added up
    "cosine",  # of question and passage
    "passage_coverage",  # of the question's terms, by rarity, in passage and title
    "sentence_coverage",  # the same in the sentence around the span
    "article_coverage",  # the same in all passages of the article that were read
    "echo",  # how much of the answer only repeats the question
    "rank",  # of the passage, in tens
    "posed",  # how much of the question the passage asks itself, as a quiz does: from half to all
    "words",  # of the answer, in tens
    "unnamed",  # whether its article never has one of the question's names
    "fresh",  # how fresh the newest article that says so is on the day of the question
    "told",  # log of the part of all that was read that says so, in threes
)
SOFTENED = 5.0
"""What margins are divided by before the spans that say the same are added up, so that several
weaker ones count beside the strongest: at 1, it is nearly all of the sum. By cross-validation on
the calibration's questions: of news, which repeats itself, 5 to 12 do about as well; of tales,
which say a thing once, 3 to 5 do best."""
AMONG = 30
"""Spans that an answer's part is told of: those of the ten passages that are read by default. Of
more, the strongest count; each one fewer counts as MISSING, so that a question which finds only two
passages, or reads fifty, has much the same percentage."""
MISSING = -7.0
"""About the median margin of the spans read for the calibration's news questions: -6.3 with the
reader of the fifth lap, over 3,576 articles."""
_OF_SENTENCE = FEATURES.index("sentence_coverage")
_OF_PASSAGE = FEATURES.index("passage_coverage")
AS_MUCH = 0.8
"""Share of the best answer's sentence's (or passage's) part of the question that another's must
have."""
ONE_STORY = 0.5
"""Share of the best passage's part of the question that one of an equal number or day must have."""
_MEASURES = ("number", "count", "money", "time", "hour", "extent", "score")
"""Kinds of which two may be equal by chance."""
CLEAR = 0.2
"""Share of its passage's probability from which on a span counts as its source's own word."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer, the spans that give it (best first), and what speaks for it."""

    spans: tuple[Span, ...]
    features: tuple[float, ...]
    """In the order of FEATURES."""

    @property
    def text(self) -> str:
        """The best span's words."""
        return self.spans[0].text

    @property
    def sources(self) -> int:
        """Independent articles that clearly say so; at least one."""
        return len(self.clear_sources)

    @property
    def clear_sources(self) -> frozenset[int]:
        """Independent articles that clearly say so, or the one that says it best."""
        return frozenset(source_of(span.hit.passage) for span in self.clear_spans)

    @property
    def clear_spans(self) -> Sequence[Span]:
        """Those that are their passages' own word, or the best one where none is."""
        return [span for span in self.spans if span.share >= CLEAR] or self.spans[:1]


def is_of_the_same(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate's sentence has about as much of the question's words as the best one's.

    One that has less speaks of something else: the other company's workers, another year's crop.
    """
    return candidate.features[_OF_SENTENCE] >= AS_MUCH * best.features[_OF_SENTENCE]


def counts_the_same(candidate: Candidate, best: Candidate) -> bool:
    """Whether both are numbers of one thing, in passages that have as much of the question's words.

    "All 63 passengers were saved" need not say of which ship where the sentence before does.
    """
    counted = _counted(candidate.spans[0])
    whole = candidate.features[_OF_PASSAGE] >= AS_MUCH * best.features[_OF_PASSAGE]
    return bool(counted) and whole and counted == _counted(best.spans[0])


def _counted(span: Span) -> frozenset[str]:
    """The term of what a number counts, the first plural after it: "58 new infections were"."""
    if not quantities(span.text):
        return frozenset()
    run = _RUN.match(span.hit.passage.text, span.start)
    for word in run[0].split() if run else ():
        if word in FUNCTION:
            break
        if _PLURAL.fullmatch(word):
            return verb_terms([word])
    return frozenset()


_RUN = re.compile(r"[\w$€£.,%-]+(?: [\w-]+){0,4}")
_PLURAL = re.compile(
    rf"(?!(?:{'|'.join(SCALES)}|score)s)[a-z]{{3,}}(?<![sui])s|{'|'.join(PLURALS)}"
)


def source_of(passage: Passage) -> int:
    """The same for passages of one article, its copies and its near copies."""
    return passage.kin or passage.article_id


def candidates(
    question: str,
    spans: Sequence[Span],
    wanted: Wanted,
    text_of: Callable[[int], str] | None = None,
    *,
    fresh_on: date | None = None,
) -> list[Candidate]:
    """Group spans that say the same.

    `text_of` gives an article's whole text by its id; without it, an article is what was read of
    it. `fresh_on` is the day by which articles are fresh; without it, none is. Each span joins the
    group whose best span it equals; a group's lead is the likeliest of it.
    """
    read: dict[int, dict[int, str]] = {}  # the texts of each article's passages
    for span in spans:
        passage = span.hit.passage
        read.setdefault(passage.article_id, {})[passage.id] = passage.text
    strongest = sorted((span.margin for span in spans), reverse=True)[:AMONG]
    # Of "not here", the margin is 0.
    everything = _log_sum((0.0, *strongest, *[MISSING] * (AMONG - len(strongest))))
    unfit = Unfit(question)
    spans = unfit.left(spans)
    measured = unfit.kind in _MEASURES
    groups: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.share, span.margin), reverse=True):
        if not normalise(span.text):
            continue
        for group in groups:
            if same(group[0].text, span.text):
                group.append(span)
                break
        else:
            groups.append([span])
    margins = [max(span.margin for span in group) for group in groups]

    @cache  # an article gives several answers, and may be a whole book
    def lacks_a_name(article: int, title: str) -> float:
        whole = text_of(article) if text_of and wanted.names else " ".join(read[article].values())
        return unnamed(wanted.names, f"{title} {whole}")

    described = []
    for number, group in enumerate(groups):
        rivals = margins[:number] + margins[number + 1 :]
        lead = margins[number] - max(rivals, default=margins[number])
        told = min(_log_sum(span.margin for span in group) - everything, 0.0)
        passage = group[0].hit.passage
        lacking = lacks_a_name(passage.article_id, passage.title)
        fresh = max(freshness(span.hit.passage.published, fresh_on) for span in group)
        described.append(_describe(group, wanted, lead, told, read, lacking, fresh))
    if unfit.asks_country:  # "Iran" before "Iranian", which says the same
        for group in groups:
            group.sort(key=lambda span: bool(country_of(span.text)))
    return [
        Candidate(_of_one_story(group, wanted) if measured else tuple(group), row)
        for group, row in zip(groups, described, strict=True)
    ]


def _of_one_story(group: Sequence[Span], wanted: Wanted) -> tuple[Span, ...]:
    """Of spans with one number or day, those that speak of what the best one does.

    Eleven who are missing are no source for eleven who were arrested, and equal to them by chance;
    nor is what else took place on Thursday.
    The features still count them: the fit has always seen them so.
    """

    if len(group) == 1:
        return tuple(group)

    def covered(span: Span) -> float:
        passage = span.hit.passage
        return wanted.covered(f"{passage.title} {passage.text}")

    least = ONE_STORY * covered(group[0])
    return tuple(span for span in group if covered(span) >= least)


def _log_sum(margins: Iterable[float]) -> float:
    softened = [margin / SOFTENED for margin in margins]
    highest = max(softened)
    return highest + math.log(math.fsum(math.exp(each - highest) for each in softened))


def _describe(
    group: Sequence[Span],
    wanted: Wanted,
    lead: float,
    told: float,
    read: dict[int, dict[int, str]],
    lacking: float,
    fresh: float,
) -> tuple[float, ...]:
    best = group[0]
    passage = best.hit.passage
    start, end = sentence_around(passage.text, best.start, best.end)
    answer_terms = verb_terms(best.text)
    elsewhere: dict[int, float] = {}
    for span in group[1:]:
        other = source_of(span.hit.passage)
        if other != source_of(passage):
            elsewhere[other] = max(elsewhere.get(other, 0.0), span.share)
    return (
        max(span.margin for span in group) / 10,
        best.share,
        lead / 10,
        min(sum(elsewhere.values()), 2.0),
        best.hit.cosine,
        wanted.covered(f"{passage.title} {passage.text}"),
        wanted.covered(passage.text[start:end]),
        wanted.covered(" ".join((passage.title, *read[passage.article_id].values()))),
        sum(term in wanted.weights for term in answer_terms) / max(len(answer_terms), 1),
        best.rank / 10,
        _posed(wanted, passage.text),
        min(len(best.text.split()), 20) / 10,
        lacking,
        fresh,
        told / 3,
    )


def _posed(wanted: Wanted, text: str) -> float:
    asked = (text[start:end] for start, end in sentence_spans(text) if "?" in text[start:end])
    return 2 * max(max((wanted.covered(each) for each in asked), default=0.0) - 0.5, 0.0)
