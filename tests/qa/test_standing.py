"""What is planned was not done, who left is not in office, another's chairman is another's."""

from __future__ import annotations

from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate
from qa.asked import read_question
from qa.reader import Span
from qa.standing import ANOTHERS, LEFT, OTHER_TIME, SOON, SUCCEEDS, UNNAMED, Standing
from qa.wanted import Wanted


def span(text: str, words: str, published: date | None = None) -> Span:
    passage = Passage(1, 1, "/1.txt", "", "", published, "", 0, len(text), text)
    start = text.index(words)
    return Span(Hit(passage, 0.5, 0.5, 1.0), 0, start, start + len(words), 5.0, 0.9)


def candidate(*spans: Span, unnamed: float = 0.0) -> Candidate:
    features = tuple(unnamed if name == "unnamed" else 0.5 for name in FEATURES)
    return Candidate(spans, features)


def standing(question: str) -> Standing:
    asked = read_question(question, today=date(2026, 11, 26))
    return Standing(question, Wanted.of(question, lambda term: 1.0), asked)


PARADE = "When was the parade held?"
CONVICTED = "Who was convicted of the fraud?"
OPENED = "When did the bridge open?"


@pytest.mark.parametrize(
    ("question", "text", "words", "undone"),
    [
        (PARADE, "The parade was held on Wednesday.", "Wednesday", False),
        (PARADE, "The parade, planned for Wednesday, was put off.", "Wednesday", True),
        (PARADE, "The parade will be held on Wednesday.", "Wednesday", True),
        (PARADE, "The parade could draw thousands on Wednesday.", "Wednesday", True),
        ("When will the parade be held?", "It will be held on Wednesday.", "Wednesday", False),
        (CONVICTED, "Lee faces twelve years if he is convicted.", "Lee", True),
        (CONVICTED, "Lee was convicted of fraud on Friday.", "Lee", False),
        (CONVICTED, "Lee pleaded guilty to fraud.", "Lee", False),
        (CONVICTED, "The fraud trial of Lee heard a nurse.", "Lee", True),
        (CONVICTED, "Lee was acquitted of fraud.", "Lee", True),
        ("When was Lee convicted?", "The jury spoke on Friday.", "Friday", False),
        (CONVICTED, "Lee was found guilty of fraud and faces ten years in prison.", "Lee", False),
        (CONVICTED, "Lee was jailed for ten years and could be free in three.", "Lee", False),
        (CONVICTED, "Lee, who was charged in 2019, was convicted of fraud.", "Lee", False),
        (CONVICTED, "Lee got 20 months for the fraud.", "Lee", False),
        (CONVICTED, "Prosecutors want Lee jailed for fraud.", "Lee", True),
        (CONVICTED, "Lee spent years on the fraud.", "Lee", True),
        (CONVICTED, "Lee was found not guilty of fraud.", "Lee", True),
        ("Which court convicted Lee?", "The court in Brenn heard Lee.", "The court", False),
        (CONVICTED, "Lee was convicted of fraud, and Kim acquitted.", "Lee", False),
        ("Where was the mine?", "The mine near Brenn was abandoned in 1930.", "Brenn", False),
        ("Who was the suspect?", "Kim, the suspect, was due in court.", "Kim", False),
        ("When was the parade?", "The parade was on Wednesday.", "Wednesday", False),
        ("When was the parade?", "The parade will be held on Wednesday.", "Wednesday", False),
        ("When was the parade?", "The parade, due on Wednesday, was put off.", "Wednesday", True),
        ("When was the parade?", "The parade, due on Wednesday, was scrapped.", "Wednesday", True),
        (OPENED, "The bridge will not open before 2030.", "2030", True),
        (OPENED, "The bridge opened in 2030, as was planned.", "2030", False),
        ("How much did the move cost?", "The move will cost 3 million.", "3 million", True),
        ("When did the strike begin?", "A strike could begin in May.", "May", True),
        ("Which firm recalled cars?", "Ford is recalling cars that may burn.", "Ford", False),
        ("What did Lee offer to pay?", "Lee would pay 3 million.", "3 million", False),
        ("What wage did Lee call for?", "It should be 3 euros, Lee said.", "3 euros", False),
        ("How many readers does it have?", "It expects to have 35 by May.", "35", True),
        ("How many readers does it have?", "It has 35, and expects 40.", "35", False),
        ("How many readers will it have?", "It expects to have 35 by May.", "35", False),
        ("What is its turnover?", "The paper would be worth 3 million.", "3 million", True),
        ("What is its turnover?", "It is 3 million, up from the 2 expected.", "3 million", False),
        ("What is its capital?", "She plans to visit Brenn, its capital.", "Brenn", False),
        ("How many work there?", "The firm, which plans cuts, has 40.", "40", False),
        (CONVICTED, "Lee was sent to jail on remand over the fraud.", "Lee", True),
        ("Who founded Orr?", "The founder of Orr, Ann Lee, plans to retire.", "Ann Lee", False),
        ("Who painted it?", "The portrait, by Ann Lee, will be unveiled.", "Ann Lee", False),
        ("Who won the cup?", "Ann Lee will win the cup.", "Ann Lee", True),
        ("Who won the cup?", "The cup that Lee hoped for was called off.", "Lee", True),
        (CONVICTED, "Lee, who had pleaded not guilty, was convicted of fraud.", "Lee", False),
        (CONVICTED, "Lee, who may appeal, was sent to prison for fraud.", "Lee", False),
        (CONVICTED, "Lee, who was in court, could be sent to prison.", "Lee", True),
        ("What wage did Lee pay?", "It should be 3 euros, Lee said.", "3 euros", True),
    ],
)
def test_what_is_to_come_was_not_done(question: str, text: str, words: str, undone: bool) -> None:
    assert (standing(question).falls_short(candidate(span(text, words))) == "not done") is undone


