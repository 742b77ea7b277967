"""What the words of a question could stand for: what earlier turns of a conversation spoke of.

Where a phrase stands tells how likely it is meant: in the last question or the last answer, in the
sentence around it, in an article's title, or further back. Which is meant is chosen elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.sentences import sentence_spans
from qa.dates import MONTHS, WEEKDAYS, YEAR
from qa.phrases import PERSONS, Phrase, kinds_of, phrases
from qa.quantities import ONES, SCALES, TENS, TO_TWELVE
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation as it was typed, and the answer it got."""

    question: str
    answer: Answer

    @property
    def asked(self) -> str:
        """The question as it can be understood alone."""
        return self.answer.asked or self.question


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a word of the next question could stand for."""

    text: str
    head: str
    kinds: frozenset[str]
    """Of "person", "place", "thing", "several" and "day", each that it could be."""
    prior: float
    """How likely it is meant: 0 for the likeliest, lower for others, as a logarithm."""
    aside: bool = False
    """Whether it was only an alternative to an answer: nobody is called by it."""
    pronoun: str = ""
    """"he" or "she", as the quoted passages call somebody; "" where they do not tell."""


REACH = 3
"""Turns looked back at."""
_FURTHER = 0.9
_TOLD = 0.9
"""... what a question asks for and the answer has told: the answer is it."""
_NEWS = 0.2
"""How much likelier somebody is whom an answer has just named."""
_ROLE = {"question": 0.0, "answer": 0.0, "aside": 0.0, "sentence": 1.0, "title": 1.6}
"""How much less likely is what stands in a quote or a title only."""
_DOUBT = 0.5
"""Weight of the logarithm of the probability that an answer, or an alternative to it, is right."""


def antecedents(turns: Sequence[Turn]) -> list[Antecedent]:
    """What the last turns spoke of, likeliest first."""
    said = [
        each for back, turn in enumerate(reversed(turns[-REACH:])) for each in _of_turn(turn, back)
    ]
    found: dict[str, Antecedent] = {}
    for each in said:
        if each.text[0].isupper():
            # "Kroos" is "Toni Kroos", where he was called so; several together have no head.
            names = [other.text for other in said if other.head and not other.aside]
            each = replace(each, text=_longest(each.text, names))
        key = _key(each.text)
        known = found.get(key)
        if known is None:
            found[key] = each
        else:  # said twice: as likely as the likelier, of the kinds that both allow
            both = known.kinds & each.kinds
            prior = max(known.prior, each.prior)
            found[key] = Antecedent(known.text, known.head, both or known.kinds, prior)
    texts = (c.passage.text for turn in turns[-REACH:] for c in turn.answer.citations)
    called = list(_called(texts))
    told = [replace(each, pronoun=_pronoun_of(each.text, called)) for each in found.values()]
    return sorted(told, key=lambda each: -each.prior)


def _called(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Whom sentences name first, and what the sentence after calls them: "he" or "she"."""
    for text in dict.fromkeys(texts):
        for (start, end), (after, _) in pairwise(sentence_spans(text)):
            following = _CALLED.match(text, after)
            named = (each for each in phrases(text[start:end], prose=True) if each.named)
            if following and (first := next(named, None)):
                yield first.text, _CALLS[following[0].lower()]


def _pronoun_of(name: str, called: Iterable[tuple[str, str]]) -> str:
    """What somebody is called, where all that is told agrees; "" else."""
    last = name.split()[-1]
    pronouns = {pronoun for first, pronoun in called if first.endswith(last)}
    return pronouns.pop() if last[0].isupper() and len(pronouns) == 1 else ""


def _longest(name: str, names: Sequence[str]) -> str:
    longer = [other for other in names if other.endswith(f" {name}") and other[0].isupper()]
    return max(longer, key=len, default=name)


