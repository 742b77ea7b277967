"""Verbs whose past is not made with -ed, brought to one form: "did win" and "won" are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from index.lexical import analyze

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IRREGULAR = [
    entry.split()
    for line in """be was were been/beat beaten/become became/begin began begun/bite bit bitten
    blow blew blown/break broke broken/bring brought/build built/burn burnt/buy bought/catch caught
    choose chose chosen/come came/deal dealt/die dying/dig dug/draw drew drawn/drink drank drunk
    drive drove driven/eat ate eaten/fall fell fallen/feed fed/feel felt/fight fought/find found
    flee fled/fly flew flown/forbid forbade forbidden/forget forgot forgotten/freeze froze frozen
    get got gotten/give gave given/go went gone/grow grew grown/hang hung/have has had/hear heard
    hide hid hidden/hold held/keep kept/know knew known/lay laid/lead led/learn learnt/leave left
    lend lent/lie lying lain/lose lost/make made/mean meant/meet met/pay paid/prove proven
    rebuild rebuilt/ride rode ridden/ring rang rung/rise rose risen/run ran/say said/see saw seen
    seek sought/sell sold/send sent/shake shook shaken/shine shone/shoot shot/show shown
    shrink shrank shrunk/sing sang sung/sink sank sunk/sit sat/sleep slept/slide slid
    speak spoke spoken
    spend spent/spring sprang sprung/stand stood/steal stole stolen/strike struck/swear swore sworn
    swim swam swum/take took taken/teach taught/tear tore torn/tell told/think thought
    throw threw thrown/understand understood/wake woke woken/wear wore worn/win won
    withdraw withdrew withdrawn/write wrote written""".splitlines()
    for entry in line.strip().split("/")
]
_BASE = {past: forms[0] for forms in _IRREGULAR for past in forms[1:]}
PASTS = frozenset(_BASE) - {"dying", "lying", "has"}
"""Irregular pasts and participles."""
NO_VERBS = frozenset(
    "bit blown burnt drunk forbidden forgotten frozen hidden proven torn woke".split()
)
"""Those that as often are none: "a bit", "the frozen lake"."""
PLURAL = re.compile(r"[^s]s$")
"""No verb, after "did": "Did US troops leave?" """
UNCHANGED = frozenset(
    "beat bet burst cast cost cut hit hurt let put quit read set shed shut split spread".split()
)
"""Verbs whose past is as the plain form."""
_PAST = (
    {forms[0]: forms[1] for forms in _IRREGULAR}
    | {verb: verb for verb in UNCHANGED}
    | {"die": "died", "have": "had", "lie": "lied", "do": "did"}
)
_REGULAR = frozenset(
    "open close start end finish happen arrive resign retire visit reopen return launch complete "
    "kill attack marry elect announce move join sign score borrow divorce convict acquit".split()
)


def base(word: str) -> str:
    """A verb's plain form where its past is an irregular one; any other word as it is."""
    return _BASE.get(word.lower(), word)


def is_plain_verb(word: str) -> bool:
    """Whether a word is known for the plain form of a verb: the irregular ones, and a few more."""
    return word in _PAST or word in _REGULAR


def past(verb: str) -> str:
    """A plain form's past: "win" -> "won", "stop" -> "stopped". Words unknown are taken for
    regular verbs."""
    if verb in _PAST:
        return _PAST[verb]
    for prefix in ("over", "under", "mis", "out"):
        if verb.startswith(prefix) and verb.removeprefix(prefix) in _PAST:
            return prefix + _PAST[verb.removeprefix(prefix)]
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]|\w+(?:mit|fer|nap|pel|cur)", verb):
        return f"{verb}{verb[-1]}ed"
    return f"{verb}ed"


def plain(text: str) -> str:
    """A text with irregular pasts as plain forms; names ("Rose", "the Fed") stay as they are."""
    return _WORD.sub(lambda word: base(word[0]) if word[0].islower() else word[0], text)


def verb_terms(words: str | Iterable[str]) -> frozenset[str]:
    """The analyzed terms of words or of a text, irregular pasts as their plain forms."""
    return frozenset(analyze(plain(words if isinstance(words, str) else " ".join(words))))


def forms(term: str) -> frozenset[str]:
    """The analyzed terms that `verb_terms` makes this one of, itself among them."""
    return _forms().get(term, frozenset()) | {term}


@cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for past, verb in _BASE.items():
        for term in analyze(verb):
            found.setdefault(term, set()).update(analyze(past))
    return {term: frozenset(pasts) for term, pasts in found.items()}
