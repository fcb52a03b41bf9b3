"""The analytic hierarchy process: from pairwise judgements to weights.

A person who cannot say that leadership deserves 10.72 % can often say that it matters twice as much as resources. The analytic
hierarchy process (Saaty 1977, 1980) collects such judgements in a reciprocal matrix, ``a[i, j]`` telling how many times item *i*
matters as much as item *j*, and reads the weights from its principal eigenvector. Judgements may contradict one another; how much,
the consistency ratio says. They may come from several people; how much those agree, the consensus says. Some may be left out, as long
as those given connect all items.

The process sets *weights only*. Organisations are never compared pairwise: they are scored on absolute scales, so that adding one
cannot reverse the order of the others (Belton & Gear 1983).

Throughout, a *matrix* is a square array of positive ratios with ``a[j, i] = 1 / a[i, j]`` and ones on the diagonal; a judgement that
was not given is NaN. What everybody needs is named here; the rest stands in the modules:

``eigenvector``  principal eigenvector and eigenvalue, of one matrix or of many at once
``logarithmic``  row geometric mean (logarithmic least squares)
``consistency``  indices, random-index tables, limits
``incomplete``   missing judgements: Harker's matrix, islands, the next pair to ask for
``group``        several experts: aggregation and consensus
``hierarchy``    weights along the path, cycles, weights that are displayed
``advice``       which judgements to look at again
``scale``        the values a judgement can have, and their words
"""

from __future__ import annotations

from assess.method.ahp.consistency import Weighing, weigh
from assess.method.ahp.eigenvector import principal, priorities, priorities_many
from assess.method.ahp.incomplete import completed
from assess.method.ahp.logarithmic import geometric_mean

__all__ = ["Weighing", "completed", "geometric_mean", "principal", "priorities", "priorities_many", "weigh"]
