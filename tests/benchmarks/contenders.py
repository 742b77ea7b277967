"""Haystack and txtai over the same passages and weights, where they are installed.

    pip install haystack-ai sentence-transformers-haystack transformers-haystack txtai

Each is used as its own introduction does it, with the defaults left alone; texts are read and split
as in `plain`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from index.embedder import package_folder
from tests.benchmarks import plain

PACKAGES = {
    "haystack": ("haystack", "haystack_integrations.components.embedders.sentence_transformers"),
    "txtai": ("txtai",),
}


def installed(name: str) -> bool:
    """Whether a contender can be imported; footnote and plain always can."""
    try:
        return all(importlib.util.find_spec(package) for package in PACKAGES.get(name, ()))
    except ModuleNotFoundError:
        return False


def haystack_build(articles: Path, index: Path) -> None:
    """Documents with embeddings in Haystack's own store, written to a file."""
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.document_stores.types import DuplicatePolicy
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
    )

    embedder: Any = SentenceTransformersDocumentEmbedder(model=str(package_folder()))
    embedder.warm_up()
    documents = [Document(content=passage) for passage in plain.passages(articles)]
    store: Any = InMemoryDocumentStore()
    # Two articles may share a passage, of which the store would keep one, or refuse both.
    store.write_documents(embedder.run(documents)["documents"], policy=DuplicatePolicy.SKIP)
    index.mkdir(parents=True, exist_ok=True)
    store.save_to_disk(str(index / "store.json"))


class Haystack:
    """Embed, retrieve ten, read."""

    def __init__(self, index: Path, reader: Path) -> None:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )
        from haystack_integrations.components.readers.transformers import (
            TransformersExtractiveReader,
        )

        store: Any = InMemoryDocumentStore.load_from_disk(str(index / "store.json"))
        self._embedder: Any = SentenceTransformersTextEmbedder(
            model=str(package_folder()), progress_bar=False
        )
        self._retriever: Any = InMemoryEmbeddingRetriever(store, top_k=plain.PASSAGES)
        self._reader: Any = TransformersExtractiveReader(model=str(reader))
        self._embedder.warm_up()
        self._reader.warm_up()

    def ask(self, question: str) -> str:
        """The best answer."""
        vector = self._embedder.run(question)["embedding"]
        documents = self._retriever.run(query_embedding=vector)["documents"]
        answers = self._reader.run(query=question, documents=documents)["answers"]
        return next((answer.data for answer in answers if answer.data), "")


def txtai_build(articles: Path, index: Path) -> None:
    """txtai's embeddings database, with the passages in it."""
    from txtai import Embeddings

    embeddings: Any = Embeddings(path=str(package_folder()), content=True)
    embeddings.index(plain.passages(articles))
    embeddings.save(str(index))


class Txtai:
    """Retrieve ten, read each, take the first that answers: its reader gives no scores."""

    def __init__(self, index: Path, reader: Path) -> None:
        from txtai import Embeddings
        from txtai.pipeline import Questions

        self._embeddings: Any = Embeddings()
        self._embeddings.load(str(index))
        self._reader: Any = Questions(str(reader), gpu=False)

    def ask(self, question: str) -> str:
        """The first answer."""
        texts = [hit["text"] for hit in self._embeddings.search(question, plain.PASSAGES)]
        answers = [self._read(question, text) for text in texts]
        return next((answer for answer in answers if answer), "")

    def _read(self, question: str, text: str) -> str:
        """It fails where the reader says that the answer is not there, after having read."""
        try:
            return self._reader([question], [text])[0] or ""
        except TypeError:
            return ""
