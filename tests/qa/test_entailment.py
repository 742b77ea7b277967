"""Whether passages settle yes/no questions, as the shipped adapter reads them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from index import runtime
from index.errors import ModelUnusable
from index.types import Hit, Passage
from qa.entailment import ADAPTER, VerdictReader
from qa.extractive import SHA256, WEIGHTS


def hit(text: str, title: str = "") -> Hit:
    return Hit(Passage(1, 1, "/a.txt", title, "", None, "", 0, len(text), text), 0.5, 0.5, 1.0)


@pytest.mark.parametrize(
    ("question", "text", "outcome"),
    [
        (
            "Did Marta Yoncheva step down as mayor?",
            "Mayor Marta Yoncheva resigned on Monday after a row over the budget.",
            "yes",
        ),
        (
            "Was the ferry to Elba cancelled?",
            "Storms hit the coast at noon. The ferry to Elba was called off. Trains ran on time.",
            "yes",
        ),
        (
            "Did Ilko Drenski attend the opening of the bridge?",
            "Ilko Drenski skipped the opening of the bridge, although he had been invited.",
            "no",
        ),
        (
            "Has the council banned cars from the old town?",
            "Drivers protested against the councillor's call for a ban on cars in the old town.",
            "open",
        ),
        (
            "Did Simeon Galabov win the election?",
            "Simeon Galabov hopes to win the election on Sunday, against two rivals.",
            "open",
        ),
    ],
)
def test_what_a_passage_says(question: str, text: str, outcome: str) -> None:
    (reading,) = VerdictReader().read(question, [hit(text)])
    if outcome == "open":
        assert reading.yes < 0.3
    else:
        assert reading.says(outcome) > 0.5


def test_the_sentence_that_says_it_is_pointed_at() -> None:
    text = "Storms hit the coast at noon. The ferry to Elba was called off. Trains ran on time."
    (reading,) = VerdictReader().read("Was the ferry to Elba cancelled?", [hit(text)])
    start, end = reading.place_of("yes")
    assert text[start:end] == "The ferry to Elba was called off."
    assert reading.says("yes") == reading.yes
    assert reading.says("no") == reading.no


def test_readings_come_in_the_order_of_the_hits() -> None:
    texts = ["The mayor resigned. " * 30, "The mayor resigned.", "", "Bread is baked for an hour."]
    readings = VerdictReader().read("Did the mayor resign?", [hit(text) for text in texts])
    assert [reading.hit.passage.text for reading in readings] == texts
    for text, reading in zip(texts, readings, strict=True):
        assert 0 <= reading.yes + reading.no <= 1 + 1e-9
        assert 0 <= reading.affirms[0] <= reading.affirms[1] <= len(text)
    assert readings[1].yes > readings[3].yes
    assert VerdictReader().read("Did the mayor resign?", []) == []


def test_an_adapter_changes_what_it_names(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    with resources.as_file(resources.files("qa.models") / WEIGHTS) as shipped:
        name = "bert.encoder.layer.5.output.dense.weight"
        rng = np.random.default_rng(1)
        up, down = rng.normal(size=(384, 2)) / 8, rng.normal(size=(2, 1536)) / 8
        bias = np.array([0.25, -0.5], np.float32)
        save_file(
            {
                f"{name}.up": up.astype(np.float32),
                f"{name}.down": down.astype(np.float32),
                "qa_outputs.bias": bias,
            },
            str(tmp_path / "small.safetensors"),
        )
        whole = load_file(str(shipped))
        changed = whole[name].astype(np.float32) + (up @ down).astype(np.float32)
        save_file(
            {**whole, name: changed, "qa_outputs.bias": bias}, str(tmp_path / "whole.safetensors")
        )
        rows = [[101, 2040, 2003, 102, 2198, 102]]
        given = []
        for weights, adapter in ((shipped, "small"), (tmp_path / "whole.safetensors", "")):
            file = tmp_path / f"{adapter}.safetensors"
            encoder = runtime.load(
                Path(weights),
                sha256=_digest(Path(weights)),
                head="span",
                heads=12,
                adapter=runtime.Adapter(file, _digest(file)) if adapter else None,
            )
            given.append(encoder.run(rows))
        assert np.abs(given[0] - given[1]).max() < 0.05
        plain = runtime.load(Path(shipped), sha256=SHA256, head="span", heads=12).run(rows)
        assert np.abs(plain - given[0]).max() > 0.1
        wrong = runtime.Adapter(tmp_path / "small.safetensors", "0" * 64)
        with pytest.raises(ModelUnusable, match="sha256"):
            runtime.load(Path(shipped), sha256=SHA256, head="span", heads=12, adapter=wrong)


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_adapter_is_small() -> None:
    with resources.as_file(resources.files("qa.models") / ADAPTER) as file:
        assert Path(file).stat().st_size < 1_000_000
