"""SQuAD-format questions, and the official rules by which answers to them are scored.

Rajpurkar et al. 2016 and, for questions without an answer, Rajpurkar, Jia and Liang 2018: the best
over a question's gold answers, words compared without case, punctuation and articles. Curved
quotation marks and long dashes are punctuation, too: the official script knows those of ASCII.
"""

from __future__ import annotations

import gzip
import json
import re
import string
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import BadUse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_PUNCTUATION = frozenset(string.punctuation + "‘’“”–—")
_ARTICLES = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a paragraph, with its gold answers; none: the paragraph does not answer it."""

    id: str
    question: str
    answers: tuple[str, ...]
    context: str
    article: str


def read_cases(path: Path) -> list[Case]:
    """Read a SQuAD-format file, gzipped or not. Raises BadUse."""
    with bad_use_of(path):
        cases = [
            Case(
                str(question["id"]),
                text_in(question["question"]),
                ()
                if question.get("is_impossible")
                else tuple(text_in(answer["text"]) for answer in question["answers"]),
                text_in(paragraph["context"]),
                str(article.get("title", number)),
            )
            for number, article in enumerate(read_articles(path))
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]
    if not cases:
        raise BadUse(f"{path} holds no question.")
    return cases


def text_in(value: object) -> str:
    """A field of such a file that is to be text. Raises TypeError where it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a SQuAD-format file, gzipped or not, as they stand there."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        articles: list[dict[str, Any]] = json.load(file)["data"]
    return articles


@contextmanager
def bad_use_of(path: Path) -> Iterator[None]:
    """Whatever goes wrong while a SQuAD-format file is read is BadUse of that file."""
    try:
        yield
    except OSError as error:
        raise BadUse(f"Cannot read {path}: {error.strerror or error}.") from None
    except (EOFError, zlib.error):
        raise BadUse(f"Cannot read {path}: it is cut short or damaged.") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BadUse(f"{path} is no SQuAD-format file: it has no data[].paragraphs[].") from None


def normalised(answer: str) -> str:
    """An answer as the official evaluation compares it."""
    kept = "".join(c for c in answer.lower() if c not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def exact(given: str, answers: Sequence[str]) -> float:
    """1 if the answer equals a gold one; without gold answers, 1 for giving none."""
    return float(any(normalised(given) == normalised(answer) for answer in answers or ("",)))


def f1(given: str, answers: Sequence[str]) -> float:
    """The best F1 of words, over the gold answers; without gold answers, 1 for giving none."""
    return max(_f1(normalised(given).split(), normalised(a).split()) for a in answers or ("",))


def _f1(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return float(one == other)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))


def best_f1(f1s: Floats, answerable: Flags, confidence: Floats) -> tuple[float, float]:
    """The best mean F1 that a threshold on the confidence gives, and that threshold.

    Questions below it are left unanswered, which is right (1) for those without an answer.
    `f1s` are those of the answers that would be given; an unanswerable question's counts 0.
    """
    order = np.argsort(-confidence, kind="stable")
    gain = np.where(answerable, f1s, -1.0)[order]
    totals = (~answerable).sum() + np.concatenate([[0.0], np.cumsum(gain)])
    best = int(totals.argmax())
    threshold = float(confidence[order[best - 1]]) if best else np.inf
    return float(totals[best] / len(f1s)), threshold


def auroc(positive: Flags, confidence: Floats) -> float:
    """Chance that a positive one has the higher confidence; ties count half. NaN: one kind only."""
    from scipy.stats import rankdata

    count = int(positive.sum())
    if not 0 < count < len(positive):
        return float("nan")
    ranks = rankdata(confidence)[positive].sum()
    return float((ranks - count * (count + 1) / 2) / (count * (len(positive) - count)))


def risk_coverage(right: Floats, confidence: Floats) -> tuple[Floats, Floats]:
    """Coverage (share answered) and risk (share wrong of those), surest first (El-Yaniv 2010).

    One point for each confidence that was told: no threshold can part what is equally sure.
    """
    order = np.argsort(-confidence, kind="stable")
    answered = np.cumsum(np.unique(-confidence, return_counts=True)[1])
    wrong = np.cumsum(1 - right[order])[answered - 1]
    return answered / len(right), wrong / answered


def coverage_at(risk: float, coverage: Floats, risks: Floats) -> float:
    """The largest coverage whose risk is at most this one; 0 if none."""
    return float(coverage[risks <= risk].max(initial=0.0))
