"""Follow-ups: what a question could mean after others, and whole conversations for real.

The rules are tested without models; the conversations in tests/data are had with the articles that
they are about. The first thirty were written before there was any code to follow them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.embedder import default_embedder
from index.types import Passage
from qa import Alternative, Answer, Assistant, Citation, Conversation, Turn
from qa.dialogue import firmest
from qa.evaluation.followups import converse, misses, read_conversations, report
from qa.phrases import kinds_of, phrases
from qa.rewriting import LIMIT, LONGEST, Rewriting, standalone
from ui.cli import sample_articles

DATA = Path(__file__).parents[1] / "data"
SETS = ("conversations.jsonl", "later_conversations.jsonl")


def turn(question: str, answer: str = "", sentence: str = "", asked: str = "") -> Turn:
    """A turn with an answer, or without one where there are no words."""
    given = Answer(question, answer, sentence or answer, bool(answer), 0.9, asked=asked)
    return Turn(question, given)


def meant(question: str, *turns: Turn) -> list[str]:
    return [candidate.text for candidate in standalone(question, turns)]


def test_marks_alone_mean_nothing_to_what_follows() -> None:
    assert meant("Why?", turn("???")) == ["Why?"]


@pytest.mark.parametrize(
    ("before", "meaning"),
    [
        ("When did Codelco buy the mine?", "How many people do Codelco employ?"),
        ("Who runs the rescue company?", "How many people do the rescue company employ?"),
    ],
)
def test_a_company_is_a_they_where_nothing_is_several(before: str, meaning: str) -> None:
    assert meant("How many people do they employ?", turn(before))[0] == meaning


def test_they_are_several_where_several_were_named() -> None:
    turns = turn("Which firms does Codelco own?", "Enami and Gaby")
    assert meant("Where are they based?", turns)[0] == "Where are Enami and Gaby based?"


def test_a_number_is_nobodys_name() -> None:
    told = turn("When was smallpox declared eradicated?", "8 May 1980")
    others = (Alternative("Forty years later", "Forty years later.", 0.25, "", 0, 17),)
    asked = Turn(told.question, replace(told.answer, alternatives=others))
    assert not any("Forty" in text for text in meant("Who declared it?", asked))


ARMSTRONG = turn("Who was the commander of Apollo 11?", "Neil Armstrong")
BRIDGE = turn("How long is the new bridge over the Ostra?", "3.4 kilometres")
FOUNDER = turn("Who founded the pump maker Veltron?", "Emil Haas")
MAYOR = turn("Who is the mayor of Ostra?", "Ada Boyle")
DIRECTORS = turn("Who directed Barbie and Oppenheimer?", "Greta Gerwig and Christopher Nolan")
SACKED = turn("When did Veltron sack its chief executive Karl Weiss?", "in March 2019")
CRASH = turn("How many people were hurt in the Lyon train crash?", "Thirty-two")
STRIKE = turn("Did the US strike Iran?", "Yes")
TURNOUT = turn("What was the turnout in the Tarnbridge election of 2021?", "61 per cent")


@pytest.mark.parametrize(
    ("before", "question", "likeliest"),
    [
        (ARMSTRONG, "Where was he from?", "Where was Neil Armstrong from?"),
        (ARMSTRONG, "And what was his first job?", "What was Neil Armstrong's first job?"),
        (ARMSTRONG, "Which friend of his flew too?", "Which friend of Neil Armstrong flew too?"),
        (
            turn("Who stole the Mona Lisa?", "a short man"),
            "Where did he keep it?",
            "Where did the short man keep the Mona Lisa?",
        ),
        (BRIDGE, "Who designed it?", "Who designed the new bridge over the Ostra?"),
        (BRIDGE, "what did it cost", "what did the new bridge over the Ostra cost"),
        (FOUNDER, "When?", "When was it that Emil Haas founded the pump maker Veltron?"),
        (TURNOUT, "And in 2017?", "What was the turnout in the Tarnbridge election of 2017?"),
        (
            turn("How many people does Veltron employ?", "7,200"),
            "What about Aquamar?",
            "How many people does Aquamar employ?",
        ),
        (
            turn("Who scored Germany's first goal in the semi-final?", "Thomas Müller"),
            "And the fifth?",
            "Who scored Germany's fifth goal in the semi-final?",
        ),
        (
            turn("Who was the coach of Germany in the semi-final against Brazil?", "Joachim Löw"),
            "And of Brazil?",
            "Who was the coach of Brazil in the semi-final against Germany?",
        ),
        (
            turn("When did Harald Jäger order the barrier to be raised?", "about 11:30 p.m."),
            "Why?",
            "Why did Harald Jäger order the barrier to be raised?",
        ),
        (
            turn("How many pupils died at Okawa Elementary School?", "74"),
            "And how many teachers?",
            "How many teachers died at Okawa Elementary School?",
        ),
        (
            turn("Which country did the miner Carlos Mamani come from?", "Bolivia"),
            "And who is the president there?",
            "Who is the president in Bolivia?",
        ),
        (
            turn("When was the ferry Solveig built?", "1987"),
            "Who owns her?",
            "Who owns the ferry Solveig?",
        ),
        (
            turn("Who owns the ferry Solveig?", "Kystlinjen"),
            "How many other ferries does the company run?",
            "How many other ferries does the company Kystlinjen run?",
        ),
        (
            turn("Who sang the title role in Otello?", "Marcus Bell"),
            "Who was the conductor?",
            "About the title role in Otello: who was the conductor?",
        ),
        (MAYOR, "WHEN WAS SHE ELECTED?", "WHEN WAS Ada Boyle ELECTED?"),
        (MAYOR, "And the mayor of Lyon?", "Who is the mayor of Lyon?"),
        (MAYOR, "And her deputy?", "Who is Ada Boyle's deputy?"),
        (MAYOR, "Who was mayor before her?", "Who was mayor before Ada Boyle?"),
        (MAYOR, "Who was the mayor before her?", "Who was the mayor before Ada Boyle?"),
        (MAYOR, "Why?", "Why is Ada Boyle the mayor of Ostra?"),
        (MAYOR, "How old?", "How old is Ada Boyle?"),
        (turn("Who is Ada Boyle?", "the mayor of Ostra"), "How old?", "How old is Ada Boyle?"),
        (DIRECTORS, "How old are they?", "How old are Greta Gerwig and Christopher Nolan?"),
        (STRIKE, "Why?", "Why did the US strike Iran?"),
        (turn("Did the US strike Iran?", "No"), "Why?", "Why: did the US strike Iran?"),
        (SACKED, "Who replaced him?", "Who replaced Karl Weiss?"),
        (
            turn("When did Messi join Inter Miami?", "in July 2023"),
            "How old is he?",
            "How old is Messi?",
        ),
        (
            BRIDGE,
            "What does it cost to cross it?",
            "What does it cost to cross the new bridge over the Ostra?",
        ),
        (BRIDGE, "Is it safe to cross?", "Is the new bridge over the Ostra safe to cross?"),
        (
            BRIDGE,
            "How far is it from Lyon?",
            "How far is the new bridge over the Ostra from Lyon?",
        ),
        (
            turn("Who wrote Nineteen Eighty-Four?", "George Orwell"),
            "When was it published?",
            "When was Nineteen Eighty-Four published?",
        ),
    ],
)
def test_a_follow_up_is_told_in_full(before: Turn, question: str, likeliest: str) -> None:
    assert meant(question, before)[0] == likeliest


@pytest.mark.parametrize(
    "question",
    [
        "How many visitors does Notre-Dame draw a year?",
        "Why did Neymar miss his match against Germany?",
        "What did Marta Kelling say that she would do?",
        "Which island state demanded that it be 1.5 degrees?",
        "How long did it take to build the Berlin Wall?",
        "Is it true that the mill burned down?",
        "How many pipes are there in the organ of Notre-Dame?",
        "Who are those who signed the Paris agreement?",
        "How many people left their homes when Mount Teluka erupted?",
        "Which minister said that he would resign?",
        "Who said that she was innocent?",
        "What is photosynthesis?",
        "Who discovered penicillin?",
        "Name the captain of the Solveig.",
        "Which engineer directed the operation to rescue the miners?",
        "solveig captain age",
        "Is it raining in Lyon?",
        "Is it safe to travel by train?",
        "What time is it?",
        "How far is it from Lyon to Paris?",
        "Will it snow in Lyon tomorrow?",
        "What does it cost to build a bridge?",
        "How long has it been since the war began?",
        "Does it matter who wins?",
        'Who wrote "It Ends with Us"?',
        "Who directed 'Her'?",
        "What does 'they' mean?",
        "Who runs the IT department of Veltron?",
        "When was This Is Us first shown?",
        "Where does she live" + " now" * LONGEST,
    ],
)
def test_a_fresh_question_is_left_alone(question: str) -> None:
    assert meant(question, ARMSTRONG, BRIDGE) == [question]
    assert meant(question, MAYOR, CRASH) == [question]


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (CRASH, "What did the company say?"),
        (CRASH, "Who caused it?"),
        (STRIKE, "When did they say that?"),
        (turn("How many pupils were hurt?", "Thirteen"), "What did the company say?"),
    ],
)
def test_a_number_in_words_or_a_yes_is_nobody(before: Turn, question: str) -> None:
    assert not any(before.answer.text in text for text in meant(question, before))


def test_the_first_question_is_left_alone() -> None:
    assert meant("Where was he from?") == ["Where was he from?"]


def test_somebody_just_named_comes_before_others_and_what_is_nobody() -> None:
    before = turn("Whom did Mira Tal beat in Velden?", "Oskar Brenner")
    assert meant("How old is he?", before) == [
        "How old is Oskar Brenner?",
        "How old is Mira Tal?",
    ]


def test_a_question_may_lean_on_an_earlier_turn_than_the_last() -> None:
    age = turn("How old is he?", "58", asked="How old is Aron Lindqvist?")
    built = turn("When was the ferry Solveig built?", "1987")
    assert "Where does Aron Lindqvist live?" in meant("Where does he live?", age, built)


def test_a_fragment_goes_back_to_the_question_about_what_is_like_it() -> None:
    mayor = turn("Who is the mayor of Port Ellery?", "Ada Marsh")
    lent = turn("Who lent her the money?", "Viktor Strand", asked="Who lent Ada Marsh the money?")
    assert meant("And the mayor of Brenn?", mayor, lent)[0] == "Who is the mayor of Brenn?"
    assert meant("And the car?", mayor, lent)[0] == "Who lent Ada Marsh the car?"
    bridge = turn("When did the bridge open?", "2010")
    tunnel = turn("How much did the tunnel cost?", "3 million")
    assert meant("And the bridge?", bridge, tunnel)[0] == "How much did the bridge cost?"


def test_it_is_the_office_that_was_asked_about() -> None:
    mayor = turn("Who is the mayor of Port Ellery?", "Ada Marsh")
    before = "Who was the mayor of Port Ellery before Ada Marsh?"
    assert meant("And who was it before her?", mayor)[0] == before


def test_a_pronoun_stands_for_nobody_who_is_called_otherwise() -> None:
    text = (
        "Ada Marsh resigned on Monday. She had not declared a loan from Owen Strand. "
        "Owen Strand builds flats. He owns a mill."
    )
    passage = Passage(1, 1, "/1.txt", "", "", None, "", 0, len(text), text)
    citation = Citation(1, "/1.txt", "", "", None, text, 0, len(text), passage, 0.9)
    answer = Answer("Who lent the money?", "Owen Strand", text, True, 0.9, citations=(citation,))
    lent = Turn("Who lent Ada Marsh the money?", answer)
    assert meant("When did she resign?", lent)[0] == "When did Ada Marsh resign?"
    assert meant("What does he own?", lent)[0] == "What does Owen Strand own?"
    assert "When did Owen Strand resign?" not in meant("When did she resign?", lent)


def test_an_article_keeps_no_capital_within_a_question() -> None:
    acquitted = turn("Who was acquitted?", "The surgeon Leon Vassberg")
    assert meant("Did he appeal?", acquitted)[0] == "Did the surgeon Leon Vassberg appeal?"


def test_a_turn_is_known_by_what_was_asked_in_its_place() -> None:
    age = turn("How old is he?", "58", asked="How old is Aron Lindqvist?")
    assert meant("Where does he live?", age)[0] == "Where does Aron Lindqvist live?"


@pytest.mark.parametrize(
    ("question", "before", "last"),
    [
        (
            "And Nelson's wife?",
            "Who wrote the children's book about Napoleon?",
            "Who wrote the children's book about Napoleon: Nelson's wife?",
        ),
        (
            "And the marathon record?",
            "Who won the women's race at the Port Selwyn marathon?",
            "Who won the women's race at the Port Selwyn marathon: the marathon record?",
        ),
    ],
)
def test_what_takes_no_place_for_sure_may_stand_beside(
    question: str, before: str, last: str
) -> None:
    assert meant(question, turn(before, "Ana Ruiz"))[-1] == last


def test_what_only_one_thing_can_take_the_place_of_is_not_put_elsewhere() -> None:
    race = turn("Who won the women's race at the Port Selwyn marathon?", "Lena Okafor")
    assert meant("What about the men's race?", race) == [
        "Who won the men's race at the Port Selwyn marathon?"
    ]


def test_a_doubtful_answer_is_less_likely_meant_than_the_question_before() -> None:
    question = "In which mine were the 33 miners trapped?"
    sure, unsure = (
        Turn(question, Answer(question, "Fénix 2", "It was Fénix 2.", True, confidence))
        for confidence in (0.9, 0.2)
    )
    assert meant("When did it collapse?", sure)[0] == "When did Fénix 2 collapse?"
    assert meant("When did it collapse?", unsure)[0] == "When did the mine collapse?"


def test_an_alternative_answer_may_be_meant() -> None:
    other = Alternative("Vincenzo Peruggia", "The thief was Vincenzo Peruggia.", 0.2, "/a", 0, 17)
    question = "Who stole the Mona Lisa?"
    thief = Answer(question, "Pablo Picasso", "Pablo Picasso.", True, 0.25, alternatives=(other,))
    assert meant("Where did he live?", Turn(question, thief)) == [
        "Where did Pablo Picasso live?",
        "Where did Vincenzo Peruggia live?",
    ]


def test_two_pronouns_stand_for_two() -> None:
    owner = turn("Who owns the paper mill in Dunmore?", "Declan Roche")
    assert meant("From whom did he buy it?", owner) == [
        "From whom did Declan Roche buy the paper mill in Dunmore?"
    ]


def answered(text: str, confidence: float) -> Answer:
    return Answer("?", text, text, bool(text), confidence)


def test_the_firmest_reading_is_taken_unless_a_plainer_one_is_nearly_as_firm() -> None:
    plain, odd = Rewriting("Who owned the mine?", 0.0), Rewriting("Who owned Chile?", -1.5)
    assert firmest([(plain, answered("a", 0.3)), (odd, answered("b", 0.6))])[0] is plain
    assert firmest([(plain, answered("a", 0.1)), (odd, answered("b", 0.6))])[0] is odd
    assert firmest([(plain, answered("", 0.03)), (odd, answered("", 0.03))])[0] is plain


def test_readings_with_one_answer_support_each_other() -> None:
    mine, capsule = Rewriting("Who owned the mine?", 0.0), Rewriting("Who owned Fénix 2?", -0.9)
    named = Rewriting("Who owned the San José mine?", -1.5)
    read = [
        (mine, answered("the San Esteban mining company", 0.2)),
        (capsule, answered("Chilean navy", 0.58)),
        (named, answered("San Esteban mining company", 0.42)),
    ]
    assert firmest(read[:2])[0] is capsule
    assert firmest(read)[0] is mine


@pytest.mark.parametrize(
    "question",
    ["", " ", "?", "it", "And?", "What about?", "the", "they's", "🚀", "Who was it before \\D?"],
)
@pytest.mark.parametrize("answer", ["", "AC\\DC", "Neil Armstrong", "x" * 5000, "?", "one and two"])
def test_odd_words_do_no_harm(question: str, answer: str) -> None:
    for before in (
        question or "?",
        "Who was the singer of AC\\DC?",
        "Who?",
        "tell me more",
        "Whose?",
    ):
        found = standalone(question, [turn(before, answer), turn("Why?", answer)])
        assert 1 <= len(found) <= LIMIT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("When was the ferry Solveig built?", ["the ferry Solveig"]),
        ("Who is Carlos Mamani of Bolivia?", ["Carlos Mamani", "Bolivia"]),
        ("Who shot John F. Kennedy?", ["John F. Kennedy"]),
        ("When did the San José mine collapse?", ["the San José mine"]),
        ("Which company runs the Fukushima plant?", ["company", "the Fukushima plant"]),
        (
            "Who designed the bridge over the Ostra?",
            ["the bridge over the Ostra", "the bridge", "the Ostra"],
        ),
        ("Who made Inside Llewyn Davis?", ["Inside Llewyn Davis"]),
        ("What did the U.S. announce?", ["the U.S."]),
        (
            "When did the last case of smallpox occur?",
            ["the last case of smallpox", "the last case", "smallpox"],
        ),
    ],
)
def test_phrases(text: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(text)] == found


def test_several_people_of_a_country_are_nobody_in_particular() -> None:
    (found,) = phrases("East Germans")
    assert kinds_of(found) == {"several"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Later Edward Jenner came.", ["Edward Jenner"]),
        ("It rained. Sixteen-year-old Mira Tal won.", ["Mira Tal"]),
    ],
)
def test_a_sentences_first_word_has_its_capital_from_the_sentence(
    text: str, found: list[str]
) -> None:
    assert [phrase.text for phrase in phrases(text, prose=True)] == found


def test_the_first_words_of_a_quotes_sentences_are_no_names() -> None:
    ferry = "The ferry Solveig was found near Oslo. Rescuers came at once. Close to it lay Bergen."
    found = turn("Where was the ferry Solveig found?", "near Oslo", ferry)
    assert not any("Rescuers" in each or "Close" in each for each in meant("When was it?", found))


def test_nobody_is_called_by_an_alternative() -> None:
    other = Alternative("Felix Kroos", "Felix Kroos came.", 0.06, "/a", 0, 11)
    question = "Who replaced Kroos?"
    answer = Answer(question, "Mats Hummels", "Hummels.", True, 0.8, alternatives=(other,))
    read = meant("How old is he?", Turn(question, answer))
    assert read[:2] == ["How old is Mats Hummels?", "How old is Kroos?"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over what the conversations are about."""
    index = tmp_path_factory.mktemp("conversations") / "index"
    articles = [sample_articles(), DATA / "conversation_articles"]
    build(articles, index, embedder=default_embedder())
    with Assistant(index) as opened:
        yield opened


