"""Energy at every default beside GB 29435-2025: from half its best level to twice its worst.

The standard limits tonnes of coal equivalent per tonne of product of a whole route. Each process
model stands in a route of it, or says here why the standard does not cover it. A new model states
one or the other: `test_every_model_is_held_to_a_limit_or_says_why_not` fails until it does.

Tables 1 to 4 do not say where their routes begin and end (their boundary was not read), so these
are checks of size: a wrong unit, a step that is missing or one that is counted twice.
"""

from __future__ import annotations

import functools
from typing import Any

import pytest

from carbonre.factors.energy_limits import Limit, limits
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.processes import process_named, process_names
from carbonre.unit_process.model import Exchange
from helpers.examples import example_footprint, example_plant
from helpers.models import combinations, example_module, is_refused, run_model
from helpers.plants import calculate, factors

TCE = 29.3076e9  # J
GJ = 1e9
# What makes oxide of the liquor, in the routes of all tables of oxides.
SEPARATED = ("solvent_extraction", "precipitation")
OXIDES = (*SEPARATED, "calcination")
# The steps of a route, each per kg of the rare-earth oxides that it is fed.
ROUTES: dict[str, tuple[str, ...]] = {
    "ion-adsorption ore to oxides": ("in_situ_leaching", "dissolution", *OXIDES),
    "mixed (Bayan Obo) ore to oxides": (
        "sulfuric_acid_roasting", "water_leaching", "conversion", *OXIDES,
    ),
    "bastnaesite to PrNd oxide: oxidising roast + HCl": ("oxidative_roasting", *OXIDES),
    "NdFeB scrap to oxides": ("swarf_recycling", *OXIDES),
}  # fmt: skip
# By TBP, a European system, boiling down the strip liquor alone takes 4 tce/t: twice the limits.
OTHER_ROUTES = {"system": "TBP nitrate"}
CARBONATE = "mixed RE carbonate"  # the product before calcination
# Why the standard says nothing of a model.
INSIDE = "it is inside the plants of the standard, and has no limit of its own"
REASONS = {
    "acid_leaching": "the tables know ores and magnet scrap; no lean solid is in them",
    "acid_recovery": "the standard has no limit for a plant that makes acid again",
    "ammonia_recovery": INSIDE,
    "battery_recycling": "Table 4 is of NdFeB scrap; batteries are outside the standard",
    "bioleaching": "a laboratory route: no table of the standard names it",
    "biological_nitrogen_removal": INSIDE,
    "bipolar_electrodialysis": "acid and base from salt have no limit in the standard",
    "bonding": "magnets are outside the standard",
    "boiler": "its losses are inside the limit of what its steam serves",
    "caustic_digestion": "the tables of oxides know acid roasting and oxidising roasting only",
    "cerium_oxidation": INSIDE,
    "chlor_alkali": "GB 21257 limits it, not GB 29435",
    "chloride_electrolysis": "Table 5 is of oxide in a fluoride melt; no chloride cell is in it",
    "coating": "magnets are outside the standard",
    "comminution": "where the routes begin was not read; a mill alone has no limit",
    "crystallisation": "chloride crystals are no product of the standard",
    "drying": "dried carbonate or concentrate is no product of the standard",
    "evaporation": INSIDE,
    "europium_reduction": INSIDE,
    "flotation": "where the routes begin was not read; a concentrate has no limit",
    "grain_boundary_diffusion": "magnets are outside the standard",
    "hot_deformation": "magnets are outside the standard",
    "hydrochloric_acid_regeneration": "the standard has no limit for a plant that makes acid again",
    "hydrogen_alloy": "storage alloys are outside the standard",
    "hydrogen_decrepitation": "magnets are outside the standard",
    "hydrogen_processing": "magnets are outside the standard",
    "hydrogen_production": "hydrogen is outside the standard",
    "hydrogen_storage": "hydrogen is outside the standard",
    "jet_milling": "magnets are outside the standard",
    "lime_neutralisation": "it takes power alone, 1 kWh/t of water; no limit of its own",
    "low_temperature_sulfation": "the tables of oxides know no bake of monazite",
    "machining": "magnets are outside the standard",
    "magnet_to_magnet": "Table 4 is of scrap to oxides; magnets are outside the standard",
    "magnetic_separation": "where the routes begin was not read; a concentrate has no limit",
    "melt_spinning": "magnets are outside the standard",
    "offgas_scrubbing": INSIDE,
    "open_pit_mining": "where the routes begin was not read; ore has no limit",
    "polishing_powder": "of 2012 it had one (1.56 to 1.80 tce/t); that of 2025 has none",
    "powder_blending": "magnets are outside the standard",
    "refuelling_station": "hydrogen is outside the standard",
    "samarium_cobalt": "magnets are outside the standard",
    "residue_storage": "what is stored is no product of the standard",
    "sintering": "magnets are outside the standard",
    "strip_casting": "magnets are outside the standard",
    "sulfuric_acid_plant": "GB 29141 limits it, not GB 29435",
    "transport": "transport between plants is outside the standard",
}


def bounds(limit: Limit) -> tuple[float, float]:
    return min(limit.levels) / 2, 2 * max(limit.levels)


