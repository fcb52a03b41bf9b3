"""What is compiled is never stale: any change of a file, of a rule, or of the kept form itself is noticed."""

from __future__ import annotations

import pytest

from assess.catalogue import compiled, library
from assess.platform.faults import Faults
from tests import small_questionnaire as small


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A small questionnaire, and an empty cache."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    return small.write(tmp_path / "small" / "1")


def forget() -> None:
    """Forget what this process remembers, as a new one would."""
    library._questionnaire.cache_clear()


def kept(tmp_path):
    return sorted((tmp_path / "data" / "cache" / "questionnaires").glob("*.json"))


def test_the_second_process_reads_the_compiled_form_and_gets_the_same(place, tmp_path, monkeypatch):
    first = library.questionnaire_in(place)
    assert len(kept(tmp_path)) == 1
    forget()
    monkeypatch.setattr(library, "read_parts", lambda _: pytest.fail("the files were read again"))
    assert library.questionnaire_in(place) == first


def test_another_word_in_a_file_is_read_at_once_even_with_the_same_time_and_size(place):
    import os

    first = library.questionnaire_in(place)
    path = place / "elements" / "A.yaml"
    status = path.stat()
    path.write_text(path.read_text("utf-8").replace("Question A1.1?", "Quastion A1.1?"), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    forget()
    second = library.questionnaire_in(place)
    assert second.item_by_id["A1.1"].text.get("en") == "Quastion A1.1?"
    assert second.content_hash != first.content_hash


def test_a_questionnaire_that_is_not_sound_is_never_kept(place, tmp_path):
    path = place / "elements" / "A.yaml"
    path.write_text(path.read_text("utf-8").replace("id: A1.2", "id: A1.1"), "utf-8")
    for _ in range(2):
        forget()
        with pytest.raises(Faults, match=r"A1\.1` is given twice"):
            library.questionnaire_in(place)
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw[:-9], lambda raw: b"", lambda raw: raw.replace(b"Question", b"Quastion"), lambda raw: b"\xff" * 99]
)
def test_a_damaged_cache_is_made_anew(place, tmp_path, spoil):
    first = library.questionnaire_in(place)
    path = kept(tmp_path)[0]
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    forget()
    assert library.questionnaire_in(place) == first
    assert path.read_bytes() == whole


def test_another_program_has_another_name_for_the_same_files(place, monkeypatch):
    before = compiled.name_of([place / "questionnaire.yaml"])
    monkeypatch.setattr(compiled, "_program", lambda: "another")
    assert compiled.name_of([place / "questionnaire.yaml"]) != before


def test_the_name_depends_on_the_names_and_the_bytes_of_all_files(place):
    files = [place / "elements" / "A.yaml", place / "elements" / "B.yaml"]
    names = {compiled.name_of(files), compiled.name_of(files[:1]), compiled.name_of(files[1:]), compiled.name_of(reversed(files))}
    assert len(names) == 4


def test_without_a_place_to_write_the_questionnaire_is_read_all_the_same(place, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")
    assert len(library.questionnaire_in(place).items) == 5


def test_the_oldest_of_too_many_are_dropped(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    for number in range(compiled.MOST + 5):
        monkeypatch.setattr(compiled, "name_of", lambda files, number=number: f"{number:064d}")
        compiled.keep(f"{number:064d}", b"{}", made_of=[])
    assert len(kept(tmp_path)) == compiled.MOST


def test_a_file_that_is_saved_while_it_is_read_is_not_kept_under_its_old_name(place, tmp_path, monkeypatch):
    path = place / "elements" / "A.yaml"
    before = path.read_text("utf-8")
    read = library.read_parts

    def saved_meanwhile(folder):
        path.write_text(before.replace("Question A1.1?", "Another?"), "utf-8")
        return read(folder)

    monkeypatch.setattr(library, "read_parts", saved_meanwhile)
    assert library.questionnaire_in(place).item_by_id["A1.1"].text.get("en") == "Another?"
    assert kept(tmp_path) == []
    monkeypatch.setattr(library, "read_parts", read)
    path.write_text(before, "utf-8")
    forget()
    assert library.questionnaire_in(place).item_by_id["A1.1"].text.get("en") == "Question A1.1?"


@pytest.mark.parametrize("content", [b"{}", b"[]", b"null", b"nope", b""])
def test_what_was_never_written_here_is_made_anew_though_its_hash_is_right(place, tmp_path, content):
    import hashlib

    first = library.questionnaire_in(place)
    kept(tmp_path)[0].write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    forget()
    assert library.questionnaire_in(place) == first
