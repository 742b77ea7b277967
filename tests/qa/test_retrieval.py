from __future__ import annotations

import gzip
import json
import math
from datetime import date
from pathlib import Path

import pytest

from index.build import build
from index.embedder import default_embedder
from index.errors import BadUse
from index.store import PassageIndex
from index.types import Passage
from qa.evaluation.__main__ import main
from qa.evaluation.questions import (
    Question,
    answers_in,
    holds,
    is_named,
    names_of,
    read_questions,
)
from qa.evaluation.rankings import Ranking, first_of, ndcg, reciprocal_rank, success
from qa.evaluation.reader import make_collection
from qa.evaluation.retrieval import (
    Fusion,
    Judged,
    Outline,
    combined,
    figures,
    rank_articles,
    rank_named,
    rank_paragraphs,
    searching,
    without_answers,
    without_passages,
    write_collection,
)
from qa.evaluation.squad import Case
from qa.retriever import retrieve

FIRST = "The treaty of peace was signed in Vienna in 1815 by Klemens von Metternich."
SECOND = "Vienna has had a tramway since 1865. It carries people to the wine villages. " * 12
BREAD = "Bake the bread for forty minutes, said Paul Hollis, the baker of Leeds."


def test_rankings_by_hand() -> None:
    third, none, first = first_of([False, False, True, True]), first_of([False]), first_of([True])
    assert third.gains == (0, 0, 1, 0), "only the first hit counts"
    assert [each.rank for each in (third, none, first)] == [3, 0, 1]
    asked = [third, none, first]
    assert success(asked, 1) == pytest.approx(1 / 3)
    assert success(asked, 3) == pytest.approx(2 / 3)
    assert reciprocal_rank(asked) == pytest.approx((1 / 3 + 0 + 1) / 3)
    assert ndcg(asked, 10) == pytest.approx((1 / math.log2(4) + 0 + 1) / 3)
    assert ndcg([third], 2) == 0, "what stands below is not seen"


def test_graded_gains_by_hand() -> None:
    # Found: gains 1 and 4 at ranks 1 and 3. There was 4, 2 and 1 to be had.
    found = Ranking((1.0, 0.0, 4.0), wanted=(1.0, 4.0, 2.0))
    gained = 1 / math.log2(2) + 4 / math.log2(4)
    best = 4 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([found], 10) == pytest.approx(gained / best)
    assert ndcg([Ranking((4.0, 2.0), wanted=(2.0, 4.0))], 10) == 1


def test_fusions_by_hand() -> None:
    cosines, words = {1: 0.8, 2: 0.4, 3: 0.2}, {2: 10.0, 3: 5.0}
    assert combined(cosines, words, Fusion("convex", 0.5)) == pytest.approx(
        {1: 0.4, 2: 0.2 + 0.5, 3: 0.1 + 0.25}
    )
    assert combined(cosines, words, Fusion("rrf", 0.25)) == pytest.approx(
        {1: 0.75 / 61, 2: 0.75 / 62 + 0.25 / 61, 3: 0.75 / 63 + 0.25 / 62}
    )
    assert combined(cosines, words, Fusion("dense")) == cosines
    assert combined(cosines, words, Fusion("lexical")) == words
    assert combined({1: 0.5}, {}, Fusion("convex", 0.5)) == {1: 0.25}


def test_an_answer_stands_in_a_text_in_whole_words() -> None:
    assert holds("He flew Apollo 11 to the Moon.", ["Apollo 11"])
    assert not holds("He flew Apollo 110.", ["Apollo 11"])
    assert holds("A U.S. airstrike", ["the US airstrike"]), "by SQuAD's rules"
    assert holds("in Skyfall—the film—he", ["skyfall"]), "though they know no dash"
    assert holds("It rose by 5 %.", ["%"])
    assert not holds("anything", ["", "the"])


def test_what_an_article_may_be_called() -> None:
    assert names_of("/news/2020/fire.md") >= {"fire", "fire.md", "2020/fire", "/news/2020/fire.md"}
    assert names_of("/news/table.csv#17") >= {"table.csv#17", "table.csv", "table", "17"}
    assert is_named(frozenset({"https://example.org/a"}), ["/x.md", "https://example.org/a/"])
    assert not is_named(frozenset({"ire.md", "news"}), ["/news/2020/fire.md", ""])


