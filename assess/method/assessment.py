"""One organisation's assessment as a frozen value: who, against what, answered how."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.method.answers import Answer
from assess.method.text import Text


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who is assessed. Industry is an ISIC Rev.4 section or division, region an ISO 3166-1 or -2 code."""

    name: Text
    industry: str = ""
    region: str = ""
    employees: int | None = None
    sites: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who assessed or answered."""

    name: Text
    role: str
    organisation: Text = Text()
    independent: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: ``grade`` is major, minor, opportunity or strength; ``status`` open or closed."""

    id: str
    item: str
    grade: str
    text: Text
    status: str = "open"
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier result under the same scheme, scores 0..100."""

    period: str
    overall: float
    level: int | None = None
    elements: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment: references are ``id@version``; targets are scores 0..100; ``kind`` is ``self`` or ``assessed``."""

    id: str
    organisation: Organisation
    questionnaire: str
    scheme: str
    kind: str
    period: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    date: datetime.date | None = None
    packs: tuple[str, ...] = ()
    weights: str = ""
    scope: Text = Text()
    summary: Text = Text()
    sampling: Text = Text()
    team: tuple[Member, ...] = ()
    target_overall: float | None = None
    target_elements: Mapping[str, float] = field(default_factory=dict)
    history: tuple[Earlier, ...] = ()
    findings: tuple[Finding, ...] = ()
    deductions: tuple[Text, ...] = ()
    bonus: Text = Text()

    @property
    def is_self(self) -> bool:
        """Whether the organisation assessed itself."""
        return self.kind == "self"
