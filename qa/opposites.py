"""Verbs that exclude one another, said of the same: "The council rejected it" did not approve it.

English only, few, and strict: pairs of which one is the case wherever the other is not, where all
that stands before the verb, and the first word after it, is what the question speaks of. Whose wife
died, and which amendment was rejected, is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.dates import MONTH
from qa.denial import NEGATION
from qa.phrases import is_content
from qa.verbs import verb_terms

APPOSITION = (
    r"(?:(?:The|An?|Mr|Mrs|Ms|Dr|Judge|President|Minister|Mayor)\.? "
    r"(?:(?!(?:of|for|to|by|with|from|against|in|at|on|and|or)\b)[a-z-]+ ){0,3})?"
)
"""In a pattern, right before a name: what its bearer is."""


class Opposites:
    """What excludes the verbs of one question."""

    def __init__(self, words: Sequence[str], acts: frozenset[str], *, present: bool) -> None:
        """`words` are a question's; `acts` are the analyzed terms of those that are its verbs.

        `present` says that it asks what is so, which a past question is not answered by.
        """
        asked = verb_terms(words)
        judged = not acts.isdisjoint(_JUDGED)
        names = verb_terms(word for word in words if word[:1].isupper())
        self._terms, self._judged = asked, judged
        self._patterns = {
            _EXCLUDED_BY[term]: word
            for word in words
            for term in verb_terms([word])
            if term in acts and term in _EXCLUDED_BY and (present or term not in _STATES)
        }
        if asked <= acts | names and not judged:
            self._patterns = {}  # "Kim lost his phone" is no answer to "did Kim win?"

    def negated(self, text: str) -> str:
        """A text with the opposite as a negation of what is asked: "rejected", "not approved".

        Left as it is where it has the question's own verb, negates anything, or speaks of more.
        """
        for excluding, verb in self._patterns.items():
            found = excluding.search(text)
            if (
                not found
                or NEGATION.search(text)
                or not verb_terms(verb).isdisjoint(verb_terms(text))
            ):
                continue
            if self._is_of_the_same(text[: found.start()], text[found.end() :]):
                text = f"{text[: found.start()]}not {verb}{text[found.end() :]}"
        return text

    def _is_of_the_same(self, before: str, after: str) -> bool:
        """Whether what stands around the opposite is what the question speaks of."""
        before = without_asides(re.sub(rf"^{APPOSITION}(?=[A-Z])", "", before))
        after = _CLAUSE.split(_ASIDE.sub(" ", f" {after}"))[0]
        told = [word for word in _WORD.findall(before) if _tells(word)]
        if opens_relative(before) or _ANOTHER.search(after) or "'" in before or "’" in before:
            return False
        same = verb_terms(told) <= self._terms
        return same and (self._judged or verb_terms(_object_of(after)) <= self._terms)


def _object_of(after: str) -> list[str]:
    """The first words in a row that tell something: "lottery ticket"."""
    words = _WORD.findall(after)
    first = next((place for place, word in enumerate(words) if _tells(word)), len(words))
    last = next((n for n in range(first, len(words)) if not _tells(words[n])), len(words))
    return words[first:last]


def excluding(acts: frozenset[str]) -> list[re.Pattern[str]]:
    """What excludes verbs, by their analyzed terms: "lost" what "win" tells."""
    return [_EXCLUDED_BY[term] for term in acts if term in _EXCLUDED_BY]


def opens_relative(before: str) -> bool:
    """Whether words end within a relative clause: "the team, which in 2019"."""
    return _RELATIVE.search(before) is not None


def without_asides(text: str) -> str:
    """A text without what says when, how old, and of which place, and without relative clauses."""
    return _ASIDE.sub(" ", text)


def _tells(word: str) -> bool:
    return is_content(word) and not word.endswith("ly") and word not in _AUXILIARIES


_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_AUXILIARIES = frozenset("is are was were has have had been be being still remains again".split())
_RELATIVE = re.compile(r", (?:which|who|whose)\b[^,]*$")
_ANOTHER = re.compile(r"\b(?:an)?other|\bdifferent\b")
_CLAUSE = re.compile(r"[;:,]| (?:and|but) ")
"""Ends what a verb is said of, at a bare "and", too: only the first words are compared."""
_ASIDE = re.compile(
    rf", (?:which|who|\d+)\b(?:[^,;]|, \d+ {MONTH})*,|\([^)]*\)|"
    rf"\b(?:on|in|by|after) (?:the )?(?:[A-Z][a-z]+day|\d+|{MONTH})\b"
    r"(?: \w+ to \d+| [a-z]+| \d+)?|\bof (?:[A-Z]\w+ ?)+|"
    r"\b(?:yesterday|today|last (?:week|month|year))\b"
)
_JUDGED = frozenset({"convict", "acquit"})
"""Of somebody, whatever of: another count does not tell of this one, but somebody else would."""
_STATES = frozenset({"open", "close"})
_EXCLUDED_BY = {
    term: re.compile(rf"\b(?:{pattern})\b")
    for term, pattern in {
        "approv": "reject(?:s|ed)|vot(?:es|ed) down|vetoed|turned down|refused",
        "accept": "reject(?:s|ed)|turned down|refused",
        "pass": "reject(?:s|ed)|vot(?:es|ed) down|vetoed",
        "grant": "refused|rejected|denied",
        "reject": "approve[sd]|accept(?:s|ed)|passed",
        "allow": "banned|bans|forbade|forbids|prohibited",
        "ban": "allow(?:s|ed)|permitted",
        "support": "oppose[sd]",
        "oppos": "support(?:s|ed)|backed",
        "convict": "acquitted",
        "acquit": "convicted|found guilty",
        "win": "lost|loses",
        "lose": "won|wins",
        "surviv": "died|was killed",
        "die": "survive[sd]",
        "open": "(?:(?<=is )|(?<=are )|(?<=still )|(?<=remains ))closed",
        "close": "(?:(?<=is )|(?<=are )|(?<=still )|(?<=remains ))open",
    }.items()
}
"""For the analyzed term of a verb, what excludes it."""
