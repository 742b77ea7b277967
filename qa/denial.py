"""Whether a sentence denies what a question asks about: "The mayor is not suspected of arson."

A reader of spans finds the mayor there, and is sure of it. To quote that sentence for him would be
to accuse him with the words that acquit him. English only, by rule: a word of negation, and soon
after it what the question asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.lexical import analyze
from qa.phrases import FUNCTION, is_verbal

REACH = 5
"""Words after a negation that it may deny: "no one was reported hurt or killed"."""
_NEGATION = re.compile(
    r"\b(?:not|never|nobody|no one|none|neither|nor|cannot|(?P<now>no longer)|failed to|refused to|"
    r"declined to|(?:is|are|was|were) unable to|den(?:y|ies|ied))\b|n['’]t\b",
    re.I,
)
_NO_DENIAL = re.compile(
    r"\s*(?:only|just|merely|least|until|till|before|all|every\w*|always|necessarily|else|later|"
    r"other than|sure|clear|known|say|said|disclosed?|reveal(?:ed)?|true)\b",
    re.I,
)
"""After a negation: "not only", "not until 1969", "nobody else", "not clear who"."""
_ASKS_TO_DENY = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|cannot|without|den(?:y|ies|ied)|refus\w+|fail\w*|"
    r"declin\w+|unable|except|stop\w*|ceas\w+|quit)\b|n['’]t\b",
    re.I,
)
_IS_NOW = re.compile(r"^\W*\w+(?:\s+(?:is|are)\b|['’]s\b)", re.I)
_CLAUSE_ENDS = re.compile(r"[;:—–]|,? (?:but|although|though|while|whereas|until|before|except)\b")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def deniable(question: str) -> frozenset[str]:
    """The analyzed terms of what a question asks about, names left out.

    None where it asks for what is not, was refused, or did not happen.
    """
    if _ASKS_TO_DENY.search(question):
        return frozenset()
    return _terms(word for word in _WORD.findall(question)[1:] if word[0].islower())


def denies(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a sentence denies of `sentence[start:end]` what the question asks about it.

    What is said a second time without a negation is not denied, nor are words that themselves
    negate ("no one" is an answer to "who was hurt?"), nor what stands after "but".
    """
    if not _NEGATION.search(sentence):
        return False
    asked = deniable(question)
    denied: set[str] = set()
    for match in _NEGATION.finditer(sentence):
        if match.start() < end and match.end() > start:
            return False
        rest = sentence[match.end() :]
        if _NO_DENIAL.match(rest) or (match["now"] and not _IS_NOW.match(question)):
            continue
        ends = _CLAUSE_ENDS.search(rest)
        if ends and start >= match.end() + ends.end():
            continue
        denied |= _reached(rest[: ends.start()] if ends else rest) & asked
    return any(_count(term, sentence) == 1 for term in denied)


def _reached(clause: str) -> frozenset[str]:
    """The terms that a negation denies of the words after it: the first that counts, and verbs."""
    words = [word for word in _WORD.findall(clause)[:REACH] if word.lower() not in FUNCTION]
    return _terms(word for n, word in enumerate(words) if n == 0 or is_verbal(word.lower()))


def _terms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(analyze(" ".join(words)))


def _count(term: str, sentence: str) -> int:
    return sum(term in analyze(word) for word in _WORD.findall(sentence))
