"""Articles become passages: slices of about 160 tokens that overlap by a sentence or so.

The sole room of langchain_text_splitters. The splitter cuts at paragraphs, then sentences, then
words; the offsets are ours, since its own `add_start_index` misplaces repeated text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.sentences import BEFORE_A_NUMBER, NEVER_LAST, SOMETIMES_LAST, sentence_spans

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

SIZE = 160
"""Tokens of a passage: ten of them are read for a question, and a longer one costs more to read
than it brings (all-MiniLM-L6-v2 was trained on 128 and accepts 256)."""
OVERLAP = 32
"""Tokens, at most, repeated from the passage before, whole sentences only."""
_NO_ABBREVIATION = r"(?<![A-Z]\.)" + "".join(
    rf"(?<!\b{re.escape(word)}\.)" for word in sorted(NEVER_LAST | BEFORE_A_NUMBER | SOMETIMES_LAST)
)
_SEPARATORS = [
    r"\n\n+",
    # a line break after a full stop; others may be wrapped prose
    rf"(?<=[.!?…:\"”’')]){_NO_ABBREVIATION}\n",
    rf"(?<=[.!?…\"”’)]){_NO_ABBREVIATION}[ \t\n]+(?=\W?[A-Z0-9])",
    r"\n",
    r"(?<=[;:,])\s+",
    r"\s+",
    "",
]


@dataclass(frozen=True, slots=True)
class Slice:
    """A passage before it is stored: `text[start:end]` of its article."""

    start: int
    end: int


def split(
    text: str, *, count: Callable[[str], int], size: int = SIZE, overlap: int = OVERLAP
) -> list[Slice]:
    """Cut a text into slices with strictly rising starts and ends.

    `count` gives the tokens of a string in the embedder's own vocabulary. No slice counts more
    than `size` of them, except where one character alone does.
    """
    room = size - overlap // 2
    blocks = list(_joined(_blocks(text, _splitter(count, room)), text, count, room))
    slices = []
    for position, (start, end) in enumerate(blocks):
        if position:
            start = _reach_back(text, blocks[position - 1], start, end, count, size, overlap)
        slices.append(Slice(start, end))
    return slices


def _splitter(count: Callable[[str], int], size: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        # The splitter keeps what counts nothing, and would repeat the space between its pieces.
        length_function=lambda piece: max(1, count(piece)),
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
    )


def _blocks(text: str, splitter: RecursiveCharacterTextSplitter) -> Iterator[tuple[int, int]]:
    """The splitter's pieces as offsets. Without overlap or stripping they add up to the text."""
    offset = 0
    for piece in splitter.split_text(text):
        if not text.startswith(piece, offset):
            raise AssertionError("the splitter lost text: offsets would be wrong")
        stripped = piece.strip()
        if stripped:
            start = offset + len(piece) - len(piece.lstrip())
            yield start, start + len(stripped)
        offset += len(piece)


def _joined(
    blocks: Iterator[tuple[int, int]], text: str, count: Callable[[str], int], size: int
) -> Iterator[tuple[int, int]]:
    """Join neighbours that fit into one block: the splitter leaves the ends of long paragraphs."""
    current: tuple[int, int] | None = None
    for block in blocks:
        if current is None:
            current = block
        elif count(text[current[0] : block[1]]) <= size:
            current = (current[0], block[1])
        else:
            yield current
            current = block
    if current is not None:
        yield current


def _reach_back(
    text: str,
    before: tuple[int, int],
    start: int,
    end: int,
    count: Callable[[str], int],
    size: int,
    overlap: int,
) -> int:
    """The earliest sentence start in the block before that keeps within overlap and size."""
    room = min(overlap, size - count(text[start:end]))
    reached = start
    for left, _ in reversed(sentence_spans(text[before[0] : before[1]])):
        candidate = before[0] + left
        if candidate <= before[0] or count(text[candidate:start]) > room:
            break
        reached = candidate
    return reached
