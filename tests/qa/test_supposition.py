"""A yes/no question about somebody is taken apart; what it does not suppose of a name is left."""

from __future__ import annotations

import pytest

from qa.supposition import suppose
from qa.verbs import past


@pytest.mark.parametrize(
    ("question", "name", "asked", "verb"),
    [
        ("Did Germany beat Brazil?", "Germany", "Who beat Brazil?", "beat"),
        ("Didn't Narges Mohammadi win it?", "Narges Mohammadi", "Who won it?", "win"),
        (
            "Did the Bank of England raise rates?",
            "the Bank of England",
            "Who raised rates?",
            "raise",
        ),
        ("Was Ada Marsh elected mayor?", "Ada Marsh", "Who was elected mayor?", "elected"),
        ("Has Boeing really ended the strike?", "Boeing", "Who has ended the strike?", "ended"),
        ("Is Rome the capital of Italy?", "Rome", "Who is the capital of Italy?", ""),
        ("Does NASA plan a launch?", "NASA", "Who plans a launch?", "plan"),
        ("Does Kim teach?", "Kim", "Who teaches?", "teach"),
        ("Did Kim resign", "Kim", "Who resigned?", "resign"),
    ],
)
def test_who_it_was_is_asked(question: str, name: str, asked: str, verb: str) -> None:
    supposed = suppose(question)
    assert supposed is not None
    assert (supposed.name, supposed.question, supposed.verb) == (name, asked, verb)


@pytest.mark.parametrize(
    "question",
    [
        "Did the mayor resign?",
        "Did she win?",
        "Did US troops leave?",
        "Did Biden's son plead guilty?",
        "Was there a strike?",
        "Will Germany win?",
        "Did Germany?",
        "Who won?",
        "",
    ],
)
def test_nobody_is_supposed(question: str) -> None:
    assert suppose(question) is None


def test_the_past_of_a_verb() -> None:
    verbs = "win stop plan play carry announce visit cut die beat have overcome commit".split()
    assert [past(verb) for verb in verbs] == (
        "won stopped planned played carried announced visited cut died beat had overcame "
        "committed".split()
    )


def test_a_name_may_have_any_small_word() -> None:
    supposed = suppose("Did Guillermo dos Santos win?")
    assert supposed is not None
    assert supposed.name == "Guillermo dos Santos"
