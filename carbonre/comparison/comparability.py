"""Whether two footprints may be compared, and what a reader of the comparison must know.

Seven things make a difference that is none of plants: boundary, functional unit, potentials,
allocation, year of the grid, version of the factors, period. Where a scenario sets one of them,
that is its point, and it is only said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from carbonre.core.errors import NOWHERE, Place, Problem
from carbonre.core.paths import split_path
from carbonre.core.periods import Period
from carbonre.factors.rows import Factor
from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words

TERMS = ("gwp", "allocation", "boundary")  # what a comparison must have in common
FEW = 3


def labels(results: Sequence[Footprint]) -> list[str]:
    """Name each footprint by what tells it from the others: its scenario, its plant, or both."""
    files = [result.plant.document.file for result in results]
    if len(set(files)) == 1 and len({result.plant.name for result in results}) == 1:
        return [result.scenario for result in results]
    pairs = set(zip(files, (r.plant.name for r in results), strict=True))
    is_distinct = len({name for _, name in pairs}) == len(pairs)
    short = len({Path(file).name for file in files}) == len(set(files))
    names = [
        r.plant.name if is_distinct else Path(file).name if short else file
        for r, file in zip(results, files, strict=True)
    ]
    if len({result.scenario for result in results}) == 1:
        return names
    return [f"{name}, {r.scenario}" for name, r in zip(names, results, strict=True)]


def incompatibilities(baseline: Footprint, scenario: Footprint) -> list[Problem]:
    """Return why the two cannot be compared; empty if they can."""
    one, two = labels([baseline, scenario])
    found = []
    for name in TERMS:
        before, after = (getattr(r.plant.data, name) for r in (baseline, scenario))
        if before != after and not set_by_scenario(name, baseline, scenario):
            found.append(
                f"{name} is {_written(before)} in '{one}' and"
                f" {_written(after)} in '{two}'; compare like with like"
            )
    units = {item.name: item.unit for item in baseline.products_sold}
    common = [item for item in scenario.products_sold if item.name in units]
    found += [
        f"the functional unit differs: '{item.name}' is counted in"
        f" {units[item.name].text} in '{one}' and in {item.unit.text} in '{two}'"
        for item in common
        if units[item.name].dimension != item.unit.dimension
    ]
    if not common:
        found.append(
            f"the two sell no product in common: '{one}' sells {_listed(baseline)}, and '{two}'"
            f" {_listed(scenario)}; the functional unit must be one"
        )
    place = Place(scenario.plant.document.file)
    return [Problem(words, place, code="incompatible-footprints") for words in found]


def _listed(result: Footprint) -> str:
    names = [item.name for item in result.products_sold]
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def notes(baseline: Footprint, scenario: Footprint) -> list[str]:
    """Say in words what a reader of the comparison must know."""
    return [
        *_terms(baseline, scenario),
        *_own_allocations(baseline, scenario),
        *_functional_unit(baseline, scenario),
        *_grid(baseline, scenario),
        *_factors(baseline, scenario),
        *_own_warnings(baseline, scenario),
    ]


def _terms(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    for name in (*TERMS, "period", "location"):
        before, after = (getattr(r.plant.data, name) for r in (baseline, scenario))
        if before != after:
            point = ", which is set on purpose" if set_by_scenario(name, baseline, scenario) else ""
            words = f"{name} differs: {_written(before)} and {_written(after)}"
            yield words + point


def _written(value: Any) -> str:
    """Write what a plant states under one of its keys."""
    return str(value) if isinstance(value, Period) else allocation_words(value)


def _own_allocations(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    """Steps that both plants have, and that share their burden by different keys."""
    one, two = baseline.plant.data.steps, scenario.plant.data.steps
    for step in one.keys() & two.keys():
        before, after = one[step].allocation, two[step].allocation
        if before != after and not set_by_scenario(f"steps.{step}", baseline, scenario):
            words = (allocation_words(a) if a is not None else "none" for a in (before, after))
            yield f"the allocation of the step '{step}' differs: {' and '.join(words)}"


def _functional_unit(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    """What is sold, and how much of it: the plant's total is per what it sells."""
    names = labels([baseline, scenario])
    sold = [
        {i.name: i.amount * i.unit.factor for i in r.products_sold} for r in (baseline, scenario)
    ]
    for only, where in ((sold[0].keys() - sold[1].keys(), names[0]),
                        (sold[1].keys() - sold[0].keys(), names[1])):  # fmt: skip
        if only:
            listed = ", ".join(sorted(only))
            yield f"only '{where}' sells {listed}; the plant's total counts all"
    moved = []
    for item in baseline.products_sold:
        after = sold[1].get(item.name, sold[0][item.name])
        if abs(after - sold[0][item.name]) > 1e-3 * max(after, sold[0][item.name]):
            change = f"{after / item.unit.factor:.4g} {item.unit.text}"
            moved.append(f"{item.name} {item.amount:.4g} and {change}")
    if moved:
        more = f" and {len(moved) - FEW} products more" if len(moved) > FEW else ""
        words = "; ".join(moved[:FEW]) + more
        yield f"the amounts sold differ ({words}): compare per unit, not the plant's totals"


