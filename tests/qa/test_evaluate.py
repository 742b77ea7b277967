from __future__ import annotations

import json
import math
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from index.errors import BadUse
from qa.evaluation.followups import read_conversations
from qa.evaluation.outcomes import RISKS, Outcome, Run, Shown, _is_right, is_right, load, save
from qa.evaluation.questions import Question
from qa.evaluation.reliability import bins, expected_error
from qa.evaluation.report import report, shown, worst
from qa.evaluation.scores import MEANINGS, check_common, compare, figures, parse_gate
from qa.types import Answer, Form


def outcome(
    question: str,
    *,
    answers: tuple[str, ...] = ("gold",),
    right: bool,
    confidence: float,
    answered: bool = True,
    rank: int = 1,
    precision: float | None = None,
    text: str = "said",
) -> Outcome:
    good = float(right)
    return Outcome(
        question=question,
        answers=answers,
        answerable=bool(answers),
        rank=rank,
        text=text,
        sentence=f"It was {text}.",
        answered=answered,
        reason="" if answered else "no answer",
        confidence=confidence,
        exact=good,
        f1=good,
        right=right,
        precision=precision,
        recall=precision,
        milliseconds=100 * confidence,
        passages=(Shown(1, "/a.md", "A", "The passage.", rank == 1),),
    )


FOUR = (
    outcome("right", right=True, confidence=0.9, precision=1.0),
    outcome("wrong", right=False, confidence=0.6, rank=7, precision=0.5),
    outcome("kept back", right=True, confidence=0.2, answered=False, rank=0),
    outcome("no answer", answers=(), right=False, confidence=0.3, rank=0),
)


def run_of(*outcomes: Outcome) -> Run:
    return Run("questions.jsonl", "/index", 3, 9, None, outcomes)


def test_calibration_error_by_hand() -> None:
    # Two bins of two: said 0.2 on average, half right; said 0.8, all right.
    right = np.array([True, False, True, True])
    table = bins(right, np.array([0.1, 0.3, 0.7, 0.9]), count=2)
    assert [(b.count, b.right) for b in table] == [(2, 0.5), (2, 1.0)]
    assert [b.confidence for b in table] == pytest.approx([0.2, 0.8])
    assert expected_error(table) == pytest.approx((2 * 0.3 + 2 * 0.2) / 4)
    assert [b.count for b in bins(right, right * 1.0, count=15)] == [1, 1, 1, 1]
    assert math.isnan(expected_error([]))


def test_equal_probabilities_are_binned_alike_in_any_order() -> None:
    right, same = np.arange(40) < 10, np.full(40, 0.25)
    for order in (right, right[::-1], np.roll(right, 7)):
        assert expected_error(bins(order, same, count=15)) == pytest.approx(0)
    mixed = np.array([True, False, True, False])
    said = np.array([0.2, 0.6, 0.6, 0.6])
    for places in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        table = bins(mixed[places], said[places], count=2)
        assert [each.right for each in table] == pytest.approx([2 / 3, 1 / 3])


def test_right_is_half_of_the_words_in_at_most_twelve() -> None:
    assert is_right("Ghaani", ["Esmail Ghaani"])
    assert not is_right("life", ["from 2013 to 2017"])
    assert is_right("a b c d e f g h i j k l", ["a b c d e f g h i j k l"])
    assert is_right("a b c d e f g h i j k l m", ["A b c d e f g h i j k l m."]), "all of them"
    assert not is_right("a b c d e f g h i j k l m", ["b c d e f g h i j k l"])
    assert not is_right("anything", [])
    assert not is_right(" ", [""]), "saying nothing is no answer"


@pytest.mark.parametrize(
    ("form", "text", "gold", "right"),
    [
        (
            "sentences",
            "The tower, built in 1250, fell because a beam had rotted.",
            "rotted beam",
            1,
        ),
        (
            "sentences",
            "The tower, built in 1250, fell on a Monday in the spring.",
            "a beam had rotted",
            0,
        ),
        (
            "list",
            "Maine; Ohio; Texas; Utah; Iowa; Idaho; Kansas; Oregon; Nevada; New York; New Jersey; "
            "New Mexico",
            "Maine; Ohio; Texas; Utah; Iowa; Idaho; Kansas; Oregon",
            1,
        ),
        ("list", "Maine; Ohio", "Texas; Utah; Iowa", 0),
        (
            "span",
            "the tower that was built by them in 1250 and fell on Monday",
            "fell on Monday",
            0,
        ),
    ],
)
def test_accounts_hold_what_is_asked_and_lists_may_be_long(
    form: Form, text: str, gold: str, right: int
) -> None:
    answer = Answer("Why?", text, text, answered=True, confidence=0.9, form=form)
    assert _is_right(answer, [gold]) is bool(right)
    assert not _is_right(answer, [])


