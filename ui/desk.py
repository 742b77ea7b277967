"""What a visitor of the page may ask of Footnote, and what is remembered of a visit meanwhile.

Each function takes what the page's scripts send and returns what they show, both plain data; a
FootnoteError is for the visitor to read. Nothing here knows of Gradio.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from index.catalog import Entry
from index.console import counted
from index.errors import BadUse, FootnoteError
from index.store import PassageIndex
from index.types import Hit
from qa.assistant import Assistant
from qa.dialogue import Conversation
from qa.ratings import Ratings
from qa.types import Answer
from ui import atlas, library, render, settings, timeline, viewer
from ui.prose import file_name, shortened

Given = Mapping[str, Any]
_Made = TypeVar("_Made")

VISITS = 500
"""Conversations that go on at once; the one not heard of for longest is forgotten."""
ANSWERS = 1000
"""Answers that can still be looked into and rated."""
LISTED = 50
"""Articles listed at once."""


@dataclass(slots=True)
class _Visit:
    conversation: Conversation
    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: _Waiting | None = None


@dataclass(slots=True)
class _Waiting:
    """For one answer: what is told of it, and whether it is still wanted."""

    told: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    stopped: bool = False


class _Stopped:
    """Told to whoever waits for an answer that is not wanted any more."""


class _Kept(Generic[_Made]):
    """What is made of an index, until it is wanted of another one: numbers begin again from 1."""

    def __init__(self, make: Callable[[PassageIndex], _Made]) -> None:
        self._make = make
        self._made: tuple[weakref.ref[PassageIndex], _Made] | None = None
        self._lock = threading.Lock()  # of its own: a map takes seconds, and questions go on

    def of(self, index: PassageIndex) -> _Made:
        with self._lock:
            if self._made is None or self._made[0]() is not index:
                self._made = weakref.ref(index), self._make(index)
            return self._made[1]


class Desk:
    """Everything behind the page, over one assistant. Safe to share between threads."""

    def __init__(
        self, assistant: Assistant, *, examples: tuple[str, ...] = (), local_addresses: bool = True
    ) -> None:
        """`local_addresses`: whether visitors may have addresses of this network fetched."""
        folder = Path(assistant.index.folder)
        self.assistant = assistant
        self.examples = examples
        self.ratings = Ratings(folder)
        self.library = library.Library(folder, local_addresses=local_addresses)
        self._visits: OrderedDict[str, _Visit] = OrderedDict()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._entries = _Kept(PassageIndex.entries)
        self._map = _Kept(atlas.draw)

    def close(self) -> None:
        """End what goes on in the background. The assistant stays open."""
        self.library.close()

    # Asking

    def ask(self, given: Given) -> Iterator[dict[str, Any]]:
        """A question's turn as HTML, again and again until it is `done`: passages, then answer."""
        number = int(given.get("turn", 1))
        try:
            question = settings.check_question(str(given.get("question", "")))
            options = settings.read(given.get("settings") or {}).options()
        except BadUse as error:
            yield {"turn": number, "note": render.note(str(error)), "done": True}
            return
        yield {"turn": number, "html": render.turn(question, render.pending()), "done": False}
        visit = self._visit(str(given.get("visit", "")))
        visit.waiting = waiting = _Waiting()
        work = threading.Thread(
            target=self._answer,
            args=(visit, waiting, question, options, bool(given.get("as_typed"))),
            daemon=True,
        )
        work.start()
        while isinstance(news := waiting.told.get(), list):
            shown = render.turn(question, render.pending(news), beside=render.found(news))
            yield {"turn": number, "html": shown, "done": False}
        yield {"turn": number, "done": True, **self._shown(question, news, number)}

    def stop(self, given: Given) -> dict[str, Any]:
        """Stop waiting for the answer that a visit waits for."""
        waiting = self._visit(str(given.get("visit", ""))).waiting
        if waiting is not None:
            waiting.stopped = True
            waiting.told.put(_Stopped())
        return {}

    def _shown(self, question: str, news: Any, number: int) -> dict[str, Any]:
        if isinstance(news, Answer):
            token = self._remember(news)
            html = render.answer_turn(news, anchor=f"a{number}", token=token)
            return {"html": html, "token": token, "answered": news.answered}
        if isinstance(news, _Stopped):
            return {"html": render.turn(question, render.note("Stopped."))}
        said = str(news)
        if not isinstance(news, FootnoteError):
            said = f"Something went wrong: {said or type(news).__name__}"
        return {"html": render.turn(question, render.note(said, error=True))}

    def _answer(
        self,
        visit: _Visit,
        waiting: _Waiting,
        question: str,
        options: dict[str, Any],
        as_typed: bool,
    ) -> None:
        def on_hits(hits: list[Hit]) -> None:
            waiting.told.put(list(hits))

        try:
            with visit.lock:
                turns = visit.conversation.turns
                if as_typed and turns and turns[-1].question == question:
                    visit.conversation.undo()
                if waiting.stopped:
                    return
                answer = visit.conversation.ask(
                    question, rewrite=not as_typed, on_hits=on_hits, **options
                )
                if waiting.stopped:
                    visit.conversation.undo()  # nobody has seen it
                waiting.told.put(answer)
        except Exception as error:
            if not isinstance(error, FootnoteError):
                logging.getLogger(__name__).exception("A question could not be answered.")
            waiting.told.put(error)

    def _visit(self, key: str) -> _Visit:
        with self._lock:
            visit = self._visits.pop(key[:64], None) or _Visit(Conversation(self.assistant))
            self._visits[key[:64]] = visit
            while len(self._visits) > VISITS:
                self._visits.popitem(last=False)
            return visit

    def _remember(self, answer: Answer) -> str:
        token = secrets.token_urlsafe(9)
        with self._lock:
            self._answers[token] = answer
            while len(self._answers) > ANSWERS:
                self._answers.popitem(last=False)
        return token

    def _recall(self, given: Given) -> Answer:
        with self._lock:
            answer = self._answers.get(str(given.get("token", "")))
        if answer is None:
            raise BadUse("That answer is not remembered any more: ask the question again.")
        return answer

    def rate(self, given: Given) -> dict[str, Any]:
        """Keep what a person said about an answer."""
        verdict: Any = str(given.get("verdict", ""))
        self.ratings.add(self._recall(given), verdict, str(given.get("right") or ""))
        return {}

    def rated(self, given: Given) -> dict[str, Any]:
        """The ratings so far, as evaluation questions."""
        return {"questions": [question.to_dict() for question in self.ratings.questions()]}

    # Reading

    def about(self, given: Given) -> dict[str, Any]:
        """What the head of the page says, and whether what a visit said before is remembered."""
        index = self.assistant.index
        counts = (
            f"{counted(len(self._listed()), 'article')},"
            f" {counted(index.manifest.passages, 'passage')}, all on this machine"
        )
        return {
            "counts": counts,
            "examples": list(self.examples),
            "articles": len(self._listed()),
            "remembered": str(given.get("visit", ""))[:64] in self._visits,
        }

    def article(self, given: Given) -> dict[str, Any]:
        """A whole article as HTML: that of a citation (token and number), or by its id."""
        chosen = int(given.get("number") or 0)
        citations = viewer.citations_of(self._recall(given)) if given.get("token") else []
        cited = next((each for each in citations if each.number == chosen), None)
        wanted = cited.passage.article_id if cited else int(given.get("article") or 0)
        found = self.assistant.article(wanted)
        if found is None:
            raise BadUse("That article is not in the index any more.")
        return {"html": viewer.view(found, citations, chosen=chosen), "number": chosen}

    def articles(self, given: Given) -> dict[str, Any]:
        """A part of the list of articles that match, newest first."""
        chosen = settings.read(given)
        found = library.listed(
            self._listed(),
            words=str(given.get("words") or "")[:200],
            since=chosen.since,
            until=chosen.until,
        )
        start = max(0, int(given.get("start") or 0))
        rows = [_row(entry) for entry in found[start : start + LISTED]]
        return {"rows": rows, "total": len(found), "all": len(self._listed())}

    def timeline(self, given: Given) -> dict[str, Any]:
        """Articles along time, between two days if they are given; the evidence among them."""
        chosen = settings.read(given)
        dated = [entry for entry in self._listed() if entry.published]
        drawn = timeline.stretches(
            [entry.published for entry in dated if entry.published], chosen.since, chosen.until
        )
        evidence = []
        if given.get("token"):
            evidence = [
                {"number": each.number, "day": each.published.isoformat(), "title": each.title}
                for each in viewer.citations_of(self._recall(given))
                if each.published
            ]
        return {
            "stretches": [
                {
                    "first": each.first.isoformat(),
                    "last": each.last.isoformat(),
                    "articles": each.articles,
                    "name": each.name,
                }
                for each in drawn
            ],
            "evidence": evidence,
            "undated": len(self._listed()) - len(dated),
        }

    def map(self, given: Given) -> dict[str, Any]:
        """The collection's map, and on it the question and the evidence of an answer."""
        drawn = self._map.of(self.assistant.index)
        titles: dict[str, str] = {}
        for place in drawn.places:
            titles.setdefault(str(place.article), shortened(place.title, 80))
        shown: dict[str, Any] = {
            "places": [(place.x, place.y, place.article) for place in drawn.places],
            "titles": titles,
            "labelled": drawn.labelled,
            "passages": drawn.passages,
            "question": None,
            "evidence": [],
        }
        if given.get("token"):
            shown |= self._spots(self._recall(given), drawn)
        return shown

    def _spots(self, answer: Answer, drawn: atlas.Map) -> dict[str, Any]:
        """Where a question and its evidence stand on the map."""
        asked = answer.asked or answer.question
        spot = drawn.project(self.assistant.embed(asked)[None, :])[0].tolist()
        citations = viewer.citations_of(answer)
        vectors = self.assistant.index.vectors({each.passage.id for each in citations})
        evidence = [
            {
                "number": each.number,
                "at": drawn.project(vectors[each.passage.id][None, :])[0].tolist(),
                "title": shortened(each.title or file_name(each.source), 80),
            }
            for each in citations
            if each.passage.id in vectors
        ]
        return {"question": {"at": spot, "words": asked}, "evidence": evidence}

    def _listed(self) -> list[Entry]:
        return self._entries.of(self.assistant.index)

    # Adding and removing

    def begin(self, given: Given) -> dict[str, Any]:
        """Begin an upload."""
        return {"key": self.library.begin(str(given["name"]), int(given["size"]))}

    def more(self, given: Given) -> dict[str, Any]:
        """Take the next bytes of an upload; `file` is its name once it is whole."""
        done = self.library.more(str(given["key"]), str(given["data"]))
        return {"file": done.name if done else None}

    def add(self, given: Given) -> dict[str, Any]:
        """Index uploads that are whole, by name."""
        names = [Path(str(name)).name for name in list(given["files"])[:1000]]
        files = [self.library.folder / name for name in names if not name.startswith(".")]
        if files := [file for file in files if file.is_file()]:
            self.library.add(files)
        return {}

    def paste(self, given: Given) -> dict[str, Any]:
        """Index a pasted text."""
        day = settings.read({"since": given.get("day")}).since
        title, text = str(given.get("title") or ""), str(given.get("text") or "")
        self.library.add([self.library.paste(title, text, day)])
        return {}

    def fetch(self, given: Given) -> dict[str, Any]:
        """Index what an address holds: the one thing here that uses the network."""
        self.library.add([self.library.address(str(given.get("address") or ""))])
        return {}

    def remove(self, given: Given) -> dict[str, Any]:
        """Take an article out of the index."""
        wanted = int(given.get("article") or 0)
        entry = next((each for each in self._listed() if each.id == wanted), None)
        if entry is None:
            raise BadUse("That article is not in the index any more.")
        self.library.remove(entry)
        return {}

    def jobs(self, given: Given) -> dict[str, Any]:
        """The changes under way and the last ones that are done."""
        jobs = self.library.indexing.jobs()
        for job in jobs:
            job["message"] = job["message"].replace(f"{self.library.folder}/", "")
            job["skipped"] = [(file_name(path), reason) for path, reason in job["skipped"]]
        made = self.assistant.index.manifest
        return {"jobs": jobs, "generation": f"{made.generation} of {made.created}"}

    def functions(self) -> list[Callable[[Given], dict[str, Any]]]:
        """What the page's scripts may call."""
        return [
            self.about, self.article, self.articles, self.timeline, self.map, self.rate,
            self.rated, self.stop, self.begin, self.more, self.add, self.paste, self.fetch,
            self.remove, self.jobs,
        ]  # fmt: skip


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": shortened(entry.title, render.LONGEST_TITLE) or file_name(entry.source),
        "author": shortened(entry.author, 80),
        "day": entry.published.isoformat() if entry.published else "",
        "source": entry.source,
        "name": shortened(file_name(entry.source), 60),
        "passages": entry.passages,
        "language": entry.language,
    }
