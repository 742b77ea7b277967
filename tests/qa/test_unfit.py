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
