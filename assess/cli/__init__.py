"""The command line. Each command lives in a module of its own and is imported only when it is used, so that `--help` is quick."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from assess.cli.overview import overview

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 input, 2 command line, 3 machine."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] not in {"--help", "-h"}:
            from assess.cli import group

            return group.run(words)
        print(overview(), flush=True)
    except BrokenPipeError:  # the reader (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # what no room expected of the disk: a full device, a name too long, a folder taken away
        print(f"{error.filename or 'output'}: {error.strerror or error}", file=sys.stderr)
        with contextlib.suppress(OSError):  # what could not be printed cannot be printed on leaving either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
