"""What answers nothing: who only suffered it, another relation, what a paper took back."""

from __future__ import annotations

import pytest

from index.types import Hit, Passage
from qa.reader import Span
from qa.unfit import Unfit

BALLOON = "What did the balloon collect?"


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
        ("What killed Lee?", "They struck at the “tent” by killing Lee.", "tent", False),
        ("What killed Lee?", "They struck at the tent by chance.", "tent", True),
        ("Whom did Lee kill?", "Lee avenged Orr by killing Kim.", "Orr", True),
        ("Who won the cup?", "Lund upset Rovers by winning the cup.", "Rovers", False),
        ("Who won the cup?", "Lund by winning the cup made history.", "Lund", True),
        ("Who won the cup?", "Last year Lund, by winning the cup, made history.", "Lund", True),
    ],
)
def test_whom_it_befell_that_another_did_it_did_not_do_it(
    question: str, text: str, words: str, fit: bool
) -> None:
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
        ("Correction", "The article also gave the number as 140. It is 41.", "41", ["41"]),
        ("Correction", "In our edition of Tuesday we reported 140; it was 41.", "41", ["41"]),
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


NEXT = "Who succeeded the rector?"
GUARD = "What was the name of the guard?"


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
        ("What did the census of 2011 cost?", "It is 3.1 per cent more.", "3.1 per cent", False),
        ("What did the census of 2011 cost?", "It cost 50 cents a head.", "50 cents", True),
        ("Whose record did Orr break?", "Ada Orr broke the record.", "Ada", False),
        ("Whose record did Orr break?", "Orr broke the record of Lee.", "Lee", True),
        ("Who leads the Union?", "They saw that the opposition Union leads.", "the opposition", 0),
        ("Who is Orr?", "The mayor Orr spoke.", "The mayor", True),
        ("What did the court decide?", "The courts have yet to rule.", "yet to rule", False),
        ("What is the name of the ferry?", "The yard won a second ferry.", "The yard", False),
        ("What is the name of the ferry?", "The second ferry is the Gull.", "the Gull", True),
        ("final death toll of the flood", "OBERSAND — Twelve days later, 27.", "OBERSAND", False),
        ("final death toll of the flood", "OBERSAND — Twelve days later, 27.", "27", True),
    ],
)
def test_what_only_stands_near_is_not_asked_for(
    question: str, text: str, words: str, fit: int
) -> None:
    assert is_fit(question, text, words) == fit


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("Who makes Viagra?", "Pfizer Viagra pills were stolen.", "Pfizer"),
        ("Which company makes the Galaxy phone?", "The Samsung Galaxy caught fire.", "The Samsung"),
        ("Which Williams sister won?", "Serena Williams won the final.", "Serena"),
        ("What rank does Jones hold?", "Colonel Jones was wounded.", "Colonel"),
        ("Who was arrested?", "Ada Orr saw it. The man, 34, was arrested.", "The man"),
        ("Who wrote it?", "The novelist, 67, wrote it.", "The novelist"),
        ("Who signed the deal?", "IBM — the computer maker — signed the deal.", "IBM"),
        (
            "Who kidnapped the pupils?",
            "Gunmen took the pupils, who were let go on Monday.",
            "Gunmen",
        ),
        ("What is the name of the teacher?", "The trial of Ada Orr, a teacher, begins.", "Ada Orr"),
        (
            "Who is the mayor?",
            "An earlier version of this article misspelled the name of the mayor, Sadiq Khan.",
            "Sadiq Khan",
        ),
        (
            "Who was arrested?",
            "The story named John Roe as the man who was mistakenly arrested.",
            "John Roe",
        ),
        ("Who was missed?", '"We missed Salah," said Klopp, who was wrong.', "Salah"),
    ],
)
def test_what_a_third_reader_would_keep(question: str, text: str, words: str) -> None:
    assert is_fit(question, text, words)


