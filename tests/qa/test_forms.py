"""Which form of answer a question asks for."""

from __future__ import annotations

import pytest

from qa.forms import expected_kind, form_of, is_of_kind
from qa.types import Form


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who is the new Quds Force commander?", "span"),
        ("How many firefighters were there?", "span"),
        ("How long was the wall?", "span"),
        ("When did he leave?", "span"),
        ("What is the population of Tehran?", "span"),
        ("What killed Soleimani?", "span"),
        ("Which company ran the plant?", "span"),
        ("Which bus did she take?", "span"),
        ("What was the news?", "span"),
        ("What was the cost of the repairs?", "span"),
        ("Which country’s borders were closed?", "span"),
        ("Why did the minister resign?", "sentences"),
        ("How did the fire start?", "sentences"),
        ("How does the vaccine work?", "sentences"),
        ("And why was it closed?", "sentences"),
        ("What happened in Berlin in 1989?", "sentences"),
        ("Explain the delay.", "sentences"),
        ("Which countries signed the agreement?", "list"),
        ("Which two islands were hit?", "list"),
        ("What are the moons of Mars?", "list"),
        ("Who were the members of the crew?", "list"),
        ("Name the three astronauts.", "list"),
        ("Was the spire rebuilt?", "yes or no"),
        ("Did Brazil score a goal?", "yes or no"),
        ("Is smallpox eradicated or not?", "yes or no"),
        ("Was it Brazil or Germany that won?", "span"),
        ("Do you know who won the election?", "span"),
        ("Can you tell me who won?", "span"),
        ("Can you tell me how many died?", "span"),
        ("Do you know how the fire started?", "sentences"),
        ("Tell me how Ann Lee died.", "sentences"),
        ("Can you explain the ruling?", "sentences"),
        ("Could you list the victims?", "list"),
        ("Could you please tell me which countries signed?", "list"),
        ("Do you know whether it rained?", "yes or no"),
        ("Can you tell me if it rained?", "yes or no"),
        ("Can you swim there?", "yes or no"),
        ("In which countries is it sold?", "list"),
        ("For which films did he win an Oscar?", "list"),
        ("In which country is it sold?", "span"),
        ("On what grounds was he released?", "span"),
        ("In what ways has it changed?", "span"),
    ],
)
def test_the_form_of_an_answer(question: str, form: Form) -> None:
    assert form_of(question) == form


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it happen?", "time"),
        ("In what year was she born?", "time"),
        ("How many people died?", "number"),
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
        ("How much money was lost?", "number"),
        ("How much rock and soil did they bring back?", "number"),
        ("How much prize money was paid?", "number"),
        ("How much time was left?", "number"),
        ("How much did it cost?", "number"),
        ("How much of the roof burned?", "number"),
        ("How much more did it cost?", "number"),
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
