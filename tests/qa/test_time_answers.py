"""Golden collections about time, disagreement and copies, asked for real."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from index.build import build
from index.embedder import default_embedder
from qa import Answer, Assistant
from qa.equivalence import normalise, same

CASES = json.loads((Path(__file__).parents[1] / "data" / "time_golden.json").read_text("utf-8"))
Write = Callable[..., Path]


def misses(answer: Answer, expect: dict[str, Any]) -> list[str]:
    """What is not as it should be."""
    claims = {
        relation: [claim for claim in answer.claims if claim.relation == relation]
        for relation in ("earlier", "contradicts")
    }
    period = answer.period.to_dict() if answer.period else {}
    found = {
        "answered": answer.answered == expect["answered"],
        "text": normalise(expect.get("text", "")) in normalise(answer.text)
        or same(expect["text"], answer.text),  # "Twelve" is 12
        "reason": answer.reason == expect.get("reason", answer.reason),
        "sources": answer.sources == expect.get("sources", answer.sources),
        "tally": answer.tally == expect.get("tally", answer.tally),
        "period": list(period.values()) == expect.get("period", list(period.values())),
        "earlier": "earlier" not in expect
        or _texts_match([claim.text for claim in claims["earlier"]], expect["earlier"]),
        "contradicts": "contradicts" not in expect
        or (
            _texts_match(
                [c.text for c in claims["contradicts"]], [t for t, _ in expect["contradicts"]]
            )
            and sorted(c.sources for c in claims["contradicts"])
            == sorted(n for _, n in expect["contradicts"])
        ),
    }
    return [name for name, right in found.items() if not right]


def _texts_match(given: list[str], wanted: list[str]) -> bool:
    return len(given) == len(wanted) and all(
        any(same(one, other) or normalise(one) in normalise(other) for other in given)
        for one in wanted
    )


def test_golden_cases(write: Write, tmp_path: Path, capsys: Any) -> None:
    missed = []
    for number, case in enumerate(CASES):
        files = {
            f"{n}.md": f"---\ntitle: {json.dumps(article['title'])}\n"
            f"date: {article['date']}\n---\n\n"
            f"{article['text']}\n"
            for n, article in enumerate(case["articles"])
        }
        index = tmp_path / f"index{number}"
        build([write(f"case{number}", **files)], index, embedder=default_embedder())
        with Assistant(index) as assistant:
            answer = assistant.ask(case["question"], today=date.fromisoformat(case["today"]))
            for claim in answer.claims:
                for citation in claim.citations:
                    article = assistant.article(citation.passage.article_id)
                    assert article is not None
                    assert article.text[citation.start : citation.end] == citation.quote
        numbers = [
            c.number for c in (*answer.citations, *(c for k in answer.claims for c in k.citations))
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert 0 <= answer.confidence <= 1, case["name"]
        if wrong := misses(answer, case["expect"]):
            missed.append(f"{case['name']}: {', '.join(wrong)}; {answer.text or answer.reason}")
    with capsys.disabled():
        right = len(CASES) - len(missed)
        print(f"\n{right} of {len(CASES)} golden cases hold; missed:", *missed, sep="\n  ")
    # All of them when this was written; another processor's rounding may turn an even one.
    assert right >= 37


def test_what_is_new_on_the_day_of_the_question_is_quoted_first(
    write: Write, tmp_path: Path
) -> None:
    told = "Ada Lund won the Elm prize for her {} on Tuesday, before a full house."
    files = {
        f"{year}.md": f"---\ntitle: Elm prize\ndate: {year}-03-02\n---\n\n{told.format(work)}\n"
        for year, work in ((2023, "novel of the sea"), (2024, "poems"))
    }
    build([write("prizes", **files)], tmp_path / "index", embedder=default_embedder())
    with Assistant(tmp_path / "index") as assistant:
        for today, first in (("2024-03-05", "2024-03-02"), ("2023-03-05", "2023-03-02")):
            answer = assistant.ask("Who won the Elm prize?", today=today)
            assert normalise(answer.text) == "ada lund"
            assert str(answer.citations[0].published) == first


def test_who_was_only_arrested_is_not_named_as_the_one(write: Write, tmp_path: Path) -> None:
    told = (
        "A baker, Owen Marr, has been arrested on suspicion of setting fire to the church at "
        "Ellery, police said on Tuesday. He denies it. Nobody was in the church when it burned."
    )
    build([write("arrest", **{"1.md": told})], tmp_path / "index", embedder=default_embedder())
    with Assistant(tmp_path / "index") as assistant:
        answer = assistant.ask("Who set fire to the church at Ellery?")
        assert (answer.answered, answer.reason) == (False, "only accused")
        assert "Owen Marr" in answer.citations[0].quote
