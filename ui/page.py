"""The chat page: a question goes to `ask`, its Answer comes back as HTML (sole gradio import).

`build_page` lays the page out, `serve` runs it on this machine and lets the caller wait. What an
answer looks like is render's affair, how it is found is ask's. Nothing is asked of another host:
no font, script or telemetry, and a Content-Security-Policy has the browser hold to that.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import BadUse, FootnoteError
from qa.types import Answer
from ui import render

if TYPE_CHECKING:
    import gradio as gr

LONGEST_QUESTION = 1000

_ASSETS = Path(__file__).with_name("assets")
_LOOPBACK = ("127.0.0.1", "localhost")
_SANS = [
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]
# Gradio's own scripts are inline and evaluate templates; everything else stays at home.
_HEADERS = {
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        b" style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        b" connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self';"
        b" frame-ancestors 'none'"
    ),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}


@dataclass(frozen=True, slots=True)
class Serving:
    """A page that is being served at `url` until it is closed."""

    url: str
    _page: gr.Blocks

    def wait(self) -> None:
        """Block until the server ends or Ctrl-C raises KeyboardInterrupt."""
        thread = self._page.server.thread
        while thread.is_alive():
            thread.join(timeout=1.0)  # a join without end cannot be interrupted on Windows

    def close(self) -> None:
        """Stop serving."""
        self._page.close(verbose=False)


def build_page(
    ask: Callable[..., Answer], *, articles: int, passages: int, examples: Sequence[str]
) -> gr.Blocks:
    """The page over `ask(question, since=..., until=...)`; dates are ISO, passed only if given.

    `ask` runs in a worker thread, never twice at once. A FootnoteError is shown in its own words.
    """
    _set_offline()
    import gradio as gr

    answers = _answering(ask)
    page = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(_header(articles, passages), apply_default_css=False, elem_id="fn-header")
        turns = gr.State([])
        log = gr.HTML(
            "",
            html_template='<div role="log" aria-label="Answers" aria-live="polite">${value}</div>',
            js_on_load=_asset("page.js"),
            apply_default_css=False,
            elem_id="fn-log",
        )
        with gr.Column(elem_id="fn-start", visible=bool(examples)) as start:
            gr.HTML('<p id="fn-try">Try a question</p>', apply_default_css=False)
            with gr.Row(elem_id="fn-examples"):
                chips = [gr.Button(example, elem_classes="fn-chip") for example in examples]
        with gr.Column(elem_id="fn-composer"):
            box = gr.Textbox(
                label="Your question",
                placeholder="Ask the articles a question",
                show_label=False,
                lines=1,
                max_lines=6,
                autofocus=True,
                submit_btn="Ask",
                elem_id="fn-question",
            )
            with gr.Accordion("Dates", open=False, elem_id="fn-dates"), gr.Row():
                since = gr.Textbox(label="From", placeholder="YYYY-MM-DD", min_width=120)
                until = gr.Textbox(label="To", placeholder="YYYY-MM-DD", min_width=120)

        def on(event: Any, question: gr.Component, *, again: str) -> None:
            event(
                answers,
                inputs=[question, since, until, turns],
                outputs=[log, box, turns, start],
                show_progress="hidden",
                trigger_mode=again,
                concurrency_limit=1,
                concurrency_id="ask",
                api_visibility="private",
            )

        # Enter while an answer is sought: what the box holds then is asked next, once.
        on(box.submit, box, again="always_last")
        for chip, example in zip(chips, examples, strict=True):
            on(chip.click, gr.State(example), again="once")
    page.queue(api_open=False)
    return page


def serve(
    page: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
) -> Serving:
    """Serve the page and return at once. Without a port: 7860, or the next one free."""
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    middleware = [Middleware(_StayHome)]
    if host in _LOOPBACK:
        # Against a web site that points its own name at this machine to read the articles.
        middleware.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=list(_LOOPBACK)))
    _reach_directly(host)
    try:
        _, url, _ = page.launch(
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            pwa=False,
            ssr_mode=False,
            mcp_server=False,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            favicon_path=_ASSETS / "favicon.svg",
            theme=_theme(),
            css=_asset("page.css"),
            app_kwargs={
                "middleware": middleware,
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
            },
        )
    except OSError as error:
        place = f"{host}:{port}" if port else host
        raise BadUse(f"Cannot serve on {place}: the port is taken or not allowed.") from error
    return Serving(url=url, _page=page)


def _answering(ask: Callable[..., Answer]) -> Callable[..., Iterator[tuple[Any, ...]]]:
    import gradio as gr

    def answers(
        question: str | None, since: str | None, until: str | None, turns: list[str]
    ) -> Iterator[tuple[Any, ...]]:
        """New values for the log, the question box, the turns so far and the examples."""
        question = (question or "").strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        try:
            when = _check(question, since=since or "", until=until or "")
        except BadUse as error:
            yield "".join([*turns, render.note(str(error))]), gr.skip(), gr.skip(), gr.skip()
            return
        waiting = render.turn(question, render.pending())
        yield "".join([*turns, waiting]), "", gr.skip(), gr.update(visible=False)
        try:
            shown = render.answer_turn(ask(question, **when), anchor=f"a{len(turns) + 1}")
        except FootnoteError as error:
            shown = render.turn(question, render.note(str(error), error=True))
        except Exception as error:
            logging.getLogger(__name__).exception("A question could not be answered.")
            said = str(error) or type(error).__name__
            shown = render.turn(question, render.note(f"Something went wrong: {said}", error=True))
        turns = [*turns, shown]
        yield "".join(turns), gr.skip(), turns, gr.skip()

    return answers


def _check(question: str, *, since: str, until: str) -> dict[str, str]:
    """The dates to ask with; BadUse for what a person should change first."""
    if len(question) > LONGEST_QUESTION:
        raise BadUse(
            f"That question has {len(question):,} characters. Please put it in"
            f" {LONGEST_QUESTION:,} or fewer: one question, in a sentence or two, works best."
        )
    when = {}
    for name, label, given in (("since", "From", since), ("until", "To", until)):
        if not given.strip():
            continue
        try:
            when[name] = date.fromisoformat(given.strip()).isoformat()
        except ValueError:
            raise BadUse(
                f"The date under “{label}” is not one I can read: please write it as 2019-04-16."
            ) from None
    if when.get("since", "") > when.get("until", "9999"):
        raise BadUse("The date under “From” is later than the one under “To”.")
    return when


class _StayHome:
    """Headers that keep the browser at this address, on every response (ASGI middleware)."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_HEADERS.items()]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _set_offline() -> None:
    """Settings that Gradio and its hub client read once, when they are imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def _reach_directly(host: str) -> None:
    """Keep Gradio's check of its own address away from a configured proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        known = [entry for entry in os.environ.get(name, "").split(",") if entry]
        os.environ[name] = ",".join(dict.fromkeys([*known, *_LOOPBACK, host]))


def _theme() -> gr.themes.Base:
    import gradio as gr

    # Fonts named as plain strings are the system's own; Gradio's default theme brings others.
    return gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#161513",
        body_text_color="#1d1b18",
        body_text_color_dark="#ece8e1",
    )


def _header(articles: int, passages: int) -> str:
    counts = (
        f"{articles:,} {'article' if articles == 1 else 'articles'},"
        f" {passages:,} {'passage' if passages == 1 else 'passages'}, all on this machine"
    )
    return (
        '<header><h1>Footnote<sup aria-hidden="true">1</sup></h1>'
        "<p>Short answers from your articles, with the exact words they rest on.</p>"
        f'<p class="fn-counts">{counts}</p></header>'
    )


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
