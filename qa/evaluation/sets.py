"""Published question sets become what a person has: a folder of articles, and questions to it.

What is written is what `calibrate` and everybody's own evaluation take: `articles/*.md`, and
`questions.jsonl` with question, answers, the sources that hold one (file names, without ending),
and the day on which it was asked.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.errors import BadUse
from qa.evaluation.squad import Case

Row = Mapping[str, object]


def write_squad(cases: Sequence[Case], out: Path, *, questions: int, seed: int = 0) -> int:
    """Write the articles of a SQuAD-format set, and some of its answerable questions."""
    write_articles(cases, out / "articles")
    answerable = [case for case in cases if case.answers]
    chance = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    drawn = chance.sample(answerable, min(questions, len(answerable)))
    return _write_questions(
        out,
        (
            {
                "question": case.question,
                "answers": list(dict.fromkeys(case.answers)),
                "sources": [file_name(case.article)],
            }
            for case in drawn
        ),
    )


def write_articles(cases: Iterable[Case], folder: Path) -> None:
    """Write the paragraphs of each article of a SQuAD-format set to one file."""
    articles: dict[str, dict[str, None]] = {}
    for case in cases:
        articles.setdefault(case.article, {})[case.context] = None
    for title, paragraphs in articles.items():
        text = "\n\n".join(paragraphs)
        write_article(folder, file_name(title), title.replace("_", " "), text)


def file_name(title: str) -> str:
    """The name, without ending, of the file that an article is written to.

    With a hash where the title is not kept whole, so that C++ and C# stay two articles.
    """
    name = re.sub(r"[^\w-]+", "_", title)[:100]
    if name and name == title:
        return name
    return f"{name}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def write_news(source: Path, out: Path, *, half: str, articles: int, seed: int = 0) -> int:
    """Write one half ("a" or "b") of the news questions that some article answers.

    Beside the articles that hold an answer to one of them stand others, drawn at random, up to
    `articles` in all. Halves are drawn by question, so that what is chosen on one can be measured
    on the other. Raises BadUse.
    """
    try:
        asked = [row for row in _lines(source / "dev_questions.jsonl.gz") if _usable(row)]
        chance = random.Random(seed)  # noqa: S311
        chance.shuffle(asked)
        asked = asked[: len(asked) // 2] if half == "a" else asked[len(asked) // 2 :]
        wanted = {name for row in asked for name in row["articles_with_answer_string"]}
        stored = {row["id"]: row for row in _lines(source / "dev_articles.jsonl.gz")}
        left = sorted(stored.keys() - wanted)
        others = chance.sample(left, min(max(0, articles - len(wanted)), len(left)))
        for name in [*sorted(wanted & stored.keys()), *others]:
            row = stored[name]
            published = str(row.get("publish_date") or "").replace("/", "-")
            write_article(out / "articles", name, str(row["title"]), str(row["text"]), published)
        return _write_questions(
            out,
            (
                {
                    "question": row["question"],
                    "answers": [str(row["answer"]).strip("“”\"'‘’ ")],
                    "sources": row["articles_with_answer_string"],
                    "date": str(row.get("date") or "").replace("/", "-"),
                }
                for row in asked
            ),
        )
    except (KeyError, TypeError):
        raise BadUse(f"{source} holds no such news: a row of its files lacks a field.") from None


def _usable(row: Mapping[str, Any]) -> bool:
    """Some article supports the answer, by a weak label, and it is short enough for a span."""
    return bool(row["articles_supporting_weak"]) and len(str(row["answer"]).split()) <= 5


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except OSError as error:
        raise BadUse(f"Cannot read {path}: {error.strerror or error}.") from None
    except (ValueError, EOFError, zlib.error):
        raise BadUse(f"Cannot read {path}: it is cut short or damaged.") from None


def write_article(folder: Path, name: str, title: str, text: str, published: str = "") -> None:
    """Write an article to a file of this name, without ending, in a folder. Raises BadUse."""
    file = folder / f"{name}.md"
    if file.parent != folder:
        raise BadUse(f"An article cannot be called {name!r}: that is no file in {folder}.")
    folder.mkdir(parents=True, exist_ok=True)
    head = {"title": title, "date": published}
    front = "\n".join(f"{key}: {json.dumps(said)}" for key, said in head.items() if said)
    written = f"---\n{front}\n---\n\n{text}" if front else text
    file.write_text(written, "utf-8")


def _write_questions(out: Path, rows: Iterable[Row]) -> int:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (out / "questions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)
