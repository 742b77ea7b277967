"""The page as Gradio serves it: views whose scripts call the desk's functions (sole gradio import).

`build_page` lays it out. What a view looks like stands in assets/, what its scripts may ask for is
desk's affair, and who may reach it serving's.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import FootnoteError
from ui import serving
from ui.desk import Desk, Given

if TYPE_CHECKING:
    import gradio as gr

AT_ONCE = 4
"""Questions that are answered at once; others wait in line."""
FULL = (
    "The disk that this would be kept on is full: free some space and try again. What was there "
    "before is kept."
)
VIEWS = ("articles", "timeline", "map", "viewer")

_ASSETS = Path(__file__).with_name("assets")
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


def build_page(desk: Desk) -> gr.Blocks:
    """The page over a desk, which may be asked from several threads at once."""
    _set_offline()
    import gradio as gr

    called = [_callable(function) for function in desk.functions()]

    def view(name: str) -> gr.HTML:
        return gr.HTML(
            None,
            html_template=_asset(f"{name}.html"),
            js_on_load=f"{_asset('calls.js')}\n{_asset(f'{name}.js')}",
            apply_default_css=False,
            elem_id=f"fn-{name}",
            server_functions=called,
        )

    # Not named for the event data, whose type Gradio wants to see in the signature.
    def answers(event: gr.EventData) -> Iterator[dict[str, Any]]:
        yield from desk.ask(event._data or {})

    answers.__annotations__["event"] = gr.EventData
    page = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with page:
        view("frame")
        chat = view("chat")
        for name in VIEWS:
            view(name)
        chat.ask(
            answers,
            inputs=None,
            outputs=[chat],
            show_progress="hidden",
            trigger_mode="multiple",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
            api_visibility="private",
        )
    page.queue(api_open=False)
    return page


def serve(page: gr.Blocks, **options: Any) -> serving.Serving:
    """Serve the page, as `serving.serve` does, with its own look."""
    css = "\n".join(_asset(f"{name}.css") for name in ("page", "views"))
    return serving.serve(page, look={"theme": _theme(), "css": css}, **options)


def _callable(function: Callable[[Given], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """A plain function of that name, whose errors arrive as words for the visitor."""

    def call(given: Any = None) -> dict[str, Any]:
        try:
            return function(given if isinstance(given, dict) else {})
        except FootnoteError as error:
            return {"error": str(error)}
        except (KeyError, TypeError, ValueError):
            return {"error": "The page asked for something that makes no sense: load it again."}
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return {"error": FULL}
            logging.getLogger(__name__).exception("A file could not be read or written.")
            return {"error": f"A file could not be read or written: {error.strerror or error}."}

    call.__name__ = function.__name__
    return call


def _set_offline() -> None:
    """Settings that Gradio and its hub client read once, when they are imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def _theme() -> gr.themes.Base:
    import gradio as gr

    # Fonts named as plain strings are the system's own; Gradio's default theme brings others.
    return gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#161513",
        body_text_color="#1d1b18",
        body_text_color_dark="#ece8e1",
    )


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
