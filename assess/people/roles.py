"""What people may do: a role is a set of verbs, and a grant gives a role within a scope.

A scope is the installation, one organisation (with all its assessments) or one assessment. Whoever holds several roles may do what any
of them allows. What nobody granted is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assess.platform.locale import mark as _


class Verb(StrEnum):
    """Something a person may want to do. What it is done to is an assessment, an organisation, or the installation."""

    SEE_ASSESSMENT = "see_assessment"
    SEE_ALL_ANSWERS = "see_all_answers"
    ANSWER = "answer"
    COMMENT = "comment"
    APPROVE_NOT_APPLICABLE = "approve_not_applicable"
    ASSIGN = "assign"
    SUBMIT = "submit"
    RETURN = "return"
    SEE_RESULT = "see_result"
    REQUEST_REPORT = "request_report"
    SEE_ORGANISATION = "see_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    CREATE_ASSESSMENT = "create_assessment"
    INVITE = "invite"
    CREATE_ORGANISATION = "create_organisation"
    RUN_CAMPAIGN = "run_campaign"
    PUBLISH_QUESTIONNAIRES = "publish_questionnaires"
    MANAGE_ACCOUNTS = "manage_accounts"
    CONFIGURE_INSTALLATION = "configure_installation"


class Role(StrEnum):
    """What somebody is, within a scope."""

    RESPONDENT = "respondent"
    COORDINATOR = "coordinator"
    ASSESSOR = "assessor"
    LEAD_ASSESSOR = "lead_assessor"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    SCHEME_MANAGER = "scheme_manager"
    ADMINISTRATOR = "administrator"
    READ_ONLY = "read_only"


TITLE: dict[Role, str] = {
    Role.RESPONDENT: _("Respondent"),
    Role.COORDINATOR: _("Coordinator"),
    Role.ASSESSOR: _("Assessor"),
    Role.LEAD_ASSESSOR: _("Lead assessor"),
    Role.REVIEWER: _("Reviewer"),
    Role.DECIDER: _("Decider"),
    Role.SCHEME_MANAGER: _("Scheme manager"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.READ_ONLY: _("Reader"),
}
"""What a role is called; a message, translated where it is shown."""

PURPOSE: dict[Role, str] = {
    Role.RESPONDENT: _("answers the criteria that were given to them"),
    Role.COORDINATOR: _("runs assessments: invites people, gives them criteria, hands in"),
    Role.ASSESSOR: _("looks at answers and evidence as an assessor from outside"),
    Role.LEAD_ASSESSOR: _("leads an external assessment and answers for it"),
    Role.REVIEWER: _("reviews what assessors found, and may return it"),
    Role.DECIDER: _("decides on what was found, independently of it"),
    Role.SCHEME_MANAGER: _("looks after questionnaires, schemes and campaigns"),
    Role.ADMINISTRATOR: _("looks after accounts and the installation"),
    Role.READ_ONLY: _("may read everything and change nothing"),
}
"""What somebody with a role does; a message, translated where it is shown."""

_SEES = frozenset({Verb.SEE_ORGANISATION, Verb.SEE_ASSESSMENT, Verb.SEE_ALL_ANSWERS, Verb.SEE_RESULT})
_ASSESSES = _SEES | {Verb.COMMENT, Verb.REQUEST_REPORT}

MAY: dict[Role, frozenset[Verb]] = {
    Role.RESPONDENT: frozenset({Verb.SEE_ASSESSMENT, Verb.ANSWER, Verb.COMMENT}),
    Role.COORDINATOR: _ASSESSES
    | {
        Verb.ANSWER,
        Verb.APPROVE_NOT_APPLICABLE,
        Verb.ASSIGN,
        Verb.SUBMIT,
        Verb.EDIT_ORGANISATION,
        Verb.CREATE_ASSESSMENT,
        Verb.INVITE,
    },
    Role.ASSESSOR: _ASSESSES,
    Role.LEAD_ASSESSOR: _ASSESSES | {Verb.APPROVE_NOT_APPLICABLE, Verb.RETURN, Verb.ASSIGN, Verb.INVITE},
    Role.REVIEWER: _ASSESSES | {Verb.RETURN},
    Role.DECIDER: _ASSESSES,
    Role.SCHEME_MANAGER: _SEES
    | {
        Verb.CREATE_ORGANISATION,
        Verb.EDIT_ORGANISATION,
        Verb.CREATE_ASSESSMENT,
        Verb.RUN_CAMPAIGN,
        Verb.PUBLISH_QUESTIONNAIRES,
        Verb.REQUEST_REPORT,
        Verb.INVITE,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Verb.SEE_ORGANISATION,
            Verb.CREATE_ORGANISATION,
            Verb.EDIT_ORGANISATION,
            Verb.INVITE,
            Verb.MANAGE_ACCOUNTS,
            Verb.CONFIGURE_INSTALLATION,
        }
    ),
    Role.READ_ONLY: _SEES,
}

ANSWERING = frozenset({Role.RESPONDENT, Role.COORDINATOR})
"""Who answers for an organisation."""
ASSESSING = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.REVIEWER, Role.DECIDER})
"""Who judges what it answers: nobody does both for the same organisation."""

OF_INSTALLATION_ONLY = frozenset({Role.SCHEME_MANAGER, Role.ADMINISTRATOR})
"""Roles that make no sense within one organisation."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a role holds: the installation (both empty), an organisation, or one assessment of it."""

    organisation: str = ""
    assessment: str = ""

    def covers(self, other: Scope) -> bool:
        """Whether what holds here holds there: the installation covers everything, an organisation its assessments."""
        if not self.organisation:
            return True
        return self.organisation == other.organisation and self.assessment in {"", other.assessment}


INSTALLATION = Scope()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody holds within a scope."""

    role: Role
    scope: Scope = INSTALLATION
