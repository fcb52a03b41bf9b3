"""A backup holds one moment of everything, and comes back whole or not at all, on either database."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from assess.administration import backing_up, restoring
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, EvidenceRow
from assess.people import sessions
from assess.people.tables import AccountRow
from assess.platform import database, schema_versions
from assess.platform.faults import Faults
from assess.platform.shelves import shelf
from assess.reporting.tables import JobRow
from assess.web import application
from tests import cast as casting

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = b"%PDF-1.7 minutes of the meeting \x00\xff" * 1000


@pytest.fixture
def lived_in(installed, cast):
    """The installation with evidence, a report that waits, a later assessment kept before the one it follows, a shelf and a secret."""
    now = installed.clock()
    sha256, size = installed.storage.put(io.BytesIO(EVIDENCE), limit=10**9)
    with database.writing(installed.engine) as session:
        made = {"assessment_id": cast.assessment, "item": "L1.1", "added_by": cast.accounts["mei"], "added_at": now}
        session.add(EvidenceRow(id="e1", kind="document", title="Minutes 纪要 🌊", sha256=sha256, size=size, file_name="m.pdf", **made))
        session.get_one(AssessmentRow, min(cast.assessment, cast.assessed)).previous_id = max(cast.assessment, cast.assessed)
        asked = {"requested_by": cast.accounts["mei"], "requested_at": now}
        session.add(JobRow(id="j1", assessment_id=cast.assessment, design="x", language="en", ending=".pdf", state="requested", **asked))
    own = installed.settings.data / "questionnaires" / "ours" / "1"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text("format: assess/pack@1\n", encoding="utf-8")
    application.create(installed)  # makes the key that signs cookies
    return installed


@pytest.fixture
def backup(lived_in, tmp_path):
    path = tmp_path / "backup.zip"
    backing_up.take(lived_in, path)
    return path


def tables_in(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("tables/")}


def foreign_keys_hold(installed):
    """Whether every reference leads to a row; PostgreSQL sees to it itself."""
    if installed.engine.dialect.name == "sqlite":
        with database.reading(installed.engine) as session:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_backed_up_on_either_database(backup, lived_in, make_installation, target, tmp_path):
    made = make_installation(target, bare=True)
    restoring.restore(made, backup)
    again = tmp_path / "again.zip"
    backing_up.take(made, again)
    assert tables_in(again) == tables_in(backup)
    assert schema_versions.current(made.engine) == schema_versions.newest()
    foreign_keys_hold(made)
    (sha256,) = made.storage.all()
    assert made.storage.read(sha256) == EVIDENCE
    data, before = made.settings.data, lived_in.settings.data
    assert (data / "questionnaires/ours/1/pack.yaml").read_bytes() == (before / "questionnaires/ours/1/pack.yaml").read_bytes()
    assert (data / "secret").read_bytes() == (before / "secret").read_bytes()
    assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_people_can_sign_in_afterwards_and_are_still_signed_in(lived_in, cast, make_installation, target, tmp_path):
    from argon2 import PasswordHasher

    with database.writing(lived_in.engine) as session:
        key = sessions.begin(session, cast.accounts["mei"], now=lived_in.clock())
    backing_up.take(lived_in, tmp_path / "b.zip")
    made = make_installation(target, bare=True)
    restoring.restore(made, tmp_path / "b.zip")
    with database.reading(made.engine) as session:
        found = sessions.actor(session, key, now=lived_in.clock())
        hashed = session.scalar(select(AccountRow.password_hash).where(AccountRow.id == cast.accounts["mei"]))
    assert found is not None
    assert found[0].id == cast.accounts["mei"]
    assert PasswordHasher().verify(hashed, casting.PASSWORD)
    restored = application.create(made)
    assert restored.secret_key == application.create(lived_in).secret_key
    restored.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    signed_in = restored.test_client().post("/sign-in", data={"email": "mei@example.org", "password": casting.PASSWORD})
    assert signed_in.status_code == 302
    assert "Set-Cookie" in signed_in.headers


def test_a_report_that_waited_is_made_after_restoring_to_postgresql(backup, make_installation):
    made = make_installation("postgresql", bare=True)
    restoring.restore(made, backup)
    with database.reading(made.engine) as session:
        assert [row[0] for row in session.execute(text("select args from procrastinate_jobs"))] == [{"job": "j1"}]


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [each.name for each in backup.parent.iterdir() if each.name.endswith(".part")] == []


def test_a_backup_does_not_overwrite_a_file(lived_in, tmp_path):
    path = tmp_path / "there.zip"
    path.write_bytes(b"mine")
    with pytest.raises(Faults, match="exists already"):
        backing_up.take(lived_in, path)
    assert path.read_bytes() == b"mine"


def test_a_backup_taken_while_somebody_saves_holds_one_moment(lived_in, cast, make_installation, tmp_path):
    url = lived_in.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.administration.saving", url, cast.assessment, cast.accounts["ben"]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as saving:
        try:
            assert saving.stdout is not None
            assert saving.stdout.readline() == "saving\n"
            paths = []
            for number in range(4):
                paths.append(tmp_path / f"{number}.zip")
                backing_up.take(lived_in, paths[-1])
                time.sleep(0.2)
        finally:
            saving.kill()
    seen = []
    for path in paths:
        made = make_installation("sqlite", bare=True)
        restoring.restore(made, path)
        foreign_keys_hold(made)
        with database.reading(made.engine) as session:
            current = dict(session.execute(select(AnswerRow.item, AnswerRow.version).where(AnswerRow.item.like("X%"))).all())
            kept = session.execute(
                select(AnswerVersionRow.item, func.max(AnswerVersionRow.version), func.count())
                .where(AnswerVersionRow.item.like("X%"))
                .group_by(AnswerVersionRow.item)
            ).all()
            equal = session.scalar(
                select(func.count())
                .select_from(AnswerRow)
                .join(
                    AnswerVersionRow,
                    (AnswerVersionRow.assessment_id == AnswerRow.assessment_id)
                    & (AnswerVersionRow.item == AnswerRow.item)
                    & (AnswerVersionRow.version == AnswerRow.version)
                    & (AnswerVersionRow.content == AnswerRow.content),
                )
            )
            total = session.scalar(select(func.count()).select_from(AnswerRow))
        assert {item: newest for item, newest, _ in kept} == current
        assert all(newest == count for _, newest, count in kept)
        assert equal == total
        assert len(current) == 40
        assert max(current.values()) - min(current.values()) <= 1
        seen.append(sum(current.values()))
    assert seen == sorted(seen)
    assert seen[-1] > seen[0], "nobody saved between the backups"


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_database_with_tables_is_never_overwritten(backup, make_installation, target):
    made = make_installation(target)
    with pytest.raises(Faults, match="nothing was restored"):
        restoring.restore(made, backup)
    with database.reading(made.engine) as session:
        assert session.scalar(select(func.count()).select_from(AccountRow)) == 0


def test_a_used_data_folder_is_never_overwritten(backup, make_installation):
    made = make_installation("postgresql", bare=True)
    made.settings.data.mkdir(parents=True)
    (made.settings.data / "secret").write_text("mine", encoding="ascii")
    with pytest.raises(Faults, match="not empty"):
        restoring.restore(made, backup)
    assert (made.settings.data / "secret").read_text(encoding="ascii") == "mine"
    assert inspect(made.engine).get_table_names() == []


def test_what_can_be_made_again_is_not_in_the_way(backup, make_installation):
    made = make_installation("sqlite", bare=True)
    (made.settings.data / "cache" / "questionnaires").mkdir(parents=True)
    (made.settings.data / "cache" / "questionnaires" / "x").write_bytes(b"x")
    restoring.restore(made, backup)


def nothing_is_there(made):
    left = [path for path in made.settings.data.rglob("*") if path.is_file()] if made.settings.data.exists() else []
    tables = inspect(made.engine).get_table_names() if made.engine.dialect.name == "postgresql" else []
    return not left and not tables


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_refused_and_nothing_is_there(backup, make_installation, target, share):
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * share)])
    made = make_installation(target, bare=True)
    with pytest.raises(Faults, match="no backup"):
        restoring.restore(made, backup)
    assert nothing_is_there(made)


def test_a_bit_that_fell_over_anywhere_is_noticed(backup, make_installation):
    content = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        entries = [entry for entry in archive.infolist() if entry.file_size]
    for entry in entries:
        extra = int.from_bytes(content[entry.header_offset + 28 : entry.header_offset + 30], "little")
        name, place = entry.filename, entry.header_offset + 30 + len(entry.filename) + extra + entry.compress_size // 2
        spoilt = bytearray(content)
        spoilt[place] ^= 0x10
        backup.write_bytes(spoilt)
        made = make_installation("sqlite", bare=True)
        with pytest.raises(Faults, match="damaged"):
            restoring.restore(made, backup)
        assert nothing_is_there(made), name


def rewritten(backup, path, *, change=lambda name, content: content, more=()):
    """Write a backup anew with some of its parts changed, as somebody might who knows the format."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more:
            new.writestr(name, content)
    return path


