"""The pages of a result: who sees them, what they say, and that every number leads to what it is made of."""

from __future__ import annotations

import itertools
import re

import pytest
from sqlalchemy import event, update

from assess.assessments import stored as storing
from assess.assessments.tables import AnswerRow
from assess.benchmarking import loaded
from assess.organisations.tables import OrganisationRow
from assess.people.actor import NotFound
from assess.platform import database, locale
from assess.platform.shelves import shelf
from assess.reporting import result_pages, result_peers
from assess.reporting.figures import palette
from assess.reporting.result_peers import Asked
from assess.results import stored
from tests import answered
from tests.reporting.result_pages import BENCHMARK, PAGES, links, results, shown, words

__all__ = ["results"]


@pytest.fixture
def mei(client_of):
    return client_of("mei")


def page(client, id_: str, path: str = "", status: int = 200) -> str:
    """Return a page of a result as it comes."""
    answer = client.get(f"/assessments/{id_}/result{path}")
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_whoever_may_see_the_result_sees_it_and_nobody_else(client_of, results):
    own = {"mei": 200, "rita": 200, "olga": 200, "sam": 200, "ben": 403, "ana": 403, "jonas": 404, "aiko": 404, "ada": 404, "charlie": 404}
    assessed = own | {"ben": 404, "ana": 404, "jonas": 200, "aiko": 200}
    for name in own:
        client = client_of(name)
        for path in PAGES:
            for id_, expected in ((results.own, own), (results.assessed, assessed)):
                assert client.get(f"/assessments/{id_}/result{path}").status_code == expected[name], (name, path)


def test_a_visitor_is_asked_to_sign_in(client_of, results):
    for path in PAGES:
        answer = client_of("").get(f"/assessments/{results.own}/result{path}")
        assert answer.status_code == 302
        assert "/sign-in" in answer.location


def test_what_does_not_exist_is_not_found(mei, cast, results):
    for path in ("/items/X9.9", "/items?part=X", "/elements?benchmark=nobody@1", "?benchmark=..%2F..%2Fetc&industry=zz"):
        page(mei, results.own, path, 404)
    assert mei.get("/assessments/nosuchthing1/result").status_code == 404
    assert mei.get(f"/assessments/{cast.other_assessment}/result").status_code == 404


def test_the_summary_says_where_we_stand_and_what_to_do_next(mei, installed, cast, results):
    report = shown(installed, cast, results.own).report
    read = words(page(mei, results.own))
    assert "SELF-ASSESSMENT 自评价" in read
    assert report.statement.honesty in read
    wanted = [report.level.title, report.overall.score.text, report.overall.interval, report.gates_text, report.labels.blocking]
    wanted += [report.interval_text, report.level_probability_text, report.trend.text, report.fingerprint, report.level.next_step]
    wanted += [each.title for each in (*report.strengths, *report.priorities)]
    wanted += [text for gate in report.gates for text in (gate.title, gate.verdict, gate.caps_at)]
    wanted += [text for part in report.elements for text in (part.line.title, part.line.score.text, part.line.weight.text)]
    assert [each for each in wanted if each not in read] == []


def test_an_assessed_result_bears_no_mark_of_a_self_assessment(mei, results):
    assert "SELF-ASSESSMENT" not in page(mei, results.assessed)


def test_a_provisional_result_says_so_on_every_page(mei, installed, cast, results):
    report = shown(installed, cast, results.partly).report
    assert report.overall.coverage.text in report.provisional
    for path in PAGES:
        read = words(page(mei, results.partly, path))
        assert "PROVISIONAL 暂定" in read
        assert report.provisional in read


def test_a_provisional_result_states_no_level(mei, results):
    read = page(mei, results.partly)
    assert 'class="assess-figure emblem"' not in read
    assert "No level" in read


def test_where_nothing_is_answered_the_page_leads_to_the_first_questions(client_of, results):
    way = f"/assessments/{results.empty}/criteria/L1"
    for path in PAGES:
        if path != "/weights":  # there are weights before there are answers
            read = page(client_of("mei"), results.empty, path)
            assert "There is no result yet" in read
            assert way in read
            assert way not in page(client_of("rita"), results.empty, path)


def test_the_points_of_all_items_add_up_to_the_score(mei, installed, cast, results):
    report = shown(installed, cast, results.own).report
    items = result_pages.items(report)
    assert sum(row.points.value for row in items.rows) == pytest.approx(report.overall.score.value)
    for part in report.elements:
        of_part = result_pages.items(report, part=part.line.id)
        assert {row.element for row in of_part.rows} == {part.line.id}
        assert sum(row.points.value for row in of_part.rows) == pytest.approx(part.line.points.value or 0.0)
    read = words(page(mei, results.own, "/items"))
    assert f"The points add up to {report.overall.score.text}" in read
    assert f"The points add up to {report.elements[0].line.points.text}" in words(page(mei, results.own, "/items?part=L"))


