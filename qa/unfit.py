"""Spans that answer nothing, however well the reader likes them.

A reader of spans matches words; what the sentence around them says of it is read here. By rule,
English only, and each narrow: what a rule cannot tell counts as fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.sentences import sentence_around, sentence_spans
from qa.accusing import WRONGS, acquits, asks_who_did_wrong
from qa.corrections import is_retracted
from qa.denial import denies
from qa.equivalence import same
from qa.kinds import RELATIONS, expected_kind, is_of_kind
from qa.reader import Span
from qa.tense import acts_told
from qa.verbs import verb_terms
from qa.wanted import names_in


class Unfit:
    """What rules spans out for one question."""

    def __init__(self, question: str) -> None:
        self._question = question
        self.kind = expected_kind(question)
        self._wrong = asks_who_did_wrong(question)
        asked = _WHO_DID.match(question)
        self._done = verb_terms([asked["verb"]]) if asked else frozenset()
        self._who = bool(_WHO.match(question))
        which = _WHICH.match(question)
        self._noun = verb_terms([which["noun"]]) if which else frozenset()
        self._terms = verb_terms(question)
        kin = _KIN_ASKED.search(question)
        self._kin = _kin(kin["kin"]) if kin else ""
        aged = _HOW_OLD.match(question)
        self._aged = frozenset(_words_of_name(aged["name"])) if aged else frozenset()
        self._names = frozenset(names_in(question))
        self._by_name = bool(_NAME_OF.search(question))
        self._of_name = bool(_OF_NAME.search(question))
        self._of_age = bool(_OF_AGE.search(question))
        self._acts = acts_told(question)
        self._follows = bool(_WHO_FOLLOWS.match(question))

    def left(self, spans: Iterable[Span]) -> list[Span]:
        """The spans that may answer."""
        fit = [span for span in spans if not self._is_unfit(span)]
        retracted = [span.text for span in fit if is_retracted(span.hit.passage, span.start)]
        if not retracted:
            return fit
        # Where the paper takes a figure back, the report that had it is no source of it either.
        return [span for span in fit if not any(same(span.text, words) for words in retracted)]

    def _is_unfit(self, span: Span) -> bool:
        return (
            _is_pronoun(span)
            or _ASKS_AGAIN.match(span.text) is not None
            or _is_agency(span)
            or (self._who and _is_place_of_report(span))
            or (
                self._who
                and _STANDS_FOR_A_NAME.match(span.hit.passage.text, span.start) is not None
            )
            or (self.kind == "time" and _lasts(span))
            or (self._by_name and _COMMON.fullmatch(span.text) is not None)
            or (self.kind == "count" and self._is_measured(span))
            or self._is_of_another_kind(span)
            or self._is_hollow(span)
            or self._is_of_the_asked_name(span)
            or self._suffers(span)
            or self._is_other_kin(span)
            or self._is_anothers_age(span)
            or self._is_an_age(span)
            or self._is_when_it_was_made(span)
            or self._is_unreal(span)
            or self._goes_before(span)
            or self._only_looks_into(span)
            or self._is_denied(span)
        )

    def _is_of_another_kind(self, span: Span) -> bool:
        """A reader that takes "life" for an answer to "when" has found nothing there."""
        if not self.kind:
            return False
        text = span.hit.passage.text
        before, after = text[max(span.start - 20, 0) : span.start], text[span.end : span.end + 24]
        if self.kind == "name" and (_PLACED.search(before) or _OF_A_FIRM.search(before)):
            return True  # "a man of 34 from Thornby" has no name
        return not is_of_kind(span.text, self.kind, before=before, after=after)

    def _is_hollow(self, span: Span) -> bool:
        """Whether words say no more than the question: "which man" was "one of the men", and the
        year that it speaks of is not the one that it asks for.
        """
        if self.kind == "time":
            said = verb_terms(span.text)
            return bool(said) and said <= self._terms
        if not (self._who or self._noun) or self.kind:
            return False
        if _HOW_MANY.fullmatch(span.text):
            return self._noun.isdisjoint(_COUNTED)
        if part := _ONE_OF_THEM.match(span.text):
            return verb_terms(span.text[part.end() :]) <= self._terms
        terms = verb_terms(_DETERMINER.sub("", span.text, count=1))
        plain = not any(letter.isupper() for letter in span.text[1:])
        return bool(self._noun) and plain and self._noun <= terms <= self._terms

    def _is_of_the_asked_name(self, span: Span) -> bool:
        """Whether words are part of a name that the question has, or stand with it for what it is:
        neither "Ada" nor "the opposition" did something to Orr in "Ada Orr", "the opposition Orr".
        """
        if self._of_name:
            return False
        following = _NEXT_NAME.match(span.hit.passage.text, span.end)
        if following is None or following["name"] not in self._names:
            return False
        return span.text[:1].isupper() or span.text.startswith(("the ", "The "))

    def _suffers(self, span: Span) -> bool:
        """Whether to the one who is named was done what the question asks who did."""
        if not self._done:
            return False
        done = _DONE_TO.match(span.hit.passage.text, span.end)
        return done is not None and not self._done.isdisjoint(verb_terms([done["verb"]]))

    def _is_other_kin(self, span: Span) -> bool:
        """Whether somebody is another relation than the one asked for: "her mother, Carol"."""
        if not self._kin or not span.text[:1].isupper():
            return False
        kin = _IS_KIN.search(span.hit.passage.text, max(span.start - 40, 0), span.start)
        return kin is not None and _kin(kin["kin"]) != self._kin

    def _is_anothers_age(self, span: Span) -> bool:
        """Whether an age stands right behind a name that has nothing of the one asked about."""
        if not self._aged:
            return False
        aged = _AGED.search(span.hit.passage.text, max(span.start - 60, 0), span.start)
        return aged is not None and self._aged.isdisjoint(_words_of_name(aged["name"]))

    def _is_measured(self, span: Span) -> bool:
        """Whether a number is one of tonnes or hectares where others are counted."""
        unit = _MEASURE.match(f" {span.hit.passage.text[span.end : span.end + 20].lstrip()}")
        unit = unit or _MEASURE.search(span.text)
        return unit is not None and verb_terms(unit["unit"]).isdisjoint(self._terms)

    def _is_an_age(self, span: Span) -> bool:
        """Whether a number is somebody's age, and none is asked for: "Ada Orr, 22, won"."""
        if self._of_age or not _AN_AGE.fullmatch(span.text):
            return False
        text = span.hit.passage.text
        if _AGED_AT.search(text, max(span.start - 20, 0), span.start):
            return True
        named = _FULL_NAME.search(text, max(span.start - 60, 0), span.start)
        return named is not None and _AFTER_AGE.match(text, span.end) is not None

    def _is_unreal(self, span: Span) -> bool:
        """Whether it only would have been, where the question asks what was."""
        if "would" in self._question or not self._acts:
            return False
        text = span.hit.passage.text
        return _WOULD_HAVE.search(text, max(span.start - 60, 0), span.start) is not None

    def _is_when_it_was_made(self, span: Span) -> bool:
        """Whether a day is that of something's making, or somebody's birth, not of what is asked:
        "stolen was the clock, made in Geneva in 1742".
        """
        if self.kind != "time" or not self._acts:
            return False
        text = span.hit.passage.text
        made = _MADE.search(text, max(span.start - 60, 0), span.start)
        if made is None:
            return False
        return self._acts.isdisjoint(_BIRTHS if made["verb"] == "born" else _MAKINGS)

    def _goes_before(self, span: Span) -> bool:
        """Whether somebody is the one replaced, where the question asks who replaced him."""
        text = span.hit.passage.text
        return self._follows and bool(_FOLLOWED.search(text, max(span.start - 40, 0), span.start))

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


