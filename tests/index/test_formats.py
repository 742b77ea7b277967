from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from index import articles
from index.formats import NAMES
from index.formats.boilerplate import without_boilerplate
from index.formats.documents import UnreadableFileError, parse_date, parse_language
from index.formats.encodings import decode, encoding_of
from index.formats.kinds import ENDINGS, HTML, format_of
from index.types import Article


def read(name: str, content: str | bytes) -> Article:
    data = content.encode() if isinstance(content, str) else content
    (article,) = articles.parse(Path("/articles") / name, BytesIO(data))
    assert isinstance(article, Article)
    return article


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


def test_two_sentences_are_no_headline() -> None:
    assert read("note.txt", "The storm came at night. It left by noon.").title == "note"
    said = "St. Brannoc's to close: J. R. Holt says no"
    assert read("note.txt", f"{said}\n\nIt was late.").title == said


@pytest.mark.parametrize("line", ["New York (CNN) —", "Reuters –", "PARIS, April 16 -"])
def test_where_a_report_comes_from_is_no_headline(line: str) -> None:
    assert read("fire.txt", f"{line}\n\nThe roof burned.").title == "fire"


@pytest.mark.parametrize("name", ["flood.txt", "flood.md"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_head_of_lines_says_what_front_matter_does(end: str, name: str) -> None:
    lines = ["Title: Flood toll rises", "Date: 14 September 2026", "Byline: A. Reyes", "", "Rain."]
    article = read(name, end.join(lines) + end)
    assert (article.title, article.author, article.published) == (
        "Flood toll rises",
        "A. Reyes",
        date(2026, 9, 14),
    )
    assert article.text.strip() == "Rain."


@pytest.mark.parametrize(
    "text",
    [
        "Title: a word of many senses.\n\nIt means much.",
        "Source: the mayor\nURL: none\n\nRain.",
        "Title: Flood\nThe river rose.\n\nRain.",
        "Date: Monday\nTitle: Flood",
    ],
)
def test_what_is_no_head_stays(text: str) -> None:
    assert read("flood.txt", text).text == text


def test_front_matter_with_a_slip_in_it_is_read_by_line() -> None:
    article = read("a.md", '---\ntitle: "The fire\ndate: 2019-04-16\n---\nThe roof burned.\n')
    assert (article.title, article.text) == ("The fire", "The roof burned.")
    assert article.published == date(2019, 4, 16)
    prose = read("b.md", "---\nA note: [it\nThis is no block.\n---\nThe roof burned.\n")
    assert "This is no block." in prose.text


def test_plain_text_without_a_headline_is_titled_by_its_name() -> None:
    assert read("report-3.txt", "The storm\ncame at night.\n").title == "report-3"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-11-02.txt", date(2026, 11, 2)),
        ("2026-11-02 Council.md", date(2026, 11, 2)),
        ("council_20261102.txt", date(2026, 11, 2)),
        ("council 2026.11.02.txt", date(2026, 11, 2)),
        ("2026-13-02.txt", None),
        ("2026-11.txt", None),
        ("invoice 120261102.txt", None),
        ("case 2026-1102.txt", None),
    ],
)
def test_a_file_may_be_named_for_its_day(name: str, day: date | None) -> None:
    assert read(name, "The storm came at night.").published == day


def test_a_file_in_an_archive_may_be_named_for_its_day() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("notes/2026-11-02 Fair.txt", "The storm came at night.")
    assert read("notes.zip", packed.getvalue()).published == date(2026, 11, 2)


def test_what_a_file_says_of_its_day_goes_before_its_name() -> None:
    article = read("2026-11-02.md", "---\ndate: 2026-11-01\n---\n\nThe storm came at night.")
    assert article.published == date(2026, 11, 1)


def test_dashes_that_are_no_front_matter_stay() -> None:
    text = "---\nNot yaml: [at all\n---\nText."
    assert read("a.txt", text).text == text


def test_front_matter_cannot_run_code() -> None:
    article = read("a.txt", "---\ntitle: !!python/object/apply:os.getcwd []\n---\nText.")
    assert article.text == "Text."


