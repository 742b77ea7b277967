"""Mail: one message (eml), or many in one file (mbox). Attachments are left out.

The plain text of a message is read; where it has none, or a stub, its page.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from itertools import chain, islice
from typing import BinaryIO

from index.formats import markup, pages
from index.formats.boilerplate import without_boilerplate
from index.formats.documents import Document, Unread, UnreadableFileError, document
from index.formats.encodings import decode

MAX_MESSAGE = 32 << 20
"""Bytes of one message with its attachments."""
MAX_PARTS = 1000
STUB = 3
"""A plain text is a stub where its page has more than this many times its characters."""

Body = list[tuple[str, bool]]
"""Texts in their order, and whether each is the source of a page."""


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
    """All that is no attachment; of what is said in several ways, one."""
    texts = (_page_text(words) if is_page else words for words, is_page in _body(message))
    return "\n\n".join(text for text in texts if text.strip())


def _body(part: MIMEPart) -> Body:
    kind = part.get_content_type()
    if _is_attachment(part):
        return []
    if part.is_multipart():
        bodies = [_body(inner) for inner in islice(part.iter_parts(), MAX_PARTS)]
        return _chosen(bodies) if kind == "multipart/alternative" else list(chain(*bodies))
    if kind not in ("text/plain", "text/html"):
        return []
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset() or ""
    try:
        words = decode(payload if isinstance(payload, bytes) else b"", declared=charset)
    except UnreadableFileError:  # binary, whatever its kind says; the other parts still get in
        return []
    if kind == "text/plain":
        words = _unwrapped(words, part).strip("\n")
    return [(words, kind == "text/html")] if words.strip() else []


def _chosen(bodies: list[Body]) -> Body:
    """Of alternatives the first that is plain text, unless it only sends readers to the page."""
    plain = next((body for body in bodies if body and not any(page for _, page in body)), [])
    pages = next((body for body in bodies if any(page for _, page in body)), [])
    if not plain or not pages:
        return plain or pages
    return pages if _length(pages) > STUB * _length(plain) else plain


def _length(body: Body) -> int:
    """Characters that a reader sees."""
    return sum(len(_seen(words) if is_page else words) for words, is_page in body)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return islice(message.walk(), MAX_PARTS)


def _is_attachment(part: MIMEPart) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:  # as for any header
        return True


def _unwrapped(text: str, part: MIMEPart) -> str:
    """Flowed text: a line that ends in a space goes on in the next (RFC 3676)."""
    if "flowed" not in str(part.get_param("format", "")).lower():
        return text
    # With delsp the mail program put in that space, perhaps within a word: it goes again.
    joint = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    text = re.sub(r"(?m)^ (?=[ >]|From )", "", text)
    return re.sub(r"(?<=\S)( *) \n(?!-- \n|[>\n])", rf"\1{joint}", text)


def _page_text(page: str) -> str:
    try:
        return pages.page(page).text
    except UnreadableFileError:
        # Mail is laid out in tables that a reader of web pages may take for menus.
        return without_boilerplate(_seen(page))


def _seen(page: str) -> str:
    try:
        return markup.words(markup.page(page))
    except Exception:  # a broken page raises anything, and is then as good as empty
        return ""