def test_one_sentence_that_tells_it_as_done_is_enough() -> None:
    told = candidate(
        span("The parade will be held on Wednesday.", "Wednesday"),
        span("The parade was held on Wednesday.", "Wednesday"),
    )
    assert standing(PARADE).falls_short(told) == ""


MAYOR = "Who is the mayor of Elmstead?"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Kim, the mayor of Elmstead, spoke.", 0),
        ("Kim resigned as mayor of Elmstead.", LEFT),
        ("Kim, 61, stepped down as mayor.", LEFT),
        ("Kim is leaving as mayor of Elmstead.", LEFT),
        ("Kim, the mayor of Elmstead, is to be replaced with immediate effect.", LEFT),
        ("Kim, the mayor of Elmstead, is leaving hospital.", 0),
        ("Kim, the mayor of Elmstead, will step down on 31 December 2026.", 0),
        ("Kim has not resigned as mayor.", 0),
        ("The former mayor of Elmstead, Kim, spoke.", LEFT),
        ("Kim, who was dismissed as mayor of Elmstead, spoke.", LEFT),
        ("Three are on the ballot when Elmstead elects a new mayor, Kim of them.", LEFT),
        ("Kim is running for mayor of Elmstead.", LEFT),
        ("Kim, the mayor of Elmstead, left Elmstead on Monday.", 0),
        ("Kim, the mayor of Elmstead, is running for a third term.", 0),
        ("Kim, the mayor of Elmstead, runs for charity every May.", 0),
        ("Kim, who retired as a teacher in 2019, is the mayor of Elmstead.", 0),
        ("Mayor Kim, who quit smoking, opened the fair.", 0),
        ("Kim, who resigned from the bank in May, is the mayor of Elmstead.", 0),
    ],
)
def test_who_has_left_is_not_in_office(text: str, lost: float) -> None:
    assert standing(MAYOR).loses(candidate(span(text, "Kim"))) == lost
    assert standing("Who was the mayor of Elmstead?").loses(candidate(span(text, "Kim"))) == 0


def test_who_was_to_leave_has_left_once_the_day_has_come() -> None:
    text = "Kim, the mayor of Elmstead, will step down on 31 October."
    told = candidate(span(text, "Kim", date(2026, 9, 1)))
    assert standing(MAYOR).loses(told) == LEFT  # asked on 26 November
    soon = text.replace("October", "December")
    assert standing(MAYOR).loses(candidate(span(soon, "Kim", date(2026, 9, 1)))) == 0