def test_markdown_is_stored_as_its_words() -> None:
    article = read(
        "a.md",
        b"# The *big* title\n\nA [link](https://example.org) and `code`\non two lines.\n\n"
        b"- one\n- two\n  - inner\n\n3. three\n4. four\n\n"
        b"| Who | Age |\n| --- | --- |\n| Ana | 41 |\n\n> quoted\n\n<!-- hidden -->\n",
    )
    assert article.text == (
        "The big title\n\nA link and code on two lines.\n\n- one\n- two\n  - inner\n\n"
        "3. three\n4. four\n\nWho | Age\nAna | 41\n\nquoted"
    )
    assert article.title == "The big title"


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fire | The Site</title>
<meta property="og:title" content="Fire in the old town"><meta name="author" content="Ana Lee">
<meta property="article:published_time" content="2019-04-17T08:00:00+00:00">
<link rel="canonical" href="https://example.org/fire"></head><body><nav><a href="/">Home</a>
<a href="/sport">Sport</a></nav><article><h1>Fire in the old town</h1><p>The fire began at six in
the evening &amp; burned for fifteen hours, the brigade said on Tuesday.</p><p>Nobody was killed,
but two officers were slightly hurt when a wall fell into the street below.</p></article>
<footer>Subscribe to our newsletter. We use cookies.</footer></body></html>"""


def test_html_is_stored_as_its_main_text() -> None:
    article = read("fire.html", PAGE)
    assert article.title == "Fire in the old town"
    assert article.author == "Ana Lee"
    assert article.published == date(2019, 4, 17)
    assert article.url == "https://example.org/fire"
    assert "burned for fifteen hours" in article.text
    assert "began at six in the evening & burned for" in article.text
    for boilerplate in ("Sport", "newsletter", "cookies", "<p>"):
        assert boilerplate not in article.text


UNDATED = re.sub(r"<meta property=.article[^>]*>", "", PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We use cookies.", "© 2024 The Site"),
        ("We use cookies.", "Last updated: 20 June 2024"),
        ("Nobody was killed", "The last such fire was in 2009. Nobody was killed"),
        ("Nobody was killed", "The law of 12 May 1998 was kept. Nobody was killed"),
        ("<p>Nobody", "<p>03/04/2021</p><p>Nobody"),
        ("<p>Nobody", '<p><img src="/uploads/2019/07/fire.jpg"></p><p>Nobody'),
    ],
)
def test_not_every_number_of_a_page_is_its_day(old: str, new: str) -> None:
    assert old in UNDATED
    assert read("fire.html", UNDATED.replace(old, new)).published is None


@pytest.mark.parametrize(
    "stated",
    [
        '<time datetime="2021-03-03T10:00">on Wednesday</time>',
        '<span itemprop="datePublished" content="2021-03-03">on Wednesday</span>',
        "<p>Published: 3 March 2021</p>",
        "<p>First published on March 3, 2021 10:15 AM</p>",
        '<span class="date">3 March 2021</span>',
    ],
)
def test_a_day_that_a_page_states_is_its_day(stated: str) -> None:
    page = UNDATED.replace("</h1>", f"</h1>{stated}")
    assert read("fire.html", page).published == date(2021, 3, 3)


def test_raised_numbers_stay_apart() -> None:
    words = (
        "it had burned in 2009<sup>2</sup>, over 3 × 10<sup>6</sup> m<sup>2</sup> "
        'of roof<sup><a href="#n1">1</a></sup>, on the 3<sup>rd</sup> day'
    )
    for name, page in (
        ("a.html", PAGE.replace("Nobody was killed", words)),
        ("a.md", f"A fire.\n\nThey said {words}.\n"),
    ):
        text = read(name, page).text
        assert "2009², over 3 × 10⁶ m² of roof" in text, name
        assert "3rd day" in text, name
    assert "roof, on" in read("a.html", PAGE.replace("Nobody was killed", words)).text


def test_html_within_markdown_is_read() -> None:
    article = read(
        "a.md",
        "# Ostra\n\n<p>Forty-one people died, police said.</p>\n\nfirst<br>second\n\n"
        "<table><tr><td>41</td><td>dead</td></tr></table>\n\n<!-- hidden -->\n\nThe end.\n",
    )
    assert article.text == (
        "Ostra\n\nForty-one people died, police said.\n\nfirst\nsecond\n\n41 | dead\n\nThe end."
    )


@pytest.mark.parametrize(
    "block",
    [
        "---\ntitle: Ostra: the bridge will close\ndate: 2021-03-03\ntags:\n  - bridges\n---\n",
        "---\n# a comment\ntitle: @Ostra: the bridge will close\ndate: 2021-03-03\n---\n",
        '+++\ntitle = "Ostra: the bridge will close"\ndate = 2021-03-03T10:00:00Z\n+++\n',
    ],
)
def test_front_matter_of_other_hands_is_read(block: str) -> None:
    article = read("a.md", block + "\nThe roof burned.\n")
    assert article.title.removeprefix("@") == "Ostra: the bridge will close"
    assert (article.published, article.text) == (date(2021, 3, 3), "The roof burned.")


@pytest.mark.parametrize(
    "block",
    [
        "Note: this story was retracted on 5 May 2021",
        "Interviewer: Did you take the money?\nMayor: No.",
        "Breaking: the mayor has resigned.",
    ],
)
def test_words_between_dashes_are_no_front_matter(block: str) -> None:
    text = f"---\n{block}\n---\n\nThe mayor spoke on Monday."
    assert read("a.txt", text).text == text


def test_html_says_its_own_encoding() -> None:
    page = PAGE.replace("utf-8", "iso-8859-1").replace("Nobody", "Né à Besançon, nobody")
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
        ("“We don’t know,” said José.".encode() + b" \xa9", "“We don’t know,” said José. \ufffd"),
        ("“Él” was a café".encode()[:-1], "“Él” was a caf\ufffd"),
    ],
    ids=[
        "utf-8",
        "utf-8 with mark",
        "utf-16",
        "Western",
        "Cyrillic",
        "line ends",
        "a bad byte in utf-8",
        "utf-8 that was cut",
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (b"\x93We don\x92t know\x94", "iso-8859-1", "“We don’t know”"),
        ("“We don’t know” é".encode() + b" \xa9", "iso-8859-1", "“We don’t know” é \ufffd"),
        ("大阪で火事があった".encode("iso-2022-jp"), "iso-2022-jp", "大阪で火事があった"),
        ("火事があった".encode("euc-jp"), "euc-jp", "火事があった"),
        (b"caf\xe9", "no-such-thing", "café"),
    ],
)
def test_declared_encodings(data: bytes, declared: str, text: str) -> None:
    assert decode(data, declared=declared) == text


def test_one_bad_line_does_not_change_the_encoding_of_a_long_file() -> None:
    lines = ("“It’s one” – café\n".encode() * 70_000, b"caf\xe9\n", "“It’s three”\n".encode())
    assert encoding_of(BytesIO(b"".join(lines))) == "utf-8-sig"
    assert encoding_of(BytesIO(b"caf\xe9 and more\n" * 70_000)) == "cp1252"


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
    for name in ("a.exe", "a.gz", ".pdf", "a.pdf.old"):
        (tmp_path / name).write_bytes(b"%PDF")
        with pytest.raises(UnreadableFileError, match=r"files .*are not read"):
            articles.fingerprint(tmp_path / name)
    for ending, form in ENDINGS.items():
        huge = tmp_path / f"huge{ending}"
        with huge.open("wb") as file:
            file.truncate(form.limit + 1)  # a hole: it takes no room
        for use in (articles.fingerprint, lambda path: list(articles.read(path))):
            with pytest.raises(UnreadableFileError, match=f"larger than {form.limit >> 20} MB"):
                use(huge)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-04-16", date(2019, 4, 16)),
        ("2019-04-16T23:59:00+02:00", date(2019, 4, 16)),
        ("16 April 2019", date(2019, 4, 16)),
        ("April 16, 2019", date(2019, 4, 16)),
        ("2019/4/6", date(2019, 4, 6)),
        ("2019/04/06 10:00", date(2019, 4, 6)),
        ("April 16, 2019 10:00 AM", date(2019, 4, 16)),
        ("Apr 16, 2019 at 10:00", date(2019, 4, 16)),
        ("Tue, 16 Apr 2019 10:00:00 GMT", date(2019, 4, 16)),
        ("16 Apr 2019 10:00:00 +0200", date(2019, 4, 16)),
        ("2019-04-165", None),
        ("0001-01-01T00:00:00Z", None),
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


def test_the_longest_ending_counts() -> None:
    assert format_of("News.TAR.GZ").name == "tar"
    assert format_of("a.b.html") is HTML
    with pytest.raises(UnreadableFileError, match="files without an ending are not read"):
        format_of("folder.txt/README")


@pytest.mark.parametrize(
    ("stated", "tag"),
    [("en-GB", "en"), ("de_AT", "de"), ("FR", "fr"), ("nds", "nds"), ("English", ""), ("und", "")],
)
def test_languages(stated: str, tag: str) -> None:
    assert parse_language(stated) == tag


@pytest.mark.parametrize(
    ("name", "content", "language"),
    [
        ("a.html", PAGE, "en"),
        ("a.html", PAGE.replace(' lang="en"', ' data-x="1" xml:lang=de-CH'), "de"),
        (
            "a.html",
            PAGE.replace(' lang="en"', "").replace(
                "<title>", '<meta property="og:locale" content="pt_BR"><title>'
            ),
            "pt",
        ),
        ("a.html", PAGE.replace(' lang="en"', ""), "en"),
        ("a.md", "---\nlang: nl-BE\n---\nTekst.", "nl"),
        ("a.txt", "---\nlanguage: sv\n---\nText.", "sv"),
    ],
)
def test_an_article_states_its_language(name: str, content: str, language: str) -> None:
    assert read(name, content).language == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mayor said on Monday that the bridge will not reopen before autumn."),
        ("de", "Der Bürgermeister sagte, die Brücke werde erst im Herbst wieder geöffnet."),
        ("fr", "Le maire a déclaré lundi que le pont ne rouvrirait qu'à l'automne."),
        ("es", "El alcalde dijo el lunes que el puente no se reabrirá hasta el otoño."),
        ("nl", "De burgemeester zei maandag dat de brug pas in de herfst weer opengaat."),
        ("pl", "Burmistrz powiedział, że most zostanie otwarty dopiero jesienią."),
        ("ar", "قال رئيس البلدية يوم الاثنين إن الجسر لن يعاد فتحه حتى الخريف."),
        ("ru", "Мэр заявил в понедельник, что мост откроют только осенью."),
        ("ja", "市長は月曜日、橋は秋まで再開されないと述べた。"),
        ("", "12 34 5 6 - 7:8"),
    ],
)
def test_where_none_is_stated_the_language_is_that_of_the_text(language: str, text: str) -> None:
    assert read("a.txt", text).language == language


CALLS = [
    "Read more",
    "READ MORE: Ten bridges that fell",
    "Related: The mayor resigns",
    "Advertisement",
    "Story continues below advertisement",
    "Sign up for our weekly newsletter",
    "Subscribe to our newsletter and never miss a story",
    "Get the latest news in your inbox",
    "Share this article",
    "Share on Facebook",
    "Follow us on Twitter, Facebook and Instagram",
    "Comments (12)",
    "We use cookies to give you the best experience. By using this site you accept them.",
]
SENTENCES = [
    "We use cookies in this kitchen, said the baker, and the oven is never cold.",
    "Share the work fairly, he said.",
    "Get the children to bed early, the doctor advised.",
    "Subscribe to the theory that taxes hurt and you will like this budget.",
    "Related families moved into the old houses by the river.",
    "Read more books, the minister told the pupils of Leith.",
    "Advertisement spending fell by a third.",
    "Comments by the chancellor moved the markets.",
]


def test_boilerplate_of_pages_is_left_out_and_sentences_stay() -> None:
    body = "".join(f"<p>{line}</p>" for pair in zip(CALLS, SENTENCES * 2) for line in pair)  # noqa: B905
    text = read("fire.html", PAGE.replace("<p>Nobody", f"{body}<p>Nobody")).text
    assert [line for line in CALLS if line in text.split("\n")] == []
    assert [line for line in SENTENCES if line not in text] == []
    assert "\n\n\n" not in text
    assert without_boilerplate("\n\n".join(["One.", *CALLS, "Two."])) == "One.\n\nTwo."
    assert without_boilerplate("\n".join(SENTENCES)) == "\n".join(SENTENCES)


def test_what_a_person_wrote_stays() -> None:
    text = "\n\n".join(["A list of calls", *CALLS])
    assert read("a.txt", text).text == text
    assert "Advertisement" in read("a.md", text).text


def test_a_person_is_told_every_format() -> None:
    told = set(re.findall(r"\w+", NAMES)) - {"or"}
    assert told == {form.name for form in ENDINGS.values()} | {"tsv"}
