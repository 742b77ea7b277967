"""A follow-up question becomes questions that can be understood alone, by rule, without a model.

`standalone` decides whether a question leans on what was said before (a pronoun, an ellipsis, "the
company") and says in what ways it could be meant. Which of them is meant is not decided here: the
articles know, and `dialogue` asks them. What was typed stays but for the words that lean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.antecedents import Antecedent, Turn, antecedents
from qa.ellipsis import completed, is_fragment
from qa.phrases import FUNCTION, GROUPS, PEOPLE, has_name, is_content, is_verbal, kinds_of, phrases


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question that a follow-up could mean."""

    text: str
    prior: float
    """How likely it is meant before anything is asked, as a logarithm: 0 for the likeliest."""


@dataclass(frozen=True, slots=True)
class _Lean:
    """Words of a question, `question[start:end]`, that stand for something said before."""

    start: int
    end: int
    word: str
    owner: bool
    """Whether it stands for whose something is."""
    kinds: frozenset[str]


LONGEST = 60
"""Words of a question that may lean; one with more is taken as it is."""
MAX_WORDS = 3
"""Words of meaning in a question that leans by "the company"; one with more tells enough."""
LIMIT = 4
"""Rewritings given: each will be read for."""
_UNSURE = 0.5
"""How much less likely is what only could be of a pronoun's kind."""
_UNDER = 0.2
"""How much less likely is a question put under a topic that it does not name."""
_TYPED = -0.7
"""Prior of a question as it was typed, where it may lean on what was said but need not."""


def standalone(question: str, turns: Sequence[Turn], *, limit: int = LIMIT) -> list[Rewriting]:
    """What a question could mean after some turns, likeliest first: itself alone if it is fresh."""
    typed = " ".join(question.split())
    itself = [Rewriting(typed, 0.0)]
    if not turns or not typed or len(typed.split()) > LONGEST:
        return itself
    known = antecedents(turns)
    plain = _with_role(_without_lead(typed), turns[-1])
    if is_fragment(typed):
        whole = [Rewriting(text, prior) for text, prior in completed(typed, turns)]
        found = [each for one in whole for each in _resolved(one, known)] or whole
    else:
        found = _resolved(Rewriting(plain, 0.0), known)
        named = any(phrase.named for each in found[:1] for phrase in phrases(each.text))
        found += [about for each in found[:1] if not named and (about := _about(each, known))]
    if not found:
        found = [Rewriting(text, prior) for text, prior in _described(typed, known, turns)]
        if not found and (plain != typed or _says_little(typed)):
            found = [about for about in [_about(Rewriting(plain, 0.0), known)] if about]
        found += [Rewriting(typed, _TYPED)] if found else itself
    best: dict[str, Rewriting] = {}
    for each in sorted(found, key=lambda each: -each.prior):
        best.setdefault(each.text, each)
    return list(best.values())[:limit]


def _about(rewriting: Rewriting, known: Sequence[Antecedent]) -> Rewriting | None:
    """A question that names nothing, put under what the turns before were about."""
    things = [each for each in known if each.kinds & _THING]

    def aptness(each: Antecedent) -> float:
        return each.prior - _UNSURE * (("person" in each.kinds) + (not has_name(each.text)))

    topic = max(things, key=aptness, default=None)
    if topic is None or topic.text in rewriting.text:
        return None
    question = rewriting.text[0].lower() + rewriting.text[1:]
    return Rewriting(f"About {topic.text}: {question}", rewriting.prior - _UNDER)


def _says_little(question: str) -> bool:
    """Whether a question can hardly be meant alone: "Who was the conductor?", "How many died?"."""
    low = question.lower()
    defines = re.match(r"(?:what|who) (?:is|are|was|were) (?!the\b)", low)
    words = [word for word in re.findall(r"[\w-]+", low) if word not in FUNCTION | PEOPLE]
    names = has_name(question) or bool(_mentions(question))
    return not names and len(words) <= 1 and not defines and " that " not in low


def _resolved(rewriting: Rewriting, known: Sequence[Antecedent]) -> list[Rewriting]:
    """A question with its pronouns replaced, in each likely way; empty where it has none."""
    leans = list(_leans(rewriting.text))
    if not leans:
        return []
    made = []
    # All of a question's pronouns of a kind stand for one and the same.
    first = leans[0]
    for meant in _fitting(first, [each for each in known if each.text not in rewriting.text]):
        same = [lean for lean in leans if lean.kinds == first.kinds]
        others = [lean for lean in leans if lean.kinds != first.kinds]
        told = dict.fromkeys(same, meant.text)
        prior = rewriting.prior + meant.prior
        for lean in others:
            rest = [each for each in _fitting(lean, known) if each.text != meant.text]
            if rest:
                told[lean] = rest[0].text
                prior += rest[0].prior
        made.append(Rewriting(_replaced(rewriting.text, told), prior))
    return made


