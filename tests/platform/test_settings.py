"""Settings: read once, everything wrong named at once, what is unset is safe."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.platform import settings
from assess.platform.faults import Faults


def read(**environment: str) -> settings.Settings:
    return settings.read({f"ASSESS_{name.upper()}": value for name, value in environment.items()})


def settings_or_faults(environment: dict[str, str]) -> tuple[set[str], settings.Settings | None]:
    """Return the variables that were found wrong, or the settings."""
    try:
        return set(), settings.read(environment)
    except Faults as faults:
        return {fault.key for fault in faults.faults}, None


def test_without_any_setting_data_is_kept_by_sqlite_in_the_data_folder():
    unset = read()
    assert unset.database == f"sqlite:///{Path('var').absolute() / 'assess.db'}"
    assert unset.evidence == f"file://{Path('var').absolute() / 'evidence'}"
    assert not unset.is_postgresql
    assert not unset.is_secure
    assert unset.secret == ""
    assert unset.hosts == settings.LOCAL_HOSTS


def test_everything_that_is_wrong_is_named_at_once():
    with pytest.raises(Faults) as raised:
        read(proxies="-1", mail_port="smtp", evidence_limit="0", workers="1.5", base_url="assess.example.org", database="mysql://x/y")
    named = {fault.key for fault in raised.value.faults}
    assert named == {
        "ASSESS_PROXIES",
        "ASSESS_MAIL_PORT",
        "ASSESS_EVIDENCE_LIMIT",
        "ASSESS_WORKERS",
        "ASSESS_BASE_URL",
        "ASSESS_DATABASE",
    }


@pytest.mark.parametrize("number", ["٣", "²", "1e3", "0x10", "+1", "1_000", "∞", "NaN"])
def test_a_whole_number_is_written_in_plain_digits(number):
    faults, made = settings_or_faults({"ASSESS_WORKERS": number})
    assert faults == {"ASSESS_WORKERS"} or (made is not None and made.workers == int(number))


@given(st.dictionaries(st.sampled_from([setting.variable for setting in settings.SETTINGS]), st.text(max_size=60)))
def test_any_environment_gives_settings_or_faults(environment):
    faults, made = settings_or_faults(environment)
    assert faults <= set(environment)
    assert faults or (made is not None and made.data.is_absolute())


def test_an_address_in_the_open_makes_cookies_secure_and_its_host_trusted():
    made = read(base_url="https://assess.example.org")
    assert made.is_secure
    assert made.hosts[0] == "assess.example.org"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg_however_it_is_written(scheme):
    made = read(database=f"{scheme}://somebody:secret@db/assess")
    assert made.database == "postgresql+psycopg://somebody:secret@db/assess"
    assert made.is_postgresql


def test_a_password_in_the_address_of_a_database_is_not_told_with_its_fault():
    with pytest.raises(Faults) as raised:
        read(database="mysql://root:hunter2@db/assess")
    assert "hunter2" not in str(raised.value)


def test_every_field_has_its_variable_and_secrets_are_known_as_such():
    assert {setting.field for setting in settings.SETTINGS} == {field.name for field in dataclasses.fields(settings.Settings)}
    assert {setting.field for setting in settings.SETTINGS if setting.secret} == {"database", "secret", "mail_password"}
