"""Questions without people: what a text says again, left out of one sentence and asked of another.

After Ram et al. 2021 (Splinter, "Few-shot question answering by pretraining span selection"): a
span that recurs in an article is masked in one place and to be selected in another. Here the masked
sentence stands where a question stands, so that the very span head that is fine-tuned is trained.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from index.sentences import sentence_spans
from qa.training.examples import WINDOW, Collection, Passage, Question, passage

LONGEST = 6
"""Words of a recurring span."""
PER_PASSAGE = 4
HEAP = 300
"""More passages than one article has: a set of unrelated texts under one name."""
MASK = "[MASK]"

_WORD = re.compile(r"\w[\w'’-]*(?:[.,]\d+)*")
_COMMON = frozenset(
    """a about after again all also an and any are as at be because been before being between both
    but by can could did do does down each even every few for from further had has have having he
    her here hers him his how i if in into is it its just like made make many may me more most much
    my new no nor not now of off on one only or other our out over own part said same she so some
    such than that the their them then there these they this those through time to too two under
    until up used using very was we well were what when where which while who will with would you
    your first during however known use several including within without against among""".split()
)


def recurring_questions(collection: Collection, *, seed: int = 0) -> Collection:
    """A collection over the same passages whose questions are masked sentences of their articles.

    The sentence and the passage that is asked come from different passages of one article and
    share a word besides the span, so that the passage can be known to be about the same.
    """
    chance = random.Random(f"recurring {seed}")  # noqa: S311  (examples, not secrets)
    made = Collection(passages=[part for each in collection.passages for part in _parts(each)])
    articles: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(made.passages):
        articles[each.article].append(number)
    for numbers in articles.values():
        if len(numbers) > HEAP:
            continue
        places = _places([made.passages[number] for number in numbers])
        for index, spans in enumerate(places):
            recurring = sorted(span for span in spans if _elsewhere(span, index, places))
            # Longer spans first: a name's part is left to the name.
            recurring.sort(key=lambda span: (-span.count(" "), chance.random()))
            for span in recurring[:PER_PASSAGE]:
                asked = _question(
                    made.passages[numbers[index]].text, places[index][span][0], chance
                )
                others = _elsewhere(span, index, places)
                words = {w.lower() for w in _WORD.findall(asked)} - _COMMON - set(span.split())
                about = [other for other in others if words & _words(places[other])]
                if about:
                    other = chance.choice(about)
                    made.questions.append(
                        Question(asked, numbers[other], tuple(places[other][span]))
                    )
    return made


def _parts(given: Passage) -> list[Passage]:
    """A long passage in parts of whole sentences that each fit a window."""
    if len(given.ids) <= WINDOW:
        return [given]
    parts, start = [], 0
    for _, end in sentence_spans(given.text):
        tokens = int(((given.offsets[:, 0] >= start) & (given.offsets[:, 1] <= end)).sum())
        if tokens >= WINDOW * 2 // 3:
            parts.append(passage(given.text[start:end].strip(), given.article))
            start = end
    rest = given.text[start:].strip()
    return [*parts, passage(rest, given.article)] if rest else parts


def _places(passages: Sequence[Passage]) -> list[dict[str, list[tuple[int, int]]]]:
    """For each passage, where its spans stand that might recur, by their lower-cased words."""
    found = []
    for each in passages:
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        words = list(_WORD.finditer(each.text))
        for begin in range(len(words)):
            for last in range(begin, min(begin + LONGEST, len(words))):
                start, end = words[begin].start(), words[last].end()
                said = each.text[start:end]
                edges = words[begin].group().lower(), words[last].group().lower()
                if "\n" in said or re.search(r"[.!?;:,()\"]\s", said):
                    break
                if edges[0] in _COMMON or edges[1] in _COMMON:
                    continue
                # One lower-case word alone is seldom an answer.
                if begin == last and said.islower():
                    continue
                spans[said.lower()].append((start, end))
        found.append(dict(spans))
    return found


def _elsewhere(
    span: str, index: int, places: Sequence[dict[str, list[tuple[int, int]]]]
) -> list[int]:
    return [other for other, spans in enumerate(places) if other != index and span in spans]


def _words(spans: dict[str, list[tuple[int, int]]]) -> set[str]:
    return {word for span in spans for word in span.split()}


def _question(text: str, place: tuple[int, int], chance: random.Random) -> str:
    """The span's sentence with the span left out, up to a dozen words on either side."""
    for start, end in sentence_spans(text):
        if start <= place[0] and place[1] <= end:
            before = text[start : place[0]].split()[-12:]
            after = text[place[1] : end].split()[:12]
            return " ".join([*before, MASK, *after])
    return MASK
