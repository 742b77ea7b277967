"""What a yes/no question asks to be so, taken apart: whose deed, of whom, and when.

Read once from the question; the rooms that hold sentences against it (`roles`, `modality`,
`events`, `tenure`, `settling`) share it. English only, by rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.phrases import is_verbal
from qa.quantities import quantities
from qa.stance import SIDES, matter_of, stance_of
from qa.supposition import suppose
from qa.verbs import verb_terms
from qa.wanted import Wanted
from qa.wrongs import asks_of_trial, asks_of_wrong


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a text must say for a yes. All terms are analyzed ones, as of `verb_terms`."""

    words: tuple[str, ...]
    """The question's but the first, without the marks around them, and without fillers."""
    said: frozenset[str]
    """All of its terms, and its words in lower case: what it asks about itself is not left open."""
    terms: frozenset[str]
    """Of its words that tell something, numbers left out."""
    names: frozenset[str]
    """Of its words with a capital."""
    numbers: frozenset[float]
    compared: frozenset[str]
    """Of what compares: "more", "longer than"."""
    acts: frozenset[str]
    """Of its verbs, as far as can be told."""
    being: frozenset[str]
    """Of what only says, of an event, that it was: "take place"."""
    name: str
    """Of whoever it supposes; "" for nobody."""
    subject: frozenset[str]
    """Of that name."""
    verb: frozenset[str]
    """Of what that one did; none where it asks what he is."""
    stance: str
    """The side that it asks about, as `stance_of` tells it."""
    taken_on: frozenset[str]
    """Of what that side is taken on."""
    is_present: bool
    """Whether it asks by "is" or "does"."""
    is_past: bool
    """Whether it asks by "did", "was" or "has": of what is taken for done."""
    is_now: bool
    """Whether it asks what is so today, or has come to be so."""
    is_passive: bool
    """Whether it asks what was done to the one supposed, not what that one did."""
    is_in_office: bool
    """Whether it asks what somebody is, such as a mayor, not what is done to him."""
    is_of_trial: bool
    """Whether it asks what befalls who is taken for a wrongdoer."""
    is_of_wrong: bool
    """Whether that, or a wrong itself, is asked of the one supposed: a yes would accuse him."""
    is_literal: bool
    """Whether no other words tell it: a wrong, or what somebody is or means to do."""

    @classmethod
    def of(cls, question: str, wanted: Wanted) -> Proposition:
        """Take a yes/no question apart; `wanted` are its words that tell something."""
        words = [word.strip(".,;:?!\"'”’»)") for word in question.split()[1:]]
        stance = stance_of(question)
        left_out = _FILLERS | (SIDES if stance else frozenset())
        words = [word for word in words if word.lower() not in left_out]
        known = wanted.weights.keys()
        about = [word for word in words if not word[:1].isdigit() and known & verb_terms([word])]
        terms = verb_terms(about)
        said = verb_terms(question) | frozenset(question.lower().split())
        lower = " ".join(word for word in words if word[:1].islower())
        acts = verb_terms(lower) & (terms - verb_terms(_NO_ACT.findall(question)))
        supposed = suppose(question)
        verb = verb_terms(supposed.verb) if supposed else frozenset()
        of_trial = supposed is not None and asks_of_trial(question)
        of_wrong = of_trial or (supposed is not None and asks_of_wrong(acts))
        return cls(
            words=tuple(words),
            said=said | {"will"} if _FORESEES.match(question) else said,
            terms=terms,
            names=verb_terms(word for word in words if word[:1].isupper()),
            numbers=frozenset(number.value for number in quantities(question)),
            compared=verb_terms(_COMPARED.findall(question)),
            acts=acts,
            being=verb_terms(" ".join(_TAKES_PLACE.findall(question))),
            name=supposed.name if supposed else "",
            subject=verb_terms(supposed.name) if supposed else frozenset(),
            verb=verb,
            stance=stance,
            taken_on=matter_of(question) if stance else frozenset(),
            is_present=_PRESENT.match(question) is not None,
            is_past=_PAST.match(question) is not None,
            is_now=_NOW.match(question) is not None,
            is_passive=bool(verb) and _PASSIVE.match(question) is not None,
            is_in_office=_IS_WHO.match(question) is not None
            and not any(is_verbal(word) for word in words if word[:1].islower()),
            is_of_trial=of_trial,
            is_of_wrong=of_wrong,
            is_literal=of_wrong or not verb or _INTENDS.search(question) is not None,
        )

    @property
    def needed(self) -> frozenset[str]:
        """The terms that must stand in a sentence, or some of them in its article's title."""
        return self.terms | self.names

    @property
    def objects(self) -> frozenset[str]:
        """What of these tells neither who acts nor what is done."""
        return self.needed - self.subject - self.acts

    def is_act(self, word: str) -> bool:
        """Whether a word is one of the verbs that are asked about, in any form."""
        return not self.acts.isdisjoint(verb_terms([word]))

    def is_said_by(self, text: str, title: str, *, but: frozenset[str] = frozenset()) -> bool:
        """Whether a sentence says all of it `but` these terms, with its article's title.

        Something of it not by the title alone; and a wrong all by itself.
        """
        terms, named = verb_terms(text) | but, verb_terms("" if self.is_of_wrong else title)
        return (
            self.needed <= terms | named
            # A title may lend a place or a topic, but neither who acts nor what is done.
            and self.acts <= terms
            and (not self.subject or bool(self.subject & terms))
            and self.numbers <= {number.value for number in quantities(text)}
            and bool(terms & self.terms - named or self.needed <= terms)
        )


PREPOSITION = "to|of|from|with|against|out|on|for|about|as|in"
"""In a pattern: what leads a word that is then no act of its own."""
_FILLERS = frozenset(
    "really ever already still actually any also just yet even finally anyone anybody or "
    "not".split()
)
_NO_ACT = re.compile(rf"\b(?:(?:{PREPOSITION}) (?:the |an? )?|the |an? )([\w-]+)", re.I)
"""What is no verb, or led by another."""
_FORESEES = re.compile(r"(?:do|does|(?:is|are)\b.*\w+ing)\b", re.I)
_PRESENT = re.compile(r"(?:is|are|do|does)(?:n['’]t)?\b", re.I)
_NOW = re.compile(r"(?:is|are|has|have)(?:n['’]t)?\b", re.I)
_PAST = re.compile(r"(?:did|has|have|had|was|were)(?:n['’]t)?\b", re.I)
_PASSIVE = re.compile(r"(?:was|were|is|are)\b(?!.*\b\w+ing\b)|(?:has|have|had)\b.*\bbeen\b", re.I)
_IS_WHO = re.compile(r"(?:is|are)(?:n['’]t)?\b", re.I)
_INTENDS = re.compile(r"\b(?:planning|going|trying|hoping|about|due|ready|willing|able) to\b")
_TAKES_PLACE = re.compile(r"\b(?:take place|happen|go ahead)\b")
_COMPARED = re.compile(r"\b(?:more|fewer|less|than|[a-z]{3,}er(?= than\b))\b")
