"""What a reader sees, held to the letter: escaping, highlights, links, and the honest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from index.types import Article, Passage
from qa.types import Alternative, Answer, Citation, Claim, Mention, Period
from ui import render, viewer
from ui.confidence import confidence_words
from ui.prose import Mark, file_name, find, prose

TEXT = "The spire fell. Prosecutors said a short circuit started the fire. Nobody was killed."
QUOTE = "Prosecutors said a short circuit started the fire."


def cite(
    text: str = TEXT,
    quote: str = QUOTE,
    *,
    number: int = 1,
    source: str = "/home/ada/articles/inquiry.md",
    title: str = "The inquiry",
    author: str = "Claire Martin",
    url: str = "",
) -> Citation:
    """A citation whose passage begins at code point 500 of its article."""
    published = date(2019, 4, 16)
    passage = Passage(7, 3, source, title, author, published, url, 500, 500 + len(text), text)
    start = 500 + text.index(quote)
    end = start + len(quote)
    return Citation(number, source, title, author, published, quote, start, end, passage, 0.8)


def answer(*citations: Citation) -> Answer:
    return Answer(
        question="What started the fire?",
        text="a short circuit",
        sentence=QUOTE,
        answered=True,
        confidence=0.83,
        citations=citations or (cite(),),
        timings={"read": 60.0, "total": 84.4},
    )


class Reading(HTMLParser):
    """The words inside each element of one class, the way a browser would show them."""

    def __init__(self, tag: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tag, self.depth = tag, 0
        self.found: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self.links: list[dict[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.links.append(dict(attrs))
        if tag == self.tag:
            self.depth += 1
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.depth:
            self.found[-1] += data


def read(html: str, tag: str = "mark") -> Reading:
    return Reading(tag, html)


def test_the_highlight_is_the_quote_and_the_passage_is_whole() -> None:
    html = render.evidence(answer(), anchor="a1")
    assert read(html).found == [QUOTE]
    assert read(html, "blockquote").found == [TEXT]
    assert read(html, "strong").found == ["a short circuit"]


def test_offsets_are_code_points() -> None:
    text = "🔥🗼 Paris 👩‍🚒 𝔉𝔦𝔯𝔢. «Ça a commencé par un court-circuit», dit-elle 🙂. Fin."
    quote = "«Ça a commencé par un court-circuit», dit-elle 🙂."
    html = render.evidence(answer(cite(text, quote)), anchor="a1")
    assert read(html).found == [quote]
    assert read(html, "blockquote").found == [text]


@pytest.mark.parametrize("shift", [-1, 1, -600, 600])
def test_no_highlight_where_the_offsets_do_not_hold(shift: int) -> None:
    right = cite()
    wrong = replace(right, start=right.start + shift, end=right.end + shift)
    html = render.evidence(answer(wrong), anchor="a1")
    assert read(html).found == []
    assert read(html, "blockquote").found == [TEXT]


def test_headings_bylines_and_rows_stand_apart_though_no_line_is_empty() -> None:
    told = "It was heard on every continent, wrote the one who had been there from the first day on"
    rows = "Lift-off | 16 July\nReturn | 24 July"
    page = f"Ripples caught at last\nBy Gideon Marsh\n{told}, and {told}\n{rows}"
    assert prose(page).count('<span class="fn-gap"></span>') == 4
    wrapped = "Ripples in space-time were caught at last, said those\nwho had waited for them"
    assert "fn-gap" not in prose(wrapped)


def test_paragraphs_part_without_changing_a_word() -> None:
    text = f"It burned.\n\nA line that\nwraps. {QUOTE}\nNobody was killed."
    html = render.evidence(answer(cite(text)), anchor="a1")
    assert read(html, "blockquote").found == [text]
    assert read(html).found == [QUOTE]
    assert html.count('<span class="fn-gap"></span>') == 2


def test_the_span_is_emphasised_once_as_a_word_of_its_own() -> None:
    given = replace(answer(), text="art", sentence="The start of art is art.")
    html = render.answer_card(given, anchor="a1")
    assert read(html, "strong").found == ["art"]
    assert "The start of </span><strong>" in html


@pytest.mark.parametrize(
    ("span", "words", "shown"),
    [
        ("400", "Of the 1,400 guests, 400 were hurt.", "Of the 1,400 guests, [400] were hurt."),
        ("5", "It rose by 2.5 points to 5.", "It rose by 2.5 points to [5]."),
        ("Niger", "From Nigeria to Niger.", "From Nigeria to [Niger]."),
        ("rain", "It was a rainy day.", "It was a [rain]y day."),
    ],
)
def test_a_span_is_found_as_the_words_it_is(span: str, words: str, shown: str) -> None:
    found = find(span, words)
    assert found is not None
    assert f"{words[: found[0]]}[{words[slice(*found)]}]{words[found[1] :]}" == shown


def test_an_item_is_credited_to_quotes_that_have_it_as_a_word() -> None:
    texts = ("Troops entered Nigeria.", "Aid reached Niger.")
    cited = [cite(text, text, number=number) for number, text in enumerate(texts, start=1)]
    listed = replace(answer(*cited), form="list", items=("Nigeria", "Niger"))
    items = read(render.answer_turn(listed, anchor="a1"), "li").found
    assert items[:2] == ["Nigeria\u2060[1]", "Niger\u2060[2]"]


def test_a_span_that_is_not_in_the_sentence_is_shown_alone() -> None:
    html = render.answer_card(replace(answer(), sentence=""), anchor="a1")
    assert read(html, "strong").found == ["a short circuit"]


def test_the_card_names_sources_confidence_and_time() -> None:
    html = render.answer_card(answer(cite(), cite(number=2)), anchor="a9")
    words = read(html).words
    assert "Prosecutors said a short circuit started the fire.\u2060[1][2]" in words
    assert "Likely · 83%" in words
    assert "84 ms" in read(render.answer_turn(answer(), anchor="a9")).words
    assert [link["href"] for link in read(html).links] == ["#a9-1", "#a9-2"]
    evidence = render.evidence(answer(cite(), cite(number=2)), anchor="a9")
    assert 'id="a9-1"' in evidence
    assert 'id="a9-2"' in evidence


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "Very likely · over 99%"),
        (0.9, "Very likely · 90%"),
        (0.834, "Likely · 83%"),
        (0.5, "More likely than not · 50%"),
        (0.2, "Uncertain · 20%"),
        (0.001, "Unlikely · under 1%"),
    ],
)
def test_confidence_in_words_and_number(probability: float, words: str) -> None:
    assert confidence_words(probability) == words


def test_other_possible_answers() -> None:
    other = Alternative("a <b>cigarette</b>", 'said "perhaps"', 0.09, "x.md", 0, 1)
    words = read(render.answer_card(replace(answer(), alternatives=(other,)), anchor="a1")).words
    assert "Other possible answer: a <b>cigarette</b> (9%)" in words
    assert "Other possible" not in render.answer_card(answer(), anchor="a1")


def test_the_byline() -> None:
    html = render.evidence(answer(cite(url="https://www.example.org/a?b=1&c=2")), anchor="a1")
    words = read(html).words
    assert "Claire Martin · 16 April 2019 · inquiry.md · www.example.org" in words
    assert 'title="/home/ada/articles/inquiry.md"' in html
    assert read(html).links == [
        {
            "class": "fn-link",
            "href": "https://www.example.org/a?b=1&c=2",
            "title": "https://www.example.org/a?b=1&c=2",
            "target": "_blank",
            "rel": "noopener noreferrer nofollow",
        }
    ]


def test_a_part_of_a_file_is_shown_with_its_file() -> None:
    assert file_name("/home/ada/news.csv#17") == "news.csv#17"
    assert file_name("/home/ada/news.csv#http://x.example/1") == "news.csv#http://x.example/1"


def test_a_windows_path_is_shown_by_its_file_name() -> None:
    html = render.evidence(answer(cite(source=r"C:\articles\inquiry.md", title="")), anchor="a1")
    assert read(html, "h4").found == ["inquiry.md"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.org/no-scheme",
        "https:nohost",
        "https://[bad",
        "https://example.org/\x00",
        "https://example.org/a b",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    html = render.evidence(answer(cite(url=url, source=url)), anchor="a1")
    assert read(html).links == []
    assert "<script" not in html


def test_a_link_is_named_by_the_host_it_really_leads_to() -> None:
    html = render.evidence(answer(cite(url="https://bbc.co.uk@evil.example/x")), anchor="a1")
    assert ">evil.example<" in html


def test_every_word_from_outside_is_escaped() -> None:
    bad = """"><script>alert('1')</script>&lt;<img src=x onerror="window.pwned=1">"""
    citation = cite(
        f"{bad} {QUOTE} {bad}", f"{QUOTE} {bad}", title=bad, author=bad, source=f"/a/{bad}", url=bad
    )
    hostile = replace(
        answer(citation),
        question=bad,
        text=bad,
        sentence=f"So {bad}.",
        alternatives=(Alternative(bad, bad, 0.1, bad, 0, 1),),
    )
    html = render.answer_turn(hostile, anchor="a1") + render.turn(bad, render.note(bad))
    seen = read(html)
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert seen.found == [f"{QUOTE} {bad}"]
    assert read(html, "h2").found == [bad, bad]
    assert read(html, "h4").found == [bad]
    assert read(html, "strong").found == [bad, bad]


