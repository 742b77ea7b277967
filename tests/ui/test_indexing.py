"""The queue of changes: whatever becomes of one job's process, the next job has its turn."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.indexing import Indexing, Job

Starting = Callable[[str], None]


@pytest.fixture
def indexing(tmp_path: Path) -> Iterator[Indexing]:
    made = Indexing(tmp_path / "index")
    yield made
    made.close()


@pytest.fixture
def starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starting:
    """What every Python process that is started from now on does first."""

    def starting(code: str) -> None:
        (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
        paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))

    return starting


def settled(indexing: Indexing) -> list[dict[str, Any]]:
    """The jobs, once none is waiting or working."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        jobs = indexing.jobs()
        if all(job["state"] in ("done", "failed") for job in jobs):
            return jobs
    raise AssertionError(f"still under way: {jobs}")


def missing(tmp_path: Path) -> Job:
    """A job whose process comes as far as to tell that there is no such file."""
    return Job("none.txt", add=(str(tmp_path / "none.txt"),))


def test_a_process_that_cannot_be_started_fails_its_job_alone(
    indexing: Indexing, tmp_path: Path
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        indexing.start(missing(tmp_path))
        (job,) = settled(indexing)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert job["state"] == "failed"
    assert job["message"] == "The indexing could not be started (Too many open files)."
    indexing.start(missing(tmp_path))
    assert "There is no file or folder" in settled(indexing)[0]["message"]


def test_a_process_that_is_gone_at_once_fails_its_job_alone(
    indexing: Indexing, starting: Starting, tmp_path: Path
) -> None:
    starting("import os; os._exit(1)")
    # Longer than what a pipe holds, so that the end of it has nowhere to go.
    indexing.start(Job("long", add=("x" * 66_000,)))
    (job,) = settled(indexing)
    assert job["state"] == "failed"
    assert job["message"] == "The indexing ended before it was done."
    starting("")
    indexing.start(missing(tmp_path))
    assert "There is no file or folder" in settled(indexing)[0]["message"]


def test_what_a_library_prints_is_passed_over(
    indexing: Indexing, starting: Starting, tmp_path: Path
) -> None:
    starting("print(5); print('[1]'); print('none'); print('null')")
    indexing.start(missing(tmp_path))
    assert "There is no file or folder" in settled(indexing)[0]["message"]
