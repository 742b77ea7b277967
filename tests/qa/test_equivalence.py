"""Which answers say the same, and which exclude one another."""

from __future__ import annotations

import pytest

from qa.equivalence import Quantity, contradict, normalise, quantities, same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Eiffel Tower", "eiffel tower"),
        ("“Esmail Ghaani”", "Esmail Ghaani."),
        ("Björk", "bjork"),
        ("a  US airstrike", "US airstrike"),
        ("41", "forty-one"),
        ("41 people", "forty-one"),
        ("$3.5 million", "3.5 million dollars"),
        ("1,200", "1200"),
        ("12%", "about 12 per cent"),
        ("two hundred thousand", "200,000"),
        ("on Sunday", "Sunday"),
        ("May 5, 2019", "may 5 2019"),
        ("Obama", "President Barack Obama"),
        ("Donald Trump", "Trump’s"),
        ("WHO", "World Health Organization"),
        ("the University of Oxford", "University of Oxford"),
    ],
)
def test_the_same_answer(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)
    assert not contradict(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("41", "38"),
        ("400 firefighters", "500 firefighters"),
        ("forty-one", "38 people"),
        ("2013", "2014"),
        ("April 15", "April 16"),
        ("Piet Holm", "Rosa Marsh"),
        ("York", "Leeds"),
    ],
)
def test_answers_that_cannot_both_be_right(one: str, other: str) -> None:
    assert contradict(one, other)
    assert contradict(other, one)
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2013", "from 2013 to 2017"),
        ("Paris", "Paris, France"),
        ("a short circuit", "a cigarette"),
        ("41 miles", "38 hours"),
        ("New York", "York"),
        ("Sunday", "15 April"),
        ("Rosa Marsh", "the mayor"),
    ],
)
def test_other_answers_that_may_both_be_right(one: str, other: str) -> None:
    assert not same(one, other)
    assert not contradict(one, other)
    assert not contradict(other, one)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("$40bn", [Quantity(4e10, "$")]),
        ("twenty-one days", [Quantity(21, "days")]),
        ("a dozen", [Quantity(12, "")]),
        ("2013 to 2017", [Quantity(2013, ""), Quantity(2017, "")]),
        ("3.5m", [Quantity(3.5e6, "")]),
        ("one of them", []),
        ("the MI5 file", []),
        ("often", []),
        ("weight", []),
    ],
)
def test_numbers_are_read(text: str, wanted: list[Quantity]) -> None:
    assert list(quantities(text)) == wanted


def test_different_words_stay_different() -> None:
    assert normalise("400 firefighters") != normalise("500 firefighters")
    assert normalise("the") == ""