def manifest_changed(**changes):
    def change(name, content):
        return json.dumps({**json.loads(content), **changes}).encode() if name == "manifest.json" else content

    return change


def test_a_backup_of_a_newer_program_is_refused(backup, make_installation, tmp_path):
    newer = rewritten(backup, tmp_path / "newer.zip", change=manifest_changed(revision="9999", program="99.0"))
    made = make_installation("sqlite", bare=True)
    with pytest.raises(Faults, match=r"restore it with Assess 99\.0"):
        restoring.restore(made, newer)
    assert nothing_is_there(made)


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_of_an_older_version_is_upgraded(make_installation, target, tmp_path):
    old = make_installation("sqlite", bare=True)
    old.settings.data.mkdir(parents=True, exist_ok=True)
    schema_versions.upgrade(old.engine, "0001")
    with old.engine.begin() as connection:
        columns = "id, email, name, language, password_hash, recovery_hashes, created_at"
        values = "'a', 'a@example.org', 'A', '', 'x', '[]', '2026-01-01 00:00:00.000000'"
        connection.execute(text(f"insert into account ({columns}) values ({values})"))
    backing_up.take(old, tmp_path / "old.zip")
    made = make_installation(target, bare=True)
    manifest = restoring.restore(made, tmp_path / "old.zip")
    assert manifest.revision == "0001"
    assert schema_versions.current(made.engine) == schema_versions.newest()
    with database.reading(made.engine) as session:
        assert session.scalars(select(AccountRow.email)).all() == ["a@example.org"]


