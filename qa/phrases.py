"""Names and noun phrases of English questions and short texts, found by rule; no tagger, no model.

Questions are short and regular enough for it: that "the ferry Solveig" is one thing shows in its
article, its capital and in what may not stand inside such a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.verbs import NO_VERBS, PASTS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or a noun phrase: `text[start:end]` of what was scanned."""

    text: str
    start: int
    end: int
    head: str
    """The noun that says what it is: "ferry" of "the ferry Solveig"; of a bare name, its end."""
    named: bool
    """Whether a name stands in it."""
    before: str
    """The word before it, in lower case."""

    @property
    def bare(self) -> bool:
        """A name and nothing else."""
        return self.text[0].isupper() or self.text[0].isdigit()


MOST_JOINED = 12
"""Phrases that make one, as "the president of the bank in Rome"; a thousand would make half a
million."""


def phrases(text: str, *, prose: bool = False) -> list[Phrase]:
    """Names and noun phrases in order of their beginning, the longer first.

    In `prose`, a capital may be that of the sentence: "Later Jenner" is Jenner.
    """
    tokens = list(_TOKEN.finditer(text))
    simple = list(_chunks(text, tokens, prose=prose))
    joined = []
    for place, first in enumerate(simple):
        last = first
        for following in simple[place + 1 : place + MOST_JOINED]:
            between = text[last.end : following.start].strip().lower()
            # "the match in Rio", "Bank of England", but not "Carlos Mamani of Bolivia"
            if between not in _JOINING or (first.bare and (between != "of" or " " in first.text)):
                break
            last = following
            named = first.named or last.named
            whole = text[first.start : last.end]
            joined.append(Phrase(whole, first.start, last.end, first.head, named, first.before))
    return sorted(joined + simple, key=lambda phrase: (phrase.start, -phrase.end))


def has_name(text: str) -> bool:
    """Whether a text names anybody or anything, or gives a number."""
    return any(phrase.named for phrase in phrases(text)) or bool(re.search(r"\d", text))


def is_content(word: str) -> bool:
    """Whether a word may stand in a noun phrase: no function word and no evident verb."""
    low = word.lower()
    return word[0].isalnum() and low not in FUNCTION and not is_verbal(low)


def is_verbal(low: str) -> bool:
    """Whether a word, in lower case, is by its form a verb's past or participle."""
    return low in _PAST or (low.endswith("ed") and len(low) > 3 and low not in _NOT_PAST)


def _chunks(text: str, tokens: Sequence[re.Match[str]], *, prose: bool) -> Iterator[Phrase]:
    place = 0
    while place < len(tokens):
        first = tokens[place].group()
        last = place
        if first.lower() in _DETERMINERS and not _joins(tokens, place):
            last = _content_end(tokens, place + 1)
            if last > place + 1 and _asks_what_it_does(tokens, place, last):
                last -= 1
        elif prose and _only_opens(tokens, place):
            pass
        elif first[0].isupper() and is_content(first):
            last = _name_end(tokens, place)
        elif _asks_which(tokens, place) or (place and tokens[place - 1].group() == "of"):
            last = _content_end(tokens, place)
            if last > place + 1 and last < len(tokens) and _begins_object(tokens[last].group()):
                last -= 1  # "which [company] runs the …"
        if last == place or (last == place + 1 and first.lower() in _DETERMINERS):
            place += 1
            continue
        words = [token.group() for token in tokens[place:last]]
        start, end = tokens[place].start(), tokens[last - 1].end()
        end += bool(_INITIALS.search(text[start : end + 1]))
        before = tokens[place - 1].group().lower() if place else ""
        named = any(word[0].isupper() and is_content(word) for word in words)
        lower = [word for word in words if word[0].islower() and word.lower() not in _DETERMINERS]
        yield Phrase(text[start:end], start, end, (lower or words)[-1], named, before)
        place = last


