"""The installation a command works on: that of the environment, its connections closed at the end, however the command ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assess.platform import installation
from assess.platform import settings as settings_
from assess.platform.installation import Installation
from assess.platform.settings import Settings


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Installation]:
    """Give the installation of these settings, or of the environment's."""
    made = installation.of(settings or settings_.read())
    try:
        yield made
    finally:
        made.engine.dispose()
