"""What a sentence must say to settle a yes/no question, and which side it takes.

The rooms behind it each know one way in which a sentence with all of the words does not: another
acts (`roles`), it is left open (`modality`), came to nothing (`events`), or is over (`tenure`). By
rule, English only, and strict: what it cannot tell settles nothing. Of a wrong that somebody is
asked to have done, the sentence must say so outright.
"""

from __future__ import annotations

import re

from index.types import Passage
from qa.accusing import accuses, tells_of_proceedings
from qa.clauses import main_clause
from qa.clearing import clears
from qa.corrections import retractions
from qa.denial import denied_terms, negates, refusals
from qa.events import came_to_nothing, did_not_take_place, fell_through
from qa.modality import is_hedged, is_left_open, is_only_alleged, is_supposed
from qa.opposites import Opposites
from qa.proposition import Proposition
from qa.quantities import quantities
from qa.quoting import Quote
from qa.roles import (
    is_a_deed,
    is_anothers,
    is_done_by_another,
    is_lessened,
    is_negated_of_another,
    keeps_roles,
    roles_in,
)
from qa.stance import stance_of
from qa.tense import foretells, tells
from qa.tenure import has_ended, holds_another_post, is_leaving, is_out, is_over
from qa.untrue import contests_others, untrue_claim
from qa.verbs import verb_terms
from qa.wanted import Wanted


