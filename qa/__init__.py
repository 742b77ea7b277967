"""A question becomes a cited answer: `ask("…")`, or an `Assistant` to ask again and again.

    from qa import ask, Assistant

`Answer` is what comes back, with its `Citation`s, `Claim`s and `Alternative`s; a `Conversation` of
`Turn`s follows up. The errors that a person may meet are in `index.errors`, all children of
`FootnoteError`.
"""

from qa.antecedents import Turn
from qa.assistant import Assistant, ask
from qa.dialogue import Conversation
from qa.types import Alternative, Answer, Citation, Claim, Mention, Period

__all__ = [
    "Alternative",
    "Answer",
    "Assistant",
    "Citation",
    "Claim",
    "Conversation",
    "Mention",
    "Period",
    "Turn",
    "ask",
]
