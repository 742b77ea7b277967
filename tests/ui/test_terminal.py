"""Answers as a terminal shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import Alternative, Answer
from ui.terminal import answer_text

OTHER = Alternative("Ida Vale", "Ida Vale spoke.", 0.004, "/a/bridge.txt", 0, 8)
ANSWER = Answer("Who won?", "Rosa Marsh", "Rosa Marsh won.", True, 0.9964, (), (OTHER,))


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (ANSWER, "Rosa Marsh  (over 99% sure)"),
        (replace(ANSWER, confidence=0.83), "Rosa Marsh  (83% sure)"),
        (replace(ANSWER, form="sentences"), "(over 99% sure)"),
        (ANSWER, "Other possible answers: Ida Vale (under 1%)"),
        (replace(ANSWER, answered=False), "Possible answers: Ida Vale (under 1%)"),
    ],
)
def test_nothing_is_told_as_wholly_sure_or_impossible(answer: Answer, shown: str) -> None:
    assert shown in answer_text(answer).splitlines()