def _words_of_name(name: str) -> list[str]:
    return _CAPITAL.findall(name.replace("’", "'"))


def _is_pronoun(span: Span) -> bool:
    """Whether a span names nobody: "they" answers no question. "US", "WHO" and the film "Us" do."""
    word, text = span.text, span.hit.passage.text
    opens = not text[: span.start].strip() or text[: span.start].rstrip()[-1] in '.!?:"“\n'
    return (word.lower() if opens and word != word.upper() else word) in _PRONOUNS


def _is_agency(span: Span) -> bool:
    """Whether a span is who reported, in a dateline: "WASHINGTON (AP) —", "CNN —"."""
    for dateline in _DATELINE.finditer(span.hit.passage.text):
        start, end = dateline.span("bracketed" if dateline["bracketed"] else "bare")
        if span.start < end and start < span.end:
            return True
    return False


def _is_place_of_report(span: Span) -> bool:
    """Whether words are the place in a dateline: "MARLINGEN — The rector"."""
    text = span.hit.passage.text
    place = _PLACE_OF_REPORT.match(text)
    return place is not None and span.end <= place.end()


def _lasts(span: Span) -> bool:
    """Whether words say how long, and not when: "banned for two years"; "in two years" does."""
    if not _DURATION.fullmatch(span.text):
        return False
    text = span.hit.passage.text
    return not (_FROM_THEN.search(text[: span.start]) or _FROM_NOW.match(text, span.end))


