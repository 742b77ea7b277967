"""SQuAD-format files become training examples: a question's own passage beside hard wrong ones.

A hard negative (see `negatives`) is what a reader meets when it reads ten retrieved passages.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedder import tokenizer
from index.sentences import sentence_around
from qa.equivalence import normalise
from qa.evaluation.squad import bad_use_of, read_articles, text_in

WINDOW = 192
"""Tokens of question and passage together: our passages have 160."""
MAX_QUESTION = 40
LEAST_LEFT = 24
"""Tokens that must be left of a passage without its answer's sentence."""
STRIDE = 96
"""Tokens between two windows of a long passage."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data file and how it is drawn from; `recipe.yaml` says what each field is for."""

    path: Path
    index: Path | None = None
    """Set: the file holds questions to this index (see `own`), not SQuAD's form."""
    written: bool = False
    """The file holds questions written for this project (see `written`), beside its recipe."""
    taught: bool = True
    """Whether a reader's teachers have a say in these questions, too."""
    share: float = 1.0
    negatives: float = 0.5
    altered: float = 0.0
    removed: float = 0.0
    recurring: float = 0.0
    join: int = 1
    held_out: float = 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage's token ids and their character offsets (tokens, 2), and its article's number."""

    text: str
    article: int
    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its passage's number, and where its answers stand in it; none: unanswerable."""

    text: str
    passage: int
    answers: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    """Further passages that it is asked of, each with the places of its answers there, if any."""


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of `[CLS] question [SEP] passage [SEP]`, and first and last token of answers."""

    ids: list[int]
    first: int
    """The passage's first token: after [CLS] question [SEP]."""
    targets: list[tuple[int, int]]
    taught: bool = True
    """Whether teachers are asked as well (see `train`)."""


@dataclass(slots=True)
class Collection:
    """Passages and questions of one file, and for each question its hard negatives' numbers."""

    passages: list[Passage] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    negatives: list[list[int]] = field(default_factory=list)


def read_squad(
    path: Path,
    *,
    join: int = 1,
    held_out: float = 0.0,
    seed: int = 0,
    articles: Iterable[dict[str, Any]] | None = None,
) -> tuple[Collection, list[dict[str, Any]]]:
    """Read a SQuAD-format file, gzipped or not: what to train on, and the articles held out.

    `join` puts up to that many neighbouring contexts together, for sets whose contexts are single
    sentences. `held_out` is a share of the articles, drawn by their titles so that the same ones
    are held out whatever else changes. `articles`, where what the file holds is of another form,
    are those in SQuAD's. The same question with the same id in several passages of an article is
    one that is asked of all of them. Raises BadUse.
    """
    chance = random.Random(f"{seed} {path.name}")  # noqa: S311  (examples, not secrets)
    kept, out = Collection(), []
    with bad_use_of(path):
        for number, article in enumerate(read_articles(path) if articles is None else articles):
            named = f"{article.get('title', '')} {number}".encode()
            if zlib.crc32(named) % 1000 < 1000 * held_out:
                out.append(article)
                continue
            paragraphs = article["paragraphs"]
            asked: dict[str, int] = {}
            while paragraphs:
                size = chance.randint(1, join)
                _add(kept, paragraphs[:size], number, asked)
                paragraphs = paragraphs[size:]
    return kept, out


def _add(
    collection: Collection,
    paragraphs: Iterable[dict[str, Any]],
    article: int,
    asked: dict[str, int],
) -> None:
    """Add one passage; `asked` are the numbers of the article's questions so far, by their ids."""
    text, number = "", len(collection.passages)
    for paragraph in paragraphs:
        for question in paragraph["qas"]:
            answers = () if question.get("is_impossible") else question["answers"]
            starts = [(len(text) + a["answer_start"], len(a["text"])) for a in answers]
            places = tuple(dict.fromkeys((start, start + length) for start, length in starts))
            named = f"{question['id']} {question['question']}" if question.get("id") else ""
            if named and named in asked:
                row = asked[named]
                collection.questions[row] = _also(collection.questions[row], number, places)
            else:
                asked[named] = len(collection.questions)
                asked_text = text_in(question["question"])
                collection.questions.append(Question(asked_text, number, places))
        text += paragraph["context"] + " "
    collection.passages.append(passage(text.rstrip(), article))


