"""Assessments as a whole: begun against what is pinned, moved from state to state by those who may, edited without overwriting."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import shutil
import threading
import time

import pytest
from sqlalchemy import select

from assess.assessments import pinning, service, stored
from assess.assessments.service import Act, Details, Moved, WrongState
from assess.assessments.stored import State
from assess.assessments.tables import AssessmentRow, EventRow
from assess.catalogue import library
from assess.organisations import service as organisations
from assess.people.actor import NotFound, Refused
from assess.platform import database
from assess.platform.faults import Faults
from assess.platform.shelves import shelf
from tests import cast as casting
from tests.answered import fill

USUAL = {"questionnaire": "customer-management@1", "scheme": "maturity@1", "kind": "self", "period": "2026"}


@pytest.fixture
def who(session, cast):
    """Return somebody of the cast as services know them."""
    return lambda name: casting.actor(session, cast, name)


@pytest.fixture
def begin(session, cast, who, clock):
    """Begin an assessment of Lantern as somebody, the usual one where nothing else is said."""
    return lambda name="mei", **other: service.begin(session, who(name), cast.lantern, **{**USUAL, **other}, now=clock())


def test_an_assessment_begins_with_what_it_was_given(session, begin, clock):
    due, day = datetime.date(2026, 9, 1), datetime.date(2026, 8, 1)
    id_ = begin(period="2026-Q2", date=day, due=due, scope_text="Retail")
    found = stored.get(session, id_)
    assert (found.period, found.date, found.due, found.scope_text, found.state) == ("2026-Q2", day, due, "Retail", State.ANSWERING)
    [event] = service.events(session, id_)
    assert (event.act, event.by, event.at) == ("begun", "Mei", clock())


@pytest.mark.parametrize(
    "nonsense",
    [
        {"kind": "guessed"},
        {"kind": ""},
        {"period": "26"},
        {"period": "2026-Q5"},
        {"period": "2026-13"},
        {"period": "2026 "},
        {"period": "２０２６"},
        {"period": "2026\n"},
        {"questionnaire": "nothing@1"},
        {"questionnaire": "maturity@1"},
        {"questionnaire": "../../etc@1"},
        {"scheme": "crm-stages@1"},
        {"scheme": "customer-management@1"},
        {"packs": ["nothing@1"]},
        {"packs": ["maturity@1"]},
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(session, begin, nonsense):
    before = session.scalars(select(AssessmentRow.id)).all()
    with pytest.raises(Faults):
        begin(**nonsense)
    assert session.scalars(select(AssessmentRow.id)).all() == before


@pytest.mark.parametrize("period", ["2026", "2026-H1", "2026-H2", "2026-Q2", "2026-05", "1999-12"])
def test_periods_are_those_of_assessment_files(session, begin, period):
    assert stored.get(session, begin(period=period)).period == period


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("rita", Refused), ("olga", Refused), ("ada", Refused), ("ben", NotFound), ("jonas", NotFound), ("charlie", NotFound)],
)
def test_others_begin_nothing(begin, name, refusal):
    with pytest.raises(refusal):
        begin(name)


def test_nothing_begins_for_what_is_not_there_or_put_away(session, cast, who, begin, clock):
    with pytest.raises(NotFound):
        service.begin(session, who("sam"), "nothing", **USUAL, now=clock())
    organisations.archive(session, who("mei"), cast.lantern, now=clock())
    with pytest.raises(WrongState):
        begin()


def test_a_later_edit_on_a_shelf_changes_nothing_that_has_begun(session, cast, begin, tmp_path, monkeypatch):
    """The installation's own shelf stands in its data folder, and is edited by whoever can write there."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    own = library.places()[1] / "customer-management" / "7"
    shutil.copytree(shelf("questionnaires") / "customer-management" / "1", own, ignore=shutil.ignore_patterns("samples", "*.md"))
    frame = own / "questionnaire.yaml"
    frame.write_text(frame.read_text(encoding="utf-8").replace("version: 1", "version: 7"), encoding="utf-8")
    scheme = library.places()[1] / "maturity" / "7"
    shutil.copytree(shelf("questionnaires") / "maturity" / "1", scheme)
    graded = scheme / "scheme.yaml"
    graded.write_text(graded.read_text(encoding="utf-8").replace("version: 1", "version: 7"), encoding="utf-8")
    begun = stored.get(session, begin(questionnaire="customer-management@7", scheme="maturity@7"))
    fill(session, begun.id, cast.accounts["mei"], "lantern-software")
    case = stored.case(session, begun)
    before = (case.questionnaire, case.scheme, pinning.weights(session, begun.pins).value, case.assessment)

    element = own / "elements" / sorted(path.name for path in (own / "elements").glob("*.yaml"))[0]
    element.write_text(element.read_text(encoding="utf-8").replace("id: L1.1", "id: L1.99", 1), encoding="utf-8")
    graded.write_text(graded.read_text(encoding="utf-8").replace("threshold: 0", "threshold: 1"), encoding="utf-8")
    (own / "weights.yaml").write_text("format: assess/judgements@1\n", encoding="utf-8")
    shutil.rmtree(scheme)
    for kept in (pinning._composed, pinning._schemes, pinning._weights):
        kept.clear()
    case = stored.case(session, stored.get(session, begun.id))
    assert (case.questionnaire, case.scheme, pinning.weights(session, begun.pins).value, case.assessment) == before
    assert "L1.1" in case.questionnaire.item_by_id


