from __future__ import annotations

import itertools
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnusable
from index.types import Hit, Passage
from qa.extractive import (
    SpanReader,
    _age,
    _best_spans,
    _trimmed,
    _with_its_last_part,
    _with_its_unit,
    _with_what_belongs,
)


def hit(text: str, number: int = 1) -> Hit:
    return Hit(Passage(number, 1, "/a.txt", "", "", None, "", 0, len(text), text), 0.5, 0.5, 1.0)


def test_the_reader_points_at_words() -> None:
    texts = [
        "Bake the bread for forty minutes at two hundred degrees.",
        "The treaty of peace was signed in Vienna in 1815 by Klemens von Metternich.",
    ]
    spans = SpanReader().read(
        "Where was the treaty signed?", [hit(text, n) for n, text in enumerate(texts)]
    )
    assert spans[0].text == "Vienna"
    assert spans[0].rank == 1
    assert spans[0].hit.passage.text[spans[0].start : spans[0].end] == "Vienna"
    assert [span.margin for span in spans] == sorted((s.margin for s in spans), reverse=True)


def test_offsets_are_code_points() -> None:
    text = "👩‍🚀🏟️ 𝔄t dawn, the treaty was signed in Vienna."
    best = SpanReader().read("Where was the treaty signed?", [hit(text)])[0]
    assert text[best.start : best.end] == "Vienna"


def test_spans_stay_in_a_sentence_and_do_not_overlap() -> None:
    text = "Ana came from Rome. Ben came from Oslo. Cleo came from Lima, where it rained."
    spans = SpanReader().read("Who came from where?", [hit(text)])
    assert 1 < len(spans) <= 3
    places = sorted((span.start, span.end) for span in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
    for span in spans:
        assert ". " not in span.text


def test_a_batch_reads_as_single_passages_do() -> None:
    texts = [  # of such lengths that they are read in two batches
        "It rained. " * 40 + "Signed in Oslo.",
        "The treaty was signed in Vienna in 1815.",
        "It rained. " * 30 + "Signed in Rome.",
        "Nobody signed it in Bonn.",
    ]
    question = "Where was the treaty signed?"
    together = SpanReader().read(question, [hit(text, n) for n, text in enumerate(texts)])
    for number, text in enumerate(texts):
        (alone, *_) = SpanReader().read(question, [hit(text, number)])
        best = next(span for span in together if span.hit.passage.id == number)
        assert (best.start, best.end) == (alone.start, alone.end)
        assert best.margin == pytest.approx(alone.margin, abs=0.5)


@pytest.mark.parametrize("text", ["", "   ", "\n", "👩‍🚀"])
def test_odd_passages_do_not_stop_it(text: str) -> None:
    for span in SpanReader().read("What?", [hit(text)]):
        assert span.text.strip()


def test_no_passages_no_spans() -> None:
    assert SpanReader().read("What?", []) == []


def test_long_questions_are_cut() -> None:
    question = "Where was the treaty signed? " + "please " * 2000
    spans = SpanReader().read(question, [hit("The treaty was signed in Vienna in 1815.")])
    assert spans


def test_decoding_by_hand() -> None:
    # Tokens: 0 1 2 | 3 4. The best pair by logits, (1, 3), crosses a sentence; (3, 4) is next.
    logits = np.array([[0, 0], [5, 0], [0, 1], [3, 4], [0, 3.5]], np.float32)
    spans = _best_spans(logits, np.array([1, 1], np.float32), np.array([0, 0, 0, 1, 1]))
    assert [(begin, last) for begin, last, _, _ in spans] == [(3, 3), (1, 2), (4, 4)]
    assert [margin for _, _, margin, _ in spans] == [5.0, 4.0, 1.5]
    assert 0 < sum(share for *_, share in spans) < 1


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Lebanon.", "Lebanon"),
        ("(April 2016)", "(April 2016)"),
        ("April 2016)", "April 2016"),
        ("“Squid Game", "Squid Game"),
        ("“Squid Game”", "“Squid Game”"),
        ("at 5 p.m.", "at 5 p.m."),
        ("Acme Inc.", "Acme Inc."),
        (", and then –", "and then"),
        ("...", ""),
    ],
)
def test_edges(words: str, kept: str) -> None:
    start, end = _trimmed(words, 0, len(words))
    assert words[start:end] == kept


def test_a_mark_that_opens_within_the_span_is_closed() -> None:
    text = "They struck the “tent of resistance”, he said."
    start, end = _trimmed(text, text.index("the"), text.index("”"))
    assert text[start:end] == "the “tent of resistance”"


