"""Questions about a wrong: what accuses somebody of it outright, and what asks of one at all.

To say yes where a sentence only stands near is to accuse somebody; so that the rules here are
narrower than those for other questions. English only.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.opposites import APPOSITION
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


def befell(
    sentence: str, start: int, end: int, acts: frozenset[str], names: Collection[str]
) -> bool:
    """Whether a sentence tells only what befell, and `sentence[start:end]` is nobody who did it.

    It is among the dead, or what was taken from; or the deed stands in the passive alone, without
    who did it, or done by him to others than the question's `names`: who shot the attacker dead is
    not who shot the writer.
    """
    before = sentence[:start]
    if _AMONG_THE_DEAD.search(before) or _FROM.search(before):
        return True
    wrongs = acts | WRONGS
    if headed := _HEADLINE.fullmatch(sentence, end):
        return not wrongs.isdisjoint(verb_terms(headed[1]))
    passives = [
        found
        for found in _PASSIVE.finditer(sentence)
        if not wrongs.isdisjoint(verb_terms(found[1]))
    ]
    words = (word for word in _WORDS.findall(sentence) if not _DOER.fullmatch(word))
    told = sum(not wrongs.isdisjoint(verb_terms([word])) for word in words)
    if not passives or told > len(passives):
        return False
    doing = next((each for each in passives if _BY.match(sentence, each.end(), start)), None)
    if doing is None:
        return not _BY.match(sentence, passives[-1].end())
    done_to = _CLAUSE.split(sentence[: doing.start()])[-1]
    return (
        bool(names)
        and _SOMEBODY_ELSE.search(done_to) is not None
        and not any(re.search(rf"\b{re.escape(name)}\b", done_to) for name in names)
    )


def is_unsolved(text: str) -> bool:
    """Whether a passage says that nobody knows, or was charged, who did a wrong."""
    return _UNSOLVED.search(text) is not None


def is_denied(text: str) -> bool:
    """Whether it says that whoever was thought to have done it is cleared of it, or denies it."""
    return _DENIED.search(text) is not None


def is_doubted(sentence: str) -> bool:
    """Whether a sentence says of a wrong only that it may have been so, or that it was not."""
    return any(
        not WRONGS.isdisjoint(verb_terms(_PART.split(sentence[found.end() :])[0]))
        for found in _DOUBTED.finditer(sentence)
    )


def accuses(text: str, name: str, acts: frozenset[str], following: str) -> bool:
    """Whether a sentence says outright that the one named did the wrong that is asked about.

    Right before the verb, nobody else between, not as somebody's word, and not cleared of it, nor
    by the text `following`.
    """
    named = re.search(rf"(?<!\w){re.escape(name)}(?!['’\w])", text)
    if not named or _DISPUTED.search(text) or acquits(text, named.end(), following):
        return False
    after = _ASIDE.sub("", text[named.end() :], count=1)
    words = [word for word in _WORDS.findall(after)[:8] if word.lower() not in _BETWEEN]
    return bool(words) and not acts.isdisjoint(verb_terms(words[:1]))


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


def only_accuses(text: str, name: str) -> bool:
    """Whether a sentence has the one named suspected, accused, arrested or charged, and does not
    say outright, right behind the name or with "by", that he did a wrong.
    """
    named = re.escape(name)
    aside = r"(?P<aside>, [^,;]{1,60},|,)?"  # one comma: "A baker, Kim, has been arrested"
    accused = re.search(rf"(?<!\w){named}{aside}(?:{_IS_ACCUSED})", text)
    if accused is None:
        return bool(re.search(rf"(?:{_ACCUSES}){named}(?!\w)", text))
    if re.search(rf"\bby (?:the |an? )?{named}(?!\w)", text):
        return False
    return WRONGS.isdisjoint(verb_terms(accused["aside"] or ""))


def clears(text: str, name: str) -> bool:
    """Whether a sentence says of the one named, and of nobody else, that it was not so."""
    named = rf"(?:^|[,;] ){APPOSITION}{re.escape(name)}(?:, [^,;]{{1,60}},)?"
    was = r"(?:(?:is|was|were|has|have|had|been|will|would) )+(?:not|never|no longer)\b"
    return re.search(f"{named} {was}", text) is not None


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
_WORDS = re.compile(r"[\w’'-]+")
_AMONG_THE_DEAD = re.compile(
    r"\b(?:[Tt]he|[Tt]hose|[Aa]mong|\w+) (?:other )?(?:(?:the )?(?:dead|victims?|wounded|injured|"
    r"killed|missing|deceased|hostages|murdered)|who (?:died|were killed|had died)) "
    r"(?:is|are|was|were|include[sd]?)\b(?! (?:\w+ )?(?:killed|shot|murdered|stabbed|attacked)\b)"
)
_FROM = re.compile(r"\bfrom (?:(?:the|an?|his|her|its|their|[\w’'-]+['’]s) )?$")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got) (?:(?:\w+ly|later|then|first|also) )?(\w+)\b"
)
_HEADLINE = re.compile(r" (\w+(?:ed|en|ain)|shot)\W*")
"""What ends a sentence behind a name that has no "was": "Aid workers killed"."""
_BY = re.compile(r"(?: [\w’'-]+){0,8},? by\b(?! (?:\w+day|\d|night|the time)\b)")
_CLAUSE = re.compile(r"[;:]|, (?:and|but) |\b(?:when|while|after|before|who|which) ")
_DOER = re.compile(
    r"(?:attacker|gunm[ae]n|assailant|suspect|shooter|killer|bomber|robber|raider|hijacker)s?"
)
_SOMEBODY_ELSE = re.compile(
    rf"\b{_DOER.pattern}\b|(?<![Tt]he )(?<!\w)(?!(?:It|He|She|They|This|That)\b)[A-Z][a-z]+,? $"
)
"""Before "was shot": who it was, where that is not whom the question names."""
WRONGS = verb_terms(
    "steal rob burgle loot kill murder shoot stab strangle poison drown attack assault rape abuse "
    "kidnap abduct bomb hack leak forge fake bribe defraud sabotage betray commit embezzle molest "
    "torch lynch launder smuggle blackmail extort cheat harass stalk hijack ambush vandalize "
    "vandalise".split()
)
_OF_WRONG = verb_terms(
    "arson arsonist theft thief robber robbery burglar burglary raid raider murder murderer killer "
    "gunman gunmen shooter attacker assailant assassin assassinate bomber hacker forger kidnapper "
    "culprit perpetrator crime criminal fraud massacre manslaughter homicide plot blast explosion "
    "fire responsible responsibility blame guilty convict sentence jail prison imprison confess "
    "admit plead arrest accuse suspect indict detain remand acquit trial gun knife knifepoint "
    "gunpoint slay slain slew maul behead execute dead death die".split()
)
_UNSOLVED = re.compile(
    r"\b(?:unsolved|a mystery|at large|still (?:looking|searching)|reopen\w*|"
    r"(?:no ?body|no one|no arrests?) (?:was|were|has|have|had)(?: ever)?(?: been)?(?: ever)? "
    r"(?:charged|tried|caught|arrested|convicted|identified|made|brought to (?:trial|justice)))\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:acquit\w*|walk(?:s|ed) free|exonerat\w*|quash\w*|overturn\w*|unfounded|not guilty|"
    r"nothing to do with|wrongly|wrongful\w*|falsely|den(?:y|ies|ied|ying)|doubt(?:s|ed|ful)?|"
    r"a fantasy|nonsense|set aside|freed (?:him|her|them)|"
    r"(?:been|was|were|is|are) (?:\w+ )?cleared)\b",
    re.I,
)
_PART = re.compile(r"[,;:]")
_DOUBTED = re.compile(
    r"\b(?:rul(?:es?|ed) out that|rumou?red|(?:may|might|could) have|"
    r"(?:is|are|was|were) (?:widely |long )?"
    r"(?:thought|believed|suspected|understood|reported) to have)\b",
    re.I,
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
    r"\b(?:arrested|convicted|charged|jailed|sentenced|fined|found guilty|indicted|imprisoned|"
    r"detained|sacked|fired|dismissed|suspended)\b"
)
_DISPUTED = re.compile(
    r"\b(?:den(?:y|ies|ied)|overturn|quash|wrongly|wrongful|falsely|framed|nothing to do|allege|"
    r"accus|claim|suspect|prosecutors?|according|indictment|jury was|was told|lower court|"
    r"believed?|rumou?r|say|says|said|told|acquit|exonerat|clear(?:ed|s)\b|appeal)",
    re.I,
)
_IS_ACCUSED = (
    r"(?:,? who)? (?:is|are|was|were|(?:has|have|had) been) (?:(?:also|later|now|being|\w+ly) )?"
    r"(?:arrested|accused|suspected|charged|detained|indicted|questioned|remanded|on trial|held|"
    r"wanted|alleged to|believed to have|in custody|the (?:\w+ )?suspect)\b|"
    r"(?:,? who)? (?:faces|faced|awaits|awaited) trial\b|(?:,? who)? appeared in court\b|"
    r"(?:,? who)? den(?:ies|ied)\b|"
    r",? (?:accused|suspected) of\b|(?:,? who)? allegedly\b|"
    r"(?:, (?:the |an? )?[\w' -]{1,40}?)?,? who(?:m)? (?:the )?"
    r"(?:police|detectives|prosecutors|investigators|officers) "
    r"(?:say|said|believed?|suspect(?:ed)?|alleged?|think|thought|accused?)\b"
)
"""Right after a name."""
_ACCUSES = (
    r"\b(?:indictment|charge sheet|complaint|warrant)\b[^.;]{0,40}\bnam(?:es|ed|ing) |"
    r"\b(?:[Pp]olice|[Pp]rosecutors?|[Dd]etectives|[Ii]nvestigators) "
    r"(?:say|said|think|believe|believed|allege|alleged|claim|claimed) (?:that )?|"
    r"\b(?:arrest(?:s|ed)?|accus(?:es?|ed)|suspect(?:s|ed)?|charged|detained|indicted) "
    r"(?:(?:the|an?|as|suspect|[\w-]+(?<!by)(?<!that)),? ){0,3}(?<!by )"
)
"""Right before a name."""
_ASIDE = re.compile(r"^, [^,;]{1,60},")
_BETWEEN = frozenset(
    "is are was were has have had been be being did also then later finally who convicted found "
    "guilty of and sentenced for to".split()
)
_CLEARED = re.compile(
    r"\bhad nothing to do with\b|"
    r"\b(?:was|were|been) (?:(?:later|soon|since|eventually|finally|fully|both|also) )?"
    r"(?:cleared|acquitted|exonerated|let go|found not guilty|released without charge)\b"
)
_THEY_ARE_CLEARED = re.compile(
    rf"(?:Neither|None of them) had (?:any|some)thing to do with\b|"
    rf"(?:(?:He|She|They|Both|Both men|Both women|All)(?: of them)?) (?:{_CLEARED.pattern})"
)
_NAMED = re.compile(r"\b[A-Z]")
