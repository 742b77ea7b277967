"""What a paper takes back: "An earlier version of this article said that four died."

By rule, English only, and narrow: a correction names the report that was wrong, and says so.
"""

from __future__ import annotations

import re

from index.sentences import sentence_around, sentence_spans
from index.types import Passage


def is_retracted(passage: Passage, start: int) -> bool:
    """Whether a correction says that a report had wrongly what stands at `passage.text[start:]`."""
    left, _ = sentence_around(passage.text, start, start + 1)
    told = _recalls(passage, left, start)
    return told is not None and not _IN_PLACE_OF.search(passage.text, told.end(), start)


def recalls_an_error(passage: Passage, start: int, end: int) -> bool:
    """Whether a sentence, `passage.text[start:end]`, tells what a report had wrongly."""
    return _recalls(passage, start, end) is not None


def retractions(passage: Passage) -> list[str]:
    """What a correction says that a report had wrongly, as far as it goes in each sentence."""
    text = passage.text
    if not _CORRECTION.search(f"{passage.title} {text}"):
        return []
    found = []
    for start, end in sentence_spans(text):
        if told := _recalls(passage, start, end):
            right = _IN_PLACE_OF.search(text, told.end(), end)
            found.append(text[told.end() : right.start() if right else end])
    return found


def _recalls(passage: Passage, start: int, end: int) -> re.Match[str] | None:
    """Where words say of a report what it had, if that is corrected there."""
    told = _TOLD_BEFORE.search(passage.text, start, end)
    if told is None:
        return None
    corrected = (
        _EARLIER_VERSION.match(told[0])
        or _CORRECTION.search(passage.title)
        # Other papers' articles, and what only was a mistake, are told of, too.
        or (not _ANY_ARTICLE.match(told[0]) and _CORRECTION.search(passage.text))
    )
    return told if corrected else None


_SAID = (
    r"(?:said|stated|gave|wrote|reported|described|put|named|identified|listed|called|quoted|"
    r"attributed|mis(?:stated|reported|identified|quoted|attributed)|wrongly|incorrectly|mistakenly)\b"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:[Oo]ur|[Tt]his|[Tt]he (?:same|original|first)|"
    r"[Tt]he(?= (?:article|story|headline|caption|report also)\b)|"
    r"(?:[Aa]n (?:earlier|original)|[Aa] previous|[Tt]he (?:earlier|previous)))"
    r"(?: (?:version of (?:this|the|our)|online|printed|web))? "
    r"(?:report|article|story|version|caption|headline|column|item|post|graphic|map|page|summary)\b"
    rf"[^.]{{0,80}}?\b{_SAID}|"
    r"\b(?:edition|issue|paper|report|article|story)\b[^.;]{0,40}"
    r"\bwe (?:reported|said|stated|wrote)\b|"
    r"\b[Ww]e (?:mis(?:stated|reported|identified|quoted)|(?:wrongly|incorrectly|mistakenly) \w+)\b"
)
_ANY_ARTICLE = re.compile(r"[Tt]he (?:article|story|headline|caption|report)\b")
_EARLIER_VERSION = re.compile(r"\w+ (?:earlier|previous|original) version\b", re.I)
_CORRECTION = re.compile(
    r"\b(?:correct(?:s|ed|ion|ions)|clarification|apologi[sz]e|we regret|this is wrong|"
    r"(?:was|were) wrong|incorrect(?:ly)?|mistaken(?:ly)?|in error|erroneous(?:ly)?)\b",
    re.I,
)
_IN_PLACE_OF = re.compile(
    r";|\b(?:instead of|rather than|when|but|in fact|however|not|correct|(?:it|he|she|they|there) "
    r"(?:is|are|was|were))\b"
)
"""After it stands what is right, or what was never said."""
