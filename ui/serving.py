"""The page on the network: which addresses may reach it, what it may reach, who must log in.

By default that is this machine alone. A Content-Security-Policy has the browser ask no other host
for anything, and requests that another web site has a visitor's browser make are refused.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import BadUse

LOOPBACK = ("127.0.0.1", "localhost")

_ASSETS = Path(__file__).with_name("assets")
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
_PREVIEW = re.compile(rb"""<meta\s+(?:property="og:|name="twitter:)[^>]*>""")
# Gradio's ways for files, which this page has no need of: uploads take `library`'s.
_CLOSED = ("/gradio_api/upload", "/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream")


@dataclass(frozen=True, slots=True)
class Serving:
    """A page that is being served at `url` until it is closed."""

    url: str
    _page: Any

    def wait(self) -> None:
        """Block until the server ends or Ctrl-C raises KeyboardInterrupt."""
        thread = self._page.server.thread
        while thread.is_alive():
            thread.join(timeout=1.0)  # a join without end cannot be interrupted on Windows

    def close(self) -> None:
        """Stop serving."""
        self._page.close(verbose=False)


def check_host(host: str, *, login: bool, without_login: bool) -> None:
    """Raises BadUse where everybody on a network would be let in without having been meant."""
    if not (is_loopback(host) or login or without_login):
        raise BadUse(
            f"On {host} everybody who can reach this machine could read the articles: name the "
            "logins with --auth-file FILE, or let everybody in with --without-login."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(
    page: Any,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    login: Callable[[str, str], bool] | None = None,
    look: dict[str, Any] | None = None,
) -> Serving:
    """Serve the page and return at once. Without a port: 7860, or the next one free."""
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    middleware = [Middleware(_StayHome)]
    if host in LOOPBACK:
        # Against a web site that points its own name at this machine to read the articles.
        middleware.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK)))
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
            auth=login,
            favicon_path=_ASSETS / "favicon.svg",
            app_kwargs={
                "middleware": middleware,
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
            },
            **(look or {}),
        )
    except OSError as error:
        place = f"{host}:{port}" if port else host
        raise BadUse(f"Cannot serve on {place}: the port is taken or not allowed.") from error
    return Serving(url=url, _page=page)


class _StayHome:
    """Headers that keep the browser at this address; no way in for other sites (ASGI).

    What Gradio says of itself to whoever is sent a link is blanked out of the page.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        html = False

        async def send_with_headers(message: Any) -> None:
            nonlocal html
            if message["type"] == "http.response.start":
                html = dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")
                message = {**message, "headers": [*message["headers"], *_HEADERS.items()]}
            elif html and message.get("body"):
                blanked = _PREVIEW.sub(lambda match: b" " * len(match[0]), message["body"])
                message = {**message, "body": blanked}
            await send(message)

        if scope["type"] == "http" and (status := _refused(scope)):
            await send_with_headers(
                {"type": "http.response.start", "status": status, "headers": []}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send_with_headers)


def _refused(scope: Any) -> int:
    """The status with which a request is refused; 0 for one that is not."""
    if scope["path"].startswith(_CLOSED):
        return 404
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return 0
    headers = dict(scope["headers"])
    site = headers.get(b"sec-fetch-site", b"").decode("latin-1")
    if site:
        return 0 if site in ("same-origin", "none") else 403
    origin = headers.get(b"origin", b"").decode("latin-1")
    own = headers.get(b"host", b"").decode("latin-1")
    return 403 if origin and urlsplit(origin).netloc != own else 0


def _reach_directly(host: str) -> None:
    """Keep Gradio's check of its own address away from a configured proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        known = [entry for entry in os.environ.get(name, "").split(",") if entry]
        os.environ[name] = ",".join(dict.fromkeys([*known, *LOOPBACK, host]))
