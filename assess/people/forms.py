"""The forms of people: signing in, one's own account, invitations. What stands in a form is all that is taken from a request."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from assess.people import accounts, passwords
from assess.platform import locale
from assess.platform.forms import cleaned, line, one_of
from assess.platform.locale import mark as _

_NEEDED = _("This is needed.")
_LONGEST_CODE = 60


def address_field(label: str = _("E-mail address")) -> Any:
    """Return a field for an e-mail address; its data is the address in the form in which addresses are compared."""
    return StringField(
        label, filters=[cleaned], validators=[InputRequired(_NEEDED), Length(max=254, message=_("This is too long.")), _address]
    )


def password_field(label: str) -> Any:
    """Return a field for a password that exists already."""
    return PasswordField(label, validators=[InputRequired(_NEEDED)])


def new_password_field(label: str = _("New password")) -> Any:
    """Return a field for a password that is to be; whose it is, the form says by ``owner``."""
    return PasswordField(label, validators=[InputRequired(_NEEDED), _good_enough])


def language_field() -> Any:
    """Return a field for the language the program speaks to somebody; empty: whatever the browser asks for."""
    return one_of(_("Language"), required=False)


def _address(_form: Form, field: Field) -> None:
    try:
        field.data = accounts.address(field.data or "")
    except ValueError:
        raise ValidationError(_("This is not an e-mail address, such as mei@example.org.")) from None


def _good_enough(form: Any, field: Field) -> None:
    email, name = form.about()
    if wrong := passwords.fault(field.data or "", email=email, name=name):
        raise ValidationError(wrong)


class PeopleForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A form that knows whose password it is about, and offers the languages."""

    def __init__(self, *arguments: Any, email: str = "", owner: str = "", as_browser: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.owner = (email, owner)
        if "language" in self._fields:
            self.language.choices = [("", as_browser), *((code, locale.NAMES[code]) for code in locale.LANGUAGES)]

    def about(self) -> tuple[str, str]:
        """Return the address and the name of whoever gets the password, as far as they are known."""
        email, name = self.owner
        typed = {key: str(self._fields[key].data or "") for key in ("email", "name") if key in self._fields}
        return typed.get("email") or email, typed.get("name") or name


class SignInForm(PeopleForm):
    """An address and its password. Any text will do: what is no address is nobody's."""

    email = StringField(_("E-mail address"), filters=[cleaned], validators=[InputRequired(_NEEDED)])
    password = password_field(_("Password"))


class CodeForm(PeopleForm):
    """A code of the authenticator, or a recovery code."""

    code = StringField(
        _("Code"), filters=[cleaned], validators=[InputRequired(_NEEDED), Length(max=_LONGEST_CODE, message=_("This is too long."))]
    )


class PasswordForm(PeopleForm):
    """The password once more, before something serious."""

    password = password_field(_("Your password"))


class JoinForm(PeopleForm):
    """A new account for somebody who was invited: the address is the invitation's."""

    name = line(_("Your name"), required=True, longest=accounts.LONGEST_NAME)
    password = new_password_field(_("Password"))
    language = language_field()


class FirstForm(JoinForm):
    """The first administrator's account."""

    email = address_field()


class NewPasswordForm(PeopleForm):
    """A new password by a link."""

    password = new_password_field()


class ChangePasswordForm(PeopleForm):
    """A new password by somebody who knows the old one."""

    old = password_field(_("Password so far"))
    password = new_password_field()


class ProfileForm(PeopleForm):
    """What somebody is called, and in which language the program speaks to that person."""

    name = line(_("Your name"), required=True, longest=accounts.LONGEST_NAME)
    language = language_field()


class InvitationForm(PeopleForm):
    """Whom to invite, to which of the roles that the page offers."""

    email = address_field()
    name = line(_("Name"), longest=accounts.LONGEST_NAME)
    role = one_of(_("Role"))
