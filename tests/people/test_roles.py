"""Roles: a table of verbs, scopes that cover what lies below them, and nothing that nobody granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import INSTALLATION, MAY, OF_INSTALLATION_ONLY, Grant, Role, Scope, Verb
from tests import cast as casting

_names = st.sampled_from(["", "a", "b"])
scopes = st.builds(lambda organisation, assessment: Scope(organisation, assessment if organisation else ""), _names, _names)
grants = st.lists(st.builds(Grant, st.sampled_from(Role), scopes), max_size=4).map(tuple)
actors = grants.map(lambda held: Actor("id", "Somebody", "somebody@example.org", held))

CHANGES = frozenset(Verb) - {Verb.SEE_ASSESSMENT, Verb.SEE_ALL_ANSWERS, Verb.SEE_RESULT, Verb.SEE_ORGANISATION}


def test_every_role_has_its_verbs_and_every_verb_somebody_who_may():
    assert set(MAY) == set(Role)
    assert frozenset().union(*MAY.values()) == frozenset(Verb)


def test_a_reader_changes_nothing():
    assert MAY[Role.READ_ONLY] & CHANGES == frozenset()


def test_whoever_judges_an_assessment_does_not_answer_it():
    for role in (Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER):
        assert Verb.ANSWER not in MAY[role], role
        assert Verb.SUBMIT not in MAY[role], role


def test_whoever_runs_the_installation_does_not_read_what_was_answered():
    assert MAY[Role.ADMINISTRATOR] & {Verb.SEE_ASSESSMENT, Verb.SEE_ALL_ANSWERS, Verb.SEE_RESULT} == frozenset()


def test_only_roles_of_the_installation_manage_it():
    for role in set(Role) - OF_INSTALLATION_ONLY:
        for verb in (
            Verb.MANAGE_ACCOUNTS,
            Verb.CONFIGURE_INSTALLATION,
            Verb.PUBLISH_QUESTIONNAIRES,
            Verb.RUN_CAMPAIGN,
            Verb.CREATE_ORGANISATION,
        ):
            assert verb not in MAY[role], (role, verb)


@given(scopes, scopes, scopes)
def test_scopes_are_an_order_with_the_installation_on_top(one, two, three):
    assert INSTALLATION.covers(one)
    assert one.covers(one)
    if one.covers(two) and two.covers(one):
        assert one == two
    if one.covers(two) and two.covers(three):
        assert one.covers(three)


def test_an_organisation_covers_its_assessments_and_nobody_elses():
    assert Scope("a").covers(Scope("a", "1"))
    assert not Scope("a").covers(Scope("b", "1"))
    assert not Scope("a", "1").covers(Scope("a"))
    assert not Scope("a", "1").covers(Scope("a", "2"))
    assert not Scope("a").covers(INSTALLATION)


@given(actors, st.sampled_from(Verb), scopes)
def test_what_nobody_granted_is_refused_and_a_scope_below_allows_no_less(actor, verb, scope):
    held = [grant for grant in actor.grants if verb in MAY[grant.role] and grant.scope.covers(scope)]
    assert actor.may(verb, scope) == bool(held)
    assert (verb in actor.verbs(scope)) == actor.may(verb, scope)
    if actor.may(verb, Scope(scope.organisation)):
        assert actor.may(verb, scope)


@given(actors, st.sampled_from(Verb))
def test_where_somebody_may_is_what_the_lists_for_queries_say(actor, verb):
    assert actor.everywhere(verb) == actor.may(verb)
    for organisation in "ab":
        whole = actor.everywhere(verb) or organisation in actor.organisations(verb)
        assert whole == actor.may(verb, Scope(organisation))


@given(actors, st.sampled_from(Verb), st.sampled_from(Verb), scopes)
def test_who_may_not_see_it_is_told_that_it_is_not_there(actor, verb, sees, scope):
    try:
        actor.must(verb, scope, seen_by=sees)
    except NotFound:
        assert not actor.may(sees, scope)
    except Refused:
        assert actor.may(sees, scope)
        assert not actor.may(verb, scope)
    else:
        assert actor.may(verb, scope)


MATRIX = {
    Verb.SEE_ASSESSMENT: {"mei", "ben", "ana", "rita", "olga", "sam"},
    Verb.SEE_ALL_ANSWERS: {"mei", "rita", "olga", "sam"},
    Verb.ANSWER: {"mei", "ben", "ana"},
    Verb.SUBMIT: {"mei"},
    Verb.ASSIGN: {"mei"},
    Verb.RETURN: {"olga"},
    Verb.APPROVE_NOT_APPLICABLE: {"mei"},
    Verb.SEE_RESULT: {"mei", "rita", "olga", "sam"},
    Verb.REQUEST_REPORT: {"mei", "olga", "sam"},
    Verb.INVITE: {"mei", "sam", "ada"},
    Verb.EDIT_ORGANISATION: {"mei", "sam", "ada"},
    Verb.MANAGE_ACCOUNTS: {"ada"},
    Verb.CONFIGURE_INSTALLATION: {"ada"},
    Verb.PUBLISH_QUESTIONNAIRES: {"sam"},
}


@pytest.mark.parametrize("verb", MATRIX)
def test_who_of_the_cast_may_do_what_to_lanterns_self_assessment(session, cast, verb):
    where = INSTALLATION if verb in {Verb.MANAGE_ACCOUNTS, Verb.CONFIGURE_INSTALLATION, Verb.PUBLISH_QUESTIONNAIRES} else cast.scope()
    may = {name for name in casting.PEOPLE if casting.actor(session, cast, name).may(verb, where)}
    assert may == MATRIX[verb]


def test_charlie_and_the_assessors_of_another_assessment_may_nothing_here(session, cast):
    for name in ("charlie", "jonas", "aiko"):
        assert casting.actor(session, cast, name).verbs(cast.scope()) == frozenset()
