"""Who acts: an account with the roles it holds, as services want to know it."""

from __future__ import annotations

from dataclasses import dataclass

from assess.people.roles import INSTALLATION, MAY, Grant, Scope, Verb


class Refused(Exception):  # noqa: N818
    """The actor may see what this is about, but not do this to it. Becomes 403."""


class NotFound(Exception):  # noqa: N818
    """There is no such thing, or the actor may not know of it: the two look the same from outside. Becomes 404."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in. ``language`` is the one of the account, or empty."""

    id: str
    name: str
    email: str
    grants: tuple[Grant, ...] = ()
    language: str = ""

    def may(self, verb: Verb, scope: Scope = INSTALLATION) -> bool:
        """Whether some grant that covers the scope allows the verb."""
        return any(grant.scope.covers(scope) and verb in MAY[grant.role] for grant in self.grants)

    def verbs(self, scope: Scope) -> frozenset[Verb]:
        """Return everything the actor may do within a scope."""
        held = [MAY[grant.role] for grant in self.grants if grant.scope.covers(scope)]
        return frozenset().union(*held)

    def must(self, verb: Verb, scope: Scope, *, seen_by: Verb) -> None:
        """Raise NotFound when the actor may not even see it (``seen_by``), Refused when only the verb is lacking."""
        if not self.may(seen_by, scope):
            raise NotFound
        if not self.may(verb, scope):
            raise Refused(verb)

    def everywhere(self, verb: Verb) -> bool:
        """Whether the verb is allowed in the whole installation."""
        return any(grant.scope == INSTALLATION and verb in MAY[grant.role] for grant in self.grants)

    def organisations(self, verb: Verb) -> frozenset[str]:
        """Return the organisations within which the verb is allowed as a whole."""
        return frozenset(
            grant.scope.organisation
            for grant in self.grants
            if grant.scope.organisation and not grant.scope.assessment and verb in MAY[grant.role]
        )

    def assessments(self, verb: Verb) -> frozenset[str]:
        """Return the assessments for which the verb is allowed by a grant of their own."""
        return frozenset(grant.scope.assessment for grant in self.grants if grant.scope.assessment and verb in MAY[grant.role])
