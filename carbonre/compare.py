"""Two footprints side by side: which step and flow makes the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonre.errors import InputError, Place, Problem
from carbonre.footprint import Footprint

if TYPE_CHECKING:
    import pandas as pd

DRIVER_COLUMNS = ("product", "unit", "driver", "baseline", "scenario", "difference", "share")


def compare(baseline: Footprint, scenario: Footprint) -> pd.DataFrame:
    """Split the difference between two footprints over steps and flows.

    Parameters
    ----------
    baseline, scenario : Footprint
        Of one plant or of two that sell the same products.

    Returns
    -------
    DataFrame
        One row per product and driver (``step: flow``), the largest difference first, in kgCO2e
        per `unit` of the baseline; `share` is of the product's whole difference. The differences
        of a product add up to the difference of its totals.

    Raises
    ------
    InputError
        If the two differ in potentials, allocation or boundary, or share no product: then the
        difference would not be one of plants.
    """
    import pandas as pd

    _same_terms(baseline, scenario)
    records = []
    for item in baseline.items:
        if item.name not in [other.name for other in scenario.items]:
            continue
        before = _drivers(baseline, item.name, item.unit.factor)
        after = _drivers(scenario, item.name, item.unit.factor)
        changes = {d: after.get(d, 0.0) - before.get(d, 0.0) for d in before | after}
        whole = sum(changes.values())
        for driver in sorted(changes, key=lambda d: (-abs(changes[d]), d)):
            change = changes[driver]
            share = change / whole if whole else 0.0
            records.append((item.name, item.unit.text, driver, before.get(driver, 0.0),
                            after.get(driver, 0.0), change, share))  # fmt: skip
    return pd.DataFrame(records, columns=list(DRIVER_COLUMNS))


def _drivers(result: Footprint, product: str, per: float) -> dict[str, float]:
    """Return what each step and flow adds to a product, per `per` base units of it."""
    item = result.product(product)
    index = result.items.index(item)
    amount = item.amount * item.unit.factor / per
    sums: dict[str, float] = {}
    for row in result.rows:
        if row.counts:
            driver = f"{row.step or 'traded'}: {row.flow}"
            sums[driver] = sums.get(driver, 0.0) + row.kgCO2e * row.shares[index] / amount
    return sums


def _same_terms(baseline: Footprint, scenario: Footprint) -> None:
    one, two = baseline.plant.data, scenario.plant.data
    problems = [
        Problem(
            f"{name} differs: '{getattr(one, name)}' in {baseline.scenario} and"
            f" '{getattr(two, name)}' in {scenario.scenario}; compare like with like",
            Place(scenario.plant.document.file),
        )
        for name in ("gwp", "allocation", "boundary")
        if getattr(one, name) != getattr(two, name)
    ]
    if not {i.name for i in baseline.items} & {i.name for i in scenario.items}:
        words = "the two sell no product in common"
        problems.append(Problem(words, Place(scenario.plant.document.file)))
    if problems:
        raise InputError(problems)