def _also(question: Question, passage: int, places: tuple[tuple[int, int], ...]) -> Question:
    """The question asked of one passage more; its own is the first that answers it."""
    if places and not question.answers:
        before = (question.passage, question.answers)
        return Question(question.text, passage, places, (*question.others, before))
    return replace(question, others=(*question.others, (passage, places)))


def passage(text: str, article: int = 0) -> Passage:
    """Tokenise a passage once; its windows are cut from that."""
    encoded = tokenizer().encode(text, add_special_tokens=False)
    ids = np.array(encoded.ids, np.int32)
    return Passage(text, article, ids, np.array(encoded.offsets, np.int32).reshape(-1, 2))


def example(
    collection: Collection, number: int, source: Source, chance: random.Random
) -> list[list[Window]]:
    """A question's own window and those of other passages that it is asked of; perhaps more that
    do not answer it; perhaps an altered twin.

    Each inner list is one question; its first window is its own.
    """
    question = collection.questions[number]
    asked = question_ids(question.text)
    own = collection.passages[question.passage]
    windows = [
        window(asked, collection.passages[number], answers, chance)
        for number, answers in ((question.passage, question.answers), *question.others)
    ]
    if chance.random() < source.negatives:
        if len(own.ids) > 2 * WINDOW:
            windows += _elsewhere(asked, own, question.answers, chance)
        elif collection.negatives and (negatives := collection.negatives[number]):
            windows.append(window(asked, collection.passages[chance.choice(negatives)], (), chance))
    # Without it nothing is drawn, so that recipes which do not name it draw what they drew before.
    if source.removed and chance.random() < source.removed:
        rest = removed(own, question.answers)
        windows += [window(asked, rest, (), chance)] if rest else []
    examples = [windows]
    if question.answers and chance.random() < source.altered:
        twin = altered(question.text, own.text, chance)
        if twin:
            examples.append([window(question_ids(twin), own, (), chance)])
    if not source.taught:
        return [[replace(each, taught=False) for each in windows] for windows in examples]
    return examples


def question_ids(question: str) -> list[int]:
    """A question's tokens, at most MAX_QUESTION."""
    return list(tokenizer().encode(question, add_special_tokens=False).ids[:MAX_QUESTION])


def window(
    asked: Sequence[int],
    given: Passage,
    answers: Sequence[tuple[int, int]],
    chance: random.Random,
) -> Window:
    """Cut a passage that is too long at random, but never its first answer."""
    room = WINDOW - len(asked) - 3
    spans = _token_spans(given, answers)
    left = 0
    if (spare := len(given.ids) - room) > 0:
        lowest = max(0, spans[0][1] + 1 - room) if spans else 0
        left = chance.randint(lowest, max(lowest, min(spare, spans[0][0] if spans else spare)))
    return _cut(asked, given, left, room, spans)


def windows(asked: Sequence[int], given: Passage) -> list[tuple[int, Window]]:
    """All windows of a passage, in order, each with the number of its first passage token."""
    room = WINDOW - len(asked) - 3
    lefts = [0, *range(STRIDE, max(0, len(given.ids) - room + STRIDE - 1) + 1, STRIDE)]
    lefts = [left for left in lefts if left == 0 or left + room - STRIDE < len(given.ids)]
    return [(left, _cut(asked, given, left, room, ())) for left in lefts]


def _cut(
    asked: Sequence[int], given: Passage, left: int, room: int, spans: Iterable[tuple[int, int]]
) -> Window:
    special = tokenizer().encode("").ids
    first = len(asked) + 2
    targets = {
        (start - left + first, end - left + first)
        for start, end in spans
        if start >= left and end < left + room
    }
    ids = [special[0], *asked, special[1], *given.ids[left : left + room].tolist(), special[1]]
    return Window(ids, first, sorted(targets))


