"""The commands as one group; each is imported when it is used. Every failure becomes a line a person can act on."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from assess import __version__
from assess.cli.overview import COMMANDS, overview
from assess.platform.faults import Faults, Missing

MOST_FAULTS = 500
"""Faults that are printed; nobody reads on."""


class _Commands(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"assess.cli.{cmd_name}").command
        return command

    def get_help(self, ctx: click.Context) -> str:
        return overview()


group = _Commands("assess", context_settings={"help_option_names": ["-h", "--help"]})
group = click.version_option(__version__, prog_name="assess")(group)


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status of interfaces: 0 done, 1 input, 2 command line, 3 machine."""
    try:
        group.main(args=list(arguments), prog_name="assess", standalone_mode=False)
    except Faults as faults:
        print("\n".join(str(fault) for fault in faults.faults[:MOST_FAULTS]), file=sys.stderr)
        if len(faults.faults) > MOST_FAULTS:
            print(f"… and {len(faults.faults) - MOST_FAULTS:,} faults more", file=sys.stderr)
        return 1
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 3
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        print("Stopped; nothing was written.", file=sys.stderr)
        return 130
    sys.stdout.flush()
    return 0
