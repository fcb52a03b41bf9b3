"""What comes in about the installation: whose reports these are, and questionnaires to be published."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Optional, ValidationError

from assess.administration import branding as choosing
from assess.administration import uploading
from assess.administration.branding import NoLogo
from assess.platform import forms
from assess.platform.locale import mark as _
from assess.reporting import branding


def _is_dark(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        return
    if not branding.is_colour(field.data):
        raise ValidationError(_("Write the colour as # and six digits 0 to 9 and a to f, such as #14507a."))
    if branding.contrast(field.data) < branding.ENOUGH:
        raise ValidationError(_("This colour is too light to be read on white paper. Choose a darker one."))


def _colour(typed: str | None) -> str:
    plain = forms.cleaned(typed).lower()
    return plain if not plain or plain.startswith("#") else f"#{plain}"


class BrandingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Name, logo and colour. ``logo_drawn`` is the picture that was uploaded, drawn anew; None where none was."""

    name = forms.line(_("Name of the body"), longest=80)
    name_zh = forms.line(_("Name in Chinese"), longest=80)
    colour = StringField(_("Main colour"), filters=[_colour], validators=[Optional(), _is_dark])
    logo = FileField(_("Logo"))
    without_logo = BooleanField(_("Show no logo"))

    logo_drawn: bytes | None = None

    def validate_logo(self, field: Field) -> None:
        """Draw the picture anew; say what is wrong with it."""
        if field.data and field.data.filename:
            try:
                self.logo_drawn = choosing.drawn(field.data.stream)
            except NoLogo as refused:
                raise ValidationError(refused.reason) from None

    @property
    def chosen_logo(self) -> bytes | None:
        """The logo there is to be: None leaves the one there is, an empty one takes it away."""
        return b"" if self.without_logo.data and self.logo_drawn is None else self.logo_drawn


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A questionnaire, pack or scheme: an Excel workbook, one YAML file, or a version's folder as a ZIP file."""

    file = FileField(_("The file"))

    content: bytes = b""

    def validate_file(self, field: Field) -> None:
        """Read the file, as far as one may be large."""
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose a file."))
        self.content = field.data.stream.read(uploading.LARGEST + 1)
        if len(self.content) > uploading.LARGEST:
            raise ValidationError(_("The file is larger than 10 MiB."))
        if not self.content:
            raise ValidationError(_("There is nothing in the file."))
