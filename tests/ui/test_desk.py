"""What the page is told of the collection, whatever becomes of the index meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from index.build import build
from index.embedder import default_embedder
from qa.assistant import Assistant
from ui.desk import Desk

Write = Callable[..., Path]


def test_an_index_that_is_made_anew_is_listed_and_drawn_anew(write: Write, tmp_path: Path) -> None:
    index, embedder = tmp_path / "index", default_embedder()
    build([write("old", **{"ferry.txt": "The ferry\n\nIt sails."})], index, embedder=embedder)
    with Assistant(index) as assistant:
        desk = Desk(assistant)
        assert [row["title"] for row in desk.articles({})["rows"]] == ["The ferry"]
        assert set(desk.map({})["titles"].values()) == {"The ferry"}
        shutil.rmtree(index)
        build([write("new", **{"mayor.txt": "The mayor\n\nShe won."})], index, embedder=embedder)
        assert [row["title"] for row in desk.articles({})["rows"]] == ["The mayor"]
        assert set(desk.map({})["titles"].values()) == {"The mayor"}
        # By the number alone, which is 1 again, an open page would not know of it.
        made = assistant.index.manifest.created
        assert desk.jobs({})["generation"] == f"1 of {made}"
        desk.close()
