"""Articles are split, embedded and stored, a batch a transaction; nothing is embedded twice.

While the model, which computes outside Python's lock, works on a batch, the one before it is stored
and the next is read and split: what an interruption may cost is these two. Exact copies share the
passages of one of them, near copies a group (see `copies`).
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import numpy as np
from numpy.typing import NDArray

from index.catalog import Entry
from index.copies import SHARED, bands, shared, shingles, text_hash
from index.embedder import Embedder, Vectors
from index.ledger import Ledger, ReadFile
from index.passages import Slice, split
from index.types import Article, Progress

TITLE = 120
"""Characters of a title that are embedded: a longer one would leave no room for the passage."""
BATCH_PASSAGES = 256
"""Passages embedded and stored in one transaction."""
PIECE = 64
"""Passages embedded without a look at whether the build was interrupted meanwhile: a few seconds
on a slow machine."""
BATCH_ARTICLES = 256
"""Articles, of which copies have no passages."""


@dataclass(slots=True)
class _New:
    """An article to be stored; one that is a copy has no slices."""

    article: Article
    words: str
    """The text hash: the same for exact copies."""
    root: str
    content_hash: str
    slices: list[Slice]
    vectors: NDArray[np.float32] | None = None
    """Known already, where the same words were embedded before."""


@dataclass(slots=True)
class _Batch:
    """What one transaction stores."""

    new: list[_New] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)

    words: set[str] = field(default_factory=set)
    """The text hashes of what is new."""
    passages: int = 0

    def dying(self) -> set[str]:
        """The sources whose living articles go or are replaced."""
        return {*self.gone, *(new.article.source for new in self.new)}


@dataclass(slots=True)
class Writer:
    """Stores articles in one generation of a catalog. `flush` it in the end.

    In a `with` statement, what is not yet embedded when an exception leaves it is given up: Ctrl-C
    waits for no batch.
    """

    catalog: Ledger
    generation: int
    embedder: Embedder
    since: int = 0
    """The generation since which the catalog's vectors are this embedder's."""
    copies: int = 0
    """Articles that were word for word as another one."""
    embedded: int = 0
    """Passages that had to be embedded."""
    _batch: _Batch = field(default_factory=_Batch)
    _embedding: tuple[_Batch, Future[Vectors]] | None = None
    """The batch before, which the model has."""
    _model: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "embedder"))

    _given_up: Event = field(default_factory=Event)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._given_up.set()
        self._model.shutdown(wait=kind is None, cancel_futures=True)

    def drop(self, sources: Iterable[str]) -> None:
        """Let articles go with the next batch."""
        self._batch.gone += sources

    def remember(self, file: ReadFile) -> None:
        """A file of several articles that has been read to its end, stored after the last."""
        self._batch.files.append(file)

    def add(self, article: Article, *, root: str, content_hash: str) -> None:
        """Store an article in place of the living one of its source, if there is one."""
        words = text_hash(article.title, article.text)
        new = _New(article, words, root, content_hash, *self._known(article.source, words))
        if new.vectors is None:
            new.slices = split(article.text, count=self.embedder.count)
            self.embedded += len(new.slices)
        self.copies += not new.slices
        self._batch.new.append(new)
        self._batch.words.add(words)
        self._batch.passages += len(new.slices)
        if self._batch.passages >= BATCH_PASSAGES or len(self._batch.new) >= BATCH_ARTICLES:
            self._hand_over()

    def flush(self) -> None:
        """Embed and store what has come together."""
        if self._batch != _Batch():
            self._hand_over()
        self._store_embedded()

    def _known(self, source: str, words: str) -> tuple[list[Slice], NDArray[np.float32] | None]:
        """The slices and vectors of an article's very words: none of its own for a copy."""
        none = np.empty((0, self.embedder.dimension), np.float32)
        batches = [self._batch, *(self._embedding or ())[:1]]
        if any(words in batch.words for batch in batches):
            return [], none
        same = self.catalog.same(words, since=self.since)
        if not same:
            return [], None
        dying = {source}.union(*(batch.dying() for batch in batches))
        if any(alive and other not in dying for _, other, alive, _ in same):
            return [], none
        return self.catalog.passages_with_vectors(same[0][0])

    def _hand_over(self) -> None:
        """Give the model a batch, and store the one that it has done meanwhile."""
        batch, self._batch = self._batch, _Batch()
        vectors = self._model.submit(self._embed, batch)
        self._store_embedded()
        self._embedding = batch, vectors

    def _embed(self, batch: _Batch) -> Vectors:
        """The vectors of those passages that have none yet. Runs in the model's thread."""
        texts = [
            with_title(new.article.title, new.article.text[piece.start : piece.end])
            for new in batch.new
            if new.vectors is None
            for piece in new.slices
        ]
        vectors = np.empty((len(texts), self.embedder.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # little padding
        for at in range(0, len(order), PIECE):
            if self._given_up.is_set():
                break  # nobody will store them
            piece = order[at : at + PIECE]
            vectors[piece] = self.embedder.embed([texts[number] for number in piece])
        return vectors

    def _store_embedded(self) -> None:
        """Wait for the batch that the model has, and store it."""
        if self._embedding is None:
            return
        batch, embedding = self._embedding
        vectors = embedding.result()
        row = 0
        with self.catalog.transaction() as connection:
            self.catalog.drop(connection, batch.dying(), self.generation)
            for new in batch.new:
                if new.vectors is None:
                    new.vectors = vectors[row : row + len(new.slices)]
                    row += len(new.slices)
                kin, near = self._kin(new)
                self.catalog.add(
                    connection,
                    new.article,
                    root=new.root,
                    content_hash=new.content_hash,
                    slices=new.slices,
                    vectors=new.vectors,
                    generation=self.generation,
                    bands=near,
                    kin=kin,
                )
            for file in batch.files:
                self.catalog.add_read_file(connection, file)
        self._embedding = None

    def _kin(self, new: _New) -> tuple[int, list[int]]:
        """The group of near copies that an article joins, 0 for a new one, and its own bands."""
        if not new.slices:
            same = self.catalog.same(new.words, since=self.since)
            return (same[0][3] if same else 0), []
        found = shingles(new.article.text)
        near = bands(found)
        for _, kin, text in self.catalog.candidates(near):
            if shared(found, shingles(text)) >= SHARED:
                return kin, near
        return 0, near

    def embed_again(self, tell: Progress) -> None:
        """Give the articles that another model embedded vectors of this one."""
        self.flush()
        before = self.catalog.born_before(self.since)
        for number, entry in enumerate(before):
            tell("Embedding", number, len(before))
            self._store_again(entry)
        self.flush()

    def promote_copies(self) -> None:
        """Where the one of several copies went that had the passages, another takes them over."""
        self.flush()
        for entry in self.catalog.orphans():
            self._store_again(entry)
        self.flush()

    def _store_again(self, entry: Entry) -> None:
        article = self.catalog.article(entry.id)
        assert article is not None  # noqa: S101
        self.add(article, root=entry.root, content_hash=entry.content_hash)


def with_title(title: str, text: str) -> str:
    """What is embedded of a passage: the title says what "it" and "the company" are."""
    return text if text.startswith(title) else f"{title[:TITLE]}\n{text}"
