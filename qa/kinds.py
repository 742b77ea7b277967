"""What a question asks for by its first words: a time, a number, money, a name. English only.

Spans of another kind are not even considered, so that each kind asks for little, and where a
question's words leave a doubt, for nothing.
"""

from __future__ import annotations

import re

from qa.dates import DECADES, MONTHS, WEEKDAYS
from qa.forms import HELPERS
from qa.quantities import ONES, SCALES, SIGNS, TENS, TO_TWELVE
from qa.verbs import PASTS

RELATIONS = (
    "father|mother|husband|wife|son|daughter|brother|sister|uncle|aunt|nephew|niece|cousin|"
    "grandfather|grandmother|grandson|granddaughter|stepfather|stepmother|widow|widower|fianc[ée]e?"
)
# Not `phrases.PERSONS`, which holds what stands before a name: "name of the king" may be a ship's.
PERSON = (
    f"man|woman|boy|girl|person|suspect|victim|child|baby|guard|driver|pilot|officer|teacher|student|"
    f"doctor|nurse|witness|player|captain|{RELATIONS}"
)


def expected_kind(question: str) -> str:
    """What a question asks for: "time", "extent" (of space or time), "number", "count", "money",
    "score", "hour", "sentence", "name", or "" for the rest.

    It is "" wherever the words leave a doubt: spans of another kind are not even considered.
    """
    for kind, pattern in _ASKS_FOR:
        if pattern.search(question):
            return kind
    return ""


def is_of_kind(answer: str, kind: str, *, before: str = "", after: str = "") -> bool:
    """Whether words could be an answer of a kind, with what stands right before and after them."""
    if kind == "money":
        return bool(_CURRENCY.search(f"{before[-2:]}{answer}{after[:12]}")) or (
            bool(_LOOKS_LIKE[kind].search(answer))
            and not _NO_MONEY.search(_A_YEAR.sub("", answer))
            and not _NO_MONEY.match(after.lstrip())
        )
    if kind in ("extent", "sentence") and _BARE.fullmatch(answer):
        return _UNIT.match(after) is not None or _A_FULL_YEAR.fullmatch(answer) is not None
    if kind == "count" and (_SIGN_BEFORE.search(before) or _is_score(answer)):
        return False
    return bool(_LOOKS_LIKE[kind].search(answer))


def _is_score(answer: str) -> bool:
    """Whether words are "145-134", which counts nothing: "10-15" may."""
    score = _SCORE.fullmatch(answer)
    return score is not None and int(score[1]) > int(score[2])


