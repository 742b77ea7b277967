"""Questions with known answers, as everybody writes them: a file of JSON lines.

{"question": "…", "answers": ["…"], "sources": ["…"], "answerable": true}; "date" may name the day
on which it was asked. A source is an article's file name with or without its ending, the end of its
path, all of it, or an address. Whether a passage is what a question wants is told here; what it is
worth there, `rankings` tells.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.catalog import Entry
from index.errors import BadUse
from index.types import PART, Passage
from qa.evaluation.squad import normalised

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its gold answers, and the names of articles that answer it."""

    text: str
    answers: tuple[str, ...]
    sources: frozenset[str]
    """Empty where none is named: then any article may answer."""
    answerable: bool
    asked: date | None = None
    """The day on which it was asked, which says what "this week" means; None: today."""


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions. Raises BadUse, naming the line that cannot be used."""
    try:
        # Not splitlines: what else it takes for an end may stand inside a JSON string.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise BadUse(f"{path} cannot be read ({reason}).") from None
    questions = [
        _question(line, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not questions:
        raise BadUse(f"{path} holds no question: write one a line, as JSON.")
    return questions


def _question(line: str, place: str) -> Question:
    try:
        row: dict[str, Any] = json.loads(line)
        text, answers = row["question"], row.get("answers", [])
        sources = row["sources"] if "sources" in row else row.get("articles", [])
        day = row.get("date")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadUse(f'{place} is no JSON object with a "question".') from None
    if not isinstance(text, str) or not text.strip():
        raise BadUse(f"{place}: the question is empty or no text.")
    for name, value in (("answers", answers), ("sources", sources)):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise BadUse(f'{place}: "{name}" must be a list of texts.')
    if any(_SURROGATE.search(each) for each in (text, *answers, *sources)):
        raise BadUse(f"{place} holds half a character, which no file can keep.")
    try:
        asked = date.fromisoformat(day) if day else None
    except (ValueError, TypeError):
        raise BadUse(f'{place}: "date" must be a day like 2024-12-31.') from None
    answers = [answer for answer in answers if answer.strip()]
    answerable = row.get("answerable", bool(answers))
    if not isinstance(answerable, bool):
        raise BadUse(f'{place}: "answerable" must be true or false.')
    if answerable and not answers:
        raise BadUse(f"{place} is answerable, but has no answers to compare with.")
    named = (source.replace(os.sep, "/").removeprefix("./").rstrip("/") for source in sources)
    return Question(text, tuple(answers), frozenset(filter(str.strip, named)), answerable, asked)


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in a text, by SQuAD's rules or as it is, in whole words."""
    words = f" {normalised(text)} "
    for answer in answers:
        if (wanted := normalised(answer)) and f" {wanted} " in words:
            return True
        edges = (r"\b" if answer[:1].isalnum() else "", r"\b" if answer[-1:].isalnum() else "")
        if answer and re.search(re.escape(answer).join(edges), text, re.IGNORECASE):
            return True
    return False


def is_named(names: frozenset[str], sources: Iterable[str]) -> bool:
    """Whether one of the sources of an article (its own, copies', its address) is named."""
    return any(not names.isdisjoint(names_of(source)) for source in sources if source)


def unknown_sources(questions: Iterable[Question], entries: Iterable[Entry]) -> list[str]:
    """The sources that questions name and no article of an index is called by, sorted."""
    known = {name for each in entries for name in names_of(each.source) | names_of(each.url)}
    return sorted({name for each in questions for name in each.sources} - known)


def names_of(source: str) -> set[str]:
    """All that a person may call a source: "/a/b.csv#7" is also "a/b.csv", "b.csv", "b", "7"."""
    whole = source.replace(os.sep, "/").rstrip("/")
    names = {whole}
    file, _, key = whole.partition(PART)
    for path in (file, whole):
        steps = path.split("/")
        names |= {"/".join(steps[place:]) for place in range(len(steps))}
    stems = {name.rpartition(".")[0] for name in names if "." in name.rpartition("/")[2]}
    return (names | stems | {key}) - {""}


def answers_in(question: Question, passage: Passage, sources: Sequence[str]) -> bool:
    """Whether a passage is wanted: an answer stands in it, and its article is one that is named.

    A yes or a no stands in none: there, a passage of an article that is named is wanted.
    """
    if question.answers and {each.lower() for each in question.answers} <= {"yes", "no"}:
        return is_named(question.sources, sources)
    named = not question.sources or is_named(question.sources, sources)
    return named and holds(f"{passage.title}\n{passage.text}", question.answers)
