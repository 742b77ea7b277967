"""`footnote evaluate`: how well are one's own questions answered from one's own index?

Exit status: 0 measured, and the gate passed where there is one; 1 the gate failed; 2 bad use; 3 no
or unusable index. Nothing heavy is imported before the command runs.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import console
from index.errors import BadUse

if TYPE_CHECKING:
    from qa.evaluation.scores import Comparison, Condition, Figures

GATE_FAILED = 1


def add_evaluate(subparsers: Any) -> None:
    """Add evaluate to a parser's commands."""
    evaluate = subparsers.add_parser(
        "evaluate",
        help="measure the answers to your own questions",
        description="Ask questions with known answers, and tell how many are answered rightly, "
        'refused wisely, and cited well. QUESTIONS has a JSON object a line: "question", '
        '"answers" (a list, any of which is right), "sources" (names of the articles that '
        'answer, with or without ending; may be left out), "answerable" (false where the articles '
        'do not say), "date" (the day on which it is asked, as 2024-12-31; else it is today). What '
        "is rated in the chat page is exported in this form.",
    )
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS")
    evaluate.add_argument(
        "--report", type=Path, metavar="FILE", help="write a page with plots and the worst cases"
    )
    evaluate.add_argument("--save", type=Path, metavar="FILE", help="keep this run, to compare")
    evaluate.add_argument(
        "--compare", type=Path, metavar="FILE", help="an earlier run, kept with --save"
    )
    evaluate.add_argument(
        "--gate",
        default="",
        metavar="CONDITIONS",
        help="exit with 1 unless all hold, as in 'f1>=0.5,ece<=0.05'; names as in the table",
    )
    evaluate.add_argument(
        "--risk",
        type=float,
        metavar="R",
        help="the share of wrong answers to accept, as of ask (0.1: one in ten)",
    )
    evaluate.add_argument(
        "--absent",
        action="store_true",
        help="ask as if the articles that are named, or hold an answer, were not there: every "
        "answer is then wrong",
    )
    console.add_index_option(evaluate)
    console.add_json_option(evaluate)
    evaluate.set_defaults(command=evaluate_command)


def evaluate_command(arguments: argparse.Namespace) -> int:
    """footnote evaluate."""
    from tqdm import tqdm

    from qa import Assistant
    from qa.evaluation import outcomes, scores
    from qa.evaluation.questions import read_questions, unknown_sources
    from qa.evaluation.report import report

    # All that can be wrong with what was given is told before anything is asked.
    if arguments.risk is not None and not 0 < arguments.risk <= 1:
        raise BadUse("--risk is a share of wrong answers: it must be above 0 and at most 1.")
    gate = scores.parse_gate(arguments.gate) if arguments.gate else []
    questions = read_questions(arguments.questions)
    earlier = outcomes.load(arguments.compare) if arguments.compare else None
    if earlier:
        scores.check_common(earlier, questions, absent=arguments.absent)
    for path in filter(None, (arguments.report, arguments.save)):
        outcomes.check_place(path)
    with (
        Assistant(console.index_folder(arguments)) as assistant,
        tqdm(total=len(questions), desc="Asking", disable=None) as bar,
    ):
        if unknown := unknown_sources(questions, assistant.index.entries()):
            more = f" or {len(unknown) - 5:,} others" if len(unknown) > 5 else ""
            console.say(
                f"No article in the index is called {', '.join(unknown[:5])}{more}: questions that "
                "name nothing else as their source count as not found."
            )
        run = outcomes.ask_all(
            questions,
            assistant,
            lambda done: bar.update(done - bar.n),
            name=arguments.questions.name,
            risk=arguments.risk,
            absent=arguments.absent,
        )
    if arguments.save:
        outcomes.save(run, arguments.save)
    comparison = scores.compare(earlier, run) if earlier else None
    if arguments.report:
        page = report(run, gate=gate, comparison=comparison)
        arguments.report.write_text(page, "utf-8")
    found = scores.figures(run)
    if arguments.json:
        console.show_json(_as_json(found, gate, comparison))
    else:
        console.show(_as_text(found, gate, comparison))
    return 0 if all(condition.holds(found) for condition in gate) else GATE_FAILED


def _as_json(
    found: Figures, gate: list[Condition], comparison: Comparison | None
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "figures": {name: None if math.isnan(n) else round(n, 6) for name, n in found.items()}
    }
    if gate:
        told["gate"] = {str(condition): condition.holds(found) for condition in gate}
    if comparison:
        told["comparison"] = {
            "questions": comparison.questions,
            "changes": {
                change.name: {
                    "before": round(change.before, 6),
                    "after": round(change.after, 6),
                    "interval": [round(change.low, 6), round(change.high, 6)],
                }
                for change in comparison.changes
            },
            "gained": [after.question for _, after in comparison.gained],
            "lost": [after.question for _, after in comparison.lost],
        }
    return told


def _as_text(found: Figures, gate: list[Condition], comparison: Comparison | None) -> str:
    from qa.evaluation.report import shown
    from qa.evaluation.scores import MEANINGS

    lines = [
        f"{name:18} {shown(name, found[name]):>9}  {meaning}" for name, meaning in MEANINGS.items()
    ]
    if comparison:
        lines += ["", f"Since the earlier run, over {comparison.questions} questions of both:"]
        lines += [
            f"{change.name:18} {change.after - change.before:+9.1%}  "
            f"({change.low:+.1%} to {change.high:+.1%})"
            for change in comparison.changes
        ]
        for name, pairs in (("right now", comparison.gained), ("lost", comparison.lost)):
            lines += [f"{name + ':':18} {after.question}" for _, after in pairs]
    if gate:
        lines.append("")
        for condition in gate:
            holds = "passed" if condition.holds(found) else "failed"
            lines.append(f"{holds}: {condition} ({shown(condition.name, found[condition.name])})")
    return "\n".join(lines)
