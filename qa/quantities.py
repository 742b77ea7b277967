"""Numbers in a text: what they are worth, what they count, and which way they are open."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

Hedge = Literal["", "more", "less", "about"]
"""Which way a number is open: "over 40", "up to 40", "nearly 40"."""
ABOUT = 0.1
"""Share of a number by which "about" may be off."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what is counted or measured, as far as the words say: `(3.5e6, "$")`."""

    value: float
    unit: str
    hedge: Hedge = ""

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the most that it may be."""
        margin = ABOUT * abs(self.value) if self.hedge == "about" else 0.0
        least = -math.inf if self.hedge == "less" else self.value - margin
        return least, math.inf if self.hedge == "more" else self.value + margin


@lru_cache(4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers in a text, in order: "forty-one", "over 3.5 million", "1,200", "$40bn"."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        unit = _UNIT.match(text, match.end())
        named = (match["sign"] or "").upper() or (unit[0].strip(" -").lower() if unit else "")
        found.append(Quantity(value, _UNITS.get(named, named), _hedge(text, match.start())))
    return tuple(found)


def without_numbers(text: str) -> str:
    """What stands beside the numbers of a text."""
    return _NUMBER.sub(" ", text)


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
    elif match["word"].lower() == "one" and not match["half"] and not match["scales"]:
        return None  # "the one", "one of them": seldom a number
    else:
        value = _spelt(re.findall(r"[a-z]+", match["word"].lower()))
    if match["half"]:
        value += 0.5
    for scale in re.findall(r"[a-z]+", match["scales"].lower()):
        value *= _SCALES[scale]
    return -value if match["minus"] else value


def _spelt(words: list[str]) -> float:
    """120 for "one hundred and twenty", 0.5 for "half a"."""
    value = 0.5 if words[0] == "half" else float(words[0] == "a")
    for word in words:
        value = value * _SCALES.get(word, 1) + TENS.get(word, ONES.get(word, 0))
    return value


def _hedge(text: str, end: int) -> Hedge:
    """How the words before a number open it."""
    match = _HEDGE.search(text, max(0, end - _LONGEST_HEDGE), end)
    return cast(Hedge, match.lastgroup) if match else ""


ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
"""The number words up to nineteen, and what they are worth."""
TO_TWELVE = tuple(word for word, number in ONES.items() if 1 <= number <= 12)
"""Those that people write out."""
TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
SCALES = "hundred thousand million billion trillion dozen".split()
"""The words among those."""
SIGNS = r"$£¥\u20a0-\u20cf"
"""Signs of currencies, for a class in a pattern: the last are Unicode's block of them."""
_SCALE_NAME = "|".join(SCALES)
_ONE = "|".join(ONES)
_SMALL = rf"(?:{'|'.join([*TENS, *sorted(ONES, key=len, reverse=True)])})(?:[- ](?:{_ONE}))?"
_OF_LENGTH = (
    r"\ (?:\(\d+\ ?f|(?:tall|high|long|wide|deep|away|race|sprint|hurdles|freestyle|"
    r"butterfly|backstroke|breaststroke|relay|dash|final|champion)\b)"
)
"""After an "m" that is metres: "40m high"."""
_NUMBER = re.compile(
    rf"""
    (?P<minus> (?<!\S)[-−](?=[$€£¥\d]) | \bminus\  )?
    (?P<sign> (?:\b[A-Z]{{1,3}})?\$ | [{SIGNS}] )?
    (?<![\w.]) (?:
      (?P<digits> \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)? | \d+(?:\.\d+)? )
    | (?P<word> (?: {_SMALL} | (?:half(?:[- ]an?)?|a)(?=[- ](?:{_SCALE_NAME})\b) )
        (?: \ hundred\ and\ {_SMALL}(?![- ](?:hundred|{_ONE}))
          | \ thousand\ and\ {_SMALL}(?![- ](?:{_SCALE_NAME}|{_ONE})) )? ) (?![a-z])
    )
    (?P<half> [- ]and[- ]a[- ]half\b )?
    (?P<scales> (?: [- ]?(?:{_SCALE_NAME})\b | (?:k|(?(sign)m|m(?!{_OF_LENGTH}))|mn|bn|b|tn)\b )* )
    """,
    re.I | re.X | re.A,  # not "ſ", which is no letter of `ONES`, though it folds to one
)
_HEDGE = re.compile(
    r"""
    \b (?:
      (?P<more> more\ than | over | above | at\ least | not?\ (?:less|fewer)\ than )
    | (?P<less> less\ than | fewer\ than | under | below | at\ most | not?\ more\ than | up\ to
        | as\ (?:many|much)\ as )
    | (?P<about> about | around | nearly | almost | some | approximately | roughly )
    )\ $""",
    re.I | re.X,
)
_LONGEST_HEDGE = len("not fewer than ")
_UNIT = re.compile(r"\s?%|[\s-][A-Za-z]+(?: cent)?")
_UNITS = {
    "percent": "%", "per cent": "%", "percentage": "%", "dollars": "$", "dollar": "$",
    "euros": "€", "euro": "€", "pounds": "£", "yen": "¥", "rupees": "₹",
    "metres": "m", "meters": "m", "metre": "m", "meter": "m",
    "kilometres": "km", "kilometers": "km", "km": "km",
    "people": "", "persons": "", "or": "", "and": "", "to": "", "of": "", "in": "", "on": "",
    "at": "", "per": "", "were": "", "was": "", "had": "", "have": "", "from": "", "for": "",
}  # fmt: skip
