"""Two footprints side by side: what was changed, or which step and flow, makes the difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carbonre import levers
from carbonre.errors import InputError, Place, Problem, Problems
from carbonre.footprint import Footprint, allocation_words
from carbonre.ledger import LedgerRow
from carbonre.scenarios import overrides

if TYPE_CHECKING:
    import pandas as pd

DRIVER_COLUMNS = ("product", "unit", "driver", "baseline", "scenario", "difference", "share")
TERMS = ("gwp", "allocation", "boundary")  # what a comparison must have in common
By = Literal["lever", "exchange", "step", "flow", "scope", "gas"]
KEYS: Mapping[str, Callable[[LedgerRow], str]] = {
    "exchange": lambda row: f"{row.step or 'traded'}: {row.flow}",
    "step": lambda row: row.step or "traded",
    "flow": lambda row: row.flow,
    "scope": lambda row: f"scope {row.scope}" + (f".{row.category}" if row.category else ""),
    "gas": lambda row: row.gas,
}


@dataclass(frozen=True, slots=True)
class Driver:
    """One part of a difference, per unit of the product (of the plant: in the period).

    Attributes
    ----------
    baseline, scenario : float
        By lever: the rungs of the ladder, before and after it is pulled; otherwise what the
        driver adds to either side [kgCO2e per unit].
    error : float
        Standard error of the difference, zero unless orders of levers were drawn.
    """

    product: str
    unit: str
    name: str
    baseline: float
    scenario: float
    difference: float
    share: float
    error: float = 0.0


def compare(baseline: Footprint, scenario: Footprint, by: By = "lever") -> pd.DataFrame:
    """Split the difference between two footprints.

    Parameters
    ----------
    baseline, scenario : Footprint
        Two scenarios of one plant, or two plants that sell the same products.
    by : str
        ``lever``: over what the scenario sets (Shapley values: the parts add up and do not depend
        on an order); two plants have no levers and are split by ``exchange``. Or by ``exchange``
        (step and flow), ``step``, ``flow``, ``scope`` or ``gas``.

    Returns
    -------
    DataFrame
        One row per product and driver, the largest difference first, in kgCO2e per `unit` of the
        baseline; the product ``(plant)`` is the whole plant in the period. The differences of a
        product add up to that of its totals; `share` is of the whole difference.

    Raises
    ------
    InputError
        If the two differ in potentials, allocation or boundary, or share no product: then the
        difference would not be one of plants.
    """
    import pandas as pd

    found = drivers(baseline, scenario, by)
    records = [(d.product, d.unit, d.name, d.baseline, d.scenario, d.difference, d.share)
               for d in found]  # fmt: skip
    return pd.DataFrame(records, columns=list(DRIVER_COLUMNS))


def drivers(baseline: Footprint, scenario: Footprint, by: By = "lever") -> list[Driver]:
    """Return the drivers of a difference; see `compare`."""
    problems = _not_alike(baseline, scenario)
    if problems:
        raise InputError(problems)
    if by == "lever":
        parts = levers.parts(baseline, scenario)
        if parts is not None:
            return list(_ladder(baseline, parts))
        by = "exchange"
    return list(_by_rows(baseline, scenario, KEYS[by]))


def _ladder(baseline: Footprint, parts: Mapping[str, list[levers.Part]]) -> Iterator[Driver]:
    """Climb from the baseline, the largest lever first."""
    start = levers.totals(baseline)
    for product, found in parts.items():
        if product == levers.COST:
            continue
        unit, per = _unit(baseline, product)
        level = start[product] * per
        whole = math.fsum(part.value for part in found) * per
        for part in found:
            step = part.value * per
            share = step / whole if whole else 0.0
            error = part.error * per
            yield Driver(product, unit, part.lever, level, level + step, step, share, error)
            level += step


def _by_rows(
    baseline: Footprint, scenario: Footprint, key: Callable[[LedgerRow], str]
) -> Iterator[Driver]:
    sold = [item.name for item in scenario.items]
    for product in [levers.PLANT, *(i.name for i in baseline.items if i.name in sold)]:
        unit, per = _unit(baseline, product)
        before, after = (_sums(result, product, key) for result in (baseline, scenario))
        names = dict.fromkeys([*before, *after])
        changes = {name: (after.get(name, 0.0) - before.get(name, 0.0)) * per for name in names}
        whole = math.fsum(changes.values())
        for name in sorted(changes, key=lambda name: (-abs(changes[name]), name)):
            one, two = before.get(name, 0.0) * per, after.get(name, 0.0) * per
            share = changes[name] / whole if whole else 0.0
            yield Driver(product, unit, name, one, two, changes[name], share)


def _unit(result: Footprint, product: str) -> tuple[str, float]:
    if product == levers.PLANT:
        return "period", 1.0
    measure = result.product(product).unit
    return measure.text, measure.factor


def _sums(result: Footprint, product: str, key: Callable[[LedgerRow], str]) -> dict[str, float]:
    """Sum the rows of a product per base unit, or of the whole plant."""
    index, amount = -1, 1.0
    if product != levers.PLANT:
        item = result.product(product)
        index, amount = result.items.index(item), item.amount * item.unit.factor
    sums: dict[str, list[float]] = {}
    for row in result.rows:
        if row.counts:
            share = 1.0 if index < 0 else row.shares[index] / amount
            sums.setdefault(key(row), []).append(row.kgCO2e * share)
    return {name: math.fsum(values) for name, values in sums.items()}


def _not_alike(baseline: Footprint, scenario: Footprint) -> list[Problem]:
    one, two = baseline.plant.data, scenario.plant.data
    place = Place(scenario.plant.document.file)
    problems = []
    for name in TERMS:
        before, after = getattr(one, name), getattr(two, name)
        if before != after and not _is_the_point(name, baseline, scenario):
            words = (
                f"{name} is {allocation_words(before)} in '{baseline.scenario}' and"
                f" {allocation_words(after)} in '{scenario.scenario}'; compare like with like"
            )
            problems.append(Problem(words, place))
    if not {i.name for i in baseline.items} & {i.name for i in scenario.items}:
        problems.append(Problem("the two sell no product in common", place))
    return problems


def _is_the_point(name: str, *results: Footprint) -> bool:
    """Whether a scenario sets the term itself, so that its difference is what is asked for."""
    return any(
        result.origin is not None
        and result.scenario in result.origin.data.scenarios
        and name in overrides(result.origin, result.scenario, Problems())
        for result in results
    )


def caveats(baseline: Footprint, scenario: Footprint) -> list[str]:
    """Say in words what a reader of the comparison must know."""
    one, two = baseline.plant.data, scenario.plant.data
    found = [
        f"{name} differs: {getattr(one, name)} and {getattr(two, name)}"
        for name in ("period", "location", *TERMS)
        if getattr(one, name) != getattr(two, name)
    ]
    years = [
        {row.factor_id for row in result.rows if row.category == "location"}
        for result in (baseline, scenario)
    ]
    if all(years) and years[0] != years[1]:
        found.append(f"the grid rows differ: {', '.join(sorted(years[0] ^ years[1]))}")
    if baseline.own_factors != scenario.own_factors:
        found.append("the two use different rows of your own factor tables")
    names = [{item.name for item in result.items} for result in (baseline, scenario)]
    for only, where in ((names[0] - names[1], baseline), (names[1] - names[0], scenario)):
        if only:
            listed = ", ".join(sorted(only))
            found.append(f"only '{where.scenario}' sells {listed}; the plant's total counts all")
    return found
