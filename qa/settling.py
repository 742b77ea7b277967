"""What a sentence must say to settle a yes/no question, and what leaves it open.

By rule, English only, and strict: what it cannot tell settles nothing. Of a wrong that somebody is
asked to have done, the sentence must say so outright.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.sentences import sentence_around
from index.types import Passage
from qa.accusing import accuses
from qa.clearing import clears
from qa.dates import MONTH
from qa.denial import NEGATION, count, denied_terms
from qa.offices import AT_ONCE, LEAVING, departs
from qa.opposites import Opposites, opens_relative, without_asides
from qa.phrases import is_content, is_verbal
from qa.quantities import quantities
from qa.quoting import Quote
from qa.supposition import suppose
from qa.tense import falls_through, foretells, looks_back, tells
from qa.untrue import contests_others, untrue_claim, untrue_claims
from qa.verbs import verb_terms
from qa.wanted import Wanted
from qa.wrongs import asks_of_trial, asks_of_wrong


class Settling:
    """What a text must say to settle a question."""

    def __init__(self, question: str, wanted: Wanted) -> None:
        words = [word.strip(".,;:?!\"'”’»)") for word in question.split()[1:]]
        self._stance = _stance(question)
        self._taken = verb_terms(_SIDE.split(question)[-1]) if self._stance else frozenset()
        self._compared = verb_terms(_COMPARED.findall(question))
        left_out = _FILLERS | (_SIDES if self._stance else frozenset())
        words = [word for word in words if word.lower() not in left_out]
        known = wanted.weights.keys()
        about = [word for word in words if not word[:1].isdigit() and known & verb_terms([word])]
        self._terms = verb_terms(about)
        self._names = verb_terms(word for word in words if word[:1].isupper())
        self._needed = self._terms | self._names
        self._numbers = {number.value for number in quantities(question)}
        self._said = verb_terms(question) | frozenset(question.lower().split())
        if _FORESEES.match(question):
            self._said |= {"will"}
        self._present = bool(_PRESENT.match(question))
        self._past = bool(_PAST.match(question))
        self._in_office = bool(_IS_WHO.match(question)) and not any(map(is_verbal, words))
        lower = " ".join(word for word in words if word[:1].islower())
        self._acts = verb_terms(lower) & self._terms - verb_terms(_NO_ACT.findall(question))
        self._roles = () if self._acts & _MUTUAL else _roles(question)
        supposed = suppose(question)
        self._subject = verb_terms(supposed.name) if supposed else frozenset()
        self._verb = verb_terms(supposed.verb) if supposed else frozenset()
        self.name = supposed.name if supposed else ""  # of whoever it supposes
        self._tried = bool(self.name) and asks_of_trial(question)
        self._wrong = self._tried or (bool(self.name) and asks_of_wrong(self._acts))
        # A wrong, or what somebody is or means to do, is told by no other words.
        self._says_what_is = self._wrong or not self._verb or bool(_INTENDS.search(question))
        self._being = verb_terms(" ".join(_TAKES_PLACE.findall(question)))
        now = bool(_NOW.match(question))
        self._opposites = Opposites(words, self._acts, present=now)
        self._refused = verb_terms(_REFUSAL.findall(question))
        self._negated = self._negates(question.partition(" ")[2])  # "didn't" asks no less

    def is_settled_by(self, text: str, title: str, following: str = "") -> bool:
        """Whether it says all of the question, something of it not by its title alone."""
        if claim := untrue_claim(text, self._acts | self._subject, self._acts):
            text, following = claim, ""
        text = self._opposites.negated(text)
        return self._is_plain(text, following) and self._says_all(text, title)

    def is_foretold_by(self, text: str, title: str) -> bool:
        """Whether it says all of the question, but as what is planned, or came to nothing.

        Only of what is asked as done; and of a wrong, nothing is.
        """
        return (
            self._past
            and not self._wrong
            and not text.endswith("?")
            and not _MAY_BE.search(text)
            and (self._came_to_nothing(text) or foretells(text, self._acts))
            and not tells(text, self._acts)
            and self._says_all(text, title, but=self._being)
        )

    def is_contested_by(self, passage: Passage, quote: Passage) -> bool:
        """Whether a later passage calls wrong what others say of what is asked, without naming
        whom; or one, later or not, has the one supposed leave what he is asked to be.
        """
        day, other = quote.published, passage.published
        if self._is_leaving(passage.text):
            return not (day and other and other < day)
        if not (day and other and other > day):
            return False
        about = self._needed - self._subject - self._acts
        return (
            bool(about)
            and contests_others(passage.text, quote.text)
            and about <= verb_terms(f"{passage.title} {passage.text}")
        )

    def _came_to_nothing(self, text: str) -> bool:
        """Whether it says of just what is asked that it was put off, called off, or only meant."""
        of = self._acts - self._being or self._needed - self._being
        for found in _OFF.finditer(text):
            after = " ".join(_WORDS.findall(text[found.end() :])[:5])
            led = after if found["ahead"] else text[: found.start()]
            if not of.isdisjoint(verb_terms(led)):
                return True
        return False

    def _says_all(self, text: str, title: str, *, but: frozenset[str] = frozenset()) -> bool:
        terms, named = verb_terms(text) | but, verb_terms("" if self._wrong else title)
        return (
            self._needed <= terms | named
            # A title may lend a place or a topic, but neither who acts nor what is done.
            and self._acts <= terms
            and (not self._subject or bool(self._subject & terms))
            and self._numbers <= {number.value for number in quantities(text)}
            and bool(terms & self._terms - named or self._needed <= terms)
        )

    def is_told_by(self, text: str, quote: Quote, following: str = "") -> bool:
        """Whether a sentence affirms it in words of its own: with the verb, if the question has one
        beside "is" or "has", and with its names and numbers, there or around.

        The year of an article stands in none of its sentences.
        """
        passage = quote.passage
        # Of a wrong, the sentence itself must say all.
        around = text if self._wrong else f"{passage.title} {quote.text}"
        numbers = {number.value for number in quantities(around)}
        if passage.published:
            numbers.add(float(passage.published.year))
        objects = self._needed - self._subject - self._verb
        shared = len(objects & verb_terms(around))
        return (
            self._is_plain(text, following)
            and self.side_of(text) is True
            and (not self._past or not self._verb or tells(text, self._verb))
            and (shared == len(objects) if self._verb & _SAYING else 2 * shared >= len(objects))
            and self._compared <= verb_terms(text)
            and self._numbers <= numbers
            and (self._needed if self._says_what_is else self._names) <= verb_terms(around)
        )

    def _is_plain(self, text: str, following: str) -> bool:
        """Whether a sentence states something of what is asked, and leaves nothing of it open."""
        return (
            not text.endswith("?")
            and not _HEDGE.search(self._head(text))
            and self._is_a_deed(text)
            and not self._is_left_open(text)
            and not self._is_over(text)
            and self._keeps_roles(text)
            and not self._is_anothers(text)
            and (
                not self._wrong
                or (self._tried and clears(text, self.name))
                or accuses(text, self.name, self._acts, following)
            )
        )

    def side_of(self, text: str) -> bool | None:
        """Whether it affirms what is asked, or denies it; None where it negates something else."""
        if claim := untrue_claim(text, self._acts | self._subject, self._acts):
            side = self.side_of(claim)
            return None if side is None else not side
        if self._stance and (stance := _stance(text, self._taken)) != self._stance:
            return self._negated if stance and not self._negates(text) else None
        whole = self._opposites.negated(text)
        text = self._head(whole)
        if self._has_left(text) or (self._is_leaving(text) and AT_ONCE.search(text)):
            return self._negated  # who resigned as mayor is not the mayor
        if not self._negates(text):
            return not self._negated
        if denied_terms(text, asked=self._refused) & self._terms:
            return self._negated
        if self._did_not_take_place(whole):
            return self._negated
        return None

    def _did_not_take_place(self, text: str) -> bool:
        """Whether it says so of what is asked: "The strike will not take place", of no other."""
        found = _NOT_HELD.search(text)
        if found is None or tells(text, self._acts) or _MAY_BE.search(text):
            return False
        before = text[: found.start()]
        if opens_relative(before):
            return False  # "the parade, which will not take place again, drew thousands"
        words = filter(is_content, _WORDS.findall(without_asides(before)))
        last = [word for word in words if word != "will"][-1:]
        return not self._acts.isdisjoint(verb_terms(last))

    def _has_left(self, text: str) -> bool:
        """Whether the one supposed, no other, has left what he is asked to be."""
        left = self._in_office and self.name and re.search(_leaving(self.name), text)
        return bool(left) and not _IS.search(text)

    def _is_leaving(self, text: str) -> bool:
        """Whether the one supposed is about to leave, or just leaves, what he is asked to be."""
        if not (self._in_office and self.name):
            return False
        for named in re.finditer(rf"(?<!\w){re.escape(self.name)}(?!\w)", text):
            _, end = sentence_around(text, *named.span())
            if departs(text, named.end(), end, self._terms):
                return True
        return False

    def _head(self, text: str) -> str:
        """A sentence without what depends on its main clause, where that tells all that is asked.

        "She resigned because she had not declared a loan" denies nothing of the resignation.
        """
        for joint in _SUBORDINATE.finditer(text):
            closed = text.find(",", joint.end()) if joint[0].startswith(",") else -1
            head = text[: joint.start()] + (text[closed + 1 :] if closed >= 0 else "")
            if not self._subject <= verb_terms(head):
                continue
            acts = self._acts & verb_terms(text)
            whole = all(count(term, head) == count(term, text) for term in acts)
            told = self._needed <= verb_terms(head) and tells(head, self._acts)
            if acts and (whole or told):
                return head
        return text

    def _negates(self, text: str) -> bool:
        """Whether it negates anything; a refusal that is asked about is no negation."""
        return any(not verb_terms(said[0]) & self._refused for said in _NOT.finditer(text))

    def _is_left_open(self, text: str) -> bool:
        """Whether what is asked is only tried, urged, suspected or yet to come, as far as it says.

        Unless the question asks about that itself.
        """
        if self._fell_through(text):
            return True
        claims = " ".join(text[start:end] for start, end in untrue_claims(text))
        if _is_said_only_in(claims, text, self._acts):
            return True
        for lead in _LEAD.finditer(text):
            rest = _NEXT_CLAUSE.split(text[lead.end() :])[0]
            whole = _CLAUSE.match(rest) or _BELIEF.match(text, lead.start())
            led = rest if whole else " ".join(_LED.findall(rest))
            words = verb_terms(lead[0]) or {lead[0].lower()}
            if not words <= self._said and _is_said_only_in(led, text, self._acts):
                return True
        conditions = (found[0] for found in _CONDITION.finditer(text))
        return any(
            not looks_back(said) and _is_said_only_in(said, text, self._acts) for said in conditions
        )

    def _fell_through(self, text: str) -> bool:
        """Whether it was put off, or only meant: unless that is asked, or what is so today."""
        if self._present or _PUT_OFF.search(" ".join(self._said)) or _NOT.search(text):
            return False
        return falls_through(text, self._needed) and not tells(text, self._acts)

    def _is_over(self, text: str) -> bool:
        """Whether it tells of the past alone what the question asks of the present."""
        if not self._present:
            return False
        if self._is_leaving(text) and not AT_ONCE.search(text):
            return True  # until when, it does not say
        former = " ".join(_FORMER.findall(text))
        if "former" not in self._said and _is_said_only_in(former, text, self._terms):
            return True
        was = [word for word in _WAS.findall(text) if not is_verbal(word)]
        past = _ENDED.search(text) or verb_terms(was) & self._terms
        return (bool(past) and not _IS.search(text)) or (
            self._in_office
            and any(not verb_terms(found[0]) & self._said for found in _NOT_IN.finditer(text))
        )

    def _keeps_roles(self, text: str) -> bool:
        """Whether who acts in the question does so in the text, as far as its order tells."""
        if not self._roles:
            return True
        actor, other = (
            [place for said, place in _names(text) if said <= name or name <= said]
            for name in self._roles
        )
        if actor and not other:  # which the title names: it may be the one that acts
            done = [place.start() for place in _LOWER.finditer(text) if self._is_act(place[0])]
            return not done or min(actor) < min(done)
        return not actor or min(actor) <= max(other)

    def _is_anothers(self, text: str) -> bool:
        """Whether it only speaks of something of the one supposed: "Kim's wife died"."""
        last = self.name.split()[-1] if self.name else ""
        named = re.findall(rf"(?<!\w){re.escape(last)}(['’]s)?(?!\w)", text) if last else []
        if named and all(named):
            return True
        return bool(named) and (self._is_by_another(text) or self._is_done_elsewhere(text, last))

    def _is_by_another(self, text: str) -> bool:
        """Whether only a clause on somebody else has the verb: "and by Finch, who won it", or "Kim
        won it, the committee announced", where it is asked what Kim announced.
        """
        done = sum(map(self._is_act, _WORDS.findall(text)))
        clauses = [*_ONE_WHO.finditer(text), *_ATTRIBUTED.finditer(text)]
        others = sum(
            self._is_act(clause["verb"]) and verb_terms(clause["name"]).isdisjoint(self._subject)
            for clause in clauses
        )
        return 0 < done == others

    def _is_done_elsewhere(self, text: str, last: str) -> bool:
        """Whether the one supposed only did something else: "was pardoned by Kim", "and for Kim".

        Or did it to something else, where a "but" stands between: "kept two, but sacked the chief".
        """
        by = rf"\bby (?:(?!by\b|and\b)[\w’'-]+ ){{0,4}}{re.escape(last)}(?!\w)"
        agent = re.search(by, text)
        if agent and text.count(last) == 1 and not _WHO.match(text, agent.end()):
            clause = _WORDS.findall(text[: agent.start()])[-6:]
            if not any(map(self._is_act, clause)):
                return True
        objects = self._needed - self._subject - self._acts
        parts = [verb_terms(part) for part in _BUT.split(text)]
        return len(parts) > 1 and not any(
            self._acts <= part and (not objects or objects & part) for part in parts
        )

    def _is_a_deed(self, text: str) -> bool:
        """Whether the question's verb, where it has one, is a verb here: no "stolen statue"."""
        words = _WORDS.findall(text)
        return not self._verb or any(
            self._verb <= verb_terms([word])
            and before.lower() not in _ARTICLES
            and not before.endswith(("’s", "'s"))  # "his wife's release"
            for before, word in pairwise(["", *words])
        )

    def _is_act(self, word: str) -> bool:
        return not self._acts.isdisjoint(verb_terms([word]))


