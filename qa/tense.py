"""Which way the verb beside some words looks: "will meet on Sunday" ahead, "met on Sunday" back.

Told by the nearest telling word of the sentence, without a tagger: auxiliaries, words of planning,
endings in -ed and the commonest irregular pasts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Literal

from index.sentences import sentence_around
from qa.verbs import NO_VERBS, PASTS, PLURAL, UNCHANGED, is_plain_verb, verb_terms

Tense = Literal["past", "future", ""]
""""" where no word tells."""
REACH = 100
"""Words on either side among which a verb is sought; beyond, there is a list and no sentence."""


def tense_beside(text: str, start: int, end: int) -> Tense:
    """Which way the verb nearest before `text[start:end]` in its sentence looks, else after it.

    "said on Sunday that it will" is past, "said that it will open on Sunday" future. Words that
    open a clause ("and on Friday it will") have their verb after them.
    """
    left, right = sentence_around(text, start, end)
    if _IS_BEFORE.search(text[left:start]) and _A_DAY.match(text[start:end]):
        return "" if text[end : end + 2] in ("’s", "'s") else "future"
    if _APPOINTED.search(text[left:start]):
        return "future"
    words = _WORD.findall(text[left:start])
    here = len(words)
    words += _WORD.findall(text[end:right])
    before = range(here - 1, -1, -1)[:REACH]
    after = range(here, len(words))[:REACH]
    opens = _OPENS.search(text[left:start])
    for at in (*after, *before) if opens else (*before, *after):
        tense = _tense(words, at)
        if tense == "future" and words[at] in _IS and at >= here > 0 and not opens:
            continue  # "having met on Sunday in that room, what is keeping them": another clause
        if tense:
            return tense
    return ""


def follows_a_past_verb(text: str, start: int) -> bool:
    """Whether the very word before is a past verb, with its subject or auxiliary before it."""
    words = _WORD.findall(text[max(start - 40, 0) : start])[-2:]
    return (
        len(words) == 2
        and words[0].lower() in _BEFORE_A_VERB
        and words[1] not in _PLANNED | {"set", "due"}
        and _tense(words, 1) == "past"
    )


def looks_back(text: str) -> bool:
    """Whether any verb of a text is in the past, as far as can be told."""
    words = _WORD.findall(text)
    return any(_tense(words, at) == "past" for at in range(len(words)))


def acts_told(question: str) -> frozenset[str]:
    """The verb terms of what a question takes for done: "won", "meet" in "did they meet".

    None where it looks ahead, too.
    """
    words = _WORD.findall(question)
    tenses = [_tense(words, at) for at in range(len(words))]
    if "future" in tenses:
        return frozenset()
    lowered = [word.lower().replace("’", "'") for word in words]
    told = [w for w, tense in zip(lowered, tenses, strict=True) if tense and w not in _AUXILIARIES]
    did = next((at for at, word in enumerate(lowered) if word in ("did", "didn't")), len(words))
    after = [
        word
        for before, word in pairwise(words[did:])
        if word.islower() and not {word, before.lower()} & _BEFORE_A_NOUN and word not in _SUBJECTS
    ]
    # "the tram strike begin": what is known for a verb, before what may be a noun.
    several = bool(after and (after[0] in ("police", "people") or PLURAL.search(after[0])))
    verbs = [word for word in after if is_plain_verb(word)] or after[int(several) :][:1]
    return verb_terms([*told, *verbs])


def tells(text: str, acts: frozenset[str]) -> bool:
    """Whether a text says of any of the acts, as `acts_told` gives them, that it was done."""
    words = _WORD.findall(text)
    words[:1] = [word.lower() for word in words[:1]]  # "Founded in 1920, it"
    told = (
        word for at, word in enumerate(words) if _is_told(words, at) and not _is_under_if(words, at)
    )
    return bool(acts) and not acts.isdisjoint(verb_terms(told))


def _is_told(words: list[str], at: int) -> bool:
    """Whether a word is a past verb: those of PASTS, too, and "cost", "cut" where none leads."""
    word = words[at]
    if _tense(words, at) == "past":
        return True
    before = words[max(at - 2, 0) : at]
    led = {"to", "be"} & set(before) or any(each.lower() in _AHEAD for each in before)
    return not led and (word in PASTS or word in UNCHANGED or word in _PUT_OFF)


def leaves_open(
    text: str,
    start: int,
    end: int,
    acts: frozenset[str],
    about: Collection[str],
    *,
    beside: bool = True,
) -> bool:
    """Whether the sentence of `text[start:end]` leaves open, or denies, that the acts were done.

    It foretells them, says that something was put off or fell through, or, where that counts, its
    verb `beside` those words looks ahead; and it tells none of them as done. `about` are the
    question's terms.
    """
    left, right = sentence_around(text, start, end)
    sentence = text[left:right]
    if not acts or tells(sentence, acts) or _is_under_way(sentence, acts):
        return False
    return (
        foretells(sentence, acts)
        or falls_through(sentence, about)
        or (beside and tense_beside(text, start, end) == "future")
    )


def _is_under_way(sentence: str, acts: frozenset[str]) -> bool:
    """Whether any of the acts is being done: "Ford is recalling"."""
    words = _WORD.findall(sentence)
    return any(
        _is_form_of_be(before) and word.endswith("ing") and not acts.isdisjoint(verb_terms([word]))
        for before, word in pairwise(words)
    )


def falls_through(sentence: str, about: Collection[str]) -> bool:
    """Whether a sentence says that what is asked about was put off, called off, or only meant.

    In its main clause, and in one part with a term of the question: not "killed twelve and blocked
    the road".
    """
    main = _RELATIVE.sub(" ", sentence)
    return any(
        _FELL_THROUGH.search(part) and not verb_terms(part).isdisjoint(about)
        for part in _PARTS.split(main)
    )


def foretells(text: str, acts: frozenset[str]) -> bool:
    """Whether a sentence says of any of the acts, as `acts_told` gives them, that it is to come.

    Its verb has a word that looks ahead at most four words before it, and none that looks back
    between: "is poised to become", not "will, as he said, sign"; or it has an "if" there. What
    tells an act as done does not foretell it: "bought the yard and will buy another", "would go on
    to win".
    """
    if not acts or tells(text, acts) or _WENT_ON.search(text):
        return False
    words = _WORD.findall(text)
    tenses: list[Tense] = [
        "" if _is_form_of_be(word) else _tense(words, at) for at, word in enumerate(words)
    ]
    for at, word in enumerate(words):
        if not (word.islower() and verb_terms([word]) & acts):
            continue
        if _is_under_if(words, at):
            return True
        if not tenses[at]:
            nearest = (tense for tense in tenses[max(at - 4, 0) : at][::-1] if tense)
            if next(nearest, "") == "future":
                return True
    return False


def _is_under_if(words: list[str], at: int) -> bool:
    """Whether an "if" or the like stands near before a word, in its own clause.

    "whether Agrawal, who took over in November, will remain" does not ask whether he took over.
    """
    for word in words[max(at - 4, 0) : at][::-1]:
        if word in _WHO:
            return False
        if word in _IF:
            return True
    return False


def _is_form_of_be(word: str) -> bool:
    return word in _IS or word.replace("’", "'").endswith(("'re", "'m"))


def _tense(words: list[str], at: int) -> Tense:
    """What one word tells, with its neighbours in view."""
    word = words[at].replace("’", "'")
    following = words[at + 1] if at + 1 < len(words) else ""
    preceding = words[max(at - 2, 0) : at][::-1]
    if word.lower() in ("starting", "beginning") and not at:
        return ""  # "Starting on Tuesday, they began"
    if word in ("May", "Will") and (at or not following.islower()):
        return ""  # a name, or the month
    if word.lower() in _AHEAD or word.endswith("'ll"):
        return "" if following == "have" else "future"
    if _is_form_of_be(word):
        return "future" if following.endswith("ing") and following != "being" else ""
    if word.startswith("cancel"):
        return "future"  # what has been cancelled was to come
    if word in _PLANNED or (word in ("set", "due") and following in ("to", "for", "in", "on")):
        return "past" if preceding[:1] in (["was"], ["were"], ["been"]) else "future"
    if word in _BEGINS or _TIMETABLED.match(" ".join(words[at : at + 5])):
        return "future"
    if word in _PAST or (word.endswith("ed") and word.islower() and word not in _NOT_PAST):
        # Of "will be released" it is "will" that tells, of "to be released" what stands before.
        return "" if {"be", "get"} & set(preceding) or preceding[:1] == ["to"] else "past"
    return ""


_WORD = re.compile(r"[\w’'-]+")
_IS_BEFORE = re.compile(r"(?<!\b[Ii]t )\b(?:is|are) $")
_APPOINTED = re.compile(
    r"(?:(?<!was )(?<!were )\bdue(?: on)?|\b(?:planned|scheduled|called|slated|billed) for|"
    r"\b(?:is|are|was|were) to (?!blame\b)(?:have )?[a-z]+(?: \w+){0,4}?(?: (?:on|in|from))?|"
    r"\b(?:put off|postponed|delayed|deferred|extended|adjourned|suspended|pushed back|"
    r"(?:is|are|been|be|remains?) (?:closed|shut))(?: \w+){0,3}? (?:until|till|to)|"
    r"\b(?:asked|invited|chosen|named|hired)\b[^.;:]{0,60} to [a-z]+(?: [\w’'-]+){0,4} from) $"
)
"""Right before a date: it is that of what was planned then, whatever became of it."""
_A_DAY = re.compile(r"(?:[Oo]n |in )?[A-Z\d]")
_OPENS = re.compile(r"(?:[;:—–]|\b(?:and|but|then)) $")
_IS = frozenset("is are am".split())
_AHEAD = frozenset(
    "will won't shall would could may might can should must tomorrow upcoming forthcoming "
    "plans plan planning hopes hoping expects expecting intends aims wants going likely "
    "starting beginning effective".split()
)
_PLANNED = frozenset(
    "expected scheduled planned slated poised rescheduled postponed delayed adjourned".split()
)
_BEGINS = frozenset(
    "begins starts opens airs premieres debuts resumes kicks returns faces hosts meets launches "
    "expires arrives travels concludes ends reopens closes".split()
)
"""Verbs whose present tense speaks of what a timetable says."""
_TIMETABLED = re.compile(
    r"takes place\b|runs until\b|(?:goes|heads|[Vv]oters (?:go|head)) to the polls\b"
)
_RELATIVE = re.compile(r",? (?:which|who|whom|whose|where)\b[^,;]*(?:,|(?=;)|$)")
_PARTS = re.compile(r";|,? (?:and|but|though|although|while|when|because)\b")
_PUT_OFF = frozenset("postponed delayed rescheduled cancelled canceled scheduled planned".split())
_IF = frozenset("if If unless Unless whether".split())
_WHO = frozenset("who whom whose which".split())
# Not one list with those of `standing`, of an event's day, and of `settling`, of a yes or no: what
# was blocked or only meant tells the one and not the other.
_FELL_THROUGH = re.compile(
    r"\b(?:call(?:s|ed)? off|put off|cancel\w*|postpon\w*|shelved?|scrapped|abandoned|blocked|"
    r"thwarted|averted|(?:was|were|been) dropped|fell through|off the table|will not|won['’]t|"
    r"(?:had|has|have) (?:meant|hoped|planned) to|"
    r"(?:was|were) (?:to|due|meant|supposed|scheduled|planned)\b)"
)
_WENT_ON = re.compile(r"\b[Ww]ould (?:later |then |soon )?go on to\b")
_AUXILIARIES = frozenset("was were had did wasn't weren't hadn't didn't".split())
_SUBJECTS = frozenset("he she it they we you i people".split())
_BEFORE_A_NOUN = frozenset("a an the this that these those his her its their each every".split())
_BEFORE_A_VERB = frozenset("was were been had has have he she it they who we i".split())
# Of "has been planned" the word after it tells.
_PAST = (PASTS - NO_VERBS - {"been"}) | frozenset(
    "did done born beat hit wasn't weren't hadn't didn't".split()
)
_NOT_PAST = frozenset(
    "need indeed speed hundred exceed succeed proceed feed breed bleed seed weed unprecedented "
    "red bed shed sacred naked wicked rugged so-called".split()
)
