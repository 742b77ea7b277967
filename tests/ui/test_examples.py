"""Example questions: drawn from plain sentences, and kept where the index answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.types import Article
from qa.assistant import Assistant
from qa.types import Answer
from ui.examples import Example, drawn, pick, spread


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("Rosa Marsh opened the bridge on 3 May.", "Who opened the bridge?", "Rosa Marsh"),
        (
            "The old lighthouse was demolished on 3 May 1999 at noon.",
            "When was the old lighthouse demolished?",
            "on 3 May 1999",
        ),
        ("Some 400 people fought the blaze.", "How many people fought the blaze?", "Some 400"),
    ],
)
def test_a_question_of_a_sentence(text: str, question: str, answer: str) -> None:
    assert list(drawn(Article("/a", "T", text))) == [Example(question, answer)]


@pytest.mark.parametrize("run", ["A", "A.", "Aa-", "A’", "1,", "1.", "A of "])
def test_no_question_of_a_long_run_of_capitals_or_digits(run: str) -> None:
    """Each letter could begin a word of a name, or go on with one: two to the power of them."""
    text = f"{run * (4000 // len(run))} people. Rosa Marsh opened the bridge on 3 May."
    assert Example("Who opened the bridge?", "Rosa Marsh") in drawn(Article("/a", "T", text))


@pytest.mark.parametrize(
    "text",
    ["He opened the bridge.", "Rosa Marsh opened its doors at noon.", "Nothing happened.", ""],
)
def test_no_question_of_a_vague_sentence(text: str) -> None:
    assert list(drawn(Article("/a", "T", text))) == []


def test_only_what_the_articles_answer_is_offered(samples_index: Path) -> None:
    with Assistant(samples_index) as assistant:
        articles = [assistant.article(entry.id) for entry in assistant.index.entries()]
        asked: list[str] = []

        def ask(question: str) -> Answer:
            asked.append(question)
            return assistant.ask(question)

        kept = pick(filter(None, articles), ask, most=2)
        assert 1 <= len(kept) <= 2
        assert set(kept) <= set(asked)
        assert all(assistant.ask(question).answered for question in kept)


def test_an_even_choice() -> None:
    assert spread([1, 2, 3], 5) == [1, 2, 3]
    assert spread(list(range(100)), 4) == [0, 25, 50, 75]
