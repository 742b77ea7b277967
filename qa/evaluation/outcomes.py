"""A run: questions with known answers are asked of an index, and what came of each is kept.

A question that is not answered is asked once more, to be answered at any risk: only so can be told
whether it was wise to say nothing. What a run comes to is `scores`' business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import BadUse
from index.types import Hit, Passage
from qa import calibration
from qa.assistant import Assistant
from qa.denial import NEGATION
from qa.equivalence import normalise
from qa.evaluation import squad
from qa.evaluation.questions import Question, answers_in, is_named
from qa.evaluation.rankings import first_of
from qa.evaluation.retrieval import AT, DEEP, READ, Tell, sources_in, without_answers
from qa.types import Answer

FORMAT = 1
WORDS = 12
"""An answer of more words must be right in all of them."""
HELD = 0.7
"""Share of an answer's words that sentences must have to hold it."""
SHOWN = 3
"""Passages kept of each question, for reading."""
CUT = 600
"""Characters kept of each."""

RISKS = (5, 10, 20, 30)
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that was found, for reading."""

    rank: int
    source: str
    title: str
    text: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question."""

    question: str
    answers: tuple[str, ...]
    answerable: bool
    rank: int
    """Of the first passage that was wanted, from 1; 0 where none was among those retrieved."""
    text: str
    """What was answered; where nothing was, what would have been at any risk."""
    sentence: str
    answered: bool
    reason: str
    confidence: float
    exact: float
    """Of `text`, by SQuAD's rules, whether it was given or not; 0 if nothing can be right."""
    f1: float
    right: bool
    precision: float | None
    """Share of the cited articles that are named; None where nothing is cited or named."""
    recall: float | None
    """Share of the named articles that are cited."""
    milliseconds: float
    passages: tuple[Shown, ...]

    @property
    def given_right(self) -> bool:
        """Whether a right answer was given."""
        return self.answered and self.right

    @property
    def good(self) -> bool:
        """Whether a right answer was given or, where there is none, none."""
        return self.given_right or not (self.answerable or self.answered)


@dataclass(frozen=True, slots=True)
class Run:
    """All questions of a file, asked of an index."""

    questions: str
    index: str
    articles: int
    passages: int
    risk: float | None
    outcomes: tuple[Outcome, ...]
    thresholds: dict[str, float] = field(default_factory=dict)
    """The probability that each dialled risk, in per cent, asked of an answer."""


def ask_all(
    questions: Sequence[Question],
    assistant: Assistant,
    tell: Tell,
    *,
    name: str,
    risk: float | None = None,
    absent: bool = False,
) -> Run:
    """Ask each question. `name` is that of their file.

    `absent` asks each one without the articles that it names or in which an answer stands, as if
    they were not in the index: then no answer is right.
    """
    index = assistant.index
    fitted = calibration.of_index(index.folder)
    sources = sources_in(index)
    ask = assistant.ask if risk is None else partial(assistant.ask, risk=risk)
    ask(questions[0].text)  # loads the models, which is no question's time
    outcomes = []
    for number, question in enumerate(questions, start=1):
        if absent:
            outcomes.append(_absent(question, assistant, sources, risk=risk))
            tell(number)
            continue
        today = question.asked
        hits = assistant.search(question.text, passages=max(AT), today=today)
        answer = ask(question.text, today=today)
        best = answer
        if not answer.answered:
            best = assistant.ask(question.text, today=today, risk=1.0)
        outcomes.append(_outcome(question, hits, answer, best, sources))
        tell(number)
    return Run(
        questions=name,
        index=str(index.folder),
        articles=len(index.entries()),
        passages=index.manifest.passages,
        risk=risk,
        outcomes=tuple(outcomes),
        thresholds={
            str(each): fitted.threshold(each / 100, index.manifest.passages) for each in RISKS
        },
    )


def _absent(
    question: Question,
    assistant: Assistant,
    sources: Callable[[Passage], tuple[str, ...]],
    *,
    risk: float | None,
) -> Outcome:
    today = question.asked
    hits = assistant.search(question.text, passages=DEEP, today=today)
    left = without_answers(question, hits, assistant.index)[:READ]
    answer = assistant.answer_from(question.text, left, today=today, risk=risk)
    best = answer
    if not answer.answered:
        best = assistant.answer_from(question.text, left, today=today, risk=1.0)
    answer.timings["total"] = sum(answer.timings.values())
    return _outcome(without_answer(question), left, answer, best, sources)


