"""What a reader judged of 471 answers to news questions, and what the weak labels made of them.

A line a question, by the first 12 digits of its text's sha256; the news itself is not to be handed
on. `supported` tells whether the first citation's quote supports the answer that was given.
"""

from __future__ import annotations

import json
from pathlib import Path

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "news_judged.jsonl").read_text().splitlines()
]


def test_the_labels_noise_is_as_reported() -> None:
    missed = sum(row["right"] and not row["labelled right"] for row in ROWS)
    passed = sum(row["labelled right"] and not row["right"] for row in ROWS)
    assert (len(ROWS), missed, passed) == (471, 28, 4)
    assert len({row["question"] for row in ROWS}) == 471


def test_the_surest_answers_are_supported_as_reported() -> None:
    surest = sorted(ROWS, key=lambda row: -row["confidence"])[:200]
    assert sum(row["supported"] for row in surest) == 173
