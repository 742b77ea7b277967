"""Train a span reader on questions with hard negatives, and export it as one fp16 file.

The loss is each window's own (where is the answer, or "not here") and one normalised over all
windows of a question (Clark and Gardner 2018), on logits relative to each window's "not here",
which is the score that `qa.extractive` compares passages by.

A run is a folder: `checkpoint.pt` (to go on from), `log.jsonl` (to plot), `reader.safetensors`, and
what finding hard negatives took.
What is drawn depends on the seed and on the number of the pool of questions alone, so a run that
was stopped goes on with the questions that it would have met.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.training.examples import Collection, Source, Window, example

if TYPE_CHECKING:
    import torch

BATCH_TOKENS = 6144
"""Padded tokens in a batch: 32 windows of full length."""
POOL = 1024
"""Questions that are drawn, and sorted into batches of like length, at a time."""
PADDING = 32
"""Windows are padded to a multiple of this: attention in odd widths costs a fifth more."""
WARM_UP = 0.06
DECAY = 0.01
"""Weight decay, of matrices."""
DROPOUT = 26 / 256
"""Of hidden states. Attention keeps all: dropping there costs more time than all the rest."""
ABSENT_WEIGHT = 0.3
"""Of a window without an answer, against one with."""
SHARED_WEIGHT = 0.5
"""Of the loss over all windows of a question, against that within each."""

Drawn = Sequence[tuple[Collection, Source]]


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
    rate: float = 3e-4,
    layer_decay: float = 0.9,
    seed: int = 0,
) -> Progress:
    """Train from the weights in `start`, or go on with what is in the folder `run`.

    `rate` is the peak learning rate of the span head and of the last layer; each layer below learns
    `layer_decay` times as fast (Howard and Ruder 2018). `tell` is given the progress, the share of
    the budget that is used, and the mean loss. On the GPU where there is one; in bf16 where the
    processor computes in it.
    """
    import torch

    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    narrow = computes_in_bf16(device)
    model = load(start, seed=seed).to(device).train()
    optimizer = torch.optim.AdamW(
        _groups(model, rate, layer_decay), betas=(0.9, 0.98), weight_decay=DECAY, fused=True
    )
    progress = Progress()
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True, map_location=device)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        progress = Progress(**kept["progress"])
    peaks = [group["peak"] for group in optimizer.param_groups]
    size = sum(round(source.share * len(each.questions)) for each, source in drawn)
    clock = time.monotonic()
    with (run / "log.jsonl").open("a", encoding="utf-8") as log:
        while budget.done(progress.seconds, progress.epochs) < 1:
            losses = []
            batches = _batches(_pool(drawn, progress.pool, seed), seed + progress.pool)
            for batch in batches:
                done = budget.done(progress.seconds, progress.epochs)
                if done >= 1:
                    break
                scale = min(1.0, done / WARM_UP) * (1 - done)
                for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                    group["lr"] = peak * scale
                tensors = _tensors([window for question in batch for window in question])
                with torch.autocast(device, dtype=torch.bfloat16, enabled=narrow):
                    logits, passage = _forward(model, tensors, device)
                loss = _loss(logits.float(), passage, batch)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                losses.append(float(loss.detach()))
                progress.batches += 1
                progress.windows += sum(map(len, batch))
                progress.tokens += tensors[0].numel()
                progress.epochs += 1 / len(batches) / math.ceil(size / POOL)
                progress.seconds, clock = (
                    progress.seconds + time.monotonic() - clock,
                    time.monotonic(),
                )
                tell(progress, budget.done(progress.seconds, progress.epochs), losses[-1])
            progress.pool += 1
            if losses:
                mean = math.fsum(losses) / len(losses)
                log.write(json.dumps({**asdict(progress), "loss": mean}) + "\n")
                log.flush()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            beside = checkpoint.with_suffix(".tmp")
            torch.save({**state, "progress": asdict(progress)}, beside)
            beside.replace(checkpoint)
    export(model, run / "reader.safetensors")
    return progress


def computes_in_bf16(device: str) -> bool:
    """Whether a device ("cpu" or "cuda") has instructions for bf16.

    Without them a CPU takes seven times as long in it as in fp32.
    """
    import torch

    if device != "cpu":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    # Old versions cannot tell.
    able: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(able.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))


def export(model: Any, out: Path) -> None:
    """Write a model as fp16 safetensors, the one form that is shipped."""
    from safetensors.torch import save_file

    beside = out.with_suffix(".tmp")
    kept = {name: tensor for name, tensor in model.state_dict().items() if "pooler" not in name}
    save_file({k: v.half().contiguous().cpu() for k, v in kept.items()}, str(beside))
    beside.replace(out)


def load(weights: Path, *, seed: int = 0) -> Any:
    """A span reader from a reader's or an encoder's weights (whose span head starts at random)."""
    import numpy as np
    import torch
    from safetensors.torch import load_file
    from transformers import AttentionInterface, BertConfig, BertForQuestionAnswering

    bits = np.random.Generator(np.random.SFC64(seed))

    class Dropout(torch.nn.Dropout):
        """On a CPU, PyTorch's own takes a sixth of a step to draw its random numbers."""

        def forward(self, hidden: torch.Tensor) -> torch.Tensor:
            if not self.training or hidden.device.type != "cpu":
                return super().forward(hidden)
            drawn = np.frombuffer(bytearray(bits.bytes(hidden.numel())), np.uint8)
            kept = torch.from_numpy(drawn).view(hidden.shape) >= round(256 * self.p)
            return hidden * (kept.to(hidden.dtype) / (1 - self.p))

    def attention(
        module: Any, query: Any, key: Any, value: Any, mask: Any, **options: Any
    ) -> tuple[Any, None]:
        # PyTorch's CPU kernel takes twice as long backward in bf16 as in fp32.
        cpu = query.device.type == "cpu"
        narrow = not cpu and torch.is_autocast_enabled(query.device.type)
        with torch.autocast(query.device.type, enabled=narrow):
            if cpu:
                query, key, value, mask = (each.float() for each in (query, key, value, mask))
            out = torch.nn.functional.scaled_dot_product_attention(query, key, value, mask)
        return out.transpose(1, 2).contiguous(), None

    AttentionInterface.register("footnote", attention)
    stored = {name: tensor.float() for name, tensor in load_file(str(weights)).items()}
    if not any(name.startswith("bert.") for name in stored):
        stored = {f"bert.{name}": tensor for name, tensor in stored.items() if "pooler" not in name}
    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        hidden_dropout_prob=DROPOUT,
        attention_probs_dropout_prob=0.0,
    )
    config._attn_implementation = "footnote"
    model = BertForQuestionAnswering(config)
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Dropout):
                setattr(module, name, Dropout(child.p))
    missing, unexpected = model.load_state_dict(stored, strict=False)
    allowed = {"qa_outputs.weight", "qa_outputs.bias"}
    if set(missing) - allowed or set(unexpected) - {"bert.embeddings.position_ids"}:
        raise ValueError(f"{weights} holds another architecture: {missing[:3]} {unexpected[:3]}")
    return model


