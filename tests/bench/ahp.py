"""A1–A4: weights from judgements, beside AHPy, pyDecision and NumPy's eigenvalue routine.

All sides begin with the judgements as they want them (AHPy: a mapping of pairs; the others: matrices) and end with weights and consistency
ratios; those of a hierarchy with the global weights too.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

from assess.method import ahp
from assess.method.ahp import consistency, group, hierarchy, scale
from assess.method.ahp.eigenvector import FloatArray
from tests.bench.harness import Line

ELEMENTS = tuple(f"e{i}" for i in range(7))
CHILDREN = {"goal": ELEMENTS, **{element: tuple(f"{element}.{i}" for i in range(6)) for element in ELEMENTS}}
EXPERTS = 20
MANY = 100_000
Sides = dict[str, Callable[[], object]]


def lines() -> list[Line]:
    """Return the lines; a peer that is not installed is left out."""
    return [_one(), _hierarchy(), _experts(), _many()]


def _one() -> Line:
    matrix = _judged(np.random.default_rng(1), 7)
    sides: Sides = {"ours": lambda: _figures(ahp.weigh(matrix)), "numpy.linalg.eig": lambda: np.linalg.eig(matrix)}
    if ahpy := _installed("ahpy"):
        pairs = _pairs(ELEMENTS, matrix)
        sides["AHPy"] = lambda: ahpy.Compare("goal", pairs).consistency_ratio
    return Line("A1", "weights, λmax and CR of one 7 × 7", sides, {"AHPy": 0.10, "numpy.linalg.eig": 0.6})


def _hierarchy() -> Line:
    matrices = _tree(np.random.default_rng(2))

    def ours() -> object:
        weighed = consistency.weigh_each(matrices)
        local = {parent: dict(zip(CHILDREN[parent], one.weights.tolist(), strict=True)) for parent, one in weighed.items()}
        return [one.consistency_ratio for one in weighed.values()], hierarchy.global_weights(local)

    sides: Sides = {"ours": ours}
    if ahpy := _installed("ahpy"):
        pairs = {parent: _pairs(CHILDREN[parent], matrix) for parent, matrix in matrices.items()}
        sides["AHPy"] = lambda: _ahpy_tree(ahpy, pairs)
    if decision := _pydecision():

        def pydecision() -> object:
            local = {parent: decision.ahp_method(matrix, wd="max_eigen") for parent, matrix in matrices.items()}
            return np.concatenate([local["goal"][0][i] * local[element][0] for i, element in enumerate(ELEMENTS)])

        sides["pyDecision"] = pydecision
    return Line("A2", "a hierarchy, 7 + 7 × 6", sides, {"AHPy": 0.05, "pyDecision": 0.3}, note="pyDecision by its eigenvector method")


def _experts() -> Line:
    dice = np.random.default_rng(3)
    each = [_tree(dice) for _ in range(EXPERTS)]
    panels = {parent: np.array([tree[parent] for tree in each]) for parent in CHILDREN}
    shares = {parent: np.full(EXPERTS, 1 / EXPERTS) for parent in CHILDREN}

    def ours() -> object:
        groups = group.weigh_panels(panels, shares)
        local = {parent: dict(zip(CHILDREN[parent], one.together.weights.tolist(), strict=True)) for parent, one in groups.items()}
        return [one.together.consistency_ratio for one in groups.values()], hierarchy.global_weights(local)

    sides: Sides = {"ours": ours}
    if ahpy := _installed("ahpy"):
        pairs = [{parent: _pairs(CHILDREN[parent], matrix) for parent, matrix in tree.items()} for tree in each]

        def peer() -> object:
            own = [_ahpy_tree(ahpy, one) for one in pairs]
            mean = {parent: np.exp(np.log(panel).mean(axis=0)) for parent, panel in panels.items()}
            return own, _ahpy_tree(ahpy, {parent: _pairs(CHILDREN[parent], matrix) for parent, matrix in mean.items()})

        sides["AHPy"] = peer
    return Line(
        "A3", f"{EXPERTS} experts on a hierarchy, and their aggregation", sides, {"AHPy": 0.01}, note="ours with consensus, AHPy without"
    )


def _many() -> Line:
    dice = np.random.default_rng(4)
    realistic = np.array([_judged(dice, 7) for _ in range(2000)])
    absurd = _reciprocal(dice.choice(scale.ADMISSIBLE, (200, 7, 7)))
    kinds = np.concatenate([realistic, absurd])
    values, vectors = np.linalg.eig(kinds)
    expected = np.abs(np.take_along_axis(vectors.real, values.real.argmax(axis=1)[:, None, None], axis=2)[:, :, 0])
    error = float(np.abs(ahp.priorities_many(kinds) - expected / expected.sum(axis=1, keepdims=True)).max())
    if error > 1e-10:
        raise AssertionError(f"the weights are wrong by {error}")
    matrices = kinds[dice.integers(0, len(kinds), MANY)]
    sides: Sides = {"ours": lambda: ahp.priorities_many(matrices), "numpy.linalg.eig": lambda: np.linalg.eig(matrices)}
    note = f"largest error {error:.1e}; one matrix in eleven is random"
    return Line("A4", f"the weights of {MANY:,} matrices 7 × 7", sides, {"numpy.linalg.eig": 0.10}, note=note)


def _figures(weighing: ahp.Weighing) -> object:
    return weighing.weights, weighing.lambda_max, weighing.consistency_ratio


def _ahpy_tree(ahpy: ModuleType, pairs: dict[str, dict[tuple[str, str], float]]) -> object:
    nodes = {parent: ahpy.Compare(parent, judged) for parent, judged in pairs.items()}
    nodes["goal"].add_children([nodes[element] for element in ELEMENTS])
    return nodes["goal"].target_weights


def _tree(dice: np.random.Generator) -> dict[str, FloatArray]:
    return {parent: _judged(dice, len(items)) for parent, items in CHILDREN.items()}


def _judged(dice: np.random.Generator, size: int) -> FloatArray:
    """Judgements as people give them: near a true ratio, on the scale."""
    true = dice.dirichlet(np.full(size, 3.0))
    noisy = np.log(true[:, None] / true[None, :]) + dice.normal(0, 0.25, (size, size))
    steps = np.log(np.array(scale.ADMISSIBLE))
    return _reciprocal(np.exp(steps[np.abs(noisy[..., None] - steps).argmin(axis=-1)]))


def _reciprocal(values: FloatArray) -> FloatArray:
    """Keep the upper triangles and make the lower ones reciprocal."""
    upper = np.triu(np.log(values), 1)
    return np.asarray(np.exp(upper - upper.swapaxes(-1, -2)))


def _pairs(items: tuple[str, ...], matrix: FloatArray) -> dict[tuple[str, str], float]:
    return {(items[i], items[j]): float(matrix[i, j]) for i in range(len(items)) for j in range(i + 1, len(items))}


def _pydecision() -> ModuleType | None:
    """Return pyDecision's AHP by itself: the package would load every other method and the clients of language models with it."""
    found = importlib.util.find_spec("pyDecision")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "algorithm" / "ahp.py"
    spec = importlib.util.spec_from_file_location("pydecision_ahp", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _installed(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
