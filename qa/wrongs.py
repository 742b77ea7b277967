"""Questions and sentences that are about a wrong: a theft, a killing, a fraud.

Where a question is about one, an answer accuses somebody, and stricter rules hold for it: those of
`accusing` and `clearing`. English only.
"""

from __future__ import annotations

import re

from qa.verbs import verb_terms


def asks_who_did_wrong(question: str) -> bool:
    """Whether a question is of the kind of "who stole it?", "which guard set the fire?"."""
    if _WHO_SET_FIRE.match(question):
        return True
    asked = _WHO_DID.match(question)
    return asked is not None and not verb_terms([asked["verb"]]).isdisjoint(WRONGS)


def asks_of_trial(question: str) -> bool:
    """Whether a question asks for what befalls who is taken for a wrongdoer: "Was he jailed?"."""
    return _TRIED.search(question) is not None


def asks_of_wrong(acts: frozenset[str]) -> bool:
    """Whether a question's verb terms tell of a wrong."""
    return not acts.isdisjoint(WRONGS)


def asks_for_wrongdoer(question: str) -> bool:
    """Whether a question asks which person did a wrong: not what disease killed, or who shot it as
    a film."""
    return (
        asks_who_did_wrong(question)
        and _WHO_PERSON.match(question) is not None
        and not _NO_WRONG.search(question)
    )


def speaks_of_wrong(sentence: str, acts: frozenset[str]) -> bool:
    """Whether a sentence has a word of a wrong, of who does one, or of what befalls them.

    Or one of the acts that are asked about. Who is named where none is may only own the shop that
    was robbed, or have stood near.
    """
    known = acts | WRONGS | _OF_WRONG
    return _DID_IT.search(sentence) is not None or not verb_terms(sentence).isdisjoint(known)


_WHO_DID = re.compile(
    r"\W*(?:who|which \w+)"
    r"(?: (?!(?:is|are|was|were|be|been|got|gets)\b)\w+(?= (?:\w+ed|stole|stolen|shot)\b))? "
    r"(?P<verb>(?!drowned (?:in|at|off|on|when|while)\b)\w+)",
    re.I,
)
"""Not who was: "Who was murdered?", "Who drowned in the lake?" ask for whom it was done to."""
_WHO_SET_FIRE = re.compile(
    r"\W*(?:who|which \w+)(?: \w+)? (?:(?:set|lit|started|laid) (?:the|a)\b.{0,30}\bfires?\b|"
    r"burn(?:ed|t) down (?:the|an?|his|her|their)|blew up|set fire to|planted)\b",
    re.I,
)
WRONGS = verb_terms(
    "steal rob burgle loot kill murder shoot stab strangle poison drown attack assault rape abuse "
    "kidnap abduct bomb hack leak forge fake bribe defraud sabotage betray commit embezzle molest "
    "torch lynch launder smuggle blackmail extort cheat harass stalk hijack ambush vandalize "
    "vandalise".split()
)
PROCEEDINGS = verb_terms("charge indict arrest detain arraign")
"""What befalls who is thought to have done one: it took place, however it ends."""
_OF_WRONG = verb_terms(
    "arson arsonist theft thief robber robbery burglar burglary raid raider murder murderer killer "
    "gunman gunmen shooter attacker assailant assassin assassinate bomber hacker forger kidnapper "
    "culprit perpetrator crime criminal fraud massacre manslaughter homicide plot blast explosion "
    "fire responsible responsibility blame guilty convict sentence jail prison imprison confess "
    "admit plead arrest accuse suspect indict detain remand acquit trial gun knife knifepoint "
    "gunpoint slay slain slew maul behead execute dead death die".split()
)
_DID_IT = re.compile(
    r"\b(?:did|done) (?:it|so|this|that)\b|\b(?:was|were|is|are|been) behind\b|\bcharged\b"
)
_WHO_PERSON = re.compile(
    r"\W*(?:who|which (?:man|woman|boy|girl|teenager|guard|officer|nurse|doctor|driver|employee|"
    r"person|student|soldier|politician|singer|actor))\b",
    re.I,
)
_NO_WRONG = re.compile(
    r"\bshot\b.*\b(?:films?|movies?|series|scenes?|videos?|photo\w*|pictures?|portraits?|goals?|"
    r"under par|round|\d+)\b|\bcommitted (?:to\b|[$€£])|"
    r"\bplanted\b(?!.*\b(?:bomb|device|explosive|mine|evidence|drug)s?\b)",
    re.I,
)
_TRIED = re.compile(
    r"\b(?:arrested|convicted|charged|jailed|sentenced|fined|indicted|imprisoned|"
    r"(?<!plead )(?<!pled )(?<!pleaded )(?<!pleading )(?<!not )(?<!a )guilty|"
    r"detained|sacked|fired|dismissed|suspended)\b"
)
