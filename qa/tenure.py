"""Whether the one supposed still is what a question asks: the mayor, or anything of the present.

Who has resigned is not the mayor, and what was so until 2019 settles nothing of today. The offices
of spans are told in `offices`, whose words for leaving these are. English only, by rule.
"""

from __future__ import annotations

import re
from itertools import takewhile

from index.sentences import sentence_around
from qa.clauses import is_said_only_in
from qa.offices import AT_ONCE, LEAVING, departs
from qa.phrases import is_verbal
from qa.proposition import Proposition
from qa.verbs import verb_terms


def is_out(text: str, asked: Proposition) -> bool:
    """Whether the one supposed is no longer what he is asked to be: has left it, or leaves now."""
    return _has_left(text, asked) or (is_leaving(text, asked) and AT_ONCE.search(text) is not None)


def is_leaving(text: str, asked: Proposition) -> bool:
    """Whether the one supposed is about to leave, or just leaves, what he is asked to be."""
    if not (asked.is_in_office and asked.name):
        return False
    for named in re.finditer(rf"(?<!\w){re.escape(asked.name)}(?!\w)", text):
        _, end = sentence_around(text, *named.span())
        if departs(text, named.end(), end, asked.terms):
            return True
    return False


def is_over(text: str, asked: Proposition) -> bool:
    """Whether it tells of the past alone what the question asks of the present."""
    if not asked.is_present:
        return False
    if is_leaving(text, asked) and not AT_ONCE.search(text):
        return True  # until when, it does not say
    former = " ".join(_FORMER.findall(text))
    if "former" not in asked.said and is_said_only_in(former, text, asked.terms):
        return True
    was = [word for word in _WAS.findall(text) if not is_verbal(word)]
    past = _ENDED.search(text) or verb_terms(was) & asked.terms
    return (bool(past) and not _IS.search(text)) or (
        asked.is_in_office
        and any(not verb_terms(found[0]) & asked.said for found in _NOT_IN.finditer(text))
    )


def holds_another_post(text: str, asked: Proposition) -> bool:
    """Whether the office that is asked about stands only behind what makes it another: "the deputy
    mayor", "a brother of the mayor".
    """
    if not (asked.is_in_office and asked.name) or asked.said & _LESSER:
        return False
    words = [word for word in asked.words[len(asked.name.split()) :] if word not in _ARTICLES]
    office = list(takewhile(lambda word: word.islower() and word not in _OF, words))
    others = " ".join(found[1] or found[2] for found in _ANOTHER_POST.finditer(text))
    return is_said_only_in(others, text, verb_terms(office[-1:]))


def has_ended(text: str, asked: Proposition) -> bool:
    """Whether it says that what is asked of the present has come to its end: "closed on Friday,
    reopened on Monday".
    """
    return (
        asked.is_present
        and not _IS_SO_AGAIN.search(text)
        and any(term in asked.terms and ended.search(text) for term, ended in _ENDS.items())
    )


def _has_left(text: str, asked: Proposition) -> bool:
    """Whether the one supposed, no other, has left what he is asked to be."""
    if not (asked.is_in_office and asked.name) or _IS.search(text):
        return False
    aside = r"(?:,[^,.;:A-Z]{0,40},)?"
    return re.search(rf"(?<!\w){re.escape(asked.name)}{aside} {LEAVING}", text) is not None


_LESSER = frozenset("deputy vice assistant lieutenant associate shadow acting".split())
_ANOTHER_POST = re.compile(
    rf"\b(?:{'|'.join(sorted(_LESSER))})[ -]([a-z-]+(?: [a-z-]+)?)|"
    r"\b(?:of|to|for|with|against) (?:the|an?) ([a-z-]+(?: [a-z-]+)?)",
    re.I,
)
_ARTICLES = frozenset("the a an".split())
_OF = frozenset("of for in at to on".split())
_IS_SO_AGAIN = re.compile(
    r"\b(?:is|are|still|stays?|remains?|back in) (?:again )?"
    r"(?:closed|shut|missing|trapped|banned|prison|jail|in (?:prison|jail))"
)
_ENDS = {
    term: re.compile(rf"\b(?:{pattern})\b")
    for words, pattern in (
        ("close shut", "re-?open(?:s|ed)?"),
        ("prison jail", "(?:out of|freed from|released from|left) (?:prison|jail)"),
        ("ban suspend", "(?:ban|suspension) (?:was|were|has been|is) lifted|reinstated"),
        ("missing", "(?:was|were|been) found (?:alive|safe|dead|well|unharmed)"),
        ("trap", "(?:was|were|been) (?:rescued|freed|pulled out)"),
    )
    for term in verb_terms(words)
}
"""For the term of a state, what ends it."""
_IS = re.compile(r"\b(?:is|are|remains?|still|now)\b")
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Oo]ne-?time|[Ee]x)[ -](?:[A-Z][\w.]* )*([a-z-]+(?: [a-z-]+)?)"
)
_WAS = re.compile(r"\b(?:was|were|had been) (?:(?:the|an?|[a-z]+ly) )*([a-z-]+)")
_ENDED = re.compile(r"\b(?:until|till) (?:\w+ )?\d{4}\b|\bused to\b")
_NOT_IN = re.compile(
    r"\b(?:death(?= of )|(?<=the )late(?= )|(?:appl(?:y|ies|ied|ying)|running|stands?|stood|bids?)"
    r"(?= for )|candidates?|nominat\w+|favou?rite|designate|elect(?<=-elect))\b"
)
"""What tells that somebody is not, or not yet, in an office."""
