"""Candidates that exclude the best one, and the newest among them, which takes its place.

Two answers that differ by time were each right in theirs: the newer is the answer, and the older is
told as earlier. Which of those that differ otherwise are told is `answering`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.types import Passage
from qa.aggregation import CLEAR, Candidate, counts_the_same, is_of_the_same
from qa.asked import Asked
from qa.citations import sentence_of
from qa.drafting import Ranked
from qa.equivalence import contradict, normalise
from qa.quantities import quantities
from qa.timeliness import days_of
from qa.untrue import contests_others

RIVAL = 0.05
"""Of the answer's probability: from there on, what contradicts it may be worth telling."""
REPLACES = 0.25
"""Of the answer's probability: from there on, a newer one takes its place."""
COUNTED = 0.1
"""The same of a larger newer figure, or a smaller older one, of what only grows."""
EVEN = 0.75
"""Of the answer's probability: from there on, a rival with as many sources is as good."""
_TAKES_BACK = r"\b(?:not|instead of|rather than|up from|down from)"
"""Before a figure: it was another one's place, or was never right."""
_GIVEN_AS = (
    r"(?:\b(?:was|were|been|first|originally|initially)|,) "
    r"(?:given|put|estimated) (?:as|at)(?: about| around| some)?"
)
_CORRECTED = r"\b(?:corrected|revised|raised|lowered|updated)\b"


def prefer_newer(
    ranked: Ranked, asked: Asked, *, counts_up: bool = False
) -> tuple[Ranked, tuple[Candidate, ...]]:
    """Put the newest of answers that exclude one another first; also those that it replaces.

    Only articles tell which is newer: of two answers, the one whose first article is of a later day
    than the last one of the other. It takes over the likelier one's probability, since either was
    the answer in its time. A question about a day of its own is left alone: there, newer is not
    righter, but where it asks what held, or was known, on that day: the newest before it.
    `counts_up` says that its figures only grow, as those of the dead: a larger newer one need not
    be as likely, and a smaller one is of something else.
    """
    ranked = _as_most_print_it(ranked)
    if not ranked or not (asked.demanded is None or asked.latest or asked.state):
        return ranked, ()
    best = ranked[0][0]
    # To take an answer's place is more than to stand beside it, and needs the surer sign.
    rivals = [
        candidate
        for candidate, p in rivals_of(ranked)
        if _overrules(candidate, best)
        or (
            is_of_the_same(candidate, best)
            and (
                p >= COUNTED * ranked[0][1] and _counts_on(candidate, best)
                if counts_up
                else p >= REPLACES * ranked[0][1]
            )
        )
    ]
    newest = best
    for candidate in rivals:
        if _replaces(candidate, newest):
            newest = candidate
    replaced = (each for each in (best, *rivals) if each is not newest)
    earlier = [candidate for candidate in replaced if _replaces(newest, candidate)]
    if not earlier:
        return ranked, ()
    others = [(c, p) for c, p in ranked if c is not newest]
    return [(newest, ranked[0][1]), *others], tuple(earlier)


def rivals_of(ranked: Ranked) -> list[tuple[Candidate, float]]:
    """The candidates that exclude the best one and speak of the same, likeliest first.

    An article does not contradict itself: where it has two figures, they are of two things. Its
    near copy does, where it was corrected: neither has what the other says.
    """
    best, probability = ranked[0]
    return [
        (candidate, p)
        for candidate, p in ranked[1:]
        if p >= RIVAL * probability
        and _is_clear(candidate)
        and (
            _overrules(candidate, best)
            or (
                (candidate.clear_sources - best.clear_sources or _corrects(candidate, best))
                and (is_of_the_same(candidate, best) or counts_the_same(candidate, best))
            )
        )
        and contradict(best.text, candidate.text)
    ]


def are_even(ranked: Ranked, rivals: Ranked) -> bool:
    """Whether a rival of several sources has as many as the best one, and is about as likely."""
    best, probability = ranked[0]
    return any(
        p >= EVEN * probability
        and candidate.sources >= max(best.sources, 2)
        and is_of_the_same(candidate, best)
        for candidate, p in rivals
    )


