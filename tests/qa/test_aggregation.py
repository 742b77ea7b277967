from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate, candidates, counts_the_same, is_of_the_same
from qa.reader import Span
from qa.wanted import Wanted


def passage(number: int, text: str, *, article: int = 0, title: str = "") -> Hit:
    stored = Passage(
        number, article or number, f"/{number}.txt", title, "", None, "", 0, len(text), text
    )
    return Hit(stored, score=0.5, cosine=0.5, bm25=1.0)


def span(hit: Hit, words: str, *, margin: float, share: float, rank: int = 0) -> Span:
    start = hit.passage.text.index(words)
    return Span(hit, rank, start, start + len(words), margin, share)


def grouped(question: str, *spans: Span) -> list[Candidate]:
    return candidates(question, spans, Wanted.of(question, lambda term: 1.0))


WON, WINNER = passage(1, "Germany won 7-1."), passage(2, "The winner was Germany.")
LOST = passage(3, "Brazil drew. They were hosts.")


def test_equal_answers_support_one_another() -> None:
    found = grouped(
        "Who won the game?",
        span(WON, "Germany", margin=5, share=0.6),
        span(WINNER, "Germany", margin=4, share=0.3, rank=1),
        span(LOST, "Brazil", margin=4.5, share=0.4, rank=2),
    )
    by_text = {candidate.text: candidate for candidate in found}
    assert set(by_text) == {"Germany", "Brazil"}
    support = FEATURES.index("support")
    assert by_text["Germany"].features[support] == pytest.approx(0.3)
    assert by_text["Brazil"].features[support] == 0
    assert len(by_text["Germany"].spans) == 2


def test_an_answer_is_as_fresh_as_its_newest_article() -> None:
    def dated(hit: Hit, day: date) -> Hit:
        return replace(hit, passage=replace(hit.passage, published=day))

    spans = [
        span(dated(WON, date(2014, 6, 24)), "Germany", margin=5, share=0.6),
        span(dated(WINNER, date(2014, 7, 8)), "Germany", margin=4, share=0.3, rank=1),
        span(LOST, "Brazil", margin=4.5, share=0.4, rank=2),
    ]
    wanted = Wanted.of("Who won the game?", lambda term: 1.0)
    fresh = FEATURES.index("fresh")
    asked_then = candidates("Who won the game?", spans, wanted, fresh_on=date(2014, 7, 8))
    assert [(c.text, c.features[fresh]) for c in asked_then] == [("Germany", 1), ("Brazil", 0)]
    asked_now = candidates("Who won the game?", spans, wanted)
    assert [c.features[fresh] for c in asked_now] == [0, 0]


def test_an_answer_is_no_rival_of_itself() -> None:
    found = grouped(
        "Who won the game?",
        span(WON, "Germany", margin=5, share=0.6),
        span(WINNER, "Germany", margin=4.5, share=0.3, rank=1),
        span(LOST, "Brazil", margin=4, share=0.4, rank=2),
    )
    lead = FEATURES.index("lead")
    led = {candidate.text: candidate.features[lead] for candidate in found}
    assert led == {"Germany": pytest.approx(0.1), "Brazil": pytest.approx(-0.1)}
    (only,) = grouped("Who won the game?", span(WON, "Germany", margin=5, share=0.6))
    assert only.features[lead] == 0


def test_what_most_of_the_spans_say_is_told_by_more() -> None:
    found = grouped(
        "Who won the game?",
        span(WON, "Germany", margin=5, share=0.6),
        span(WINNER, "Germany", margin=5, share=0.3, rank=1),
        span(LOST, "Brazil", margin=5, share=0.4, rank=2),
        span(LOST, "They", margin=0, share=0.1, rank=2),
    )
    told = {candidate.text: candidate.features[FEATURES.index("told")] for candidate in found}
    # At margin 5 a span counts e, at 0 it counts 1, as "not here" does; "They" is no answer, and 26
    # of the 30 that are usual are missing.
    everything = 3 * math.e + 2 + 26 * math.exp(-7 / 5)
    assert told["Germany"] == pytest.approx(math.log(2 * math.e / everything) / 3)
    assert told["Brazil"] == pytest.approx(math.log(math.e / everything) / 3)