@pytest.mark.parametrize("sort", ["value", "weight", "points", "gain"])
def test_the_items_can_be_sorted_and_what_has_no_number_stands_last(mei, installed, cast, results, sort):
    report = shown(installed, cast, results.own).report
    read = page(mei, results.own, f"/items?sort={sort}&order=down")
    found = re.findall(r'<th scope="row"><a href="[^"]*/items/([^"?]+)', read)
    assert found == [row.id for row in result_pages.items(report, sort=sort, descending=True).rows]
    assert sorted(found) == sorted(row.id for row in report.rows)
    assert f'aria-sort="descending"><a href="/assessments/{results.own}/result/items?part=&amp;sort={sort}&amp;order=up"' in read
    field = {"gain": "next_gain"}.get(sort, sort)
    values = [getattr(row, field).value for row in result_pages.items(report, sort=sort, descending=True).rows]
    numbered = [value for value in values if value is not None]
    assert numbered == sorted(numbered, reverse=True)
    assert values[: len(numbered)] == numbered


def test_an_unknown_way_of_sorting_is_the_questionnaires_order(mei, installed, cast, results):
    report = shown(installed, cast, results.own).report
    assert words(page(mei, results.own, "/items?sort=%27--&order=sideways")) == words(page(mei, results.own, "/items"))
    assert [row.id for row in result_pages.items(report, descending=True).rows] == [row.id for row in report.rows][::-1]


def test_an_item_shows_its_way_from_the_answer_to_the_points(mei, installed, cast, results):
    report = shown(installed, cast, results.assessed).report
    row = next(row for row in report.rows if row.evidence and row.noted and row.verified_by)
    trace = result_pages.trace(report, row.id)
    read = words(page(mei, results.assessed, f"/items/{row.id}"))
    wanted = [row.question, row.answer, row.verified, row.anchor, row.by, row.verified_by, row.value.text, row.claimed_value.text]
    wanted += [row.original_weight.text, row.weight.text, row.points.text, row.next_gain.text, trace.element.weight.text]
    wanted += [trace.criterion.local.text, trace.criterion.weight.text]
    wanted += [text for each in trace.evidence for text in (each.number, each.title, each.reference, each.sha256, each.date)]
    wanted += [note.text for note in trace.notes]
    assert [each for each in wanted if each not in read] == []
    assert trace.evidence
    assert trace.notes


def test_an_item_that_was_left_out_says_why_and_who_agreed(mei, installed, cast, results):
    left_out = shown(installed, cast, results.own).report.method.not_applicable
    assert left_out
    for row in left_out[:3]:
        read = words(page(mei, results.own, f"/items/{row.item}"))
        assert row.reason in read
        assert (row.approved_by or "–") in read


def test_every_item_has_a_page_and_leads_to_its_neighbours(mei, installed, cast, results):
    rows = shown(installed, cast, results.own).report.rows
    report = shown(installed, cast, results.own).report
    traces = [result_pages.trace(report, row.id) for row in rows]
    assert [trace.after for trace in traces[:-1]] == [row.id for row in rows[1:]]
    assert (traces[0].before, traces[-1].after) == ("", "")
    for row in (rows[0], rows[90], rows[-1]):
        assert row.question in words(page(mei, results.own, f"/items/{row.id}"))
    with pytest.raises(NotFound):
        result_pages.trace(report, "X9.9")


def test_every_way_on_leads_somewhere(mei, results):
    seen: set[str] = set()
    for path in (*PAGES, "?benchmark=" + BENCHMARK):
        seen |= links(page(mei, results.own, path))
    kinds = {re.sub(r"/items/[^?]+", "/items/…", link) for link in seen}
    assert len(kinds) > 30
    checked: set[str] = set()
    for link in sorted(seen):
        kind = re.sub(r"/items/[^?]+", "/items/…", link)
        if kind not in checked or (kind.endswith("…") and len(checked) % 9 == 0):
            checked.add(kind)
            assert mei.get(link).status_code == 200, link


def test_sentences_lead_to_the_items_they_speak_of(installed, cast, results):
    report = shown(installed, cast, results.own).report
    pieces = result_pages.named_items("Below: O5.1, P2 and X1.1.", report)
    assert pieces == (("Below: ", ""), ("O5.1", "O5.1"), (", P2 and X1.1.", ""))
    chinese = result_pages.named_items("未达要求：O5.1、L1.1。", report)
    assert chinese == (("未达要求：", ""), ("O5.1", "O5.1"), ("、", ""), ("L1.1", "L1.1"), ("。", ""))


