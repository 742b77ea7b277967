"""Who is in an office: who has left it, only stands for it, or holds that of somebody else.

Read from what stands around a name in its sentence. By rule, English only: what it cannot tell
counts as in office.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from qa.citations import sentence_of
from qa.dates import DAY, MONTH, dates_in
from qa.mentions import mentions
from qa.reader import Span
from qa.verbs import verb_terms


def asks_who_is(question: str) -> bool:
    """Whether a question is for who does something today, but for what one stays for ever."""
    return _IN_OFFICE.match(question) is not None and not _OF_WHO_LEFT.search(question)


def has_left(
    spans: Sequence[Span],
    question: str,
    about: Collection[str],
    names: Collection[str],
    on: date | None = None,
) -> bool:
    """Whether a passage says that somebody has left, and no newer one names them as before.

    `about` are the question's terms, `names` its names. Who is to leave has left `on` a day after
    that; without one, only who leaves at once, or whose last day is not told.
    """
    leaving: list[date] = []
    holding: list[date] = []
    left = False
    for span in spans:
        passage, (_, end) = span.hit.passage, sentence_of(span)
        gone = leaves(span, question, about, names) or departs(
            passage.text, span.end, end, {*about, *verb_terms(names)}, passage.published, on
        )
        left = left or gone
        if day := span.hit.passage.published:
            (leaving if gone else holding).append(day)
    return left and not (holding and leaving and max(holding) > max(leaving))


def leaves(span: Span, question: str, about: Collection[str], names: Collection[str]) -> bool:
    """Whether the sentence of one name says that its bearer has left, or is called "former"."""
    text = span.hit.passage.text
    start, end = sentence_of(span)
    former = _FORMER.search(text[start : span.start])
    role = verb_terms(former["role"]) if former else frozenset()
    if former and (not role or not role.isdisjoint(about)):
        return True
    sent = _SENT_OFF.search(text[start : span.start])
    if sent and (not sent["aside"] or text[span.end : span.end + 1] in (",", ".")):
        return True  # in "After Rovers sacked their coach, Kim took charge" it is another
    led = _HAD_LED.match(text, span.end, end)
    if led and not verb_terms(led["what"]).isdisjoint(about):
        return not _STILL.search(text, led.end(), end)
    if left := _LEAVES.match(text, span.end, end):
        whence = verb_terms(left["whence"] or "")
        return not whence or not whence.isdisjoint(about)
    firm = _LEAVES_FIRM.match(text, span.end, end) if _LEADS.search(question) else None
    if firm is None or re.search(rf"\bin {re.escape(firm['firm'])}\b", question):
        return False
    return bool(names) and set(names) <= set(firm["firm"].split())


def departs(
    text: str,
    at: int,
    end: int,
    about: Collection[str],
    published: date | None = None,
    on: date | None = None,
) -> bool:
    """Whether a sentence that ends at `end` announces that the bearer of the name before `at`
    leaves what `about` speaks of, and the day has come.
    """
    leaving = _DEPARTS.match(text, at, end)
    if leaving is None:
        return False
    whence = (leaving["whence"] or "").split()[-1:]
    if whence and verb_terms(whence).isdisjoint({*about, *_ITS_PLACE}):
        return False  # hospital, no doubt
    if _FOR_A_WHILE.search(text, leaving.start(), end):
        return False
    if AT_ONCE.search(text, leaving.start(), end):
        return True
    told = text[leaving.start() : end]
    days = [dated.period.first for dated in dates_in(told)]
    days += [mention.period.first for mention in mentions(told, published=published)]
    ahead = [day for day in days if day and published and day > published]
    if ahead:
        return on is not None and max(ahead) <= on
    return leaving["will"] is None


def only_stands(spans: Sequence[Span], question: str) -> bool:
    """Whether all sentences tell of somebody who would like the office that is asked about."""
    asked = _ROLE.match(question)
    if asked is None or _CANDIDATE.search(question):
        return False
    role = re.escape(asked["role"])
    stands = re.compile(
        r"(?:,[^,;]{0,40},)? (?:(?:is|was|are|were) (?:running|standing)|runs|ran|stands|stood) "
        rf"for (?:the )?(?:\w+ )?{role}\b|"
        r"(?:,[^,;]{0,40},)? (?:is|was) (?:an? |the |one of )?[^,.;]{0,20}"
        r"\b(?:candidate|contender|nominee|hopeful)"
    )
    elected = re.compile(rf"\b(?:on the ballot|elects? an? (?:new )?{role})\b")
    holds = re.compile(rf",? (?:the |its |their |acting )*{role}\b")
    holding = re.compile(rf"\b{role}(?: of [A-Z][\w ]+)?,? $", re.I)

    def is_so(span: Span) -> bool:
        text = span.hit.passage.text
        start, end = sentence_of(span)
        if holds.match(text, span.end, end):
            return False
        if elected.search(text, start, end):
            return True
        return not holding.search(text[start : span.start]) and bool(
            stands.match(text, span.end, end)
        )

    return all(map(is_so, spans))


def is_anothers(span: Span, question: str, about: Collection[str], names: Collection[str]) -> bool:
    """Whether a sentence says whose chairman one is, and it is none of the question's names.

    "Who is the chairman of Norwick?" is not told by "Tamsin's chairman", nor "Who leads Norwick?"
    by "Lund, who leads the union".
    """
    if not names:
        return False
    text = span.hit.passage.text
    start, end = sentence_of(span)
    led = _WHO_LEADS.match(text, span.end, end) if _WHO_LEADS.search(question) else None
    if led and verb_terms(led["what"]).isdisjoint(about):
        return True
    if _holds_another(question, text, span.start, span.end):
        return True
    role = _ROLE.match(question)
    if role is None:
        return False
    sentence = text[start:end]
    owners = re.findall(rf"([A-Z][\w-]+)['’]s? (?:\w+ )?{re.escape(role['role'])}\b", sentence)
    own = any(f"{role['role']} of {name}" in sentence for name in names)
    return bool(owners) and not own and not set(owners) & set(names)


def _holds_another(question: str, text: str, start: int, end: int) -> bool:
    """Whether a name, `text[start:end]`, bears another such office than the one asked for.

    The finance minister is not the health minister.
    """
    asked = _ONE_OF_MANY.search(question)
    if asked is None:
        return False
    told = re.search(rf"{_ONE_OF_MANY.pattern},? $", text[max(start - 40, 0) : start], re.I)
    told = told or _BEARS.match(text, end)
    return (
        told is not None
        and told["role"].lower() == asked["role"].lower()
        and _spelt(told["which"]) != _spelt(asked["which"])
    )


def _spelt(which: str) -> str:
    return which.lower().replace("defense", "defence").replace("labor", "labour")


def only_holds(span: Span, question: str) -> bool:
    """Whether a sentence only has somebody in an office, and the question asks who came to it.

    "Ada Orr, the rector, is suspected" does not tell that she was elected.
    """
    came = _CAME.search(question)
    if came is None:
        return False
    text = span.hit.passage.text
    held = re.compile(rf", (?:the |its |their )?(?:\w+ )?{came['role']}\b", re.I)
    start, end = sentence_of(span)
    return held.match(text, span.end) is not None and _COMES.search(text, start, end) is None


def comes_to_office(span: Span) -> bool:
    """Whether what follows a name says that its bearer will have the office: "will be the"."""
    text = span.hit.passage.text
    return _TO_COME.match(text[span.end : sentence_of(span)[1]]) is not None


def takes_over(span: Span, question: str) -> bool:
    """Whether what follows a name says that its bearer came to an office that the question names:
    "becomes acting mayor". Not where a day is told on which that is to be.
    """
    text, (_, end) = span.hit.passage.text, sentence_of(span)
    match = _TAKES_OVER.match(text, span.end, end)
    if match is None or _ON_A_DAY.search(text, match.end(), end):
        return False
    near = _ANY_OFFICE.findall(text[match.end() : match.end() + 40])
    named = {role.lower() for role in _ANY_OFFICE.findall(question)}
    return any(role.lower() in named for role in near)


_IN_OFFICE = re.compile(
    r"\W*(?:who|which \w+)(?:['’]s| is| are| now| currently)* "
    r"(?!(?:[\w'’]+ ){0,4}(?:author|founder|inventor|killer|victim|father|mother|son|daughter|"
    r"brother|sister|wife|husband|first|last|dead)\b)"
    r"(?:leads?|heads?|runs?|chairs?|coach(?:es)?|manages?|governs?|owns?|edits?|presides|rules?|"
    r"commands?|directs?|the\b|[\w ]*['’]s\b|in charge\b|acting\b|mayor\b|president\b|"
    r"prime minister\b|chief\b|CEO\b)",
    re.I,
)
_TAKES_OVER = re.compile(
    r",? (?:who )?(?:(?:has|had) )?(?:becomes?|became|takes? over|took over|succeed(?:s|ed)|"
    r"replace[sd]|steps? in|stepped in|fills? in|filled in)\b"
)
_ON_A_DAY = re.compile(rf"\b(?:on|from) (?:the )?(?:{DAY}|{MONTH})\b")
OFFICE = (
    r"(?:mayor|president|minister|premier|chancellor|king|queen|pope|governor|chief|chair\w*|head|"
    r"director|leader|coach|manager|captain|owner|CEO|secretary|commander|ambassador|speaker|"
    r"editor|boss|commissioner|treasurer|rector|principal)\b"
)
"""In a pattern: what only one holds at a time."""
_ANY_OFFICE = re.compile(rf"\b{OFFICE}", re.I)
_TO_COME = re.compile(
    r"[^.;:A-Z]{0,30}\b(?:will|would|is to|are to|was to|set to|expected to) "
    r"(?:be (?:the|its|their)|become|succeed|replace|coach|lead|head|take (?:over|office))\b|"
    r"-elect\b"
)
_ROLE = re.compile(
    r"\W*(?:who|which \w+) (?:is|was|are|were) (?:the )?(?:\w+ )?(?P<role>\w+) of\b", re.I
)
_ONE_OF_MANY = re.compile(
    r"\b(?P<which>prime|deputy|vice|health|finance|foreign|interior|home|defen[cs]e|justice|"
    r"education|environment|transport|energy|trade|labou?r|agriculture|fisheries|culture|economy|"
    r"housing|treasury|chief|executive|financial|medical|operating|artistic|managing|musical?|"
    r"sporting|technical|assistant|head)[ -](?P<role>minister|secretary|president|officer|director|"
    r"editor|coach|spokesman|spokeswoman)\b",
    re.I,
)
_BEARS = re.compile(
    r"(?:, |,? (?:is|was|becomes?|became|will be(?:come)?|takes over as) )"
    rf"(?:the |an? |its |their |[A-Z]\w+['’]s )?{_ONE_OF_MANY.pattern}",
    re.I,
)
_CAME = re.compile(
    r"^\W*(?:who|which \w+) (?:(?:was|is|were|are|has been|have been|had been|will be) "
    r"(?:elected|appointed|named|chosen|picked|promoted|sworn in|made)|became|has become) "
    r"(?:as )?(?:the )?(?:(?!of\b)[\w’'-]+ ){0,3}?"
    rf"(?P<role>{OFFICE})",
    re.I,
)
_COMES = re.compile(
    r"\b(?:elect\w*|appoint\w*|nam(?:es|ed|ing)|chos\w+|choos\w+|pick\w*|promot\w+|sworn|swear\w*|"
    r"made|makes|bec[ao]m\w*|succe\w+|replac\w+|tak(?:e|es|en|ing)|took|new|w[io]ns?|winning|"
    r"vot\w+|install\w*|inaugurat\w*|nominat\w*|"
    r"hir(?:es|ed|ing)|join\w*|sign\w*|follow\w*|will be|select\w*|tapped|designate|since|first|"
    r"moves|moved|returns?|returned|step(?:s|ped)? (?:in|up)|go(?:es)? to|went to|crowned|"
    r"turned|again|re-?elect\w*|confirm\w*|ascen\w+|rose|assum\w+)\b",
    re.I,
)
_CANDIDATE = re.compile(r"\b(?:candidate|contender|nominee|hopeful)s?\b")
_WHO_LEADS = re.compile(
    r"(?:, )?\bwho (?:also |now )?(?:leads|heads|runs|chairs|coaches|manages|owns|edits) "
    r"(?P<what>(?!(?:the |this )?(?:company|firm|club|side|team|group|business|operator|ship|it)\b)"
    r"(?:the )?[^,.;:]+)",
    re.I,
)
"""And what; "the company" may be that of the question."""
LEAVING = (
    r"(?:(?:has|have|had) )?(?:(?:suddenly|abruptly|also|then|later) )?"
    r"(?:resign(?:s|ed)?|retire[sd]|quits?|died|(?:steps?|stepped|stands?|stood) down|"
    r"(?:leaves|left) (?:office|the post|the job|as)|hand(?:s|ed) over|"
    r"(?:gives|gave|makes|made) way(?= (?:on [\w ]+ )?to [A-Z])|"
    r"(?:is giving|gives|gave) up the (?:office|post)(?= (?:of|as)\b)|"
    r"(?:was|has been|had been|been) "
    r"(?:dismissed|sacked|fired|ousted|replaced|removed|voted out|deposed|succeeded|relieved of))\b"
)
"""In a pattern, right after a name: what somebody does who leaves an office."""
DEPARTING = (
    r"(?:(?:is|are) (?:also )?(?:leaving|departing|stepping down|standing down|retiring|quitting|"
    r"resigning|bowing out|out(?= (?:in|as|at|after)\b|[.,;]|$)|gone)|(?:leaves|departs)|"
    r"(?P<will>(?:will|is to|is due to|is set to) (?:leave|depart|step down|stand down|retire|quit|"
    r"resign|bow out|be (?:replaced|succeeded))))\b"
)
"""Right after a name: what somebody does who is about to leave an office."""
AT_ONCE = re.compile(r"\b(?:with immediate effect|immediately|at once|today)\b")
_ITS_PLACE = verb_terms(
    "company firm club post job office role bank museum party team group".split()
)
_WHEN_OR_AS = r"(?:as|after|on|in|at|by|with|today|now|immediately|this|next|when|to|for|and|but)\b"
_DEPARTS = re.compile(
    rf"(?:,[^,.;:]{{0,60}},| \(\d+\))?(?:, who)? {DEPARTING}"
    rf"(?: (?!{_WHEN_OR_AS})(?P<whence>[\w’'-]+(?: (?!{_WHEN_OR_AS})[\w’'-]+){{0,4}}))?"
)
_FOR_A_WHILE = re.compile(r"\bfor [A-Z]|\bevery (?:day|morning|evening|week)\b")
_LEAVES = re.compile(
    rf"(?:,[^,.;:A-Z]{{0,40}},| \(\d+\))?(?:, who)? {LEAVING}(?! as an? | \w+ing\b)"
    r"(?: from (?:the )?(?P<whence>\w+))?"
)
_HAD_LED = re.compile(
    r",? who had (?:led|headed|chaired|managed|coached|edited|governed) (?:the )?(?P<what>\w+)"
)
_STILL = re.compile(r"\b(?:is|remains?|again|re-?elected|returns?|returned)\b(?! not\b)")
_OFFICE = (
    r"(?:(?:(?:head|chief|executive|general|managing|prime|finance|interim|long-time|former)[ -])*"
    rf"(?:executive\b|{OFFICE}))"
)
_SENT_OFF = re.compile(
    r"(?<!never )(?<!not )(?<!that they )"
    r"(?:\b(?:dismiss(?:es|ed)|sack(?:s|ed)|fire[sd]|oust(?:s|ed)|axed) "
    rf"(?:(?:its|their|the|his|her) )?(?:{_OFFICE}(?P<aside>,)? )?|"
    rf"\b(?:replace[sd]|succeed(?:s|ed)|(?:took|takes) over from) (?:{_OFFICE} )?|"
    rf"\b(?:took|takes) over as {_OFFICE} from |"
    rf"\b(?:parted (?:company|ways) with|let go of|in succession to|"
    r"(?:named|appointed|elected|hired|chosen|installed)\b[^.;]*\bin place of) "
    rf"(?:{_OFFICE} )?)$"
)
"""Before a name: the bearer was sent away, or has a successor."""
_LEAVES_FIRM = re.compile(
    r"(?:, who)? (?:has |had )?(?:left|quit|leaves) (?:the )?(?P<firm>[A-Z]\w+(?: [A-Z]\w+)*)"
    r"(?=,|\.|;|$| (?:in|last|after|this|and|as)\b)"
)
_OF_WHO_LEFT = re.compile(
    r"\b(?:former|outgoing|ex)\b|\bwho (?:resign|retire|quit|left|died|stepped|was|has)", re.I
)
_LEADS = re.compile(
    r"\b(?:leads?|heads?|runs?|chairs?|coach(?:es)?|manages?|directs?|chief|CEO|boss|director|"
    r"chair\w*|head|manager)\b"
)
"""Of a question: what somebody is to a firm or a club, which one leaves for good."""
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Oo]utgoing|[Ee]x)[ -](?P<role>(?:[a-z'’-]+ ){0,3}(?:of [A-Z][\w ]+)?"
    r"(?:[a-z'’-]+)?),? ?$"
)
