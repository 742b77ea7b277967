"""Word documents and books, written by python-docx and by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.formats.documents import Unread, UnreadableFileError
from index.types import Article


def read(name: str, data: bytes) -> list[Article | Unread]:
    return list(articles.parse(Path("/articles") / name, BytesIO(data)))


def packed(members: Mapping[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def docx() -> bytes:
    from docx import Document

    made = Document()
    about = made.core_properties
    about.title, about.author, about.language = "The bridge", "Ana Lee", "en-GB"
    about.created = datetime(2021, 3, 11, 8, 0)
    made.add_heading("A bridge and its crack", level=1)
    made.add_paragraph("The bridge was ").add_run("closed").bold = True
    made.add_paragraph("one", style="List Bullet")
    made.add_paragraph("two", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Who", "Age", "Ana", "41"], strict=True):
        cell.text = words
    made.add_paragraph("The end.")
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def altered(data: bytes, old: str, new: str) -> bytes:
    """A docx whose body says something else."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = members["word/document.xml"].decode()
    assert old in body
    return packed({**members, "word/document.xml": body.replace(old, new)})


def test_a_word_document_is_read_block_by_block() -> None:
    (article,) = read("a.docx", docx())
    assert isinstance(article, Article)
    assert article.text == (
        "A bridge and its crack\n\nThe bridge was closed\n\n- one\n- two\n\n"
        "Who | Age\nAna | 41\n\nThe end."
    )
    assert (article.title, article.author) == ("The bridge", "Ana Lee")
    assert (article.published, article.language) == (date(2021, 3, 11), "en")


def test_revisions_are_read_as_if_accepted() -> None:
    run = "<w:r><w:t>The end.</w:t></w:r>"
    data = altered(
        docx(),
        run,
        '<w:ins w:id="1" w:author="B"><w:r><w:t>It was open again.</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="B"><w:r><w:delText>The end.</w:delText></w:r></w:del>',
    )
    (article,) = read("a.docx", data)
    assert isinstance(article, Article)
    assert article.text.endswith("Ana | 41\n\nIt was open again.")


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boom">{ENTITIES}]>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"no zip at all", "is damaged, or no zip"),
        ("a.docx", docx()[:2000], "is damaged, or no zip"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "is encrypted, or an old Word",
        ),
        ("a.docx", packed({"a.txt": "text"}), "is no Word document"),
        ("a.epub", packed({"a.txt": "text"}), "has no META-INF/container.xml"),
        ("a.epub", b"", "is damaged, or no zip"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(name, data)


def test_entities_do_not_multiply() -> None:
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    data = altered(altered(docx(), head, BOMB), "The end.", "The end.&a11;")
    try:
        (article,) = read("a.docx", data)
        assert isinstance(article, Article)
        assert len(article.text) < 1000
    except UnreadableFileError as error:
        assert "damaged XML" in str(error)  # noqa: PT017
    chapter = f"{BOMB}<html><body><p>It was dark.&a11;</p></body></html>"
    (read_chapter,) = read("a.epub", epub({"one.xhtml": chapter}))
    assert isinstance(read_chapter, Article)
    assert len(read_chapter.text) < 1000


def test_no_file_of_the_machine_gets_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    chapter = f"{head}<html><body><p>It was dark. &a;</p></body></html>"
    (article,) = read("a.epub", epub({"one.xhtml": chapter}))
    assert isinstance(article, Article)
    assert "dark" in article.text
    assert "hunter2" not in article.text


def epub(chapters: Mapping[str, str], contents: str = "", **extra: str) -> bytes:
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(chapters))
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Sea</dc:title>'
        "<dc:creator>Ana Lee</dc:creator><dc:date>1901-05-02</dc:date>"
        f"<dc:language>en-GB</dc:language></metadata><manifest>{items}"
        '<item id="toc" href="nav.xhtml" properties="nav"/></manifest>'
        f'<spine><itemref idref="toc"/>{refs}</spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    nav = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><nav>{contents}</nav></body></html>'
    texts = {f"OPS/{name}": text for name, text in chapters.items()}
    fixed = {"META-INF/container.xml": container, "OPS/book.opf": package, "OPS/nav.xhtml": nav}
    return packed({**fixed, **texts, **extra})


CHAPTERS = {
    "one.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title/><style>p {}</style></head><body><h1>One</h1><p>It was&nbsp;dark,\n"
    "and <i>very</i> cold.</p><ul><li>rope</li><li><p>oil</p></li></ul></body></html>",
    "one-b.xhtml": "<html><body><p>The wind rose.<!-- a note --> It fell.</p></body></html>",
    "two.xhtml": "<html><body><p>Morning came<br>late.</body></html>",
}
CONTENTS = '<a href="one.xhtml#top">One</a><a href="two.xhtml">Two</a>'


def test_a_book_is_read_chapter_by_chapter() -> None:
    one, two = read("sea.epub", epub(CHAPTERS, CONTENTS))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.source == "/articles/sea.epub#OPS/one.xhtml"
    assert one.title == "The Sea: One"
    assert one.text == (
        "One\n\nIt was dark, and very cold.\n\n- rope\n\n- oil\n\nThe wind rose. It fell."
    )
    assert (two.title, two.text) == ("The Sea: Two", "Morning came\nlate.")
    for chapter in (one, two):
        assert (chapter.author, chapter.published) == ("Ana Lee", date(1901, 5, 2))
        assert chapter.language == "en"


def test_a_book_without_contents_has_a_chapter_a_file() -> None:
    found = read("sea.epub", epub(CHAPTERS))
    assert [part.title for part in found if isinstance(part, Article)] == ["The Sea"] * 3


def test_a_protected_or_missing_chapter_is_listed() -> None:
    encryption = (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:CipherReference '
        'URI="OPS/two.xhtml"/></encryption>'
    )
    data = epub(CHAPTERS, CONTENTS, **{"META-INF/encryption.xml": encryption})
    (listed,) = [part for part in read("sea.epub", data) if isinstance(part, Unread)]
    assert listed == Unread("OPS/two.xhtml", "is protected against copying (DRM)")
