"""The doctor names everything missing and the line that gets it."""

from __future__ import annotations

import json

from assess.platform import doctor


def test_a_whole_machine_lacks_nothing(assess):
    ran = assess("doctor")
    assert ran.status == 0, ran.err
    assert "Nothing is missing." in ran.out


def test_everything_missing_is_named_at_once_with_its_remedy(assess, monkeypatch):
    monkeypatch.setattr(doctor, "_font_families", set)
    monkeypatch.setattr(doctor.ctypes.util, "find_library", lambda name: None)
    ran = assess("doctor")
    assert ran.status == 3
    assert ran.err.count("\n") == 4
    for package in ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"):
        assert f"sudo apt-get install {package}" in ran.err


def test_the_json_says_the_same(assess, monkeypatch):
    monkeypatch.setattr(doctor, "_font_families", set)
    ran = assess("doctor", "--json")
    document = json.loads(ran.out)
    assert ran.status == 3
    assert not document["complete"]
    assert [finding["name"] for finding in document["findings"] if not finding["present"]] == [
        "Font Noto Sans CJK SC",
        "Font Noto Sans CJK TC",
    ]


def test_a_data_folder_that_cannot_be_made_is_named(assess, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("ASSESS_DATA", str(file / "data"))
    ran = assess("doctor")
    assert ran.status == 3
    assert f"Data folder {file / 'data'} is missing" in ran.err
