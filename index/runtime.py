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
import math
import os
import re
import sys
import threading
import time
import zlib
from collections import defaultdict
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

Precision = Literal["bf16", "f32", "int8"]
PRECISIONS: tuple[Precision, ...] = ("bf16", "f32", "int8")
GROUP = 384
"""Numbers of an activation that share a scale in int8, which is found as the text is read, so that
nothing needs to be calibrated: a token's whole vector, or a quarter of its inner one."""
GAIN = 1.25
"""Times as fast as f32 that int8 must be, for what it rounds off: vectors keep a cosine of 0.998,
and of 475 news questions two or three fewer are answered rightly (README has the figures)."""
TRIALS = 4
"""Times that each is tried; the best counts."""
KEPT = 4
"""Compiled models of a kind that stay in the cache, 35 to 67 MB each."""
STEP = 16
"""Texts are padded to a multiple of it: the runtime prepares itself for each new length, and that
takes longer than a few tokens more."""

Weights = Mapping[str, NDArray[Any]]

_loading: dict[str, threading.Lock] = defaultdict(threading.Lock)
_trying = threading.Lock()


@dataclass(frozen=True, slots=True)
class Encoder:
    """A compiled model. Calls may come from several threads: each makes its own request."""

    compiled: openvino.CompiledModel
    precision: Precision

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


@dataclass(frozen=True, slots=True)
class Adapter:
    """What makes another model of the same weights (Hu et al. 2021), and its file's sha256.

    Of a matrix, `NAME.up` (rows, rank) times `NAME.down` (rank, columns) is added to NAME; any
    other tensor takes the place of the one of its name.
    """

    file: Path
    sha256: str


def load(
    weights: Path, *, sha256: str, head: Head, heads: int, adapter: Adapter | None = None
) -> Encoder:
    """Load an encoder, from the compiled-model cache where it has been loaded before.

    Once a process, also where several ask at once. `sha256` is that of the weights file; it is
    verified whenever the file itself is read, which is once per cache. `heads` is the number of
    attention heads, the one figure that the tensors' shapes do not tell. Raises ModelUnusable.
    """
    with _loading[f"{sha256} {adapter}"]:
        return _loaded(weights, sha256, head, heads, adapter)


def forget() -> None:
    """Load models anew when they are asked for again, as a new process does."""
    _loaded.cache_clear()


@cache
def _loaded(weights: Path, sha256: str, head: Head, heads: int, adapter: Adapter | None) -> Encoder:
    core = _core()
    kind, digests = (adapter.file.stem, sha256 + adapter.sha256) if adapter else (head, sha256)
    kept = _blobs(core, digests, kind)
    for precision, blob in kept.items():
        with contextlib.suppress(OSError, ValueError, RuntimeError):  # not yet there, or damaged
            compiled = core.import_model(_read(blob), "CPU", _config(precision))
            return Encoder(compiled, precision)
    stored = _verified(weights, sha256)
    if adapter is not None:
        stored = _adapted(stored, _verified(adapter.file, adapter.sha256))
    able = []
    for precision in kept:
        with contextlib.suppress(RuntimeError):  # a processor need not be able to do all
            able.append(_compiled(core, stored, head, heads, precision))
    if not able:
        raise _unable(*kept)
    encoder = _fastest(able)
    _keep(encoder.compiled, kept[encoder.precision])
    return encoder


def describe() -> str:
    """The runtime, and the precisions of which it uses the fastest: `OpenVINO 2026.4.1, bf16`."""
    version = _openvino().__version__.split("-")[0]
    return f"OpenVINO {version}, {' or '.join(_suited(_core()))}"


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


def _suited(core: openvino.Core) -> list[Precision]:
    """What is worth trying on this processor: FOOTNOTE_PRECISION, else bf16 where it has that."""
    if given := os.environ.get("FOOTNOTE_PRECISION"):
        if given not in PRECISIONS:
            choices = ", ".join(PRECISIONS)
            raise ModelUnusable(f"FOOTNOTE_PRECISION is {given!r}: choose one of {choices}.")
        return [given]
    hint = core.get_property("CPU", "INFERENCE_PRECISION_HINT").to_string()
    return ["bf16"] if hint == "bf16" else ["f32", "int8"]


