"""Forms filled in by somebody who means harm, or by a cat on the keyboard: no error, nothing unescaped, nothing of others changed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assess.assessments.tables import AssessmentRow, CommentRow
from assess.organisations.tables import OrganisationRow
from assess.people.roles import OF_INSTALLATION_ONLY
from assess.people.tables import AccountRow, GrantRow
from assess.platform import database
from assess.platform.database import Row
from tests.cast import PEOPLE
from tests.web.every_page import PAGES, Page, addresses
from tests.web.forms import HANDLER, RENDERED, SCRIPT, TEMPLATE, Form, forms, submissions
from tests.web.house import House

HTML = [page for page in PAGES if page.sends == "html"]
pages = pytest.mark.parametrize("page", HTML, ids=lambda page: page.endpoint)
AROUND = {"/sign-out", "/language"}
"""The forms in the frame of every page; they are looked at once."""
quick = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def unescaped(text: str) -> bool:
    """Whether something a person typed would run, or was worked out by the server."""
    return "<script>alert(7)" in text or "<img src=x" in text or RENDERED in text


def of_others(house: House) -> dict[str, list[Any]]:
    """Return every row of Charlie's organisation, and who holds the roles of the installation."""
    other = house.furnished.other
    rows: dict[str, list[Any]] = {}
    with database.reading(house.installed.engine) as session:
        for table in Row.metadata.sorted_tables:
            columns = [column for column in ("organisation_id", "assessment_id") if column in table.c]
            mine = [table.c[column].in_([other["organisation"], other["assessment"]]) for column in columns]
            for each in mine or ([table.c.id.in_(list(other.values()))] if table.name in {"organisation", "campaign"} else []):
                rows[str(each.left)] = session.execute(select(table).where(each).order_by(*table.primary_key.columns)).all()  # type: ignore[attr-defined]
        high = select(GrantRow.account_id, GrantRow.role).where(GrantRow.role.in_([role.value for role in OF_INSTALLATION_ONLY]))
        rows["high"] = sorted(map(tuple, session.execute(high)))
    return rows


@pages
def test_whatever_is_sent_by_a_form_is_answered_and_nothing_of_others_changes(own_house: House, page: Page):
    house, address = own_house, addresses(own_house.app, page, own_house.furnished.own)
    before = of_others(house)
    text = house.client(page.viewer).get(address).get_data(as_text=True)
    for form in forms(text, address):
        if form.action in AROUND and page.endpoint != "people.account":
            continue
        _send(house, page.viewer, form)
    shown = house.client(page.viewer).get(address)
    assert shown.status_code < 500
    assert not unescaped(shown.get_data(as_text=True))
    if page.viewer == "mei":
        assert of_others(house) == before


def _send(house: House, viewer: str, form: Form) -> None:
    with_files = any(each.type == "file" for each in form.fields)

    @quick
    @given(sent=submissions(form, house.furnished.other["assessment"]))
    def send(sent: dict[str, Any]) -> None:
        kind = "multipart/form-data" if with_files else "application/x-www-form-urlencoded"
        answer = house.client(viewer).post(form.action, data=sent, content_type=kind)
        assert answer.status_code < 500
        if answer.mimetype == "text/html":
            assert not unescaped(answer.get_data(as_text=True))
        assert "\n" not in answer.headers.get("Location", "")
        assert not re.match(r"(https?:)?//", answer.headers.get("Location", ""))

    send()


def test_markup_and_templates_that_were_typed_are_shown_as_text_wherever_they_appear(own_house: House):
    """Every text of every form is markup; then everybody looks at everything."""
    house = own_house
    for page in HTML:
        address = addresses(house.app, page, house.furnished.own)
        for form in forms(house.client(page.viewer).get(address).get_data(as_text=True), address):
            if form.action in AROUND or re.search(r"/(archive|state|disable|end|end-others|withdraw|remove|cancel)$", form.action):
                continue
            data = form.filled()
            for each in form.fields:
                if each.type in {"text", "textarea", "search"}:
                    data[each.name] = [f"{SCRIPT}{HANDLER}{TEMPLATE}"[:180]]
            assert house.client(page.viewer).post(form.action, data=data).status_code < 500
    for page in HTML:
        for name in PEOPLE:
            answer = house.client(name).get(addresses(house.app, page, house.furnished.own))
            assert answer.status_code < 500
            assert not unescaped(answer.get_data(as_text=True)), (page.endpoint, name)


