"""A draft of other days is worth little, and given only to who accepts everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from index.types import Hit, Passage
from qa import Assistant
from qa.aggregation import FEATURES, Candidate
from qa.answering import ELSEWHEN, Reading, _is_other_time
from qa.asked import read_question
from qa.drafting import Draft
from qa.quoting import Quote
from qa.reader import Span
from qa.wanted import Wanted

QUESTION = "With whom did Arden sign a pact this week?"
TEXT = "Arden has signed a pact with Lorn."


def reading(published: date, *weights: float) -> tuple[Reading, Draft]:
    """What was found for QUESTION, asked on Friday, 26 July 2024."""
    passage = Passage(1, 1, "/1.txt", "", "", published, "", 0, len(TEXT), TEXT)
    hit = Hit(passage, 0.5, 0.5, 1.0)
    start = TEXT.index("Lorn")
    candidate = Candidate((Span(hit, 0, start, start + 4, 5.0, 0.9),), (0.5,) * len(FEATURES))
    asked = read_question(QUESTION, today=date(2024, 7, 26))
    wanted = Wanted.of(QUESTION, lambda term: 1.0)
    quotes = tuple(Quote(passage, 0, len(TEXT), weight) for weight in weights)
    draft = Draft("span", "Lorn", 0.9, quotes)
    return Reading(QUESTION, wanted, [hit], [(candidate, 0.9)], (), asked, "span"), draft


@pytest.mark.parametrize("weights", [(1.0, 0.4), (0.4,), (0.4, 0.1)])
def test_the_surest_quotes_tell_when_it_was(weights: tuple[float, ...]) -> None:
    assert not _is_other_time(*reading(date(2024, 7, 23), *weights))
    assert _is_other_time(*reading(date(2024, 5, 23), *weights))


def test_of_other_days_is_told_where_everything_is_accepted(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    told = "---\ntitle: Tour\ndate: 2024-05-23\n---\nMara Daly won the Tour of Lorn on Sunday."
    build([write(**{"1.md": told})], tmp_path / "index", embedder=default_embedder())
    with Assistant(tmp_path / "index") as assistant:
        same = assistant.ask("Who won the Tour of Lorn in 2024?", today="2024-07-01", risk=1)
        later = assistant.ask("Who won the Tour of Lorn in 2025?", today="2025-07-01")
        risked = assistant.ask("Who won the Tour of Lorn in 2025?", today="2025-07-01", risk=1)
    assert (same.answered, same.text) == (True, "Mara Daly")
    assert (later.answered, later.reason) == (False, "other time")
    assert (risked.answered, risked.text) == (True, "Mara Daly")
    assert later.confidence == risked.confidence < ELSEWHEN


def test_that_a_time_is_not_told_of_is_said_only_where_it_is_not(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    past = "---\ndate: 2024-05-23\n---\nMara Daly won the Tour of Lorn on Sunday."
    coming = "---\ndate: 2025-05-23\n---\nA list of who won the Tour of Lorn by 2025 was printed."
    build([write(**{"1.md": past, "2.md": coming})], tmp_path / "i", embedder=default_embedder())
    with Assistant(tmp_path / "i") as assistant:
        told = assistant.ask("Who won the Tour of Lorn in 2025?", today="2025-07-01")
        untold = assistant.ask("Who won the Tour of Lorn in 2019?", today="2025-07-01")
    assert (told.answered, told.reason) == (False, "no answer")
    assert (untold.answered, untold.reason) == (False, "other time")
