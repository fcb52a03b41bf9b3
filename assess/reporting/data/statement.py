"""The first page: what this paper is, and — just as plainly — what it is not."""

from __future__ import annotations

import hashlib
import json

from assess.platform import locale
from assess.reporting.data import words
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, Statement
from assess.reporting.writer import Writer
from assess.results import document

MARK = "SELF-ASSESSMENT 自评价"
"""Stands on every page of a self-assessment, in both languages whatever the report's language is."""
PROVISIONAL_MARK = "PROVISIONAL 暂定"
"""Stands on every page of a result with unanswered questions."""


def mark(material: Material) -> str:
    """Return the mark of a self-assessment; empty for others."""
    return material.write.mark(MARK) if material.assessment.is_self else ""


def provisional_mark(material: Material) -> str:
    """Return the mark of a provisional result; empty for others."""
    return material.write.mark(PROVISIONAL_MARK) if material.result.provisional else ""


def provisional(material: Material) -> str:
    """Say plainly that questions are unanswered, how much is answered, and that no level is stated; empty for complete results."""
    if not material.result.provisional:
        return ""
    share = material.write.exactly(material.result.overall.coverage)
    return material.write.gettext("PROVISIONAL: {share} of the weight is answered; no level is stated.", share=share)


def title(material: Material) -> str:
    """Return the title of the report."""
    return material.write.text(material.questionnaire.title)


def fingerprint(material: Material) -> str:
    """Return the SHA-256 of the result in its canonical form, by which two reports can be told to show the same result."""
    canonical = json.dumps(document.as_json(material.evaluated), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def build(material: Material) -> Statement:
    """Return the first page."""
    write, assessment = material.write, material.assessment
    heading, honesty = _self(write) if assessment.is_self else _assessed(write)
    return Statement(
        heading=heading,
        lead=write.text(assessment.organisation.name),
        honesty=honesty,
        signed=_signed(material),
        facts=tuple(fact for fact in _facts(material) if fact.text),
    )


def _self(write: Writer) -> tuple[str, str]:
    return write.gettext("Self-assessment report"), write.gettext(
        "The organisation assessed itself; nobody outside it has checked the answers. This report is not a certificate and must not be "
        "used as one."
    )


def _assessed(write: Writer) -> tuple[str, str]:
    return write.gettext("Assessment statement"), write.gettext(
        "This statement reports what the assessors found. It is not a certificate: no independent certification decision has been "
        "taken on it."
    )


def profile(material: Material) -> tuple[Fact, ...]:
    """Return who was assessed: industry, region, size."""
    write, organisation = material.write, material.assessment.organisation
    found = (
        Fact(write.gettext("Industry"), _coded(material, locale.industry(organisation.industry, write.language), organisation.industry)),
        Fact(write.gettext("Region"), locale.territory(organisation.region, write.language) if organisation.region else ""),
        Fact(write.gettext("Employees"), write.count(organisation.employees) if organisation.employees is not None else ""),
        Fact(write.gettext("Sites"), write.count(organisation.sites) if organisation.sites is not None else ""),
    )
    return tuple(Fact(fact.label, words.visible(fact.text)) for fact in found if fact.text)


def _coded(material: Material, name: str, code: str) -> str:
    return name if not code or name == code else material.write.aside(name, f"ISIC {code}")


def _facts(material: Material) -> tuple[Fact, ...]:
    write, assessment = material.write, material.assessment
    return (
        Fact(write.gettext("Scope"), write.text(assessment.scope)),
        *profile(material),
        Fact(write.gettext("Period"), words.visible(assessment.period)),
        Fact(write.gettext("Date of the assessment"), write.date(assessment.date)),
        Fact(write.gettext("Questionnaire"), write.aside(title(material), material.questionnaire.reference)),
        *(Fact(write.gettext("Sector pack"), write.aside(write.text(pack.title), pack.reference)) for pack in material.questionnaire.packs),
        Fact(write.gettext("Scheme"), write.aside(write.text(material.scheme.title), material.scheme.reference)),
        Fact(write.gettext("Assessment"), words.visible(assessment.id)),
    )


def _signed(material: Material) -> str:
    write = material.write
    lead = next((member for member in material.assessment.team if member.role == "lead"), None)
    if lead is None:
        return ""
    return write.labelled(words.role(write, "lead"), write.listing([write.text(lead.name), write.text(lead.organisation)]))
