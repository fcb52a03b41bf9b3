"""Letters: sent by the mail server of the settings; without one they are not sent, and whoever wrote them is told so."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from assess.platform.settings import Settings

TIMEOUT_SECONDS = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in plain text."""

    to: str
    subject: str
    text: str


class Post:
    """Sends letters by SMTP."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def is_set_up(self) -> bool:
        """Whether there is a mail server and a sender."""
        return bool(self._settings.mail_server and self._settings.mail_from)

    def send(self, letter: Letter) -> bool:
        """Send a letter; return whether the mail server has taken it. What went wrong is logged."""
        if not self.is_set_up:
            return False
        try:
            self._deliver(self._written(letter))
        except (OSError, ValueError, smtplib.SMTPException) as error:  # a ValueError: no address, or one of several lines
            _log.warning("A letter to %s could not be sent: %s", letter.to, error)
            return False
        return True

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._settings.mail_from, letter.to, letter.subject
        message.set_content(letter.text)
        return message

    def _deliver(self, message: EmailMessage) -> None:
        settings = self._settings
        with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT_SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password)
            server.send_message(message)