def _token_spans(given: Passage, answers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = []
    for start, end in answers:
        inside = np.flatnonzero((given.offsets[:, 1] > start) & (given.offsets[:, 0] < end))
        if len(inside):
            spans.append((int(inside[0]), int(inside[-1])))
    return spans


def _elsewhere(
    asked: Sequence[int],
    given: Passage,
    answers: Sequence[tuple[int, int]],
    chance: random.Random,
) -> list[Window]:
    """A window of a long passage that holds none of its question's answers, if one is found."""
    room = WINDOW - len(asked) - 3
    said = {normalise(given.text[a:b]) for a, b in answers}
    for _ in range(4):
        left = chance.randint(0, len(given.ids) - room)
        start, end = given.offsets[left][0], given.offsets[left + room - 1][1]
        words = f" {normalise(given.text[start:end])} "
        if not any(f" {answer} " in words for answer in said):
            return [_cut(asked, given, left, room, ())]
    return []


def removed(given: Passage, answers: Sequence[tuple[int, int]]) -> Passage | None:
    """The passage without the sentences that hold the answers: on the subject, and no answer.

    What tells a reader that the answer must be what was asked for, and not only somebody named
    beside the question's names. None where little else is left, or where that says it, too.
    """
    left = given.text
    kept = np.ones(len(given.ids), bool)
    for answer in answers:
        start, end = sentence_around(given.text, *answer)
        kept &= (given.offsets[:, 1] <= start) | (given.offsets[:, 0] >= end)
        left = left[:start] + " " * (end - start) + left[end:]
    if kept.all() or kept.sum() < LEAST_LEFT:
        return None
    words = f" {normalise(left)} "
    if any(f" {normalise(given.text[start:end])} " in words for start, end in answers):
        return None
    return Passage(given.text, given.article, given.ids[kept], given.offsets[kept])


OPPOSITES = dict(
    pair
    for line in """first last/most least/before after/largest smallest/highest lowest/north south
    east west/northern southern/eastern western/oldest youngest/more fewer/increase decrease
    increased decreased/win lose/won lost/start end/started ended/began finished/earliest latest
    best worst/male female/positive negative/public private/internal external/above below
    always never/can cannot/early late/old new/good bad/men women/husband wife/father mother
    son daughter/upper lower/left right/buy sell/bought sold/born married/minimum maximum
    longest shortest/rise fall/rose fell/accept refuse/accepted refused/open close/opened closed
    is isn't/was wasn't/did didn't/does doesn't/were weren't/are aren't/do don't""".splitlines()
    for entry in line.strip().split("/")
    for one, other in [entry.split()]
    for pair in ((one, other), (other, one))
)
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'’-]*(?: (?:of |the )?[A-Z][\w'’-]*)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_WORD = re.compile(r"\b[a-z']+\b")


def altered(question: str, text: str, chance: random.Random) -> str | None:
    """The question with a name, a number or a word changed, so that its passage has no answer.

    The three ways are among those by which people made SQuAD 2.0's unanswerable questions
    (Rajpurkar, Jia and Liang 2018, table 1). A name comes from the same passage, so that it is
    plausible. None if nothing in the question can be changed.
    """
    ways = [_other_name, _other_number, _opposite]
    chance.shuffle(ways)
    for way in ways:
        if (made := way(question, text, chance)) and made != question:
            return made
    return None


def _other_name(question: str, text: str, chance: random.Random) -> str | None:
    asked = [match for match in _NAME.finditer(question) if match.group() != "I"]
    if not asked:
        return None
    match = chance.choice(asked)
    others = sorted(
        {
            name
            for name in _NAME.findall(text)
            if not set(name.lower().split()) & set(question.lower().split())
        }
    )
    if not others:
        return None
    other: str = chance.choice(others)
    return question[: match.start()] + other + question[match.end() :]


def _other_number(question: str, text: str, chance: random.Random) -> str | None:
    asked = list(_NUMBER.finditer(question))
    if not asked:
        return None
    match = chance.choice(asked)
    said = match.group().strip(".,")
    others = sorted({n.strip(".,") for n in _NUMBER.findall(text)} - {said})
    others = [number for number in others if len(number) == len(said)]
    if said.isdigit() and len(said) < 9:
        others.append(str(int(said) + chance.choice((-20, -7, -3, -2, -1, 1, 2, 3, 8, 30))))
    if not others:
        return None
    other: str = chance.choice(others)
    return question[: match.start()] + other + question[match.start() + len(said) :]


def _opposite(question: str, text: str, chance: random.Random) -> str | None:
    asked = [match for match in _WORD.finditer(question) if match.group() in OPPOSITES]
    if not asked:
        return None
    match = chance.choice(asked)
    return question[: match.start()] + OPPOSITES[match.group()] + question[match.end() :]