def without_answer(question: Question) -> Question:
    """The question as it is where no article that answers it is in the index."""
    return Question(question.text, (), frozenset(), answerable=False, asked=question.asked)


def is_right(text: str, answers: Sequence[str]) -> bool:
    """Half of the words (F1 of 0.5), in at most WORDS; of a longer text, all."""
    if not answers or not text.strip():
        return False
    if squad.exact(text, answers):
        return True
    return len(text.split()) <= WORDS and squad.f1(text, answers) >= 0.5


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether sentences have an answer's words: most of them, since accounts are told variously."""
    there = set(normalise(text).split())
    for answer in answers:
        wanted = set(normalise(answer).split())
        if NEGATION.search(answer) and not NEGATION.search(text):
            continue
        if wanted and len(wanted & there) >= HELD * len(wanted):
            return True
    return False


def _is_right(answer: Answer, gold: Sequence[str]) -> bool:
    """By its form: an account holds what is asked, and a list may be longer than a few words."""
    if answer.form == "sentences":
        return holds_answer(answer.text, gold)
    if answer.form == "list" and gold:
        return squad.f1(answer.text, gold) >= 0.5
    return is_right(answer.text, gold)


def _outcome(
    question: Question,
    hits: Sequence[Hit],
    answer: Answer,
    best: Answer,
    sources: Callable[[Passage], tuple[str, ...]],
) -> Outcome:
    wanted = [
        question.answerable and answers_in(question, hit.passage, sources(hit.passage))
        for hit in hits
    ]
    gold = question.answers if question.answerable else ()
    precision, recall = _citations(question, answer, sources)
    return Outcome(
        question=question.text,
        answers=question.answers,
        answerable=question.answerable,
        rank=first_of(wanted).rank,
        text=best.text,
        sentence=best.sentence,
        answered=answer.answered,
        reason=answer.reason,
        confidence=answer.confidence,
        exact=squad.exact(best.text, gold) if gold else 0.0,
        f1=squad.f1(best.text, gold) if gold else 0.0,
        right=_is_right(best, gold),
        precision=precision,
        recall=recall,
        milliseconds=answer.timings["total"],
        passages=tuple(
            Shown(rank, hit.passage.source, hit.passage.title, hit.passage.text[:CUT], good)
            for rank, (hit, good) in enumerate(zip(hits, wanted, strict=True), start=1)
            if rank <= SHOWN
        ),
    )


def _citations(
    question: Question, answer: Answer, sources: Callable[[Passage], tuple[str, ...]]
) -> tuple[float | None, float | None]:
    if not question.sources or not answer.answered:
        return None, None
    cited = {each.passage.article_id: sources(each.passage) for each in answer.citations}
    named = [is_named(question.sources, each) for each in cited.values()]
    found = [
        any(is_named(frozenset({name}), each) for each in cited.values())
        for name in question.sources
    ]
    return sum(named) / len(named), sum(found) / len(found)


def check_place(path: Path) -> None:
    """Raises BadUse where no file can be written there, so that it is told before all is asked."""
    if path.is_dir():
        raise BadUse(f"{path} cannot be written: it is a folder.")
    if not path.absolute().parent.is_dir():
        raise BadUse(f"{path} cannot be written: there is no folder {path.parent}.")


def save(run: Run, path: Path) -> None:
    """Write a run to a file. Raises BadUse."""
    try:
        path.write_text(json.dumps({"format": FORMAT, **asdict(run)}, ensure_ascii=False), "utf-8")
    except OSError as error:
        raise BadUse(f"{path} cannot be written ({error.strerror or error}).") from None


def load(path: Path) -> Run:
    """Read a run that `save` wrote. Raises BadUse."""
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if values.pop("format") != FORMAT:
            raise ValueError("another format")
        rows = values.pop("outcomes")
        return Run(**values, outcomes=tuple(_loaded(row) for row in rows))
    except OSError as error:
        raise BadUse(f"{path} cannot be read ({error.strerror or error}).") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadUse(f"{path} is no run that footnote evaluate --save wrote.") from None


def _loaded(row: dict[str, Any]) -> Outcome:
    passages = tuple(Shown(**shown) for shown in row.pop("passages"))
    return Outcome(**{**row, "answers": tuple(row["answers"])}, passages=passages)