def test_who_held_an_office_on_a_day_was_told_before_it() -> None:
    elected = span("Kim was elected mayor of Elmstead.", "Kim", date(2026, 5, 18))
    left = span("Kim resigned as mayor of Elmstead.", "Kim", date(2026, 9, 14))
    kim = candidate(elected, left)
    assert standing("Who was the mayor of Elmstead in July 2026?").loses(kim) == 0
    assert standing("Who was the mayor of Elmstead in January 2026?").loses(kim) == LEFT
    assert standing("Who was the mayor of Elmstead before May 2026?").loses(kim) == LEFT
    assert standing("Who was the mayor of Elmstead on 1 October 2026?").loses(kim) == LEFT
    assert standing("Who was the mayor of Elmstead in July 2028?").loses(candidate(elected)) > 0


def test_a_figure_told_only_later_did_not_hold_then() -> None:
    later = candidate(span("The bridge will cost 385 million.", "385 million", date(2026, 8, 19)))
    before = candidate(span("The bridge will cost 310 million.", "310 million", date(2026, 2, 11)))
    asked = standing("How much was the bridge to cost in March 2026?")
    assert (asked.loses(later), asked.loses(before)) == (LEFT, 0)


def test_what_a_sentence_says_of_its_days_held_then() -> None:
    grown = span("Brenn has grown from 41,000 in 2001.", "41,000", date(2026, 5, 18))
    lived = standing("How many people lived in Brenn in 2001?")
    assert lived.loses(candidate(grown)) == 0
    king = span("Otto ruled Orle as its king from 1801 until 1830.", "Otto", date(2026, 5, 18))
    assert standing("Who was the king of Orle in 1820?").loses(candidate(king)) == 0


def test_who_left_within_the_days_asked_about_was_in_office() -> None:
    left = span("Kim resigned as mayor of Elmstead.", "Kim", date(2026, 9, 14))
    asked = standing("Who was the mayor of Elmstead in 2026?")
    assert asked.loses(candidate(left)) == 0


def test_the_morning_after_is_not_much_later() -> None:
    soon = candidate(span("Eleven were missing.", "Eleven", date(2026, 6, 9)))
    late = candidate(span("Two were missing.", "Two", date(2026, 6, 15)))
    asked = standing("How many people were missing on 8 June 2026?")
    assert (asked.loses(soon), asked.loses(late)) == (SOON, LEFT)


def test_who_has_left_a_firm_does_not_lead_it() -> None:
    left = candidate(span("Kim, who left Ellery Trams in August, spoke.", "Kim"))
    assert standing("Who leads Ellery Trams?").loses(left) == LEFT
    assert standing("Who leads the union?").loses(left) == 0
    rovers = candidate(span("Kim, who left Brenn United in 2019, coaches Brenn Rovers.", "Kim"))
    assert standing("Who coaches Brenn Rovers?").loses(rovers) == 0
    talks = candidate(span("Kim left Ellery on Monday for talks.", "Kim"))
    assert standing("Who leads Ellery Trams?").loses(talks) == 0


def test_a_candidate_who_is_elsewhere_called_mayor_is_in_office() -> None:
    stands = span("Kim is a candidate for mayor of Elmstead.", "Kim")
    mayor = span("Kim, mayor of Elmstead, spoke.", "Kim")
    assert standing(MAYOR).loses(candidate(stands, mayor)) == 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the former mayor of Elmstead?", "The former mayor of Elmstead, Kim, spoke."),
        ("Who is the minister who resigned?", "Kim resigned as minister."),
    ],
)
def test_a_question_for_who_has_left_is_answered_by_them(question: str, text: str) -> None:
    assert standing(question).loses(candidate(span(text, "Kim"))) == 0


def test_who_came_back_is_in_office() -> None:
    left = span("Kim resigned as mayor.", "Kim", date(2020, 5, 1))
    back = span("Kim is mayor of Elmstead again.", "Kim", date(2024, 5, 1))
    assert standing(MAYOR).loses(candidate(left, back)) == 0
    before = span("Kim is mayor of Elmstead.", "Kim", date(2019, 5, 1))
    assert standing(MAYOR).loses(candidate(left, before)) == LEFT


def test_anothers_chairman_is_not_the_one_who_is_asked_for() -> None:
    said = candidate(span("Tamsin's chairman, Edgar Lund, agreed.", "Edgar Lund"))
    assert standing("Who is the chairman of Norwick Foods?").doubted(said) == ANOTHERS
    assert standing("Who is the chairman of Tamsin?").doubted(said) == 0


