"""A published index, open for questions: nearest passages, matching passages, articles.

A facade over catalog, dense and lexical that keeps all three in one generation. It never writes;
`build` makes what is opened here.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from index import catalog as catalogs
from index import dense, lexical, locks, manifest
from index.errors import IndexUnusable
from index.types import PART, Article, Passage


def default_folder() -> Path:
    """The index that is meant where none is named: FOOTNOTE_INDEX, else in the user's data."""
    if given := os.environ.get("FOOTNOTE_INDEX"):
        return Path(given).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("footnote", appauthor=False)) / "index"


def existing(folder: Path | str) -> Path:
    """An index's folder by its whole path. Raises IndexUnusable where there is no index."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    if not os.path.isfile(folder / catalogs.FILE):  # noqa: PTH113  (closed doors: no)
        named = "" if folder == default_folder() else f" --index {folder}"
        raise IndexUnusable(
            f"There is no index at {folder}: make one with: footnote build ARTICLES{named}"
        )
    return folder


class PassageIndex:
    """One generation of an index. Open it with `PassageIndex.open`, close it after use."""

    def __init__(
        self,
        folder: Path,
        *,
        catalog: catalogs.Catalog,
        nearest: dense.DenseIndex,
        matching: lexical.LexicalIndex,
        description: manifest.Manifest,
        lease: IO[bytes],
    ) -> None:
        self.folder = folder
        self.manifest = description
        self._catalog = catalog
        self._dense = nearest
        self._lexical = matching
        self._lease = lease
        # Also when the object is only dropped: a question may still read from a generation
        # that its owner has replaced.
        self._let_go = weakref.finalize(self, _close, catalog, matching, lease)

    @classmethod
    def open(cls, folder: Path | str, *, embedder: str) -> PassageIndex:
        """Open the published generation. `embedder` is the name of the model that will be asked.

        Raises IndexUnusable: nothing there, damaged, another model's or format's.
        """
        folder = existing(folder)
        catalog = catalogs.Catalog.open(folder)
        try:
            manifest.check_maker(folder, catalog.meta(), embedder=embedder)
            return cls._open_published(folder, catalog)
        except BaseException:
            catalog.close()
            raise

    @classmethod
    def _open_published(cls, folder: Path, catalog: catalogs.Catalog) -> PassageIndex:
        for _ in range(10):
            generation = manifest.published_generation(folder)
            if generation == 0:
                raise IndexUnusable(
                    f"The index at {folder} has never been finished: finish it with: "
                    f"footnote build ARTICLES --index {folder}"
                )
            at = manifest.generation_folder(folder, generation)
            lease = None
            try:
                lease = locks.lease(at / manifest.FILE)
                description = manifest.read(folder, generation)
                nearest = dense.DenseIndex(at)
                matching = lexical.LexicalIndex(at / lexical.FOLDER)
                if not len(nearest) == len(matching) == description.passages:
                    raise ValueError("the derived indexes hold other passages than they should")
                if manifest.published_generation(folder) != generation:
                    raise ValueError("a writer published another generation meanwhile")
            except (OSError, RuntimeError, ValueError, TypeError) as error:
                if lease is not None:
                    lease.close()
                if manifest.published_generation(folder) != generation:
                    continue  # a writer has published the next and cleared this one away
                raise _damaged(folder, error) from error
            return cls(
                folder,
                catalog=catalog,
                nearest=nearest,
                matching=matching,
                description=description,
                lease=lease,
            )
        raise IndexUnusable(f"The index at {folder} changes faster than it can be opened.")

    def close(self) -> None:
        """Let go of the generation: its files may be cleared away from now on."""
        self._let_go()

    def __enter__(self) -> PassageIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def catalog(self) -> catalogs.Catalog:
        """The catalog, which holds other generations too."""
        return self._catalog

    def derived_ids(self) -> dict[str, list[int]]:
        """The passages that each search index holds, in order. Raises ValueError over damage."""
        return {"vectors": self._dense.ids().tolist(), "words": self._lexical.ids()}

    @property
    def generation(self) -> int:
        """The generation that this object answers from, whatever is published later."""
        return self.manifest.generation

    def is_current(self) -> bool:
        """Whether the generation held here is still the published one.

        An index that was deleted and made anew counts its generations from 1 again: the files tell.
        """
        at = manifest.generation_folder(self.folder, self.generation) / manifest.FILE
        try:
            published = manifest.published_generation(self.folder) == self.generation
            return published and os.path.samestat(os.fstat(self._lease.fileno()), at.stat())
        except (IndexUnusable, OSError, ValueError):  # ValueError: closed
            return False

    def nearest(
        self,
        vector: NDArray[np.float32],
        k: int,
        *,
        since: date | None = None,
        until: date | None = None,
    ) -> dense.Found:
        """Ids and cosines of the k passages nearest to a unit vector, best first."""
        among = None
        if since or until:
            among = self._catalog.passage_ids_between(since, until, self.generation)
        found = self._dense.search(vector, k, among=among)
        if self._dense.exact:
            return found
        stored = self._catalog.vectors([passage_id for passage_id, _ in found])
        if not stored:
            return []
        cosines = np.stack(list(stored.values())) @ vector
        scored = zip(stored, cosines.tolist(), strict=True)
        return sorted(scored, key=lambda each: -each[1])[:k]

    def matching(
        self, text: str, k: int, *, since: date | None = None, until: date | None = None
    ) -> dense.Found:
        """Ids and BM25 scores of the k passages that share most with a text, best first."""
        try:
            return self._lexical.search(text, k, since=since, until=until)
        except ValueError as error:
            raise _damaged(self.folder, error) from error

    def document_frequency(self, term: str) -> int:
        """Passages that hold a term, as `lexical.analyze` makes it."""
        try:
            return self._lexical.document_frequency(term)
        except ValueError as error:
            raise _damaged(self.folder, error) from error

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Passages of this generation by id."""
        return self._catalog.passages(ids, self.generation)

    def vectors(self, ids: Iterable[int]) -> dict[int, NDArray[np.float32]]:
        """Stored vectors by passage id."""
        return self._catalog.vectors(list(ids))

    def article(self, article_id: int) -> Article | None:
        """An article with its whole text, or None where no such id is kept."""
        article = self._catalog.article(article_id)
        if article is None:
            return None
        return replace(article, copies=self._catalog.copies(article_id, self.generation))

    def entries(self) -> list[catalogs.Entry]:
        """The articles of this generation without their texts, by source."""
        return self._catalog.entries(self.generation)

    def versions(self, source: str) -> list[catalogs.Entry]:
        """The earlier versions of a web page, newest first; `article` has their texts."""
        return self._catalog.versions(source)

    def find(self, name: str) -> list[catalogs.Entry]:
        """Articles that a person may mean by an id, a path, an address, or the end of a path.

        A file's ending may be left out. The path of a file of several articles means them all.
        """
        if not name.strip():
            return []
        entries = self.entries()
        absolute = os.path.abspath(name)  # noqa: PTH100
        exact = [
            entry
            for entry in entries
            if name in (str(entry.id), entry.source, entry.url) or entry.source == absolute
        ]
        if exact:
            return exact
        tail = name.replace(os.sep, "/").lstrip("/")
        named = [(entry.source.replace(os.sep, "/"), entry) for entry in entries]
        last = [entry for source, entry in named if source.endswith((f"/{tail}", f"#{tail}"))]
        last = last or [
            entry
            for source, entry in named
            if PART not in source
            and entry.url != source
            and os.path.splitext(source)[0].endswith(f"/{tail}")  # noqa: PTH122
        ]
        return last or [entry for source, entry in named if f"/{tail}#" in source]


def _close(catalog: catalogs.Catalog, matching: lexical.LexicalIndex, lease: IO[bytes]) -> None:
    catalog.close()
    matching.close()
    lease.close()


def _damaged(folder: Path, error: BaseException) -> IndexUnusable:
    return IndexUnusable(
        f"The search files of the index at {folder} are damaged ({_first(error)}); the articles "
        f"are safe. To derive them again run: footnote verify --repair --index {folder}"
    )


def _first(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].split(" at /", 1)[0].strip()
