from __future__ import annotations

import gzip
import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.embedder import default_embedder
from index.errors import BadUse
from index.store import PassageIndex
from index.types import Hit, Passage
from qa.evaluation.__main__ import main
from qa.evaluation.reader import (
    _pieces,
    answerable,
    collection_report,
    curve,
    gold_report,
    make_collection,
    probability,
    read_collection,
    read_gold,
)
from qa.evaluation.sets import file_name, write_article, write_news, write_squad
from qa.evaluation.squad import (
    auroc,
    best_f1,
    coverage_at,
    exact,
    f1,
    normalised,
    read_cases,
    risk_coverage,
)
from qa.extractive import SpanReader
from qa.reader import Span
from qa.training.examples import read_squad

CONTEXTS = {
    "Vienna": "The treaty of peace was signed in Vienna in 1815 by Klemens von Metternich.",
    "Bread": "Bake the bread for forty minutes, said Paul Hollis, the baker of Leeds.",
}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    asked = {
        "Vienna": [("Where was the treaty signed?", ["Vienna"]), ("Who was the witness?", [])],
        "Bread": [("How long is the bread baked?", ["forty minutes", "for forty minutes"])],
    }
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": CONTEXTS[title],
                    "qas": [
                        {
                            "id": f"{title}{number}",
                            "question": question,
                            "answers": [
                                {"text": text, "answer_start": CONTEXTS[title].index(text)}
                                for text in texts
                            ],
                            "is_impossible": not texts,
                        }
                        for number, (question, texts) in enumerate(pairs)
                    ],
                }
            ],
        }
        for title, pairs in asked.items()
    ]
    path = tmp_path / "questions.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"data": data}, file)
    return path


def test_answers_are_compared_as_the_official_evaluation_does() -> None:
    assert normalised("The  U.S. airstrike, an hour later") == "us airstrike hour later"
    assert normalised("“Parkinson’s” – a disease") == "parkinsons disease"
    assert exact("a US airstrike", ["U.S. airstrike!"]) == 1
    assert exact("airstrike", ["US airstrike"]) == 0
    assert f1("airstrike", ["US airstrike", "bomb"]) == pytest.approx(2 / 3)
    assert f1("the the", ["x"]) == 0
    assert f1("", []) == exact("", []) == 1
    assert f1("x", []) == 0
    assert f1("two two", ["two"]) == pytest.approx(2 / 3), "a word counts as often as it stands"
    assert exact("Beyoncé", ["Beyonce"]) == 0, "the official rules keep accents"


def test_best_f1_by_hand() -> None:
    # Surest first: right, unanswerable, half right. Answering the first alone: (1 + 1 + 0) / 3.
    f1s, answerable = np.array([1.0, 0.0, 0.5]), np.array([True, False, True])
    best, threshold = best_f1(f1s, answerable, np.array([3.0, 2.0, 1.0]))
    assert (round(best, 6), threshold) == (round(2 / 3, 6), 3.0)
    # With the unanswerable one last, both others are answered: (1 + 0.5 + 1) / 3.
    best, threshold = best_f1(f1s, answerable, np.array([3.0, 1.0, 2.0]))
    assert (round(best, 6), threshold) == (round(2.5 / 3, 6), 2.0)
    assert best_f1(np.zeros(2), np.array([False] * 2), np.array([1.0, 2.0])) == (1.0, math.inf)


def test_auroc_by_hand() -> None:
    positive = np.array([True, False, True, False])
    assert auroc(positive, np.array([4.0, 3.0, 2.0, 1.0])) == pytest.approx(3 / 4)
    assert auroc(positive, np.zeros(4)) == pytest.approx(1 / 2)
    assert math.isnan(auroc(np.array([True]), np.zeros(1)))


def test_risk_and_coverage_by_hand() -> None:
    coverage, risk = risk_coverage(np.array([0.0, 1.0, 1.0, 0.0]), np.array([1.0, 4.0, 3.0, 2.0]))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert coverage_at(0.1, coverage, risk) == 0.5
    assert coverage_at(0.4, coverage, risk) == 0.75
    assert coverage_at(0.1, np.array([1.0]), np.array([1.0])) == 0
    for wrong, count in ((1, 20), (3, 10), (5, 100)):
        told = np.arange(count, dtype=np.float64)
        curve_of = risk_coverage((told >= wrong).astype(np.float64), told)
        assert coverage_at(wrong / count, *curve_of) == 1, (wrong, count)


