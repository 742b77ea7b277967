"""Yes/no questions to train on: written for this project, and made of questions about spans.

`written_verdicts.jsonl.xz` has a line of JSON for a passage that is `of` another written file, on
which `line`, and which `passage` of a story: `asked` are its questions, `q`, whether it settles
them, `a` ("yes", "no" or "open"), and for some the first words of the sentence that does, `at`.
What is near a question without being asked about is open, too: passages of other stories that our
own embedder finds. Of a span question with its answer a yes is made ("Who won?", "Lee": "Did Lee
win?"), and with another answer something that is no yes.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.embedder import Embedder
from index.errors import BadUse
from index.sentences import sentence_around
from qa.dates import MONTHS
from qa.evaluation.yesno import plain_form, put
from qa.quantities import SIGNS

OUTCOMES = ("yes", "no", "open", "not yes")
"""The last is of a made question with another's answer: it may be a no."""
NEAR = 0.35
"""Of the written questions, how many are asked of a passage that is only near, too."""
AMONG = 4
"""Passages nearest to a question among which that one is drawn."""
WORDS = 7
"""Of an answer, at most, of which a question is made."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and what the passage says to it."""

    question: str
    title: str
    text: str
    outcome: str
    """One of OUTCOMES."""
    sentence: tuple[int, int] | None = None
    """Where in the text it is settled, if that is known."""


def written_examples(file: Path, embedder: Embedder, seed: int = 0) -> list[Example]:
    """Those of a file of written questions beside the files that it names. Raises BadUse."""
    chance = random.Random(f"{seed} near")  # noqa: S311  (examples, not secrets)
    try:
        rows = list(_lines(file))
        passages = {
            (name, number): found
            for name in sorted({row["of"] for row in rows})
            for number, found in enumerate(map(_passages, _lines(file.parent / name)))
        }
        examples, stories = [], []
        for row in rows:
            story = (row["of"], row["line"])
            title, text = passages[story][row["passage"]]
            for asked in row["asked"]:
                place = None
                if at := asked.get("at"):
                    start = text.index(at)
                    place = sentence_around(text, start, start + len(at))
                if asked["a"] not in OUTCOMES:
                    raise ValueError(asked["a"])
                examples.append(Example(asked["q"], title, text, asked["a"], place))
                stories.append(story)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise BadUse(f"Cannot read {file}: {getattr(error, 'strerror', None) or error}.") from None
    except (ValueError, LookupError, TypeError):
        raise BadUse(f"{file} holds no written yes/no questions.") from None
    of_story = [(story, *each) for story, some in passages.items() for each in some]
    vectors = embedder.embed([f"{title}. {text}" for _, title, text in of_story])
    drawn = [n for n in range(len(examples)) if chance.random() < NEAR]
    questions = embedder.embed([examples[number].question for number in drawn])
    for number, vector in zip(drawn, questions, strict=True):
        nearest = (-(vectors @ vector)).argsort()[: 4 * AMONG]
        others = [place for place in nearest if of_story[place][0] != stories[number]][:AMONG]
        _, title, text = of_story[chance.choice(others)]
        examples.append(Example(examples[number].question, title, text, "open"))
    return examples


def made_examples(articles: Iterable[dict[str, Any]], seed: int = 0) -> Iterator[Example]:
    """Yes/no questions made of span questions, of articles in SQuAD's form."""
    chance = random.Random(f"{seed} made")  # noqa: S311  (examples, not secrets)
    for article in articles:
        title = str(article.get("title", "")).replace("_", " ")
        paragraphs = article["paragraphs"]
        known = frozenset(
            word for each in paragraphs for word in re.findall(r"\b[a-z]+\b", each["context"])
        )
        for paragraph in paragraphs:
            text = paragraph["context"]
            answers = [
                min(each["answers"], key=lambda answer: len(answer["text"]))
                for each in paragraph["qas"]
                if each["answers"]
            ]
            for asked in paragraph["qas"]:
                for said, outcome in _supposed(asked, answers, chance):
                    question = supposing(asked["question"], said["text"], known.__contains__)
                    if not question:
                        continue
                    place = None
                    if outcome == "yes":
                        start = said["answer_start"]
                        place = sentence_around(text, start, start + len(said["text"]))
                    yield Example(question, title, text, outcome, place)


def _supposed(
    asked: dict[str, Any], answers: Sequence[dict[str, Any]], chance: random.Random
) -> Iterator[tuple[dict[str, Any], str]]:
    """The answers that a question is made with, and what its passage then says to it."""
    if asked["answers"]:
        own = min(asked["answers"], key=lambda answer: len(answer["text"]))
        tried = [(own, "yes"), (_another(answers, own["text"], chance), "not yes")]
    else:
        tried = [(_another(answers, "", chance), "open")]
    for answer, outcome in tried:
        if answer is not None and len(answer["text"].split()) <= WORDS:
            yield answer, outcome


