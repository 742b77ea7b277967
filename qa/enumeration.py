"""The items of "A, B and C", and those of a list with a line for each: how they are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LINES = 12
"""Items of a list with a line for each; one that is longer is no answer but an index."""
MOST_WORDS = 20
"""Of such an item."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A list with a line for each item: `text[start:end]`, with the line that leads to it."""

    items: tuple[str, ...]
    start: int
    end: int


def lines_around(text: str, start: int, end: int) -> Lines | None:
    """The list of which the words between two places begin an item; None where there is none.

    An item is what its line says up to a colon, a dash or a full stop: "Lyon: 4 wounded" is Lyon.
    Words further on in a line answer for themselves alone.
    """
    rows: list[tuple[int, int]] = []  # of the items met so far: where their words begin and end
    lead: int | None = None  # where the line before them begins, if it leads to them
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip()
        if marked := _ITEM.match(words):
            rows.append((at + marked.end(), at + len(words)))
        elif words:
            if rows and rows[-1][1] >= end:
                break
            rows = []
            lead = at + len(line) - len(line.lstrip()) if words.endswith(":") else None
        at += len(line)
    own = next((row for row in rows if row[0] <= start and end <= row[1]), None)
    if own is None or not 2 <= len(rows) <= MOST_LINES or text[own[0] : start].strip(_QUOTED):
        return None
    items = tuple(_CUT.split(text[a:b], maxsplit=1)[0].strip(" .,;") for a, b in rows)
    if not all(items) or any(len(item.split()) > MOST_WORDS for item in items):
        return None
    return Lines(items, rows[0][0] if lead is None else lead, rows[-1][1])


def enumeration(sentence: str, start: int, end: int) -> list[str]:
    """The items of "A, B and C" in a sentence that the words between two places stand in.

    Capitalised items are followed beyond those words, others only within them, since a comma ends
    all kinds of things.
    """
    pieces = list(_chunks(sentence))
    touched = [n for n, (a, b) in enumerate(pieces) if a < end and b > start]
    if not touched:
        return []
    first, last = touched[0], touched[-1]
    capital = sentence[start:end].lstrip("“\"'")[:1].isupper()
    if capital:
        while first and _is_item(sentence, pieces[first - 1], tail=True):
            first -= 1
            if not _is_item(sentence, pieces[first]):
                break
        while last + 1 < len(pieces) and _is_item(sentence, pieces[last + 1], head=True):
            last += 1
            if not _is_item(sentence, pieces[last]):
                break
    items = []
    for number in range(first, last + 1):
        low, high = pieces[number]
        words = sentence[low:high]
        if number in (touched[0], touched[-1]):
            words = sentence[max(low, start) : min(high, end)] or words
        if capital:
            words = _capitalised(words, from_end=number == first)
        words = re.sub(r"^(?:and|or|the|both|also) (?=\S)", "", words.strip(" .,;:"))
        if words:
            items.append(words)
    return items if len(items) > 1 else []


def _chunks(sentence: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _BETWEEN.finditer(sentence):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(sentence):
        yield at, len(sentence)


def _is_item(
    sentence: str, piece: tuple[int, int], *, head: bool = False, tail: bool = False
) -> bool:
    """Whether a piece is a name, or (`head`, `tail`) begins or ends with one."""
    words = sentence[piece[0] : piece[1]].strip(" .").split()
    if not words:
        return False
    if head:
        return words[0][:1].isupper() or words[0] == "the"
    if tail:
        return words[-1][:1].isupper()
    return len(words) <= 5 and words[-1][:1].isupper() and bool(_capitalised(" ".join(words)))


def _capitalised(words: str, *, from_end: bool = False) -> str:
    """The run of a name at the start, or the end, of some words."""
    runs = list(_NAME.finditer(words))
    if not runs:
        return ""
    return runs[-1 if from_end else 0].group()


_BETWEEN = re.compile(
    r"\s*(?:,(?!\d|\s*D\.?C\b)|;)\s*(?:(?:and|or|as well as) )?|\s+(?:and|or|as well as)\s+"
)
_NAME = re.compile(
    r"(?:[A-Z0-9][\w.’'&-]*)(?: (?:of|the|de|la|van|von|der|and the|[A-Z0-9][\w.’'&-]*))*"
    r"(?<! of)(?<! the)(?<! de)(?<! la)(?<! van)(?<! von)(?<! der)(?:, D\.?C\b)?"
)
_ITEM = re.compile(r"\s*(?:[-•*–]|\d{1,2}[.)])\s+(?=\S)")
_CUT = re.compile(r":\s|\s[–—-]\s|(?<=\w{3})\.\s")
_QUOTED = " \"'“‘«(["
