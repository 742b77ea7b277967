"""Fit the numbers of `qa.calibration` on questions with known answers.

Each answerable question is asked twice of an index: as it is, and with all articles (of some, all
passages) that hold its answer left out of what was retrieved, which makes it unanswerable by
construction; where people have written ENOUGH questions that are asked in vain, each is asked once.
Yes/no questions, answered by "yes" or "no" or asked in vain, are asked once, as they are.
The conditional logit over the candidates and "none" is then fitted by maximum likelihood, every
weight held to the sign that its meaning demands; by five-fold cross-validation over questions, its
masses give the curve of probabilities, and that the threshold for each risk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.errors import BadUse
from index.store import PassageIndex
from qa.aggregation import FEATURES, candidates
from qa.asked import read_question
from qa.assistant import Assistant
from qa.calibration import Calibration, shipped
from qa.deciding import SIDES, VERDICT_FEATURES, Side
from qa.drafting import SENTENCE_FEATURES, sentences_of
from qa.evaluation.outcomes import holds_answer, is_right
from qa.evaluation.questions import Question
from qa.evaluation.retrieval import DEEP, READ, without_answers, without_passages
from qa.evaluation.squad import Floats, auroc
from qa.evaluation.thresholds import RISKS, default, of_risks
from qa.extractive import SpanReader
from qa.forms import form_of
from qa.retriever import rarity_in, retrieve, text_of
from qa.standing import Standing
from qa.wanted import Wanted

NEGATIVE = ("echo", "rank", "posed", "words", "unnamed")
"""Features that may only speak against a candidate; all others only for it."""
VERDICTS = 100
"""Yes/no questions from which on their numbers are fitted; with fewer they stay as shipped."""
SPEAKS_FOR = ("told", "literal", "coverage")
"""Features of a yes or a no that may only speak for it; all others only against it."""
RIDGE = 1e-3
FOLDS = 5
WITHOUT = 0.3
"""How much a question without its articles counts in the fit against one with them: by
cross-validation, more of it tells answerable questions better, and right answers worse."""
FURTHER = 0.25
"""How much a question of a further set counts in the fit against one of the first."""
ENOUGH = 30
"""Questions of each kind, answerable and asked in vain, from which on a set is asked as it is. The
default is fitted on those in vain: of thirty the third surest sets it, of fewer than 22 the surest
alone would."""
ABSENT = 0.05
"""How much a question without its articles counts in the curve against one with them: people ask
mostly what their articles do say, but not only."""
POINTS = 12
"""Of the curve, between its ends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for a question: (n, features), and which of the n are right.

    Candidates, or the sentences of an account.
    """

    features: Floats
    right: NDArray[np.bool_]
    answerable: bool
    fold: int
    first: bool = True
    """Whether it is of the first set."""
    standing: Floats | None = None
    """(n, 3): what a candidate loses to the others, by what power of e it is doubted, and 1 where
    it falls short, as `standing` has them; None for sentences. The fit leaves it out of account."""

    @property
    def weight(self) -> float:
        """In the fit."""
        return (1.0 if self.answerable else WITHOUT) * (1.0 if self.first else FURTHER)


@dataclass(frozen=True, slots=True)
class Decided:
    """What spoke for each side of a yes/no question, and which of them is right; "" for neither."""

    sides: tuple[Side, ...]
    right: str
    fold: int


@dataclass(slots=True)
class Found:
    """What the questions of all sets brought."""

    sizes: list[tuple[int, int]] = field(default_factory=list)
    """Of each set, the passages of its index, and how often its questions were asked in all."""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    """Of each set, the questions."""
    candidates: list[Asked] = field(default_factory=list)
    sentences: list[Asked] = field(default_factory=list)
    """Of those questions that ask for an account."""
    verdicts: list[Decided] = field(default_factory=list)
    """Of yes/no questions."""


def as_they_are(questions: Sequence[Question]) -> bool:
    """Whether a set has enough of both kinds: people know best what is asked in vain."""
    answerable = sum(question.answerable for question in questions)
    return min(answerable, len(questions) - answerable) >= ENOUGH


def ask_twice(
    questions: Sequence[Question],
    index: PassageIndex,
    embedder: Embedder,
    found: Found,
    tell: Callable[[int], object],
) -> None:
    """Read for every answerable question with and without the articles that answer it.

    Of a set that asks other questions than the first, every second one is asked with only the
    passages left out that hold its answer: people ask for what a story leaves out, too, and that is
    harder to see. What is asked in vain is asked once, and all of a set that has enough of it.
    """
    yes_no = [question for question in questions if form_of(question.text) == "yes or no"]
    found.verdicts += _decided(yes_no, index, embedder)
    questions = [question for question in questions if form_of(question.text) != "yes or no"]
    if not questions:
        return  # no span says yes or no
    reader, rarity = SpanReader(), rarity_in(index)
    first = not found.sizes
    asked = tuple(question.text for question in questions)
    others = not first and asked != found.asked[0]
    once = as_they_are(questions)
    twice = 0 if once else sum(question.answerable for question in questions)
    found.sizes.append((index.manifest.passages, len(questions) + twice))
    found.asked.append(asked)
    for number, question in enumerate(questions):
        about = read_question(question.text, today=question.asked or date.today())
        if question.asked is None:
            about = replace(about, fresh_on=None)  # or the fit would hang on the day of fitting
        found_of = partial(
            retrieve,
            about.sought(question.text),
            index,
            embedder,
            since=about.window.first,
            until=about.window.last,
            fresh_on=about.fresh_on,
        )
        readings = [(question.answerable, found_of(k=READ))]
        if question.answerable and not once:
            deep = found_of(k=DEEP)
            left_in = others and number % 2
            without = (
                without_passages(question, deep)
                if left_in
                else without_answers(question, deep, index)
            )
            readings.append((False, without[:READ]))
        for answerable, read in readings:
            plain = about.plain(question.text, (hit.passage.text for hit in read))
            spans = reader.read(plain, read)
            wanted = Wanted.of(plain, rarity)
            described = candidates(plain, spans, wanted, text_of(index), fresh_on=about.fresh_on)
            right = [answerable and is_right(c.text, question.answers) for c in described]
            rows = [candidate.features for candidate in described]
            standing = Standing(plain, wanted, about)
            told = [
                (standing.loses(c), standing.doubted(c), float(bool(standing.falls_short(c))))
                for c in described
            ]
            asked_so = _asked(rows, FEATURES, right, answerable, number, first)
            found.candidates.append(
                replace(asked_so, standing=np.array(told, np.float64).reshape(-1, 3))
            )
            if form_of(question.text) != "sentences":
                continue
            sentences = sentences_of(
                plain,
                read,
                shipped().rank(described),
                wanted,
                embed=embedder.embed_questions,
            )
            holds = [answerable and holds_answer(s.text, question.answers) for s in sentences]
            rows = [sentence.features for sentence in sentences]
            found.sentences.append(
                _asked(rows, SENTENCE_FEATURES, holds, answerable, number, first)
            )
        tell(number + 1)


def _decided(
    questions: Sequence[Question], index: PassageIndex, embedder: Embedder
) -> Iterator[Decided]:
    """What the sides of yes/no questions come to; those with other answers are left out."""
    with Assistant(index.folder, embedder=embedder) as assistant:
        for number, question in enumerate(questions):
            if question.answerable and question.answers not in (("yes",), ("no",)):
                continue
            hits = assistant.search(question.text, today=question.asked)
            sides: list[Side] = []
            assistant.answer_from(question.text, hits, today=question.asked, on_sides=sides.extend)
            right = question.answers[0] if question.answerable else ""
            yield Decided(tuple(sides), right, number % FOLDS)


def _asked(
    rows: Sequence[tuple[float, ...]],
    names: Sequence[str],
    right: Sequence[bool],
    answerable: bool,
    number: int,
    first: bool,
) -> Asked:
    features = np.array(rows).reshape(-1, len(names))
    return Asked(features, np.array(right, bool), answerable, number % FOLDS, first)


def calibrate(found: Found, *, fitted: str) -> Calibration:
    """All numbers: the logits on everything, curve and thresholds by cross-validation.

    The curve is that of the first set. Thresholds of risks, and a default, are found for it and for
    each set that asks the same of another collection. Those that ask something else stand together
    for what is asked of collections no larger than the largest of them, each counting alike: their
    questions are harder than a quiz of the news. Without enough
    questions that ask for an account, the numbers of accounts stay as they are shipped.
    """
    none, *weights = map(float, fit(found.candidates))
    account = fit(found.sentences) if enough(found.sentences) else shipped().account
    many = len(found.verdicts) >= VERDICTS
    verdicts = fit_verdicts(found.verdicts) if many else shipped().verdicts
    held_out = cross_validate(found.candidates)
    mass = np.array([m for m, _, _ in held_out])
    right = np.array([r for _, r, _ in held_out], np.float64)
    answerable = np.array([a for _, _, a in held_out], bool)
    first = np.arange(len(mass)) < found.sizes[0][1]
    given = first & (mass > 0)
    curve = _curve(mass[given], right[given], np.where(answerable, 1.0, ABSENT)[given])
    start = Calibration(none, tuple(weights), (), (), curve, (), (), fitted)
    p = np.array([start.probability(m) for m in mass])
    defaults: list[tuple[int, float]] = []
    thresholds: list[tuple[int, Floats]] = []
    for size, rows, sets in _collections(found):
        told = answerable[rows]
        thresholds.append((size, of_risks(p[rows][told], right[rows][told], sets[told])))
        defaults.append((size, default(p[rows][~told], sets[~told])))
    return Calibration(
        round(none, 3),
        tuple(round(weight, 3) for weight in weights),
        tuple(round(float(weight), 3) for weight in account),
        verdicts,
        tuple((round(m, 4), round(share, 4)) for m, share in curve),
        tuple(
            (size, tuple((risk, round(float(t), 4)) for risk, t in zip(RISKS, least, strict=True)))
            for size, least in sorted(thresholds, key=lambda pair: pair[0])
        ),
        tuple((size, round(least, 4)) for size, least in sorted(defaults)),
        fitted,
    )


def _collections(found: Found) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.intp]]]:
    """Collections by their size, the rows of what was asked of them, and each row's set."""
    ends = np.cumsum([count for _, count in found.sizes])
    rows = [np.arange(end - count, end) for end, (_, count) in zip(ends, found.sizes, strict=True)]
    others = [n for n, asked in enumerate(found.asked) if asked != found.asked[0]]
    for number, (size, _) in enumerate(found.sizes):
        if number not in others:
            yield size, rows[number], np.full(len(rows[number]), number)
    if others:
        size = max(found.sizes[number][0] for number in others)
        sets = np.concatenate([np.full(len(rows[number]), number) for number in others])
        yield size, np.concatenate([rows[number] for number in others]), sets