def test_two_who_begin_with_the_same_new_version_at_once_both_begin(installed, cast, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    scheme = library.places()[1] / "maturity" / "8"
    shutil.copytree(shelf("questionnaires") / "maturity" / "1", scheme)
    graded = scheme / "scheme.yaml"
    graded.write_text(graded.read_text(encoding="utf-8").replace("version: 1", "version: 8"), encoding="utf-8")
    ready, begun = threading.Event(), []

    def begin(wait):
        with database.writing(installed.engine) as session:
            mei = casting.actor(session, cast, "mei")
            begun.append(service.begin(session, mei, cast.lantern, **{**USUAL, "scheme": "maturity@8"}, now=clock()))
            ready.set()
            time.sleep(wait)

    first = threading.Thread(target=begin, args=(0.5,))
    first.start()
    assert ready.wait(20)
    begin(0)
    first.join()
    assert len(set(begun)) == 2


MOVES = {
    Act.SUBMIT: (State.ANSWERING, State.SUBMITTED, {"mei"}),
    Act.RETURN: (State.SUBMITTED, State.ANSWERING, {"olga", "jonas"}),
    Act.REOPEN: (State.SUBMITTED, State.ANSWERING, {"mei"}),
    Act.CLOSE: (State.SUBMITTED, State.CLOSED, {"olga", "jonas"}),
}
"""Where each act begins and ends, and who does it to the external assessment."""


def put(session, id_, state):
    """Put an assessment into a state, however it came there."""
    session.get_one(AssessmentRow, id_).state = state.value
    session.flush()


@pytest.mark.parametrize(("act", "state"), list(itertools.product(Act, State)))
def test_every_step_that_is_not_allowed_is_refused(session, cast, who, clock, act, state):
    put(session, cast.assessed, state)
    clock.goes_on(minutes=1)
    start, end, may = MOVES[act]
    refusals = dict.fromkeys(casting.PEOPLE, NotFound)
    refusals |= dict.fromkeys(("mei", "rita", "jonas", "aiko", "olga", "sam"), Refused)
    refusals |= dict.fromkeys(may, WrongState)
    for name, refusal in refusals.items():
        with session.begin_nested() as attempt:
            if refusal is WrongState and state is start:
                assert service.move(session, who(name), cast.assessed, act, reason="because", sure=True, now=clock()) is Moved.DONE
                assert stored.get(session, cast.assessed).state is end
                assert service.events(session, cast.assessed)[0].act == act.value
            else:
                with pytest.raises(refusal):
                    service.move(session, who(name), cast.assessed, act, reason="because", sure=True, now=clock())
            attempt.rollback()
        assert stored.get(session, cast.assessed).state is state


def test_a_coordinator_closes_a_self_assessment(session, cast, who, clock):
    put(session, cast.assessment, State.SUBMITTED)
    assert service.move(session, who("mei"), cast.assessment, Act.CLOSE, now=clock()) is Moved.SURE_NEEDED
    assert service.move(session, who("mei"), cast.assessment, Act.CLOSE, sure=True, now=clock()) is Moved.DONE
    with pytest.raises(WrongState):
        service.move(session, who("mei"), cast.assessment, Act.REOPEN, reason="no", now=clock())


def test_open_items_are_handed_in_only_by_somebody_who_is_sure(session, cast, who, clock):
    mei = who("mei")
    assert service.move(session, mei, cast.assessment, Act.SUBMIT, now=clock()) is Moved.SURE_NEEDED
    assert stored.get(session, cast.assessment).is_open
    assert service.move(session, mei, cast.assessment, Act.SUBMIT, sure=True, now=clock()) is Moved.DONE
    with pytest.raises(WrongState):
        service.move(session, mei, cast.assessment, Act.SUBMIT, sure=True, now=clock())


@pytest.mark.parametrize(("name", "act"), [("olga", Act.RETURN), ("mei", Act.REOPEN)])
def test_coming_back_needs_a_reason_that_is_kept(session, cast, who, clock, name, act):
    put(session, cast.assessment, State.SUBMITTED)
    clock.goes_on(minutes=1)
    assert service.move(session, who(name), cast.assessment, act, reason=" \n ", now=clock()) is Moved.REASON_NEEDED
    assert service.move(session, who(name), cast.assessment, act, reason=" L2 lacks evidence ", now=clock()) is Moved.DONE
    event = service.events(session, cast.assessment)[0]
    assert (event.act, event.reason, event.by) == (act.value, "L2 lacks evidence", name.capitalize())


def test_acts_that_are_offered_are_those_that_are_done(session, cast, who, clock):
    for state, name in itertools.product(State, casting.PEOPLE):
        put(session, cast.assessment, state)
        found, actor = stored.get(session, cast.assessment), who(name)
        assert set(service.acts(actor, found)) <= {act for act in Act if service.may(actor, found, act)}
    put(session, cast.assessment, State.SUBMITTED)
    found = stored.get(session, cast.assessment)
    assert service.acts(who("mei"), found) == (Act.REOPEN, Act.CLOSE)
    assert service.acts(who("olga"), found) == (Act.RETURN, Act.CLOSE)
    assert service.acts(who("ben"), found) == ()


def test_events_are_recorded_as_they_happened(session, cast, who, clock):
    mei, olga = who("mei"), who("olga")
    for actor, act in ((mei, Act.SUBMIT), (olga, Act.RETURN), (mei, Act.SUBMIT), (mei, Act.REOPEN), (mei, Act.SUBMIT), (mei, Act.CLOSE)):
        clock.goes_on(minutes=1)
        service.move(session, actor, cast.assessment, act, reason="because", sure=True, now=clock())
    acts = [event.act for event in reversed(service.events(session, cast.assessment))]
    assert acts == ["begun", "submitted", "returned", "submitted", "reopened", "submitted", "closed"]
    assert session.scalars(select(EventRow.by).where(EventRow.assessment_id == cast.assessment)).all().count(None) == 0


DETAILS = Details(datetime.date(2026, 8, 1), datetime.date(2026, 9, 1), "Retail", "Good", 70.5, {"L": 60.0})


def test_details_are_changed_by_the_version_they_are_based_on(session, cast, who):
    assert service.edit(session, who("mei"), cast.assessment, DETAILS, version=1) is None
    found = stored.get(session, cast.assessment)
    assert service.details_of(found) == DETAILS
    assert found.targets == {"overall": 70.5, "elements": {"L": 60.0}}
    theirs = service.edit(session, who("sam"), cast.assessment, Details(scope="Mine"), version=1)
    assert theirs is not None
    assert service.details_of(theirs) == DETAILS
    assert service.edit(session, who("sam"), cast.assessment, Details(scope="Mine"), version=theirs.version) is None
    assert json.loads(session.get_one(AssessmentRow, cast.assessment).targets) == {}


def test_every_detail_can_be_changed_and_comes_back(session, cast, who):
    for field in dataclasses.fields(Details):
        version = stored.get(session, cast.assessment).version
        one = Details(**{field.name: getattr(DETAILS, field.name)})
        assert service.edit(session, who("mei"), cast.assessment, one, version=version) is None
        assert service.details_of(stored.get(session, cast.assessment)) == one


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("ben", Refused), ("rita", Refused), ("olga", Refused), ("ada", NotFound), ("jonas", NotFound), ("charlie", NotFound)],
)
def test_others_change_no_details(session, cast, who, name, refusal):
    with pytest.raises(refusal):
        service.edit(session, who(name), cast.assessment, DETAILS, version=1)


def test_a_closed_assessment_stays_as_it_is(session, cast, who):
    put(session, cast.assessment, State.CLOSED)
    with pytest.raises(WrongState):
        service.edit(session, who("mei"), cast.assessment, DETAILS, version=1)
