"""The forms of a page as a browser reads them, and what a hostile one sends."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser

from hypothesis import strategies as st

SCRIPT = "<script>alert(7)</script>"
HANDLER = '"><img src=x onerror=alert(7)>'
TEMPLATE, RENDERED = "{{70*71}}${70*71}#{70*71}<%=70*71%>", "4970"
HOSTILE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[31m\x07\x08",
    "\u202ereversed\u2066",
    "\ufeff\u200b",
    "x" * 20_001,
    "名" * 3_000,
    "😀" * 400,
    "NaN",
    "-Infinity",
    "1e309",
    "-1",
    "0",
    "3.14159",
    "99999999999999999999",
    "9223372036854775808",
    "2147483648",
    "٣",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    SCRIPT,
    HANDLER,
    TEMPLATE,
    "../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE account; --",
    "%00%0a",
    "a\r\nSet-Cookie: x=1",
    "http://[",
    "javascript:alert(7)",
    "mei@example.org\nBcc: all@example.org",
    "a@b",
    "null",
    "[]",
    "{}",
    "y",
)
EXTRAS = (
    "id",
    "organisation_id",
    "organisation",
    "assessment_id",
    "account_id",
    "role",
    "by",
    "created_by",
    "state",
    "kind",
    "version",
    "is_admin",
    "password_hash",
    "email",
    "act",
    "item",
    "at",
    "approved_by",
    "verified",
)
"""Names of columns that no form has to offer to whoever fills it in; sent along all the same."""


@dataclass
class Field:
    """A field of a form: its name, its type, what the browser would send, what it offers."""

    name: str
    type: str
    value: str = ""
    offered: list[str] = field(default_factory=list)
    sent: bool = True


@dataclass
class Form:
    """A form that changes something."""

    action: str
    fields: list[Field] = field(default_factory=list)

    def filled(self) -> dict[str, list[str]]:
        """Return what a browser sends when nothing was touched."""
        data: dict[str, list[str]] = {}
        for each in self.fields:
            if each.sent and each.type != "file":
                data.setdefault(each.name, []).append(each.value)
        return data


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            if self._form:
                self.forms.append(self._form)
        elif self._form is None or ("name" not in given and tag != "option"):
            return
        elif tag == "input":
            kind = given.get("type", "text")
            on = kind not in {"radio", "checkbox"} or "checked" in given
            self._form.fields.append(Field(given["name"], kind, given.get("value", "on"), sent=on and kind != "submit"))
        elif tag == "button":
            self._form.fields.append(Field(given["name"], "submit", given.get("value", ""), sent=False))
        elif tag == "textarea":
            self._text = Field(given["name"], "textarea")
            self._form.fields.append(self._text)
        elif tag == "select":
            self._select = Field(given["name"], "select")
            self._form.fields.append(self._select)
        elif tag == "option" and self._select is not None:
            value = given.get("value", "")
            self._select.offered.append(value)
            if "selected" in given or len(self._select.offered) == 1:
                self._select.value = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data


def forms(page: str, address: str) -> list[Form]:
    """Return the forms of a page that change something, one for each address they go to."""
    reader = _Reader()
    reader.feed(page)
    found: dict[str, Form] = {}
    for form in reader.forms:
        form.action = form.action or address
        known = found.setdefault(form.action, form)
        if known is not form:
            known.fields += [each for each in form.fields if each.name not in {one.name for one in known.fields}]
    return list(found.values())


def values(each: Field) -> st.SearchStrategy[list[str]]:
    """What may come for a field: what belongs there, what does not, nothing, several."""
    belongs = st.sampled_from([each.value, *each.offered])
    one = st.one_of(belongs, st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
    return st.one_of(one.map(lambda value: [value]), st.lists(one, max_size=3))


def submissions(form: Form, extra: str) -> st.SearchStrategy[dict[str, object]]:
    """What a hostile browser sends: any values, missing fields, fields that are not the form's (``extra`` is their value), files."""
    given: dict[str, st.SearchStrategy[object]] = {}
    for each in form.fields:
        if each.type == "file":
            name = st.sampled_from(["../../x.pdf", "x.exe", "\x00.pdf", "名" * 200 + ".xlsx", "con.pdf", ".htaccess", "x", SCRIPT + ".pdf"])
            content = st.one_of(st.binary(max_size=200), st.sampled_from([b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n", b"{}", b"id: x\n"]))
            given[each.name] = st.builds(lambda data, called: (io.BytesIO(data), called), content, name)
        else:
            given[each.name] = values(each)
    more = st.dictionaries(st.sampled_from(EXTRAS), st.sampled_from([extra, "administrator", "closed", "1"]), max_size=4)
    fixed = st.fixed_dictionaries({}, optional=given)
    return st.builds(lambda sent, beside: {**beside, **sent}, fixed, more)
