"""What a text calls untrue: "Reports that the singer has died are false."

A reader of spans finds there who has died, and is sure of it. To quote those words for that would
be to spread what they deny. English only, by rule: a report, its content, and a word that says that
it was not so. What it cannot tell counts as said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from index.sentences import sentence_spans
from qa.verbs import verb_terms


def untrue_claims(text: str) -> list[tuple[int, int]]:
    """Where in a text stand claims that it calls untrue, start and end in code points."""
    if not _HINT.search(text):
        return []
    return [
        match.span("claim")
        for pattern in (_CALLED_UNTRUE, _NOT_SO, _NO_TRUTH, _WRONGLY_SAID)
        for match in pattern.finditer(text)
    ]


def untrue_claim(text: str, about: Collection[str], acts: Collection[str]) -> str:
    """A claim that has all of the terms and that the text calls untrue; "" for none.

    What is not among the `acts` may be meant by an "it". That somebody did not win by fraud leaves
    open whether he won: a claim that goes on to say how is none.
    """
    for start, end in untrue_claims(text):
        claim = text[start:end]
        terms, needed = verb_terms(claim), frozenset(about)
        if not needed <= terms and not (_IT.search(claim) and needed & frozenset(acts) <= terms):
            continue
        if not _HOW.search(claim):
            return claim
    return ""


def is_rejected(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands in a claim that its sentence has somebody reject.

    "Officials refuted the claim that the balloon was collecting weather data" does not tell what it
    collected. It says of no other sentence that it is untrue: who is accused denies it, too.
    """
    return any(first <= start and end <= last for first, last in _rejected_claims(text))


@lru_cache(256)  # of each passage, several spans are asked about
def _rejected_claims(text: str) -> tuple[tuple[int, int], ...]:
    """Where in a text stand claims that somebody rejects."""
    if not _REJECTS.search(text):
        return ()
    return tuple(
        match.span("claim")
        for left, right in sentence_spans(text)
        for match in _REJECTED.finditer(text, left, right)
    )


def asks_of_claims(question: str) -> bool:
    """Whether a question asks for what was reported or claimed, true or not."""
    return _ASKS_OF_CLAIMS.search(question) is not None


def asks_what_was_rejected(question: str) -> bool:
    """Whether a question asks what somebody rejects or denies, or what he is accused of."""
    return _REJECTS.search(question) is not None or _OF_A_CHARGE.search(question) is not None


def contests_others(text: str, about: str) -> bool:
    """Whether a text calls untrue what others said of somebody, or something, that it leaves out:
    "Reports naming another builder are wrong". The claim has a word of what it is `about`.
    """
    stems = {term[:_STEM] for term in verb_terms(about)}
    return any(
        _ANOTHER.search(text, *claim) is not None
        and not stems.isdisjoint(term[:_STEM] for term in verb_terms(text[slice(*claim)]))
        for claim in untrue_claims(text)
    )


