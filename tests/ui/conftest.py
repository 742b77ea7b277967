"""A real browser for the tests of the page, and the scripted page in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]
PATIENCE = 60_000
"""Milliseconds that a busy machine may take for what takes a moment."""
ROOT = Path(__file__).parents[2]
SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if not chromium:
        pytest.skip("no Chromium on the PATH")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def scripted(*arguments: str) -> Iterator[str]:
    """The scripted page, served meanwhile: its address. It must not reach for another machine."""
    with subprocess.Popen(
        [*SCRIPTED, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "http_proxy": "http://192.0.2.1:9"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        rest, _ = process.communicate()
    assert rest == "[]\n", "the server tried to reach another machine"


@contextmanager
def visit(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page of the address. Afterwards: all it asked for was local, and nothing complained."""
    given = {"viewport": {"width": 1280, "height": 844}, **options}
    context: BrowserContext = browser.new_context(**given)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    strangers: list[str] = []
    complaints: list[str] = []

    def only_here(route: Route) -> None:
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    page = context.new_page()
    page.on("websocket", lambda socket: strangers.append(socket.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    assert page.evaluate("window.pwned") is None
    context.close()
    assert strangers == []
    assert [line for line in complaints if "ERR_INTERNET_DISCONNECTED" not in line] == []


Visiting = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def visiting(browser: Browser) -> Visiting:
    """`with visiting(address, color_scheme="dark") as page`, held to `visit`'s promises."""

    def visiting(address: str, **options: object) -> AbstractContextManager[Page]:
        return visit(browser, address, **options)

    return visiting


@pytest.fixture(scope="session")
def serving(browser: Browser) -> Callable[..., AbstractContextManager[str]]:
    """`with serving(*arguments) as address`, over a scripted page of its own."""
    return scripted


@pytest.fixture(scope="session")
def address(browser: Browser) -> Iterator[str]:
    """Where the scripted page is served."""
    with scripted() as url:
        yield url


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The scripted page just loaded, 1280 pixels wide or as many as the test's parameter says."""
    width = getattr(request, "param", 1280)
    with visit(browser, address, viewport={"width": width, "height": 844}) as page:
        page.goto(address)
        expect(page.get_by_label("Your question")).to_be_focused()
        expect(page.locator(".fn-counts")).to_contain_text("articles")
        yield page
