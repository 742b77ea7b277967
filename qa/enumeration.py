"""The items of "A, B and C", and those of a list with a line for each: how they are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.phrases import PARTICLES, PREPOSITIONS

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
    all kinds of things. Words without a comma stay whole where a list goes on around them.
    """
    cuts = [match.span() for match in _BETWEEN.finditer(sentence)]
    around = [cut for cut in cuts if not (start < cut[0] and cut[1] < end)]
    whole = [] if "," in sentence[start:end] else _items(sentence, start, end, around)
    return whole if len(whole) > 2 else _items(sentence, start, end, cuts)


def _items(sentence: str, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> list[str]:
    pieces = list(_chunks(sentence, cuts))
    touched = [n for n, (a, b) in enumerate(pieces) if a < end and b > start]
    if not touched:
        return []
    reached = range(touched[0], touched[-1] + 1)
    capital = sentence[start:end].lstrip("“\"'")[:1].isupper()
    if capital:
        reached = _reach(sentence, pieces, touched[0], touched[-1], end)
    items = []
    for number in reached:
        low, high = pieces[number]
        words = sentence[low:high]
        if number in (touched[0], touched[-1]):
            words = sentence[max(low, start) : min(high, end)] or words
        if capital and not _BETWEEN.search(words):
            words = _capitalised(words, from_end=number == reached[0])
        words = re.sub(r"^(?:and|or|the|both|also) (?=\S)", "", words.strip(" .,;:"))
        words = words.removesuffix(" and").removesuffix(" or")
        if words and not _MANNER.fullmatch(words):
            items.append(words)
    return items if len(items) > 1 else []


def _reach(
    sentence: str, pieces: Sequence[tuple[int, int]], first: int, last: int, end: int
) -> range:
    """The pieces of the list around those of a name that ends at a place; none if it is no list."""
    while first and _is_item(sentence, pieces[first - 1], tail=True):
        if first == 1 and _stands_before(sentence, *pieces[:2]):
            break
        first -= 1
        if not _is_item(sentence, pieces[first]):
            break
    acts = _acts(sentence[end : pieces[last][1]])
    while last + 1 < len(pieces) and not acts and _goes_on(sentence, *pieces[last : last + 2]):
        last += 1
        acts = _acts(sentence[slice(*pieces[last])])
        if not _is_item(sentence, pieces[last]):
            break
    if first < last and not _is_list(sentence, pieces[first : last + 1], acts=acts):
        return range(0)
    return range(first, last + 1)


def _chunks(sentence: str, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for low, high in cuts:
        if low > at:
            yield at, low
        at = high
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


def _acts(words: str) -> bool:
    """Whether the name at the start of some words does something: "Spain refused"."""
    after = next((word for word in words.split() if word.islower() and word not in _IN_NAMES), "")
    return bool(re.match(r"['’]?[^\W\d_]", after)) and after.strip(".") not in _BESIDE


def _goes_on(sentence: str, piece: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a list goes on with the piece after one: after a bare comma a clause may begin."""
    joined = _JOINING.search(sentence[piece[1] : following[0]])
    clause = not joined and _acts(sentence[slice(*following)])
    return _is_item(sentence, following, head=True) and not clause


def _stands_before(sentence: str, piece: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a sentence's first piece stands before the list that follows: "On Monday, …"."""
    joined = _JOINING.search(sentence[piece[1] : following[0]])
    words = _WORD.findall(sentence[: piece[1]])
    small = any(word.islower() and word not in _IN_NAMES for word in words[1:])
    return bool(words) and words[0].lower() in PREPOSITIONS and not small and not joined


def _is_list(sentence: str, pieces: Sequence[tuple[int, int]], *, acts: bool) -> bool:
    """Whether pieces are joined as a list is, and not as "Paris, France" or two clauses are."""
    (opens, _), (_, left), (low, high) = pieces[0], pieces[-2], pieces[-1]
    joint = sentence[left:low]
    if not _JOINING.search(joint):
        return len(pieces) > 2 and not _JOINING.search(sentence[opens:high])
    return not (acts and "," in joint) or "," in sentence[opens:left]


def _capitalised(words: str, *, from_end: bool = False) -> str:
    """The run of a name at the start, or the end, of some words."""
    runs = list(_NAME.finditer(words))
    if not runs:
        return ""
    return runs[-1 if from_end else 0].group()


# The space before it is sought from where it begins alone: else a thousand spaces are a million
# steps.
_BETWEEN = re.compile(
    r"(?:(?<!\s)\s+)?(?:,(?!\d|\s*D\.?C\b)|;)\s*(?:(?:and|or|as well as) )?|"
    r"(?<!\s)\s+(?:and|or|as well as)\s+"
)
_MANNER = re.compile(r"(?:(?:more|less|most|least|perhaps|also|even|quite|very) )*[a-z]+ly")
"""No item, between commas: "methane and, less surely, carbon dioxide"."""
_JOINING = re.compile(r"\b(?:and|or|as well as)\b")
_WORD = re.compile(r"\w[\w’'-]*")
_IN_NAMES = PARTICLES | {"the", "of"}
_BESIDE = PREPOSITIONS | frozenset(
    "who whom whose which that where when while as but than then".split()
)
_NAME = re.compile(
    r"(?:[A-Z0-9][\w.’'&-]*)(?: (?:of|the|de|la|van|von|der|and the|[A-Z0-9][\w.’'&-]*))*"
    r"(?<! of)(?<! the)(?<! de)(?<! la)(?<! van)(?<! von)(?<! der)(?:, D\.?C\b)?"
)
_ITEM = re.compile(r"\s*(?:[-•*–]|\d{1,2}[.)])\s+(?=\S)")
_CUT = re.compile(r":\s|\s[–—-]\s|(?<=\w{3})\.\s")
_QUOTED = " \"'“‘«(["