def test_equal_confidences_are_answered_together() -> None:
    for right in ([1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0]):
        coverage, risk = risk_coverage(np.array(right), np.array([0.5, 0.5, 0.5, 0.1]))
        assert coverage.tolist() == [0.75, 1.0]
        assert risk.tolist() == pytest.approx([(3 - sum(right[:3])) / 3, 1 / 2])


def set_of(*, context: object = "In Vienna.", **changed: object) -> bytes:
    """A SQuAD-format file of one question, with what is changed in it."""
    asked = {"id": "1", "question": "Where?", "answers": [{"text": "Vienna", "answer_start": 3}]}
    paragraph = {"context": context, "qas": [asked | changed]}
    return json.dumps({"data": [{"title": "One", "paragraphs": [paragraph]}]}).encode()


@pytest.mark.parametrize(
    ("name", "damage", "reason"),
    [
        ("cut.json.gz", lambda whole: whole[:-20], "cut short or damaged"),
        ("bad.json.gz", lambda whole: whole[:30] + b"\xff" * 30 + whole[60:], "damaged"),
        ("none.json.gz", lambda whole: whole[:0], "no SQuAD-format file"),
        ("list.json", lambda whole: b"[]", "no SQuAD-format file"),
        ("row.json", lambda whole: b'{"data": [{"paragraphs": [{}]}]}', "no SQuAD-format file"),
        ("context.json", lambda whole: set_of(context=5), "no SQuAD-format file"),
        ("question.json", lambda whole: set_of(question=5), "no SQuAD-format file"),
        ("text.json", lambda whole: set_of(answers=[{"text": 5}]), "no SQuAD-format file"),
    ],
)
def test_a_damaged_file_is_bad_use(
    questions: Path, tmp_path: Path, name: str, damage: Callable[[bytes], bytes], reason: str
) -> None:
    file = tmp_path / name
    file.write_bytes(damage(questions.read_bytes()))
    for read in (read_cases, read_squad):
        with pytest.raises(BadUse, match=reason):
            read(file)


@pytest.mark.parametrize("data", ["[]", '[{"paragraphs": []}]'])
def test_a_file_without_a_question_is_bad_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str
) -> None:
    file = tmp_path / "empty.json"
    file.write_text(f'{{"data": {data}}}')
    for arguments in (
        ["reader", str(file)],
        ["reader", str(file), "--collection"],
        ["retrieval", str(file)],
        ["prepare", str(file), str(tmp_path / "out")],
    ):
        assert main(arguments) == 2
        assert capsys.readouterr().err == f"{file} holds no question.\n"


def test_the_gold_setting(questions: Path) -> None:
    cases = read_cases(questions)
    assert [case.answers for case in cases] == [
        ("Vienna",),
        (),
        ("forty minutes", "for forty minutes"),
    ]
    done: list[int] = []
    outcomes = read_gold(SpanReader(), cases, done.append)
    assert done == [1, 2, 3]
    assert [each.given for each in outcomes if each.case.answers] == ["Vienna", "forty minutes"]
    figures = dict(gold_report(outcomes))
    assert (figures["questions"], figures["EM"], figures["F1"]) == (3, 100, 100)
    assert figures["by odds: AUROC answerable"] == figures["by margin: AUROC answerable"] == 1
    assert figures["by odds: best F1 with no-answer"] == 100
    coverage, risk = curve(outcomes)
    assert coverage.tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk[-1] == pytest.approx(1 / 3), "what is given to the unanswerable one is wrong"