def _fitting(lean: _Lean, known: Sequence[Antecedent]) -> list[Antecedent]:
    """What a word could stand for; the plainest first, and one of several that nest."""
    fits = [each for each in known if each.kinds & lean.kinds]
    unlike = _UNLIKE.get(lean.word, "")
    fits = [each for each in fits if not unlike or each.pronoun != unlike] or fits
    if not fits and lean.word in ("she", "her"):
        fits = [each for each in known if each.kinds & _THING]  # a ship is a she
    if not fits and lean.kinds == _SEVERAL:  # a company, or a team, is a they
        fits = [each for each in known if each.kinds & _THING and _is_group(each)]
    # What is surely of the kind goes before what merely could be.
    fits = [
        replace(each, prior=each.prior - _UNSURE * (not each.kinds <= lean.kinds)) for each in fits
    ]
    fits.sort(key=lambda each: -each.prior)
    kept: list[Antecedent] = []
    for each in fits:
        # "the theft" is "the theft of the Mona Lisa", told less well
        if not any(each.head == other.head and each.text in other.text for other in kept):
            kept.append(each)
    return kept[:LIMIT]


def _is_group(one: Antecedent) -> bool:
    """Whether it may be people under one name: what is called a group, or a name that tells not."""
    return one.head in GROUPS or (one.text[0].isupper() and one.head not in _CLASSES)


def _replaced(question: str, told: dict[_Lean, str]) -> str:
    for lean in sorted(told, key=lambda lean: -lean.start):
        text = told[lean]
        if lean.owner:
            text += "'" if text.endswith("s") else "'s"
        elif lean.word in ("there", "then"):
            text = f"in {text}"
        if lean.start == 0:
            text = text[0].upper() + text[1:]
        elif re.match(r"(?:The|An?) [a-z]", text):  # as its sentence began
            text = text[0].lower() + text[1:]
        question = question[: lean.start] + text + question[lean.end :]
    return question


def _leans(question: str) -> Iterator[_Lean]:
    """The pronouns of a question that stand for nothing within it."""
    mentions = _mentions(question)
    words = list(re.finditer(r"[^\W_]+(?:[-.&'’][^\W_]+)*|[^\w\s]", question))
    for place, match in enumerate(words):
        low = match.group().lower()
        kinds = _PRONOUNS.get(low)
        if kinds is None or any(start <= match.start() < end for start, end in mentions):
            continue
        before = [word.group().lower() for word in words[:place]]
        after = [word.group() for word in words[place + 1 :]]
        owner = low in _OWNERS and _begins_noun(*after[:1])  # else "a friend of his" is of him
        if _means_nothing(low, before, after):
            continue
        lean = _Lean(match.start(), match.end(), low, owner, kinds)
        if kinds == _DAY or not _is_told_within(question, lean):
            yield lean


def _mentions(question: str) -> list[tuple[int, int]]:
    """Where words stand for nothing said before: in quotes and titles, or the "it" of weather."""
    quotes = [match.span() for match in _QUOTED.finditer(question)]
    found = [span for span in quotes if span != (0, len(question))]
    found += [match.span() for match in _EMPTY_IT.finditer(question)]
    if re.search(r"\b[a-z]", question):  # else a capital tells nothing
        found += [match.span() for match in _TITLE.finditer(question)]
    return found


def _begins_noun(word: str = "?") -> bool:
    return is_content(word) or (is_verbal(word.lower()) and word.lower().endswith("ed"))


