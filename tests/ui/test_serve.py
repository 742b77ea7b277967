"""`footnote serve` from nothing to an answered question, in a real browser; nothing is scripted."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from index.embedder import default_embedder
from index.store import PassageIndex
from ui.cli import EXAMPLES

pytestmark = pytest.mark.browser
HOSTILE = (
    '---\ntitle: "<script>window.pwned=1</script>"\ndate: 2024-05-01\n---\n'
    'The Elmstead harbour bridge <img src=x onerror="window.pwned=2"> was opened by Rosa Marsh.\n'
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "index"


@pytest.fixture(scope="module")
def address(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over the samples, and then over a hostile article as well, as a person starts it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "bridge.txt").write_text(HOSTILE)
    command = [sys.executable, "-m", "ui.cli", "serve", "--no-browser", "--index", str(index)]
    for arguments in ([], [str(folder)]):
        with subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found is not None, process.communicate()
            if arguments:
                yield found.group()
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            errors = ""
            for line in process.stderr:
                errors += line
                if line == "Stopped.\n":
                    process.send_signal(signal.SIGINT)  # as the impatient do
            assert process.wait(60) == 0
            assert "Traceback" not in errors
    assert "12 bundled sample articles; to drop them run: footnote remove" in errors


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    expect(page.get_by_label("Your question")).to_be_focused()
    yield page
    assert page.evaluate("window.pwned") is None
    context.close()
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []


def test_a_link_to_the_page_brings_no_card_of_anothers(address: str) -> None:
    with urllib.request.urlopen(address) as answer:  # noqa: S310
        page = answer.read().decode()
    assert '"title":"Footnote"' in page
    assert "og:" not in page
    assert "twitter:" not in page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


def test_the_quote_on_the_page_is_the_articles_own(page: Page, index: Path) -> None:
    expect(page.get_by_text(re.compile(r"^13 articles, \d+ passages"))).to_be_visible()
    ask(page, "Which company operated the Fukushima nuclear plant?")
    answer = page.get_by_role("article").first
    expect(answer.locator(".fn-sentence strong")).to_contain_text("Tokyo Electric Power Company")
    quote = answer.locator("mark").first.text_content()
    assert quote is not None
    with PassageIndex.open(index, embedder=default_embedder().name) as opened:
        (entry,) = opened.find("tohoku-earthquake.html")
        article = opened.article(entry.id)
        assert article is not None
        assert quote in article.text


def test_what_the_articles_do_not_say(page: Page) -> None:
    ask(page, "What is the boiling point of tungsten?")
    expect(page.get_by_text("The articles don’t say.")).to_be_visible()
    expect(page.locator("blockquote").first).to_be_visible()
    assert page.locator("mark").count() == 0


def test_a_hostile_article_is_only_text(page: Page) -> None:
    ask(page, "Who opened the Elmstead harbour bridge?")
    expect(page.locator(".fn-sentence strong")).to_contain_text("Rosa Marsh")
    expect(page.locator(".fn-title").first).to_have_text("<script>window.pwned=1</script>")
    expect(page.locator("blockquote").first).to_contain_text('<img src=x onerror="window.pwned=2">')
    assert page.locator(".fn-log :is(img, script)").count() == 0


def test_an_example_question_is_offered_and_answered(page: Page) -> None:
    page.get_by_role("button", name=EXAMPLES[0]).click()
    expect(page.get_by_role("article").first).to_contain_text("Notre-Dame")
    expect(page.locator(".fn-sentence strong").first).to_be_visible()
