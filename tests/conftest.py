"""What the tests share: a cache of their own, an index over the samples, small articles."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A shell's background jobs ignore SIGINT, and so would whatever the tests start to interrupt it.
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).parents[2] / "shared"
"""Data that is not part of the project; tests that want it skip where it is missing."""


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled models go into this run's folder: first loads are tested, the user's are left."""
    kept = {
        name: os.environ.get(name)
        for name in ("FOOTNOTE_CACHE", "FOOTNOTE_INDEX", "FOOTNOTE_READER")
    }
    os.environ["FOOTNOTE_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    for name in ("FOOTNOTE_INDEX", "FOOTNOTE_READER"):
        os.environ.pop(name, None)
    yield
    for name, value in kept.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def samples_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the bundled sample articles."""
    from index.build import build
    from index.embedder import default_embedder
    from ui.cli import sample_articles

    folder = tmp_path_factory.mktemp("samples") / "index"
    build([sample_articles()], folder, embedder=default_embedder())
    return folder


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write articles into a folder: `write(**{"a.txt": "text"})` -> the folder."""

    def writing(folder: str = "articles", /, **files: str | bytes) -> Path:
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return writing
