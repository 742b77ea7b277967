"""How well the span reader reads: a question's own paragraph, and a whole collection's passages.

Gold setting: the reader is given the paragraph that a question was asked of. Retrieval setting: all
paragraphs become one index, and the reader is given the passages that our own retriever finds; the
answer is the span with the best margin over all of them, and, beside it, the likeliest candidate by
Footnote's percentage. There, a question is also asked with every passage of its own article
left out, which makes it unanswerable by construction.

What the reader is asked differs, and so does the score that answers it. Of one paragraph: does it
answer at all? That is all its spans against "not here". Of several passages: is this the answer?
That is one span against all others and "not here", the shared normalisation of Clark and Gardner
2018. The bare margin stands beside both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.build import build
from index.embedder import Embedder
from index.store import PassageIndex
from index.types import Hit, Passage
from qa.aggregation import candidates
from qa.asked import Asked
from qa.calibration import shipped
from qa.evaluation import squad
from qa.evaluation.retrieval import Tell
from qa.evaluation.sets import file_name, write_articles
from qa.evaluation.squad import Case, Flags, Floats
from qa.reader import Reader, Span
from qa.retriever import rarity_in, retrieve, text_of
from qa.standing import Standing
from qa.wanted import Wanted

PIECE = 500
"""Characters of a paragraph that are read at once: with its question, about as much as the reader
saw at once in training; longer ones are read in overlapping pieces. On held-out articles of the
training sets, 1,200 cost half a point of F1."""
PASSAGES = 10
DEPTH = 50
"""Passages retrieved, so that ten are left when those of a question's article are out."""

TEMPERATURE = 3.0
"""Logits are divided by it before they become probabilities (Guo et al. 2017). Chosen of 1 to 4 on
700 questions of held-out articles of the training sets; 2.5 to 4 do about as well there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader said to a question, and what that was worth."""

    case: Case
    given: str
    scores: Mapping[str, float]
    """By name, how sure the reader is; the first is the one that its answers go by."""
    exact: float
    f1: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What was said to a question of a collection: the span alone, and Footnote's answer."""

    span: Outcome
    answer: Outcome


def read_gold(reader: Reader, cases: Sequence[Case], tell: Tell) -> list[Outcome]:
    """Ask each question of its own paragraph."""
    outcomes = []
    for number, case in enumerate(cases):
        spans = reader.read(case.question, [_hit(piece) for piece in _pieces(case.context)])
        outcomes.append(_best_span(case, spans, {"odds": answerable(spans)}))
        tell(number + 1)
    return outcomes


def make_collection(cases: Iterable[Case], folder: Path, index: Path, embedder: Embedder) -> None:
    """Write each article's paragraphs to a file in `folder`, and build an index of them."""
    write_articles(cases, folder)
    build([folder], index, embedder=embedder)


def read_collection(
    reader: Reader,
    cases: Sequence[Case],
    index: PassageIndex,
    embedder: Embedder,
    tell: Tell,
    *,
    absent: bool,
) -> list[Choice]:
    """Ask each question of the passages retrieved for it.

    `absent` leaves out those of its own article: then nothing that is said can be right.
    """
    choices = []
    rarity, texts = rarity_in(index), text_of(index)
    for number, case in enumerate(cases):
        hits = retrieve(case.question, index, embedder, k=DEPTH if absent else PASSAGES)
        if absent:
            own = file_name(case.article)
            hits = [hit for hit in hits if Path(hit.passage.source).stem != own][:PASSAGES]
            case = Case(case.id, case.question, (), case.context, case.article)
        spans = reader.read(case.question, hits)
        wanted = Wanted.of(case.question, rarity)
        standing = Standing(case.question, wanted, Asked())
        ranked = shipped().rank(
            candidates(case.question, spans, wanted, texts),
            loses=standing.loses,
            doubted=standing.doubted,
        )
        best, confidence = (ranked[0][0].text, ranked[0][1]) if ranked else ("", 0.0)
        span = _best_span(case, spans, {"probability": probability(spans)})
        choices.append(Choice(span, _outcome(case, best, {"confidence": confidence})))
        tell(number + 1)
    return choices


def answerable(spans: Sequence[Span]) -> float:
    """Log-odds that a paragraph answers: all its spans, kept or not, against "not here".

    Of a paragraph read in pieces, those of the likeliest piece.
    """
    # A span's share is exp(margin) of 1 + the sum of exp(margin) over all spans of its passage.
    odds = []
    for span in spans:
        total = span.margin - math.log(span.share) if span.share > 0 else 0.0
        # ln(exp(total) - 1); where the sum is lost beside the 1, the margin stands for it.
        odds.append(total + math.log(-math.expm1(-total)) if total > 0 else span.margin)
    return max(odds, default=-math.inf)


def probability(spans: Sequence[Span]) -> float:
    """That the best of the spans is the answer, against the others and "not here", 0 to 1."""
    margins = np.array([0.0, *(span.margin for span in spans)]) / TEMPERATURE
    masses = np.exp(margins - margins.max())
    return float(masses[1:].max(initial=0.0) / masses.sum())


