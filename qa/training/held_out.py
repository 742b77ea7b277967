"""`python -m qa.training.held_out RUN READER…`: which of several readers is to ship.

Measured on what a run held out, on the GPU where there is one: EM and F1 by SQuAD's rules over the
questions with answers, and how well the score tells them from questions without one: as people
wrote them, altered, asked of the passage without the answer's sentence, of another passage of the
article that looks near, and of other passages of a written story that do not answer.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from index import console
from index.errors import BadUse
from qa.evaluation import squad
from qa.extractive import MAX_SPAN
from qa.training import plot
from qa.training.batches import batch_of
from qa.training.examples import (
    Passage,
    Window,
    altered,
    question_ids,
    read_squad,
    removed,
    windows,
)
from qa.training.models import load
from qa.training.objective import NEVER

BATCH = 64
"""Windows read at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a passage, and its gold answers; none: it has none there."""

    question: str
    passage: Passage
    answers: tuple[str, ...] = ()


@dataclass(slots=True)
class HeldOut:
    """Questions with answers, and sets of questions without, by name."""

    answered: list[Asked] = field(default_factory=list)
    absent: dict[str, list[Asked]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """EM and F1 of 100, and for each set without answers the AUROC of the score against them."""

    exact: float
    f1: float
    told: dict[str, float]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.held_out",
        description="Compare readers on the articles that a training run held out.",
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="its held_out.json is read")
    parser.add_argument("readers", type=Path, nargs="+", metavar="READER")
    parser.add_argument(
        "--most",
        type=console.whole_number(1, 10**9),
        metavar="N",
        help="questions with answers, at most",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw it, as svg, png or pdf")
    parser.set_defaults(command=_compare)
    return console.run(parser, arguments)


def _compare(arguments: argparse.Namespace) -> int:
    if arguments.plot:
        plot.figure()  # so that what is missing is missed before all is measured
    asked = questions(arguments.run / "held_out.json", most=arguments.most)
    print("   EM     F1  " + "  ".join(f"{name:>8}" for name in asked.absent) + "  reader")
    rows: list[tuple[str, Measured]] = []
    for path in arguments.readers:
        measured = measure(load(path), asked)
        rates = "  ".join(f"{rate:8.3f}" for rate in measured.told.values())
        print(f"{measured.exact:5.2f}  {measured.f1:5.2f}  {rates}  {path}", flush=True)
        rows.append((path.parent.name if path.stem == "reader" else path.stem, measured))
    if arguments.plot:
        draw(rows, arguments.plot)
    return 0


def draw(rows: Sequence[tuple[str, Measured]], out: Path) -> None:
    """Draw named readers, the first at the top: EM and F1, and what the score tells.

    Raises BadUse.
    """
    figure = plot.figure(8, 0.8 + 0.28 * len(rows))
    left, right = figure.subplots(1, 2, sharey=True)
    places = [-number for number in range(len(rows))]
    for name, values in (
        ("EM", [measured.exact for _, measured in rows]),
        ("F1", [measured.f1 for _, measured in rows]),
    ):
        left.plot(values, places, "o", label=name)
    for name in rows[0][1].told:
        right.plot([measured.told[name] for _, measured in rows], places, "o", label=name)
    left.set(yticks=places, yticklabels=[name for name, _ in rows], title="questions with answers")
    right.set(title="AUROC against the others")
    for axes in (left, right):
        axes.grid(axis="both", linewidth=0.4)
        axes.legend(fontsize="small", loc="lower left")
    plot.save(figure, out)


def questions(path: Path, *, most: int | None = None, seed: int = 0) -> HeldOut:
    """Read a SQuAD-format file of held-out articles, in an order of its own. Raises BadUse."""
    chance = random.Random(f"held out {seed}")  # noqa: S311  (examples, not secrets)
    collection, _ = read_squad(path)
    rows = list(collection.questions)
    chance.shuffle(rows)
    out = HeldOut(absent={name: [] for name in ("written", "altered", "removed", "near", "story")})
    of_article: dict[int, list[tuple[Passage, str, set[str]]]] = {}
    for passage in collection.passages:
        low = passage.text.lower()
        of_article.setdefault(passage.article, []).append((passage, low, set(low.split())))
    for row in rows:
        own = collection.passages[row.passage]
        if not row.answers:
            out.absent["written"].append(Asked(row.text, own))
            continue
        if most is not None and len(out.answered) == most:
            continue
        answers = tuple(own.text[start:end] for start, end in row.answers)
        out.answered.append(Asked(row.text, own, answers))
        elsewhere = [collection.passages[number] for number, places in row.others if not places]
        out.absent["story"] += [Asked(row.text, other) for other in elsewhere]
        if twin := altered(row.text, own.text, chance):
            out.absent["altered"].append(Asked(twin, own))
        if rest := removed(own, row.answers):
            out.absent["removed"].append(Asked(row.text, rest))
        said = [answer.lower() for answer in answers]
        words = set(row.text.lower().split())
        answering = [own, *(collection.passages[number] for number, places in row.others if places)]
        others = [
            (len(words & there), other)
            for other, text, there in of_article[own.article]
            if not any(other is each for each in answering)
            and not any(answer in text for answer in said)
        ]
        if others:
            _, near = max(others, key=lambda pair: pair[0])
            out.absent["near"].append(Asked(row.text, near))
    if not out.answered:
        raise BadUse(f"{path} holds no question with an answer: set held_out in the recipe.")
    out.absent = {name: rows for name, rows in out.absent.items() if rows}
    return out


def measure(model: Any, asked: HeldOut) -> Measured:
    """Ask a model of `qa.training.models` everything."""
    said, scores = answers(model, asked.answered)
    gold = [each.answers for each in asked.answered]
    exact = np.mean([squad.exact(*pair) for pair in zip(said, gold, strict=True)])
    f1 = np.mean([squad.f1(*pair) for pair in zip(said, gold, strict=True)])
    told = {}
    for name, rows in asked.absent.items():
        others = answers(model, rows)[1]
        positive = np.arange(len(scores) + len(others)) < len(scores)
        told[name] = squad.auroc(positive, np.concatenate([scores, others]))
    return Measured(100 * float(exact), 100 * float(f1), told)


def answers(model: Any, asked: Sequence[Asked]) -> tuple[list[str], NDArray[np.float64]]:
    """For each question the best span over all windows of its passage, and that span's margin."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = model.to(device).eval()
    rows: list[tuple[int, int, Window]] = []
    for number, each in enumerate(asked):
        made = windows(question_ids(each.question), each.passage)
        rows += [(number, left, window) for left, window in made]
    rows.sort(key=lambda row: len(row[2].ids))
    best = np.full(len(asked), -np.inf)
    spans = [(0, 0)] * len(asked)
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        margins, begins, lasts = _best(model, [window for _, _, window in some], device)
        for (number, left, window), margin, begin, last in zip(
            some, margins, begins, lasts, strict=True
        ):
            if margin > best[number]:
                best[number] = margin
                spans[number] = begin - window.first + left, last - window.first + left
    said = []
    for each, (begin, last) in zip(asked, spans, strict=True):
        offsets = each.passage.offsets
        said.append(each.passage.text[offsets[begin][0] : offsets[last][1]] if len(offsets) else "")
    return said, best


def _best(
    model: Any, given: Sequence[Window], device: str
) -> tuple[list[float], list[int], list[int]]:
    """For each window the best span's margin over "not here", its first and its last token."""
    batch = batch_of([[window] for window in given])
    ids, types, passage = (
        torch.from_numpy(array).to(device) for array in (batch.ids, batch.types, batch.passage)
    )
    with torch.inference_mode():
        logits = model(ids, types).float()
        margins = (logits - logits[:, :1]).masked_fill(~passage[..., None], NEVER)
        width = margins.shape[1]
        # (windows, lengths, tokens): a start, and the end so many tokens on.
        spans = margins.new_full((len(margins), MAX_SPAN, width), 2 * NEVER)
        for length in range(min(MAX_SPAN, width)):
            ends = margins[:, length:, 1]
            spans[:, length, : width - length] = margins[:, : width - length, 0] + ends
        top, place = spans.flatten(1).max(1)
    further, begin = place // width, place % width
    return top.tolist(), begin.tolist(), (begin + further).tolist()


if __name__ == "__main__":
    sys.exit(main())
