"""Sulfuric acid plant: sulfur or sulfur dioxide to acid, and steam from the heat of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MolarEnergy
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    mixture,
    shown,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("steam_export", "steam_is", "feed", "electricity"))
def sulfuric_acid_plant(
    *,
    feed: Feed = Feed("sulfur"),
    steam_is: Literal["waste", "product"] = "waste",
    tail_gas: FlowName = "SO2 in tail gas",
    sulfur_yield: Fraction,
    steam_export: HeatPerMass,
    reaction_heat: MolarEnergy,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Make sulfuric acid of sulfur, or of the sulfur dioxide of a rich gas, and export steam.

    The contact process; all its steps give heat, most of it where sulfur burns::

        S + O2 -> SO2          SO2 + 1/2 O2 -> SO3          SO3 + H2O -> H2SO4

    How much of the heat becomes steam that is used decides the figure: with its steam credited the
    acid is better than free of carbon, without it is not. Here steam counts only as far as a step
    of the plant takes it (a waste that replaces bought steam or a boiler), or as a co-product that
    shares the burden with the acid.

    Inside the boundary: burning, converter, absorber, drives; the steam that leaves.
    Outside: cleaning the gas of a kiln or smelter, washing the tail gas (`offgas_scrubbing`).

    Parameters
    ----------
    feed : Feed
        Sulfur, or a gas counted as its SO2 [kg].
    steam_is : Literal["waste", "product"]
        Steam of ``waste`` is taken before bought steam and carries nothing; as ``product`` it is
        sold, or made for other steps, and the allocation of the step shares the burden.
    tail_gas : FlowName
        Sulfur that does not become acid, counted as SO2, a waste [kg].
    sulfur_yield : Fraction
        Sulfur of the feed that becomes acid [-].
    steam_export : HeatPerMass
        Heat of the steam that leaves, above feed water, own use taken off [GJ/t acid].
    reaction_heat : MolarEnergy
        Heat set free from the feed to liquid acid; the steam cannot be more [kJ/mol].
    electricity : EnergyPerMass
        Blower, pumps and cooling water, own power taken off [kWh/t acid].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of 100 % acid; indicators: sulfur per acid [kg/kg], heat set free [GJ/t], share
        of the heat that is exported [%].

    Raises
    ------
    ModelError
        If the feed holds no sulfur, or more steam leaves than heat is set free.

    Notes
    -----
    Valid for plants that burn sulfur, and for gas rich enough to keep its own heat (some 5 % of SO2
    and more). Gas of a rotary kiln is wet, weak and holds HF: it gives no steam worth naming, so
    the steam of a gas is to be stated, from its meter. Excluded: catalyst, start-up fuel, what the
    blowdown loses.

    References
    ----------
    Enthalpies of formation, CRC Handbook; USLCI, sulfuric acid at plant; values:
    factors/processes/sulfuric_acid_plant.csv.
    """
    size = species.one("kg")
    held = feed.elements.get("S", 0.0)
    check(held > 0, "feed", f"'{feed.flow}' holds no sulfur; it must be sulfur or a gas of SO2")
    acid = 1 / species.mass("H2SO4")
    taken = acid / sulfur_yield
    heat = acid * reaction_heat
    _check_heat(steam_export, heat)
    lost = (taken - acid) * species.mass("SO2")
    leaves = makes if steam_is == "product" else wastes
    return [
        makes("sulfuric acid", size),
        leaves("steam", size * steam_export),
        uses(feed.flow, size * taken * species.mass("S") / held, feed.elements),
        uses("water", size * acid * species.mass("H2O")),
        uses("electricity", size * electricity),
        wastes(tail_gas, size * lost, mixture({"SO2": 1.0})),
        indicator("sulfur per acid", taken * species.mass("S"), "kg/kg"),
        indicator("heat set free", heat, "GJ/t"),
        indicator("share of the heat that is exported", steam_export / heat, "%"),
    ]


def _check_heat(steam_export: Any, heat: Any) -> None:
    check(
        steam_export <= heat,
        "steam_export",
        lambda: (
            f"the reactions set {shown(heat / 1e6, '.3g')} GJ/t of acid free and no more; state "
            "the steam per tonne of 100 % acid"
        ),
    )
