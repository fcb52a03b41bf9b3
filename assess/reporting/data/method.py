"""How the result came about, so that somebody else can recompute it: versions, sampling, team, and how firm the level is."""

from __future__ import annotations

from assess import __version__
from assess.method.assessment import Member
from assess.method.scheme import Family
from assess.reporting.data import items, judgements, packs, words
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, MemberRow, Method
from assess.reporting.writer import NONE, visible
from assess.results import wording


def build(material: Material) -> Method:
    """Return the chapter on method."""
    write, assessment = material.write, material.assessment
    root, nodes = judgements.nodes(material)
    return Method(
        versions=tuple(fact for fact in _versions(material) if fact.text),
        packs=packs.build(material),
        scheme_text=write.text(material.scheme.description),
        root=root,
        nodes=nodes,
        random_index=judgements.random_index(material),
        weights_text=judgements.text(material),
        not_applicable=items.not_applicable(material),
        unanswered=items.unanswered(material),
        sampling=write.text(assessment.sampling),
        verification=_verification(material),
        team=tuple(_member(material, member) for member in assessment.team),
        independence=_independence(material),
        adjustments=tuple(Fact(write.text(each.reason), write.signed(each.points).text) for each in material.result.adjustments),
        firmness=tuple(said for said in (interval_text(material), probability_text(material)) if said),
        critical_text=judgements.critical_text(material),
    )


def interval_text(material: Material) -> str:
    """Say between which scores the result lies — or, with gaps, where it may end — and how that was found out."""
    write, interval = material.write, material.result.interval
    if interval is None:
        return write.gettext("No interval was computed.")
    facts = {
        "confidence": write.share(interval.confidence).text,
        "low": write.number(interval.low),
        "high": write.number(interval.high),
        "draws": write.count(interval.draws),
        "seed": str(interval.seed),
    }
    if material.result.provisional:
        return write.gettext(
            "Where the score may end once every gap is filled: in {confidence} of {draws} draws between {low} and {high} (seed {seed}).",
            **facts,
        )
    return write.gettext("With a confidence of {confidence} the score lies between {low} and {high} ({draws} draws, seed {seed}).", **facts)


def probability_text(material: Material) -> str:
    """Say how often the level holds over the draws, and what was taken as given."""
    write = material.write
    return write.shares(wording.firmness(material.result, material.assessment.kind, write.language))


def _versions(material: Material) -> tuple[Fact, ...]:
    write, case = material.write, material.evaluated.case
    family = write.gettext("Maturity") if material.scheme.family is Family.MATURITY else write.gettext("Conformity stars")
    return (
        Fact(write.gettext("Questionnaire"), case.questionnaire.reference),
        Fact(write.gettext("Content of the questionnaire (SHA-256)"), case.questionnaire.content_hash),
        Fact(write.gettext("Packs"), write.listing(case.assessment.packs)),
        Fact(write.gettext("Scheme"), write.aside(case.scheme.reference, family)),
        Fact(write.gettext("Content of the scheme (SHA-256)"), case.scheme.content_hash),
        Fact(write.gettext("Judgements"), visible(case.weights_name)),
        Fact(write.gettext("Program"), f"Assess {__version__}"),
    )


def _verification(material: Material) -> tuple[Fact, ...]:
    """Count the evidence by kind."""
    counts: dict[str, int] = {}
    for answer in material.assessment.answers.values():
        for evidence in answer.evidence:
            counts[evidence.kind] = counts.get(evidence.kind, 0) + 1
    return tuple(
        Fact(words.evidence_kind(material.write, kind), material.write.count(counts[kind]))
        for kind in words.evidence_kinds()
        if kind in counts
    )


def _member(material: Material, member: Member) -> MemberRow:
    write = material.write
    independent = {None: NONE, True: write.gettext("Yes"), False: write.gettext("No")}[member.independent]
    return MemberRow(write.text(member.name), words.role(write, member.role), write.text(member.organisation), independent)


def _independence(material: Material) -> str:
    """Say plainly whether those who assessed are independent of the organisation."""
    write, team = material.write, [member for member in material.assessment.team if member.role in {"lead", "assessor", "expert"}]
    if material.assessment.is_self:
        return write.gettext("The answers were given by the organisation itself; they have not been verified independently.")
    if not team:
        return write.gettext("No assessment team is named.")
    if all(member.independent for member in team):
        return write.gettext("Every assessor has declared to be independent of the organisation.")
    return write.gettext("Not every assessor has declared to be independent of the organisation.")
