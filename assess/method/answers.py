"""What was answered, and what it is worth: from an answer to a value in 0..1, claimed and verified.

*Unanswered*, *not applicable* and *zero* are three things. An unanswered item has no :class:`Answer`; a not-applicable one has
an answer with a reason; zero is a value like any other. *Claimed* is what the organisation says; *verified* is what the
evidence carries: the verified level of a maturity item is capped by it — nothing 1, documents 2, with an interview or an
observation 3, with sampled records 4, with a trend and a comparison 5.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assess.method.text import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence; ``sample`` is the number of records looked at when ``kind`` is ``sampling``."""

    kind: str
    title: Text = Text()
    date: datetime.date | None = None
    reference: str = ""
    sha256: str = ""
    sample: int | None = None
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for one item; exactly the field of the item's kind is set (``sampled`` goes with ``conforming``).

    A metric that nobody measures has no value, but is answered: ``not_measured`` says why, and it is worth 0.
    """

    level: int | None = None
    yes: bool | None = None
    choice: str | None = None
    percent: float | None = None
    conforming: int | None = None
    sampled: int | None = None
    value: float | None = None
    unit: str | None = None
    not_measured: Text = Text()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Why an item does not apply, and who agreed. ``by_rule`` when a condition of the questionnaire decided it."""

    reason: Text
    approved_by: str = ""
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one item with its evidence. Either ``given`` or ``not_applicable`` is set.

    ``verified`` is what the assessor found, where it differs from what was claimed. ``elsewhere`` names the assessment the answer is
    taken from; until that has been done, nothing is given.
    """

    item: str
    given: Given | None = None
    not_applicable: NotApplicable | None = None
    evidence: tuple[Evidence, ...] = ()
    note: Text = Text()
    by: str = ""
    measured: datetime.date | None = None
    trend: tuple[float, ...] = ()
    verified: Given | None = None
    verified_by: str = ""
    verified_note: Text = Text()
    elsewhere: str = ""
