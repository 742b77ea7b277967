"""Yes/no questions of a newsdesk to its own articles: what is told, and what stays open.

A language model that knew nothing of this project wrote the 120 questions to the 45 articles of an
invented county: 45 of which the answer is yes and 25 of which it is no, mostly in other words than
the articles', and 50 that only look as if they were told. They choose no number.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.embedder import default_embedder
from qa import Assistant
from qa.evaluation.questions import read_questions

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """Question, what is right ("open" where neither is), and what was told, "" for nothing."""
    folder = tmp_path_factory.mktemp("desk") / "index"
    build([DATA / "desk_articles"], folder, embedder=default_embedder())
    found = []
    with Assistant(folder) as assistant:
        for question in read_questions(DATA / "desk_verdicts.jsonl"):
            answer = assistant.ask(question.text, today=question.asked)
            right = question.answers[0] if question.answerable else "open"
            found.append((question.text, right, answer.text if answer.answered else ""))
    return found


def test_what_is_told_is_right(told: list[tuple[str, str, str]], capsys: Any) -> None:
    counts = Counter((right, text) for _, right, text in told)
    given = sum(count for (_, text), count in counts.items() if text)
    right = counts["yes", "yes"] + counts["no", "no"]
    with capsys.disabled():
        print(
            f"\nof 45 that are so, {counts['yes', 'yes']} told; of 25 that are not, "
            f"{counts['no', 'no']}; of {given} told, {right} right; wrong:",
            *(f"{q} -> {text}, is {is_so}" for q, is_so, text in told if text not in ("", is_so)),
            sep="\n  ",
        )
    assert len(told) == 120
    assert counts["yes", "yes"] >= 10
    assert right >= 0.8 * given
