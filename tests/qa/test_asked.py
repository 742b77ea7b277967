"""What a question asks about time, seen from Wednesday, 10 March 2021."""

from __future__ import annotations

from datetime import date

import pytest

from qa.asked import Asked, read_question
from qa.types import Period

TODAY = date(2021, 3, 10)
# question, the days it is about, the words that say so
ABOUT = [
    ("Who was mayor of Ostrava in 2014?", "2014-01-01 2014-12-31", "in 2014"),
    ("What happened in March 2020?", "2020-03-01 2020-03-31", "in March 2020"),
    ("What opened on 3 January 2020?", "2020-01-03 2020-01-03", "on 3 January 2020"),
    ("What opened on January 3rd, 2020?", "2020-01-03 2020-01-03", "on January 3rd, 2020"),
    ("How many sailed between 2010 and 2012?", "2010-01-01 2012-12-31", "between 2010 and 2012"),
    ("Who led it from 2008 to 2012?", "2008-01-01 2012-12-31", "from 2008 to 2012"),
    ("Who led it from March 2008 until May 2009?", "2008-03-01 2009-05-31", ""),
    ("Who led it in 2008-10?", "2008-01-01 2010-12-31", "in 2008-10"),
    ("Who led it in 2008 and in 2010?", "2008-01-01 2010-12-31", ""),
    ("What did the mayor say last week?", "2021-03-01 2021-03-07", "last week"),
    ("Who won yesterday?", "2021-03-09 2021-03-09", "yesterday"),
    ("Who won last Monday?", "2021-03-08 2021-03-08", "last Monday"),
    ("What happened this morning?", "2021-03-10 2021-03-10", "this morning"),
    ("What happened today?", "2021-03-10 2021-03-10", "today"),
    ("How many died this year?", "2021-01-01 2021-12-31", "this year"),
    ("How many died last year?", "2020-01-01 2020-12-31", "last year"),
    ("How many died in the last two years?", "2019-03-10 2021-03-10", "in the last two years"),
    ("What happened two weeks ago?", "2021-02-22 2021-02-28", "two weeks ago"),
    ("What happened in May?", "2020-05-01 2020-05-31", "in May"),
    ("what happened in february?", "2021-02-01 2021-02-28", "in february"),
    ("What will open in May?", "2021-05-01 2021-05-31", "in May"),
    ("What is planned for next week?", "2021-03-15 2021-03-21", "next week"),
    ("What burned down this week?", "2021-03-03 2021-03-14", "this week"),
    ("Which country this week left the union?", "2021-03-03 2021-03-14", "this week"),
    ("What burned down earlier this week?", "2021-03-03 2021-03-10", "earlier this week"),
    ("What's burned down this week?", "2021-03-03 2021-03-14", "this week"),
    ("What's planned this week?", "2021-03-08 2021-03-14", "this week"),
    ("What's shown on the screens this week?", "2021-03-08 2021-03-14", "this week"),
    ("What's known of the vote this week?", "2021-03-08 2021-03-14", "this week"),
    ("Who led the poll before this week?", "None 2021-03-07", "before this week"),
    ("Who won on Tuesday this week?", "2021-03-09 2021-03-09", "on Tuesday this week"),
    ("What is planned for this week?", "2021-03-08 2021-03-14", "this week"),
    ("What will open later this week?", "2021-03-10 2021-03-14", "later this week"),
    ("Who announced a fair, beginning May 12?", "2021-05-12 2021-05-12", "beginning May 12"),
    ("Who announced a fair on May 12?", "2020-05-12 2020-05-12", "on May 12"),
    ("Who came to the fair beginning May 12?", "2020-05-12 2020-05-12", "beginning May 12"),
    ("Who announced a strike starting in August?", "2020-08-01 2020-08-31", "in August"),
    ("Who announced a strike starting in May?", "2021-05-01 2021-05-31", "in May"),
    ("Who announced cuts effective January 1?", "2021-01-01 2021-01-01", "January 1"),
    ("In Oslo, who won the race in 1952, Lie or Moe?", "1952-01-01 1952-12-31", "in 1952"),
    ("Tell me, who won in 1952, and who lost?", "1952-01-01 1952-12-31", "in 1952"),
    ("When it was held, who won in 1952, Lie or Moe?", "1952-01-01 1952-12-31", "in 1952"),
    ("Who came to the planet fair starting in May?", "2020-05-01 2020-05-31", "in May"),
    ("Who won the match, which was played in 1952, for Lorn?", "1952-01-01 1952-12-31", "in 1952"),
    ("What did Curie, born in 1867, discover in 1898?", "1867-01-01 1898-12-31", ""),
    ("What did Curie, who was born in 1867, find in 1898?", "1898-01-01 1898-12-31", "in 1898"),
    ("What will open tomorrow?", "2021-03-11 2021-03-11", "tomorrow"),
    ("How many have died since 2019?", "2019-01-01 None", "since 2019"),
    ("How many died after 5 May 2019?", "2019-05-06 None", "after 5 May 2019"),
    ("Who ruled before 2015?", "None 2014-12-31", "before 2015"),
    ("Who led it until March 2019?", "None 2019-03-31", "until March 2019"),
    ("How many were there by the end of 2020?", "None 2020-12-31", "by the end of 2020"),
    ("What music was loved in the 1990s?", "1990-01-01 1999-12-31", "in the 1990s"),
    ("Who ruled in the summer of 1966?", "1966-01-01 1966-12-31", "in the summer of 1966"),
    ("Who won the 2014 World Cup?", "2014-01-01 2014-12-31", "the 2014"),
    ("As of June 2020, how many were there?", "2020-06-01 2020-06-30", "As of June 2020"),
    ("Wer war 2014 Bürgermeister?", "2014-01-01 2014-12-31", "2014"),
    ("Who led it from May to July 2019?", "2019-05-01 2019-07-31", "from May to July 2019"),
    ("How many sailed between 1990 and now?", "1990-01-01 2021-03-10", "between 1990 and now"),
    ("How many sailed from 1990 to today?", "1990-01-01 2021-03-10", "from 1990 to today"),
    ("How many moved away after the 2011 tsunami?", "2011-01-01 None", "after the 2011"),
    ("Who resigned before the 2016 referendum?", "None 2016-12-31", "before the 2016"),
    ("Who resigned after 2016 in Ostrava?", "2017-01-01 None", "after 2016"),
    ("What was said in the run-up to the 2020 election?", "2020-01-01 2020-12-31", "the 2020"),
    ("Is there a strike on 12 March?", "2021-03-12 2021-03-12", "on 12 March"),
    ("Which countries vote in June?", "2021-06-01 2021-06-30", "in June"),
    ("Who was arrested on 3 June?", "2020-06-03 2020-06-03", "on 3 June"),
    ("Who has been arrested in April?", "2020-04-01 2020-04-30", "in April"),
    ("What did May say in January?", "2021-01-01 2021-01-31", "in January"),
]
NO_PERIOD = [
    "Who is the king?",
    "What is the latest figure?",
    "How many people live there today?",
    "How many live there now?",
    "When did he leave?",
    "In which year did he leave?",
    "Who directed Blade Runner 2049?",
    "What happened on 29 February?",
    "Who won Euro 2016?",
    "What did Theresa May say?",
    "Who may march in the parade?",
    "Which day is Black Friday?",
    "Who won on Monday?",
    "Who was fined Tuesday?",
    "What burned on Monday evening?",
    "Who publishes the Sunday Times?",
    "What happened in the last week of the war?",
    "How did 1500 people cross the river?",
    "Wer gewann gestern?",
    "¿Quién ganó ayer?",
    "What did Curie, who was born in 1867, discover?",
    "Dr. Ada M. Orr, who taught in the 1920s, was the first of her town at which university?",
]
PUBLISHED = [
    ("As of June 2020, how many were there?", "None 2020-06-30"),
    ("How many were there as of 5 June 2020?", "None 2020-06-05"),
    ("What did the mayor say last week?", "2021-03-01 2021-03-10"),
    ("According to reports last week, who resigned?", "2021-03-01 2021-03-07"),
    ("What was in the news yesterday?", "2021-03-09 2021-03-09"),
    ("Who won yesterday?", "2021-03-09 2021-03-10"),
    ("How many died this month?", "2021-03-01 2021-03-10"),
    ("What is planned for next week?", ""),
    ("What will happen in the next ten years?", ""),
    ("Who will play later this month?", ""),
    ("Who led it until last week?", ""),
    ("Who was mayor in 2014?", ""),
    ("Who is the king?", ""),
]
LATEST = [
    ("What is the latest figure?", True),
    ("What is the most recent count?", True),
    ("Who is the current mayor?", True),
    ("Who currently leads it?", True),
    ("How many live there now?", True),
    ("How many people live there today?", True),
    ("How many were there as of today?", True),
    ("How many have died so far this year?", True),
    ("Who is mayor at present?", True),
    ("What happened today?", False),
    ("How many sailed between 1990 and now?", False),
    ("Who is the mayor?", False),
    ("Who directed Apocalypse Now?", False),
    ("Who founded USA Today?", False),
    ("How does electric current flow?", False),
    ("Who was mayor in 2014?", False),
]


