"""Spans that answer nothing, however well the reader likes them.

A reader of spans matches words; what the sentence around them says of it is read here, and of whom
and of what it says it in `persons` and `figures`. By rule, English only, and each narrow: what a
rule cannot tell counts as fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.types import Passage
from qa.citations import sentence_of, sentence_text
from qa.corrections import is_retracted
from qa.denial import negates
from qa.equivalence import normalise, same
from qa.figures import Figures
from qa.forms import HELPERS
from qa.kinds import expected_kind, is_of_kind
from qa.persons import Persons
from qa.phrases import is_content
from qa.quantities import TO_TWELVE
from qa.reader import Span
from qa.tense import acts_told
from qa.unknown import Unknown
from qa.untrue import asks_of_claims, asks_what_was_rejected, is_rejected, untrue_claim
from qa.verbs import PASTS, verb_terms


class Unfit:
    """What rules spans out for one question."""

    def __init__(self, question: str) -> None:
        self._question = question
        self.kind = expected_kind(question)
        self._persons = Persons(question)
        self._figures = Figures(question, self.kind)
        self._unknown = Unknown(question)
        self._who = bool(_WHO.match(question))
        which = _WHICH.match(question)
        self._noun = verb_terms([which["noun"]]) if which else frozenset()
        self.asks_country = _COUNTRY.search(question) is not None
        self._terms = verb_terms(question)
        self._done = acts_told(question)
        self._things = verb_terms(word for word in question.split()[1:] if is_content(word))
        done = _DOES.match(question)
        self._acts = verb_terms([done["verb"]]) & self._done if done else frozenset()
        undone = _ASKS_WHO_DID_NOT.match(question)
        self._undone = verb_terms([undone["verb"]]) if undone else frozenset()
        self._of_claims = asks_of_claims(question)
        self._of_rejected = self._of_claims or asks_what_was_rejected(question)
        self._by_name = bool(_NAME_OF.search(question))

    def left(self, spans: Iterable[Span]) -> list[Span]:
        """The spans that may answer."""
        fit = self._unknown.left([span for span in spans if not self._is_unfit(span)])
        retracted = [span.text for span in fit if is_retracted(span.hit.passage, span.start)]
        # Where the paper takes a figure back, the report that had it is no source of it either.
        fit = [span for span in fit if not any(same(span.text, words) for words in retracted)]
        passages = {span.hit.passage.id: span.hit.passage for span in fit}
        denials = self._denials(passages.values())
        return [span for span in fit if not _is_denied(span, denials)]

    def _denials(self, passages: Iterable[Passage]) -> list[tuple[Passage, str]]:
        """The passages that call untrue what answers the question, and what they call so.

        It has all that the question takes for done: that the mayor has not resigned, as was
        reported, does not make him somebody else.
        """
        if not self._done or self._of_claims:
            return []
        about = self._done | self._things
        claims = ((each, untrue_claim(each.text, about, self._done)) for each in passages)
        return [(passage, claim) for passage, claim in claims if claim]

    def _is_unfit(self, span: Span) -> bool:
        return (
            _is_pronoun(span)
            or _ASKS_AGAIN.match(span.text) is not None
            or _is_agency(span)
            or (self._who and (_is_place_of_report(span) or _stands_for_a_name(span)))
            or (self._by_name and _COMMON.fullmatch(span.text) is not None)
            or self._is_of_another_kind(span)
            or self._is_hollow(span)
            or self._is_done_to(span)
            or self._is_other_party(span)
            or self._figures.rule_out(span)
            or self._persons.rule_out(span)
            or self._is_rejected(span)
            or self._did_it(span)
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

    def _is_done_to(self, span: Span) -> bool:
        """Whether it befell what a span names when somebody else did what is asked about.

        What killed him was no tent, where "they struck at the tent by killing him".
        """
        text = span.hit.passage.text
        by = _BY_DOING.match(text, span.end) if self._acts else None
        if by is None:
            return False
        before = text[sentence_of(span)[0] : span.start]
        return any(map(str.isalpha, before)) and not self._acts.isdisjoint(verb_terms([by["act"]]))

    def _did_it(self, span: Span) -> bool:
        """Whether who did it is named where who did not is asked for.

        Its sentence has the verb, and no word that denies or excepts.
        """
        if not self._undone:
            return False
        sentence = sentence_text(span)
        told = not self._undone.isdisjoint(verb_terms(sentence))
        return told and not (negates(sentence) or _EXCEPTS.search(sentence))

    def _is_rejected(self, span: Span) -> bool:
        """Whether it stands in a claim that somebody rejects, and no claim is asked for."""
        text = span.hit.passage.text
        return not self._of_rejected and is_rejected(text, span.start, span.end)

    def _is_other_party(self, span: Span) -> bool:
        """Whether who bought something is asked, and a span names who sells it; or the reverse."""
        text, (start, end) = span.hit.passage.text, sentence_of(span)
        before = text[start : span.start]
        if _WHO_SELLS.match(self._question):
            return _SOLD_TO.search(before) is not None
        if not _WHO_BUYS.match(self._question) or _BY.search(before):
            return False
        sells = _SELLS.match(text, span.end, end)
        return sells is not None and not self._terms.isdisjoint(verb_terms(sells["what"]))

    def _is_hollow(self, span: Span) -> bool:
        """Whether words say no more than the question: "which man" was "one of the men", and the
        year that it speaks of is not the one that it asks for.
        """
        if self.kind == "time":
            # Of "the 9pm curfew" and "the Easter Rising" it may be the answer.
            said = rf"\b(?:in|of|on|until|since|for|by) {re.escape(span.text)}(?!\w)"
            return re.search(said, self._question, re.I) is not None
        if not (self._who or self._noun) or self.kind:
            return False
        if _HOW_MANY.fullmatch(span.text):
            return self._noun.isdisjoint(_COUNTED)
        if part := _ONE_OF_THEM.match(span.text):
            return verb_terms(span.text[part.end() :]) <= self._terms
        terms = verb_terms(_DETERMINER.sub("", span.text, count=1))
        plain = not any(letter.isupper() for letter in span.text[1:])
        return bool(self._noun) and plain and self._noun <= terms <= self._terms


def _is_denied(span: Span, denials: Iterable[tuple[Passage, str]]) -> bool:
    """Whether a span is what a passage calls untrue: there, and in what came out before it."""
    words, day = f" {normalise(span.text)} ", span.hit.passage.published
    return any(
        words in f" {normalise(claim)} "
        and (
            span.hit.passage.id == passage.id
            or not (day and passage.published and day > passage.published)
        )
        for passage, claim in denials
    )


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


def _stands_for_a_name(span: Span) -> bool:
    """Whether an age stands right behind who was named before: "the novelist, 67, was awarded"."""
    text = span.hit.passage.text
    named = _FULL_NAME.search(text, 0, span.start)
    return named is not None and _THE_ONE.match(text, span.start) is not None


_ASKS_WHO_DID_NOT = re.compile(
    r"\W*(?:who|which [\w ]{1,30}?|what [\w ]{1,30}?)"
    r" (?:(?:did|does|do|will|would|has|have|had|is|are|was|were|can|could) (?:not|never)|"
    r"(?:did|does|do|wo|would|has|have|had|is|are|was|were|ca|could)n['’]t|never|cannot)"
    r" (?:yet |ever |be |been |even |also |\w+ly )*(?P<verb>\w+)",
    re.I,
)
_EXCEPTS = re.compile(
    r"\b(?:except\w*|apart from|aside from|other than|all but|every\w* but|only|unlike|alone|"
    r"exempt\w*|excluded?|un[a-z]+ed|yet to|rul\w+ out|left off|dropped|sat out|rather than|"
    r"when others|as others|declin\w*|kept|abstain\w*|absent|missing|skipp\w*|"
    r"boycott\w*|oppos\w*|against|instead|hardly|barely)\b",
    re.I,
)
_DOES = re.compile(r"\W*(?:who|what|which \w+)(?: \w+ly)? (?P<verb>\w+)", re.I)
_WHO_ASKED = r"\W*(?:who|which [\w ]{1,30}?)(?: \w+ly| has| have| had| is| are)* "
_WHO_BUYS = re.compile(
    _WHO_ASKED + r"(?:bought|buys|buying|acquire[sd]|acquiring|purchase[sd]|purchasing)\b", re.I
)
_WHO_SELLS = re.compile(_WHO_ASKED + r"(?:sold|sells|selling)\b", re.I)
_SOLD_TO = re.compile(r"\b(?:sell|sold|sells|selling)\b[^;]* to (?:the |an? )?$")
_SELLS = re.compile(
    r"(?: (?:has|have|had|will|would|is|are|plans?|agree[sd]?|wants?|decided|to|about|ready|set|"
    r"going|also|then|later))* (?:sell|sold|sells|selling) "
    r"(?P<what>(?:(?!and\b|but\b)[\w’'-]+ ?){1,6})"
)
"""Right after a name, and what."""
_BY = re.compile(r"\bby (?:the |an? )?$")
_BY_DOING = re.compile(r"[\"'’”»]* by (?P<act>\w+ing)\b")
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
_PLACE_OF_REPORT = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ.' -]{2,40}(?:, [A-Z][\w. ]{1,20})? ?(?:[—–]|--) ?[\"“]?(?=[A-Z])"
)
_THE_ONE = re.compile(
    r"[Tt]he (?!(?:man|woman|boy|girl|child|teenager|victim|suspect|driver|pensioner)\b)[a-z]+, "
    r"\d\d,"
)
_FULL_NAME = re.compile(r"\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b")
_WHO = re.compile(r"\W*whom?\b", re.I)
_WHICH = re.compile(
    rf"\W*(?:which|what) (?P<noun>[a-z]{{3,}})(?= (?:{HELPERS}|\w+ed|{'|'.join(sorted(PASTS))})\b)",
    re.I,
)
_ONE_OF_THEM = re.compile(
    r"(?:one|two|some|several|many|most|(?:a )?few|a number) of (?:its|his|her|their|the)\b", re.I
)
_DETERMINER = re.compile(r"(?:an?|the|another|one|this|that|its|his|her|their) ", re.I)
_HOW_MANY = re.compile(
    rf"(?:(?:the|all|both|about) )*(?:{'|'.join(TO_TWELVE[1:])})",
    re.I,
)
_NAME_OF = re.compile(r"\bname of (?:the|an?|his|her|its|their)\b", re.I)
_COMMON = re.compile(r"[Tt]he [a-z]+(?: [a-z]+)?")
"""No name, as "the yard" is none."""
_ASKS_AGAIN = re.compile(r"how (?:much|many)\b|whose\b|(?:(?:has|have|is|are) )?yet to\b")
"""Words that ask, or say that it is open, are no answer."""
_COUNTRY = re.compile(r"\b(?:which|what) (?:\w+ )?(?:country|countries|nations?)\b", re.I)
_COUNTED = verb_terms("time age number proportion percentage share score year day hour")
_PLACED = re.compile(
    r"\b(?:from|in|at|near|(?<!trial )(?<!death )(?<!murder )(?<!killing )(?<!arrest )of) "
    r"(?:the )?$"
)
_OF_A_FIRM = re.compile(
    r"\b(?:firm|company|club|bank|group|agency|newspaper|paper|school|university|hospital|village|"
    r"town|city|ship|boat|ferry|party|union|platform|app|network) (?:called |named )?$"
)
