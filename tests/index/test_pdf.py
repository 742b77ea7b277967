"""PDF as programs write it: real files by matplotlib's PDF writer, and small ones by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.formats.documents import UnreadableFileError
from index.formats.layout import Line, paragraphs
from index.types import Article

Placed = tuple[float, float, str]
"""How far from the left and from the bottom, in inches, and the words there."""

FIRST = [
    "The inquiry into the harbour bridge was published on Monday. It says that the",
    "bridge carries forty thousand cars a day, and that the crack in its eastern pylon",
    "was known to the port authority for a year.",
]
SECOND = [
    "The government has promised a new bridge. Nobody believes the govern-",
    "ment, said Jane Roe, a well-",
    "known engineer, who examined the pylon and goes",
]


def pdf(pages: Sequence[Sequence[Placed]], **about: object) -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    written = BytesIO()
    with PdfPages(written, metadata=about) as book:
        for page in pages:
            figure = Figure(figsize=(8, 11))
            for x, y, words in page:
                figure.text(x / 8, y / 11, words, fontsize=11)
            book.savefig(figure)
    return written.getvalue()


def page(number: int, *blocks: list[str]) -> list[Placed]:
    """A page with a running head, paragraphs with a gap between them, and its number."""
    placed = [(1.0, 10.5, f"The Daily Harbour, page {number} of 4"), (4.0, 0.5, f"- {number} -")]
    height = 9.5
    for block in blocks:
        for line in block:
            placed.append((1.0, height, line))
            height -= 0.2
        height -= 0.2
    return placed


def read(data: bytes) -> Article:
    (article,) = articles.parse(Path("/articles/a.pdf"), BytesIO(data))
    assert isinstance(article, Article)
    return article


def test_a_pdf_is_read_as_paragraphs_without_what_runs_along() -> None:
    about = {"Title": "The bridge", "Author": "Ana Lee", "CreationDate": datetime(2021, 3, 11)}
    pages = [
        page(1, ["A bridge and its crack"], FIRST, SECOND),
        page(2, ["on examining it every week."], ["A new paragraph on page two."]),
        page(3, ["A page of its own, with one paragraph."]),
        page(4, ["The end came in May."]),
    ]
    article = read(pdf(pages, **about))
    assert article.title == "The bridge"
    assert article.author == "Ana Lee"
    assert article.published == date(2021, 3, 11)
    assert article.text == "\n\n".join(
        [
            "A bridge and its crack",
            " ".join(FIRST),
            "The government has promised a new bridge. Nobody believes the government, said Jane "
            "Roe, a well-known engineer, who examined the pylon and goes on examining it every "
            "week.",
            "A new paragraph on page two.",
            "A page of its own, with one paragraph.",
            "The end came in May.",
        ]
    )


def test_a_pdf_that_a_program_titled_is_titled_by_its_first_line() -> None:
    pages = [page(1, ["A bridge and its crack"], FIRST)]
    pages[0] = pages[0][2:]
    article = read(pdf(pages, Title="Microsoft Word - bridge-final2.docx"))
    assert article.title == "A bridge and its crack"


def test_a_hyphen_at_a_lines_end_stays_where_the_word_is_nowhere_else() -> None:
    def lines(*texts: str) -> list[Line]:
        return [
            Line(text.rstrip("~"), 72, 500, 700 - 14 * n, 12, hyphen=text.endswith("~"))
            for n, text in enumerate(texts)
        ]

    assert paragraphs([lines("A long~", "awaited report")]) == ["A long-awaited report"]
    assert paragraphs([lines("The pylon, a py~", "lon of steel")]) == [
        "The pylon, a pylon of steel"
    ]
    assert paragraphs([lines("Anglosaxon Anglo~", "Saxon")]) == ["Anglosaxon Anglo-Saxon"]
    assert paragraphs([lines("It ended -", "at last")]) == ["It ended - at last"]


def test_columns_are_read_one_after_the_other() -> None:
    left = [Line(f"left {n} goes", 72, 280, 700 - 14 * n, 12) for n in range(3)]
    right = [Line(f"on right {n} and", 320, 530, 700 - 14 * n, 12) for n in range(3)]
    assert paragraphs([[*left, *right]]) == [
        "left 0 goes left 1 goes left 2 goes on right 0 and on right 1 and on right 2 and"
    ]


def test_a_scan_says_that_it_has_no_text() -> None:
    with pytest.raises(UnreadableFileError, match="is a scan without text"):
        read(pdf([[], []]))


ENCRYPTED = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
3 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /Length 40
/O <28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a>
/U <38bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a>>> endobj
trailer <</Root 1 0 R /Encrypt 3 0 R
/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]>>
%%EOF
"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ENCRYPTED, "is encrypted: save it without a password"),
        (b"%PDF-1.7\n", "is damaged, or no PDF"),
        (b"no pdf at all", "is damaged, or no PDF"),
        (b"", "is damaged, or no PDF"),
        (pdf([page(1, FIRST)])[:700], "is damaged, or no PDF"),
    ],
    ids=["encrypted", "head only", "text", "empty", "truncated"],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(data)


def test_a_pdf_that_is_cut_anywhere_is_read_or_told() -> None:
    whole = pdf([page(1, FIRST), page(2, SECOND)])
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        try:
            assert read(whole[:end]).text
        except UnreadableFileError as error:
            assert str(error)  # noqa: PT017
