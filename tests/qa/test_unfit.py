"""What answers nothing: who only suffered it, another relation, what a paper took back."""

from __future__ import annotations

import pytest

from index.types import Hit, Passage
from qa.reader import Span
from qa.unfit import Unfit


def span(text: str, words: str, *, title: str = "") -> Span:
    passage = Passage(1, 1, "/1.txt", title, "", None, "", 0, len(text), text)
    start = text.index(words)
    return Span(Hit(passage, 0.5, 0.5, 1.0), 0, start, start + len(words), 5.0, 0.9)


def is_fit(question: str, text: str, words: str) -> bool:
    return bool(Unfit(question).left([span(text, words)]))


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("Who found the student?", "Ada Orr, the student, was found alive.", "Ada Orr", False),
        ("Who found the student?", "The student was found by Ada Orr.", "Ada Orr", True),
        ("Who found the student?", "Ada Orr was hired when she found him.", "Ada Orr", True),
        ("Who was found?", "Ada Orr was found alive.", "Ada Orr", True),
        ("Who won the race?", "Ada Orr was beaten by Lee.", "Ada Orr", True),
    ],
)
def test_to_whom_it_was_done_did_not_do_it(question: str, text: str, words: str, fit: bool) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("What is Orr's father called?", "Her mother, Carol, came.", "Carol", False),
        ("What is Orr's mother called?", "Her mother, Carol, came.", "Carol", True),
        ("Who is Orr's father?", "Her mother is Carol.", "Carol", False),
        ("Who was her first husband?", "Her second husband, Lee, died.", "Lee", True),
        ("Who spoke?", "Her mother, Carol, spoke.", "Carol", True),
    ],
)
def test_another_relation_is_another_person(
    question: str, text: str, words: str, fit: bool
) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (
            "Which manager was charged?",
            "One of its managers was charged.",
            "One of its managers",
            0,
        ),
        ("Which act replaced the band?", "Another act replaced the band.", "Another act", 0),
        (
            "Which court ruled?",
            "A federal appeals court ruled.",
            "federal appeals court",
            1,
        ),
        ("Which act replaced them?", "Three 6 Mafia, a rap act, came.", "Three 6 Mafia", 1),
        ("Which towns were flooded?", "Homes in the three towns were lost.", "the three", 0),
        ("How many towns were flooded?", "Homes in the three towns were lost.", "three", 1),
        ("What is the name of the suspect?", "A man of 34 from Thornby was held.", "Thornby", 0),
        ("What is the name of the town?", "He is from Thornby.", "Thornby", 1),
        ("What was her husband's name?", "Katya Orr, 41, died.", "41", 0),
        ("Who kidnapped her?", "Police searched a quarry.", "Police", 0),
        ("Who shot the man?", "Police shot a man on Monday.", "Police", 1),
        ("Who found her?", "Police found her on Monday.", "Police", 1),
        ("What will Orr earn?", "Professor Orr, an engineer, was appointed.", "an engineer", 0),
        ("What will Orr earn?", "Orr will be paid $240,000 a year.", "240,000", 1),
        ("How many saw it?", "He aired $105,000 of advertisements.", "105,000", 0),
    ],
)
def test_words_that_tell_nothing_of_what_is_asked(
    question: str, text: str, words: str, fit: int
) -> None:
    assert is_fit(question, text, words) is bool(fit)


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("How old is Judith Dunn?", "Dunn lost to Bethan Lyle, a 26-year-old.", "26-year-old", 0),
        ("How old was Ana Orr?", "Ana Orr, 29, and Derek Stott, 57, died.", "57", 0),
        ("How old was Ana Orr?", "Ana Orr, 29, and Derek Stott, 57, died.", "29", 1),
        ("How old was Ana Orr?", "Mrs Orr was 29.", "29", 1),
        ("How old is the bridge?", "Kim, 29, built the bridge.", "29", 1),
        ("Who is taking over from Celia Worth?", "She replaces Philip Ansty.", "Philip Ansty", 0),
        ("Who replaced Worth?", "Worth was replaced by Philip Ansty.", "Philip Ansty", 1),
        ("Who did Worth replace?", "Worth replaces Philip Ansty.", "Philip Ansty", 1),
    ],
)
def test_whose_age_it_is_and_who_follows_whom(
    question: str, text: str, words: str, fit: int
) -> None:
    assert is_fit(question, text, words) is bool(fit)


REPORT = "Officials said that 140 workers were in the building."