def test_the_weights_say_how_firm_the_level_is(mei, installed, cast, results):
    report = shown(installed, cast, results.own).report
    read = words(page(mei, results.own, "/weights"))
    wanted = [report.method.weights_text, report.method.critical_text, *report.method.firmness]
    wanted += [row.probability.text for row in report.level.rows]
    for node in result_pages.judged(report):
        wanted += [node.consistency_ratio.text, node.verdict, *(row.local.text for row in node.rows)]
    wanted += [text for row in report.method.root.rows for text in (row.interval, row.lost_at.text, row.next_at.text)]
    assert [each for each in wanted if each not in read] == []


def test_the_trend_shows_the_earlier_assessments(mei, installed, cast, results):
    report = shown(installed, cast, results.own).report
    read = page(mei, results.own, "/trend")
    assert [row.period for row in report.trend.rows] == ["2024", "2025", "2026"]
    for row in report.trend.rows:
        assert row.overall.text in words(read)
        assert row.level in words(read)
    assert "figure-trend" in read


def test_without_earlier_assessments_the_trend_says_so(mei, results):
    read = page(mei, results.assessed, "/trend")
    assert "This is the first assessment under this scheme" in read
    assert "<table" not in read


def test_generated_peers_are_shown_where_they_were_asked_for_and_called_what_they_are(mei, results):
    for path in ("", "/elements", "/items", "/weights", "/trend"):
        assert "SYNTHETIC" not in page(mei, results.own, path)
    for path in ("/peers", f"?benchmark={BENCHMARK}", f"/elements?benchmark={BENCHMARK}"):
        read = page(mei, results.own, path)
        assert '<span class="mark">SYNTHETIC 合成数据</span>' in read
        assert "The peers are generated" in read
    for drawing in re.findall(
        r"<svg[^>]*figure-(?:boxes|radar).*?</svg>", page(mei, results.own, f"/elements?benchmark={BENCHMARK}"), re.S
    ):
        assert "SYNTHETIC" in drawing


def test_the_chosen_peers_go_along_to_the_other_pages(mei, results):
    read = page(mei, results.own, f"/peers?benchmark={BENCHMARK}&industry=K&region=all")
    assert f'href="/assessments/{results.own}/result/elements?benchmark={BENCHMARK.replace("@", "%40")}&amp;industry=K&amp;region=all"' in (
        read.replace("benchmark=synthetic-customer-management@1", f"benchmark={BENCHMARK.replace('@', '%40')}")
    )


def test_a_group_that_is_too_small_is_widened_and_that_is_said(mei, installed, cast, results):
    peers = shown(installed, cast, results.own, generated=True).report.peers
    assert peers is not None
    assert peers.widened
    read = words(page(mei, results.own, "/peers"))
    assert peers.widened in read
    assert peers.text in read
    assert "Asked for" in read


def test_what_may_be_chosen_betrays_no_small_group(installed, cast, results):
    with database.reading(installed.engine) as session:
        evaluated = stored.evaluated(session, storing.get(session, results.own))
    groups = loaded.groups(BENCHMARK)
    assert set(groups) == {"industry", "region", "size", "period"}
    for word, codes in groups.items():
        assert codes
        for code in codes:
            asked = Asked(**{"benchmark": BENCHMARK, "industry": "all", "region": "all", "size": "all", word: code})
            position = result_peers.placed(evaluated, asked)
            assert position is not None
            assert position.widened == ()
            assert (position.n or 0) >= 5, (word, code)


NOBODY = ("benchmark=nobody@1", "benchmark=/etc", "industry=zz", "region=Atlantis", "size=huge", "period=1", "period=<b>")


def test_peers_that_do_not_exist_are_said_not_to_exist(mei, results):
    for asked in NOBODY:
        read = page(mei, results.own, f"/peers?{asked}", 422)
        assert "There are no peers by the name" in read
        assert "<b>" not in read
        assert '<select class="form-select" id="peers-benchmark"' in read


def test_nobody_has_to_be_compared(mei, results):
    read = page(mei, results.own, "/peers?benchmark=none")
    assert "Nobody to compare with" in read
    assert "SYNTHETIC 合成数据</span>" not in read


def test_nothing_on_a_page_needs_a_style_or_a_script_of_its_own(mei, results):
    for path, language in itertools.product(PAGES, locale.LANGUAGES):
        read = page(mei, results.own, f"{path}?lang={language}&benchmark={BENCHMARK}")
        assert not re.search(r"<[^>]*\sstyle\s*=", read)
        assert "<style" not in read
        assert not re.search(r"<[^>]*\son\w+\s*=", read)
        assert not re.search(r"<script(?![^>]*\ssrc=)", read)


