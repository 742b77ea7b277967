"""A real article and questions that people asked of it. It is not part of the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from qa import Assistant
from qa.equivalence import normalise

ARTICLE = Path(__file__).parents[3] / "shared" / "articles" / "soleimani-dehghan.txt"
pytestmark = pytest.mark.skipif(
    not ARTICLE.is_file(), reason="the article is not beside this checkout"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("soleimani") / "index"
    build([ARTICLE], folder, embedder=default_embedder())
    return Assistant(folder)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is the new Quds Force commander?", "Esmail Ghaani"),
        ("When did Dehghan serve as defense minister?", "2013 to 2017"),
        ("What killed Soleimani?", "US airstrike"),
    ],
)
def test_answers(assistant: Assistant, question: str, answer: str) -> None:
    given = assistant.ask(question)
    assert normalise(answer) in normalise(given.text)
    citation = given.citations[0]
    article = assistant.article(citation.passage.article_id)
    assert article is not None
    assert article.text[citation.start : citation.end] == citation.quote
    assert given.text in citation.quote


def test_abstention(assistant: Assistant) -> None:
    assert not assistant.ask("What is the population of Tehran?").answered


def test_most_unanswerable_questions_are_refused(assistant: Assistant) -> None:
    from_file = Path(__file__).parents[1] / "data" / "soleimani_questions.json"
    questions = json.loads(from_file.read_text("utf-8"))
    unanswerable = [q for q in questions if not q["answerable"]]
    assert len(unanswerable) == 8
    assert sum(not assistant.ask(q["question"]).answered for q in unanswerable) >= 6
