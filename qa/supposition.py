"""A yes/no question about somebody asks, in other words, who it was: "Did Germany win?", "Who won?"

What the reader finds for that is a yes where it is the one supposed, however the sentence puts it.
Anybody else is no "no": that Brazil won a game does not say that Germany won none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.phrases import PARTICLES, is_verbal
from qa.verbs import PLURAL, past


@dataclass(frozen=True, slots=True)
class Supposition:
    """A yes/no question taken apart."""

    name: str
    """Whoever, or whatever, it supposes."""
    question: str
    """What asks for the name."""
    verb: str
    """What it did, or what was done to it, as the question has it; "" where it is something."""


def suppose(question: str) -> Supposition | None:
    """Take a yes/no question apart; None where its first words are no name that acts or is."""
    match = _QUESTION.match(question.strip())
    if match is None or _NO_NAME.search(match["name"]) or _GOES_ON.match(match["rest"]):
        return None
    first = match["first"].lower()
    rest = _FILLER.sub("", match["rest"])
    verb, _, others = rest.partition(" ")
    if first not in ("did", "do", "does"):
        done = _DONE.sub("", rest).partition(" ")[0]
        done = done if first in ("has", "have", "had") or is_verbal(done) else ""
        return Supposition(match["name"], f"Who {first} {rest}?", done)
    if verb == "never" or PLURAL.search(verb):
        return None
    told = past(verb) if first == "did" else verb if first == "do" else _third_person(verb)
    return Supposition(match["name"], f"Who {' '.join(filter(None, (told, others)))}?", verb)


def _third_person(verb: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


_WORD = r"[A-Z0-9“\"][\w.’'&-]*[”\"]?"
_QUESTION = re.compile(
    r"(?P<first>(?i:did|do|does|is|are|was|were|has|have|had))(?:n['’]t)? "
    rf"(?P<name>(?:the )?(?=[“\"]?[A-Z]){_WORD}"
    rf"(?: (?:(?:of|the|and|for|{'|'.join(sorted(PARTICLES))}) ){{0,2}}{_WORD})*) "
    r"(?P<rest>[a-z].*?)[?!. ]*$"
)
_NO_NAME = re.compile(r"['’]s?$|^(?:the )?(?:He|She|It|They|We|I|You|This|That|There)\b")
_GOES_ON = re.compile(r"(?:and|or|nor|as well as)\b")
_DONE = re.compile(r"^(?:(?:been|being|\w+ly|often|once|twice) )+")
"""Of what follows "has" or "was": what stands before the participle."""
_FILLER = re.compile(r"^(?:(?:really|ever|already|still|actually|also|just|yet|finally|not) )+")
