"""How the yes/no adapter is made: its examples, its loss, and the file that the runtime reads."""

from __future__ import annotations

import hashlib
from collections import Counter
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from index import runtime
from index.embedder import default_embedder
from index.errors import BadUse
from qa.extractive import SHA256, WEIGHTS
from qa.training.verdict_examples import Example, made_examples, supposing, written_examples

TRAINING = Path(__file__).parents[2] / "qa" / "training"


@pytest.mark.parametrize(
    ("question", "answer", "made"),
    [
        ("Who won the race?", "Lee", "Did Lee win the race?"),
        ("What did Lee sell?", "the boat", "Did Lee sell the boat?"),
        ("When did the war end?", "1945", "Did the war end in 1945?"),
        ("When did the war end?", "8 May 1945", "Did the war end on 8 May 1945?"),
        ("When did the war end?", "after the treaty", "Did the war end after the treaty?"),
        ("Where was Lee born?", "Oslo", "Was Lee born in Oslo?"),
        ("Where was Lee born?", "near Oslo", "Was Lee born near Oslo?"),
        ("Who was elected mayor?", "Lee", "Was Lee elected mayor?"),
        ("What is the capital of Norway?", "Oslo", "Is Oslo the capital of Norway?"),
        ("What is the name of the ship?", "Fram", ""),
        ("What did Lee do?", "sold it", ""),
        ("How many came?", "40", ""),
        ("When did the war end?", "suddenly", ""),
    ],
)
def test_a_span_question_becomes_one_that_supposes_its_answer(
    question: str, answer: str, made: str
) -> None:
    assert supposing(question, answer, {"win", "elect"}.__contains__) == made


def test_what_is_made_of_an_answer_is_a_yes_and_of_anothers_is_none() -> None:
    text = "Lee won the race. Kim won the cup in Oslo."
    qas = [
        {"question": "Who won the race?", "answers": [{"text": "Lee", "answer_start": 0}]},
        {"question": "Who won the cup?", "answers": [{"text": "Kim", "answer_start": 18}]},
        {"question": "Who won the vote?", "answers": [], "is_impossible": True},
    ]
    article = {"title": "The_race", "paragraphs": [{"context": f"{text} They win.", "qas": qas}]}
    found = list(made_examples([article]))
    assert Counter(each.outcome for each in found) == {"yes": 2, "not yes": 2, "open": 1}
    yes = [each for each in found if each.outcome == "yes"]
    assert [each.question for each in yes] == ["Did Lee win the race?", "Did Kim win the cup?"]
    assert [each.text[slice(*each.sentence)] for each in yes if each.sentence] == [
        "Lee won the race.",
        "Kim won the cup in Oslo.",
    ]
    other = [each.question for each in found if each.outcome == "not yes"]
    assert other == ["Did Kim win the race?", "Did Lee win the cup?"]
    assert found[0].title == "The race"


def test_the_written_questions_belong_to_their_passages() -> None:
    examples = written_examples(TRAINING / "written_verdicts.jsonl.xz", default_embedder())
    counts = Counter(each.outcome for each in examples)
    assert counts["yes"] > 7000
    assert counts["no"] > 5000
    assert counts["open"] > 9000
    pointed = [each for each in examples if each.sentence]
    assert len(pointed) > 6000
    assert all(0 <= a < b <= len(x.text) for x in pointed for a, b in [x.sentence or (0, 0)])
    assert not [each for each in pointed if each.outcome == "open"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadUse, match="Cannot read"):
        written_examples(tmp_path / "none.jsonl.gz", default_embedder())


def test_the_loss_falls_and_the_saved_adapter_reads_alike(tmp_path: Path) -> None:
    import torch

    from qa.training.adapter import Adapted, _read, loss_of

    torch.manual_seed(0)
    text = "Lee quit the firm in May. Kim stayed."
    examples = [
        Example("Did Lee leave the firm?", "Changes", text, "yes", (0, 25)),
        Example("Did Kim leave the firm?", "Changes", text, "no", (26, 37)),
        Example("Did Lee sell the firm?", "Changes", text, "open"),
        Example("Did Kim quit in May?", "", text, "not yes"),
    ]
    read = [_read(each) for each in examples]
    with resources.as_file(resources.files("qa.models") / WEIGHTS) as weights:
        net = Adapted(Path(weights))
        learnt = [each for each in net.parameters() if each.requires_grad]
        optimizer = torch.optim.AdamW(learnt, lr=2e-3)
        losses = []
        for _ in range(20):
            loss = loss_of(net, read)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(float(loss.detach()))
        assert losses[-1] < losses[0] - 0.5
        file = tmp_path / "verdict.safetensors"
        net.save(file)
        adapter = runtime.Adapter(file, hashlib.sha256(file.read_bytes()).hexdigest())
        encoder = runtime.load(Path(weights), sha256=SHA256, head="span", heads=12, adapter=adapter)
        ids, types = read[0].window.ids, read[0].window.types
        with torch.no_grad():
            expected = net(torch.tensor([ids]), torch.tensor([types])).numpy()
        assert np.abs(encoder.run([ids], [types]) - expected).max() < 0.3
