"""A newsdesk's questions to its own articles, as `footnote evaluate` asks them.

A language model that knew nothing of this project wrote the 45 articles of an invented county, with
running stories, corrections and people of one name, and 110 questions, 30 of which they leave open.
What they showed was mended; they choose no number. Of the 40 articles and 110 questions called
unseen, 35 of them asked in vain, and of the 36 and 100 of a broadsheet, 34 in vain, not even the
answers were looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.embedder import default_embedder
from qa import Assistant
from qa.evaluation.outcomes import Outcome, ask_all
from qa.evaluation.questions import read_questions

DATA = Path(__file__).parents[1] / "data"


def asked_of(name: str, folder: Path) -> tuple[Outcome, ...]:
    build([DATA / f"{name}_articles"], folder, embedder=default_embedder())
    questions = read_questions(DATA / f"{name}_questions.jsonl")
    with Assistant(folder) as assistant:
        return ask_all(questions, assistant, lambda done: None, name=name).outcomes


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, ...]:
    return asked_of("desk", tmp_path_factory.mktemp("desk") / "index")


def counted(outcomes: tuple[Outcome, ...]) -> tuple[list[Outcome], int, int, int]:
    """What was given, how much of it is right, how many were asked in vain, and refused."""
    given = [each for each in outcomes if each.answered]
    vain = [each for each in outcomes if not each.answerable]
    refused = sum(not each.answered for each in vain)
    return given, sum(each.right for each in given), len(vain), refused


def test_what_the_desk_asks(outcomes: tuple[Outcome, ...], capsys: Any) -> None:
    given, right, vain, refused = counted(outcomes)
    with capsys.disabled():
        print(
            f"\n{right} of {len(given)} answers to a desk right; {refused} of {vain} "
            "that it leaves open refused; wrong:",
            *(f"{each.question} -> {each.text[:70]}" for each in given if not each.right),
            sep="\n  ",
        )
    assert (len(outcomes), vain) == (110, 30)
    # 42, 15 and 27 when this was written; a processor without bf16 reads a little otherwise.
    assert right >= 38
    assert len(given) - right <= 18
    assert refused >= 24


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who is the Pellham Rovers coach at the moment?", "Nadia Ferrers"),
        ("Which manager has been charged over the deaths at Brightwell?", "Neil Pargeter"),
        ("What will Samuel Okoro earn as vice-chancellor?", ""),
        ("Who kidnapped Hannah Orrell?", ""),
        ("What is Hannah Orrell's father called?", ""),
        ("What was the name of Katya Brandreth's husband?", ""),
        ("Who set fire to the cold store in Lindmouth?", ""),
    ],
)
def test_what_was_mended_stays_so(outcomes: tuple[Outcome, ...], question: str, said: str) -> None:
    (asked,) = (each for each in outcomes if each.question == question)
    assert (asked.text if asked.answered else "") == said


def test_who_was_only_arrested_is_named_as_accused(outcomes: tuple[Outcome, ...]) -> None:
    (asked,) = (each for each in outcomes if each.question.startswith("Who set fire to the cold"))
    assert asked.reason in ("only accused", "no answer")


@pytest.mark.parametrize(
    ("name", "asked", "in_vain", "least"),
    # 32, 14 and 32; 33, 13 and 29 when this was written; without bf16 it reads a little otherwise.
    [("unseen", 110, 35, (28, 18, 29)), ("broadsheet", 100, 34, (29, 17, 26))],
)
def test_what_nobody_looked_at(
    name: str,
    asked: int,
    in_vain: int,
    least: tuple[int, int, int],
    tmp_path: Path,
    capsys: Any,
) -> None:
    outcomes = asked_of(name, tmp_path / "index")
    given, right, vain, refused = counted(outcomes)
    with capsys.disabled():
        print(
            f"\n{right} of {len(given)} answers to {name} questions right; {refused} of "
            f"{vain} asked in vain refused"
        )
    assert (len(outcomes), vain) == (asked, in_vain)
    assert right >= least[0]
    assert len(given) - right <= least[1]
    assert refused >= least[2]
