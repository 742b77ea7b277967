"""Whether a sentence denies what a question asks about: "The mayor is not suspected of arson."

A reader of spans finds the mayor there, and is sure of it. To quote that sentence for him would be
to accuse him with the words that acquit him. English only, by rule: a word of negation, and right
after it what the question asks. What it cannot tell counts as not denied.
"""

from __future__ import annotations

import re

from qa.phrases import FUNCTION, is_verbal
from qa.verbs import verb_terms

NEGATION = re.compile(
    r"\b(?:not|never|nobody|no one|none|neither|nor|cannot|(?P<now>no longer)|"
    r"(?<!never )(?:fail(?:s|ed)|refuse[sd]|decline[sd]) to|unable to|"
    r"den(?:y|ies|ied)(?: that)?)\b|n['’]t\b",
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
_IS_NOW = re.compile(r"^\W*\w+(?:\s+(?:is|are|does|do|has|have)\b|['’]s\b)", re.I)
_BOUND = re.compile(
    r"\b(?:more|less|fewer|\w+er)\b.*\bthan\b|\b(?:above|beyond|over|under|exceed\w*)\b", re.I
)
"""After a negation, before the answer: "cannot hold more than 500 people" says how many it can."""
_CLAUSE_ENDS = re.compile(
    r"[;:—–]|,(?! (?:or|nor)\b)|\b(?:but|and|so|although|though|while|whereas|until|before|after|"
    r"because|except|when|if|who|which|that)\b"
)
"""Ends what a negation is about: any joint but "or" and "nor", which carry it on."""
_BUT = ("but", "until", "before", "except")
"""What follows is the case: "not opened until 2012"."""
_RIGHT_BEFORE = re.compile(r"\b(?:not|never|nothing to do with)\b", re.I)
_OPENS_WITH_NOT = re.compile(r"(?:not|never|nothing to do with)\b(?! (?:far|earlier|later|\W*$))")
_ASKS_FOR_A_NAME = re.compile(r"\W*(?:who|where|when|which)\b", re.I)
"""Of other questions, "not guilty" may be the answer."""
_OR_NOT = re.compile(r"\b(?:or|if) $")
_LED_TO = re.compile(r"\s*(?:(?:in|by|at|from|to|on|with|for|the|an?)\s+){0,2}")
_POSITIVE = re.compile(r"\btest(?:s|ed|ing)? positive\b")
_NEGATIVE = re.compile(r"\btest(?:s|ed|ing)? negative\b")
_NOT = re.compile(
    rf"{NEGATION.pattern}|\b(?:without|refus(?:es|ed|al)|failed|rejected|unable|no)\b", re.I
)
_REFUSAL = re.compile(r"\b(?:without|unable|(?:refus|fail|reject|declin|den[iy])\w*)\b", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def deniable(question: str) -> frozenset[str]:
    """The analyzed terms of what a question asks about, names left out.

    None where it asks for what is not, was refused, or did not happen.
    """
    if _ASKS_TO_DENY.search(question):
        return frozenset()
    return verb_terms(word for word in _WORD.findall(question)[1:] if word[0].islower())


def denies(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a sentence denies of `sentence[start:end]` what the question asks about it.

    What is said a second time without a negation is not denied, nor are words that themselves
    negate ("no one" is an answer to "who was hurt?"), nor what stands after "but".
    """
    tested = _NEGATIVE.search(sentence, end) if _POSITIVE.search(question) else None
    if tested and not _CLAUSE_ENDS.search(sentence, end, tested.start()):
        return not _POSITIVE.search(sentence)
    if _is_denied_itself(question, sentence, start, end):
        return True
    if not NEGATION.search(sentence):
        return False
    denied: frozenset[str] = frozenset()
    for match in NEGATION.finditer(sentence):
        if match.start() < end and match.end() > start:
            return False
        clause, joint = _clause_after(match)
        if match["now"] and not _IS_NOW.match(question):
            continue
        if start >= match.end() and _BOUND.search(sentence, match.end(), start):
            continue
        if joint in _BUT and start >= match.end() + len(clause) + len(joint):
            continue
        denied |= _reached(clause)
    return any(count(term, sentence) == 1 for term in denied & deniable(question))


def _is_denied_itself(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a negation stands right before `sentence[start:end]`, or opens it: "not in Paris",
    "it was not Ada Orr who".
    """
    if _ASKS_TO_DENY.search(question):
        return False
    own = _OPENS_WITH_NOT.match(sentence, start, end)
    if own and _ASKS_FOR_A_NAME.match(question) and not _NO_DENIAL.match(sentence, own.end()):
        return True
    return any(
        _LED_TO.fullmatch(sentence, found.end(), start)
        and not _NO_DENIAL.match(sentence, found.end())
        and not _OR_NOT.search(sentence, 0, found.start())
        for found in _RIGHT_BEFORE.finditer(sentence, 0, start)
    )


def denied_terms(sentence: str, *, asked: frozenset[str] = frozenset()) -> frozenset[str]:
    """The analyzed terms that a sentence denies whole, not "until 2012" nor "only".

    A refusal whose own term is `asked` about denies nothing.
    """
    negations = (said for said in NEGATION.finditer(sentence) if not verb_terms(said[0]) & asked)
    clauses = map(_clause_after, negations)
    reached = (_reached(clause) for clause, joint in clauses if joint not in _BUT)
    return frozenset().union(*reached)


def refusals(question: str) -> frozenset[str]:
    """The analyzed terms of the refusals that a question asks about: "Did she decline to pay?"."""
    return verb_terms(_REFUSAL.findall(question))


def negates(sentence: str, *, asked: frozenset[str] = frozenset()) -> bool:
    """Whether a sentence negates or refuses anything; a refusal that is `asked` about is none."""
    return any(not verb_terms(said[0]) & asked for said in _NOT.finditer(sentence))


def _clause_after(negation: re.Match[str]) -> tuple[str, str]:
    """What a negation can be about, empty for "not only", and the word or mark that ends that."""
    rest = negation.string[negation.end() :]
    if _NO_DENIAL.match(rest):
        return "", ""
    ends = _CLAUSE_ENDS.search(rest)
    return (rest[: ends.start()], ends[0]) if ends else (rest, "")


def _reached(clause: str) -> frozenset[str]:
    """The terms that a negation is about: the first word that tells something, and verbs in a row.

    "reported hurt or killed", but not "armed when he was shot".
    """
    words = _WORD.findall(clause)
    first = next((n for n, word in enumerate(words) if word.lower() not in FUNCTION), len(words))
    last = first + 1
    while last < len(words) and (words[last] in ("or", "nor", "be") or is_verbal(words[last])):
        last += 1
    return verb_terms(words[first:last])


def count(term: str, sentence: str) -> int:
    """How many words of a sentence have an analyzed term."""
    return sum(term in verb_terms([word]) for word in _WORD.findall(sentence))
