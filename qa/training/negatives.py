"""Hard negatives: passages of a question's article that our own embedder finds near it, in vain.

They do not hold the answer. Finding them takes some ten minutes for a hundred thousand questions on
two cores, so a run keeps them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from index.embedder import Embedder
from qa.equivalence import normalise
from qa.training.examples import Collection

NEAR = 5
"""Passages nearest to a question among which a negative is drawn."""


def kept_negatives(collection: Collection, embedder: Embedder, folder: Path) -> list[list[int]]:
    """What `hard_negatives` finds, from a file in `folder` where the same was asked before."""
    said = hashlib.sha256(embedder.name.encode())
    for passage in collection.passages:
        said.update(f"{passage.article} {passage.text}\0".encode())
    for question in collection.questions:
        said.update(f"{question.passage} {question.answers} {question.text}\0".encode())
        said.update(f"{question.others}".encode() if question.others else b"")
    file = folder / f"{said.hexdigest()[:16]}.json"
    if file.exists():
        kept: list[list[int]] = json.loads(file.read_text("utf-8"))
        return kept
    found = hard_negatives(collection, embedder)
    folder.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".tmp")
    beside.write_text(json.dumps(found), "utf-8")
    beside.replace(file)
    return found


def hard_negatives(collection: Collection, embedder: Embedder) -> list[list[int]]:
    """For each question, the nearest passages of its article without its answers, nearest first.

    A long passage's own other windows are its negatives, too: `example` cuts those.
    """
    vectors = embedder.embed([each.text for each in collection.passages])
    words = [f" {normalise(each.text)} " for each in collection.passages]
    of_article: dict[int, list[int]] = {}
    for number, each in enumerate(collection.passages):
        of_article.setdefault(each.article, []).append(number)
    asked = embedder.embed([question.text for question in collection.questions])
    found = []
    for question, vector in zip(collection.questions, asked, strict=True):
        own = collection.passages[question.passage]
        rivals = np.array(of_article[own.article])
        answers = {f" {normalise(own.text[a:b])} " for a, b in question.answers}
        asked_of = {question.passage, *(number for number, _ in question.others)}
        nearest = rivals[np.argsort(-(vectors[rivals] @ vector), kind="stable")][: 4 * NEAR]
        wrong = [
            int(number)
            for number in nearest
            if number not in asked_of and not any(a in words[number] for a in answers)
        ]
        found.append(wrong[:NEAR])
    return found
