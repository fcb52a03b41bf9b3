"""Who may give which role within a scope. Nobody gives what he does not hold himself, with two exceptions that are named here.

A coordinator also brings in the assessors of one assessment (who comment and return, as he does not), and an administrator gives any role.
Reviewers and deciders must owe nothing to those whose work they judge: only an administrator appoints them.
"""

from __future__ import annotations

from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import INSTALLATION, MAY, OF_INSTALLATION_ONLY, Role, Scope, Verb

_INDEPENDENT = frozenset({Role.REVIEWER, Role.DECIDER})
_BY_COORDINATORS = frozenset({Role.RESPONDENT, Role.READ_ONLY, Role.COORDINATOR})
_BY_COORDINATORS_TO_ONE_ASSESSMENT = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})


def fitting(scope: Scope) -> tuple[Role, ...]:
    """Return the roles that make sense within a scope: a respondent answers for somebody, a scheme manager works for all."""
    if scope == INSTALLATION:
        return tuple(role for role in Role if role is not Role.RESPONDENT)
    return tuple(role for role in Role if role not in OF_INSTALLATION_ONLY)


def givable(actor: Actor, scope: Scope) -> tuple[Role, ...]:
    """Return the roles the actor may give, and take away, within a scope, in the order of :class:`Role`."""
    if not actor.may(Verb.INVITE, scope):
        return ()
    if actor.everywhere(Verb.MANAGE_ACCOUNTS):
        return fitting(scope)
    held = actor.verbs(scope)
    may = (
        {role for role in Role if MAY[role] <= held}
        - _INDEPENDENT
        - (frozenset() if scope.assessment else _BY_COORDINATORS_TO_ONE_ASSESSMENT)
    )
    if _coordinates(actor, scope):
        may |= _BY_COORDINATORS | (_BY_COORDINATORS_TO_ONE_ASSESSMENT if scope.assessment else frozenset())
    return tuple(role for role in fitting(scope) if role in may)


def _coordinates(actor: Actor, scope: Scope) -> bool:
    return any(grant.role is Role.COORDINATOR and grant.scope.covers(scope) for grant in actor.grants)


def takeable(actor: Actor, scope: Scope) -> tuple[Role, ...]:
    """Return the roles the actor may take away within a scope: those he may give; but who is assessed does not send assessors away."""
    is_assessed = _coordinates(actor, scope) and not actor.everywhere(Verb.MANAGE_ACCOUNTS)
    return tuple(role for role in givable(actor, scope) if not (is_assessed and role in _BY_COORDINATORS_TO_ONE_ASSESSMENT))


def must_take(actor: Actor, role: Role, scope: Scope) -> None:
    """Raise NotFound when the actor may not know of the scope, Refused when he may not take this role away in it."""
    must_give(actor, role, scope)
    if role not in takeable(actor, scope):
        raise Refused(role)


def must_give(actor: Actor, role: Role, scope: Scope) -> None:
    """Raise NotFound when the actor may not know of the scope, Refused when he may not give this role in it."""
    if not sees(actor, scope):
        raise NotFound
    if role not in givable(actor, scope):
        raise Refused(role)


def sees(actor: Actor, scope: Scope) -> bool:
    """Whether the actor may know that there is such an organisation or assessment."""
    return any(actor.may(verb, scope) for verb in (Verb.SEE_ASSESSMENT, Verb.SEE_ORGANISATION, Verb.INVITE))
