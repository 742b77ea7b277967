"""Which form of answer a question asks for."""

from __future__ import annotations

import pytest

from qa.forms import form_of
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
        ("Did “Moana 2” earn $221 million?", "yes or no"),
        ('Has "Cheer" star Jerry Harris been sentenced?', "yes or no"),
        ("Is there a trunk-or-treat at the hall?", "yes or no"),
        ("Did prices rise by a fifth or more?", "yes or no"),
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


def test_every_helper_asks_how() -> None:
    assert form_of("How should rice be cooked?") == "sentences"