def test_foreign_directions_and_control_characters_stay_contained() -> None:
    text = f"\u202ereversed {QUOTE} \x00\x1b[31mred\x0bnext\ud800"
    html = render.evidence(answer(cite(text)), anchor="a1")
    assert read(html, "blockquote").found == [f"\u202ereversed {QUOTE} [31mred next"]
    assert read(html).found == [QUOTE]
    # The unclosed override ends with its own isolate, before the quote begins.
    assert '<span class="fn-isolate">\u202ereversed </span><mark class="fn-quote">' in html
    html.encode("utf-8")


def test_what_was_not_done_is_shown_as_evidence() -> None:
    given = replace(answer(cite()), answered=False, text="", sentence="", reason="not done")
    html = render.answer_turn(given, anchor="a1")
    words = read(html).words
    assert "Not done, as far as the articles say." in words
    assert "They speak of it as planned, open or called off, not as done." in words
    assert "not evidence" not in words
    assert read(html, "h3").found == ["Evidence"]
    assert read(html).found == [QUOTE]


def test_no_answer_is_said_in_plain_words() -> None:
    given = replace(
        answer(cite(), cite(number=2)), answered=False, text="", sentence="", confidence=0.12
    )
    html = render.answer_turn(given, anchor="a1")
    words = read(html).words
    assert "The articles don’t say." in words
    assert "the best guess was 12% likely to be right" in words
    assert "not evidence" in words
    assert read(html, "h3").found == ["Nearest passages"]
    assert read(html).found == []
    assert read(html, "strong").found == []
    assert read(html, "blockquote").found == [TEXT, TEXT]


