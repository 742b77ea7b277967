"""What a sentence leaves open of what is asked: only tried, urged, suspected, foretold or hedged.

"Kim tried to resign" has all the words of "Did Kim resign?", and is no yes to it, unless the
question asks about the attempt itself. English only, by rule.
"""

from __future__ import annotations

import re

from qa.clauses import is_said_only_in
from qa.proposition import PREPOSITION, Proposition
from qa.tense import looks_back
from qa.untrue import untrue_claims
from qa.verbs import verb_terms
from qa.wrongs import PROCEEDINGS


def is_hedged(text: str) -> bool:
    """Whether a text has a word that leaves open what it says: "may", "reportedly"."""
    return _HEDGE.search(text) is not None


def is_supposed(text: str) -> bool:
    """Whether a sentence speaks of what is under a condition, or of what was yet to come."""
    return _MAY_BE.search(text) is not None


def is_only_alleged(text: str, asked: Proposition) -> bool:
    """Whether what is asked stands only in what a sentence has somebody allege, or under an "if".

    Unless the question asks about that itself.
    """
    if _is_led(_ALLEGED, text, asked):
        return True
    source = _ITS_SOURCE.search(text)
    plain = PROCEEDINGS | _ON_RECORD
    if source and not verb_terms(source[0]) <= asked.said and asked.acts.isdisjoint(plain):
        return True
    if asked.is_present or asked.said & _IFS:
        return False  # "Masks are mandatory, and who refuses may be fined if …"
    before, *after = _IF.split(text, maxsplit=1)
    main = before if before.strip() else "".join(after).partition(",")[2]
    return bool(after) and not before.endswith("even ") and not looks_back(main)


def is_left_open(text: str, asked: Proposition) -> bool:
    """Whether what is asked stands only in what a sentence calls untrue, leaves open or waits for.

    Unless the question asks about that itself.
    """
    claims = " ".join(text[start:end] for start, end in untrue_claims(text))
    if is_said_only_in(claims, text, asked.acts):
        return True
    if _is_led(_LEAD, text, asked):
        return True
    conditions = (found[0] for found in _CONDITION.finditer(text))
    return any(
        not looks_back(said) and is_said_only_in(said, text, asked.acts) for said in conditions
    )


def _is_led(leads: re.Pattern[str], text: str, asked: Proposition) -> bool:
    """Whether what is asked stands only behind one of these, and it is not asked about itself."""
    for lead in leads.finditer(text):
        words = verb_terms(lead[0]) or {lead[0].lower()}
        if not words <= asked.said and is_said_only_in(_led_by(lead), text, asked.acts):
            return True
    return False


def _led_by(lead: re.Match[str]) -> str:
    """What a lead leaves open: the clause that it opens, else the words behind its prepositions."""
    text = lead.string
    rest = _NEXT_CLAUSE.split(text[lead.end() :])[0]
    whole = _OPENED.match(rest) or _BELIEF.match(text, lead.start())
    return rest if whole else " ".join(_LED.findall(rest))


_HEDGE = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|whether|may|might|could|would|should|hopes?|hoped|plans?|planned|rumou?rs?|"
    r"alleged(?:ly)?|reportedly|expected|unclear|den(?:y|ies|ied)|"  # "May" is a month
    r"no (?:evidence|proof|sign|indication|record))\b"
)
_ALLEGED = re.compile(
    r"\b(?:alleg(?:es|ed|ing)|claim(?:s|ed|ing)|accus(?:es|ed|ing)|contend(?:s|ed|ing))\b"
)
_ITS_SOURCE = re.compile(
    r"\b(?:[Pp]rosecutors?|[Tt]he (?:indictment|lawsuit|suit|complaint|filing|petition)) "
    r"(?:say|says|said)\b|"
    r"\baccording to (?:(?:the|an?) )?(?:\w+ )?(?:prosecutors?|indictment|lawsuit|suit|complaint)\b"
)
"""Whose word it only is: a court has not found it."""
_ON_RECORD = verb_terms(
    "plead release free sentence convict die find extradite drop investigate file charge arrest"
)
"""What prosecutors tell of as done, and no allegation."""
_IF = re.compile(r"\b(?:[Ii]f|[Uu]nless)\b")
_IFS = frozenset(("if", "unless"))
_MAY_BE = re.compile(r"\b(?:[Ii]f|[Uu]nless)\b|\bwould\b.*\blater\b")
_LEAD = re.compile(
    r"\b(?:(?:accus|acquit|exonerat|suspect|suspici|charg|indict|arrest|investigat|blam|"
    r"attempt|threat|offer|ask|ordered|invit|want|seek|intend|agree|pledg|promis|vow|prepar|"
    r"consider|dream|appl(?:y|ied)|letters? of intent|instead of|withdr|"
    r"far from|resist|refrain|verge of|brink of|danger of|risk of|talks (?:to|over)|tempt|"
    r"demand|pressur|propos|warn|avoid|claim|alleges?\b|alleging|contend|believ|belief|fear|pretend|plot|theor)\w*|"
    r"tr(?:y|ies|ied|ying)|needs?(?=[^.;,]* to )|urg(?:e[ds]?|ing)|told|begged|"
    r"must|should|sought|bids?|efforts?|chances?|"
    r"cleared|innocent|on trial|rul\w+ out|"
    r"call\w* (?:on|upon|for)|miss(?:es|ed)|almost|nearly|will|shall|"
    r"(?:due|yet|going|about|set|ready|likely|close)(?= to )|short(?= of )|"
    r"(?:(?:block|prevent|stop|deter|discourag|banne|barre)\w*|bans?|bars?)(?=.* from )|"
    r"(?:idea|notion|myth|hoax|false|untrue|rumou?rs?)(?= that ))\b",
    re.I,
)
"""What leaves open, or denies, what follows it: "tried to kill", "acquitted of killing"."""
_LED = re.compile(
    rf"(?:^|\b(?:{PREPOSITION}))(?= (?:(?:the|an?|his|her|its|their|be|been|being|have|having|"
    r"also|soon|\w+ly|\w+['’]s) )*([\w-]+))",
    re.I,
)
_OPENED = re.compile(r" (?:that|he|she|it|they|there)\b")
"""Right behind a lead: it opens a clause, all of which it leaves open."""
_BELIEF = re.compile(r"(?:believe|claim|fear|allege|contend)(?:d|ed|s)? [A-Z]")
_NEXT_CLAUSE = re.compile(r";|, (?:and|but|so|then) ")
"""Ends what a lead reaches; not a bare "and": "tried to rob and kill Lee"."""
_CONDITION = re.compile(r"\b(?:until|till|once|as soon as) [^,;]*", re.I)
