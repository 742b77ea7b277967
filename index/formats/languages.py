"""The language that a text is written in, where its document states none.

The sole room of py3langid (naive Bayes over byte n-grams, 139 languages, its model in the package).
"""

from __future__ import annotations

from functools import cache
from typing import Any

SAMPLE = 1000
"""Characters that are looked at: what is written in two languages counts as the first."""
SURE = 0.7
"""Probability below which no language is better than a wrong one: numbers, names, a few words."""


def language_of(text: str) -> str:
    """The primary tag of BCP 47, as "en"; empty where it is not clear."""
    language, probability = _identifier().classify(text[:SAMPLE])
    return str(language) if probability >= SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
