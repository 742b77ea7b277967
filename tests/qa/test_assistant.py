"""Asking for real: index, retrieval, reading, citing. Golden questions live in tests/data."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import qa
from index.build import build
from index.embedder import default_embedder
from index.errors import BadUse, IndexUnusable
from qa import Answer, Assistant
from qa.equivalence import normalise
from qa.evaluation import outcomes

Write = Callable[..., Path]
DATA = Path(__file__).parents[1] / "data"


def is_right(answer: Answer, wanted: dict[str, Any]) -> bool:
    """Answered as expected (token F1 of 0.5 or more, in an expected source), or not answered."""
    if not wanted["answerable"] or not answer.answered:
        return bool(wanted["answerable"]) == answer.answered
    sources = {Path(citation.source).name for citation in answer.citations}
    right = outcomes.is_right(answer.text, wanted["answers"])
    if answer.form == "sentences":  # an account is right where it holds the answer
        right = any(normalise(gold) in normalise(answer.text) for gold in wanted["answers"])
    return right and bool(sources & set(wanted["sources"]))


def check_citations(assistant: Assistant, answer: Answer) -> None:
    """The promises that hold for any answer."""
    assert 0 <= answer.confidence <= 1
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        article = assistant.article(citation.passage.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
        assert article.text[citation.passage.start : citation.passage.end] == citation.passage.text
    if answer.answered:
        assert answer.text in answer.sentence == answer.citations[0].quote
    else:
        assert (answer.text, answer.sentence, answer.alternatives) == ("", "", ())
    for other in answer.alternatives:
        assert other.text in other.sentence
        assert other.confidence <= answer.confidence


def test_the_samples_golden_questions(samples_index: Path, capsys: Any) -> None:
    questions = json.loads((DATA / "sample_questions.json").read_text("utf-8"))
    assert sum(not wanted["answerable"] for wanted in questions) >= 12
    missed, refused = [], 0
    with Assistant(samples_index) as assistant:
        for wanted in questions:
            answer = assistant.ask(wanted["question"])
            check_citations(assistant, answer)
            refused += not wanted["answerable"] and not answer.answered
            if not is_right(answer, wanted):
                missed.append(f"{wanted['question']} -> {answer.text or 'not answered'}")
    right = len(questions) - len(missed)
    with capsys.disabled():
        print(f"\n{right} of {len(questions)} sample questions right; missed:", *missed, sep="\n  ")
    # 44 when this was written; a processor with bf16 reads a little differently.
    assert right >= 39
    assert refused >= 9


def test_both_reports_of_the_differing_figure_are_found(samples_index: Path) -> None:
    with Assistant(samples_index) as assistant:
        answer = assistant.ask("How many firefighters fought the Notre-Dame fire?")
    figures = answer.text + "".join(other.text for other in answer.alternatives)
    assert "400" in figures
    assert "500" in figures


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    story = "---\ntitle: {title}\ndate: {date}\nauthor: Ana Lee\n---\n{text}\n"
    (folder / "old.txt").write_text(
        story.format(
            title="Mayor of Elmstead named",
            date="2018-03-01",
            text="The council of Elmstead named Rosa Marsh as mayor on Thursday. She is 41.",
        )
    )
    (folder / "new.txt").write_text(
        story.format(
            title="New mayor for Elmstead",
            date="2022-03-01",
            text="The council of Elmstead named Piet Holm as mayor on Tuesday. He is 52.",
        )
    )
    built = tmp_path_factory.mktemp("built") / "index"
    build([folder], built, embedder=default_embedder())
    return built


def test_days_choose_the_articles(index: Path) -> None:
    question = "Who was named mayor of Elmstead?"
    with Assistant(index) as assistant:
        assert assistant.ask(question, until="2019-12-31").text == "Rosa Marsh"
        newer = assistant.ask(question, since=date(2020, 1, 1))
        assert newer.text == "Piet Holm"
        assert newer.citations[0].published == date(2022, 3, 1)
        assert newer.citations[0].author == "Ana Lee"
        nothing = assistant.ask(question, since="2023-01-01")
        assert not nothing.answered
        assert nothing.citations == ()


def test_the_whole_sentence_is_quoted(index: Path) -> None:
    with Assistant(index) as assistant:
        answer = assistant.ask("Who was named mayor of Elmstead?", until="2019-12-31")
    sentence = "The council of Elmstead named Rosa Marsh as mayor on Thursday."
    assert answer.sentence == sentence == answer.citations[0].quote
    assert set(answer.timings) == {"retrieve", "read", "answer", "total"}


def test_what_the_articles_do_not_say(index: Path) -> None:
    with Assistant(index) as assistant:
        answer = assistant.ask("What is the boiling point of tungsten?")
        check_citations(assistant, answer)
    assert not answer.answered
    assert len(answer.citations) == 2, "the nearest passages are shown all the same"


@pytest.mark.parametrize(
    ("question", "options", "message"),
    [
        ("  \n ", {}, "The question is empty"),
        ("Who won on 3 May? " * 1000, {}, "has 17,999 characters: ask in at most 10,000"),
        ("Who?", {"since": "soon"}, "'soon' is no day"),
        ("Who?", {"since": "2020-01-02", "until": "2020-01-01"}, "swap since and until"),
        ("Who?", {"passages": 0}, "passages must be 1 or more"),
    ],
)
def test_bad_use_is_told(index: Path, question: str, options: dict[str, Any], message: str) -> None:
    with Assistant(index) as assistant, pytest.raises(BadUse, match=message):
        assistant.ask(question, **options)


@pytest.mark.parametrize(
    "question",
    [
        "who: is",
        '"unbalanced',
        "a AND (b OR",
        "𝔚𝔥𝔬 was named mayor 👩‍🚀?",
        "?",
        "the of and",
        "x" * 9000,
    ],
)
def test_odd_questions_get_an_answer_object(index: Path, question: str) -> None:
    with Assistant(index) as assistant:
        answer = assistant.ask(question)
        check_citations(assistant, answer)
    assert answer.question == question


def test_few_passages_can_be_read(index: Path) -> None:
    with Assistant(index) as assistant:
        assert len(assistant.search("mayor", passages=1)) == 1
        assert len(assistant.search("mayor", passages=50)) == 2
        assert assistant.ask("Who was named mayor of Elmstead?", passages=1).citations


def test_json_form(index: Path) -> None:
    with Assistant(index) as assistant:
        answer = assistant.ask("Who was named mayor of Elmstead?", until="2019-12-31")
    form = json.loads(json.dumps(answer.to_dict()))
    assert list(form) == [
        "question",
        "asked",
        "text",
        "sentence",
        "answered",
        "reason",
        "confidence",
        "form",
        "items",
        "sources",
        "citations",
        "claims",
        "alternatives",
        "period",
        "timings_ms",
    ]
    (citation,) = form["citations"]
    assert list(citation) == [
        "number",
        "source",
        "title",
        "author",
        "published",
        "quote",
        "start",
        "end",
        "passage",
        "score",
        "copies",
        "mentions",
    ]
    assert citation["published"] == "2018-03-01"
    assert list(citation["passage"]) == ["start", "end", "text"]


def test_an_assistant_follows_a_rebuilt_index(tmp_path: Path, write: Write) -> None:
    folder = write(**{"a.txt": "The council of Elmstead named Rosa Marsh as mayor."})
    build([folder], tmp_path / "index", embedder=default_embedder())
    question = "Who was named mayor of Elmstead?"
    with Assistant(tmp_path / "index") as assistant:
        assert assistant.ask(question).text == "Rosa Marsh"
        (folder / "a.txt").write_text("The council of Elmstead named Piet Holm as mayor.")
        build([folder], tmp_path / "index", embedder=default_embedder())
        answer = assistant.ask(question)
        assert answer.text == "Piet Holm"
        check_citations(assistant, answer)


def test_what_only_the_chosen_risk_forbids_is_told(index: Path) -> None:
    with Assistant(index) as assistant:
        given = assistant.ask("Who was named mayor of Elmstead?", today="2020-06-01")
        careful = assistant.ask("Who was named mayor of Elmstead?", risk=0.01)
        before = assistant.ask("Who was named mayor of Elmstead?", until="1990-12-31")
    assert given.answered
    assert sum(other.confidence for other in given.alternatives) <= 1 - given.confidence + 1e-9
    assert (careful.answered, careful.reason) == (False, "too risky")
    assert careful.alternatives[0].text == given.text
    assert careful.alternatives[0].confidence == pytest.approx(given.confidence)
    assert before.reason == "no such days"


def test_threads_may_share_an_assistant(index: Path) -> None:
    answers: list[str] = []
    with Assistant(index) as assistant:

        def ask_three_times() -> None:
            for _ in range(3):
                answers.append(assistant.ask("Who was named mayor?", until="2019-12-31").text)

        threads = [threading.Thread(target=ask_three_times) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == ["Rosa Marsh"] * 12


def test_ask_uses_the_default_index(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_INDEX", str(index))
    assert qa.ask("Who was named mayor of Elmstead?").answered
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path / "none"))
    with pytest.raises(IndexUnusable, match=r"There is no index at .*footnote build ARTICLES"):
        qa.ask("Who?")


def test_an_article_on_the_disk_is_not_asked(tmp_path: Path, write: Write) -> None:
    # What is stored is cited, also after the file has changed or gone.
    folder = write(**{"a.txt": "The council of Elmstead named Rosa Marsh as mayor."})
    build([folder], tmp_path / "index", embedder=default_embedder())
    (folder / "a.txt").unlink()
    with Assistant(tmp_path / "index") as assistant:
        answer = assistant.ask("Who was named mayor of Elmstead?")
        check_citations(assistant, answer)
    assert answer.text == "Rosa Marsh"


def test_a_question_under_way_is_answered_though_the_assistant_closes(index: Path) -> None:
    assistant = Assistant(index)
    answer = assistant.ask(
        "Who was named mayor of Elmstead?", on_hits=lambda hits: assistant.close()
    )
    assert answer.answered
    with pytest.raises(IndexUnusable, match="has been closed"):
        assistant.ask("Who was named mayor of Elmstead?")


def test_a_closed_assistant_says_so(index: Path) -> None:
    with Assistant(index) as assistant:
        pass
    with pytest.raises(IndexUnusable, match="This Assistant has been closed"):
        assistant.ask("Who was named mayor of Elmstead?")


DESK = {
    "oslo": (
        "From Oslo",
        "2023-10-06",
        "The campaigner Narges Mohammadi, who is in prison in Tehran, has won the Nobel award for "
        "peace. Malala Yousafzai, an earlier laureate, congratulated her.",
    ),
    "parade": (
        "Rovers parade",
        "2026-05-05",
        "The victory parade of Ellery Rovers, which was planned for Wednesday, has been put off "
        "because of a storm warning.",
    ),
    "appointed": (
        "Osterby names police chief",
        "2017-02-03",
        "Osterby appointed Magnus Thiel as its police chief on Monday. He comes from the coast "
        "guard.",
    ),
    "retired": (
        "Police chief retires",
        "2026-04-14",
        "Magnus Thiel retired as police chief of Osterby on Tuesday. He had led the force for nine "
        "years.",
    ),
}


@pytest.fixture(scope="module")
def desk_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of running stories: what is planned is put off, who was appointed retires."""
    folder = tmp_path_factory.mktemp("desk")
    for name, (title, day, text) in DESK.items():
        head = f"---\ntitle: {title}\ndate: {day}\n---\n"
        (folder / f"{name}.md").write_text(head + text, "utf-8")
    built = tmp_path_factory.mktemp("desk-index") / "index"
    build([folder], built, embedder=default_embedder())
    return built


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Narges Mohammadi win the Nobel prize?", "yes"),  # no sentence speaks of a prize
        ("Did Malala Yousafzai win the Nobel prize?", ""),
        ("Did Narges Mohammadi refuse the Nobel prize?", ""),
        ("When was the victory parade of Ellery Rovers held?", ""),
        ("Who was the police chief of Osterby?", "Magnus Thiel"),
        ("Who is the police chief of Osterby?", ""),
        ("Is Magnus Thiel the police chief of Osterby?", "no"),
    ],
)
def test_a_desk_of_running_stories(desk_index: Path, question: str, text: str) -> None:
    with Assistant(desk_index) as assistant:
        answer = assistant.ask(question, today="2026-11-26")
        check_citations_of_forms(assistant, answer)
        assert answer.text == text


def test_what_was_put_off_is_shown_and_not_given(desk_index: Path) -> None:
    with Assistant(desk_index) as assistant:
        answer = assistant.ask("When was the victory parade of Ellery Rovers held?")
        assert (answer.answered, answer.reason) == (False, "not done")
        assert "has been put off" in answer.citations[0].quote
        given = assistant.ask("When was the victory parade of Ellery Rovers held?", risk=1.0)
        assert (given.answered, given.text) == (True, "Wednesday")


def check_citations_of_forms(assistant: Assistant, answer: Answer) -> None:
    """Exact quotes; "yes" stands in none of them."""
    for citation in answer.citations:
        article = assistant.article(citation.passage.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
