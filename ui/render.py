"""An Answer as HTML: a turn of the conversation, its evidence beside it. Knows nothing of Gradio.

Words from outside go through `prose`, which escapes them. What can be clicked is named by data
attributes, which the scripts in assets/ act upon; without them everything is still there to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.console import counted
from index.types import Hit, Passage
from qa.types import Answer, Citation, Claim, Mention, Period
from ui import references
from ui.confidence import confidence_words, percent
from ui.prose import (
    Mark,
    as_word,
    byline,
    file_name,
    find,
    human_date,
    prose,
    shortened,
    text,
)

SHOWN_AT_ONCE = 3
"""Excerpts in view; the others open at a click."""
LONGEST_TITLE = 240

_QUOTE = ('<mark class="fn-quote">', "</mark>")
_SPAN = ("<strong>", "</strong>")


def answer_turn(answer: Answer, *, anchor: str, token: str = "") -> str:
    """A question with its answer and the evidence. `anchor` must be unique on the page.

    `token` names the answer where something is asked about it later.
    """
    said = (
        f"{_asked(answer)}{answer_card(answer, anchor=anchor)}"
        f"{_rating(answer) if token else ''}{_elapsed(answer)}"
    )
    return turn(answer.question, said, beside=evidence(answer, anchor=anchor), token=token)


def turn(question: str, said: str, *, beside: str = "", token: str = "") -> str:
    """A question, what was said to it (HTML), and what stands beside (HTML)."""
    return (
        f'<article class="fn-turn" data-token="{text(token)}"><div class="fn-said">'
        f'<h2 class="fn-question" dir="auto">{text(question)}</h2>{said}</div>{beside}</article>'
    )


def pending(hits: Sequence[Hit] = ()) -> str:
    """Said while the answer is sought."""
    if not hits:
        return '<p class="fn-pending">Looking through the articles…</p>'
    articles = len({hit.passage.article_id for hit in hits})
    found = f"{counted(len(hits), 'passage')} of {counted(articles, 'article')}"
    return f'<p class="fn-pending">Reading {found}…</p>'


def found(hits: Sequence[Hit]) -> str:
    """The passages that are about to be read, best first."""
    items = "".join(
        f'<li class="fn-excerpt"><h4 class="fn-title" dir="auto">{_title(hit.passage)}</h4>'
        f'<p class="fn-byline">{_byline(hit.passage)}</p>'
        f'<blockquote class="fn-passage" dir="auto">{prose(hit.passage.text)}</blockquote></li>'
        for hit in hits[:SHOWN_AT_ONCE]
    )
    if not items:
        return ""
    return (
        '<section class="fn-evidence fn-found" aria-label="Passages found" aria-live="off">'
        "<h3>Found so far</h3>"
        f'<ol class="fn-excerpts">{items}</ol></section>'
    )


def note(message: str, *, error: bool = False) -> str:
    """Words of the program itself: a hint, or what went wrong."""
    kind = " fn-error" if error else ""
    return f'<p class="fn-note{kind}" dir="auto">{text(message)}</p>'


def answer_card(answer: Answer, *, anchor: str) -> str:
    """The sentence with the answer in it, its sources' numbers, its confidence, who disagrees."""
    if not answer.answered:
        return _unanswered(answer, anchor)
    markers = _markers(answer.citations, anchor)
    return (
        f'<div class="fn-answer">{_words(answer, markers, anchor)}'
        f'<p class="fn-confidence">{_meter(answer.confidence)}'
        f"{confidence_words(answer.confidence)}{_sources(answer)}</p>"
        f"{_period(answer.period)}{_claims(answer, anchor)}{_others(answer)}</div>"
    )


def evidence(answer: Answer, *, anchor: str) -> str:
    """The numbered excerpts: quotes marked where they answer, plain passages where they do not.

    Where others say something else, each side has a part of its own.
    """
    span = answer.text if answer.answered else ""
    heading = "Evidence" if answer.has_evidence else "Nearest passages"
    parts = [_excerpts(answer.citations, span=span, quoted=answer.has_evidence, anchor=anchor)]
    for claim in answer.claims:
        said = _side(claim)
        excerpts = _excerpts(claim.citations, span=claim.text, quoted=True, anchor=anchor)
        parts.append(f'<h4 class="fn-side" dir="auto">{said}</h4>{excerpts}' if excerpts else "")
    body = "".join(parts)
    if not body:
        return ""
    return (
        f'<section class="fn-evidence" aria-label="{heading}" aria-live="off"><h3>{heading}</h3>'
        f"{body}</section>"
    )


