"""Questions to one's own index become training examples, over the passages that it would retrieve.

The questions are those that `footnote evaluate` takes. What is read beside the right passage is
what our retriever finds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from index.embedder import Embedder
from index.store import PassageIndex
from index.types import Hit
from qa.equivalence import normalise
from qa.evaluation.questions import is_named, read_questions
from qa.retriever import retrieve
from qa.training.examples import Collection, Question, passage
from qa.training.negatives import NEAR

DEPTH = 50
"""Passages among which a question's right one must be found."""


def read_own(questions: Path, index: Path, embedder: Embedder) -> Collection:
    """A collection of the questions whose passage our retriever finds; the others are left out.

    An unanswerable question is kept with the nearest passage, which does not answer it.
    """
    made = Collection()
    numbers: dict[int, int] = {}

    def number_of(hit: Hit) -> int:
        found = hit.passage
        if found.id not in numbers:
            numbers[found.id] = len(made.passages)
            made.passages.append(passage(found.text, found.article_id))
        return numbers[found.id]

    with PassageIndex.open(index, embedder=embedder.name) as opened:
        for question in read_questions(questions):
            hits = retrieve(question.text, opened, embedder, k=DEPTH)
            answers = question.answers if question.answerable else ()
            places = [_places(hit.passage.text, answers) for hit in hits]
            own = next(
                (
                    rank
                    for rank, hit in enumerate(hits)
                    if not answers
                    or (places[rank] and _may_answer(question.sources, hit.passage.source))
                ),
                None,
            )
            if own is None:
                continue
            wrong = [rank for rank, hit in enumerate(hits) if rank != own and not places[rank]]
            made.questions.append(Question(question.text, number_of(hits[own]), places[own]))
            made.negatives.append([number_of(hits[rank]) for rank in wrong[:NEAR]])
    return made


def _may_answer(named: frozenset[str], source: str) -> bool:
    """Whether an article is one that is named, or none is named, and any may answer."""
    return not named or is_named(named, [source])


def _places(text: str, answers: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where one of the answers stands in a text, as whole words."""
    found = []
    for answer in answers:
        if normalise(answer):
            words = r"\s+".join(map(re.escape, answer.split()))
            pattern = rf"(?<!\w){words}(?!\w)"
            found += [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return tuple(found)
