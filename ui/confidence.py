"""How sure an answer is, as a person reads it: on the page and in a terminal alike."""

from __future__ import annotations

_WORDS = (
    (0.9, "Very likely"),
    (0.7, "Likely"),
    (0.5, "More likely than not"),
    (0.2, "Uncertain"),
    (0.0, "Unlikely"),
)


def confidence_words(probability: float) -> str:
    """`0.83` as "Likely · 83%"; never a flat 0% or 100%."""
    word = next((word for least, word in _WORDS if probability >= least), _WORDS[-1][1])
    return f"{word} · {percent(probability)}"


def percent(probability: float) -> str:
    """`0.83` as "83%"; never a flat 0% or 100%."""
    rounded = round(100 * probability)
    if rounded < 1:
        return "under 1%"
    return "over 99%" if rounded > 99 else f"{rounded}%"
