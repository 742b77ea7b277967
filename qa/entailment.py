"""Whether a passage settles a yes/no question, as a model reads it, and by which sentence.

The shipped reader with an adapter (`models/verdict.safetensors`), in which each token of a passage
speaks for "yes" or for "no", and [CLS] for "not told here": a passage's probability of "yes" is
that of its tokens together, and the sentence whose tokens have most of it is the one that settles
it. How it was trained says `models/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import runtime
from index.sentences import sentence_spans
from index.types import Hit
from qa.extractive import SHA256, WEIGHTS
from qa.windows import logits_of, sentence_numbers, windows

ADAPTER = "verdict.safetensors"
ADAPTER_SHA256 = "297336e4fe080bc4c93b9cd6d96ee97f261e347a3a0ea741553190c75b3b5339"


@dataclass(frozen=True, slots=True)
class PassageVerdict:
    """What a passage says to a yes/no question: three probabilities that add up to 1."""

    hit: Hit
    yes: float
    no: float
    affirms: tuple[int, int]
    """Code points of the sentence that says most for yes, in the passage's text."""
    denies: tuple[int, int]
    """The same for no."""

    def says(self, answer: str) -> float:
        """The probability of "yes", or of "no"."""
        return self.yes if answer == "yes" else self.no

    def place_of(self, answer: str) -> tuple[int, int]:
        """The sentence that says most for it."""
        return self.affirms if answer == "yes" else self.denies


class VerdictReader:
    """Reads passages for a yes or a no. It loads once a process, at the first such question."""

    def load(self) -> runtime.Encoder:
        """Load the model. Raises ModelUnusable."""
        return _encoder()

    def read(self, question: str, hits: Sequence[Hit]) -> list[PassageVerdict]:
        """What each passage says, in the order of the hits; titles are read, too."""
        if not hits:
            return []
        texts = [hit.passage.text for hit in hits]
        read = windows(question, texts, [hit.passage.title for hit in hits])
        found: dict[int, PassageVerdict] = {}
        for rank, logits in logits_of(self.load(), read):
            first, offsets = read[rank].first, read[rank].offsets
            text = texts[rank]
            shares = _shares(logits[first : first + len(offsets)], float(logits[0].sum()))
            spans = sentence_spans(text)
            by_sentence = np.zeros((len(spans) + 1, 2))
            np.add.at(by_sentence, sentence_numbers(text, offsets), shares)
            yes, no = shares.sum(0)
            affirms, denies = by_sentence[: len(spans)].argmax(0) if spans else (0, 0)
            places = [*spans, (0, len(text))]
            found[rank] = PassageVerdict(
                hits[rank], float(yes), float(no), places[affirms], places[denies]
            )
        return [found[rank] for rank in range(len(hits))]


def _shares(logits: NDArray[np.float32], nowhere: float) -> NDArray[np.float64]:
    """(tokens, 2) logits and that of "not told here" -> each token's share of "yes" and of "no"."""
    scores = logits.astype(np.float64)
    highest = max(float(scores.max(initial=-np.inf)), nowhere)
    weights = np.exp(scores - highest)
    shares: NDArray[np.float64] = weights / (weights.sum() + np.exp(nowhere - highest))
    return shares


@cache
def _encoder() -> runtime.Encoder:
    models = resources.files("qa.models")
    with (
        resources.as_file(models / WEIGHTS) as weights,
        resources.as_file(models / ADAPTER) as adapter,
    ):
        return runtime.load(
            Path(weights),
            sha256=SHA256,
            head="span",
            heads=12,
            adapter=runtime.Adapter(Path(adapter), ADAPTER_SHA256),
        )
