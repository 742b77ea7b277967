"""What a text says that nobody knows is no answer, and for who asks just that, it is the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from qa import Assistant
from qa.unknown import Unknown
from tests.qa.test_unfit import is_fit

FIRE = "What caused the fire at the mill?"
STAMP = "On what day will the Orr stamp be issued?"
UNVEILED = "When was the Orr stamp unveiled?"
NOT_TOLD = "The post has not said when the stamp will be released; others were unveiled on Monday."
OPENS = "It was Monday. No date has been set for the trial."
LEARNT = "After the final, Orr learnt of her father's death."
UNTOLD = "They did not say when Orr's father died."
LEAKED = "It is not clear who leaked the memo, which was written by Ann Lee."


@pytest.mark.parametrize(
    ("question", "text", "known"),
    [
        (STAMP, NOT_TOLD, False),
        (UNVEILED, NOT_TOLD, True),
        ("Who leaked the memo?", LEAKED, False),
        ("Who wrote the memo?", LEAKED, True),
        (FIRE, "The cause of the fire remains under investigation.", False),
        (FIRE, "What caused the fire is unclear.", False),
        (FIRE, "The mill burnt down. Police are trying to find out what caused this.", False),
        (FIRE, "Police are trying to find out what caused this.", True),  # what, nobody sees
        ("What caused the crash?", "The cause of the fire is unknown.", True),
        ("Why did the bridge collapse?", "They have not yet determined the cause of it.", True),
        ("Why did the bridge collapse?", "It is unclear why the bridge collapsed.", False),
        ("Why did she resign?", "She declined to say why she was resigning.", False),
        ("When will the trial begin?", "No date has been set for the trial.", False),
        ("When did the trial begin?", "No date has been set for the appeal.", True),
        ("How many people were on board?", "Nobody knows how many people were on board.", False),
        ("How many died?", "It was not known how many were on board, but 12 died.", True),
        ("Who won the race?", "Nobody knows who will win next year; Orr won on Sunday.", True),
        ("When did he leave?", "He did not say when he would be back, but left on Monday.", True),
        ("Who shot Orr?", "Police are investigating who shot him.", False),
        ("When does the shop open?", "The owner has not said when it will open.", False),
        ("When will the shop close?", "The owner has not said when it will open.", True),
        ("When will Ford mend the cars?", "Ford hasn't said when they will be mended.", False),
        ("When will the bridge open?", "They did not say when the toll road will open.", True),
        ("When will the bridge reopen?", "No reopening date has been given.", False),
        ("When will the trial begin?", "A trial date has yet to be set.", False),
        ("Who is the killer?", "The identity of the killer is not known.", False),
        ("Why did the roof fall?", "It is too early to say why the roof fell.", False),
        ("Why did the men strike?", "It is unclear why the talks with the men failed.", True),
        ("How many died?", "It is not clear how many died in the second blast.", True),
        ("Did the mill burn down?", "It is not known when the mill burnt down.", True),
    ],
)
def test_what_is_said_not_to_be_known(question: str, text: str, known: bool) -> None:
    assert (Unknown(question).found(text) is None) is known


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (STAMP, NOT_TOLD, "Monday", False),
        (UNVEILED, NOT_TOLD, "Monday", True),
        ("Who leaked the memo?", LEAKED, "Ann Lee", False),
        ("Who wrote the memo?", LEAKED, "Ann Lee", True),
        # A cause and a day to come are not told elsewhere in the article, either.
        (FIRE, "Thick smoke hid the mill. The cause of the fire is unknown.", "Thick smoke", False),
        (FIRE, "It was caused by a candle, but why the fire spread is unclear.", "a candle", True),
        ("When will the trial begin?", OPENS, "Monday", False),
        ("When will the trial begin?", f"The trial begins on Friday. {OPENS}", "Friday", True),
        (FIRE, "The cause of the fire was a mystery. A squirrel was to blame.", "A squirrel", True),
        ("When did Orr's father die?", f"{LEARNT} {UNTOLD}", "After the final", False),
        ("When did Orr's father die?", f"He died on Monday. {UNTOLD}", "Monday", True),
        (
            "What was the cause of Orr's death?",
            "A jolt. No cause of death was given.",
            "A jolt",
            False,
        ),
        ("When did the trial begin?", OPENS.replace("trial", "appeal"), "Monday", True),
    ],
)
def test_what_stands_beside_it_is_no_answer(
    question: str, text: str, words: str, fit: bool
) -> None:
    assert is_fit(question, text, words) is fit


def test_the_articles_say_that_it_is_not_known(write: Callable[..., Path], tmp_path: Path) -> None:
    early = "---\ndate: 2024-05-23\n---\nPolice do not know who set fire to the Lorn mill yet."
    index = tmp_path / "index"
    build([write(**{"1.md": early})], index, embedder=default_embedder())
    with Assistant(index) as assistant:
        answer = assistant.ask("Who set fire to the Lorn mill?", today="2024-05-24")
    assert (answer.answered, answer.reason, answer.has_evidence) == (False, "not known", True)
    assert answer.refusal == "Not known, as far as the articles say."
    assert [citation.quote for citation in answer.citations] == [early.split("\n")[-1]]


def test_a_later_article_may_know(write: Callable[..., Path], tmp_path: Path) -> None:
    early = "---\ndate: 2024-05-23\n---\nPolice do not know who set fire to the Lorn mill."
    late = "---\ndate: 2024-07-01\n---\nNia Orr set fire to the Lorn mill, a court has found."
    index = tmp_path / "index"
    build([write(**{"1.md": early, "2.md": late})], index, embedder=default_embedder())
    with Assistant(index) as assistant:
        answer = assistant.ask("Who set fire to the Lorn mill?", today="2024-07-02")
    assert answer.text == "Nia Orr"
