"""Every address of the application: what its ids stand for, who sees it, what it sends. A view that is not listed here fails a test.

``nouns`` says what each variable of the address names, as in ``Furnished``. ``seen_by`` are those of the cast who get the page; everybody
else is told that it is not there (404) or not for them (403), and a visitor is shown the way to sign in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import flask

from tests.cast import PEOPLE

EVERYBODY = frozenset(PEOPLE)
SEES_ASSESSMENT = frozenset({"mei", "ben", "ana", "rita", "olga", "sam"})
SEES_ANSWERS = frozenset({"mei", "rita", "olga", "sam"})
SEES_RESULT = frozenset({"mei", "rita", "olga", "sam"})
ASKS = frozenset({"mei", "olga", "sam"})
SEES_ORGANISATION = frozenset({"mei", "rita", "olga", "sam", "ada"})
EDITS_ORGANISATION = frozenset({"mei", "sam", "ada"})
BEGINS = frozenset({"mei", "sam"})
INVITES = frozenset({"mei", "sam", "ada"})
MEI, ADA, SAM = frozenset({"mei"}), frozenset({"ada"}), frozenset({"sam"})


@dataclass(frozen=True)
class Page:
    """An address one looks at. ``sends``: html, json, file or on (leads elsewhere). ``open``: whether a visitor sees it."""

    endpoint: str
    seen_by: frozenset[str]
    nouns: Mapping[str, str] = field(default_factory=dict)
    sends: str = "html"
    open: bool = False

    @property
    def viewer(self) -> str:
        """Who looks at it where one is enough: the one of Lantern first; empty for a page that is a visitor's."""
        return next((name for name in PEOPLE if name in self.seen_by), "")


@dataclass(frozen=True)
class Act:
    """An address that changes something. ``nouns`` as for pages; ``own``: what it changes is the actor's own; ``open``: visitors do it."""

    endpoint: str
    method: str = "POST"
    nouns: Mapping[str, str] = field(default_factory=dict)
    own: bool = False
    open: bool = False
    who: str = "mei"
    """Who of the cast may do it to Lantern's."""


def page(endpoint: str, seen_by: frozenset[str], *, sends: str = "html", open_: bool = False, **nouns: str) -> Page:
    """Return a page; its variables and what they name as keyword arguments."""
    return Page(endpoint, seen_by, nouns, sends, open_)


def act(endpoint: str, *, method: str = "POST", own: bool = False, open_: bool = False, who: str = "mei", **nouns: str) -> Act:
    """Return an act; its variables and what they name as keyword arguments."""
    return Act(endpoint, method, nouns, own or open_, open_, who)


ASSESSMENT = {"id": "assessment"}
ON_ITEM = {"id": "assessment", "item": "item"}

PAGES: tuple[Page, ...] = (
    page("web.samples_listed", EVERYBODY, open_=True),
    page("people.sign_in", frozenset(), open_=True),
    page("people.second_factor", frozenset(), open_=True, sends="on"),
    page("people.invitation", EVERYBODY, open_=True, key="key"),
    page("people.reset", EVERYBODY, open_=True, key="reset_key"),
    page("people.first_start", frozenset(), open_=True, key="first_key"),
    page("people.account", EVERYBODY),
    page("people.password", EVERYBODY),
    page("people.factor", EVERYBODY),
    page("people.browsers", EVERYBODY),
    page("people.accounts", ADA),
    page("people.shown", ADA, id="account"),
    page("people.invite", ADA),
    page("assessments.home", EVERYBODY),
    page("assessments.shown", SEES_ASSESSMENT, **ASSESSMENT),
    page("assessments.people", SEES_ANSWERS, **ASSESSMENT),
    page("assessments.edit", BEGINS, **ASSESSMENT),
    page("assessments.assignment", MEI, **ASSESSMENT),
    page("assessments.organisation_people", SEES_ORGANISATION, id="organisation"),
    page("assessments.new", BEGINS, id="organisation"),
    page("assessments.campaigns", SAM),
    page("assessments.campaign", SAM, id="campaign"),
    page("assessments.new_campaign", SAM),
    page("organisations.listed", SEES_ORGANISATION | {"charlie"}),
    page("organisations.new", SAM | ADA),
    page("organisations.shown", SEES_ORGANISATION, id="organisation"),
    page("organisations.edit", EDITS_ORGANISATION, id="organisation"),
    page("assessments.answers", SEES_ASSESSMENT, sends="on", **ASSESSMENT),
    page("answering.criterion", SEES_ASSESSMENT, id="assessment", criterion="criterion"),
    page("answering.history", SEES_ASSESSMENT, **ON_ITEM),
    page("evidence.item", SEES_ASSESSMENT, **ON_ITEM),
    page("evidence.download", SEES_ASSESSMENT, id="assessment", evidence_id="evidence", sends="file"),
    page("evidence.sheet", SEES_ASSESSMENT, **ASSESSMENT),
    page("evidence.sheet_file", SEES_ASSESSMENT, sends="file", **ASSESSMENT),
    page("results.executive", SEES_RESULT, **ASSESSMENT),
    page("results.elements", SEES_RESULT, **ASSESSMENT),
    page("results.trace", SEES_RESULT, **ASSESSMENT),
    page("results.item", SEES_RESULT, **ON_ITEM),
    page("results.weights", SEES_RESULT, **ASSESSMENT),
    page("results.peers", SEES_RESULT, **ASSESSMENT),
    page("results.roadmap", SEES_RESULT, **ASSESSMENT),
    page("results.trend", SEES_RESULT, **ASSESSMENT),
    page("administration.settings", ADA),
    page("administration.branding", ADA),
    page("administration.logo", ADA, sends="file"),
    page("administration.questionnaires", SAM),
    page("administration.questionnaire", SAM, reference="reference_of_questionnaire"),
    page("administration.questionnaire_file", SAM, sends="file", reference="reference_of_questionnaire"),
    page("administration.draft", SAM, id="draft"),
    page("administration.upload", SAM),
    page("reporting.reports", SEES_RESULT, **ASSESSMENT),
    page("reporting.reports_state", SEES_RESULT, sends="json", **ASSESSMENT),
    page("reporting.batch", ASKS | {"jonas", "aiko", "charlie"}),
    page("reporting.batch_shown", SEES_RESULT, batch="batch"),
    page("reporting.batch_state", SEES_RESULT, sends="json", batch="batch"),
    page("reporting.batch_download", SEES_RESULT, sends="file", batch="batch"),
    page("reporting.download", SEES_RESULT, sends="file", job="job"),
    page("reporting.state", SEES_RESULT, sends="json", job="job"),
)

