"""The answer's own words about itself."""

from __future__ import annotations

from datetime import date

from qa.types import REASONS, Answer, Claim, Period


def test_who_says_what_is_told_only_where_sources_disagree() -> None:
    other = Claim("38", "contradicts", 0.2, 1, ())
    earlier = Claim("12", "earlier", 0.1, 3, ())
    answer = Answer("How many?", "41", "41 were saved.", True, 0.6, sources=2, claims=(other,))
    assert answer.tally == "2 sources say 41, 1 says 38"
    alone = Answer("How many?", "41", "41 were saved.", True, 0.6, sources=2, claims=(earlier,))
    assert alone.tally == ""
    sides = (Claim("41", "contradicts", 0.3, 1, ()), Claim("38", "contradicts", 0.3, 2, ()))
    refused = Answer("How many?", "", "", False, 0.3, claims=sides, reason="disagreement")
    assert refused.tally == "1 source says 41, 2 say 38"
    assert refused.why == REASONS["disagreement"]
    assert answer.why == ""


def test_a_period_is_written_as_iso_days() -> None:
    assert Period(date(2014, 1, 1)).to_dict() == {"first": "2014-01-01", "last": None}
