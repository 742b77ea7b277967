"""How well follow-up questions are understood: conversations of our own, and MTRAG-UN's.

Our own are asked from beginning to end, each question with the answers that were really given
before it: an answer is right as elsewhere, and a fresh question is undamaged where what came before
changed nothing about its answer. Of MTRAG-UN (Rosenthal et al. 2025), each collection's reference
passages are pooled and indexed, and a hit is a reference passage of the turn among the first ten.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.embedder import Embedder, default_embedder
from index.errors import BadUse
from index.types import Hit
from qa.antecedents import Turn
from qa.assistant import Assistant
from qa.dialogue import Conversation
from qa.evaluation.outcomes import is_right
from qa.rewriting import standalone
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of a written conversation."""

    question: str
    kind: str
    """first, follow-up, or fresh: one that needs nothing of what was said before."""
    answers: tuple[str, ...]
    standalone: str
    """The question as it can be understood alone, written by a person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a turn."""

    said: Said
    answer: Answer
    alone: Answer
    """What the hand-written standalone question gets: more than that no rewriting can bring."""

    @property
    def right(self) -> bool:
        """Whether the answer in the conversation is."""
        return _is_right(self.answer, self.said)

    @property
    def right_alone(self) -> bool:
        """Whether the answer to the hand-written question is."""
        return _is_right(self.alone, self.said)

    @property
    def undamaged(self) -> bool:
        """Whether the question was left alone, or got the answer it would have got so."""
        return not self.answer.asked or self.answer.text == self.alone.text


def read_conversations(path: Path) -> list[list[Said]]:
    """Read JSON lines: {"id", "turns": [{"question", "kind", "answers", "standalone"?}]}."""
    try:
        return [
            [
                Said(
                    turn["question"],
                    turn["kind"],
                    tuple(turn["answers"]),
                    turn.get("standalone", turn["question"]),
                )
                for turn in json.loads(line)["turns"]
            ]
            for line in path.read_text("utf-8").splitlines()
        ]
    except OSError as error:
        raise BadUse(f"Cannot read {path}: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError):
        raise BadUse(f"{path} holds no conversations: a line is no object with turns.") from None


def converse(
    assistant: Assistant, conversations: Sequence[Sequence[Said]], tell: Callable[[int], object]
) -> list[Outcome]:
    """Have each conversation, and ask each of its questions alone beside it."""
    outcomes = []
    for number, turns in enumerate(conversations):
        conversation = Conversation(assistant)
        for said in turns:
            answer = conversation.ask(said.question)
            outcomes.append(Outcome(said, answer, assistant.ask(said.standalone)))
        tell(number + 1)
    return outcomes


def report(outcomes: Sequence[Outcome]) -> list[tuple[str, float]]:
    """Figures by name: counts, then shares."""
    follow_ups = [each for each in outcomes if each.said.kind == "follow-up"]
    fresh = [each for each in outcomes if each.said.kind == "fresh"]
    return [
        ("follow-up questions", float(len(follow_ups))),
        ("right", _share([each.right for each in follow_ups])),
        (
            "right, asked as a person rewrote them",
            _share([each.right_alone for each in follow_ups]),
        ),
        ("fresh questions in the middle", float(len(fresh))),
        ("left alone", _share([not each.answer.asked for each in fresh])),
        ("undamaged", _share([each.undamaged for each in fresh])),
    ]


def misses(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each follow-up that went wrong and each fresh question that was rewritten."""
    return [
        f"{each.said.question} [{each.answer.asked or 'as typed'}] -> "
        f"{each.answer.text or 'not answered'}"
        f"{' (so is the hand-written one)' if not each.right_alone else ''}"
        for each in outcomes
        if (each.said.kind == "follow-up" and not each.right)
        or (each.said.kind == "fresh" and each.answer.asked)
    ]


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


def search_report(found: Sequence[tuple[Task, dict[str, bool]]]) -> list[tuple[str, float]]:
    """Success@10 by the way of searching: over all turns, those after the first, and each kind."""
    groups = {"all turns": list(found), "turns after the first": [f for f in found if f[0].turns]}
    for collection in sorted({task.collection for task, _ in found}):
        groups[collection] = [each for each in found if each[0].collection == collection]
    return [
        row
        for group, some in groups.items()
        for row in [
            (f"MTRAG-UN, {group}", float(len(some))),
            *((f"... {way}", _share([hit[way] for _, hit in some])) for way in some[0][1]),
        ]
    ]


def measure(
    conversations: Sequence[Path], articles: Sequence[Path], mtrag: Path | None
) -> tuple[list[tuple[str, float]], list[str]]:
    """All figures by name, and a line for each question that went wrong."""
    from tqdm import tqdm

    rows: list[tuple[str, float]] = []
    missed: list[str] = []
    embedder = default_embedder()
    if conversations:
        written = {path: read_conversations(path) for path in conversations}
        every: list[Outcome] = []
        with tempfile.TemporaryDirectory() as scratch:
            index = Path(scratch, "index")
            build(articles, index, embedder=embedder)
            with Assistant(index, embedder=embedder) as assistant:
                for path, talks in written.items():
                    with tqdm(total=len(talks), desc=path.stem, disable=None) as bar:
                        had = converse(
                            assistant,
                            talks,
                            lambda done, bar=bar: bar.update(done - bar.n),  # type: ignore[misc]
                        )
                    rows += [(f"{path.stem}: {name}", value) for name, value in report(had)]
                    every += had
        missed = misses(every)
        if len(written) > 1:
            rows += [(f"all: {name}", value) for name, value in report(every)]
    if mtrag:
        tasks, pools = read_tasks(mtrag)
        with tqdm(total=len(tasks), desc=mtrag.parent.name, disable=None) as bar:
            rows += search_report(
                find_references(tasks, pools, embedder, lambda done: bar.update(done - bar.n))
            )
    return rows, missed


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


def _is_right(answer: Answer, said: Said) -> bool:
    return answer.answered and is_right(answer.text, said.answers)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