def gold_report(outcomes: Sequence[Outcome]) -> list[tuple[str, float]]:
    """Figures by name: EM and F1 of 100 over what has an answer, the others as shares."""
    known = np.array([bool(each.case.answers) for each in outcomes])
    f1s, exacts = _column(outcomes, "f1"), _column(outcomes, "exact")
    rows = [
        ("questions", float(len(outcomes))),
        ("EM", 100 * _mean(exacts[known])),
        ("F1", 100 * _mean(f1s[known])),
    ]
    for name in outcomes[0].scores:
        scores = _scores(outcomes, name)
        if not known.all():
            best, threshold = squad.best_f1(f1s, known, scores)
            rows += [
                (f"by {name}: best F1 with no-answer", 100 * best),
                (f"by {name}: ... where it is at least", threshold),
                (f"by {name}: AUROC answerable", squad.auroc(known, scores)),
            ]
        rows += [(f"by {name}: {figure}", value) for figure, value in _selective(outcomes, name)]
    return rows


def collection_report(
    choices: Sequence[Choice], absent: Sequence[Choice]
) -> list[tuple[str, float]]:
    """The same for the retrieval setting, whose unanswerable questions are the `absent` ones."""
    rows = [("questions", float(len(choices)))]
    for label in ("span", "answer"):
        outcomes: list[Outcome] = [getattr(choice, label) for choice in choices]
        missed: list[Outcome] = [getattr(choice, label) for choice in absent]
        rows += [
            (f"EM of the best {label}", 100 * float(_column(outcomes, "exact").mean())),
            (f"F1 of the best {label}", 100 * float(_column(outcomes, "f1").mean())),
        ]
        for name in outcomes[0].scores:
            by = f"{label} by {name}"
            rows += [(f"{by}: {figure}", value) for figure, value in _selective(outcomes, name)]
            if missed:
                scores = np.concatenate([_scores(outcomes, name), _scores(missed, name)])
                known: Flags = np.arange(len(scores)) < len(outcomes)
                right = np.concatenate([_right(outcomes), np.zeros(len(missed), bool)])
                rows += [
                    (f"{by}: AUROC answerable", squad.auroc(known, scores)),
                    (f"{by}: AUROC right against wrong or absent", squad.auroc(right, scores)),
                ]
    return rows


def curve(outcomes: Sequence[Outcome], name: str | None = None) -> tuple[Floats, Floats]:
    """Coverage and risk by a score, where an answer with an F1 of at least 0.5 is right.

    Without a name, by the score that answers go by.
    """
    scores = _scores(outcomes, name or next(iter(outcomes[0].scores)))
    return squad.risk_coverage(_right(outcomes).astype(np.float64), scores)


def _selective(outcomes: Sequence[Outcome], name: str) -> list[tuple[str, float]]:
    coverage, risks = curve(outcomes, name)
    return [
        ("AUROC right against wrong", squad.auroc(_right(outcomes), _scores(outcomes, name))),
        ("mean risk over all coverages", float(risks @ np.diff(coverage, prepend=0))),
        ("coverage at 10% risk", squad.coverage_at(0.1, coverage, risks)),
        ("coverage at 20% risk", squad.coverage_at(0.2, coverage, risks)),
    ]


def _mean(values: Floats) -> float:
    """NaN of none."""
    return float(values.mean()) if len(values) else math.nan


def _column(outcomes: Sequence[Outcome], name: str) -> Floats:
    return np.array([getattr(each, name) for each in outcomes], np.float64)


def _scores(outcomes: Sequence[Outcome], name: str) -> Floats:
    return np.array([each.scores[name] for each in outcomes], np.float64)


def _right(outcomes: Sequence[Outcome]) -> Flags:
    return np.array([bool(each.case.answers) and each.f1 >= 0.5 for each in outcomes])


def _best_span(case: Case, spans: Sequence[Span], scores: Mapping[str, float]) -> Outcome:
    given, margin = (spans[0].text, spans[0].margin) if spans else ("", -math.inf)
    return _outcome(case, given, {**scores, "margin": margin})


def _outcome(case: Case, given: str, scores: Mapping[str, float]) -> Outcome:
    # What is given to a question without an answer is wrong, whatever it is.
    if not case.answers:
        return Outcome(case, given, scores, 0.0, 0.0)
    return Outcome(
        case, given, scores, squad.exact(given, case.answers), squad.f1(given, case.answers)
    )


def _pieces(context: str) -> list[str]:
    if len(context) <= PIECE:
        return [context]
    pieces = []
    for start in range(0, len(context) - PIECE // 2, PIECE // 2):
        begin = context.rfind(" ", 0, start) + 1 if start else 0
        end = context.find(" ", start + PIECE)
        pieces.append(context[begin : end if end > 0 else len(context)])
    return pieces


def _hit(text: str) -> Hit:
    return Hit(Passage(0, 0, "", "", "", None, "", 0, len(text), text), 0.0, 0.0, 0.0)