def test_who_leads_the_union_does_not_lead_the_firm() -> None:
    said = candidate(span("Hanna Dobrev, who leads the union, agreed.", "Hanna Dobrev"))
    assert standing("Who leads Ellery Trams?").doubted(said) == ANOTHERS
    assert standing("Who leads the Ellery Transit Union?").doubted(said) == 0
    mill = candidate(span("Kim, who runs the mill, agreed.", "Kim"))
    assert standing("Who runs the mill in Orle?").doubted(mill) == 0
    company = candidate(span("Hanna Dobrev, who leads the company, agreed.", "Hanna Dobrev"))
    assert standing("Who leads Ellery Trams?").doubted(company) == 0
    firm = candidate(span("Hanna Dobrev, who leads Ellery Trams, agreed.", "Hanna Dobrev"))
    assert standing("Who leads Ellery Trams?").doubted(firm) == 0


def test_an_article_without_a_name_is_doubted() -> None:
    lacking = candidate(span("The bridge is 300 metres long.", "300 metres"), unnamed=1.0)
    assert standing("How long is the Halden Bridge?").doubted(lacking) == UNNAMED


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many died in the crash?", "The crash killed 12 and blocked the road.", "12"),
        ("Who was arrested?", "Police detained Lee, who was due to fly to Rome.", "Lee"),
        ("Where did the ferry sink?", "The ferry, due to dock in Oslo, sank off Skagen.", "Skagen"),
        ("When did the trial begin?", "The trial opened on Monday; Lee will not speak.", "Monday"),
        ("Who won the race?", "Lee wins the race, which was to be held in Norwick.", "Lee"),
        (
            "How much did the mill cost?",
            "The mill cost 3 million and was to open in May.",
            "3 million",
        ),
        ("When did Kim quit?", "Kim quit on Friday and will not return.", "Friday"),
        ("Where did Kim hide the gun?", "Kim hid the gun in a barn that was to go.", "a barn"),
        ("When did police arrest Lee?", "Lee was arrested on Monday and will not go.", "Monday"),
        ("What did Lee postpone?", "Lee postponed his visit.", "his visit"),
        ("Who is the mayor of Elmstead?", "Mayor Kim will open the fair.", "Kim"),
        ("Who is the mayor of Elmstead?", "Mayor Kim may run again.", "Kim"),
    ],
)
def test_what_else_is_to_come_takes_nothing_back(question: str, text: str, words: str) -> None:
    assert standing(question).falls_short(candidate(span(text, words))) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Kim became mayor after Park resigned.",
        "Mayor Kim (left) opened the fair.",
        "In late May Mayor Kim opened the fair.",
        "Since then Kim has been mayor.",
        "Former boxer Kim was elected mayor.",
        "Former mayor Park lost to Kim.",
        "Mayor Kim said a man had died in the fire.",
        "Mayor Kim leaves for Rome on Monday.",
        "Kim refused to resign as mayor.",
    ],
)
def test_another_leaves_or_goes_elsewhere(text: str) -> None:
    assert standing(MAYOR).loses(candidate(span(text, "Kim"))) == 0


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("A man of 34 was arrested on suspicion of arson.", "A man of 34", "only accused"),
        ("Police suspect Kim, a baker.", "Kim", "only accused"),
        ("Kim set fire to the store, and was arrested.", "Kim", ""),
        ("Kim was convicted of arson after being charged in May.", "Kim", ""),
        ("Kim set fire to the store.", "Kim", ""),
    ],
)
def test_who_is_only_accused_has_not_done_it(text: str, words: str, short: str) -> None:
    asked = standing("Who set fire to the store?")
    assert asked.falls_short(candidate(span(text, words))) == short
    other = standing("Who was arrested over the store?")
    assert other.falls_short(candidate(span(text, words))) == ""


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Rovers dismissed their head coach, Kim, on Monday.", LEFT),
        ("Ada Lund replaces Kim as head coach.", LEFT),
        ("Ada Lund took over as coach from Kim.", LEFT),
        ("The club has named Ada Lund as its coach, in place of Kim.", LEFT),
        ("Ada Lund spoke at the summit in place of coach Kim, who was ill.", 0),
        ("Kim replaced Ada Lund as coach.", 0),
        ("Kim was appointed head coach.", 0),
    ],
)
def test_who_was_sent_away_is_not_in_office(text: str, lost: float) -> None:
    assert standing("Who is the coach of Rovers?").loses(candidate(span(text, "Kim"))) == lost


