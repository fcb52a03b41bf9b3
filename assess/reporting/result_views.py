"""The pages of a result: the executive view, the elements, every item's way to its points, the roadmap, weights, peers, the trend."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.wrappers import Response

from assess.people import current
from assess.platform import pages
from assess.reporting import result_pages, result_peers
from assess.reporting.result_pages import Page
from assess.reporting.result_peers import Asked, NoSuchPeers
from assess.reporting.writer import Writer

blueprint = flask.Blueprint("results", __name__)


@blueprint.get("/assessments/<id>/result")
def executive(id: str) -> str:
    """Show the result as a director wants it."""
    return _render("executive", _page(id))


@blueprint.get("/assessments/<id>/result/elements")
def elements(id: str) -> str:
    """Show the profile, and every element with its criteria."""
    return _render("elements", _page(id))


@blueprint.get("/assessments/<id>/result/items")
def trace(id: str) -> str:
    """Show all items, or those of one element or criterion, with what each brought."""
    page, asked = _page(id), flask.request.args
    part, sort, descending = asked.get("part", ""), asked.get("sort", ""), asked.get("order") == "down"
    return _render("items", page, items=result_pages.items(page.report, part=part, sort=sort, descending=descending))


@blueprint.get("/assessments/<id>/result/items/<item>")
def item(id: str, item: str) -> str:
    """Show one item from its answer to its points."""
    page = _page(id)
    return _render("item", page, trace=result_pages.trace(page.report, item))


@blueprint.get("/assessments/<id>/result/roadmap")
def roadmap(id: str) -> str:
    """Show the steps that lead further, with what each would gain."""
    return _render("roadmap", _page(id))


@blueprint.get("/assessments/<id>/result/weights")
def weights(id: str) -> str:
    """Show the weights, the judgements behind them, and how firm the level is."""
    page = _page(id)
    return _render("weights", page, nodes=result_pages.judged(page.report))


@blueprint.get("/assessments/<id>/result/peers")
def peers(id: str) -> str | Response:
    """Show the place among the peers that were asked for; words that mean nothing are said to mean nothing, and asked for anew."""
    try:
        return _peers(id, result_peers.of_address(flask.request.args))
    except NoSuchPeers as none:
        return flask.make_response(_peers(id, Asked(), none.said), 422)


@blueprint.get("/assessments/<id>/result/trend")
def trend(id: str) -> str:
    """Show what changed since the earlier assessments."""
    return _render("trend", _page(id))


def _peers(id: str, asked: Asked, in_vain: str = "") -> str:
    found = result_pages.peers(pages.session(), current.actor(), id, asked, language=pages.language())
    return _render("peers", found.page, benchmarks=found.benchmarks, groups=found.groups, in_vain=in_vain)


def _page(id: str) -> Page:
    """Return the result, compared with the peers the address asks for."""
    asked = result_peers.of_address(flask.request.args)
    return result_pages.shown(pages.session(), current.actor(), id, asked, language=pages.language())


def _render(name: str, page: Page, **more: Any) -> str:
    """Show a page, with ``to``: the address of another page of the same result, and ``linked``: a text whose items are links."""
    query: dict[str, Any] = dict(page.asked.query)

    def to(endpoint: str, **words: Any) -> str:
        return flask.url_for(f"results.{endpoint}", id=page.stored.id, **query, **words)

    def linked(text: str) -> tuple[tuple[str, str], ...]:
        return result_pages.named_items(text, page.report)

    return flask.render_template(
        f"results/{name}.html",
        page=page,
        stored=page.stored,
        report=page.report,
        to=to,
        linked=linked,
        colon=Writer(pages.language()).labelled("", ""),
        here=name,
        **more,
    )