NAMES = {
    *("SELF", "ASSESSMENT", "SYNTHETIC", "SHA", "Saaty", "Alonso", "Lamata", "CR", "GCI", "max", "CMAT"),
    *("Mei", "Assess", "ISIC", "CRM", "AI", "NPS", "IT", "default", "weights", "yaml"),
}
"""Names and marks, and the name of a file: they are the same in every language."""


def test_no_english_word_stands_on_a_chinese_page(mei, results):
    given = set(re.findall(r"[A-Za-z]{2,}", str(answered.sample("riverside-clinic"))))
    for path in PAGES:
        read = words(page(mei, results.own, f"{path}?lang=zh_Hans&benchmark={BENCHMARK}"))
        read = re.sub(r"[A-Z]\d(\.\d+)?|[0-9a-f]{64}|[\w-]+@\d", " ", read)
        assert set(re.findall(r"[A-Za-z]{2,}", read)) - given - NAMES == set(), path


def test_headings_stand_in_order_and_figures_and_tables_are_described(mei, results):
    for path in PAGES:
        read = page(mei, results.own, f"{path}?benchmark={BENCHMARK}")
        levels = [int(level) for level in re.findall(r"<h([1-6])", read)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        for drawing in re.findall(r"<svg[^>]*>.*?</svg>", read, re.S):
            assert 'aria-hidden="true"' in drawing or re.search(r'role="img" aria-labelledby="[\w-]+"', drawing)
        ids = re.findall(r'\sid="([^"]+)"', read)
        assert len(ids) == len(set(ids))
        assert not re.findall(r"<th(?!ead)(?! scope=)", read)


def test_a_name_with_markup_is_shown_as_text(mei, installed, cast, results):
    with database.writing(installed.engine) as session:
        session.execute(update(OrganisationRow).where(OrganisationRow.id == cast.lantern).values(name="<b>Lamp</b> {{ 7*7 }}", name_zh=""))
        text = '{"level": 3, "note": "<script>alert(1)</script> L1.1"}'
        session.execute(update(AnswerRow).where(AnswerRow.assessment_id == results.own, AnswerRow.item == "L1.1").values(content=text))
    for path in (*PAGES, f"?benchmark={BENCHMARK}"):
        read = page(mei, results.own, path)
        assert "<b>Lamp" not in read
        assert "<script>alert" not in read
        assert "{{ 7*7 }}" in read
        assert "&lt;b&gt;Lamp" in read


def test_leafing_through_a_result_computes_nothing_again(installed, cast, results):
    first, second = (shown(installed, cast, results.own, benchmark=BENCHMARK) for _ in range(2))
    assert first.report is second.report
    assert first.figures is second.figures
    other = shown(installed, cast, results.own, benchmark=BENCHMARK, language="zh_Hans")
    assert other.report is not first.report


def test_an_answer_that_changes_is_seen_at_once(mei, installed, results):
    before = page(mei, results.own, "/items/L1.1")
    with database.writing(installed.engine) as session:
        of_item = update(AnswerRow).where(AnswerRow.assessment_id == results.own, AnswerRow.item == "L1.1")
        session.execute(of_item.values(content='{"level": 5}'))
    after = page(mei, results.own, "/items/L1.1")
    assert "Level 5" in after
    assert "Level 5" not in words(before).split("What the next step would gain")[0]


def test_a_page_asks_the_database_equally_often_however_much_there_is(installed, client_of, results):
    client = client_of("mei")

    def asked(id_: str, path: str) -> int:
        page(client, id_, path)  # what is pinned is read once a process
        statements: list[str] = []
        event.listen(installed.engine, "before_cursor_execute", note := lambda *words: statements.append(words[2]))
        page(client, id_, path)
        event.remove(installed.engine, "before_cursor_execute", note)
        return len(statements)

    for path in PAGES:
        counts = {asked(id_, path) for id_ in (results.empty, results.partly, results.own, results.assessed)}
        assert len(counts) == 1
        assert max(counts) <= 8


def test_a_page_is_light_enough_for_a_first_visit(mei, results):
    for path in PAGES:
        assert len(page(mei, results.assessed, f"{path}?benchmark={BENCHMARK}").encode()) < 120_000, path


def test_the_style_of_figures_in_the_dark_is_that_of_the_palette():
    held = (shelf("templates") / "static" / "figures.css").read_text("utf-8")
    assert held.partition("\n")[2] == palette.dark_rules('[data-bs-theme="dark"] .assess-figure')


def test_pages_speak_the_readers_language(mei, results):
    for language in locale.LANGUAGES:
        read = page(mei, results.own, f"?lang={language}")
        assert locale.gettext("What blocks the next level", language) in read