def _groups(model: Any, rate: float, layer_decay: float) -> list[dict[str, Any]]:
    """Parameters by layer, the lower the slower; vectors (biases, norms) are not decayed."""
    layers = model.config.num_hidden_layers
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


def _pool(drawn: Drawn, number: int, seed: int) -> list[list[Window]]:
    """The questions of a pool, each a list of windows whose first is its own.

    Each epoch is a permutation of its own, cut into pools.
    """
    size = sum(round(source.share * len(collection.questions)) for collection, source in drawn)
    of_epoch = math.ceil(size / POOL)
    epoch, part = divmod(number, of_epoch)
    chance = random.Random(f"{seed} {epoch}")  # noqa: S311  (examples, not secrets)
    order: list[tuple[int, int]] = []
    for index, (collection, source) in enumerate(drawn):
        count = len(collection.questions)
        whole, rest = divmod(round(source.share * count), count) if count else (0, 0)
        order += [(index, question) for _ in range(whole) for question in range(count)]
        order += [(index, question) for question in chance.sample(range(count), rest)]
    chance.shuffle(order)
    made = []
    chance = random.Random(f"{seed} {epoch} {part}")  # noqa: S311
    for index, question in order[part * POOL : (part + 1) * POOL]:
        made += example(drawn[index][0], question, drawn[index][1], chance)
    return made


