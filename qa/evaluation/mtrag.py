"""MTRAG-UN's turns (Rosenthal et al. 2025): is a passage found that answers, after what was said?

Each collection's reference passages are pooled and indexed, and a hit is a reference passage of the
turn among the first ten. The agent's turns are those of the data. For reporting only.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.embedder import Embedder
from index.errors import BadUse
from index.types import Hit
from qa.antecedents import Turn
from qa.assistant import Assistant
from qa.dialogue import Conversation
from qa.evaluation.followups import share
from qa.rewriting import standalone
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Task:
    """A user's last question of MTRAG-UN, what was said before it, and what answers it."""

    collection: str
    turns: tuple[Turn, ...]
    question: str
    references: frozenset[str]
    """The ids of its passages."""


def read_tasks(path: Path) -> tuple[list[Task], dict[str, dict[str, str]]]:
    """Read MTRAG-UN's tasks that have reference passages, and each collection's passages by id."""
    tasks: list[Task] = []
    pools: dict[str, dict[str, str]] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        for row in rows:
            pool = pools.setdefault(row["Collection"], {})
            pool.update((each["document_id"], each["text"]) for each in row["contexts"])
            *before, last = [each["text"] for each in row["input"]]
            turns = tuple(
                Turn(asked, _told(asked, said))
                for asked, said in zip(before[::2], before[1::2], strict=True)
            )
            references = frozenset(each["document_id"] for each in row["contexts"])
            if references:
                tasks.append(Task(row["Collection"], turns, last, references))
    except OSError as error:
        raise BadUse(f"Cannot read {path}: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError):
        raise BadUse(f"{path} is not MTRAG-UN's reference.jsonl.gz.") from None
    return tasks, pools


def find_references(
    tasks: Sequence[Task],
    pools: dict[str, dict[str, str]],
    embedder: Embedder,
    tell: Callable[[int], object],
) -> list[tuple[Task, dict[str, bool]]]:
    """For each task, whether a reference passage is among ten hits, by the way it is searched."""
    found = []
    for collection, pool in pools.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder, index = Path(scratch, "passages"), Path(scratch, "index")
            folder.mkdir()
            ids: dict[str, str] = {}  # the same text under two ids is one passage
            for name, text in pool.items():
                ids[name] = ids.setdefault(text, str(len(ids)))
                (folder / f"{ids[name]}.txt").write_text(text, "utf-8")
            build([folder], index, embedder=embedder)
            with Assistant(index, embedder=embedder) as assistant:
                for task in tasks:
                    if task.collection == collection:
                        wanted = {ids[name] for name in task.references}
                        ways = _search(assistant, task)
                        hit = {
                            way: any(Path(h.passage.source).stem in wanted for h in hits)
                            for way, hits in ways.items()
                        }
                        found.append((task, hit))
                        tell(len(found))
    return found


def report(found: Sequence[tuple[Task, dict[str, bool]]]) -> list[tuple[str, float]]:
    """Success@10 by the way of searching: over all turns, those after the first, and each kind."""
    groups = {"all turns": list(found), "turns after the first": [f for f in found if f[0].turns]}
    for collection in sorted({task.collection for task, _ in found}):
        groups[collection] = [each for each in found if each[0].collection == collection]
    return [
        row
        for group, some in groups.items()
        for row in [
            (f"MTRAG-UN, {group}", float(len(some))),
            *((f"... {way}", share([hit[way] for _, hit in some])) for way in some[0][1]),
        ]
    ]


def _search(assistant: Assistant, task: Task) -> dict[str, list[Hit]]:
    joined = " ".join([*(turn.question for turn in task.turns), task.question])
    conversation = Conversation(assistant, task.turns)
    likeliest = standalone(task.question, task.turns)[0].text
    return {
        "last turn": assistant.search(task.question),
        "all turns joined": assistant.search(joined),
        "likeliest reading": assistant.search(likeliest),
        "conversation": conversation.search(task.question),
    }


def _told(question: str, text: str) -> Answer:
    return Answer(question=question, text=text, sentence="", answered=True, confidence=1.0)
