"""A yes or a no, weighed: what sentences say outright, and what is read in them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.deciding import LEAST, VERDICT_FEATURES, draft_verdict, sides_of
from qa.drafting import Draft
from qa.entailment import PassageVerdict
from qa.quoting import Quote
from qa.settling import Settling
from qa.types import Period
from qa.wanted import Wanted

QUESTION = "Did Lee leave the firm?"


def reading(text: str, yes: float, no: float, number: int = 1, **about: object) -> PassageVerdict:
    passage = Passage(number, number, f"/{number}.txt", "", "", None, "", 0, len(text), text)
    whole = (0, len(text))
    hit = Hit(replace(passage, **about), 0.5, 0.5, 1.0)  # type: ignore[arg-type]
    return PassageVerdict(hit, yes, no, whole, whole)


def wanted(question: str) -> Wanted:
    return Wanted.of(question, lambda term: 1.0)


def settling(question: str) -> Settling:
    return Settling(question, wanted(question))


def literal(answer: str, text: str, falls_short: str = "") -> Draft:
    passage = Passage(9, 9, "/9.txt", "", "", None, "", 0, len(text), text)
    quotes = (Quote(passage, 0, len(text), 1.0),)
    return Draft("yes or no", answer, 0.9, quotes, falls_short=falls_short)


def described(side: object) -> dict[str, float]:
    return dict(zip(VERDICT_FEATURES, side.features, strict=True))  # type: ignore[attr-defined]


def test_each_side_rests_on_the_passage_that_says_most_for_it() -> None:
    readings = [
        reading("Lee quit the firm in May.", 0.8, 0.1, 1),
        reading("Lee stays with the firm.", 0.1, 0.5, 2),
    ]
    no, yes = sides_of(settling(QUESTION), readings, None, wanted(QUESTION))
    assert (no.answer, no.quote.text) == ("no", "Lee stays with the firm.")
    assert (yes.answer, yes.quote.text) == ("yes", "Lee quit the firm in May.")
    assert described(yes)["told"] == pytest.approx(math.log(0.8 / 0.2))
    assert described(yes)["against"] == pytest.approx(math.log(0.1 / 0.9))
    assert described(yes)["elsewhere"] == pytest.approx(0.0)
    assert (described(yes)["rank"], described(no)["rank"]) == (0.0, 0.1)
    assert described(yes)["literal"] == described(no)["literal"] == 0.0


def test_what_is_said_outright_is_quoted_and_counts_for_one_side() -> None:
    readings = [reading("Lee quit the firm in May.", 0.8, 0.1)]
    said = literal("yes", "Lee left the firm.")
    no, yes = sides_of(settling(QUESTION), readings, said, wanted(QUESTION))
    assert yes.quote.text == "Lee left the firm."
    assert (described(yes)["literal"], described(no)["literal"]) == (1.0, -1.0)


def test_a_wrong_is_told_by_no_reading() -> None:
    question = "Did Lee kill Kim?"
    readings = [reading("Lee was seen near the body of Kim, police said.", 0.99, 0.0)]
    assert [s.answer for s in sides_of(settling(question), readings, None, wanted(question))] == [
        "no"
    ]
    said = literal("yes", "Lee killed Kim.")
    both = sides_of(settling(question), readings, said, wanted(question))
    assert [side.answer for side in both] == ["no", "yes"]


def test_what_is_denied_outright_is_no_yes() -> None:
    readings = [reading("Lee quit the firm in May.", 0.95, 0.0)]
    said = literal("no", "Lee has not left the firm.")
    sides = sides_of(settling(QUESTION), readings, said, wanted(QUESTION))
    assert [side.answer for side in sides] == ["no"]
    assert draft_verdict(sides, [0.3], said) is said
    weighed = draft_verdict(sides, [0.95], said)
    assert weighed
    assert (weighed.text, weighed.confidence) == ("no", 0.95)


def test_who_was_beaten_beat_nobody() -> None:
    question = "Did Brazil beat Germany?"
    turned = [reading("Germany beat Brazil by seven goals.", 0.95, 0.0)]
    assert [s.answer for s in sides_of(settling(question), turned, None, wanted(question))] == [
        "no"
    ]
    passive = [reading("Germany was beaten by Brazil.", 0.95, 0.0)]
    assert len(sides_of(settling(question), passive, None, wanted(question))) == 2


def test_a_sentence_of_other_days_says_nothing() -> None:
    question = "Did Lee leave the firm in 2021?"
    period = Period(date(2021, 1, 1), date(2021, 12, 31))
    readings = [
        reading("Lee quit the firm in May 2019.", 0.9, 0.0, 1, published=date(2022, 1, 1)),
        reading("Lee quit the firm in May 2021.", 0.6, 0.0, 2, published=date(2022, 1, 1)),
    ]
    yes = sides_of(settling(question), readings, None, wanted(question), period)[-1]
    assert yes.quote.text == "Lee quit the firm in May 2021."
    assert sides_of(settling(question), readings[:1], None, wanted(question), period) == []


def test_the_likelier_side_is_drafted_and_a_plan_where_neither_is_likely() -> None:
    readings = [reading("Lee quit the firm in May.", 0.8, 0.1)]
    sides = sides_of(settling(QUESTION), readings, None, wanted(QUESTION))
    draft = draft_verdict(sides, [0.2, LEAST], None)
    assert draft
    assert (draft.text, draft.confidence, draft.least) == ("yes", LEAST, LEAST)
    planned = literal("no", "Lee will leave the firm.", "not done")
    assert draft_verdict(sides, [0.2, LEAST], planned) == draft
    assert draft_verdict(sides, [0.2, LEAST - 0.01], planned) is planned
    assert draft_verdict([], [], planned) is planned
    assert draft_verdict([], [], None) is None


@pytest.mark.parametrize(
    ("question", "correction", "taken_back"),
    [
        ("Was Ann Lee 57?", "Our report gave the age of Ann Lee as 57. She was 59.", True),
        ("Was Ann Lee 59?", "Our report gave the age of Ann Lee as 57. She was 59.", False),
        ("Was Ann Lee 59?", "Our report gave Ann Lee's age as 57 instead of 59.", False),
        ("Was Jo Kim 57?", "Our report gave the age of Ann Lee as 57. She was 59.", False),
        (
            "Is Ann Lee vicar of Orr?",
            "The report also described Ann Lee as vicar of Orr.",
            True,
        ),
        (
            "Is Ann Lee vicar of Kim?",
            "The report also described Ann Lee as vicar of Orr.",
            False,
        ),
    ],
)
def test_no_yes_is_what_a_correction_takes_back(
    question: str, correction: str, taken_back: bool
) -> None:
    told = reading("So it is.", 0.9, 0.1, 1)
    corrected = reading(correction, 0.5, 0.1, 2, title="Correction")
    sides = sides_of(settling(question), [told, corrected], None, wanted(question))
    assert ("yes" not in [side.answer for side in sides]) is taken_back


@pytest.mark.parametrize(
    ("question", "text", "sides"),
    [
        ("Is Kim the mayor of Orr?", "Kim is the deputy mayor of Orr.", ["no"]),
        ("Is Kim the mayor of Orr?", "Kim is a brother of the mayor of Orr.", ["no"]),
        ("Is Kim the mayor of Orr?", "Kim, the mayor of Orr, spoke for the party.", ["no", "yes"]),
        ("Is Kim the deputy mayor of Orr?", "Kim is the deputy mayor of Orr.", ["no", "yes"]),
        ("Is Kim the president of Orr?", "Kim is the vice president of Orr.", ["no"]),
        ("Is Kim a doctor?", "Kim is married to a doctor.", ["no"]),
        ("Is Kim coach of Orr United?", "Kim is the assistant coach of Orr United.", ["no"]),
        ("Did Kim win the cup?", "Kim came second after Lee won the cup.", ["no"]),
        ("Did Kim beat Park?", "Kim looked on as Lee beat Park.", ["no"]),
        ("Did Kim buy the mill?", "Kim wanted to buy the mill, but Lee bought it.", ["no"]),
        ("Did Mr Kim win the cup?", "Mr Kim wept after Lee won the cup.", ["no"]),
        ("Did Kim win the cup?", "After Lee lost the final, Kim won the cup.", ["no", "yes"]),
        ("Did Kim win the cup?", "President Kim won the cup.", ["no", "yes"]),
        ("Did Kim win the cup?", "Kim of Orr won the cup.", ["no", "yes"]),
        ("Did Kim reach the final?", "Kim reached the semi-final.", ["no"]),
        ("Did Kim reach the final?", "Kim won the semi-final and lost the final.", ["no", "yes"]),
        ("Is the road closed?", "The road, closed since Friday, reopened on Monday.", ["no"]),
        ("Was the road closed?", "The road was closed on Friday and reopened.", ["no", "yes"]),
        ("Is Kim in prison?", "Kim is out of prison.", ["no"]),
        ("Did Kim bribe Lee?", "A rival alleges that Kim bribed Lee.", ["no"]),
        ("Did Kim ban the club?", "The suit alleges Kim banned the club.", ["no"]),
        ("Did Kim ban the club?", "Kim banned the club, prosecutors said.", ["no"]),
        ("Did a rival allege that Kim paid?", "A rival alleges that Kim paid.", ["no", "yes"]),
        ("Will Kim win the cup?", "Kim will win the cup if Lee is barred.", ["no"]),
        ("Did Kim win the cup?", "Kim won the cup, if narrowly.", ["no", "yes"]),
        ("Did Kim resign?", "Kim, accused of fraud, resigned.", ["no", "yes"]),
        ("Did Kim resign?", "Kim was told not to resign.", ["yes"]),
        ("Did Kim resign?", "Kim did not resign.", ["no", "yes"]),
        ("Did Kim resign?", "Kim decided not to resign.", ["no", "yes"]),
        ("Has Kim been seen?", "Kim has not been seen since Monday.", ["no", "yes"]),
        ("Was Kim seriously hurt?", "Kim was not seriously hurt.", ["no", "yes"]),
        ("Did Kim sign?", "Lee did not sign, nor did Kim.", ["no", "yes"]),
        ("Is it safe?", "It is safe, even if it has side effects.", ["no", "yes"]),
        ("Is the road closed?", "The road, reopened in May, is closed again.", ["no", "yes"]),
        ("Did Labour win the vote?", "Keir Starmer won the vote for Labour.", ["no", "yes"]),
        ("Did Kim plead guilty?", "Kim pleaded guilty, prosecutors said.", ["no", "yes"]),
        ("Has Kim won the cup?", "Kim has not won the cup since 1990.", ["yes"]),
        ("Was Kim hurt?", "Kim was not seriously hurt.", ["yes"]),
        ("Did Kim sign the deal?", "Kim said that Lee did not sign the deal.", ["yes"]),
        ("Did Kim sign the deal?", "Lee said that Kim did not sign the deal.", ["no", "yes"]),
    ],
)
def test_a_sentence_of_another_deed_or_office_takes_no_side(
    question: str, text: str, sides: list[str]
) -> None:
    found = sides_of(settling(question), [reading(text, 0.6, 0.3)], None, wanted(question))
    assert [side.answer for side in found] == sides
