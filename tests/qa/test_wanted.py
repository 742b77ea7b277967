"""What a question is about, and how much of it a text has."""

from __future__ import annotations

import pytest

from qa.verbs import forms, plain
from qa.wanted import Wanted, names_in, unnamed


def test_the_forms_of_an_irregular_verb_are_one_term() -> None:
    asked = Wanted.of("Who stole the painting?", lambda term: 1.0)
    assert asked.covered("A painting was stolen.") == 1
    assert asked.covered("They paint, and will steal it.") == 1
    assert asked.covered("A painting was sold.") == 0.5
    assert asked.covered("") == 0


def test_names_and_words_that_only_ask_are_no_other_terms() -> None:
    """ "Rose" is no rise, and "tell", which is left out of "tell me", not of "told".

    Where a question has no capitals, either may be meant.
    """
    assert Wanted.of("How many hits did Pete Rose have?", lambda term: 1.0).weights == {
        "hit": 1.0,
        "pete": 1.0,
        "rose": 1.0,
    }
    careless = Wanted.of("how many hits did pete rose have", lambda term: 1.0)
    assert careless.covered("Pete Rose had 4,256 hits.") == 1
    assert Wanted.of("Who told the police?", lambda term: 1.0).weights == {
        "polic": 1.0,
        "tell": 1.0,
    }


@pytest.mark.parametrize("said", ["killed 12", "12 dead", "12 died", "a death toll of 12"])
def test_how_many_died_is_told_in_many_words(said: str) -> None:
    for question in ("How many died in the storm?", "What was the death toll of the storm?"):
        wanted = Wanted.of(question, lambda term: 1.0)
        assert wanted.covered(f"The storm: {said}.") == 1
    assert Wanted.of("Who died in the storm?", lambda term: 1.0).covered("storm killed") == 0.5


def test_such_a_term_is_as_rare_as_the_commonest_of_its_forms() -> None:
    rarities = {"stole": 0.9, "stolen": 0.4, "steal": 0.7}
    asked = Wanted.of("Who stole it?", lambda term: rarities[term])
    assert asked.weights == {"steal": 0.4}
    assert forms("steal") == {"steal", "stole", "stolen"}
    assert forms("harbour") == {"harbour"}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The U.S. team won 1,000 francs.", "The U.S. team win 1,000 francs."),
        ("Well-known, Rose sold it to the Fed.", "Well-known, Rose sell it to the Fed."),
        ("", ""),
    ],
)
def test_only_irregular_pasts_are_changed(text: str, same: str) -> None:
    assert plain(text) == same


def test_the_names_of_a_question() -> None:
    assert names_in("Who is the mayor of Port Ellery?") == ("Port", "Ellery")
    assert names_in("When did Anton Aker, of Kalvik, win “The Sugar Year”?") == (
        "Anton",
        "Aker",
        "Kalvik",
        "Sugar",
        "Year",
    )
    assert names_in("Which NFL team of the American league won in May? Did Governor Lee?") == (
        "Lee",
    )


def test_an_article_that_never_has_a_name() -> None:
    names = ("Anton", "Aker")
    assert unnamed(names, "Anton Aker's novel") == 0
    assert unnamed(names, "ANTON AKER'S NOVEL") == 0
    assert unnamed(names, "Sven Aker's novel") == 1
    assert unnamed(("Muller",), "Thomas Müller") == unnamed(("Müller",), "Thomas Muller") == 0
    assert unnamed((), "") == 0
