"""What says outright that somebody did a wrong, and what only accuses him of it or befell him.

To say yes where a sentence only stands near is to accuse somebody; so that the rules here are
narrower than those for other questions. English only.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.clauses import words_of
from qa.clearing import acquits, is_disputed, is_overturned
from qa.verbs import verb_terms
from qa.wrongs import PROCEEDINGS, WRONGS


def accuses(text: str, name: str, acts: frozenset[str], following: str) -> bool:
    """Whether a sentence says outright that the one named did the wrong that is asked about.

    Right before the verb, nobody else between, not as somebody's word, and not cleared of it, nor
    by the text `following`.
    """
    named = re.search(rf"(?<!\w){re.escape(name)}(?!['’\w])", text)
    if not named or is_disputed(text) or acquits(text, named.end(), following):
        return False
    after = _ASIDE.sub("", text[named.end() :], count=1)
    words = [word for word in words_of(after)[:8] if word.lower() not in _BETWEEN]
    return bool(words) and not acts.isdisjoint(verb_terms(words[:1]))


def tells_of_proceedings(text: str, name: str, acts: frozenset[str]) -> bool:
    """Whether a sentence says outright that the one named was charged, arrested or the like, where
    that is asked: it is so, however the charge stands.
    """
    asked = acts & PROCEEDINGS
    if not asked:
        return False
    named = rf"{re.escape(name)}(?!['’\w]|(?: [a-z]+)? {_FOLLOWERS})"
    told = [
        *re.finditer(rf"(?<!\w){named}(?:, [^,;]{{1,60}},)? {_WAS} (?P<verb>\w+)", text),
        *re.finditer(
            rf"\b{_AUTHORITY} (?:ha(?:s|ve|d) )?(?P<verb>\w+) (?:{_NO_LINK}[\w-]+ ){{0,3}}{named}",
            text,
        ),
    ]
    return any(not asked.isdisjoint(verb_terms([found["verb"]])) for found in told)


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
    words = (word for word in words_of(sentence) if not _DOER.fullmatch(word))
    told = sum(not wrongs.isdisjoint(verb_terms([word])) for word in words)
    if not passives or told > len(passives):
        return False
    doing = next((each for each in passives if _BY.match(sentence, each.end(), start)), None)
    if doing is None:
        return not _BY.match(sentence, passives[-1].end())
    done_to = _CLAUSE_OF_PASSIVE.split(sentence[: doing.start()])[-1]
    return (
        bool(names)
        and _SOMEBODY_ELSE.search(done_to) is not None
        and not any(re.search(rf"\b{re.escape(name)}\b", done_to) for name in names)
    )


def condemns(sentence: str) -> bool:
    """Whether a sentence tells of a verdict against somebody: of none that may come."""
    if is_overturned(sentence):
        return False
    return any(
        not _MAY_COME.search(_CLAUSE_OF_VERDICT.split(text[: found.start()])[-1])
        for text in (sentence, _WHO_ASIDE.sub("", sentence))
        for found in _VERDICT.finditer(text)
    )


_WAS = r"(?:was|were|is|are|(?:has|have|had) been)(?: (?:also|later|first|then|now|\w+ly))?"
_FOLLOWERS = r"(?:supporters?|aides?|allies|ally|officials?|followers|campaign|lawyers?)\b"
_NO_LINK = r"(?!(?:of|to|and|or|against|for|from|with|by|near|in|at)\b)"
"""Before a word between "arrested" and a name: "arrested the brother of Kim" is another."""
_AUTHORITY = (
    r"(?:jury|[Pp]rosecutors?|[Pp]olice|[Oo]fficers|[Aa]gents|[Aa]uthorities|[Dd]eputies|court|"
    r"judge|FBI|[Dd]epartment|[Ii]nvestigators|[Dd]etectives|[Rr]egulators?)"
)
_ASIDE = re.compile(r"^, [^,;]{1,60},")
_BETWEEN = frozenset(
    "is are was were has have had been be being did also then later finally who convicted found "
    "guilty of and sentenced for to".split()
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
_CLAUSE_OF_PASSIVE = re.compile(r"[;:]|, (?:and|but) |\b(?:when|while|after|before|who|which) ")
"""What begins the clause that a passive ends; not a bare "and", for both of two were shot."""
_DOER = re.compile(
    r"(?:attacker|gunm[ae]n|assailant|suspect|shooter|killer|bomber|robber|raider|hijacker)s?"
)
_SOMEBODY_ELSE = re.compile(
    rf"\b{_DOER.pattern}\b|(?<![Tt]he )(?<!\w)(?!(?:It|He|She|They|This|That)\b)[A-Z][a-z]+,? $"
)
"""Before "was shot": who it was, where that is not whom the question names."""
_VERDICT = re.compile(
    r"\b(?:convict(?:s|ed|ion)|guilty|sentenced|jailed|imprisoned|locked up|admitted|"
    r"(?:got|given|received|handed|serving) [^,;]{0,20}\b(?:years|months|life|"
    r"(?:prison|jail) (?:term|sentence)|death (?:penalty|sentence))|"
    r"(?:years|months|life) (?:in (?:prison|jail)|behind bars)|"
    r"put behind bars for|sent to prison(?! pending)|condemned [^,;]{0,30}to death)\b"
)
_WHO_ASIDE = re.compile(r", (?:who|whose|which)\b[^,;]*(?=,)")
"""What only tells more of somebody: "Kim, who had pleaded not guilty, was convicted"."""
_MAY_COME = re.compile(
    r"\b(?:not|never|if|unless|whether|could|may|might|would|will|faces?|facing|awaits?|awaiting|"
    r"wants?|wanted|seeks?|sought|demand\w*|ask\w*|avoid\w*)\b"
)
"""Before a verdict, in its clause: it was not given."""
_CLAUSE_OF_VERDICT = re.compile(r"[;:]|, (?=and|but)|\b(?:and|but|who|which|after|before|when)\b")
"""What begins the clause that a verdict stands in; "and", too: "may appeal and was jailed"."""
