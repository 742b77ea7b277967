"""Example questions drawn from the indexed articles: asked of what a leading sentence says.

A sentence whose grammar is plain ("Rosa Marsh opened the bridge on 3 May 1999.") is turned into a
question about its date, number or subject; `pick` keeps the questions that the index answers with
the words that were taken out, so that none is offered in vain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.sentences import sentence_spans
from index.types import Article
from qa.dates import MONTHS
from qa.phrases import PARTICLES
from qa.types import Answer

# Where a word may begin is told by the space before it alone: of "AAAA", there is one reading.
_NAME = rf"[A-Z][\w'’.-]+(?: (?:(?:of|the|{'|'.join(sorted(PARTICLES))}) )?[A-Z][\w'’.-]+)*"
_MONTH = "|".join(name.capitalize() for name in MONTHS)
_DAY = rf"(?:\d{{1,2}} )?(?:(?:{_MONTH})(?: \d{{1,2}},?)? )?\d{{4}}"
_OBJECT = r"[^,.;:()\"“—–]{3,60}?"
_WAS = re.compile(
    rf"(?P<subject>(?:The |A |An )?[A-Z]{_OBJECT}) (?P<be>was|were) "
    rf"(?P<rest>[a-z]+(?:ed|en|wn|lt)\b(?: {_OBJECT})?) (?P<when>(?:on|in) {_DAY})\b"
)
_DID = re.compile(
    rf"(?P<who>{_NAME}) (?P<did>[a-z]+ed (?:the|a|an|its|their) {_OBJECT})"
    r"(?= (?:on|in|at|after|before|when|as|by|from|with|and|but)\b|[,.;])"
)
_MANY = re.compile(
    r"\b(?<![\d,.])(?P<number>(?:(?:[Mm]ore|[Ff]ewer|[Ll]ess) than |[Aa]bout |[Ss]ome |[Nn]early )?"
    r"\d[\d,.]*\d?) (?P<what>(?:[a-z]{3,} )?(?:[a-z]{4,}s|people)) "
    r"(?P<did>(?:were|had|fought|died|took|worked|lost|joined|signed|came|lived|live|watched)\b"
    rf"(?: {_OBJECT})?)(?=[,.;]| (?:and|but|while|after|when)\b)"
)
_PRONOUNS = ("It", "He", "She", "They", "This", "That", "These", "There", "We", "I", "You", "Later")
_LEAD = 5000
"""Characters of an article's beginning that are looked at."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and words of the article that answer it."""

    question: str
    answer: str


_VAGUE = re.compile(r"\b(?:it|its|they|their|his|her|this|that|these|those|one|such)\b", re.I)


def drawn(article: Article) -> Iterator[Example]:
    """Questions about an article's first sentences, in their order."""
    for start, end in sentence_spans(article.text[:_LEAD]):
        sentence = " ".join(article.text[start:end].split())
        for example in _asked_of(sentence):
            if not _VAGUE.search(example.question):
                yield example


def _asked_of(sentence: str) -> Iterator[Example]:
    if (found := _DID.match(sentence)) and found["who"].split()[0] not in _PRONOUNS:
        yield Example(f"Who {found['did']}?", found["who"])
    if (found := _WAS.match(sentence)) and found["subject"].split()[0] not in _PRONOUNS:
        subject = found["subject"]
        if subject.startswith(("The ", "A ", "An ")):
            subject = subject[0].lower() + subject[1:]
        yield Example(f"When {found['be']} {subject} {found['rest']}?", found["when"])
    if found := _MANY.search(sentence):
        yield Example(f"How many {found['what']} {found['did'].strip()}?", found["number"])


def pick(
    articles: Iterable[Article], ask: Callable[[str], Answer], *, most: int = 4, tries: int = 16
) -> list[str]:
    """Up to `most` questions, one an article, that `ask` answers with the words taken out."""
    kept: list[str] = []
    for article in articles:
        for example in drawn(article):
            if len(kept) == most or tries == 0:
                return kept
            tries -= 1
            if _answers(ask(example.question), example, article):
                kept.append(example.question)
                break
    return kept


def spread(ids: Sequence[int], most: int) -> list[int]:
    """At most so many of the ids, evenly from all of them."""
    if len(ids) <= most:
        return list(ids)
    return [ids[number * len(ids) // most] for number in range(most)]


def _answers(answer: Answer, example: Example, article: Article) -> bool:
    wanted = set(re.findall(r"\w+", example.answer.lower())) - {"on", "in", "the", "more", "than"}
    said = set(re.findall(r"\w+", answer.text.lower()))
    sources = {citation.source for citation in answer.citations}
    return answer.answered and bool(wanted & said) and article.source in sources
