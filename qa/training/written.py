"""Questions written for this project: many look as if their passage answered them, and it does not.

People who wrote SQuAD 2.0's unanswerable questions did so for 442 articles, of which the data that
we may train on have next to nothing; and a reader that never met such questions takes the words
that only stand near (Rajpurkar, Jia and Liang 2018). A file, gzipped, has a line of JSON for each
passage: either a passage of its own (`title`, `text`), invented like its questions, or a passage of
a data file, named by `of` (where below the data's folder) and `sha256` (of its text, 16 digits).
`asked` are its questions: `q`, `a` (the answer, or null), and `at` (words around the answer, where
the answer's own stand in the passage more than once).
"""

from __future__ import annotations

import gzip
import hashlib
import json
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
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        for number, row in enumerate(rows):
            if "text" in row:
                title, text = f"{stem} {number // TOGETHER}", row["text"]
            else:
                name = row["of"]
                if name not in known:
                    known[name] = _contexts(data / name)
                title, text = known[name][row["sha256"]]
            article = articles.setdefault(title, {"title": title, "paragraphs": []})
            article["paragraphs"].append({"context": text, "qas": list(_questions(row, text))})
    except (OSError, EOFError, zlib.error) as error:
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
        answer, question = asked["a"], {"id": "", "question": asked["q"]}
        if answer is None:
            yield question | {"answers": [], "is_impossible": True}
        else:
            around = asked.get("at", answer)
            start = text.index(around) + around.index(answer)
            yield question | {"answers": [{"text": answer, "answer_start": start}]}
