from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index import articles
from index.formats import UnreadableFileError, decode, parse_date, parse_md
from index.types import Article


def read(name: str, content: str | bytes) -> Article:
    data = content.encode() if isinstance(content, str) else content
    return articles.parse(Path("/articles") / name, data)


def test_front_matter_of_plain_text() -> None:
    article = read(
        "a.txt",
        '---\ntitle: "Fire: a report"\nauthor: Ana Lee\ndate: 2019-04-16\n'
        "url: https://example.org/a\n---\n\nThe text.\n",
    )
    assert article.title == "Fire: a report"
    assert article.author == "Ana Lee"
    assert article.published == date(2019, 4, 16)
    assert article.url == "https://example.org/a"
    assert article.text == "The text.\n"
    assert article.source == "/articles/a.txt"


def test_plain_text_without_metadata_is_titled_by_its_headline() -> None:
    article = read("report-3.txt", "Storm hits the coast\n\nThe storm came at night.")
    assert article.title == "Storm hits the coast"
    assert article.text == "Storm hits the coast\n\nThe storm came at night."
    assert (article.author, article.published, article.url) == ("", None, "")


def test_plain_text_without_a_headline_is_titled_by_its_name() -> None:
    assert read("report-3.txt", "The storm\ncame at night.\n").title == "report-3"


def test_dashes_that_are_no_front_matter_stay() -> None:
    text = "---\nNot yaml: [at all\n---\nText."
    assert read("a.txt", text).text == text


def test_front_matter_cannot_run_code() -> None:
    article = read("a.txt", "---\ntitle: !!python/object/apply:os.getcwd []\n---\nText.")
    assert article.text == "Text."


def test_markdown_is_stored_as_its_words() -> None:
    text, meta = parse_md(
        b"# The *big* title\n\nA [link](https://example.org) and `code`\non two lines.\n\n"
        b"- one\n- two\n  - inner\n\n3. three\n4. four\n\n"
        b"| Who | Age |\n| --- | --- |\n| Ana | 41 |\n\n> quoted\n\n<!-- hidden -->\n"
    )
    assert text == (
        "The big title\n\nA link and code on two lines.\n\n- one\n- two\n  - inner\n\n"
        "3. three\n4. four\n\nWho | Age\nAna | 41\n\nquoted"
    )
    assert meta["title"] == "The big title"


HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fire | The Site</title>
<meta property="og:title" content="Fire in the old town"><meta name="author" content="Ana Lee">
<meta property="article:published_time" content="2019-04-17T08:00:00+00:00">
<link rel="canonical" href="https://example.org/fire"></head><body><nav><a href="/">Home</a>
<a href="/sport">Sport</a></nav><article><h1>Fire in the old town</h1><p>The fire began at six in
the evening &amp; burned for fifteen hours, the brigade said on Tuesday.</p><p>Nobody was killed,
but two officers were slightly hurt when a wall fell into the street below.</p></article>
<footer>Subscribe to our newsletter. We use cookies.</footer></body></html>"""


def test_html_is_stored_as_its_main_text() -> None:
    article = read("fire.html", HTML)
    assert article.title == "Fire in the old town"
    assert article.author == "Ana Lee"
    assert article.published == date(2019, 4, 17)
    assert article.url == "https://example.org/fire"
    assert "burned for fifteen hours" in article.text
    assert "six in\nthe evening & burned" in article.text or "evening & burned" in article.text
    for boilerplate in ("Sport", "newsletter", "cookies", "<p>"):
        assert boilerplate not in article.text


def test_html_says_its_own_encoding() -> None:
    page = HTML.replace("utf-8", "iso-8859-1").replace("Nobody", "Né à Besançon, nobody")
    assert "Né à Besançon, nobody" in read("fire.htm", page.encode("iso-8859-1")).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        ("\ufeffmarked".encode(), "marked"),
        ("marked ü".encode("utf-16"), "marked ü"),
        ("“Curly” café – naïve façade".encode("cp1252"), "“Curly” café – naïve façade"),
        (
            "Сегодня в городе открылась выставка.".encode("cp1251"),
            "Сегодня в городе открылась выставка.",
        ),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "Western", "Cyrillic", "line ends"],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"\x7fELF\x00\x00\x01", "binary"),
        ("a.txt", bytes(range(1, 32)) * 20, "binary"),
        ("a.txt", b"  \n\n", "holds no text"),
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"---\ntitle: only\n---\n", "holds no text"),
        ("a.html", b"<html><body></body></html>", "has no main text"),
        ("a.html", b"", "has no main text"),
        ("a.txt", b"\xff\xfe\x00", "is not the utf-16"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(name, data)


def test_unknown_endings_and_huge_files_say_why(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF")
    with pytest.raises(UnreadableFileError, match=r"\.pdf files are not read"):
        articles.read_bytes(pdf)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(articles.MAX_BYTES + 1)
    with pytest.raises(UnreadableFileError, match="larger than 16 MB"):
        articles.read_bytes(huge)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-04-16", date(2019, 4, 16)),
        ("2019-04-16T23:59:00+02:00", date(2019, 4, 16)),
        ("16 April 2019", date(2019, 4, 16)),
        ("April 16, 2019", date(2019, 4, 16)),
        ("2019/4/6", date(2019, 4, 6)),
        ("2019-13-40", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(written: str | None, day: date | None) -> None:
    assert parse_date(written) == day


def test_a_scan_finds_what_people_would_expect(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", ".hidden/d.txt", ".e.txt", "f.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in articles.scan(tmp_path).files]
    assert found == ["a.md", "b.txt", "f.pdf", "sub/c.html"]
    assert articles.scan(tmp_path / "b.txt").files == (tmp_path / "b.txt",)
