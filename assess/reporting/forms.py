"""Asking for reports: of which designs, in which languages and formats; for one assessment or many."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, SelectMultipleField, SubmitField, ValidationError

from assess.platform import locale, pages
from assess.platform.locale import mark as _
from assess.reporting.design import Design, default
from assess.reporting.requesting import Choosable

FORMATS = {
    ".pdf": "PDF",
    ".html": _("Web page"),
    ".xlsx": _("Excel workbook"),
    ".docx": _("Word summary"),
    ".json": _("JSON for other programs"),
}
"""The name of each format, by the ending of its file."""


def _offered(_form: FlaskForm, field: Field) -> None:
    given = field.data if isinstance(field.data, list) else [field.data]
    if not {str(each) for each in given} <= {str(value) for value, *_rest in field.choices}:
        raise ValidationError(_("Choose from what is offered here."))


def _some(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Choose at least one."))


_some.field_flags = {"required": True}  # type: ignore[attr-defined]  # WTForms looks for it


class ReportsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Designs, languages and formats, which together make the reports; ``everything`` asks for all of them."""

    designs = SelectMultipleField(_("Report"), validators=[_some, _offered], validate_choice=False)
    languages = SelectMultipleField(_("Languages"), validators=[_some, _offered], validate_choice=False)
    endings = SelectMultipleField(_("Formats"), validators=[_some, _offered], validate_choice=False)
    benchmark = SelectField(_("Peers"), validators=[_offered], validate_choice=False, default="")
    everything = SubmitField()

    def offer(self, designs: Sequence[Design], benchmarks: Sequence[tuple[str, str]]) -> None:
        """Say what can be chosen; what is chosen at first are the whole reports, the reader's language, and PDF."""
        language = pages.language()
        self.designs.choices = [(each.id, locale.say(each.title, language)) for each in designs]
        self.languages.choices = [(code, locale.NAMES[code]) for code in locale.LANGUAGES]
        self.endings.choices = [(ending, pages.say(title)) for ending, title in FORMATS.items()]
        self.benchmark.choices = [("", pages.say(_("No comparison"))), *benchmarks]
        if not self.is_submitted():
            self.designs.data = [each.id for each in designs if each.id in {default(kind) for kind in each.kinds}]
            self.languages.data, self.endings.data = [language], [".pdf"]

    def take_everything(self) -> None:
        """Choose all there is, where that was asked for."""
        if self.everything.data:
            for field in (self.designs, self.languages, self.endings):
                field.data = [value for value, _label in field.choices]


class BatchForm(ReportsForm):
    """The same for many assessments."""

    assessments = SelectMultipleField(_("Assessments"), validators=[_some, _offered], validate_choice=False)

    def offer_assessments(self, choosable: Sequence[Choosable]) -> None:
        """Say which assessments can be chosen."""
        self.assessments.choices = [(each.id, each.id) for each in choosable]
