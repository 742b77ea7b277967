"""What training asks of a reader's logits: the right spans, or what other readers would say.

Scores are compared twice: within each window, where "not here" ([CLS]) competes with the passage's
tokens, and over all windows of a question with one normalisation (Clark and Gardner 2018), on
margins over each window's "not here", which is the score that `qa.extractive` compares by. Starts
and ends are two distributions of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

ABSENT_WEIGHT = 0.3
"""Of a window without an answer, against one with."""
SHARED_WEIGHT = 0.5
"""Of the loss over all windows of a question, against that within each."""
NEVER = -1e9
"""A logit of what cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Log-probabilities by a reader of the windows of some questions."""

    within: torch.Tensor
    """(windows, tokens, 2): "not here" at token 0."""
    over: torch.Tensor
    """(windows, tokens, 2): of each of the passage's tokens among all windows of its question."""
    nowhere: torch.Tensor
    """(questions, 2): that no window of the question has the answer."""


def scores_of(
    logits: torch.Tensor, passage: torch.Tensor, members: torch.Tensor, question: torch.Tensor
) -> Scores:
    """Logits (windows, tokens, 2) and what `Batch` says of the windows -> log-probabilities."""
    here = passage.clone()
    here[:, 0] = True
    within = logits.masked_fill(~here[..., None], NEVER).log_softmax(1)
    margins = (logits - logits[:, :1]).masked_fill(~passage[..., None], NEVER)
    every = _among(margins.logsumexp(1), members)
    nowhere = -torch.nn.functional.softplus(every)  # the margin of "not here" is 0
    return Scores(within, margins + nowhere[question][:, None], nowhere)


def _among(values: torch.Tensor, members: torch.Tensor) -> torch.Tensor:
    """(windows, 2) -> (questions, 2): logsumexp over the windows of each question."""
    none = torch.full_like(values[:1], NEVER)
    return torch.cat([values, none])[members].logsumexp(1)


def hard_loss(scores: Scores, right: torch.Tensor, members: torch.Tensor) -> torch.Tensor:
    """(questions,): how far from the right spans; where several are right, any will do."""
    present = ~right[:, 0, 0]
    within = -scores.within.masked_fill(~right, NEVER).logsumexp(1).sum(-1)
    within = within * torch.where(present, 1.0, ABSENT_WEIGHT)
    spans = right & present[:, None, None]
    good = _among(scores.over.masked_fill(~spans, NEVER).logsumexp(1), members)
    answered = _sum(present.float(), members) > 0
    over = -torch.where(answered[:, None], good, scores.nowhere).sum(-1)
    return (_sum(within, members) + SHARED_WEIGHT * over) / 2


def soft_loss(scores: Scores, taught: Scores, members: torch.Tensor) -> torch.Tensor:
    """(questions,): cross-entropy to a teacher's distributions (Hinton, Vinyals and Dean 2015)."""
    within = -(taught.within.exp() * scores.within).sum((1, 2))
    over = -(taught.over.exp() * scores.over).sum((1, 2))
    nowhere = -(taught.nowhere.exp() * scores.nowhere).sum(-1)
    return (_sum(within, members) + SHARED_WEIGHT * (_sum(over, members) + nowhere)) / 2


def _sum(values: torch.Tensor, members: torch.Tensor) -> torch.Tensor:
    """(windows,) -> (questions,)"""
    return torch.cat([values, torch.zeros_like(values[:1])])[members].sum(1)