def _batches(questions: list[list[Window]], seed: int) -> list[list[list[Window]]]:
    """Questions of like length together, up to BATCH_TOKENS a batch, the batches shuffled."""
    chance = random.Random(seed)  # noqa: S311
    batches: list[list[list[Window]]] = []
    width = rows = 0
    for question in sorted(questions, key=lambda each: max(len(window.ids) for window in each)):
        width = max(width, _padded(max(len(window.ids) for window in question)))
        rows += len(question)
        if not batches or width * rows > BATCH_TOKENS:
            batches.append([])
            width, rows = _padded(max(len(window.ids) for window in question)), len(question)
        batches[-1].append(question)
    chance.shuffle(batches)
    return batches


def _padded(length: int) -> int:
    return -(-length // PADDING) * PADDING


def _tensors(windows: Sequence[Window]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, token types and which tokens are the passage's; all (windows, tokens)."""
    import torch

    ids = torch.zeros(len(windows), _padded(max(len(w.ids) for w in windows)), dtype=torch.long)
    types = torch.zeros_like(ids)
    passage = torch.zeros_like(ids, dtype=torch.bool)
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = torch.tensor(window.ids)
        types[row, window.first : length] = 1
        passage[row, window.first : length - 1] = True
    return ids, types, passage


def _forward(
    model: Any, tensors: tuple[torch.Tensor, torch.Tensor, torch.Tensor], device: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits (windows, tokens, 2), and which tokens are the passage's."""
    import torch

    ids, types, passage = (tensor.to(device) for tensor in tensors)
    # Token 0 is padding and nothing else. A mask of four dimensions is used as it is.
    mask = ((ids == 0)[:, None, None, :] * -1e9).float()
    out = model(input_ids=ids, token_type_ids=types, attention_mask=mask)
    return torch.stack([out.start_logits, out.end_logits], -1), passage


def _loss(
    logits: torch.Tensor, passage: torch.Tensor, questions: Sequence[Sequence[Window]]
) -> torch.Tensor:
    """The mean over questions, starts and ends together; targets may be several."""
    import torch

    windows = [window for question in questions for window in question]
    right = torch.zeros_like(logits, dtype=torch.bool)
    for row, window in enumerate(windows):
        for side in (0, 1):
            right[row, [target[side] for target in window.targets] or [0], side] = True
    here = passage.clone()
    here[:, 0] = True  # "not here" competes within each window
    within = logits.masked_fill(~here[..., None], -1e9)
    own = within.logsumexp(1) - within.masked_fill(~right, -1e9).logsumexp(1)
    present = torch.tensor([bool(window.targets) for window in windows], device=logits.device)
    weights = torch.where(present, 1.0, ABSENT_WEIGHT)
    total = (own * weights[:, None]).sum()

    # Over the windows of a question: margins over each window's "not here", which itself is 0.
    margins = (logits - logits[:, :1]).masked_fill(~passage[..., None], -1e9)
    every = margins.logsumexp(1)
    good = margins.masked_fill(~right, -1e9).logsumexp(1)
    row = 0
    for question in questions:
        rows = slice(row, row + len(question))
        nowhere = every.new_zeros(1, 2)
        among = torch.cat([nowhere, every[rows]]).logsumexp(0)
        answered = any(window.targets for window in question)
        wanted = good[rows].logsumexp(0) if answered else nowhere[0]
        total = total + SHARED_WEIGHT * (among - wanted).sum()
        row += len(question)
    return total / (2 * len(questions))
