from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.catalog import Catalog
from index.embedder import default_embedder
from index.errors import BadUse
from index.store import PassageIndex
from qa.evaluation.exactness import _left_out, check, made_questions, wrong
from tests.index.test_damaged_files import valid


@pytest.fixture(scope="module")
def every_format(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with a good file of each format, and its index."""
    root = tmp_path_factory.mktemp("formats")
    folder, index = root / "articles", root / "index"
    folder.mkdir()
    for number, (ending, data) in enumerate(valid().items()):
        (folder / f"story{number}{ending}").write_bytes(data)
    build([folder], index, embedder=default_embedder())
    return folder, index


def test_citations_are_exact_in_every_format_while_the_index_is_rebuilt(
    every_format: tuple[Path, Path],
) -> None:
    folder, index = every_format
    done: list[int] = []
    checked = check(index, answers=40, rebuild=folder, passages=5, tell=done.append)
    assert checked.exceptions == ()
    assert checked.answers == done[-1] >= 40, "and on until it has been rebuilt"
    assert checked.citations >= 40
    assert checked.generations >= 3, "it was rebuilt meanwhile"
    with PassageIndex.open(index, embedder=default_embedder().name) as whole:
        endings = {Path(entry.source.split("#")[0]).suffix for entry in whole.entries()}
    assert endings >= {".txt", ".md", ".html", ".pdf", ".docx", ".epub", ".eml", ".csv", ".jsonl"}
    assert endings >= {".zip"}, "and all files are in again"


def test_what_is_not_exact_is_told(every_format: tuple[Path, Path]) -> None:
    _, index = every_format
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        entry = next(e for e in opened.entries() if e.source.endswith(".md"))
        article = opened.article(entry.id)
    assert article is not None
    told = {"article": entry.id, "source": entry.source, "spans": [(0, 5, article.text[:5])]}
    catalog = Catalog.open(index)
    try:
        assert wrong(catalog, [told]) == []
        assert wrong(catalog, [{**told, "spans": [(1, 6, article.text[:5])]}]) == [
            f"{entry.source}:1-6 is not {article.text[:5]!r}"
        ]
        assert wrong(catalog, [{**told, "spans": [(3, 3, "")]}]), "an empty quote quotes nothing"
        for other in ({**told, "article": 10**6}, {**told, "source": "/elsewhere.md"}):
            assert "there is no such article" in wrong(catalog, [other])[0]
    finally:
        catalog.close()


def test_questions_are_made_of_the_articles_and_are_the_same_each_time(
    every_format: tuple[Path, Path],
) -> None:
    _, index = every_format
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        once, again = (made_questions(lambda: opened) for _ in range(2))
        asked = [next(once) for _ in range(20)]
        assert asked == [next(again) for _ in range(20)]
    assert len(set(asked)) > 5
    assert any("harbour bridge" in question for question in asked)


def test_a_part_of_the_files_is_left_out(tmp_path: Path) -> None:
    for name in ("a1.txt", "b1.txt", "a2.txt", "a3.txt", "a3.md"):
        (tmp_path / name).touch()
    assert _left_out(tmp_path) == ["*2.*"], "one in five, and the fewest that are enough"
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "a1.txt").touch()
    with pytest.raises(BadUse, match="too few files"):
        _left_out(tmp_path / "only")


def test_an_index_is_checked_by_a_relative_path(
    every_format: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, index = every_format
    monkeypatch.chdir(index.parent)
    checked = check(Path(index.name), answers=3)
    assert (checked.answers, checked.exceptions) == (3, ())


def test_the_command(every_format: tuple[Path, Path]) -> None:
    _, index = every_format
    command = [sys.executable, "-m", "qa.evaluation", "exactness", str(index), "--answers", "3"]
    ran = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    assert (found["answers checked"], found["exceptions"]) == (3, 0)
    for more in (["--rebuild", "missing"], ["--answers", "0"]):
        failed = subprocess.run([*command, *more], capture_output=True, text=True)
        assert failed.returncode == 2
