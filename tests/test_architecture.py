"""The house rules that a machine can hold: which way imports point, and who may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"index": {"index"}, "qa": {"index", "qa"}, "ui": {"index", "qa", "ui"}}
SOLE = {
    "faiss": "index/dense.py",
    "tantivy": "index/lexical.py",
    "openvino": "index/runtime.py",
    "sqlite3": "index/database.py",
    "portalocker": "index/locks.py",
    "langchain_text_splitters": "index/passages.py",
    "trafilatura": "index/formats/pages.py",
    "markdown_it": "index/formats/plain.py",
    "yaml": "index/formats/plain.py qa/training/__main__.py",  # front matter; the recipe
    "charset_normalizer": "index/formats/encodings.py",
    "pypdfium2": "index/formats/pdf.py",
    "lxml": "index/formats/markup.py",
    "pathspec": "index/articles.py",
    "urllib3": "index/fetch.py",
    "sentence_transformers": "index/models.py",
    "feedparser": "index/web.py",
    "py3langid": "index/formats/languages.py",
    "gradio": "ui/page.py",
}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imports(path)} & set(ROOMS)
    assert ours <= ROOMS[room]


@pytest.mark.parametrize(("package", "room"), SOLE.items())
def test_a_library_stays_in_its_room(package: str, room: str) -> None:
    users = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if package in {name.split(".")[0] for name in imports(path)}
    ]
    assert users == room.split()


def test_public_names_exist() -> None:
    import qa

    assert sorted(qa.__all__) == [
        "Alternative",
        "Answer",
        "Assistant",
        "Citation",
        "Claim",
        "Conversation",
        "Mention",
        "Period",
        "Turn",
        "ask",
    ]
    for name in qa.__all__:
        assert getattr(qa, name).__doc__


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["ask", "How many pipes does Notre-Dame's main organ have?"], ["status"]],
    ids=["help", "ask", "status"],
)
def test_a_question_never_imports_torch(arguments: list[str], samples_index: Path) -> None:
    if arguments[0] != "--help":
        arguments = [*arguments, "--index", str(samples_index)]
    code = (
        "import sys\n"
        "from ui.cli import main\n"
        "try:\n"
        "    status = main(sys.argv[1:])\n"
        "except SystemExit as exit:\n"
        "    status = exit.code\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio', 'trafilatura',\n"
        "         'langchain_text_splitters', 'openvino_telemetry'}\n"
        "loaded = {name for name in heavy if sys.modules.get(name) is not None}\n"
        "print('loaded', sorted(loaded))\n"
        "sys.exit(status)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "loaded []"