@pytest.mark.parametrize(
    ("question", "text", "words", "short"),
    [
        ("Who shot Lennon?", "Lennon was shot by Chapman, who was arrested.", "Chapman", ""),
        ("Who killed Lee?", "Kim shot Lee and was arrested.", "Kim", ""),
        ("Who bombed it?", "Israel bombed it, accusing Hamas of hiding there.", "Israel", ""),
        (
            "Who shot the film?",
            "The film, on a man charged with theft, was shot by Orr.",
            "Orr",
            "",
        ),
        ("Who betrayed Jesus?", "Jesus was betrayed by Judas and arrested.", "Judas", ""),
        ("Who killed Lee?", "Prosecutors say that Kim killed Lee.", "Kim", "only accused"),
        ("Who killed Lee?", "Kim denies murdering Lee.", "Kim", "only accused"),
        ("Who killed Lee?", "Kim faces trial for it.", "Kim", "only accused"),
        ("Who set fire to the store?", "It is owned by the merchants Kim.", "Kim", "no answer"),
        ("Who set fire to the store?", "The fire was laid by Kim, a baker.", "Kim", ""),
        ("Who stole the ring?", "Kim, 34, was jailed for the theft.", "Kim", ""),
        ("Who killed Lee?", "Kim, his neighbour, moved in last year.", "Kim", "no answer"),
        ("Who killed Lee?", "The gunman was Kim, a neighbour.", "Kim", ""),
        ("Who killed Lee?", "Kim, a brother of Lee, did it.", "Kim", ""),
        ("Who killed Lee?", "Kim did not attend the funeral.", "Kim", "no answer"),
        ("Who killed Caesar?", "Brutus assassinated Caesar.", "Brutus", ""),
        ("Who killed Lee?", "Kim was indicted on Tuesday.", "Kim", "only accused"),
        ("Who killed Lee?", "A baker, Kim, has been arrested.", "Kim", "only accused"),
        ("Who killed Lee?", "Kim, the man whom police believe did it.", "Kim", "only accused"),
        (
            "Who killed Lee?",
            "The indictment names Kim, 41, as Lee's killer.",
            "Kim",
            "only accused",
        ),
        ("Who killed Lee?", "Kim is alleged to have killed Lee.", "Kim", "only accused"),
        ("Who killed Lee?", "The trial of Kim, accused of killing Lee.", "Kim", "only accused"),
        ("Who killed Lee?", "Kim, who police say acted alone, killed Lee.", "Kim", "only accused"),
        ("Who killed Lee?", "Kim killed Lee, who police say was unarmed.", "Kim", ""),
        ("Who killed Lee?", "Kim, tried for killing Lee, walked free.", "Kim", "only accused"),
        (
            "Who killed Lee?",
            "Kim, jailed for killing Orr, knew. No one was charged.",
            "Kim",
            "only accused",
        ),
        ("Who killed Lee?", "Rumours that Kim killed Lee were unfounded.", "Kim", "only accused"),
        (
            "Who killed Lee?",
            "In a book, Orr has Kim kill Lee. It is unsolved.",
            "Kim",
            "only accused",
        ),
        ("Who killed Lee?", "Kim had denied it, and was found guilty of killing Lee.", "Kim", ""),
        ("Who killed Lee?", "Police detained Kim on Tuesday.", "Kim", "only accused"),
        ("Which hurricane killed 1,800?", "Hurricane Ada left 1,800 behind.", "Hurricane Ada", ""),
        ("Who shot the film?", "The cinematographer was Kim.", "Kim", ""),
        ("Who planted the trees?", "Kim put 500 saplings in the ground.", "Kim", ""),
    ],
)
def test_what_a_second_reader_found_of_accusations(
    question: str, text: str, words: str, short: str
) -> None:
    assert standing(question).falls_short(candidate(span(text, words))) == short


