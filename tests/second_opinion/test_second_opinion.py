"""The models of the Baotou chain against a second computation that shares nothing with them.

Arguments are drawn between the ends of the tables, for every choice. Only the atomic weights,
typed in twice, and the last digits may differ.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from carbonre.processes import process_named
from carbonre.unit_process.defaults import Default
from carbonre.unit_process.model import Exchange, ModelError, Parameter
from helpers import models
from second_opinion import electrolysis, hydrometallurgy, services
from second_opinion.hydrometallurgy import Amounts

DRAWS = 12
SAME = 3e-4  # relative: atomic weights of two tables


@dataclass(frozen=True)
class Opinion:
    """A second computation of a model, and which of its choices and flows it covers."""

    model: str
    compute: Callable[[Mapping[str, Any]], Amounts]
    covers: Callable[[Mapping[str, Any]], bool] = lambda values: True
    without: frozenset[str] = frozenset()  # flows that it does not compute


def _trivalent(values: Mapping[str, Any]) -> bool:
    wanted = values["metal"] in electrolysis.OXIDES and values["pfc"] != "slope"
    return wanted and values["cerium"] == "Ce(III)"


OPINIONS = (
    Opinion("sulfuric_acid_roasting", hydrometallurgy.roasting),
    Opinion("water_leaching", hydrometallurgy.leaching),
    Opinion("conversion", hydrometallurgy.conversion),
    Opinion("solvent_extraction", hydrometallurgy.extraction,
            lambda values: values["system"] == "P507 chloride"),
    Opinion("precipitation", hydrometallurgy.precipitation),
    Opinion("calcination", hydrometallurgy.calcination),
    Opinion("offgas_scrubbing", services.scrubbing),
    Opinion("boiler", services.boiler),
    Opinion("lime_neutralisation", services.liming),
    Opinion("oxide_electrolysis", electrolysis.electrolysis, _trivalent,
            frozenset({"electricity", "LaF3", "NdF3", "GdF3", "DyF3", "rare earth fluoride"})),
)  # fmt: skip


def drawn(values: Mapping[str, Any], model: str, chance: random.Random) -> dict[str, Any]:
    """Return arguments with defaults drawn between the ends of their rows; not what is chosen."""

    def change(parameter: Parameter, value: Any, row: Default | None) -> Any:
        if row is None or row.specified or row.low is None or row.high is None or value is None:
            return value
        return chance.uniform(row.low, row.high)

    return models.with_numbers(process_named(model), values, change)


@pytest.mark.parametrize("opinion", OPINIONS, ids=lambda opinion: opinion.model)
def test_two_computations_agree(opinion: Opinion) -> None:
    process, chance = process_named(opinion.model), random.Random(opinion.model)
    compared = refused = 0
    for choices in models.combinations(process):
        if models.is_refused(opinion.model, choices) or not opinion.covers(choices):
            continue
        values = models.example(opinion.model, **choices)
        for draw in range(DRAWS):
            given = drawn(values, opinion.model, chance) if draw else values
            try:
                result = process.exchanges(given)
            except ModelError:
                refused += 1
                continue
            assert_same(result, opinion.compute(given), opinion.without, f"{choices}, {given}")
            compared += 1
    assert compared >= DRAWS
    assert refused <= compared, "the tables draw what the model refuses"


def assert_same(result: Any, opinion: Amounts, without: frozenset[str], where: str) -> None:
    """Every amount of the opinion is that of the model, and no purchase or gas is forgotten."""
    lines = [line for line in result if isinstance(line, Exchange)]
    for (kind, flow), amount in opinion.items():
        found = math.fsum(x.amount for x in lines if (x.kind, x.flow) == (kind, flow))
        near = pytest.approx(amount, rel=SAME, abs=1e-7)
        assert found == near, f"{kind} {flow}: {found} and {amount}; {where}"
    for line in lines:
        if line.kind in ("uses", "emits") and line.flow not in without and line.amount > 1e-12:
            assert (line.kind, line.flow) in opinion, f"{line.kind} {line.flow} is not computed"


@pytest.mark.parametrize("anode", ["graphite", "inert"])
@pytest.mark.parametrize("metal", electrolysis.OXIDES)
def test_the_energy_of_a_cell(metal: str, anode: str) -> None:
    """Faraday's charge times the voltage over the current efficiency."""
    values = models.example("oxide_electrolysis", metal=metal, anode=anode)
    result = process_named("oxide_electrolysis").exchanges(values)
    told = models.indicator_of(result, "direct-current energy")
    assert told == pytest.approx(electrolysis.direct_current(values), rel=SAME)
