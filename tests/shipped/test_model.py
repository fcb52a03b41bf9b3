"""The shipped model is whole: every item has every field, every level can be reached, nothing is reached by nothing."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import itertools
import json

import pytest

from assess.assessments import file
from assess.assessments.case import Case
from assess.catalogue import library
from assess.method.answers import Answer, Evidence, Given
from assess.method.assessment import Assessment
from assess.method.packs import ChangeKind
from assess.method.questionnaire import Item, Kind, Questionnaire
from assess.platform.shelves import shelf
from assess.results.evaluate import evaluate

MODEL = "customer-management@1"
ITEMS = {"L": 22, "S": 27, "P": 24, "R": 20, "I": 28, "O": 36, "E": 27}
PACKS = ("information-security@1", "software-enterprise@1")
ALL = tuple(
    Evidence(kind, sample=50 if kind == "sampling" else None) for kind in ("document", "interview", "sampling", "trend", "comparison")
)
SCHEMES = {"maturity@1": MODEL, "stars@1": MODEL, "crm-stages@1": "crm-implementation@1"}


def model(*packs: str) -> Questionnaire:
    return library.questionnaire(MODEL, packs)


def test_the_model_has_as_many_items_as_it_was_designed_with():
    assert {each.id: sum(len(criterion.items) for criterion in each.criteria) for each in model().elements} == ITEMS


@pytest.mark.parametrize("criterion", model().criteria, ids=lambda each: each.id)
def test_every_criterion_is_asked_in_several_items(criterion):
    assert len(criterion.items) >= 2


@pytest.mark.parametrize("item", model(*PACKS).items, ids=lambda each: each.id)
def test_every_item_has_every_field_its_kind_needs(item: Item):
    assert all((item.text, item.guidance, item.evidence, item.verification, item.advice, item.source))
    assert bool(item.na_rule) == item.na_allowed
    assert len(item.anchors) == (6 if item.kind is Kind.MATURITY else 0)
    assert bool(item.options) == (item.kind is Kind.CHOICE)
    if item.kind is Kind.METRIC:
        assert item.metric is not None
        assert all((item.metric.definition, item.metric.formula, item.metric.period, item.metric.points_source, item.metric.unit))
    steps = {Kind.MATURITY: 5, Kind.YES_NO: 1, Kind.PERCENT: 2, Kind.CHOICE: len(item.options) - 1}
    assert len(item.advice) == steps.get(item.kind, len(item.metric.points) - 1 if item.metric else -1)
    assert all(each.do and each.effort in "SML" and each.horizon for each in item.advice)


def test_the_shelves_pass_the_check_of_quality_with_no_rule_left_out(assess):
    ran = assess("check", "--quality")
    assert ran.status == 0, ran.err


def answer(item: Item, share: float) -> Answer:
    """Return the best answer that is worth at most ``share`` of an item, with all the evidence there is."""
    match item.kind:
        case Kind.MATURITY:
            given = Given(level=int(share * 5 + 1e-9))
        case Kind.YES_NO:
            given = Given(yes=share >= 0.2)
        case Kind.CHOICE:
            given = Given(choice=[option.id for option in item.options if option.value <= share][-1])
        case Kind.PERCENT:
            given = Given(percent=100 * share)
        case Kind.METRIC:
            assert item.metric is not None
            given = Given(value=_measured(item, share), unit=item.metric.unit)
    trend = () if item.metric is None or given.value is None else (_measured(item, share / 3), _measured(item, share / 2), given.value)
    return Answer(item.id, given, evidence=ALL, trend=trend if item.measures else ())


def _measured(item: Item, share: float) -> float:
    """Return the measurement that is worth ``share``."""
    assert item.metric is not None
    for (x0, y0), (x1, y1) in itertools.pairwise(item.metric.points):
        if y0 <= share <= y1:
            return x0 + (x1 - x0) * (share - y0) / (y1 - y0)
    raise AssertionError(share)


def result(scheme: str, share: float, *packs: str, done: float = 1):
    """Return what comes out when critical items and a part of the others, ``done``, are answered with ``share`` of what they are worth."""
    questionnaire = library.questionnaire(SCHEMES[scheme], packs)
    day = datetime.date(2026, 6, 30)
    spread = [item.id for item in sorted(questionnaire.items, key=lambda item: hashlib.sha256(item.id.encode()).digest())]
    chosen = {*spread[: round(done * len(spread))], *(item.id for item in questionnaire.items if item.critical_minimum is not None)}
    shares = {item.id: share if item.id in chosen else 0.0 for item in questionnaire.items}
    answers = {item.id: dataclasses.replace(answer(item, shares[item.id]), measured=day) for item in questionnaire.items}
    sample = file.read(shelf("questionnaires") / "customer-management" / "1" / "samples" / "harbour-bank.yaml").assessment
    assessment = Assessment("x", sample.organisation, questionnaire.reference, scheme, "assessed", "2026", answers, day)
    place = library.folder(questionnaire.reference, "questionnaire")
    return evaluate(Case(assessment, questionnaire, library.scheme(scheme), place / "weights.yaml", place / "x.yaml"), draws=0).result


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_level_of_every_scheme_is_reached_by_some_answers(scheme):
    evenly = {result(scheme, share / 20).level.reached for share in range(21)}
    in_part = {result(scheme, 1, done=done / 20).level.reached for done in range(21)}
    assert {level.level for level in library.scheme(scheme).levels} <= evenly | in_part


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_level_of_any_scheme_is_reached_by_nothing(scheme):
    found = result(scheme, 0)
    assert found.overall.score == 0
    assert found.level.reached is None


@pytest.mark.parametrize("scheme", ["maturity@1", "stars@1"])
def test_with_both_packs_the_highest_level_is_reached_and_nothing_reaches_none(scheme):
    assert result(scheme, 1, *PACKS).level.reached == library.scheme(scheme).levels[-1].level
    assert result(scheme, 0, *PACKS).level.reached is None


def test_the_packs_in_both_orders_give_the_same_questionnaire_and_the_same_result(assess, tmp_path):
    one, other = model(*PACKS), model(*reversed(PACKS))
    assert one == other
    assert one.content_hash == other.content_hash != model().content_hash
    sample = shelf("questionnaires") / "customer-management" / "1" / "samples" / "northgate-manufacturing.yaml"
    options = [[word for pack in order for word in ("--pack", pack)] for order in (PACKS, tuple(reversed(PACKS)))]
    documents = [assess("score", sample, "--draws", 200, "--json", *words) for words in options]
    assert [ran.status for ran in documents] == [0, 0]
    assert documents[0].out == documents[1].out
    assert [pack["id"] for pack in json.loads(documents[0].out)["packs"]] == list(PACKS)


@pytest.mark.parametrize("reference", PACKS)
def test_a_shipped_pack_adds_replaces_anchors_and_weighs_with_a_reason_for_each(reference):
    changes = library.pack(reference).changes
    assert {change.kind for change in changes} == set(ChangeKind)
    assert all(change.why.get("en") and change.why.get("zh_Hans") for change in changes)


def test_the_crm_questionnaire_answers_items_of_the_fields_it_is_about():
    answered = library.questionnaire("crm-implementation@1").answers_elsewhere
    assert {each.item.partition(".")[0] for each in answered} == {"I4", "I5", "I6"}
    assert all(each.questionnaire == MODEL for each in answered)
