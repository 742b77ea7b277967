"""PDF: the lines that its pages show and where they stand, by pdfium; `layout` makes paragraphs.

Scanned text is not recognised. The sole room of pypdfium2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_double
from datetime import date
from statistics import median
from typing import Any, BinaryIO

from index.formats.documents import Document, UnreadableFileError, document, parse_date
from index.formats.layout import Line, paragraphs, without_running_heads

MAX_PAGES = 10_000
_HYPHEN = "\x02"
"""What pdfium writes for a hyphen at a line's end, in place of the hyphen and the break."""
_SHOWN = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: None}
"""Ligatures and soft hyphens are how a word looks, not how it is spelled."""

_NO_TITLE = re.compile(
    r"\.(?:docx?|odt|rtf|pptx?|indd|qxd|tex|dvi|ps|pdf|txt|html?)$|^(?:untitled|unknown)$", re.I
)


def parse_pdf(file: BinaryIO) -> Iterator[Document]:
    """The text of a PDF, titled and dated by its document information."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableFileError("is encrypted: save it without a password") from error
        raise UnreadableFileError("is damaged, or no PDF") from error
    try:
        if len(pdf) > MAX_PAGES:
            raise UnreadableFileError(f"has more than {MAX_PAGES:,} pages: split it")
        pages = [_lines(pdf, number) for number in range(len(pdf))]
        about = pdf.get_metadata_dict()
    finally:
        pdf.close()
    if not any(pages):
        raise UnreadableFileError("is a scan without text: recognise its text (OCR) first")
    yield document(
        "\n\n".join(paragraphs(without_running_heads(pages))),
        title=_title(about.get("Title", "")),
        author=about.get("Author", ""),
        published=_day(about.get("CreationDate", "")),
    )


def _lines(pdf: Any, number: int) -> list[Line]:
    """The lines of a page, in the order in which they are drawn."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = pdf[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(f"is damaged: its page {number + 1} cannot be read") from error
    lines: list[Line] = []
    line: list[tuple[int, str]] = []  # characters with their numbers on the page
    for at in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, at))
        if character in "\r\n" or character == _HYPHEN:
            lines += _line(text, line, hyphen=character == _HYPHEN)
            line = []
        elif character == "\t" or character >= " ":
            line.append((at, character))
    lines += _line(text, line)
    text.close()
    page.close()
    return lines


def _line(page: Any, characters: list[tuple[int, str]], *, hyphen: bool = False) -> list[Line]:
    """The line of these characters, if they show anything."""
    from pypdfium2 import raw

    shown = "".join(character for _, character in characters).translate(_SHOWN)
    # Beyond the basic plane pdfium may give halves, as UTF-16 has them.
    words = " ".join(shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    inked = [at for at, character in characters if not character.isspace()]
    if not words or not inked:
        return []
    # A bullet or a word in another type says little of its line: several characters are measured.
    boxes = [_box(page, at) for at in (*inked[:: len(inked) // 7 + 1], inked[-1])]
    size = max(median(box.top - box.bottom for box in boxes), 1.0)
    x, base = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page, inked[len(inked) // 2], byref(x), byref(base))
    return [Line(words, boxes[0].left, boxes[-1].right, base.value, size, hyphen)]


def _box(page: Any, at: int) -> Any:
    """A character's box as its type gives it, the same height for all letters."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, at, byref(box))
    return box


def _title(stated: str) -> str:
    """The title that a person gave; programs put their own and the file's name there."""
    title = re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", stated.strip())
    return "" if _NO_TITLE.search(title) else title


def _day(stated: str) -> date | None:
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", stated)
    return parse_date("-".join(match.groups())) if match else None
