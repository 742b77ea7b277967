"""Articles, timeline, map, accessibility and login in a real browser, over a page of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ui import login

pytestmark = pytest.mark.browser
Serving = Callable[..., AbstractContextManager[str]]
Visiting = Callable[..., AbstractContextManager[Page]]
ALLOWED = set(
    "ARTICLE DIV H2 H3 H4 P SPAN STRONG SUP A SECTION OL LI BUTTON BLOCKQUOTE MARK DETAILS SUMMARY "
    "FORM LABEL INPUT BDI TIME I Q UL".split()
)


@pytest.fixture(scope="module")
def changing(serving: Serving) -> Iterator[str]:
    """A page whose index the tests may change."""
    with serving() as address:
        yield address


def show(page: Page, view: str) -> None:
    page.get_by_role("button", name=view, exact=True).click()
    expect(page.get_by_role("heading", name=view, exact=True)).to_be_visible()


def ask(page: Page, question: str) -> Locator:
    """Ask; the turn, once it is answered or refused."""
    before = page.get_by_role("article").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(before + 1)
    turn = page.get_by_role("article").last
    expect(turn.locator(".fn-rating")).to_be_visible()
    return turn


def test_an_article_is_uploaded_listed_read_and_removed(
    changing: str, visiting: Visiting, tmp_path: Path
) -> None:
    file = tmp_path / "ferry.txt"
    words = (
        "---\ntitle: The new ferry\ndate: 2022-05-01\n---\nThe ferry ⛴ to Elmstead sails at noon."
    )
    file.write_text(words, encoding="utf-8")
    with visiting(changing) as page:
        page.goto(f"{changing}?view=articles")
        rows = page.locator("#fn-articles tbody tr")
        expect(rows).to_have_count(3)
        (tmp_path / "tool.exe").write_bytes(b"MZ")
        page.locator("[name=files]").set_input_files([file, tmp_path / "tool.exe"])
        expect(page.get_by_text("tool.exe: .exe files are not read")).to_be_visible()
        expect(page.get_by_text("1 added")).to_be_visible()
        expect(rows).to_have_count(4)
        expect(rows.first).to_contain_text("The new ferry")
        expect(rows.first).to_contain_text("1 May 2022")
        page.get_by_label("Search").fill("ferry")
        expect(page.get_by_text("1 of 4 articles")).to_be_visible()
        rows.get_by_role("button", name="The new ferry", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("The ferry ⛴ to Elmstead sails at noon.")
        page.keyboard.press("Escape")
        remove = rows.get_by_role("button", name="Remove The new ferry")
        remove.click()
        expect(remove).to_have_text("Sure?")
        remove.click()
        expect(page.get_by_text("1 removed")).to_be_visible()
        expect(page.get_by_text("0 of 3 articles")).to_be_visible()


def test_a_pasted_text_is_indexed_and_a_bad_address_refused(
    changing: str, visiting: Visiting
) -> None:
    with visiting(changing) as page:
        page.goto(f"{changing}?view=articles")
        page.get_by_text("Paste a text", exact=True).click()
        page.get_by_label("Title").fill('A "quoted" title: yes')
        page.get_by_label("Text", exact=True).fill("The mayor of Elmstead is Rosa Marsh.")
        page.get_by_role("button", name="Add the text").click()
        row = page.locator("tbody tr", has_text='A "quoted" title: yes')
        expect(row).to_be_visible()
        page.get_by_text("From the web", exact=True).click()
        page.get_by_label("Address of a page").fill("ftp://example.org/x")
        page.get_by_role("button", name="Fetch and add").click()
        expect(page.get_by_role("alert")).to_have_text(
            "An address begins with https:// or http:// and has no spaces."
        )


def test_a_server_that_is_gone_is_told(address: str, visiting: Visiting) -> None:
    with visiting(address) as page:
        page.goto(f"{address}?view=articles")
        expect(page.locator("#fn-articles tbody tr")).to_have_count(3)
        page.context.set_offline(True)
        page.get_by_label("Search").fill("ferry")
        expect(page.get_by_role("alert")).to_have_text(re.compile("^Footnote does not answer: "))


def test_the_timeline_narrows_and_shows_the_evidence(address: str, visiting: Visiting) -> None:
    with visiting(address) as page:
        page.goto(address)
        ask(page, "Do they disagree about the fire?")
        show(page, "Timeline")
        pins = page.get_by_role("group", name="Evidence of the last answer").get_by_role("button")
        expect(pins.last).to_have_accessible_name(re.compile("Source 5, 7 January 2020"))
        bars = page.get_by_role("group", name="Articles published")
        bars.get_by_role("button", name="April 2019: 2 articles").click()
        expect(page.get_by_text("1 April 2019 to 30 April 2019: 2 articles")).to_be_visible()
        page.get_by_role("button", name="Ask about these days only").click()
        expect(page.locator(".fn-set")).to_have_text(": from 1 April 2019, until 30 April 2019")


def test_what_could_not_be_drawn_is_drawn_when_it_is_shown_again(
    address: str, visiting: Visiting
) -> None:
    with visiting(address) as page:
        page.goto(address)
        ask(page, "What started the fire?")
        for view, drawn in (
            ("Timeline", page.get_by_role("button", name="April 2019: 2 articles")),
            ("Map", page.get_by_text("3 passages.")),
        ):
            page.context.set_offline(True)
            show(page, view)
            expect(page.get_by_role("alert")).to_have_text(
                re.compile("^Footnote does not answer: ")
            )
            expect(drawn).to_have_count(0)
            page.get_by_role("button", name="Ask", exact=True).first.click()
            page.context.set_offline(False)
            show(page, view)
            expect(drawn).to_be_visible()


def test_of_two_bars_the_one_clicked_last_is_shown(address: str, visiting: Visiting) -> None:
    with visiting(address) as page:
        page.goto(f"{address}?view=timeline")
        bars = page.get_by_role("group", name="Articles published")
        expect(bars.get_by_role("button", name="April 2019: 2 articles")).to_be_visible()
        held: list[Route] = []

        def hold_april(route: Route) -> None:
            asked = route.request.post_data or ""
            if '"timeline"' in asked and "2019-04-01" in asked:
                held.append(route)
            else:
                route.continue_()

        page.route("**/component_server/**", hold_april)
        bars.get_by_role("button", name="April 2019: 2 articles").click()
        bars.get_by_role("button", name="January 2020: 1 article").click()
        january = page.get_by_text("1 January 2020 to 31 January 2020: 1 article")
        expect(january).to_be_visible()
        (april,) = held
        with page.expect_response(lambda response: response.request == april.request) as late:
            april.continue_()
        late.value.finished()
        page.evaluate("new Promise(requestAnimationFrame)")
        expect(january).to_be_visible()
        expect(bars.get_by_role("button", name="7 January 2020: 1 article")).to_be_visible()


def test_the_map_has_the_question_and_leads_to_articles(address: str, visiting: Visiting) -> None:
    with visiting(address) as page:
        page.goto(address)
        ask(page, "What started the fire?")
        show(page, "Map")
        expect(page.get_by_text("3 passages.")).to_be_visible()
        expect(page.locator(".fn-legend")).to_contain_text("What started the fire?")
        inked = (
            "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
            ".data.some(value => value)"
        )
        assert page.locator("canvas").evaluate(inked)
        page.get_by_role("button", name="Nearer").click()
        page.locator(".fn-legend button").first.click()
        expect(page.get_by_role("dialog").locator("mark")).to_be_in_viewport()


def test_fifty_hostile_articles_are_words_and_stay_in_their_boxes(
    serving: Serving, visiting: Visiting
) -> None:
    with serving("", "", "hostile") as address, visiting(address) as page:
        page.goto(address)
        expect(page.locator(".fn-counts")).to_contain_text("53 articles")
        turn = ask(page, "Is anything hostile?")
        page.locator(".fn-more summary").click()
        expect(turn.locator(".fn-excerpt").last).to_be_visible()
        assert turn.locator(".fn-excerpt").count() >= 50
        tags = turn.locator("*").evaluate_all("all => [...new Set(all.map(e => e.tagName))]")
        assert set(tags) <= ALLOWED
        handlers = turn.locator("*").evaluate_all(
            "all => all.flatMap(e => e.getAttributeNames()).filter(name => name.startsWith('on'))"
        )
        assert handlers == []
        links = turn.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert [link for link in links if not link.startswith("#a1-")] == []
        escaping = turn.locator(".fn-excerpt").evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.parentElement.clientWidth + 1)"
            ".map(e => e.textContent.slice(0, 80))"
        )
        assert escaping == []
        show(page, "Articles")
        further = page.get_by_role("button", name="Show more")
        further.click()
        rows = page.locator("#fn-articles tbody tr")
        expect(rows).to_have_count(53)
        assert page.locator("#fn-articles :is(script, iframe, img, svg, object)").count() == 0
        for name in ("script", "iframe", "WWWWWW"):
            rows.filter(has_text=name).first.locator(".fn-open").click()
            dialog = page.get_by_role("dialog")
            expect(dialog.locator(".fn-article-text")).to_contain_text("And so it ends.")
            body = dialog.locator(".fn-viewer-body")
            assert body.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
            page.keyboard.press("Escape")
        for view in ("Timeline", "Map", "Articles"):
            show(page, view)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(colours: str, address: str, visiting: Visiting) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Page, view: str) -> None:
        found = Axe().run(page).response["violations"]
        serious = [
            (each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == [], view

    with visiting(address, color_scheme=colours, reduced_motion="reduce") as page:
        page.goto(address)
        expect(page.get_by_role("heading", name="For example")).to_be_visible()
        page.get_by_text("Settings", exact=True).click()
        check(page, "start")
        turn = ask(page, "Do they disagree about the fire?")
        turn.get_by_role("button", name="Wrong").click()
        ask(page, "Who paid?")
        check(page, "answers")
        turn.get_by_role("button", name="Read the article").first.click()
        expect(page.get_by_role("dialog").locator("mark")).to_be_visible()
        check(page, "article")
        page.keyboard.press("Escape")
        for view in ("Articles", "Timeline", "Map"):
            show(page, view)
            check(page, view)


def test_right_to_left_and_astral_characters_stand_right(address: str, visiting: Visiting) -> None:
    with visiting(address) as page:
        page.goto(f"{address}?view=articles")
        page.get_by_role("button", name="حريق في باريس", exact=True).click()
        text = page.get_by_role("dialog").locator(".fn-article-text")
        expect(text).to_contain_text("قال المدعون إن ماسا كهربائيا 🔥 أشعل الحريق.")
        assert text.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_only_who_logs_in_sees_the_page(
    serving: Serving, visiting: Visiting, tmp_path: Path
) -> None:
    file = tmp_path / "logins"
    file.write_text(f"# ours\nada:{login.hashed('a long password')}\n", encoding="utf-8")
    with serving("", str(file)) as address, visiting(address) as page:
        page.goto(address)
        expect(page.get_by_label("Your question")).to_have_count(0)
        refused = page.request.post(f"{address}gradio_api/component_server", data={})
        assert refused.status == 401
        page.locator("input").first.fill("ada")
        page.locator("input[type=password]").fill("a long password")
        page.get_by_role("button", name="Login").click()
        expect(page.get_by_label("Your question")).to_be_visible()
        ask(page, "What started the fire?")
