"""Which embedder an index was made with, and any model of sentence-transformers beside our own.

The sole room of sentence_transformers, and with it of torch: slow to load, on a GPU where there is
one. Models are read from this machine; nothing is downloaded.
"""

from __future__ import annotations

import copy
import ctypes
import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from index import catalog as catalogs
from index import manifest
from index.embedder import Embedder, MiniLM, Vectors, default_embedder, package_folder
from index.errors import BadUse, IndexUnusable


class SentenceTransformersModel:
    """A model by its name in the local cache or its folder, with its own prompts and pooling."""

    def __init__(self, model: str) -> None:
        """Raises BadUse where there is no such model on this machine."""
        folder = Path(model).expanduser()
        self._model_name = str(folder.resolve()) if folder.is_dir() else model
        self._model  # noqa: B018  (so that a wrong name is told now)

    @cached_property
    def _model(self) -> Any:
        # Without this, a name that is not in the cache is asked of the network.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(self._model_name, local_files_only=True)
        except Exception as error:
            reason = "nothing is downloaded"
            if Path(self._model_name).is_dir():
                reason = str(error).splitlines()[0][:200]
            raise BadUse(
                f"There is no sentence-transformers model {self._model_name} on this machine "
                f"({reason}): name a folder that holds one."
            ) from error

    @cached_property
    def name(self) -> str:
        """The model's name or folder, and a sum of its weights."""
        total = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            total.update(key.encode())
            total.update(tensor.detach().cpu().float().numpy().tobytes())
        total.update(repr(sorted(self._model.prompts.items())).encode())
        return f"{self._model_name}@{total.hexdigest()[:8]}"

    @property
    def dimension(self) -> int:
        """Width of a vector."""
        return int(self._model.get_sentence_embedding_dimension())

    @cached_property
    def _tokenizer(self) -> Any:
        # A copy: the model's own may be at work in another thread, which it does not bear.
        return copy.deepcopy(self._model.tokenizer)

    def count(self, text: str) -> int:
        """Tokens of a text by the model's own tokenizer."""
        return len(self._tokenizer.tokenize(text))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, by the model's prompt for documents."""
        return self._unit(self._model.encode_document(list(texts), show_progress_bar=False))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, by the model's prompt for queries."""
        return self._unit(self._model.encode_query(list(texts), show_progress_bar=False))

    @staticmethod
    def _unit(vectors: Any) -> Vectors:
        found: Vectors = np.asarray(vectors, np.float32)
        lengths: Vectors = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
        return found / lengths


class MiniLMByTorch(MiniLM):
    """The packaged model by torch, for passages by the thousand on a GPU; questions stay as fast.

    The vectors are the same within the precision of the processor, so that they may be mixed.
    """

    def __init__(self, device: str = "cuda") -> None:
        self._device = device

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(package_folder()), device=self._device)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """By OpenVINO, which is there in a moment."""
        return default_embedder().embed_questions(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed on the device."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        found = self._model.encode(
            list(texts), batch_size=256, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, np.float32)


@cache
def has_cuda() -> bool:
    """Whether there is a GPU that torch was made for. FOOTNOTE_DEVICE=cpu says not to look."""
    if os.environ.get("FOOTNOTE_DEVICE") == "cpu" or metadata.version("torch").endswith("+cpu"):
        return False
    count = ctypes.c_int(0)
    try:  # the driver answers at once, where importing torch takes seconds
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        answered = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (OSError, AttributeError):
        return False
    return answered and count.value > 0


def for_building(embedder: Embedder) -> Embedder:
    """The same embedder as it is fastest for many passages."""
    if type(embedder) is not MiniLM or not has_cuda():
        return embedder
    import torch

    return MiniLMByTorch() if torch.cuda.is_available() else embedder


@cache
def load(model: str) -> Embedder:
    """A model by name or folder; "" is the packaged one. Raises BadUse."""
    default = default_embedder()
    packaged = model in ("", default.name.rpartition("@")[0])
    return default if packaged else SentenceTransformersModel(model)


def embedder_of(folder: Path | str, *, writing: bool = False) -> Embedder:
    """The embedder that an index is asked with; the packaged one where there is no index yet.

    While an index changes its model, `writing` means the one that it changes to. Raises
    IndexUnusable where the index was made with a model that is no longer here.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    if not os.path.isfile(folder / catalogs.FILE):  # noqa: PTH113  (closed doors: no)
        return default_embedder()
    catalog = catalogs.Catalog.open(folder)
    try:
        meta = catalog.meta()
        made = meta.get("embedder", "") if writing else manifest.asked_with(folder, meta)
    finally:
        catalog.close()
    try:
        # Of other weights by now: refused where the index is opened, with what to do.
        return load(made.rpartition("@")[0])
    except BadUse as error:
        raise IndexUnusable(f"The index at {folder} needs its own model. {error}") from error
