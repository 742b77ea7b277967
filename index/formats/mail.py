"""Mail: one message (eml), or many in one file (mbox). Attachments are left out.

The plain text of a message is read; where it has none, its page.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import islice
from typing import BinaryIO

from index.formats import markup, pages
from index.formats.boilerplate import without_boilerplate
from index.formats.documents import Document, Unread, UnreadableFileError, document
from index.formats.encodings import decode

MAX_MESSAGE = 32 << 20
"""Bytes of one message with its attachments."""
MAX_PARTS = 1000


def parse_eml(file: BinaryIO) -> Iterator[Document]:
    """One message."""
    yield _message(file.read(), key="")


def parse_mbox(file: BinaryIO) -> Iterator[Document | Unread]:
    """The messages of a mailbox; the message id tells them apart, or else their number."""
    for number, data in enumerate(_split(file), start=1):
        key = str(number)
        try:
            if len(data) > MAX_MESSAGE:
                raise UnreadableFileError(f"larger than {MAX_MESSAGE // 2**20} MB")
            message = _message(data, key=key)
        except UnreadableFileError as error:
            yield Unread(key, str(error))
        except Exception as error:
            # The mail library may stumble over any header; the other messages still get in.
            yield Unread(key, f"could not be read as mail ({error})")
        else:
            yield message


def _split(file: BinaryIO) -> Iterator[bytes]:
    """The messages' bytes, as the lines that begin with "From " after a blank one part them."""
    message: list[bytes] = []
    size = 0
    blank = True
    begun = False
    for line in iter(lambda: file.readline(1 << 20), b""):
        if blank and line.startswith(b"From "):
            if begun:
                yield b"".join(message)
            message, size, begun = [], 0, True
        elif not begun and line.strip():
            raise UnreadableFileError("is no mailbox: it does not begin with a From line")
        elif size <= MAX_MESSAGE:
            message.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        blank = not line.strip()
    if begun:
        yield b"".join(message)


def _message(data: bytes, *, key: str) -> Document:
    message = email.message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise UnreadableFileError("has no mail headers")
    text = _text(message)
    if not text.strip():
        raise UnreadableFileError("holds no text")
    name, address = parseaddr(_header(message, "From"))
    return document(
        text,
        title=_header(message, "Subject"),
        author=name or address,
        published=_header(message, "Date"),
        language=next(filter(None, (_header(p, "Content-Language") for p in _parts(message))), ""),
        key=(_header(message, "Message-ID").strip("<> ") or key) if key else "",
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # broken headers raise anything, and are then as good as missing
        return ""


def _text(message: EmailMessage) -> str:
    """The first plain text, else the first page, that is no attachment."""
    page = ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or _is_attachment(part):
            continue
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
        words = decode(payload if isinstance(payload, bytes) else b"", declared=charset)
        if kind == "text/plain" and words.strip():
            flowed = "flowed" in str(part.get_param("format", "")).lower()
            return _unwrapped(words) if flowed else words.strip("\n")
        page = page or words
    return _page_text(page) if page.strip() else ""


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return islice(message.walk(), MAX_PARTS)


def _is_attachment(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:  # as for any header
        return True


def _unwrapped(text: str) -> str:
    """Flowed text: a line that ends in a space goes on in the next (RFC 3676)."""
    text = re.sub(r"(?m)^ (?=[ >]|From )", "", text)
    return re.sub(r"(?<=\S) \n(?!-- \n|[>\n])", " ", text).strip("\n")


def _page_text(page: str) -> str:
    try:
        return pages.page(page).text
    except UnreadableFileError:
        # Mail is laid out in tables that a reader of web pages may take for menus.
        return without_boilerplate(markup.words(markup.page(page)))
