"""What a text says that nobody knows, or was told: "It is not clear what caused the fire."

A reader of spans finds something beside it and is sure of it. For who asks just that, the sentence
is the answer: the articles say that it is not known. English only, by rule, and narrow: the words
of a question behind those of not knowing, about what is asked. What it cannot tell counts as told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.sentences import sentence_spans
from qa.citations import sentence_text
from qa.phrases import FUNCTION
from qa.reader import Span
from qa.tense import acts_told, tells
from qa.verbs import verb_terms


class Unknown:
    """What shows, for one question, that a sentence says that its answer is not known."""

    def __init__(self, question: str) -> None:
        self._sort = _sort_of(question)
        self._ahead = bool(_AHEAD.search(question))
        self._terms = verb_terms(word for word in _WORD.findall(question) if _tells(word))
        self._acts = acts_told(_AHEAD.sub("did", question, count=1))

    def left(self, spans: Sequence[Span]) -> list[Span]:
        """The spans beside which it is not said that what they would answer is not known.

        In its own sentence; anywhere in its article, as far as it was read, where no sentence can
        tell it that does not tell what is asked. A cause may be given all the same: "what caused
        the fire is unclear, but it may have been caused by a candle".
        """
        if not self._sort:
            return list(spans)
        passages = {span.hit.passage.id: span.hit.passage for span in spans}
        open_in = {each.article_id for each in passages.values() if self.found(each.text)}
        return [
            span
            for span in spans
            if span.hit.passage.article_id not in open_in or self._is_told(sentence_text(span))
        ]

    def found(self, text: str) -> tuple[int, int] | None:
        """Where a text says that what the question asks is not known, or not told.

        The sentence, start and end in code points; two, where it says so of "this".
        """
        if not self._sort or not _HINT.search(text):
            return None
        before = 0
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            if self._says_so(sentence):
                return start, end
            if self._sort == "why" and start and _asks_this(sentence):
                return before, end
            before = start
        return None

    def _is_told(self, sentence: str) -> bool:
        """Whether a sentence gives a cause, or tells the question's own act or all of its words,
        and nothing of not knowing: "The bridge opens on Monday. When the road will is not known."
        """
        if self._sort == "why":
            return _gives_cause(sentence)
        if self._says_so(sentence):
            return False
        return self._terms <= verb_terms(sentence) or (
            not self._ahead and tells(sentence, self._acts)
        )

    def is_all(self, text: str) -> bool:
        """Whether that is all that a text says of it."""
        return self.found(text) is not None and not _gives_cause(text)

    def _says_so(self, sentence: str) -> bool:
        if not _HINT.search(sentence):
            return False
        return any(
            self._is_asked(_sort_of(found["word"]), found["about"])
            for pattern in (_OPEN, _LEFT_OPEN)
            for found in pattern.finditer(sentence)
        ) or any(
            self._is_asked(sort, f"{found['of']} {found['about']}")
            for sort, pattern in _NOUNS
            for found in pattern.finditer(sentence)
        )

    def _is_asked(self, sort: str, about: str) -> bool:
        if sort != self._sort:
            return False
        clause = _ENDS.split(about)[0]
        words = [word for word in _WORD.findall(clause) if _tells(word)]
        terms = verb_terms(words)
        if not words:
            return False
        ahead = _AHEAD.search(clause) is not None
        if sort != "why" and ahead and not self._ahead:
            return False  # "nobody knows who will win next year" leaves open nothing of who won
        if terms <= self._terms:
            return True
        if sort == "why":
            shared = terms & self._terms
            told = not shared.isdisjoint(self._acts) if self._acts else bool(shared)
            return told and len(terms - self._terms) <= 1
        others = terms - self._acts
        if self._acts & terms:
            # "when the toll road will open" is not asked by "When will the bridge open?".
            return others <= self._terms
        # "when the stamp will be released" is asked by "When will the stamp be issued?".
        appears = all(not _APPEARS.isdisjoint(each) for each in (terms, self._terms))
        return ahead and appears and not (terms - _APPEARS).isdisjoint(self._terms)


def _tells(word: str) -> bool:
    return word.lower() not in _SMALL


def _gives_cause(text: str) -> bool:
    return _CAUSED_BY.search(text) is not None


def _asks_this(sentence: str) -> bool:
    """Whether a sentence says of the cause of what was told before it that it is not known."""
    return any(
        _sort_of(found["word"]) == "why" and _THIS.match(found["about"])
        for found in _OPEN.finditer(sentence)
    )


def _sort_of(asking: str) -> str:
    """What is asked by words that open a question, "" where it is none of those below."""
    return next((sort for sort, pattern in _SORTS if pattern.match(asking)), "")


_SORTS = (
    (
        "why",
        re.compile(
            r"\W*(?:why\b|what (?:\w+ )?(?:caused?|sparked|triggered|led to|prompted|motivated|"
            r"started)\b|what (?:is|was|were) the (?:\w+ )?(?:causes?|reasons?|motives?)\b)",
            re.I,
        ),
    ),
    (
        "when",
        re.compile(
            r"\W*(?:(?:on|by|until|till|since) )?(?:when\b|(?:what|which) (?:day|date)\b)", re.I
        ),
    ),
    (
        "where",
        re.compile(r"\W*(?:where\b|(?:(?:to|from|in) )?(?:what|which) (?:place|city)\b)", re.I),
    ),
    ("many", re.compile(r"\W*how many\b", re.I)),
    ("much", re.compile(r"\W*(?:for |by )?how (?:much|long|old)\b", re.I)),
    ("how", re.compile(r"\W*how\b", re.I)),
    ("who", re.compile(r"\W*(?:(?:by|for|to|with|from) )?(?:who|whom|whose)\b", re.I)),
)
_AHEAD = re.compile(r"\b(?:will|would|going to|to be|does|do)\b|[’']ll\b")
_HINT = re.compile(
    r"\b(?:not|never|yet to|declined|refused|nobody|no one|no|unclear|unknown|uncertain|mystery|"
    r"trying|working|struggling|seeking|investigat\w+|looking into|undetermined|withheld|"
    r"too (?:early|soon))\b|n['’]t\b",
    re.I,
)
"""One of these stands wherever the patterns below match: most sentences have none."""
_OPEN = re.compile(
    r"(?:\b(?:(?:not|never|yet to|(?:declined|refused|declines|refuses) to|[Nn]obody|[Nn]o one)|"
    r"\w+n['’]t)"
    r"(?: (?:yet|immediately|publicly|officially|exactly|been|be|made|entirely|completely|really|"
    r"currently|still|also|even|to))*"
    r" (?:clear|known|knows?|sure|say|said|announced?|disclosed?|revealed?|decided?|determined?|"
    r"released?|established?|confirm(?:ed)?|identif(?:y|ied)|explain(?:ed)?|specif(?:y|ied)|"
    r"provided?|public)|"
    r"\b(?:[Uu]nclear|[Uu]nknown|[Uu]ncertain|a mystery|too (?:early|soon) to (?:say|tell|know)|"
    r"(?:trying|working|struggling|seeking) to (?:understand|determine|find out|work out|"
    r"establish|figure out|learn)|(?:investigat(?:e|es|ed|ing)|looking into)))"
    r"(?: (?:exactly|just|yet|precisely|immediately|publicly|for sure|as to|about))*,? "
    r"(?P<word>what (?:might |may |could |has |had |have )?(?:caused?|sparked|triggered|prompted|"
    r"led to|motivated|started)|why|when|where|whom?|whose|how(?: (?:many|much|long|old))?)\b"
    r"(?P<about>[^.;?!]*)"
)
_LEFT_OPEN = re.compile(
    r"\b(?P<word>[Ww]hat (?:caused?|sparked|triggered|prompted|led to)|[Ww]hy|[Ww]hen|[Ww]here|"
    r"[Ww]ho|[Hh]ow many)\b(?P<about>[^.;,?!]{1,80}?) (?:is|was|remains?|remained) (?:still )?"
    r"(?:unclear|unknown|uncertain|not (?:yet )?(?:known|clear)|a mystery|under investigation)\b"
)
"""With the question first: "Why it sank is unclear"."""
_CAUSE = r"(?:cause|motive|reason|motivation)s?"
_STILL = r"(?: (?:still|yet|also|so far|immediately|publicly))*"
_UNTOLD = (
    rf"{_STILL} (?:unknown|unclear|undetermined|a mystery|not{_STILL} (?:known|clear)|"
    rf"not{_STILL} been{_STILL} (?:determined|established|released|disclosed|revealed|named)|"
    rf"(?:been|being){_STILL} (?:investigated|withheld)|under investigation|not{_STILL} "
    r"(?:disclosed|released|revealed|made public))\b"
)
_IS = r"(?:is|was|are|were|remains?|remained|has|have|had)(?: been)?"
_NOUNS = (
    (
        "why",
        re.compile(
            rf"\b[Nn]o (?P<of>){_CAUSE}(?P<about> (?:of|for|behind) [^.;,]{{1,80}}?|) "
            r"(?:was|has been|had been|were) (?:immediately )?"
            r"(?:given|disclosed|released|determined|established|announced)\b"
        ),
    ),
    (
        "why",
        re.compile(
            rf"\b[Tt]he (?P<of>)(?:exact |precise |likely )?{_CAUSE}"
            rf"(?P<about> (?:of|for|behind) [^.;,]{{1,80}}?|) {_IS}{_UNTOLD}"
        ),
    ),
    (
        "why",
        re.compile(
            r"\b(?:(?:trying|working|struggling|seeking) to (?:understand|determine|find out|"
            r"work out|establish|figure out)|(?:investigating|looking into)|"
            r"(?:has|have|had) not (?:yet )?(?:determined|established|released|disclosed|given)) "
            rf"(?P<of>)(?:the|a|its|their|his|her) (?:exact |precise )?{_CAUSE}"
            r"(?P<about> (?:of|for|behind) [^.;,]{1,80}|)"
        ),
    ),
    (
        "when",
        re.compile(
            r"\b[Nn]o (?P<of>(?:[a-z]+ ){0,2})date (?:has|had|was|is)(?: yet)?(?: been)?(?: yet)? "
            r"(?:set|announced|fixed|given|named)(?P<about>[^.;,]*)"
        ),
    ),
    (
        "when",
        re.compile(
            r"\b(?:ha(?:s|ve|d) (?:not|yet to)|hasn['’]t|haven['’]t)(?: yet)? "
            r"(?:set|announced?|given|named?|released?) an? (?P<of>(?:[a-z]+ ){0,2})date"
            r"(?P<about>[^.;,]*)"
        ),
    ),
    (
        "when",
        re.compile(
            r"\b(?:[Aa]|[Tt]he) (?P<of>(?:[a-z]+ ){0,2})date(?P<about> (?:of|for) [^.;,]{1,80}?|) "
            r"(?:has|had) (?:yet to be|not (?:yet )?been) (?:set|announced|fixed|given|named)\b"
        ),
    ),
    (
        "who",
        re.compile(
            r"\b[Tt]he (?P<of>)(?:identity|identities|names?) (?P<about>of [^.;,]{1,80}?) "
            rf"{_IS}{_UNTOLD}"
        ),
    ),
    (
        "many",
        re.compile(
            rf"\b[Tt]he (?P<of>)(?:exact )?number (?P<about>of [^.;,]{{1,80}}?) {_IS}{_UNTOLD}"
        ),
    ),
)
"""The same by a noun."""
_CAUSED_BY = re.compile(
    r"\b(?:caused by|because|due to|blamed? (?:on|for)|attributed to|result of|sparked by|"
    r"started by|triggered by|traced to|to blame)\b"
)
_THIS = re.compile(r" (?:this|that|it)\b(?= and\b|[,:—–]|$)")
_APPEARS = verb_terms("release issue publish launch appear premiere")
_ENDS = re.compile(r"[,:—–(]| (?:but|although|though|while|because|after|before|which|who|that)\b")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = FUNCTION | frozenset(
    "it its he she they him her them this that these those will would may might could can has had "
    "have was were is are be been being did does do".split()
)
