from __future__ import annotations

import gzip
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import runtime
from index.embedder import _package_folder, default_embedder, tokenizer
from qa.training.examples import MAX_QUESTION, WINDOW, example, hard_negatives, read_squad, window

FACTS = [
    ("The river Elbe flooded Dresden in 2002.", "When was Dresden flooded?", "2002"),
    ("The river Rhine flooded Cologne in 1995.", "When was Cologne flooded?", "1995"),
    ("The river Oder flooded Wroclaw in 1997.", "When was Wroclaw flooded?", "1997"),
    ("Germany beat Brazil 7-1 in Belo Horizonte.", "Who beat Brazil?", "Germany"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": str(number),
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
            ],
        }
        for number, (context, question, answer) in enumerate(FACTS)
    ]
    paragraphs[0]["qas"].append(  # type: ignore[attr-defined]
        {"id": "x", "question": "Who swam in it?", "answers": [], "is_impossible": True}
    )
    path = tmp_path / "data.json.gz"
    with gzip.open(path, "wt") as file:
        json.dump({"data": [{"title": "Floods", "paragraphs": paragraphs}]}, file)
    return path


def test_answers_stand_where_they_are_said_to(data: Path) -> None:
    for join in (False, True):
        collection = read_squad(data, join=join)
        assert len(collection.passages) == (1 if join else 4)
        answers = [
            [collection.passages[question.passage][a:b] for a, b in question.answers]
            for question in collection.questions
        ]
        assert answers == [["2002"], [], ["1995"], ["1997"], ["Germany"]]


def test_hard_negatives_are_near_and_do_not_answer(data: Path) -> None:
    collection = read_squad(data)
    negatives = hard_negatives(collection, default_embedder())
    dresden = negatives[0]
    assert 0 not in dresden, "its own passage is none"
    assert set(dresden[:2]) == {1, 2}, "other floods are nearer than football"
    assert 3 not in negatives[4]


def test_a_window_keeps_its_answer() -> None:
    chance = random.Random(5)  # noqa: S311
    text = "filler words go here " * 100 + "the answer is Vienna " + "and more words " * 100
    start = text.index("Vienna")
    asked = tokenizer().encode("What is the answer? " * 30, add_special_tokens=False).ids
    for _ in range(30):
        made = window(asked[:MAX_QUESTION], text, [(start, start + 6)], chance)
        assert len(made.ids) == WINDOW
        ((first, last),) = made.targets
        assert tokenizer().decode(made.ids[first : last + 1]) == "vienna"
        assert made.first == MAX_QUESTION + 2


def test_an_example_has_one_right_window(data: Path) -> None:
    collection = read_squad(data)
    made = example(collection, 0, [1, 2, 3], random.Random(1))  # noqa: S311
    assert [len(each.targets) for each in made] == [1, 0, 0]


def test_the_loss_by_hand() -> None:
    import torch

    from qa.training.examples import Window
    from qa.training.train import _loss

    # One question, two windows of three tokens: [CLS], one of the passage, [SEP]. All logits are
    # alike, so within a window one of two is right, and among all one of three.
    windows = [Window([101, 7, 102], 1, [(1, 1)]), Window([101, 7, 102], 1, [])]
    passage = torch.tensor([[False, True, False]] * 2)
    loss = _loss(torch.zeros(2, 3, 2), passage, [windows])
    expected = 0.5 * np.log(2) + 0.25 * np.log(2) + 0.5 * np.log(3)
    assert float(loss) == pytest.approx(expected, abs=1e-5)


def test_the_command_trains_and_what_it_writes_is_read(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "reader.safetensors"
    encoder = _package_folder() / "model.safetensors"
    command = [sys.executable, "-m", "qa.training", "--from", str(encoder), "--out", str(out)]
    ran = subprocess.run(
        [*command, "--minutes", "0.02", f"{data}=1"], capture_output=True, text=True, check=True
    )
    assert "5 questions" in ran.stderr
    sha256 = hashlib.sha256(out.read_bytes()).hexdigest()
    logits = runtime.load(out, sha256=sha256, head="span", heads=12).run([[101, 7592, 102]])
    assert logits.shape == (1, 3, 2)
    assert np.isfinite(logits).all()
    missing = subprocess.run([*command, "nothing=1"], capture_output=True, text=True)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
