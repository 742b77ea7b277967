"""Vectors: exact while few, compressed with a delta when many. Clustered vectors, real FAISS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import dense, lexical, manifest, publishing
from index.build import build
from index.catalog import Catalog
from index.embedder import default_embedder
from index.ledger import Ledger
from index.store import PassageIndex
from index.verify import only_derived, repair, verify

DIMENSION = 32
COUNT = 3000


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    unit: NDArray[np.float64] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


CHANCE = np.random.default_rng(7)
CENTRES = CHANCE.standard_normal((40, DIMENSION))
# Row i is the vector of id i; there is no id 0.
VECTORS = _unit(CENTRES[CHANCE.integers(0, 40, COUNT + 1)] + CHANCE.normal(0, 0.5, (COUNT + 1, 32)))
QUERIES = _unit(CENTRES[CHANCE.integers(0, 40, 50)] + CHANCE.normal(0, 0.5, (50, 32)))


def blocks(ids: NDArray[np.int64]) -> Iterator[dense.Block]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500], VECTORS[ids[start : start + 500]]


def derived(
    folder: Path, living: NDArray[np.int64], before: tuple[Path, dense.Layout] | None = None
) -> dense.Layout:
    folder.mkdir()
    return dense.derive(
        folder, living, blocks, DIMENSION, before=before, queries=lambda: QUERIES, exact=1000
    )


def true_nearest(vector: NDArray[np.float32], living: NDArray[np.int64], k: int) -> list[int]:
    return [int(i) for i in living[np.argsort(-(VECTORS[living] @ vector), kind="stable")[:k]]]


def recall(index: dense.DenseIndex, living: NDArray[np.int64]) -> float:
    found = [{i for i, _ in index.search(query, 10)} for query in QUERIES]
    wanted = [true_nearest(query, living, 10) for query in QUERIES]
    return float(np.mean([len(f & set(w)) / 10 for f, w in zip(found, wanted, strict=True)]))


def test_few_are_compared_one_by_one(tmp_path: Path) -> None:
    living = np.arange(1, 901)
    assert derived(tmp_path / "a", living) == dense.Layout()
    index = dense.DenseIndex(tmp_path / "a")
    assert index.exact
    assert index.ids().tolist() == living.tolist()
    for query in QUERIES:
        found = index.search(query, 5)
        assert [i for i, _ in found] == true_nearest(query, living, 5)
        assert found[0][1] == pytest.approx(float(VECTORS[found[0][0]] @ query), abs=1e-5)


def test_many_are_compressed_and_what_is_missed_is_stated(tmp_path: Path) -> None:
    living = np.arange(1, COUNT + 1)
    layout = derived(tmp_path / "a", living)
    assert (layout.compressed, layout.appended, layout.gone) == (COUNT, 0, 0)
    assert layout.lists == 27  # half the root of 3,000
    assert dense.TARGET <= layout.recall <= 1
    index = dense.DenseIndex(tmp_path / "a")
    assert not index.exact
    assert recall(index, living) == pytest.approx(layout.recall, abs=1e-4)
    assert len(index.search(QUERIES[0], 10)) == 100, "spare candidates, to be scored again"


def test_a_change_links_the_base_and_is_found_in_the_delta(tmp_path: Path) -> None:
    first = np.arange(1, 2801)
    layout = derived(tmp_path / "a", first)
    second = np.concatenate([np.arange(101, 2801), np.arange(2901, 2951)])
    changed = derived(tmp_path / "b", second, (tmp_path / "a", layout))
    assert (changed.compressed, changed.appended, changed.gone) == (2800, 50, 100)
    assert (tmp_path / "b" / dense.BASE).samefile(tmp_path / "a" / dense.BASE)
    index = dense.DenseIndex(tmp_path / "b")
    assert len(index) == len(second)
    assert index.ids().tolist() == second.tolist()
    assert recall(index, second) >= dense.TARGET
    for new in range(2901, 2951):
        assert index.search(VECTORS[new], 1)[0][0] == new
    every = {i for query in VECTORS[1:101] for i, _ in index.search(query, 10)}
    assert every.isdisjoint(range(1, 101)), "what is gone is not found"

    third = np.concatenate([np.arange(101, 2801), np.arange(2901, 2902)])
    again = derived(tmp_path / "c", third, (tmp_path / "b", changed))
    assert (again.compressed, again.appended, again.gone) == (2800, 1, 100)
    assert dense.DenseIndex(tmp_path / "c").ids().tolist() == third.tolist()


def test_much_change_derives_a_new_base(tmp_path: Path) -> None:
    layout = derived(tmp_path / "a", np.arange(1, 2001))
    anew = derived(tmp_path / "b", np.arange(1, 2202), (tmp_path / "a", layout))
    assert (anew.compressed, anew.appended, anew.gone) == (2201, 0, 0)
    fewer = derived(tmp_path / "c", np.arange(1, 901), (tmp_path / "b", anew))
    assert fewer == dense.Layout(), "few again: exact again"
    assert not (tmp_path / "c" / dense.BASE).exists()


def test_a_damaged_base_is_not_taken_over(tmp_path: Path) -> None:
    layout = derived(tmp_path / "a", np.arange(1, 2001))
    (tmp_path / "a" / dense.BASE).write_bytes(b"garbage")
    anew = derived(tmp_path / "b", np.arange(1, 2002), (tmp_path / "a", layout))
    assert (anew.compressed, anew.appended) == (2001, 0)


@pytest.mark.parametrize("size", [1, 20, 400])
def test_only_those_asked_for_are_found(tmp_path: Path, size: int) -> None:
    living = np.arange(1, COUNT + 1)
    derived(tmp_path / "a", living)
    index = dense.DenseIndex(tmp_path / "a")
    among = np.sort(CHANCE.choice(living, size, replace=False))
    share = []
    for query in QUERIES:
        found = {i for i, _ in index.search(query, 10, among=among)}
        assert found <= set(among.tolist())
        wanted = true_nearest(query, among, 10)
        share.append(len(found & set(wanted)) / len(wanted))
    assert np.mean(share) >= 0.95
    assert index.search(QUERIES[0], 10, among=np.empty(0, np.int64)) == []


def write_articles(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = f"Report {number}\n\nIn village {number} the mayor counted {number * 7} sheep."
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return folder


def test_a_large_index_answers_through_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT", 50)
    articles = write_articles(tmp_path / "articles", range(1, 121))
    index, embedder = tmp_path / "index", default_embedder()
    build([articles], index, embedder=embedder)
    before = manifest.read(index, 1)
    assert (before.compressed, before.appended, before.gone) == (120, 0, 0)
    assert before.recall >= dense.TARGET

    (articles / "7.txt").write_text("Moon\n\nArmstrong walked on the Moon in 1969.", "utf-8")
    (articles / "8.txt").unlink()
    held = PassageIndex.open(index, embedder=embedder.name)
    build([articles], index, embedder=embedder)
    after = manifest.read(index, 2)
    assert (after.compressed, after.appended, after.gone) == (120, 1, 2)
    at = [manifest.generation_folder(index, number) for number in (1, 2)]
    assert after.sha256[dense.BASE] == before.sha256[dense.BASE]
    assert manifest.digests(at[1]) == after.sha256, "links and what is new, all as stated"
    shared = set(before.sha256) & set(after.sha256)
    segments = [name for name in shared if name.endswith((".store", ".idx"))]
    assert segments
    assert all((at[0] / name).samefile(at[1] / name) for name in segments)

    asked = embedder.embed(["Who walked on the Moon?", "How many sheep are in village 8?"])
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        assert len(opened.nearest(asked[0], 3)) == 3
        ((nearest, cosine), *_) = opened.nearest(asked[0], 3)
        assert opened.passages([nearest])[nearest].title == "Moon"
        (stored,) = opened.vectors([nearest]).values()
        assert cosine == pytest.approx(float(stored @ asked[0]), abs=1e-6), "scored exactly"
        assert [i for i, _ in opened.matching("Armstrong", 5)] == [nearest]
        titles = {p.title for p in opened.passages(range(1, 200)).values()}
        assert "Report 8" not in titles
        assert len(opened.matching("sheep", 200)) == 118
    # Who opened the generation before still has all of it.
    near = held.passages([i for i, _ in held.nearest(asked[1], 5)])
    assert "Report 8" in {passage.title for passage in near.values()}
    assert len(held.matching("sheep", 200)) == 120
    held.close()


@pytest.mark.parametrize("name", [dense.FILE, dense.BASE, dense.GONE])
def test_an_emptied_file_of_a_large_index_is_told_and_derived_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(dense, "EXACT", 10)
    articles = write_articles(tmp_path / "articles", range(1, 25))
    index, embedder = tmp_path / "index", default_embedder()
    build([articles], index, embedder=embedder)
    (manifest.generation_folder(index, 1) / name).write_bytes(b"")
    checks = verify(index, embedder=embedder)
    assert [check.faults for check in checks if check.faults]
    assert only_derived(checks)
    repair(index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        assert len(opened.nearest(embedder.embed(["How many sheep?"])[0], 99)) == 24


@pytest.mark.parametrize(
    "damage", [b"", b"\x93NUMPY", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"garbage"]
)
def test_a_damaged_list_of_what_is_gone_is_told(tmp_path: Path, damage: bytes) -> None:
    derived(tmp_path / "a", np.arange(1, 2001))
    (tmp_path / "a" / dense.GONE).write_bytes(damage)
    with pytest.raises(ValueError, match=r"gone\.npy is damaged"):
        dense.DenseIndex(tmp_path / "a")


@pytest.mark.parametrize("ids", [[-9_000], [1 << 60], [1.5]])
def test_a_list_of_what_is_gone_holds_ids(tmp_path: Path, ids: list[float]) -> None:
    derived(tmp_path / "a", np.arange(1, 2001))
    np.save(tmp_path / "a" / dense.GONE, np.array(ids))
    with pytest.raises(ValueError, match=r"gone\.npy is damaged"):
        dense.DenseIndex(tmp_path / "a")


def test_an_index_of_the_first_format_is_read_and_made_the_second(tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "articles", range(1, 4))
    index, embedder = tmp_path / "index", default_embedder()
    build([articles], index, embedder=embedder)
    at = manifest.generation_folder(index, 1)
    facts = json.loads((at / manifest.FILE).read_text("utf-8"))
    for later in ("compressed", "appended", "gone", "lists", "probes", "recall"):
        del facts[later]
    facts.update(format=1, sha256="of all files together")
    (at / manifest.FILE).write_text(json.dumps(facts), "utf-8")
    catalog = Ledger.create_or_open(index)
    catalog.set_meta({"format": "1"})
    catalog.close()

    with PassageIndex.open(index, embedder=embedder.name) as opened:
        assert len(opened.entries()) == 3
    report = build([articles], index, embedder=embedder)
    assert (report.unchanged, report.added) == (3, 0)
    assert manifest.read(index, manifest.published_generation(index)).format == manifest.FORMAT


def test_questions_to_measure_with_ask_for_a_part_of_a_sentence(tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "articles", range(1, 4))
    build([articles], tmp_path / "index", embedder=default_embedder())
    catalog = Catalog.open(tmp_path / "index")
    questions = publishing._question_like(catalog, catalog.living_ids(1))
    catalog.close()
    assert len(questions) == 3
    assert all(question.count("what") == 1 and question.endswith("?") for question in questions)
    assert len(lexical.analyze(questions[0])) > 1
