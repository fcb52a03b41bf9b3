"""The cohort that ships is the one its generator makes, is called SYNTHETIC everywhere, and is large enough to show how comparing works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from assess.benchmarking import datasets, synthetic
from assess.benchmarking.asking import Subject
from assess.benchmarking.position import place
from assess.catalogue import library
from assess.method.peers.cells import Cell
from assess.platform.shelves import shelf

SHELVED = shelf("benchmarks") / "synthetic-customer-management" / "1"


def test_the_generator_writes_the_shipped_data_set_again_to_the_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "assess.benchmarking.synthetic", str(tmp_path / "1")], check=True)
    for name in ("dataset.yaml", "records.csv", "items.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (SHELVED / name).read_bytes()


def test_another_seed_makes_other_records() -> None:
    one, other = (synthetic.generate(seed=seed, organisations=20)[0] for seed in (1, 2))
    assert datasets.csv_of(one) != datasets.csv_of(other)


def test_the_cohort_is_called_synthetic_in_id_title_source_and_every_record() -> None:
    about = datasets.load("synthetic-customer-management@1").about
    assert about.synthetic
    assert about.id.startswith("synthetic-")
    assert all("SYNTHETIC" in words for text in (about.title, about.source.title) for _, words in text.by_language)
    assert all(line.startswith("synthetic-") for line in (SHELVED / "records.csv").read_text(encoding="utf-8").splitlines()[1:])


def test_the_cohort_is_of_the_shipped_questionnaire_and_scheme() -> None:
    about = datasets.load("synthetic-customer-management@1").about
    questionnaire, scheme = about.scheme.split("/")
    assert [element.id for element in library.questionnaire(questionnaire).elements] == list(about.elements)
    assert library.scheme(scheme).reference == scheme


def test_scores_scatter_plausibly_about_the_means_of_the_elements() -> None:
    values = datasets.load("synthetic-customer-management@1").tables.records.values
    overall = values[:, 0]
    assert len(overall) == synthetic.ORGANISATIONS
    assert 30 <= np.quantile(overall, 0.25) < np.quantile(overall, 0.75) <= 55
    assert np.abs(values[:, 1:].mean(axis=0) - np.array(list(synthetic.ELEMENTS.values()))).max() <= 3


def test_a_bank_in_shanghai_finds_peers() -> None:
    dataset = datasets.load("synthetic-customer-management@1")
    position = place(Subject(60.0), dataset, Cell("K", "CN-SH", "250-999"))
    assert position.n is not None
    assert position.n >= 10
    assert position.widened
