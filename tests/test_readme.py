"""The README cannot drift: its code runs, its commands and figures exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa.calibration import shipped

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("code", PYTHON, ids=["ask", "follow up"])
def test_the_python_examples_run(
    code: str, samples_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code.replace("my-index", str(samples_index)), "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.strip()


def test_the_shown_answer_is_the_real_one(samples_index: Path) -> None:
    shown = re.search(r"\$ footnote ask \"(.*?)\"\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    command = [sys.executable, "-m", "ui.cli", "ask", shown[1], "--index", str(samples_index)]
    real = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    real_lines = [re.sub(r"\d+% sure", "N% sure", line) for line in real.splitlines()]
    for line in shown[2].splitlines():
        assert re.sub(r"\d+% sure", "N% sure", line) in real_lines


def test_the_default_thresholds_are_the_shipped_ones() -> None:
    (_, small), *_, (_, large) = shipped().defaults
    told = f"{100 * small:.0f}% in a small collection", f"{100 * large:.0f}% in a large one"
    helped = subprocess.run(
        [sys.executable, "-m", "ui.cli", "ask", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for text in (README, helped.stdout):
        text = " ".join(text.split())
        assert all(part in text for part in told)


def test_every_command_shown_exists() -> None:
    shown = set(re.findall(r"footnote ([a-z]+)", README))
    helped = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = set(re.findall(r"^    ([a-z]+) ", helped, re.MULTILINE))
    assert commands == set(
        "serve build ask search show status verify export import remove evaluate".split()
    )
    assert commands <= shown


def test_the_figures_about_the_samples_are_counted() -> None:
    questions = json.loads((ROOT / "tests/data/sample_questions.json").read_text("utf-8"))
    unanswerable = sum(not question["answerable"] for question in questions)
    assert f"asks {len(questions)} questions of the sample articles, {unanswerable} of" in README
    assert len(list((ROOT / "ui/samples").iterdir())) == 12
    assert "twelve sample" in README


def test_ci_runs_the_readmes_own_test_command() -> None:
    lines = re.findall(
        r"^python3 -m venv .* && \.venv/bin/(?:pytest|footnote serve)$", README, re.M
    )
    assert len(lines) == 2
    assert all(" -c constraints.txt " in line for line in lines)


def test_every_dependency_is_pinned() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in pins
    assert "+cpu" not in pins
    pinned = {line.split("==")[0] for line in pins.splitlines() if "==" in line}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'"([A-Za-z0-9-]+)(?:>=|==)[\d.]+"', project.split("[project.scripts]")[0])
    assert len(wanted) > 18
    assert {name.lower() for name in wanted} - {"hatchling"} <= {name.lower() for name in pinned}
