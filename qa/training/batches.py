"""Questions are drawn into pools, and pools cut into padded batches of like length.

What is drawn depends on the seed and on the number of the pool alone, so a run that was stopped
goes on with the questions that it would have met, whoever prepares them: the training process
itself, or others beside it where a GPU would wait for one.
"""

from __future__ import annotations

import math
import os
import random
import signal
import threading
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context, parent_process

import numpy as np
from numpy.typing import NDArray

from qa.training.examples import Collection, Source, Window, example

BATCH_TOKENS = 6144
"""Padded tokens in a batch where nothing else is said: 32 windows of full length."""
POOL = 1024
"""Questions that are drawn, and sorted into batches of like length, at a time."""
PADDING = 32
"""Windows are padded to a multiple of this: attention in odd widths costs a fifth more."""

Drawn = Sequence[tuple[Collection, Source]]


@dataclass(frozen=True, slots=True)
class Batch:
    """The windows of some questions, those of one question in succession."""

    ids: NDArray[np.int64]
    """(windows, tokens). Token 0 is padding and nothing else."""
    types: NDArray[np.int64]
    """(windows, tokens): 1 from the passage's first token."""
    passage: NDArray[np.bool_]
    """(windows, tokens): which tokens are the passage's, [SEP] left out."""
    right: NDArray[np.bool_]
    """(windows, tokens, 2): where answers start and end; at [CLS] where a window has none."""
    members: NDArray[np.int64]
    """(questions, most windows of a question): the windows' rows; -1 where there is none."""
    question: NDArray[np.int64]
    """(windows,): each window's question."""
    taught: NDArray[np.bool_]
    """(questions,): whether teachers have a say."""


def size_of(drawn: Drawn) -> int:
    """Questions in an epoch."""
    return sum(round(source.share * len(each.questions)) for each, source in drawn)


def pools(
    drawn: Drawn, seed: int, *, begin: int = 0, workers: int = 0, tokens: int = BATCH_TOKENS
) -> Generator[tuple[int, list[Batch]], None, None]:
    """Numbered pools from number `begin`, without end, each as its batches of up to `tokens`.

    With `workers` they are prepared by that many processes, ahead of time and in the same order.
    """
    if not workers:
        yield from ((number, _prepare(drawn, number, seed, tokens)) for number in count(begin))
        return
    context = get_context("spawn")  # a fork would share the GPU's state and the tokenizer's threads
    with ProcessPoolExecutor(workers, context, _begin, (drawn, seed, tokens)) as executor:
        ahead: deque[Future[list[Batch]]] = deque()
        try:
            for number in count(begin):
                while len(ahead) < 2 * workers:
                    ahead.append(executor.submit(_prepare_here, number + len(ahead)))
                yield number, ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


_here: list[tuple[Drawn, int, int]] = []
"""Of a worker process: what it draws from, the seed, and a batch's tokens."""


def _begin(drawn: Drawn, seed: int, tokens: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the training process's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here[:] = [(drawn, seed, tokens)]


def _end_with_parent() -> None:
    """Else a worker would wait for ever for a training process that was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_here(number: int) -> list[Batch]:
    drawn, seed, tokens = _here[0]
    return _prepare(drawn, number, seed, tokens)


def _prepare(drawn: Drawn, number: int, seed: int, tokens: int) -> list[Batch]:
    made = _pool(drawn, number, seed)
    return [batch_of(questions) for questions in _cut(made, seed + number, tokens)]


def _pool(drawn: Drawn, number: int, seed: int) -> list[list[Window]]:
    """The questions of a pool, each a list of windows whose first is its own.

    Each epoch is a permutation of its own, cut into pools.
    """
    of_epoch = math.ceil(size_of(drawn) / POOL)
    epoch, part = divmod(number, of_epoch)
    chance = random.Random(f"{seed} {epoch}")  # noqa: S311  (examples, not secrets)
    order: list[tuple[int, int]] = []
    for index, (collection, source) in enumerate(drawn):
        asked = len(collection.questions)
        whole, rest = divmod(round(source.share * asked), asked) if asked else (0, 0)
        order += [(index, question) for _ in range(whole) for question in range(asked)]
        order += [(index, question) for question in chance.sample(range(asked), rest)]
    chance.shuffle(order)
    made = []
    chance = random.Random(f"{seed} {epoch} {part}")  # noqa: S311
    for index, question in order[part * POOL : (part + 1) * POOL]:
        made += example(drawn[index][0], question, drawn[index][1], chance)
    return made


def _cut(questions: list[list[Window]], seed: int, tokens: int) -> list[list[list[Window]]]:
    """Questions of like length together, up to so many tokens a batch, the batches shuffled."""
    chance = random.Random(seed)  # noqa: S311
    batches: list[list[list[Window]]] = []
    width = rows = 0
    for question in sorted(questions, key=lambda each: max(len(window.ids) for window in each)):
        width = max(width, _padded(max(len(window.ids) for window in question)))
        rows += len(question)
        if not batches or width * rows > tokens:
            batches.append([])
            width, rows = _padded(max(len(window.ids) for window in question)), len(question)
        batches[-1].append(question)
    chance.shuffle(batches)
    return batches


def _padded(length: int) -> int:
    return -(-length // PADDING) * PADDING


def batch_of(questions: Sequence[Sequence[Window]]) -> Batch:
    """Windows of whole questions as padded arrays."""
    windows = [window for question in questions for window in question]
    width = _padded(max(len(window.ids) for window in windows))
    ids = np.zeros((len(windows), width), np.int64)
    types = np.zeros_like(ids)
    passage = np.zeros(ids.shape, bool)
    right = np.zeros((*ids.shape, 2), bool)
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = window.ids
        types[row, window.first : length] = 1
        passage[row, window.first : length - 1] = True
        for side in (0, 1):
            right[row, [target[side] for target in window.targets] or [0], side] = True
    members = np.full((len(questions), max(map(len, questions))), -1)
    row = 0
    for number, question in enumerate(questions):
        members[number, : len(question)] = range(row, row + len(question))
        row += len(question)
    of = np.repeat(np.arange(len(questions)), [len(question) for question in questions])
    taught = np.array([question[0].taught for question in questions])
    return Batch(ids, types, passage, right, members, of, taught)
