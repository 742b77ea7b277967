"""What is found first, and that copies do not crowd out the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from index.store import PassageIndex
from index.types import Passage
from qa import retriever
from qa.retriever import fuse, look_again, rarity_in, retrieve

Write = Callable[..., Path]


def passage(number: int, text: str) -> Passage:
    return Passage(
        number, number, f"/{number}.txt", "", "", None, "", 0, len(text), text, kin=number
    )


def test_scores_are_fused_by_weight() -> None:
    scores = fuse({1: 0.8, 2: 0.4}, {2: 6.0, 1: 3.0}, weight=0.25)
    assert scores == {1: pytest.approx(0.75 * 0.8 + 0.125), 2: pytest.approx(0.75 * 0.4 + 0.25)}


def test_terms_that_stand_together_count_more_than_apart() -> None:
    together = passage(1, "The harbour bridge was closed.")
    apart = passage(2, "The harbour was closed when ships had hit a pier near the old bridge.")
    neither = passage(3, "It rained.")
    scores = look_again(
        "Who closed the harbour bridge?",
        {each.id: each for each in (together, apart, neither)},
        rarity=lambda term: 1.0,
    )
    # Terms: close, harbour, bridg. Pairs: close-harbour, harbour-bridg.
    assert scores[1] == pytest.approx(0.3 + 0.2)
    assert scores[2] == pytest.approx(0.3 + 0.2 * 1 / 2)
    assert scores[3] == 0


REPORT = (
    "The ferry Almira sank off the coast of Vell on Tuesday evening after hitting a reef in heavy "
    "fog. All 212 passengers were brought ashore by fishing boats before the ship went down. The "
    "captain told the coast guard that the radar had failed an hour before the accident. "
)


def test_near_copies_leave_room_for_others(write: Write, tmp_path: Path) -> None:
    names = ("Herald", "Courier", "Gazette", "Post")
    copies = {f"{n}.txt": f"{REPORT} Reported by agencies for the {n}.\n" for n in names}
    other = "The ferry Almira had been inspected in May, when its radar was found to be faulty.\n"
    build(
        [write(**copies, **{"other.txt": other})], tmp_path / "index", embedder=default_embedder()
    )
    with PassageIndex.open(tmp_path / "index", embedder=default_embedder().name) as index:
        hits = retrieve("Why did the ferry Almira sink?", index, default_embedder(), k=10)
    sources = [Path(hit.passage.source).name for hit in hits]
    assert len(sources) == 2
    assert "other.txt" in sources


def test_the_fresh_one_of_two_alike_comes_first(write: Write, tmp_path: Path) -> None:
    won = "The Silver Heron of the Calder festival went to"
    files = {
        "a.md": f"---\ntitle: Heron\ndate: 2025-05-10\n---\n{won} Ana Ruiz for a film on rivers.\n",
        "b.md": f"---\ntitle: Heron\ndate: 2026-05-09\n---\n{won} Bo Lind for one on deserts.\n",
    }
    build([write(**files)], tmp_path / "index", embedder=default_embedder())
    first = {}
    with PassageIndex.open(tmp_path / "index", embedder=default_embedder().name) as index:
        for day in (None, date(2025, 5, 16), date(2026, 5, 16)):
            hits = retrieve("Who won the Silver Heron?", index, default_embedder(), fresh_on=day)
            first[day] = Path(hits[0].passage.source).name
    assert first[date(2025, 5, 16)] == "a.md"
    assert first[date(2026, 5, 16)] == "b.md"


def test_passages_of_one_article_are_no_copies() -> None:
    from qa.retriever import _without_copies

    one = passage(1, REPORT)
    again = replace(one, id=2)
    other = replace(one, id=3, article_id=3, kin=1)
    assert _without_copies([one, again, other]) == {1: [one, other], 2: [again]}


def test_a_sentence_that_a_border_cuts_is_read_whole(write: Write, tmp_path: Path) -> None:
    names = ", ".join(f"the village of Vell {n} by the river Anser" for n in range(60))
    text = (
        f"It rained. The flood reached {names}, and last of all the town of Quillmere. It sank.\n"
    )
    build([write(**{"flood.txt": text})], tmp_path / "index", embedder=default_embedder())
    with PassageIndex.open(tmp_path / "index", embedder=default_embedder().name) as index:
        hits = retrieve("What did the flood reach?", index, default_embedder(), k=10)
        assert len(hits) > 3
        for hit in hits:
            article = index.article(hit.passage.article_id)
            assert article is not None
            assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text
            stored = index.passages([hit.passage.id])[hit.passage.id]
            assert hit.passage.start <= stored.start < stored.end <= hit.passage.end
        assert any(hit.passage.end - hit.passage.start > 800 for hit in hits)


WIRE = (
    "The ferry Solveig sank on Friday night off the coast of Ostra, and {} people died, the coast "
    "guard said. The captain had {} warned of the storm, and the lifeboats came within the hour."
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (WIRE.format("41", "been"), 1),
        ("OSTRA (AP) 3 May 2021 - " + WIRE.format("41", "been"), 1),
        (WIRE.format("41", "been").replace("coast guard", "police"), 1),
        (WIRE.format("38", "been"), 2),
        (WIRE.format("forty-one", "been"), 1),
        (WIRE.format("thirty-eight", "been"), 2),
        (WIRE.format("41", "not been"), 2),
    ],
)
def test_a_near_copy_that_says_something_else_is_read(text: str, kept: int) -> None:
    first = passage(1, WIRE.format("41", "been"))
    assert len(retriever._without_copies([first, replace(passage(2, text), kin=1)])) == kept


def test_what_every_passage_has_is_common_only_where_there_are_many(
    write: Write, tmp_path: Path
) -> None:
    """A term of both of two passages: ln(1 + 0.5 / 2.5) / ln(1 + 5) = 0.1018."""
    folder = write(**{"a.txt": "The harbour is open.", "b.txt": "The harbour froze."})
    build([folder], tmp_path / "index", embedder=default_embedder())
    with PassageIndex.open(tmp_path / "index", embedder=default_embedder().name) as index:
        rarity = rarity_in(index)
        assert rarity("harbour") == pytest.approx((2 * 0.1018 + 5 * 0.5) / 7, abs=1e-4)
        assert rarity("unheard") == pytest.approx((2 * 1 + 5 * 0.5) / 7)