def test_questions_are_read_or_the_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"question": "Who?", "answers": ["Ana"], "sources": ["a.md"]}\n\n'
        '{"question": "When?", "date": "2024-12-31"}\n'
        '{"question": "Where?", "answers": ["Leeds"], "articles": ["b"], "answerable": false}\n',
        "utf-8-sig",
    )
    who, when, where = read_questions(file)
    assert (who.answers, who.sources, who.answerable) == (("Ana",), frozenset(["a.md"]), True)
    assert (when.answers, when.sources, when.answerable) == ((), frozenset(), False)
    assert (when.asked, where.asked) == (date(2024, 12, 31), None)
    assert (where.sources, where.answerable) == (frozenset(["b"]), False)
    file.write_text(
        '{"question": "Who\u2028was\u0085it?", "answers": ["", " "], "sources": ["./a.md", ""]}\n'
        '{"question": "Who?", "answers": [" ", "Ana"]}\n',
        "utf-8",
    )
    blank, other = read_questions(file)
    assert blank.text == "Who\u2028was\u0085it?"
    assert (blank.answers, blank.sources, blank.answerable) == ((), frozenset(["a.md"]), False)
    assert (other.answers, other.answerable) == (("Ana",), True)
    for line, reason in (
        ('{"question": "Who \\ud800?"}', "half a character"),
        ('{"question": "Who?", "answers": ["\\udc00"]}', "half a character"),
        ('{"question": "Who?", "answers": [""], "answerable": true}', "has no answers"),
        ("[" * 200_000, "is no JSON object"),
        ("no JSON", "is no JSON object"),
        ('{"answers": []}', "is no JSON object"),
        ('{"question": " "}', "question is empty"),
        ('{"question": "Who?", "answers": "Ana"}', "must be a list"),
        ('{"question": "Who?", "answerable": true}', "has no answers"),
        ('{"question": "Who?", "answerable": "yes"}', "true or false"),
        ('{"question": "Who?", "date": 5}', '"date" must be a day like 2024-12-31'),
        ('{"question": "Who?", "date": "31 December"}', '"date" must be a day'),
    ):
        file.write_text(f'{{"question": "Who?"}}\n{line}\n')
        with pytest.raises(BadUse, match=f"line 2.*{reason}"):
            read_questions(file)
    file.write_text("\n")
    with pytest.raises(BadUse, match="holds no question"):
        read_questions(file)
    with pytest.raises(BadUse, match="cannot be read"):
        read_questions(tmp_path / "missing.jsonl")


def test_a_paragraph_is_found_whatever_happened_to_its_marks() -> None:
    text = "Head\n\nThe *second*  one, here.\n\nLast."
    start, end = Outline(text).find("The second one here")
    assert text[start:end] == "The *second*  one, here"
    assert Outline(text).find("nowhere") == Outline(text).find("…") == (0, 0)


def test_a_hit_is_a_passage_of_the_gold_paragraph(tmp_path: Path) -> None:
    cases = [
        Case("1", "Where was the peace treaty of 1815 signed?", ("Vienna",), FIRST, "Vienna"),
        Case("2", "Which city has a tramway?", ("Vienna",), SECOND, "Vienna"),
        Case("3", "How long is the bread baked?", ("forty minutes",), BREAD, "Bread"),
        Case("4", "Who bakes bread?", ("Metternich",), FIRST, "Vienna"),
    ]
    embedder = default_embedder()
    make_collection(cases, tmp_path / "articles", tmp_path / "index", embedder)
    with PassageIndex.open(tmp_path / "index", embedder=embedder.name) as index:
        for fusion in (None, Fusion("rrf"), Fusion("dense"), Fusion("lexical"), Fusion(depth=1)):
            found = rank_paragraphs(
                cases, index, searching(index, embedder, fusion), lambda done: None
            )
            assert [each.rank for each in found][:3] == [1, 1, 1], fusion
        assert found[3].rank != 1, "the first passage is about bread, and Metternich is elsewhere"
        best = searching(index, embedder)("How long is the bread baked?", 2)
        assert [isinstance(each, Passage) for each in best] == [True, True]
        assert BREAD in best[0].text


def test_a_judged_collection(tmp_path: Path) -> None:
    folder = tmp_path / "judged"
    folder.mkdir()
    texts = {"1": FIRST, "2": SECOND, "3": BREAD, "4": ""}
    with gzip.open(folder / "corpus.jsonl.gz", "wt") as file:
        for name, text in texts.items():
            file.write(json.dumps({"_id": name, "title": f"No {name}", "text": text}) + "\n")
    queries = ["vienna peace treaty", "nothing was judged", "bread of leeds"]
    (folder / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": str(n + 7), "text": q}) + "\n" for n, q in enumerate(queries))
    )
    # The first question is answered best by 1, hardly by 2; 3 and 4 were judged not relevant.
    judged = [(1, "1", 1), (1, "2", 4), (1, "3", 5), (1, "4", -1), (3, "3", 3)]
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in judged)]
    (folder / "qrels.tsv").write_text("\n".join(rows) + "\n")
    asked = write_collection(folder, tmp_path / "articles")
    assert [each.gains for each in asked] == [{"1": 4.0, "2": 1.0}, {"3": 2.0}]
    embedder = default_embedder()
    build([tmp_path / "articles"], tmp_path / "index", embedder=embedder)
    with PassageIndex.open(tmp_path / "index", embedder=embedder.name) as index:
        found = rank_articles(asked, index, searching(index, embedder), lambda done: None)
    assert found[0].gains[:2] == (4, 1), "an article counts once, by its best passage"
    assert found[1].gains[0] == 2
    assert dict(figures(found))["nDCG@10"] == 1
    (folder / "qrels.tsv").write_text("1\t2\n3\t4\n")
    with pytest.raises(BadUse, match="is no judged collection"):
        write_collection(folder, tmp_path / "articles")
    with pytest.raises(BadUse, match="Cannot read"):
        write_collection(tmp_path / "missing", tmp_path / "articles")


