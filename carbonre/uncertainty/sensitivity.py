"""Which uncertain values decide a footprint: elasticities, Sobol indices, Morris screening.

First-order index: the share of the variance that goes away when a value becomes known. Total
index: the share that stays when everything else is known. They agree where values act alone, and
the first ones then add up to one.

References
----------
Saltelli et al. 2010, Computer Physics Communications 181:259 (design, first-order estimator);
Jansen 1999, Computer Physics Communications 117:35 (total estimator); Morris 1991, Technometrics
33:161; Campolongo et al. 2007, Environmental Modelling & Software 22:1509 (absolute mean).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from carbonre.core.errors import Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import calculate, factors_of
from carbonre.footprint.products import PLANT
from carbonre.footprint.study import Study
from carbonre.plant.format import BASELINE, Plant
from carbonre.uncertainty.constant_factors import ConstantFactor
from carbonre.uncertainty.derivatives import derivatives
from carbonre.uncertainty.distributions import Distribution, Stream, UncertainInput, as_overrides
from carbonre.uncertainty.monte_carlo import FailureCounts, SamplingPlan, check_options
from carbonre.uncertainty.refusals import MOST_REFUSED, refuse_too_many
from carbonre.uncertainty.statistics import NORMAL_95
from carbonre.uncertainty.uncertain_inputs import What, uncertain

if TYPE_CHECKING:
    import pandas as pd

    from carbonre.footprint.vectorised import Array

Method = Literal["auto", "sobol", "morris"]
METHODS = ("auto", "sobol", "morris")
MANY = 400  # variables; beyond, `auto` screens instead of splitting the variance
RESAMPLES = 200
LEVELS = 4
COLUMNS = (
    "product", "variable", "elasticity", "first", "first_error", "total", "total_error",
    "mean_effect", "effect_spread",
)  # fmt: skip


@dataclass(frozen=True)
class SensitivityIndex:
    """What one variable does to one product; NaN where the method does not tell.

    Attributes
    ----------
    elasticity : float
        Per cent of the total for one per cent of the value, at the deterministic values [1].
    first, total : float
        Sobol indices [1], each with the half width of its 95 % interval (`..._error`).
    mean_effect, effect_spread : float
        Morris: mean of the absolute effect of moving the value through its distribution, and the
        standard deviation of the effect [kgCO2e per unit].
    """

    product: str
    variable: str
    elasticity: float
    first: float = float("nan")
    first_error: float = float("nan")
    total: float = float("nan")
    total_error: float = float("nan")
    mean_effect: float = float("nan")
    effect_spread: float = float("nan")


@dataclass(frozen=True)
class Sensitivity:
    """The sensitivity indices, the largest first within each product, and how they were found.

    Attributes
    ----------
    evaluations : int
        How often the plant was evaluated.
    kept, refused : int
        Draws (of Morris, trajectories) that count, and those that do not count because one of
        their evaluations could not be calculated.
    constant : tuple of ConstantFactor
        The factors without a distribution, the largest of the plant first.
    """

    method: str
    indices: tuple[SensitivityIndex, ...]
    evaluations: int
    kept: int
    refused: int
    constant: tuple[ConstantFactor, ...]

    @property
    def records(self) -> tuple[SensitivityIndex, ...]:
        """The indices, then the elasticity of each factor that has no distribution."""
        products = dict.fromkeys(one.product for one in self.indices)
        fixed = (
            SensitivityIndex(product, factor.id, factor.shares.get(product, 0.0))
            for product in products
            for factor in self.constant
        )
        return (*self.indices, *fixed)

    def of(self, product: str) -> list[SensitivityIndex]:
        """Return the indices of one product."""
        return [one for one in self.indices if one.product == product]


def sensitivity(
    plant: Plant,
    factors: Factors | None = None,
    n: int = 2048,
    seed: int = 1,
    scenario: str = BASELINE,
    *,
    method: Method = "auto",
    what: What = "both",
    gsd: float | None = None,
) -> pd.DataFrame:
    """Return what decides the footprint of each product.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the bundled tables if not given.
    n : int
        Draws for Sobol indices; trajectories for Morris screening are an eighth of it.
    seed : int
        The same seed gives the same indices.
    scenario : str
        The name of a scenario of the plant, or ``baseline``.
    method : str
        ``sobol``, ``morris``, or ``auto`` (the default): Sobol up to 400 variables.
    what : str
        ``parameters``, ``factors`` or ``both``.
    gsd : float, optional
        Geometric standard deviation for factor rows that have no distribution of their own,
        1 to 100 [1].

    Returns
    -------
    DataFrame
        One row per product and variable, the largest influence first; the product ``(plant)`` is
        the whole plant. Factors without a distribution follow, with their elasticity alone.
        `elasticity` [1]; `first` and `total` (Sobol indices) and the half widths
        of their 95 % intervals [1]; `mean_effect` and `effect_spread` (Morris) [kgCO2e per unit].

    Raises
    ------
    InputError
        With everything that must be corrected.
    """
    import pandas as pd

    problems = Problems()
    check_options(problems, n, seed, what, gsd)
    if method not in METHODS:
        problems.add(f"method: '{method}' is none of {', '.join(METHODS)}", code="invalid-option")
    problems.raise_any()
    tables = factors_of(plant, factors)
    result = calculate(plant, tables, scenario, problems)  # refuses what only `calc` looks at
    found = None
    if result is not None:
        found = analyse(result.study, n, seed, problems, method=method, what=what, gsd=gsd)
    problems.raise_any()
    assert found is not None
    records = [[getattr(one, name) for name in COLUMNS] for one in found.records]
    return pd.DataFrame(records, columns=list(COLUMNS))


def analyse(
    study: Study,
    n: int,
    seed: int,
    problems: Problems,
    *,
    method: Method = "auto",
    what: What = "both",
    gsd: float | None = None,
    progress: Callable[[int], None] = lambda n: None,
) -> Sensitivity | None:
    """Return what decides the footprint of each product; None if something is wrong."""
    study = study.drawn()
    drawn = uncertain(study, problems, what, gsd)
    if problems.found:
        return None
    variables = drawn.variables
    deterministic = derivatives(study, variables)
    if method == "auto":
        method = "sobol" if len(variables) <= MANY else "morris"
    design = _sobol if method == "sobol" else _morris
    products, evaluated, kept, refused, answer, lost = design(study, variables, n, seed, progress)
    if lost > MOST_REFUSED:  # what remains would be biased; the draws know the reason
        made = SamplingPlan((study,), (drawn,), seed)
        (pilot,) = made.chunk(0)
        reasons = FailureCounts()
        reasons.add(map(str, pilot.refused.values()))
        refuse_too_many(made, 0, reasons.counted(), pilot.size, problems)
        if problems.found:
            return None
    indices: list[SensitivityIndex] = []
    for product in products:
        elasticities = deterministic.elasticity(product) if product in deterministic.of else []
        some = [
            SensitivityIndex(
                product, v.name, elasticities[i] if elasticities else float("nan"), **told
            )
            for i, (v, told) in enumerate(zip(variables, answer(product), strict=True))
        ]
        key = "total" if method == "sobol" else "mean_effect"
        indices += sorted(some, key=lambda one: -getattr(one, key))
    return Sensitivity(method, tuple(indices), evaluated, kept, refused, drawn.constant)


def evaluations(method: str, variables: int, n: int) -> int:
    """Return how often a plant is evaluated."""
    if method == "morris" or (method == "auto" and variables > MANY):
        return trajectories(n) * (variables + 1)
    return n * (variables + 2)


def trajectories(n: int) -> int:
    """Return the number of trajectories of a Morris screening."""
    return max(4, n // 8)


Answer = Callable[[str], list[dict[str, float]]]
Designed = tuple[list[str], int, int, int, Answer, float]


def _sobol(
    study: Study,
    variables: Sequence[UncertainInput],
    n: int,
    seed: int,
    progress: Callable[[int], None],
) -> Designed:
    """Evaluate two matrices of draws, and the first with each column of the second."""
    import numpy as np

    results: list[list[dict[str, Array]]] = [[] for _ in range(len(variables) + 2)]
    done = 0
    for chunk, size in _chunks(n):
        a, b = (Stream(variables, seed, chunk, stream).take(size) for stream in (0, 1))
        for index in range(len(variables) + 2):
            columns = b if index == 1 else list(a)
            if index > 1:
                columns[index - 2] = b[index - 2]
            results[index].append(_figures(study, variables, columns, size))
            done += size
            progress(done)
    joined = [_concatenated(parts) for parts in results]
    whole = np.concatenate([joined[0][PLANT], joined[1][PLANT]])
    good = np.isfinite(joined[0][PLANT] + joined[1][PLANT])
    for figures in joined[2:]:
        good &= np.isfinite(figures[PLANT])

    def answer(product: str) -> list[dict[str, float]]:
        first, second, *mixed = (figures[product][good] for figures in joined)
        return indices(first, second, mixed, seed)

    kept = int(good.sum())
    sold = [name for name in joined[0] if all(name in figures for figures in joined)]
    known = [name for name in sold if all(np.isfinite(f[name][good]).all() for f in joined)]
    lost = 1 - float(np.isfinite(whole).mean())
    return known if kept else [], done, kept, n - kept, answer, lost


def _chunks(n: int) -> Iterator[tuple[int, int]]:
    # Small chunks: both matrices of a chunk are held at once.
    size = 1024
    for number, start in enumerate(range(0, n, size)):
        yield number, min(size, n - start)


def _figures(
    study: Study, variables: Sequence[UncertainInput], columns: Sequence[Array], size: int
) -> dict[str, Array]:
    outcome = study.evaluate(as_overrides(variables, columns), size)
    return {name: outcome.total_of(name) for name in (PLANT, *outcome.products)}


def _concatenated(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    import numpy as np

    names = [name for name in parts[0] if all(name in part for part in parts)]
    return {name: np.concatenate([part[name] for part in parts]) for name in names}


def indices(
    first: Array, second: Array, mixed: Sequence[Array], seed: int
) -> list[dict[str, float]]:
    """Return first and total indices of each column, with their errors by resampling.

    Parameters
    ----------
    first, second : array
        Figures at two matrices of draws.
    mixed : sequence of arrays
        Figures at the first matrix with one column of the second.
    """
    import numpy as np

    size, names = len(first), ("first", "first_error", "total", "total_error")
    variance = float(np.var(np.concatenate([first, second]))) if size else 0.0
    if not variance:
        return [dict.fromkeys(names, 0.0) for _ in mixed]
    table = np.array(mixed)
    centre = float(np.mean([first, second, *mixed]))
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    values = []
    for parts in ((second - centre) * (table - first), (first - table) ** 2 / 2):
        again = parts @ drawn.T / size  # each column: the means of one sample drawn again
        values += [parts.mean(axis=1), NORMAL_95 * again.std(axis=1)]
    columns = np.array(values) / variance
    return [dict(zip(names, map(float, column), strict=True)) for column in columns.T]


def _morris(
    study: Study,
    variables: Sequence[UncertainInput],
    n: int,
    seed: int,
    progress: Callable[[int], None],
) -> Designed:
    """Follow trajectories through the cube of all distributions, moving one value at a time."""
    import numpy as np

    count = len(variables)
    count_of_trajectories = trajectories(n)
    generator = np.random.default_rng(seed)
    levels = [[_at_share(v.distribution, share) for share in SHARES] for v in variables]
    effects: dict[str, list[Array]] = {}
    refused = done = lost = 0
    for _ in range(count_of_trajectories):
        points, order, signs = trajectory(count, generator)
        columns = [np.array(levels[i])[points[:, i]] for i in range(count)]
        figures = _figures(study, variables, columns, count + 1)
        done += count + 1
        progress(done)
        failed = int((~np.isfinite(figures[PLANT])).sum())
        if failed:
            lost += failed
            refused += 1
            continue
        for name, values in figures.items():
            moved = np.empty(count)
            moved[order] = np.diff(values) * signs / STEP
            effects.setdefault(name, []).append(moved)

    def answer(product: str) -> list[dict[str, float]]:
        table = np.array(effects[product])
        distribution = table.std(axis=0, ddof=1) if len(table) > 1 else np.full(count, np.nan)
        means = np.abs(table).mean(axis=0)
        return [
            {"mean_effect": float(mean), "effect_spread": float(deviation)}
            for mean, deviation in zip(means, distribution, strict=True)
        ]

    return list(effects), done, count_of_trajectories - refused, refused, answer, lost / done


# Middles of quarters, so that no value is at an end that a lognormal distribution does not have.
SHARES = tuple((level + 0.5) / LEVELS for level in range(LEVELS))
STEP = 0.5  # a step moves two of four levels


def _at_share(distribution: Distribution, share: float) -> float:
    """Return the value that `share` of the draws stay below."""
    normal = NormalDist().inv_cdf(share)
    if distribution.form == "lognormal":
        return float(distribution.value * distribution.low**normal)
    if distribution.form == "normal":
        return float(distribution.value + distribution.low * normal)
    return float(distribution.at(share))


def trajectory(count: int, generator: Any) -> tuple[Array, Array, Array]:
    """Return the levels of the points of a trajectory, the order of the moves, and their signs."""
    import numpy as np

    order = generator.permutation(count)
    start = generator.integers(0, LEVELS, count)
    signs = np.where(start < LEVELS // 2, 1, -1)
    points = np.repeat(start[None, :], count + 1, axis=0)
    for step, index in enumerate(order, start=1):
        points[step:, index] += signs[index] * (LEVELS // 2)
    return points, order, signs[order].astype(float)
