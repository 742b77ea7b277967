from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import BadUse
from index.types import Passage
from qa import calibration
from qa.aggregation import FEATURES
from qa.deciding import SIDES, VERDICT_FEATURES, Side
from qa.drafting import SENTENCE_FEATURES
from qa.evaluation.__main__ import main
from qa.evaluation.calibrate import (
    ENOUGH,
    POINTS,
    Asked,
    Decided,
    Found,
    _collections,
    _curve,
    as_they_are,
    calibrate,
    cross_validate,
    fit,
    fit_verdicts,
    report,
)
from qa.evaluation.outcomes import is_right
from qa.evaluation.questions import Question, read_questions
from qa.evaluation.thresholds import each_alike, quantile, threshold
from qa.forms import form_of
from qa.quoting import Quote

DATA = Path(__file__).parents[1] / "data"


def test_half_of_the_words_are_right_enough() -> None:
    assert is_right("Ghaani", ["Esmail Ghaani"])
    assert not is_right("life", ["from 2013 to 2017"])
    assert not is_right("anything", [])
    assert not is_right("Ghaani " * 13, ["Ghaani " * 14]), "a long text holds many an answer"


def toy(count: int) -> list[Asked]:
    """Questions whose right candidate, where there is one, has the larger margin."""
    random = np.random.default_rng(3)
    margin, cosine = FEATURES.index("margin"), FEATURES.index("cosine")
    asked = []
    for number in range(count):
        answerable = number % 2 == 0
        features = np.zeros((3, len(FEATURES)))
        features[:, margin] = random.normal(0, 0.5, 3)
        features[:, cosine] = random.normal(0, 0.5, 3)  # says nothing
        right = np.zeros(3, bool)
        if answerable:
            features[1, margin] += 2
            right[1] = True
        asked.append(Asked(features, right, answerable, number % 5))
    return asked


def test_what_tells_gets_weight_and_what_does_not_gets_none() -> None:
    none, *weights = fit(toy(300))
    by_name = dict(zip(FEATURES, weights, strict=True))
    assert by_name["margin"] > 2
    assert by_name["cosine"] < 0.3
    assert none > 1, "a candidate without evidence is less likely than none"


def test_held_out_probabilities_mean_something() -> None:
    held_out = cross_validate(toy(300))
    probabilities = np.array([p for p, _, _ in held_out])
    right = np.array([r for _, r, _ in held_out])
    assert abs(probabilities.mean() - right.mean()) < 0.08
    assert "300 questions asked, 150 of them answerable" in report(held_out)


