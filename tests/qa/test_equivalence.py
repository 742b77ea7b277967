"""Which answers say the same, and which exclude one another."""

from __future__ import annotations

import pytest

from qa.equivalence import contradict, normalise, same


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
        ("Iranian", "Iran"),
        ("The Syrian", "Syria"),
        ("the Netherlands", "Dutch"),
        ("surfboard", "surfboards"),
        ("the University of Oxford", "University of Oxford"),
        ("2–1", "2-1"),
        ("7:30pm", "7.30pm"),
        ("$1.50", "$1.5"),
        ("half a million", "500,000"),
        ("half a dozen", "6"),
        ("one hundred and twenty", "120"),
        ("two hundred and fifty", "250"),
        ("one hundred and twenty thousand", "120,000"),
        ("two thousand and nineteen", "2019"),
        ("two and a half million", "2.5 million"),
        ("minus 5", "−5"),
        ("US$5m", "$5m"),
        ("C$5m", "$5m"),
        ("₹500 million", "500 million rupees"),
        ("more than 40", "40"),
        ("the US", "the United States"),
        ("the EU", "European Union"),
        ("the WHO", "World Health Organization"),
        ("in the Renaissance", "the Renaissance"),
        ("Obama's", "Obama"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("President Kim Jong-un", "Kim Jong Un"),
        ("former Mayor of London", "the Mayor of London"),
        ("Mr. Clinton", "Bill Clinton"),
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
        ("1.5 million", "15 million"),
        ("1.5 million people", "15 million people"),
        ("$1.5bn", "$15bn"),
        ("3.5%", "35%"),
        ("$1.50", "$150"),
        ("7.5", "75"),
        ("2-1", "21"),
        ("4-6 weeks", "46 weeks"),
        ("2-1", "3-1"),
        ("1-1", "2–1"),
        ("3 May 2020", "4 May 2020"),
        ("1 January 2019", "1 January 2020"),
        ("May 2020", "June 2020"),
        ("7pm", "8pm"),
        ("half a million", "400,000"),
        ("US$40bn", "$38bn"),
        ("more than 40", "38"),
        ("under 40", "41"),
        ("nearly 50", "70"),
        ("the Labour Party", "the Conservative Party"),
        ("Mr Clinton", "Mrs Clinton"),
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
        ("half a million", "a million"),
        ("half a dozen", "a dozen"),
        ("more than 100", "less than 100"),
        ("over 100", "under 100"),
        ("at least 100", "at most 100"),
        ("-5°C", "5°C"),
        ("minus 5", "5"),
        ("C$5m", "US$5m"),
        ("₹500 million", "$500 million"),
        ("more than 40", "43"),
        ("at least 40", "43"),
        ("over 1,000", "1,200"),
        ("over 2000", "2100"),
        ("no more than 40", "38"),
        ("nearly 50", "49"),
        ("7pm", "19:00"),
        ("15:00", "3pm"),
        ("12:30", "1230"),
        ("the '90s", "the 1990s"),
        ("2013", "2013-2017"),
        ("May 2020", "3 May 2020"),
        ("1600 firefighters", "1700 residents"),
        ("2-1", "1-2"),
        ("4-6", "4-8"),
        ("Mayor of London", "London"),
        ("Prime Minister of Japan", "Japan"),
        ("Prime Minister of Japan", "Foreign Minister of Japan"),
        ("Guinea", "Papua New Guinea"),
        ("the Times", "Financial Times"),
        ("the White House", "Donald Trump"),
        ("Peter the Great", "New Holland"),
    ],
)
def test_other_answers_that_may_both_be_right(one: str, other: str) -> None:
    assert not same(one, other)
    assert not contradict(one, other)
    assert not contradict(other, one)


def test_different_words_stay_different() -> None:
    assert normalise("400 firefighters") != normalise("500 firefighters")
    assert normalise("the") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The 1.5 million, in 2019.", "1.5 million in 2019"),
        ("2–1", "2 1"),
        ("7.30pm", "7 30pm"),
        ("1,200", "1200"),
        ("a well-known U.S. F-16", "wellknown us f16"),
    ],
)
def test_digits_stay_apart(text: str, wanted: str) -> None:
    assert normalise(text) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rep. Liz Cheney", "Cheney"), ("Col. Jim Horne", "Horne"), ("Luis del Toro", "del Toro")],
)
def test_a_title_or_a_small_word_makes_no_other_name(one: str, other: str) -> None:
    assert same(one, other)
