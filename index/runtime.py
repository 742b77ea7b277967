"""The models' runtime: BERT-family encoders on OpenVINO, built straight from safetensors.

The sole room of openvino. The graph is written here rather than converted from PyTorch: it is a
page long, its numbers equal the original's, and a question, or a first build, never waits for
torch to import. What a tensor means is left to `embedder` and to the reader.

Source of the architecture: Devlin et al. 2019, as laid out in the checkpoints of
`transformers.BertModel`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnusable

if TYPE_CHECKING:
    import openvino

Head = Literal["mean", "span"]
"""What follows the encoder: a mean-pooled, unit-length vector, or start and end logits."""

STEP = 16
"""Texts are padded to a multiple of it: the runtime prepares itself for each new length, and that
takes longer than a few tokens more."""

Weights = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A compiled model. Calls may come from several threads: each makes its own request."""

    compiled: openvino.CompiledModel
    precision: str

    def run(
        self, batch: Sequence[Sequence[int]], types: Sequence[Sequence[int]] | None = None
    ) -> NDArray[np.float32]:
        """Token ids (and token types) of n texts, padded here -> what the head gives, n first."""
        longest = max(len(row) for row in batch)
        ids = np.zeros((len(batch), -(-longest // STEP) * STEP), np.int64)
        mask = np.zeros_like(ids)
        kinds = np.zeros_like(ids)
        for index, row in enumerate(batch):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
            if types is not None:
                kinds[index, : len(row)] = types[index]
        result = self.compiled.create_infer_request().infer([ids, mask, kinds])[0]
        if result.ndim == 3:  # logits, of which those of the padding to STEP are nobody's
            result = result[:, :longest]
        return np.asarray(result, np.float32)


@cache
def load(weights: Path, *, sha256: str, head: Head, heads: int) -> Encoder:
    """Load an encoder, from the compiled-model cache where it has been loaded before.

    `sha256` is that of the weights file; it is verified whenever the file itself is read, which is
    once per cache. `heads` is the number of attention heads, the one figure that the tensors'
    shapes do not tell. Raises ModelUnusable.
    """
    core = _core()
    precision = core.get_property("CPU", "INFERENCE_PRECISION_HINT").to_string()
    cached = _cache_folder() / f"{_cache_key(core, sha256, head, precision)}.blob"
    config = {"PERFORMANCE_HINT": "LATENCY"}
    try:
        return Encoder(core.import_model(cached.read_bytes(), "CPU", config), precision)
    except (OSError, RuntimeError):
        pass  # not there yet, or not of this build: compile anew
    graph = _bert(_verified(weights, sha256), head, heads)
    compiled = core.compile_model(graph, "CPU", config)
    _keep(compiled, cached)
    return Encoder(compiled, precision)


def describe() -> str:
    """The runtime and precision in use, for people: `OpenVINO 2026.4.1, bf16`."""
    core = _core()
    version = _openvino().__version__.split("-")[0]
    precision = core.get_property("CPU", "INFERENCE_PRECISION_HINT").to_string()
    return f"OpenVINO {version}, {precision}"


def cache_root() -> Path:
    """Where Footnote may write what it can make again: FOOTNOTE_CACHE, else the user's cache."""
    if given := os.environ.get("FOOTNOTE_CACHE"):
        return Path(given).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("footnote", appauthor=False))


def _openvino() -> Any:
    # OpenVINO reports its own import to an analytics host, from a forked child, unless this
    # module cannot be imported. Nothing leaves the machine.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino


@cache
def _core() -> openvino.Core:
    return _openvino().Core()


def _cache_folder() -> Path:
    return cache_root() / "models"


def _cache_key(core: openvino.Core, sha256: str, head: Head, precision: str) -> str:
    version = _openvino().__version__
    processor = core.get_property("CPU", "FULL_DEVICE_NAME")
    capabilities = ",".join(sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")))
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    parts = "|".join((sha256, head, version, processor, capabilities, precision, made_by))
    name = re.sub(r"[^A-Za-z0-9.]+", "-", version)
    return f"{head}-{name}-{hashlib.sha256(parts.encode()).hexdigest()[:24]}"


def _keep(compiled: openvino.CompiledModel, path: Path) -> None:
    """Write a compiled model beside, then move it into place; without a cache all still works."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.write_bytes(compiled.export_model().getvalue())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _verified(path: Path, sha256: str) -> Weights:
    import safetensors.numpy

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnusable(
            f"The model's weights {path} cannot be read ({error.strerror}): reinstall Footnote."
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelUnusable(
            f"The model's weights {path} are not the ones Footnote was made for (their sha256 "
            "differs): reinstall the package that brings them."
        )
    weights: Weights = safetensors.numpy.load(data)
    return weights


def _bert(weights: Weights, head: Head, heads: int) -> openvino.Model:
    """BERT as an OpenVINO graph: ids, mask, types of shape (n, tokens) -> vectors or logits."""
    _openvino()
    from openvino import Model
    from openvino import opset15 as op

    prefix = "bert." if "bert.embeddings.word_embeddings.weight" in weights else ""

    def ints(*values: int) -> Any:
        return op.constant(np.array(values, np.int64))

    def scalar(value: int) -> Any:
        return op.constant(np.int64(value))

    def table(name: str) -> Any:  # kept in half the bytes; the runtime widens it when it compiles
        return op.convert(op.constant(weights[f"{name}.weight"].astype(np.float16)), "f32")

    def vector(name: str) -> Any:
        return op.constant(weights[name].astype(np.float32))

    def linear(x: Any, name: str) -> Any:
        return op.add(op.matmul(x, table(name), False, True), vector(f"{name}.bias"))

    def layer_norm(x: Any, name: str) -> Any:
        centred = op.mvn(x, ints(-1), True, 1e-12, "INSIDE_SQRT")
        return op.add(op.multiply(centred, vector(f"{name}.weight")), vector(f"{name}.bias"))

    ids, mask, types = (
        op.parameter([-1, -1], np.int64, name=name)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    embeddings = f"{prefix}embeddings."
    positions = op.range(
        scalar(0), op.gather(op.shape_of(ids), scalar(1), scalar(0)), scalar(1), "i64"
    )
    words = op.gather(table(f"{embeddings}word_embeddings"), ids, scalar(0))
    kinds = op.gather(table(f"{embeddings}token_type_embeddings"), types, scalar(0))
    places = op.gather(table(f"{embeddings}position_embeddings"), positions, scalar(0))
    x = layer_norm(op.add(op.add(words, kinds), places), f"{embeddings}LayerNorm")

    width = weights[f"{embeddings}LayerNorm.weight"].shape[0]
    per_head, swap = ints(0, 0, heads, width // heads), ints(0, 2, 1, 3)
    visible = op.unsqueeze(op.equal(mask, scalar(1)), ints(1, 2))  # (n, 1, 1, tokens)
    layer = 0
    while f"{prefix}encoder.layer.{layer}.output.dense.weight" in weights:
        at = f"{prefix}encoder.layer.{layer}."
        query, key, value = (
            op.transpose(op.reshape(linear(x, f"{at}attention.self.{name}"), per_head, True), swap)
            for name in ("query", "key", "value")
        )
        attended = op.scaled_dot_product_attention(query, key, value, visible)
        joined = op.reshape(op.transpose(attended, swap), ints(0, 0, width), True)
        attention = linear(joined, f"{at}attention.output.dense")
        x = layer_norm(op.add(attention, x), f"{at}attention.output.LayerNorm")
        inner = op.gelu(linear(x, f"{at}intermediate.dense"), "erf")
        x = layer_norm(op.add(linear(inner, f"{at}output.dense"), x), f"{at}output.LayerNorm")
        layer += 1
    if head == "span":
        out = linear(x, "qa_outputs")  # (n, tokens, 2)
    else:
        weight = op.unsqueeze(op.convert(mask, "f32"), scalar(2))
        total = op.reduce_sum(op.multiply(x, weight), scalar(1), False)
        mean = op.divide(total, op.reduce_sum(weight, scalar(1), False))
        out = op.normalize_l2(mean, ints(1), 1e-12, "max")  # (n, width)
    return Model([out], [ids, mask, types], f"bert-{head}")
