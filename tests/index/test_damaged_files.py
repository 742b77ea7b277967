"""Two hundred damaged and hostile files beside two good ones, in a process of their own."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from index.embedder import default_embedder
from index.store import PassageIndex
from index.verify import verify
from tests.index.test_books import docx, epub
from tests.index.test_mail import message
from tests.index.test_pdf import FIRST, page, pdf

STORY = "The inquiry into the harbour bridge was published on Monday by the port authority."
MEMORY = 2 << 10
"""Megabytes that a build may take: the models, and no hostile file's wishes."""


def table() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "title", "text"], [1, "One", STORY], [2, "Two", STORY[5:]]])
    return out.getvalue().encode()


def archived(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", STORY)
            archive.writestr("b.html", f"<p>{STORY}</p>")
    else:
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            member = tarfile.TarInfo("a.txt")
            member.size = len(STORY)
            tar.addfile(member, io.BytesIO(STORY.encode()))
    return out.getvalue()


def valid() -> dict[str, bytes]:
    """A good file of each format."""
    rows = [{"id": n, "title": f"T{n}", "text": f"{STORY} {n}"} for n in range(3)]
    mail = message().as_bytes()
    chapter = f"<html><body><h1>One</h1><p>{STORY}</p></body></html>"
    return {
        ".txt": STORY.encode("utf-16"),
        ".md": f"---\ntitle: A\ndate: 2024-01-01\n---\n# A\n\n{STORY}".encode(),
        ".html": f"<html><head><title>A</title></head><body><p>{STORY}</p></body></html>".encode(),
        ".pdf": pdf([page(1, FIRST)]),
        ".docx": docx(),
        ".epub": epub({"one.xhtml": chapter}),
        ".eml": mail,
        ".mbox": b"From a\n" + mail + b"\nFrom b\n" + mail,
        ".csv": table(),
        ".json": json.dumps(rows).encode(),
        ".jsonl": "\n".join(map(json.dumps, rows)).encode(),
        ".zip": archived("zip"),
        ".tar.gz": archived("tar"),
    }


def damaged(data: bytes, other: bytes, chance: random.Random) -> dict[str, bytes]:
    """A file cut, overwritten, doubled and mistaken for another, in fourteen ways."""
    half = len(data) // 2
    flipped = bytearray(data)
    for _ in range(20):
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    cuts = {f"cut{n}": data[: len(data) * n // 8] for n in (1, 2, 4, 6, 7)}
    return {
        **cuts,
        "headless": data[half:],
        "hollow": data[: half // 2] + bytes(half) + data[half // 2 + half :],
        "flipped": bytes(flipped),
        "noise": chance.randbytes(2000),
        "noisy": data[:half] + chance.randbytes(500) + data[half:],
        "twice": data + data,
        "empty": b"",
        "high": bytes(chance.randrange(128, 256) for _ in range(2000)),
        "mistaken": other,
    }


def hostile() -> dict[str, bytes]:
    """Files that were made to do harm."""
    lol = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    entities = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lol}]><x>&a11;</x>'
    steal = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]><x>&s;</x>'

    def zipped(members: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return out.getvalue()

    inner = zipped({"a.txt": STORY.encode()})
    return {
        "bomb.zip": zipped({"bomb.txt": bytes(300 << 20)}),
        "bombs.zip": zipped({f"{n}.txt": bytes(60 << 20) for n in range(20)}),
        "nested.zip": zipped({"inner.zip": inner}),
        "climbing.zip": zipped({"../../../climbed.txt": STORY.encode()}),
        "absolute.zip": zipped({"/tmp/absolute.txt": STORY.encode()}),  # noqa: S108
        "entities.epub": zipped({"META-INF/container.xml": entities.encode()}),
        "entities.html": entities.encode(),
        "steal.docx": zipped({"_rels/.rels": steal.encode()}),
        "steal.html": steal.encode(),
        "deep.html": b"<div>" * 100_000 + STORY.encode(),
        "deep.json": b"[" * 200_000,
        "deep.md": b"> " * 50_000 + STORY.encode(),
        "aliases.md": b"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\n"
        b"title: [*b,*b,*b,*b,*b,*b]\n---\n" + STORY.encode(),
        "quote.csv": b'id,text\n1,"' + b"never closed " * 500_000,
        "header.eml": b"Subject: " + b"a" * 5_000_000 + b"\n\n" + STORY.encode(),
        "parts.eml": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 100_000,
        "nul.txt": bytes(1000),
        "control.txt": bytes(range(1, 32)) * 100,
    }


def test_each_has_a_reason_and_the_rest_is_indexed(tmp_path: Path) -> None:
    folder, index = tmp_path / "articles", tmp_path / "index"
    folder.mkdir()
    (folder / "good.txt").write_text("Bridge\n\nThe harbour bridge is closed.", "utf-8")
    (folder / "late.txt").write_text("Zoo\n\nThe zoo has a new elephant.", "utf-8")
    chance = random.Random(11)  # noqa: S311
    good = valid()
    others = dict(zip(good, [*list(good.values())[3:], *list(good.values())[:3]], strict=True))
    made = hostile()
    for ending, data in good.items():
        for name, changed in damaged(data, others[ending], chance).items():
            made[f"{name}{ending}"] = changed
    for name, data in made.items():
        (folder / name).write_bytes(data)
    with (folder / "line.txt").open("wb") as file:
        file.truncate(200 << 20)  # one line of 200 MB
    assert len(made) + 1 >= 200

    code = (
        "import json, resource, sys; from index.__main__ import main; status = main(); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); "
        "sys.exit(status)"
    )
    command = [sys.executable, "-c", code, "build", str(folder), "--index", str(index), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Traceback" not in ran.stderr
    assert int(ran.stderr.splitlines()[-1]) / 1024 < MEMORY
    report = json.loads(ran.stdout)
    assert all(skip["reason"] and "\n" not in skip["reason"] for skip in report["skipped"])

    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        entries = opened.entries()
        sources = {entry.source for entry in entries}
        assert {str(folder / "good.txt"), str(folder / "late.txt")} <= sources
        whole = " ".join(a.text for entry in entries if (a := opened.article(entry.id)))
        assert "root:" not in whole, "no file of the machine was read in"
        assert "hahahaha" not in whole, "no entity was multiplied"
    told = {skip["path"] for skip in report["skipped"]}
    for name in [*made, "line.txt"]:
        path = str(folder / name)
        of_it = [each for each in (*sources, *told) if each == path or each.startswith(f"{path}#")]
        assert of_it, f"{name} is neither indexed nor listed"
    reasons = {Path(skip["path"]).name: skip["reason"] for skip in report["skipped"]}
    assert reasons["line.txt"] == "larger than 16 MB (200 MB): split it"
    assert reasons["bomb.zip#bomb.txt"] == "larger than 16 MB unpacked"
    assert reasons["bombs.zip"].startswith("would unpack to more than 1,024 MB")
    assert reasons["nested.zip#inner.zip"] == "archives within archives are not opened"
    assert str(folder / "climbing.zip#climbed.txt") in sources
    assert not (tmp_path.parent / "climbed.txt").exists()
    assert not any(check.faults for check in verify(index, embedder=default_embedder()))
