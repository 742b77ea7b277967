"""What people said about answers: kept as JSON lines beside the index, exported as questions.

    python -m qa.ratings INDEX > questions.jsonl

A rating is appended and never changed; of several ratings of one question the last one counts.
Nothing here asks or answers.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

from index import console
from index.errors import BadUse
from index.store import default_folder
from qa.types import Answer

Verdict = Literal["right", "wrong", "unanswerable"]
"""Of an answer or a refusal: it is right; it is wrong; or wrong since the articles don't say."""
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "unanswerable")
LONGEST = 500
"""Characters of "what is right"."""


@dataclass(frozen=True, slots=True)
class RatedQuestion:
    """A question with what is right, as an evaluation reads it."""

    question: str
    answers: tuple[str, ...]
    sources: tuple[str, ...]
    """Sources of articles that say so, as far as they are known."""
    answerable: bool

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, a line of a question set."""
        return {
            "question": self.question,
            "answers": list(self.answers),
            "sources": list(self.sources),
            "answerable": self.answerable,
        }


class Ratings:
    """The ratings of one index. Safe to share between threads."""

    def __init__(self, index: Path | str) -> None:
        folder = Path(os.path.abspath(index))  # noqa: PTH100
        self.file = folder.with_name(f"{folder.name}-ratings.jsonl")
        self._lock = threading.Lock()

    def add(self, answer: Answer, verdict: Verdict, right: str = "") -> None:
        """Keep a rating, with `right` for what would have been right. Raises BadUse."""
        if verdict not in VERDICTS:
            raise BadUse(f"A rating is one of {', '.join(VERDICTS)}, not {verdict!r}.")
        if len(right) > LONGEST:
            raise BadUse(f"What is right must fit in {LONGEST} characters.")
        record = {
            "rated": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "verdict": verdict,
            "right": " ".join(right.split()),
            "answer": answer.to_dict(),
        }
        line = json.dumps(record, ensure_ascii=True) + "\n"
        with (
            self._lock,
            open(self.file, "a+b", buffering=0, opener=_for_its_owner) as file,
        ):
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            if size and file.read(1) != b"\n":  # torn by a crash: let it not take this one along
                line = "\n" + line
            # One write to the end of the file, so that two processes never mix their lines.
            if file.write(line.encode("ascii")) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.file))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The ratings as they were given; a line that a crash left unfinished is passed over."""
        try:
            lines = self.file.read_text("utf-8", errors="replace").split("\n")
        except FileNotFoundError:
            return
        for line in lines:
            with suppress(ValueError, RecursionError):
                record = json.loads(line)
                if isinstance(record, dict):
                    yield record

    def questions(self) -> list[RatedQuestion]:
        """What the ratings teach, as evaluation questions; "wrong" alone teaches no answer."""
        last: dict[str, RatedQuestion | None] = {}
        for record in self:
            # A line that somebody else wrote may have any form; it is no rating then.
            with suppress(LookupError, TypeError, AttributeError):
                made = _question(record)
                asked = record["answer"]["asked"]
                last.pop(asked, None)  # so that the order is that of the last ratings
                last[asked] = made
        return [question for question in last.values() if question]


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _question(record: dict[str, Any]) -> RatedQuestion | None:
    answer, verdict, right = record["answer"], record["verdict"], record["right"]
    asked = answer["asked"]
    cited = tuple(dict.fromkeys(citation["source"] for citation in answer["citations"]))
    if not isinstance(asked, str):
        raise TypeError("a question is a text")
    if verdict == "right" and answer["answered"]:
        return RatedQuestion(asked, (answer["text"], *answer["items"]), cited, True)
    if verdict in ("right", "unanswerable"):
        return RatedQuestion(asked, (), (), False)
    return RatedQuestion(asked, (right,), _saying(right, answer), True) if right else None


def _saying(right: str, answer: dict[str, Any]) -> tuple[str, ...]:
    """Sources whose cited passages hold the right words."""
    cited = answer["citations"] + [
        each for claim in answer["claims"] for each in claim["citations"]
    ]
    wanted = right.casefold()
    return tuple(
        dict.fromkeys(
            citation["source"]
            for citation in cited
            if wanted in citation["passage"]["text"].casefold()
        )
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the ratings of an index, or of the default one, as evaluation questions."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.ratings",
        description="Print what was rated on the page as evaluation questions, a JSON line each.",
    )
    parser.add_argument(
        "index", nargs="?", type=Path, default=default_folder(), metavar="INDEX", help="its folder"
    )
    parser.set_defaults(command=_print)
    return console.run(parser, arguments)


def _print(arguments: argparse.Namespace) -> int:
    ratings = Ratings(arguments.index)
    if not ratings.file.exists():
        raise BadUse(f"Nothing has been rated over the index {arguments.index}: no {ratings.file}.")
    for question in ratings.questions():
        print(json.dumps(question.to_dict(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