def _words(answer: Answer, markers: str, anchor: str) -> str:
    if answer.form == "list" and answer.items:
        items = "".join(
            f"<li><bdi><strong>{text(item)}</strong></bdi>{_supporting(item, answer, anchor)}</li>"
            for item in answer.items
        )
        return f'<ul class="fn-sentence fn-items">{items}</ul>'
    if answer.form == "yes or no":
        return (
            f'<p class="fn-sentence"><strong>{text(answer.text.capitalize())}.</strong> '
            f'<span dir="auto">{text(answer.sentence)}</span>{markers}</p>'
        )
    span = find(answer.text, answer.sentence)
    if answer.form == "sentences" and answer.sentence:
        sentence = prose(answer.sentence)
    elif span:
        sentence = prose(answer.sentence, marks=[Mark(*span, *_SPAN)])
    else:
        sentence = f"<strong>{text(answer.text)}</strong>"
    return f'<p class="fn-sentence"><span dir="auto">{sentence}</span>{markers}</p>'


def _supporting(item: str, answer: Answer, anchor: str) -> str:
    words = as_word(item)
    return _markers([each for each in answer.citations if words.search(each.quote)], anchor)


def _markers(citations: Iterable[Citation], anchor: str) -> str:
    references = "".join(
        f'<a class="fn-ref" href="#{_cite_id(anchor, citation)}"'
        f' aria-label="Source {citation.number}">[{citation.number}]</a>'
        for citation in citations
    )
    # A word joiner keeps the markers on the sentence's last line.
    return f'&#8288;<sup class="fn-refs">{references}</sup>' if references else ""


def _sources(answer: Answer) -> str:
    if answer.sources < 2:
        return ""
    return f'<span class="fn-sources">{answer.sources} independent sources</span>'


def _period(period: Period | None) -> str:
    return f'<p class="fn-period">About {_days(period)}</p>' if period else ""


def _claims(answer: Answer, anchor: str) -> str:
    if not answer.claims:
        return ""
    tally = f'<p class="fn-tally" dir="auto">{text(answer.tally)}</p>' if answer.tally else ""
    items = "".join(
        f'<li dir="auto">{_side(claim)}{_markers(claim.citations, anchor)}</li>'
        for claim in answer.claims
    )
    heading = "The articles disagree" if tally else "What held before"
    return f'<div class="fn-claims"><h3>{heading}</h3>{tally}<ul>{items}</ul></div>'


def _side(claim: Claim) -> str:
    said = f"<bdi><strong>{text(claim.text)}</strong></bdi>"
    if claim.relation == "earlier":
        days = [each.published for each in claim.citations if each.published]
        return f"Earlier: {said}" + (f", on {human_date(max(days))}" if days else "")
    who = "1 source says" if claim.sources == 1 else f"{claim.sources} sources say"
    return f"{who} {said}"


def _unanswered(answer: Answer, anchor: str) -> str:
    if answer.has_evidence:
        nearest = ""
    elif answer.citations:
        nearest = (
            " The passages shown are the nearest ones found: for reading, not evidence of an"
            " answer."
        )
    else:
        nearest = "" if answer.why else " No passage came near the question."
    why = text(answer.why) or (
        "No passage supports an answer firmly enough: the best guess was"
        f" {percent(answer.confidence)} likely to be right."
    )
    refusal = text(answer.refusal.replace("'", "’"))
    return (
        '<div class="fn-answer fn-unanswered"><p class="fn-sentence">'
        f'{refusal}</p><p class="fn-why">{why}{nearest}</p>{_period(answer.period)}'
        f"{_claims(answer, anchor)}{_others(answer)}</div>"
    )


def _asked(answer: Answer) -> str:
    if not answer.asked or answer.asked == answer.question:
        return ""
    return (
        f'<p class="fn-asked">Asked as: <q dir="auto">{text(answer.asked)}</q>'
        ' <button type="button" class="fn-plain" data-as-typed>Ask as I typed it</button></p>'
    )


def _rating(answer: Answer) -> str:
    """Right or wrong, and what is right; the script shows the second part after "wrong"."""
    asks = "Is this right?" if answer.answered else "Do they really not say?"
    yes, no = ("Right", "Wrong") if answer.answered else ("They don’t", "They do")
    none = (
        '<button type="button" class="fn-plain" data-rate="unanswerable">The articles don’t say'
        "</button>"
        if answer.answered
        else ""
    )
    return (
        '<form class="fn-rating" aria-label="Rate this answer"><span class="fn-rates">'
        f"<span>{asks}</span>"
        f'<button type="button" data-rate="right" aria-pressed="false">{yes}</button>'
        f'<button type="button" data-rate="wrong" aria-pressed="false">{no}</button></span>'
        '<span class="fn-correct" hidden><label>What is right? '
        '<input name="right" maxlength="500" autocomplete="off" dir="auto"></label>'
        f'<button type="submit">Keep</button>{none}</span>'
        '<span class="fn-thanks" role="status"></span></form>'
    )


