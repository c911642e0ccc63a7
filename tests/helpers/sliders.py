"""What the sliders of a report stand for, said in a plant file and a table and calculated again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import carbonre as cr
from carbonre.comparison.adjustable_factors import AdjustableFactor
from carbonre.comparison.what_if import Axis
from carbonre.core.errors import Problems
from carbonre.core.paths import dotted
from carbonre.footprint.calculate import calculate
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.plant.scenarios import apply_overrides, overrides


def own_table(
    result: Footprint, adjustable: Sequence[AdjustableFactor], moved: Mapping[str, float]
) -> str:
    """A user's factor file with other values of some rows of the shipped tables."""
    lines = ["id,flow,supply,part,value,unit,gwp,place,year,source,default,carbon_pair"]
    known = {row.id: row for row in result.system.factors.rows}
    for factor in adjustable:
        row = known[factor.factor_id]
        default = "yes" if row.default else ""
        cells = [row.id, row.flow, row.supply, row.part, repr(moved[row.id]), factor.unit,
                 result.plant.data.gwp, row.place, str(row.year), "a test", default,
                 row.carbon_pair]  # fmt: skip
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def recalculate(result: Footprint, settings: Mapping[str, str], table: Path) -> Footprint:
    """Calculate a plant with settings of its scenario and others, as everybody does."""
    plant = result.study.plant
    assert not any(step.measured for step in plant.data.steps.values())
    problems = Problems()
    scenario = {} if result.scenario == BASELINE else overrides(plant, result.scenario, problems)
    own = {path: (value, ()) for path, value in settings.items()}
    variant = apply_overrides(plant, {**scenario, **own}, problems)
    assert variant is not None and not problems.found, problems.found
    answer = calculate(variant, cr.read_factors(str(table)), BASELINE, problems)
    assert answer is not None, problems.found
    return answer


def settings_of(axes: Sequence[Axis], values: Sequence[float]) -> dict[str, str]:
    """What a plant file would say to set these parameters; one in a list has no path of its own."""
    return {
        dotted(("steps", step, axis.parameter.row.parameter)): (
            f"{value / axis.parameter.unit.factor!r} {axis.parameter.unit.text}".strip()
        )
        for axis, value in zip(axes, values, strict=True)
        for step in axis.parameter.steps
        if "." not in axis.parameter.row.parameter
    }
