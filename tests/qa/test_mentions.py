"""Relative dates mean the days that a newspaper's reader would take them for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qa.mentions import mentions
from qa.types import Mention

# The fifteenth of March 2023 was a Wednesday:
#   Mo  Tu  We  Th  Fr  Sa  Su
#    6   7   8   9  10  11  12
#   13  14 [15] 16  17  18  19
#   20  21  22  23  24  25  26
WEDNESDAY = date(2023, 3, 15)
MEANS = [
    # A bare weekday in a report: the latest, the day of publication included.
    ("The bridge fell on Sunday.", "on Sunday", "2023-03-12"),
    ("The bridge fell on Wednesday.", "on Wednesday", "2023-03-15"),
    ("The bridge fell on Thursday.", "on Thursday", "2023-03-09"),
    ("The mayor told reporters Tuesday.", "Tuesday", "2023-03-14"),
    ("On Monday evening, the bridge fell.", "On Monday evening", "2023-03-13"),
    ("It opened early on Monday.", "early on Monday", "2023-03-13"),
    ("It closed late Friday night.", "late Friday night", "2023-03-10"),
    ("Sunday’s storm tore off roofs.", "Sunday", "2023-03-12"),
    ("The mayor said on Sunday that it will reopen.", "on Sunday", "2023-03-12"),
    ("On Monday, Mr Brodie said it would take years.", "On Monday", "2023-03-13"),
    ("Rain fell on Saturday and the river rose.", "on Saturday", "2023-03-11"),
    ("The man, who was arrested on Tuesday, is 41.", "on Tuesday", "2023-03-14"),
    ("“It is safe,” she said in a Tuesday statement.", "Tuesday", "2023-03-14"),
    ("There were reports Monday night of hail.", "Monday night", "2023-03-13"),
    (
        "After listening Monday night in that room, what is holding me is awe.",
        "Monday night",
        "2023-03-13",
    ),
    # One that the verb looks ahead to: the first to come.
    ("The court will meet on Sunday.", "on Sunday", "2023-03-19"),
    ("The mayor said that it will reopen on Monday.", "on Monday", "2023-03-20"),
    ("They plan to march on Saturday.", "on Saturday", "2023-03-18"),
    ("The verdict is expected on Friday.", "on Friday", "2023-03-17"),
    ("The album will be released Friday.", "Friday", "2023-03-17"),
    ("The fair opens Thursday.", "Thursday", "2023-03-16"),
    ("She is holding a rally on Tuesday.", "on Tuesday", "2023-03-21"),
    ("On Saturday, the two teams will play again.", "On Saturday", "2023-03-18"),
    ("The court will meet on Wednesday.", "on Wednesday", "2023-03-15"),
    ("They were going to hit it on Monday.", "on Monday", "2023-03-20"),
    ("She has cancelled her concert on Friday.", "on Friday", "2023-03-17"),
    # With a word that says which.
    ("He resigned last Friday.", "last Friday", "2023-03-10"),
    ("He resigned last Wednesday.", "last Wednesday", "2023-03-08"),
    ("The vote is next Tuesday.", "next Tuesday", "2023-03-21"),
    ("The vote is next Wednesday.", "next Wednesday", "2023-03-22"),
    ("It happened this past Saturday.", "this past Saturday", "2023-03-11"),
    ("The vote is this Sunday.", "this Sunday", "2023-03-19"),
    ("He left on Tuesday last week.", "on Tuesday last week", "2023-03-07"),
    ("They meet on Friday of next week.", "on Friday of next week", "2023-03-24"),
    # Days.
    ("It opened today.", "today", "2023-03-15"),
    ("It opened yesterday.", "yesterday", "2023-03-14"),
    ("Yesterday afternoon, snow fell.", "Yesterday afternoon", "2023-03-14"),
    ("The show airs tonight.", "tonight", "2023-03-15"),
    ("It snowed last night.", "last night", "2023-03-14"),
    ("It snowed this morning.", "this morning", "2023-03-15"),
    ("It will snow tomorrow.", "tomorrow", "2023-03-16"),
    ("She died the day before yesterday.", "the day before yesterday", "2023-03-13"),
    ("It opens the day after tomorrow.", "the day after tomorrow", "2023-03-17"),
    ("It fell two days ago.", "two days ago", "2023-03-13"),
    ("Three weeks ago, it fell.", "Three weeks ago", "2023-02-20 2023-02-26"),
    ("It fell 4 months ago.", "4 months ago", "2022-11-01 2022-11-30"),
    ("It fell a year ago.", "a year ago", "2022-01-01 2022-12-31"),
    # Weeks, months, years.
    ("It fell this week.", "this week", "2023-03-13 2023-03-19"),
    ("It fell earlier this week.", "earlier this week", "2023-03-13 2023-03-15"),
    ("It fell last week.", "last week", "2023-03-06 2023-03-12"),
    ("It opens next week.", "next week", "2023-03-20 2023-03-26"),
    ("It fell over the weekend.", "over the weekend", "2023-03-11 2023-03-12"),
    ("It fell last weekend.", "last weekend", "2023-03-11 2023-03-12"),
    ("It will open this weekend.", "this weekend", "2023-03-18 2023-03-19"),
    ("It opens next weekend.", "next weekend", "2023-03-25 2023-03-26"),
    ("It fell last month.", "last month", "2023-02-01 2023-02-28"),
    ("It fell earlier this month.", "earlier this month", "2023-03-01 2023-03-15"),
    ("It opens later this month.", "later this month", "2023-03-15 2023-03-31"),
    ("It fell earlier this year.", "earlier this year", "2023-01-01 2023-03-15"),
    ("It fell late last year.", "late last year", "2022-01-01 2022-12-31"),
    ("It opens next year.", "next year", "2024-01-01 2024-12-31"),
    ("This year’s crop failed.", "This year", "2023-01-01 2023-12-31"),
    ("It rained over the past week.", "the past week", "2023-03-08 2023-03-15"),
    ("It rained in the last three days.", "the last three days", "2023-03-12 2023-03-15"),
    ("In the past 24 hours, 40 fell ill.", "the past 24 hours", "2023-03-14 2023-03-15"),
    ("It will rain in the next two months.", "the next two months", "2023-03-15 2023-05-15"),
    # Months and days of the month without a year.
    ("It fell in January.", "in January", "2023-01-01 2023-01-31"),
    ("He wrote in January that it was safe.", "in January", "2023-01-01 2023-01-31"),
    ("A judge in May blocked a law that was passed in 1931.", "in May", "2022-05-01 2022-05-31"),
    ("It fell in October.", "in October", "2022-10-01 2022-10-31"),
    ("It will open in June.", "in June", "2023-06-01 2023-06-30"),
    ("It has been shut since late November.", "since late November", "2022-11-01 2022-11-30"),
    ("Police arrested a suspect Monday in the town.", "Monday", "2023-03-13"),
    ("It was forecast for the next two days.", "the next two days", "2023-03-15 2023-03-17"),
    ("It fell in March.", "in March", "2023-03-01 2023-03-31"),
    ("It fell last May.", "last May", "2022-05-01 2022-05-31"),
    ("It opens next March.", "next March", "2024-03-01 2024-03-31"),
    ("It fell in December of last year.", "in December of last year", "2022-12-01 2022-12-31"),
    ("It fell on 5 March.", "on 5 March", "2023-03-05"),
    ("It fell on March 5th, he said.", "on March 5th", "2023-03-05"),
    ("It fell on the 28th of December.", "28th of December", "2022-12-28"),
    ("It will open on 2 May.", "on 2 May", "2023-05-02"),
    ("It will run from April 3–7.", "April 3–7", "2023-04-03 2023-04-07"),
    ("The fair is on Sunday, March 26.", "on Sunday, March 26", "2023-03-26"),
    ("The fair was on Thurs. 2 March.", "on Thurs. 2 March", "2023-03-02"),
    ("The trial began on Jan. 30.", "on Jan. 30", "2023-01-30"),
]
MEANS_NO_DAY = [
    "It fell on 3 January 2020.",
    "It fell on Sunday, 5 March 2023.",
    "It fell in March 2021.",
    "It may rain.",
    "They march in May Hall.",
    "The Million March drew crowds.",
    "Theresa May resigned, and by May’s own account she was tired.",
    "She read the Sunday Times.",
    "He wrote in the Sunday papers.",
    "He spoke on Monday Night Football.",
    "Shops were crowded on Black Friday.",
    "On Good Friday, the bells are silent.",
    "Nothing good comes of Friday the 13th.",
    "Super Tuesday decides much.",
    "He scored in the second half.",
    "It is open every Sunday.",
    "It is open on Sundays.",
    "It is open Monday to Friday.",
    "It is open Monday–Friday.",
    "It was a Sunday.",
    "On a quiet Monday he walked out with it.",
    "Ten more people walked on the Moon over the next three years.",
    "In March of the same year, it fell.",
    "The Monday of that week was cold.",
    "The following Monday, he left.",
    "He left on the Monday before the vote.",
    "Wednesday Addams is a girl in black.",
    "The sun sat low, and Sun Microsystems fell.",
    "USA Today reported it.",
    "She hummed “Yesterday” all along.",
    "The Tonight Show was cut.",
    "Today’s society is in a hurry.",
    "In the last week of the war, it fell.",
    "He spent the last year of his life there.",
    "The next day, he left.",
    "It fell nearly two years ago.",
    "It fell a few days ago.",
    "“It is cold today,” she said.",
    "In 1944, the town was freed on 5 May.",
    "He was born in April 1950; in June he was baptised.",
    "Dust was high in April and May of 2020.",
    "“They died three days ago,” she said.",
    "June Carter sang with August Wilson.",
    "The January 6 attack shook them.",
    "It grew 5 percent; in March Madness, nobody works.",
    "Man Friday saw him.",
    "The Last Week is a film.",
]


# Published on Wednesday, 10 May 2023.
MAY = date(2023, 5, 10)
MEANS_IN_MAY = [
    # What was planned then is ahead, whatever became of it.
    ("It was to be held this Sunday.", ["2023-05-14"]),
    ("It was to have been held this Saturday.", ["2023-05-13"]),
    ("The fair was held this Sunday.", ["2023-05-07"]),
    ("The match was postponed on Monday.", ["2023-05-08"]),
    ("Work was to begin in June.", ["2023-06-01 2023-06-30"]),
    ("Work began in March.", ["2023-03-01 2023-03-31"]),
    ("He has asked the chairman, Bell, to succeed him from 1 July.", ["2023-07-01"]),
    ("The opening has been put off until 30 September.", ["2023-09-30"]),
    ("The toll applies from 1 December.", ["2023-12-01"]),
    # Another word of time beside the date.
    ("He resigned on 24 May last year.", ["2022-05-24"]),
    ("He was shot on June 8 last year.", ["2022-06-08"]),
    ("The trial will begin on 20 June next year.", ["2024-06-20"]),
    ("Workers marched on 6 January this year.", ["2023-01-06"]),
    ("The shooting last May 24 killed 21.", ["2022-05-24"]),
    ("The next fair is next May 5.", ["2024-05-05"]),
    ("He resigned last year in March.", ["2022-03-01 2022-03-31"]),
    ("Two years ago, on 5 May, he resigned.", ["2021-01-01 2021-12-31"]),
    ("It fell in March two years ago.", ["2021-01-01 2021-12-31"]),
    ("He died on 5 May the following year.", []),
    ("He spoke last week on Tuesday.", ["2023-05-01 2023-05-07"]),
    ("She disappeared a week ago today.", ["2023-05-03"]),
    ("“She left a week ago today,” he said.", []),
    ("The war began a year ago today.", ["2022-05-10"]),
    ("It was a year ago this week.", []),
    ("Two weeks ago on Sunday, a bomb exploded.", []),
    ("The election is a week from Sunday.", []),
    ("The match is a week on Saturday.", []),
    ("It will be open for two weeks from Saturday.", ["2023-05-13"]),
    ("It opened on Sunday, last year’s winner said.", ["2023-05-07", "2022-01-01 2022-12-31"]),
    # People and a month that are called as modals are.
    ("The bill was vetoed by Theresa May on Friday.", ["2023-05-05"]),
    ("The actor was slapped by Will Smith on Sunday.", ["2023-05-07"]),
    ("From March to May, 200 people died.", ["2023-03-01 2023-03-31"]),
    ("Will he resign on Friday?", ["2023-05-12"]),
    # What is past does not lie ahead, unless an article was updated soon after.
    ("He has been held since June.", ["2022-06-01 2022-06-30"]),
    ("Fire crews, expected to leave, have been there since Friday.", ["2023-05-05"]),
    ("He was arrested on 3 June.", []),
    ("He was born on 29 February.", []),
    ("The park has been shut since 12 May.", []),
    ("He said in June that it was safe.", []),
    ("He was shot on 12 May.", ["2023-05-12"]),
    # What is on a timetable lies ahead.
    ("The final is on Saturday.", ["2023-05-13"]),
    ("The elections are on Sunday.", ["2023-05-14"]),
    ("It was moved, and the deadline is 12 January.", ["2024-01-12"]),
    ("Turkey goes to the polls on Sunday.", ["2023-05-14"]),
    ("The vote takes place on Sunday.", ["2023-05-14"]),
    ("The sale ends on Friday.", ["2023-05-12"]),
    ("The exhibition runs until Sunday.", ["2023-05-14"]),
    ("It is Saturday morning in Paris.", ["2023-05-06"]),
    ("Among the worst is Sunday’s shooting.", ["2023-05-07"]),
]


def days(mention: Mention) -> str:
    first, last = mention.period.first, mention.period.last
    return str(first) if first == last else f"{first} {last}"


@pytest.mark.parametrize(("text", "words", "expected"), MEANS, ids=[row[0] for row in MEANS])
def test_a_mention_means_days(text: str, words: str, expected: str) -> None:
    found = mentions(text, published=WEDNESDAY)
    assert [(mention.text, days(mention)) for mention in found] == [(words, expected)]


@pytest.mark.parametrize(("text", "expected"), MEANS_IN_MAY, ids=[row[0] for row in MEANS_IN_MAY])
def test_what_stands_beside_a_mention_tells_its_days(text: str, expected: list[str]) -> None:
    assert [days(mention) for mention in mentions(text, published=MAY)] == expected


@pytest.mark.parametrize("text", MEANS_NO_DAY)
def test_what_only_looks_like_a_mention_is_left(text: str) -> None:
    assert mentions(text, published=WEDNESDAY) == ()


def test_several_are_told_in_order() -> None:
    text = "On Sunday it fell; last year nobody had looked, and on Friday it will be rebuilt."
    found = mentions(text, published=WEDNESDAY)
    assert [mention.text for mention in found] == ["On Sunday", "last year", "on Friday"]
    assert [days(mention)[:10] for mention in found] == ["2023-03-12", "2022-01-01", "2023-03-17"]


def test_without_a_day_of_publication_nothing_is_told() -> None:
    assert mentions("It fell on Sunday.", published=None) == ()


def test_other_languages_say_nothing() -> None:
    assert mentions("Am Sonntag fiel die Brücke, gestern auch.", published=WEDNESDAY) == ()


def test_offsets_are_the_articles_in_code_points() -> None:
    text = "🌉 It fell on Sunday."
    (mention,) = mentions(text, published=WEDNESDAY, offset=100)
    assert (mention.start, mention.end) == (110, 119)


def test_every_mention_is_a_slice_with_days_in_order_on_every_day_of_two_years() -> None:
    for shift in range(0, 731, 7 * 5 + 1):
        published = date(2023, 12, 25) + timedelta(shift)
        for text, words, _ in MEANS:
            for mention in mentions(text, published=published, offset=7):
                assert text[mention.start - 7 : mention.end - 7] == mention.text == words
                assert mention.period.first is not None
                assert mention.period.last is not None
                assert mention.period.first <= mention.period.last


def test_a_leap_day_and_the_turn_of_the_year() -> None:
    (leap,) = mentions("It fell on 29 February.", published=date(2024, 3, 4))
    (month,) = mentions("It fell last month.", published=date(2024, 1, 4))
    (year,) = mentions("It rained over the past year.", published=date(2024, 2, 29))
    assert days(leap) == "2024-02-29"
    assert days(month) == "2023-12-01 2023-12-31"
    assert days(year) == "2023-02-28 2024-02-29"
    assert mentions("It fell on 30 February.", published=date(2024, 3, 4)) == ()