def _stance(text: str, about: frozenset[str] = frozenset()) -> str:
    """For or against what somebody votes or speaks, as "+" or "-"; "" where it does not say.

    For or against anything, or what `about` names.
    """
    told = set()
    for verb in _VOTES.finditer(text):
        for side in _SIDE.finditer(text, verb.end()):
            of = _OBJECT_ENDS.split(text[side.end() :])[0]
            if not about or about & verb_terms(of) or _PRONOUN.match(of):
                told.add("-" if side[0] == "against" else "+")
    return told.pop() if len(told) == 1 else ""


def _leaving(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?:,[^,.;:A-Z]{{0,40}},)? {LEAVING}"


def _is_said_only_in(part: str, text: str, terms: frozenset[str]) -> bool:
    """Whether any of these terms stands in that part of a text, and nowhere else in it."""
    return any(count(term, part) == count(term, text) for term in verb_terms(part) & terms)


def _roles(question: str) -> tuple[frozenset[str], ...]:
    """Who acts, and on whom, where a question tells that of two names; else nothing."""
    if _NO_ROLES.match(question):
        return ()
    named = sorted(_names(question.partition(" ")[2]), key=lambda name: name[1])
    return tuple(terms for terms, _ in named[:2]) if len(named) > 1 else ()


def _names(text: str) -> list[tuple[frozenset[str], int]]:
    """The names that may act or be acted on, and where; before all others, who acts by "by"."""
    found = []
    for match in _NAME.finditer(text):
        before, terms = text[: match.start()], verb_terms(match[0])
        if terms and not _SCENE.search(before):
            found.append((terms, -1 if _ACTING.search(before) else match.start()))
    return found


