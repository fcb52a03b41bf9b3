"""From report data to one HTML page that needs nothing else: the design's template, filled in a sandbox.

The template is handed plain values, figures drawn by us and the function that translates; it can call nothing, change nothing and read
no file but its own and the shared parts. Everything is escaped; a name it uses that does not exist is an error, not an empty cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assess.platform.faults import Faults, single
from assess.reporting import fonts
from assess.reporting.branding import Branding
from assess.reporting.design import TEMPLATE, Design
from assess.reporting.primitive import primitive
from assess.reporting.values import Report
from assess.reporting.writer import Writer

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


@lru_cache(maxsize=16)
def environment(folder: Path, shared: Path, language: str) -> SandboxedEnvironment:
    """Return the sandbox of one design and language; templates are compiled once a process."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    sandbox = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([folder, shared]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    write = Writer(language)
    sandbox.globals = {"_": write.gettext, "ngettext": write.ngettext, "range": range}
    sandbox.filters["aside"] = write.aside
    sandbox.filters["labelled"] = write.labelled
    return sandbox


def render(
    design: Design, report: Report, figures: Mapping[str, str], language: str, *, density: int = 0, branding: Branding | None = None
) -> str:
    """Return the page of a report. ``figures`` are drawings of ours (SVG markup) by name; ``density`` 0 is roomy, 2 the densest.

    With ``branding`` it shows whose report it is, in the colour of that body. Raises Faults when the template is not sound, with file and
    line.
    """
    from jinja2 import TemplateError, TemplateSyntaxError
    from markupsafe import Markup

    sandbox, whose = environment(design.folder, design.shared, language), branding or Branding()
    try:
        template = sandbox.get_template(TEMPLATE)
        return template.render(
            report=primitive(report),
            density=density,
            branding=whose.shown(language),
            figures={name: Markup(drawing) for name, drawing in figures.items()},
            style=Markup((fonts.css(language) + whose.styled(design.style)).replace("</", "<\\/")),
        )
    except TemplateSyntaxError as error:
        raise single(
            error.filename or error.name or TEMPLATE, error.lineno, "", error.message or "a syntax error", "mend the template"
        ) from None
    except TemplateError as error:
        raise _where(error, design) from error


def _where(error: Exception, design: Design) -> Faults:
    """Name the template and the line an error came from."""
    trace, place = error.__traceback__, (str(design.folder / TEMPLATE), "")
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            place = (trace.tb_frame.f_code.co_filename, str(trace.tb_lineno))
        trace = trace.tb_next
    return single(*place, "", str(error) or type(error).__name__, "mend the template")
