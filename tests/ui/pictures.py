"""Pictures of the page, of each kind of answer and refusal, in all sizes and themes.

    python -m tests.ui.pictures OUT

Serves the sample articles and a few made-up ones that disagree, asks, and saves PNG files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from index.build import build
from index.embedder import default_embedder
from qa.assistant import Assistant
from ui.cli import EXAMPLES, sample_articles
from ui.desk import Desk
from ui.page import build_page, serve

HURT = "people were hurt in the fire at Marlow mill on Monday."
DISAGREEING = {
    "courier.txt": f"41 {HURT} The flames began in the drying room, firefighters said.",
    "herald.txt": f"41 {HURT} The owner called it the worst night of her life.",
    "gazette.txt": f"38 {HURT} Smoke could be seen from Velden, twelve miles away.",
}
CALLED_OFF = (
    "The harvest fair of Velden, which was planned for Saturday, has been called off because of "
    "swine fever. The council hopes for next year."
)
ARRESTED = (
    "A baker, Owen Marr, has been arrested on suspicion of setting fire to the church at Ellery, "
    "police said on Tuesday. He denies it. Nobody was in the church when it burned."
)
QUESTIONS = {
    "answered": "How many firefighters fought the Notre-Dame fire?",
    "disagreeing": "How many people were hurt in the fire at Marlow mill?",
    "abstaining": "How much did the Sydney Opera House cost?",
    "undone": "Did the harvest fair of Velden take place?",
    "accused": "Who set fire to the church at Ellery?",
}
DRAWN = {
    "Articles": "#fn-articles tbody tr",
    "Timeline": ".fn-bar",
    "Map": ".fn-map-counts:not(:empty)",
}
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}


def main(out: Path) -> int:
    """Save every picture in a folder."""
    out.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        print("There is no Chromium on the PATH.", file=sys.stderr)
        return 2
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if theme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page.set_default_timeout(120_000)
                _take(page, address, out, f"{size}-{theme}")
                page.close()
        browser.close()
    return 0


def _take(page: Page, address: str, out: Path, named: str) -> None:
    def picture(name: str) -> None:
        page.screenshot(path=out / f"{name}-{named}.png")

    page.goto(address)
    page.locator(".fn-examples button").first.wait_for()
    picture("start")
    for number, (name, question) in enumerate(QUESTIONS.items(), start=1):
        box = page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")
        turn = page.locator(f"[data-turn='{number}']")
        turn.locator(".fn-rating").wait_for()
        turn.evaluate("turn => turn.scrollIntoView({block: 'start'})")
        picture(name)
        if name == "answered":
            turn.get_by_role("button", name="Read the article").first.click()
            page.get_by_role("dialog").locator("mark").first.wait_for()
            picture("article")
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="hidden")
    for view in ("Articles", "Timeline", "Map"):
        page.get_by_role("button", name=view, exact=True).click()
        page.get_by_role("heading", name=view, exact=True).wait_for()
        page.locator(DRAWN[view]).first.wait_for()
        picture(view.lower())


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "articles")
        folder.mkdir()
        for name, words in DISAGREEING.items():
            title = f"Fire at Marlow mill ({Path(name).stem.capitalize()})"
            (folder / name).write_text(f"---\ntitle: {title}\ndate: 2024-04-02\n---\n{words}\n")
        (folder / "2024-09-06 Fair called off.txt").write_text(CALLED_OFF)
        (folder / "2024-09-10 Arrest.txt").write_text(ARRESTED)
        index = Path(temporary, "index")
        build([sample_articles(), folder], index, embedder=default_embedder())
        with Assistant(index) as assistant:
            desk = Desk(assistant, examples=EXAMPLES)
            serving = serve(build_page(desk))
            try:
                yield serving.url
            finally:
                serving.close()
                desk.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
