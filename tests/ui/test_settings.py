"""What an address may say about how questions are asked."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import BadUse
from ui import settings


def test_what_is_not_set_is_left_to_ask() -> None:
    assert settings.read({}).options() == {"passages": 10}


def test_what_is_set() -> None:
    given = {"risk": "strict", "sources": "20", "since": "2019-04-16", "mode": "span", "x": "y"}
    assert settings.read(given).options() == {
        "passages": 20,
        "risk": 0.05,
        "since": date(2019, 4, 16),
        "mode": "span",
    }


@pytest.mark.parametrize(("given", "passages"), [("0", 1), ("1e9", 10), ("900", 50), (None, 10)])
def test_sources_stay_within_bounds(given: object, passages: int) -> None:
    assert settings.read({"sources": given}).passages == passages


def test_nonsense_is_passed_over() -> None:
    assert settings.read({"risk": "none", "mode": "<script>"}) == settings.Settings()


def test_days_that_are_none_are_said() -> None:
    with pytest.raises(BadUse, match="“From” is not one I can read: please write it as 2019-04-16"):
        settings.read({"since": "April 2019"})
    with pytest.raises(BadUse, match="“From” is later than the one under “To”"):
        settings.read({"since": "2019-04-16", "until": "2019-04-15"})


def test_long_questions_are_refused() -> None:
    assert settings.check_question(" Who? ") == "Who?"
    with pytest.raises(BadUse, match="1,001 characters"):
        settings.check_question("y" * 1001)