def test_every_model_is_held_to_a_limit_or_says_why_not() -> None:
    held = {step for route in ROUTES.values() for step in route}
    held |= {process for limit in limits() for process in limit.processes}
    assert held.isdisjoint(REASONS)
    missing = set(process_names()) - held - REASONS.keys()
    assert not missing, f"put them into a route, or say why not: {sorted(missing)}"
    assert REASONS.keys() <= set(process_names())


# --- routes to oxides -----------------------------------------------------------------------------


@functools.cache
def energies(name: str) -> list[tuple[float, float]]:
    """Return energy taken [J] and rare-earth oxides made [kg] of a run, for all choices.

    Steam is the fuel of a boiler with the default efficiency.
    """
    flows = factors().flows
    boiler = run_model("boiler", fuel="bituminous coal")
    (fuel,) = (x.amount for x in boiler if isinstance(x, Exchange) and x.flow == "bituminous coal")
    found = []
    for choices in combinations(process_named(name)):
        if is_refused(name, choices) or OTHER_ROUTES.items() <= choices.items():
            continue
        lines = [line for line in run_model(name, **choices) if isinstance(line, Exchange)]
        taken = sum(
            line.amount * (fuel if line.flow == "steam" else 1)
            for line in lines
            if line.kind == "uses" and line.flow in flows and flows[line.flow].kind in ENERGY_KINDS
        )
        found.append((taken, sum(line.amount for line in lines if line.kind == "makes")))
    return found


def of_route(steps: tuple[str, ...]) -> tuple[float, float]:
    """Return the least and the most energy of a route over the choices of its models [tce/t]."""
    ends = []
    for pick in (min, max):
        energy = 0.0
        for name in steps:
            energy = pick((taken + energy) / made for taken, made in energies(name))
        ends.append(energy / TCE * 1000)
    return ends[0], ends[1]


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_to_oxides(route: str) -> None:
    for name in ROUTES[route]:
        example_module(name)
    found = [limit for limit in limits() if limit.route == route]
    assert found
    for limit in found:
        steps = ROUTES[route][:-1] if limit.product == CARBONATE else ROUTES[route]
        (least, most), (low, high) = of_route(steps), bounds(limit)
        assert low < least <= most < high, (limit.product, least, most)


@pytest.mark.parametrize("scenario", example_plant("baotou_smelter").scenarios)
def test_the_smelter_at_every_scenario(scenario: str) -> None:
    (limit,) = (x for x in limits() if x.route.startswith("mixed") and x.product == CARBONATE)
    low, high = bounds(limit)
    assert low < example_footprint("baotou_smelter", scenario).energy.per_tonne < high


# --- metals ---------------------------------------------------------------------------------------


def chain(limit: Limit, choice: str) -> dict[str, Any]:
    """Return a plant of the processes of a limit, that makes its product."""
    metal = limit.product.split()[0]
    fluorination = {
        "process": "hydrofluorination",
        "oxide": "Tb4O7" if metal == "Tb" else f"{metal}2O3",
        "agent": choice,
    }
    crude = {"process": "calciothermic_reduction", "metal": metal, "product": f"crude {metal}"}
    steps: dict[str, Any] = {
        "oxide_electrolysis": {"process": "oxide_electrolysis", "metal": metal, "anode": choice},
        "lanthanothermic_reduction": {
            "process": "lanthanothermic_reduction", "metal": metal, "reductant": "La metal",
        },
        "hydrofluorination": fluorination,
        "calciothermic_reduction": crude,
        "vacuum_refining": {
            "process": "vacuum_refining", "metal": metal, "feed": f"crude {metal}",
        },
        "intermediate_alloy_reduction": {
            "process": "intermediate_alloy_reduction", "metal": metal,
        },
    }  # fmt: skip
    bought = {"Dy2O3", "Tb4O7", "Gd2O3", "Y2O3", "Ho2O3", "Sm2O3", "La metal",
              "rare earth fluoride"}  # fmt: skip
    return {
        "carbonre": 1, "plant": "chain", "location": "CN", "period": 2024,
        "production": {limit.product: "1 t"},
        "steps": {name: steps[name] for name in limit.processes},
        "supply": {flow: {"factor": "20 kgCO2e/kg", "source": "any"} for flow in sorted(bought)},
    }  # fmt: skip


OF_CHAINS = [limit for limit in limits() if limit.processes]


@pytest.mark.parametrize("limit", OF_CHAINS, ids=[f"{x.route}: {x.product}" for x in OF_CHAINS])
def test_a_metal(limit: Limit) -> None:
    """Table 5 by fluoride electrolysis or thermal reduction, Table 6 by an intermediate alloy."""
    choices = {
        "oxide_electrolysis": ("graphite", "inert"),
        "hydrofluorination": ("hydrogen fluoride", "ammonium bifluoride"),
    }.get(limit.processes[0], ("",))
    low, high = bounds(limit)
    for choice in choices:
        result = calculate(chain(limit, choice))
        (one,) = (x for x in result.energy.of_products if x.limit == limit)
        assert low < one.per_tonne < high, (choice, one.per_tonne)
