"""What a report calls untrue is not quoted as the answer, but for a no."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate
from qa.asked import read_question
from qa.reader import Span
from qa.rivals import prefer_newer
from qa.unfit import Unfit
from qa.untrue import contests_others, untrue_claims


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Reports that the singer Mona Leigh has died are false, her manager said.", "Mona Leigh"),
        ("A story that the painter had died turned out to be a hoax.", "the painter had died"),
        ("Rumours that Mayor Holt had resigned were wrong, the hall said.", "Holt had resigned"),
        ('The report that Bexley had bought it was "pure fiction".', "Bexley had bought it"),
        ("It is not true that Kim has sold the mill.", "Kim has sold the mill"),
        ("There is no truth in the rumour that Kim has sold it.", "Kim has sold it"),
        ("An agency wrongly reported on Monday that Kim had died.", "Kim had died"),
        ("Reports of a second gunman were false.", "a second gunman"),
    ],
)
def test_claims_that_are_called_untrue_are_found(text: str, claim: str) -> None:
    ((start, end),) = untrue_claims(text)
    assert claim in text[start:end]
    assert not re.search("false|wrong|hoax|fiction|true", text[start:end])


@pytest.mark.parametrize(
    "text",
    [
        "Reports that the mill was sold are true.",
        "The report says that the bridge was wrongly built.",
        "Reports that four men were wrongly convicted are to be examined.",
        "News that the firm had lied about the tests was no surprise.",
        "She said that the mill had been sold.",
    ],
)
def test_what_is_not_called_untrue_is_left_alone(text: str) -> None:
    assert untrue_claims(text) == []


def hit(text: str, number: int, day: date) -> Hit:
    passage = Passage(number, number, "", "", "", day, "", 0, len(text), text, kin=number)
    return Hit(passage, 0.5, 0.5, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "The minister was wrong-footing the party.",
        "The idea that Kim won was a lie detector moment.",
        "It was wrong that Kim opened the bridge before it was safe.",
    ],
)
def test_other_uses_of_these_words_call_nothing_untrue(text: str) -> None:
    assert untrue_claims(text) == []


def test_what_is_untrue_of_something_else_or_of_how_leaves_the_fact() -> None:
    brewery = "Reports that the Bexley group had bought the brewery were false."
    other = (brewery, "the Bexley group", date(2026, 3, 7))
    assert spans("Who bought the tannery?", SOLD, other)[0] == "The Bexley group 1"
    fraud = "Claims that Biden won the election through fraud are baseless."
    told = (fraud, "Biden", date(2026, 3, 7))
    assert spans("Who won the election?", told) == ["Biden 1"]


def spans(question: str, *told: tuple[str, str, date]) -> list[str]:
    """The words left of those marked in texts, each an article of a day."""
    found = []
    for number, (text, words, day) in enumerate(told):
        read = hit(text, number + 1, day)
        start = text.index(words)
        found.append(Span(read, number, start, start + len(words), margin=5.0, share=0.5))
    return [f"{span.text} {span.hit.passage.id}" for span in Unfit(question).left(found)]


SOLD = ("The Bexley group has bought the tannery.", "The Bexley group", date(2026, 3, 1))
UNSOLD = (
    'The report that the Bexley group had bought it was "pure fiction".',
    "the Bexley group",
    date(2026, 3, 7),
)
LATER = ("The Bexley group has bought the tannery.", "The Bexley group", date(2026, 4, 1))


def test_what_is_called_untrue_answers_nothing_there_nor_in_what_came_before() -> None:
    assert spans("Who bought the tannery?", SOLD, UNSOLD) == []
    assert spans("Who bought the tannery?", SOLD, UNSOLD, LATER) == ["The Bexley group 3"]
    assert len(spans("Which firm did rumours name?", SOLD, UNSOLD)) == 2


def test_what_is_untrue_of_somebody_leaves_what_else_is_told_of_them() -> None:
    text = "Rumours that Mayor Inga Holt had resigned were wrong, the town hall said."
    told = (text, "Inga Holt", date(2026, 3, 6))
    assert spans("Who has resigned as mayor?", told) == []
    assert spans("Who is the mayor?", told) == ["Inga Holt 1"]


def test_a_later_report_that_calls_others_wrong_excludes_what_they_said() -> None:
    said = "Reports naming another builder are wrong."
    assert contests_others(said, "Duvall is to build it.")
    assert not contests_others(said, "Duvall has won the cup.")
    assert not contests_others("Reports that the stadium has burned are wrong.", "The stadium.")
    before = candidate("Duvall is to build the stand.", "Duvall", date(2026, 1, 10), 1)
    after = candidate(f"Ormsby signed with Hexham. {said}", "Hexham", date(2026, 1, 15), 2)
    asked = read_question("Who won the contract?", today=date(2026, 5, 1))
    for ranked in ([(before, 0.6), (after, 0.4)], [(after, 0.6), (before, 0.4)]):
        assert prefer_newer(ranked, asked)[0][0] == (after, 0.6)


def candidate(text: str, words: str, day: date, number: int) -> Candidate:
    start = text.index(words)
    span = Span(hit(text, number, day), 0, start, start + len(words), margin=5.0, share=0.5)
    row = [0.0] * len(FEATURES)
    row[FEATURES.index("sentence_coverage")] = float(2 - number)
    return Candidate((span,), tuple(row))
