"""The chat page in a real browser: what a person does and sees, and that nothing leaves here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

QUOTE = "Prosecutors said “a short circuit” started the fire 🗼."
HOSTILE = 'Then: <img src=x onerror="window.pwned=1"> <script>window.pwned=2</script>'
MORE_HOSTILE = "{{pwned}} ${window.pwned=3} `"
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, str(Path(__file__).with_name("scripted.py"))]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the scripted page is served, by a process of its own."""
    with subprocess.Popen(
        COMMAND,
        env={**os.environ, "PYTHONPATH": str(ROOT), "http_proxy": "http://192.0.2.1:9"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        rest, _ = process.communicate()
    assert rest == "[]\n", "the server tried to reach another machine"


@pytest.fixture(params=[1280])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page just loaded, `params` pixels wide. Afterwards: what it asked for was all local."""
    context = browser.new_context(viewport={"width": request.param, "height": 844})
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
    page.goto(address)
    expect(page.get_by_label("Your question")).to_be_focused()
    yield page
    assert page.evaluate("window.pwned") is None
    context.close()
    assert strangers == []
    assert complaints == []


def ask(page: Page, question: str) -> None:
    """Type it and press Enter."""
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def test_a_question_is_answered_with_its_evidence(page: Page) -> None:
    expect(page.get_by_role("heading", name="Footnote")).to_be_visible()
    expect(page.get_by_text("12 articles, 1,730 passages, all on this machine")).to_be_visible()
    ask(page, "What started the fire?")
    answer = page.get_by_role("article")
    expect(answer.get_by_role("heading", level=2)).to_have_text("What started the fire?")
    expect(answer.get_by_text("Likely · 83%")).to_be_visible()
    expect(answer.locator(".fn-sentence strong")).to_have_text("a short circuit")
    assert answer.locator("mark").first.text_content() == QUOTE
    assert answer.locator("mark strong").first.text_content() == "a short circuit"
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("button", name="Who <b>paid</b>?")).to_be_hidden()


def test_hostile_words_are_shown_not_run(page: Page) -> None:
    ask(page, '<img src=x onerror="window.pwned=4"> fire ${window.pwned=5} {{pwned}}')
    passage = page.locator("blockquote").first
    expect(passage).to_contain_text(HOSTILE)
    expect(passage).to_contain_text(MORE_HOSTILE)
    expect(page.get_by_role("heading", level=2)).to_contain_text('<img src=x onerror="window')
    expect(page.locator(".fn-title").first).to_have_text("<b onmouseover=alert(1)>The inquiry")
    assert page.locator("#fn-log :is(img, script, b)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_no_answer_shows_the_nearest_passages_unmarked(page: Page) -> None:
    ask(page, "Who paid?")
    expect(page.get_by_text("The articles don’t say.")).to_be_visible()
    expect(page.get_by_role("heading", name="Nearest passages")).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text(QUOTE)
    assert page.locator("mark").count() == 0


def test_the_conversation_goes_on_after_every_kind_of_trouble(page: Page) -> None:
    log = page.get_by_role("log", name="Answers")
    box = page.get_by_label("Your question")
    box.press("Enter")
    ask(page, "   ")
    ask(page, "y" * 1001)
    expect(log.get_by_text("That question has 1,001 characters.")).to_be_visible()
    expect(box).to_have_value("y" * 1001)
    ask(page, "Where is the index?")
    expect(log.get_by_text("There is no index in <articles>. Run: python -m")).to_be_visible()
    expect(log.get_by_text("1,001 characters")).to_have_count(0)
    ask(page, "Is the disk well?")
    expect(log.get_by_text("Something went wrong: the disk is on fire")).to_be_visible()
    ask(page, "What started the fire?")
    expect(log.get_by_text("Likely · 83%")).to_be_visible()
    headings = log.get_by_role("heading", level=2)
    expect(headings).to_have_text(
        ["Where is the index?", "Is the disk well?", "What started the fire?"]
    )


def test_a_question_asked_meanwhile_comes_next_and_once(page: Page) -> None:
    ask(page, "Is this slow?")
    expect(page.get_by_text("Reading the articles…")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    for _ in range(3):
        ask(page, "What started the fire?")
    headings = page.get_by_role("log").get_by_role("heading", level=2)
    expect(headings).to_have_text(["Is this slow?", "What started the fire?"])
    expect(page.get_by_text("Likely · 83%")).to_be_visible()
    ask(page, "Who paid?")
    expect(headings).to_have_text(["Is this slow?", "What started the fire?", "Who paid?"])


def test_an_example_asks_itself(page: Page) -> None:
    page.get_by_role("button", name="What started the fire?").click()
    expect(page.get_by_text("Likely · 83%")).to_be_visible()


def test_a_number_leads_to_its_excerpt(page: Page) -> None:
    ask(page, "What started the fire?")
    excerpt = page.locator("#a1-4")
    expect(page.get_by_text("1 more excerpt")).to_be_visible()
    expect(excerpt).to_be_hidden()
    page.get_by_role("link", name="Source 4").click()
    expect(excerpt).to_be_in_viewport()
    expect(excerpt).to_be_focused()


def test_dates_narrow_the_question(page: Page) -> None:
    page.get_by_role("button", name="Dates").click()
    page.get_by_label("From").fill("April 2019")
    ask(page, "What started the fire?")
    expect(page.get_by_text("please write it as 2019-04-16")).to_be_visible()
    page.get_by_label("From").fill("2019-04-16")
    page.get_by_label("To").fill("2019-04-15")
    ask(page, "What started the fire?")
    expect(page.get_by_text("“From” is later than the one under “To”")).to_be_visible()
    page.get_by_label("To").fill(" 2019-04-17 ")
    ask(page, "What started the fire?")
    expect(page.locator(".fn-sentence")).to_contain_text("since 2019-04-16 until 2019-04-17")


@pytest.mark.parametrize("page", [390], indirect=True)
def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    def fits() -> bool:
        return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    assert fits()
    ask(page, "What started the fire? " + "x" * 400)
    expect(page.get_by_text("Likely · 83%")).to_be_visible()
    assert fits()
    said, shown = page.locator(".fn-said").bounding_box(), page.locator("mark").first.bounding_box()
    assert said
    assert shown
    assert said["y"] + said["height"] < shown["y"], "the evidence stands below the answer"


def test_the_response_keeps_the_browser_at_home(address: str) -> None:
    with urllib.request.urlopen(address) as response:  # noqa: S310
        html = response.read().decode("utf-8")
        policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert re.findall(r"<(?:script|link|iframe|img)[^>]*(?:src|href)=\"(?:https?:)?//", html) == []


def test_another_name_for_this_machine_is_refused(address: str) -> None:
    request = urllib.request.Request(address, headers={"Host": "evil.example"})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        urllib.request.urlopen(request)  # noqa: S310
    refused.value.close()


def test_a_taken_port_is_said_plainly(address: str) -> None:
    port = urlsplit(address).port
    done = subprocess.run(
        [*COMMAND, str(port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    assert f"Cannot serve on 127.0.0.1:{port}: the port is taken" in done.stderr
