"""What speaks for the candidates of a question becomes a probability for each, and for "none".

A conditional logit (McFadden 1974): the candidates and "the articles don't say" compete for one
probability mass, so that a strong rival lowers a candidate's, and weak evidence leaves most of it
to "none".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.aggregation import FEATURES, Candidate

THRESHOLD = 0.08
"""Probability from which on an answer is given, called unlikely where it is.

In cross-validation this keeps 97% of the answers that are right and refuses 60% of the questions
that were made unanswerable; 0.2 would keep 88% and refuse 80%. People ask mostly what their
articles do say, and each answer shows its probability, so few right ones are held back.
"""
ALTERNATIVE = 0.05
"""Probability from which on another candidate is worth showing beside the answer."""

# Fitted with `python -m qa.evaluation calibrate` on questions that the reader was not trained on,
# each asked with and without the articles that answer it: 440 of news quizzes, 250 of fairy tales
# (FairytaleQA), 400 of single sentences (QAMR). AUROC of right against the rest: 0.878.
NONE = 5.097
"""Logit of "the articles don't say"."""
WEIGHTS = {
    "margin": 0.871,
    "share": 0.445,
    "log_share": 0.817,
    "lead": 0.908,
    "support": 1.222,
    "cosine": 0.178,
    "passage_coverage": 1.508,
    "sentence_coverage": 1.478,
    "article_coverage": 1.334,
    "near": 0.402,
    "echo": -0.742,
    "rank": -1.573,
}


def rank(candidates: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """Candidates with the probability that each is right, likeliest first.

    The probabilities add up to less than one: the rest is that of "none".
    """
    weights = [WEIGHTS[name] for name in FEATURES]
    logits = [
        sum(w * x for w, x in zip(weights, candidate.features, strict=True))
        for candidate in candidates
    ]
    highest = max([NONE, *logits])
    masses = [math.exp(logit - highest) for logit in logits]
    total = math.exp(NONE - highest) + sum(masses)
    ranked = [(c, mass / total) for c, mass in zip(candidates, masses, strict=True)]
    return sorted(ranked, key=lambda pair: -pair[1])
