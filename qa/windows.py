"""A question beside passages as the reader's models see them: `[CLS] question [SEP] passage [SEP]`.

Token ids go to a model in as few calls as pay, and its logits come back passage by passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import runtime
from index.embedder import tokenizer
from index.sentences import sentence_spans

MAX_QUESTION = 64
"""Tokens; what is over is cut: questions that long are pasted text."""
MAX_TITLE = 32
MAX_WINDOW = 384
CALL: dict[runtime.Precision, int] = {"bf16": 200, "f32": 48, "int8": 0}
"""What a call costs besides, in tokens read; in eight bits, fewer rows at once take less each."""


@dataclass(frozen=True, slots=True)
class Window:
    """A question and a passage, as far as it fits, in tokens."""

    ids: list[int]
    types: list[int]
    """1 for what follows the question's [SEP]."""
    first: int
    """The passage's first token."""
    offsets: list[tuple[int, int]]
    """Of each of the passage's tokens, the code points in its text."""


def windows(question: str, texts: Sequence[str], titles: Sequence[str] = ()) -> list[Window]:
    """One for each text; with `titles`, each is read before its text."""
    vocabulary = tokenizer()
    cls, sep = vocabulary.encode("").ids
    asked = vocabulary.encode(question, add_special_tokens=False).ids[:MAX_QUESTION]
    heads: list[list[int]] = [[] for _ in texts]
    if titles:
        named = [f"{title}." if title else "" for title in titles]
        encoded = vocabulary.encode_batch(named, add_special_tokens=False)
        heads = [each.ids[:MAX_TITLE] for each in encoded]
    made = []
    for head, text in zip(
        heads, vocabulary.encode_batch(list(texts), add_special_tokens=False), strict=True
    ):
        room = MAX_WINDOW - len(asked) - len(head) - 3
        ids = [cls, *asked, sep, *head, *text.ids[:room], sep]
        after = len(asked) + 2
        types = [0] * after + [1] * (len(ids) - after)
        made.append(Window(ids, types, after + len(head), text.offsets[:room]))
    return made


def logits_of(
    encoder: runtime.Encoder, read: Sequence[Window]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Each window's number and its logits (tokens, 2), the shorter windows first.

    A batch is padded to its longest row. Read as two, short rows and long ones, ten passages take
    up to a tenth less time in f32, and as one, about as much less in bf16 where they are short.
    """
    order = sorted(range(len(read)), key=lambda number: len(read[number].ids))
    lengths = [len(read[number].ids) for number in order]
    call = CALL[encoder.precision]

    def cost(cut: int) -> int:
        short = cut * lengths[cut - 1] + call if cut else 0
        return short + (len(read) - cut) * lengths[-1]

    cut = min(range(len(read)), key=cost)
    for some in (order[:cut], order[cut:]):
        if some:
            logits = encoder.run([read[n].ids for n in some], [read[n].types for n in some])
            yield from zip(some, logits, strict=True)


def sentence_numbers(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """For each token, the number of the sentence that it stands in."""
    ends = [end for _, end in sentence_spans(text)]
    return np.searchsorted(np.array(ends), np.array([start for start, _ in offsets]), side="right")
