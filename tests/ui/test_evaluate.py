from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation import outcomes
from qa.evaluation.outcomes import Run
from ui.cli import main

ROWS: list[dict[str, Any]] = [
    {
        "question": "Which company operated the Fukushima nuclear plant?",
        "answers": ["the Tokyo Electric Power Company"],
        "sources": ["tohoku-earthquake.html"],
    },
    {"question": "Who painted the ceiling of the Sistine Chapel?", "answerable": False},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)))
    return file


def test_a_run_a_page_a_gate_and_a_comparison(
    questions: Path, samples_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, kept = tmp_path / "out.html", tmp_path / "run.json"
    asking = ["evaluate", str(questions), "--index", str(samples_index)]
    assert main([*asking, "--report", str(page), "--save", str(kept), "--gate", "right>=1"]) == 0
    told = capsys.readouterr().out
    assert "answered rightly, of the answerable" in told
    assert "passed: right>=1 (100.0%)" in told
    assert "<svg" in page.read_text("utf-8")
    again = [*asking, "--compare", str(kept), "--json", "--gate", "success@1>=1,questions>=3"]
    assert main(again) == 1, "there are two questions"
    told = json.loads(capsys.readouterr().out)
    figures = told["figures"]
    assert (figures["questions"], figures["answerable"]) == (2, 1)
    assert (figures["success@1"], figures["right"], figures["f1"]) == (1, 1, 1)
    assert figures["citation recall"] == 1
    assert figures["p50"] > 0
    assert told["gate"] == {"success@1>=1": True, "questions>=3": False}
    assert told["comparison"]["questions"] == 2
    assert told["comparison"]["changes"]["right"]["interval"] == [0, 0]
    assert (told["comparison"]["gained"], told["comparison"]["lost"]) == ([], [])


def test_every_field_of_a_question_is_named_by_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    told = capsys.readouterr().out
    for name in ("question", "answers", "sources", "answerable", "date"):
        assert f'"{name}"' in told


def test_a_source_that_is_not_there_is_told(
    questions: Path, samples_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asking = ["evaluate", str(questions), "--index", str(samples_index)]
    assert main(asking) == 0
    assert "No article" not in capsys.readouterr().err
    questions.write_text(json.dumps({**ROWS[0], "sources": ["tohoku-earthquake", "tohuku"]}))
    assert main(asking) == 0
    assert "No article in the index is called tohuku: questions" in capsys.readouterr().err


def test_bad_use_is_told_before_anything_is_asked(
    questions: Path, samples_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(samples_index)]
    other = tmp_path / "other.json"
    outcomes.save(Run("other.jsonl", "/index", 1, 1, None, ()), other)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"question": "Who \\ud800?"}')
    for arguments, status in (
        ([str(tmp_path / "missing.jsonl"), *index], 2),
        ([str(questions), *index, "--gate", "f2>=1"], 2),
        ([str(questions), *index, "--risk", "0"], 2),
        ([str(questions), *index, "--compare", str(questions)], 2),
        ([str(questions), *index, "--report", str(tmp_path / "missing" / "out.html")], 2),
        ([str(questions), *index, "--report", str(tmp_path)], 2),
        ([str(questions), *index, "--save", str(tmp_path)], 2),
        ([str(questions), *index, "--compare", str(other)], 2),
        ([str(bad), *index], 2),
        ([str(questions), "--index", str(tmp_path / "nothing")], 3),
    ):
        assert main(["evaluate", *arguments]) == status
        assert len(capsys.readouterr().err.splitlines()) == 1
