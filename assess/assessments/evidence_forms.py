"""What comes in about one item: evidence, a comment, the refusal of an N/A; and an answer sheet."""

from __future__ import annotations

import datetime
import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from assess.assessments import comments, evidence, evidence_files, labels
from assess.assessments.evidence import Described
from assess.assessments.evidence_kinds import NotTaken
from assess.catalogue.container import MAX_BYTES
from assess.platform import database, forms, locale, pages
from assess.platform.locale import mark as _

_KEY = re.compile(f"[a-z0-9]{{{database.ID_LENGTH}}}\\Z")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of evidence with what they are called in the reader's language."""
    return [(code, locale.say(text, pages.language())) for code, text in labels.WORDS["evidence"].items()]


class KeyedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that carries the id of what it will make: sent twice, it makes one thing."""

    key = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        if not _KEY.match(self.key.data or ""):
            self.key.data = database.new_id()


class EvidenceForm(KeyedForm):
    """A piece of evidence: a file, a reference, or what somebody saw or heard."""

    title = forms.line(_("What it is"), required=True, longest=evidence.LONGEST_TITLE)
    kind = forms.one_of(_("Kind of evidence"))
    date = forms.day(_("Date"))
    sample = forms.whole(_("Records in the sample"), least=1, most=evidence.LARGEST_SAMPLE)
    file = FileField(_("File"))
    reference = forms.line(_("Link, or number of a document"), longest=evidence.LONGEST_REFERENCE)
    note = forms.paragraphs(_("Note"), longest=evidence.LONGEST_NOTE)

    def __init__(self, assessed_on: datetime.date | None, **more: Any) -> None:
        super().__init__(**more)
        self.assessed_on = assessed_on
        self.kind.choices = kinds()

    @property
    def described(self) -> Described:
        """What was said of it."""
        return Described(
            self.kind.data or "",
            self.title.data or "",
            self.date.data,
            self.sample.data,
            self.reference.data or "",
            self.note.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is in order, each field by itself and all of them together."""
        sound = super().validate(extra_validators)
        for name, message in evidence.wrong(self.described, self.assessed_on):
            if not self[name].errors:
                self[name].errors = [message]
                sound = False
        return bool(sound)

    def validate_file(self, field: Field) -> None:
        """Refuse a file that is too large, or is something that is not taken."""
        if field.data:
            _within(field, pages.installation().settings.evidence_limit)
            try:
                evidence_files.examine(field.data.stream, field.data.filename or "")
            except NotTaken as refused:
                raise ValidationError(str(refused)) from None


class CommentForm(KeyedForm):
    """A comment."""

    text = forms.paragraphs(_("Comment"), required=True, longest=comments.LONGEST)


class VersionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The version of an answer that somebody decides about."""

    version = HiddenField()

    @property
    def based_on(self) -> int:
        """The version that was shown."""
        return int(self.version.data) if _NUMBER.match(self.version.data or "") else 0


class RefusalForm(VersionForm):
    """Why an N/A is not agreed to."""

    reason = forms.paragraphs(_("Why it does apply"), required=True, longest=comments.LONGEST)


class SheetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A filled answer sheet."""

    sheet = FileField(_("Filled answer sheet (Excel)"), validators=[FileRequired(_("Choose the file first."))])

    def validate_sheet(self, field: Field) -> None:
        """Refuse too much."""
        if field.data:
            _within(field, MAX_BYTES)


def _within(field: Field, limit: int) -> None:
    """Refuse a file that is larger than so many bytes."""
    stream = field.data.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > limit:
        raise ValidationError(_("The file is too large."))