def test_a_title_ends_where_its_marks_close() -> None:
    text = "“House of the Dragon” — the “Game of Thrones” prequel — is out."
    start, end = _trimmed(text, text.index("House"), text.index("” prequel"))
    assert text[start:end] == "House of the Dragon"
    text = "“Barbie” and “Oppenheimer” lead."
    start, end = _trimmed(text, text.index("Barbie"), text.index("” lead"))
    assert text[start:end] == "Barbie” and “Oppenheimer"


@pytest.mark.parametrize(
    ("question", "span", "kept"),
    [
        ("How old is Kim?", "A 17-year-old", "17"),
        ("How old is Kim?", "17-year-old pilot", "17"),
        ("At what age did Kim fly?", "a twenty-one-year-old", "twenty-one"),
        ("How old is Kim?", "an 18-month-old", "an 18-month-old"),
        ("How old is Kim?", "17 years old", "17 years old"),
        ("Who flew?", "A 17-year-old", "A 17-year-old"),
        ("Kim flew round the world. How old is she?", "the then-17-year-old", "17"),
        (
            "How old were they?",
            "a 17-year-old and a 19-year-old",
            "a 17-year-old and a 19-year-old",
        ),
        ("How old is the bone?", "66-million-year-old", "66-million-year-old"),
        ("Who flew, and how old was she?", "a 17-year-old pilot", "a 17-year-old pilot"),
    ],
)
def test_an_age_is_a_number(question: str, span: str, kept: str) -> None:
    start, end = _age(f"News: {span}.", 6, 6 + len(span), question)
    assert f"News: {span}."[start:end] == kept


@pytest.mark.parametrize(
    ("text", "span", "whole"),
    [
        ("killed in a US airstrike.", "airstrike", "a US airstrike"),
        ("He met the U.N. envoy.", "envoy", "the U.N. envoy"),
        ("He met President Obama.", "Obama", "Obama"),
        ("They saw the Louvre.", "Louvre", "the Louvre"),
        ("In 1994, IBM sold it.", "1994", "1994"),
        ("Panama canal", "canal", "canal"),
        ("agreed to a $787.5 million settlement", "$787.5 million", "$787.5 million"),
        ("after an 8% rise", "8%", "8%"),
        ("charged a 17-year-old boy", "17-year-old boy", "a 17-year-old boy"),
        ("beaten by the 49ers", "49ers", "the 49ers"),
        ("he tweeted the 34-second clip", "34-second", "34-second"),
        ("passed in a 415-14 vote", "415-14", "415-14"),
        ("lost the 48,268 who", "48,268", "48,268"),
        ("a Louisiana resident over 65", "Louisiana", "Louisiana"),
        ("a Democrat won the seat", "Democrat", "a Democrat"),
        ("a Republican from Ohio", "Republican", "a Republican"),
        ("fastest was Chick-fil-A, with", "Chick-fil", "Chick-fil-A"),
        ("the Iran-Iraq war", "Iran", "Iran"),
    ],
)
def test_what_belongs_to_a_noun(text: str, span: str, whole: str) -> None:
    start = text.index(span)
    end = _with_its_last_part(text, start, start + len(span))
    assert text[_with_what_belongs(text, start, end) : end] == whole


@pytest.mark.parametrize(
    ("question", "text", "span", "whole"),
    [
        ("How many centuries had passed?", "the first in 600 years.", "600", "600 years"),
        ("How many years had passed?", "the first in 600 years.", "600", "600"),
        ("After how many months?", "after six weeks", "six", "six weeks"),
        ("How many more days did it last?", "a 12-hour wait", "12", "12-hour"),
        ("How many people came?", "600 years ago", "600", "600"),
        ("How many centuries had passed?", "in 600, years before", "600", "600"),
    ],
)
def test_another_unit_belongs_to_its_number(
    question: str, text: str, span: str, whole: str
) -> None:
    start = text.index(span)
    assert text[start : _with_its_unit(text, start + len(span), question)] == whole


def test_another_reader_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    question, hits = "Where was the treaty signed?", [hit("The treaty was signed in Vienna.")]
    shipped = SpanReader().read(question, hits)
    copy = tmp_path / "reader.safetensors"
    copy.write_bytes((resources.files("qa.models") / "reader.safetensors").read_bytes())
    assert SpanReader(copy).read(question, hits) == shipped
    monkeypatch.setenv("FOOTNOTE_READER", str(tmp_path / "missing.safetensors"))
    with pytest.raises(ModelUnusable, match=r"missing\.safetensors"):
        SpanReader().load()
