"""What is quoted for an answer: the sentence around its words, and what that leaves unsaid.

A reader should see from the first quote alone that it answers the question. A heading, a bare name
or a sentence about "him" does not show that, nor one that foretells what the question takes for
done; the sentences beside it, or another passage with the same answer, may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from index.sentences import sentence_spans
from index.types import Passage
from qa.aggregation import Candidate
from qa.citations import sentence_of
from qa.reader import Span
from qa.tense import foretells, tells, tense_beside
from qa.wanted import Wanted

MOST = 5
"""Quotes of an answer."""
LONGEST = 3
"""Sentences of a quote."""
ENOUGH = 0.75
"""Share of the question's words, by rarity, from which on a quote and its title stand alone."""
ADDS = 0.1
"""Share of them that each sentence more must add to be quoted, too."""
STATED = 0.2
"""Of a quote that is a statement, against a heading or a question, which assert nothing."""
FORETOLD = 0.4
"""What a quote loses that says of the question's own act that it is to come."""
AHEAD = 0.15
"""What it loses where the verb beside the answer looks ahead, whatever it says."""
TOLD = 0.15
"""What it gains that says, in any of its sentences, of the question's own act that it was done."""
OLD = timedelta(60)
STALE = 0.5
"""What a quote loses whose article is older than OLD on the day of the question: it is likely to
speak of last year's, or of what was only planned. Not where it alone tells the question's act as
done. Of 240 answers to half A's questions, as a language model judged them, the first quote
supported 195 without this and 198 with it; 30 days or 90 do the same."""
SURE = 0.4
"""Weight of the reader's sureness of a span against the question's words in its quote."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage that a draft rests on: `passage.text[start:end]`."""

    passage: Passage
    start: int
    end: int
    weight: float
    """How much of the draft's probability it carries, against its surest quote's 1."""

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]

    @property
    def place(self) -> tuple[int, int]:
        """Start and end in the article."""
        return self.passage.start + self.start, self.passage.start + self.end


def is_statement(text: str) -> bool:
    """Whether a text states something, by its length and its end: no heading, and no question.

    Nor a line that leads to another article: "Read also: the theft that made it famous."
    """
    ends = text.rstrip("\"'”’»)]")[-1:] in (".", "!", "…", ":", ";")
    return len(text) > 20 and ends and not (_LEADS_AWAY.match(text) or _LINK.fullmatch(text))


_LEADS_AWAY = re.compile(
    r"\W*(?:(?:also |please )?(?:read|see|watch|listen)(?: (?:also|more|next|on|now|here|too))?|"
    r"related(?: \w+)?|more(?: (?:on|from|about)[^:|.]{1,40})?|recommended|advertisement)\s*[:|]",
    re.I,
)


_LINK = re.compile(r"[^.!?:\n]{3,80}:[A-Z“\"][^.!?\n]{3,120}[.?!]?")
"""A line that names another article, its topic glued to its headline: "Storm:What we know"."""


def quote_of(span: Span, wanted: Wanted, *, weight: float = 1.0) -> Quote:
    """The sentence around a span, with those beside it that say what it leaves unsaid."""
    passage = span.hit.passage
    start, end = sentence_of(span)
    if _said(passage, start, end, wanted) < ENOUGH:

        def worth(run: tuple[int, int, int]) -> float:
            return _said(passage, run[0], run[1], wanted) - ADDS * run[2]

        start, end, _ = max(_runs(passage.text, start, end), key=worth)
    return Quote(passage, start, end, weight)


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Start and end of each run of sentences around a place, and how many it has more than that.

    The shortest first; only statements are taken in.
    """
    yield start, end, 0
    sentences = sentence_spans(text)
    before = [span for span in sentences if span[1] <= start][::-1]
    after = [span for span in sentences if span[0] >= end]
    own = len(sentences) - len(before) - len(after)
    lefts, rights = _stated(text, before), _stated(text, after)
    for more in range(1, LONGEST - own + 1):
        for left in range(min(more, len(lefts)), max(0, more - len(rights)) - 1, -1):
            right = more - left
            yield (
                lefts[left - 1][0] if left else start,
                rights[right - 1][1] if right else end,
                more,
            )


def _stated(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return list(takewhile(lambda span: is_statement(text[slice(*span)]), sentences))


def quotes_of(
    candidate: Candidate, wanted: Wanted, *, fresh_on: date | None = None
) -> tuple[Quote, ...]:
    """A quote for each of a candidate's spans, no words twice, the most telling one first.

    That one has the candidate's very words in it. `fresh_on` is as in `qa.asked.Asked`.
    """
    top = max(candidate.spans[0].share, 1e-9)
    quotes = [quote_of(span, wanted, weight=span.share / top) for span in candidate.spans]
    lead = _most_telling(candidate, quotes, wanted, fresh_on)
    order = (lead, *range(lead), *range(lead + 1, len(quotes)))
    return joined((candidate.spans[number], quotes[number]) for number in order)


def joined(told: Iterable[tuple[Span, Quote]]) -> tuple[Quote, ...]:
    """Spans' quotes in order, no words twice: a span within words quoted before needs no other."""
    found: list[Quote] = []
    for span, quote in told:
        if _overlaps(quote, found):  # as widened; the sentence alone may be another
            start, end = sentence_of(span)
            quote = replace(quote, start=start, end=end)
        if not _overlaps(quote, found):
            found.append(quote)
    return tuple(found)


def _overlaps(quote: Quote, others: Iterable[Quote]) -> bool:
    """Whether words of a quote are quoted already."""
    start, end = quote.place
    return any(
        quote.passage.article_id == other.passage.article_id
        and start < other.place[1]
        and other.place[0] < end
        for other in others
    )


def _most_telling(
    candidate: Candidate, quotes: Sequence[Quote], wanted: Wanted, fresh_on: date | None
) -> int:
    told = [tells(quote.text, wanted.acts) for quote in quotes]
    stale = [_is_stale(quote.passage, fresh_on) for quote in quotes]
    news = any(done and not old for done, old in zip(told, stale, strict=True))

    def telling(number: int) -> float:
        quote, span = quotes[number], candidate.spans[number]
        # A title lends its words to every sentence of its article, whatever that is about.
        said = _said(quote.passage, quote.start, quote.end, wanted) + wanted.covered(quote.text)
        stated = STATED * is_statement(quote.text) + TOLD * told[number]
        loses = _foretold(span, wanted)
        loses += STALE * (stale[number] and (news or not told[number]))
        return said / 2 + SURE * quote.weight + stated - loses

    whole = re.compile(rf"(?<!\w){re.escape(candidate.text)}(?!\w)")
    with_words = [n for n, quote in enumerate(quotes) if n == 0 or whole.search(quote.text)]
    return max(with_words, key=lambda number: (telling(number), -number))


def _is_stale(passage: Passage, fresh_on: date | None) -> bool:
    published = passage.published
    return bool(fresh_on and published and fresh_on - published > OLD)


def _foretold(span: Span, wanted: Wanted) -> float:
    """What a span's sentence loses that looks ahead where the question looks back."""
    text = span.hit.passage.text
    start, end = sentence_of(span)
    if not wanted.acts:
        return 0.0
    if foretells(text[start:end], wanted.acts):
        return FORETOLD
    ahead = tense_beside(text, span.start, span.end) == "future"
    return AHEAD if ahead and not tells(text[start:end], wanted.acts) else 0.0


def _said(passage: Passage, start: int, end: int, wanted: Wanted) -> float:
    return wanted.covered(f"{passage.title} {passage.text[start:end]}")