def test_the_retrieval_setting(questions: Path, tmp_path: Path) -> None:
    cases = [case for case in read_cases(questions) if case.answers]
    embedder = default_embedder()
    make_collection(cases, tmp_path / "articles", tmp_path / "index", embedder)
    with PassageIndex.open(tmp_path / "index", embedder=embedder.name) as index:
        found, absent = (
            read_collection(SpanReader(), cases, index, embedder, lambda done: None, absent=without)
            for without in (False, True)
        )
    assert [each.span.given for each in found] == ["Vienna", "forty minutes"]
    assert [each.answer.given for each in found] == ["Vienna", "forty minutes"]
    assert [each.span.exact for each in absent] == [0, 0]
    assert absent[0].span.given not in CONTEXTS["Vienna"], "its article was left out"
    figures = dict(collection_report(found, absent))
    assert figures["EM of the best span"] == 100
    assert figures["span by probability: AUROC answerable"] == 1
    assert figures["answer by confidence: AUROC answerable"] == 1


def span(margin: float, share: float = 0.1) -> Span:
    hit = Hit(Passage(0, 0, "", "", "", None, "", 0, 6, "Vienna"), 0.0, 0.0, 0.0)
    return Span(hit, 0, 0, 6, margin, share)


def test_how_likely_a_paragraph_answers_by_hand() -> None:
    # "Not here" weighs 1, and the spans 2, 1 and, not kept, another 1: four to one that it answers.
    kept = [span(math.log(2), share=2 / 5), span(0, share=1 / 5)]
    assert answerable(kept) == answerable(kept[1:]) == pytest.approx(math.log(4))
    likelier = span(math.log(9), share=9 / 10)
    assert answerable([*kept, likelier]) == pytest.approx(math.log(9)), "another piece"
    assert answerable([]) == -math.inf
    assert answerable([span(800, share=1)]) == 800
    assert answerable([span(-800, share=0)]) == -800


def test_how_likely_a_span_is_the_answer_by_hand() -> None:
    # At a temperature of 3, "not here" weighs 1, and the spans 2 and 1.
    assert probability([span(3 * math.log(2)), span(0)]) == pytest.approx(2 / 4)
    assert probability([span(-3000.0)]) == 0
    assert probability([span(3000.0)]) == 1
    assert probability([]) == 0


def test_long_paragraphs_are_read_whole() -> None:
    words = [f"word{number}" for number in range(600)]
    pieces = _pieces(" ".join(words))
    assert {word for piece in pieces for word in piece.split()} == set(words)
    assert max(map(len, pieces)) < 1300
    assert _pieces("short") == ["short"]


def test_titles_become_file_names() -> None:
    assert file_name("Mona_Lisa") == "Mona_Lisa"
    assert re.fullmatch("AC_DC_a_story_-[0-9a-f]{8}", file_name("AC/DC: a 'story'"))
    long = "x" * 100
    titles = ["C++", "C#", "C_", "", "#", f"{long}1", f"{long}2", long]
    assert len({file_name(title) for title in titles}) == len(titles), "none is written over"


@pytest.mark.parametrize("name", ["../outside", "a/b", "/etc/outside"])
def test_no_article_leaves_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadUse, match="cannot be called"):
        write_article(tmp_path / "articles", name, "", "text")
    assert list(tmp_path.iterdir()) == []


def test_a_set_becomes_articles_and_questions(questions: Path, tmp_path: Path) -> None:
    assert write_squad(read_cases(questions), tmp_path, questions=10) == 2, "the answerable ones"
    assert {path.name for path in (tmp_path / "articles").iterdir()} == {"Vienna.md", "Bread.md"}
    assert CONTEXTS["Vienna"] in (tmp_path / "articles" / "Vienna.md").read_text()
    rows = [json.loads(line) for line in (tmp_path / "questions.jsonl").read_text().splitlines()]
    by_question = {row["question"]: row for row in rows}
    assert by_question["Where was the treaty signed?"]["sources"] == ["Vienna"]
    assert by_question["How long is the bread baked?"]["answers"][0] == "forty minutes"


