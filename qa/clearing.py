"""What takes an accusation back: somebody is cleared of a wrong, denies it, or nobody knows.

To name for a wrong whom the same report clears of it would be to spread the accusation without its
end. English only, by rule.
"""

from __future__ import annotations

import re

from qa.opposites import APPOSITION
from qa.verbs import verb_terms
from qa.wrongs import WRONGS


def acquits(sentence: str, end: int, following: str) -> bool:
    """Whether he with whom `sentence[:end]` ends is cleared of a wrong that is asked about.

    By the same sentence, where nobody else is named between, or by the next one, where that is
    about him. Only for those who did wrong: "He was acquitted" says nothing of who won an election.
    """
    said = _CLEARED.search(sentence, end)
    between = sentence[end : said.start()] if said else ""
    # In "they took the pupils, who were let go", it is the pupils.
    of_others = " who " in between and not between.startswith((", who ", " who "))
    own = said is not None and not _NAMED.search(between) and not of_others
    return own or _THEY_ARE_CLEARED.match(following) is not None


def clears(text: str, name: str) -> bool:
    """Whether a sentence says of the one named, and of nobody else, that it was not so."""
    named = rf"(?:^|[,;] ){APPOSITION}{re.escape(name)}(?:, [^,;]{{1,60}},)?"
    was = r"(?:(?:is|was|were|has|have|had|been|will|would) )+(?:not|never|no longer)\b"
    return re.search(f"{named} {was}", text) is not None


def is_denied(text: str) -> bool:
    """Whether a passage says that whoever was thought to have done it is cleared, or denies it."""
    return _DENIED.search(text) is not None


def is_unsolved(text: str) -> bool:
    """Whether a passage says that nobody knows, or was charged, who did a wrong."""
    return _UNSOLVED.search(text) is not None


def is_doubted(sentence: str) -> bool:
    """Whether a sentence says of a wrong only that it may have been so, or that it was not."""
    return any(
        not WRONGS.isdisjoint(verb_terms(_PART.split(sentence[found.end() :])[0]))
        for found in _DOUBTED.finditer(sentence)
    )


def is_disputed(sentence: str) -> bool:
    """Whether a sentence has a wrong denied, overturned, or only as somebody's word."""
    return _DISPUTED.search(sentence) is not None


def is_overturned(sentence: str) -> bool:
    """Whether a sentence says that a verdict no longer holds, or never should have."""
    return _OVERTURNED.search(sentence) is not None


# One notion, five patterns: the wider the text that is read, the surer its words must be that it is
# a wrong, and his, that is taken back.
_CLEARED = re.compile(
    r"\bhad nothing to do with\b|"
    r"\b(?:was|were|been) (?:(?:later|soon|since|eventually|finally|fully|both|also) )?"
    r"(?:cleared|acquitted|exonerated|let go|found not guilty|released without charge)\b"
)
"""Behind a name, of its bearer."""
_THEY_ARE_CLEARED = re.compile(
    rf"(?:Neither|None of them) had (?:any|some)thing to do with\b|"
    rf"(?:(?:He|She|They|Both|Both men|Both women|All)(?: of them)?) (?:{_CLEARED.pattern})"
)
"""At the beginning of the next sentence, of whoever was named before."""
_NAMED = re.compile(r"\b[A-Z]")
_DENIED = re.compile(
    r"\b(?:acquit\w*|walk(?:s|ed) free|exonerat\w*|quash\w*|overturn\w*|unfounded|not guilty|"
    r"nothing to do with|wrongly|wrongful\w*|falsely|den(?:y|ies|ying)|"
    r"denied(?! (?:an? |the )?(?:visa|bail|parole|entry|access|permission|asylum|treatment|release|"
    r"leave)\b)|doubt(?:s|ed|ful)?|"
    r"a fantasy|nonsense|set aside|freed (?:him|her|them)|"
    r"(?:been|was|were|is|are) (?:\w+ )?cleared)\b",
    re.I,
)
"""Anywhere in a passage, of whoever was thought to have done it: there, that somebody "said" or
"alleged" something takes nothing back, nor that he was denied parole."""
_DISPUTED = re.compile(
    r"\b(?:den(?:y|ies|ied)|overturn|quash|wrongly|wrongful|falsely|framed|nothing to do|allege|"
    r"accus|claim|suspect|prosecutors?|according|indictment|jury was|was told|lower court|"
    r"believed?|rumou?r|say|says|said|told|acquit|exonerat|clear(?:ed|s)\b|appeal)",
    re.I,
)
"""Anywhere in a sentence that is to accuse: as the word of police, or under appeal, a wrong is no
plain fact."""
_OVERTURNED = re.compile(
    r"\b(?:overturned|quashed|wrongly|exonerat\w+|set aside|freed (?:him|her|them))\b"
)
"""Anywhere in a sentence with a verdict: what was denied or said before it takes nothing back."""
_UNSOLVED = re.compile(
    r"\b(?:unsolved|a mystery|at large|still (?:looking|searching)|reopen\w*|"
    r"(?:no ?body|no one|no arrests?) (?:was|were|has|have|had)(?: ever)?(?: been)?(?: ever)? "
    r"(?:charged|tried|caught|arrested|convicted|identified|made|brought to (?:trial|justice)))\b",
    re.I,
)
_DOUBTED = re.compile(
    r"\b(?:rul(?:es?|ed) out that|rumou?red|(?:may|might|could) have|"
    r"(?:is|are|was|were) (?:widely |long )?"
    r"(?:thought|believed|suspected|understood|reported) to have)\b",
    re.I,
)
_PART = re.compile(r"[,;:]")
"""Ends what is doubted, at any comma: "rumoured to be worth millions, were stolen"."""