def _curve(mass: Floats, right: Floats, weight: Floats) -> tuple[tuple[float, float], ...]:
    """A logistic curve over the logit of the mass (Platt 1999), at POINTS masses and both ends.

    Rising as it must be, and smooth: steps of an isotonic one would be of a few dozen questions
    each, and give answers of different strength the same probability.
    """
    from scipy.optimize import minimize
    from scipy.special import expit, logit

    def loss(line: Floats) -> float:
        p = np.clip(expit(line[0] + line[1] * x), 1e-9, 1 - 1e-9)
        return float(-(weight * (right * np.log(p) + (1 - right) * np.log(1 - p))).sum())

    x = logit(np.clip(mass, 1e-4, 1 - 1e-4))
    line = minimize(loss, np.array([0.0, 1.0]), bounds=[(None, None), (0.0, None)]).x
    at = np.linspace(0, 1, POINTS + 2)[1:-1] ** 1.5  # closer where most masses are
    shares = expit(line[0] + line[1] * logit(at))
    last = float(expit(line[0] + line[1] * logit(0.999)))
    return (0.0, 0.0), *zip(map(float, at), map(float, shares), strict=True), (1.0, last)


def fit(asked: Sequence[Asked]) -> Floats:
    """The likeliest parameters: the logit of "none", then one weight a feature."""
    from scipy.optimize import minimize

    # The candidates of all questions as rows of one matrix, each question's "none" before its own.
    width = asked[0].features.shape[1]
    rows = [np.vstack([np.zeros(width), each.features]) for each in asked]
    sizes = [len(each) for each in rows]
    starts = np.cumsum([0, *sizes[:-1]])
    matrix = np.hstack([np.zeros((sum(sizes), 1)), np.vstack(rows)])
    matrix[starts, 0] = 1
    wanted = np.concatenate([[not each.right.any(), *each.right] for each in asked])
    weight = np.array([each.weight for each in asked])
    count = weight.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        logits = matrix @ parameters
        among = np.where(wanted, logits, -np.inf)
        everything = np.logaddexp.reduceat(logits, starts)
        good = np.logaddexp.reduceat(among, starts)
        slope = np.exp(logits - everything.repeat(sizes)) - np.exp(among - good.repeat(sizes))
        weights = np.concatenate([[0.0], parameters[1:]])
        return (
            float(weight @ (everything - good)) / count + RIDGE * float(weights @ weights),
            (weight.repeat(sizes) * slope) @ matrix / count + 2 * RIDGE * weights,
        )

    names = FEATURES if width == len(FEATURES) else SENTENCE_FEATURES
    bounds = [(None, None)] + [(None, 0) if name in NEGATIVE else (0, None) for name in names]
    start = np.zeros(width + 1)
    result = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(result.x, np.float64)


