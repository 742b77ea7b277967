"""Changes to an index, one after the other, each in a child process that gives way to questions.

`Indexing` is the page's side: it starts the child, reads its progress and keeps what came of it.
Run as a module this is the child: a job as JSON on standard input, progress as JSON lines on
standard output.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import FootnoteError
from index.types import Progress

NICENESS = 10
KEPT = 5
"""Finished jobs whose outcome is still shown."""
TELL_EVERY = 0.2
"""Seconds between two lines of progress of one stage."""


@dataclass(slots=True)
class Job:
    """A change to the index: what is to be done, how far it is, what came of it."""

    name: str
    """What a person would call it: "news.pdf and 3 more"."""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    local: bool = True
    """Whether addresses may lead into this machine's own network."""
    state: str = "waiting"
    """waiting, working, done or failed."""
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Files that did not become articles, and why."""
    _since: float = 0.0

    def seconds_left(self) -> float | None:
        """Of this stage, by its pace so far; None before that can be told."""
        if self.state != "working" or not 0 < self.done < self.total:
            return None
        return (time.monotonic() - self._since) / self.done * (self.total - self.done)

    def to_dict(self) -> dict[str, Any]:
        """For the page."""
        left = self.seconds_left()
        return {
            "name": self.name,
            "state": self.state,
            "stage": self.stage,
            "done": self.done,
            "total": self.total,
            "left": None if left is None else round(left),
            "message": self.message,
            "skipped": self.skipped,
        }


class Indexing:
    """The jobs of one index. Close it after use; a job that is under way is then ended."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, job: Job) -> None:
        """Put a job at the end of the queue."""
        with self._wake:
            finished = [each for each in self._jobs if each.state in ("done", "failed")]
            for old in finished[: -KEPT + 1]:
                self._jobs.remove(old)
            self._jobs.append(job)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, daemon=True, name="indexing")
                self._thread.start()
            self._wake.notify_all()

    def jobs(self) -> list[dict[str, Any]]:
        """Every job that is known, the newest first."""
        with self._wake:
            return [job.to_dict() for job in reversed(self._jobs)]

    def close(self) -> None:
        """End the job under way and start no other; what it stored is kept."""
        with self._wake:
            self._closed = True
            if self._process is not None:
                self._process.terminate()
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._next() is not None)
                job = self._next()
                if self._closed or job is None:
                    return
                job.state = "working"
            said = "The indexing ended before it was done."
            try:
                self._carry_out(job)
            except BrokenPipeError:
                pass  # it ended before it had read what is to be done
            except OSError as error:
                said = f"The indexing could not be started ({error.strerror or error})."
            finally:
                with self._wake:
                    self._process = None
                    if job.state == "working":
                        job.state, job.message = "failed", job.message or said

    def _carry_out(self, job: Job) -> None:
        with self._wake:
            if self._closed:
                return
            self._process = process = _child()
        with process:
            self._follow(job, process)

    def _next(self) -> Job | None:
        return next((job for job in self._jobs if job.state == "waiting"), None)

    def _follow(self, job: Job, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None  # noqa: S101  (it was asked for)
        assert process.stdout is not None  # noqa: S101
        wanted = {
            "index": str(self._index),
            "add": job.add,
            "remove": job.remove,
            "local": job.local,
        }
        process.stdin.write(json.dumps(wanted) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            try:
                told = json.loads(line)
            except json.JSONDecodeError:
                continue
            if not isinstance(told, dict):  # a library's, which may print what it likes
                continue
            with self._wake:
                if told.get("stage", job.stage) != job.stage:
                    job._since = time.monotonic()
                for name in ("state", "stage", "done", "total", "message"):
                    if name in told:
                        setattr(job, name, told[name])
                job.skipped += [(path, reason) for path, reason in told.get("skipped", ())]


def _child() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui.indexing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def main() -> int:
    """The child: do one job and tell of it."""
    _give_way()
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _do(job)
    except FootnoteError as error:
        _tell(state="failed", message=str(error))
    except Exception as error:
        logging.getLogger(__name__).exception("A change to the index failed.")
        _tell(state="failed", message=f"Something went wrong: {error or type(error).__name__}")
    return 0


def _give_way() -> None:
    """Take only what the questions, which the parent answers, leave of the processor."""
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError):  # another system than Linux
        if hasattr(os, "nice"):
            os.nice(NICENESS)


def _end_with_parent() -> None:
    """End at once when the page is gone; what has been stored is kept."""
    sys.stdin.read()
    os._exit(1)


def _do(job: dict[str, Any]) -> None:
    from index.build import build, remove
    from index.models import embedder_of

    folder = Path(job["index"])
    embedder = embedder_of(folder)
    if job["remove"]:
        _tell(stage="Removing", done=0, total=len(job["remove"]))
        count = remove(job["remove"], folder, embedder=embedder)
        _tell(state="done", message=f"{count:,} removed")
    if job["add"]:
        local = job.get("local", True)
        report = build(job["add"], folder, embedder=embedder, local=local, progress=_progress())
        counts = {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "word for word as another": report.copies,
        }
        said = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
        skipped = [(skip.path, skip.reason) for skip in report.skipped]
        _tell(state="done", message=said or "nothing new", skipped=skipped)


def _progress() -> Progress:
    """Tells of progress, seldom enough to read."""
    shown, told = "", 0.0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal shown, told
        now = time.monotonic()
        if stage != shown or now - told > TELL_EVERY or done == total:
            _tell(stage=stage, done=done, total=total)
            shown, told = stage, now

    return progress


def _tell(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    sys.exit(main())
