"""The words of relative dates, as patterns, and the words that only look like one.

Weekdays, months and what opens a sentence are told by their capitals. What the words mean is
`mentions`' business.
"""

from __future__ import annotations

import re

from qa import dates
from qa.dates import DAY, MONTH
from qa.quantities import TO_TWELVE

NUMBERS = ("a", *TO_TWELVE)
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(f'[{n[0].upper()}{n[0]}]{n[1:]}' for n in NUMBERS)})"
DAYS = tuple(day[:3].capitalize() for day in dates.WEEKDAYS)
"""The abbreviated weekdays, from Monday on."""
_ANY_DAY = rf"(?:{'|'.join(DAYS)})"
_PART = r"(?:early |late )?(?:morning|afternoon|evening|night|lunchtime)\b"
_WHEN = r"(?:(?P<when>[Ee]arlier|[Ee]arly|[Ll]ater|[Ll]ate) )?"
_YEAR_BEFORE = r"(?:(?P<year_before>[Ll]ast|[Nn]ext) year (?=(?:in|on) ))?"
_YEAR_AFTER = r"(?:,? (?:of )?(?P<year>last|this|next) year(?!['’]s)\b)?"
_UNIT = r"(?:day|week|fortnight|month|year|decade)"

WEEKDAY = re.compile(
    rf"(?<![\w-]){_WHEN}"
    r"(?:(?P<lead>[Oo]n|[Tt]his (?:past|coming)|[Tt]his|[Ll]ast|[Nn]ext|[Cc]oming|[Pp]ast) )?"
    rf"(?:(?:early|late) )?(?P<day>{dates.WEEKDAY})"
    rf"(?P<part>,? {_PART})?(?:,? (?:of )?(?P<week>last|this|next) week)?(?![\w-])"
)
CALENDAR_DAY = re.compile(
    rf"(?<![\w-]){_YEAR_BEFORE}(?:(?:[Oo]n|(?P<lead>[Ll]ast|[Nn]ext)) )?"
    rf"(?:(?:the )?(?P<day>{_ANY_DAY}(?:[a-z]{{0,5}}day|[rs]{{0,2}}\.?)),? "
    r"(?:the |\()?)?"
    rf"(?:(?P<from>{DAY})(?:\s?[-–]\s?(?P<to>{DAY}))?(?: of)? (?P<month>{MONTH})|"
    rf"(?P<month2>{MONTH}) (?P<from2>{DAY})(?:\s?[-–]\s?(?P<to2>{DAY}))?){_YEAR_AFTER}"
    r"(?![\w%]|-\w|[.,:/]\d|,? ['’]?\d\d|,? and \d|\s(?:percent|per cent|million|billion|people))"
)
MONTH_ALONE = re.compile(
    rf"(?<![\w-]){_YEAR_BEFORE}"
    r"(?:(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|till|[Bb]y|[Dd]uring|[Bb]efore|[Aa]fter|"
    r"[Ff]rom|[Tt]hrough|[Tt]hroughout|[Ll]ast|[Nn]ext|[Tt]his|"
    r"(?:end|start|beginning|middle) of) )?"
    rf"(?:(?P<part>[Ee]arly|[Ll]ate|[Mm]id)[ -])?(?P<month>{MONTH}){_YEAR_AFTER}"
    r"(?![\w-]|,? \d|,? ['’]\d| [A-Z])"
)
DAY_WORD = re.compile(
    rf"(?<![\w-]){_WHEN}(?P<word>[Tt]he day before yesterday|[Tt]he day after tomorrow|"
    r"[Tt]oday|[Tt]onight|[Tt]omorrow|[Yy]esterday|[Ll]ast night|"
    rf"[Tt]his (?:morning|afternoon|evening))(?: {_PART})?(?![\w-])"
)
WEEKEND = re.compile(
    r"(?<![\w-])(?P<lead>[Tt]his (?:past|coming)|[Tt]his|[Ll]ast|[Nn]ext|"
    r"(?:[Oo]ver|[Aa]t|[Oo]n|[Dd]uring) the|[Tt]he past) weekend(?![\w-]| of\b)"
)
UNIT = re.compile(
    rf"(?<![\w-]){_WHEN}(?P<lead>[Tt]his|[Ll]ast|[Nn]ext) (?P<unit>week|month|year|decade)"
    r"(?![\w-]| of\b)"
)
STRETCH = re.compile(
    r"(?<![\w-])(?P<lead>[Tt]he (?:last|past|next|coming)|[Tt]his past) "
    rf"(?:{_COUNT} )?(?P<unit>hour|day|week|month|year|decade)s?(?![\w-]| of\b)"
)
AGO = re.compile(
    rf"(?<![\w-]){_COUNT} (?P<unit>day|week|month|year)s? ago(?P<today> today)?"
    rf"(?![\w-]| (?:this|on|{_ANY_DAY}))"
)
_STEPS = rf"(?:{'|'.join(NUMBERS)}|\d+|few|several|couple of|many) {_UNIT}s?"
STEP_BEFORE = re.compile(
    rf"\b(?:{_UNIT}s? ago|(?:last|next) (?:week|month|year)),? \S+$|"
    rf"(?<!\bfor )\b{_STEPS} from \S+$|"
    rf"(?<!\bfor )\b{_STEPS} (?<=week |eeks |ight |ghts )(?:on|today|tomorrow)$",
    re.I,
)
"""What moves the date whose first word ends it: "two weeks ago on", "a week from Sunday"."""
STEP_AFTER = re.compile(
    rf",? (?:(?:about|almost|nearly|just|over|a) )?{_STEPS} ago\b|"
    r",? (?:last|next) (?:week|month|year)\b(?!['’]s)|,? the year before\b|"
    r",? (?:of )?(?:that|the (?:same|following|previous|next)) year\b"
)
"""What moves the date before it: "in May two years ago", "on 5 May the following year"."""