@pytest.mark.parametrize(
    "text",
    [
        "Park was replaced as coach by Kim.",
        "Rovers sacked Park and replaced him with Kim.",
        "After Rovers sacked their coach, Kim took charge.",
        "A crowd followed coach Kim into the hall.",
        "Protesters fired shots at Kim, the coach of Rovers.",
        "The chairman never fired Kim, the coach of Rovers.",
    ],
)
def test_who_came_after_is_in_office(text: str) -> None:
    assert standing("Who is the coach of Rovers?").loses(candidate(span(text, "Kim"))) == 0


@pytest.mark.parametrize(
    ("text", "words", "lost"),
    [
        ("2021: vaccine was the word of the year 2021.", "vaccine", OTHER_TIME),
        ("2021:The word of the year is vaccine", "vaccine", OTHER_TIME),
        ("28 November 2021: Word of the year is vaccine", "vaccine", OTHER_TIME),
        ("2022: gaslighting was chosen.", "gaslighting", 0),
        ("2021 was over when gaslighting was chosen.", "gaslighting", 0),
        ("Gaslighting was chosen, after vaccine in 2021.", "Gaslighting", 0),
    ],
)
def test_a_line_of_another_year_is_not_of_this_one(text: str, words: str, lost: float) -> None:
    told = span(f"The word of the year 2022 is out.\n\n{text}", words, date(2022, 11, 28))
    assert (
        standing("Which word was chosen as word of the year in 2022?").loses(candidate(told))
        == lost
    )


@pytest.mark.parametrize(
    ("text", "words", "lost"),
    [
        ("Its editors made vaccine the 2021 word of the year.", "vaccine", OTHER_TIME),
        ("Gaslighting is the 2022 word, as vaccine was the 2021 word.", "Gaslighting", 0),
        ("Its editors made gaslighting the word of the year.", "gaslighting", 0),
        ("Its editors, in the 2021 building, chose gaslighting.", "gaslighting", 0),
        ("It fell in 2021 word by word, said the editors of vaccine.", "vaccine", 0),
        ("The 2021 word of the year was vaccine.", "vaccine", OTHER_TIME),
        ("Gaslighting, heir of the 2021 word, was chosen.", "Gaslighting", 0),
        ("Gaslighting beat the favourite in a rematch of the 2021 word contest.", "Gaslighting", 0),
        ("In 2022 gaslighting follows the 2021 word.", "gaslighting", 0),
    ],
)
def test_another_years_edition_is_not_this_ones(text: str, words: str, lost: float) -> None:
    told = span(f"Words are chosen each year.\n\n{text}", words, date(2022, 11, 28))
    assert standing("Which is the 2022 word of the year?").loses(candidate(told)) == lost


@pytest.mark.parametrize(
    ("question", "text", "lost"),
    [
        (MAYOR, "Kim, who had led Elmstead for nine years, spoke.", LEFT),
        (MAYOR, "Kim gave way to Lee as mayor of Elmstead.", LEFT),
        (MAYOR, "Kim is giving up the office of mayor.", LEFT),
        (MAYOR, "Kim, who had led the fire service, is the mayor of Elmstead.", 0),
        (MAYOR, "Kim, who had led Elmstead before, is mayor again.", 0),
        (MAYOR, "Mayor Kim makes way for ducks in Elmstead.", 0),
        (MAYOR, "Kim gave up the office car in Elmstead.", 0),
        (MAYOR, "Kim gave the mayor of Elmstead a book.", 0),
    ],
)
def test_who_gave_way_is_not_in_office(question: str, text: str, lost: float) -> None:
    assert standing(question).loses(candidate(span(text, "Kim"))) == lost


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The chair, Hanna Tyll, becomes finance minister.", ANOTHERS),
        ("The chair, Hanna Tyll, becomes health minister.", 0),
        ("Hanna Tyll takes over from the finance minister as health minister.", 0),
        ("The chair, Hanna Tyll, becomes minister.", 0),
    ],
)
def test_the_finance_minister_is_not_the_health_minister(text: str, doubt: float) -> None:
    asked = standing("Who is Estrany's health minister?")
    assert asked.doubted(candidate(span(text, "Hanna Tyll"))) == doubt


