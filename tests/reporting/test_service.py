"""One report, or many over several processes: the same files, in the order they were asked for."""

from __future__ import annotations

import gc

import pytest

from assess.platform.faults import Faults
from assess.reporting import service
from assess.reporting.service import Order
from tests.reporting.report_samples import sample


def order(name: str = "harbour-bank", **wishes: str) -> Order:
    return Order(sample(name), **wishes)  # type: ignore[arg-type]


def test_the_design_follows_the_kind_where_none_is_asked_for():
    assert b"Self-assessment report" in service.render(sample("riverside-clinic"), ending=".html")
    assert b"Assessment statement" in service.render(sample("harbour-bank"), ending=".html")


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"ending": ".odt"}, "reports have no such format — one of .pdf .html .xlsx .docx .json"),
        ({"language": "de"}, "reports are not written in this language — one of en, zh_Hans, zh_Hant"),
        ({"design": "nice"}, "there is no such report design"),
        ({"design": "self-assessment"}, "not for an assessment of kind assessed — one of certification, executive"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(wishes: dict[str, str], said: str):
    with pytest.raises(Faults) as caught:
        service.make(order(**wishes))
    assert said in str(caught.value)


def test_many_reports_are_those_made_one_by_one_in_their_order():
    orders = [order(name, ending=ending, language=language) for name in ("harbour-bank", "riverside-clinic") for ending, language in WISHES]
    assert list(service.render_many(orders, workers=2)) == [service.make(each) for each in orders]
    assert gc.get_freeze_count() == 0


WISHES = ((".html", "en"), (".json", "zh_Hans"), (".xlsx", "zh_Hant"))


def test_pdfs_of_two_processes_have_the_bytes_of_one():
    orders = [order(design="executive", language=language) for language in ("en", "zh_Hans")]
    assert list(service.render_many(orders, workers=2)) == list(service.render_many(orders, workers=1))


def test_a_fault_in_one_of_many_is_reported():
    with pytest.raises(Faults, match="no such report design"):
        list(service.render_many([order(ending=".json"), order(ending=".json", design="nice")], workers=2))


def test_no_reports_are_none():
    assert list(service.render_many([])) == []