@pytest.mark.parametrize(
    ("title", "correction", "words", "left"),
    [
        ("Correction", "Our report said that 140 workers were in. There were 41.", "41", ["41"]),
        ("Fire", "An earlier version of this article said 140. It was 41.", "41", ["41"]),
        ("Fire", "A previous version gave 41 instead of 140. We regret it.", "140", ["140", "140"]),
        ("Fire", "The same report said that 140 workers escaped; 41 did not.", "41", ["140", "41"]),
        ("Fire", "The report said that 140 workers were in, 41 of them new.", "41", ["140", "41"]),
    ],
)
def test_what_a_paper_takes_back_is_no_answer_anywhere(
    title: str, correction: str, words: str, left: list[str]
) -> None:
    spans = [span(REPORT, "140"), span(correction, words, title=title)]
    if "140" in correction and words != "140":
        spans.append(span(correction, "140", title=title))
        left = left + ["140"] * ("140" in left)
    kept = Unfit("How many workers were in the building?").left(spans)
    assert [each.text for each in kept] == left


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("Who leads the inquiry?", "Dame Ada Orr is leading the inquiry.", "Dame Ada Orr", 1),
        (
            "Who drove the car?",
            "Ben Lowe, 34, was driving the car when it hit the wall.",
            "Ben Lowe",
            1,
        ),
        (
            "Which road closed on Monday?",
            "The A9 was closed on Monday after a landslide.",
            "The A9",
            1,
        ),
        ("Who drowned in the lake?", "Two boys were drowned in the lake.", "Two boys", 1),
        ("Who hit the cyclist?", "Ada Orr, a cyclist, was hit by a van.", "Ada Orr", 0),
        ("Who fired the coach?", "Ben Lowe, the coach, has been fired by Rovers.", "Ben Lowe", 0),
        ("How old was Ana Orr?", "She was 29.", "29", 1),
        (
            "How old was the boy who died in Leeds?",
            "Kim Orr, 12, died in Leeds on Monday.",
            "12",
            1,
        ),
        ("How old is Kim's wife?", "Kim came with his wife Ada, 38.", "38", 1),
        ("How old was O'Neill?", "Pat O’Neill, 44, was hurt.", "44", 1),
        ("How old is Ana Orr?", "Derek Stott (57) spoke.", "57", 0),
        ("Who was the wife of the mayor?", "The mayor's widow, Mary Lund, spoke.", "Mary Lund", 1),
        ("Who reported his sister missing?", "Her brother, Ben, reported her missing.", "Ben", 1),
        ("Who replaced Kim?", "Kim was replaced at half-time by Lee.", "Lee", 1),
        (
            "Who will replace Worth?",
            "Rovers have replaced him with Philip Ansty.",
            "Philip Ansty",
            1,
        ),
        ("Who will succeed Worth?", "Ansty succeeds Worth.", "Ansty", 1),
        ("Who will succeed Worth?", "Ansty succeeds Worth.", "Worth", 0),
        ("Who was replaced?", "Ansty replaced Worth.", "Worth", 1),
        ("Who is being replaced by Worth?", "Worth replaces Ansty.", "Ansty", 1),
        ("Who shot the man?", "The man was shot by police after he drew a knife.", "police", 1),
        ("Who killed George Orr?", "Police shot George Orr dead on Monday.", "Police", 1),
        ("What time did the match begin?", "The match began at eight.", "eight", 1),
        (
            "What animals were killed?",
            "Two of the zoo's lions were killed.",
            "Two of the zoo's lions",
            1,
        ),
        ("What is the film called?", "The film is called 1917.", "1917", 1),
        ("What did the error cost Rovers?", "The error cost Rovers the title.", "the title", 1),
        (
            "How much did the company raise its prices?",
            "The company raised its prices by 8%.",
            "8%",
            1,
        ),
        ("How much does she pay a month?", "She pays Rs 5,000 a month.", "Rs 5,000", 1),
        ("How much was Kim fined?", "Kim was fined two weeks' wages.", "two weeks' wages", 1),
        ("What was the final score?", "Rovers won by three goals to one.", "three goals to one", 1),
        ("What was the score?", "It ended 2–2.", "2–2", 1),
    ],
)
def test_a_second_readers_sentences(question: str, text: str, words: str, fit: int) -> None:
    assert is_fit(question, text, words) is bool(fit)


def test_what_is_no_correction_takes_nothing_back() -> None:
    asked = Unfit("How many workers were in the building?")
    for told in (
        "An earlier report said that 140 workers were in the building.",
        "The original map listed 140 workers.",
    ):
        assert len(asked.left([span(REPORT, "140"), span(told, "140")])) == 2
    told = "An earlier version of this article wrongly gave 140; the correct number is 41."
    spans = [span(REPORT, "140"), span(told, "140"), span(told, "41")]
    assert [each.text for each in asked.left(spans)] == ["41"]


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (
            "Orr will not run in 2024. When was she first elected?",
            "She won in 2024.",
            "2024",
            False,
        ),
        ("Orr will not run in 2024. When was she first elected?", "She won in 1992.", "1992", True),
        ("When in March did it open?", "It opened on 3 March.", "3 March", True),
        ("When in March did it open?", "It opened in March.", "March", False),
    ],
)
def test_the_days_of_the_question_are_not_the_answer(
    question: str, text: str, words: str, fit: bool
) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("words", "fit"), [("145-134", False), ("71", True), ("10-15", True), ("10–15", True)]
)
def test_a_score_is_no_count(words: str, fit: bool) -> None:
    assert is_fit("How many points did he score?", f"It was {words} in the end.", words) is fit


