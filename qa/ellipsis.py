"""Questions with most of their words left out: "And in 2017?", "Why?", "What about Aquamar?".

The words left out are those of the question before; what was typed takes the place there of what is
like it: a year of a year, "the men's race" of "the women's race".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.antecedents import Turn
from qa.dates import YEAR
from qa.phrases import FUNCTION, PREPOSITIONS, Phrase, is_content, is_verbal, phrases


def is_fragment(question: str) -> bool:
    """Whether a question has no verb of its own."""
    lead, rest = _split(question)
    if _OF_THE_SAME.match(rest):
        return True
    words = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", rest)
    low = [word.lower() for word in words]
    if not words or len(words) > 7 or set(low) & _VERBS:
        return False
    asking = next((place for place, word in enumerate(low[:2]) if word in _ASKING), -1)
    if asking >= 0:
        follow = [word for word in low[asking + 1 :] if word not in ("many", "much")]
        most = 0 if low[asking] in ("who", "whom", "when", "where", "why") else 1
        return set(follow) <= _ASIDE or (len(follow) <= most and not any(map(is_verbal, follow)))
    if lead:
        return not any(is_verbal(word) for word in low)
    begins = low[0] in PREPOSITIONS or _is_ordinal(low[0]) or low[:1] == ["the"]
    return begins and len(words) <= 4 and question.rstrip().endswith("?")


def completed(question: str, turns: Sequence[Turn]) -> list[tuple[str, float]]:
    """What a fragment could mean after some turns, each with a prior, likeliest first.

    It completes the last question, unless an earlier one alone asks of what is like it: "And the
    mayor of Lyon?" goes back to the question about the mayor of Paris.
    """
    _, rest = _split(question)
    same = _OF_THE_SAME.match(rest)
    fragment = same[1] if same else rest.rstrip(" ?.!")
    if set(fragment.lower().split()[:3]) & _ASKING:
        return [(text, -0.3 * place) for place, text in enumerate(_asked_anew(fragment, turns[-1]))]
    asked_of = _heads(fragment)[:1]
    alike = (
        turn
        for turn in turns[::-1]
        if set(asked_of) & set(_heads(turn.asked)) and fragment.lower() not in turn.asked.lower()
    )
    turn = next(alike, turns[-1])
    found = dict.fromkeys(_substituted(fragment, turn.asked))
    return [(text, -0.3 * place) for place, text in enumerate(found)]


def _split(question: str) -> tuple[str, str]:
    match = _LEAD.match(question)
    lead = match.group() if match else ""
    return lead.strip(), question[len(lead) :]


def _asked_anew(asking: str, turn: Turn) -> Iterator[str]:
    """The question before with other words to ask by: "Why?" after "When did he order it?"."""
    before = turn.asked.rstrip(" ?.!")
    if not before:
        return
    asking = asking[0].upper() + asking[1:]
    like = re.match(r"(?:how many|how much|which|what) (?=\w)", asking, re.I)
    if like and before.lower().startswith(like.group().lower()):  # "How many teachers?"
        words = before[like.end() :].split()
        end = next((n for n, word in enumerate(words) if not is_content(word)), len(words))
        yield f"{asking} {' '.join(words[end:])}?"
        return
    denied = re.match(r"no\b", turn.answer.text, re.I)
    if _OPEN.match(asking) and _CLOSED.match(before) and not denied:
        yield f"{asking} {before[0].lower()}{before[1:]}?"
        return
    match = _QUESTION.match(before)
    phrase, verb, rest = match.group("phrase", "verb", "rest") if match else ("", "", "")
    if not verb or any(map(is_verbal, phrase.lower().split())):  # it asked who did
        rest = " ".join(before.split()[1:])
        who = bool(re.match(r"who\b", before, re.I))
        if turn.answer.answered and who:
            yield f"{asking} was it that {turn.answer.text} {rest}?"
        else:
            yield f"{asking}: {before[0].lower()}{before[1:]}?"
        return
    if phrase.lower() == "who" and verb in _BE and rest[0].islower() and _can_be_named(turn):
        role = "" if _OF_SOMEBODY.match(asking) else f" {rest}"
        if not role or _OPEN.match(asking):
            yield f"{asking} {verb} {turn.answer.text}{role}?"
            return
    noun = re.sub(r"^(?:(?:which|what|whose|how many|how much)\b)", "", phrase, flags=re.I).strip()
    if re.match(r"how \w+$", phrase, re.I) and verb in _BE and noun:
        yield f"{asking} {verb} {rest} {phrase.split()[-1]}?"
    elif noun and phrase.lower() != noun.lower() and is_verbal(rest.split(" ")[0].lower()):
        yield f"{asking} {verb} {noun} {rest}?"  # "How many people were killed …"
    else:
        yield f"{asking} {verb} {rest}?"


def _can_be_named(turn: Turn) -> bool:
    """Whether an answer is short enough to stand in a question."""
    return turn.answer.answered and len(turn.answer.text.split()) <= 6


def _substituted(fragment: str, before: str) -> Iterator[str]:
    """The question before with a fragment in the place of what is like it."""
    bare = before.rstrip(" ?.!")
    low = fragment.lower()
    year = re.search(_YEAR, fragment)
    if year and len(fragment.split()) <= 3:
        if re.search(_YEAR, bare):
            yield re.sub(_YEAR, lambda _: year.group(), bare) + "?"
        else:
            yield f"{bare} {'' if low.split()[0] in PREPOSITIONS else 'in '}{fragment}?"
        return
    ordinal = next((word for word in low.split() if _is_ordinal(word)), "")
    here = next((word for word in re.findall(r"[\w-]+", bare) if _is_ordinal(word.lower())), "")
    if ordinal and here:
        whole = re.sub(rf"\b{re.escape(here)}\b", lambda _: ordinal, bare) + "?"
        yield whole[0].upper() + whole[1:]
        return
    preposition, _, noun = fragment.partition(" ")
    if preposition.lower() in PREPOSITIONS and noun:
        like = _PHRASE_AFTER.format(preposition.lower())
        match = next((m for m in re.finditer(like, bare) if m[1].lower() != noun.lower()), None)
        yield (_swapped(bare, *match.span(1), noun) if match else f"{bare} {fragment}") + "?"
        return
    places = _places(fragment, bare)
    for phrase in places:
        yield _swapped(bare, phrase.start, phrase.end, fragment) + "?"
    if not any(phrase.head.lower() == _head(fragment) for phrase in places):
        yield f"{bare}: {fragment}?"


def _places(noun: str, before: str) -> list[Phrase]:
    """The phrases of a question that another could take the place of, likeliest first."""
    words = _content(noun)
    named = any(word[0].isupper() for word in noun.split() if is_content(word))

    def unlike(phrase: Phrase) -> tuple[bool, int, bool, int]:
        same = len(words & _content(phrase.text))
        determined = phrase.text.lower().startswith("the ") == noun.lower().startswith("the ")
        return (
            phrase.named != named,
            -same,
            not determined,
            len(phrase.text),
        )

    found = [phrase for phrase in phrases(before) if phrase.text.lower() != noun.lower()]
    if _WHOLE.search(noun):  # "the mayor of Lyon" is no mayor's city
        apart = [p for p in found if not any(_wraps(other, p) for other in found)]
    else:
        apart = [p for p in found if not any(_wraps(p, other) for other in found)]
    alike = [phrase for phrase in apart if phrase.head.lower() == _head(noun)]
    return sorted(alike or apart, key=unlike)[:3]  # a race takes the place of a race


def _content(text: str) -> set[str]:
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", text.lower()))
    return {word for word in words if word not in FUNCTION}


def _head(noun: str) -> str:
    found = phrases(noun)
    return found[-1].head.lower() if found else ""


def _heads(text: str) -> list[str]:
    """What the things are that a text speaks of, bare names left out."""
    return [phrase.head.lower() for phrase in phrases(text) if not phrase.bare]


def _wraps(outer: Phrase, inner: Phrase) -> bool:
    return inner is not outer and outer.start <= inner.start and inner.end <= outer.end


def _swapped(before: str, start: int, end: int, noun: str) -> str:
    """Put a noun for `before[start:end]`; where it stands there already, the two change places."""
    after = before[end:]
    if re.search(rf"\b{re.escape(noun)}\b", after):
        after = re.sub(rf"\b{re.escape(noun)}\b", lambda _: before[start:end], after)
    return before[:start] + noun + after


def _is_ordinal(word: str) -> bool:
    return word in _ORDINALS or (word.endswith("est") and len(word) > 4 and word not in _NOT_MOST)


_LEAD = re.compile(
    r"^(?:(?:and|but|or|so|ok|okay),?\s+)?(?:(?:what|how) about\s+|what of\s+)?(?:then\s+)?", re.I
)
_WHOLE = re.compile(r" of |^(?:his|her|its|their) ", re.I)
"""Of a noun that says whose or of what it is."""
_PHRASE_AFTER = r"\b{} ((?:the |an? )?(?:[A-Z][\w-]*(?: [A-Z][\w-]*)*|[\w-]+))"
_OF_THE_SAME = re.compile(
    r"((?:\w+ )?(?:when|where|why|how)) (?:was (?:that|this)|did (?:that|this|it) (?:happen|occur))"
    r"\s*\?*$",
    re.I,
)
# Not `forms.HELPERS`: "may" after "when in" is the month.
_HELPERS = "did|does|do|is|are|was|were|has|have|had|can|could|will|would|should"
_CLOSED = re.compile(rf"(?:{_HELPERS})\b", re.I)
"""What yes or no answers."""
_OPEN = re.compile(r"(?:\w+ )?(?:why|when|where|how|how long|how often)$", re.I)
_OF_SOMEBODY = re.compile(r"how (?:old|tall|rich|heavy)$", re.I)
_ASIDE = frozenset("else exactly so not then precisely though".split())
_YEAR = rf"\b{YEAR}\b"
_BE = frozenset("is are was were".split())
_VERBS = frozenset(
    "do does did is are was were be been am has have had can could will would should may might "
    "must tell list name give describe explain show find compare happened happens".split()
)
_ASKING = frozenset("who whom whose what which when where why how".split())
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last next other".split()
)
_NOT_MOST = frozenset("forest harvest interest protest request quest priest guest west".split())
_QUESTION = re.compile(
    r"^(?P<phrase>(?:(?:in|at|on|by|from|to|with|of|for|since|until|against)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b(?:\s+[\w-]+){0,3}?)\s+"
    rf"(?P<verb>{_HELPERS})\s+"
    r"(?P<rest>.+)$",
    re.I,
)