def fit_verdicts(decided: Sequence[Decided]) -> tuple[tuple[float, ...], ...]:
    """A logistic regression each of "no" and of "yes", over the questions that have such a side."""
    from scipy.optimize import minimize

    bounds = [
        (None, None),
        *((0, None) if name in SPEAKS_FOR else (None, 0) for name in VERDICT_FEATURES),
    ]
    fitted = []
    for answer in SIDES:
        pairs = [
            (side.features, each.right == answer)
            for each in decided
            for side in each.sides
            if side.answer == answer
        ]
        matrix = np.array([(1.0, *features) for features, _ in pairs])
        signs = np.array([1.0 if right else -1.0 for _, right in pairs])

        def loss(weights: Floats, matrix: Floats = matrix, signs: Floats = signs) -> float:
            wrong = np.logaddexp(0, -signs * (matrix @ weights)).mean()
            return float(wrong + RIDGE * (weights[1:] @ weights[1:]))

        weights = minimize(loss, np.zeros(matrix.shape[1]), bounds=bounds).x
        fitted.append(tuple(round(float(weight), 3) for weight in weights))
    return tuple(fitted)


def enough(asked: Sequence[Asked]) -> bool:
    """Whether some are left to fit on when those of any fold are held out."""
    return len({each.fold for each in asked}) > 1


