"""Drafts of lists, yes or no, and accounts, from what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from index.types import Hit, Passage
from qa.aggregation import FEATURES, Candidate
from qa.drafting import (
    SENTENCE_FEATURES,
    Sentence,
    draft_account,
    draft_list,
    draft_span,
)
from qa.enumeration import Lines, enumeration, lines_around
from qa.reader import Span
from qa.settling import Settling
from qa.verdicts import draft_yes_no
from qa.wanted import Wanted


def hit(number: int, text: str, title: str = "") -> Hit:
    passage = Passage(
        number, number, f"/{number}.txt", title, "", None, "", 0, len(text), text, kin=number
    )
    return Hit(passage, 0.5, 0.5, 1.0)


def wanted(question: str) -> Wanted:
    return Wanted.of(question, lambda term: 1.0)


def candidate(found: Hit, words: str, share: float = 0.6) -> Candidate:
    start = found.passage.text.index(words)
    span = Span(found, 0, start, start + len(words), 5.0, share)
    return Candidate((span,), (0.0,) * len(FEATURES))


@pytest.mark.parametrize(
    ("sentence", "read", "items"),
    [
        ("It was signed by France, Germany and Italy.", "Germany", ["France", "Germany", "Italy"]),
        ("It was signed by France, Germany and Italy.", "Italy", ["France", "Germany", "Italy"]),
        (
            "Neil Armstrong, Buzz Aldrin and Michael Collins flew to the Moon.",
            "Buzz Aldrin",
            ["Neil Armstrong", "Buzz Aldrin", "Michael Collins"],
        ),
        (
            "It released iodine, caesium and strontium into the sea.",
            "iodine, caesium and strontium",
            ["iodine", "caesium", "strontium"],
        ),
        ("It released iodine, caesium and strontium into the sea.", "caesium", []),
        ("They get $1,000 and $3,625.", "$1,000 and $3,625", ["$1,000", "$3,625"]),
        ("It is open in Washington, D.C., and Rome.", "Rome", ["Washington, D.C", "Rome"]),
        ("The mayor spoke.", "The mayor", []),
        ("France signed, and Spain refused.", "France", []),
        ("The UN condemned Russia, and France abstained.", "France", []),
        ("Russia attacked Kyiv, President Zelensky said.", "Kyiv", []),
        ("France, Italy and Spain, Germany said, signed.", "Italy", ["France", "Italy", "Spain"]),
        ("France and Spain beat Portugal and Italy.", "France", ["France", "Spain"]),
        ("France, Germany, and Italy signed.", "Germany", ["France", "Germany", "Italy"]),
        (
            "On Monday, France, Germany and Italy signed.",
            "France",
            ["France", "Germany", "Italy"],
        ),
        ("“Unlike Spain, France and Italy signed.”", "France", ["France", "Italy"]),
        ("In both Chad and Mali, schools closed.", "Mali", ["Chad", "Mali"]),
        ("Among the first were Namco, Sega and Bose.", "Sega", ["Namco", "Sega", "Bose"]),
        (
            "Signed by Trinidad and Tobago, Cuba and Haiti.",
            "Trinidad and Tobago",
            ["Trinidad and Tobago", "Cuba", "Haiti"],
        ),
        (
            "Signed by France, Germany and Italy.",
            "Germany and Italy",
            ["France", "Germany", "Italy"],
        ),
        ("He met Bush and Obama and Biden.", "Obama and Biden", ["Bush", "Obama", "Biden"]),
        ("Protests were held in Paris, France, and Rome, Italy.", "Paris", []),
        ("🅰, Paris, Rome and Oslo agreed.", "Paris", ["Paris", "Rome", "Oslo"]),
        ("Protests were held in Paris, France, and Rome, Italy.", "Rome", []),
        ("Protests were held in Paris, France.", "Paris, France", []),
        (
            "He met Angela Merkel in Berlin, Emmanuel Macron in Paris and Ann Lee in Rome.",
            "Angela Merkel",
            ["Angela Merkel", "Emmanuel Macron", "Ann Lee"],
        ),
    ],
)
def test_an_enumeration_is_taken_apart(sentence: str, read: str, items: list[str]) -> None:
    start = sentence.index(read)
    assert enumeration(sentence, start, start + len(read)) == items


@pytest.mark.parametrize("space", [" ", "\n", " \t"])
def test_an_enumeration_is_found_beside_a_hundred_thousand_spaces(space: str) -> None:
    gap = space * (100_000 // len(space))
    sentence = f"Signed by France{gap}, Germany{gap}and{gap}Italy.{gap}x"
    start = sentence.index("Germany")
    items = enumeration(sentence, start, start + len("Germany"))
    assert items == ["France", "Germany", "Italy"]


DEMANDS = """The strike goes on. The union has three demands:
- higher wages: 6% from May
- a shorter week
- No dismissals before 2027.

