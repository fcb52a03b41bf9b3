"""Fields of forms as every room uses them: text without what nobody can see, whole numbers, days, choices; with faults in our own words.

What is typed is kept: a field shows it again beside what is wrong with it.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from wtforms import DateField, Field, FloatField, Form, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from assess.platform.locale import mark as _

_LINES = "\n\t"
LINE = 200
"""The longest text of one line, in characters."""
PARAGRAPHS = 10_000
"""The longest text of many lines, in characters."""


def cleaned(text: str | None, *, lines: bool = False) -> str:
    """Return a text without spaces around it and without characters that nobody can see or a database refuses.

    >>> cleaned(" Lantern\\x00 Software "), cleaned("one\\r\\ntwo", lines=True)
    ('Lantern Software', 'one\\ntwo')
    """
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (each if unicodedata.category(each) not in {"Cc", "Cs"} or (lines and each in _LINES) else " " for each in plain)
    whole = "".join(kept)
    return whole.strip() if lines else " ".join(whole.split())


def line(label: str, *, required: bool = False, longest: int = LINE, rules: Sequence[Any] = ()) -> Any:
    """Return a field for a text of one line, with ``rules`` of its own beside the usual ones."""
    usual = [_required() if required else Optional(), Length(max=longest, message=_("This is too long."))]
    return StringField(label, filters=[cleaned], validators=[*usual, *rules])


def paragraphs(label: str, *, required: bool = False, longest: int = PARAGRAPHS) -> Any:
    """Return a field for a text of many lines."""
    rules = [_required() if required else Optional(), Length(max=longest, message=_("This is too long."))]
    return TextAreaField(label, filters=[lambda text: cleaned(text, lines=True)], validators=rules)


def whole(label: str, *, least: int = 0, most: int = 100_000_000) -> Any:
    """Return a field for a whole number, which may stay empty."""
    return Whole(label, validators=[Optional(), _within(least, most, _("This number is too small or too large."))])


def points(label: str) -> Any:
    """Return a field for a score 0..100, which may stay empty."""
    return Points(label, validators=[Optional(), _within(0, 100, _("This is not a score from 0 to 100."))])


def day(label: str) -> Any:
    """Return a field for a day between 1900 and 2199, which may stay empty."""
    return Day(label, validators=[Optional(), _reasonable])


def one_of(label: str, *, required: bool = True, coerce: Callable[[Any], Any] = str) -> Any:
    """Return a field to choose one of what its ``choices`` will be."""
    return SelectField(label, coerce=coerce, validate_choice=False, validators=[*([_required()] if required else []), _offered])


def some_of(label: str) -> Any:
    """Return a field to choose any of what its ``choices`` will be."""
    return SelectMultipleField(label, validate_choice=False, validators=[_all_offered])


class Whole(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        if typed := _typed(self, valuelist):
            plain = "".join(typed.split())
            if not (plain.removeprefix("-").isdecimal() and len(plain) < 19):
                raise ValueError(_("This is not a whole number."))
            self.data = int(plain)


class Points(FloatField):  # type: ignore[misc]  # WTForms has no types
    """A score, with a point or a comma before its decimals."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        if typed := _typed(self, valuelist):
            plain = typed.replace(",", ".")
            if len(plain) > 12 or not plain.replace(".", "", 1).isdecimal():
                raise ValueError(_("This is not a score from 0 to 100."))
            self.data = float(plain)


class Day(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day, as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        if typed := _typed(self, valuelist):
            try:
                self.data = datetime.date.fromisoformat(typed)
            except ValueError:
                raise ValueError(_("This is not a day, such as 2026-06-30.")) from None


def _typed(field: Field, valuelist: list[str]) -> str:
    """Return what was typed; where it is nothing, the field holds nothing any more, whatever it held before."""
    if valuelist:
        field.data = None
    return valuelist[0].strip() if valuelist else ""


def _required() -> Any:
    return DataRequired(message=_("This is needed."))


def _within(least: float, most: float, message: str) -> Callable[[Form, Field], None]:
    """Return the rule that a number, if it is one, lies between two others."""

    def rule(_form: Form, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(message)

    return rule


def _reasonable(_form: Form, field: Field) -> None:
    if field.data and not 1900 <= field.data.year <= 2199:
        raise ValidationError(_("This is not a day, such as 2026-06-30."))


def _offered(_form: Form, field: Field) -> None:
    if field.data and field.data not in {value for value, _label, *_rest in field.iter_choices()}:
        raise ValidationError(_("Choose one of those offered."))


def _all_offered(_form: Form, field: Field) -> None:
    if set(field.data or ()) - {value for value, _label, *_rest in field.iter_choices()}:
        raise ValidationError(_("Choose one of those offered."))
