"""Lines as a page shows them become paragraphs, without what runs at the head and foot of pages.

Knows boxes and words only; `pdf` finds them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

EDGE = 2
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
_BULLET = re.compile(r"[•◦▪‣●■]\s*|[-–—*]\s+|\(?\d{1,3}[.)]\s+")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, measured in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    base: float
    """The height at which its letters stand."""
    size: float
    hyphen: bool = False
    """Whether it ended in a hyphen, which the text leaves out."""


Page = Sequence[Line]


def without_running_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """The pages without the lines that recur at the same height of others, numbers aside."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line in _edges(page):
            seen[_masked(line), round(line.base / 6)].add(number)
    running = {mark for mark, on in seen.items() if _recurs(sorted(on), len(pages))}

    def runs(line: Line) -> bool:
        height = round(line.base / 6)
        return any((_masked(line), near) in running for near in (height - 1, height, height + 1))

    return [
        [line for line in page if not (line in edges and runs(line))]
        for page in pages
        for edges in [_edges(page)]
    ]


def _recurs(numbers: Sequence[int], pages: int) -> bool:
    """Whether a line on these pages is a running head: on three in a row, or on every other."""
    if pages < 4:
        return len(numbers) >= 2
    return any(numbers[i + 2] - numbers[i] <= 4 for i in range(len(numbers) - 2))


def _edges(page: Page) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.base)
    return by_height[:EDGE] + by_height[EDGE:][-EDGE:]


def _masked(line: Line) -> str:
    text = re.sub(r"\d+", "#", line.text.lower())
    return "#" if re.fullmatch(r"\W*[ivxlc]{1,7}\W*", text) else text


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The lines of all pages, joined where they are one paragraph."""
    words = _words(line for page in pages for line in page)
    usual = _usual_step(pages)
    joined: list[str] = []
    before: Line | None = None
    for page in pages:
        reach = max((line.right for line in page), default=0.0)
        for position, line in enumerate(page):
            if before is None:
                joined.append(line.text)
            elif (
                _same_paragraph(before, line, usual=usual, reach=reach)
                if position
                else _runs_on(before, line)
            ):
                joined[-1] = _joined(joined[-1], line.text, hyphen=before.hyphen, words=words)
            else:
                joined[-1] += "-" if before.hyphen else ""
                joined.append(line.text)
            before = line
    return joined


def _usual_step(pages: Iterable[Page]) -> float:
    """How far apart the lines of a paragraph stand, in sizes of their letters."""
    steps = [
        (before.base - line.base) / before.size
        for page in pages
        for before, line in pairwise(page)
        if 0.3 * before.size < before.base - line.base < 2.5 * before.size
    ]
    return median(steps) if steps else 1.2


def _same_paragraph(before: Line, line: Line, *, usual: float, reach: float) -> bool:
    step = before.base - line.base
    if abs(step) < 0.3 * before.size:
        return line.left >= before.left  # further along on the same line
    if before.hyphen and line.text[:1].islower():
        return True
    if step < 0 or step > 4 * usual * before.size:
        return _runs_on(before, line)  # the next column
    if abs(line.size - before.size) > 0.2 * before.size or _BULLET.match(line.text):
        return False
    if step > 1.3 * usual * before.size:
        return False
    # A short last line, or a first line set in; after a bullet all the others are.
    ends = bool(_SENTENCE_END.search(before.text))
    if ends and before.right < reach - 0.25 * (reach - before.left):
        return False
    return not (ends and line.left > before.left + 0.7 * before.size)


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from the end of a column or page to the next."""
    if abs(line.size - before.size) > 0.2 * before.size:
        return False
    return before.hyphen or (line.text[:1].islower() and not _SENTENCE_END.search(before.text))


def _words(lines: Iterable[Line]) -> frozenset[str]:
    """Every word that stands whole on a line."""
    found: set[str] = set()
    broken = False  # a word at the end of the line before
    for line in lines:
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
        found.update(words[broken : -1 if line.hyphen else None])
        broken = line.hyphen
    return frozenset(found)


def _joined(text: str, more: str, *, hyphen: bool, words: frozenset[str]) -> str:
    if not hyphen and not re.search(r"\w-$", text[-2:]):
        return f"{text} {more}"
    head, tail = text.removesuffix("-"), more
    # The text grows line by line; only its last word is looked at, and that from its beginning.
    first = re.search(r"(?<![^\W\d_])[^\W\d_]*$", head.rsplit(" ", 1)[-1])
    second = re.match(r"[^\W\d_]*", tail)
    whole = f"{first[0] if first else ''}{second[0] if second else ''}".lower()
    # The hyphen goes only where the document itself writes the word in one elsewhere: "well-known"
    # broken after "well-" is not "wellknown".
    return f"{head}{tail}" if whole in words and tail[:1].islower() else f"{head}-{tail}"