def test_what_follows_does_not_date_what_was_told_before() -> None:
    asked = standing("Who won the tour in 2026?")
    won = "Daly won the tour at his first attempt."
    told = span(f"{won} In 2026 it will start in Rome.", "Daly", date(2025, 6, 1))
    before = span(f"In 2026 it went to Rome. {won}", "Daly", date(2027, 6, 1))
    after = span(f"{won} It was the hottest of all, in 2026.", "Daly", date(2027, 6, 1))
    assert asked.loses(candidate(told)) == OTHER_TIME
    assert asked.loses(candidate(before)) == 0
    assert asked.loses(candidate(after)) == 0


@pytest.mark.parametrize(
    ("question", "text", "doubt"),
    [
        ("Who was elected rector?", "Orr, the rector, is suspected of theft.", ANOTHERS),
        ("Who became rector in 2025?", "Orr, the rector, spoke of wine.", ANOTHERS),
        ("Who was elected rector?", "Orr was voted in as rector.", 0),
        ("Who was appointed rector?", "Orr takes over as rector.", 0),
        ("Who is the rector?", "Orr, the rector, is suspected of theft.", 0),
    ],
)
def test_who_holds_an_office_need_not_have_come_to_it(
    question: str, text: str, doubt: float
) -> None:
    assert standing(question).doubted(candidate(span(text, "Orr"))) == doubt


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        (
            "Who is Israel's defense minister?",
            "Israel Katz, the defence minister, spoke.",
            "Israel",
        ),
        (
            "Who is Italy's prime minister?",
            "Meloni, Italy's premier, fired her culture minister.",
            "",
        ),
        ("Who is the head coach of England?", "Tuchel named Barry assistant coach.", "Tuchel"),
        ("Who is the chair of the Fed?", "Powell, head of the Fed, spoke.", "Powell"),
        ("Who was elected mayor of London?", "Khan swept to victory in London.", "Khan"),
        ("Who was elected president of France?", "Macron defeated Marine Le Pen in 2017.", ""),
        (
            "Who was appointed manager of Chelsea?",
            "Chelsea announced Maresca as manager.",
            "Maresca",
        ),
        ("Who became king in 1952?", "Elizabeth came to the throne in 1952.", "Elizabeth"),
        ("Who became ill?", "Lee fell ill after the meal.", "Lee"),
        ("Who was named player of the year?", "Haaland scooped the player of the year award.", ""),
        ("Who runs Twitter?", "Musk, who ran PayPal, now runs Twitter.", "Musk"),
        (
            "Who coaches Liverpool?",
            "Slot, who coached Feyenoord before, coaches Liverpool.",
            "Slot",
        ),
    ],
)
def test_a_second_readers_offices(question: str, text: str, name: str) -> None:
    """Found by one who looked for right answers that the rules would doubt."""
    told = candidate(span(text, name or text.split(",")[0].split()[0]))
    assert standing(question).doubted(told) == 0


def test_a_long_question_is_read_at_once() -> None:
    asked = standing("Who is the " + "King's " * 2000 + "oarsman?")
    assert asked.doubted(candidate(span("Kim, the finance minister, spoke.", "Kim"))) == 0


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Her deputy, Rommel, becomes acting mayor until June.", -SUCCEEDS),
        ("Vold left, and Rommel took over as mayor.", -SUCCEEDS),
        ("Vold left. Rommel, her deputy, was sorry.", 0),
        ("Rommel, who has become mayor, spoke.", -SUCCEEDS),
        ("Rommel became angry when the others left.", 0),
        ("Rommel became treasurer on Monday.", 0),
        ("Rommel takes over as mayor on 1 May 2024.", 0),
    ],
)
def test_who_takes_an_office_over_is_less_doubted(text: str, doubt: float) -> None:
    told = candidate(span(text, "Rommel", date(2024, 2, 13)))
    assert standing("Who was mayor of Quillmere on 1 April 2024?").doubted(told) == doubt
    assert standing("Who resigned?").doubted(told) == 0


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Kim claims that Lee left him there. Lee denies it.", "only accused"),
        ("Kim claims that Lee left him there.", ""),
        ("Lee left him there. Kim claims the bill. Lee denies it.", ""),
        ("Kim is accused of robbing Lee, who left him there. Kim denies it.", ""),
    ],
)
def test_who_is_only_claimed_to_have_done_it_and_denies_it(text: str, short: str) -> None:
    assert standing("Who left Kim there?").falls_short(candidate(span(text, "Lee"))) == short
