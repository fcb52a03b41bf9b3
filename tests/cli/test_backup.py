"""`assess backup` and `assess restore`: what people at a terminal meet."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from assess.administration import demo
from assess.people.tables import AccountRow
from assess.platform import database, schema_versions
from assess.platform import settings as settings_

NOTHING_DONE = 1


@pytest.fixture
def filled(monkeypatch, tmp_path):
    """A data folder with the samples, which the environment names."""
    import datetime

    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    engine = database.engine(settings_.read().database)
    schema_versions.upgrade(engine)
    with database.writing(engine) as session:
        demo.populate(session, password="some long password", now=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))
    engine.dispose()
    return tmp_path


def test_a_backup_is_taken_and_restored_elsewhere(assess, filled, monkeypatch):
    ran = assess("backup", filled / "b.zip")
    assert ran.status == 0, ran.err
    assert "rows of" in ran.out
    assert "keep it as you keep those" in ran.out
    monkeypatch.setenv("ASSESS_DATA", str(filled / "other"))
    ran = assess("restore", filled / "b.zip")
    assert ran.status == 0, ran.err
    engine = database.engine(settings_.read().database)
    with database.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(AccountRow)) >= len(demo.CAST)
    engine.dispose()


def test_the_json_says_what_is_in_it(assess, filled):
    said = json.loads(assess("backup", filled / "b.zip", "--json").out)
    assert said["revision"] == schema_versions.newest()
    assert said["tables"]["answer"] > 500
    assert said["faults"] == 0


def test_an_installation_that_is_used_is_not_overwritten(assess, filled):
    assess("backup", filled / "b.zip")
    before = sorted(path for path in (filled / "data").rglob("*"))
    ran = assess("restore", filled / "b.zip")
    assert ran.status == NOTHING_DONE
    assert "nothing was restored" in ran.err
    assert sorted(path for path in (filled / "data").rglob("*")) == before


def test_a_file_that_exists_is_not_overwritten(assess, filled):
    (filled / "b.zip").write_bytes(b"mine")
    ran = assess("backup", filled / "b.zip")
    assert ran.status == NOTHING_DONE
    assert (filled / "b.zip").read_bytes() == b"mine"


def test_a_damaged_file_leaves_nothing_behind(assess, filled, monkeypatch):
    assess("backup", filled / "b.zip")
    content = bytearray((filled / "b.zip").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (filled / "b.zip").write_bytes(content)
    monkeypatch.setenv("ASSESS_DATA", str(filled / "other"))
    ran = assess("restore", filled / "b.zip")
    assert ran.status == NOTHING_DONE
    assert "damaged" in ran.err
    assert [path for path in (filled / "other").rglob("*") if path.is_file()] == []


def test_a_folder_that_is_not_there_is_named(assess, filled):
    ran = assess("backup", filled / "none" / "b.zip")
    assert ran.status == NOTHING_DONE
    assert "cannot be written" in ran.err


def test_a_file_that_is_not_there_is_named(assess, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    ran = assess("restore", tmp_path / "none.zip")
    assert ran.status == NOTHING_DONE
    assert "No such file" in ran.err
