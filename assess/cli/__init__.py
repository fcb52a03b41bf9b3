"""The command line. Each command lives in a module of its own and is imported only when it is used, so that `--help` is quick."""

from __future__ import annotations

from assess.cli.main import main

__all__ = ["main"]
