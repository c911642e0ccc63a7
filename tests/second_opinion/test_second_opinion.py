"""Every process model against a second computation that shares nothing with it.

Arguments are drawn between the ends of the tables, for every choice. Only the last digits may
differ: atomic weights are the same numbers, typed in twice.
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
from second_opinion import electrolysis, hydrogen, hydrometallurgy, magnets, mining, services
from second_opinion.chemistry import Amounts

DRAWS = 12
SAME = 1e-6  # relative


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


# Computed for all their choices and flows; each function bears the name of its model.
WHOLE = (
    mining.open_pit_mining, mining.comminution, mining.magnetic_separation, mining.flotation,
    mining.in_situ_leaching,
    magnets.strip_casting, magnets.melt_spinning, magnets.hydrogen_decrepitation,
    magnets.jet_milling, magnets.powder_blending, magnets.sintering, magnets.samarium_cobalt,
    magnets.hot_deformation, magnets.bonding, magnets.machining, magnets.coating,
    magnets.grain_boundary_diffusion, magnets.hydrogen_processing, magnets.magnet_to_magnet,
    hydrogen.hydrogen_production, hydrogen.hydrogen_storage, hydrogen.refuelling_station,
    hydrogen.hydrogen_alloy,
)  # fmt: skip

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
    *(Opinion(compute.__name__, compute) for compute in WHOLE),
)  # fmt: skip

# Models with a second computation in their own test, by the name of that test.
ELSEWHERE = {
    "acid_leaching": "test_a_second_computation_from_stoichiometry",
    "biological_nitrogen_removal": "test_a_second_computation_from_stoichiometry",
    "bipolar_electrodialysis": "test_a_second_computation_from_atoms_and_charge",
    "cerium_oxidation": "test_a_second_computation_from_atoms",
    "chlor_alkali": "test_a_second_computation_from_atoms_and_charge",
    "europium_reduction": "test_a_second_computation_from_atoms",
    "hydrochloric_acid_regeneration": "test_a_second_computation_from_atoms",
    "intermediate_alloy_reduction": "test_a_second_way_to_the_carbon",
    "low_temperature_sulfation": "test_a_second_computation_from_stoichiometry",
    "residue_storage": "test_a_second_computation_from_stoichiometry",
    "sulfuric_acid_plant": "test_a_second_computation_from_stoichiometry",
}


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
