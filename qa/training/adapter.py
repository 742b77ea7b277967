"""`python -m qa.training.adapter --data FOLDER --out FILE`: train the yes/no adapter of the reader.

Low-rank changes of the upper layers' matrices, their biases and norms, and a head with a logit for
"yes" and one for "no" of each token (Hu et al. 2021; `qa.entailment` says how they are read). The
changed matrices are put together once a step, which costs less than two thin products for each
token, and everything is computed in bf16: on two cores with AMX, 60 questions a second.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from index import console
from index.embedder import default_embedder, tokenizer
from index.errors import BadUse
from qa.evaluation.squad import read_articles
from qa.training.verdict_examples import OUTCOMES, Example, made_examples, written_examples
from qa.training.written import written_articles
from qa.windows import Window, windows

RANK = 16
TOP = 4
"""Layers that are changed, from the last one down."""
RATE = 1.6e-3
"""Peak learning rate of matrices; of vectors, half of it."""
WARM_UP = 0.05
BATCH = 32
POOL = 512
"""Questions that are drawn together and sorted by length into batches."""
MADE = 0.25
"""Share of made questions in a pool at first; it falls to none at four fifths of the time."""
MOST_MADE = 15_000
NOISED, MASKED = 0.6, 0.12
"""Share of the questions that are read with some tokens masked, and of these tokens there."""
SPREAD = 0.08
"""Weight of a label that is spread evenly over yes, no and open (Szegedy et al. 2016)."""
LONGEST = 224
"""Tokens of question, title and passage."""
FILES = (
    "squadshifts/new_wiki_train.json.gz", "squadshifts/amazon_train.json.gz",
    "squadshifts/reddit_train.json.gz", "squad_subset/train.json.gz", "qamr/dev.json.gz",
    "qamr/test.json.gz", "fairytaleqa/train.json.gz",
)  # fmt: skip
"""Below the data's folder: what questions are made of, besides those written for this project."""
WRITTEN = (
    "written_news.jsonl.gz", "written_wiki.jsonl.gz", "written_stories.jsonl.xz",
    "written_quiz.jsonl.xz",
)  # fmt: skip
_MATRICES = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_HEADS = 12


