"""The `footnote` command as a person meets it: in a process of its own, by its exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.assistant import MODES

Write = Callable[..., Path]
FOOTNOTE = [sys.executable, "-m", "ui.cli"]
FIRE = "A fire in Paris\n\nThe cathedral of Notre-Dame in Paris burned on Monday."


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FOOTNOTE, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=120,
    )


def one_sentence(text: str) -> bool:
    return "Traceback" not in text and len(text.strip().splitlines()) == 1


@pytest.fixture
def index(write: Write, tmp_path: Path) -> Path:
    built = run("build", write(**{"a.txt": FIRE}), "--index", tmp_path / "index")
    assert built.returncode == 0, built.stderr
    return tmp_path / "index"


def test_without_arguments_it_helps() -> None:
    ran = run()
    assert ran.returncode == 2
    assert "usage: footnote" in ran.stderr


@pytest.mark.parametrize(
    "command", ["serve", "build", "ask", "search", "show", "status", "remove", ""]
)
def test_help(command: str) -> None:
    ran = run(*([command] if command else []), "--help")
    assert ran.returncode == 0
    assert "usage: footnote" in ran.stdout


def test_every_way_to_answer_may_be_chosen() -> None:
    assert f"--mode {{{','.join(MODES)}}}" in run("ask", "--help").stdout


def test_wrong_arguments() -> None:
    for arguments in (
        ["fly"],
        ["ask"],
        ["build"],
        ["ask", "Who?", "--passages", "many"],
        ["ask", "Who?", "--passages", "0"],
        ["search", "Who?", "--passages", "-5"],
        ["serve", "--port", "99999"],
        ["serve", "--host", "0.0.0.0"],  # noqa: S104
        ["serve", "--auth-file", "no such file"],
    ):
        ran = run(*arguments)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr


def test_an_interruption_while_it_loads_is_told_in_a_word() -> None:
    script = (
        "import builtins, sys; load = builtins.__import__\n"
        "def interrupted(name, *rest):\n"
        "    if name == 'numpy': raise KeyboardInterrupt\n"
        "    return load(name, *rest)\n"
        "builtins.__import__ = interrupted\n"
        "from ui.start import main; sys.exit(main())"
    )
    ran = subprocess.run([sys.executable, "-c", script, "status"], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (130, "Interrupted.\n")


def test_a_question_needs_no_quotes(index: Path) -> None:
    ran = run("ask", "What", "burned", "in", "Paris?", "--json", "--index", index)
    assert json.loads(ran.stdout)["question"] == "What burned in Paris?"


def test_an_article_is_shown_by_its_name_without_an_ending(index: Path) -> None:
    assert (
        run("show", "a", "--index", index).stdout == run("show", "a.txt", "--index", index).stdout
    )
    assert run("show", "b", "--index", index).returncode == 2


def test_an_address_of_another_kind_is_told(tmp_path: Path) -> None:
    ran = run("build", "ftp://example.org/news", "--index", tmp_path / "index")
    assert ran.stderr.startswith(
        "ftp://example.org/news cannot be fetched: name an address of http"
    )
    assert one_sentence(ran.stderr)


def test_build_reports(write: Write, tmp_path: Path) -> None:
    folder = write(**{"a.txt": FIRE, "b.bin": b"\x00"})
    ran = run("build", folder, "--index", tmp_path / "index")
    assert ran.returncode == 0
    assert "1 added, 0 changed, 0 unchanged, 0 dropped" in ran.stdout
    assert f"{folder / 'b.bin'}: .bin files are not read" in ran.stdout
    as_json = json.loads(run("build", folder, "--index", tmp_path / "index", "--json").stdout)
    assert (as_json["unchanged"], as_json["articles"], as_json["passages"]) == (1, 1, 1)
    assert as_json["skipped"][0]["path"] == str(folder / "b.bin")


def test_python_m_index_builds_too(write: Write, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "index", "build", str(write(**{"a.txt": FIRE}))]
    ran = subprocess.run(
        [*command, "--index", str(tmp_path / "index")], capture_output=True, text=True, check=True
    )
    assert "1 added" in ran.stdout


def test_build_statuses(write: Write, tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    missing = run("build", tmp_path / "missing", "--index", index)
    assert (missing.returncode, one_sentence(missing.stderr)) == (2, True)
    empty = run("build", tmp_path / "empty", "--index", index)
    assert (empty.returncode, one_sentence(empty.stderr)) == (1, True)
    (tmp_path / "articles" / "a.txt").unlink()
    prune = run("build", tmp_path / "articles", "--index", index)
    assert (prune.returncode, one_sentence(prune.stderr)) == (2, True)
    assert "--prune" in prune.stderr
    (index / "catalog.sqlite3").write_bytes(b"no database" * 500)
    corrupt = run("build", write(**{"a.txt": FIRE}), "--index", index)
    assert (corrupt.returncode, one_sentence(corrupt.stderr)) == (3, True)


def test_ask_answers(index: Path) -> None:
    ran = run("ask", "Which cathedral burned on Monday?", "--index", index)
    assert ran.returncode == 0, ran.stdout
    assert "Notre-Dame" in ran.stdout.splitlines()[0]
    assert "“The cathedral of Notre-Dame in Paris burned on Monday.”" in ran.stdout
    answer = json.loads(
        run("ask", "Which cathedral burned on Monday?", "--index", index, "--json").stdout
    )
    citation = answer["citations"][0]
    assert answer["answered"] is True
    assert FIRE[citation["start"] : citation["end"]] == citation["quote"]
    assert answer["timings_ms"]["total"] > 0


def test_ask_does_not_answer(index: Path) -> None:
    ran = run("ask", "Who invented the telephone?", "--index", index)
    assert ran.returncode == 1
    assert ran.stdout.startswith("The articles don't say.")


def test_the_default_index_is_named_by_the_environment(index: Path) -> None:
    assert (
        run("ask", "Which cathedral burned on Monday?", FOOTNOTE_INDEX=str(index)).returncode == 0
    )


def test_ask_without_an_index(tmp_path: Path) -> None:
    ran = run("ask", "Who?", "--index", tmp_path / "none")
    assert (ran.returncode, one_sentence(ran.stderr)) == (3, True)
    assert f"footnote build ARTICLES --index {tmp_path / 'none'}" in ran.stderr


def test_bad_questions_and_days(index: Path) -> None:
    for arguments in (
        ["ask", " "],
        ["ask", "Who?", "--since", "soon"],
        ["search", "?", "--until", "x"],
    ):
        ran = run(*arguments, "--index", index)
        assert (ran.returncode, one_sentence(ran.stderr)) == (2, True)


def test_search_show_status_remove(index: Path, tmp_path: Path) -> None:
    found = json.loads(run("search", "cathedral", "--index", index, "--json").stdout)
    assert [hit["title"] for hit in found["passages"]] == ["A fire in Paris"]
    assert "A fire in Paris" in run("search", "cathedral", "--index", index).stdout

    assert "A fire in Paris" in run("show", "--index", index).stdout
    shown = run("show", "a.txt", "--index", index)
    assert shown.stdout.startswith("A fire in Paris\n")
    assert "burned on Monday." in shown.stdout
    assert json.loads(run("show", "a.txt", "--index", index, "--json").stdout)["text"] == FIRE
    unknown = run("show", "z.txt", "--index", index)
    assert (unknown.returncode, one_sentence(unknown.stderr)) == (2, True)

    status = json.loads(run("status", "--index", index, "--json").stdout)
    assert (status["articles"], status["passages"]) == (1, 1)
    assert re.match(
        r"OpenVINO 20\d\d\.\d+\.\d+, (bf16|f16|f32|f32 or int8|int8)$", status["runtime"]
    )
    assert "OpenVINO" in run("status", "--index", index).stdout

    removed = run("remove", tmp_path / "articles", "--index", index)
    assert (removed.returncode, removed.stdout.split(";")[0]) == (
        0,
        "Removed 1 article from the index",
    )
    assert run("ask", "Which cathedral burned on Monday?", "--index", index).returncode == 1


def test_article_text_cannot_drive_the_terminal(write: Write, tmp_path: Path) -> None:
    folder = write(
        "hostile", **{"a.txt": "A title \x1b[2J\x1b]0;owned\x07\n\nText \x1b[31m of it."}
    )
    run("build", folder, "--index", tmp_path / "index")
    for command in (["show"], ["show", "a.txt"], ["search", "text"], ["ask", "What text?"]):
        ran = run(*command, "--index", tmp_path / "index")
        assert "\x1b" not in ran.stdout + ran.stderr
        assert "\x07" not in ran.stdout + ran.stderr


def test_a_reader_that_goes_away_is_no_error(index: Path) -> None:
    shell = f"{sys.executable} -m ui.cli show a.txt --index {index} | true"
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell}"], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_an_interrupted_build_says_how_to_go_on(write: Write, tmp_path: Path) -> None:
    folder = write(
        **{f"{n}.txt": f"Story {n}\n\n" + "It was a long day. " * 900 for n in range(60)}
    )
    process = subprocess.Popen(
        [*FOOTNOTE, "build", str(folder), "--index", str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    catalog = tmp_path / "index" / "catalog.sqlite3-wal"
    while process.poll() is None and not (catalog.exists() and catalog.stat().st_size > 1_000_000):
        time.sleep(0.05)  # until a first batch is stored
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "run the same command again to go on" in errors
    assert "Traceback" not in errors
    again = run("build", folder, "--index", tmp_path / "index", "--json")
    report = json.loads(again.stdout)
    assert report["articles"] == 60
    assert report["unchanged"] > 0, "what was stored before the interruption is kept"


def test_an_empty_name_removes_nothing(index: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [*FOOTNOTE, "remove", "", "--index", str(index)],
        capture_output=True,
        text=True,
        cwd=tmp_path,  # everything indexed lies below
    )
    assert (ran.returncode, one_sentence(ran.stderr)) == (2, True)
    assert run("show", "a.txt", "--index", index).returncode == 0
    assert run("show", "", "--index", index).returncode == 2


def test_an_output_that_is_closed_or_full_is_no_traceback(index: Path) -> None:
    for redirection, statuses in ((">&-", {0}), ("> /dev/full", {2})):
        shell = f"{sys.executable} -m ui.cli status --index {index} {redirection}"
        ran = subprocess.run(["bash", "-c", shell], capture_output=True, text=True)
        assert ran.returncode in statuses, ran.stderr
        assert "Traceback" not in ran.stderr


def test_too_long_a_name_for_an_index_is_told(tmp_path: Path) -> None:
    ran = run("ask", "Who?", "--index", tmp_path / ("x" * 300))
    assert (ran.returncode, one_sentence(ran.stderr)) == (3, True)
