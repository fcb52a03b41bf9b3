"""The words of the codes that files use: kinds, roles, grades, efforts, states. One table each, so that a new code needs one line.

The tables hold English messages marked for the catalogues by :func:`_`; they are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from assess.reporting.writer import Writer, visible

__all__ = ["visible"]


def _(message: str) -> str:
    """Mark a message for extraction; it is translated later."""
    return message


_EVIDENCE = {
    "document": _("Document"),
    "interview": _("Interview"),
    "observation": _("Observation"),
    "sampling": _("Sampling"),
    "test": _("Test"),
    "data": _("Data"),
    "trend": _("Trend"),
    "comparison": _("Comparison"),
    "assessment": _("Another assessment"),
    "reference": _("Taken from another assessment"),
}
_ROLES = {
    "lead": _("Lead assessor"),
    "assessor": _("Assessor"),
    "expert": _("Technical expert"),
    "coordinator": _("Coordinator"),
    "respondent": _("Respondent"),
}
_GRADES = {
    "major": _("Major finding"),
    "minor": _("Minor finding"),
    "opportunity": _("Opportunity for improvement"),
    "strength": _("Strength"),
}
_STATUS = {"open": _("Open"), "closed": _("Closed")}
_EFFORTS = {
    "S": _("Small: under a month, one team"),
    "M": _("Medium: a quarter, some budget"),
    "L": _("Large: longer, several departments"),
}
_STATES = {
    "answered": _("Answered"),
    "unanswered": _("Not answered"),
    "not_applicable": _("Not applicable"),
    "not_applicable_by_rule": _("Not applicable by rule"),
}
_KINDS = {"self": _("Self-assessment"), "assessed": _("Assessed"), "certified": _("Certified"), "synthetic": _("Synthetic")}
_CAUTIONS = {
    "provisional": _("The score is one of the questions answered so far; the peers' scores are of all questions."),
    "synthetic": _("The peers are generated and of no real organisation."),
    "packs": _("This score rests on sector packs as well, the peers' scores do not: the questions are the same only in the main."),
    "other_construct": _("The data set holds scores of something else: they are comparable in spirit only."),
    "other_evidence": _("The peers' scores rest on another kind of evidence than this one."),
    "unknown_score": _("It is not known what the score compared is a score of."),
    "estimated": _("The figures of the peers were read from a histogram and are exact to half a point."),
}
_WITHHELD = {
    "fewer_than_median": _("too few peers for a median (at least 5)"),
    "fewer_than_quartiles": _("too few peers for quartiles (at least 10)"),
    "fewer_than_tenths": _("too few peers for tenths (at least 25)"),
    "would_reveal": _("it would reveal a smaller group"),
    "no_score": _("no score"),
}
_DIMENSIONS = {"industry": _("industry"), "region": _("region"), "size": _("size"), "period": _("period")}
_INDEXES = {"alonso-lamata-2006": _("Alonso & Lamata 2006"), "saaty-1980": _("Saaty 1980")}


def _say(table: Mapping[str, str], write: Writer, code: str) -> str:
    return write.gettext(table[code]) if code in table else visible(code)


def evidence_kind(write: Writer, code: str) -> str:
    """Name a kind of evidence."""
    return _say(_EVIDENCE, write, code)


def evidence_kinds() -> tuple[str, ...]:
    """Return the codes of evidence, weakest first."""
    return tuple(_EVIDENCE)


def role(write: Writer, code: str) -> str:
    """Name a role in the team."""
    return _say(_ROLES, write, code)


def grade(write: Writer, code: str) -> str:
    """Name the grade of a finding."""
    return _say(_GRADES, write, code)


def status(write: Writer, code: str) -> str:
    """Name the status of a finding."""
    return _say(_STATUS, write, code)


def effort(write: Writer, code: str) -> str:
    """Explain an effort class."""
    return _say(_EFFORTS, write, code)


def state(write: Writer, code: str) -> str:
    """Name the state of an item."""
    return _say(_STATES, write, code)


def kind(write: Writer, code: str) -> str:
    """Name a kind of result or of peers."""
    return _say(_KINDS, write, code)


def random_index(write: Writer, code: str) -> str:
    """Name a table of random indices."""
    return _say(_INDEXES, write, code)


def caution(write: Writer, code: str) -> str:
    """Say what to bear in mind of a comparison."""
    return _say(_CAUTIONS, write, code)


def withheld(write: Writer, code: str) -> str:
    """Say why something of the peers is not shown."""
    return _say(_WITHHELD, write, code)


def dimension(write: Writer, code: str) -> str:
    """Name what a peer group is narrowed by."""
    return _say(_DIMENSIONS, write, code)
