"""The map: near passages lie near, one label an article, and a question has its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.assistant import Assistant
from ui import atlas


def test_passages_of_one_article_lie_nearer_than_those_of_others(samples_index: Path) -> None:
    with Assistant(samples_index) as assistant:
        drawn = atlas.draw(assistant.index)
        passages = assistant.index.manifest.passages
    assert drawn.passages == len(drawn.places) == passages
    at = np.array([(place.x, place.y) for place in drawn.places])
    article = np.array([place.article for place in drawn.places])
    distances = np.linalg.norm(at[:, None] - at[None, :], axis=2)
    same = article[:, None] == article[None, :]
    assert distances[same].mean() < 0.6 * distances[~same].mean()
    assert np.abs(at).max() < 3
    labelled = [drawn.places[number].article for number in drawn.labelled]
    assert len(set(labelled)) == len(labelled) > 3


def test_a_question_lies_near_its_evidence(samples_index: Path) -> None:
    with Assistant(samples_index) as assistant:
        drawn = atlas.draw(assistant.index)
        vector = assistant.embed("Which company ran the Fukushima nuclear plant?")
        (place,) = drawn.project(vector[None, :])
        named = {entry.id: entry.source for entry in assistant.index.entries()}
    nearest = sorted(drawn.places, key=lambda p: float(np.hypot(p.x - place[0], p.y - place[1])))
    assert any("tohoku" in named[each.article] for each in nearest[:12])


def test_of_many_passages_an_even_sample(
    samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atlas, "SAMPLE", 7)
    with Assistant(samples_index) as assistant:
        drawn = atlas.draw(assistant.index)
        passages = assistant.index.manifest.passages
    assert len(drawn.places) == 7
    assert drawn.passages == passages > 7
    assert len({place.article for place in drawn.places}) > 3
