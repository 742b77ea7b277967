"""An age is no number of goals, and the year in which a clock was made not that of its return."""

from __future__ import annotations

import pytest

from tests.qa.test_unfit import is_fit

GOALS = "How many goals did Ada Orr score?"
RETURNED = "When was the clock returned?"
LASTED = "How long did the strike last?"
BANNED = "Until when is Orr banned?"
HURT = "How many children were hurt?"
VISITORS = "How many visitors came?"
DIED = "When did Basil Thorne die?"
BEGAN = "At what time did the train arrive?"
JAILED = "What prison sentence did Orr get?"


@pytest.mark.parametrize(
    ("question", "text", "words", "fit"),
    [
        (GOALS, "Ada Orr, 22, headed the first goal.", "22", False),
        (GOALS, "Ada Orr, 22, new to the club, scored.", "22", False),
        (GOALS, "Ada Orr scored 22, more than anybody.", "22", True),
        (GOALS, "In the end Orr, 22, had most.", "22", True),
        ("How old is Ada Orr?", "Ada Orr, 22, headed the first goal.", "22", True),
        (RETURNED, "Stolen was the clock, made in Geneva in 1742.", "1742", False),
        (RETURNED, "The clock was made in 1742.", "1742", True),
        (RETURNED, "The clock, made in 1742, was returned in May.", "May", True),
        ("When was Orr elected?", "Orr, born in 1950, was elected in May.", "1950", False),
        ("When was the firm set up?", "The firm, founded in 1920, is closing.", "1920", True),
        ("When is the clock from?", "The clock, made in 1742, was stolen.", "1742", True),
        (LASTED, "It takes up ninety, and they sat down.", "ninety", False),
        (LASTED, "It was over after 61 days.", "61", True),
        (LASTED, "It was over after 61 days.", "61 days", True),
        (LASTED, "It went on for nine and a half weeks.", "nine", True),
        ("How long is the bridge?", "It is 300 metres long.", "300", True),
        ("How long was the road closed?", "Four miles of it were shut.", "Four miles", False),
        ("How long was the road closed?", "It was shut for two days.", "two days", True),
        ("How long did the flight last?", "Over 40 km they sang.", "40 km", False),
        ("How far and how long does the wall run?", "It runs 12 miles.", "12 miles", True),
        (HURT, "They took in 156 adults and 16 children.", "156", False),
        (HURT, "They took in 156 adults and 16 children.", "16", True),
        ("How many people were hurt?", "They took in 156 adults and 16 children.", "156", True),
        ("How many votes did it get?", "It won twice in Lund.", "twice", False),
        ("How many times did it win?", "It won twice in Lund.", "twice", True),
        ("When was it cancelled?", "USA TODAY told of it.", "TODAY", False),
        (HURT, "They took in 156 girls, and others.", "156", True),
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
        (BANNED, "Orr has been banned for two years.", "two years", False),
        (BANNED, "Orr is banned until 3 July 2027.", "3 July 2027", True),
        ("When will it open?", "It will open in two years.", "two years", True),
        ("When did it open?", "It opened two years ago.", "two years", True),
        ("When did it open?", "It opened two years ago.", "two years ago", True),
        (VISITORS, "It amounts to 231,000 hectolitres.", "231,000", False),
        (VISITORS, "It drew 231,000 people.", "231,000", True),
        ("How many tonnes were landed?", "It was 231,000 tonnes.", "231,000", True),
        (
            "When was it declared over?",
            "Forty years later it is still rare.",
            "Forty years later",
            False,
        ),
        ("When did it open?", "It opened forty years later.", "forty years later", True),
        (DIED, "Basil Thorne, who has died aged 91, was a digger.", "91", False),
        (DIED, "Basil Thorne died on 26 September.", "26 September", True),
        ("What are the men's names?", "Two men, aged 22 and 26, were held.", "26", False),
        ("What time did the race start?", "Entwistle won in 2:10:22.", "2:10:22", False),
        ("What time did the race start?", "They set off at 8:30.", "8:30", True),
        ("What time did Entwistle win in?", "Entwistle won in 2:10:22.", "2:10:22", True),
        ("How much ransom did they want?", "It would have cost £11,000.", "£11,000", False),
        ("How much would it have cost?", "It would have cost £11,000.", "£11,000", True),
    ],
)
def test_numbers_and_days_of_something_else(question: str, text: str, words: str, fit: int) -> None:
    assert is_fit(question, text, words) == fit


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


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("When was Smith arrested?", "An arrest was made in Leeds on Tuesday.", "Tuesday"),
        ("When did Biden speak?", "In remarks made on Thursday, he called for calm.", "Thursday"),
        ("When did the factory close?", "The factory that made Minis closed on 3 May.", "3 May"),
        ("When did the panda give birth?", "The cubs were born on Friday.", "Friday"),
        ("How many died in New York?", "In New York, 15, all firefighters, were killed.", "15"),
        ("How many medals did they win?", "The United States, 40, China, 38, Team GB, 14.", "40"),
        ("How many years did he live?", "He died at the age of 93.", "93"),
        ("How many adults smoke?", "About 14 per cent of adults smoke.", "14 per cent"),
        ("How many kg of cocaine were found?", "They seized 300 kilograms of cocaine.", "300"),
        ("How many Championships has Spain won?", "Spain has won four Euros.", "four"),
        ("What bill was vetoed?", "A bill that would have legalized marijuana.", "marijuana"),
        (
            "How much was the failed takeover?",
            "It would have been worth 3 billion dollars.",
            "3 billion",
        ),
        ("At what time did it strike?", "It struck at 0834 GMT.", "0834 GMT"),
        ("At what time did it open?", "It opened at ten to nine.", "ten to nine"),
        ("At what time of year do they leave?", "They leave in late October.", "late October"),
        (
            "What sentence did he receive?",
            "He was given a conditional discharge.",
            "a conditional discharge",
        ),
        ("How long did it take?", "It took eight to nine hours.", "eight"),
        ("How long did it last?", "It lasted 3\xa0hours.", "3"),
        ("How long is he banned for?", "He is banned for three games.", "three"),
        ("How long did she reign?", "She reigned for 70 glorious years.", "70"),
        ("How long will the closure last?", "Until 2027.", "2027"),
        ("When did the 9pm curfew start?", "It started at 9pm.", "9pm"),
        ("When will it reopen?", "It will in less than two years' time.", "two years"),
        ("To what level was the alert raised?", "The alert was raised to red.", "red"),
    ],
)
def test_a_second_readers_figures(question: str, text: str, words: str) -> None:
    """Found by one who looked for right answers that the rules would leave out."""
    assert is_fit(question, text, words)
