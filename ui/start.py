"""Where the `footnote` command begins: before anything that takes time to import.

An interruption while numpy loads is told like any other.
"""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""As `index.console` has it, which is not imported yet."""


def main() -> int:
    """Run the command; returns the exit status."""
    try:
        from ui import cli

        return cli.main()
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