_PRONOUNS = frozenset(
    "me we us you he him she her it they them this that these those who whom which himself "
    "herself itself themselves someone somebody something".split()
)
_AGENCIES = (
    "(?:AFP|ANI|AP|BBC|Bloomberg|CBS|CNN|DPA|NPR|PA|PTI|Reuters|TASS|UPI|Xinhua)"
    "(?: Business| News| Politics)?"
)
_DATELINE = re.compile(
    # The place and the day, if any, then "(AP)" or "AP —".
    rf"^(?:(?:[A-Z][\w.’'-]*|\d{{1,4}}),? ){{0,6}}"
    rf"(?:\((?P<bracketed>{_AGENCIES})\)|(?P<bare>{_AGENCIES})[ \xa0]{{1,3}}[—–-])",
    re.MULTILINE,
)
_PLACE_OF_REPORT = re.compile(r"[A-Z][A-Z.' -]{2,40}(?:, [A-Z][\w. ]{1,20})? ?[—–]")
_STANDS_FOR_A_NAME = re.compile(r"[Tt]he [a-z]+, \d\d,")
"""Of whom the age stands behind was named before: "the novelist, 67, was awarded"."""
_DURATION = re.compile(
    r"(?:(?:about|almost|nearly|over|more than|up to|at least) )?"
    r"(?:an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|some)"
    r"(?: and a half)? (?:years?|months?|weeks?|days?|hours?|minutes?|decades?)",
    re.I,
)
_FROM_THEN = re.compile(
    r"\b(?:[Ii]n|[Aa]fter|[Ww]ithin|[Ee]very|[Aa]bout|[Uu]ntil|of) (?:the |just )?$"
)
_FROM_NOW = re.compile(
    r",? (?:ago|later|earlier|before|after|afterwards|from now|into|hence|old)\b"
)
_WOULD_HAVE = re.compile(r"\bwould(?: not|n['’]t)? have (?:[a-z]+ ){1,4}$")
_MEASURE = re.compile(
    r"(?:^| )?\b(?P<unit>(?:hecto|kilo|centi|milli)?(?:litres?|liters?|met(?:re|er)s?|grams?)|"
    r"tonnes?|tons?|hectares?|acres?|miles?|degrees?|per cent|percent|barrels?|gallons?|pounds?|"
    r"euros?|dollars?|kilometres?|kilometers?|kilowatts?|megawatts?)\b",
    re.I,
)
_WHO = re.compile(r"\W*whom?\b", re.I)
_WHO_DID = re.compile(
    r"\W*(?:who|which \w+)(?: (?:first|also|eventually|finally|then|later|has|have|had))? "
    r"(?!(?:is|are|was|were|be|will|would|did|does|do|has|have|had|can|could|the|an?|of|in)\b)"
    r"(?P<verb>[a-z]+) "
    r"(?!(?:on|off|in|to|at|from|with|for|by|of|as|after|before|during|into|out|up|"
    r"down|over|under|near|when|while|since|until|last|this)\b)\w",
    re.I,
)
"""With an object: "Who drowned in the lake?" was drowned there."""
_WHICH = re.compile(
    r"\W*(?:which|what) (?P<noun>[a-z]{3,})(?= (?:is|are|was|were|will|would|did|does|do|has|have|"
    r"had|can|could|\w+ed|won|lost|took|led|made|got|left|fell|began|came|went)\b)",
    re.I,
)
_ONE_OF_THEM = re.compile(
    r"(?:one|two|some|several|many|most|(?:a )?few|a number) of (?:its|his|her|their|the)\b", re.I
)
_DETERMINER = re.compile(r"(?:an?|the|another|one|this|that|its|his|her|their) ", re.I)
_HOW_MANY = re.compile(
    r"(?:(?:the|all|both|about) )*(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    re.I,
)
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
_CAPITAL = re.compile(r"\b[A-Z][\w'-]+")
_HOW_OLD = re.compile(
    r"\W*(?i:how old (?:is|was)) (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
    r"(?=\W*$| (?:when|at|in|now|on)\b)"
)
_AGED = re.compile(
    r"(?!(?:At|Aged|He|She|It|They|In|On|The|An?)\b)"
    r"(?P<name>\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?:,(?: an?| aged)? | \()$"
)
_OF_NAME = re.compile(
    r"\bnames?\b|\bcalled\b|\bwho(?:['’]s| is| are| was| were) (?:the )?[A-Z]|"
    r"\bwhat(?:['’]s| is| are| was| were)\b|\bfull\b",
    re.I,
)
"""Of a question: what somebody is, or is called."""
_NAME_OF = re.compile(r"\bname of (?:the|an?|his|her|its|their)\b", re.I)
_COMMON = re.compile(r"[Tt]he [a-z]+(?: [a-z]+)?")
"""No name, as "the yard" is none."""
_NEXT_NAME = re.compile(r" (?P<name>[A-Z][a-zà-ÿ]+)\b")
_OF_AGE = re.compile(r"\b(?:age[ds]?|old|older|young\w*|born)\b", re.I)
_AN_AGE = re.compile(r"[1-9]\d?")
_AGED_AT = re.compile(r"\b(?:aged(?: \d+ and)?|at the age of|at age) $")
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*)+, $")
_AFTER_AGE = re.compile(r",| (?:and|of|from|who|was|were|is|has|had)\b")
_MADE = re.compile(
    r"\b(?P<verb>made|built|founded|painted|established|dating|born)\b"
    r"(?:(?! (?:and|but|who|which|that|when|was|were|has|had)\b)[^,.;:]){0,40}"
    r"\b(?:in|on|from|around|about|to) $"
)
_MAKINGS = verb_terms(
    "make build found paint establish create construct set start begin form open launch erect date "
    "complete finish write found design install introduce put come"
)
_BIRTHS = verb_terms("born bear be live")
_ASKS_AGAIN = re.compile(r"how (?:much|many)\b|whose\b|(?:(?:has|have|is|are) )?yet to\b")
"""Words that ask, or say that it is open, are no answer."""
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
_COUNTED = verb_terms("time age number proportion percentage share score year day hour")
_CLAUSE = re.compile(r",|;|\b(?:who|that|which|after|when|because|while)\b")
_PLACED = re.compile(r"\b(?:from|in|at|near|of) (?:the )?$")
_OF_A_FIRM = re.compile(
    r"\b(?:firm|company|club|bank|group|agency|newspaper|paper|school|university|hospital|village|"
    r"town|city|ship|boat|ferry|party|union|platform|app|network) (?:called |named )?$"
)
_OFFICIALS = re.compile(
    r"(?:the )?(?:(?:local|state|federal|county|city|\w+ County) )?(?:police|officers?|detectives?|"
    r"investigators?|prosecutors?|authorities|officials?|court|judge|jury|firefighters?|divers?)"
    r"(?: officers?)?",
    re.I,
)
