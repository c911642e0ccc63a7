"""Every process model against a second computation that shares nothing with it.

Arguments are drawn between the ends of the tables, for every choice. Only the last digits may
differ: atomic weights are the same numbers, typed in twice.
"""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from carbonre.processes import process_named, process_names
from carbonre.unit_process.defaults import Default, default_for
from carbonre.unit_process.model import Exchange, ModelError, Parameter
from helpers import models
from second_opinion import (
    cracking,
    electrolysis,
    heat_and_freight,
    hydrogen,
    hydrometallurgy,
    magnets,
    metals,
    mining,
    services,
    waters,
)
from second_opinion.chemistry import Amounts

DRAWS = 12
SAME = 1e-6  # relative


@dataclass(frozen=True)
class Opinion:
    """A second computation of a model, and which of its choices and flows it covers."""

    model: str
    compute: Callable[[Mapping[str, Any]], Amounts]
    covers: Callable[[Mapping[str, Any]], bool] = lambda values: True
    kinds: tuple[str, ...] = ("uses", "emits")  # of which it computes every flow


# Computed for all their choices and flows; each function bears the name of its model.
WHOLE = (
    mining.open_pit_mining, mining.comminution, mining.magnetic_separation, mining.flotation,
    mining.in_situ_leaching,
    cracking.caustic_digestion, cracking.oxidative_roasting, cracking.dissolution,
    cracking.bioleaching,
    heat_and_freight.drying, heat_and_freight.evaporation, heat_and_freight.crystallisation,
    heat_and_freight.polishing_powder, heat_and_freight.transport,
    waters.lime_neutralisation, waters.ammonia_recovery, waters.acid_recovery,
    electrolysis.oxide_electrolysis,
    metals.hydrofluorination, metals.calciothermic_reduction, metals.vacuum_refining,
    metals.intermediate_alloy_reduction, metals.lanthanothermic_reduction,
    metals.chloride_electrolysis, metals.swarf_recycling, metals.battery_recycling,
    magnets.strip_casting, magnets.melt_spinning, magnets.hydrogen_decrepitation,
    magnets.jet_milling, magnets.powder_blending, magnets.sintering, magnets.samarium_cobalt,
    magnets.hot_deformation, magnets.bonding, magnets.machining, magnets.coating,
    magnets.grain_boundary_diffusion, magnets.hydrogen_processing, magnets.magnet_to_magnet,
    hydrogen.hydrogen_production, hydrogen.hydrogen_storage, hydrogen.refuelling_station,
    hydrogen.hydrogen_alloy,
)  # fmt: skip

EVERY = ("makes", "uses", "wastes", "emits")
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
    *(Opinion(compute.__name__, compute, kinds=EVERY) for compute in WHOLE),
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
    "low_temperature_sulfation": "test_a_second_computation_from_stoichiometry",
    "residue_storage": "test_a_second_computation_from_stoichiometry",
    "sulfuric_acid_plant": "test_a_second_computation_from_stoichiometry",
}


def drawn(values: Mapping[str, Any], model: str, chance: random.Random) -> dict[str, Any]:
    """Return arguments with defaults drawn between the ends of their rows; not what is chosen."""
    process = process_named(model)

    def change(parameter: Parameter, value: Any, row: Default | None) -> Any:
        if row is None or row.specified or row.low is None or row.high is None or value is None:
            return value
        if value == 0 and parameter.name in process.totals:
            return value  # its parts count
        return chance.uniform(row.low, row.high)

    return models.with_numbers(process, values, change)


def parts_of_totals(model: str, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of every sum of a model: stated, they count and not the sum."""
    process = process_named(model)
    context = process.choices(choices)
    parts = [part for total in process.totals.values() for part in total.parts]
    rows = {part: default_for(model, part, context) for part in parts}
    return {part: row.value for part, row in rows.items() if row and row.value is not None}


@pytest.mark.parametrize("opinion", OPINIONS, ids=lambda opinion: opinion.model)
def test_two_computations_agree(opinion: Opinion) -> None:
    process, chance = process_named(opinion.model), random.Random(opinion.model)
    compared = refused = 0
    for choices in models.combinations(process):
        if models.is_refused(opinion.model, choices) or not opinion.covers(choices):
            continue
        parts = parts_of_totals(opinion.model, choices)
        whole, split = (models.example(opinion.model, **choices, **own) for own in ({}, parts))
        for draw in range(DRAWS):
            values = split if parts and draw % 2 else whole
            given = drawn(values, opinion.model, chance) if draw else values
            try:
                result = process.exchanges(given)
            except ModelError:
                refused += 1
                continue
            assert_same(opinion, result, given)
            compared += 1
    assert compared >= DRAWS
    assert refused <= compared, "the tables draw what the model refuses"


def assert_same(opinion: Opinion, result: Any, given: Mapping[str, Any]) -> None:
    """Every amount of the opinion is that of the model, and none of the model is forgotten."""
    lines = [line for line in result if isinstance(line, Exchange)]
    computed = opinion.compute(given)
    for (kind, flow), amount in computed.items():
        found = math.fsum(x.amount for x in lines if (x.kind, x.flow) == (kind, flow))
        near = pytest.approx(amount, rel=SAME, abs=1e-9)
        assert found == near, f"{kind} {flow}: {found} and {amount}; {given}"
    for line in lines:
        if line.kind in opinion.kinds and line.amount > 1e-12:
            assert (line.kind, line.flow) in computed, f"{line.kind} {line.flow} is not computed"


def test_every_model_is_computed_twice() -> None:
    computed = {opinion.model for opinion in OPINIONS} | ELSEWHERE.keys()
    missing = sorted({*process_names()} - computed)
    assert not missing, f"write a second computation, or name the test that holds one: {missing}"
    assert computed <= {*process_names()}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_second_computation_elsewhere_is_there(name: str) -> None:
    assert callable(getattr(models.example_module(name), ELSEWHERE[name]))


def test_a_difference_is_seen() -> None:
    """A model that is wrong by a hundred-thousandth, or has a line more, is found out."""
    (opinion,) = (one for one in OPINIONS if one.model == "sintering")
    values = models.example("sintering")
    result = process_named("sintering").exchanges(values)
    assert_same(opinion, result, values)
    lines = [line for line in result if isinstance(line, Exchange)]
    wrong = [dataclasses.replace(line, amount=line.amount * 1.00001) for line in lines]
    with pytest.raises(AssertionError, match="sintered NdFeB block"):
        assert_same(opinion, wrong, values)
    with pytest.raises(AssertionError, match="emits CO2 is not computed"):
        assert_same(opinion, [*lines, Exchange("emits", "CO2", 1.0)], values)


@pytest.mark.parametrize("anode", ["graphite", "inert"])
@pytest.mark.parametrize("metal", ["La", "Nd", "PrNd", "GdFe", "DyFe", "HoFe"])
def test_the_energy_of_a_cell(metal: str, anode: str) -> None:
    """Faraday's charge times the voltage over the current efficiency."""
    values = models.example("oxide_electrolysis", metal=metal, anode=anode)
    result = process_named("oxide_electrolysis").exchanges(values)
    told = models.indicator_of(result, "direct-current energy")
    assert told == pytest.approx(electrolysis.direct_current(values, anode), rel=SAME)