def _of_turn(turn: Turn, back: int) -> Iterator[Antecedent]:
    answer, asked = turn.answer, turn.asked
    wanted = _kind_asked_for(asked)
    title = answer.citations[0].title if answer.answered and answer.citations else ""
    parts = [("question", asked, 0.0), ("title", title, 0.0)]
    unsure = _doubt(answer.confidence)
    if answer.answered:
        parts += [("answer", answer.text, unsure), ("sentence", answer.sentence, unsure)]
        parts += [("aside", each.text, _doubt(each.confidence)) for each in answer.alternatives]
    for role, text, doubt in parts:
        told = role in ("answer", "aside")
        begins = {start for start, _ in sentence_spans(text)} if role == "sentence" else {0}
        for place, phrase in enumerate(phrases(text, prose=role == "sentence")):
            if role in ("sentence", "title") and (not phrase.named or _only_begins(phrase, begins)):
                continue
            unnamed = told and not phrase.named and "person" not in kinds_of(phrase)
            if unnamed or _is_vague(phrase):
                continue
            named = re.sub(r"^(?:an?|which|what) ", "the ", phrase.text, flags=re.I)
            if phrase.text[0].islower() and not _DETERMINED.match(named):
                named = f"the {named}"
            kinds = kinds_of(phrase)
            prior = doubt - _FURTHER * back - _ROLE[role] - 0.15 * min(place, 6)
            if told and wanted == "person":
                # A name of several words is a person's; of one, a company may answer to "who".
                kinds = frozenset({"person"}) if " " in phrase.text else kinds | {"person"}
                prior += _NEWS
            elif told and wanted:
                kinds = frozenset({wanted, "thing"})
            elif role == "question" and answer.answered and _is_asked_for(phrase, asked):
                prior -= _TOLD * answer.confidence  # the answer has told which
            yield Antecedent(named, phrase.head.lower(), kinds, prior, aside=role == "aside")
    if answer.answered and " and " in answer.text and len(answer.text.split()) <= 12:
        yield Antecedent(answer.text, "", frozenset({"several"}), unsure - _FURTHER * back)
    for day in re.findall(rf"\b{YEAR}\b", f"{answer.text} {asked}"):
        yield Antecedent(day, "year", frozenset({"day"}), -_FURTHER * back)


def _doubt(confidence: float) -> float:
    return _DOUBT * math.log(max(confidence, 0.01))


def _is_vague(phrase: Phrase) -> bool:
    """Whether nothing comes back to it: a day, a number, a "yes"."""
    low = phrase.text.lower()
    if low.split()[0] in _VAGUE or phrase.head.lower() in _VAGUE:
        return True
    return (_VAGUE | _VAGUE_ALONE).issuperset(low.split("-"))  # "thirty-two"


def _only_begins(phrase: Phrase, begins: Collection[int]) -> bool:
    """Whether its capital may be that of the sentence: "Close to seven o'clock"."""
    return phrase.start in begins and " " not in phrase.text


def _is_asked_for(phrase: Phrase, asked: str) -> bool:
    """Whether a phrase is what a question asks for: "which [poet]", "who was [the captain]"."""
    before = asked[: phrase.start].lower().split()
    return before[-1:] in (["which"], ["what"]) or before in _IS_ASKED


def _kind_asked_for(question: str) -> str:
    low = question.lower()
    asked = re.search(r"\b(?:which|what) (?:\w+ )?([a-z]+)", low)
    if re.search(r"\b(?:who|whom|whose)\b", low.split(" that ")[0]):
        return "person"
    if asked and (asked[1] in PERSONS or any(word in PERSONS for word in asked[0].split())):
        return "person"
    if re.match(r"(?:\w+ )?where\b", low):
        return "place"
    return ""


def _key(text: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", text.lower())


_CALLS = {"he": "he", "his": "he", "she": "she", "her": "she"}
_CALLED = re.compile(r"(?:He|His|She|Her)\b")
_DETERMINED = re.compile(r"(?:the|this|that|these|those|\d)", re.I)
_IS_ASKED = [[word, be] for word in ("who", "what") for be in ("is", "was", "are", "were")]
_VAGUE = frozenset(
    "year years month months day days hour hours minute minutes week weeks time times date first "
    "second last part kind sort number way name reason per half".split()
) | {*MONTHS, *WEEKDAYS, *TO_TWELVE, *TENS, *SCALES, *(f"{scale}s" for scale in SCALES)}
_VAGUE_ALONE = frozenset({"yes", *ONES} - {*TO_TWELVE})
"""What is nobody's name by itself but may begin one: "Nineteen Eighty-Four"."""