def _means_nothing(low: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a word that can be a pronoun is none here."""
    previous = before[-1] if before else ""
    following = after[0].lower() if after else ""
    if low == "there":
        return previous in _BE or following in _BE or following in ("any", "a")
    if low == "then":
        return following not in ("", "?", ".", "!") or not before
    if low == "it":
        # "how long did it take to …", "is it true that …"
        rest = [word.lower() for word in after]
        if previous in _BE and following == "that":
            return True
        return ("take" in rest[:1] and "to" in rest[:4]) or following in ("true", "possible")
    if low in ("this", "that", "these", "those"):
        leads = previous in _BE or previous in ("did", "does", "do", "about", "of", "after", "by")
        alone = not following or not _begins_noun(following) or following in ("happen", "mean")
        return not (leads and alone and following not in ("who", "which", "that", "of", "the"))
    return False


def _is_told_within(question: str, lean: _Lean) -> bool:
    """Whether the question itself has said before what a pronoun stands for.

    "Why did Neymar miss his match?" and "When did Roche say that he …" have; in "When did Roche buy
    it?" one who does something is not whom or what it is done to.
    """
    before = question[: lean.start].lower()
    said = [phrase for phrase in phrases(question[: lean.start]) if kinds_of(phrase) & lean.kinds]
    named = [phrase for phrase in said if phrase.named]
    if lean.kinds == _PERSON:
        named = [phrase for phrase in named if phrase.before not in _BESIDE]
    begins = lean.owner or lean.word not in _OBJECTS  # "before her" begins no clause
    joined = begins and re.search(_JOINT + r" $", before)
    owned = lean.owner and not before.endswith("of ")
    if (said and (owned or joined)) or (joined and before.startswith("who ")):
        return True
    if not named:
        return False
    between = before[named[0].end :]
    if lean.word in _OBJECTS:  # "the mayor before her"
        between = re.sub(r"\b(?:before|after) $", "", between)
    return lean.word in ("he", "she", "they") or bool(re.search(_JOINT, between))


def _described(
    question: str, known: Sequence[Antecedent], turns: Sequence[Turn]
) -> Iterator[tuple[str, float]]:
    """A question with "the company" told in full, where it was spoken of before."""
    if has_name(question) or sum(map(is_content, question.split())) > MAX_WORDS:
        return
    for match in re.finditer(r"\b(?:the|this|that|these|those) ((?:[\w-]+ )?)([\w-]+)", question):
        head = (match[1] if match[1] and not is_content(match[2]) else match[2]).strip().lower()
        end = match.start() + match.group().lower().find(head, 4) + len(head)
        if head in FUNCTION or re.match(r" (?:of|that|who|which|for)\b", question[end:]):
            continue
        same = [each for each in known if each.head == head and " " in each.text[4:]]
        for each in same[:2]:
            yield question[: match.start()] + each.text + question[end:], each.prior
        if same or head not in GROUPS | (_CLASSES & _words_of(turns[-1])):
            continue
        named = [each for each in known if each.text[0].isupper() and each.kinds & _THING]
        for each in named[:2]:
            yield f"{question[:end]} {each.text}{question[end:]}", each.prior


def _with_role(question: str, turn: Turn) -> str:
    """ "Who was it before him?" with the office that the question before asked about."""
    before = re.match(r"who (?:is|was|are|were) (?P<role>the [^?]+)", turn.asked, re.I)
    if before is None:
        return question
    role = before["role"]  # as it is: a backslash in it is no reference to a group
    return re.sub(r"^(who (?:is|was)) it\b", lambda said: f"{said[1]} {role}", question, flags=re.I)


def _words_of(turn: Turn) -> set[str]:
    said = f"{turn.asked} {turn.answer.text} {turn.answer.sentence}"
    return set(re.findall(r"[\w-]+", said.lower()))


def _without_lead(question: str) -> str:
    """A question without an "And" before it."""
    bare = re.sub(r"^(?:and|but|or|so|then|ok|okay)\b,?\s+", "", question, flags=re.I)
    return question if bare in ("", question) else bare[0].upper() + bare[1:]


_JOINT = r"\b(?:and|that|when|after|before|because|if|while|who|which)\b"
_BESIDE = frozenset("in at from to of".split())
_DAY = frozenset({"day"})
_PERSON, _THING = frozenset({"person"}), frozenset({"thing", "place"})
_SEVERAL = frozenset({"several"})
_PRONOUNS = (
    dict.fromkeys(("he", "him", "his", "she", "her", "hers", "himself", "herself"), _PERSON)
    | dict.fromkeys(("it", "its", "this", "that"), _THING)
    | dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), _SEVERAL)
    | {"there": frozenset({"place"}), "then": _DAY}
)
_UNLIKE = dict.fromkeys(("he", "him", "his", "himself"), "she") | dict.fromkeys(
    ("she", "her", "hers", "herself"), "he"
)
"""What nobody is called for whom a pronoun stands."""
_QUOTED = re.compile(r"""\"[^"]+\"|“[^”]+”|‘[^’]+’|(?<!\w)'[^']+'(?!\w)""")
_TITLE = re.compile(rf"(?<=[\w,] )(?:{'|'.join(map(str.capitalize, _PRONOUNS))}|IT)\b")
_AN_OBJECT = r"\w+ (?:an?|the|it|them|this|that|one|my|your|his|her|its|our|their)\b"
_EMPTY_IT = re.compile(
    r"\bit(?= (?:rain|snow)(?:s|ed|ing)?\b)"
    r"|\bwhat (?:time|day) is it\b"
    r"|\bhow far is it(?= from .+ to )"
    r"|\bhow long (?:has|had) it(?= been since )"
    r"|\bit(?= matters? (?:who|what|which|when|where|why|how|if|whether|that)\b)"
    rf"|\bit(?= costs? to {_AN_OBJECT})"
    r"|\b(?:is|was) it(?= (?:safe|legal|illegal|allowed|forbidden|hard|easy|difficult) to "
    rf"(?:(?:travel|go|live|walk|swim|fly)\b|{_AN_OBJECT}))",
    re.I,
)
_OWNERS = frozenset("his her its their".split())
_OBJECTS = frozenset("him her them".split())
_BE = frozenset("is are was were be been being".split())
# Not those of `phrases`, which tell that a name is nobody's: Plant, Mill and Book may be somebody.
_CLASSES = frozenset(
    "company firm team club group band party union prize cup award tower bridge river island lake "
    "mountain volcano wall museum gallery church cathedral airport harbour port station street "
    "park city town village country hotel stadium telescope institute organisation organization "
    "court bank act agreement accord treaty law conference marathon race match game mission ship "
    "ferry boat plane train book novel film painting picture portrait building mine factory mill "
    "plant disease virus vaccine rocket capsule eruption earthquake fire attack election war "
    "event".split()
)
