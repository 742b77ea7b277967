"""Mail as programs write it, and as it arrives broken."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.formats.documents import Unread, UnreadableFileError
from index.types import Article


def read(name: str, data: bytes) -> list[Article | Unread]:
    return list(articles.parse(Path("/articles") / name, BytesIO(data)))


def message(text: str = "The bridge is closed.\n", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Die Brücke"
    made["From"] = "Jörg Lee <lee@example.org>"
    made["Date"] = "Thu, 11 Mar 2021 08:00:00 +0100"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def test_a_message_is_an_article() -> None:
    made = message(Message_ID="<1@example.org>")
    made["Content-Language"] = "de-DE"
    made.add_alternative("<p>The page says something else.</p>", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment("An attached text.", filename="a.txt")
    (article,) = read("a.eml", made.as_bytes())
    assert isinstance(article, Article)
    assert article.text == "The bridge is closed."
    assert (article.title, article.author) == ("Die Brücke", "Jörg Lee")
    assert (article.published, article.language) == (date(2021, 3, 11), "de")
    assert article.source == "/articles/a.eml"


def test_a_message_without_plain_text_is_read_as_a_page() -> None:
    made = message()
    row = "<tr><td>The <b>bridge</b> is closed, the port said.</td></tr>"
    made.set_content(f"<table>{row}<tr><td>Unsubscribe</td></tr></table>", subtype="html")
    (article,) = read("a.eml", made.as_bytes())
    assert isinstance(article, Article)
    assert "The bridge is closed, the port said." in article.text


def test_old_charsets_and_flowed_lines() -> None:
    head = b"Subject: a\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\n\n"
    (article,) = read("a.eml", head + "Le café \nest fermé.\nOui.\n".encode("latin-1"))
    assert isinstance(article, Article)
    assert article.text == "Le café est fermé.\nOui."


def packed(kind: str, *parts: str) -> bytes:
    """A message of parts, each its headers and its text."""
    opened = "".join(f"--{kind}\nContent-Type: {part}\n" for part in parts)
    head = f"Subject: Storm\nContent-Type: multipart/{kind}; boundary={kind}\n\n"
    return f"{head}{opened}--{kind}--\n".encode()


def test_text_on_both_sides_of_a_picture_is_read() -> None:
    picture = "image/png\nContent-Disposition: inline; filename=a.png\n\nPNG"
    attached = "text/plain\nContent-Disposition: attachment; filename=a.txt\n\nAttached."
    page = "text/html\n\n<p>The port is <b>closed</b>.</p>"
    binary = "text/plain\n\nPK\x00\x01\x02"
    texts = "text/plain\n\nThe storm came at night.\n", "text/plain\n\nBy noon 41 died.\n"
    (article,) = read("a.eml", packed("mixed", texts[0], picture, binary, texts[1], attached, page))
    assert isinstance(article, Article)
    assert article.text == "The storm came at night.\n\nBy noon 41 died.\n\nThe port is closed."


STORY = "The storm came at night. It took the roofs of forty houses by the harbour of Ostra."
LATER = "By noon 41 people were dead, the mayor said. The port stays closed until Monday."
STUB = "View this email in your browser: http://x"
SHORT = "The storm took the roofs of forty houses, and 41 people died."


@pytest.mark.parametrize(("plain", "text"), [(STUB, f"{STORY} {LATER}"), (SHORT, SHORT)])
def test_a_stub_gives_way_to_its_page(plain: str, text: str) -> None:
    page = f"text/html\n\n<p>{STORY}</p><p>{LATER}</p>"
    (article,) = read("a.eml", packed("alternative", f"text/plain\n\n{plain}", page))
    assert isinstance(article, Article)
    assert " ".join(article.text.split()) == text


def test_a_space_that_wrapping_put_in_goes_again() -> None:
    head = "Subject: a\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    (article,) = read("a.eml", f"{head}大桥因 \n裂缝关闭。\nThe bridge  \nis clo \nsed.\n".encode())
    assert isinstance(article, Article)
    assert article.text == "大桥因裂缝关闭。\nThe bridge is closed."


def test_a_mailbox_holds_messages() -> None:
    first = message(Message_ID="<1@example.org>").as_bytes()
    second = message("One line.\n\n>From here on it is quoted.\n").as_bytes()
    box = b"From a@example.org Thu Mar 11\n" + first + b"\nFrom b Thu\n" + second
    one, two = read("a.mbox", box)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert [one.source, two.source] == ["/articles/a.mbox#1@example.org", "/articles/a.mbox#2"]
    assert one.text == "The bridge is closed."
    assert two.text == "One line.\n\nFrom here on it is quoted."


def test_broken_messages_are_listed_and_the_others_read() -> None:
    broken = [
        b"From a\nSubject: =?utf-8?b?broken\nFrom: <<<\nDate: yesterday\nMessage-ID: <\n"
        b"\nText one.",
        b"From b\nno header at all\n\nText two.",
        b"From c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x",
        b"From d\nContent-Type: text/plain; charset=nonsense\nSubject: \xff\xfe\n\nText four.",
        b"From e\nSubject: ok\n\nText five.",
    ]
    found = read("a.mbox", b"\n\n".join(broken))
    texts = [part.text for part in found if isinstance(part, Article)]
    assert [texts[0], *texts[-2:]] == ["Text one.", "Text four.", "Text five."]
    assert [part for part in found if isinstance(part, Unread)] == [
        Unread("2", "has no mail headers"),
        Unread("3", "holds no text"),
    ]


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(UnreadableFileError, match="is no mailbox"):
        read("a.mbox", b"Dear all,\n\nFrom here.")
    with pytest.raises(UnreadableFileError, match="holds no articles"):
        read("a.mbox", b"\n\n")
    with pytest.raises(UnreadableFileError, match=r"has no mail headers|holds no text"):
        read("a.eml", b"\x00\x01\x02")
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)
    )
    with pytest.raises(UnreadableFileError):
        read("a.eml", nested)
