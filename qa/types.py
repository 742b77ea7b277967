"""The answer's vocabulary: what `ask` returns, and nothing that computes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from index.types import Passage

Form = Literal["span", "sentences", "list", "yes or no"]
"""How an answer is given: a short span in its sentence; one to three sentences, where an account is
asked for; several spans; or yes or no, with the sentence that settles it."""

Relation = Literal["contradicts", "earlier"]
"""How a claim stands to the answer: it says something else, or says what held before."""

REASONS = {
    "nothing near": "No article comes near the question.",
    "no such days": "No article is dated on the days that were chosen.",
    "no answer": "Articles come near the question, but none answers it firmly enough.",
    "too risky": "There is an answer, but it is less sure than the risk that was chosen demands.",
    "disagreement": "The articles disagree, and no answer stands out.",
    "not done": "They speak of it as planned, open or called off, not as done.",
    "only accused": "They tell who is suspected, accused or charged, not who did it.",
    "not known": "The article that comes nearest says that it is not known, or not told.",
    "other time": "The nearest passages are of another time than the question is about.",
    "other language": "The nearest articles are in a language that the reader does not know.",
}
"""Why a question is not answered, in words for a person."""
_SHORT = {
    "not done": "Not done, as far as the articles say.",
    "only accused": "Only accused, as far as the articles say.",
    "not known": "Not known, as far as the articles say.",
}
"""What is said where they tell something of it, but not what is asked."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question or a quote means, both ends included; an open end is None."""

    first: date | None = None
    last: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; ISO 8601."""
        return {"first": _iso(self.first), "last": _iso(self.last)}


@dataclass(frozen=True, slots=True)
class Mention:
    """A relative date in a quote ("on Sunday"), and the days that it means."""

    text: str
    start: int
    """Code points into the article's stored text, as a citation's."""
    end: int
    period: Period

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        named = {"text": self.text, "start": self.start, "end": self.end}
        return {**named, **self.period.to_dict()}


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of an article: `article.text[start:end] == quote`, checked against the stored text."""

    number: int
    source: str
    title: str
    author: str
    published: date | None
    quote: str
    start: int
    end: int
    passage: Passage
    score: float
    """Probability that this passage's own span answers the question, 0 to 1."""
    copies: tuple[str, ...] = ()
    """Other sources of the very same article."""
    mentions: tuple[Mention, ...] = ()
    """Relative dates in the quote, in order."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; dates as ISO 8601, offsets as code points into the stored text."""
        return {
            "number": self.number,
            "source": self.source,
            "title": self.title,
            "author": self.author,
            "published": _iso(self.published),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "passage": {
                "start": self.passage.start,
                "end": self.passage.end,
                "text": self.passage.text,
            },
            "score": round(self.score, 4),
            "copies": list(self.copies),
            "mentions": [mention.to_dict() for mention in self.mentions],
        }


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer that the articles may hold, less likely than the one given."""

    text: str
    sentence: str
    confidence: float
    source: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "text": self.text,
            "sentence": self.sentence,
            "confidence": round(self.confidence, 4),
            "source": self.source,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """What other articles say instead of the answer, or said before it, with their citations.

    The citations' numbers go on from those of the answer.
    """

    text: str
    relation: Relation
    confidence: float
    sources: int
    """Independent ones: copies and near copies of one article count once."""
    citations: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "text": self.text,
            "relation": self.relation,
            "confidence": round(self.confidence, 4),
            "sources": self.sources,
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The one shape that `ask` returns, answered or not.

    Answered: `text` is the span, `sentence` what is quoted around it, and the citations quote what
    supports it. Not answered: both are empty, `reason` is one of REASONS, and the citations quote
    the nearest passages, offered for reading, not as evidence; where the reason is a disagreement,
    `claims` has its sides; where it is the risk that was chosen, `alternatives` begins with the
    answer that it forbids.
    """

    question: str
    """As it was typed, without space around its words."""
    text: str
    """The words of the first citation that answer. Of a list: its items, joined by "; ". Of a yes
    or no question: "yes" or "no"."""
    sentence: str
    """The quote of the first citation: the sentence around the words, with one or two beside it
    where it does not say alone what it is about."""
    answered: bool
    confidence: float
    """Probability, 0 to 1, that `text` (or the best span, where not answered) is right."""
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in each stage, and `total`."""
    form: Form = "span"
    items: tuple[str, ...] = ()
    """Of a list: its spans; item `i` is quoted by one of the citations."""
    sources: int = 0
    """Independent sources of the answer: copies and near copies of one article count once."""
    claims: tuple[Claim, ...] = ()
    """What contradicts the answer, and what held before it, likeliest first."""
    reason: str = ""
    """Why there is no answer: a key of REASONS; empty where there is one."""
    asked: str = ""
    """The standalone question that was asked in place of a follow-up; empty where none was made."""
    period: Period | None = None
    """The days that the question was understood to be about, where it names any."""

    @property
    def has_evidence(self) -> bool:
        """Whether the citations bear on the question; else they are passages to be read."""
        return self.answered or self.reason in _SHORT

    @property
    def refusal(self) -> str:
        """What is said in place of an answer; empty where there is one."""
        if self.answered:
            return ""
        return _SHORT.get(self.reason, "The articles don't say.")

    @property
    def why(self) -> str:
        """Why there is no answer, in a sentence; empty where there is one."""
        return REASONS.get(self.reason, "")

    @property
    def tally(self) -> str:
        """Who says what, where sources disagree: "2 sources say 41, 1 says 38"; else empty."""
        against = [claim for claim in self.claims if claim.relation == "contradicts"]
        if not against:
            return ""
        sides = [(self.sources, self.text)] if self.answered else []
        sides += [(claim.sources, claim.text) for claim in against]
        (first, text), *others = sides
        said = [f"{first} {'source says' if first == 1 else 'sources say'} {text}"]
        said += [f"{n} {'says' if n == 1 else 'say'} {text}" for n, text in others]
        return ", ".join(said)

    def to_dict(self) -> dict[str, Any]:
        """The object that `footnote ask --json` prints."""
        return {
            "question": self.question,
            "asked": self.asked or self.question,
            "text": self.text,
            "sentence": self.sentence,
            "answered": self.answered,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "form": self.form,
            "items": list(self.items),
            "sources": self.sources,
            "citations": [citation.to_dict() for citation in self.citations],
            "claims": [claim.to_dict() for claim in self.claims],
            "alternatives": [alternative.to_dict() for alternative in self.alternatives],
            "period": self.period.to_dict() if self.period else None,
            "timings_ms": {stage: round(ms, 2) for stage, ms in self.timings.items()},
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
