"""The plain stack, as most people would write it: what Footnote is measured against.

sentence-transformers `encode` in fp32 with its defaults, FAISS IndexFlatIP, the same reader weights
in PyTorch. It reads, splits, embeds and searches the same text with the same models.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedder import default_embedder, package_folder

PASSAGES = 10
MAX_SPAN = 20


def embedder() -> Any:
    """all-MiniLM-L6-v2 from the same package."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(package_folder()), device="cpu")


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts to unit vectors."""
    encoded = embedder().encode(list(texts), normalize_embeddings=True)
    return np.asarray(encoded, np.float32)


def passages(articles: Path) -> list[str]:
    """Read and split."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(package_folder()))
    splitter = RecursiveCharacterTextSplitter.from_huggingface_tokenizer(
        tokenizer, chunk_size=160, chunk_overlap=32
    )
    texts = [path.read_text("utf-8") for path in sorted(articles.rglob("*.md"))]
    return [passage for text in texts for passage in splitter.split_text(text)]


def build(articles: Path, index: Path) -> int:
    """Read, split, embed and write an index; returns how many passages it holds."""
    import faiss

    found = passages(articles)
    flat = faiss.IndexFlatIP(384)
    flat.add(embed(found))
    return _write(flat, found, index)


def _write(flat: Any, texts: Sequence[str], out: Path) -> int:
    import faiss

    out.mkdir(parents=True, exist_ok=True)
    faiss.write_index(flat, str(out / "index.faiss"))
    (out / "passages.json").write_text(json.dumps(texts), "utf-8")
    return len(texts)


def build_from(index: Path, out: Path) -> int:
    """Write an index of the passages and vectors of one of Footnote's; returns how many.

    For collections that the plain stack would embed for hours.
    """
    import faiss

    from index.store import PassageIndex

    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        ids = [int(each) for each in opened.catalog.living_ids(opened.generation)]
        vectors, stored = opened.vectors(ids), opened.passages(ids)
        flat = faiss.IndexFlatIP(384)
        flat.add(np.stack([vectors[each] for each in ids]))
        texts = [stored[each].text for each in ids]
    return _write(flat, texts, out)


def reader() -> Any:
    """The shipped reader's weights in transformers, in fp32."""
    from safetensors.torch import load_file
    from transformers import BertConfig, BertForQuestionAnswering

    config = BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
    )
    model: Any = BertForQuestionAnswering(config)
    with resources.as_file(resources.files("qa.models") / "reader.safetensors") as weights:
        stored = load_file(str(weights))
    model.load_state_dict({k: v.float() for k, v in stored.items()}, strict=False)
    return model.eval()


def save_reader(folder: Path) -> None:
    """Write that reader as transformers loads it by name."""
    from transformers import AutoTokenizer

    reader().save_pretrained(str(folder))
    AutoTokenizer.from_pretrained(str(package_folder())).save_pretrained(str(folder))


class Answerer:
    """Answers from an index that `build` wrote."""

    def __init__(self, index: Path) -> None:
        import faiss
        import torch
        from transformers import AutoTokenizer

        self._torch = torch
        self._tokenizer = AutoTokenizer.from_pretrained(str(package_folder()))
        self._embedder = embedder()
        self._index = faiss.read_index(str(index / "index.faiss"))
        self._passages: list[str] = json.loads((index / "passages.json").read_text("utf-8"))
        self._reader = reader()

    def ask(self, question: str) -> str:
        """The best span of the ten nearest passages."""
        vector = self._embedder.encode([question], normalize_embeddings=True)
        _, rows = self._index.search(np.asarray(vector, np.float32), PASSAGES)
        texts = [self._passages[row] for row in rows[0] if row >= 0]
        given = self._tokenizer(
            [question] * len(texts),
            texts,
            padding=True,
            truncation="only_second",
            max_length=384,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = given.pop("offset_mapping").numpy()
        with self._torch.no_grad():
            out = self._reader(**given)
        starts, ends = out.start_logits.numpy(), out.end_logits.numpy()
        best, answer = -np.inf, ""
        for row, text in enumerate(texts):
            inside = given["token_type_ids"][row].numpy().astype(bool)
            scores = starts[row][:, None] + ends[row][None, :]
            length = np.arange(len(inside))[None, :] - np.arange(len(inside))[:, None]
            allowed = (length >= 0) & (length < MAX_SPAN) & inside[:, None] & inside[None, :]
            scores = np.where(allowed, scores, -np.inf) - starts[row][0] - ends[row][0]
            begin, last = divmod(int(scores.argmax()), len(inside))
            if scores[begin, last] > best:
                best = scores[begin, last]
                answer = text[offsets[row][begin][0] : offsets[row][last][1]]
        return answer