def test_no_answer_and_nothing_near() -> None:
    given = replace(answer(), answered=False, text="", sentence="", citations=())
    html = render.answer_turn(given, anchor="a1")
    assert "No passage came near the question." in html
    assert render.evidence(given, anchor="a1") == ""


def test_many_excerpts_fold_away() -> None:
    html = render.evidence(answer(*(cite(number=n) for n in range(1, 6))), anchor="a1")
    assert read(html, "summary").found == ["2 more excerpts"]
    assert read(html).found == [QUOTE] * 5


def test_a_follow_up_names_what_was_asked() -> None:
    html = render.answer_turn(replace(answer(), asked="What started the <fire>?"), anchor="a1")
    assert read(html, "q").found == ["What started the <fire>?"]
    assert "Asked as" not in render.answer_turn(answer(), anchor="a1")


def test_the_other_side_and_the_day_that_was_meant() -> None:
    text = "On Sunday he blamed a <i>cigarette</i>."
    period = Period(date(2020, 1, 5), date(2020, 1, 5))
    against = replace(
        cite(text, text, number=2), mentions=(Mention("On Sunday", 500, 509, period),)
    )
    claim = Claim("a <i>cigarette</i>", "contradicts", 0.2, 1, (against,))
    given = replace(answer(), sources=2, claims=(claim,))
    html = render.answer_turn(given, anchor="a1")
    assert "2 sources say a short circuit, 1 says a <i>cigarette</i>" in read(html).words
    assert read(html).found == [QUOTE, text]
    assert 'data-meant="= 5 January 2020">' in html
    assert "<i>cigarette" not in html