def cross_validate(asked: Sequence[Asked]) -> list[tuple[float, bool, bool]]:
    """For each question: probability of the best candidate, whether it is right, answerable.

    Raises BadUse where there are not `enough`.
    """
    if not enough(asked):
        raise BadUse("One question is too few to calibrate on: a few hundred are enough.")
    fitted = [fit([each for each in asked if each.fold != fold]) for fold in range(FOLDS)]
    return [(*_best(fitted[each.fold], each), each.answerable) for each in asked]


def report(held_out: Sequence[tuple[float, bool, bool]]) -> str:
    """What each threshold would do, and how well probability sorts right from wrong."""
    best = np.array([p for p, _, _ in held_out])
    right = np.array([r for _, r, _ in held_out], bool)
    answerable = np.array([a for _, _, a in held_out], bool)
    lines = [
        f"{len(best)} questions asked, {answerable.sum()} of them answerable",
        f"best candidate right, of the answerable: {right[answerable].mean():.3f}",
        f"AUROC of right against the rest: {auroc(right, best):.3f}",
        "threshold  unanswerable refused  right ones kept  right among answered",
    ]
    for threshold in (0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5):
        given = best >= threshold
        lines.append(
            f"{threshold:9.2f}  {_mean(~given[~answerable]):20.3f}  "
            f"{_mean(given[right]):15.3f}  {_mean(right[given]):20.3f}"
        )
    return "\n".join(lines)


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _best(parameters: Floats, each: Asked) -> tuple[float, bool]:
    if not len(each.features):
        return 0.0, False
    standing = each.standing if each.standing is not None else np.zeros((len(each.features), 3))
    lost, doubt, short = standing.T
    logits = np.concatenate([parameters[:1], each.features @ parameters[1:] - lost])
    masses = np.exp(logits - logits.max())
    shares = masses[1:] / masses.sum() * np.exp(-doubt)
    place = int(shares.argmax())
    return float(shares[place] * (1 - short[place])), bool(each.right[place])