def test_the_command_fits_from_an_index_and_questions(samples_index: Path, tmp_path: Path) -> None:
    samples = json.loads((DATA / "sample_questions.json").read_text("utf-8"))
    rows = [row for row in samples if row["answerable"]][:15]
    questions = tmp_path / "questions.jsonl"
    with questions.open("w") as file:
        for row in rows:
            articles = [Path(source).stem for source in row["sources"]]
            written = {"question": row["question"], "answers": row["answers"], "articles": articles}
            file.write(json.dumps(written) + "\n")
    own = tmp_path / "index"
    own.mkdir()
    command = [sys.executable, "-m", "qa.evaluation", "calibrate", f"{samples_index}={questions}"]
    command += ["--save", str(own)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("30 questions asked, 15 of them answerable")
    fitted = calibration.of_index(own)
    assert fitted.fitted == "on 15 questions, asked 30 times"
    assert fitted != calibration.shipped()
    assert len(fitted.weights) == len(FEATURES)


@pytest.mark.parametrize(
    ("answerable", "in_vain", "asked"),
    [(10, 1, 21), (ENOUGH, ENOUGH - 1, 89), (ENOUGH, ENOUGH, 60)],
)
def test_questions_are_asked_once_where_people_wrote_enough_in_vain(
    samples_index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    answerable: int,
    in_vain: int,
    asked: int,
) -> None:
    questions = tmp_path / "questions.jsonl"
    with questions.open("w") as file:
        for number in range(answerable + in_vain):
            row = {"question": f"Who led expedition {number}?", "answers": ["Amundsen"]}
            file.write(json.dumps(row | {"answerable": number < answerable}) + "\n")
    assert main(["calibrate", f"{samples_index}={questions}"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{asked} questions asked, {answerable} of them answerable")
    assert f'"fitted": "on {answerable + in_vain} questions, asked {asked} times"' in told


def test_a_set_is_asked_as_it_is_from_enough_of_each_kind_on() -> None:
    answerable = [Question("Who?", ("Ana",), frozenset(), answerable=True)] * ENOUGH
    in_vain = [Question("Who?", (), frozenset(), answerable=False)] * ENOUGH
    assert as_they_are([*answerable, *in_vain])
    assert not as_they_are([*answerable, *in_vain[1:]])
    assert not as_they_are([*answerable[1:], *in_vain])
    for shipped in ("stories", "papers"):
        rows = read_questions(DATA / f"{shipped}_questions.jsonl")
        assert as_they_are([row for row in rows if form_of(row.text) != "yes or no"]), shipped


def test_too_few_questions_are_bad_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = toy(1)
    with pytest.raises(BadUse, match="One question is too few"):
        cross_validate([*one, *one])
    found = Found([(9, 10)], [()], toy(10), [Asked(np.zeros((1, len(SENTENCE_FEATURES))), *_RIGHT)])
    assert calibrate(found, fitted="").account == tuple(
        round(weight, 3) for weight in calibration.shipped().account
    )
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "Who?", "answers": ["Ana"], "answerable": false}')
    assert main(["calibrate", f"{tmp_path / 'index'}={questions}"]) == 2
    assert "holds no answerable question" in capsys.readouterr().err


def test_where_the_numbers_cannot_be_kept_is_told_before_anything_is_asked(
    samples_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "Who led?", "answers": ["Ana"]}\n' * 2)
    for folder in (tmp_path / "missing", questions):
        assert main(["calibrate", f"{samples_index}={questions}", "--save", str(folder)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err == f"{folder} is no folder: name the index that is to use the numbers.\n"


_RIGHT = (np.array([True]), True, 0)


def test_each_collection_has_thresholds_of_its_own() -> None:
    first, other = toy(300), toy(300)
    asked = ("the same",)
    both = [*first, *(replace(each, first=False) for each in other)]
    found = Found([(1000, 300), (20_000, 300)], [asked, asked], both)
    assert [size for size, _ in calibrate(found, fitted="").thresholds] == [1000, 20_000]
    assert [size for size, _ in calibrate(found, fitted="").defaults] == [1000, 20_000]
    found.asked[1] = ("others",)
    assert [size for size, _ in calibrate(found, fitted="").thresholds] == [1000, 20_000]
    assert [size for size, _ in calibrate(found, fitted="").defaults] == [1000, 20_000]


def test_sets_of_other_questions_stand_together_each_counting_alike() -> None:
    sizes: list[tuple[int, int]] = [(1000, 4), (400, 2), (90, 4)]
    asked: list[tuple[str, ...]] = [("a",), ("b",), ("c",)]
    collections = [
        (size, list(rows), list(each_alike(sets)))
        for size, rows, sets in _collections(Found(sizes, asked))
    ]
    assert collections == [
        (1000, [0, 1, 2, 3], [1, 1, 1, 1]),
        (400, [4, 5, 6, 7, 8, 9], [1, 1, 0.5, 0.5, 0.5, 0.5]),
    ]
    values, weight = np.array([0.1, 0.2, 0.3, 0.4]), np.array([1.0, 1.0, 0.5, 0.5])
    assert quantile(values, weight, 0.5) == 0.2
    assert quantile(values, weight, 0.8) == 0.3
    assert quantile(values, weight, 1.0) == 0.4


def test_thresholds_keep_within_the_risk() -> None:
    p = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])
    right = np.array([1, 1, 1, 1, 0, 1, 0, 0, 0], np.float64)
    # One more wrong than seen, of n + 1: 1/5 after four right, 2/7 after six, 3/8 after seven.
    one = np.ones(9)
    assert threshold(p, right, 0.2, one) == 0.6
    assert threshold(p, right, 0.3, one) == 0.4
    assert threshold(p, right, 0.4, one) == 0.3
    assert threshold(p, right, 0.05, one) == 1.0, (
        "so few questions show nothing about so small a risk"
    )


def test_the_curve_rises_through_what_was_seen() -> None:
    mass = np.linspace(0, 1, 1200)
    right = (np.random.default_rng(0).random(1200) < mass**2).astype(np.float64)
    curve = _curve(mass, right, np.ones(1200))
    assert curve[0] == (0.0, 0.0)
    assert curve[-1][0] == 1.0
    assert len(curve) <= POINTS + 2
    for m, share in curve[1:-1]:
        assert share == pytest.approx(m**2, abs=0.12)


def test_a_yes_is_weighed_by_what_was_right() -> None:
    passage = Passage(1, 1, "/1.txt", "", "", None, "", 0, 1, "x")

    def decided(told: float, right: str, fold: int) -> Decided:
        features = tuple(
            told if name == "told" else float(name == "rank") for name in VERDICT_FEATURES
        )
        sides = tuple(Side(each, features, Quote(passage, 0, 1, 1.0)) for each in SIDES)
        return Decided(sides, right, fold)

    # Three in four are a yes where a passage says so, one in four where it says little.
    some = [
        decided(told, right, number)
        for number, (told, right) in enumerate(
            [(1.0, "yes")] * 75 + [(1.0, "")] * 25 + [(-1.0, "yes")] * 25 + [(-1.0, "no")] * 75
        )
    ]
    no, yes = fit_verdicts(some)
    at = 1 + VERDICT_FEATURES.index("told")
    assert yes[at] == pytest.approx(math.log(3), abs=0.05)
    assert no[at] == 0.0, "more told for a no made it no likelier: such a weight is held at 0"
    assert yes[1 + VERDICT_FEATURES.index("rank")] <= 0


def test_a_few_yes_no_questions_change_nothing() -> None:
    found = Found([(100, 200)], [("q",)], toy(200), verdicts=[Decided((), "yes", 0)])
    assert calibrate(found, fitted="").verdicts == calibration.shipped().verdicts
