"""Archives as people pack them, and as nobody should."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from index import articles
from index.formats import archives, zips
from index.formats.documents import Unread, UnreadableFileError
from index.types import Article

FIRE = "A fire in Paris\n\nThe cathedral of Notre-Dame burned on Monday."
ROWS = "id,text\n7,Seven.\n8,Eight.\n"


def read(name: str, data: bytes) -> list[Article | Unread]:
    return list(articles.parse(Path("/articles") / name, BytesIO(data)))


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def tarred(members: Mapping[str, str | bytes], mode: str = "w") -> bytes:
    written = BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, BytesIO(data))
    return written.getvalue()


MEMBERS: dict[str, str | bytes] = {
    "news/a.txt": FIRE,
    "rows.csv": ROWS,
    "__MACOSX/news/._a.txt": b"\x00",
    ".hidden/b.txt": "B",
    "image.png": b"\x89PNG",
    "inner.zip": zipped({"c.txt": "C"}),
    "binary.txt": b"\x00\x00",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old.zip", zipped(MEMBERS)),
        ("old.tar", tarred(MEMBERS)),
        ("old.tar.gz", tarred(MEMBERS, "w:gz")),
        ("old.tgz", tarred(MEMBERS, "w:gz")),
    ],
)
def test_members_are_articles(name: str, data: bytes) -> None:
    found = read(name, data)
    texts = {part.source: part.text for part in found if isinstance(part, Article)}
    assert texts == {
        f"/articles/{name}#news/a.txt": FIRE,
        f"/articles/{name}#rows.csv#7": "Seven.",
        f"/articles/{name}#rows.csv#8": "Eight.",
    }
    assert [part for part in found if isinstance(part, Unread)] == [
        Unread("image.png", ".png files are not read"),
        Unread("inner.zip", "archives within archives are not opened"),
        Unread("binary.txt", "is binary, not text"),
    ]


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_columns_are_named_for_tables_within(
    name: str, pack: Callable[[Mapping[str, str | bytes]], bytes]
) -> None:
    data = BytesIO(pack({"a.txt": FIRE, "b.csv": "inhalt,kopf\nSieben.,Zahl\n"}))
    found = articles.parse(Path(name), data, {"text": "inhalt", "title": "kopf"})
    about = [(part.title, part.text) for part in found if isinstance(part, Article)]
    assert about == [("A fire in Paris", FIRE), ("Zahl", "Sieben.")]


TRICKS: dict[str, str | bytes] = {
    "../../etc/passwd": "root",
    "../../evil.txt": FIRE,
    "/srv/absolute.txt": FIRE,
    "..\\..\\windows.txt": FIRE,
    "a/../../b.txt": FIRE,
}


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_paths_lead_nowhere(
    name: str, pack: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert callable(pack)
    found = read(name, pack(TRICKS))
    keys = [part.source.partition("#")[2] for part in found if isinstance(part, Article)]
    assert keys == ["evil.txt", "srv/absolute.txt", "windows.txt", "a/b.txt"]
    assert Unread("etc/passwd", "files without an ending are not read") in found
    assert list(tmp_path.rglob("*")) == []


def test_links_and_devices_are_no_files() -> None:
    written = BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE)):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
        device = tarfile.TarInfo("d.txt")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(FIRE)
        archive.addfile(entry, BytesIO(FIRE.encode()))
    (article,) = read("a.tar", written.getvalue())
    assert isinstance(article, Article)
    assert article.text == FIRE


def test_an_encrypted_or_damaged_member_is_listed() -> None:
    data = bytearray(zipped({"secret.txt": FIRE, "a.txt": FIRE, "bad.txt": FIRE * 50}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    bad = data.index(b"bad.txt") + len("bad.txt")
    data[bad + 4 : bad + 12] = b"\xff" * 8
    found = read("a.zip", bytes(data))
    assert [part.source for part in found if isinstance(part, Article)] == ["/articles/a.zip#a.txt"]
    secret, damaged = (part for part in found if isinstance(part, Unread))
    assert secret == Unread("secret.txt", "is encrypted")
    assert damaged.key == "bad.txt"
    assert damaged.reason.startswith("is damaged")


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_of_any_compression_is_listed(compression: int) -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        archive.writestr("bad.txt", FIRE * 50)
        archive.writestr("a.txt", FIRE)
    data = bytearray(written.getvalue())
    bad = data.index(b"bad.txt") + len("bad.txt")
    data[bad + 10 : bad + 40] = b"\xff" * 30
    listed, read_on = read("a.zip", bytes(data))
    assert isinstance(listed, Unread)
    assert isinstance(read_on, Article)
    assert (listed.key, listed.reason[:11], read_on.text) == ("bad.txt", "is damaged ", FIRE)


def test_a_bomb_of_one_member_is_listed_and_the_others_read() -> None:
    for name, data in (
        ("a.zip", zipped({"bomb.txt": bytes(40 << 20), "a.txt": FIRE})),
        ("a.tgz", tarred({"bomb.txt": bytes(40 << 20), "a.txt": FIRE}, "w:gz")),
    ):
        found = read(name, data)
        assert found[0] == Unread("bomb.txt", "larger than 16 MB unpacked")
        assert isinstance(found[1], Article)


def test_a_zip_that_lies_about_a_members_length_is_told() -> None:
    data = bytearray(zipped({"bomb.txt": b"x" * (20 << 20), "a.txt": FIRE}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = struct.pack("<I", 100)
    found = read("a.zip", bytes(data))
    assert isinstance(found[0], Unread)
    assert isinstance(found[1], Article)


def test_a_bomb_of_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (zips, archives):
        monkeypatch.setattr(room, "MAX_UNPACKED", 10 << 20)
        monkeypatch.setattr(room, "MAX_MEMBERS", 100)
    large: dict[str, str | bytes] = {f"{n}.bin": bytes(1 << 20) for n in range(12)}
    many: dict[str, str | bytes] = {f"{n}.txt": "x" for n in range(101)}
    for name, pack in (("a.zip", zipped), ("a.tar", tarred)):
        with pytest.raises(UnreadableFileError, match="would unpack to more than 10 MB"):
            read(name, pack(large))
        with pytest.raises(UnreadableFileError, match="holds more than 100 files"):
            read(name, pack(many))
    with pytest.raises(UnreadableFileError, match="would unpack to more than 10 MB"):
        read("a.tgz", tarred(large, "w:gz"))


def test_a_tar_whose_header_claims_gigabytes_takes_no_memory() -> None:
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 900 << 20
    with pytest.raises(UnreadableFileError, match="is damaged, or no tar"):
        read("a.tgz", gzip.compress(entry.tobuf() + bytes(4 << 20)))


def test_a_list_of_members_that_claims_to_be_long_is_not_read() -> None:
    data = bytearray(zipped({"a.txt": FIRE}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 1 << 30)
    with pytest.raises(UnreadableFileError, match="holds more than 20,000 files"):
        read("a.zip", bytes(data))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"", "is damaged, or no zip"),
        ("a.zip", zipped({"a.txt": FIRE})[:60], "is damaged, or no zip"),
        ("a.zip", zipped({}), "holds no articles"),
        ("a.tar", b"", "is damaged, or no tar"),
        ("a.tar", b"text" * 1000, "is damaged, or no tar"),
        ("a.tar.gz", b"\x1f\x8b" + b"text" * 1000, "is damaged, or no tar"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(name, data)


def test_a_cut_tar_keeps_what_stands_before() -> None:
    whole = tarred({"a.txt": FIRE, "b.txt": "y" * 5000})
    found: list[Article | Unread] = []
    with pytest.raises(UnreadableFileError, match="is damaged"):
        found.extend(articles.parse(Path("/a.tar"), BytesIO(whole[:2000])))
    assert [part.text for part in found if isinstance(part, Article)] == [FIRE]
