"""Twenty people at once: each asks every eight seconds while an index is built beside them.

    python -m tests.benchmarks.crowd INDEX QUESTIONS [--articles FOLDER] [--seconds 120]

Serves the page over the index, asks it as browsers do, has the page itself index FOLDER meanwhile,
and prints how long answers took and whether any request failed. QUESTIONS has one a line.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EVERY = 8.0


@dataclass(slots=True)
class Crowd:
    """What became of the questions of all."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    """Run the crowd and print figures; 1 where a request failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--articles", type=Path, help="a folder to index meanwhile")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--port", type=int, default=7899)
    chosen = parser.parse_args()
    questions = [line for line in chosen.questions.read_text("utf-8").splitlines() if line.strip()]
    command = [sys.executable, "-m", "ui.cli", "serve", "--no-browser", "--port", str(chosen.port)]
    with subprocess.Popen(
        [*command, "--index", str(chosen.index)], stdout=subprocess.PIPE, text=True
    ) as page:
        try:
            assert page.stdout is not None
            page.stdout.readline()
            return _run(f"http://127.0.0.1:{chosen.port}", questions, chosen)
        finally:
            page.terminate()


def _run(address: str, questions: list[str], chosen: argparse.Namespace) -> int:
    config = _get(f"{address}/config")
    crowd = Crowd()
    building = None
    if chosen.articles:
        command = [sys.executable, "-m", "ui.indexing"]
        building = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        job = {"index": str(chosen.index), "add": [str(chosen.articles)], "remove": []}
        assert building.stdin is not None
        building.stdin.write(json.dumps(job).encode() + b"\n")
        building.stdin.flush()
    until = time.monotonic() + chosen.seconds
    people = [
        threading.Thread(target=_person, args=(address, config, questions, number, until, crowd))
        for number in range(chosen.people)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    built = building is None or building.poll() is not None
    if building is not None and building.stdin is not None:
        building.stdin.close()  # which ends a build that still goes on
        building.wait()
    times = sorted(crowd.seconds) or [float("nan")]
    print(
        json.dumps(
            {
                "people": chosen.people,
                "answers": len(crowd.seconds),
                "failures": len(crowd.failures),
                "median_s": round(statistics.median(times), 3),
                "p95_s": round(times[int(0.95 * (len(times) - 1))], 3),
                "worst_s": round(times[-1], 3),
                "building_all_the_while": bool(chosen.articles) and not built,
            }
        )
    )
    for failure in crowd.failures[:5]:
        print(failure, file=sys.stderr)
    return 1 if crowd.failures else 0


def _person(
    address: str,
    config: dict[str, Any],
    questions: list[str],
    number: int,
    until: float,
    crowd: Crowd,
) -> None:
    chance = random.Random(number)  # noqa: S311
    visit = uuid.uuid4().hex
    time.sleep(chance.random() * EVERY)
    turn = 0
    while time.monotonic() < until:
        turn += 1
        started = time.monotonic()
        try:
            _ask(address, config, chance.choice(questions), visit, turn)
            took = time.monotonic() - started
            with crowd.lock:
                crowd.seconds.append(took)
        except Exception as error:
            with crowd.lock:
                crowd.failures.append(f"{type(error).__name__}: {error}")
        time.sleep(max(0.0, EVERY - (time.monotonic() - started)))


def _ask(address: str, config: dict[str, Any], question: str, visit: str, turn: int) -> None:
    """Ask as the page's script does, and read the stream until the turn is done."""
    (asking,) = (each for each in config["dependencies"] if each["targets"][0][1] == "ask")
    session = f"{visit}{turn}"
    given = {"turn": turn, "question": question, "visit": visit, "settings": {}}
    _post(
        f"{address}/gradio_api/queue/join",
        {
            "data": [],
            "fn_index": asking["id"],
            "event_data": given,
            "trigger_id": asking["targets"][0][0],
            "session_hash": session,
        },
    )
    stream = f"{address}/gradio_api/queue/data?session_hash={session}"
    with urllib.request.urlopen(stream, timeout=60) as lines:  # noqa: S310
        for line in lines:
            if not line.startswith(b"data: "):
                continue
            told = json.loads(line[6:])
            if told["msg"] == "process_completed":
                if not told["success"]:
                    raise RuntimeError(str(told["output"]))
                return
    raise RuntimeError("the stream ended before the answer")


def _get(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        read: dict[str, Any] = json.load(answer)
        return read


def _post(address: str, value: dict[str, Any]) -> None:
    request = urllib.request.Request(  # noqa: S310
        address,
        data=json.dumps(value).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        answer.read()


if __name__ == "__main__":
    sys.exit(main())
