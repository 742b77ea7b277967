"""A question becomes a cited answer: `ask("…")`, or an `Assistant` to ask again and again.

    from qa import ask, Assistant

`Answer`, `Citation` and `Alternative` are what comes back; the errors that a person may meet
are in `index.errors`, all children of `FootnoteError`.
"""

from qa.assistant import Assistant, ask
from qa.types import Alternative, Answer, Citation

__all__ = ["Alternative", "Answer", "Assistant", "Citation", "ask"]