_FILLERS = frozenset(
    "really ever already still actually any also just yet even finally anyone anybody or "
    "not".split()
)
_SIDES = frozenset("for against favour favor".split())
"""Compared apart, where a question is for whom or what somebody voted or spoke."""
_NOT = re.compile(
    rf"{NEGATION.pattern}|\b(?:without|refus(?:es|ed|al)|failed|rejected|unable|no)\b", re.I
)
_REFUSAL = re.compile(r"\b(?:without|unable|(?:refus|fail|reject|declin|den[iy])\w*)\b", re.I)
_HEDGE = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|whether|may|might|could|would|should|hopes?|hoped|plans?|planned|rumou?rs?|"
    r"alleged(?:ly)?|reportedly|expected|unclear|den(?:y|ies|ied)|"  # "May" is a month
    r"no (?:evidence|proof|sign|indication|record))\b"
)
_LEAD = re.compile(
    r"\b(?:(?:accus|acquit|exonerat|suspect|suspici|charg|indict|arrest|investigat|blam|"
    r"attempt|threat|offer|ask|ordered|invit|want|seek|intend|agree|pledg|promis|vow|prepar|"
    r"consider|dream|appl(?:y|ied)|letters? of intent|instead of|withdr|"
    r"demand|pressur|propos|warn|avoid|claim|believ|belief|fear|pretend|plot|theor)\w*|"
    r"tr(?:y|ies|ied|ying)|needs?(?=[^.;,]* to )|urg(?:e[ds]?|ing)|sought|bids?|efforts?|chances?|"
    r"cleared|innocent|on trial|rul\w+ out|"
    r"call\w* (?:on|upon|for)|miss(?:es|ed)|almost|nearly|will|shall|"
    r"(?:due|yet|going|about|set|ready|likely|close)(?= to )|short(?= of )|"
    r"(?:(?:block|prevent|stop|deter|discourag|banne|barre)\w*|bans?|bars?)(?=.* from )|"
    r"(?:idea|notion|myth|hoax|false|untrue|rumou?rs?)(?= that ))\b",
    re.I,
)
"""What leaves open, or denies, what follows it: "tried to kill", "acquitted of killing"."""
_PREPOSITION = "to|of|from|with|against|out|on|for|about|as|in"
_LED = re.compile(
    rf"(?:^|\b(?:{_PREPOSITION}))(?= (?:(?:the|an?|his|her|its|their|be|been|being|have|having|"
    r"also|soon|\w+ly|\w+['’]s) )*([\w-]+))",
    re.I,
)
_CLAUSE = re.compile(r" (?:that|he|she|it|they|there)\b")
_BELIEF = re.compile(r"(?:believe|claim|fear)(?:d|ed|s)? [A-Z]")
_NEXT_CLAUSE = re.compile(r";|, (?:and|but|so|then) ")
_CONDITION = re.compile(r"\b(?:until|till|once|as soon as) [^,;]*", re.I)
_NO_ACT = re.compile(rf"\b(?:(?:{_PREPOSITION}) (?:the |an? )?|the |an? )([\w-]+)", re.I)
"""Of a question: what is no verb, or led by another."""
_FORESEES = re.compile(r"(?:do|does|(?:is|are)\b.*\w+ing)\b", re.I)
_PRESENT = re.compile(r"(?:is|are|do|does)(?:n['’]t)?\b", re.I)
_NOW = re.compile(r"(?:is|are|has|have)(?:n['’]t)?\b", re.I)
_PAST = re.compile(r"(?:did|has|have|had|was|were)(?:n['’]t)?\b", re.I)
_IS_WHO = re.compile(r"(?:is|are)(?:n['’]t)?\b", re.I)
_IS = re.compile(r"\b(?:is|are|remains?|still|now)\b")
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Oo]ne-?time|[Ee]x)[ -](?:[A-Z][\w.]* )*([a-z-]+(?: [a-z-]+)?)"
)
_WORDS = re.compile(r"[\w’'-]+")
_ARTICLES = frozenset("a an the this that these those his her its their".split())
_LOWER = re.compile(r"\b[a-z][\w-]*")
_PUT_OFF = re.compile(r"cancel|postpon|delay|shelv|block|\boff\b|schedul|plann")
_INTENDS = re.compile(r"\b(?:planning|going|trying|hoping|about|due|ready|willing|able) to\b")
_TAKES_PLACE = re.compile(r"\b(?:take place|happen|go ahead)\b")
"""Of a question about an event: that it was."""
_OFF = re.compile(
    r"(?P<ahead>\b(?:cancel(?:s|led|ed)|postpone[sd]|scrapped|shelved|abandoned|called off|put off|"
    r"will not|won['’]t|(?:had|has|have) (?:meant|hoped|planned) to|"
    r"(?:was|were) (?:to|due to|meant to|supposed to|scheduled to|planned to))\b)|"
    r"\b(?:(?:is|are|was|were|been|be|being) (?:called off|put off|cancel\w*|postponed|"
    r"shelved|scrapped|abandoned|blocked|thwarted|averted|planned|scheduled)|fell through|"
    r"off the table)\b"
)
"""That something came to nothing, or was only meant: it stands before this, or `ahead` of it."""
_MAY_BE = re.compile(r"\b(?:[Ii]f|[Uu]nless)\b|\bwould\b.*\blater\b")
_NOT_HELD = re.compile(
    r"\b(?:not|n['’]t|never) (?:take place|took place|happen(?:ed)?|go ahead|be held|held)\b"
    r"(?! again)"
)
_NOT_IN = re.compile(
    r"\b(?:death(?= of )|(?<=the )late(?= )|(?:appl(?:y|ies|ied|ying)|running|stands?|stood|bids?)"
    r"(?= for )|candidates?|nominat\w+|favou?rite|designate|elect(?<=-elect))\b"
)
"""What tells that somebody is not, or not yet, in an office."""
_SUBORDINATE = re.compile(r"\b(?:because|although|though|whereas|, in what|, which|, who)\b|;")
_SAYING = verb_terms("say tell claim call think believe suggest argue want ask admit warn".split())
"""Of whom something was said is told by nothing else that was said of them."""
_COMPARED = re.compile(r"\b(?:more|fewer|less|than|[a-z]{3,}er(?= than\b))\b")
_VOTES = re.compile(
    r"\b(?:vot(?:es?|ed|ing)|sp(?:eaks?|oke|oken)|argu(?:es?|ed|ing)|campaign(?:s|ed)|"
    r"lobb(?:y|ies|ied)|rul(?:es?|ed)|came out|c[ao]mes? out|testif(?:y|ies|ied))\b"
)
_SIDE = re.compile(
    r"\b(?:against|in favou?r of|in favou?r|"
    r"for(?! (?:(?:the|an?|his|her|its|about|over|nearly|more than) )?"
    r"(?:\d|first|second|third|last|hour|minute|day|week|month|year|time|long|two|three|four|five|six|"
    r"ten|once|example|instance)))\b"
)
_OBJECT_ENDS = re.compile(rf"[,;.?]|\b(?:and|but|on)\b|{_SIDE.pattern}")
_PRONOUN = re.compile(r" (?:it|one|them|this|that|him|her)\b")
_ONE_WHO = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]{1,40}(?: [A-Z][\w’'-]{1,40}){0,5})(?:, \d+)?,? who "
    r"(?:(?:has|have|had|also|once|later|then) )*(?P<verb>\w+)"
)
_ATTRIBUTED = re.compile(
    r", (?P<name>[^,;]{2,60}?) "
    r"(?P<verb>said|says|announced|confirmed|reported|admitted|claimed|declared)\b[^,;]*$"
)
_BUT = re.compile(r",? but ")
_WHO = re.compile(r",? who\b")
_WAS = re.compile(r"\b(?:was|were|had been) (?:(?:the|an?|[a-z]+ly) )*([a-z-]+)")
_ENDED = re.compile(r"\b(?:until|till) (?:\w+ )?\d{4}\b|\bused to\b")
_NO_ROLES = re.compile(r".*, |(?:is|are|was|were)\b(?!.*\b(?:by|than|\w+ing)\b)", re.I)
"""Of a question: a list of names, or "is Rome the capital", which can be turned round."""
_MUTUAL = frozenset("meet marri wed divorc play face".split())
"""Terms of what two do to each other."""
_NAME = re.compile(
    rf"\b(?!(?:In|On|At|By|Of|And|With|During|After|Before|Since|When|As|The|An?|\w+day|{MONTH})\b)"
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*"
)
_SCENE = re.compile(
    r"\b(?:in|at|of|and|or|with|for|during|after|before|since|near) (?:the |an? )?$", re.I
)
_ACTING = re.compile(r"\b(?:by|which|whom|that) (?:the |an? )?$", re.I)
