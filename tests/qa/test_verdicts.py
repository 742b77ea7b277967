"""Yes or no only where one sentence settles it: what leaves it open is none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate
from qa.asked import read_question
from qa.reader import Span
from qa.settling import Settling
from qa.supposition import suppose
from qa.types import Period
from qa.verdicts import draft_yes_no
from qa.wanted import Wanted


def verdict(
    question: str,
    text: str,
    period: Period | None = None,
    published: date | None = None,
    title: str = "",
) -> str:
    """The answer by one article of one sentence, empty where it settles nothing.

    The reader takes whoever the question supposes for the answer wherever the name stands, so that
    it is the sentence alone that may leave it open.
    """
    passage = Passage(1, 1, "/1.txt", "", "", None, "", 0, len(text), text, kin=1)
    hit = Hit(replace(passage, published=published, title=title), 0.5, 0.5, 1.0)
    supposed = suppose(question)
    ranked = []
    for found in re.finditer(re.escape(supposed.name), text) if supposed else ():
        span = Span(hit, 0, *found.span(), margin=9.0, share=0.9)
        ranked.append((Candidate((span,), (0.5,) * len(FEATURES)), 0.99))
    wanted = Wanted.of(question, lambda term: 1.0)
    draft = draft_yes_no(Settling(question, wanted), [hit], wanted, period, ranked=ranked)
    return ("undone" if draft.falls_short else draft.text) if draft else ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Kim kill Lee?", "Kim was acquitted of killing Lee."),
        ("Did Kim kill Lee?", "Kim was accused, with Park, of killing Lee."),
        ("Did Kim kill Lee?", "Kim was cleared of killing Lee."),
        ("Did Kim kill Lee?", "Kim has been charged with killing Lee."),
        ("Did Kim kill Lee?", "Kim tried to kill Lee."),
        ("Did Kim kill Lee?", "Kim is suspected of killing Lee."),
        ("Did Kim kill Lee?", "Kim is on trial for killing Lee."),
        ("Did Kim kill Lee?", "Kim is believed to have killed Lee."),
        ("Did Kim kill Lee?", "Kim nearly killed Lee."),
        ("Did Kim kill Lee?", "Police believe Kim killed Lee."),
        ("Did Kim kill Lee?", "Acquitted of killing Lee, Kim was convicted of killing Park."),
        ("Did Kim murder Lee?", "Kim was charged with the murder of Lee."),
        ("Did Kim resign?", "Opponents called on Kim to resign."),
        ("Did Kim resign?", "Opponents demanded Kim's resignation."),
        ("Did Kim resign?", "Kim ruled out resigning."),
        ("Did Kim resign?", "Kim threatened to resign."),
        ("Did Kim resign?", "Kim offered to resign."),
        ("Did Kim resign?", "Kim was urged to resign."),
        ("Did Kim resign?", "Kim came close to resigning."),
        ("Did parliament approve the budget?", "Parliament has yet to approve the budget."),
        ("Did parliament approve the budget?", "Unless parliament approves the budget, it closes."),
        ("Did parliament approve the budget?", "Until parliament approves the budget, it waits."),
        ("Did parliament approve the budget?", "Once parliament approves the budget, it opens."),
        ("Has Finland joined NATO?", "Turkey blocked Finland from joining NATO."),
        (
            "Did Trump win the 2020 election?",
            "Trump falsely claimed that he won the 2020 election.",
        ),
    ],
)
def test_what_is_accused_attempted_or_yet_to_come_settles_nothing(question: str, text: str) -> None:
    assert verdict(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Was Kim accused of killing Lee?", "Kim was accused of killing Lee.", "yes"),
        ("Did Kim try to kill Lee?", "Kim tried to kill Lee.", "yes"),
        ("Did Kim offer to resign?", "Kim offered to resign.", "yes"),
        ("Did opponents call on Kim to resign?", "Opponents called on Kim to resign.", "yes"),
        ("Will Kim resign?", "Kim will resign next year.", "yes"),
        ("Is the mill closing?", "The mill will close in May.", "yes"),
        ("Did Turkey block Finland?", "Turkey blocked Finland from joining NATO.", "yes"),
        ("Did Kim kill Lee?", "Kim was convicted of killing Lee.", "yes"),
        ("Did Kim resign?", "Kim, accused of fraud, resigned.", "yes"),
        ("Did Kim resign?", "Charged with fraud, Kim resigned, and will go to prison.", "yes"),
        ("Did Kim go to prison?", "Kim, accused of fraud, went to prison.", "yes"),
        ("Did Kim win the vote?", "Kim, who promised to win the war, won the vote.", "yes"),
        ("Did Germany win the cup?", "Germany beat Brazil 2-0 to win the cup.", "yes"),
        ("Was the mill rebuilt?", "Once the mill was rebuilt, it opened again.", "yes"),
        ("Did the storm destroy the mill?", "The storm claimed 12 lives and destroyed it.", ""),
        ("Did the storm destroy homes?", "The storm claimed 12 lives and destroyed homes.", "yes"),
    ],
)
def test_what_asks_about_an_attempt_or_tells_of_the_deed_is_settled(
    question: str, text: str, said: str
) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did the mayor refuse to resign?", "The mayor refused to resign.", "yes"),
        ("Did the mayor refuse to resign?", "The mayor did not refuse to resign.", "no"),
        ("Did the mayor resign?", "The mayor refuses to resign.", "no"),
        ("Did the mayor resign?", "The mayor has never failed to resign.", ""),
        ("Did the company fail to pay?", "The company failed to pay.", "yes"),
        ("Was the appeal rejected?", "The appeal was rejected.", "yes"),
        ("Was the appeal rejected?", "The appeal was not rejected.", "no"),
        ("Did Kim leave without paying?", "Kim left without paying.", "yes"),
        ("Did Kim leave without paying?", "Kim never left without paying.", "no"),
        ("Did the court overturn the verdict?", "The court declined to overturn it.", ""),
        (
            "Did the court overturn the verdict?",
            "The court declined to overturn the verdict.",
            "no",
        ),
        ("Didn’t Kim resign?", "Kim resigned.", "yes"),
        ("Didn’t Kim resign?", "Kim did not resign.", "no"),
    ],
)
def test_a_refusal_that_is_asked_about_is_no_negation(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bridge of Elmstead was rebuilt in 1998.", ""),
        ("The bridge of Elmstead was rebuilt in May 2014.", "yes"),
        ("The bridge of Elmstead was rebuilt last month.", "yes"),
        ("The bridge of Elmstead was rebuilt last year.", ""),
        ("The bridge of Elmstead was rebuilt.", "yes"),
    ],
)
def test_a_sentence_of_another_time_settles_nothing(text: str, said: str) -> None:
    question = "Was the bridge of Elmstead rebuilt in 2014?"
    about = read_question(question, today=date(2020, 1, 1))
    plain = about.plain(question, [text])
    assert verdict(plain, text, about.demanded, date(2014, 6, 1)) == said


@pytest.mark.parametrize(
    "text",
    [
        "The Elstad bridge was closed from 2010 to 2016.",
        "The Elstad bridge has been closed since 2010.",
        "The Elstad bridge was closed until 2016.",
    ],
)
def test_a_stretch_of_time_holds_all_of_its_years(text: str) -> None:
    about = read_question("Was the Elstad bridge closed in 2013?", today=date(2020, 1, 1))
    asked = "Was the Elstad bridge closed?"
    assert verdict(asked, text, about.demanded, date(2014, 6, 1)) == "yes"
    later = read_question("Was the Elstad bridge closed in 2019?", today=date(2020, 1, 1))
    assert verdict(asked, text, later.demanded, date(2014, 6, 1)) == ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did Germany beat Brazil?", "Brazil beat Germany 2-0.", ""),
        ("Did Germany beat Brazil?", "Germany beat Brazil 2-0.", "yes"),
        ("Did Germany beat Brazil?", "Germany was beaten by Brazil.", ""),
        ("Did Germany beat Brazil?", "Brazil was beaten by Germany.", "yes"),
        ("Did Germany beat Brazil?", "Brazil, which Germany beat 2-0, went home.", "yes"),
        ("Was Brazil beaten by Germany?", "Germany beat Brazil.", "yes"),
        ("Was Brazil beaten by Germany?", "Brazil beat Germany.", ""),
        ("Did Iran attack Israel?", "Israel attacked Iran.", ""),
        ("Did North Korea attack South Korea?", "North Korea attacked South Korea.", "yes"),
        ("Did Germany win the World Cup?", "In the World Cup final, Germany won 1-0.", "yes"),
        ("Did Kim resign on Monday?", "On Monday Kim resigned.", "yes"),
        ("Did Kim meet Lee?", "Lee met Kim.", "yes"),
        ("Is Rome the capital of Italy?", "The capital of Italy is Rome.", "yes"),
        ("Is Kim the President of France?", "The President of France is Kim.", "yes"),
    ],
)
def test_who_did_it_must_have_done_it(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Is Kim the mayor of Elmstead?", "Kim, the former mayor of Elmstead, resigned.", ""),
        ("Is Kim mayor?", "Kim was mayor until 2010.", ""),
        ("Is Kim the mayor?", "Kim was the mayor.", ""),
        ("Is Kim the mayor?", "Kim is the mayor, as he was mayor before.", "yes"),
        ("Is Kim a former mayor?", "Kim is a former mayor.", "yes"),
        ("Is Rome the capital?", "Rome, the former capital of Gaul, is the capital.", "yes"),
        ("Is Kim dead?", "Kim, the former mayor, was found dead.", "yes"),
        ("Was Kim mayor?", "Kim was mayor until 2010.", "yes"),
        ("Has Kim been arrested?", "Kim, the former mayor, was arrested.", "yes"),
        ("Is the mill closed?", "The mill was closed in May.", "yes"),
    ],
)
def test_the_past_settles_nothing_of_the_present(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


CHIEF = "Is Magnus Thiel the police chief of Osterby?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Magnus Thiel is the police chief of Osterby.", "yes"),
        ("Magnus Thiel retired as police chief of Osterby.", "no"),
        ("Magnus Thiel resigned as police chief of Osterby.", "no"),
        ("Magnus Thiel was dismissed as police chief of Osterby.", "no"),
        ("Magnus Thiel applied for the post of police chief of Osterby.", ""),
        ("Osterby has no police chief after the death of Magnus Thiel.", ""),
    ],
)
def test_who_has_left_an_office_is_not_in_it(text: str, said: str) -> None:
    assert verdict(CHIEF, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Marr, who had meant to visit Orle, cancelled.",
        "Marr cancelled his visit to Orle.",
        "Marr was scheduled to visit Orle.",
        "Marr postponed his visit to Orle.",
        "Marr's visit to Orle was called off.",
        "A visit to Orle by Marr is off the table.",
    ],
)
def test_what_came_to_nothing_was_not_done(text: str) -> None:
    assert verdict("Did Marr visit Orle?", text) == "undone"


@pytest.mark.parametrize(
    "text", ["Marr dreams of visiting Orle.", "Instead of visiting Orle, Marr slept."]
)
def test_what_did_not_come_settles_nothing(text: str) -> None:
    assert verdict("Did Marr visit Orle?", text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The minister opened the bridge because it would not wait.",
        "The minister opened the bridge, although the road was not finished.",
        "The minister, who did not open the road, opened the bridge.",
        "The minister opened the bridge; the mayor did not open the road.",
        "The minister opened the bridge, although she had said that she would not open it.",
    ],
)
def test_a_reason_takes_nothing_back(text: str) -> None:
    assert verdict("Did the minister open the bridge?", text) == "yes"


@pytest.mark.parametrize(
    ("question", "title", "text", "said"),
    [
        ("Was Kim elected mayor?", "Kim elected mayor", "Kim was elected mayor on Sunday.", "yes"),
        ("Did Kempten win the final?", "Lindau wins the final", "Kempten led for an hour.", ""),
        ("Has Kell bridge opened?", "Fire at Kell bridge", "A lawyer has opened an inquiry.", ""),
        ("Did Kim win the final?", "The final", "Kim won.", "yes"),
        ("Did Brazil beat Germany?", "Germany in the final", "They beat Brazil 7-1.", ""),
        ("Did Germany beat Brazil?", "Brazil lose", "Germany beat them 7-1.", "yes"),
    ],
)
def test_a_title_lends_neither_the_deed_nor_who_did_it(
    question: str, title: str, text: str, said: str
) -> None:
    assert verdict(question, text, title=title) == said


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        (
            "The Mona Lisa",
            "His friend Picasso, who had bought two of the stolen statues, spoke.",
            "",
        ),
        ("The Mona Lisa", "Picasso bought the stolen Mona Lisa.", ""),
        ("The Mona Lisa", "Picasso stole an apple.", ""),
        ("The Mona Lisa", "Picasso stole the Mona Lisa.", "yes"),
    ],
)
def test_of_a_wrong_the_sentence_says_all(title: str, text: str, said: str) -> None:
    assert verdict("Did Picasso steal the Mona Lisa?", text, title=title) == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is the Louvre in Paris?", "Five people died at the Louvre in Paris."),
        ("Is Rome the capital of Italy?", "Tourists left Rome, the capital of Italy, on Monday."),
        ("Is the bridge open?", "The bridge was left open."),
        ("Is Kim the mayor of Elmstead?", "Kim became mayor of Elmstead after Park resigned."),
        ("Is Kim the mayor of Elmstead?", "Kim, the mayor of Elmstead, said that Park resigned."),
        ("Was the concert cancelled?", "The concert was cancelled."),
        ("Did the council postpone the parade?", "The council postponed the parade."),
        ("Does Kim own the mill?", "Kim, who owns the mill, blocked the road."),
        ("Did Kim kill Lee?", "Kim, 34, was convicted of killing Lee."),
        ("Was Kim arrested?", "Kim was arrested on Monday."),
    ],
)
def test_another_who_leaves_or_puts_off_takes_nothing_back(question: str, text: str) -> None:
    assert verdict(question, text) == "yes"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Will the mill close?", "The mill will not close."),
        ("Did the strike take place?", "The strike will not take place."),
        (
            "Did the trams strike in October?",
            "A second tram strike, which had been called for Monday, 12 October, will not take "
            "place, the union said.",
        ),
        (
            "Did the prosecutors appeal against the acquittal?",
            "Prosecutors will not appeal against the acquittal of the surgeon.",
        ),
        ("Was Kim convicted?", "Kim was not convicted."),
    ],
)
def test_what_will_not_be_is_denied(question: str, text: str) -> None:
    assert verdict(question, text) == "no"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        *(
            ("Did Kim kill Lee?", text)
            for text in (
                "Kim's brother killed Lee.",
                "Kim, whose brother killed Lee, spoke.",
                "Kim said that Park killed Lee.",
                "Kim prosecuted the man who killed Lee.",
                "Kim and Lee were killed.",
                "Prosecutors say Kim killed Lee.",
                "Kim killed Lee; Kim denies it.",
                "Kim was wrongly convicted of killing Lee.",
                "Kim's conviction for killing Lee was overturned.",
                "Kim had nothing to do with those who killed Lee.",
                "Kim killed Lee, the jury was told. He was acquitted on Friday.",
                "Kim killed Lee, a lower court found, but was acquitted on appeal.",
            )
        ),
        ("Did Kim steal the painting?", "Thieves stole the painting from Kim."),
        ("Did Kim steal the painting?", "Kim reported the painting stolen."),
        ("Was Kim arrested?", "Kim's son was arrested."),
        ("Was Kim convicted of fraud?", "Kim's wife was convicted of fraud."),
        ("Has Kim been charged with murder?", "Kim's killer has been charged with murder."),
        ("Did Kim commit fraud?", "Kim committed an error."),
    ],
)
def test_nobody_near_a_wrong_is_accused_of_it(question: str, text: str) -> None:
    assert verdict(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did Kim win the Nobel prize?", "Kim won the Nobel award.", "yes"),
        ("Did Kim win the Nobel prize?", "Kim won the Booker award.", ""),
        ("Did Kim win the Nobel prize?", "Kim may have won the Nobel award.", ""),
        ("Did Kim win the 41st prize in 2020?", "Kim won an award in 2019.", ""),
    ],
)
def test_a_reader_settles_it_in_other_words(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "Did the council approve free trams for pupils?",
            "The council on Tuesday rejected free trams for pupils by 31 votes to 22.",
            "no",
        ),
        ("Did the council reject the plan?", "The council did not approve the plan.", ""),
        ("Did the council pass the bill?", "The council in Sept 2020 rejected the bill.", "no"),
        ("Was Kim convicted?", "Kim was acquitted on Thursday.", "no"),
        ("Was Kim convicted of fraud?", "Kim was acquitted of murder.", ""),
        ("Is the line to Halden open?", "The line to Halden is still closed.", "no"),
        (
            "Is the line to Halden open again?",
            "The line to Halden, which was to run again in May, is still closed; a bus runs.",
            "no",
        ),
        ("Is the line to Halden open?", "The close of the line to Halden was sad.", ""),
        ("Did Kim win the final?", "Kim lost the final.", "no"),
        ("Did Kim win?", "Kim lost his phone.", ""),
    ],
)
def test_the_opposite_of_what_is_asked_denies_it(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Has Kim visited Orle?", "Kim promised money to Orle.", ""),
        ("Has Kim visited Orle?", "Kim has often visited the town of Orle.", "yes"),
        ("Was Kim elected mayor?", "Kim spoke to the mayor.", ""),
        ("Is Kim the mayor of Orle?", "Orle's mayor is Kim.", "yes"),
    ],
)
def test_what_was_done_needs_its_verb(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Has the bridge opened?", "The bridge will open in 2030.", "undone"),
        ("Has the bridge opened?", "The bridge will not open before 2030.", "undone"),
        ("Did Kim visit Orle?", "Kim visited Orle and will visit it again.", "yes"),
        ("Will the bridge open?", "The bridge will open in 2030.", "yes"),
        ("Will the path be dropped?", "Krol denied that the path would be dropped.", ""),
        ("Did Kim kill Lee?", "Kim planned to kill Lee.", ""),
    ],
)
def test_what_is_planned_or_called_off_was_not_done(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Was Jonas Kim arrested?",
            "Marek Lee was arrested because he had not paid Jonas Kim for the car.",
        ),
        (
            "Was Jonas Kim convicted of fraud?",
            "Marek Lee was convicted of fraud, although Jonas Kim was not.",
        ),
        ("Was Jonas Kim detained?", "Marek Lee, who did not know Jonas Kim, was detained."),
        ("Has Kim been charged?", "Two men have been charged; neither knew Kim."),
        ("Was Kim suspended?", "Prosecutors say Kim, who never denied it, was suspended."),
        ("Was Kim arrested?", "Kim's brother was not arrested."),
        ("Was Kim arrested?", "No one was arrested, said Kim."),
        ("Was Kim found guilty?", "Kim's driver was found not guilty."),
        ("Was the case against Kim dismissed?", "The driver of Kim was not dismissed."),
        ("Has Kim been elected mayor?", "Kim spoke to the mayor."),
        ("Was Kim recently elected mayor?", "Kim spoke to the mayor."),
        ("Did Kim visit Orle?", "Lee, who had never met Kim, visited Orle."),
    ],
)
def test_a_negation_elsewhere_accuses_and_clears_nobody(question: str, text: str) -> None:
    assert verdict(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the council approve the budget?", "The council rejected an amendment to the budget."),
        ("Did Rovers win the league title?", "Rovers lost only two games on the way to the title."),
        ("Did Jonas Kim survive the crash?", "Jonas Kim's wife died in the crash."),
        ("Did Jonas Kim die in the crash?", "His son and Jonas Kim's wife died in the crash."),
        ("Was Jonas Kim convicted?", "Jonas Kim's brother was acquitted."),
        ("Was Jonas Kim convicted?", "The brother of Jonas Kim was acquitted."),
        ("Is the bridge open?", "The road to the bridge is closed."),
        ("Did the team win the cup?", "The team, which lost the cup in 2019, celebrated."),
        ("Did the mine close?", "The mine, which was shut for a year, is open again."),
        ("Did Lee win the lottery?", "Lee lost the lottery ticket."),
        ("Did the company lose the contract?", "The company won another contract."),
        ("Did Germany win the match?", "Brazil lost the match to Germany."),
        ("Did parliament pass the bill?", "Parliament rejected changes to the bill."),
    ],
)
def test_the_opposite_of_something_else_denies_nothing(question: str, text: str) -> None:
    assert verdict(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Did the prosecutors appeal?",
            "Prosecutors appealed on Friday, but the hearing will not take place this year.",
        ),
        ("Did the union strike?", "After the union strike, the fair will not take place."),
        ("Did the plane crash?", "A plane crash on the bridge blocked the road."),
        ("Did the strike take place?", "A strike by drivers in Orle cancelled most trains."),
        ("Did the parade take place?", "If it rains, the parade will not take place."),
        ("Did Kim resign?", "Kim would resign a week later."),
    ],
)
def test_what_something_else_came_to_says_nothing(question: str, text: str) -> None:
    assert verdict(question, text) in ("", "yes")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was Kim at the gala in person?", "Kim won a prize at the gala."),
        (
            "Was Kim planning to use the act to end the strike?",
            "Kim has the act to end the strike.",
        ),
    ],
)
def test_what_one_was_or_meant_is_told_by_no_other_words(question: str, text: str) -> None:
    assert verdict(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Kim meet Lee?", "Kim flew to Rome to meet Lee, although they did not meet."),
        ("Did Kim buy the house?", "Kim had money to buy the house, which he did not buy."),
        ("Did the strike end?", "The strike was to end on Monday because talks had not ended."),
    ],
)
def test_what_was_only_meant_is_not_affirmed(question: str, text: str) -> None:
    assert verdict(question, text) in ("", "no")


def test_what_a_paper_takes_back_settles_nothing() -> None:
    asked = "Did Paul Reuss work for the museum?"
    told = "In our edition of Tuesday we reported that Paul Reuss worked for the museum."
    assert verdict(asked, told, title="Correction") == ""
    assert verdict(asked, "Paul Reuss worked for the museum.", title="Correction") == "yes"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Has Mona Leigh died?", "Reports that the singer Mona Leigh has died are false."),
        ("Did Otto Prins die?", "A story that the painter Otto Prins had died was a hoax."),
        ("Did Inga Holt resign?", "Rumours that Mayor Inga Holt had resigned were wrong."),
        ("Do vaccines cause autism?", "The claim that vaccines cause autism is false."),
        ("Do vaccines cause autism?", "It is a myth that vaccines cause autism."),
    ],
)
def test_a_claim_that_is_untrue_is_answered_no(question: str, text: str) -> None:
    assert verdict(question, text) == "no"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did the drivers vote for a strike?", "The drivers voted for a strike.", "yes"),
        ("Did the drivers vote for a strike?", "The drivers voted against a strike.", "no"),
        ("Did the drivers vote against a strike?", "The drivers voted against a strike.", "yes"),
        ("Did the drivers vote against a strike?", "The drivers voted for a strike.", "no"),
        (
            "Did the drivers vote for a strike?",
            "On the strike, the drivers voted against it.",
            "no",
        ),
        ("Did Vrba vote for Hartov?", "Vrba, of Hartov's party, voted with the opposition.", ""),
        ("Did Vrba speak in favour of a ban?", "Vrba spoke against a ban.", "no"),
        ("Did Moss speak for an hour?", "Moss spoke against the dam for an hour.", "yes"),
        ("Did Kim vote for the first time?", "Kim voted against Lee for the first time.", "yes"),
        ("Did the jury rule for Lee?", "The jury ruled against the firm and for Lee.", "yes"),
        ("Did Rome vote for the dam?", "Rome voted for the dam; Bern voted against.", "yes"),
    ],
)
def test_who_is_against_is_not_for_it(question: str, text: str, said: str) -> None:
    assert verdict(question, text) == said


SHORTLIST = (
    "The shortlist also had books by Tobias Achebe and by Gerald Finch, who won the prize in 2009."
)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did Tobias Achebe win the prize?", SHORTLIST, ""),
        ("Did Gerald Finch win the prize?", SHORTLIST, "yes"),
        (
            "Did Banda pay back the money?",
            "Lee was pardoned by Banda after he had paid it back.",
            "",
        ),
        ("Did Kim announce the prize?", "Kim won the prize, the committee announced.", ""),
        ("Did Kim announce the prize?", "The prize has gone to Lee, Kim announced.", "yes"),
        ("Did Moss keep the chief?", "Moss kept two deputies, but sacked the chief.", ""),
        ("Did Moss sack the chief?", "Moss kept two deputies, but sacked the chief.", "yes"),
        ("Did Germany beat Brazil?", "Brazil was beaten by Germany.", "yes"),
        ("Did Orr build the bridge?", "The bridge was designed by Lund and built by Orr.", "yes"),
        ("Did Kim pay the fine?", "The fine was paid last week by Kim.", "yes"),
    ],
)
def test_what_another_did_or_what_was_done_to_another_is_no_yes(
    question: str, text: str, said: str
) -> None:
    assert verdict(question, text) == said


DIRECTOR = "Is Solberg the director of the museum?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Solberg, director of the museum, spoke.", "yes"),
        ("Solberg is leaving as director of the museum.", ""),
        ("Solberg, director of the museum, leaves the museum today.", "no"),
        ("Solberg, director of the museum, is to be replaced with immediate effect.", "no"),
        ("Solberg, director of the museum, is leaving hospital on Friday.", "yes"),
        ("Solberg, director of the museum, will step down in 2030.", "yes"),
        ("Solberg, director of the museum, leaves today for Japan.", "yes"),
        ("Solberg, director of the museum, is out with flu.", "yes"),
        ("Solberg, director of the museum, leaves the office at six every day.", "yes"),
    ],
)
def test_who_is_leaving_is_hardly_in_office(text: str, said: str) -> None:
    assert verdict(DIRECTOR, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Was Kim charged with fraud?", "Kim was charged with fraud, prosecutors said.", "yes"),
        ("Was Kim charged with fraud?", "Kim, who denies it, was charged with fraud.", "yes"),
        ("Was Kim indicted for fraud?", "A grand jury indicted Kim for fraud on Monday.", "yes"),
        ("Was Kim arrested?", "Police arrested Kim on Monday, a spokesman said.", "yes"),
        ("Was Kim arrested?", "Police arrested Kim's brother, a spokesman said.", ""),
        ("Was Kim arrested?", "Police arrested the brother of Kim.", ""),
        ("Was Kim arrested?", "Police arrested hundreds of Kim supporters.", ""),
        ("Was Kim charged with fraud?", "Prosecutors want Kim charged with fraud.", ""),
        ("Was Kim charged with fraud?", "Kim may be charged with fraud, police said.", ""),
        ("Was Kim convicted of fraud?", "Kim was charged with fraud, prosecutors said.", ""),
    ],
)
def test_that_somebody_was_charged_is_told_however_the_charge_stands(
    question: str, text: str, said: str
) -> None:
    assert verdict(question, text) == said