def _config(precision: Precision) -> dict[str, str]:
    held = {"PERFORMANCE_HINT": "LATENCY"}
    if precision == "int8":
        held["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = str(GROUP)
    return held | {"INFERENCE_PRECISION_HINT": "bf16" if precision == "bf16" else "f32"}


def _compiled(
    core: openvino.Core, weights: Weights, head: Head, heads: int, precision: Precision
) -> Encoder:
    graph = _bert(weights, head, heads, eight_bits=precision == "int8")
    return Encoder(core.compile_model(graph, "CPU", _config(precision)), precision)


def _fastest(encoders: Sequence[Encoder]) -> Encoder:
    """The fastest on this processor, tried on four texts of 160 tokens, of those that can run.

    One of eight bits has to be GAIN times as fast, for what it rounds off. Raises ModelUnusable.
    """
    texts = [[101, *range(2000, 2158), 102]] * 4
    taken = {encoder.precision: math.inf for encoder in encoders}
    with _trying:  # two at once would measure each other
        for encoder in [*encoders] * (TRIALS if len(encoders) > 1 else 1):
            started = time.perf_counter()
            with contextlib.suppress(RuntimeError):
                encoder.run(texts)
                took = time.perf_counter() - started
                taken[encoder.precision] = min(took, taken[encoder.precision])
    if "int8" in taken and len(taken) > 1:
        taken["int8"] *= GAIN
    best = min(encoders, key=lambda encoder: taken[encoder.precision])
    if taken[best.precision] == math.inf:
        raise _unable(*taken)
    return best


def _unable(*precisions: Precision) -> ModelUnusable:
    told = " or ".join(precisions)
    return ModelUnusable(f"This processor cannot compute in {told}: unset FOOTNOTE_PRECISION.")


def _cache_folder() -> Path:
    return cache_root() / "models"


def _blobs(core: openvino.Core, digests: str, kind: str) -> dict[Precision, Path]:
    """Where a compiled model is kept, by the precision that was chosen among the suited ones."""
    version = _openvino().__version__
    processor = core.get_property("CPU", "FULL_DEVICE_NAME")
    capabilities = ",".join(sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")))
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    suited = _suited(core)
    parts = "|".join((digests, kind, version, processor, capabilities, *suited, made_by))
    key = hashlib.sha256(parts.encode()).hexdigest()[:24]
    name = f"{kind}-{re.sub(r'[^A-Za-z0-9.]+', '-', version)}-{key}"
    return {each: _cache_folder() / f"{name}-{each}.blob" for each in suited}


def _keep(compiled: openvino.CompiledModel, path: Path) -> None:
    """Write a compiled model beside, then move it into place; without a cache all still works."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        blob = compiled.export_model().getvalue()
        beside.write_bytes(_checksum(blob) + blob)
        beside.replace(path)
        of_kind = path.parent.glob(f"{path.name.split('-')[0]}-*.blob")
        for old in sorted(of_kind, key=lambda each: -each.stat().st_mtime)[KEPT:]:
            old.unlink()  # of versions, and of readers, that were used before
    except (OSError, RuntimeError):
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    """A compiled model as `_keep` wrote it. Raises ValueError where it has been damaged since."""
    kept = path.read_bytes()
    with contextlib.suppress(OSError):
        path.touch()  # so that of several the one in use stays
    checksum, blob = kept[:4], kept[4:]
    if _checksum(blob) != checksum:
        raise ValueError(path)
    return blob


def _checksum(blob: bytes) -> bytes:
    """Enough to see damage, and faster than a digest; the runtime itself loads flipped bits."""
    return zlib.crc32(blob).to_bytes(4, "big")


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


def _adapted(weights: Weights, adapter: Weights) -> Weights:
    changed = dict(weights)
    for name, tensor in adapter.items():
        matrix, _, part = name.rpartition(".")
        if part == "up":
            low_rank = tensor.astype(np.float32) @ adapter[f"{matrix}.down"].astype(np.float32)
            changed[matrix] = weights[matrix].astype(np.float32) + low_rank
        elif part != "down":
            changed[name] = tensor
    return changed


def _bert(weights: Weights, head: Head, heads: int, *, eight_bits: bool = False) -> openvino.Model:
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

    def rounded(name: str) -> Any:  # each row of a matrix with a scale of its own
        rows = weights[f"{name}.weight"].astype(np.float32)
        steps = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-12) / 127
        whole = op.constant(np.round(rows / steps).astype(np.int8))
        return op.multiply(op.convert(whole, "f32"), op.constant(steps))

    def linear(x: Any, name: str) -> Any:
        eight = eight_bits and name != "qa_outputs"
        matrix = rounded(name) if eight else table(name)
        return op.add(op.matmul(x, matrix, False, True), vector(f"{name}.bias"))

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