The company refused."""


def test_a_list_with_a_line_for_each_item_is_taken_apart() -> None:
    for read in ("higher wages", "a shorter week", "No dismissals before 2027"):
        start = DEMANDS.index(read)
        found = lines_around(DEMANDS, start, start + len(read))
        assert found is not None
        assert found.items == ("higher wages", "a shorter week", "No dismissals before 2027")
        assert DEMANDS[found.start : found.end] == DEMANDS.split("\n\n")[0]


@pytest.mark.parametrize("read", ["May", "three demands", "The company"])
def test_other_words_beside_a_list_are_none_of_its_items(read: str) -> None:
    start = DEMANDS.index(read)
    assert lines_around(DEMANDS, start, start + len(read)) is None


def test_a_list_without_a_lead_is_quoted_alone() -> None:
    text = "Who came\n\n1. Ada Lovelace\n2. Charles Babbage – with his wife\n"
    start = text.index("Ada")
    assert lines_around(text, start, start + 12) == Lines(
        ("Ada Lovelace", "Charles Babbage"), start, text.index(" wife") + 5
    )


@pytest.mark.parametrize("lines", [1, 13])
def test_one_line_or_a_whole_index_is_no_list(lines: int) -> None:
    text = "They are:\n" + "".join(f"- Item {n}\n" for n in range(lines))
    assert lines_around(text, 12, 18) is None


def test_the_lines_of_a_list_are_the_items_of_an_answer() -> None:
    found = hit(1, DEMANDS)
    ranked = [(candidate(found, "higher wages"), 0.5), (candidate(found, "a shorter week"), 0.3)]
    draft = draft_list(ranked, wanted("What are the demands of the union?"))
    assert draft is not None
    assert draft.items == ("higher wages", "a shorter week", "No dismissals before 2027")
    assert [quote.text for quote in draft.quotes] == [DEMANDS.split("\n\n")[0]]


def of_sentence(candidate: Candidate, coverage: float) -> Candidate:
    features = [coverage if name == "sentence_coverage" else 0.0 for name in FEATURES]
    return replace(candidate, features=tuple(features))


def test_a_list_gathers_from_several_passages() -> None:
    first = hit(1, "The treaty was signed by France and Italy.")
    second = hit(2, "Spain signed the treaty later. So did Italy.")
    ranked = [(candidate(first, "France and Italy"), 0.5), (candidate(second, "Spain"), 0.3)]
    ranked.append((candidate(second, "Italy"), 0.15))
    draft = draft_list(ranked, wanted("Who signed the treaty?"))
    assert draft is not None
    assert draft.items == ("France", "Italy", "Spain")
    assert draft.text == "France; Italy; Spain"
    assert draft.sources == 2
    assert [quote.passage.id for quote in draft.quotes] == [1, 2]


def test_a_list_quotes_no_words_twice() -> None:
    text = "The treaty was signed by France in May. Italy joined it later. Spain was the last."
    found = hit(1, text)
    ranked = [(candidate(found, name), 0.4) for name in ("France", "Italy", "Spain")]
    draft = draft_list(ranked, wanted("Who signed and joined the treaty?"))
    assert draft is not None
    assert draft.items == ("France", "Italy", "Spain")
    places = [quote.place for quote in draft.quotes]
    assert all(one[1] <= other[0] for one, other in pairwise(sorted(places)))
    assert all(any(item in quote.text for quote in draft.quotes) for item in draft.items)


@pytest.mark.parametrize(
    ("one", "other", "items"),
    [
        ("Nigeria", "Niger", ("Nigeria", "Niger")),
        ("Romania", "Oman", ("Romania", "Oman")),
        ("Mali", "Somalia", ("Mali", "Somalia")),
        ("higher wages", "wage", None),
        ("wage", "wages", None),
    ],
)
def test_items_are_told_apart_by_words(one: str, other: str, items: tuple[str, ...] | None) -> None:
    ranked = [(candidate(hit(1, f"It named {one}."), one), 0.5)]
    ranked.append((candidate(hit(2, f"It named {other}."), other), 0.3))
    draft = draft_list(ranked, wanted("What was named?"))
    assert (draft.items if draft else None) == items


def test_what_speaks_of_something_else_is_no_item() -> None:
    first = hit(1, "GM pays its workers and their widows $5,000.")
    surer = of_sentence(candidate(first, "$5,000"), 1.0)
    weaker = of_sentence(candidate(hit(2, "Ford pays $3,625."), "$3,625"), 0.1)
    asked = wanted("What do the workers and widows of GM get?")
    assert draft_list([(surer, 0.5), (weaker, 0.4)], asked) is None


def test_one_item_is_no_list() -> None:
    asked = wanted("Who signed it?")
    assert draft_list([(candidate(hit(1, "France signed it."), "France"), 0.5)], asked) is None
    assert draft_list([], asked) is None
    assert draft_span([], asked) is None


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "Was the bridge of Elmstead rebuilt?",
            "The bridge of Elmstead was rebuilt in May.",
            "yes",
        ),
        ("Was the bridge of Elmstead rebuilt?", "The bridge of Elmstead was not rebuilt.", "no"),
        (
            "Was the bridge of Elmstead not rebuilt?",
            "The bridge of Elmstead was not rebuilt.",
            "yes",
        ),
        ("Was the bridge of Elmstead rebuilt?", "The bridge of Elmstead may be rebuilt.", ""),
        ("Was the bridge of Elmstead rebuilt?", "The bridge of Marlow was rebuilt.", ""),
        ("Was the bridge of Elmstead rebuilt?", "Elmstead lies on a river.", ""),
        ("Did Germany win the cup?", "Germany won the cup.", "yes"),
        ("Did Germany win the cup?", "Germany did not win the cup.", "no"),
        ("Was the mill rebuilt?", "The mill was not only rebuilt but widened.", ""),
        ("Was the mill rebuilt?", "The mill was not rebuilt until 2012.", ""),
        ("Does the mill really open on Sundays?", "The mill opens on Sundays.", "yes"),
        ("Is Rome the capital of Italy?", "Rome, not Milan, is the capital of Italy.", ""),
        ("Did Kim meet Lee?", "There is no evidence that Kim met Lee.", ""),
        ("Did Holt set the fire?", "Holt denied that he had set the fire.", ""),
        ("Is the road to Elmstead open?", "The road to Elmstead remains closed.", "no"),
        ("Did Kim play in the semi-final?", "Kim was hurt before the semi-final.", ""),
        ("Did 41 people drown in Elmstead?", "In Elmstead 38 people drowned.", ""),
        ("Did 41 people drown in Elmstead?", "In Elmstead forty-one people drowned.", "yes"),
    ],
)
def test_a_sentence_settles_yes_or_no(question: str, text: str, said: str) -> None:
    draft = draft_yes_no(Settling(question, wanted(question)), [hit(1, text)], wanted(question))
    assert (draft.text if draft and not draft.falls_short else "") == said
    if draft:
        quote = draft.quotes[0]
        assert quote.passage.text[quote.start : quote.end] == text


def test_opposite_sentences_settle_nothing_unless_one_is_newer() -> None:
    question = "Was the bridge of Elmstead rebuilt?"
    yes = hit(1, "The bridge of Elmstead was rebuilt in May.")
    no = hit(2, "The bridge of Elmstead was not rebuilt.")
    assert draft_yes_no(Settling(question, wanted(question)), [yes, no], wanted(question)) is None
    first, newer, last = (
        replace(each, passage=replace(each.passage, published=date(year, 1, 1)))
        for each, year in ((yes, 2015), (no, 2018), (yes, 2021))
    )
    for told, said in (
        ([first, newer], "no"),
        ([newer, first], "no"),
        ([first, newer, last], "yes"),
    ):
        draft = draft_yes_no(Settling(question, wanted(question)), told, wanted(question))
        assert draft is not None
        assert draft.text == said, "the newest"
    assert (
        draft_yes_no(Settling(question, wanted(question)), [first, no], wanted(question)) is None
    ), "one has no date"
    other = hit(3, "It rained.", title="Elmstead unable to have bridge rebuilt")
    assert (
        draft_yes_no(Settling(question, wanted(question)), [yes, other], wanted(question)) is None
    )


def test_an_account_takes_what_it_refers_to_and_what_goes_on() -> None:
    text = (
        "Rain fell for a week. The dam of Vell was old. It broke because nobody had emptied it. "
        "As a result the valley was flooded. Trains ran late."
    )
    passage = hit(1, text).passage
    sentences = []
    for words in text.split(". "):
        start = text.index(words)
        end = min(start + len(words) + 1, len(text))
        sentences.append(Sentence(passage, start, end, (0.0,) * len(SENTENCE_FEATURES)))
    draft = draft_account(sentences, [0.01, 0.05, 0.5, 0.1, 0.01])
    assert draft is not None
    assert draft.text == (
        "The dam of Vell was old. It broke because nobody had emptied it. "
        "As a result the valley was flooded."
    )
    assert draft.confidence == pytest.approx(0.65)
    assert draft_account([], []) is None


@pytest.mark.parametrize(
    ("coverage", "reason", "told"),
    [(0.9, 0.0, "Vell was acquitted. A sample was lost."), (0.9, 1.0, ""), (0.5, 0.0, "")],
)
def test_an_account_that_only_repeats_the_question_goes_on(
    coverage: float, reason: float, told: str
) -> None:
    text = "Vell was acquitted. A sample was lost. Rain fell."
    passage = hit(1, text).passage
    described = {"coverage": coverage, "reason": reason}
    features = tuple(described.get(name, 0.0) for name in SENTENCE_FEATURES)
    sentences = [
        Sentence(passage, 0, 19, features),
        Sentence(passage, 20, 38, (0.0,) * len(SENTENCE_FEATURES)),
        Sentence(passage, 39, len(text), (0.0,) * len(SENTENCE_FEATURES)),
    ]
    draft = draft_account(sentences, [0.8, 0.05, 0.01])
    assert draft is not None
    assert draft.text == (told or "Vell was acquitted.")
