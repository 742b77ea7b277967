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
    ("Who will attend?", "[China] declines to attend."),
]
DENIED += [
    ("Who won the race?", "[Bolt] did not win the race."),
    ("Who stole the painting?", "[The guard] did not steal the painting."),
    ("Who shot the president?", "[Oswald] never shot the president."),
]
DENIED += [
    ("Who wrote it?", "It was not [Ada Orr] who wrote it."),
    ("Who wrote it?", "Ben Lowe, not [Ada Orr], wrote it."),
    ("Where was he born?", "He was born not in [Paris], as was told."),
    ("Where was he born?", "He was born [not in Paris], as was told."),
    ("Where does the firm have its office?", "It no longer has its office in [Paris]."),
    ("How many came?", "Some 3,000 came, not the [5,000] expected."),
    ("What caused the crash?", "The crash had nothing to do with [ice]."),
]
NOT_DENIED = [
    ("Who wrote it?", "[Ben Lowe], not Ada Orr, wrote it."),
    ("How did Lee plead?", "Lee pleaded [not guilty]."),
    ("Why did Lee leave?", "Lee left as [he was not paid]."),
    ("Where does Lee live?", "Lee lives [not far from Leeds]."),
    ("Which country votes?", "They ask whether or not [Lorn] should vote."),
    ("Who did not write it?", "It was not [Ada Orr] who wrote it."),
    ("Who was arrested?", "[The man], who has not been named, was arrested on Monday."),
    ("Who resigned?", "[The minister], who denied wrongdoing, resigned on Friday."),
    ("What was found in the car?", "The driver was not hurt, and [drugs] were found in the car."),
    ("Who scored the winner?", "Ronaldo did not play, so [Messi] scored the winner."),
    ("Who was shot by police?", "[Brown] was not armed when he was shot by police."),
    ("How many can the hall hold?", "The hall cannot hold more than [500 people]."),
    ("How high can the plane fly?", "It cannot fly above [10,000 feet]."),
    ("Who has won the most titles?", "No one has won more titles than [Federer]."),
    ("How old was he when he died?", "He was not yet [30] when he died."),
    ("Who won in 2014?", "[Germany], who did not win in 2010, won in 2014."),
    ("How many were killed?", "Of 10,000 visitors [no one] was reported hurt or killed."),
    ("Who was the mayor?", "[Jan Holt] is no longer the mayor."),
    ("What killed him?", "He was not killed by the fall but by [the fire]."),
    ("When was the bridge opened?", "The bridge was not opened until [2012]."),
    ("Who won the game?", "[Germany], who had not lost a game since 2012, won."),
    ("Who did not attend?", "[China] did not attend."),
    ("Who was arrested?", "Not only [Holt] was arrested."),
    ("Who was killed?", "[Holt] was killed, though he was not killed by the fall."),
    ("Who owned the mill?", "It is not clear who owned the mill, said [Veltron]."),
    ("Who won?", "[Bolt] has never failed to win."),
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
