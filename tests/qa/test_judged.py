"""What readers judged of answers to news questions, and what the weak labels made of them.

471 answers of an earlier run; and the 200 surest answers of the shipped reader to questions to all
19,938 articles, and, of an earlier fit, to 3,576 of them, each judged twice by a language model,
but for ten that it judged once; where the two differ, the stricter one counts. No person has
checked them.

A line a question, by the first 12 digits of its text's sha256; the news itself is not to be handed
on. `supported` tells whether the first citation's quote supports the answer that was given.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


ROWS = read("news_judged.jsonl")


def test_the_labels_noise_is_as_reported() -> None:
    missed = sum(row["right"] and not row["labelled right"] for row in ROWS)
    passed = sum(row["labelled right"] and not row["right"] for row in ROWS)
    assert (len(ROWS), missed, passed) == (471, 28, 4)
    assert len({row["question"] for row in ROWS}) == 471


def test_the_surest_answers_are_right_and_supported_as_reported() -> None:
    surest = read("news_surest_judged.jsonl")
    assert len({row["question"] for row in surest}) == 200
    assert sum(row["right"] for row in surest) == 191
    assert sum(row["supported"] for row in surest) == 178
    of_all = read("news_all_judged.jsonl")
    assert len({row["question"] for row in of_all}) == 200
    assert sum(row["right"] for row in of_all) == 194
    assert sum(row["supported"] for row in of_all) == 181


def test_a_second_reader_agrees_on_yes_and_no_as_reported() -> None:
    """Where a second language model read another, which saw the reports and not the labels; but
    it saw the rows' numbers, which in a report begin with those that are so.
    """
    differing = read("news_verdicts_differing.jsonl")
    for half, agreed in (("a", 439), ("b", 444)):
        labels = {
            row["question"]: "".join(row["answers"]) or "open"
            for row in read(f"news_verdicts_{half}.jsonl")
        }
        other = [row for row in differing if row["half"] == half]
        assert all(labels[row["question"]] == row["label"] != row["second"] for row in other)
        assert (len(labels), len(labels) - len(other)) == (456, agreed)
    # Nobody read a yes where the other left it open.
    assert {(row["label"], row["second"]) for row in differing} == {("open", "no"), ("no", "yes")}
