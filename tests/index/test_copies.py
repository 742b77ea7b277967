"""The same articles, word for word or nearly: found, indexed once or grouped, and let go again."""

from __future__ import annotations

import random
import sqlite3
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import writer
from index.build import build, remove
from index.catalog import Catalog
from index.copies import SHARED, bands, shared, shingles
from index.embedder import default_embedder
from index.store import PassageIndex
from index.verify import verify
from qa import Assistant

EMBEDDER = default_embedder()
WORDS = (Path(__file__).parents[2] / "ui/samples/notre-dame-fire.md").read_text("utf-8").split()
FIRE = " ".join(WORDS[40:340])
"""Three hundred words of prose."""


def similarity(one: str, other: str) -> float:
    return shared(shingles(one), shingles(other))


def meet(one: str, other: str) -> bool:
    return bool(set(bands(shingles(one))) & set(bands(shingles(other))))


def test_similarity_is_that_of_runs_of_five_words() -> None:
    # Six runs and five; four are common: "b c d e f" to "e f g h i"; seven in all.
    assert similarity("a b c d e f g h i j", "b c d e f g h i x") == pytest.approx(4 / 7)
    assert similarity("One, two - THREE four five!", "one two three four five") == 1
    assert similarity("too short", "too short") == 0
    assert bands(shingles("too short")) == []


@pytest.mark.parametrize(
    ("other", "near"),
    [
        (FIRE.replace(WORDS[100], "72"), True),
        (" ".join(FIRE.split()[:240]), True),  # the last paragraphs cut
        ("PARIS, April 16 (Reuters) - " + FIRE, True),
        (" ".join(reversed(FIRE.split())), False),
        (" ".join(FIRE.split()[150:]) + " " + "Something else entirely was said. " * 30, False),
        (" ".join(WORDS[341:500]), False),
    ],
    ids=["a number", "cut", "headed", "reversed", "half", "another part"],
)
def test_near_copies_are_told_from_others(other: str, near: bool) -> None:
    assert (similarity(FIRE, other) >= SHARED) is near
    assert meet(FIRE, other) or not near


def test_bands_meet_as_often_as_they_should() -> None:
    chance = random.Random(5)  # noqa: S311
    met = {0.7: 0, 0.3: 0}
    for similar, low in ((0.7, 0.3),):
        for similarity in (similar, low):
            for _ in range(200):
                every = np.array(sorted(chance.sample(range(2**31 - 1), 400)), np.uint64)
                common = round(400 * similarity)
                left = (400 - common) // 2
                one = np.sort(np.concatenate([every[:common], every[common : common + left]]))
                other = np.sort(np.concatenate([every[:common], every[common + left :]]))
                met[similarity] += bool(set(bands(one)) & set(bands(other)))
    # 1 - (1 - s ** 4) ** 16 is 0.99 at 0.7 and 0.12 at 0.3; 200 draws vary by a few.
    assert met[0.7] >= 190
    assert 8 <= met[0.3] <= 45


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    at = tmp_path / "articles"
    at.mkdir()
    return at


def text(name: str) -> str:
    return f"The {name} of the year\n\nEverybody in town speaks about the {name}."


def found(index: Path, question: str) -> list[str]:
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        ids = [i for i, _ in opened.matching(question, 9)]
        passages = opened.passages(ids)
        assert not any(c.faults for c in verify(index, embedder=EMBEDDER))
        return [Path(passages[i].source).name for i in ids]


def copies(index: Path, name: str) -> tuple[str, ...]:
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        (entry,) = opened.find(name)
        article = opened.article(entry.id)
        assert article is not None
        return tuple(Path(copy).name for copy in article.copies)


