"""Train a span reader on questions with hard negatives, alone or taught by other readers.

A run is a folder: `checkpoint.pt` (to go on from), `log.jsonl` (to plot), the weights, and what
finding hard negatives took.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from numpy.typing import NDArray

from index.embedder import tokenizer
from index.errors import BadUse
from qa.training.batches import BATCH_TOKENS, POOL, Batch, Drawn, pools, size_of
from qa.training.models import load
from qa.training.objective import Scores, hard_loss, scores_of, soft_loss

WARM_UP = 0.06
DECAY = 0.01
"""Weight decay, of matrices."""
HARD = 0.3
"""Of the loss of a taught reader over questions as they are: what the data say; the rest is what
its teachers say."""
NOISED = 0.5
"""Share of a taught reader's questions that are read with some tokens masked. There only its
teachers have a say, and more to teach than they were taught."""
MASKED = 0.12
"""Share of the tokens masked there, of questions and passages."""
TOLD = 0.2
"""Seconds between two reports of progress: each makes a GPU wait."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to train: whichever of the two ends first. The learning rate falls to 0 with it."""

    minutes: float = math.inf
    epochs: float = math.inf

    def done(self, seconds: float, epochs: float) -> float:
        """The share of the budget that is used, 0 to 1."""
        return min(1.0, max(seconds / (60 * self.minutes), epochs / self.epochs))


@dataclass(slots=True)
class Progress:
    """How far a run is: what a checkpoint keeps besides the weights."""

    pool: int = 0
    batches: int = 0
    windows: int = 0
    tokens: int = 0
    seconds: float = 0.0
    epochs: float = 0.0


def train(
    drawn: Drawn,
    start: Path,
    run: Path,
    budget: Budget,
    *,
    tell: Callable[[Progress, float, float], object],
    teachers: Sequence[Path] = (),
    rate: float = 3e-4,
    layer_decay: float = 0.9,
    seed: int = 0,
    workers: int = 0,
    batch_tokens: int = BATCH_TOKENS,
    keep_every: float = 60.0,
) -> tuple[Progress, Path]:
    """Train from the weights in `start`, or go on with what is in the folder `run`.

    `rate` is the peak learning rate of the span head and of the last layer; each layer below learns
    `layer_decay` times as fast (Howard and Ruder 2018). The `teachers`, readers too, take turns.
    A batch has up to `batch_tokens` tokens, padding counted.
    `tell` is given the progress, the share of the budget that is used, and the loss. A checkpoint
    is written at the end of a pool, `keep_every` seconds or more after the last. On the GPU where
    there is one; in bf16 where the processor computes in it. Returns how far it went, and where the
    reader lies. Raises BadUse.
    """
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    narrow = computes_in_bf16(device)
    model = load(start, seed=seed, headless=True).to(device).train()
    taught_by = [load(path).to(device).eval() for path in teachers]
    optimizer = torch.optim.AdamW(
        _groups(model, rate, layer_decay), betas=(0.9, 0.98), weight_decay=DECAY, fused=True
    )
    progress = Progress()
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        try:
            kept = torch.load(checkpoint, weights_only=True, map_location=device)
            model.load_state_dict(kept["model"])
            optimizer.load_state_dict(kept["optimizer"])
            progress = Progress(**kept["progress"])
        except (RuntimeError, ValueError, LookupError, TypeError, EOFError, UnpicklingError):
            raise BadUse(
                f"{checkpoint} is damaged or of another model: delete it or name another --run."
            ) from None
        del kept
    _cut_log(run / "log.jsonl", progress.pool)
    peaks = [group["peak"] for group in optimizer.param_groups]
    of_epoch = math.ceil(size_of(drawn) / POOL)
    clock = told = written = time.monotonic()

    def loss_of(batch: Batch) -> torch.Tensor:
        on = _on(device, batch)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=narrow):
            if not taught_by:
                return hard_loss(on.scores_by(model), on.right, on.members).mean()
            noised = (torch.rand(len(on.members), device=device) < NOISED) & on.taught
            on = replace(on, ids=_noised(on.ids, noised[on.question]))
            with torch.no_grad():
                taught = on.scores_by(taught_by[progress.batches % len(taught_by)])
            scores = on.scores_by(model)
            hard = torch.where(noised, 0.0, torch.where(on.taught, HARD, 1.0))
            loss = hard * hard_loss(scores, on.right, on.members)
            return (loss + (1 - hard) * soft_loss(scores, taught, on.members)).mean()

    source = pools(drawn, seed, begin=progress.pool, workers=workers, tokens=batch_tokens)
    with closing(source), (run / "log.jsonl").open("a", encoding="utf-8") as log:
        while budget.done(progress.seconds, progress.epochs) < 1:
            number, batches = next(source)
            losses: list[torch.Tensor] = []
            for batch in batches:
                done = budget.done(progress.seconds, progress.epochs)
                if done >= 1:
                    break
                scale = min(1.0, done / WARM_UP) * (1 - done)
                for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                    group["lr"] = peak * scale
                loss = loss_of(batch)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                losses.append(loss.detach())
                progress.batches += 1
                progress.windows += len(batch.ids)
                progress.tokens += batch.ids.size
                progress.epochs += 1 / len(batches) / of_epoch
                now = time.monotonic()
                progress.seconds, clock = progress.seconds + now - clock, now
                if now - told > TOLD:
                    told = now
                    tell(
                        progress, budget.done(progress.seconds, progress.epochs), float(losses[-1])
                    )
            progress.pool = number + 1
            mean = float(torch.stack(losses).mean())
            log.write(json.dumps({**asdict(progress), "loss": mean}) + "\n")
            log.flush()
            done = budget.done(progress.seconds, progress.epochs)
            if done >= 1 or time.monotonic() - written >= keep_every:
                state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
                beside = checkpoint.with_suffix(".tmp")
                torch.save({**state, "progress": asdict(progress)}, beside)
                beside.replace(checkpoint)
                written = time.monotonic()
            tell(progress, done, mean)
    return progress, model.export(run)


