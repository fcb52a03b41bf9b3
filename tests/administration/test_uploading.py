"""What is uploaded is looked at as a whole before anything is kept: what is wrong is listed with its place, and tricks are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import yaml

from assess.administration import uploading
from assess.catalogue import library, sheets
from assess.platform.faults import Faults
from assess.platform.shelves import shelf

PLACE = shelf("questionnaires") / "crm-implementation" / "1"
PACK = (shelf("questionnaires") / "software-enterprise" / "1" / "pack.yaml").read_text(encoding="utf-8")
SCHEME = (shelf("questionnaires") / "maturity" / "1" / "scheme.yaml").read_text(encoding="utf-8")


def files(version=2) -> dict[str, bytes]:
    """Return the files of the shortest questionnaire of the shelf under another version."""
    kept = {path.relative_to(PLACE).as_posix(): path.read_bytes() for path in PLACE.rglob("*.yaml") if "samples" not in path.parts}
    kept["questionnaire.yaml"] = kept["questionnaire.yaml"].replace(b"\nversion: 1\n", f"\nversion: {version}\n".encode())
    return kept


def zipped(contents, around="") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"{around}{name}", content)
    return out.getvalue()


def refused(name, content) -> str:
    with pytest.raises(Faults) as caught:
        uploading.examine(name, content)
    return "\n".join(map(str, caught.value.faults))


@pytest.mark.parametrize("around", ["", "crm/", "a/b/"])
def test_the_folder_of_a_version_is_taken_from_a_zip_file_wherever_it_stands_in_it(around):
    examined = uploading.examine("crm.zip", zipped(files(), around))
    assert examined.upload.reference == "crm-implementation@2"
    assert examined.upload.contents == files()
    assert examined.remarks == ()


def test_a_workbook_becomes_the_files_of_a_version():
    content = sheets.export(library.questionnaire("crm-implementation@1"))
    examined = uploading.examine("crm.xlsx", content)
    assert examined.upload.reference == "crm-implementation@1"
    assert uploading.questionnaire_of(examined.upload.contents).content_hash == library.questionnaire("crm-implementation@1").content_hash
    assert examined.upload.contents["weights.yaml"] == (PLACE / "weights.yaml").read_bytes()


@pytest.mark.parametrize(("text", "kind"), [(PACK, "pack"), (SCHEME, "scheme")])
def test_a_pack_or_a_scheme_is_one_file(text, kind):
    examined = uploading.examine("x.yaml", text.replace("\nversion: 1\n", "\nversion: 2\n", 1).encode())
    assert (examined.upload.kind, examined.upload.version) == (kind, 2)


def test_faults_name_file_line_and_key_as_they_were_uploaded():
    contents = files()
    contents["elements/F.yaml"] = contents["elements/F.yaml"].replace(b"kind: choice", b"kind: chioce", 1)
    said = refused("crm.zip", zipped(contents))
    assert said.startswith("elements/F.yaml:")
    assert "kind" in said
    assert "/tmp" not in said


def test_faults_of_a_workbook_name_sheet_and_cell():
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(sheets.export(library.questionnaire("crm-implementation@1"))))
    book["items"]["C3"] = "no such kind"
    out = io.BytesIO()
    book.save(out)
    said = refused("my questionnaire.xlsx", out.getvalue())
    assert "my questionnaire.xlsx:items!" in said
    assert "/tmp" not in said


def test_a_remark_of_an_editor_keeps_nothing_from_being_published():
    contents = files()
    frame = yaml.safe_load(contents["questionnaire.yaml"])
    frame["description"]["zh_Hans"] = "The same in English"
    contents["questionnaire.yaml"] = yaml.safe_dump(frame, allow_unicode=True, sort_keys=False).encode()
    examined = uploading.examine("crm.zip", zipped(contents))
    assert examined.remarks
    assert uploading.unpacked("questionnaire", "crm-implementation@2", uploading.packed(examined)) == examined


def test_a_questionnaire_without_weights_gets_those_of_the_version_before():
    contents = {name: content for name, content in files().items() if name != "weights.yaml"}
    assert uploading.examine("crm.zip", zipped(contents)).upload.contents["weights.yaml"] == (PLACE / "weights.yaml").read_bytes()


def test_samples_are_left_out_and_it_is_said():
    examined = uploading.examine("crm.zip", zipped({**files(), "samples/one.yaml": b"x", "__MACOSX/._x": b"x", ".DS_Store": b"x"}))
    assert examined.upload.contents == files()
    assert len(examined.upload.notes) == 1
    assert "samples/one.yaml" in examined.upload.notes[0]


@pytest.mark.parametrize(
    "name",
    ["../evil.yaml", "/etc/evil.yaml", "elements/../../evil.yaml", "elements\\evil.yaml", "evil.py", "elements/evil.sh", "C:evil.yaml"],
)
def test_a_name_that_leads_elsewhere_or_means_something_else_is_refused(name):
    assert "in it" in refused("crm.zip", zipped({**files(), name: b"x"}))


def test_a_zip_bomb_is_refused_whatever_it_says_of_its_size():
    bomb = zipped({**files(), "elements/B.yaml": b"#" * (uploading.MOST_UNPACKED + 1)})
    assert len(bomb) < uploading.LARGEST
    assert "unpacks to more" in refused("bomb.zip", bomb)
    size = (uploading.MOST_UNPACKED + 1).to_bytes(4, "little")
    assert "damaged" in refused("liar.zip", bomb.replace(size, (100).to_bytes(4, "little")))


def test_an_archive_of_very_many_files_is_refused():
    assert "at most" in refused("many.zip", zipped({f"elements/E{number}.yaml": b"x" for number in range(uploading.MOST_PARTS + 1)}))


def test_a_file_that_stands_in_an_archive_twice_is_refused():
    out = io.BytesIO(zipped(files()))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("weights.yaml", b"x")
    assert "twice" in refused("twice.zip", out.getvalue())


@pytest.mark.parametrize("id_", ["../x", "x/y", "", "X", "a" * 65, "con.", "ä"])
def test_an_id_that_is_no_folder_of_ours_is_refused(id_):
    changed = yaml.safe_load(SCHEME) | {"id": id_}
    assert "id" in refused("scheme.yaml", yaml.safe_dump(changed, allow_unicode=True).encode())


@pytest.mark.parametrize("version", [0, -1, "1", True, 10**9, 1.5, None])
def test_a_version_that_is_none_is_refused(version):
    changed = yaml.safe_load(SCHEME) | {"version": version}
    assert "version" in refused("scheme.yaml", yaml.safe_dump(changed, allow_unicode=True).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01",
        b"just words",
        b"- a\n- b\n",
        b"format: assess/assessment@1\n",
        b"format: x\n",
        b"PK\x03\x04nonsense",
        b"a: &a [*a]\n",
        b"\xff\xfe",
    ],
)
def test_what_is_nothing_of_ours_is_refused(content):
    assert refused("x.yaml", content)


def test_a_version_that_stands_on_the_shelf_is_refused_with_the_next_one():
    upload = uploading.unpack("crm.zip", zipped(files(version=1)))
    with pytest.raises(Faults, match="raise the version to 2"):
        uploading.require_new(upload)


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    uploading.examine("crm.zip", zipped(files()))
    refused("crm.zip", zipped({**files(), "../x": b"x"}))
    assert list(Path(tmp_path).iterdir()) == []
