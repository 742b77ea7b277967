"""Yes/no questions made of others, true and false ones, and what is answered to them.

"Who won the race?", which Lee answers, becomes "Did Lee win the race?". A false one has another's
answer in Lee's place, or another name, number or verb in the rest. People ask no such nonsense as
some of these are, but a "yes" to them is a wrong one all the same.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.store import PassageIndex
from qa.assistant import Assistant
from qa.equivalence import normalise
from qa.evaluation.questions import Question
from qa.verbs import PASTS, base, past

WORDS = 4
"""Of an answer at most, that can stand in a question."""
PASSAGES = 10_000
KINDS = ("true", "another's", "another name", "another number", "another verb")


@dataclass(frozen=True, slots=True)
class Made:
    """A question that was made, of which kind, and the day on which it is asked."""

    text: str
    kind: str
    asked: date | None

    @property
    def true(self) -> bool:
        """Whether "yes" is right."""
        return self.kind == KINDS[0]


def make(questions: Sequence[Question], known: Callable[[str], bool], seed: int = 0) -> list[Made]:
    """True and false yes/no questions of those that ask who or which did or was something.

    `known` says whether a word stands in the articles: "launch" is the verb of "launched" where it
    does and "launche" does not.
    """
    chance = random.Random(seed)  # noqa: S311  (examples, not secrets)
    asked = [
        (question, min(question.answers, key=len), match)
        for question in questions
        if question.answers and (match := _ASKS_WHO.match(question.text))
    ]
    asked = [
        (question, answer, match)
        for question, answer, match in asked
        if answer[0].isupper() and len(answer.split()) <= WORDS and plain_form(match["verb"], known)
    ]
    names = [name for question, _, _ in asked for name in _NAME.findall(question.text)[1:]]
    made = []
    for question, answer, match in asked:
        rest, verb = match["rest"], match["verb"]
        variants = {KINDS[0]: (answer, verb, rest)}
        others = [other for _, other, _ in asked if _differ(other, answer, question.text)]
        if others:
            variants[KINDS[1]] = (chance.choice(others), verb, rest)
        inner = [name for name in _NAME.findall(rest) if _differ(name, answer)]
        instead = [name for name in names if inner and _differ(name, rest, answer)]
        if instead:
            changed = rest.replace(chance.choice(inner), chance.choice(instead), 1)
            variants[KINDS[2]] = (answer, verb, changed)
        if number := _NUMBER.search(rest):
            changed = f"{rest[: number.start()]}{int(number[0]) + 3}{rest[number.end() :]}"
            variants[KINDS[3]] = (answer, verb, changed)
        verbs = [each["verb"] for _, _, each in asked if each["verb"] not in (verb, "was", "is")]
        if verbs and verb not in ("was", "is"):
            variants[KINDS[4]] = (answer, chance.choice(verbs), rest)
        for kind, (subject, did, what) in variants.items():
            made.append(Made(put(subject, did, what, known), kind, question.asked))
    return made


def words_of(index: PassageIndex) -> frozenset[str]:
    """The lower-case words of an index's first PASSAGES passages."""
    ids = index.derived_ids()["vectors"][:PASSAGES]
    texts = (passage.text for passage in index.passages(ids).values())
    return frozenset(word for text in texts for word in _LOWER.findall(text))


def ask(
    made: Iterable[Made], assistant: Assistant, tell: Callable[[int], object]
) -> list[tuple[Made, str]]:
    """Each question with "yes", "no", or "" where neither was given."""
    answered = []
    for number, question in enumerate(made, start=1):
        answer = assistant.ask(question.text, today=question.asked)
        answered.append((question, answer.text))
        tell(number)
    return answered


def report(answered: Sequence[tuple[Made, str]]) -> list[tuple[str, float]]:
    """How many of each kind got a yes, and the share of right ones were half of all true."""
    asked = Counter(question.kind for question, _ in answered)
    yes = Counter(question.kind for question, text in answered if text == "yes")
    true, false = asked[KINDS[0]], asked.total() - asked[KINDS[0]]
    right = yes[KINDS[0]] / max(true, 1)
    wrong = (yes.total() - yes[KINDS[0]]) / max(false, 1)
    rows = [(f"{kind}: asked", float(asked[kind])) for kind in KINDS]
    rows += [(f"{kind}: yes", float(yes[kind])) for kind in KINDS]
    no = sum(question.true for question, text in answered if text == "no")
    return [
        *rows,
        ("true: no", float(no)),
        ("yes, of the true ones", right),
        ("right, of as many true as false ones answered yes", right / max(right + wrong, 1e-9)),
    ]


def _differ(one: str, *others: str) -> bool:
    """Whether words are none of others', nor these of them."""
    words = normalise(one)
    return all(words not in normalise(other) and normalise(other) not in words for other in others)


def put(subject: str, verb: str, rest: str, known: Callable[[str], bool]) -> str:
    """The question whether somebody did, or was, what a question asks who did or was."""
    if verb in ("was", "is"):
        return f"{verb.capitalize()} {subject} {rest}?"
    return f"Did {subject} {plain_form(verb, known)} {rest}?"


def plain_form(verb: str, known: Callable[[str], bool]) -> str:
    """A past verb's plain form; "" where it is none."""
    if verb in ("was", "is"):
        return verb
    if base(verb) != verb:
        return base(verb)
    stems = (verb[:-2], verb[:-1], verb[:-3], f"{verb[:-3]}y") if verb.endswith("ed") else ()
    return next((stem for stem in stems if known(stem) and past(stem) == verb), "")


_ASKS_WHO = re.compile(
    r"(?:Who|Which(?: [\w'’-]+){1,3}?|What (?:country|company|city|state|team|group|band)) "
    rf"(?P<verb>is|\w+ed|(?!had\b|were\b|been\b)(?:{'|'.join(sorted(PASTS))})) (?P<rest>[^?]+)\?$"
)
_LOWER = re.compile(r"\b[a-z]+\b")
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,9}(?![\w,.]\d|\w)")
