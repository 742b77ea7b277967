"""Tables of articles as people export them."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.build import build
from index.embedder import default_embedder
from index.formats import tables
from index.formats.documents import Unread, UnreadableFileError
from index.store import PassageIndex
from index.types import Article


def read(name: str, content: str | bytes) -> list[Article | Unread]:
    data = content.encode() if isinstance(content, str) else content
    return list(articles.parse(Path("/articles") / name, BytesIO(data)))


def only(name: str, content: str | bytes) -> Article:
    (article,) = read(name, content)
    assert isinstance(article, Article)
    return article


def test_a_row_is_an_article() -> None:
    one, two = read(
        "news.csv",
        "ID,Headline,Body,Byline,Published_At,Link,lang\n"
        '7,The bridge,"It is closed,\nsaid ""Jane"".",Ana Lee,2021-03-11T08:00:00Z,'
        "https://example.org/7,en-GB\n"
        ",,Second text.,,,https://example.org/8,\n",
    )
    assert one == Article(
        source="/articles/news.csv#7",
        title="The bridge",
        text='It is closed,\nsaid "Jane".',
        author="Ana Lee",
        published=date(2021, 3, 11),
        url="https://example.org/7",
        language="en",
    )
    assert isinstance(two, Article)
    assert two.source == "/articles/news.csv#https://example.org/8"
    assert two.title == "Second text."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_parted_by_what_the_first_line_holds_most(delimiter: str) -> None:
    rows = [["title", "content", "pubDate"], ["A, b", "Text; more.", "Thu, 11 Mar 2021 08:00:00 Z"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    article = only("a.tsv" if delimiter == "\t" else "a.csv", text)
    assert (article.title, article.text) == ("A, b", "Text; more.")
    assert article.published == date(2021, 3, 11)
    assert article.source.endswith("#1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    content = "title;text\nDer Brand;Häuser im Café brannten.\n" + ";Später.\n" * 3
    found = read("a.csv", content.encode(encoding))
    texts = [part.text for part in found if isinstance(part, Article)]
    assert texts == ["Häuser im Café brannten.", "Später.", "Später.", "Später."]


def test_rows_of_one_id_are_told_apart() -> None:
    found = read("a.csv", "id,text\n1,One.\n1,Two.\n1~2,Three.\n1,Four.\n")
    sources = [part.source.partition("#")[2] for part in found if isinstance(part, Article)]
    assert sources == ["1", "1~2", "1~2~2", "1~3"]


def test_pages_in_cells_become_words_and_calls_go() -> None:
    cell = "<p>It is <b>closed</b>.</p><p>Read more</p><p>For a year.</p>"
    article = only("a.jsonl", json.dumps({"title": "T", "content": cell}))
    assert article.text == "It is closed.\n\nFor a year."
    assert only("a.csv", "text\nIf a < b then </b> stays out\n").text.startswith("If a")


def test_objects_are_found_where_exports_put_them() -> None:
    row = {"headline": "The bridge", "articleBody": "It is closed.", "author": {"name": "Ana Lee"}}
    for value in ([row], {"articles": [row]}, {"page": 1, "data": [row]}):
        article = only("a.json", json.dumps(value))
        assert article.source == "/articles/a.json#1"
        assert (article.title, article.author) == ("The bridge", "Ana Lee")
    assert only("a.json", json.dumps({**row, "id": 7})).source == "/articles/a.json"
    assert only("a.ndjson", "\n" + json.dumps(row) + "\n").source == "/articles/a.ndjson#2"
    several = json.dumps({"authors": ["Ana", {"name": "Bo"}], "id": 12, "text": "x"})
    assert only("a.jsonl", several).author == "Ana, Bo"
    assert only("a.jsonl", several).source.endswith("#12")


EXPECTED = "has no text: its columns are a, b; one should be called text, content, body"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "a,b\n1,2\n", EXPECTED),
        ("a.jsonl", '{"a": 1, "b": 2}\n{"a": 1}\n', EXPECTED),
        ("a.json", '{"a": 1, "b": [1]}', EXPECTED),
        ("a.json", "[1, 2]", "holds no objects with text"),
        ("a.json", "{", "is not JSON"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", '{"text": "  "}', "holds no text"),
        ("a.csv", "text\n", "holds no articles"),
        ("a.csv", "", "holds no articles"),
        ("a.csv", b"\x00\x01\x02\x03" * 100, "is binary, not text"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(name, content)


def peak(name: str, data: bytes) -> int:
    """Bytes that reading a table without a text takes at most."""
    file = BytesIO(data)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFileError, match="has no text: its columns are column 0, "):
            list(articles.parse(Path("/articles") / name, file))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_table_without_a_text_takes_little_memory() -> None:
    names = [f"column {number}" for number in range(20)]
    rows = [",".join(names), *[",".join(map(str, range(20)))] * 20_000]
    assert peak("a.csv", "\n".join(rows).encode()) < 4 << 20
    objects = [json.dumps(dict.fromkeys(names, 7))] * 20_000
    assert peak("a.jsonl", "\n".join(objects).encode()) < 6 << 20


def test_rows_without_a_text_are_listed_with_their_own_columns() -> None:
    rows = [{"a": 1}, {"b": 1, "c": 2}, {"text": "One."}, {"a": 2}]
    found = read("a.jsonl", "\n".join(map(json.dumps, rows)))
    listed = {part.key: part.reason.split(";")[0] for part in found if isinstance(part, Unread)}
    assert listed == {
        "1": "has no text: its columns are a",
        "2": "has no text: its columns are b, c",
        "4": "has no text: its columns are a",
    }


def test_bad_rows_are_listed_and_the_others_read() -> None:
    lines = ['{"text": "One."}', "{", "[" * 100_000, '["text"]', '{"text": ""}', '{"t": 1}']
    found = read("a.jsonl", "\n".join([*lines, '{"text": "Two."}']))
    assert [part.text for part in found if isinstance(part, Article)] == ["One.", "Two."]
    listed = {part.key: part.reason for part in found if isinstance(part, Unread)}
    assert listed["2"].startswith("is not JSON")
    assert listed["3"] == "is nested too deeply"
    assert listed["4"] == "is no object with names"
    assert listed["5"] == "holds no text"
    assert listed["6"].startswith("has no text: its columns are t;")


def test_a_field_of_ten_megabytes_is_listed_and_the_others_read() -> None:
    found = read("a.csv", f'id,text\n1,One.\n2,"{"x " * (5 << 20)}"\n3,Three.\n')
    assert [part.text for part in found if isinstance(part, Article)] == ["One.", "Three."]
    (listed,) = [part for part in found if isinstance(part, Unread)]
    assert listed == Unread("2", f"its text is longer than {tables.MAX_TEXT:,} characters")


def test_a_quote_that_never_closes_keeps_what_stands_before() -> None:
    found: list[Article | Unread] = []
    rows = BytesIO(b'id,text\n1,One.\n2,"' + b"x\n" * (10 << 20))
    with pytest.raises(UnreadableFileError, match=r"is damaged near line .*what stands before"):
        found.extend(articles.parse(Path("/a.csv"), rows))
    assert [part.text for part in found if isinstance(part, Article)] == ["One."]


def test_a_row_with_more_cells_than_columns_is_listed_and_the_others_read() -> None:
    row = "Verdict,The mayor is guilty, prosecutors claim without proof,2021-03-03\n"
    one, bad, two = read("a.csv", f"title,text,date\nA,One.,2021-03-02,, \n{row}B,Two.,\n")
    assert bad == Unread("2", "has more cells than columns")
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.text, one.published, two.text) == ("One.", date(2021, 3, 2), "Two.")
    with pytest.raises(UnreadableFileError, match="its columns are Report of 2021"):
        read("a.csv", "Report of 2021\ntitle,text\nA,One.\n")


def test_quotes_that_enclose_no_cell_are_speech_marks_in_tabs() -> None:
    rows = 'A\t"It is over," the mayor said.\nB\t"Yes."\nC\t"We won\nD\tThe vote failed.\n'
    found = read("a.tsv", f"title\ttext\n{rows}E\tFerries sail.\n")
    assert [part.text for part in found if isinstance(part, Article)] == [
        '"It is over," the mayor said.',
        '"Yes."',
        '"We won',
        "The vote failed.",
        "Ferries sail.",
    ]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_line_breaks_and_speech_marks_stay_in_quotes(delimiter: str) -> None:
    rows = 'title,text\r\nA,"One, ""two""\tand\nthree."\r\nB,Four.\r\n'.replace("\t", ";")
    found = read("a.csv", rows.replace(",", delimiter))
    texts = [part.text for part in found if isinstance(part, Article)]
    assert texts == [f'One{delimiter} "two";and\nthree.', "Four."]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_quote_that_is_open_at_the_end_swallows_no_row_unsaid(delimiter: str) -> None:
    found: list[Article | Unread] = []
    rows = 'title,text\nA,"One\nand two."\nC,"We won\nD,The vote failed.\nE,Ferries sail.'
    data = BytesIO(rows.replace(",", delimiter).encode())
    with pytest.raises(UnreadableFileError, match=r"is damaged near line 6 .*what stands before"):
        found.extend(articles.parse(Path("/a.csv"), data))
    assert [part.text for part in found if isinstance(part, Article)] == ["One\nand two."]


def test_a_row_whose_quotes_end_within_a_cell_is_listed_and_the_others_read() -> None:
    found = read("a.csv", 'title;text\nA;One.\nB;"It is over," he said.\nC;"Two; three."\n')
    assert [part.text for part in found if isinstance(part, Article)] == ["One.", "Two; three."]
    assert [part for part in found if isinstance(part, Unread)] == [
        Unread("2", "is damaged (';' expected after '\"')")
    ]
    with pytest.raises(UnreadableFileError, match="is damaged near line 2"):
        read("a.csv", 'text;title\n"He said "no" and\nleft the room.";B\n')


def test_a_feed_is_read_by_its_items() -> None:
    items = [
        {"id": "1", "url": "https://example.org/1", "content_text": "The bridge closed."},
        {"id": "2", "title": "Port", "content_html": "<p>The port opened.</p>"},
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Ostra Times",
        "description": "All the news.",
        "items": items,
    }
    one, two = read("a.json", json.dumps(feed))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.text, one.source) == ("The bridge closed.", "/articles/a.json#1")
    assert (two.text, two.title) == ("The port opened.", "Port")


def test_of_several_lists_the_one_with_texts_is_read() -> None:
    rows = [{"title": "The bridge", "content": "It is closed.", "description": "Closed."}]
    for sources in ([{"name": "A"}] * 2, [{"name": "A", "description": "A paper."}] * 2):
        article = only("a.json", json.dumps({"sources": sources, "articles": rows}))
        assert (article.title, article.text) == ("The bridge", "It is closed.")


def test_an_article_with_lists_of_its_own_is_one() -> None:
    pictures = [{"url": "https://example.org/1.png", "caption": "The bridge"}]
    said = {"title": "The bridge", "description": "It is closed.", "images": pictures}
    assert only("a.json", json.dumps(said)).text == "It is closed."
    commented = {"text": "It is closed.", "comments": [{"text": "Oh no."}, {"text": "At last."}]}
    assert only("a.json", json.dumps(commented)).text == "It is closed."


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("It&#8217;s closed. AT&amp;T said &quot;no&quot;.", 'It’s closed. AT&T said "no".'),
        ("Ostra&#x2019;s bridge &amp; port", "Ostra’s bridge & port"),
        ("<b>Ostra</b>", "Ostra"),
        ("The <i>Titanic</i> of R&amp;D", "The Titanic of R&D"),
        ("x<y and y>z", "x<y and y>z"),
        ("R&D at AT&T; see ?a=1&param=2&copy=3", "R&D at AT&T; see ?a=1&param=2&copy=3"),
    ],
)
def test_entities_and_tags_become_words_in_texts_and_titles(cell: str, words: str) -> None:
    article = only("a.json", json.dumps({"title": cell, "text": cell}))
    assert (article.title, article.text) == (words, words)


def test_columns_may_be_named(tmp_path: Path) -> None:
    folder, index = tmp_path / "articles", tmp_path / "index"
    folder.mkdir()
    rows = "key;wording;heading;content\n7;The mayor resigned on Monday.;Resigned;n/a\n"
    (folder / "a.csv").write_text(rows, "utf-8")
    mapped = {"text": "wording", "title": "heading", "id": "key"}

    def indexed(columns: dict[str, str] | None) -> tuple[str, str, str]:
        build([folder], index, embedder=default_embedder(), columns=columns, prune=True)
        with PassageIndex.open(index, embedder=default_embedder().name) as opened:
            (entry,) = opened.entries()
            article = opened.article(entry.id)
        assert article is not None
        return article.title, article.text, entry.source.rpartition("#")[2]

    assert indexed(None)[1] == "n/a", "by their usual names"
    assert indexed(mapped) == ("Resigned", "The mayor resigned on Monday.", "7")
    assert indexed(mapped) == ("Resigned", "The mayor resigned on Monday.", "7")


@pytest.mark.parametrize("text", ["body=x", "text", "text="])
def test_a_mapping_that_is_none_is_told(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    from index.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["build", ".", "--columns", text])
    assert ended.value.code == 2
    assert "is not FIELD=COLUMN with one of text, title" in capsys.readouterr().err