class _Layer(torch.nn.Module):
    def __init__(self, stored: dict[str, torch.Tensor], at: str, *, changed: bool) -> None:
        super().__init__()
        self.at, self.changed = at, changed
        self.matrices = [stored[f"{at}{name}.weight"].bfloat16() for name in _MATRICES]

        def vectors(names: Sequence[str], kind: str) -> torch.nn.ParameterList:
            return torch.nn.ParameterList(
                torch.nn.Parameter(stored[f"{at}{name}.{kind}"].float(), requires_grad=changed)
                for name in names
            )

        self.biases = vectors(_MATRICES, "bias")
        self.scales, self.shifts = vectors(_NORMS, "weight"), vectors(_NORMS, "bias")
        shapes = [matrix.shape for matrix in self.matrices] if changed else []
        self.up = torch.nn.ParameterList(torch.zeros(rows, RANK) for rows, _ in shapes)
        self.down = torch.nn.ParameterList(
            torch.randn(RANK, columns) / math.sqrt(columns) for _, columns in shapes
        )

    def _linear(self, x: torch.Tensor, number: int) -> torch.Tensor:
        matrix = self.matrices[number]
        if self.changed:
            matrix = matrix + 2 * (self.up[number] @ self.down[number]).bfloat16()
        return functional.linear(x, matrix, self.biases[number].bfloat16())

    def _norm(self, x: torch.Tensor, number: int) -> torch.Tensor:
        scale, shift = self.scales[number].bfloat16(), self.shifts[number].bfloat16()
        return functional.layer_norm(x, x.shape[-1:], scale, shift, 1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(n, tokens, width) -> the same; the mask is added to attention's scores."""
        n, tokens, width = x.shape

        def split(y: torch.Tensor) -> torch.Tensor:
            return y.view(n, tokens, _HEADS, width // _HEADS).transpose(1, 2)

        query, key, value = (split(self._linear(x, number)) for number in range(3))
        # By hand: of PyTorch's own for the CPU, the way back takes four times as long in bf16.
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // _HEADS) + mask
        attended = (scores.softmax(-1) @ value).transpose(1, 2).reshape(n, tokens, width)
        x = self._norm(self._linear(attended, 3) + x, 0)
        return self._norm(self._linear(functional.gelu(self._linear(x, 4)), 5) + x, 1)

    def tensors(self) -> dict[str, torch.Tensor]:
        """What is changed, by the names that `index.runtime.Adapter` wants."""
        found = {}
        for number, name in enumerate(_MATRICES):
            found[f"{self.at}{name}.weight.up"] = 2 * self.up[number]
            found[f"{self.at}{name}.weight.down"] = self.down[number]
            found[f"{self.at}{name}.bias"] = self.biases[number]
        for number, name in enumerate(_NORMS):
            found[f"{self.at}{name}.weight"] = self.scales[number]
            found[f"{self.at}{name}.bias"] = self.shifts[number]
        return found


class Adapted(torch.nn.Module):
    """The reader with an adapter that learns: token ids and types -> (windows, tokens, 2)."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        stored = load_file(str(weights))
        at = "bert.embeddings."
        names = ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm")
        self._words, self._places, self._types, self._scale = (
            stored[f"{at}{name}.weight"].float() for name in names
        )
        self._shift = stored[f"{at}LayerNorm.bias"].float()
        count = sum(name.endswith("output.dense.bias") for name in stored) // 2
        self.layers = torch.nn.ModuleList(
            _Layer(stored, f"bert.encoder.layer.{number}.", changed=number >= count - TOP)
            for number in range(count)
        )
        self.head = torch.nn.Linear(self._words.shape[1], 2)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Logits of "yes" and of "no" for each token."""
        mask = ((ids == 0)[:, None, None, :] * -1e4).bfloat16()
        x = self._words[ids] + self._places[: ids.shape[1]] + self._types[types]
        x = functional.layer_norm(x, x.shape[-1:], self._scale, self._shift, 1e-12).bfloat16()
        for layer in self.layers:
            with torch.set_grad_enabled(bool(layer.changed) and torch.is_grad_enabled()):
                x = layer(x, mask)
        logits: torch.Tensor = self.head(x.float())
        return logits

    def save(self, file: Path) -> None:
        """Write the adapter in fp16."""
        tensors = {"qa_outputs.weight": self.head.weight, "qa_outputs.bias": self.head.bias}
        for layer in self.layers:
            if isinstance(layer, _Layer) and layer.changed:
                tensors |= layer.tensors()
        save_file({name: t.detach().half().contiguous() for name, t in tensors.items()}, str(file))


@dataclass(frozen=True, slots=True)
class _Read:
    """An example in tokens: its window, its outcome's number, and the tokens that settle it."""

    window: Window
    outcome: int
    settling: list[int]


def _read(example: Example) -> _Read:
    (window,) = windows(example.question, [example.text], [example.title])
    after = range(window.first, min(window.first + len(window.offsets), LONGEST))
    settling = list(after)
    if example.sentence is not None:
        start, end = example.sentence
        within = [
            token
            for token, (first, last) in zip(after, window.offsets, strict=False)
            if first < end and last > start
        ]
        settling = within or settling
    return _Read(window, OUTCOMES.index(example.outcome), settling)


def loss_of(net: Adapted, batch: Sequence[_Read], *, noised: float = 0.0) -> torch.Tensor:
    """The mean negative log-likelihood of what the passages say, by the sentences that say it.

    `noised` is the share of the questions that are read with MASKED of their tokens masked.
    """
    longest = min(max(len(each.window.ids) for each in batch), LONGEST)
    ids = torch.zeros(len(batch), -(-longest // 16) * 16, dtype=torch.long)
    types, passage, settling = torch.zeros_like(ids), ids.bool(), ids.bool()
    for row, each in enumerate(batch):
        kept = min(len(each.window.ids), LONGEST)
        ids[row, :kept] = torch.tensor(each.window.ids[:kept])
        types[row, :kept] = torch.tensor(each.window.types[:kept])
        passage[
            row, each.window.first : min(each.window.first + len(each.window.offsets), kept)
        ] = 1
        settling[row, each.settling] = True
    special = torch.tensor([0, *tokenizer().encode("").ids])
    masked = (torch.rand(ids.shape) < MASKED) & ~torch.isin(ids, special)
    masked &= (torch.rand(len(batch)) < noised)[:, None]
    logits = net(ids.masked_fill(masked, tokenizer().get_vocab()["[MASK]"]), types)
    nowhere = logits[:, 0].sum(1)
    logits = logits.masked_fill(~passage[..., None], -1e9)
    everything = torch.cat([logits.flatten(1), nowhere[:, None]], 1).logsumexp(1)
    told = logits.masked_fill(~settling[..., None], -1e9).logsumexp(1) - everything[:, None]
    yes = (logits[..., 0].logsumexp(1) - everything).exp().clamp(max=1 - 1e-6)
    likely = torch.stack([told[:, 0], told[:, 1], nowhere - everything, torch.log1p(-yes)], 1)
    outcomes = torch.tensor([each.outcome for each in batch])
    said = likely[torch.arange(len(batch)), outcomes]
    spread = torch.where(outcomes < 3, SPREAD, 0.0)
    return -((1 - spread) * said + spread * likely[:, :3].mean(1)).mean()


def train(
    written: Sequence[_Read],
    made: Sequence[_Read],
    net: Adapted,
    *,
    minutes: float,
    tell: Callable[[int, float], object],
    seed: int = 0,
) -> None:
    """Train for so many minutes; `tell` is given the questions read, and the loss."""
    learnt = [each for each in net.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in learnt if p.ndim > 1], "peak": RATE, "weight_decay": 0.01},
            {"params": [p for p in learnt if p.ndim == 1], "peak": RATE / 2, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
    )
    begun, read = time.monotonic(), 0
    chance = random.Random(seed)  # noqa: S311  (examples, not secrets)
    from_written, from_made = _endless(written, chance), _endless(made, chance)
    while True:
        done = (time.monotonic() - begun) / 60 / minutes
        count = int(POOL * MADE * max(0.0, 1 - done / 0.8)) if made else 0
        pool = [next(from_made) for _ in range(count)]
        pool += [next(from_written) for _ in range(POOL - count)]
        pool.sort(key=lambda each: len(each.window.ids))
        batches = [pool[first : first + BATCH] for first in range(0, POOL, BATCH)]
        chance.shuffle(batches)
        for batch in batches:
            done = (time.monotonic() - begun) / 60 / minutes
            if done >= 1:
                return
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, done / WARM_UP) * (1 - done)
            loss = loss_of(net, batch, noised=NOISED)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            read += len(batch)
            tell(read, float(loss.detach()))


def _endless(some: Sequence[_Read], chance: random.Random) -> Iterator[_Read]:
    while some:
        yield from chance.sample(some, len(some))


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.adapter",
        description="Train the adapter with which the shipped reader settles yes/no questions.",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--minutes", type=float, default=26.0, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(command=_train)
    return console.run(parser, arguments)


def _train(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    here, models = Path(__file__).parent, Path(__file__).parents[1] / "models"
    if not arguments.minutes > 0:
        raise BadUse(f"{arguments.minutes} minutes are none: train for an hour, or a few.")
    articles: list[dict[str, Any]] = []
    for name in FILES:
        if not (arguments.data / name).is_file():
            raise BadUse(f"There is no data {arguments.data / name}: see --data.")
        articles += read_articles(arguments.data / name)
    for name in WRITTEN:
        articles += written_articles(here / name, arguments.data)
    made = list(made_examples(articles, arguments.seed))
    random.Random(arguments.seed).shuffle(made)  # noqa: S311
    written = written_examples(
        here / "written_verdicts.jsonl.xz", default_embedder(), arguments.seed
    )
    torch.manual_seed(arguments.seed)
    net = Adapted(models / "reader.safetensors")
    bar: Any
    with tqdm(disable=None, unit=" questions") as bar:

        def tell(read: int, loss: float) -> None:
            bar.update(read - bar.n)
            bar.set_postfix_str(f"loss {loss:.2f}")

        train(
            [_read(each) for each in written],
            [_read(each) for each in made[:MOST_MADE]],
            net,
            minutes=arguments.minutes,
            tell=tell,
            seed=arguments.seed,
        )
    net.save(arguments.out)
    console.say(f"{len(written)} written questions, {arguments.minutes:g} minutes: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