GOALS = "How many goals did Ada Orr score?"
RETURNED = "When was the clock returned?"
LASTED = "How long did the strike last?"
BEGAN = "At what time did the train arrive?"
JAILED = "What prison sentence did Orr get?"


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (GOALS, "Ada Orr, 22, headed the first goal.", "22", False),
        (GOALS, "Ada Orr, 22 and new to the club, scored.", "22", False),
        (GOALS, "Ada Orr scored 22, more than anybody.", "22", True),
        (GOALS, "In the end Orr, 22, had most.", "22", True),
        ("How old is Ada Orr?", "Ada Orr, 22, headed the first goal.", "22", True),
        (RETURNED, "Stolen was the clock, made in Geneva in 1742.", "1742", False),
        (RETURNED, "The clock was made in 1742.", "1742", False),
        (RETURNED, "The clock, made in 1742, was returned in May.", "May", True),
        ("When was Orr elected?", "Orr, born in 1950, was elected in May.", "1950", False),
        ("When was the firm set up?", "The firm, founded in 1920, is closing.", "1920", True),
        ("When is the clock from?", "The clock, made in 1742, was stolen.", "1742", True),
        (LASTED, "It takes up ninety, and they sat down.", "ninety", False),
        (LASTED, "It was over after 61 days.", "61", True),
        (LASTED, "It was over after 61 days.", "61 days", True),
        (LASTED, "It went on for nine and a half weeks.", "nine", True),
        ("How long is the bridge?", "It is 300 metres long.", "300", True),
        (BEGAN, "It came on Saturday at 7.07.", "Saturday", False),
        (BEGAN, "It came on Saturday at 7.07.", "7.07", True),
        (BEGAN, "It came shortly before seven o'clock.", "shortly before seven o'clock", True),
        (BEGAN, "It came at seven.", "seven", True),
        (JAILED, "Orr listened by video link from Ford prison.", "Ford prison", False),
        (JAILED, "Orr was jailed for life.", "life", True),
        (JAILED, "Orr got two years.", "two years", True),
        ("What sum must Orr pay back?", "It is open how much he must pay.", "how much", False),
        ("What sum must Orr pay back?", "He must pay 5.1 million pounds.", "5.1 million pounds", 1),
        ("To what level did the bank cut its rate?", "It was the fourth cut.", "the fourth", False),
        ("To what level did the bank cut its rate?", "It is 3.5 per cent.", "3.5 per cent", True),
    ],
)
def test_numbers_and_days_of_something_else(question: str, text: str, words: str, fit: int) -> None:
    assert is_fit(question, text, words) == fit


NEXT = "Who succeeded the rector?"
GUARD = "What was the name of the guard?"
BANNED = "Until when is Orr banned?"
VISITORS = "How many visitors came?"


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (NEXT, "MARLINGEN — Ada Orr is the new rector.", "MARLINGEN", False),
        (NEXT, "MARLINGEN — Ada Orr is the new rector.", "Ada Orr", True),
        ("Where did she speak?", "MARLINGEN — Ada Orr spoke.", "MARLINGEN", True),
        (NEXT, "On Thursday the novelist, 67, was chosen.", "the novelist", False),
        (NEXT, "On Thursday the novelist was chosen.", "the novelist", True),
        (GUARD, "A guard of the firm Sentrix looked in.", "Sentrix", False),
        (GUARD, "The guard, Ada Orr, looked in.", "Ada Orr", True),
        (BANNED, "Orr has been banned for two years.", "two years", False),
        (BANNED, "Orr is banned until 3 July 2027.", "3 July 2027", True),
        ("When will it open?", "It will open in two years.", "two years", True),
        ("When did it open?", "It opened two years ago.", "two years", True),
        ("When did it open?", "It opened two years ago.", "two years ago", True),
        (VISITORS, "It amounts to 231,000 hectolitres.", "231,000", False),
        (VISITORS, "It drew 231,000 people.", "231,000", True),
        ("How many tonnes were landed?", "It was 231,000 tonnes.", "231,000", True),
        ("What did the census of 2011 cost?", "It is 3.1 per cent more.", "3.1 per cent", False),
        ("What did the census of 2011 cost?", "It cost 50 cents a head.", "50 cents", True),
        ("Whose record did Orr break?", "Ada Orr broke the record.", "Ada", False),
        ("Whose record did Orr break?", "Orr broke the record of Lee.", "Lee", True),
        ("Who leads the Union?", "They saw that the opposition Union leads.", "the opposition", 0),
        ("Who is Orr?", "The mayor Orr spoke.", "The mayor", True),
        ("What did the court decide?", "The courts have yet to rule.", "yet to rule", False),
    ],
)
def test_what_only_stands_near_is_not_asked_for(
    question: str, text: str, words: str, fit: int
) -> None:
    assert is_fit(question, text, words) == fit