def test_a_judged_collection_is_read_or_refused(tmp_path: Path) -> None:
    def collection(name: str, query: str, judged: str) -> list[Judged]:
        with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as file:
            file.write(json.dumps({"_id": name, "title": "", "text": FIRST}) + "\n")
        row = json.dumps({"text": query}, ensure_ascii=False)
        (tmp_path / "queries.jsonl").write_text(row + "\n", "utf-8")
        (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}\n")
        return write_collection(tmp_path, tmp_path / "articles")

    (asked,) = collection("1", "vienna\u2028peace", "1\t1\t1")
    assert asked.question == "vienna\u2028peace"
    with pytest.raises(BadUse, match="cannot be called"):
        collection("../outside", "vienna", "1\t1\t1")
    with pytest.raises(BadUse, match="is no judged collection"):
        collection("1", "vienna", "0\t1\t1")
    (tmp_path / "corpus.jsonl.gz").write_bytes((tmp_path / "corpus.jsonl.gz").read_bytes()[:-9])
    with pytest.raises(BadUse, match="is no judged collection"):
        write_collection(tmp_path, tmp_path / "articles")


def test_ones_own_questions(samples_index: Path, tmp_path: Path) -> None:
    rows = [
        {"question": "Who ran the Fukushima plant?", "answers": ["Tokyo Electric Power Company"]},
        {
            "question": "Who ran the Fukushima plant?",
            "answers": ["Tokyo Electric Power Company"],
            "sources": ["mona-lisa-theft"],
        },
        {"question": "What did the Sydney Opera House cost?"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    embedder = default_embedder()
    with PassageIndex.open(samples_index, embedder=embedder.name) as index:
        found = rank_named(
            read_questions(file), index, searching(index, embedder), lambda done: None
        )
    assert [0 < each.rank <= 3 for each in found] == [True, False], "the last has no answer"


def test_the_command(
    samples_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Who ran the Fukushima plant?", "answers": ["Tokyo Electric"]}\n')
    asking = ["retrieval", "--questions", str(file), "--index", str(samples_index)]
    assert main([*asking, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["Success@10"] == 1
    assert main([*asking, "--fusion", "rrf", "--weight", "0.3", "--depth", "20"]) == 0
    assert "nDCG@10" in capsys.readouterr().out
    for arguments in (
        ["retrieval"],
        ["retrieval", "some.json", "--cranfield", "folder"],
        [*asking, "--weight", "2"],
    ):
        assert main(arguments) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_unanswerable_has_the_answer_in_no_article(tmp_path: Path) -> None:
    texts = {
        "named": "The peace was made in the city on the Danube.",
        "unnamed": f"{SECOND}\n\nPeace was a word for fools.\n\nIt was signed in Vienna.",
        "other": "Peace is said to be signed in a hall.",
    }
    (tmp_path / "articles").mkdir()
    for name, text in texts.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text, "utf-8")
    embedder = default_embedder()
    build([tmp_path / "articles"], tmp_path / "index", embedder=embedder)
    asked = Question("Where was the peace signed?", ("Vienna",), frozenset({"named"}), True)
    with PassageIndex.open(tmp_path / "index", embedder=embedder.name) as index:
        hits = retrieve(asked.text, index, embedder, k=20)
        left = without_answers(asked, hits, index)
    assert {Path(hit.passage.source).stem for hit in hits} == set(texts)
    assert [Path(hit.passage.source).stem for hit in left] == ["other"]
    rest = without_passages(asked, hits)
    assert {hit.passage.text for hit in hits} - {hit.passage.text for hit in rest} == {
        hit.passage.text for hit in hits if "Vienna" in hit.passage.text
    }
    assert "named" in {Path(hit.passage.source).stem for hit in rest}


def test_a_yes_stands_in_no_passage_so_that_a_named_article_is_wanted() -> None:
    passage = Passage(1, 1, "/a/ferry.md", "", "", None, "", 0, 22, "The ferry was scrapped")
    named = Question("Was the ferry cancelled?", ("yes",), frozenset({"ferry"}), True)
    assert answers_in(named, passage, ["/a/ferry.md"])
    assert not answers_in(named, passage, ["/a/train.md"])
    unnamed = Question("Was the ferry cancelled?", ("No",), frozenset(), True)
    assert not answers_in(unnamed, passage, ["/a/ferry.md"])
