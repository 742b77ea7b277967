"""Synchronising a folder, and what no accident may cost. Articles are tiny; everything is real."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from index import dense, lexical, locks, manifest, writer
from index.build import Report, build, remove
from index.catalog import LATEST, Catalog
from index.embedder import Embedder, Vectors, default_embedder
from index.errors import BadUse, IndexBusy, IndexUnusable, NothingUsable
from index.ledger import Ledger
from index.store import PassageIndex

Write = Callable[..., Path]

FIRE = "A fire in Paris\n\nThe cathedral of Notre-Dame burned on Monday."
GOAL = "A goal in Rio\n\nGermany beat Brazil by seven goals to one."
MOON = "Men on the Moon\n\nNeil Armstrong stepped onto the Moon in 1969."


@dataclass
class Counting:
    """The real embedder, which tells how many texts it was asked to embed."""

    inner: Embedder
    name: str
    dimension: int = 384
    texts: int = 0

    def count(self, text: str) -> int:
        return self.inner.count(text)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.inner.embed_questions(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return self.inner.embed(texts)


@pytest.fixture
def embedder() -> Counting:
    return Counting(default_embedder(), default_embedder().name)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def titles(index: Path) -> list[str]:
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        return [entry.title for entry in opened.entries()]


def best(index: Path, question: str) -> str:
    """The title of the nearest passage, by vectors and by words, which must agree."""
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        vector = default_embedder().embed([question])[0]
        ((near, _),) = opened.nearest(vector, 1)
        ((match, _),) = opened.matching(question, 1)
        assert near == match
        return opened.passages([near])[near].title


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.dropped


def test_a_folder_becomes_an_index(write: Write, index: Path, embedder: Counting) -> None:
    report = build([write(**{"a.txt": FIRE, "b.md": GOAL})], index, embedder=embedder)
    assert counts(report) == (2, 0, 0, 0)
    assert (report.articles, report.passages, report.skipped) == (2, 2, ())
    assert titles(index) == ["A fire in Paris", "A goal in Rio"]
    assert best(index, "Who won the match in Brazil?") == "A goal in Rio"
    assert best(index, "What burned in Paris?") == "A fire in Paris"


def test_stored_vectors_find_themselves(write: Write, index: Path, embedder: Counting) -> None:
    build([write(**{"a.txt": FIRE, "b.txt": GOAL, "c.txt": MOON})], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        for passage_id, vector in opened.vectors([1, 2, 3]).items():
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
            ((found, cosine),) = opened.nearest(vector, 1)
            assert found == passage_id
            assert cosine == pytest.approx(1, abs=1e-3)


def test_passages_are_slices_of_stored_articles(
    write: Write, index: Path, embedder: Counting
) -> None:
    text = "Stars 🌟 over Paris\n\n" + "".join(f"Night {n} was 𝔠lear. " for n in range(200))
    build([write(**{"a.txt": text})], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        passages = opened.passages(range(1, opened.manifest.passages + 1))
        assert len(passages) > 5
        for passage in passages.values():
            article = opened.article(passage.article_id)
            assert article is not None
            assert article.text[passage.start : passage.end] == passage.text


def test_building_again_embeds_only_what_changed(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL, "c.txt": MOON})
    build([folder], index, embedder=embedder)
    assert embedder.texts == 3

    assert counts(build([folder], index, embedder=embedder)) == (0, 0, 3, 0)
    assert embedder.texts == 3
    assert manifest.published_generation(index) == 1, "nothing changed, nothing to publish"

    (folder / "a.txt").write_text(FIRE.replace("burned", "was saved"))
    (folder / "c.txt").unlink()
    (folder / "d.txt").write_text("A vote in Bern\n\nThe canton voted yes.")
    assert counts(build([folder], index, embedder=embedder)) == (1, 1, 1, 1)
    assert embedder.texts == 5
    assert titles(index) == ["A fire in Paris", "A goal in Rio", "A vote in Bern"]
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        (entry,) = opened.find("a.txt")
        article = opened.article(entry.id)
        assert article is not None
        assert "was saved" in article.text
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["2"]


def test_other_folders_are_not_touched(write: Write, index: Path, embedder: Counting) -> None:
    first, second = write("first", **{"a.txt": FIRE}), write("second", **{"b.txt": GOAL})
    build([first], index, embedder=embedder)
    assert counts(build([second], index, embedder=embedder)) == (1, 0, 0, 0)
    assert titles(index) == ["A fire in Paris", "A goal in Rio"]
    # A folder whose name begins with another's is another folder.
    third = write("first-b", **{"c.txt": MOON})
    build([third], index, embedder=embedder)
    (first / "a.txt").unlink()
    (first / "new.txt").write_text("New\n\nSomething new.")
    build([first], index, embedder=embedder, prune=True)
    assert titles(index) == ["Men on the Moon", "New", "A goal in Rio"]


def test_a_subfolder_can_be_synchronised_alone(
    write: Write, index: Path, embedder: Counting
) -> None:
    root = write(**{"a.txt": FIRE, "sub/b.txt": GOAL, "sub/c.txt": MOON})
    build([root], index, embedder=embedder)
    (root / "sub" / "c.txt").unlink()
    (root / "a.txt").unlink()
    assert counts(build([root / "sub"], index, embedder=embedder)) == (0, 0, 1, 1)
    assert titles(index) == ["A fire in Paris", "A goal in Rio"], "a.txt was not asked about"


def test_what_is_hidden_in_a_folder_stays_under_its_own_name(
    write: Write, index: Path, embedder: Counting
) -> None:
    """Behind a dot, a link or a pattern, a folder is another's only by its place."""
    desk = write("desk", **{"fire.txt": FIRE, ".journal/goal.txt": GOAL})
    journal, link = desk / ".journal", desk / "link"
    link.symlink_to(write("elsewhere", **{"moon.txt": MOON}), target_is_directory=True)
    report = build([desk, journal, link], index, embedder=embedder)
    assert (report.added, report.articles) == (3, 3)
    report = build([desk], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (1, 0, 3)
    (desk / "fire.txt").unlink()
    with pytest.raises(BadUse, match="1 of the 1 articles indexed from"):
        build([desk], index, embedder=embedder)
    shutil.rmtree(journal)
    report = build([desk], index, embedder=embedder, prune=True)
    assert (report.dropped, report.articles) == (2, 1), "what is nowhere is gone"


def test_a_folder_that_another_ignores_in_part_is_read_whole(
    write: Write, index: Path, embedder: Counting
) -> None:
    desk = write(
        "desk", **{"sub/a.txt": FIRE, "sub/drafts/b.txt": GOAL, ".footnoteignore": "drafts/"}
    )
    report = build([desk, desk / "sub"], index, embedder=embedder)
    assert (report.added, report.articles) == (2, 2)
    report = build([desk, desk / "sub"], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (2, 0, 2)
    build([desk / "sub"], index, embedder=embedder)
    report = build([desk, desk / "sub"], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (2, 0, 2)


def test_what_a_folder_ignores_later_stays_under_its_own_name(
    write: Write, index: Path, embedder: Counting
) -> None:
    desk = write("desk", **{"in/a.txt": FIRE, "b.txt": GOAL, "c.txt": MOON})
    build([desk], index, embedder=embedder)
    (desk / ".footnoteignore").write_text("in/")
    report = build([desk, desk / "in"], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (3, 0, 3)
    report = build([desk], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (2, 1, 2)


def test_columns_are_named_for_the_tables_of_an_archive_too(
    write: Write, index: Path, embedder: Counting
) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("news.csv", f'inhalt,kopf\n"{FIRE}",Brand\n')
        archive.writestr("goal.txt", GOAL)
    root = write(**{"news.zip": packed.getvalue()})
    assert counts(build([root], index, embedder=embedder)) == (1, 0, 0, 0)
    columns = {"text": "inhalt", "title": "kopf"}
    assert counts(build([root], index, embedder=embedder, columns=columns)) == (1, 0, 1, 0)
    assert titles(index) == ["A goal in Rio", "Brand"]
    assert counts(build([root], index, embedder=embedder, columns=columns)) == (0, 0, 2, 0)


def test_a_file_of_several_articles_is_not_its_neighbour(
    write: Write, index: Path, embedder: Counting
) -> None:
    rows = "text\nThe cathedral burned on Monday.\nGermany beat Brazil by seven goals.\n"
    root = write(**{"news.csv": rows, "news.csv#moon.txt": MOON})
    assert build([root], index, embedder=embedder).articles == 3
    report = build([root / "news.csv"], index, embedder=embedder)
    assert (report.unchanged, report.dropped, report.articles) == (2, 0, 3)


def test_losing_more_than_half_asks_for_prune(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL, "c.txt": MOON})
    build([folder], index, embedder=embedder)
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    with pytest.raises(BadUse, match=r"2 of the 3 articles .* --prune"):
        build([folder], index, embedder=embedder)
    assert len(titles(index)) == 3
    assert counts(build([folder], index, embedder=embedder, prune=True)) == (0, 0, 1, 2)
    assert titles(index) == ["Men on the Moon"]


def test_an_emptied_folder_is_not_taken_for_a_wish(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE})
    build([folder], index, embedder=embedder)
    (folder / "a.txt").unlink()
    with pytest.raises(BadUse, match="--prune"):
        build([folder], index, embedder=embedder)
    assert titles(index) == ["A fire in Paris"]
    assert counts(build([folder], index, embedder=embedder, prune=True)) == (0, 0, 0, 1)
    assert titles(index) == []


def test_bad_files_are_listed_and_good_ones_indexed(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(
        **{
            "good.txt": FIRE,
            "image.txt": b"\x89PNG\x00\x00",
            "scan.pdf": b"%PDF",
            "tool.exe": b"MZ",
            "empty.md": "",
        }
    )
    (folder / "nowhere.txt").symlink_to(folder / "missing")
    report = build([folder], index, embedder=embedder)
    reasons = {Path(skip.path).name: skip.reason for skip in report.skipped}
    assert counts(report) == (1, 0, 0, 0)
    assert reasons == {
        "image.txt": "is binary, not text",
        "scan.pdf": "is damaged, or no PDF",
        "tool.exe": ".exe files are not read",
        "empty.md": "holds no text",
        "nowhere.txt": "no such file or directory",
    }


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    (folder / "a.txt").write_bytes(b"\x00\x01\x02")
    report = build([folder], index, embedder=embedder)
    assert counts(report) == (0, 0, 1, 0)
    assert [skip.reason for skip in report.skipped] == [
        "is binary, not text; the version indexed before is kept"
    ]
    assert titles(index) == ["A fire in Paris", "A goal in Rio"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_listed(write: Write, index: Path, embedder: Counting) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    (folder / "b.txt").chmod(0)
    report = build([folder], index, embedder=embedder)
    assert [skip.reason for skip in report.skipped] == ["permission denied"]


def test_nothing_to_index_leaves_the_index_alone(
    write: Write, tmp_path: Path, index: Path, embedder: Counting
) -> None:
    build([write("good", **{"a.txt": FIRE})], index, embedder=embedder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingUsable, match=r"There are no articles in .*empty"):
        build([tmp_path / "empty"], index, embedder=embedder)
    with pytest.raises(NothingUsable, match=r"a\.bin: \.bin files are not read"):
        build([write("bad", **{"a.bin": b"\x00"})], index, embedder=embedder)
    with pytest.raises(BadUse, match="There is no file or folder"):
        build([tmp_path / "missing"], index, embedder=embedder)
    assert titles(index) == ["A fire in Paris"]


def test_a_folder_of_other_things_is_not_made_an_index(
    write: Write, tmp_path: Path, embedder: Counting
) -> None:
    other = write("documents", **{"thesis.doc": b"years of work"})
    with pytest.raises(BadUse, match="holds other files and no index"):
        build([write(**{"a.txt": FIRE})], other, embedder=embedder)
    assert [path.name for path in other.iterdir()] == ["thesis.doc"]


def test_an_index_inside_the_articles_does_not_index_itself(
    write: Write, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE})
    for _ in range(2):
        report = build([folder], folder / "index", embedder=embedder)
        assert (report.articles, report.skipped) == (1, ())


def test_the_index_is_its_owners(write: Write, index: Path, embedder: Counting) -> None:
    build([write(**{"a.txt": FIRE})], index, embedder=embedder)
    assert index.stat().st_mode & 0o077 == 0


def test_another_models_index_is_refused_untouched(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE})
    build([folder], index, embedder=embedder)
    other = Counting(default_embedder(), "another-model")
    with pytest.raises(IndexUnusable, match=r"made with the model all-MiniLM.*footnote build"):
        build([folder], index, embedder=other)
    with pytest.raises(IndexUnusable, match="made with the model all-MiniLM"):
        PassageIndex.open(index, embedder="another-model")
    assert titles(index) == ["A fire in Paris"]


def test_another_format_is_refused(write: Write, index: Path, embedder: Counting) -> None:
    build([write(**{"a.txt": FIRE})], index, embedder=embedder)
    catalog = Ledger.create_or_open(index)
    catalog.set_meta({"format": "99"})
    catalog.close()
    with pytest.raises(IndexUnusable, match=r"has format 99, this Footnote reads formats 1 to 4"):
        PassageIndex.open(index, embedder=embedder.name)


def test_a_missing_index_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match=r"There is no index at .*footnote build ARTICLES"):
        PassageIndex.open(tmp_path / "none", embedder="any")


@pytest.mark.parametrize(
    "damage",
    [
        lambda at: (at / dense.FILE).unlink(),
        lambda at: (at / dense.FILE).write_bytes(b"garbage"),
        lambda at: (at / dense.FILE).write_bytes((at / dense.FILE).read_bytes()[:200]),
        lambda at: shutil.rmtree(at / lexical.FOLDER),
        lambda at: (at / lexical.FOLDER / "meta.json").write_text("{"),
        lambda at: (at / manifest.FILE).write_text("[]"),
        lambda at: (at / manifest.FILE).unlink(),
        lambda at: (at.parent.parent / manifest.POINTER).write_text("seven"),
    ],
    ids=[
        "no vectors",
        "garbage vectors",
        "cut vectors",
        "no words",
        "cut words",
        "odd manifest",
        "no manifest",
        "odd pointer",
    ],
)
def test_damaged_search_files_are_told_and_derived_again_without_embedding(
    write: Write, index: Path, embedder: Counting, damage: Callable[[Path], object]
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    damage(manifest.generation_folder(index, 1))
    with pytest.raises(IndexUnusable, match=r"footnote verify --repair --index"):
        PassageIndex.open(index, embedder=embedder.name)
    before = embedder.texts
    assert counts(build([folder], index, embedder=embedder)) == (0, 0, 2, 0)
    assert embedder.texts == before
    assert best(index, "What burned in Paris?") == "A fire in Paris"


def test_a_damaged_catalog_is_told_and_kept(write: Write, index: Path, embedder: Counting) -> None:
    folder = write(**{"a.txt": FIRE})
    build([folder], index, embedder=embedder)
    catalog = index / "catalog.sqlite3"
    for suffix in ("-wal", "-shm"):
        Path(f"{catalog}{suffix}").unlink(missing_ok=True)
    catalog.write_bytes(b"not a database" * 1000)
    for use in (
        lambda: PassageIndex.open(index, embedder=embedder.name),
        lambda: build([folder], index, embedder=embedder),
    ):
        with pytest.raises(IndexUnusable, match=r"The catalog of the index .* cannot be used"):
            use()
    assert catalog.read_bytes() == b"not a database" * 1000


def test_an_article_is_found_by_its_name_without_the_ending(
    write: Write, index: Path, embedder: Counting
) -> None:
    root = write(
        **{"notes.txt": FIRE, "v1.2/moon.md": MOON, "news.csv": f"id,text\nv1,{'x ' * 9}\n"}
    )
    build([root], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as reader:
        found = {
            name: [e.source for e in reader.find(name)] for name in ("notes", "v1", "v1.2/moon")
        }
    assert found["notes"] == [str(root / "notes.txt")]
    assert found["v1"] == [f"{root}/news.csv#v1"], "a key, and not the folder v1.2"
    assert found["v1.2/moon"] == [str(root / "v1.2/moon.md")]


def test_ids_are_never_used_again(write: Write, index: Path, embedder: Counting) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        first = {entry.id for entry in opened.entries()}
    (folder / "b.txt").write_text(MOON)
    build([folder], index, embedder=embedder)
    (folder / "b.txt").write_text(GOAL)
    build([folder], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as opened:
        (entry,) = opened.find("b.txt")
        assert entry.id not in first


def test_a_reader_keeps_its_generation_through_rebuilds(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    question = "What burned in Paris?"
    vector = default_embedder().embed([question])[0]
    with PassageIndex.open(index, embedder=embedder.name) as reader:
        before = reader.nearest(vector, 2), reader.matching(question, 2)
        for round_number in range(3):
            (folder / "a.txt").write_text(f"{FIRE} Version {round_number}.")
            build([folder], index, embedder=embedder)
        assert not reader.is_current()
        assert (reader.nearest(vector, 2), reader.matching(question, 2)) == before
        for passage in reader.passages([i for i, _ in before[0]]).values():
            article = reader.article(passage.article_id)
            assert article is not None
            assert article.text[passage.start : passage.end] == passage.text
            assert "Version" not in article.text
        kept = sorted(path.name for path in (index / "generations").iterdir())
        assert kept == ["1", "4"], "the reader's and the published one"
    (folder / "a.txt").write_text(f"{FIRE} The last version.")
    build([folder], index, embedder=embedder)
    assert [path.name for path in (index / "generations").iterdir()] == ["5"]
    with sqlite3.connect(index / "catalog.sqlite3") as connection:
        rows = connection.execute("SELECT count(*), max(died) FROM articles").fetchone()
    connection.close()
    assert rows == (2, None), "rows that died are cleared away once nobody reads them"


def test_what_died_is_deleted_while_a_reader_follows(
    write: Write, index: Path, embedder: Counting
) -> None:
    """A server holds one generation or the next at all times, and the catalog must not grow."""
    path = write(**{"a.txt": FIRE}) / "a.txt"
    build([path], index, embedder=embedder)
    (index / manifest.GENERATIONS / ".DS_Store").touch()
    with PassageIndex.open(index, embedder=embedder.name) as oldest:
        reader = PassageIndex.open(index, embedder=embedder.name)
        for number in range(4):
            path.write_text(f"{MOON} Edition {number}.", "utf-8")
            build([path], index, embedder=embedder)
            reader.close()
            reader = PassageIndex.open(index, embedder=embedder.name)
        assert oldest.entries()[0].title == "A fire in Paris", "what it holds is kept"
    for number in range(4, 8):
        path.write_text(f"{MOON} Edition {number}.", "utf-8")
        build([path], index, embedder=embedder)
        reader.close()
        reader = PassageIndex.open(index, embedder=embedder.name)
    reader.close()
    rows = sqlite3.connect(index / "catalog.sqlite3")
    assert rows.execute("SELECT count(*) FROM articles").fetchone() == (2,), "one of before"
    rows.close()


def test_an_index_made_anew_is_another(write: Write, index: Path, embedder: Counting) -> None:
    build([write("one", **{"a.txt": FIRE})], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name) as reader:
        assert reader.is_current()
        shutil.rmtree(index)
        build([write("two", **{"b.txt": GOAL})], index, embedder=embedder)
        assert reader.generation == 1
        assert not reader.is_current(), "though that counts from 1 as well"
    assert not reader.is_current()


def test_a_second_writer_is_told_to_wait(write: Write, index: Path, embedder: Counting) -> None:
    folder = write(**{"a.txt": FIRE})
    build([folder], index, embedder=embedder)
    with locks.writing(index), pytest.raises(IndexBusy, match="Another process is changing"):
        build([folder], index, embedder=embedder)


def test_removing_by_source(write: Write, index: Path, embedder: Counting) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    assert remove([str(folder / "a.txt"), "/no/such"], index, embedder=embedder) == 1
    assert titles(index) == ["A goal in Rio"]
    assert (folder / "a.txt").exists()
    assert counts(build([folder], index, embedder=embedder)) == (1, 0, 1, 0)


def test_days_limit_both_searches(write: Write, index: Path, embedder: Counting) -> None:
    story = "---\ntitle: {0}\ndate: {0}\n---\nThe river flooded the town."
    folder = write(
        **{f"{day}.txt": story.format(day) for day in ("2019-12-31", "2020-01-01", "2020-06-30")},
        **{"undated.txt": "The river flooded the town."},
    )
    build([folder], index, embedder=embedder)

    def found(since: date | None, until: date | None) -> list[str]:
        with PassageIndex.open(index, embedder=embedder.name) as opened:
            vector = embedder.embed(["flood"])[0]
            near = {i for i, _ in opened.nearest(vector, 9, since=since, until=until)}
            match = {i for i, _ in opened.matching("flooded", 9, since=since, until=until)}
            assert near == match
            return sorted(passage.title for passage in opened.passages(near).values())

    assert found(date(2020, 1, 1), None) == ["2020-01-01", "2020-06-30"]
    assert found(None, date(2020, 1, 1)) == ["2019-12-31", "2020-01-01"]
    assert found(date(2020, 1, 1), date(2020, 1, 1)) == ["2020-01-01"]
    assert found(date(2021, 1, 1), None) == []
    assert len(found(None, None)) == 4


def test_an_interrupted_build_embeds_no_further(
    write: Write, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C comes while the model has the first piece of a batch; the others are given up."""
    monkeypatch.setattr(writer, "PIECE", 2)
    monkeypatch.setattr(writer, "BATCH_PASSAGES", 6)
    began, goes_on = Event(), Event()

    class Held(Counting):
        def embed(self, texts: Sequence[str]) -> Vectors:
            began.set()
            assert goes_on.wait(60)
            return super().embed(texts)

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Indexing" and done > 6 and began.wait(60):
            raise KeyboardInterrupt

    held = Held(default_embedder(), default_embedder().name)
    folder = write(**{f"{n}.txt": f"Story {n}\n\nIt was day {n}." for n in range(9)})
    with pytest.raises(KeyboardInterrupt):
        build([folder], index, embedder=held, progress=interrupt)
    goes_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("embedder"):
            thread.join(60)
    assert held.texts == 2
    assert counts(build([folder], index, embedder=Counting(default_embedder(), held.name)))[0] == 9


KILLED = """
import os, signal, sys
from index import build as building, writer
from index.embedder import default_embedder
writer.BATCH_PASSAGES = 1
stored = 0
original = writer.Writer._store_embedded
def store_and_die(self):
    global stored
    stored += self._embedding is not None
    original(self)
    if stored == 3:
        os.kill(os.getpid(), getattr(signal, sys.argv[3]))
writer.Writer._store_embedded = store_and_die
building.build([sys.argv[1]], sys.argv[2], embedder=default_embedder())
"""


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_a_build_that_dies_costs_nothing(
    write: Write, index: Path, embedder: Counting, name: str
) -> None:
    folder = write(**{"old.txt": FIRE})
    build([folder], index, embedder=embedder)
    for n in range(6):
        (folder / f"new{n}.txt").write_text(f"Story {n}\n\nThis is story number {n}.")
    arguments = [str(folder), str(index), name]
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), *arguments], capture_output=True
    )
    assert died.returncode in (-getattr(signal, name), 1, 130)
    assert titles(index) == ["A fire in Paris"], "the index answers as before"
    before = embedder.texts
    assert counts(build([folder], index, embedder=embedder)) == (3, 0, 4, 0)
    assert embedder.texts - before == 3, "what was stored before is not embedded again"
    assert len(titles(index)) == 7


def test_a_first_build_that_dies_can_be_finished(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{f"{n}.txt": f"Story {n}\n\nThis is story number {n}." for n in range(5)})
    arguments = [str(folder), str(index), "SIGKILL"]
    subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True)
    with pytest.raises(IndexUnusable, match="has never been finished"):
        PassageIndex.open(index, embedder=embedder.name)
    assert counts(build([folder], index, embedder=embedder)) == (2, 0, 3, 0)
    assert len(titles(index)) == 5


def test_a_read_only_index_can_be_read(write: Write, index: Path, embedder: Counting) -> None:
    build([write(**{"a.txt": FIRE})], index, embedder=embedder)
    everything = [index, *index.rglob("*")]
    modes = [path.stat().st_mode for path in everything]
    try:
        for path in reversed(everything):
            path.chmod(0o500 if path.is_dir() else 0o400)
        assert best(index, "What burned in Paris?") == "A fire in Paris"
    finally:
        for path, mode in zip(everything, modes, strict=True):
            path.chmod(mode)


def test_the_catalog_sees_what_a_generation_saw(
    write: Write, index: Path, embedder: Counting
) -> None:
    folder = write(**{"a.txt": FIRE, "b.txt": GOAL})
    build([folder], index, embedder=embedder)
    with PassageIndex.open(index, embedder=embedder.name):  # keeps generation 1 from being cleared
        (folder / "b.txt").unlink()
        build([folder], index, embedder=embedder)
        catalog = Catalog.open(index)
        assert [catalog.counts(generation) for generation in (0, 1, 2, LATEST)] == [
            (0, 0),
            (2, 2),
            (1, 1),
            (1, 1),
        ]
        catalog.close()


def test_a_build_of_its_own_process_gives_way(write: Write, index: Path) -> None:
    code = (
        "import os, sys; from index.__main__ import main; before = os.nice(0);"
        "arguments = sys.argv[1:]; main(arguments); print(os.nice(0) - before);"
        "main(); print(os.nice(0) - before)"
    )
    arguments = ["build", str(write(**{"a.txt": FIRE})), "--index", str(index)]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    inside, own = (int(line) for line in ran.stdout.splitlines() if line.isdigit())
    assert inside == 0, "a host's priority is its own business"
    assert own == 10 or os.nice(0) + own == 19
