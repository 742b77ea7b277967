"""The chat in a real browser: what a person does and sees, and that nothing leaves here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

QUOTE = "Prosecutors said “a short circuit” started the fire 🗼."
HOSTILE = 'Then: <img src=x onerror="window.pwned=1"> <script>window.pwned=2</script>'
ROOT = Path(__file__).parents[2]
SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted.py"))]
MORE_HOSTILE = "{{pwned}} ${window.pwned=3} `"

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    """Type it and press Enter."""
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def answered(page: Page) -> Locator:
    """The last turn, once it has an answer."""
    turn = page.get_by_role("article").last
    expect(turn.get_by_text("Likely · 83%")).to_be_visible()
    return turn


def test_a_question_is_answered_with_its_evidence(page: Page) -> None:
    expect(page.get_by_role("heading", name="Footnote")).to_be_visible()
    expect(page.get_by_text("3 articles, 3 passages, all on this machine")).to_be_visible()
    ask(page, "What started the fire?")
    answer = answered(page)
    expect(answer.get_by_role("heading", level=2)).to_have_text("What started the fire?")
    expect(answer.get_by_text("2 independent sources")).to_be_visible()
    expect(answer.locator(".fn-sentence strong")).to_have_text("a short circuit")
    assert answer.locator("mark").first.text_content() == QUOTE
    assert answer.locator("mark strong").first.text_content() == "a short circuit"
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("button", name="Who <b>paid</b>?")).to_be_hidden()


def test_hostile_words_are_shown_not_run(page: Page) -> None:
    ask(page, '<img src=x onerror="window.pwned=4"> fire ${window.pwned=5} {{pwned}}')
    passage = answered(page).locator("blockquote").first
    expect(passage).to_contain_text(HOSTILE)
    expect(passage).to_contain_text(MORE_HOSTILE)
    heading = page.get_by_role("article").get_by_role("heading", level=2)
    expect(heading).to_contain_text('<img src=x onerror="window')
    expect(page.locator(".fn-title").first).to_have_text("<b onmouseover=alert(1)>The inquiry")
    assert page.locator("#fn-chat .fn-log :is(img, script, b)").count() == 0


def test_no_answer_says_why_and_shows_the_nearest_passages_unmarked(page: Page) -> None:
    ask(page, "Who paid?")
    expect(page.get_by_text("The articles don’t say.")).to_be_visible()
    expect(page.get_by_text("none answers it firmly enough")).to_be_visible()
    expect(page.get_by_role("heading", name="Nearest passages")).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text(QUOTE)
    assert page.locator(".fn-log mark").count() == 0


def test_both_sides_where_articles_disagree_and_the_day_that_is_meant(page: Page) -> None:
    ask(page, "Do they disagree about the fire?")
    answer = answered(page)
    expect(answer.get_by_text("2 sources say a short circuit, 1 says a cigarette")).to_be_visible()
    expect(answer.get_by_role("heading", name="1 source says a cigarette")).to_be_visible()
    other = answer.locator(".fn-excerpt").last
    expect(other.locator(".fn-title")).to_have_text("The architect speaks")
    meant = other.locator(".fn-when")
    expect(meant).to_have_text("on Sunday")
    expect(meant).to_have_attribute("title", "5 January 2020")
    answer.get_by_role("link", name="Source 5").click()
    expect(other).to_be_focused()


def test_the_article_opens_at_the_quote_and_closes_again(page: Page) -> None:
    ask(page, "What started the fire?")
    answer = answered(page)
    reading = answer.get_by_role("button", name="Read the article").first
    reading.click()
    article = page.get_by_role("dialog")
    expect(article.get_by_role("heading")).to_have_text("<b onmouseover=alert(1)>The inquiry")
    mark = article.locator("mark")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == QUOTE
    expect(article.get_by_text("Citation 1 of 1")).to_be_visible()
    expect(article.locator(".fn-article-text")).to_contain_text(HOSTILE)
    page.keyboard.press("Escape")
    expect(article).to_be_hidden()
    expect(reading).to_be_focused()


def test_a_citation_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What started the fire?")
    copying = answered(page).get_by_role("group", name="Copy citation 1")
    copying.get_by_role("button", name="BibTeX").click()
    expect(copying.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{")
    assert "``Prosecutors said “a short circuit” started the fire 🗼.''" in copied


def test_a_follow_up_says_how_it_was_understood(page: Page) -> None:
    ask(page, "And the fire?")
    expect(page.locator(".fn-asked")).to_contain_text("What started the fire in Paris?")
    page.get_by_role("button", name="Ask as I typed it").click()
    expect(page.get_by_role("article")).to_have_count(2)
    answered(page)


def test_passages_come_first_and_stop_ends_the_waiting(page: Page) -> None:
    ask(page, "Is this slow?")
    expect(page.get_by_text("Reading 2 passages of 2 articles…")).to_be_visible()
    found = page.get_by_label("Passages found")
    expect(found.locator("blockquote").first).to_contain_text(QUOTE)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    ask(page, "May the Elmstead ferry go on?")
    # The stopped question still holds the conversation; another visit lets it go on.
    other = page.context.new_page()
    other.goto(page.url.split("?")[0])
    ask(other, "May the Elmstead ferry go on?")
    expect(other.get_by_text("The articles don’t say.")).to_be_visible()
    expect(page.get_by_text("The articles don’t say.")).to_be_visible()


def test_what_is_asked_meanwhile_waits_in_sight_in_its_order(page: Page) -> None:
    ask(page, "Is this slow?")
    expect(page.get_by_text("Reading 2 passages of 2 articles…")).to_be_visible()
    ask(page, "What started the fire?")
    ask(page, "Is the Elmstead ferry late?")
    turns = page.get_by_role("article")
    expect(turns.get_by_text("Waits for the answer before it…")).to_have_count(2)
    other = page.context.new_page()
    other.goto(page.url.split("?")[0])
    ask(other, "May the Elmstead ferry go on?")
    expect(turns.get_by_role("heading", level=2)).to_have_text(
        ["Is this slow?", "What started the fire?", "Is the Elmstead ferry late?"]
    )
    expect(turns.nth(1).get_by_text("Likely · 83%")).to_be_visible()
    expect(turns.nth(2).get_by_text("The articles don’t say.")).to_be_visible()


def test_stop_gives_back_what_waited(page: Page) -> None:
    ask(page, "Is this slow?")
    expect(page.get_by_text("Reading 2 passages of 2 articles…")).to_be_visible()
    ask(page, "What started the fire?")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_have_value("What started the fire?")
    # The stopped question still holds the conversation: another visit lets it go on.
    other = page.context.new_page()
    other.goto(page.url.split("?")[0])
    ask(other, "May the Elmstead ferry go on?")
    expect(other.get_by_text("The articles don’t say.")).to_be_visible()


def test_a_conversation_outlives_a_reload_and_can_begin_anew(page: Page) -> None:
    ask(page, "What started the fire?")
    answered(page)
    ask(page, "Is the Elmstead ferry late?")
    expect(page.get_by_text("The articles don’t say.")).to_be_visible()
    page.reload()
    headings = page.get_by_role("article").get_by_role("heading", level=2)
    expect(headings).to_have_text(["What started the fire?", "Is the Elmstead ferry late?"])
    expect(page.locator(".fn-counts")).to_contain_text("articles")
    expect(page.get_by_text("was started again")).to_have_count(0)
    expect(headings.last).to_be_in_viewport()
    expect(headings.first).not_to_be_in_viewport()
    page.get_by_role("button", name="Read the article").first.click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text(QUOTE)
    page.keyboard.press("Escape")
    ask(page, "And who did it?")  # which the server knows for a follow-up
    expect(page.locator(".fn-asked")).to_contain_text("Asked as: ")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="What started the fire?")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_what_another_server_said_is_shown_as_such(page: Page) -> None:
    ask(page, "What started the fire?")
    answered(page)
    page.add_init_script(
        "const kept = JSON.parse(sessionStorage['fn-conversation']);"
        "sessionStorage['fn-conversation'] = JSON.stringify({ ...kept, visit: 'gone' })"
    )
    page.reload()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_text("it does not know what was said before")).to_be_visible()
    page.add_init_script("sessionStorage['fn-conversation'] = '{'")
    page.reload()
    answered(page)  # the address still asks


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
    answered(page)
    headings = log.get_by_role("heading", level=2)
    expect(headings).to_have_text(
        ["Where is the index?", "Is the disk well?", "What started the fire?"]
    )


def test_an_example_asks_itself(page: Page) -> None:
    page.get_by_role("button", name="What started the fire?").click()
    answered(page)


def test_a_number_leads_to_its_excerpt(page: Page) -> None:
    ask(page, "What started the fire?")
    answered(page)
    excerpt = page.locator("#a1-4")
    expect(page.get_by_text("1 more excerpt")).to_be_visible()
    expect(excerpt).to_be_hidden()
    page.get_by_role("link", name="Source 4").click()
    expect(excerpt).to_be_in_viewport()
    expect(excerpt).to_be_focused()


def test_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.type("What started the fire?")
    page.keyboard.press("Enter")
    answered(page)
    page.keyboard.press("ArrowUp")
    box = page.get_by_label("Your question")
    expect(box).to_have_value("What started the fire?")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value("")
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    page.keyboard.press("2")
    article = page.get_by_role("dialog")
    expect(article).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(article).to_be_hidden()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_settings_are_kept_in_the_address_and_reach_the_question(page: Page) -> None:
    page.get_by_text("Settings", exact=True).click()
    page.get_by_label("Strict").check()
    page.get_by_label("Passages read").select_option("20")
    page.get_by_label("Published from").fill("2019-04-16")
    expect(page.locator(".fn-set")).to_have_text(": Strict, 20 passages, from 16 April 2019")
    assert "risk=strict" in page.url
    ask(page, "What options for the fire?")
    expect(page.locator(".fn-others, .fn-sentence")).to_contain_text("passages=20")
    page.goto(page.url.replace("since=2019-04-16", "since=2020-01-01&until=2019-01-01"))
    expect(page.get_by_text("“From” is later than the one under “To”")).to_be_visible()
    expect(page.get_by_label("Strict")).to_be_checked()


def test_an_answer_is_rated(page: Page) -> None:
    ask(page, "What started the fire?")
    rating = answered(page).get_by_role("form", name="Rate this answer")
    rating.get_by_role("button", name="Wrong").click()
    rating.get_by_label("What is right?").fill("a candle")
    rating.get_by_role("button", name="Keep").click()
    expect(rating.get_by_text("Thank you")).to_be_visible()
    page.get_by_role("button", name="Articles", exact=True).click()
    page.get_by_text("Ratings of answers", exact=True).click()
    expect(page.get_by_text(re.compile(r"Ratings of answers teach \d+ question"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as evaluation questions").click()
    line = download.value.path().read_text("utf-8").splitlines()[-1]
    assert '"answers":["a candle"]' in line
    assert '"answerable":true' in line


def test_dark_is_chosen_and_kept_in_the_address(page: Page) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert ground() == "rgb(251, 250, 247)"
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    assert ground() == "rgb(22, 21, 19)"
    page.reload()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert ground() == "rgb(22, 21, 19)"


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_the_newest_question_stands_at_the_top(page: Page) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size({"width": width, "height": 1600})  # more than an answer fills
    top = "document.querySelector('.fn-turn:last-of-type').getBoundingClientRect().top"
    for count in (1, 2, 3):
        ask(page, "What started the fire?")
        expect(page.locator(".fn-turn .fn-confidence")).to_have_count(count)
        if count > 1:
            page.wait_for_function(f"Math.abs({top}) < 12", timeout=10_000)
    assert page.evaluate(top) < 12


def test_what_is_chosen_can_be_seen(page: Page) -> None:
    page.locator(".fn-settings > summary").click()
    for radio in page.locator(".fn-fields [type=radio]").all():
        box = radio.bounding_box()
        assert box
        assert (box["width"], box["height"]) == (15, 15)
        assert radio.evaluate("e => getComputedStyle(e).appearance") == "auto"


@pytest.mark.parametrize("page", [390], indirect=True)
def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    def fits() -> bool:
        return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    assert fits()
    ask(page, "What started the fire? " + "x" * 400)
    answer = answered(page)
    assert fits()
    said, shown = page.locator(".fn-said").bounding_box(), answer.locator("mark").first
    below = shown.bounding_box()
    assert said
    assert below
    assert said["y"] + said["height"] < below["y"], "the evidence stands below the answer"
    for view in ("Articles", "Timeline", "Map"):
        page.get_by_role("button", name=view, exact=True).click()
        expect(page.get_by_role("heading", name=view, exact=True)).to_be_visible()
        assert fits(), view


def test_the_response_keeps_the_browser_at_home(address: str) -> None:
    with urllib.request.urlopen(address) as response:  # noqa: S310
        html = response.read().decode("utf-8")
        policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert re.findall(r"<(?:script|link|iframe|img)[^>]*(?:src|href)=\"(?:https?:)?//", html) == []


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("", {"Host": "evil.example"}, 400),
        ("gradio_api/component_server", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("gradio_api/component_server", {"Origin": "https://evil.example"}, 403),
        ("gradio_api/upload", {}, 404),
        ("gradio_api/file=/etc/passwd", {}, 404),
    ],
)
def test_what_is_refused(address: str, path: str, headers: dict[str, str], status: int) -> None:
    """Other names for this machine, other sites' forms, and Gradio's own ways for files."""
    data = b"{}" if "api" in path else None
    request = urllib.request.Request(address + path, data=data, headers=headers)  # noqa: S310
    with pytest.raises(urllib.error.HTTPError, match=str(status)) as refused:
        urllib.request.urlopen(request)  # noqa: S310
    refused.value.close()


def test_a_taken_port_is_said_plainly(address: str) -> None:
    port = urlsplit(address).port
    done = subprocess.run(
        [*SCRIPTED, str(port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    assert f"Cannot serve on 127.0.0.1:{port}: the port is taken" in done.stderr
