"""The place among peers in words: with whom the organisation is compared, how many they are, and what may be shown of them.

What may not be shown is said to be withheld, with the reason; it is never drawn as zero. Where the peers are generated, every figure and
every page that shows them says SYNTHETIC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.platform import locale
from assess.reporting.data import words
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, PeerLine, Peers
from assess.reporting.writer import visible

if TYPE_CHECKING:
    from assess.benchmarking.position import Position, Standing
    from assess.method.peers.cells import Cell

SHORT_MARK = "SYNTHETIC 合成数据"
"""Stands on every page and figure that shows generated peers, in both languages whatever the report's language is."""


def build(material: Material) -> Peers | None:
    """Return the place among peers, or None where none was asked for."""
    position, write = material.position, material.write
    if position is None:
        return None
    titles = {element.id: write.text(element.title) for element in material.questionnaire.elements}
    overall = _line(material, "", write.gettext("Overall"), position.overall, alike=alike(position))
    return Peers(
        title=write.text(position.about.title),
        reference=position.about.reference,
        kind=words.kind(write, str(position.about.kind)),
        synthetic=position.synthetic,
        mark=mark(material),
        group=tuple(fact for fact in _facts(material, position) if fact.text),
        overall=overall,
        alike=alike(position),
        gap_to_top_quartile=write.signed(position.overall.gap_to_top_quartile if alike(position) else None),
        widened=_widened(material, position),
        suppressed=_withheld(material, position.overall),
        cautions=tuple(words.caution(write, str(caution)) for caution in position.cautions),
        estimate=_estimate(material, position),
        text=_text(material, position),
        caption=_caption(material, position),
        elements=tuple(
            _line(material, id_, titles[id_], found, alike=alike(position)) for id_, found in position.elements.items() if id_ in titles
        ),
    )


def alike(position: Position) -> bool:
    """Whether the peers' scores are scores of the same thing. Different constructs never share an axis (method.md 4)."""
    return "other_construct" not in {str(caution) for caution in position.cautions}


def short_mark(material: Material) -> str:
    """Return the mark of generated peers; empty for others."""
    return material.write.mark(SHORT_MARK) if material.position is not None and material.position.synthetic else ""


def mark(material: Material) -> str:
    """Say that the peers are generated, where they are."""
    if material.position is None or not material.position.synthetic:
        return ""
    said = material.write.gettext(
        "The peers are generated, not observed: the comparison shows how it is made, not where the organisation stands."
    )
    return material.write.labelled(short_mark(material), said)


def _line(material: Material, id_: str, title: str, found: Standing, *, alike: bool) -> PeerLine:
    write, spread, percentile = material.write, found.spread, found.percentile if alike else None
    return PeerLine(
        id=id_,
        title=title,
        n=write.shown(found.n, 0),
        p10=write.shown(spread.p10),
        q1=write.shown(found.q1),
        median=write.shown(found.median),
        q3=write.shown(found.q3),
        p90=write.shown(spread.p90),
        percentile=write.rank(percentile.value if percentile else None),
        percentile_low=write.rank(percentile.low if percentile else None),
        percentile_high=write.rank(percentile.high if percentile else None),
        gap_to_median=write.signed(found.gap_to_median if alike else None),
        withheld=_withheld(material, found),
    )


def _withheld(material: Material, found: Standing) -> str:
    return words.withheld(material.write, str(found.withheld)) if found.withheld else ""


def _facts(material: Material, position: Position) -> tuple[Fact, ...]:
    """Return what the comparison rests on: data set, source, date, and the group."""
    write, about = material.write, position.about
    year = str(about.source.year) if about.source.year is not None else ""
    return (
        Fact(write.gettext("Benchmark"), write.aside(write.text(about.title), about.reference)),
        Fact(write.gettext("Peer group"), _shown_group(material, position)),
        Fact(write.gettext("Asked for"), group(material, position.asked) if position.asked != position.group else ""),
        Fact(write.gettext("Number of peers"), write.number(position.n, 0)),
        Fact(write.gettext("Kind of evidence"), words.kind(write, str(about.kind))),
        Fact(write.gettext("Source"), write.aside(write.text(about.source.title), year)),
        Fact(write.gettext("Date of the data"), write.dates(visible(about.date))),
        Fact(write.gettext("Records (SHA-256)"), position.sha256),
    )


def group(material: Material, cell: Cell) -> str:
    """Name a peer group: industry, region, size, year — or everybody."""
    write = material.write
    parts = [
        locale.industry(cell.industry, write.language) if cell.industry else "",
        locale.territory(cell.region, write.language) if cell.region else "",
        write.gettext("{band} employees", band=cell.size.replace("-", "–")) if cell.size else "",
        str(cell.period) if cell.period else "",
    ]
    return " · ".join(part for part in parts if part) or write.gettext("All organisations")


def _shown_group(material: Material, position: Position) -> str:
    return group(material, position.group) if position.group is not None else material.write.gettext("None that may be shown")


def _widened(material: Material, position: Position) -> str:
    if not position.widened or position.group is None:
        return ""
    write = material.write
    said = write.gettext(
        "Too few organisations stand in the group asked for ({asked}); the comparison was widened in {words}.",
        asked=group(material, position.asked),
        words=write.listing(words.dimension(write, word) for word in position.widened),
    )
    return write.sentences([said, _estimate(material, position)])


def _estimate(material: Material, position: Position) -> str:
    if position.estimate is None:
        return ""
    return material.write.gettext(
        "Estimated mean of the group asked for, borrowing strength from the wider one: {mean}.",
        mean=material.write.number(position.estimate),
    )


def _text(material: Material, position: Position) -> str:
    """Say where the score stands, as far as that may be told."""
    write, found = material.write, position.overall
    if found.n is None:
        return write.labelled(write.gettext("Nothing of the peers may be shown"), _withheld(material, found))
    named = group(material, position.group) if position.group is not None else ""
    said = [write.ngettext("{count} peer: {group}.", "{count} peers: {group}.", found.n, group=named)]
    if not alike(position):
        return write.sentences([*said, write.gettext("Median {median}.", median=write.number(found.median))])
    if found.percentile is not None:
        said.append(
            write.gettext(
                "The score stands at percentile {percentile} ({confidence} interval {low} to {high}).",
                percentile=write.rank(found.percentile.value).text,
                low=write.rank(found.percentile.low).text,
                high=write.rank(found.percentile.high).text,
                confidence=write.share(found.percentile.confidence).text,
            )
        )
    if found.median is not None:
        said.append(
            write.gettext(
                "Median {median}; gap to it {gap}.", median=write.number(found.median), gap=write.signed(found.gap_to_median).text
            )
        )
    if found.gap_to_top_quartile is not None:
        said.append(write.gettext("Gap to the top quartile {gap}.", gap=write.signed(found.gap_to_top_quartile).text))
    return write.sentences(said)


def _caption(material: Material, position: Position) -> str:
    """Return what stands below every figure with peers: whose they are, how many, as of when — and whether they are real."""
    write, about = material.write, position.about
    named = _shown_group(material, position)
    date = write.dates(visible(about.date)) or (str(about.source.year) if about.source.year is not None else "")
    parts = [
        short_mark(material),
        write.labelled(write.gettext("Peers"), named),
        f"n\u00a0=\u00a0{write.number(position.n, 0)}",
        write.text(about.title),
        date,
    ]
    return " · ".join(part for part in parts if part)
