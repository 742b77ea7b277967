"""Masses become probabilities, risks thresholds; an index may have its own numbers."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BadUse, IndexUnusable
from index.types import Hit, Passage
from qa import calibration
from qa.aggregation import FEATURES, Candidate
from qa.calibration import Calibration
from qa.deciding import VERDICT_FEATURES, Side
from qa.drafting import SENTENCE_FEATURES
from qa.quoting import Quote
from qa.reader import Span

PLAIN = Calibration(
    none=0.0,
    weights=tuple(1.0 if name == "margin" else 0.0 for name in FEATURES),
    account=(0.0,) + (1.0,) + (0.0,) * (len(SENTENCE_FEATURES) - 1),
    verdicts=(
        (0.0,) * (len(VERDICT_FEATURES) + 1),
        (-1.0, 2.0) + (0.0,) * (len(VERDICT_FEATURES) - 1),
    ),
    curve=((0.0, 0.0), (0.5, 0.2), (1.0, 0.9)),
    thresholds=(
        (100, ((0.1, 0.7), (0.3, 0.4), (0.5, 0.1))),
        (10_000, ((0.1, 0.9), (0.3, 0.6), (0.5, 0.2))),
    ),
    defaults=((100, 0.2), (10_000, 0.4)),
    fitted="by hand",
)


def candidate(margin: float) -> Candidate:
    hit = Hit(Passage(1, 1, "/1.txt", "", "", None, "", 0, 1, "x"), 0.5, 0.5, 1.0)
    features = tuple(margin if name == "margin" else 0.0 for name in FEATURES)
    return Candidate((Span(hit, 0, 0, 1, margin, 0.5),), features)


def test_candidates_and_none_share_one_mass() -> None:
    even = replace(PLAIN, curve=((0.0, 0.0), (1.0, 1.0)))
    assert even.rank([]) == []
    assert [p for _, p in even.rank([candidate(0.0)])] == pytest.approx([1 / 2])
    assert [p for _, p in even.rank([candidate(0.0)] * 3)] == pytest.approx([1 / 4] * 3)
    weak, best = candidate(-1.0), candidate(2.0)
    (first, high), (second, low) = even.rank([weak, best])
    assert (first, second) == (best, weak)
    assert high + low < 1
    assert even.rank([best])[0][1] > high, "a rival costs confidence"


def test_a_candidate_of_another_time_loses() -> None:
    one, other = candidate(1.0), candidate(0.5)
    assert PLAIN.rank([one, other])[0][0] is one
    assert PLAIN.rank([one, other], loses=lambda each: 0.0 if each is other else 1.5)[0][0] is other


def test_what_is_doubted_brings_its_rivals_nothing() -> None:
    one, other = candidate(1.0), candidate(0.5)
    sure = dict(PLAIN.rank([one, other]))
    unsure = dict(PLAIN.rank([one, other], doubted=lambda each: 6.0 if each is one else 0.0))
    assert unsure[one] < sure[one] / 10
    assert unsure[other] == sure[other]


def test_masses_become_probabilities_by_straight_lines() -> None:
    masses = (0.0, 0.25, 0.5, 0.75, 1.0)
    assert [PLAIN.probability(m) for m in masses] == pytest.approx([0.0, 0.1, 0.2, 0.55, 0.9])


def test_a_risk_chooses_the_threshold() -> None:
    assert PLAIN.threshold(0.1, 100) == 0.7
    assert PLAIN.threshold(0.2, 100) == 0.7, "of 0.1 and 0.3, the one that is not larger"
    assert PLAIN.threshold(0.3, 5) == 0.4
    assert PLAIN.threshold(0.01, 100) == 0.7
    assert PLAIN.threshold(0.3, 1000) == pytest.approx(0.5), "half way, by powers of ten"
    assert PLAIN.threshold(0.3, 10**6) == 0.6
    assert PLAIN.threshold(1.0, 10**6) == 0
    for wrong in (0.0, -1.0, 2.0):
        with pytest.raises(BadUse, match="risk"):
            PLAIN.threshold(wrong, 100)


def test_a_large_collection_asks_for_more() -> None:
    assert [PLAIN.default(size) for size in (1, 100, 10_000, 10**6)] == [0.2, 0.2, 0.4, 0.4]
    assert PLAIN.default(1000) == pytest.approx(0.3)
    assert replace(PLAIN, defaults=((500, 0.25),)).default(7) == 0.25


def test_an_index_may_have_numbers_of_its_own(tmp_path: Path) -> None:
    assert calibration.of_index(tmp_path) == calibration.shipped()
    calibration.save(PLAIN, tmp_path)
    assert calibration.of_index(tmp_path) == PLAIN
    (tmp_path / calibration.FILE).write_text("{}")
    with pytest.raises(IndexUnusable, match="delete it"):
        calibration.of_index(tmp_path)


def test_an_older_calibration_says_what_it_lacks(tmp_path: Path) -> None:
    older = json.loads(calibration.save(calibration.shipped(), tmp_path).read_text("utf-8"))
    del older["weights"]["told"]
    (tmp_path / calibration.FILE).write_text(json.dumps(older), "utf-8")
    with pytest.raises(IndexUnusable, match=r"no number for 'told'.*delete it"):
        calibration.of_index(tmp_path)


def test_what_is_shipped_is_sound() -> None:
    fitted = calibration.shipped()
    masses, shares = zip(*fitted.curve, strict=True)
    assert masses[0] == 0
    assert masses[-1] == 1
    assert sorted(set(masses)) == list(masses)
    assert sorted(shares) == list(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    for _, thresholds in fitted.thresholds:
        risks, least = zip(*thresholds, strict=True)
        assert sorted(set(risks)) == list(risks)
        assert sorted(least, reverse=True) == list(least)
    pairs = len(fitted.curve) + sum(len(each) for _, each in fitted.thresholds)
    pairs += len(fitted.defaults)
    numbers = 1 + len(FEATURES) + len(fitted.account) + 2 * pairs
    assert numbers < 100


def test_a_yes_and_a_no_are_weighed_by_numbers_of_their_own() -> None:
    passage = Passage(1, 1, "/1.txt", "", "", None, "", 0, 1, "x")
    told = (1.0,) + (0.0,) * (len(VERDICT_FEATURES) - 1)
    sides = [Side(answer, told, Quote(passage, 0, 1, 1.0)) for answer in ("no", "yes")]
    no, yes = PLAIN.decide(sides)
    assert no == pytest.approx(0.5)
    assert yes == pytest.approx(1 / (1 + math.exp(-1.0)))  # -1 + 2 x 1