ACTS: tuple[Act, ...] = (
    act("web.choose_language", open_=True),
    act("people.sign_in_now", open_=True),
    act("people.second_factor_now", open_=True),
    act("people.sign_out", open_=True),
    act("people.join", open_=True, key="key"),
    act("people.accept", open_=True, key="key"),
    act("people.reset_now", open_=True, key="reset_key"),
    act("people.start_now", open_=True, key="first_key"),
    act("people.describe", own=True),
    act("people.change_password", own=True),
    act("people.begin_factor", own=True),
    act("people.confirm_factor", own=True),
    act("people.renew_codes", own=True),
    act("people.remove_factor", own=True),
    act("people.end_session", id="session"),
    act("people.end_other_sessions", own=True),
    act("people.disable", who="ada", id="account"),
    act("people.enable", who="ada", id="account"),
    act("people.new_password_link", who="ada", id="account"),
    act("people.without_second_factor", who="ada", id="account"),
    act("people.withdraw", who="ada", id="invitation"),
    act("people.remove_role", who="ada", id="grant"),
    act("people.invite_now", who="ada"),
    act("organisations.new", who="ada"),
    act("organisations.edit", id="organisation"),
    act("organisations.archive", id="organisation"),
    act("assessments.new", id="organisation"),
    act("assessments.edit", **ASSESSMENT),
    act("assessments.change_state", **ASSESSMENT),
    act("assessments.assignment", **ASSESSMENT),
    act("assessments.invite", **ASSESSMENT),
    act("assessments.invite_to_organisation", id="organisation"),
    act("assessments.withdraw", id="invitation"),
    act("assessments.remove", id="grant"),
    act("assessments.new_campaign", who="sam"),
    act("answering.save", method="PUT", **ON_ITEM),
    act("answering.save_all", id="assessment", criterion="criterion"),
    act("answering.restore", **ON_ITEM),
    act("evidence.add", **ON_ITEM),
    act("evidence.remove", evidence_id="evidence", **ON_ITEM),
    act("evidence.put_back", evidence_id="evidence", **ON_ITEM),
    act("evidence.comment", **ON_ITEM),
    act("evidence.withdraw", comment_id="comment", **ON_ITEM),
    act("evidence.approve", **ON_ITEM),
    act("evidence.refuse", **ON_ITEM),
    act("evidence.preview", **ASSESSMENT),
    act("evidence.confirm", **ASSESSMENT),
    act("administration.choose_branding", who="ada"),
    act("administration.send_letter", who="ada"),
    act("administration.discard", who="sam", id="draft"),
    act("administration.publish", who="sam", id="draft"),
    act("administration.take_upload", who="sam"),
    act("reporting.ask", **ASSESSMENT),
    act("reporting.ask_many", own=True),
    act("reporting.again", job="waiting"),
    act("reporting.cancel", job="waiting"),
    act("reporting.cancel_batch", batch="batch"),
)

FILES = frozenset({"static", "bootstrap.static", "web.sample"})
"""Endpoints that send files of the program or of the samples; they have tests of their own."""


def addresses(app: flask.Flask, entry: Page | Act, ids: Mapping[str, str]) -> str:
    """Return the address of a page or an act with these ids in it."""
    with app.test_request_context():
        filled = {variable: ids.get(noun, noun) for variable, noun in entry.nouns.items()}
        method = entry.method if isinstance(entry, Act) else "GET"
        return flask.url_for(entry.endpoint, _method=method, **filled)  # type: ignore[arg-type]  # ids are plain text


def exchanged(entry: Page | Act, own: Mapping[str, str], other: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the ids of an address with one of them exchanged for the other organisation's, or for one that is not there."""
    for variable, noun in entry.nouns.items():
        for replacement in dict.fromkeys((other[noun], "n0tthere")):
            if replacement != own[noun]:
                yield variable, {**own, noun: replacement}
