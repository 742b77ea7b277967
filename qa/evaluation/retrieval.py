"""How well passages are found: SQuAD-format paragraphs, judged collections, one's own questions.

Beside the ranking that questions get, `qa.retriever`'s, others can be measured: a convex
combination or reciprocal ranks at any weight and depth, and either search alone. Nothing is chosen
here.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from index.embedder import Embedder
from index.errors import BadUse
from index.store import PassageIndex
from index.types import Hit, Passage
from qa.evaluation.questions import Question, answers_in, holds, is_named
from qa.evaluation.rankings import Ranking, first_of, ndcg, reciprocal_rank, success
from qa.evaluation.sets import file_name, write_article
from qa.evaluation.squad import Case
from qa.retriever import DEPTH, LEXICAL_WEIGHT, retrieve

Method = Literal["convex", "rrf", "dense", "lexical"]
METHODS: tuple[Method, ...] = ("convex", "rrf", "dense", "lexical")
AT = (1, 5, 10, 20)
RRF = 60
"""Added to a rank before it is inverted (Cormack, Clarke and Büttcher 2009)."""
READ = 10
"""Passages read for a question."""
DEEP = 200
"""Passages retrieved so that READ are left when those of the answer's articles are out."""
PASSAGES_FOR_ARTICLES = 100
"""Passages retrieved where articles are ranked by their best one."""

Search = Callable[[str, int], list[Passage]]
"""`search(question, k)`: the k best passages, best first."""
Tell = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Fusion:
    """How two rankings become one. `weight` is the words' share, the vectors have the rest."""

    method: Method = "convex"
    weight: float = LEXICAL_WEIGHT
    depth: int = DEPTH
    """Passages taken from each search."""


def searching(index: PassageIndex, embedder: Embedder, fusion: Fusion | None = None) -> Search:
    """The search that questions get, or that of another fusion."""
    if fusion is None:
        return lambda question, k: [hit.passage for hit in retrieve(question, index, embedder, k=k)]

    def search(question: str, k: int) -> list[Passage]:
        vector = embedder.embed_questions([question])[0]
        depth = max(fusion.depth, k)
        cosines = dict(index.nearest(vector, depth))
        words = dict(index.matching(question, depth))
        if fusion.method == "convex":
            unseen = [passage_id for passage_id in words if passage_id not in cosines]
            for passage_id, stored in index.vectors(unseen).items():
                cosines[passage_id] = float(np.dot(stored, vector))
        scores = combined(cosines, words, fusion)
        best = sorted(scores, key=lambda each: (-scores[each], each))[:k]
        passages = index.passages(best)
        return [passages[each] for each in best if each in passages]

    return search


def combined(
    cosines: dict[int, float], words: dict[int, float], fusion: Fusion
) -> dict[int, float]:
    """One score a passage."""
    if fusion.method == "dense":
        return cosines
    if fusion.method == "lexical":
        return words
    dense, lexical = 1 - fusion.weight, fusion.weight
    if fusion.method == "convex":
        best = max(words.values(), default=0.0) or 1.0
        return {
            each: dense * cosine + lexical * words.get(each, 0.0) / best
            for each, cosine in cosines.items()
        }
    scores: dict[int, float] = {}
    for weight, found in ((dense, cosines), (lexical, words)):
        ranked = sorted(found, key=lambda each: (-found[each], each))
        for rank, each in enumerate(ranked, start=1):
            scores[each] = scores.get(each, 0.0) + weight / (RRF + rank)
    return scores


def rank_paragraphs(
    cases: Sequence[Case], index: PassageIndex, search: Search, tell: Tell
) -> list[Ranking]:
    """A hit is a passage from the gold paragraph in which a gold answer stands."""
    articles = {Path(entry.source).stem: entry.id for entry in index.entries()}

    @cache
    def outline(title: str) -> Outline:
        article = index.article(articles[file_name(title)])
        return Outline(article.text if article else "")

    rankings = []
    for number, case in enumerate(cases, start=1):
        gold = outline(case.article).find(case.context)
        own = articles[file_name(case.article)]
        rankings.append(
            first_of(
                [
                    passage.article_id == own and holds(_shared(passage, gold), case.answers)
                    for passage in search(case.question, max(AT))
                ]
            )
        )
        tell(number)
    return rankings


class Outline:
    """The letters and digits of a text, by which a paragraph is found whatever else was changed."""

    def __init__(self, text: str) -> None:
        self._places = [place for place, character in enumerate(text) if character.isalnum()]
        self._letters = "".join(text[place] for place in self._places)

    def find(self, part: str) -> tuple[int, int]:
        """Where a part of the text stands in it; (0, 0) where it does not."""
        letters = "".join(character for character in part if character.isalnum())
        at = self._letters.find(letters)
        if at < 0 or not letters:
            return 0, 0
        return self._places[at], self._places[at + len(letters) - 1] + 1


