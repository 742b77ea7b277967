"""A sentence's words and its main clause, and what is said in one part of it alone.

Each rule that must not reach into the next clause ends it in its own way, beside the rule: what a
negation is about ends with "who", what is voted for with "on", and a list that was attacked goes on
behind "and". Here is only what several of them share.
"""

from __future__ import annotations

import re

from qa.denial import count
from qa.tense import tells
from qa.verbs import verb_terms


def words_of(text: str) -> list[str]:
    """The words of a text in order, "didn't" and "prime-time" as one."""
    return _WORD.findall(text)


def main_clause(
    text: str, *, subject: frozenset[str], acts: frozenset[str], needed: frozenset[str]
) -> str:
    """A sentence without what depends on its main clause, where that tells all that is asked: the
    terms of who acts, of what is done, and all that are needed. Else the sentence.

    "She resigned because she had not declared a loan" denies nothing of the resignation.
    """
    for joint in _SUBORDINATE.finditer(text):
        closed = text.find(",", joint.end()) if joint[0].startswith(",") else -1
        head = text[: joint.start()] + (text[closed + 1 :] if closed >= 0 else "")
        if not subject <= verb_terms(head):
            continue
        done = acts & verb_terms(text)
        whole = all(count(term, head) == count(term, text) for term in done)
        told = needed <= verb_terms(head) and tells(head, acts)
        if done and (whole or told):
            return head
    return text


def is_said_only_in(part: str, text: str, terms: frozenset[str]) -> bool:
    """Whether any of these terms stands in that part of a text, and nowhere else in it."""
    return any(count(term, part) == count(term, text) for term in verb_terms(part) & terms)


_WORD = re.compile(r"[\w’'-]+")
_SUBORDINATE = re.compile(r"\b(?:because|although|though|whereas|, in what|, which|, who)\b|;")
