"""Train a span reader on questions with hard negatives, and export it as one fp16 file.

The loss is half each window's own (where is the answer, or "not here"), half one normalised over
all windows of a question (Clark and Gardner 2018), on logits relative to each window's "not here",
which is the score that `qa.extractive` compares passages by.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.training.examples import Collection, Window, example

if TYPE_CHECKING:
    import torch

RATE = 1e-4
QUESTIONS = 10
"""Questions in a batch, each with up to three windows."""
WARM_UP = 0.05
NEGATIVE_WEIGHT = 0.25
POSITIVE_WEIGHT = 0.5
EVERY = 50
"""Batches between two reports and two checkpoints."""


def train(
    weights: Path,
    collections: Sequence[tuple[Collection, list[list[int]], float]],
    out: Path,
    *,
    minutes: float,
    tell: Callable[[int, int, float], object],
    seed: int = 0,
) -> None:
    """Train on (collection, negatives, share of its questions an epoch) for a time on the clock.

    The learning rate warms up and then falls linearly to nothing at the end of that time. `tell`
    is given batches, windows and the mean loss. In bf16, on the GPU where there is one.
    """
    import torch

    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  (examples, not secrets)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = _load(weights).to(device).train()
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    groups: list[dict[str, Any]] = [
        {"params": matrices, "weight_decay": 0.01},
        {"params": vectors, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98))
    drawn = _draw(collections, chance)
    started, batches, windows = time.monotonic(), 0, 0
    losses: list[float] = []
    while (done := (time.monotonic() - started) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, done / WARM_UP) * (1 - done)
        questions = [next(drawn) for _ in range(QUESTIONS)]
        with torch.autocast(device, dtype=torch.bfloat16):
            logits, passage = _forward(model, [w for q in questions for w in q], device)
        loss = _loss(logits.float(), passage, questions)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        batches, windows = batches + 1, windows + sum(map(len, questions))
        losses.append(float(loss.detach()))
        if batches % EVERY == 0:
            tell(batches, windows, math.fsum(losses[-EVERY:]) / EVERY)
            export(model, out)
    export(model, out)


def export(model: Any, out: Path) -> None:
    """Write a model as fp16 safetensors, the one form that is shipped."""
    from safetensors.torch import save_file

    beside = out.with_suffix(".tmp")
    save_file({k: v.half().contiguous().cpu() for k, v in model.state_dict().items()}, str(beside))
    beside.replace(out)


def _load(weights: Path) -> Any:
    """A span reader from a reader's or an encoder's weights (whose span head starts at random)."""
    from safetensors.torch import load_file
    from transformers import BertConfig, BertForQuestionAnswering

    stored = {name: tensor.float() for name, tensor in load_file(str(weights)).items()}
    if not any(name.startswith("bert.") for name in stored):
        stored = {f"bert.{name}": tensor for name, tensor in stored.items() if "pooler" not in name}
    config = BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
    )
    model = BertForQuestionAnswering(config)
    missing, unexpected = model.load_state_dict(stored, strict=False)
    allowed = {"qa_outputs.weight", "qa_outputs.bias"}
    if set(missing) - allowed or set(unexpected) - {"bert.embeddings.position_ids"}:
        raise ValueError(f"{weights} holds another architecture: {missing[:3]} {unexpected[:3]}")
    return model


def _draw(
    collections: Sequence[tuple[Collection, list[list[int]], float]], chance: random.Random
) -> Iterator[list[Window]]:
    while True:
        epoch = [
            (collection, negatives, number)
            for collection, negatives, share in collections
            for number in range(len(collection.questions))
            if chance.random() < share
        ]
        chance.shuffle(epoch)
        for collection, negatives, number in epoch:
            yield example(collection, number, negatives[number], chance)


def _forward(
    model: Any, windows: Sequence[Window], device: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits (windows, tokens, 2), and which tokens are the passage's."""
    import torch

    longest = max(len(window.ids) for window in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    passage = torch.zeros(len(windows), longest, dtype=torch.bool)
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = torch.tensor(window.ids)
        mask[row, :length] = 1
        types[row, window.first : length] = 1
        passage[row, window.first : length - 1] = True
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    out = model(**{name: tensor.to(device) for name, tensor in given.items()})
    return torch.stack([out.start_logits, out.end_logits], -1), passage.to(device)


def _loss(
    logits: torch.Tensor, passage: torch.Tensor, questions: Sequence[Sequence[Window]]
) -> torch.Tensor:
    """The mean over questions, starts and ends together; targets may be several."""
    import torch

    here = passage.clone()
    here[:, 0] = True  # "not here" competes within each window
    within = logits.masked_fill(~here[..., None], -1e9)
    among = (logits - logits[:, :1]).masked_fill(~passage[..., None], -1e9)
    total, row = logits.new_zeros(()), 0
    for windows in questions:
        for side in (0, 1):
            for offset, window in enumerate(windows):
                right = [target[side] for target in window.targets] or [0]
                own = within[row + offset, :, side]
                weight = POSITIVE_WEIGHT if window.targets else NEGATIVE_WEIGHT
                total = total + weight * (own.logsumexp(0) - own[right].logsumexp(0))
            every = among[row : row + len(windows), :, side]
            nowhere = every.new_zeros(1)
            right = [target[side] for target in windows[0].targets]
            good = every[0, right].logsumexp(0) if right else nowhere[0]
            total = total + 0.5 * (torch.cat([nowhere, every.reshape(-1)]).logsumexp(0) - good)
        row += len(windows)
    return total / (2 * len(questions))
