"""The models that are trained or taught by: ours, and any encoder that knows our word pieces."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from transformers import (
    AttentionInterface,
    AutoConfig,
    AutoModelForQuestionAnswering,
    BertConfig,
    BertForQuestionAnswering,
)

from index.embedder import tokenizer
from index.errors import BadUse

DROPOUT = 26 / 256
"""Of hidden states. Attention keeps all: dropping there costs more time than all the rest."""
HEAD = {"qa_outputs.weight", "qa_outputs.bias"}
"""The span head: what a reader has and an encoder lacks."""
SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
"""What other vocabularies call these."""


class Dropout(torch.nn.Dropout):
    """On a CPU, PyTorch's own takes a sixth of a step to draw its random numbers."""

    def __init__(self, p: float, bits: np.random.Generator) -> None:
        super().__init__(p)
        self._bits = bits.bit_generator

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """As PyTorch's."""
        if not self.training or hidden.device.type != "cpu":
            return super().forward(hidden)
        drawn = np.frombuffer(
            bytearray(np.random.Generator(self._bits).bytes(hidden.numel())), np.uint8
        )
        kept = torch.from_numpy(drawn).view(hidden.shape) >= round(256 * self.p)
        return hidden * (kept.to(hidden.dtype) / (1 - self.p))


class Ours(torch.nn.Module):
    """The shipped architecture: a BERT of 6 layers, 384 wide."""

    def __init__(self, weights: Path, *, seed: int, headless: bool) -> None:
        super().__init__()
        stored = {name: tensor.float() for name, tensor in _stored(weights).items()}
        if not any(name.startswith("bert.") for name in stored):
            stored = {f"bert.{name}": t for name, t in stored.items() if "pooler" not in name}
        AttentionInterface.register("footnote", _attention)
        config = BertConfig(
            hidden_size=384,
            num_hidden_layers=6,
            num_attention_heads=12,
            intermediate_size=1536,
            hidden_dropout_prob=DROPOUT,
            attention_probs_dropout_prob=0.0,
        )
        config._attn_implementation = "footnote"
        self.model = BertForQuestionAnswering(config)
        bits = np.random.Generator(np.random.SFC64(seed))
        for module in list(self.model.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, torch.nn.Dropout):
                    setattr(module, name, Dropout(child.p, bits))
        other = BadUse(f"{weights} holds another architecture than the shipped reader's.")
        try:
            missing, unexpected = self.model.load_state_dict(stored, strict=False)
        except RuntimeError:
            raise other from None
        if set(missing) - HEAD or set(unexpected) - {"bert.embeddings.position_ids"}:
            raise other
        if missing and not headless:
            raise _headless(weights)

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Token ids and types (windows, tokens) -> logits (windows, tokens, 2)."""
        # A mask of four dimensions is used as it is.
        mask = ((ids == 0)[:, None, None, :] * -1e9).float()
        out = self.model(input_ids=ids, token_type_ids=types, attention_mask=mask)
        return torch.stack([out.start_logits, out.end_logits], -1)

    def export(self, run: Path) -> Path:
        """Write fp16 safetensors, the one form that is shipped."""
        out = run / "reader.safetensors"
        beside = out.with_suffix(".tmp")
        state = self.model.state_dict()
        kept = {name: tensor for name, tensor in state.items() if "pooler" not in name}
        save_file({k: v.half().contiguous().cpu() for k, v in kept.items()}, str(beside))
        beside.replace(out)
        return out


class Foreign(torch.nn.Module):
    """Another architecture, from a folder; our token ids are translated into its own.

    Its vocabulary must hold all of our word pieces (those of uncased BERT), in whatever order.
    """

    def __init__(self, folder: Path, *, headless: bool) -> None:
        super().__init__()
        self._folder = folder
        try:
            config = AutoConfig.from_pretrained(folder, local_files_only=True)
            for name in ("attention_probs_dropout_prob", "attention_dropout"):
                if hasattr(config, name):
                    setattr(config, name, 0.0)
            self.model, loading = AutoModelForQuestionAnswering.from_pretrained(
                folder,
                config=config,
                local_files_only=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
            theirs = (folder / "vocab.txt").read_text("utf-8").split("\n")
        except (OSError, ValueError, RuntimeError, SafetensorError):
            raise BadUse(
                f"{folder} holds no model that can read: it needs config.json, vocab.txt and "
                "model.safetensors of an encoder."
            ) from None
        if set(loading["missing_keys"]) & HEAD and not headless:
            raise _headless(folder)
        places = {piece: place for place, piece in reversed(list(enumerate(theirs)))}
        ours = tokenizer().get_vocab()
        # A vocabulary with specials of its own may hold BERT's, too, as pieces without a use.
        named = [
            special if (special := SPECIAL.get(piece)) in places else piece
            for piece in sorted(ours, key=ours.__getitem__)
        ]
        if missing := [name for name in named if name not in places]:
            raise BadUse(f"{folder} has another vocabulary: it lacks {missing[0]!r}.")
        table = torch.tensor([places[name] for name in named])
        self.table: torch.Tensor
        self.register_buffer("table", table, persistent=False)
        self._typed = getattr(self.model.config, "type_vocab_size", 0) > 1

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Token ids and types (windows, tokens) -> logits (windows, tokens, 2)."""
        typed = {"token_type_ids": types} if self._typed else {}
        out = self.model(input_ids=self.table[ids], attention_mask=(ids != 0).long(), **typed)
        return torch.stack([out.start_logits, out.end_logits], -1)

    def export(self, run: Path) -> Path:
        """Write a folder that can be trained from and taught by."""
        out, beside = run / "reader", run / "reader.tmp"
        state = {name: tensor.half().cpu() for name, tensor in self.model.state_dict().items()}
        self.model.save_pretrained(beside, state_dict=state)
        for name in ("vocab.txt", "tokenizer.json", "tokenizer_config.json"):
            if (self._folder / name).exists():
                shutil.copyfile(self._folder / name, beside / name)
        if out.exists():
            shutil.rmtree(out)
        beside.replace(out)
        return out


def load(start: Path, *, seed: int = 0, headless: bool = False) -> Ours | Foreign:
    """A span reader: of the shipped architecture from a file, of any other from a folder.

    With `headless`, an encoder's weights will do; its span head starts at random, by `seed` where
    the architecture is the shipped one. Raises BadUse.
    """
    if start.is_dir():
        return Foreign(start, headless=headless)
    return Ours(start, seed=seed, headless=headless)


def _headless(start: Path) -> BadUse:
    return BadUse(f"{start} is an encoder without a span head: train a reader from it first.")


def _stored(weights: Path) -> dict[str, torch.Tensor]:
    try:
        return load_file(str(weights))
    except (OSError, SafetensorError) as error:
        raise BadUse(f"The weights {weights} cannot be read ({error}).") from None


def _attention(
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
