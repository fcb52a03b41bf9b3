"""The command line as a whole: help, versions, exit statuses, and what is not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click import Command

from assess import __version__
from assess.cli import group
from assess.cli.overview import COMMANDS
from assess.platform.faults import Faults, Missing


def test_help_lists_every_command(assess):
    ran = assess("--help")
    assert ran.status == 0
    for name, summary in COMMANDS.items():
        assert name in ran.out
        assert summary in ran.out


def test_no_arguments_print_the_help(assess):
    assert assess().out == assess("--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_exists_and_explains_itself(assess, name):
    ran = assess(name, "--help")
    assert ran.status == 0
    assert "Usage: assess" in ran.out
    assert isinstance(group.group.commands.get(name) or group.group.get_command(None, name), Command)


def test_an_unknown_command_is_the_command_lines_fault(assess):
    ran = assess("scroe")
    assert ran.status == 2
    assert "scroe" in ran.err


def test_a_wrong_option_is_the_command_lines_fault(assess):
    assert assess("score", "--nonsense").status == 2


def test_the_version_is_printed(assess):
    assert __version__ in assess("--version").out


def test_faults_of_the_input_exit_with_one_and_a_line_each(assess, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: assess/assessment@1\na: 1\na: 2\n")
    ran = assess("score", broken)
    assert ran.status == 1
    assert ran.out == ""
    assert f"{broken}:3: a: this key stands here twice" in ran.err


@pytest.mark.parametrize(("raised", "status"), [(Faults([]), 1), (Missing("no font"), 3), (KeyboardInterrupt(), 130)])
def test_every_kind_of_failure_has_its_exit_status(monkeypatch, raised, status):
    def fail(**_: object) -> None:
        raise raised

    monkeypatch.setattr(group.group, "main", fail)
    assert group.run(["score"]) == status


def _loaded(*words: str) -> set[str]:
    script = "import sys; from assess.cli import main; main(sys.argv[1:]); print('\\n'.join(sys.modules), file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stderr.splitlines()}


def test_help_loads_no_library():
    assert not _loaded("--help") & {"click", "numpy", "yaml", "jinja2", "flask", "weasyprint", "scipy"}


def test_scoring_loads_neither_weasyprint_nor_scipy(samples):
    loaded = _loaded("score", str(samples / "harbour-bank.yaml"), "--json")
    assert "numpy" in loaded
    assert not loaded & {"weasyprint", "scipy", "flask", "openpyxl", "docx", "fontTools"}
