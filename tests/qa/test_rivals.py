"""Which candidates exclude one another, and which of them is the newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import candidates
from qa.asked import read_question
from qa.reader import Span
from qa.rivals import are_even, prefer_newer
from qa.wanted import Wanted

QUESTION = "How many rooms does the hospital have?"


def span(number: int, article: int, text: str, words: str) -> Span:
    passage = Passage(
        number, article, f"/{article}.txt", "", "", None, "", 100 * number, 100, text, kin=article
    )
    start = text.index(words)
    hit = Hit(passage, score=0.5, cosine=0.5, bm25=1.0)
    return Span(hit, number, start, start + len(words), 5.0, 0.6)


@pytest.mark.parametrize(
    ("articles", "newest", "replaced"), [((1, 1), "38", []), ((1, 2), "41", ["38"])]
)
def test_an_article_does_not_replace_itself(
    articles: tuple[int, int], newest: str, replaced: list[str]
) -> None:
    """Two figures of one article are of two things; of two articles, the later one's holds."""
    spans = [
        span(1, articles[0], "In 2010 the hospital had 38 rooms.", "38"),
        span(2, articles[1], "In 2015 the hospital had 41 rooms.", "41"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    ranked, earlier = prefer_newer(list(zip(found, (0.5, 0.4), strict=True)), asked)
    assert ranked[0][0].text == newest
    assert [candidate.text for candidate in earlier] == replaced


def test_a_newer_answer_goes_before_a_likelier_one_of_more_sources() -> None:
    spans = [
        span(1, 1, "In 2015 the hospital had 38 rooms.", "38"),
        span(2, 2, "In 2010 the hospital had 41 rooms.", "41"),
        span(3, 3, "In 2010 it had forty-one rooms.", "forty-one"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    given = list(zip(found[::-1], (0.4, 0.35), strict=True))
    assert (given[0][0].text, given[0][0].sources) == ("41", 2)
    ranked, earlier = prefer_newer(given, read_question(QUESTION, today=date(2020, 1, 1)))
    assert (ranked[0][0].text, ranked[0][1]) == ("38", 0.4)
    assert [candidate.text for candidate in earlier] == ["41"]


def test_a_newer_answer_replaces_none_that_is_four_times_as_likely() -> None:
    spans = [
        span(1, 1, "In 2010 the hospital had 38 rooms.", "38"),
        span(2, 2, "In 2015 the hospital had 41 rooms.", "41"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    for share, newest in ((0.3, "41"), (0.2, "38")):
        ranked, _ = prefer_newer(list(zip(found, (0.8, 0.8 * share), strict=True)), asked)
        assert ranked[0][0].text == newest


def test_a_figure_that_a_newer_sentence_takes_back_is_replaced_however_likely() -> None:
    spans = [
        span(1, 1, "In 2010 the hospital had 38 rooms.", "38"),
        span(2, 2, "In 2015 the hospital had 41 rooms, not 38.", "41"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    ranked, earlier = prefer_newer(list(zip(found, (0.9, 0.06), strict=True)), asked)
    assert ranked[0][0].text == "41"
    assert [candidate.text for candidate in earlier] == ["38"]


def test_the_newest_toll_replaces_others_however_it_speaks_of_the_dead() -> None:
    question = "How many people died in the Orle flood?"
    told = [
        ("In May at least six people died in a flood in the Orle valley.", "six"),
        ("In June the flood in the Orle valley had killed 21 people.", "21"),
        ("In July the death toll of the flood in the Orle valley reached 23.", "23"),
    ]
    spans = [span(number, number, *each) for number, each in enumerate(told, start=1)]
    days = [date(2026, month, 20) for month in (5, 6, 7)]
    spans = [
        replace(each, hit=replace(each.hit, passage=replace(each.hit.passage, published=day)))
        for each, day in zip(spans, days, strict=True)
    ]
    found = candidates(question, spans, Wanted.of(question, lambda term: 1.0))
    ranked, earlier = prefer_newer(
        list(zip(found, (0.6, 0.3, 0.2), strict=True)),
        read_question(question, today=date(2026, 11, 26)),
    )
    assert ranked[0][0].text == "23"
    assert [candidate.text for candidate in earlier] == ["six", "21"]


@pytest.mark.parametrize(
    "told",
    [
        ("On 3 July 2026 Kim lost two sons who died in the Orle flood.", "two"),
        ("On 3 July 2026 six of the dead of the Orle flood were said to be children.", "six"),
    ],
)
def test_a_smaller_newer_figure_replaces_no_toll(told: tuple[str, str]) -> None:
    question = "How many people died in the Orle flood?"
    spans = [
        span(1, 1, "On 20 May 2026 23 people died in a flood in the Orle valley.", "23"),
        span(2, 2, *told),
    ]
    found = candidates(question, spans, Wanted.of(question, lambda term: 1.0))
    asked = read_question(question, today=date(2026, 11, 26))
    for share in (0.07, 0.5):
        given = list(zip(found, (0.6, share), strict=True))
        ranked, earlier = prefer_newer(given, asked, counts_up=True)
        assert (ranked[0][0].text, earlier) == ("23", ())


def test_of_what_held_on_a_day_the_newest_is_meant() -> None:
    spans = [
        span(1, 1, "In 2010 the hospital had 38 rooms.", "38"),
        span(2, 2, "In 2015 the hospital had 41 rooms.", "41"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    given = list(zip(found, (0.5, 0.4), strict=True))
    for question, said in (
        ("How many nurses worked there in 2016?", "41"),
        ("Who opened it in 2016?", "38"),
    ):
        ranked, _ = prefer_newer(given, read_question(question, today=date(2020, 1, 1)))
        assert ranked[0][0].text == said


def test_of_what_was_known_as_of_a_day_the_newest_is_meant() -> None:
    spans = [
        span(1, 1, "In 2010 the hospital had 38 rooms.", "38"),
        span(2, 2, "In 2015 the hospital had 41 rooms.", "41"),
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    question = "How many rooms did the hospital have as of 3 March 2016?"
    asked = read_question(question, today=date(2020, 1, 1))
    ranked, _ = prefer_newer(list(zip(found, (0.5, 0.4), strict=True)), asked)
    assert ranked[0][0].text == "41"


def test_a_later_article_that_looks_back_is_not_newer() -> None:
    before = span(1, 1, "The hospital had 38 rooms in 2010.", "38")
    after = span(2, 2, "In 2005 the hospital had 41 rooms.", "41")
    spans = [
        replace(each, hit=replace(each.hit, passage=replace(each.hit.passage, published=day)))
        for each, day in ((before, date(2011, 1, 1)), (after, date(2015, 1, 1)))
    ]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    ranked, earlier = prefer_newer(list(zip(found, (0.5, 0.4), strict=True)), asked)
    assert (ranked[0][0].text, earlier) == ("38", ())


@pytest.mark.parametrize(
    ("others", "even"), [(("41",), False), (("41", "41"), True), (("41", "41", "41"), True)]
)
def test_an_even_rival_of_several_sources_is_a_disagreement(
    others: tuple[str, ...], even: bool
) -> None:
    """Of one source against one, the likelier is given; several are no weaker against one."""
    spans = [span(1, 1, "The hospital has 38 rooms.", "38")]
    for number, words in enumerate(others, 2):
        spans.append(span(number, number, f"The hospital has {words} rooms.", words))
    best, rival = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    assert (best.text, rival.text) == ("38", "41")
    assert are_even([(best, 0.4), (rival, 0.35)], [(rival, 0.35)]) is even


@pytest.mark.parametrize(
    "sentence",
    [
        "It was put at 38 in May; the court speaks of 41.",
        "The number, given as 38 on the night, was later corrected to 41.",
        "The number was corrected from 38 to 41.",
    ],
)
def test_a_figure_that_its_own_sentence_corrects_gives_way(sentence: str) -> None:
    spans = [span(1, 1, sentence, "38"), span(1, 1, sentence, "41")]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    by_text = {each.text: each for each in found}
    given = [(by_text["38"], 0.6), (by_text["41"], 0.2)]
    ranked, earlier = prefer_newer(given, asked)
    assert (ranked[0][0].text, ranked[0][1]) == ("41", 0.6)
    assert [candidate.text for candidate in earlier] == ["38"]


def test_a_figure_that_its_own_sentence_takes_back_does_not_replace_itself() -> None:
    spans = [span(1, 1, "It has 41 rooms, and 38 of them, as was said, is wrong.", "38")]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    asked = read_question(QUESTION, today=date(2020, 1, 1))
    assert prefer_newer([(found[0], 0.6)], asked) == ([(found[0], 0.6)], ())


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        ("The number of dead was put at 21; 40 more are missing.", "21", "40"),
        ("Turnout was given as 60; in 2019 it was 55.", "60", "55"),
        ("The limit was estimated at 90; the one there is 30.", "90", "30"),
        ("The toll was put at 21, raised only by the death of a man of 40.", "21", "40"),
    ],
)
def test_another_figure_of_the_same_sentence_replaces_nothing(
    sentence: str, first: str, second: str
) -> None:
    spans = [span(1, 1, sentence, first), span(1, 1, sentence, second)]
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    by_text = {each.text: each for each in found}
    given = [(by_text[first], 0.6), (by_text[second], 0.2)]
    ranked, earlier = prefer_newer(given, read_question(QUESTION, today=date(2020, 1, 1)))
    assert (ranked[0][0].text, earlier) == (first, ())


@pytest.mark.parametrize(("prints", "first"), [((1, 2), "14"), ((1, 1), "17"), ((2, 2), "17")])
def test_of_copies_that_differ_the_figure_that_most_print_is_given(
    prints: tuple[int, int], first: str
) -> None:
    texts = ("The hospital has 17 rooms.", "The hospital has 14 rooms.")
    spans = []
    for number, (text, printed) in enumerate(zip(texts, prints, strict=True), start=1):
        made = span(number, number, text, text.split()[3])
        passage = replace(made.hit.passage, kin=9, published=date(2024, 3, 2))
        spans.append(replace(made, hit=replace(made.hit, passage=passage, prints=printed)))
    found = candidates(QUESTION, spans, Wanted.of(QUESTION, lambda term: 1.0))
    assert [candidate.text for candidate in found] == ["17", "14"]
    asked = read_question(QUESTION, today=date(2024, 5, 15))
    ranked, earlier = prefer_newer(list(zip(found, (0.56, 0.55), strict=True)), asked)
    assert (ranked[0][0].text, [p for _, p in ranked], earlier) == (first, [0.56, 0.55], ())
    doubtful, _ = prefer_newer(list(zip(found, (0.56, 0.3), strict=True)), asked)
    assert doubtful[0][0].text == "17"
