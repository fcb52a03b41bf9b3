"""The list of commands, printed without loading any of them: that costs more than half of the time a person waits for help."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "check": "Lint questionnaires, schemes, weights, benchmarks and report designs.",
    "weigh": "AHP: weights, consistency, consensus and advice from pairwise judgements.",
    "score": "Score an assessment: level, gates, interval and a trace for every point.",
    "compare": "Place a score among its peers: percentile with interval, gaps.",
    "report": "Write the report of an assessment: .pdf .html .xlsx .docx .json.",
    "benchmark": "Bring any table of organisations into a benchmark data set.",
    "questionnaire": "Take a questionnaire to Excel and back.",
    "answers": "Make an Excel answer sheet, and read a filled one.",
    "demo": "Fill an empty installation with sample organisations; write their reports.",
    "serve": "Serve the web application, and make the reports that are asked for.",
    "worker": "Make reports that are asked for, on this or another host.",
    "organisation": "Make organisations of the installation, and list them.",
    "db": "Say whether the database has today's shape, or bring it there.",
    "backup": "Write everything of an installation into one file, while people work.",
    "restore": "Bring a backup into an empty installation.",
    "user": "Make accounts, disable them, let somebody choose a new password.",
    "doctor": "Say what this machine lacks, and how to get it.",
}
"""Every command and what it does; the module of the same name in this package holds it."""


def overview() -> str:
    """Return the text of ``assess --help``."""
    width = max(map(len, COMMANDS)) + 2
    lines = [
        "Usage: assess COMMAND [ARGUMENTS]...",
        "",
        "  How well does an organisation manage its customers? Questionnaire, answers,",
        "  AHP weights, score, peers and a certification-style report.",
        "",
        "Commands:",
        *(f"  {name:<{width}}{summary}" for name, summary in COMMANDS.items()),
        "",
        "Options:",
        "  --version     Show the version and exit.",
        "  -h, --help    Show this message and exit; `assess COMMAND --help` explains one.",
        "",
        "Exit status: 0 done, 1 the input is at fault, 2 the command line is at fault,",
        "3 something of the machine is missing.",
    ]
    return "\n".join(lines)
