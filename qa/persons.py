"""Whom a sentence tells of: not who only suffered what is asked, nor another relation.

By rule, English only, and each narrow: what a rule cannot tell counts as the one who is asked for.
"""

from __future__ import annotations

import re

from index.sentences import sentence_around, sentence_spans
from qa.clearing import acquits
from qa.denial import denies
from qa.kinds import RELATIONS
from qa.opposites import excluding
from qa.reader import Span
from qa.verbs import verb_terms
from qa.wanted import names_in
from qa.wrongs import WRONGS, asks_who_did_wrong


class Persons:
    """What shows, for one question, that a sentence names somebody else, or clears him."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._wrong = asks_who_did_wrong(question)
        asked = _WHO_DID.match(question)
        self._done = verb_terms([asked["verb"]]) if asked else frozenset()
        whom = _WHOM.match(question)
        self._object = whom["name"].split()[-1] if whom else ""
        self._excluding = excluding(self._done)
        kin = _KIN_ASKED.search(question)
        self._kin = _kin(kin["kin"]) if kin else ""
        self._names = frozenset(names_in(question))
        self._doers = frozenset(name for doer in _DOER.findall(question) for name in doer.split())
        self._led = bool(_LEADS.match(question))
        self._follows = bool(_WHO_FOLLOWS.match(question))
        self._plays = bool(_WHO_PLAYS.match(question))

    def rule_out(self, span: Span) -> bool:
        """Whether it is not who is asked for."""
        return (
            self._is_of_the_asked_name(span)
            or self._suffers(span)
            or self._is_other_kin(span)
            or self._goes_before(span)
            or self._only_looks_into(span)
            or self._is_denied(span)
            or self._is_another_role(span)
            or self._does_the_opposite(span)
        )

    def _is_of_the_asked_name(self, span: Span) -> bool:
        """Whether words are part of the name of who acts, or stand with it for what it is: neither
        "Ada" nor "the opposition" is whom Orr beat in "Ada Orr", "the opposition Orr".
        """
        following = _NEXT_NAME.match(span.hit.passage.text, span.end)
        if following is None:
            return False
        if span.text.startswith(("the ", "The ")):
            return self._led and following["name"] in self._names
        return following["name"] in self._doers and span.text[:1].isupper()

    def _suffers(self, span: Span) -> bool:
        """Whether to the one who is named was done what the question asks who did."""
        if not self._done:
            return False
        text = span.hit.passage.text
        done = _DONE_TO.match(text, span.end)
        if done is not None and not self._done.isdisjoint(verb_terms([done["verb"]])):
            return True
        if not self._object or self._done.isdisjoint(_OVERCOMES):
            return False
        # "Renn beat Lowe", where it is asked who beat Renn
        did = re.search(
            rf"{re.escape(self._object)}(?: \w+ly| has| had)? (\w+) (?:the |an? )?$",
            text[max(span.start - 80, 0) : span.start],
        )
        return did is not None and not self._done.isdisjoint(verb_terms([did[1]]))

    def _does_the_opposite(self, span: Span) -> bool:
        """Whether behind it stands what excludes what is asked, lost for won, and not that, too."""
        if not self._excluding:
            return False
        text = span.hit.passage.text
        _, end = sentence_around(text, span.start, span.end)
        if not self._done.isdisjoint(verb_terms(text[span.end : end])):
            return False  # "lost the first set but won the match"
        return any(
            re.compile(rf" (?:(?:has|have|had|also|later|\w+ly) )*(?:{pattern.pattern})").match(
                text, span.end
            )
            for pattern in self._excluding
        )

    def _is_other_kin(self, span: Span) -> bool:
        """Whether somebody is another relation than the one asked for: "her mother, Carol"."""
        if not self._kin or not span.text[:1].isupper():
            return False
        kin = _IS_KIN.search(span.hit.passage.text, max(span.start - 40, 0), span.start)
        return kin is not None and _kin(kin["kin"]) != self._kin

    def _goes_before(self, span: Span) -> bool:
        """Whether somebody is the one replaced, where the question asks who replaced him."""
        text = span.hit.passage.text
        return self._follows and bool(_FOLLOWED.search(text, max(span.start - 40, 0), span.start))

    def _is_another_role(self, span: Span) -> bool:
        """Whether it is a role with who plays it behind it, where the one asked for stands so, too:
        "Candy Montgomery (Elizabeth Olsen)" beside "Betty Gore (Lily Rabe)".
        """
        text = span.hit.passage.text
        cast = _CAST.match(text, span.end) if self._plays else None
        if cast is None or not self._names.isdisjoint(names_in(f"- {cast['name']}")):
            return False
        start, end = sentence_around(text, span.start, span.end)
        return any(re.search(rf"{re.escape(n)} \(", text[start:end]) for n in self._names)

    def _only_looks_into(self, span: Span) -> bool:
        """Whether police are named for a wrong by words that do not say that they did it."""
        if not self._wrong or not _OFFICIALS.fullmatch(span.text):
            return False
        text = span.hit.passage.text
        if text[: span.start].endswith(("by ", "by the ")):
            return False
        after = _CLAUSE.split(text[span.end : span.end + 60])[0].split()[:6]
        return (self._done | WRONGS).isdisjoint(verb_terms(after))

    def _is_denied(self, span: Span) -> bool:
        text = span.hit.passage.text
        start, end = sentence_around(text, span.start, span.end)
        sentence = text[start:end]
        if denies(self._question, sentence, span.start - start, span.end - start):
            return True
        if not self._wrong:
            return False
        following = next((s for s in sentence_spans(text) if s[0] >= end), (end, end))
        return acquits(sentence, span.end - start, text[slice(*following)])


def _kin(word: str) -> str:
    """A relation, with those who outlived the other as what they were."""
    return {"widow": "wife", "widower": "husband"}.get(word.lower(), word.lower())


_WHO_DID = re.compile(
    r"\W*(?:who|which \w+)(?: (?:first|also|eventually|finally|then|later|has|have|had))? "
    r"(?!(?:is|are|was|were|be|will|would|did|does|do|has|have|had|can|could|the|an?|of|in)\b)"
    r"(?P<verb>[a-z]+) "
    r"(?!(?:on|off|in|to|at|from|with|for|by|of|as|after|before|during|into|out|up|"
    r"down|over|under|near|when|while|since|until|last|this)\b)\w",
    re.I,
)
"""With an object: "Who drowned in the lake?" was drowned there."""
_OVERCOMES = verb_terms("beat defeat kill shoot replace succeed sack fire buy hire murder overtake")
"""What one does to another who does not do the same."""
_WHOM = re.compile(r"\W*[Ww]ho(?: \w+ly)? [a-z]+ (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
_DONE_TO = re.compile(
    r"(?:, (?!who\b)[^.;:]{1,90},)? (?:(?:is|are|was|were)|(?:has|have|had) been)"
    r"(?: (?:also|later|then|finally|eventually|\w+ly))? (?P<verb>(?!\w+ing\b)\w+)\b(?! to\b)"
)
_KIN_ASKED = re.compile(
    rf"(?:^\W*who (?:is|was|are|were) (?!.*\bby\b)(?:[\w’'.-]+ ){{0,6}}?|^\W*what\b.*)"
    rf"\b(?P<kin>{RELATIONS})(?=\W*$| of\b| called\W*$|['’]s name\W*$)",
    re.I,
)
_IS_KIN = re.compile(rf"\b(?P<kin>{RELATIONS})(?:,| is| was|, who is)? $", re.I)
"""Right before a name."""
_DOER = re.compile(
    r"\b[Ww]h(?:o|om|ose [\w -]+?) (?:did|does|has|had) ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
)
"""Who acts, in a question for somebody else: "Whose record did Orr break?"."""
_LEADS = re.compile(
    r"\W*who (?:now )?(?:leads?|led|heads?|headed|runs?|ran|chairs?|chaired)\b", re.I
)
_WHO_PLAYS = re.compile(
    r"\W*(?:who|which (?:actor|actress)) (?:(?:is|was) )?"
    r"(?:play(?:s|ed|ing)?|portray(?:s|ed|ing)?|voice[sd]?|voicing)\b",
    re.I,
)
_CAST = re.compile(r" \((?P<name>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3})\)")
_NEXT_NAME = re.compile(r" (?P<name>[A-Z][a-zà-ÿ]+)\b")
_WHO_FOLLOWS = re.compile(
    r"\W*(?:who|which \w+) (?:(?:is|was) (?:replacing|succeeding|taking over from|to (?:replace|"
    r"succeed))\b|(?:(?:will|would|has|have|had|should) )?(?:replace[sd]?|succeed(?:s|ed)?)\b|"
    r"(?:(?:will|would|has|have|had) )?(?:took|takes?|taken) over from\b)",
    re.I,
)
_BESIDE = r"(?:(?!(?:by|with|in|at|as|after|from|and|on|for)\b)[a-z’'-]+ ){0,3}"
_FOLLOWED = re.compile(
    rf"\b(?:replac|succeed)(?:es|ed|s|ing) {_BESIDE}$|\b(?:took|takes|taking) over from {_BESIDE}$"
)
_CLAUSE = re.compile(r",|;|\b(?:who|that|which|after|when|because|while)\b")
_OFFICIALS = re.compile(
    r"(?:the )?(?:(?:local|state|federal|county|city|\w+ County) )?(?:police|officers?|detectives?|"
    r"investigators?|prosecutors?|authorities|officials?|court|judge|jury|firefighters?|divers?)"
    r"(?: officers?)?",
    re.I,
)
