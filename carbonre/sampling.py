"""The same plant over many rows: one case after another, or draws of what is uncertain.

Each row is asked, balanced and characterised like a plant of its own.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from carbonre.calibration import calibration
from carbonre.errors import InputError, Place, Problem, Problems
from carbonre.factors import Factors
from carbonre.footprint import CSV_COLUMNS, Footprint, factors_of, of_variant
from carbonre.parameters import Default
from carbonre.plant import BASELINE, Plant
from carbonre.scenarios import apply, lay_over

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CASE_COLUMNS = ("case", *CSV_COLUMNS)


def evaluate(plant: Plant, factors: Factors, table: pd.DataFrame) -> pd.DataFrame:
    """Return one footprint per row of a table of overrides.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors
        From `read_factors`.
    table : DataFrame
        Each column is a dotted path, such as ``steps.smelting.cell_voltage``; each cell a value
        with its unit, such as ``9.5 V``. A unit in the column's head, ``path [V]``, goes to every
        cell of the column.

    Returns
    -------
    DataFrame
        The columns of the footprint CSV, after a column ``case`` with the index of the row.

    Raises
    ------
    InputError
        With the row and the column of every cell that cannot be used.
    """
    import pandas as pd

    rows = zip(table.index, table.to_dict("records"), strict=True)
    named = ((case, {str(head): cell for head, cell in row.items()}) for case, row in rows)
    return pd.DataFrame(cases(plant, factors, named), columns=list(CASE_COLUMNS))


def cases(
    plant: Plant, factors: Factors, rows: Iterable[tuple[Any, Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Return the records of `evaluate`; each row has a name and its overrides by path."""
    problems = Problems()
    factors = factors_of(plant, factors)
    readings = calibration(plant, factors, problems)
    problems.raise_any()
    records = []
    for case, row in rows:
        local = Problems()
        settings = dict(_setting(head, cell) for head, cell in row.items())
        variant = lay_over(plant, settings, local)
        result = of_variant(variant, factors, BASELINE, readings, local) if variant else None
        for problem in dict.fromkeys(local.found):
            words = f"row {case}: {problem.field}: {problem.message}"
            problems.found.append(Problem(words, Place("table"), ""))
        if result is not None:
            records += [{"case": case, **record} for record in result.records()]
    problems.raise_any()
    return records


def _setting(head: str, cell: Any) -> tuple[str, tuple[Any, tuple[str, ...]]]:
    """Return the path of a column and the value of a cell, with the unit of the head if any."""
    path, bracket, rest = head.partition("[")
    # Numbers of numpy are plain numbers to the reader of a plant.
    plain = cell.item() if hasattr(cell, "item") else cell
    if bracket and rest.rstrip().endswith("]"):
        return path.strip(), (f"{plain} {rest.rstrip()[:-1].strip()}", ())
    return head.strip(), (plain, ())


def sample(
    plant: Plant, factors: Factors, n: int, seed: int, scenario: str = BASELINE
) -> pd.DataFrame:
    """Return the footprints with one column per draw of defaults and factors.

    Defaults are drawn between their low and high (triangular, the mode at the value); factors by
    their GSD (lognormal about the value) or else between low and high. What stands in one row is
    drawn once, however many steps use it. What has no band stays as it is.

    Parameters
    ----------
    n : int
        Number of draws.
    seed : int
        The same seed gives the same draws, whatever the number of draws.

    Returns
    -------
    DataFrame
        The columns of the footprint CSV, then ``draw 0`` ... with the total [kgCO2e per unit].
    """
    import numpy as np
    import pandas as pd

    problems = Problems()
    factors = factors_of(plant, factors)
    readings = calibration(plant, factors, problems)
    variant = apply(plant, scenario, problems)
    problems.raise_any()
    assert variant is not None
    base = of_variant(variant, factors, scenario, readings, problems)
    problems.raise_any()
    assert base is not None
    rows = {row.place: row for step in base.system.steps for row in step.defaults}
    draws: dict[str, list[float]] = {}
    for index, child in enumerate(np.random.SeedSequence(seed).spawn(n)):
        generator = np.random.default_rng(child)
        drawn = {place: _draw(row, generator) for place, row in rows.items()}
        local = Problems()
        result = of_variant(variant, factors, scenario, readings, local, drawn=drawn)
        if result is None:
            words = f"draw {index}: {local.found[0].message}"
            raise InputError([dataclasses.replace(local.found[0], message=words)])
        draws[f"draw {index}"] = _totals(base, result, _scales(factors, base, generator))
    return pd.concat([base.products, pd.DataFrame(draws)], axis=1)


def _draw(row: Default, generator: np.random.Generator) -> float:
    value = row.value or 0.0
    low, high = row.low, row.high
    if low is None or high is None or not low <= value <= high or low == high:
        return value
    return float(generator.triangular(low, value, high))


def _scales(
    factors: Factors, base: Footprint, generator: np.random.Generator
) -> Mapping[str, float]:
    """Draw what each factor row is multiplied with; always in the order of the rows' names."""
    flows = sorted({row.flow for row in base.rows})
    known = {f.id: f for flow in flows for f in factors.of(flow)}
    scales: dict[str, float] = {}
    for name in sorted({row.factor_id for row in base.rows} & known.keys()):
        factor = known[name]
        if factor.gsd is not None and factor.gsd > 1:
            scales[name] = float(generator.lognormal(0.0, math.log(factor.gsd)))
        elif factor.low is not None and factor.high is not None and factor.value > 0:
            low, high = factor.low / factor.value, factor.high / factor.value
            if low <= 1 <= high and low < high:
                scales[name] = float(generator.triangular(low, 1.0, high))
    return scales


def _totals(base: Footprint, result: Footprint, scales: Mapping[str, float]) -> list[float]:
    """Return the total of each product of the base under the factors of this draw."""
    names = [item.name for item in result.items]
    totals = []
    for item in base.items:
        index = names.index(item.name)
        parts = (
            row.kgCO2e * row.shares[index] * scales.get(row.factor_id, 1.0)
            for row in result.rows
            if row.counts
        )
        totals.append(math.fsum(parts) / result.items[index].amount)
    return totals