BOUGHT = "Who bought the mill?"


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (BOUGHT, "Northgate has agreed to sell the mill to Sundholm.", "Northgate", False),
        (BOUGHT, "Northgate has agreed to sell the mill to Sundholm.", "Sundholm", True),
        (BOUGHT, "Northgate, which sold the yard, bought the mill.", "Northgate", True),
        (BOUGHT, "The mill was bought by Northgate, which sells timber.", "Northgate", True),
        (BOUGHT, "Northgate sold the yard and bought the mill.", "Northgate", True),
        ("Who was the mill sold to?", "Northgate sold the mill to Sundholm.", "Sundholm", True),
        ("Whom did Northgate sell to?", "Northgate sold the mill to Sundholm.", "Sundholm", True),
        ("Who is the owner of the mill?", "Kim wants to sell the mill.", "Kim", True),
        (BOUGHT, "Northgate bought the mill.", "Northgate", True),
        ("Who is buying the mill?", "Northgate sells the mill to Sundholm.", "Northgate", False),
        ("Who sold the mill?", "Northgate has sold the mill to Sundholm.", "Sundholm", False),
        ("Who sold the mill?", "Northgate has sold the mill to Sundholm.", "Northgate", True),
        ("Who left the mill?", "Northgate has sold the mill to Sundholm.", "Northgate", True),
    ],
)
def test_who_sells_does_not_buy(question: str, text: str, words: str, fit: bool) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("question", "words", "fit"),
    [
        ("Who tested positive for flu?", "Her husband", False),
        ("Who tested negative for flu?", "Her husband", True),
    ],
)
def test_who_tested_negative_did_not_test_positive(question: str, words: str, fit: bool) -> None:
    assert is_fit(question, "Her husband has tested negative.", words) is fit


@pytest.mark.parametrize(
    ("text", "words", "fit"),
    [
        ("Nia Orr (Ida Lund) finds Eva Kell (Ada Rees).", "Nia Orr", False),
        ("Nia Orr (Ida Lund) finds Eva Kell (Ada Rees).", "Ada Rees", True),
        ("Ida Lund (Nia Orr) and Ada Rees (Eva Kell) star.", "Ada Rees", True),
        ("Ada Rees (born in 1980) is Eva Kell.", "Ada Rees", True),
        ("Ada Rees (Nia Orr) is Eva Kell.", "Ada Rees", True),
    ],
)
def test_a_role_is_not_who_plays_another(text: str, words: str, fit: bool) -> None:
    assert is_fit("Who plays Eva Kell?", text, words) is fit


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (BALLOON, "Officials refuted the claim that it was collecting data.", "data", False),
        (
            BALLOON,
            "Officials refuted the claim, and found that it was collecting data.",
            "data",
            True,
        ),
        (BALLOON, "Orr denied reports that it fell, but it was collecting data.", "data", True),
        (BALLOON, "It was collecting data, and Orr dismissed talk that it fell.", "data", True),
        (
            "What did Orr claim that it collected?",
            "Lee rejects the claim that it was data.",
            "data",
            True,
        ),
        (
            "How much did Orr pay?",
            "Orr denied allegations of having paid 3 million.",
            "3 million",
            False,
        ),
    ],
)
def test_what_is_claimed_and_rejected_was_not_so(
    question: str, text: str, words: str, fit: bool
) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("Which country will not ban pipes?", "Lorn will ban pipes in May.", "Lorn", False),
        ("Which country will not ban pipes?", "Brenn will not ban pipes.", "Brenn", True),
        ("Which country won't ban pipes?", "All but Brenn will ban pipes.", "Brenn", True),
        ("Which country will ban pipes?", "Lorn will ban pipes in May.", "Lorn", True),
        ("Who did not sign?", "Ann Lee refused to sign.", "Ann Lee", True),
        ("Who did not sign?", "Ann Lee signed on Monday.", "Ann Lee", False),
        ("Who did not sign?", "Ann Lee stayed away.", "Ann Lee", True),
        ("Who never married?", "Ann Lee married in May.", "Ann Lee", False),
    ],
)
def test_who_did_it_is_not_who_did_not(question: str, text: str, words: str, fit: bool) -> None:
    assert is_fit(question, text, words) is fit


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        ("Who beat Eva Renn?", "Eva Renn beat Ben Lowe.", "Ben Lowe", False),
        ("Who beat Eva Renn?", "Ben Lowe beat Eva Renn.", "Ben Lowe", True),
        ("Who met Eva Renn?", "Eva Renn met Ben Lowe.", "Ben Lowe", True),
        ("Who won the vote?", "Ada Mott lost the vote.", "Ada Mott", False),
        ("Who won the vote?", "Ada Mott, who lost in May, won the vote.", "Ada Mott", True),
        ("Who supports the plan?", "Ada Mott opposes the plan.", "Ada Mott", False),
        ("Who won the vote?", "Ada Mott lost the first vote but won the last.", "Ada Mott", True),
        ("Who dated Eva Renn?", "Eva Renn dated Ben Lowe.", "Ben Lowe", True),
        ("Why was Lee fired?", "Lee denied allegations of fraud.", "fraud", True),
        ("Which country has not joined?", "Lorn kept out when others joined.", "Lorn", True),
        ("What did Lee reject?", "Lee rejected the idea of a toll.", "a toll", True),
    ],
)
def test_who_did_the_reverse_is_not_asked_for(
    question: str, text: str, words: str, fit: bool
) -> None:
    assert is_fit(question, text, words) is fit