def test_exact_copies_are_indexed_once_with_all_their_sources(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in ("a.txt", "b.md", "c.txt"):
        (folder / name).write_text(text("fire"), "utf-8")
    (folder / "d.txt").write_text(text("flood"), "utf-8")
    report = build([folder], index, embedder=EMBEDDER)
    # b.md says the same in another format, but its title is its file's first line as well.
    assert (report.added, report.copies, report.articles, report.passages) == (4, 2, 4, 2)
    assert found(index, "fire") == ["a.txt"]
    assert copies(index, "a.txt") == ("b.md", "c.txt")
    assert copies(index, "c.txt") == ("a.txt", "b.md")
    assert copies(index, "d.txt") == ()
    with Assistant(index) as assistant:
        cited = assistant.ask("What does everybody speak about in the year of fire?").citations
    fire = next(citation for citation in cited if citation.source.endswith("a.txt"))
    assert [Path(copy).name for copy in fire.copies] == ["b.md", "c.txt"]
    assert fire.to_dict()["copies"] == list(fire.copies)
    assert build([folder], index, embedder=EMBEDDER).unchanged == 4


def test_copies_are_stored_a_batch_at_a_time(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have no passages to count, and what is not stored yet an interruption would cost."""
    monkeypatch.setattr(writer, "BATCH_ARTICLES", 4)
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(text("fire"), "utf-8")

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Indexing" and done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "index", embedder=EMBEDDER, progress=interrupt)
    report = build([folder], tmp_path / "index", embedder=EMBEDDER)
    assert report.unchanged >= 12, "what two batches at most left out"
    assert (report.articles, report.passages) == (30, 1)


def test_a_books_bands_are_those_of_its_text() -> None:
    """All functions at a time would take a kilobyte a word."""
    words = random.Random(7)  # noqa: S311
    book = " ".join(f"w{words.randrange(10**6)}" for _ in range(200_000))
    tracemalloc.start()
    made = bands(shingles(book))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(made) == 16
    assert peak < 100_000_000


def test_another_copy_takes_over_without_embedding(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(text("fire"), "utf-8")
    build([folder], index, embedder=EMBEDDER)
    (folder / "a.txt").unlink()
    report = build([folder], index, embedder=EMBEDDER)
    assert (report.dropped, report.unchanged, report.embedded) == (1, 2, 0)
    assert found(index, "fire") == ["b.txt"]
    (folder / "b.txt").write_text(text("flood"), "utf-8")
    report = build([folder], index, embedder=EMBEDDER)
    assert (report.changed, report.embedded) == (1, 1)
    assert sorted(found(index, "town")) == ["b.txt", "c.txt"]
    assert remove([str(folder / "c.txt")], index, embedder=EMBEDDER) == 1
    assert found(index, "town") == ["b.txt"]


def test_a_copy_elsewhere_survives_its_twin(tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text("fire"), "utf-8")
        build([tmp_path / name], index, embedder=EMBEDDER)
    assert found(index, "fire") == ["one.txt"]
    (tmp_path / "one" / "one.txt").unlink()
    build([tmp_path / "one"], index, embedder=EMBEDDER, prune=True)
    assert found(index, "fire") == ["two.txt"]


def test_near_copies_share_a_group(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    stories = {
        "agency.txt": FIRE,
        "paper.txt": "PARIS (Reuters) - " + FIRE,
        "cut.txt": " ".join(FIRE.split()[:250]),
        "own.txt": " ".join(WORDS[341:600]),
    }
    for name, words in stories.items():
        (folder / name).write_text(f"{name}\n\n{words}", "utf-8")
    build([folder], index, embedder=EMBEDDER)
    (folder / "late.txt").write_text(f"Late\n\n{FIRE} It goes on.", "utf-8")
    report = build([folder], index, embedder=EMBEDDER)
    assert report.copies == 0
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        groups = {Path(entry.source).name: entry.kin for entry in opened.entries()}
        ids = {Path(entry.source).name: entry.id for entry in opened.entries()}
        passages = opened.passages(range(1, opened.manifest.passages + 1)).values()
    assert {Path(passage.source).name: passage.kin for passage in passages} == groups
    assert groups["own.txt"] == ids["own.txt"]
    del groups["own.txt"]
    assert set(groups.values()) == {ids["agency.txt"]}


def test_a_passage_tells_its_language_and_group(folder: Path, tmp_path: Path) -> None:
    (folder / "a.md").write_text("---\nlanguage: de-AT\n---\n\nDas Haus am See.", "utf-8")
    (folder / "b.md").write_text("---\ntitle: Ein Haus\n---\n\nDas Haus am Berg.", "utf-8")
    build([folder], tmp_path / "index", embedder=EMBEDDER)
    with PassageIndex.open(tmp_path / "index", embedder=EMBEDDER.name) as opened:
        one, other = opened.passages([1, 2]).values()
    assert one.language == "de"
    assert one.kin == one.article_id != other.kin


MOVES: list[Callable[[Path], object]] = [
    lambda folder: (folder / "a.txt").rename(folder / "z.txt"),
    lambda folder: [
        path.rename((folder / "sub") / path.name) for path in sorted(folder.glob("*.*"))
    ],
]


@pytest.mark.parametrize(("move", "count"), [(MOVES[0], 1), (MOVES[1], 4)], ids=["one", "all"])
def test_what_moved_is_not_embedded_again(
    folder: Path, tmp_path: Path, move: Callable[[Path], object], count: int
) -> None:
    index = tmp_path / "index"
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(text(name), "utf-8")
    rows = "id,title,text\n1,One,The first of two rows.\n2,Two,The second of two rows.\n"
    (folder / "more.csv").write_text(rows, "utf-8")
    (folder / "sub").mkdir()
    assert build([folder], index, embedder=EMBEDDER).embedded == 4
    move(folder)
    report = build([folder], index, embedder=EMBEDDER)
    assert (report.moved, report.added, report.dropped, report.embedded) == (count, 0, 0, 0)
    assert report.unchanged == 4 - count
    assert report.articles == 4
    assert len(found(index, "town rows")) == 4
    again = build([folder], index, embedder=EMBEDDER)
    assert (again.unchanged, again.moved) == (4, 0)


def test_metadata_alone_costs_no_embedding(folder: Path, tmp_path: Path) -> None:
    story = "---\ntitle: A fire\nauthor: {}\n---\nEverybody speaks about the fire."
    (folder / "a.md").write_text(story.format("Ann"), "utf-8")
    build([folder], tmp_path / "index", embedder=EMBEDDER)
    (folder / "a.md").write_text(story.format("Bob"), "utf-8")
    report = build([folder], tmp_path / "index", embedder=EMBEDDER)
    assert (report.changed, report.embedded) == (1, 0)
    with PassageIndex.open(tmp_path / "index", embedder=EMBEDDER.name) as opened:
        assert [entry.author for entry in opened.entries()] == ["Bob"]


def test_a_catalog_from_before_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (folder / "a.txt").write_text(text("fire"), "utf-8")
    build([folder], index, embedder=EMBEDDER)
    with sqlite3.connect(index / "catalog.sqlite3") as connection:
        for name in ("files", "stats", "bands"):
            connection.execute(f"DROP TABLE {name}")
        connection.execute("DROP INDEX articles_of_text")
        for column in ("language", "text_hash", "kin"):
            connection.execute(f"ALTER TABLE articles DROP COLUMN {column}")
    connection.close()
    assert found(index, "fire") == ["a.txt"], "read as it is"
    assert copies(index, "a.txt") == ()
    with PassageIndex.open(index, embedder=EMBEDDER.name) as opened:
        (passage,) = opened.passages([1]).values()
        assert (passage.language, passage.kin) == ("", passage.article_id)
    (folder / "b.txt").write_text(text("fire"), "utf-8")
    report = build([folder], index, embedder=EMBEDDER)
    assert (report.unchanged, report.added, report.copies) == (1, 1, 1)
    assert copies(index, "a.txt") == ("b.txt",)
    catalog = Catalog.open(index)
    assert catalog.faults() == []
    assert [entry.kin for entry in catalog.entries(2)] == [1, 1], "copies share a group"
    catalog.close()


def test_copies_are_recognised_while_the_first_is_with_the_model(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.writer.BATCH_PASSAGES", 1)  # each article is a batch
    for name in ("a", "b", "d"):
        (folder / f"{name}.txt").write_text(text("fire"), "utf-8")
    (folder / "c.txt").write_text(text("flood"), "utf-8")
    report = build([folder], tmp_path / "index", embedder=EMBEDDER)
    assert (report.added, report.copies, report.embedded, report.passages) == (4, 2, 2, 2)
    assert copies(tmp_path / "index", "a.txt") == ("b.txt", "d.txt")

    # The one that has the passages says something else now, and so do all but the last.
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(text(f"{name} storm"), "utf-8")
    report = build([folder], tmp_path / "index", embedder=EMBEDDER)
    assert (report.changed, report.embedded, report.passages) == (2, 2, 4)
    assert sorted(found(tmp_path / "index", "town")) == ["a.txt", "b.txt", "c.txt", "d.txt"]
