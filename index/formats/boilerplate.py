"""What sites put between an article's paragraphs: calls to share, subscribe and read on.

Whole short lines only, and only in text that came from a site; a sentence that merely speaks of
cookies or newsletters stays.
"""

from __future__ import annotations

import re

MAX_CALL = 120
"""Characters of a line that may be left out; notices about cookies may be longer."""
MAX_NOTICE = 300

_SITES = r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|telegram|pinterest|instagram|e-?mail)"
_MAILS = r"(?:newsletters?|podcasts?|channel|updates|alerts|briefings?|e-?mails?|inbox)"
_CALLS = (
    r"advertise?ment",
    r"(?:sponsored|promoted)(?: content| post)?",
    r"(?:story|article) continues (?:below|after)(?: (?:the |this )?(?:advertisement|ad))?",
    r"(?:scroll|skip) (?:down )?to (?:main )?content",
    r"(?:scroll to |keep |continue )reading",
    r"(?:read|show) (?:more|less|next|also)|see also|read on",
    r"(?:read (?:more|next|also)|see also|also read|more on this(?: story)?|related)\s*:.*",
    r"related (?:articles?|stories|content|posts|topics|reading|links)",
    r"more on this story|most (?:read|popular)|you may also like|recommended(?: for you)?",
    r"(?:please )?(?:sign up|subscribe)(?: now| here| today)?",
    rf"(?:sign up|subscribe) (?:for|to) (?:our|the|this|my) .{{0,60}}\b{_MAILS}\b.{{0,30}}",
    rf"get (?:our|the) .{{0,60}}\b{_MAILS}\b.{{0,30}}",
    r"(?:enter )?your e-?mail address",
    r"(?:click (?:here )?to )?share(?: this)?(?: (?:article|page|post|story))?",
    rf"(?:(?:click to )?(?:share(?: this)?|tweet|like us|follow us|find us) on|share (?:via|by)) "
    rf"{_SITES}(?:(?:,? and |[ ,&/]+){_SITES})*",
    r"tweet(?: this)?|pin it|copy (?:the )?link|print this (?:page|article|story)",
    r"leave a comment|comments \(\d+\)|(?:view|show|load) (?:all )?comments",
    r"(?:accept|reject|manage|allow)(?: all| necessary)? cookies",
    r"cookie (?:policy|settings|notice|preferences)",
)
_NOTICES = (
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies"
    r"(?: (?:and|to|on|for)\b.*)?\W*",
    r"by (?:continuing|using|browsing)\b.{0,80}\b(?:you (?:agree|consent)|cookies)\b.*",
)
_CALL = re.compile(rf"\W*(?:{'|'.join(_CALLS)})\W*", re.I)
_NOTICE = re.compile(rf"(?:{'|'.join(_NOTICES)})", re.I)


def without_boilerplate(text: str) -> str:
    """The text without the lines that are no part of the article."""
    lines = text.split("\n")
    kept = [line for line in lines if not _is_boilerplate(line.strip())]
    if len(kept) == len(lines):
        return text
    # Blank lines on both sides of what went would be a wider gap than any the page had.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _is_boilerplate(line: str) -> bool:
    if not line or len(line) > MAX_NOTICE:
        return False
    return bool((len(line) <= MAX_CALL and _CALL.fullmatch(line)) or _NOTICE.fullmatch(line))