def computes_in_bf16(device: str) -> bool:
    """Whether a device ("cpu" or "cuda") has instructions for bf16.

    Without them a CPU takes seven times as long in it as in fp32.
    """
    if device != "cpu":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    # Old versions cannot tell.
    able: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(able.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))


def _cut_log(log: Path, pools: int) -> None:
    """Leave what the checkpoint knows of: the pools after it will be read again."""
    if log.exists():
        lines = log.read_text("utf-8").splitlines(keepends=True)
        log.write_text("".join(lines[:pools]), "utf-8")


@dataclass(frozen=True, slots=True)
class _Tensors:
    """A batch on the device that computes."""

    ids: torch.Tensor
    types: torch.Tensor
    passage: torch.Tensor
    right: torch.Tensor
    members: torch.Tensor
    question: torch.Tensor
    taught: torch.Tensor

    def scores_by(self, model: torch.nn.Module) -> Scores:
        logits = model(self.ids, self.types).float()
        return scores_of(logits, self.passage, self.members, self.question)


def _on(device: str, batch: Batch) -> _Tensors:
    def move(array: NDArray[Any]) -> torch.Tensor:
        tensor = torch.from_numpy(array)
        # From pinned memory a copy does not wait for what the GPU does.
        return tensor if device == "cpu" else tensor.pin_memory().to(device, non_blocking=True)

    return _Tensors(*(move(getattr(batch, each.name)) for each in fields(_Tensors)))


def _noised(ids: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """Token ids (windows, tokens), some masked in the windows that `rows` says; no special ones."""
    drawn = (torch.rand(ids.shape, device=ids.device) < MASKED) & rows[:, None]
    for special in (0, *tokenizer().encode("").ids):
        drawn &= ids != special
    return ids.masked_fill(drawn, tokenizer().get_vocab()["[MASK]"])


def _groups(model: Any, rate: float, layer_decay: float) -> list[dict[str, Any]]:
    """Parameters by layer, the lower the slower; vectors (biases, norms) are not decayed."""
    layers = model.model.config.num_hidden_layers
    groups: dict[tuple[int, bool], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        parts = name.split(".")
        if "layer" in parts:
            depth = layers - 1 - int(parts[parts.index("layer") + 1])
        else:
            depth = layers if "embeddings" in parts else 0
        vector = parameter.ndim <= 1
        peak = rate * layer_decay**depth
        group = {"params": [], "peak": peak, "lr": peak} | ({"weight_decay": 0.0} if vector else {})
        groups.setdefault((depth, vector), group)["params"].append(parameter)
    return list(groups.values())
