"""Who does what to whom in a sentence, as far as its order, its "by" and its clauses tell.

"Park beat Kim" has all the words of whether Kim beat Park, and "Kim's wife died" those of whether
Kim died. English only, by rule, without a parser: what it cannot tell counts as asked.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qa.clauses import words_of
from qa.dates import MONTH
from qa.proposition import Proposition
from qa.verbs import verb_terms

Roles = tuple[frozenset[str], ...]
"""The terms of who acts, and of whom he acts on; empty where a question tells none or one."""


def roles_in(question: str, acts: frozenset[str]) -> Roles:
    """Who acts, and on whom, where a question tells that of two names and of no mutual `acts`."""
    if acts & _MUTUAL or _NO_ROLES.match(question):
        return ()
    named = sorted(_names(question.partition(" ")[2]), key=lambda name: name[1])
    return tuple(terms for terms, _ in named[:2]) if len(named) > 1 else ()


def keeps_roles(text: str, roles: Roles, asked: Proposition) -> bool:
    """Whether who acts in the question does so in a sentence, as far as its order tells."""
    if not roles:
        return True
    actor, other = (
        [place for said, place in _names(text) if said <= name or name <= said] for name in roles
    )
    if actor and not other:  # which the title names: it may be the one that acts
        done = [place.start() for place in _LOWER.finditer(text) if asked.is_act(place[0])]
        return not done or min(actor) < min(done)
    return not actor or min(actor) <= max(other)


def is_a_deed(text: str, verb: frozenset[str]) -> bool:
    """Whether the question's verb, where it has one, is a verb here: no "stolen statue"."""
    return not verb or any(
        verb <= verb_terms([word])
        and before.lower() not in _ARTICLES
        and not before.endswith(("’s", "'s"))  # "his wife's release"
        for before, word in pairwise(["", *words_of(text)])
    )


def is_anothers(text: str, asked: Proposition) -> bool:
    """Whether it only speaks of something of the one supposed ("Kim's wife died"), or has another
    do it, or him do something else.
    """
    last = asked.name.split()[-1] if asked.name else ""
    named = re.findall(rf"(?<!\w){re.escape(last)}(['’]s)?(?!\w)", text) if last else []
    if named and all(named):
        return True
    return bool(named) and (_is_by_another(text, asked) or _is_done_elsewhere(text, asked, last))


def _is_by_another(text: str, asked: Proposition) -> bool:
    """Whether only a clause on somebody else has the verb: "and by Finch, who won it", or "Kim
    won it, the committee announced", where it is asked what Kim announced.
    """
    done = sum(map(asked.is_act, words_of(text)))
    clauses = [*_ONE_WHO.finditer(text), *_ATTRIBUTED.finditer(text)]
    others = sum(
        asked.is_act(clause["verb"]) and verb_terms(clause["name"]).isdisjoint(asked.subject)
        for clause in clauses
    )
    return 0 < done == others


def is_done_by_another(text: str, asked: Proposition) -> bool:
    """Whether another's name stands right before the verb wherever it is told: "Kim watched as Lee
    won".
    """
    if not asked.name or asked.is_passive or asked.acts & _MUTUAL or "by" in asked.words:
        return False
    if asked.subject.isdisjoint(verb_terms(text)) or _for(asked.name).search(text):
        return False  # "Starmer won it for Labour": somebody of theirs
    acts = asked.verb or asked.acts
    done = sum(
        before != "to" and not acts.isdisjoint(verb_terms([word]))
        for before, word in pairwise(["", *words_of(text)])
    )
    others = sum(
        not acts.isdisjoint(verb_terms([found["verb"]]))
        and verb_terms(found["name"]).isdisjoint(asked.subject)
        and not _BESIDE.search(text, 0, found.start())
        for found in _NAME_AND_VERB.finditer(text)
    )
    return 0 < done == others