def _as_most_print_it(ranked: Ranked) -> Ranked:
    """Of near copies of one article that differ in the answer, none of them newer, what most have.

    They are one source, which cannot have meant both.
    """
    if not ranked:
        return ranked
    best, probability = ranked[0]
    printed, less = max(
        (
            (candidate, p)
            for candidate, p in ranked
            if candidate is best
            or (
                p >= EVEN * probability
                and candidate.clear_sources == best.clear_sources
                and contradict(best.text, candidate.text)
                and _corrects(candidate, best)
                and not (_is_newer(candidate, best) or _is_newer(best, candidate))
            )
        ),
        key=lambda pair: _prints(pair[0]),  # the first of equals: the likeliest
    )
    others = [(c, less if c is best else p) for c, p in ranked if c is not printed]
    return [(printed, probability), *others]


def _prints(candidate: Candidate) -> int:
    passages = {span.hit.passage.id: span.hit.prints for span in candidate.clear_spans}
    return sum(passages.values())


def _corrects(candidate: Candidate, best: Candidate) -> bool:
    """Whether a near copy of an article that says the one says the other in its place."""

    def told(one: Candidate) -> list[Passage]:
        return [span.hit.passage for span in one.spans if span.share >= CLEAR]

    def say(passages: Sequence[Passage], other: Candidate) -> bool:
        words = f" {normalise(other.text)} "
        return any(words in f" {normalise(passage.text)} " for passage in passages)

    ones, others = told(candidate), told(best)
    apart = {each.article_id for each in ones}.isdisjoint(each.article_id for each in others)
    return bool(ones and others) and apart and not (say(ones, best) or say(others, candidate))


def _counts_on(candidate: Candidate, best: Candidate) -> bool:
    """Whether the newer of two figures is the larger one."""
    one, other = (next(iter(quantities(each.text)), None) for each in (candidate, best))
    if one is None or other is None:
        return False
    newer = _is_newer(candidate, best)
    return one.value > other.value if newer else one.value < other.value


def _overrules(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence of the one takes the other back in so many words: "21 people, not 23",
    "put at 23 in May; the court speaks of 21"; or calls wrong what others had reported before.
    """
    was, now = re.escape(best.text), re.escape(candidate.text)
    taken = re.compile(rf"{_TAKES_BACK} (?:the )?{was}(?!\w)")
    corrected = re.compile(
        rf"{_GIVEN_AS} {was}(?!\w)[^;]*{_CORRECTED} (?:\w+ )?to (?:about )?{now}(?!\w)|"
        rf"{_GIVEN_AS} {was}(?!\w)[^;]*; [^;]*\bspeaks? of (?:about )?{now}(?!\w)|"
        rf"{_CORRECTED} (?:\w+ )?from (?:the )?{was} to {now}(?!\w)"
    )
    for span in candidate.clear_spans:
        start, end = sentence_of(span)
        text = span.hit.passage.text
        if taken.search(text, start, end) or corrected.search(text, start, end):
            return True
    said = best.spans[0].hit.passage.text[slice(*sentence_of(best.spans[0]))]
    return _came_out_later(candidate, best) is True and any(
        contests_others(span.hit.passage.text, said) for span in candidate.clear_spans
    )


def _replaces(one: Candidate, other: Candidate) -> bool:
    """Whether the one came after the other, or in its place."""
    return _is_newer(one, other) or (_overrules(one, other) and not _is_newer(other, one))


def _is_newer(one: Candidate, other: Candidate) -> bool:
    """By what their sentences are about, and by when their articles were published, if they say.

    Not by either alone: a later article may look back, and an article's own two answers are no
    older and newer one.
    """
    days, others = days_of(one), days_of(other)
    if not (days and others and min(days) > max(others)):
        return False
    return _came_out_later(one, other) is not False


def _came_out_later(one: Candidate, other: Candidate) -> bool | None:
    """Whether all articles of the one came out after the other's; None where they do not say."""
    told, before = _published(one), _published(other)
    return min(told) > max(before) if told and before else None


def _published(candidate: Candidate) -> list[date]:
    days = (span.hit.passage.published for span in candidate.clear_spans)
    return [day for day in days if day]


def _is_clear(candidate: Candidate) -> bool:
    return candidate.spans[0].share >= CLEAR
