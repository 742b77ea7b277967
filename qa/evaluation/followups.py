"""How well follow-up questions are understood in written conversations, had from end to end.

Each question is asked after the answers that were really given before it. An answer is right as
elsewhere, and a fresh question undamaged where what came before changed nothing about its answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BadUse
from qa.assistant import Assistant
from qa.dialogue import Conversation
from qa.evaluation.outcomes import is_right
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
            [_said(turn) for turn in json.loads(line)["turns"]]
            for line in path.read_text("utf-8").split("\n")
            if line.strip()
        ]
    except OSError as error:
        raise BadUse(f"Cannot read {path}: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError):
        raise BadUse(f"{path} holds no conversations: a line is no object with turns.") from None


def _said(turn: dict[str, Any]) -> Said:
    question, answers = turn["question"], turn["answers"]
    said = Said(question, turn["kind"], tuple(answers), turn.get("standalone", question))
    texts = (said.question, said.kind, *said.answers, said.standalone)
    if not isinstance(answers, list) or not all(isinstance(each, str) for each in texts):
        raise TypeError("what is said is no text")
    return said


def converse(
    assistant: Assistant, conversations: Sequence[Sequence[Said]], tell: Callable[[int], object]
) -> list[Outcome]:
    """Have each conversation, and ask each of its questions alone beside it."""
    outcomes = []
    for number, turns in enumerate(conversations):
        conversation = Conversation(assistant)
        for said in turns:
            answer = conversation.ask(said.question)
            was_asked = (answer.asked or said.question) == said.standalone
            alone = answer if was_asked else assistant.ask(said.standalone)
            outcomes.append(Outcome(said, answer, alone))
        tell(number + 1)
    return outcomes


def report(outcomes: Sequence[Outcome]) -> list[tuple[str, float]]:
    """Figures by name: counts, then shares."""
    follow_ups = [each for each in outcomes if each.said.kind == "follow-up"]
    fresh = [each for each in outcomes if each.said.kind == "fresh"]
    return [
        ("follow-up questions", float(len(follow_ups))),
        ("right", share([each.right for each in follow_ups])),
        (
            "right, asked as a person rewrote them",
            share([each.right_alone for each in follow_ups]),
        ),
        ("fresh questions in the middle", float(len(fresh))),
        ("left alone", share([not each.answer.asked for each in fresh])),
        ("undamaged", share([each.undamaged for each in fresh])),
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


def _is_right(answer: Answer, said: Said) -> bool:
    return answer.answered and is_right(answer.text, said.answers)


def share(flags: Sequence[bool]) -> float:
    """The share that holds; 0 of none."""
    return sum(flags) / len(flags) if flags else 0.0