def days(period: Period | None) -> str:
    return f"{period.first} {period.last}" if period else ""


def test_a_month_of_the_year_before_has_all_its_days() -> None:
    asked = read_question("Who won in February?", today=date(2025, 1, 10))
    assert days(asked.period) == "2024-02-01 2024-02-29"


@pytest.mark.parametrize(("question", "expected", "words"), ABOUT, ids=[row[0] for row in ABOUT])
def test_the_days_that_a_question_is_about(question: str, expected: str, words: str) -> None:
    asked = read_question(question, today=TODAY)
    assert days(asked.period) == expected
    if words:
        assert [question[start:end] for start, end in asked.matched if end - start][:1] == [words]


@pytest.mark.parametrize("question", NO_PERIOD)
def test_a_question_about_no_days(question: str) -> None:
    assert read_question(question, today=TODAY).period is None


@pytest.mark.parametrize(("question", "expected"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_when_the_articles_must_have_been_published(question: str, expected: str) -> None:
    assert days(read_question(question, today=TODAY).published) == expected


@pytest.mark.parametrize(("question", "expected"), LATEST, ids=[row[0] for row in LATEST])
def test_whether_the_newest_is_wanted(question: str, expected: bool) -> None:
    assert read_question(question, today=TODAY).latest is expected


def test_matched_words_lie_in_the_question_in_order() -> None:
    for question in [row[0] for row in ABOUT + PUBLISHED + LATEST]:
        matched = read_question(question, today=TODAY).matched
        assert list(matched) == sorted(matched)
        assert all(0 <= start < end <= len(question) for start, end in matched)
    assert read_question("", today=TODAY) == Asked(fresh_on=TODAY)


def test_what_a_question_names_by_a_year() -> None:
    asked = read_question("Who made it the 2020 word and Elmstead's 2019 Tree?", today=TODAY)
    assert asked.editions == (("word", "2020"), ("tree", "2019"))
    assert read_question("Who won the 2019 and 2020 cups?", today=TODAY).editions == ()


@pytest.mark.parametrize(
    ("question", "fresh"),
    [
        ("Who won the cup?", True),
        ("Who won the cup last week?", True),
        ("Who won the cup since 2014?", True),
        ("Who will win the cup in 2022?", True),
        ("Who won the cup in 2014?", False),
        ("Who won the cup in January?", False),
        ("Who won Euro 2016?", False),
        ("Whom did Orr, who was born in 1967, marry?", True),
        ("What fell on 8 March 2021?", False),
        ("What will open on 12 March 2021?", True),
    ],
)
def test_what_is_fresh_is_meant_where_no_older_days_are_named(question: str, fresh: bool) -> None:
    assert read_question(question, today=TODAY).fresh_on == (TODAY if fresh else None)


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("Who was the mayor of Elmstead in 2020?", True),
        ("Who coached Ellery Rovers in May?", True),
        ("How much did a ticket cost in 2020?", True),
        ("How much was the bridge to cost in 2020?", True),
        ("How many people were missing on 8 June 2020?", True),
        ("How many people were killed on 8 June 2020?", False),
        ("Who was the winner of the race in 2020?", False),
        ("Who was the first man on the moon in 1969?", False),
        ("Who won the race in 2020?", False),
        ("Who was Port Ellery's mayor in 2020?", True),
        ("Who was the prime minister of Orle in 2020?", True),
        ("Who was fired as coach of Rovers in 2020?", False),
        ("Who was the former coach of Rovers in 2020?", False),
        ("Who was shot by the police chief in 2020?", False),
        ("Who ran the marathon in 2020?", False),
        ("How much did the company earn in 2020?", False),
        ("How much did the fire cost the city in 2020?", False),
        ("How many were at the concert on 3 May 2020?", False),
        ("How many were on the ferry that sank on 3 May 2020?", False),
    ],
)
def test_what_holds_until_it_is_told_anew_is_a_state(question: str, state: bool) -> None:
    assert read_question(question, today=TODAY).state is state


def test_what_had_happened_by_a_day_is_sought_without_it() -> None:
    question = "How many had died by 9 June 2020?"
    asked = read_question(question, today=TODAY)
    assert asked.window == Period()
    assert asked.held == Period(None, date(2020, 6, 9))
    assert asked.plain(question, ["By 8 June 2020 six had died."]) == "How many had died?"


def test_who_is_only_told_of_is_sought_behind_a_long_run_of_capitals() -> None:
    asked = read_question(f"{'A' * 4000}!, who won in 2019, lost when?", today=TODAY)
    assert asked.period == Period(date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize("office", ["rector", "principal", "chairperson", "king"])
def test_an_office_is_a_state(office: str) -> None:
    assert read_question(f"Who was the {office} of Ostrava in 2019?", today=TODAY).state


@pytest.mark.parametrize("day", ["in 2010 ", "1 May ", "on Monday "])
def test_a_question_may_be_full_of_days(day: str) -> None:
    question = f"Who won {day * 600}in 2019?"
    assert read_question(question, today=TODAY).matched[-1][1] == len(question) - 1
