"""Bytes become text: by byte order mark, by UTF-8, as declared, or in the likeliest old encoding.

The sole room of charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from index.formats.documents import UnreadableFileError, clean

SAMPLE = 20_000
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENOUGH = 4
"""Characters beyond ASCII that are right, for each that is not, from which on a text is UTF-8."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode(data: bytes, *, declared: str = "") -> str:
    """Bytes to cleaned text. Raises UnreadableFileError."""
    if data.startswith(_MARKS):
        try:
            return clean(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise UnreadableFileError("is not the utf-16 that it begins as") from error
    if b"\x00" in data:
        raise UnreadableFileError("is binary, not text")
    try:
        if declared.lower().startswith("iso-2022"):  # whose bytes are ASCII's
            return clean(data.decode(declared))
        text = data.decode("utf-8-sig")
    except (LookupError, UnicodeError):
        text = _decode_damaged(data) or _decode_older(data, declared)
    if _control_share(text) > 0.02:
        raise UnreadableFileError("is binary, not text")
    return clean(text)


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a text too long to hold, left at its start. Raises UnreadableFileError."""
    file.seek(0)
    sample = file.read(SAMPLE)
    file.seek(0)
    if sample.startswith(_MARKS):
        return "utf-16"
    if b"\x00" in sample or _control_share(sample.decode("latin-1")) > 0.02:
        raise UnreadableFileError("is binary, not text")
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    odd = b""
    right = wrong = 0
    while block := file.read(1 << 20):
        text = decoder.decode(block)
        more = text.count("\ufffd")
        right, wrong = right + _beyond_ascii(text) - more, wrong + more
        if more and not odd:
            odd = _around_error(block)
    file.seek(0)
    return _older_encoding(odd) if odd and right < _ENOUGH * wrong else "utf-8-sig"


def _around_error(block: bytes) -> bytes:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        return block[max(0, error.start - SAMPLE // 2) :][:SAMPLE]
    return b""  # it was written as it is read


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _decode_damaged(data: bytes) -> str:
    """UTF-8 with a bad byte here and there, or cut within its last character; else nothing."""
    text = data.decode("utf-8-sig", "replace")
    wrong = text.count("\ufffd")
    right = _beyond_ascii(text) - wrong
    cut = wrong == 1 and text.endswith("\ufffd")
    return text if right >= _ENOUGH * wrong or (cut and right) else ""


def _decode_older(data: bytes, declared: str) -> str:
    if declared:
        try:
            if codecs.lookup(declared).name in ("iso8859-1", "ascii"):
                # Whoever names these means Windows' superset, as browsers know (WHATWG Encoding).
                declared = "cp1252"
            return data.decode(declared)
        except (LookupError, UnicodeError, ValueError):
            pass
    return data.decode(_older_encoding(data), "replace")


def _older_encoding(data: bytes) -> str:
    # Few bytes above ASCII are accents and curly quotes of Western text, where statistics over a
    # handful of bytes guess wildly; many are another script, where they guess well.
    sample = data[:SAMPLE]
    if sum(byte > 127 for byte in sample) < max(0.2 * len(sample), 16):
        return "cp1252"
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnreadableFileError("is binary, or text in an unknown encoding")
    return best.encoding


def _control_share(text: str) -> float:
    sample = text[:SAMPLE]
    return len(_CONTROL.findall(sample)) / max(len(sample), 1)
