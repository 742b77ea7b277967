"""When two answers say the same, and when they cannot both be right.

Numbers are compared by value and bound, dates by their days, names by their last word and initials,
times by what the one leaves open. What is neither the same nor a contradiction is simply another
answer.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache
from itertools import combinations

from qa.dates import MONTH, dates_in, hull, overlap
from qa.demonyms import country_of
from qa.phrases import PARTICLES
from qa.quantities import Quantity, quantities, without_numbers
from qa.types import Period

_PUNCTUATION = set(string.punctuation) | set("‘’“”«»–—…")
_BETWEEN = re.compile(r"(?<=\d)(?:[-–/:]|\.(?=\d\d\s?[ap]\.?m\b))(?=\d)")
_DROPPED = re.compile(rf"(?<!\d)\.|\.(?!\d)|[{re.escape(''.join(sorted(_PUNCTUATION - {'.'})))}]")


@lru_cache(4096)
def normalise(answer: str) -> str:
    """Equal for answers that say the same: case, punctuation, articles and spacing left out.

    As the official SQuAD evaluation does (Rajpurkar et al. 2016), and accents besides; but digits
    stay apart: "2-1" is not "21", nor "1.5" "15".
    """
    folded = unicodedata.normalize("NFKD", answer.lower())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    kept = _DROPPED.sub("", _BETWEEN.sub(" ", plain))
    return " ".join(word for word in kept.split() if word not in ("a", "an", "the"))


def same(one: str, other: str) -> bool:
    """Whether two answers give the same one, in the same words or as variants."""
    numbers, others = quantities(one), quantities(other)
    if normalise(one) == normalise(other):  # which leaves out the signs of "-5" and "£5"
        return bool(_times(one)) or _same_quantities(numbers, others)
    if numbers or others:
        return _same_quantities(numbers, others) and _same_rest(one, other)
    return _same_name(one, other) or _of_one_country(one, other) or _is_plural(one, other)


def contradict(one: str, other: str) -> bool:
    """Whether two answers to the same question exclude one another.

    Told of numbers that count the same, of days or years, and of names; never of other words,
    which may both be right.
    """
    if same(one, other):
        return False
    if _are_other_scores(one, other):
        return True
    if _contains(one, other) or _contains(other, one):
        return False
    numbers, others = quantities(one), quantities(other)
    if numbers and others:
        return _exclude(one, other)
    if bool(numbers) != bool(others):
        return False
    # Who is told without an article may speak for what has one: "the White House", "Donald Trump".
    alike = one.startswith("the ") == other.startswith("the ")
    return alike and _is_name(one) and _is_name(other)


def _exclude(one: str, other: str) -> bool:
    """Whether the numbers of two texts exclude one another, as times, as days or as quantities."""
    times, other_times = _times(one), _times(other)
    if times or other_times:
        return bool(times and other_times) and not times & other_times
    days, other_days = _days(one), _days(other)
    if days and other_days:
        return not overlap(days, other_days)
    numbers, others = quantities(one), quantities(other)
    units = {number.unit for number in (*numbers, *others)}
    return all(_agree(a, b) for a, b in combinations(units, 2)) and all(
        a.reach[1] < b.reach[0] or b.reach[1] < a.reach[0] for a in numbers for b in others
    )


def _agree(unit: str, other: str) -> bool:
    """Whether two units may be one; "$" may be short for "C$"."""
    if "$" in (unit, other):
        return unit[-1:] in ("", "$") and other[-1:] in ("", "$")
    return unit == other or not unit or not other


def _are_other_scores(one: str, other: str) -> bool:
    """Whether both are results, and not of one match: "2-1" and "3-1", but not "2-1" and "1-2"."""
    pairs = [(int(m[1]), int(m[2])) for m in map(_SCORE.fullmatch, (one, other)) if m]
    falls = any(first >= second for first, second in pairs)  # "4-6" and "4-8" may be ranges
    return len(pairs) == 2 and falls and sorted(pairs[0]) != sorted(pairs[1])


def _times(text: str) -> set[int]:
    """The times of day, in minutes on a clock of twelve hours: 180 for "3pm" and "15:00"."""
    return {int(m["hour"]) % 12 * 60 + int(m["minute"] or 0) for m in _TIME.finditer(text)}


def _days(text: str) -> Period | None:
    """The days that a text means, where all of its numbers are of dates that it states in full."""
    dates, rest = dates_in(text), text
    for dated in reversed(dates):
        rest = f"{rest[: dated.start]} {rest[dated.end :]}"
    counts = any(n.hedge or not _MONTH.fullmatch(n.unit) for n in quantities(text))
    return None if counts or quantities(rest) else hull(dated.period for dated in dates)


def _same_quantities(numbers: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> bool:
    if len(numbers) != len(others):
        return False
    return all(
        a.value == b.value and _agree(a.unit, b.unit) and {a.hedge, b.hedge} != {"more", "less"}
        for a, b in zip(numbers, others, strict=True)
    )


def _same_rest(one: str, other: str) -> bool:
    """Whether what stands beside the numbers agrees: one has nothing more, or the same words."""
    first, second = _beside_numbers(one), _beside_numbers(other)
    return first <= second or second <= first


def _beside_numbers(text: str) -> set[str]:
    rest = normalise(without_numbers(text)).split()
    return {word for word in rest if word not in _FILLERS}


def _contains(one: str, other: str) -> bool:
    """Whether all words of `other` stand in `one`: "2013" in "from 2013 to 2017"."""
    return set(normalise(other).split()) <= set(normalise(one).split())


def _same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's or body's: "Obama", "President Barack Obama", "WHO"."""
    one, other = sorted((one, other), key=lambda text: len(_name_words(text)))
    short, long = _name_words(one), _name_words(other)
    address, other_address = _addresses(one), _addresses(other)
    if not short or (address and other_address and not address & other_address):
        return False
    if _unspaced(short) == _unspaced(long):
        return True
    if len(short) == 1 and len(long) > 1 and short[0].isupper() and len(short[0]) > 1:
        initials = "".join(word[0] for word in long if word[0].isupper())
        if initials == short[0].replace(".", ""):
            return True
    folded, among = [w.lower() for w in short], [w.lower() for w in long]
    if folded[-1] != among[-1] or not set(folded) <= set(among):
        return False
    more = among[: -len(folded)]
    # "York" is not "New York", "London" no "Mayor of London", "The Times" not "Financial Times".
    return not more or not (
        _CHANGING & {more[0], more[-1]}
        or (more[-1] in _OF and TITLES & set(more))
        or ("the" in one.lower().split() and "the" not in other.lower().split())
    )