_STEM = 5
"""Letters by which "builder" and "building" are the same."""
_CLAIMS = (
    r"\b(?:[Rr]eports?|[Rr]umou?rs?|[Cc]laims?|[Ss]tor(?:y|ies)|[Ss]uggestions?|[Ss]peculation|"
    r"[Aa]llegations?|[Pp]osts?|[Nn]ews|[Tt]alk|[Ww]hispers|[Gg]ossip|[Aa]ssertions?|[Nn]otion|"
    r"[Ii]dea|[Ss]tatements?|[Tt]weets?|[Mm]essages?|[Hh]eadlines?|[Vv]ideos?|[Pp]ictures?)\b"
)
_UNTRUE = (
    r"[\"'“‘]?(?:(?:all|also|just|simply|completely|entirely|totally|utterly|quite|plainly|wholly|"
    r"pure|an?|absolute|complete|total|sheer|outright|cruel|old|malicious) ){0,3}"
    r"(?:false|untrue|wrong|incorrect|inaccurate|baseless|unfounded|groundless|fake|fabricated|"
    r"made up|invented|mistaken|bogus|nonsense|rubbish|fiction|hoax|lies?|fabrication|invention|"
    r"myth|not (?:true|correct|accurate|so)|without (?:foundation|substance|basis|truth))"
    r"(?=[\"'”’]?(?:[.,;:!?]|$| (?:and|but|said|says|according|by|in|he|she|they|it|the)\b))"
)
_HINT = re.compile(
    r"\b(?:false\w*|untrue|wrong\w*|incorrect\w*|inaccurate|baseless|unfounded|groundless|fake|"
    r"fabricat\w+|made up|invent\w+|mistaken\w*|erroneous\w*|bogus|nonsense|rubbish|fiction|hoax|"
    r"lies?|myth|not (?:true|correct|accurate|so)|without|no (?:truth|substance))\b"
)
"""One of these stands wherever the patterns below match: most sentences have none."""
_CALLED_UNTRUE = re.compile(
    rf"{_CLAIMS}(?: [\w’'-]+){{0,5}}? (?:that|of|saying|claiming|suggesting|alleging|(?=naming))"
    r" ?(?P<claim>[^.;]{3,200}?),? "
    r"(?:(?:is|are|was|were|(?:has|have|had) been) (?:(?:called|dismissed|described) (?:as )?)?|"
    rf"(?:turned out|proved)(?: to be)? ){_UNTRUE}"
)
_NOT_SO = re.compile(
    r"\b(?:[Ii]t|[Tt]hat) (?:is|was) (?:(?:simply|just|plainly|completely) )?"
    r"(?:false|untrue|incorrect|nonsense|not (?:true|correct|so)|a (?:lie|myth|hoax|fiction)) "
    r"(?:that|to (?:say|suggest|claim)(?: that)?) "
    r"(?P<claim>[^.;]{3,200})"
)
_NO_TRUTH = re.compile(
    rf"\bno (?:truth|substance) (?:in|to|behind) (?:the |any )?(?:\w+ )?{_CLAIMS} (?:that|of) "
    r"(?P<claim>[^.;]{3,200})"
)
_WRONGLY_SAID = re.compile(
    r"\b(?:wrongly|falsely|incorrectly|mistakenly|erroneously) "
    r"(?:reported|claimed|said|stated|announced|suggested|told)(?: [\w’'-]+){0,4}? that "
    r"(?P<claim>[^.;]{3,200})"
)
_REJECTS = re.compile(
    r"\b(?i:refut|reject|dismiss|debunk|rebut|disput|den(?:y|ie[sd])|push(?:ed|es|ing)? back|"
    r"shot down)"
)
_OF_A_CHARGE = re.compile(
    r"\b(?:accus\w*|charge[sd]?|su(?:e[sd]?|ing)|suspended|fired|scandal|investigat\w+|inquiry|"
    r"trial|case)\b",
    re.I,
)
_REJECTED = re.compile(
    rf"{_REJECTS.pattern}\w*(?: (?!(?:that|but|and)\b)[\w’'-]+){{0,5}}? ?"
    rf"{_CLAIMS}(?: [\w’'-]+){{0,3}}? (?:that|of|saying|alleging)"
    r" (?P<claim>[^.;:,—–]{3,200}?)"
    r"(?=[.;:,—–]|$| (?:but|and (?:said|told|insisted)|although|though)\b)"
)
_ASKS_OF_CLAIMS = re.compile(
    r"\b(?:rumou?r\w*|reports?|reported\w*|claim\w*|alleg\w+|false\w*|untrue|wrong\w*|hoax|deny|"
    r"denied|denies|stor(?:y|ies)|speculat\w+|suppos\w+)\b",
    re.I,
)
_ANOTHER = re.compile(r"\b(?:another|an? (?:different|rival))\b")
_IT = re.compile(r"\b(?:it|him|her|them|one|this)\b")
_HOW = re.compile(
    r"\b(?:by|through|because|before|after|without|due to|thanks to|with|at|for|from|of)\b"
)