_UNIT = re.compile(
    rf"(?:[-\s](?:to|or|and|-)?[-\s]?(?:\d[\d.,]*|an?|{'|'.join(TO_TWELVE)}|"
    r"half|quarter|1/2)|½)*[-\s]?(?:[a-z]+[-\s])?"
    r"(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|nights?|weeks?|fortnights?|months?|years?|"
    r"decades?|century|centuries|seasons?|terms?|games?|matches|laps?|lashes|"
    r"(?:kilo|centi|milli)?met(?:re|er)s?|miles?|km|cm|mm|m|ft|feet|foot|inch|inches|yards?|pages?|"
    r"words?|lines?)\b",
    re.I,
)
_A_FULL_YEAR = re.compile(r"[12]\d{3}")
_SCORE = re.compile(r"(\d+)[-–](\d+)")
_THEN = (  # what follows a noun that is asked for itself: in "which age group" it is not
    rf"(?=\W*$|\s*[,;:?!)]|\s(?:{HELPERS}|of|and|or|in|on|at|for|by|after|before|during|since|"
    rf"the|this|that|he|she|it|they|we|you|\w{{2,}}ed|{'|'.join(sorted(PASTS))})\b)"
)
_UNCOUNTED = "damage|harm|progress|support|influence|power|trouble|experience|control|freedom"
_ASKS_FOR = (
    (
        "time",
        # "Who was president when the wall fell?" asks for no time, nor does "When it fell, who…".
        re.compile(
            rf"\bwhen(?:['’]s|(?: exactly)? (?-i:{HELPERS}))\b|\bwhen\W*$|"
            r"^\W*(?:(?:and|but|so|since|until|till|from|by) )?when\b"
            r"(?!.*\b(?:who|what|which|where|how)\b)|"
            rf"\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century){_THEN}",
            re.I,
        ),
    ),
    ("extent", re.compile(r"\bhow long\b", re.I)),
    (
        "hour",
        re.compile(
            r"\b(?:at|by|around|since|until|from) (?:what|which) "
            rf"(?:time(?! (?:of|in)\b)|hour){_THEN}|"
            r"\bwhat time (?:did|does|do|will|is|was)\b.*\b(?:start|begin|open|close|leave|arrive|"
            r"happen|end|due)\b",
            re.I,
        ),
    ),
    (
        "sentence",
        re.compile(
            r"\b(?:what|which|how long an?) (?:(?:prison|jail) sentence\b|"
            r"sentence (?:was|did|has|is|will|would)\b.*\b"
            r"(?:get|got|given|receive\w*|hand\w*|impose\w*|pass\w*|serv\w*|face\w*)\b)",
            re.I,
        ),
    ),
    (
        "name",
        re.compile(
            rf"\bwhat\b.*\bname of (?:the|an?|his|her|their|[A-Z][\w’'-]+['’]s?) "
            rf"(?:(?!(?:the|where|that|which|who)\b)[\w-]+ ){{0,2}}(?:{PERSON})\b|"
            rf"\bwhat(?:['’]s| is| was)\b.{{1,60}}\b(?:{PERSON})(?: called|['’]s name)\W*$",
            re.I,
        ),
    ),
    ("score", re.compile(r"\bwhat (?:is|was) the (?:final |half-?time )?score\b", re.I)),
    (
        "money",
        re.compile(
            r"\bhow much (?:(?:more|extra|prize|public) )?(?:money|cash|compensation|funding)\b|"
            r"\bhow much (?:is|are|was|were|do|does|did|will|would|has|have|had)\b[^,]*\b(?:costs?|"
            r"spen[dt]|earn(?:ed)?|fined|owed?|donated?|gave|give|invest(?:ed)?|worth|"
            r"(?:sell|sold|auctioned) for)\b|"
            rf"\b(?:what|which) (?:sum|fee|fine|ransom|salary|wage|bail|amount of money){_THEN}|"
            r"^\W*what (?:did|does|do|will|would)\b[^,]*\bcost\b"
            r"(?=\W*$| (?:in|at|to|for|when|per|by|originally|then|on|last|this)\b)|"
            r"^\W*what (?:does|do|will|would)\b[^,]*\bearn\b|"
            r"^\W*what (?:is|was|are|were)\b[^,]*\bworth\W*$|"
            r"\bwhat (?:is|was|were|are|will be) the (?:\w+ ){0,2}(?:price|salary|price tag|"
            r"net worth)\b(?!['’])(?! of (?!(?:an?|the|one|each)\b))",
            re.I,
        ),
    ),
    (
        "count",
        re.compile(
            r"\bhow many\b(?! (?:(?:more|\w+ns?) )?(?:of )?"
            r"(?:[mb]illions?|dollars|pounds|euros|yen|roubles|rupees|francs|"
            r"marks|pesos|crowns|coins)\b)|"
            # As one types it: "final death toll of the flood".
            r"^\W*(?:the )?(?:(?:final|official|total|latest) )?(?:death toll|number of)\b",
            re.I,
        ),
    ),
    (
        "number",
        re.compile(
            r"\bhow (?:many|old|tall|high|fast|deep|wide|heavy)\b|"
            # "How far did it spread?" is answered by a place, "How much damage…?" by a word.
            r"\bhow far\b(?! (?:do|does|did|has|have|had|can|could|will|would)\b)|"
            rf"\bhow much\b(?! (?:{_UNCOUNTED})\b)|"
            rf"\b(?:what|which) (?:\w+ )?(?:percentage\b|percent\b|"
            rf"(?:number|age|score|proportion){_THEN}|share (?:of|{HELPERS})\b)|"
            # "At what level of education?" asks for a word.
            rf"\b(?:what|which) (?:\w+ )?rate(?! did .* (?:cut|raise|keep)\b){_THEN}|"
            rf"\b(?:to|at) what level (?:{HELPERS})\b.*\b(?:rates?|inflation|interest|price)\b",
            re.I,
        ),
    ),
)
_NUMBERS = (
    f"{'|'.join((*ONES, *TENS, *DECADES))}|(?:{'|'.join(SCALES)})s?|half|quarters?|thirds?|"
    "once|twice|couple|pair|hat-?trick|none|no|nothing|nobody|all|most|few|several"
)
_TIMES = (
    f"{'|'.join((*MONTHS, *WEEKDAYS))}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    "today|yesterday|tomorrow|tonight|morning|afternoon|evening|night|noon|midnight|dawn|"
    "weekend|weeks?|months?|years?|decades?|century|centuries|days?|hours?|minutes?|spring|summer|"
    "autumn|fall|winter|christmas|easter|ago|now|always|never|after|before|when|while|until|since|"
    "during|as soon as|once"
)
_SIGN_BEFORE = re.compile(rf"[{SIGNS}]\s*$")
_CURRENCY = re.compile(
    rf"[{SIGNS}]|\b(?:dollars?|pounds?|euros?|(?<!per )cents?|pence|penn(?:y|ies)|yen|"
    r"yuan|renminbi|rupees?|rou?bles?|francs?|marks?|lir[ae]|pesos?|kron(?:a|or|e|er)|shekels?|dinars?|"
    r"dirhams?|ri(?:y)?als?|baht|rand|naira|shillings?|crowns?|ducats?|guineas?|coins?|gold|silver|"
    r"bucks|grand|free|nothing|no money|zloty|wages|pay|Rs|USD|EUR|GBP)\b",
    re.I,
)
_A_YEAR = re.compile(r"\b(?:an?|per|each|every) (?:year|month|week|day|hour)\b", re.I)
_NO_MONEY = re.compile(
    r"%|\bper ?cent|\b(?:years?|months?|weeks?|days?|hours?|minutes?|times|people|miles|km|"
    r"(?:kilo)?met(?:re|er)s?|feet|tons?|tonnes?|points)\b",
    re.I,
)
"""What a number counts that is no money."""
_LOOKS_LIKE = {
    "time": re.compile(rf"\d|\b(?:{_TIMES})\b", re.I),
    "number": re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.I),
    "extent": re.compile(rf"\d|\b(?:{_NUMBERS}|{_TIMES})\b", re.I),
}
_BARE = re.compile(
    rf"(?:about |around |nearly |almost |some |only |the )?(?:[\d.,]+|{_NUMBERS})", re.I
)
"""A number, and nothing of what it counts."""
_LOOKS_LIKE |= {
    "hour": re.compile(
        r"(?<![:\d])\d{1,2} ?[:.h] ?\d\d(?![:\d])|"
        r"(?<![:.\d])\b\d{1,2}(?: ?[ap]\.?m\b|$)|o['’]clock|"
        r"\d{4} ?(?:hrs|hours|GMT|local|UTC)\b|\b(?:to|past) (?:\w+)$|\bsharp$|"
        r"\b(?:noon|midday|midnight|dawn|dusk|daybreak|nightfall|first light|"
        r"twilight|teatime|sunrise|sunset|morning|afternoon|evening|"
        r"night|lunchtime|half past|quarter (?:past|to)|hours?|minutes?)\b|"
        rf"^(?:shortly |just )?(?:at |before |after |about |around )?(?:{_NUMBERS})$",
        re.I,
    ),
    "sentence": re.compile(
        r"\d|\b(?:life|lifelong|death|discharge|order|lashes|decades?|hang\w*|caution|unpaid|capital|"
        r"maximum|minimum|term|service|suspended|probation|community|fined?|years?|months?|"
        r"days?|weeks?|parole|house arrest)\b",
        re.I,
    ),
    "count": re.compile(rf"^(?!.*[{SIGNS}]).*(?:{_LOOKS_LIKE['number'].pattern})", re.I | re.S),
    "money": _LOOKS_LIKE["number"],
    "score": re.compile(rf"^(?!\d+$).*(?:\d|\b(?:{_NUMBERS}|nil|draw|drew)\b)", re.I | re.S),
    "name": re.compile(r"[^\W\d_]{2}"),
}
