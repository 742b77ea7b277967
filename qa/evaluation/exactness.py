"""Are citations exact? Checked from a second process, while a third one builds the index again.

The asker asks questions made of the articles' own sentences. The checker opens the catalog for
itself and slices the stored articles. The builder drops some of the articles and takes them in
again, over and over, so that generations come and go under both.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from index.build import build
from index.catalog import Catalog
from index.errors import BadUse, FootnoteError, IndexUnusable
from index.models import embedder_of
from index.sentences import sentence_spans
from index.store import PassageIndex
from qa.assistant import Assistant
from qa.types import Answer, Citation

REBUILDS = 2
"""Generations, at least, that are published while questions are asked."""
DROPPED = 0.2
"""Share of the files, at least, that the builder leaves out every other time."""
_TOLD = re.compile(r"\b(?:\d[\d,.]*\d|\d|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    answers: int
    citations: int
    questions: int
    generations: int
    """Generations that were answered from."""
    exceptions: tuple[str, ...]


def check(
    folder: Path,
    *,
    answers: int,
    rebuild: Path | None = None,
    passages: int = 10,
    tell: Callable[[int], object] = lambda done: None,
) -> Checked:
    """Ask until so many answers are checked. Raises BadUse where the articles give too few."""
    exceptions: list[str] = []
    asked = given = citations = 0
    generations: set[int] = set()
    with contextlib.ExitStack() as stack:
        assistant = stack.enter_context(Assistant(folder))
        checker = stack.enter_context(_Process(folder))
        builder = (
            stack.enter_context(_Process(folder, str(rebuild.absolute()))) if rebuild else None
        )
        questions = made_questions(lambda: assistant.index)
        while given < answers or (builder and len(generations) <= REBUILDS):
            if builder and builder.ended():
                builder.finish()
            # While a generation is held here, no article is cleared away that it, or a later one
            # that answers, has cited.
            held = assistant.index
            asked += 1
            if given < answers and asked > 20 * answers + 100:
                raise BadUse("Too few of the questions made of these articles are answered.")
            answer = assistant.ask(next(questions), passages=passages, risk=1.0)
            generations.add(held.generation)
            cited = [*answer.citations, *(c for claim in answer.claims for c in claim.citations)]
            exceptions += checker.ask([_told(each) for each in cited])
            citations += len(cited)
            given += answer.answered and _is_quoted(answer)
            if answer.answered and not _is_quoted(answer):
                exceptions.append(f"{answer.text!r} does not stand in its citations")
            tell(given)
        if builder:
            builder.finish()
    return Checked(given, citations, asked, len(generations), tuple(exceptions))


def made_questions(newest: Callable[[], PassageIndex], *, seed: int = 0) -> Iterator[str]:
    """Questions without end: sentences of the articles, each without a name or a number in it.

    Of the newest generation, and between two questions no generation is held.
    """
    chance = random.Random(seed)  # noqa: S311
    ids: list[int] = []
    generation = 0
    while True:
        index = newest()
        if index.generation != generation:
            generation, ids = index.generation, index.catalog.living_ids(index.generation).tolist()
        passage_id = chance.choice(ids)
        passage = index.passages([passage_id])[passage_id]
        del index
        sentences = sentence_spans(passage.text)
        if not sentences:
            continue
        start, end = chance.choice(sentences)
        sentence = passage.text[start:end].strip(' \n.!?"“”')
        told = list(_TOLD.finditer(sentence))
        if not told or len(sentence.split()) < 5:
            yield f"What is said about {' '.join(sentence.split()[:12])}?"
            continue
        gone = chance.choice(told)
        asking = "How many or when" if gone[0][0].isdigit() else "Who or what"
        yield f"{asking}: {sentence[: gone.start()]} … {sentence[gone.end() :]}?"


def _is_quoted(answer: Answer) -> bool:
    """Whether the words of an answer stand in what it cites; yes and no stand nowhere."""
    spans = answer.items or ((answer.text,) if answer.form == "span" else ())
    quotes = [citation.quote for citation in answer.citations]
    return bool(quotes) and all(any(span in quote for quote in quotes) for span in spans)


def _told(citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    spans = [
        (citation.start, citation.end, citation.quote),
        (passage.start, passage.end, passage.text),
        *((each.start, each.end, each.text) for each in citation.mentions),
    ]
    return {"article": passage.article_id, "source": citation.source, "spans": spans}


def wrong(catalog: Catalog, told: Sequence[dict[str, Any]]) -> list[str]:
    """Which of the citations are not the stored article's own words at their offsets."""
    found = []
    for each in told:
        article = catalog.article(each["article"])
        if article is None or article.source != each["source"]:
            found.append(f"{each['source']}: there is no such article")
            continue
        for start, end, words in each["spans"]:
            if not words or article.text[start:end] != words:
                found.append(f"{each['source']}:{start}-{end} is not {words!r}")
    return found


class _Process:
    """Another process of this module: the checker, or with articles the builder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        # SQLite is asked by an address, which no relative path makes.
        named = str(folder.absolute())
        command = [sys.executable, "-m", "qa.evaluation.exactness", named, *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __enter__(self) -> _Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def ask(self, told: object) -> list[str]:
        """Hand over a line, and wait for one. Raises IndexUnusable where none comes."""
        assert self._process.stdin is not None  # noqa: S101  (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        try:
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
            found: list[str] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            raise IndexUnusable("The process that checks the citations has ended.") from None
        return found

    def ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.poll() is not None

    def finish(self) -> None:
        """Let the builder end with all articles in. Raises IndexUnusable where it could not."""
        self._process.communicate()
        if self._process.returncode:
            raise IndexUnusable("The index could not be built again: see the message above.")


def _check_lines(folder: Path, lines: TextIO) -> None:
    catalog = Catalog.open(folder)
    try:
        for line in lines:
            print(json.dumps(wrong(catalog, json.loads(line))), flush=True)
    finally:
        catalog.close()


def _rebuild(folder: Path, articles: Path, lines: TextIO) -> None:
    """Build without some files and with all of them, in turn, until the input ends."""
    reading = threading.Thread(target=lines.read, daemon=True)
    reading.start()
    embedder = embedder_of(folder)
    patterns = _left_out(articles)
    while reading.is_alive():
        build([articles], folder, embedder=embedder, ignore=patterns, prune=True)
        build([articles], folder, embedder=embedder)


def _left_out(articles: Path) -> list[str]:
    """Patterns of files, by the last character of their names, that are DROPPED of all or more."""
    names = [
        path.stem for path in articles.rglob("*") if path.is_file() and path.stem[-1].isalnum()
    ]
    ends = Counter(name[-1] for name in names)
    patterns: list[str] = []
    dropped = 0
    for end, count in sorted(ends.items(), key=lambda each: (each[1], each[0])):
        if dropped >= DROPPED * len(names) or len(patterns) == len(ends) - 1:
            break
        patterns.append(f"*{end}.*")
        dropped += count
    if not patterns:
        raise BadUse(f"{articles} holds too few files to leave some of them out.")
    return patterns


def _main(folder: Path, *articles: Path) -> int:
    try:
        if articles:
            _rebuild(folder, articles[0], sys.stdin)
        else:
            _check_lines(folder, sys.stdin)
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*map(Path, sys.argv[1:])))
