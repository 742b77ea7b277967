"""What kind of answer a question asks for, as far as its first words tell. English only.

A question that tells nothing asks for a short span, which is never wrong, only short.
"""

from __future__ import annotations

import re

from qa.phrases import PLURALS
from qa.types import Form


def form_of(question: str) -> Form:
    """The form of answer that a question asks for."""
    asked = question.strip().lstrip("¿\"'“‘(").strip()
    asked = _OPENING.sub("", asked, count=1)
    for request, instead in _REQUESTS:
        asked = request.sub(instead, asked, count=1)
    if _YES_NO.match(asked) and not _CHOICE.search(asked):
        return "yes or no"
    if _ACCOUNT.match(asked):
        return "sentences"
    if _several(asked):
        return "list"
    return "span"


def _several(asked: str) -> bool:
    """Whether a question asks for more than one thing: "Which countries…", "Name the…"."""
    asked = _BEFORE_WHICH.sub("", asked)
    if re.match(r"(?:name|list)\b(?! of)", asked, re.I):
        return True
    if re.match(r"who (?:are|were) (?:all )?(?:the|his|her|their|its)\b.*\b\w+s\b", asked, re.I):
        return True
    if match := re.match(r"what (?:are|were) (?:the|some|his|her|their|its)\b(.*)", asked, re.I):
        head = re.split(r"\b(?:of|in|that|which|for|to|from|on|at|with|by)\b", match[1])[0].split()
        return bool(head) and _is_plural(head[-1])
    if match := re.match(r"(?:which|what) ((?:[\w’'-]+ ){1,3})", asked, re.I):
        words = match[1].split()
        ends = (n for n, word in enumerate(words) if word.lower() in _VERBS or _OF.search(word))
        return any(_is_plural(word) for word in words[: next(ends, len(words))][:2])
    return False


def _is_plural(word: str) -> bool:
    word = word.strip(".,?!").lower()
    if word in PLURALS:
        return True
    regular = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "’s"))
    return regular and word not in _SINGULAR


_OPENING = re.compile(r"(?:and|but|so|also|then|please|well|ok(?:ay)?)[, ]+", re.I)
HELPERS = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must"
_WHICH = "who|whom|whose|what|which|when|where"
_REQUESTS = tuple(  # politeness around a question, and what says the same without it, in order
    (re.compile(pattern, re.I), instead)
    for pattern, instead in (
        (
            r"^(?:can|could|would|will) you (?:please )?(?=(?:explain|describe|summari[sz]e|list|"
            r"name|give (?:me|us)|tell (?:me|us)(?! (?:if|whether)\b))\b)",
            "",
        ),
        (rf"^do you (?:happen to )?know (?=(?:{_WHICH}|why|how)\b)", "tell me "),
        (
            rf"^tell (?:me|us) (?=(?:{_WHICH}|how (?:many|much|long|often|old|tall|high|far|fast|"
            r"deep|wide|heavy|big|large))\b)",
            "",
        ),
    )
)
_BEFORE_WHICH = re.compile(
    r"^(?:in|for|from|to|at|by|with|against|between) (?=(?:which|what)\b"
    r"(?! (?:ways?|reasons?|circumstances|conditions|terms|grounds|respects|lengths)\b))",
    re.I,
)
_YES_NO = re.compile(
    rf"(?:{HELPERS}|"
    r"isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t|"
    r"won['’]t|can['’]t) [\"“‘']?\w",
    re.I,
)
_CHOICE = re.compile(r"(?<!-)\bor\b(?!-| (?:not|more|less|fewer|so|later|earlier)\b)", re.I)
_ACCOUNT = re.compile(
    r"(?:why\b|how come\b|what (?:happened|went wrong|led to|is known about|was the reason|"
    r"were the reasons|is the (?:reason|difference))\b|what caused .* to\b|explain\b|describe\b|"
    r"summari[sz]e\b|tell (?:me|us) (?:about|why|how)\b|give (?:me |us )?an account\b|"
    rf"how (?:{HELPERS})\b|for what reason\b)",
    re.I,
)
_OF = re.compile(r"['’]s?$")
_VERBS = frozenset(HELPERS.split("|"))
_SINGULAR = frozenset(
    "news series politics physics mathematics economics athletics gymnastics species means always "
    "this does was has yes gas bus lens alias atlas canvas texas paris kansas perhaps years "
    "besides".split()
)