def _shared(passage: Passage, place: tuple[int, int]) -> str:
    """The words of a passage that stand at a place of its article."""
    start, end = (min(max(edge - passage.start, 0), len(passage.text)) for edge in place)
    return passage.text[start:end]


def rank_named(
    questions: Sequence[Question], index: PassageIndex, search: Search, tell: Tell
) -> list[Ranking]:
    """A hit is a passage of a named article in which an answer stands; of answerable questions."""
    sources = sources_in(index)
    rankings = []
    for number, question in enumerate(questions, start=1):
        if question.answerable:
            found = search(question.text, max(AT))
            rankings.append(first_of([answers_in(question, each, sources(each)) for each in found]))
        tell(number)
    return rankings


def sources_in(index: PassageIndex) -> Callable[[Passage], tuple[str, ...]]:
    """What an article's passages can be named by: its source, its address, and its copies."""

    @cache
    def copies(article_id: int) -> tuple[str, ...]:
        return index.catalog.copies(article_id, index.generation)

    return lambda passage: (passage.source, passage.url, *copies(passage.article_id))


def without_answers(question: Question, hits: Sequence[Hit], index: PassageIndex) -> list[Hit]:
    """The hits of articles that are not named, and in which no answer stands: none can answer.

    Names alone do not make a question unanswerable: who named them has seldom read all articles.
    """
    sources = sources_in(index)

    @cache
    def answers(article_id: int) -> bool:
        article = index.article(article_id)
        return article is not None and holds(f"{article.title}\n{article.text}", question.answers)

    return [
        hit
        for hit in hits
        if not is_named(question.sources, sources(hit.passage))
        and not answers(hit.passage.article_id)
    ]


def without_passages(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in which no answer stands: of the same articles, all but what answers."""
    return [hit for hit in hits if not holds(hit.passage.text, question.answers)]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of a judged collection, and the gain of each article that was judged relevant."""

    question: str
    gains: dict[str, float]


def write_collection(folder: Path, articles: Path) -> list[Judged]:
    """Write a collection's articles to files, and read its questions. Raises BadUse.

    Of the files corpus.jsonl.gz (_id, title, text), queries.jsonl (text) and qrels.tsv: a
    question's number is its place, and grades run from 1, the best, to 4; others are not relevant.
    """
    try:
        with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in _rows(file):
                write_article(articles, str(row["_id"]), row["title"], row["text"])
        asked = [str(row["text"]) for row in _rows(_lines(folder / "queries.jsonl"))]
        gains: dict[int, dict[str, float]] = {n: {} for n in range(1, len(asked) + 1)}
        for line in _lines(folder / "qrels.tsv")[1:]:
            number, article, grade = line.split("\t")
            judged = gains[int(number)]
            if 1 <= int(grade) <= 4:
                judged[article] = 5.0 - int(grade)
    except OSError as error:
        named = error.filename or folder / "corpus.jsonl.gz"
        raise BadUse(f"Cannot read {named}: {error.strerror or error}.") from None
    except (ValueError, LookupError, TypeError, EOFError, zlib.error):
        raise BadUse(
            f"{folder} is no judged collection: it wants corpus.jsonl.gz, queries.jsonl, qrels.tsv."
        ) from None
    pairs = zip(asked, gains.values(), strict=True)
    return [Judged(text, judged) for text, judged in pairs if judged]


def rank_articles(
    asked: Sequence[Judged], index: PassageIndex, search: Search, tell: Tell
) -> list[Ranking]:
    """Articles of an index by their best passage, with the gains that they were judged to have."""
    rankings = []
    for number, each in enumerate(asked, start=1):
        found = [Path(p.source).stem for p in search(each.question, PASSAGES_FOR_ARTICLES)]
        names = list(dict.fromkeys(found))
        rankings.append(
            Ranking(tuple(each.gains.get(name, 0.0) for name in names), tuple(each.gains.values()))
        )
        tell(number)
    return rankings


def figures(rankings: Sequence[Ranking]) -> list[tuple[str, float]]:
    """Figures by name."""
    return [
        ("questions", float(len(rankings))),
        *((f"Success@{k}", success(rankings, k)) for k in AT),
        ("MRR", reciprocal_rank(rankings)),
        ("nDCG@10", ndcg(rankings, 10)),
    ]


def _lines(path: Path) -> list[str]:
    # Not splitlines: what else it takes for an end may stand inside a JSON string.
    return path.read_text("utf-8").rstrip("\n").split("\n")


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines)
