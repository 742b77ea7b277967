"""Verbs that exclude one another, said of the same: "The council rejected it" did not approve it.

English only, and few: pairs of which one is the case wherever the other is not. What merely differs
("sold", "kept") says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from qa.denial import NEGATION
from qa.verbs import verb_terms


class Opposites:
    """What excludes the verbs of one question."""

    def __init__(self, words: Iterable[str], acts: Collection[str]) -> None:
        """`words` are a question's; `acts` are the analyzed terms of those that are its verbs."""
        self._patterns = {
            _EXCLUDED_BY[term]: word
            for word in words
            for term in verb_terms([word])
            if term in acts and term in _EXCLUDED_BY
        }

    def negated(self, text: str) -> str:
        """A text with the opposite as a negation of what is asked: "rejected", "not approved".

        Left as it is where it has the question's own verb, or negates anything.
        """
        for excluding, verb in self._patterns.items():
            if verb_terms(verb).isdisjoint(verb_terms(text)) and not NEGATION.search(text):
                text = excluding.sub(f"not {verb}", text, count=1)
        return text


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
        "acquit": "convicted",
        "win": "lost|loses",
        "lose": "won|wins",
        "surviv": "died|was killed",
        "die": "survive[sd]",
        "open": "(?:(?<=is )|(?<=are )|(?<=still )|(?<=remains ))closed",
        "close": "(?:(?<=is )|(?<=are )|(?<=still )|(?<=remains ))open",
    }.items()
}
"""For the analyzed term of a verb, what excludes it."""