def test_an_earlier_answer_is_called_so() -> None:
    claim = Claim("a candle", "earlier", 0.2, 1, (cite(number=2),))
    html = render.answer_card(replace(answer(), claims=(claim,)), anchor="a1")
    assert "What held before" in html
    assert "Earlier: a candle, on 16 April 2019" in read(html).words


def test_a_list_a_yes_and_an_account() -> None:
    listed = replace(answer(), form="list", text="a short circuit; a candle")
    listed = replace(listed, items=("a short circuit", "a candle"))
    html = render.answer_card(listed, anchor="a1")
    assert read(html, "li").found == ["a short circuit\u2060[1]", "a candle"]
    yes = render.answer_card(replace(answer(), form="yes or no", text="yes"), anchor="a1")
    assert read(yes, "strong").found == ["Yes."]
    account = replace(answer(), form="sentences", text=QUOTE)
    assert read(render.answer_card(account, anchor="a1"), "strong").found == []


def test_why_there_is_no_answer() -> None:
    given = replace(answer(), answered=False, text="", sentence="", reason="other time")
    assert "of another time than the question" in render.answer_card(given, anchor="a1")


def test_marks_within_marks_and_none_across() -> None:
    marks = [
        Mark(4, 9, "<mark>", "</mark>"),
        Mark(6, 7, "<b>", "</b>"),
        Mark(8, 12, "<i>", "</i>"),
    ]
    html = prose("0123456789abcdef", marks=marks)
    assert read(html).found == ["45678"]
    assert read(html, "b").found == ["6"]
    assert "i" not in read(html).tags
    assert read(html).words == "0123456789abcdef"


def test_a_whole_article_marks_every_citation_once() -> None:
    text = f"{'x' * 500}{TEXT} The end."
    article = Article("/a.md", "T", text, id=3)
    one, two = cite(), cite(quote="The spire fell.", number=2)
    elsewhere = replace(cite(number=3), start=501, end=501 + len(QUOTE))
    html = viewer.view(article, [one, two, elsewhere, replace(one, number=4)])
    assert read(html).found == ["The spire fell.", QUOTE]
    assert 'data-numbers="1, 4"' in html
    assert text in read(html).words


def test_a_long_article_is_shown_around_what_is_cited() -> None:
    text = "word " * 100_000
    start = len(text)
    text += TEXT + " word" * 100_000
    shifted = replace(cite(), start=start + 16, end=start + 16 + len(QUOTE))
    shifted = replace(shifted, passage=replace(shifted.passage, start=start))
    html = viewer.view(Article("/a.md", "T", text, id=3), [shifted], chosen=1)
    assert read(html).found == [QUOTE]
    assert "of 1,000,085: the article is too long" in html
    assert len(html) < 2 * viewer.LONGEST
