"""What became of an event or a plan: put off, called off, only meant, or not held.

"The strike was called off" and "The strike will not take place" say no to whether there was one,
though not where another event's fate is told. English only, by rule.
"""

from __future__ import annotations

import re

from qa.clauses import words_of
from qa.denial import negates
from qa.modality import is_supposed
from qa.opposites import opens_relative, without_asides
from qa.phrases import is_content
from qa.proposition import Proposition
from qa.tense import falls_through, tells
from qa.verbs import verb_terms


def came_to_nothing(text: str, asked: Proposition) -> bool:
    """Whether it says of just what is asked that it was put off, called off, or only meant."""
    of = asked.acts - asked.being or asked.needed - asked.being
    for found in _OFF.finditer(text):
        after = " ".join(words_of(text[found.end() :])[:5])
        led = after if found["ahead"] else text[: found.start()]
        if not of.isdisjoint(verb_terms(led)):
            return True
    return False


def fell_through(text: str, asked: Proposition) -> bool:
    """Whether it was put off, or only meant: unless that is asked, or what is so today."""
    if asked.is_present or _PUT_OFF.search(" ".join(asked.said)) or negates(text):
        return False
    return falls_through(text, asked.needed) and not tells(text, asked.acts)


def did_not_take_place(text: str, asked: Proposition) -> bool:
    """Whether it says so of what is asked: "The strike will not take place", of no other."""
    found = _NOT_HELD.search(text)
    if found is None or tells(text, asked.acts) or is_supposed(text):
        return False
    before = text[: found.start()]
    if opens_relative(before):
        return False  # "the parade, which will not take place again, drew thousands"
    words = filter(is_content, words_of(without_asides(before)))
    last = [word for word in words if word != "will"][-1:]
    return not asked.acts.isdisjoint(verb_terms(last))


_OFF = re.compile(
    r"(?P<ahead>\b(?:cancel(?:s|led|ed)|postpone[sd]|scrapped|shelved|abandoned|called off|put off|"
    r"will not|won['’]t|(?:had|has|have) (?:meant|hoped|planned) to|"
    r"(?:was|were) (?:to|due to|meant to|supposed to|scheduled to|planned to))\b)|"
    r"\b(?:(?:is|are|was|were|been|be|being) (?:called off|put off|cancel\w*|postponed|"
    r"shelved|scrapped|abandoned|blocked|thwarted|averted|planned|scheduled)|fell through|"
    r"off the table)\b"
)
"""That something came to nothing, or was only meant: it stands before this, or `ahead` of it."""
_PUT_OFF = re.compile(r"cancel|postpon|delay|shelv|block|\boff\b|schedul|plann")
"""Of a question: that it asks about this."""
_NOT_HELD = re.compile(
    r"\b(?:not|n['’]t|never) (?:take place|took place|happen(?:ed)?|go ahead|be held|held)\b"
    r"(?! again)"
)
