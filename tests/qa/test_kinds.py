"""What a question asks for by its first words, and what may answer it."""

from __future__ import annotations

import pytest

from qa.kinds import expected_kind, is_of_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it happen?", "time"),
        ("In what year was she born?", "time"),
        ("How many people died?", "count"),
        ("How tall is it?", "number"),
        ("Since when has it been open?", "time"),
        ("And when did he leave?", "time"),
        ("She has been mayor since when?", "time"),
        ("It reopened this week. When’s the first concert?", "time"),
        ("When exactly did the man who shot him die?", "time"),
        ("When the wall fell", "time"),
        ("How long was he in prison?", "extent"),
        ("Who won?", ""),
        ("How did it end?", ""),
        ("Who was president when the Berlin Wall fell?", ""),
        ("Who became leader when May resigned?", ""),
        ("When the Berlin Wall fell, who was president?", ""),
        ("Where was he born when his father was a soldier?", ""),
        ("How often is the race held?", ""),
        ("Which day-care centre was closed?", ""),
        ("Which 19th century painter was born there?", ""),
        ("Which 19th century French painter was born there?", ""),
        ("Which year-long strike ended?", ""),
        ("On which day of the week is it?", "time"),
        ("Which year saw the strike?", "time"),
        ("Do you know what year he died?", "time"),
        ("It closed in which year?", "time"),
        ("Which age group was worst hit?", ""),
        ("At what age did she die?", "number"),
        ("Which share index fell most?", ""),
        ("Which teams share a rivalry?", ""),
        ("What share of the votes did he win?", "number"),
        ("What percentage voted?", "number"),
        ("What percentage increase was found?", "number"),
        ("How far did the fire spread?", ""),
        ("How far is it to Rome?", "number"),
        ("How much damage was done?", ""),
        ("How much money was lost?", "money"),
        ("How much rock and soil did they bring back?", "number"),
        ("How much prize money was paid?", "money"),
        ("How much time was left?", "number"),
        ("How much did it cost?", "money"),
        ("How much of the roof burned?", "number"),
        ("How much more did it cost?", "number"),
        ("What will Kim earn as director?", "money"),
        ("What did repairing the bridge cost in the end?", "money"),
        ("What did the war cost him?", ""),
        ("What was the lost fish worth?", "money"),
        ("What is the price of a ticket?", "money"),
        ("How much did the firm spend on the road?", "money"),
        ("How many dollars were stolen?", "number"),
        ("What was the score?", "score"),
        ("What was the name of her husband?", "name"),
        ("What is Kim's father called?", "name"),
        ("What is called a cyclone?", ""),
        ("It cost how much?", "number"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert expected_kind(question) == kind


def test_what_answers_look_like() -> None:
    assert is_of_kind("from 2013 to 2017", "time")
    assert is_of_kind("on Sunday", "time")
    assert not is_of_kind("life", "time")
    assert is_of_kind("about forty", "number")
    assert is_of_kind("most of the roof", "number")
    assert is_of_kind("in his forties", "number")
    assert not is_of_kind("the mayor", "number")
    assert is_of_kind("a decade", "extent")
    assert is_of_kind("155 km", "extent")
    assert not is_of_kind("the mayor", "extent")
    assert is_of_kind("£2.3 million", "money")
    assert is_of_kind("2.3 million", "money", before="cost $")
    assert is_of_kind("240", "money", after=" euros a month")
    assert is_of_kind("nothing", "money")
    assert not is_of_kind("an engineer", "money")
    assert not is_of_kind("60%", "money")
    assert not is_of_kind("two", "money", after=" years to run")
    assert is_of_kind("41 people", "count")
    assert not is_of_kind("105,000", "count", before="aired $")
    assert is_of_kind("3-1", "score")
    assert not is_of_kind("41", "score")
    assert is_of_kind("Carol", "name")
    assert not is_of_kind("41", "name")


def test_numbers_are_those_that_can_be_read() -> None:
    assert is_of_kind("zero", "count")
    assert is_of_kind("10", "extent", after=" to twelve years")
    assert not is_of_kind("₩500", "count")
