"""What comes in about organisations: their profile."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import Length, Optional, ValidationError

from assess.organisations import places
from assess.organisations.service import MOST, Profile
from assess.platform import codes, forms, pages
from assess.platform.locale import mark as _


def _region(typed: str | None) -> str:
    """Return the code of what was typed, while a form is filled in."""
    return places.region_meant(forms.cleaned(typed), pages.language()) if typed else ""


def _is_region(_form: FlaskForm, field: Field) -> None:
    if codes.region_fault(field.data):
        raise ValidationError(_("We know no such country or part of one. Choose from the list, or write a code such as CN-GD."))


class ProfileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The profile of an organisation. ``version`` is the one it is based on."""

    name = forms.line(_("Organisation name"), required=True)
    name_zh = forms.line(_("Name in Chinese"))
    industry = forms.one_of(_("Industry"), required=False)
    region = StringField(_("Country or region"), filters=[_region], validators=[Optional(), Length(max=100), _is_region])
    employees = forms.whole(_("Employees"), most=MOST)
    sites = forms.whole(_("Sites"), most=MOST)
    version = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.industry.choices = [("", "–"), *places.industry_choices(pages.language())]

    @property
    def profile(self) -> Profile:
        """The profile as it was filled in."""
        return Profile(
            self.name.data,
            self.name_zh.data or "",
            self.industry.data or "",
            self.region.data or "",
            self.employees.data,
            self.sites.data,
        )

    @property
    def based_on(self) -> int:
        """The version that whoever filled the form in had seen."""
        text = self.version.data if isinstance(self.version.data, str) else ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
