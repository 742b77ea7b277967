"""Plots of a run as inline SVG, drawn by hand: no library, no script, no colour of their own.

They take their colours from the page's variables, so that they follow it from light to dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from qa.evaluation.reliability import Bin
from qa.evaluation.squad import Floats, coverage_at

WIDTH, HEIGHT = 360, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 348, 12, 226
STEPS = 240
"""Points of a curve that are drawn, at most."""
BARS = 24


def reliability_diagram(bins: Sequence[Bin]) -> str:
    """What was said against what is so; on the diagonal both are the same."""
    parts = [
        _grid([(x, f"{x:.0%}") for x in _QUARTERS], [(y, f"{y:.0%}") for y in _QUARTERS]),
        f'<path class="guide" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
    ]
    for each in bins:
        x, said, true = _x(each.confidence), _y(each.confidence), _y(each.right)
        parts.append(f'<path class="gap" d="M{x} {said}V{true}"/>')
        note = f"{each.count} answers: said {each.confidence:.0%}, right {each.right:.0%}"
        parts.append(f'<circle class="dot" cx="{x}" cy="{true}" r="4.5">{_title(note)}</circle>')
    return _svg("Reliability diagram", parts, "said to be right", "are right")


def risk_coverage_curve(coverage: Floats, risks: Floats, *, marks: Iterable[float]) -> str:
    """How many are wrong among the surest answers; `marks` are risks to read the coverage of."""
    highest = next(end for end in _ENDS if risks.max(initial=0) <= end)
    ticks = [(y, f"{y * highest:.0%}") for y in _QUARTERS]
    parts = [_grid([(x, f"{x:.0%}") for x in _QUARTERS], ticks)]
    for mark in marks:
        reached = coverage_at(mark, coverage, risks)
        if mark <= highest and reached:
            x, y = _x(reached), _y(mark / highest)
            parts.append(f'<path class="guide" d="M{_x(0)} {y}H{x}V{_y(0)}"/>')
            note = f"{reached:.0%} answered at {mark:.0%} risk"
            parts.append(f'<circle class="dot" cx="{x}" cy="{y}" r="4">{_title(note)}</circle>')
    kept = np.unique(np.linspace(0, len(coverage) - 1, STEPS).round().astype(int))
    points = " ".join(f"{_x(coverage[at])},{_y(risks[at] / highest)}" for at in kept)
    parts.append(f'<polyline class="curve" points="{points}"/>')
    return _svg("Risk against coverage", parts, "answered, surest first", "wrong among them")


def latency_histogram(milliseconds: Sequence[float]) -> str:
    """How long questions took; the slowest hundredth is counted into the last bar."""
    times = np.array(milliseconds, np.float64)
    end = _round_up(float(np.percentile(times, 99)))
    counts, edges = np.histogram(np.minimum(times, end), bins=BARS, range=(0, end))
    top = _round_up(float(counts.max()))
    parts = [
        _grid(
            [(x, f"{x * end:,.0f}") for x in _QUARTERS],
            [(y, f"{y * top:,.0f}") for y in (0.0, 0.5, 1.0)],
        )
    ]
    for count, start, stop in zip(counts, edges, edges[1:], strict=False):
        x, y = _x(start / end), _y(count / top)
        width, height = _x(stop / end) - x - 1, _y(0) - y
        note = f"{count} questions, {start:,.0f} to {stop:,.0f} ms"
        if count:
            parts.append(
                f'<rect class="bar" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height:.1f}">'
                f"{_title(note)}</rect>"
            )
    for name, share in (("p50", 50), ("p95", 95)):
        at = float(np.percentile(times, share))
        x = _x(min(at / end, 1.0))
        anchor = "end" if x > RIGHT - 70 else "start"
        shift, height = (-4 if anchor == "end" else 4), TOP + (10 if share == 50 else 24)
        parts.append(f'<path class="guide" d="M{x} {_y(0)}V{TOP}"/>')
        parts.append(
            f'<text class="note" x="{x + shift:.1f}" y="{height}" text-anchor="{anchor}">'
            f"{name} {at:,.0f} ms</text>"
        )
    return _svg("Time a question takes", parts, "milliseconds", "questions")


_ENDS = (0.2, 0.4, 0.6, 0.8, 1.0)
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
Ticks = Sequence[tuple[float, str]]
"""Places from 0 to 1, and what is written there."""


def _svg(name: str, parts: Iterable[str], across: str, up: str) -> str:
    middle = (TOP + BOTTOM) / 2
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(name)}">'
        f"{_title(name)}{''.join(parts)}"
        f'<text class="axis" x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">'
        f"{escape(across)}</text>"
        f'<text class="axis" transform="translate(11 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}</text></svg>"
    )


def _grid(across: Ticks, up: Ticks) -> str:
    lines = "".join(f'<path class="grid" d="M{LEFT} {_y(y)}H{RIGHT}"/>' for y, _ in up)
    below = "".join(
        f'<text class="tick" x="{_x(x)}" y="{BOTTOM + 16}" text-anchor="middle">{label}</text>'
        for x, label in across
    )
    beside = "".join(
        f'<text class="tick" x="{LEFT - 6}" y="{_y(y) + 4:.1f}" text-anchor="end">{label}</text>'
        for y, label in up
    )
    return lines + below + beside


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _x(share: float) -> float:
    return round(float(LEFT + share * (RIGHT - LEFT)), 1)


def _y(share: float) -> float:
    return round(float(BOTTOM - share * (BOTTOM - TOP)), 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 8 times a power of ten, so that an axis' quarters are round."""
    power = 10.0 ** np.floor(np.log10(max(value, 1.0)))
    return float(next(power * n for n in (1, 2, 4, 8, 10) if value <= power * n))