class Settling:
    """What a text must say to settle a question."""

    def __init__(self, question: str, wanted: Wanted) -> None:
        asked = Proposition.of(question, wanted)
        self._asked = asked
        self._roles = roles_in(question, asked.acts)
        self._opposites = Opposites(asked.words, asked.acts, present=asked.is_now)
        self._refused = refusals(question)
        self._negated = self._negates(question.partition(" ")[2])  # "didn't" asks no less

    @property
    def name(self) -> str:
        """Of whoever the question supposes; "" for nobody."""
        return self._asked.name

    @property
    def is_of_wrong(self) -> bool:
        """Whether a yes would accuse whoever the question supposes."""
        return self._asked.is_of_wrong

    def is_settled_by(self, text: str, title: str, following: str = "") -> bool:
        """Whether it says all of the question, something of it not by its title alone."""
        if claim := self._untrue_claim(text):
            text, following = claim, ""
        text = self._opposites.negated(text)
        return self._is_plain(text, following) and self._asked.is_said_by(text, title)

    def is_foretold_by(self, text: str, title: str) -> bool:
        """Whether it says all of the question, but as what is planned, or came to nothing.

        Only of what is asked as done; and of a wrong, nothing is.
        """
        asked = self._asked
        return (
            asked.is_past
            and not asked.is_of_wrong
            and not text.endswith("?")
            and not is_supposed(text)
            and not _NOT_FORETOLD.search(text)
            and (came_to_nothing(text, asked) or foretells(text, asked.acts))
            and not tells(text, asked.acts)
            and asked.is_said_by(text, title, but=asked.being)
        )

    def is_told_by(self, text: str, quote: Quote, following: str = "") -> bool:
        """Whether a sentence affirms it in words of its own: with the verb, if the question has one
        beside "is" or "has", and with its names and numbers, there or around.

        The year of an article stands in none of its sentences.
        """
        asked, passage = self._asked, quote.passage
        # Of a wrong, the sentence itself must say all.
        around = text if asked.is_of_wrong else f"{passage.title} {quote.text}"
        numbers = {number.value for number in quantities(around)}
        if passage.published:
            numbers.add(float(passage.published.year))
        objects = asked.needed - asked.subject - asked.verb
        shared = len(objects & verb_terms(around))
        return (
            self._is_plain(text, following)
            and self.side_of(text) is True
            and (not asked.is_past or not asked.verb or tells(text, asked.verb))
            and (shared == len(objects) if asked.verb & _SAYING else 2 * shared >= len(objects))
            and asked.compared <= verb_terms(text)
            and asked.numbers <= numbers
            and (asked.needed if asked.is_literal else asked.names) <= verb_terms(around)
        )

    def is_contested_by(self, passage: Passage, quote: Passage) -> bool:
        """Whether a later passage calls wrong what others say of what is asked, without naming
        whom; or one, later or not, has the one supposed leave what he is asked to be.
        """
        day, other = quote.published, passage.published
        if is_leaving(passage.text, self._asked):
            return not (day and other and other < day)
        if not (day and other and other > day):
            return False
        about = self._asked.objects
        return (
            bool(about)
            and contests_others(passage.text, quote.text)
            and about <= verb_terms(f"{passage.title} {passage.text}")
        )

    def is_taken_back_by(self, passage: Passage) -> bool:
        """Whether a correction says that a report had wrongly what the question asks: its numbers,
        of those it names, or all of its words.
        """
        asked = self._asked
        return any(
            asked.names <= (terms := verb_terms(wrong))
            and asked.numbers <= {number.value for number in quantities(wrong)}
            and ((bool(asked.numbers) and bool(asked.names)) or asked.terms <= terms)
            for wrong in retractions(passage)
        )

    def side_of(self, text: str) -> bool | None:
        """Whether it affirms what is asked, or denies it; None where it negates something else."""
        asked = self._asked
        if claim := self._untrue_claim(text):
            side = self.side_of(claim)
            return None if side is None else not side
        if asked.stance and (stance := stance_of(text, asked.taken_on)) != asked.stance:
            return self._negated if stance and not self._negates(text) else None
        whole = self._opposites.negated(text)
        text = self._head(whole)
        if is_out(text, asked):
            return self._negated  # who resigned as mayor is not the mayor
        if not self._negates(text):
            return not self._negated
        if denied_terms(text, asked=self._refused) & asked.terms:
            return self._negated
        if did_not_take_place(whole, asked):
            return self._negated
        return None

    def is_no_affirmation(self, text: str) -> bool:
        """Whether a sentence tells it of others: Kim beat Lee, not Lee Kim; or the deputy mayor is
        Kim, where the mayor is asked for; or of what is over, or less, or only alleged.
        """
        asked = self._asked
        return (
            not keeps_roles(text, self._roles, asked)
            or is_done_by_another(text, asked)
            or holds_another_post(text, asked)
            or has_ended(text, asked)
            or is_lessened(text, asked)
            or is_only_alleged(text, asked)
        )

    def is_no_denial(self, text: str) -> bool:
        """Whether a negation in a sentence denies nothing of what is asked: "was told not to
        resign", "not seriously hurt", "has not won since 1990", "Kim said that Lee did not sign".
        """
        asked = self._asked
        only = _NOT_QUITE.search(text)
        return (
            _NOT_DENIED.search(text) is not None
            or (only is not None and only[1] not in asked.said)
            or is_negated_of_another(text, asked)
        )

    def is_doubtful(self, text: str) -> bool:
        """Whether a sentence leaves open what is asked, or tells it of another, or of the past."""
        asked = self._asked
        return (
            text.endswith("?")
            or is_hedged(self._head(text))
            or fell_through(text, asked)
            or is_left_open(text, asked)
            or is_over(text, asked)
            or self.is_no_affirmation(text)
            or is_anothers(text, asked)
        )

    def _is_plain(self, text: str, following: str) -> bool:
        """Whether a sentence states something of what is asked, and leaves nothing of it open."""
        asked = self._asked
        return (
            is_a_deed(text, asked.verb)
            and not self.is_doubtful(text)
            and (
                not asked.is_of_wrong
                or (asked.is_of_trial and clears(text, asked.name))
                or accuses(text, asked.name, asked.acts, following)
                or tells_of_proceedings(text, asked.name, asked.acts)
            )
        )

    def _untrue_claim(self, text: str) -> str:
        """What of the question a text calls untrue; "" for nothing."""
        return untrue_claim(text, self._asked.acts | self._asked.subject, self._asked.acts)

    def _head(self, text: str) -> str:
        asked = self._asked
        return main_clause(text, subject=asked.subject, acts=asked.acts, needed=asked.needed)

    def _negates(self, text: str) -> bool:
        return negates(text, asked=self._refused)


_NOT_DENIED = re.compile(
    r"\b(?:told|asked|urged|warned|ordered|begged|advised)(?: [\w’'-]+){0,3} not to\b|"
    r"(?:\b(?:not|never)|n['’]t)\b[^,;]{0,60}\bsince (?:\d{4}|then)\b"
)
"""That somebody was told not to does not say that he did not."""
_NOT_QUITE = re.compile(r"\bnot (seriously|badly|fully|entirely|immediately|directly)\b")
_NOT_FORETOLD = re.compile(
    r"\b(?:whether|(?:could|can) ?not|should|must|fear\w*|[Ff]ew)\b|\b(?:ca|could)n['’]t\b"
)
"""What somebody feared, or could not recall, was not planned."""
_SAYING = verb_terms("say tell claim call think believe suggest argue want ask admit warn".split())
"""Of whom something was said is told by nothing else that was said of them."""