def test_what_is_told_does_not_hang_on_how_much_is_read() -> None:
    told = FEATURES.index("told")

    def of(passages: int) -> float:
        spans = [span(passage(1, "Germany won 7-1."), "Germany", margin=4, share=0.8)]
        for number in range(2, passages + 1):
            junk = passage(number, "Rain fell on Rio all day long.")
            for word, margin in (("Rain", -5.0), ("Rio", -8.0), ("day", -9.0)):
                spans.append(span(junk, word, margin=margin, share=0.1, rank=number))
        found = grouped("Who won the game?", *spans)
        return next(each.features[told] for each in found if each.text == "Germany")

    ten = of(10)
    assert of(2) == pytest.approx(ten, abs=0.1)
    assert of(50) == pytest.approx(ten, abs=0.1)
    many = [span(passage(n, "It was Germany."), "Germany", margin=9, share=0.9) for n in range(50)]
    (only,) = grouped("Who won the game?", *many)
    assert only.features[told] == 0, "no more than all"


def test_support_from_the_same_passage_does_not_count() -> None:
    hit = passage(1, "Germany won. Yes, Germany.")
    again = Span(hit, 0, hit.passage.text.rindex("Germany"), len(hit.passage.text) - 1, 3, 0.3)
    (only,) = grouped("Who won?", span(hit, "Germany", margin=5, share=0.6), again)
    assert only.features[FEATURES.index("support")] == 0


def test_a_time_is_wanted_for_when() -> None:
    hit = passage(1, "He served from 2013 to 2017 and wrote of his life.")
    found = grouped(
        "When did he serve?",
        span(hit, "life", margin=9, share=0.6),
        span(hit, "from 2013 to 2017", margin=2, share=0.2),
    )
    assert [candidate.text for candidate in found] == ["from 2013 to 2017"]


def test_a_pronoun_names_nobody() -> None:
    found = passage(1, "They beat Brazil. The US won.")
    spans = span(found, "They", margin=9, share=0.9), span(found, "US", margin=2, share=0.3)
    assert [candidate.text for candidate in grouped("Who beat Brazil?", *spans)] == ["US"]


def test_a_film_may_be_called_like_a_pronoun() -> None:
    found = passage(1, "In 2019 Jordan Peele directed Us. It was a success.")
    assert grouped("What did Peele direct?", span(found, "Us", margin=9, share=0.9))
    assert not grouped("What was a success?", span(found, "It", margin=9, share=0.9))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("CNN —  A judge ruled against the state.", "CNN"),
        ("A judge rules\n\nWashington CNN — The judge ruled.", "Washington CNN"),
        ("GREENVILLE, S.C. (AP) — A judge ruled.", "AP"),
        ("LONDON, March 3, 2020 (Reuters) - The judge ruled.", "Reuters"),
        ("London (CNN) A judge ruled.", "CNN"),
    ],
)
def test_who_reports_is_no_answer(text: str, agency: str) -> None:
    hit = passage(1, text)
    agencies = span(hit, agency, margin=9, share=0.9), span(hit, "judge", margin=2, share=0.3)
    assert [each.text for each in grouped("Who ruled on it?", *agencies)] == ["judge"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GREENVILLE, S.C. (AP) — A storm hit the town.", "GREENVILLE, S.C."),
        ("LONDON — The river rose.", "LONDON"),
        ("NEW YORK — Police arrested him.", "NEW YORK"),
        ("Tom Hanks (Forrest Gump) — Best Actor", "Forrest Gump"),
        ("NATO\n\n- Belgium\n- Canada", "NATO"),
        ("The prize went to CNN — The network was glad.", "CNN"),
    ],
)
def test_places_and_names_before_a_dash_may_answer(text: str, words: str) -> None:
    assert grouped("What was it?", span(passage(1, text), words, margin=9, share=0.9))


def test_what_is_denied_is_no_answer() -> None:
    denied = passage(1, "The mayor, Jan Holt, is not suspected of arson.")
    stated = passage(2, "A neighbour, Ida Lund, is suspected of arson.")
    found = grouped(
        "Who is suspected of arson?",
        span(denied, "Jan Holt", margin=9, share=0.9),
        span(stated, "Ida Lund", margin=2, share=0.3, rank=1),
    )
    assert [candidate.text for candidate in found] == ["Ida Lund"]


def test_coverage_is_of_the_questions_own_terms() -> None:
    hit = passage(1, "Rain fell. The river Elbe flooded the old town.", title="Floods in Saxony")
    (only,) = grouped(
        "Which river flooded the town in Saxony?", span(hit, "Elbe", margin=5, share=0.6)
    )
    features = dict(zip(FEATURES, only.features, strict=True))
    # Terms: river, flood, town, saxoni. "Which" and "in" only ask.
    assert features["passage_coverage"] == pytest.approx(1.0)
    assert features["sentence_coverage"] == pytest.approx(0.75)
    assert features["echo"] == 0


