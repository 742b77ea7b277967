"""A page over a scripted `ask`: prints its address, serves until its standard input closes.

Last, it prints every address outside this machine that the process tried to reach: none, we hope.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

from index.errors import FootnoteError
from index.types import Passage
from qa.types import Answer, Citation
from ui.page import build_page, serve

TEXT = (
    "🔥 The spire fell at eight. Prosecutors said “a short circuit” started the fire 🗼.\n\n"
    'Then: <img src=x onerror="window.pwned=1"> <script>window.pwned=2</script>'
    " {{pwned}} ${window.pwned=3} `"
)
QUOTE = "Prosecutors said “a short circuit” started the fire 🗼."


def ask(question: str, *, since: str = "", until: str = "") -> Answer:
    """Answers to the few questions that the tests put."""
    if "disk" in question:
        raise OSError("the disk is on fire")
    if "slow" in question:
        time.sleep(1.0)
    if "index" in question:
        raise FootnoteError("There is no index in <articles>. Run: python -m index build")
    start = TEXT.index(QUOTE)
    source = "/home/ada/articles/inquiry.md"
    url = "https://www.example.org/inquiry"
    title = "<b onmouseover=alert(1)>The inquiry"
    day = date(2019, 4, 16)
    passage = Passage(1, 1, source, title, "Claire Martin", day, url, 0, len(TEXT), TEXT)
    citations = tuple(
        Citation(n, source, title, "", day, QUOTE, start, start + len(QUOTE), passage, 0.8)
        for n in range(1, 5)
    )
    if "fire" not in question:
        return Answer(question, "", "", False, 0.12, citations, (), {"total": 9.0})
    text = f"since {since} until {until}" if since or until else "a short circuit"
    return Answer(question, text, QUOTE, True, 0.83, citations, (), {"total": 84.0})


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
    page = build_page(
        ask, articles=12, passages=1730, examples=["What started the fire?", "Who <b>paid</b>?"]
    )
    serving = serve(page, port=int(sys.argv[1]) if len(sys.argv) > 1 else None)
    print(serving.url, flush=True)
    sys.stdin.read()
    serving.close()
    print(outside)