def test_halves_of_the_news_share_no_question(tmp_path: Path) -> None:
    articles = [
        {"id": f"n{number}", "title": "", "publish_date": "2022/06/12", "text": f"It was {number}."}
        for number in range(20)
    ]
    asked = [
        {
            "question": f"What was number {number}?",
            "answer": f"“{number}”",
            "articles_with_answer_string": [f"n{number}"],
            "articles_supporting_weak": [f"n{number}"] if number < 8 else [],
        }
        for number in range(10)
    ]
    for name, rows in (("dev_articles", articles), ("dev_questions", asked)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    halves = []
    for half in ("a", "b"):
        out = tmp_path / half
        assert write_news(tmp_path, out, half=half, articles=6) == 4
        assert len(list((out / "articles").iterdir())) == 6
        rows = [json.loads(line) for line in (out / "questions.jsonl").read_text().splitlines()]
        for row in rows:
            (name,) = row["sources"]
            assert row["answers"] == [name.removeprefix("n")]
            text = (out / "articles" / f"{name}.md").read_text()
            assert 'date: "2022-06-12"' in text
        halves.append({row["question"] for row in rows})
    assert not halves[0] & halves[1]
    assert len(halves[0] | halves[1]) == 8
    write_news(tmp_path, tmp_path / "all", half="a", articles=1000)
    assert len(list((tmp_path / "all" / "articles").iterdir())) == 20, "there are no more"


@pytest.mark.parametrize("impossible", [True, False])
def test_a_figure_of_nothing_is_null_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], impossible: bool
) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(set_of(is_impossible=impossible))

    def figures(*arguments: str) -> dict[str, float | None]:
        def refuse(constant: str) -> None:
            raise ValueError(f"{constant} is no JSON")

        assert main([*arguments, str(file), "--json"]) == 0
        told: dict[str, float | None] = json.loads(capsys.readouterr().out, parse_constant=refuse)
        return told

    read, found = figures("reader"), figures("retrieval")
    assert read["by odds: AUROC right against wrong"] is None, "there is one kind only"
    assert (read["EM"], read["F1"]) == ((None, None) if impossible else (100, 100))
    assert read.get("by odds: ... where it is at least", 0) == (None if impossible else 0)
    assert (found["questions"], found["MRR"]) == ((0, None) if impossible else (1, 1))


@pytest.mark.parametrize("kind", ["articles", "questions"])
@pytest.mark.parametrize("row", ['"n1"', "{}", "[]"])
def test_news_of_another_form_are_bad_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, row: str
) -> None:
    asked = {"question": "What?", "answer": "One", "articles_supporting_weak": ["n1"]}
    rows = {
        "articles": json.dumps({"id": "n1", "title": "", "text": "It was one."}),
        "questions": json.dumps(asked | {"articles_with_answer_string": ["n1"]}),
    }
    for name, line in (rows | {kind: row}).items():
        with gzip.open(tmp_path / f"dev_{name}.jsonl.gz", "wt") as file:
            file.write(line + "\n")
    assert main(["prepare", str(tmp_path), str(tmp_path / "out"), "--half", "b"]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path} holds no such news: a row of its files lacks a field.\n"
    )


def test_the_command(questions: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qa.evaluation", "reader"]
    ran = subprocess.run(
        [*command, str(questions), "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["EM"] == 100
    ran = subprocess.run(
        [*command, str(questions), "--collection", "--sample", "1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "F1 of the best span" in ran.stdout
    drawn = tmp_path / "curve.svg"
    subprocess.run([*command, str(questions), "--plot", str(drawn)], check=True)
    assert "<svg" in drawn.read_text("utf-8")
    for plot in (tmp_path / "missing" / "curve.svg", tmp_path, tmp_path / "curve.xyz"):
        failed = subprocess.run(
            [*command, str(questions), "--plot", str(plot)], capture_output=True, text=True
        )
        assert (failed.returncode, failed.stdout) == (2, "")
        assert failed.stderr.startswith(f"{plot} cannot be written: ")
        assert len(failed.stderr.splitlines()) == 1, "told before anything is read"
    other = tmp_path / "other.txt"
    other.write_text("no questions")
    for arguments in ([str(other)], ["missing.json"], [str(questions), "--weights", "missing"]):
        failed = subprocess.run([*command, *arguments], capture_output=True, text=True)
        assert failed.returncode in (2, 3)
        assert len(failed.stderr.splitlines()) == 1, failed.stderr
    with pytest.raises(BadUse, match="no SQuAD-format file"):
        read_cases(other)