def _grid(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    """The rows of the grid by location, which stand beside every purchase of energy."""
    ids: list[dict[str, set[str]]] = [{}, {}]
    for known, result in zip(ids, (baseline, scenario), strict=True):
        for row in result.ledger_rows:
            if row.category == "location":
                known.setdefault(row.flow, set()).add(row.factor_id)
    moved = [f for f in ids[0] if f in ids[1] and ids[0][f] != ids[1][f]]
    if moved:
        listed = ", ".join(sorted(name for f in moved for name in ids[0][f] ^ ids[1][f]))
        point = any(set_by_scenario(name, baseline, scenario) for name in ("period", "location"))
        words = f"the grid rows differ, by year or place: {listed}"
        yield words + (", which is set on purpose" if point else "")


def _own_warnings(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    """What was said of the lines that the scenario sets."""
    plant = scenario.study.plant
    lines = {(place.file, place.line) for _, where in scenario.study.overrides.values() if where
             for place in (plant.place(*where), plant.place(*where, key=True))}  # fmt: skip
    for note in scenario.warnings:
        is_set = note.place != NOWHERE and (note.place.file, note.place.line) in lines
        if is_set and note not in baseline.warnings:
            yield str(note)


def _factors(baseline: Footprint, scenario: Footprint) -> Iterator[str]:
    """Rows that one of the two uses and that the tables of the other lack or hold otherwise."""
    one, two = baseline.system.factors, scenario.system.factors
    if one == two:
        return
    flows = sorted({row.flow for result in (baseline, scenario) for row in result.ledger_rows})
    used = {row.factor_id for result in (baseline, scenario) for row in result.ledger_rows}
    sides = [{f.id: _value(f) for flow in flows for f in t.of(flow)} for t in (one, two)]
    found = [name for name in sorted(used) if sides[0].get(name) != sides[1].get(name)]
    potentials = {row.gas for result in (baseline, scenario) for row in result.ledger_rows}
    for gas in sorted(potentials):
        rows = [t.characterise(gas, r.plant.data.gwp) for t, r in
                ((one, baseline), (two, scenario))]  # fmt: skip
        same_set = baseline.plant.data.gwp == scenario.plant.data.gwp
        if same_set and (rows[0] and rows[0].value) != (rows[1] and rows[1].value):
            found.append(f"potential of {gas}")
    if found:
        more = f" and {len(found) - 2 * FEW} more" if len(found) > 2 * FEW else ""
        yield f"the two use different factor tables: {', '.join(found[: 2 * FEW])}{more} differ"


def _value(row: Factor) -> tuple[Any, ...]:
    return row.value, row.unit, row.gwp, row.co2e, tuple(sorted(row.gases.items()))


def set_by_scenario(name: str, *results: Footprint) -> bool:
    """Whether a scenario sets a path itself, so that its difference is what is asked for."""
    wanted = split_path(name)
    return any(
        split_path(path)[: len(wanted)] == wanted
        for result in results
        for path in result.study.overrides
    )
