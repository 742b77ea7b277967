"""What a sentence denies must not be quoted as if it said so."""

from __future__ import annotations

import pytest

from qa.denial import deniable, denies

DENIED = [
    ("Who is suspected of arson?", "The mayor, [Jan Holt], is not suspected of arson."),
    ("Who was arrested?", "Police haven’t yet arrested [anybody]."),
    ("Who owned the bridge?", "It was never owned by [the city]."),
    ("How many were killed?", "Of [10,000] visitors no one was reported hurt or killed."),
    ("Who set the fire?", "[Holt] denied that he had set the fire."),
    ("Who is the mayor?", "[Jan Holt] is no longer the mayor."),
    ("Who attended?", "[China] declined to attend."),
]
NOT_DENIED = [
    ("How many were killed?", "Of 10,000 visitors [no one] was reported hurt or killed."),
    ("Who was the mayor?", "[Jan Holt] is no longer the mayor."),
    ("What killed him?", "He was not killed by the fall but by [the fire]."),
    ("When was the bridge opened?", "The bridge was not opened until [2012]."),
    ("Who won the game?", "[Germany], who had not lost a game since 2012, won."),
    ("Who did not attend?", "[China] did not attend."),
    ("Who was arrested?", "Not only [Holt] was arrested."),
    ("Who was killed?", "[Holt] was killed, though he was not killed by the fall."),
    ("Who owned the mill?", "It is not clear who owned the mill, said [Veltron]."),
    ("Who won?", "[Germany] won."),
]


def said(question: str, marked: str) -> bool:
    start, end = marked.index("["), marked.index("]") - 1
    return denies(question, marked.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(("question", "marked"), DENIED)
def test_a_denial_is_told(question: str, marked: str) -> None:
    assert said(question, marked)


@pytest.mark.parametrize(("question", "marked"), NOT_DENIED)
def test_a_negation_of_something_else_is_none(question: str, marked: str) -> None:
    assert not said(question, marked)


def test_a_question_for_what_is_not_denies_nothing() -> None:
    assert deniable("Who refused to sign the treaty?") == frozenset()
    assert deniable("Who signed the treaty with Rome?") == {"sign", "treati"}
