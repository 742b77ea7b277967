"""The golden collections about time say of themselves what their dates mean."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa.asked import read_question
from qa.mentions import mentions
from qa.telling import speaks_of
from qa.types import REASONS

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data/time_golden.json").read_text("utf-8")
)
JUDGED = Path(__file__).parents[1] / "data/mentions_judged.jsonl"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_its_question_and_its_mentions_are_understood(case: dict[str, Any]) -> None:
    expected = case["expect"]
    asked = read_question(case["question"], today=date.fromisoformat(case["today"]))
    period = asked.period.to_dict() if asked.period else {}
    assert list(period.values()) == expected.get("period", [])
    meant = [
        [mention.text, *mention.period.to_dict().values()]
        for article in case["articles"]
        for mention in mentions(article["text"], published=date.fromisoformat(article["date"]))
    ]
    assert all(mention in meant for mention in expected.get("mentions", []))
    assert expected["answered"] is ("text" in expected)
    assert expected.get("reason", "no answer") in REASONS


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_some_article_speaks_of_the_time_where_there_is_an_answer(case: dict[str, Any]) -> None:
    asked = read_question(case["question"], today=date.fromisoformat(case["today"]))
    if asked.period is None or (asked.published is not None and asked.published.first is None):
        return
    told = [
        article
        for article in case["articles"]
        if (
            date.fromisoformat(article["date"]) <= (asked.held.last or date.max)
            if asked.held  # what held then may have been told before
            else speaks_of(article["text"], date.fromisoformat(article["date"]), asked.period)
        )
    ]
    if case["expect"]["answered"]:
        assert any(case["expect"]["text"] in article["text"] for article in told)
    else:
        assert told == []


def test_the_judged_mentions_hold_no_more_of_the_news_than_a_few_words() -> None:
    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    assert (len(rows), sum(row["right"] for row in rows)) == (150, 141)
    assert all(len(row["context"].split()) <= 12 for row in rows)
    assert all(row["mention"] in row["context"] for row in rows)