def _for(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:for|at) {re.escape(name)}\b|(?<!\w){re.escape(name)}['’]s\b")


def is_negated_of_another(text: str, asked: Proposition) -> bool:
    """Whether only of others it is said that they did not: "Kim said that Lee did not sign"."""
    if not asked.name:
        return False
    if asked.subject.isdisjoint(verb_terms(text)) or _NOR.search(text):
        return False
    denied = [found for found in _NAME_AND_NOT.finditer(text) if asked.is_act(found["verb"])]
    return bool(denied) and all(
        verb_terms(found["name"]).isdisjoint(asked.subject | asked.names) for found in denied
    )


def is_lessened(text: str, asked: Proposition) -> bool:
    """Whether a word that is asked about stands only in one for less: "semi-final" for "final"."""
    return any(
        re.search(rf"(?<!\w)(?:{_LESS})-{re.escape(word)}", text, re.I) is not None
        and re.search(rf"(?<![\w-]){re.escape(word)}", text, re.I) is None
        for word in asked.words
        if word[:1].islower() and len(word) > 2
    )


def _is_done_elsewhere(text: str, asked: Proposition, last: str) -> bool:
    """Whether the one supposed only did something else: "was pardoned by Kim", "and for Kim".

    Or did it to something else, where a "but" stands between: "kept two, but sacked the chief".
    `last` is the last word of the name.
    """
    by = rf"\bby (?:(?!by\b|and\b)[\w’'-]+ ){{0,4}}{re.escape(last)}(?!\w)"
    agent = re.search(by, text)
    if agent and text.count(last) == 1 and not _WHO.match(text, agent.end()):
        clause = words_of(text[: agent.start()])[-6:]
        if not any(map(asked.is_act, clause)):
            return True
    objects = asked.objects
    parts = [verb_terms(part) for part in _BUT.split(text)]
    return len(parts) > 1 and not any(
        asked.acts <= part and (not objects or objects & part) for part in parts
    )


def _names(text: str) -> list[tuple[frozenset[str], int]]:
    """The names that may act or be acted on, and where; before all others, who acts by "by"."""
    found = []
    for match in _NAME.finditer(text):
        before, terms = text[: match.start()], verb_terms(match[0])
        if terms and not _SCENE.search(before):
            found.append((terms, -1 if _ACTING.search(before) else match.start()))
    return found


_MUTUAL = frozenset("meet marri wed divorc play face".split())
"""Terms of what two do to each other."""
_NO_ROLES = re.compile(r".*, |(?:is|are|was|were)\b(?!.*\b(?:by|than|\w+ing)\b)", re.I)
"""Of a question: a list of names, or "is Rome the capital", which can be turned round."""
_NO_NAME = (
    r"(?!(?:In|On|At|By|Of|And|With|During|After|Before|Since|When|As|The|An?|He|She|They|It|Who|"
    rf"\w+day|{MONTH})\b)"
)
_NAME = re.compile(
    rf"\b{_NO_NAME}"
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*"
)
_SCENE = re.compile(
    r"\b(?:in|at|of|and|or|with|for|during|after|before|since|near) (?:the |an? )?$", re.I
)
_ACTING = re.compile(r"\b(?:by|which|whom|that) (?:the |an? )?$", re.I)
_LOWER = re.compile(r"\b[a-z][\w-]*")
_ARTICLES = frozenset("a an the this that these those his her its their".split())
_ONE_WHO = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]{1,40}(?: [A-Z][\w’'-]{1,40}){0,5})(?:, \d+)?,? who "
    r"(?:(?:has|have|had|also|once|later|then) )*(?P<verb>\w+)"
)
_NAME_AND_VERB = re.compile(
    rf"\b(?P<name>{_NO_NAME}[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) "
    r"(?:(?:has|have|had) )?(?P<verb>[a-z]\w+)"
)
_NOR = re.compile(r"\b(?:nor|neither)\b")
_NAME_AND_NOT = re.compile(
    rf"\b(?P<name>{_NO_NAME}[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) "
    r"(?:(?:did|does|has|had|was|is|will|would) not|(?:did|does|has|had|was|is|wo|would)n['’]t|"
    r"never) (?:been )?(?P<verb>[a-z]\w+)"
)
_LESS = "semi|quarter|half|non|ex|pre|vice|mid|anti|near"
_BESIDE = re.compile(r"(?:\b(?:of|in|from|at|with|and|near|on|by|for|[Tt]he)|[A-Z]\w*) $")
"""Before a name that need not be who acts: "Kim of Lorn won", "Kim and Lee won"."""
_ATTRIBUTED = re.compile(
    r", (?P<name>[^,;]{2,60}?) "
    r"(?P<verb>said|says|announced|confirmed|reported|admitted|claimed|declared)\b[^,;]*$"
)
_BUT = re.compile(r",? but ")
"""Of all joints, this one sets a deed against another; behind "and" may be more of the same."""
_WHO = re.compile(r",? who\b")
