"""What comes in about assessments as a whole: a new one, its details, an invitation, a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from assess.assessments.choices import Choice, Choices
from assess.assessments.service import PERIOD, Details
from assess.method.questionnaire import Questionnaire
from assess.people.forms import InvitationForm
from assess.people.roles import TITLE, Role
from assess.platform import forms, locale, pages
from assess.platform.locale import mark as _


def _is_period(_form: FlaskForm, field: Field) -> None:
    if field.data and not PERIOD.fullmatch(field.data):
        raise ValidationError(_("This is no period: write 2026, 2026-H1, 2026-Q2 or 2026-05."))


class MadeAgainst(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What assessments are made against, and when: shared by a new assessment and a campaign."""

    questionnaire = HiddenField()
    packs = forms.some_of(_("Sector packs"))
    scheme = forms.one_of(_("Scheme"))
    kind = forms.one_of(_("Kind"))
    period = forms.line(_("Period"), required=True, longest=10, rules=[_is_period])
    due = forms.day(_("To be handed in by"))

    def __init__(self, choices: Choices, **more: Any) -> None:
        super().__init__(**more)
        self.questionnaire.data = choices.questionnaire
        self.packs.choices = _named(choices.packs)
        self.scheme.choices = _named(choices.schemes)
        self.kind.choices = [
            ("self", pages.say(_("Self-assessment: the organisation answers for itself"))),
            ("assessed", pages.say(_("Assessed: assessors verify what is claimed"))),
        ]


class NewForm(MadeAgainst):
    """A new assessment of one organisation."""

    date = forms.day(_("Date of the assessment"))
    scope = forms.paragraphs(_("Scope"))
    take_over = BooleanField(_("Begin with the answers of the last assessment"))


class CampaignForm(MadeAgainst):
    """A campaign: the same for many organisations. ``everything``: all that were found, whether ticked or not."""

    title = forms.line(_("Title"), required=True)
    organisations = SelectMultipleField(validate_choice=False, choices=())
    everything = BooleanField()


class InviteForm(InvitationForm):
    """Whom to invite to which role within an organisation or an assessment; and, for a respondent, which criteria to answer."""

    language = forms.one_of(_("Language of the letter"))

    def __init__(self, given: Any = None, *, roles: Sequence[Role], **more: Any) -> None:
        super().__init__(given, **more)
        self.role.choices = [(role.value, pages.say(TITLE[role])) for role in roles]
        self.language.choices = [(code, locale.NAMES[code]) for code in locale.LANGUAGES]


class DetailsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The details of an assessment that has begun. ``version`` is the one they are based on; elements' targets are added for each."""

    date = forms.day(_("Date of the assessment"))
    due = forms.day(_("To be handed in by"))
    scope = forms.paragraphs(_("Scope"))
    summary = forms.paragraphs(_("Summary"))
    target_overall = forms.points(_("Target for the whole"))
    version = HiddenField()

    @property
    def based_on(self) -> int:
        """The version that whoever filled the form in had seen."""
        text = self.version.data if isinstance(self.version.data, str) else ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    def targets(self) -> list[Field]:
        """Return the fields of the elements' targets, in the questionnaire's order."""
        return [field for name, field in self._fields.items() if name.startswith("element_")]

    def details(self, questionnaire: Questionnaire) -> Details:
        """Return the details as they were filled in."""
        targets = dict(zip((each.id for each in questionnaire.elements), (field.data for field in self.targets()), strict=True))
        return Details(
            self.date.data,
            self.due.data,
            self.scope.data or "",
            self.summary.data or "",
            self.target_overall.data,
            {element: value for element, value in targets.items() if value is not None},
        )

    def differing(self, questionnaire: Questionnaire, other: Details) -> list[tuple[Field, object]]:
        """Return the fields in which other details differ from these, each with what stands there."""
        theirs: dict[str, object] = {"date": other.date, "due": other.due, "scope": other.scope, "summary": other.summary}
        theirs["target_overall"] = other.target_overall
        for index, element in enumerate(questionnaire.elements):
            theirs[f"element_{index}"] = other.target_elements.get(element.id)
        return [(self._fields[name], value) for name, value in theirs.items() if (self._fields[name].data or None) != (value or None)]


def details_form(questionnaire: Questionnaire, details: Details, version: int) -> DetailsForm:
    """Return the form of an assessment's details, with a target for every element of its questionnaire."""

    class WithElements(DetailsForm):
        """The details, and the targets of these elements."""

    given: dict[str, object] = {
        "date": details.date,
        "due": details.due,
        "scope": details.scope,
        "summary": details.summary,
        "version": version,
    }
    given["target_overall"] = details.target_overall
    for index, element in enumerate(questionnaire.elements):
        setattr(WithElements, f"element_{index}", forms.points(f"{element.id} {locale.say(element.title, pages.language())}"))
        given[f"element_{index}"] = details.target_elements.get(element.id)
    return WithElements(data=given)


def _named(choices: tuple[Choice, ...]) -> list[tuple[str, str]]:
    """Return versions by their titles in the reader's language, with the version where two have the same."""
    titles = [locale.say(each.title, pages.language()) for each in choices]
    return [
        (each.reference, title if titles.count(title) == 1 else f"{title} ({each.reference.partition('@')[2]})")
        for each, title in zip(choices, titles, strict=True)
    ]
