"""How a question is asked: what a person has set on the page, checked, as options for `ask`.

The page keeps the same words in its address, so that a view can be shared; what an address says is
no more to be trusted than a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.errors import BadUse
from qa.assistant import MODES, Mode

RISKS = {"bold": 0.4, "careful": 0.2, "strict": 0.05}
"""Accepted share of wrong answers among those given, by its word; else the default."""
SOURCES = (1, 50)
"""Least and most passages that are read."""
LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set; a field that is not set leaves `ask` its default."""

    risk: float | None = None
    passages: int = 10
    since: date | None = None
    until: date | None = None
    mode: Mode = "auto"

    def options(self) -> dict[str, Any]:
        """Options for `ask`: those that are set."""
        options: dict[str, Any] = {"passages": self.passages}
        given = {"risk": self.risk, "since": self.since, "until": self.until}
        options |= {name: value for name, value in given.items() if value is not None}
        return options if self.mode == "auto" else {**options, "mode": self.mode}


def read(given: Mapping[str, Any]) -> Settings:
    """Settings from the page's words for them. Raises BadUse for what a person should change."""
    since, until = _day(given, "since", "From"), _day(given, "until", "To")
    if since and until and since > until:
        raise BadUse("The date under “From” is later than the one under “To”.")
    mode = given.get("mode")
    return Settings(
        risk=RISKS.get(str(given.get("risk") or "")),
        passages=_passages(given.get("sources")),
        since=since,
        until=until,
        mode=mode if mode in MODES else "auto",
    )


def check_question(question: str) -> str:
    """The question without blanks around it. Raises BadUse where it is too long."""
    question = question.strip()
    if len(question) > LONGEST_QUESTION:
        raise BadUse(
            f"That question has {len(question):,} characters. Please put it in"
            f" {LONGEST_QUESTION:,} or fewer: one question, in a sentence or two, works best."
        )
    return question


def _passages(given: Any) -> int:
    least, most = SOURCES
    try:
        return min(most, max(least, int(given)))
    except (TypeError, ValueError):
        return Settings().passages


def _day(given: Mapping[str, Any], name: str, label: str) -> date | None:
    words = str(given.get(name) or "").strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadUse(
            f"The date under “{label}” is not one I can read: please write it as 2019-04-16."
        ) from None