def _of_one_country(one: str, other: str) -> bool:
    """Whether both are one country, or of one: "Iran" and "Iranian"."""
    country, another = country_of(one), country_of(other)
    return bool(country or another) and normalise(country or one) == normalise(another or other)


def _is_plural(one: str, other: str) -> bool:
    """Whether one is the other's plural, of common nouns: "surfboard" and "surfboards"."""
    short, long = sorted((normalise(one), normalise(other)), key=len)
    common = short.islower() and not any(map(str.isupper, f"{one[:1]}{other[:1]}"))
    return common and long in (f"{short}s", f"{short}es")


def _unspaced(words: tuple[str, ...]) -> str:
    """The same for "Kim Jong-un" and "Kim Jong Un"."""
    return "".join(words).replace("-", "").lower()


def _addresses(text: str) -> set[str]:
    """Whether a text speaks of a man or a woman, as far as a form of address says."""
    return {_ADDRESSES[word] for word in normalise(text).split() if word in _ADDRESSES}


def _is_name(text: str) -> bool:
    words = _name_words(text)
    return bool(words) and all(word[0].isupper() for word in words)


@lru_cache(4096)
def _name_words(text: str) -> tuple[str, ...]:
    """The words of a name without titles and a leading "the"; nothing where it is none.

    The title of an office stays: the Mayor of London is not London.
    """
    words: list[str] = []
    for word in reversed(_LEFT_OUT.sub("", text).split()):
        word = word.strip("".join(_PUNCTUATION - {"."}))
        office = bool(words) and normalise(words[0]) in TITLES | _OF
        if word and word.lower() not in _ASIDE and (office or normalise(word) not in TITLES):
            words.insert(0, word)
    capitals = sum(word[0].isupper() for word in words)
    small = [word for word in words if not word[0].isupper()]
    return tuple(words) if capitals and all(word in _PARTICLES for word in small) else ()


_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?"
    r"(?:\s?[ap]\.?m\b|(?<=:\d\d)(?![\d:]))",
    re.I,
)
_SCORE = re.compile(r"\s*(\d{1,3})[-–](\d{1,3})\s*")
_MONTH = re.compile(rf"(?:{MONTH})?", re.I)
_FILLERS = frozenset(
    "about around some nearly almost over more than at least approximately roughly up to people "
    "persons us percent per cent dollars euros pounds in on of from".split()
)
TITLES = frozenset(
    "mr mrs ms dr sir lord lady president prime minister chancellor king queen prince princess "
    "pope general gen maj colonel col sgt captain senator sen rep governor gov mayor professor "
    "prof judge justice secretary coach ceo chief".split()
)
"""What may stand before a name."""
_OF = frozenset(("of", "for"))
_ASIDE = frozenset(("former", "then"))
_ADDRESSES = {"mr": "man", "sir": "man", "mrs": "woman", "ms": "woman", "lady": "woman"}
_LEFT_OUT = re.compile(r"^the\s|(?<=\w)['’]s\b", re.I)
_CHANGING = frozenset("new north south east west northern southern eastern western great".split())
_PARTICLES = PARTICLES | frozenset("of the and for in on".split())