IN_FORCE_FROM = re.compile(
    r"\b(?:appl(?:y|ies)|takes? effect|comes? into (?:force|effect))(?: \w+){0,3}? (?:from|on) $"
)
"""Before a date from which on something holds, which papers tell ahead."""

CAPITALISED = re.compile(rf"(?:{_ANY_DAY}(?:[a-z]{{0,5}}day|[rs]{{0,2}})|{MONTH})\W*$")
"""Words that have a capital anywhere."""
NOT_THIS_DAY = frozenset(
    "every each a an one any most some alternate other following previous that the first second "
    "third fourth final consecutive straight my per between or black good bloody easter super "
    "cyber ash palm holy maundy giving ruby bowl spy fat shrove whit freaky blue business trinity "
    "mothering throwback taco manic pentecost divine man girl joe casual selection championship "
    "election".split()
)
"""What makes the weekday after it a habit, a name, or a day of another story."""
SAID = re.compile(
    r" (?:\w+ )?(?:statement|hearing|briefing|conference|release|interview|e-?mail|letter|tweet|"
    r"post|report|memo|speech|vote|filing|ruling|announcement|meeting|note|article|column|decision)\b"
)
"""What makes a day of report of "a Friday briefing", though "a" stands before it."""
NOT_THE_DAY_ITSELF = re.compile(
    rf" (?:mornings|afternoons|evenings|nights|school|roast|brunch|lunch|league|papers?|"
    rf"newspapers?|best|supplement|the \d|\d|in {MONTH}\b)|"
    rf"(?:\s?[-–—/]\s?|\s(?:to|through|thru)\s){_ANY_DAY}"
)
"""What makes so the weekday before it; ranges of weekdays are mostly habits, too."""
FROM_A_DAY_TO = re.compile(rf"{_ANY_DAY}[a-z.]*\s?(?:[-–—/]|to|through|thru)\s?$")
TITLE = re.compile(
    r" (?:Times|Mirror|Express|Mail|Telegraph|Post|Herald|World|Sport|Night|Morning|Brunch|"
    r"Politics|School|Independent|People|Star|Sun|Business)\b"
)
"""What makes "on Sunday" part of a title, where a capital follows."""
OF_OUR_TIME = re.compile(
    r"['’]s (?:world|society|generation|young|youth|kids|children|standards|age|era)\b"
)
ROUGHLY = re.compile(
    r"\b(?:nearly|almost|about|around|roughly|some|more than|less than|over|at least|under|"
    r"approximately|or) $",
    re.I,
)
WITHIN = frozenset("in over during for within throughout of from".split())
"""What makes of "the last week" the seven days before today."""
PERSONAL = frozenset("the that very his her their its my our".split())
"""What makes of "last year" the last one of something."""
BY_MAY = frozenset("by from before after through".split())
"""What may stand before somebody called May."""
FAMOUS = frozenset({(1, 6), (9, 11), (7, 4), (10, 7)})
"""Months and days whose bare date is the name of an event or a feast, of any year."""
