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
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_older(data, declared)
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
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    odd = b""
    while block := file.read(1 << 20):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            odd = block[max(0, error.start - SAMPLE // 2) :][:SAMPLE]
            break
    file.seek(0)
    return _older_encoding(odd) if odd else "utf-8-sig"


def _decode_older(data: bytes, declared: str) -> str:
    if declared:
        try:
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
