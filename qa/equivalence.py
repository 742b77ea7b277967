"""When two answers say the same, and when they cannot both be right.

Numbers are compared by value, names by their last word and initials, times by what the one leaves
open. What is neither the same nor a contradiction is simply another answer.
"""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PUNCTUATION = set(string.punctuation) | set("‘’“”«»–—…")


@lru_cache(4096)
def normalise(answer: str) -> str:
    """Equal for answers that say the same: case, punctuation, articles and spacing left out.

    As the official SQuAD evaluation does (Rajpurkar et al. 2016), and accents besides.
    """
    folded = unicodedata.normalize("NFKD", answer.lower())
    kept = "".join(c for c in folded if c not in _PUNCTUATION and not unicodedata.combining(c))
    return " ".join(word for word in kept.split() if word not in ("a", "an", "the"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what is counted or measured, as far as the words say: `(3.5e6, "$")`."""

    value: float
    unit: str


@lru_cache(4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers in a text, in order: "forty-one", "3.5 million", "1,200", "$40bn", "12%"."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        before, after = match["sign"] or "", text[match.end() :]
        unit = _UNIT.match(after)
        named = before or (unit[0].strip(" -").lower() if unit else "")
        found.append(Quantity(value, _UNITS.get(named, named)))
    return tuple(found)


def same(one: str, other: str) -> bool:
    """Whether two answers give the same one, in the same words or as variants."""
    first, second = normalise(one), normalise(other)
    if first == second:
        return True
    numbers, others = quantities(one), quantities(other)
    if numbers or others:
        return _same_quantities(numbers, others) and _same_rest(one, other)
    return _same_name(one, other)


def contradict(one: str, other: str) -> bool:
    """Whether two answers to the same question exclude one another.

    Told of numbers that count the same, of days or years, and of names; never of other words,
    which may both be right.
    """
    if same(one, other) or _contains(one, other) or _contains(other, one):
        return False
    numbers, others = quantities(one), quantities(other)
    if numbers and others:
        units = {number.unit for number in numbers} | {number.unit for number in others}
        return len(units - {""}) <= 1 and not (
            {number.value for number in numbers} & {number.value for number in others}
        )
    if bool(numbers) != bool(others):
        return False
    return _is_name(one) and _is_name(other)


def _same_quantities(numbers: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> bool:
    if len(numbers) != len(others):
        return False
    return all(
        a.value == b.value and (a.unit == b.unit or not a.unit or not b.unit)
        for a, b in zip(numbers, others, strict=True)
    )


def _same_rest(one: str, other: str) -> bool:
    """Whether what stands beside the numbers agrees: one has nothing more, or the same words."""
    first, second = _beside_numbers(one), _beside_numbers(other)
    return first <= second or second <= first


def _beside_numbers(text: str) -> set[str]:
    rest = _NUMBER.sub(" ", text)
    return {word for word in normalise(rest).split() if word not in _FILLERS}


def _contains(one: str, other: str) -> bool:
    """Whether all words of `other` stand in `one`: "2013" in "from 2013 to 2017"."""
    return set(normalise(other).split()) <= set(normalise(one).split())


def _same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's or body's: "Obama", "President Barack Obama", "WHO"."""
    first, second = _name_words(one), _name_words(other)
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if len(short) == 1 and len(long) > 1 and short[0].isupper() and len(short[0]) > 1:
        initials = "".join(word[0] for word in long if word[0].isupper())
        if initials == short[0].replace(".", ""):
            return True
    folded, among = [w.lower() for w in short], [w.lower() for w in long]
    # "York" is not "New York", and "Irish" no "Northern Irish".
    changed = among[0] in _CHANGING and folded[0] not in _CHANGING
    return folded[-1] == among[-1] and set(folded) <= set(among) and not changed


def _is_name(text: str) -> bool:
    words = _name_words(text)
    return bool(words) and all(word[0].isupper() for word in words)


@lru_cache(4096)
def _name_words(text: str) -> tuple[str, ...]:
    """The words of a name without titles and articles; nothing where it is none."""
    words = [word.strip("".join(_PUNCTUATION - {"."})) for word in text.replace("’s", "").split()]
    words = [word for word in words if word and normalise(word) not in _TITLES]
    capitals = sum(word[0].isupper() for word in words)
    small = [word for word in words if not word[0].isupper()]
    return tuple(words) if capitals and all(word in _PARTICLES for word in small) else ()


_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_SMALL = "|".join([*_TENS, *sorted(_ONES, key=len, reverse=True)])
_NUMBER = re.compile(
    rf"(?P<sign>[$€£¥])?(?<![\w.])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>(?:{_SMALL})(?:[- ](?:{'|'.join(_ONES)}))?|a(?= (?:hundred|dozen|million)))"
    rf"(?![a-z]))"
    rf"(?P<scales>(?:[- ]?(?:hundred|thousand|million|billion|trillion|dozen)\b"
    rf"|(?:k|m|mn|bn|b|tn)\b)*)",
    re.I,
)
_UNIT = re.compile(r"\s?%|[\s-][A-Za-z]+(?: cent)?")
_UNITS = {
    "percent": "%", "per cent": "%", "percentage": "%", "dollars": "$", "dollar": "$",
    "euros": "€", "euro": "€", "pounds": "£", "yen": "¥", "metres": "m", "meters": "m",
    "metre": "m", "meter": "m", "kilometres": "km", "kilometers": "km", "km": "km",
    "people": "", "persons": "", "or": "", "and": "", "to": "", "of": "", "in": "", "on": "",
    "at": "", "per": "", "were": "", "was": "", "had": "", "have": "", "from": "", "for": "",
}  # fmt: skip
_FILLERS = frozenset(
    "about around some nearly almost over more than at least approximately roughly up to people "
    "persons us percent per cent dollars euros pounds in on of from".split()
)
_TITLES = frozenset(
    "the a an mr mrs ms dr sir lord lady president former prime minister chancellor king queen "
    "prince princess pope general gen colonel captain senator sen governor gov mayor professor "
    "prof judge justice secretary coach ceo chief minister then".split()
)
_CHANGING = frozenset("new north south east west northern southern eastern western great".split())
_PARTICLES = frozenset(
    "of the and de la le van von der den du da dos bin al el di for in on".split()
)


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
    else:
        words = re.split(r"[- ]", match["word"].lower())
        value = float(sum(_TENS.get(word, _ONES.get(word, 0)) for word in words))
        if words == ["a"]:
            value = 1.0
        if words == ["one"] and not match["scales"]:
            return None  # "the one", "one of them": seldom a number
    for scale in re.findall(r"[a-z]+", match["scales"].lower()):
        value *= _SCALES[scale]
    return value
