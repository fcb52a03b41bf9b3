"""What is taken as evidence and what is not: by what a file is, whatever it is called."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.assessments import evidence_archives, evidence_files
from assess.assessments.evidence_kinds import KINDS, NotTaken
from tests.assessments import evidence_files_made as made

TAKEN = {
    "a.pdf": (made.PDF, "application/pdf"),
    "a.png": (made.PNG, "image/png"),
    "a.jpg": (made.JPEG, "image/jpeg"),
    "a.docx": (made.office("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (made.office("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.pptx": (made.office("ppt"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "a.odt": (made.open_document("text"), "application/vnd.oasis.opendocument.text"),
    "a.ods": (made.open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "a.txt": ("Protokoll, März 2026\r\n会议纪要\n".encode(), "text/plain"),
    "b.txt": ("会议纪要，2026年3月".encode("gb18030"), "text/plain"),
    "c.txt": ("会议纪要".encode("utf-16"), "text/plain"),
    "a.csv": (b"customer;answered\nLantern;3\n", "text/csv"),
    "a.eml": (made.EML, "message/rfc822"),
    "a.msg": (made.MSG, "application/vnd.ms-outlook"),
    "with a sheet inside.docx": (made.office("word", {"word/embeddings/a.xlsx": made.office("xl")}), KINDS[3].media_type),
}
REFUSED = {
    "drawing.svg": made.SVG,
    "drawing.png": made.SVG,
    "page.html": made.HTML,
    "page.pdf": made.HTML,
    "page that is a PDF further down.pdf": made.HTML + made.PDF,
    "page after spaces.txt": b"\xef\xbb\xbf \n\t" + made.HTML,
    "page in UTF-16.txt": made.HTML.decode().encode("utf-16"),
    "page after a word.txt": b"Charter <script>alert(1)</script>",
    "data.xml": b"<?xml version='1.0'?><a/>",
    "rich.txt": b"{\\rtf1\\ansi{\\object\\objemb}}",
    "program.pdf": b"MZ\x90\x00\x03" + b"\x00" * 100,
    "program.txt": b"\x7fELF\x02\x01\x01" + b"\x00" * 100,
    "script.txt": b"#!/bin/sh\nrm -rf /\n",
    "script.bat": b"del *.*",
    "script.js": b"alert(1)",
    "script.ps1": b"Get-ChildItem",
    "batch.txt": b"@echo off\r\ndel *.*",
    "old.doc": made.DOC,
    "old.pdf": made.DOC,
    "archive.zip": made.archive({"charter.pdf": made.PDF}),
    "archive.docx": made.archive({"charter.pdf": made.PDF}),
    "macro.docm": made.office("word", {"word/vbaProject.bin": b"\x00"}),
    "macro by its type.docx": made.office("word", types="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "macro.odt": made.open_document("text", {"Basic/Standard/Module1.xml": b"<x/>"}),
    "outside.docx": made.office("word", {"../../etc/passwd": b"x"}),
    "absolute.docx": made.office("word", {"/etc/passwd": b"x"}),
    "drive.docx": made.office("word", {"C:\\windows\\a.exe": b"x"}),
    "twice.docx": made.office("word", {"WORD/document.xml": b"x"}),
    "program inside.docx": made.office("word", {"word/media/image1.png": b"MZ\x90\x00"}),
    "cut off.docx": made.office("word")[:-30],
    "damaged.docx": b"PK\x03\x04" + b"\x00" * 60,
    "something else.dat": bytes(range(256)),
    "empty.pdf": b"",
}


def examine(content: bytes, name: str = "a.bin"):
    return evidence_files.examine(io.BytesIO(content), name)


@pytest.mark.parametrize("name", TAKEN)
def test_documents_pictures_letters_and_text_are_taken_for_what_they_are(name):
    content, media_type = TAKEN[name]
    examined = examine(content, name)
    assert (examined.kind.media_type, examined.name) == (media_type, name)


@pytest.mark.parametrize("name", REFUSED)
def test_what_might_run_or_is_nothing_of_these_is_refused(name):
    with pytest.raises(NotTaken):
        examine(REFUSED[name], name)


def test_every_refusal_has_its_reason():
    def reason(name):
        with pytest.raises(NotTaken) as refused:
            examine(REFUSED[name], name)
        return str(refused.value)

    assert reason("empty.pdf") == "The file is empty."
    assert "macros" in reason("macro.docm")
    assert "macros" in reason("macro by its type.docx")
    assert "forbidden name" in reason("outside.docx")
    assert "program" in reason("program inside.docx")
    assert "Archives" in reason("archive.zip")
    assert "page, a drawing or a script" in reason("page.pdf")
    assert "damaged" in reason("damaged.docx")


def test_a_bomb_is_seen_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(evidence_archives, "MAX_PARTS", 3)
    for content in (
        made.office("word", {"word/media/a.bin": b"\x00" * 40_000_000}),  # a thousand times its size
        made.office("word", {f"word/{number}.xml": b"x" for number in range(4)}),  # too many parts
    ):
        with pytest.raises(NotTaken, match="unpacks to far more"):
            examine(content)


def test_a_bomb_inside_a_document_inside_a_document_is_seen(monkeypatch):
    monkeypatch.setattr(evidence_archives, "MAX_UNPACKED", 4_000_000)
    inner = made.office("xl", {f"xl/{number}.xml": b"<a/>" * 200_000 for number in range(3)})  # 2.4 MB, but only a page when packed
    assert examine(inner).kind.title == "Excel"
    assert examine(made.office("word", {"word/embeddings/a.xlsx": inner})).kind.title == "Word"
    with pytest.raises(NotTaken, match="unpacks to far more"):
        examine(made.office("word", {"word/embeddings/a.xlsx": inner, "word/embeddings/b.xlsx": inner}))


def test_archives_are_not_looked_into_without_end():
    content = made.office("xl")
    for _ in range(evidence_archives.MAX_DEPTH + 1):
        content = made.office("word", {"word/embeddings/a.xlsx": content})
    with pytest.raises(NotTaken, match="unpacks to far more"):
        examine(content)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\charter.pdf", "charter.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\x00b\r\n.pdf", "ab .pdf"),
        ("客户章程.pdf", "客户章程.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ('a<b>"c|.pdf', "a_b__c_.pdf"),
        ("...", ""),
        ("x" * 300 + ".pdf", "x" * 109 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name, kept):
    assert evidence_files.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(name):
    kept = evidence_files.clean_name(name)
    assert not set(kept) & set('/\\\0\r\n"<>')
    assert len(kept) <= evidence_files.LONGEST_NAME
    assert kept == kept.strip()
    assert evidence_files.clean_name(kept) == kept


@pytest.mark.parametrize(("name", "shown"), [("charter", "charter.pdf"), ("charter.html", "charter.html.pdf"), ("", "evidence.pdf")])
def test_a_file_is_handed_out_under_a_name_of_its_kind(name, shown):
    assert examine(made.PDF, name).name == shown


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a"]))
def test_any_bytes_are_taken_or_refused_with_a_reason(content, name):
    try:
        kind = examine(content, name).kind
    except NotTaken as refused:
        reason = str(refused)
    else:
        reason = "" if kind in KINDS else "of no kind"
    assert not reason or reason.endswith(".")
