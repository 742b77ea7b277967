"""Answers and passages as plain text, for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ui.confidence import percent

if TYPE_CHECKING:
    from index.types import Hit
    from qa.types import Answer, Citation, Period


def answer_text(answer: Answer) -> str:
    """An answer with its citations, the sides of a disagreement and other candidates."""
    if not answer.answered:
        lines = [answer.refusal, answer.why, ""]
        if answer.has_evidence:
            lines += ["What they say of it:", ""]
        elif answer.citations:
            lines += ["The nearest passages, for reading; they are no answer:", ""]
    elif answer.form == "sentences":
        lines = [_wrapped(answer.text), f"({percent(answer.confidence)} sure)", ""]
    else:
        lines = [f"{answer.text}  ({percent(answer.confidence)} sure)", ""]
        lines += [textwrap.indent(_wrapped(answer.sentence), "  "), ""]
    for citation in answer.citations:
        lines += _citation_lines(citation, quoted=answer.has_evidence)
    if answer.tally:
        lines += [f"The articles disagree: {answer.tally}.", ""]
    for claim in answer.claims:
        if claim.relation == "earlier":
            lines += [f"Earlier: {claim.text}", ""]
        for citation in claim.citations:
            lines += _citation_lines(citation, quoted=True)
    if answer.alternatives:
        told = {claim.text for claim in answer.claims}
        others = [f"{o.text} ({percent(o.confidence)})" for o in answer.alternatives]
        others = [o for o, a in zip(others, answer.alternatives, strict=True) if a.text not in told]
        if others:
            label = "Other possible answers" if answer.answered else "Possible answers"
            lines.append(f"{label}: {'; '.join(others)}")
    return "\n".join(lines).rstrip()


def hit_text(rank: int, hit: Hit) -> str:
    """A passage that was found, with its rank from 1, where it stands and its score."""
    passage = hit.passage
    return (
        f"{rank:2}. {passage.title}{byline(passage.author, passage.published)}\n"
        f"    {passage.source}:{passage.start}-{passage.end}  score {hit.score:.3f}\n"
        f"{textwrap.indent(_wrapped(passage.text), '    ')}\n"
    )


def _citation_lines(citation: Citation, *, quoted: bool) -> list[str]:
    words = f"“{citation.quote}”" if quoted else citation.quote
    return [
        f"[{citation.number}] {citation.title}{byline(citation.author, citation.published)}",
        f"    {citation.source}:{citation.start}-{citation.end}",
        *(f"    word for word in {copy}" for copy in citation.copies),
        textwrap.indent(_wrapped(words), "    "),
        *(
            f"    “{mention.text}”: {_days(mention.period)}"
            for mention in citation.mentions
            if quoted
        ),
        "",
    ]


def _days(period: Period) -> str:
    """A day as itself, several as first to last."""
    days = dict.fromkeys(str(day) for day in (period.first, period.last) if day)
    return " to ".join(days)


def byline(author: str, published: object) -> str:
    """Who wrote it and when, as far as that is known, to stand after a title."""
    return "".join(f" · {part}" for part in (author, published) if part)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(line, 92) for line in text.splitlines() if line.strip())
