"""A run as one HTML file: figures, plots, and the worst cases with the passages that were found.

It needs no script and no other host, and reads on a phone as on a wide screen, in light and dark.
Every word of a question, an answer or an article is hostile until escaped here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources

import numpy as np

from qa.evaluation import plots, reliability, squad
from qa.evaluation.outcomes import RISKS, Outcome, Run
from qa.evaluation.scores import (
    MEANINGS,
    Comparison,
    Condition,
    Figures,
    columns,
    figures,
)

CASES = 12
"""Worst cases shown of each kind."""
_COUNTS = ("questions", "answerable")
_TIMES = ("p50", "p95")
_PLAIN = ("auroc", "ece")
_LEADING = ("right", "precision", "refused", "success@10", "ece", "p50")


def shown(name: str, value: float) -> str:
    """A figure for people: counts whole, shares in per cent, what was not measured a dash."""
    if math.isnan(value):
        return "–"
    if name in _COUNTS:
        return f"{value:,.0f}"
    if name in _TIMES:
        return f"{value:,.0f} ms"
    return f"{value:.3f}" if name in _PLAIN else f"{value:.1%}"


def report(
    run: Run, *, gate: Sequence[Condition] = (), comparison: Comparison | None = None
) -> str:
    """The whole page."""
    found = figures(run)
    right, confidence = columns(run.outcomes)
    coverage, risks = squad.risk_coverage(right.astype(np.float64), confidence)
    times = [each.milliseconds for each in run.outcomes]
    drawn = (
        (
            "Is the percentage true?",
            plots.reliability_diagram(reliability.bins(right, confidence)),
            "Each dot stands for as many answers as the others. Above the line, more are right "
            "than was said; below it, fewer.",
        ),
        (
            "How many, at what risk?",
            plots.risk_coverage_curve(coverage, risks, marks=[risk / 100 for risk in RISKS]),
            "Questions answered in the order of their percentage, and the share of wrong answers "
            "among them; marked at 5, 10, 20 and 30%.",
        ),
        ("How long does it take?", plots.latency_histogram(times), "From question to answer."),
    )
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<title>Footnote: {escape(run.questions)}</title><style>{_style()}</style></head>"
            f"<body><main>{_head(run, found)}{_verdict(gate, found)}",
            '<section class="plots">',
            *(
                f"<figure><h2>{name}</h2>{drawing}<figcaption>{said}</figcaption></figure>"
                for name, drawing, said in drawn
            ),
            "</section><section><h2>Figures</h2>",
            _table(found, comparison),
            "</section>",
            _compared(comparison) if comparison else "",
            *_worst(run.outcomes),
            "</main></body></html>\n",
        )
    )


def worst(outcomes: Sequence[Outcome]) -> list[tuple[str, str, list[Outcome]]]:
    """Kinds of failures: name, what it is, and the questions, worst first."""
    surest = sorted(outcomes, key=lambda each: -each.confidence)
    return [
        (
            "Sure and wrong",
            "Answered, and not with one of the answers given; the surest first.",
            [each for each in surest if each.answerable and each.answered and not each.right],
        ),
        (
            "Answered, and has no answer",
            "The articles do not say, and yet something was said; the surest first.",
            [each for each in surest if each.answered and not each.answerable],
        ),
        (
            "Right passage not found",
            "No passage among the first twenty holds an answer in an article that is named.",
            [each for each in surest if each.answerable and not each.rank],
        ),
    ]


def _style() -> str:
    return (resources.files("qa.evaluation") / "report.css").read_text("utf-8")


def _head(run: Run, found: Figures) -> str:
    risk = "" if run.risk is None else f", at most {run.risk:.0%} of the answers wrong"
    leading = "".join(
        f"<div><dt>{MEANINGS[name]}</dt><dd>{shown(name, found[name])}</dd></div>"
        for name in _LEADING
    )
    return (
        '<header><p class="mark">Footnote<sup>1</sup></p>'
        f"<h1>{escape(run.questions)}</h1>"
        f"<p>{len(run.outcomes):,} questions to {run.articles:,} articles in {run.passages:,} "
        f"passages{risk}</p></header><dl>{leading}</dl>"
    )


def _verdict(gate: Sequence[Condition], found: Figures) -> str:
    if not gate:
        return ""
    items = "".join(
        f'<li class="{"passed" if each.holds(found) else "failed"}">'
        f"{'✓' if each.holds(found) else '✗'} {escape(str(each))} "
        f"<span>{shown(each.name, found[each.name])}</span></li>"
        for each in gate
    )
    passed = all(each.holds(found) for each in gate)
    return (
        f"<section><h2>Gate: {'passed' if passed else 'failed'}</h2>"
        f'<ul class="gate">{items}</ul></section>'
    )


def _table(found: Figures, comparison: Comparison | None) -> str:
    changes = {change.name: change for change in comparison.changes} if comparison else {}
    rows = []
    for name, meaning in MEANINGS.items():
        cells = f"<td>{shown(name, found[name])}</td>"
        if changes:
            change = changes.get(name)
            cells += (
                f'<td class="{"sure" if change.sure else "soft"}">'
                f"{change.after - change.before:+.1%} "
                f"<small>{change.low:+.1%} to {change.high:+.1%}</small></td>"
                if change
                else "<td></td>"
            )
        rows.append(f'<tr><th scope="row">{meaning}<small>{escape(name)}</small></th>{cells}</tr>')
    head = (
        "<tr><th></th><th>this run</th><th>since the earlier one <small>95% interval</small></th>"
        "</tr>"
    )
    return f'<div class="wide"><table>{head if changes else ""}{"".join(rows)}</table></div>'


def _compared(comparison: Comparison) -> str:
    def listed(pairs: Iterable[tuple[Outcome, Outcome]]) -> str:
        return "".join(
            f'<li><b dir="auto">{escape(after.question)}</b> '
            f"<span>{_said(before)} → {_said(after)}</span></li>"
            for before, after in pairs
        )

    return "".join(
        f"<section><h2>{name} <small>{len(pairs)}</small></h2>"
        f'<ul class="changed">{listed(pairs[: 4 * CASES])}</ul></section>'
        for name, pairs in (("Right since then", comparison.gained), ("Lost", comparison.lost))
        if pairs
    )


def _said(outcome: Outcome) -> str:
    return f"<i>{escape(outcome.text)}</i>" if outcome.answered else "no answer"


def _worst(outcomes: Sequence[Outcome]) -> list[str]:
    return [
        f"<section><h2>{name} <small>{len(cases)}</small></h2><p>{what}</p>"
        f"{''.join(_case(each) for each in cases[:CASES])}"
        + (f"<p>{len(cases) - CASES} more.</p>" if len(cases) > CASES else "")
        + "</section>"
        for name, what, cases in worst(outcomes)
        if cases
    ]


def _case(outcome: Outcome) -> str:
    given = (
        f"<mark>{escape(outcome.text)}</mark> {outcome.confidence:.0%} sure"
        if outcome.answered
        else "not answered"
    )
    wanted = " · ".join(escape(each) for each in outcome.answers) or "no answer"
    quote = f'<blockquote dir="auto">{escape(outcome.sentence)}</blockquote>'
    passages = "".join(
        f'<li class="{"wanted" if each.wanted else ""}"><b dir="auto">{escape(each.title)}</b> '
        f'<small>{escape(each.source)}</small><p dir="auto">{escape(each.text)}</p></li>'
        for each in outcome.passages
    )
    rank = f"right passage at rank {outcome.rank}" if outcome.rank else "right passage not found"
    return (
        f'<article><h3 dir="auto">{escape(outcome.question)}</h3>'
        f'<p dir="auto">{given}</p>'
        f'<p dir="auto" class="soft">wanted: {wanted}'
        f"{f' · {rank}' if outcome.answerable else ''}</p>"
        f"{quote if outcome.answered else ''}"
        f"<details><summary>The passages found first</summary><ol>{passages}</ol></details>"
        "</article>"
    )