def test_a_field_that_a_form_does_not_have_changes_nothing(own_house: House):
    """Mass assignment: names of columns are sent along with what a browser sends; they stay what they were."""
    house, own, other = own_house, own_house.furnished.own, own_house.furnished.other
    extra = {
        "id": other["assessment"],
        "organisation_id": other["organisation"],
        "assessment_id": other["assessment"],
        "role": "administrator",
    }
    extra |= {"by": other["account"], "created_by": other["account"], "added_by": other["account"], "account_id": other["account"]}
    extra |= {"state": "closed", "kind": "assessed", "period": "1999", "email": "charlie@example.org", "password_hash": "x", "item": "L9.9"}
    kept = (
        (
            AssessmentRow,
            own["assessment"],
            ("id", "organisation_id", "state", "kind", "period", "created_by", "scheme", "questionnaire_hash"),
        ),
        (OrganisationRow, own["organisation"], ("id", "created_by", "archived_at")),
        (AccountRow, house.cast.accounts["mei"], ("id", "email", "password_hash", "totp_secret", "disabled_at")),
    )

    def columns() -> list[Any]:
        with database.reading(house.installed.engine) as session:
            return [[getattr(session.get_one(row, id_), name) for name in names] for row, id_, names in kept]

    before, others = columns(), of_others(house)
    for endpoint in ("organisations.edit", "assessments.edit", "people.account", "evidence.item"):
        page = next(page for page in PAGES if page.endpoint == endpoint)
        address = addresses(house.app, page, own)
        for form in forms(house.client("mei").get(address).get_data(as_text=True), address):
            if form.action in AROUND or re.search(r"/(archive|state)$", form.action):
                continue
            sent = {**{name: [value] for name, value in extra.items()}, **form.filled()}
            sent |= {each.name: ["很好"] for each in form.fields if each.type == "textarea" and not each.value}
            assert house.client("mei").post(form.action, data=sent).status_code < 500
    assert columns() == before
    assert of_others(house) == others
    with database.reading(house.installed.engine) as session:
        said = session.execute(select(CommentRow.by, CommentRow.assessment_id, CommentRow.item).where(CommentRow.text == "很好")).all()
    assert set(map(tuple, said)) <= {(house.cast.accounts["mei"], own["assessment"], own["item"])}
    assert said


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "level",
                    "yes",
                    "choice",
                    "percent",
                    "value",
                    "note",
                    "by",
                    "verified",
                    "trend",
                    "measured",
                    "not_applicable",
                    "evidence",
                    "x",
                ]
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def test_whatever_is_sent_as_an_answer_is_answered(own_house: House):
    house, own = own_house, own_house.furnished.own
    client, before = house.client("mei"), of_others(own_house)

    @settings(quick, max_examples=120)
    @given(
        item=st.sampled_from(["L1.1", "L2.2", "L3.2", "S2.1", "S2.4", "x"]),
        asked=st.one_of(plain, st.fixed_dictionaries({"answer": plain, "version": plain, "save": plain})),
    )
    def send(item: str, asked: object) -> None:
        body = json.dumps(asked).encode()
        answer = client.put(
            f"/assessments/{own['assessment']}/answers/{item}",
            data=body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        assert answer.status_code in {200, 400, 404, 409, 422}
        assert answer.mimetype == "application/json"

    send()
    assert of_others(house) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"answer": ' + b"1" * 5000 + b"}",
        b'"\\ud800"',
        b'{"answer": {"note": "\\ud800\\u0000"}, "version": 0, "save": "a"}',
        b'{"answer": {"level": 3}, "version": 1e400, "save": "a"}',
    ],
)
def test_what_is_no_json_is_refused_politely(own_house: House, body: bytes):
    own = own_house.furnished.own
    answer = own_house.client("mei").put(
        f"/assessments/{own['assessment']}/answers/L1.1", data=body, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code in {400, 409, 413, 422}
    assert answer.json is not None
