"""For or against: which side somebody takes who votes, speaks or rules.

"Kim voted against the dam" has nearly all the words of "Did Kim vote for the dam?", and is no yes
to it; so that the side is read apart from the words. English only, by rule.
"""

from __future__ import annotations

import re

from qa.verbs import verb_terms


def stance_of(text: str, about: frozenset[str] = frozenset()) -> str:
    """For or against what somebody votes or speaks, as "+" or "-"; "" where it does not say.

    For or against anything, or what `about` names.
    """
    told = set()
    for verb in _VOTES.finditer(text):
        for side in _SIDE.finditer(text, verb.end()):
            of = _OBJECT_ENDS.split(text[side.end() :])[0]
            if not about or about & verb_terms(of) or _PRONOUN.match(of):
                told.add("-" if side[0] == "against" else "+")
    return told.pop() if len(told) == 1 else ""


def matter_of(question: str) -> frozenset[str]:
    """The terms of what a question that takes a side takes it on."""
    return verb_terms(_SIDE.split(question)[-1])


SIDES = frozenset("for against favour favor".split())
"""Compared apart, where a question is for whom or what somebody voted or spoke."""
_VOTES = re.compile(
    r"\b(?:vot(?:es?|ed|ing)|sp(?:eaks?|oke|oken)|argu(?:es?|ed|ing)|campaign(?:s|ed)|"
    r"lobb(?:y|ies|ied)|rul(?:es?|ed)|came out|c[ao]mes? out|testif(?:y|ies|ied))\b"
)
_SIDE = re.compile(
    r"\b(?:against|in favou?r of|in favou?r|"
    r"for(?! (?:(?:the|an?|his|her|its|about|over|nearly|more than) )?"
    r"(?:\d|first|second|third|last|hour|minute|day|week|month|year|time|long|two|three|four|five|six|"
    r"ten|once|example|instance)))\b"
)
_OBJECT_ENDS = re.compile(rf"[,;.?]|\b(?:and|but|on)\b|{_SIDE.pattern}")
"""Ends what a side is taken on, with the next side, too: "for the dam and against the ban"."""
_PRONOUN = re.compile(r" (?:it|one|them|this|that|him|her)\b")
