"""A conversation: follow-up questions are understood from the turns before, fresh ones let alone.

Rules say what a follow-up could mean (`rewriting`); each of a few readings is asked, and the one
that the articles answer most firmly is taken, unless a plainer reading is nearly as firm, or others
agree on something else. What was asked stands in `Answer.asked`, to be seen and taken back.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from index.types import Hit
from qa.antecedents import REACH, Turn
from qa.assistant import Assistant
from qa.equivalence import normalise
from qa.rewriting import Rewriting, standalone
from qa.types import Answer

SURE = 0.7
"""Confidence at which no further reading of a question is tried."""
DEPTH = 50
"""Passages taken for each reading in a search."""
_RANK = 60
"""Added to ranks before they are turned round, as in the paper."""
_CONTEXT = 0.5
"""Weight of a question together with those before it, against its likeliest reading alone."""
_FLOOR = 0.02
"""Added to confidences: between two that are next to nothing, priors decide."""


class Conversation:
    """Questions to one assistant, each understood after those before it.

    It belongs to one person and is not for several threads at once; the assistant may be shared.
    """

    def __init__(self, assistant: Assistant, turns: Sequence[Turn] = ()) -> None:
        """Begin one, or go on from turns that were had before."""
        self._assistant = assistant
        self._turns = list(turns)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was asked and answered, in order."""
        return tuple(self._turns)

    def ask(self, question: str, *, rewrite: bool = True, **options: Any) -> Answer:
        """Answer a question, in the light of the turns before unless `rewrite` is false.

        `options` are those of `Assistant.ask`. The answer's `question` is what was typed, its
        `asked` the standalone question that was asked instead, where one was.
        """
        started = time.perf_counter()
        meant = standalone(question, self._turns) if rewrite else []
        if len(meant) < 2 and (not meant or meant[0].text == " ".join(question.split())):
            answer = self._assistant.ask(question, **options)
        else:
            asked, chosen = self._asked(meant, **options)
            typed = asked == " ".join(question.split())
            timings = chosen.timings | {"total": 1e3 * (time.perf_counter() - started)}
            typed_as = " ".join(question.split())
            answer = replace(
                chosen, question=typed_as, asked="" if typed else asked, timings=timings
            )
        self._turns.append(Turn(answer.question, answer))
        return answer

    def search(
        self, question: str, *, passages: int = 10, rewrite: bool = True, **options: Any
    ) -> list[Hit]:
        """The passages nearest to a question in the light of the turns before, unread.

        What is found for each of its readings, and for it together with the questions before, is
        fused by reciprocal ranks (Cormack, Clarke and Büttcher 2009), so that a reading that was
        missed costs little. Nothing is remembered of it.
        """
        meant = standalone(question, self._turns) if rewrite else []
        if not meant or not self._turns:
            return self._assistant.search(question, passages=passages, **options)
        weights = {each.text: math.exp(each.prior - meant[0].prior) for each in meant}
        weights[" ".join([*(turn.asked for turn in self._turns[-REACH:]), question])] = _CONTEXT
        scores: dict[int, float] = {}
        hits: dict[int, Hit] = {}
        for text, weight in weights.items():
            found = self._assistant.search(text, passages=max(DEPTH, passages), **options)
            for rank, hit in enumerate(found, 1):
                key = hit.passage.id
                scores[key] = scores.get(key, 0.0) + weight / (_RANK + rank)
                hits.setdefault(key, hit)
        best = sorted(scores, key=lambda key: (-scores[key], key))[:passages]
        return [replace(hits[key], score=scores[key]) for key in best]

    def undo(self) -> Turn | None:
        """Take the last turn back; None where there is none."""
        return self._turns.pop() if self._turns else None

    def _asked(self, meant: Sequence[Rewriting], **options: Any) -> tuple[str, Answer]:
        """The reading that is taken, and its answer."""
        read: list[tuple[Rewriting, Answer]] = []
        for rewriting in meant:
            read.append((rewriting, self._assistant.ask(rewriting.text, **options)))
            if read[0][1].confidence >= SURE:
                break
        chosen, answer = firmest(read)
        return chosen.text, answer


def firmest(read: Sequence[tuple[Rewriting, Answer]]) -> tuple[Rewriting, Answer]:
    """Of readings and their answers, the one to take: firm, likely meant, and not alone.

    Readings that get the same answer support one another: then it matters less which was meant.
    """
    weights = [(each.confidence + _FLOOR) * math.exp(meant.prior) for meant, each in read]
    support: dict[str, float] = {}
    for number, (weight, (_, answer)) in enumerate(zip(weights, read, strict=True)):
        said = normalise(answer.text) or str(number)
        support[said] = support.get(said, 0.0) + weight

    def standing(number: int) -> tuple[float, float]:
        said = normalise(read[number][1].text) or str(number)
        return support[said], weights[number]

    return read[max(range(len(read)), key=standing)]
