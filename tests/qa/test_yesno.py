"""Yes/no questions made of others: each says what it should, and a yes is counted by its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.evaluation.questions import Question
from qa.evaluation.yesno import KINDS, Made, ask, make, report, words_of

KNOWN = frozenset("launch close beat the a race rocket".split())


def question(text: str, *answers: str) -> Question:
    return Question(text, answers, frozenset(), bool(answers))


def made(*questions: Question) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for each in make(questions, KNOWN.__contains__):
        found[each.kind].append(each.text)
    return found


def test_true_ones_and_what_makes_them_false() -> None:
    found = made(
        question("Who won the 2024 race in Rome?", "Ada Lee", "A. Lee of Genoa"),
        question("Which state agency launched a rocket from Oslo?", "Norspace"),
        question("Who was mayor in Paris?", "Bo"),
        question("Who made the Golden Gate?", "a smith"),  # no name
        question("When did Ada win?", "2024"),
        question("Who will win?", "Ada"),
        question("Who did it?", "Ada"),
    )
    assert found["true"] == [
        "Did Ada Lee win the 2024 race in Rome?",
        "Did Norspace launch a rocket from Oslo?",
        "Was Bo mayor in Paris?",
    ]
    assert len(found["another's"]) == 3
    assert found["another's"][0] in {
        "Did Norspace win the 2024 race in Rome?",
        "Did Bo win the 2024 race in Rome?",
    }
    assert found["another number"] == ["Did Ada Lee win the 2027 race in Rome?"]
    assert found["another verb"] == [
        "Did Ada Lee launch the 2024 race in Rome?",
        "Did Norspace win a rocket from Oslo?",
    ]
    assert not set(found["another name"]) & set(found["true"])
    assert found["another name"][2] in {"Was Bo mayor in Rome?", "Was Bo mayor in Oslo?"}


def test_the_same_ones_are_made_each_time() -> None:
    asked = [question("Who won in Rome?", "Ada"), question("Who was mayor in Oslo?", "Bo")]
    assert make(asked, KNOWN.__contains__) == make(asked, KNOWN.__contains__)


def test_a_yes_is_right_of_as_many_true_as_false_ones() -> None:
    one, other = Made("Did Ada win?", "true", None), Made("Did Bo win?", "another's", None)
    rows = dict(report([(one, "yes"), (one, ""), (other, "yes"), *[(other, "")] * 3]))
    assert rows["yes, of the true ones"] == 0.5
    assert rows["right, of as many true as false ones answered yes"] == pytest.approx(2 / 3)
    assert (rows["another's: yes"], rows["true: no"]) == (1, 0)


def test_the_samples_are_asked(samples_index: Path) -> None:
    true = Made("Did Miroslav Klose score?", "true", None)
    false = Made("Did Brazil beat Germany?", "another's", None)
    with Assistant(samples_index) as assistant:
        assert "goal" in words_of(assistant.index)
        answered = ask([true, false], assistant, lambda done: None)
    assert [text == "yes" for _, text in answered] == [True, False]
