"""One more record: the tables as they are with it, without building them anew.

Columns are shifted by one place, histograms of the groups around it get one more. The answers are those of tables built anew, to the bit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assess.method.distribution.columns import BINS, Column, Floats, Order, bins_of, is_kept
from assess.method.distribution.records import Records, records
from assess.method.distribution.tables import Tables, tables
from assess.method.peers.cells import Cell


def with_record(kept: Tables, organisation: str, place: Cell, values: Mapping[str, float | None]) -> Tables:
    """Return the tables with one more record; an earlier or equal one of the same organisation gives way, a later one stays.

    ``values`` are scores 0..100 by name. A place where nobody stood makes new groups: the tables are then built anew.
    """
    row = kept.records.find(organisation)
    if row is not None:
        if kept.records.place(row).period > place.period:
            return kept
        kept = _without(kept, row)
    held = kept.records
    scores = np.array([np.nan if (value := values.get(name)) is None else value for name in held.names])
    atom = bisect_left(held.atoms, place)
    if atom == len(held.atoms) or held.atoms[atom] != place:
        return tables(_appended(held, organisation, place, scores), exact_up_to=kept.exact_up_to)
    return _shifted(replace(kept, records=_inserted(held, organisation, atom, scores)), atom, scores, +1)


def _inserted(held: Records, organisation: str, atom: int, scores: Floats) -> Records:
    key = np.array(organisation.encode(), dtype=np.bytes_)
    at = int(np.searchsorted(held.organisations, key))
    keys = held.organisations
    if key.dtype.itemsize > keys.dtype.itemsize:
        keys = keys.astype(key.dtype)
    places, values = np.insert(held.places, at, atom), np.insert(held.values, at, scores, axis=0)
    return Records(np.insert(keys, at, key), held.atoms, places, held.names, values)


def _appended(held: Records, organisation: str, place: Cell, scores: Floats) -> Records:
    organisations = [key.decode() for key in held.organisations.tolist()]
    places = [held.atoms[each] for each in held.places.tolist()]
    return records([*organisations, organisation], [*places, place], held.names, np.vstack([held.values, scores]))


def _without(kept: Tables, row: int) -> Tables:
    """Return the tables without one record; a place left empty stays, and counts for nobody."""
    held = kept.records
    rest = replace(
        held,
        organisations=np.delete(held.organisations, row),
        places=np.delete(held.places, row),
        values=np.delete(held.values, row, axis=0),
    )
    return _shifted(replace(kept, records=rest), int(held.places[row]), held.values[row], -1)


def _shifted(kept: Tables, atom: int, scores: Floats, step: int) -> Tables:
    columns = dict(kept.columns)
    for name, score in zip(kept.records.names, scores.tolist(), strict=True):
        if not np.isnan(score):
            columns[name] = _shifted_column(kept, columns[name], atom, score, step)
    return replace(kept, columns=columns)


def _shifted_column(kept: Tables, column: Column, atom: int, score: float, step: int) -> Column:
    """Return the column with one value more (``step`` +1) or less (−1) at an atom."""
    counts = column.counts.copy()
    counts[atom] += step
    by_size, by_year = (
        _shifted_order(order, int(places[atom]), score, step) for order, places in zip(column.orders, kept.orders.place_of, strict=True)
    )
    histograms = column.histograms.copy()
    around = [int(at_level[atom]) for level, at_level in kept.groups.group_of.items() if is_kept(level)]
    bin_ = int(bins_of(np.array([score]))[0])
    for group in around:
        if group in column.rows:
            histograms[column.rows[group], bin_] += step
    return _recut(kept, Column(counts, (by_size, by_year), column.rows, histograms), around)


def _shifted_order(order: Order, place: int, score: float, step: int) -> Order:
    at = bisect_left(order.scores, score, order.bounds[place], order.bounds[place + 1])
    values = np.insert(order.values, at, score) if step > 0 else np.delete(order.values, at)
    starts = order.starts.copy()
    starts[place + 1 :] += step
    return Order(starts, values)


def _recut(kept: Tables, column: Column, around: Sequence[int]) -> Column:
    """Return the column with a histogram for every large group and no other; only the groups ``around`` have changed."""
    sizes = {group: int(column.counts[kept.groups.atoms_of(group)].sum()) for group in around}
    turned = [group for group, size in sizes.items() if (size > kept.exact_up_to) != (group in column.rows)]
    if not turned:
        return column
    by_group = {group: column.histograms[row] for group, row in column.rows.items() if group not in turned}
    for group in turned:
        if group not in column.rows:
            order, places = kept.orders.places(group)
            by_group[group] = np.bincount(bins_of(column.orders[order].merged(places)), minlength=BINS)
    rows = {group: row for row, group in enumerate(sorted(by_group))}
    histograms = np.array([by_group[group] for group in rows], dtype=np.int64).reshape(-1, BINS)
    return replace(column, rows=rows, histograms=histograms)
