"""A page over a scripted `ask` and a real small index: prints its address, serves until told.

Last, it prints every address outside this machine that the process tried to reach: none, we hope.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index.build import build
from index.embedder import default_embedder
from index.errors import FootnoteError
from index.types import Hit, Passage
from qa.assistant import Assistant
from qa.types import Answer, Citation, Claim, Mention, Period
from tests.ui import hostile
from ui.desk import Desk
from ui.login import read as read_logins
from ui.page import build_page, serve

TEXT = (
    "🔥 The spire fell at eight. Prosecutors said “a short circuit” started the fire 🗼.\n\n"
    'Then: <img src=x onerror="window.pwned=1"> <script>window.pwned=2</script>'
    " {{pwned}} ${window.pwned=3} `"
)
OTHER = "Months later, on Sunday, the architect said “a cigarette” started the fire after all.\n"
QUOTE = "Prosecutors said “a short circuit” started the fire 🗼."
INQUIRY = f'---\ntitle: "<b onmouseover=alert(1)>The inquiry"\ndate: 2019-04-16\n---\n{TEXT}\n'
ARTICLES = {
    "inquiry.txt": INQUIRY,
    "architect.txt": f"---\ntitle: The architect speaks\ndate: 2020-01-07\n---\n{OTHER}",
    "حريق.txt": "---\ntitle: حريق في باريس\ndate: 2019-04-15\n---\n"
    "قال المدعون إن ماسا كهربائيا 🔥 أشعل الحريق.\n",
}
going_on = threading.Event()


class Scripted(Assistant):
    """Answers to the few questions that the tests put; everything else is an Assistant's."""

    def ask(  # type: ignore[override]
        self,
        question: str,
        *,
        on_hits: Callable[[list[Hit]], None] | None = None,
        **options: Any,
    ) -> Answer:
        if "hostile" in question:
            return self._quoting_all(question)
        if "disk" in question:
            raise OSError("the disk is on fire")
        if "index" in question:
            raise FootnoteError("There is no index in <articles>. Run: python -m index build")
        passages = self._fire()
        if "slow" in question:
            going_on.clear()
        if on_hits:
            on_hits([Hit(passage, 0.9, 0.8, 7.0) for passage in passages])
        if "slow" in question:
            going_on.wait(timeout=30)
        elif "go on" in question:
            going_on.set()
        first, other = passages[0], passages[1]
        start = first.start + first.text.index(QUOTE)
        cited = _cite(first, start, QUOTE)
        citations = tuple(replace(cited, number=n) for n in range(1, 5))
        if "fire" not in question:
            return Answer(
                question, "", "", False, 0.12, citations, (), {"total": 9.0}, reason="no answer"
            )
        set_ = {name: value for name, value in sorted(options.items()) if name != "rewrite"}
        text = "a short circuit"
        if "options" in question:
            text = " ".join(f"{name}={value}" for name, value in set_.items())
        claims: tuple[Claim, ...] = ()
        if "disagree" in question:
            where = other.text.index("on Sunday")
            period = Period(date(2020, 1, 5), date(2020, 1, 5))
            mention = Mention("on Sunday", other.start + where, other.start + where + 9, period)
            against = replace(
                _cite(other, other.start, other.text.strip()), number=5, mentions=(mention,)
            )
            claims = (Claim("a cigarette", "contradicts", 0.2, 1, (against,)),)
        return Answer(
            question,
            text,
            QUOTE,
            True,
            0.83,
            citations,
            (),
            {"total": 84.0},
            sources=2,
            claims=claims,
            asked="What started the fire in Paris?" if question == "And the fire?" else "",
        )

    def _quoting_all(self, question: str) -> Answer:
        """An answer that quotes every hostile passage whole."""
        ids = self.index.catalog.living_ids(self.index.generation).tolist()
        found = self.index.passages(ids).values()
        hostile = [passage for passage in found if "hostile-" in passage.source]
        citations = tuple(
            replace(_cite(passage, passage.start, passage.text), number=number)
            for number, passage in enumerate(hostile, start=1)
        )
        text = hostile[0].text[:60]
        return Answer(question, text, hostile[0].text, True, 0.5, citations)

    def _fire(self) -> list[Passage]:
        entries = {Path(entry.source).name: entry for entry in self.index.entries()}
        chosen = [entries[name].id for name in ("inquiry.txt", "architect.txt")]
        ids = self.index.catalog.living_ids(self.index.generation).tolist()
        passages = self.index.passages(ids).values()
        return [next(p for p in passages if p.article_id == article) for article in chosen]


def _cite(passage: Passage, start: int, quote: str) -> Citation:
    place = (passage.source, passage.title, passage.author, passage.published)
    return Citation(1, *place, quote, start, start + len(quote), passage, 0.8)


if __name__ == "__main__":
    outside: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        """Note each name looked up and each address connected to that is not this machine."""
        if event == "socket.getaddrinfo":
            host = arguments[0]
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            host = arguments[1][0]
        else:
            return
        if host not in ("127.0.0.1", "localhost", "::1", None):
            outside.append(str(host))

    sys.addaudithook(watch)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "articles")
        folder.mkdir()
        port, logins, more = ([*sys.argv[1:], "", "", ""])[:3]
        for name, words in (ARTICLES | (hostile.articles() if more else {})).items():
            (folder / name).write_text(words, encoding="utf-8")
        build([folder], Path(temporary, "index"), embedder=default_embedder())
        with Scripted(Path(temporary, "index")) as assistant:
            desk = Desk(assistant, examples=("What started the fire?", "Who <b>paid</b>?"))
            serving = serve(
                build_page(desk),
                port=int(port) if port else None,
                login=read_logins(Path(logins)) if logins else None,
            )
            print(serving.url, flush=True)
            sys.stdin.read()
            serving.close()
            desk.close()
    print(outside)
