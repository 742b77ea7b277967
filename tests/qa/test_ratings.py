"""Ratings: what is kept, and the questions that they teach."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BadUse
from index.types import Passage
from qa.ratings import Ratings, main
from qa.types import Answer, Citation

TEXT = "The bridge was opened by Rosa Marsh, not by Ida Vale."
PASSAGE = Passage(1, 1, "/a/bridge.txt", "Bridge", "", None, "", 0, len(TEXT), TEXT)
CITED = Citation(1, "/a/bridge.txt", "Bridge", "", None, TEXT, 0, len(TEXT), PASSAGE, 0.7)
ANSWER = Answer("Who opened the bridge?", "Rosa Marsh", TEXT, True, 0.7, (CITED,))
REFUSAL = replace(ANSWER, text="", sentence="", answered=False)


@pytest.fixture
def ratings(tmp_path: Path) -> Ratings:
    return Ratings(tmp_path / "index")


def taught(ratings: Ratings) -> list[dict[str, object]]:
    return [question.to_dict() for question in ratings.questions()]


def test_an_answer_that_is_right(ratings: Ratings, tmp_path: Path) -> None:
    ratings.add(ANSWER, "right")
    assert taught(ratings) == [
        {
            "question": "Who opened the bridge?",
            "answers": ["Rosa Marsh"],
            "sources": ["/a/bridge.txt"],
            "answerable": True,
        }
    ]
    assert ratings.file == tmp_path / "index-ratings.jsonl"
    assert stat.S_IMODE(ratings.file.stat().st_mode) == 0o600


def test_a_list_is_right_whole_or_by_an_item(ratings: Ratings) -> None:
    ratings.add(
        replace(ANSWER, text="Rosa Marsh; Ida Vale", items=("Rosa Marsh", "Ida Vale")), "right"
    )
    (question,) = ratings.questions()
    assert question.answers == ("Rosa Marsh; Ida Vale", "Rosa Marsh", "Ida Vale")


def test_wrong_teaches_only_with_what_is_right(ratings: Ratings) -> None:
    ratings.add(ANSWER, "wrong")
    assert taught(ratings) == []
    ratings.add(ANSWER, "wrong", " ida  vale ")
    (question,) = ratings.questions()
    assert (question.answers, question.sources) == (("ida vale",), ("/a/bridge.txt",))
    ratings.add(ANSWER, "wrong", "a ghost")
    (question,) = ratings.questions()
    assert (question.answers, question.sources) == (("a ghost",), ())


def test_what_the_articles_do_not_say(ratings: Ratings) -> None:
    ratings.add(REFUSAL, "right")
    (question,) = ratings.questions()
    assert (question.answers, question.answerable) == ((), False)
    ratings.add(replace(ANSWER, question="Who closed it?"), "unanswerable")
    assert [question.answerable for question in ratings.questions()] == [False, False]


def test_the_last_rating_of_a_question_counts(ratings: Ratings) -> None:
    ratings.add(ANSWER, "wrong", "Ida Vale")
    ratings.add(ANSWER, "right")
    (question,) = ratings.questions()
    assert question.answers == ("Rosa Marsh",)


def test_a_follow_up_is_kept_as_it_was_asked(ratings: Ratings) -> None:
    ratings.add(replace(ANSWER, question="And who?", asked="Who opened the bridge?"), "right")
    assert taught(ratings)[0]["question"] == "Who opened the bridge?"


def test_what_is_refused(ratings: Ratings) -> None:
    with pytest.raises(BadUse, match="A rating is one of"):
        ratings.add(ANSWER, "fine")  # type: ignore[arg-type]
    with pytest.raises(BadUse, match="500 characters"):
        ratings.add(ANSWER, "wrong", "x" * 501)
    assert taught(ratings) == []


def test_where_nothing_was_rated_that_is_said(
    ratings: Ratings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "index")]) == 2
    assert capsys.readouterr().err.startswith("Nothing has been rated over the index ")
    ratings.add(ANSWER, "right")
    assert main([str(tmp_path / "index")]) == 0
    assert json.loads(capsys.readouterr().out) == taught(ratings)[0]


def test_a_line_that_a_crash_cut_short_is_passed_over(ratings: Ratings, tmp_path: Path) -> None:
    ratings.add(ANSWER, "right")
    with ratings.file.open("a") as file:
        file.write('{"rated": "20')
    assert len(taught(ratings)) == 1
    ratings.add(replace(ANSWER, question="Who won?"), "right")
    assert [each["question"] for each in taught(ratings)] == [ANSWER.question, "Who won?"]
    command = [sys.executable, "-m", "qa.ratings", str(tmp_path / "index")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [json.loads(line) for line in printed.splitlines()] == taught(ratings)


@pytest.mark.parametrize(
    "line",
    [
        b"5",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"answer": null, "verdict": "right", "right": ""}',
        b'{"answer": {"asked": ["a"], "citations": []}, "verdict": "wrong", "right": ""}',
        b'{"answer": {"asked": 5, "citations": []}, "verdict": "unanswerable", "right": ""}',
    ],
)
def test_a_line_that_is_no_rating_is_passed_over(ratings: Ratings, line: bytes) -> None:
    ratings.add(ANSWER, "right")
    with ratings.file.open("ab") as file:
        file.write(line + b"\n")
    ratings.add(replace(ANSWER, question="Who won?"), "right")
    assert [each["question"] for each in taught(ratings)] == [ANSWER.question, "Who won?"]