def supposing(question: str, answer: str, known: Callable[[str], bool]) -> str:
    """The yes/no question that supposes an answer to another; "" where it cannot be made.

    `known` says whether a word stands in the text, as `qa.evaluation.yesno` wants it.
    """
    answer = answer.strip(" .,;")
    for pattern, made in _FORMS:
        if match := pattern.match(question.strip()):
            return made(match["verb"], match["rest"].strip(), answer, known)
    return ""


def _subject(verb: str, rest: str, answer: str, known: Callable[[str], bool]) -> str:
    if _IS.fullmatch(verb):
        named = _NAMES_A_NAME.match(rest)
        fits = _HAS.fullmatch(verb) or _PARTICIPLE.match(rest) or _NOUN.match(rest)
        return f"{verb.capitalize()} {answer} {rest}?" if fits and not named else ""
    return put(answer, verb, rest, known) if plain_form(verb.lower(), known) else ""


def _object(verb: str, rest: str, answer: str, known: Callable[[str], bool]) -> str:
    return "" if _ASKS_ON.search(rest) else f"{verb.capitalize()} {rest} {answer}?"


def _time(verb: str, rest: str, answer: str, known: Callable[[str], bool]) -> str:
    lead = "" if _LED.match(answer) else "in " if _LONG.fullmatch(answer) else "on "
    told = _LED.match(answer) or _LONG.fullmatch(answer) or _DAY.search(answer)
    return f"{verb.capitalize()} {rest} {lead}{answer}?" if told else ""


def _place(verb: str, rest: str, answer: str, known: Callable[[str], bool]) -> str:
    lead = "" if _LED.match(answer) or _LEADS.search(rest) else "in "
    return f"{verb.capitalize()} {rest} {lead}{answer}?"


def _another(
    answers: Sequence[dict[str, Any]], than: str, chance: random.Random
) -> dict[str, Any] | None:
    """Another answer, of the same look, that is neither part of this one nor has it as a part."""
    alike = [
        each
        for each in answers
        if each["text"] not in than
        and (not than or than not in each["text"])
        and (not than or _look(each["text"]) == _look(than))
    ]
    return chance.choice(alike) if alike else None


def _look(text: str) -> tuple[bool, bool]:
    return text[:1].isupper(), text.lstrip(SIGNS)[:1].isdigit()


def _passages(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["title"], each["text"]) for each in row.get("passages") or [row]]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = lzma.open if path.suffix == ".xz" else gzip.open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


_IS = re.compile(r"is|are|was|were|has|have|had|will|would|can|could", re.I)
_HAS = re.compile(r"has|have|had|will|would|can|could", re.I)
_PARTICIPLE = re.compile(
    r"(?:\w+ly |not |also |been )*(?:\w+(?:ed|en|wn|ing)|made|held|sent|built|found|won|lost|led|"
    r"set|put|shot|hit|left|kept|sold|told|taught|brought|bought|born)\b"
)
_NOUN = re.compile(r"(?:the|an?|his|her|its|their|[A-Z])")
_NAMES_A_NAME = re.compile(r"(?:the )?(?:name|year|date|number)\b")
_ASKS_ON = re.compile(r"\b(?:do|think|say|happen)$")
_LED = re.compile(
    r"(?:in|on|at|during|by|before|after|since|from|between|around|every|last|next|this|early|late|"
    r"yesterday|today|to|near|under|over|outside|inside|across|behind)\b",
    re.I,
)
_LEADS = re.compile(r"\b(?:from|to|in|at)$")
_MONTHS = "|".join(map(str.capitalize, MONTHS))
_LONG = re.compile(
    rf"(?:the )?(?:1\d|20)\d\ds?|(?:spring|summer|autumn|winter|{_MONTHS})(?:,? (?:of )?\d{{4}})?"
)
_DAY = re.compile(rf"\d.*(?:{_MONTHS})|(?:{_MONTHS}).*\d|day\b")
_WHAT = r"(?:Who|What|Which [\w'’&.-]+(?: [\w'’&.-]+)?)"
_AUXILIARY = "did|does|do|has|had|have|will|would|can"
_FORMS = (
    (
        re.compile(
            r"(?:When|In (?:what|which) year|On (?:what|which) (?:day|date)) "
            rf"(?P<verb>{_AUXILIARY}|is|was|were|are) (?P<rest>[^?]+)\?$",
            re.I,
        ),
        _time,
    ),
    (
        re.compile(
            r"(?:Where|In (?:what|which) (?:city|country|state|town|place)) "
            rf"(?P<verb>{_AUXILIARY}|is|was|were|are) (?P<rest>[^?]+)\?$",
            re.I,
        ),
        _place,
    ),
    (re.compile(rf"{_WHAT} (?P<verb>did|does|do) (?P<rest>[^?]+)\?$", re.I), _object),
    (re.compile(rf"{_WHAT} (?P<verb>[a-z]+) (?P<rest>[^?]+)\?$", re.I), _subject),
)
"""Of a question about a span, by what it asks for: how it is put with an answer."""
