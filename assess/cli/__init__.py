"""The command line. Each command lives in a module of its own and is imported only when it is used, so that `--help` is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assess.cli.overview import overview

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 input, 2 command line, 3 machine."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"--help", "-h"}:
        print(overview())
        return 0
    from assess.cli import group

    return group.run(words)
