"""Words: how questions become terms, and what deletions and unknown words may not do."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from index import lexical
from index.lexical import LexicalIndex, question_terms
from index.types import Passage

BLANK = Passage(1, 1, "/a.txt", "", "", None, "", 0, 1, "")


def passages(*texts: str, first: int = 1) -> list[Passage]:
    return [replace(BLANK, id=first + n, text=text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Why didn't the treaty pass?", ["treati", "pass"]),
        ("Who won’t pay, can’t pay, or isn’t at home?", ["pay", "home"]),
        ("They'd said what the mayor's plan is", ["mayor", "plan"]),
        ("What did the WHO say?", ["who"]),
        ("Who?", ["who"]),
        ("WHAT DID THE MAYOR SAY?", ["mayor"]),
        ("What did May say?", ["may"]),
        ("May the mayor say no?", ["mayor"]),
        ("What May The Mayor Say?", ["mayor"]),
        (unicodedata.normalize("NFD", "Brücken in Zürich"), ["brucken", "zurich"]),
    ],
)
def test_a_question_is_about_what_is_left_of_it(question: str, terms: list[str]) -> None:
    assert question_terms(question) == terms


def test_words_are_found_in_either_of_their_forms(tmp_path: Path) -> None:
    text = "Die Brücke in Zürich ist gesperrt."
    lexical.derive(tmp_path / "a", passages(unicodedata.normalize("NFD", text), text))
    found = LexicalIndex(tmp_path / "a").search("Zürich Brücke", 5)
    assert sorted(number for number, _ in found) == [1, 2]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The U.S. withdrew its troops.", "How did the US answer?"),
        ("The US withdrew its troops.", "How did the U.S answer?"),
        ("An F.B.I. agent spoke.", "the FBI"),
        ("Das Erdbeben in İstanbul.", "Istanbul"),
    ],
)
def test_names_are_found_however_they_are_dotted(tmp_path: Path, text: str, question: str) -> None:
    lexical.derive(tmp_path / "a", passages("The ferry sank.", text))
    assert [number for number, _ in LexicalIndex(tmp_path / "a").search(question, 5)] == [2]


def test_words_that_nobody_uses_leave_room_for_the_others(tmp_path: Path) -> None:
    lexical.derive(tmp_path / "a", passages("The ferry Solveig sank.", "The bridge is closed."))
    unknown = "quor blim zarn tosk vlig dreb mulp snaf kwod frim"
    index = LexicalIndex(tmp_path / "a")
    assert len(question_terms(f"{unknown} ferry Solveig sank")) == lexical.RAREST + 3
    assert [number for number, _ in index.search(f"{unknown} ferry Solveig sank", 5)] == [1]


def test_a_term_is_in_no_more_passages_than_there_are(tmp_path: Path) -> None:
    before = tmp_path / "0"
    texts = [f"The council met in room {n}." for n in range(5)]
    lexical.derive(before, passages(*texts))
    for build in range(1, 5):
        come = passages(*texts[:2], first=10 * build)
        gone = [passage.id for passage in passages(*texts[:2], first=10 * (build - 1) or 1)]
        lexical.amend(tmp_path / str(build), before, come, gone=gone)
        before = tmp_path / str(build)
    index = LexicalIndex(before)
    assert len(index) == 5
    assert index.document_frequency("council") == 5
    assert index.document_frequency("mayor") == 0
