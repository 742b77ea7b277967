"""Questions written for this project: many look as if their passage answered them, and it does not.

People who wrote SQuAD 2.0's unanswerable questions did so for 442 articles, of which the data that
we may train on have next to nothing; and a reader that never met such questions takes the words
that only stand near (Rajpurkar, Jia and Liang 2018). A file (.gz or .xz) has a line of JSON for
each passage: either a passage of its own (`title`, `text`), invented like its questions, or a
passage of a data file, named by `of` (where below the data's folder) and `sha256` (of its text, 16
digits). `asked` are its questions: `q`, `a` (the answer, or null), and `at` (words around the
answer, where the answer's own stand in the passage more than once).

Or a line is a story: `passages` of several articles (`title`, `text`) about one matter, of which
each question is asked. Its `a` are then as many answers, of which one that stands more than once is
an object with `a` and `at`. What was written before the event, of last year's or of a like one
elsewhere does not answer, though it may hold the right words.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from index.errors import BadUse
from qa.evaluation.squad import bad_use_of, read_articles

TOGETHER = 10
"""Neighbouring passages of a file's own that make one article: hard negatives of one another, and
held out together."""


def written_articles(path: Path, data: Path) -> list[dict[str, Any]]:
    """The articles of a file of written questions, in SQuAD's form; raises BadUse.

    Passages of data files are looked up below the folder `data`.
    """
    articles: dict[str, dict[str, Any]] = {}
    known: dict[str, dict[str, tuple[str, str]]] = {}
    stem = path.name.partition(".")[0]
    try:
        opened = lzma.open if path.suffix == ".xz" else gzip.open
        with opened(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        for number, row in enumerate(rows):
            if "passages" in row:
                title = f"{stem} {number}"
                articles[title] = {"title": title, "paragraphs": _story(row)}
                continue
            if "text" in row:
                title, text = f"{stem} {number // TOGETHER}", row["text"]
            else:
                name = row["of"]
                if name not in known:
                    known[name] = _contexts(data / name)
                title, text = known[name][row["sha256"]]
            article = articles.setdefault(title, {"title": title, "paragraphs": []})
            article["paragraphs"].append({"context": text, "qas": list(_questions(row, text))})
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise BadUse(f"Cannot read {path}: {getattr(error, 'strerror', None) or error}.") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BadUse(
            f"{path} holds no written questions, or not to the passages below {data}."
        ) from None
    return list(articles.values())


def digest(text: str) -> str:
    """By which a passage of a data file is named."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _contexts(path: Path) -> dict[str, tuple[str, str]]:
    """Of a SQuAD-format file, by digest: an article's title, and the passage."""
    with bad_use_of(path):
        return {
            digest(paragraph["context"]): (str(article["title"]), paragraph["context"])
            for article in read_articles(path)
            for paragraph in article["paragraphs"]
        }


def _questions(row: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    for asked in row["asked"]:
        yield {"id": "", "question": asked["q"]} | _answer(asked, text)


def _story(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A paragraph for each passage; a question has the same id in all of them."""
    paragraphs = []
    for asked in row["asked"]:
        if type(asked["a"]) is not list or len(asked["a"]) != len(row["passages"]):
            raise ValueError("an answer for each passage")
    for at, passage in enumerate(row["passages"]):
        questions = []
        for number, asked in enumerate(row["asked"]):
            said = asked["a"][at]
            answer = _answer(said if isinstance(said, dict) else {"a": said}, passage["text"])
            questions.append({"id": f"{number}", "question": asked["q"]} | answer)
        paragraphs.append({"context": passage["text"], "qas": questions})
    return paragraphs


def _answer(said: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What SQuAD's form says of a question's answer."""
    answer = said["a"]
    if answer is None:
        return {"answers": [], "is_impossible": True}
    around = said.get("at", answer)
    start = text.index(around) + around.index(answer)
    return {"answers": [{"text": answer, "answer_start": start}]}
