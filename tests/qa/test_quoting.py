"""What is quoted for an answer, and which quote comes first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate
from qa.quoting import is_statement, quote_of, quotes_of
from qa.reader import Span
from qa.wanted import Wanted

ASKED = Wanted.of("Which bank bought the shipyard in Kiel?", lambda term: 1.0)
"""Its terms: bank, bought, shipyard, kiel."""


def span(text: str, words: str, *, share: float = 0.6, number: int = 1, title: str = "") -> Span:
    passage = Passage(number, number, f"/{number}.txt", title, "", None, "", 7, 7 + len(text), text)
    start = text.index(words)
    return Span(Hit(passage, 0.5, 0.5, 1.0), 0, start, start + len(words), 5.0, share)


def quoted(read: Span) -> str:
    return quote_of(read, ASKED).text


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Rain fell. The bank Nord bought the shipyard. It cost little.",
            "The bank Nord bought the shipyard.",
        ),
        (
            "Nord\n\nThe bank bought the shipyard in Kiel. It cost little.",
            "Nord\n\nThe bank bought the shipyard in Kiel.",
        ),
        (
            "The shipyard in Kiel was bought by a bank. It was Nord. Rain fell.",
            "The shipyard in Kiel was bought by a bank. It was Nord.",
        ),
        (
            "Lund burned. A bank came in May 1990. Nord it was. So Kiel had been bought.",
            "A bank came in May 1990. Nord it was. So Kiel had been bought.",
        ),
        (
            "Kiel's shipyard was bought by a bank. Few were there to see it. They like Nord.",
            "Kiel's shipyard was bought by a bank. Few were there to see it. They like Nord.",
        ),
        (
            "Who bought the shipyard in Kiel? It was Nord.\n\nA bank bought a shipyard: see Kiel",
            "It was Nord.",  # a question and a heading tell nothing
        ),
        ("Rain fell. Nord won. Snow fell.", "Nord won."),
    ],
)
def test_a_quote_is_widened_until_it_says_what_it_is_about(text: str, quote: str) -> None:
    assert quoted(span(text, "Nord")) == quote


def test_a_title_may_say_what_a_sentence_is_about() -> None:
    text = "Nord won. The bank bought the shipyard in Kiel."
    assert quoted(span(text, "Nord", title="A bank for the shipyard in Kiel")) == "Nord won."


def candidate(*spans: Span) -> Candidate:
    return Candidate(spans, (0.0,) * len(FEATURES))


def test_the_most_telling_quote_comes_first_and_none_twice() -> None:
    bare = span("Nord won again.", "Nord", share=0.6)
    telling = span("The bank NORD bought the shipyard in Kiel.", "NORD", share=0.3, number=2)
    same = span("In Kiel, Nord bought the shipyard as a bank.", "Nord", share=0.3, number=3)
    again = span("In Kiel, Nord bought the shipyard as a bank.", "Nord", share=0.1, number=3)
    quotes = quotes_of(candidate(bare, telling, same, again), ASKED)
    # The second tells as much, but not in the words of the answer.
    assert [(quote.passage.id, quote.weight) for quote in quotes] == [(3, 0.5), (1, 1.0), (2, 0.5)]


@pytest.mark.parametrize(
    "empty", ["Will Nord be the bank that bought Kiel?", "Nord: the bank that bought Kiel"]
)
def test_a_statement_goes_before_a_question_or_a_heading(empty: str) -> None:
    asking = span(empty, "Nord", share=0.6)
    telling = span("Nord, a bank, bought the old shipyard.", "Nord", share=0.5, number=2)
    quotes = quotes_of(candidate(asking, telling), ASKED)
    assert [quote.passage.id for quote in quotes] == [2, 1]


def test_of_two_that_tell_as_much_the_surer_one_comes_first() -> None:
    first = span("The bank Nord bought the shipyard.", "Nord", share=0.6)
    second = span("In Kiel, Nord bought the shipyard.", "Nord", share=0.3, number=2)
    assert [quote.passage.id for quote in quotes_of(candidate(first, second), ASKED)] == [1, 2]


@pytest.mark.parametrize(
    ("first_day", "second_day", "asked_on", "first"),
    [
        (date(2023, 3, 1), date(2024, 3, 1), date(2024, 3, 5), 2),  # last year's is not the first
        (date(2024, 1, 5), date(2024, 3, 1), date(2024, 3, 5), 1),  # of sixty days ago it may be
        (date(2022, 3, 1), date(2023, 3, 1), date(2024, 3, 5), 1),  # both are old
        (None, date(2024, 3, 1), date(2024, 3, 5), 1),
        (date(2023, 3, 1), date(2024, 3, 1), None, 1),  # the question names older days
    ],
)
def test_what_is_old_on_the_day_of_the_question_is_not_quoted_first(
    first_day: date | None, second_day: date, asked_on: date | None, first: int
) -> None:
    spans = [
        replace(read, hit=replace(read.hit, passage=replace(read.hit.passage, published=day)))
        for read, day in (
            (span("The bank Nord bought the shipyard in Kiel.", "Nord"), first_day),
            (span("In Kiel, Nord bought the shipyard.", "Nord", share=0.5, number=2), second_day),
        )
    ]
    quotes = quotes_of(candidate(*spans), ASKED, fresh_on=asked_on)
    assert quotes[0].passage.id == first


def test_what_is_old_may_alone_tell_that_it_was_done() -> None:
    old, new = (
        replace(read, hit=replace(read.hit, passage=replace(read.hit.passage, published=day)))
        for read, day in (
            (span("Nord bought the shipyard in Kiel.", "Nord"), date(2019, 3, 1)),
            (span("Nord, a bank with a shipyard in Kiel, is ill.", "Nord", number=2), None),
        )
    )
    dated = replace(new.hit.passage, published=date(2024, 3, 1))
    new = replace(new, hit=replace(new.hit, passage=dated))
    asked = Wanted.of("Who bought the shipyard in Kiel?", lambda term: 1.0)
    assert quotes_of(candidate(old, new), asked, fresh_on=date(2024, 3, 5))[0].passage.id == 1


def test_words_are_quoted_once() -> None:
    text = "Nord was glad of it. The shipyard was bought by the bank Nord."
    one, two = (match.start() for match in re.finditer("Nord", text))
    hit = span(text, "Nord").hit
    spans = [Span(hit, 0, place, place + 4, 5.0, 0.6) for place in (two, one, two)]
    quotes = quotes_of(candidate(*spans), ASKED)
    assert [quote.text for quote in quotes] == [text[21:], "Nord was glad of it."]


def test_a_number_within_another_is_not_the_answer() -> None:
    asked = Wanted.of("How many miners were saved in Chile?", lambda term: 1.0)
    first = span("All 41 came up again at last.", "41", share=0.6)
    other = span("In 1941, forty-one miners were saved in Chile.", "forty-one", number=2)
    quotes = quotes_of(candidate(first, other), asked)
    assert [quote.passage.id for quote in quotes] == [1, 2]


def test_a_line_that_leads_elsewhere_states_nothing() -> None:
    assert is_statement("The theft made the Mona Lisa famous.")
    assert not is_statement("Read also: the theft that made the Mona Lisa famous.")
    assert not is_statement("More from our desk: the theft that made it famous.")
    assert not is_statement("RELATED STORIES | The theft that made it famous.")
    assert is_statement("More than 40 people said: this is a theft.")


def test_what_has_happened_goes_before_what_foretold_it() -> None:
    asked = Wanted.of("Which bank bought the shipyard in Kiel?", lambda term: 1.0)
    ahead = span("The bank Nord is poised to buy the shipyard in Kiel.", "Nord", share=0.6)
    after = span("Nord, a bank, bought the old shipyard.", "Nord", share=0.5, number=2)
    assert [q.passage.id for q in quotes_of(candidate(ahead, after), asked)] == [2, 1]
    asked = Wanted.of("Which bank will buy the shipyard in Kiel?", lambda term: 1.0)
    assert [q.passage.id for q in quotes_of(candidate(ahead, after), asked)] == [1, 2]


def test_what_the_title_says_for_every_sentence_tells_little() -> None:
    title = "A bank for the shipyard in Kiel"
    text = "Nord also owns a brewery near Kiel. The bank Nord now has the shipyard, as it said."
    hit = span(text, "Nord", title=title).hit
    places = [match.start() for match in re.finditer("Nord", text)]
    spans = [
        Span(hit, 0, place, place + 4, 5.0, share)
        for place, share in zip(places, (0.5, 0.4), strict=True)
    ]
    quotes = quotes_of(candidate(*spans), ASKED)
    assert quotes[0].text == "The bank Nord now has the shipyard, as it said."


def test_what_was_done_is_not_told_by_what_will_come_of_it() -> None:
    asked = Wanted.of("In which town did the bank open its branch?", lambda term: 1.0)
    ahead = span("The bank will travel to Kiel for its branch.", "Kiel", share=0.6)
    # Which has fewer of the question's words stays behind all the same.
    after = span("The bank cut a ribbon in Kiel.", "Kiel", share=0.6, number=2)
    assert next(q.passage.id for q in quotes_of(candidate(ahead, after), asked)) == 1
    after = span("The bank has its branch in Kiel.", "Kiel", share=0.6, number=2)
    assert next(q.passage.id for q in quotes_of(candidate(ahead, after), asked)) == 2


def test_what_says_that_it_was_done_goes_before_what_only_names_it() -> None:
    asked = Wanted.of("Who declared a state of emergency?", lambda term: 1.0)
    names = span("Nord and others weigh the declaration of a state of emergency.", "Nord")
    tells = span("Nord declared an emergency in the state.", "Nord", number=2)
    assert [q.passage.id for q in quotes_of(candidate(names, tells), asked)] == [2, 1]


@pytest.mark.parametrize(
    "done",
    [
        "Nord, which plans to hire, bought the shipyard in Kiel.",
        "The bank that bought the shipyard in Kiel could be Nord.",
    ],
)
def test_what_tells_it_done_loses_nothing_for_a_look_ahead(done: str) -> None:
    asked = Wanted.of("Which bank bought the shipyard?", lambda term: 1.0)
    other = span("Nord, a bank, has the shipyard.", "Nord", share=0.6)
    told = span(done, "Nord", share=0.6, number=2)
    assert next(q.passage.id for q in quotes_of(candidate(other, told), asked)) == 2
