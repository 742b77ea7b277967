"""Where sentences begin and end in English-like text, by rule: no model, no download.

A boundary is a full stop, question or exclamation mark (and what closes after it) before a space
and a likely beginning, or a line break. It errs towards too long: a sentence cut short would be a
quote out of context.
"""

from __future__ import annotations

import re
from functools import lru_cache

NEVER_LAST = frozenset(
    "Mr Mrs Ms Mx Dr Prof Gen Col Lt Capt Cpt Cmdr Sgt Maj Adm Gov Sen Rep Rev Hon Pres St Mt Ft "
    "Det Supt Asst Atty Brig Cpl Pvt Insp Amb Mme Mlle Messrs Msgr Fr Cllr Sens Reps Govs Gens "
    "v vs cf e.g i.e eg ie approx ca al est".split()
)
BEFORE_A_NUMBER = frozenset(
    "No no Nos nos Fig Figs fig p pp Vol vol Ch ch Art art Sec sec Jan Feb Mar Apr Jun Jul Aug Sep "
    "Sept Oct Nov Dec".split()
)
SOMETIMES_LAST = frozenset(
    "U.S U.K U.N U.S.A E.U D.C L.A a.m p.m A.M P.M Inc Ltd Co Corp Bros Jr Sr Ph.D etc".split()
)
_STARTERS = re.compile(
    r"(?:The|A|An|It|Its|He|She|They|We|I|You|In|On|At|By|For|But|And|Or|So|As|If|When|While|After|"
    r"Before|This|That|These|Those|There|His|Her|Their|Our|My|No|Not|Since|Some|All|Both|Yet)\b"
)
_SHORT = 4000
"""Characters up to which a text is a passage, and its spans are remembered."""
# Sought from where a run of marks begins alone: else a line of a thousand dots is a million steps.
_MARK = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)|\n+")
_OPENING = "\"'“‘«([—–-¿¡ \t"
_BULLET = re.compile(r"\s*(?:[-•*–]\s+)?")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")  # and what is told by them: "the F.B.I."
_LIST_ITEM = re.compile(r"\s*(?:[-•*#|]|\d+[.)]\s)")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans `(start, end)` of the sentences of a text, in order, without the space around them."""
    # A question looks at each of its passages several times.
    return _remembered(text) if len(text) <= _SHORT else tuple(_spans(text))


@lru_cache(256)
def _remembered(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_spans(text))


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _MARK.finditer(text):
        ends = _line_ends_it if match.group()[0] == "\n" else _mark_ends_it
        if ends(text, match.start(), match.end()):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return spans


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence, or the run of sentences, that covers `text[start:end]`."""
    covering = [span for span in sentence_spans(text) if span[0] < end and span[1] > start]
    if not covering:
        return start, end
    return min(covering[0][0], start), max(covering[-1][1], end)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    start += len(_BULLET.match(text[start:end]).group())  # type: ignore[union-attr]
    end = start + len(text[start:end].rstrip())
    if start < end:
        spans.append((start, end))


def _mark_ends_it(text: str, mark: int, after: int) -> bool:
    following = text[after : after + 40].lstrip(_OPENING)
    if not following:
        return True
    if text[after] == "\n":
        return _line_ends_it(text, after, after + len(following) - len(following.lstrip("\n")))
    if following[0].islower():
        return False
    return text[mark] != "." or text[mark + 1] in ".\"'”’»" or _dot_ends_it(text, mark, following)


def _dot_ends_it(text: str, dot: int, following: str) -> bool:
    """Whether a full stop before these words is more than that of an abbreviation."""
    word = re.findall(r"[^\s\"'“‘(\[]*$", text[max(0, dot - 24) : dot])[0]
    if word in NEVER_LAST or (len(word) == 1 and word.isupper() and word != "I"):
        return False
    if word in BEFORE_A_NUMBER:
        return not following[0].isdigit()
    if word in SOMETIMES_LAST or _INITIALS.fullmatch(word):
        return bool(_STARTERS.match(following))
    return True


def _line_ends_it(text: str, start: int, after: int) -> bool:
    """A line break ends a sentence, except inside prose that was wrapped at a fixed width."""
    if after - start > 1 or after == len(text):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start]
    following = text[after : after + 101].split("\n", 1)[0]
    wrapped = 50 <= len(line) <= 100 and len(following) <= 100
    if not wrapped or _LIST_ITEM.match(following) or _LIST_ITEM.match(line):
        return True
    line, following = line.rstrip(), following.strip()
    if line.endswith(".") and following:
        return _dot_ends_it(line, len(line) - 1, following)
    return line[-1:] in tuple('.!?:…"”')
