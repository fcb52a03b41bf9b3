"""An unsafe workbook is refused before any spreadsheet library sees it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from assess.catalogue import container, spreadsheet, workbook
from assess.catalogue.workbook import Column, Table
from assess.platform.faults import Faults


@pytest.fixture
def good(tmp_path):
    """A workbook that is in order."""
    path = tmp_path / "good.xlsx"
    path.write_bytes(workbook.write([Table("a", [Column("x")], [["1"]])]))
    return path


def rebuilt(good, change, name="bad.xlsx"):
    """Write a workbook with its parts changed; ``change`` gets the dict of parts."""
    with zipfile.ZipFile(good) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    change(parts)
    path = good.with_name(name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return path


def refused(path):
    with pytest.raises(Faults) as caught:
        spreadsheet.read(path, required={"a": ["x"]}, optional={})
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_workbook_in_order_is_let_through(good):
    container.require(good)


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(tmp_path):
    assert "there is no such file" in refused(tmp_path / "no.xlsx")
    assert "not a file" in refused(tmp_path)
    (tmp_path / "empty.xlsx").touch()
    assert "the file is empty" in refused(tmp_path / "empty.xlsx")


@pytest.mark.parametrize("ending", [".xlsm", ".XLSM", ".xltm", ".xlam", ".xlsb"])
def test_a_workbook_that_may_hold_macros_is_refused_by_its_ending(good, ending):
    path = good.rename(good.with_suffix(ending))
    assert "may hold macros — save it as .xlsx" in refused(path)


def test_a_macro_under_a_harmless_ending_is_refused(good):
    assert "the workbook has a macro" in refused(rebuilt(good, lambda parts: parts.update({"xl/vbaProject.bin": b"x"})))


def test_a_macro_that_is_only_declared_is_refused(good):
    def change(parts):
        kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind
        )

    assert "the workbook has a macro" in refused(rebuilt(good, change))


@pytest.mark.parametrize("part", ["xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.bin", "xl/other/VBAPROJECT.BIN"])
def test_other_homes_of_macros_are_refused(good, part):
    assert "the workbook has a macro" in refused(rebuilt(good, lambda parts: parts.update({part: b"<x/>"})))


def test_a_zip_bomb_of_one_part_is_refused_by_its_ratio(good):
    bomb = rebuilt(good, lambda parts: parts.update({"xl/media/image1.png": bytes(container.MAX_UNPACKED - 1_000_000)}))
    assert bomb.stat().st_size < 200_000
    assert re.search(r"xl/media/image1\.png unpacks to [\d,]+ times its size — at most 500 times: is this a ZIP bomb\?", refused(bomb))


def test_a_zip_bomb_of_many_bytes_is_refused_by_its_sum_without_unpacking(good, monkeypatch):
    bomb = rebuilt(good, lambda parts: parts.update({"xl/worksheets/sheet2.xml": b"<a/>" * 20_000_000}))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    assert re.search(r"the workbook unpacks to 80,[\d,]+ bytes", refused(bomb))


def test_a_zip_bomb_of_many_parts_is_refused(good):
    assert "parts — at most 2,000" in refused(rebuilt(good, lambda parts: parts.update({f"x{number}": b"" for number in range(2_100)})))


def test_a_part_that_lies_about_its_size_is_refused(good):
    raw = bytearray(good.read_bytes())
    start = raw.rindex(b"PK\x01\x02")  # the last entry of the central directory
    raw[start + 24 : start + 28] = (1).to_bytes(4, "little")
    path = good.with_name("liar.xlsx")
    path.write_bytes(raw)
    assert "the workbook is damaged" in refused(path)


def test_a_file_of_200_megabytes_is_refused_by_its_size(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK")
        stream.truncate(200_000_000)
    assert "the file has 200,000,000 bytes — at most 20,000,000 are read" in refused(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 torn off", b"hello", b"<html></html>", b"\x00" * 100, "a,b\n1,2\n".encode("utf-16")])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    assert re.search("this is not an Excel workbook|the workbook is damaged", refused(tmp_path / "a.xlsx"))


def test_an_archive_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "this is not an Excel workbook" in refused(tmp_path / "a.xlsx")


def test_an_old_or_encrypted_workbook_is_told_apart(tmp_path):
    signature = bytes.fromhex("d0cf11e0a1b11ae1")
    (tmp_path / "old.xlsx").write_bytes(signature + b"\x00" * 600)
    (tmp_path / "secret.xlsx").write_bytes(signature + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 50)
    assert "this is an old .xls file — save it as .xlsx" in refused(tmp_path / "old.xlsx")
    assert "the workbook is encrypted — remove its password" in refused(tmp_path / "secret.xlsx")


def test_an_encrypted_part_is_refused(good):
    raw = bytearray(good.read_bytes())
    position = 0
    while (position := raw.find(b"PK\x01\x02", position)) >= 0:
        raw[position + 8] |= 1
        position += 4
    path = good.with_name("locked.xlsx")
    path.write_bytes(raw)
    assert "the workbook is encrypted" in refused(path)


def test_a_part_that_stands_twice_is_refused(good):
    path = good.with_name("twice.xlsx")
    path.write_bytes(good.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "a part of the workbook stands there twice" in refused(path)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "' + b"ha" * 100 + b'"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "docProps/core.xml"]
)
def test_an_entity_bomb_in_any_part_is_refused(good, part):
    assert f"{part} declares a document type" in refused(rebuilt(good, lambda parts: parts.update({part: LAUGHS})))


def test_a_document_type_across_two_chunks_is_found(good, monkeypatch):
    monkeypatch.setattr(container, "_CHUNK", 20)
    assert "declares a document type" in refused(
        rebuilt(good, lambda parts: parts.update({"xl/workbook.xml": b"<x>" + b" " * 12 + b"<!doctype y>"}))
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp037"])
def test_xml_in_an_encoding_that_could_hide_something_is_refused(good, encoding):
    content = '<?xml version="1.0"?><!DOCTYPE x><x/>'.encode(encoding)
    assert "is not written in UTF-8" in refused(rebuilt(good, lambda parts: parts.update({"xl/workbook.xml": content})))


def test_xml_that_declares_another_encoding_is_refused(good):
    content = b'<?xml version="1.0" encoding="UTF-7"?><x/>'
    assert "is not written in UTF-8" in refused(rebuilt(good, lambda parts: parts.update({"xl/workbook.xml": content})))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<x>", b"<x/>", b"<worksheet><sheetData><row><c t='s'><v>99</v></c></row></sheetData></worksheet>"]
)
def test_a_damaged_part_is_a_fault_and_never_a_traceback(good, part, content):
    path = rebuilt(good, lambda parts: parts.update({part: content}))
    try:
        spreadsheet.read(path, required={"a": ["x"]}, optional={})
    except Faults as faults:
        assert faults.faults  # noqa: PT017 - some damage is harmless; what counts is that nothing else is raised


def test_a_torn_archive_is_a_fault(good):
    path = good.with_name("torn.xlsx")
    path.write_bytes(good.read_bytes()[:-200])
    assert "the workbook is damaged" in refused(path)


def test_a_flipped_bit_is_a_fault(good):
    raw = good.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    position = part.header_offset + 30 + len(part.filename) + 40
    path = good.with_name("flipped.xlsx")
    path.write_bytes(raw[:position] + bytes([raw[position] ^ 0xFF]) + raw[position + 1 :])
    assert "the workbook is damaged" in refused(path)