def test_variants_are_one_answer_and_copies_one_source() -> None:
    first, second = passage(1, "Rescuers saved 41 people."), passage(2, "All forty-one were saved.")
    copy = Hit(replace(second.passage, id=3, article_id=3, kin=2), 0.5, 0.5, 1.0)
    other = passage(4, "Only 38 came back.")
    found = grouped(
        "How many people were saved?",
        span(first, "41 people", margin=5, share=0.6),
        span(second, "forty-one", margin=4, share=0.5, rank=1),
        span(copy, "forty-one", margin=4, share=0.5, rank=2),
        span(other, "38", margin=3, share=0.4, rank=3),
    )
    assert [(each.text, each.sources) for each in found] == [("41 people", 2), ("38", 1)]
    assert found[0].features[FEATURES.index("support")] == 0.5


def test_a_passage_that_asks_the_question_itself_is_told() -> None:
    quiz = passage(1, "Which river flooded the old town? The Elbe, the Oder or the Rhine.")
    report = passage(2, "Will it rain? The river Elbe flooded the old town.")
    found = grouped(
        "Which river flooded the town?",
        span(quiz, "The Elbe, the Oder", margin=5, share=0.6),
        span(report, "Elbe", margin=4, share=0.5, rank=1),
    )
    features = [dict(zip(FEATURES, each.features, strict=True)) for each in found]
    # Of river, flood and town, the quiz asks all and the report none.
    assert [each["posed"] for each in features] == [1.0, 0.0]
    assert [each["words"] for each in features] == [0.4, 0.1]


@pytest.mark.parametrize(
    ("other", "number", "same"),
    [
        ("The ferry Petrel sank. All 63 passengers were saved.", "63", True),
        ("The ferry Petrel sank. All 63 passengers were saved.", "63 passengers", True),
        ("The ferry Petrel sank. Sixty-three passengers were saved.", "Sixty-three", True),
        ("The ferry Petrel sank. Its 63 young passengers were saved.", "63", True),
        ("The ferry Petrel sank. All 63-passenger boats were near.", "63", False),
        ("The ferry Petrel sank. All 63 boats were near.", "63", False),
        ("The ferry Petrel sank. All 63 of them were saved.", "63", False),
        ("The ferry Almira sank. All 63 passengers were saved.", "63", False),
        ("The ferry Petrel sank. Some passengers were saved.", "Some", False),
    ],
)
def test_numbers_of_one_thing_are_told_by_what_they_count(
    other: str, number: str, same: bool
) -> None:
    """The other's sentence has only one word in three of the question, its passage all of them."""
    one, two = passage(1, "There were 58 passengers on the ferry Petrel."), passage(2, other)
    question = "How many passengers were on the ferry Petrel?"
    best = grouped(question, span(one, "58", margin=5, share=0.6))[0]
    rival = described(span(two, number, margin=4, share=0.6), question)
    assert not is_of_the_same(rival, best)
    assert counts_the_same(rival, best) is same


def described(read: Span, question: str) -> Candidate:
    """A candidate of one span, whether or not it is of the kind that the question asks for."""
    (found,) = grouped(question.replace("How many", "Which"), read)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("58 new infections", "12 new deaths"),
        ("2 million people", "5 million cars"),
        ("12 percent", "5 percent"),
        ("12 of them", "5 of them"),
    ],
)
def test_numbers_of_different_things_are_not_of_one(one: str, other: str) -> None:
    question = "What did the report on the mill say?"
    read = [
        span(passage(n, f"The report on the mill said {text}."), text, margin=5, share=0.6)
        for n, text in ((1, one), (2, other))
    ]
    assert not counts_the_same(described(read[0], question), described(read[1], question))


def test_whoever_the_next_sentence_clears_is_no_candidate() -> None:
    question = "Who stole the painting?"
    hit = passage(1, "Detectives questioned Picasso, who had stolen statues. He was let go.")
    assert grouped(question, span(hit, "Picasso", margin=5, share=0.6)) == []
    hit = passage(1, "Detectives questioned Picasso, who had stolen statues. He was jailed.")
    assert len(grouped(question, span(hit, "Picasso", margin=5, share=0.6))) == 1


def test_equal_numbers_of_two_stories_are_no_sources_of_one_another() -> None:
    question = "How many people are missing after the Orle flood?"
    missing = passage(1, "Eleven people are missing after the flood in the Orle valley.")
    arrested = passage(2, "After the final eleven people were arrested.")
    again = passage(3, "In the Orle flood 11 people are still missing.")
    found = grouped(
        question,
        span(missing, "Eleven", margin=9, share=0.9),
        span(arrested, "eleven", margin=5, share=0.8, rank=1),
        span(again, "11", margin=5, share=0.8, rank=2),
    )
    assert [each.text for each in found] == ["Eleven"]
    assert found[0].sources == 2
