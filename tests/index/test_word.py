"""Word documents whose text is not one run after another: tables in tables, raised numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.types import Article
from tests.index.test_books import altered, docx

PARAGRAPH = "<w:p><w:r><w:t>The end.</w:t></w:r></w:p>"


def text_with(block: str) -> str:
    """What is read where a document's last paragraph is another block."""
    data = altered(docx(), PARAGRAPH, block)
    (article,) = articles.parse(Path("/articles/a.docx"), BytesIO(data))
    assert isinstance(article, Article)
    return article.text.partition("Ana | 41\n\n")[2]


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def tc(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>{p('The end.')}"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def held(content: str) -> str:
    """In a content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_table_within_a_table_is_read_once() -> None:
    inner = table(tr(tc(p("Ana")), tc(p("41"))), tr(tc(p("Bo")), tc(p("7"))))
    outer = table(tr(tc(p("Dead")), tc(inner)), tr(tc(p("Hurt")), tc(p("none"))))
    assert text_with(outer) == "Dead | Ana | 41 Bo | 7 The end.\nHurt | none\n\nThe end."


def test_rows_and_cells_in_content_controls_are_read() -> None:
    rows = tr(tc(p("Who")), held(tc(p("Age")))), held(tr(tc(p("Ana")), tc(held(p("41")))))
    assert text_with(table(*rows)) == "Who | Age\nAna | 41\n\nThe end."


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("in 2009", "2", "in 2009²"),
        ("in 2009", "1,12", "in 2009¹,¹²"),
        ("10", "-6", "10⁻⁶"),
        ("10", "−6", "10⁻⁶"),
        ("Ca", "2+", "Ca²⁺"),
        ("the 3", "rd", "the 3rd"),
        ("by ", "e-mail", "by e-mail"),
    ],
)
def test_raised_numbers_are_not_glued_to_the_number_before(
    before: str, raised: str, text: str
) -> None:
    run = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{raised}</w:t></w:r>'
    words = f'<w:p><w:r><w:t xml:space="preserve">{before}</w:t></w:r>{run}</w:p>'
    assert text_with(words) == text


def test_lowered_numbers_stay() -> None:
    run = '<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>'
    assert text_with(f"<w:p><w:r><w:t>CO</w:t></w:r>{run}</w:p>") == "CO2"


def boxed(words: str, within: str = "") -> str:
    """A paragraph, and a text box in it that holds another."""
    box = f"<w:r><w:txbxContent>{within}</w:txbxContent></w:r>" if within else ""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r>{box}</w:p>"


def test_text_boxes_in_text_boxes_are_read_once() -> None:
    words = [f"Box {number}." for number in range(40)]
    nested = ""
    for each in reversed(words):
        nested = boxed(each, nested)
    assert text_with(nested) == "\n\n".join(words)


def test_text_boxes_for_older_readers_are_left_out() -> None:
    old = f"<w:fallback><w:txbxContent>{p('Twice.')}</w:txbxContent></w:fallback>"
    new = f"<w:choice><w:txbxContent>{p('Once.')}</w:txbxContent></w:choice>"
    words = f"<w:p><w:r><w:t>See:</w:t></w:r><w:r>{new}{old}</w:r></w:p>"
    assert text_with(words) == "See:\n\nOnce."
