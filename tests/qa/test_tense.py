"""What a question takes for done, and the sentences that say it is to come."""

from __future__ import annotations

import pytest

from qa.tense import acts_told, foretells, looks_back, tells, tense_beside


@pytest.mark.parametrize(
    ("question", "acts"),
    [
        ("Who won the race?", {"win"}),
        ("How much was the mayor fined on Tuesday?", {"fine"}),
        ("Who did the mayor meet with on Tuesday?", {"meet"}),
        ("Did they sell the old yard?", {"sell"}),
        ("What did Apple announce last week?", {"announc"}),
        ("When did the company launch the new phone?", {"launch"}),
        ("Which bank had bought the yard?", {"buy"}),
        ("Why didn’t he sign the letter?", {"sign"}),
        ("Who is the mayor?", set()),
        ("Who will win the race that he lost?", set()),
        ("", set()),
    ],
)
def test_what_a_question_takes_for_done(question: str, acts: set[str]) -> None:
    assert acts_told(question) == acts


@pytest.mark.parametrize(
    "text",
    [
        "Ada will win the race.",
        "Ada is widely expected to win.",
        "Ada is poised to soon win it.",
        "The race will be won by Ada.",
        "Ada faces a race that she could win.",
    ],
)
def test_a_sentence_that_foretells_an_act(text: str) -> None:
    assert foretells(text, frozenset({"win"}))


@pytest.mark.parametrize(
    "text",
    [
        "Ada won the race.",
        "Ada will speak to those who won.",
        "Ada is winning the race.",
        "The race will be held where Ada lost and Bo has a win to her name.",
        "Ada will run, she said, and win.",
        "Ada won once and will win again.",
        "Ada would go on to win.",
        "They’re winning it.",
        "Win or not, Ada will run.",
    ],
)
def test_a_sentence_that_does_not(text: str) -> None:
    assert not foretells(text, frozenset({"win"}))


def test_nothing_is_foretold_where_nothing_is_done() -> None:
    assert not foretells("Ada will win the race.", frozenset())


def test_an_if_tells_nothing_as_done() -> None:
    assert foretells("Ada is famous if she is elected.", frozenset({"elect"}))
    assert not foretells("Ada was elected, if narrowly.", frozenset({"elect"}))
    aside = "It is not clear whether Orr, who took over in May, will stay."
    assert tells(aside, frozenset({"take"}))
    assert not tells("It is not clear whether Orr took over.", frozenset({"take"}))


def test_the_verb_behind_a_noun_is_what_was_done() -> None:
    assert acts_told("When did the tram strike begin?") == {"strike", "begin"}
    assert acts_told("How much did the Pell family get?") == {"get"}


@pytest.mark.parametrize(
    "text",
    [
        "The parade, which was planned for Wednesday, has been put off.",
        "A strike, called for Wednesday, is off.",
        "The vote is due on Wednesday.",
        "A mediator is to meet both sides on Wednesday.",
    ],
)
def test_an_appointed_day_is_ahead(text: str) -> None:
    start = text.index("Wednesday")
    assert tense_beside(text, start, start + len("Wednesday")) == "future"


def test_a_day_that_was_met_is_not() -> None:
    text = "The vote was due on Wednesday."
    start = text.index("Wednesday")
    assert tense_beside(text, start, start + len("Wednesday")) != "future"


def test_every_irregular_past_looks_back_but_what_as_often_is_no_verb() -> None:
    assert looks_back("The crew fled.")
    assert looks_back("Who chose the colour?")
    assert not looks_back("Where is the frozen lake, a bit north?")