def _only_opens(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a word has its capital from the sentence that it begins: "Later", "Aged"."""
    opens = not place or tokens[place - 1].group() in (".", "!", "?")
    low = tokens[place].group().lower()
    return opens and (low in _OPENERS or low.endswith("-old"))


def _joins(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a "that" before a name only joins clauses."""
    follows = tokens[place + 1].group() if place + 1 < len(tokens) else ""
    return tokens[place].group().lower() == "that" and follows[:1].isupper()


def _begins_object(word: str) -> bool:
    return word.lower() in _DETERMINERS or word[0].isupper()


def _content_end(tokens: Sequence[re.Match[str]], place: int) -> int:
    while place < len(tokens):
        word = tokens[place].group()
        owner = word in ("'s", "’s") and place + 1 < len(tokens)
        if not (owner or is_content(word)):
            break
        place += 1
    return place


def _name_end(tokens: Sequence[re.Match[str]], place: int) -> int:
    while place < len(tokens):
        word = tokens[place].group()
        follows = tokens[place + 1].group() if place + 1 < len(tokens) else ""
        inner = word in PARTICLES and follows[:1].isupper()
        if not (word[0].isdigit() or (word[0].isupper() and is_content(word)) or inner):
            break
        place += 1
    return place


def _asks_what_it_does(tokens: Sequence[re.Match[str]], first: int, last: int) -> bool:
    """Whether the last word is a verb: "did [the mine collapse]" is a mine that collapsed."""
    helped = first > 0 and tokens[first - 1].group().lower() in _HELPERS
    verb = tokens[last].group().lower() if last < len(tokens) else ""
    return (
        helped
        and verb not in ("have", "be", "do", "of")
        and last - first > 2
        and tokens[last - 1].group()[0].islower()
    )


def _asks_which(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a noun follows here that is asked about: "which [poet]", "how many [miners]"."""
    before = [token.group().lower() for token in tokens[max(0, place - 2) : place]]
    asks = before[-1:] in (["which"], ["what"], ["whose"]) or before in (
        ["how", "many"],
        ["how", "much"],
    )
    return asks and is_content(tokens[place].group())


def kinds_of(phrase: Phrase) -> frozenset[str]:
    """What a phrase could be, by its words and the word before it."""
    head = phrase.head.lower()
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", phrase.text)}
    if head in PEOPLE or head.endswith(("people", "men")) or _is_nation(phrase):
        return frozenset({"several"})
    if head.rstrip("s") in PERSONS or head.endswith(("ist", "ists", "man", "woman")):
        return frozenset({"several"} if head.endswith("s") else {"person"})
    if not phrase.bare or words & _NO_PERSONS:
        plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
        several = {"several"} if plural or words & GROUPS else set()
        if plural and not phrase.named:
            return frozenset({"several"})
        return frozenset({"thing", "place"} | several)
    if re.search(r"\d", phrase.text):
        return frozenset({"thing"})
    if phrase.before in _CALLINGS:
        return frozenset({"person"})
    if phrase.before in _BEFORE_PLACES and " " not in phrase.text:
        return frozenset({"place", "thing", "several"})
    return frozenset({"person", "thing", "place", "several"})


def _is_nation(phrase: Phrase) -> bool:
    """Whether it names people by their country: "Russians", "East Germans"."""
    return bool(re.match(r"[A-Z]\w*(?:ians|rmans|[rx]icans|reans)$", phrase.head))


_TOKEN = re.compile(r"['’]s\b|[A-Z]\.(?=\s?[A-Z])|[^\W_]+(?:[-.&'’](?!s\b)[^\W_]+)*|[^\w\s]")
_INITIALS = re.compile(r"\b[A-Z]\.\s?[A-Z]\.$")
"""Of "U.S.", whose last stop is no token of its own."""
_DETERMINERS = frozenset("the a an this that these those".split())
_JOINING = frozenset("of in over at against on near between from for".split())
PARTICLES = frozenset("de da di del della dos du la le van von der den bin al el".split())
"""Small words within names."""
PREPOSITIONS = frozenset(
    "in on at of for from by with to after before during since until under over near between "
    "against across among through within without despite outside inside unlike like besides "
    "beside apart via per".split()
)
_BEFORE_PLACES = frozenset("in at near to from around of".split())
_HELPERS = frozenset("do does did will would can could should might must may shall".split())
# `index.lexical` has its own: words that find nothing; these stand in no noun phrase.
FUNCTION = frozenset(
    "who whom whose what which when where why how do does did doing done is are was were be been "
    "being am has have had having can could would should may might must shall will a an the this "
    "that these those of in on at to from by for with about into over under after before during "
    "since until between against near through without within across behind beyond up down out off "
    "and or but not no nor so if than as then there here it its he him his she her hers they them "
    "their theirs i me my we us our you your one ones many much more most also too very just "
    "still ever never again already yet only both each every any some all other another such own "
    "please tell say says said give name list explain describe show happened happen".split()
)
# What stands within noun phrases, as in "the broken bridge", or is a noun or a name, is none here.
_PAST = (
    PASTS - NO_VERBS - frozenset("beaten broken hung shaken sunk sworn fed saw".split())
) | frozenset(
    "born cut died hit hurt put read run set happen get gets go goes come comes become play "
    "plays occur occurs exist exists appear appears".split()
)
_NOT_PAST = frozenset(
    "hundred speed seed need feed weed shed breed indeed unlimited united".split()
)
_OPENERS = frozenset(
    "later earlier today yesterday tomorrow tonight now meanwhile however although though while "
    "because soon once perhaps despite nearly almost aged born last next early late thus hence "
    "instead unlike like among along around inside outside".split()
)
PLURALS = ("people", "men", "women", "children")
"""Those without an s that news counts."""
PEOPLE = frozenset((*PLURALS, *"police crew staff parents".split()))
PERSONS = frozenset(
    "person man woman boy girl child king queen prince princess president minister chancellor "
    "mayor governor senator politician leader chief director manager chairman chairwoman boss "
    "owner founder ceo spokesman spokeswoman spokesperson captain commander officer general "
    "colonel soldier pilot astronaut skipper sailor coach player striker goalkeeper referee "
    "winner runner champion athlete painter artist poet author writer novelist singer actor "
    "actress composer musician architect engineer designer inventor doctor nurse physician "
    "professor scientist teacher student researcher thief suspect victim witness lawyer judge "
    "prosecutor detective dealer driver worker miner cook priest chaplain pope emperor mother "
    "father brother sister son daughter wife husband friend".split()
)
_CALLINGS = {"executive"} | PERSONS - frozenset(
    "author captain champion chief coach cook dealer doctor engineer father judge leader mother "
    "nurse owner pilot runner suspect winner witness".split()
)
"""Words that make the name after them a person's; the others may be verbs, or a firm's."""
GROUPS = frozenset(
    "company firm team band group union party club agency government council family committee "
    "university police army navy collaboration laboratory".split()
)
_NO_PERSONS = GROUPS | frozenset(
    "prize cup award tower bridge river island sea mount lake mountain wall museum gallery church "
    "cathedral airport harbour port station street strasse park city town village hotel stadium "
    "observatory telescope institute centre center association organization organisation office "
    "ministry court bank republic states kingdom federation act agreement treaty conference "
    "marathon race mission space house national international".split()
)
