"""SQuAD-format files become training examples: a question's own passage beside hard wrong ones.

A hard negative is a passage that our own embedder finds near the question and that does not hold
the answer: what a reader meets when it reads ten retrieved passages.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Embedder, tokenizer
from qa.aggregation import normalise

WINDOW = 200
"""Tokens of question and passage together: our passages have 160."""
MAX_QUESTION = 40
NEGATIVES = 2
NEAR = 14
"""Passages nearest to a question among which its negatives are drawn."""
JOINED = 5
"""Single-sentence contexts that are joined into one passage."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its passage's number, and where its answers stand in it; none: unanswerable."""

    text: str
    passage: int
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of `[CLS] question [SEP] passage [SEP]`, and first and last token of answers."""

    ids: list[int]
    first: int
    """The passage's first token: after [CLS] question [SEP]."""
    targets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and questions of one data set; negatives never come from another set."""

    passages: list[str]
    questions: list[Question]


def read_squad(path: Path, *, join: bool = False) -> Collection:
    """Read a SQuAD-format file, gzipped or not; `join` for sets whose contexts are sentences."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        articles: list[dict[str, Any]] = json.load(file)["data"]
    collection = Collection([], [])
    for article in articles:
        paragraphs, size = article["paragraphs"], JOINED if join else 1
        for group in (paragraphs[i : i + size] for i in range(0, len(paragraphs), size)):
            text = ""
            for paragraph in group:
                for question in paragraph["qas"]:
                    answers = () if question.get("is_impossible") else question["answers"]
                    starts = [(len(text) + a["answer_start"], len(a["text"])) for a in answers]
                    places = tuple((start, start + length) for start, length in starts)
                    number = len(collection.passages)
                    collection.questions.append(Question(question["question"], number, places))
                text += paragraph["context"] + " "
            collection.passages.append(text.rstrip())
    return collection


def hard_negatives(collection: Collection, embedder: Embedder) -> list[list[int]]:
    """For each question, the nearest passages that hold none of its answers, nearest first."""
    passages = embedder.embed(collection.passages)
    words = [f" {normalise(text)} " for text in collection.passages]
    found = []
    for start in range(0, len(collection.questions), 2000):
        block = collection.questions[start : start + 2000]
        near = np.argsort(-(embedder.embed([q.text for q in block]) @ passages.T), axis=1)
        for question, order in zip(block, near[:, :NEAR], strict=True):
            own = collection.passages[question.passage]
            answers = {f" {normalise(own[a:b])} " for a, b in question.answers}
            found.append(
                [
                    int(number)
                    for number in order
                    if number != question.passage and not any(a in words[number] for a in answers)
                ]
            )
    return found


def example(
    collection: Collection, number: int, negatives: Sequence[int], chance: random.Random
) -> list[Window]:
    """A question's own window, then up to two windows that do not answer it."""
    question = collection.questions[number]
    asked = tokenizer().encode(question.text, add_special_tokens=False).ids[:MAX_QUESTION]
    drawn = chance.sample(list(negatives), min(NEGATIVES, len(negatives)))
    own = window(asked, collection.passages[question.passage], question.answers, chance)
    return [own, *(window(asked, collection.passages[other], (), chance) for other in drawn)]


def window(
    asked: Sequence[int],
    passage: str,
    answers: Sequence[tuple[int, int]],
    chance: random.Random,
) -> Window:
    """Cut a passage that is too long at random, but never its first answer."""
    cls, sep = tokenizer().encode("").ids
    encoded = tokenizer().encode(passage, add_special_tokens=False)
    first, room = len(asked) + 2, WINDOW - len(asked) - 3
    spans = []
    for start, end in answers:
        inside = [i for i, (a, b) in enumerate(encoded.offsets) if b > start and a < end]
        if inside:
            spans.append((inside[0], inside[-1]))
    left = 0
    if (spare := len(encoded.ids) - room) > 0:
        lowest = max(0, spans[0][1] + 1 - room) if spans else 0
        left = chance.randint(lowest, max(lowest, min(spare, spans[0][0] if spans else spare)))
    targets = {
        (start - left + first, end - left + first)
        for start, end in spans
        if start >= left and end < left + room
    }
    ids = [cls, *asked, sep, *encoded.ids[left : left + room], sep]
    return Window(ids, first, sorted(targets))