@pytest.mark.parametrize("name", ["data/../../evil", "/evil", "data/secret/../../x", "other", "data\\evil", "data/demo/accounts.txt"])
def test_a_part_that_leads_out_of_its_place_is_refused(backup, make_installation, tmp_path, name):
    import hashlib

    with zipfile.ZipFile(backup) as archive:
        parts = json.loads(archive.read("manifest.json"))["parts"]
    parts.append({"name": name, "size": 4, "sha256": hashlib.sha256(b"evil").hexdigest()})
    bad = rewritten(backup, tmp_path / "bad.zip", change=manifest_changed(parts=parts), more=[(name, b"evil")])
    made = make_installation("sqlite", bare=True)
    with pytest.raises(Faults, match="damaged"):
        restoring.restore(made, bad)
    assert nothing_is_there(made)


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_rows_that_the_database_refuses_leave_nothing_behind(backup, make_installation, tmp_path, target):
    import hashlib

    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        rows = archive.read("tables/answer.jsonl") + b'["nowhere","L1.1",1,"{}","nobody","2026-01-01T00:00:00+00:00"]\n'
    for part in manifest["parts"]:
        if part["name"] == "tables/answer.jsonl":
            part |= {"size": len(rows), "sha256": hashlib.sha256(rows).hexdigest()}
    next(each for each in manifest["tables"] if each["name"] == "answer")["rows"] += 1
    columns = next(each for each in manifest["tables"] if each["name"] == "answer")["columns"]
    assert [each["name"] for each in columns] == ["assessment_id", "item", "version", "content", "by", "at"]

    def change(name, content):
        return {"manifest.json": json.dumps(manifest).encode(), "tables/answer.jsonl": rows}.get(name, content)

    bad = rewritten(backup, tmp_path / "bad.zip", change=change)
    made = make_installation(target, bare=True)
    with pytest.raises(Faults, match="nothing was restored"):
        restoring.restore(made, bad)
    assert nothing_is_there(made)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup_is_refused(make_installation, tmp_path, content):
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    with pytest.raises(Faults, match="no backup"):
        restoring.restore(make_installation("sqlite", bare=True), path)


def test_a_workbook_is_no_backup(make_installation, tmp_path):
    from assess.catalogue import library, sheets

    path = tmp_path / "book.xlsx"
    path.write_bytes(sheets.export(library.questionnaire("crm-implementation@1")))
    assert shelf("questionnaires").is_dir()
    with pytest.raises(Faults, match="no backup"):
        restoring.restore(make_installation("sqlite", bare=True), path)


def test_files_missing_or_damaged_in_the_store_are_named_and_the_rest_is_kept(lived_in, tmp_path):
    (sha256,) = lived_in.storage.all()
    lived_in.storage.remove(sha256)
    taken = backing_up.take(lived_in, tmp_path / "b.zip")
    assert [fault.file for fault in taken.faults] == [sha256]
    assert taken.manifest.parts
    folder = lived_in.settings.data / "evidence" / sha256[:2]
    folder.mkdir(exist_ok=True)
    (folder / sha256).write_bytes(b"something else")
    taken = backing_up.take(lived_in, tmp_path / "c.zip")
    assert "damaged" in taken.faults[0].wrong


def test_an_empty_installation_has_nothing_to_back_up_and_is_not_made_by_asking(make_installation, tmp_path):
    made = make_installation("sqlite", bare=True)
    with pytest.raises(Faults, match="nothing in this installation"):
        backing_up.take(made, tmp_path / "b.zip")
    assert nothing_is_there(made)
    assert not (tmp_path / "b.zip").exists()