def _excerpts(citations: Sequence[Citation], *, span: str, quoted: bool, anchor: str) -> str:
    if not citations:
        return ""
    items = [_excerpt(each, span=span, quoted=quoted, anchor=anchor) for each in citations]
    shown, hidden = items[:SHOWN_AT_ONCE], items[SHOWN_AT_ONCE:]
    more = ""
    if hidden:
        more = (
            f'<details class="fn-more"><summary>{len(hidden)} more'
            f" {'excerpt' if len(hidden) == 1 else 'excerpts'}</summary>"
            f'<ol class="fn-excerpts">{"".join(hidden)}</ol></details>'
        )
    return f'<ol class="fn-excerpts">{"".join(shown)}</ol>{more}'


def _excerpt(citation: Citation, *, span: str, quoted: bool, anchor: str) -> str:
    number = citation.number
    forms = "".join(
        f'<button type="button" data-copy="{text(form(citation))}">{name}</button>'
        for name, form in (
            ("Text", references.plain),
            ("Markdown", references.markdown),
            ("BibTeX", references.bibtex),
        )
    )
    return (
        f'<li class="fn-excerpt" id="{_cite_id(anchor, citation)}" tabindex="-1"'
        f' data-number="{number}"><span class="fn-number" aria-hidden="true">{number}</span>'
        f'<h4 class="fn-title" dir="auto"><button type="button" class="fn-open"'
        f' data-open="{number}">{_title(citation)}</button></h4>'
        f'<p class="fn-byline">{_byline(citation.passage, citation.copies)}</p>'
        f'<blockquote class="fn-passage" dir="auto">'
        f"{_passage(citation, span=span, quoted=quoted)}</blockquote>"
        f'<div class="fn-acts"><button type="button" data-open="{number}">Read the article</button>'
        f'<span role="group" aria-label="Copy citation {number}"><span>Copy as</span>{forms}</span>'
        "</div></li>"
    )


def _passage(citation: Citation, *, span: str, quoted: bool) -> str:
    words, offset = citation.passage.text, citation.passage.start
    start, end = citation.start - offset, citation.end - offset
    if not quoted or not 0 <= start < end <= len(words) or words[start:end] != citation.quote:
        return prose(words)
    return prose(words, marks=quote_marks(citation, span=span, offset=offset))


def quote_marks(citation: Citation, *, span: str = "", offset: int = 0) -> list[Mark]:
    """The quote, the answer's words in it and the days it means, in a text from `offset` on."""
    start = citation.start - offset
    marks = [Mark(start, citation.end - offset, *_QUOTE)]
    marks += [mention_mark(mention, offset) for mention in citation.mentions]
    if found := find(span, citation.quote):
        marks.append(Mark(start + found[0], start + found[1], *_SPAN))
    return marks


def mention_mark(mention: Mention, offset: int = 0) -> Mark:
    """A relative date with the days that it means; shown by the style, so no word is added."""
    meant = _days(mention.period)
    return Mark(
        mention.start - offset,
        mention.end - offset,
        f'<span class="fn-when" title="{meant}" data-meant="= {meant}">',
        "</span>",
    )


def _days(period: Period) -> str:
    first, last = period.first, period.last
    if first and last:
        return human_date(first) if first == last else f"{human_date(first)} – {human_date(last)}"
    if first:
        return f"{human_date(first)} or later"
    return f"{human_date(last)} or earlier" if last else "an unknown day"


def _title(article: Citation | Passage) -> str:
    return text(shortened(article.title, LONGEST_TITLE) or file_name(article.source))


def _byline(passage: Passage, copies: Sequence[str] = ()) -> str:
    return byline(passage.author, passage.published, passage.source, passage.url, copies)


def _others(answer: Answer) -> str:
    claimed = {claim.text for claim in answer.claims}
    alternatives = [other for other in answer.alternatives if other.text not in claimed]
    if not alternatives:
        return ""
    items = " · ".join(
        f'<span title="{text(other.sentence)}"><bdi>{text(other.text)}</bdi>'
        f" ({percent(other.confidence)})</span>"
        for other in alternatives
    )
    noun = "answer" if len(alternatives) == 1 else "answers"
    label = f"Other possible {noun}" if answer.answered else f"Possible {noun}"
    return f'<p class="fn-others">{label}: {items}</p>'


def _meter(probability: float) -> str:
    width = round(100 * min(1.0, max(0.0, probability)))
    return f'<span class="fn-meter" aria-hidden="true"><i style="width:{width}%"></i></span>'


def _elapsed(answer: Answer) -> str:
    total = answer.timings.get("total")
    if total is None:
        return ""
    shown = f"{total:.0f} ms" if total < 1000 else f"{total / 1000:.1f} s"
    return f'<p class="fn-elapsed">{shown}</p>'


def _cite_id(anchor: str, citation: Citation) -> str:
    return text(f"{anchor}-{citation.number}")