def test_an_account_that_says_the_opposite_is_wrong() -> None:
    given = Answer("Why?", "It was safe.", "", answered=True, confidence=0.9, form="sentences")
    assert not _is_right(given, ["It was not safe"])


def test_figures_by_hand() -> None:
    found = figures(run_of(*FOUR))
    assert list(found) == list(MEANINGS)
    expected = {
        "questions": 4,
        "answerable": 3,
        "success@1": 1 / 3,
        "success@5": 1 / 3,
        "success@10": 2 / 3,
        "em": 1 / 3,  # what was kept back is not given
        "right": 1 / 3,
        "answered": 3 / 4,
        "precision": 1 / 3,
        "refused": 0,
        "kept": 1 / 2,
        "citation precision": 3 / 4,
        "auroc": 1 / 2,  # of four pairs: 0.9 over 0.6 and 0.3, 0.2 under both
        "coverage@5": 1 / 4,
        "coverage@30": 1 / 4,
        "p50": 45,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    # Each alone in its bin: 0.1 + 0.6 + 0.8 + 0.3 off.
    assert found["ece"] == pytest.approx(1.8 / 4)


def test_what_cannot_be_measured_is_no_figure() -> None:
    found = figures(run_of(FOUR[3]))
    assert math.isnan(found["f1"])
    assert math.isnan(found["kept"])
    assert shown("f1", found["f1"]) == "–"
    assert found["refused"] == 0
    assert not parse_gate("f1>=0")[0].holds(found), "what was not measured passes no gate"


def test_a_gate() -> None:
    found = figures(run_of(*FOUR))
    held = [each.holds(found) for each in parse_gate("f1>=0.3, Success@10 >= 0.7,ece<=0.5")]
    assert held == [True, False, True]
    assert str(parse_gate("coverage@10>=0.25")[0]) == "coverage@10>=0.25"
    for text, reason in (
        ("f1", "no condition"),
        ("f1>0.5", "no condition"),
        ("f1>=high", "no condition"),
        ("f2>=0.5", "no figure: choose one of questions"),
        ("", "no condition"),
    ):
        with pytest.raises(BadUse, match=reason):
            parse_gate(text)


def test_a_run_is_kept_and_read(tmp_path: Path) -> None:
    run = run_of(*FOUR)
    save(run, tmp_path / "run.json")
    assert load(tmp_path / "run.json") == run
    (tmp_path / "other.json").write_text('{"format": 1, "outcomes": [{}]}')
    for name, reason in (("other.json", "is no run"), ("missing.json", "cannot be read")):
        with pytest.raises(BadUse, match=reason):
            load(tmp_path / name)
    with pytest.raises(BadUse, match="cannot be written"):
        save(run, tmp_path / "missing" / "run.json")


def test_two_runs_are_compared_question_by_question() -> None:
    before = [outcome(f"q{n}", right=n < 10, confidence=0.5) for n in range(40)]
    after = [outcome(f"q{n}", right=n != 0 and n < 30, confidence=0.5) for n in range(40)]
    extra = outcome("new", right=True, confidence=0.5)
    compared = compare(run_of(*before), run_of(*after, extra))
    assert compared.questions == 40, "the new question has no pair"
    assert [pair[1].question for pair in compared.lost] == ["q0"]
    assert [pair[1].question for pair in compared.gained] == [f"q{n}" for n in range(10, 30)]
    change = next(each for each in compared.changes if each.name == "right")
    assert (change.before, change.after) == (0.25, 0.725)
    assert 0.25 < change.low < 0.475 < change.high < 0.7
    assert change.sure
    same = next(each for each in compared.changes if each.name == "success@1")
    assert (same.low, same.high, same.sure) == (0, 0, False)
    assert "refused" not in {each.name for each in compared.changes}, "none is unanswerable"
    with pytest.raises(BadUse, match="asked none of these"):
        compare(run_of(extra), run_of(*after))


@pytest.mark.parametrize(
    ("better", "worse", "sure"),
    [(1, 0, False), (2, 0, False), (5, 0, False), (6, 0, True), (0, 6, True), (9, 3, False)],
)
def test_a_difference_is_sure_only_where_enough_questions_differ(
    better: int, worse: int, sure: bool
) -> None:
    count = better + worse
    before = [outcome(f"q{n}", right=n >= better, confidence=0.5) for n in range(count)]
    after = [outcome(f"q{n}", right=n < better, confidence=0.5) for n in range(count)]
    compared = compare(run_of(*before), run_of(*after))
    change = next(each for each in compared.changes if each.name == "right")
    assert change.sure == sure


def test_conversations_are_split_at_line_ends_only(tmp_path: Path) -> None:
    file = tmp_path / "talks.jsonl"
    turn = {"question": "Who\u2028was\u0085it?", "kind": "first", "answers": ["Ana"]}
    file.write_text(json.dumps({"turns": [turn]}, ensure_ascii=False) + "\n", "utf-8")
    ((said,),) = read_conversations(file)
    assert (said.question, said.standalone) == (turn["question"], turn["question"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("question", 5), ("kind", None), ("answers", "Ana"), ("answers", [5]), ("standalone", 5)],
)
def test_conversations_of_another_form_are_bad_use(
    tmp_path: Path, field: str, value: object
) -> None:
    file = tmp_path / "talks.jsonl"
    turn = {"question": "Who was it?", "kind": "first", "answers": ["Ana"], field: value}
    file.write_text(json.dumps({"turns": [turn]}))
    with pytest.raises(BadUse, match="holds no conversations"):
        read_conversations(file)


def test_what_has_no_pair_is_told_before_it_is_asked() -> None:
    asked = Question("q", ("gold",), frozenset(), answerable=True)
    present = run_of(outcome("q", right=True, confidence=0.5))
    absent = run_of(outcome("q", answers=(), right=False, confidence=0.5))
    check_common(present, [asked], absent=False)
    check_common(absent, [asked], absent=True)
    for before, without in ((present, True), (absent, False)):
        with pytest.raises(BadUse, match="asked none of these"):
            check_common(before, [asked], absent=without)


def test_a_refusal_gained_counts() -> None:
    said = outcome("q", answers=(), right=False, confidence=0.5)
    compared = compare(run_of(said), run_of(replace(said, answered=False)))
    assert [pair[1].question for pair in compared.gained] == ["q"]


def test_the_worst_cases_are_the_surest() -> None:
    more = outcome("surer", right=False, confidence=0.95)
    kinds = {name: [each.question for each in cases] for name, _, cases in worst([*FOUR, more])}
    assert kinds == {
        "Sure and wrong": ["surer", "wrong"],
        "Answered, and has no answer": ["no answer"],
        "Right passage not found": ["kept back"],
    }


HOSTILE = "<script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>\"'&"


class Page(HTMLParser):
    """Which elements a page has, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_harmless() -> None:
    bad = replace(
        outcome(HOSTILE, answers=(HOSTILE,), right=False, confidence=0.9, text=HOSTILE),
        passages=(Shown(1, HOSTILE, HOSTILE, HOSTILE, True),),
    )
    run = replace(run_of(*FOUR, bad), questions=HOSTILE)
    earlier = run_of(*(replace(each, answered=False) for each in (*FOUR, bad)))
    text = report(run, gate=parse_gate("f1>=0.1,ece<=0.01"), comparison=compare(earlier, run))
    page = Page(text)
    assert page.open == [], "every element is closed"
    names = [name for name, _ in page.elements]
    assert not {"script", "img", "link", "iframe", "a"} & set(names)
    assert names.count("svg") == 3
    assert not any(
        name.startswith("on") or name in ("src", "href", "style")
        for _, attributes in page.elements
        for name in attributes
    )
    assert "http" not in text.replace("https://example.org/x", "").replace("http-equiv", "")
    assert "✓ f1&gt;=0.1" in text
    assert "✗ ece&lt;=0.01" in text
    assert "&lt;script&gt;alert(1)" in text
    assert "Sure and wrong <small>2</small>" in text


def test_the_plots_stay_in_their_frame() -> None:
    every = [
        outcome(str(n), right=n % 3 > 0, confidence=n / 300, answered=n % 2 > 0) for n in range(300)
    ]
    page = Page(report(run_of(*every)))
    for name, attributes in page.elements:
        if name == "circle":
            assert 46 <= float(attributes["cx"] or "") <= 348
            assert 12 <= float(attributes["cy"] or "") <= 226
        if name == "polyline":
            points = [
                tuple(map(float, pair.split(","))) for pair in (attributes["points"] or "").split()
            ]
            assert len(points) == 240
            assert all(46 <= x <= 348 and 12 <= y <= 226 for x, y in points)
        if name == "rect":
            assert float(attributes["width"] or "") > 0
    dots = [attributes for name, attributes in page.elements if name == "circle"]
    assert 15 <= len(dots) <= 15 + len(RISKS)


def test_a_run_of_one_question_has_a_page() -> None:
    for each in FOUR:
        assert Page(report(run_of(each))).open == []