def test_what_was_asked_is_shown_and_can_be_taken_back(assistant: Assistant) -> None:
    conversation = Conversation(assistant)
    first = conversation.ask("Who was elected mayor of Tarnbridge?")
    assert "Ingrid Sollis" in first.text
    assert first.asked == ""
    answer = conversation.ask("How old is she?", passages=5, risk=0.4)
    assert answer.text == "44"
    assert answer.question == "How old is she?"
    assert answer.asked == "How old is Ingrid Sollis?"
    assert answer.to_dict()["asked"] == "How old is Ingrid Sollis?"
    assert answer.timings["total"] > 0
    assert [turn.question for turn in conversation.turns] == [first.question, answer.question]
    undone = conversation.undo()
    assert undone is not None
    assert undone.answer is answer
    assert conversation.ask("How old is she?", rewrite=False).asked == ""
    again = Conversation(assistant, conversation.turns[:1])
    assert again.ask("How old is she?").asked == "How old is Ingrid Sollis?"
    assert [conversation.undo() is None for _ in range(3)] == [False, False, True]


def test_a_search_sees_the_turns_before(assistant: Assistant) -> None:
    conversation = Conversation(assistant)
    conversation.ask("When was the paper mill in Dunmore built?")
    hits = conversation.search("Who owns it?", passages=3)
    assert Path(hits[0].passage.source).stem == "dunmore-mill"
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(conversation.turns) == 1
    typed = conversation.search("Who owns it?", passages=3, rewrite=False)
    assert typed == assistant.search("Who owns it?", passages=3)


def test_the_written_conversations(assistant: Assistant, capsys: Any) -> None:
    sets = [read_conversations(DATA / name) for name in SETS]
    assert [len(conversations) for conversations in sets] == [30, 30]
    for conversations in sets:
        assert all(2 <= len(turns) <= 4 for turns in conversations)
        assert sum(said.kind == "fresh" for turns in conversations for said in turns) >= 25
    outcomes = converse(assistant, [turns for each in sets for turns in each], lambda _: None)
    figures = dict(report(outcomes))
    with capsys.disabled():
        print("", *misses(outcomes), sep="\n  ")
        print(*(f"{name:45} {value:.3f}" for name, value in figures.items()), sep="\n")
    assert figures["right"] >= FLOOR_RIGHT
    assert figures["undamaged"] >= 0.95


FLOOR_RIGHT = 0.72
"""Of the follow-ups; 0.80 when this was written."""
