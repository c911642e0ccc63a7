"""Crystallisation: a chloride liquor is boiled down and cooled to hydrated rare-earth chloride."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.species import WATER, metal_of
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio, Temperature
from carbonre.unit_process.brines import impurities
from carbonre.unit_process.effects import Effects, Liquor, check_effects
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    maximum,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
)

HEPTAHYDRATES = ("La", "Ce", "Pr")  # RECl3(H2O)7; the others crystallise as RECl3(H2O)6


@unit_process(governed_by=("feed", "effects", "product_moisture"))
def crystallisation(
    *,
    feed: Feed,
    product: FlowName = "rare earth chloride crystals",
    effects: Effects = "double",
    product_moisture: Fraction,
    boiling_point_rise: Temperature,
    temperature_difference: Temperature,
    temperature_span: Temperature,
    steam_per_water: MassRatio,
    steam_heat: HeatPerMass,
    condensate_reuse: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Crystallise rare-earth chloride from its liquor.

    The crystals keep their water, so only the rest of the water is evaporated::

        RECl3 (in water) -> RECl3(H2O)7 (La, Ce, Pr) or RECl3(H2O)6 (Nd to Lu, Y)
        effects x temperature_difference + sum of their rises <= temperature_span

    The run is one kilogram of rare-earth oxides (REO); feed and product are measured so.

    Inside the boundary: evaporation, cooling, centrifuge.
    Outside: making the liquor, packing; vapour recompression (see `evaporation`).

    Parameters
    ----------
    feed : Feed
        The chloride liquor [kg REO], with its water.
    product : FlowName
        The hydrated crystals [kg REO].
    effects : Effects
        Number of effects in which the steam is used; more than the boiling-point rise leaves room
        for are refused. A kettle is a single one.
    product_moisture : Fraction
        Free water in the crystals [kg/kg].
    boiling_point_rise : Temperature
        Of the liquor above water when only the water of the crystals is left [K].
    temperature_difference : Temperature
        Between condensing steam and boiling liquor, in each effect [K].
    temperature_span : Temperature
        Live steam less the last condensing vapour [K].
    steam_per_water : MassRatio
        Live steam per water evaporated [kg/kg].
    steam_heat : HeatPerMass
        Enthalpy of live steam above feed water [MJ/kg].
    condensate_reuse : Fraction
        Condensate that other steps use again as water; the rest leaves as vapour [-].
    electricity : EnergyPerMass
        Pumps, vacuum, cooling and centrifuge [kWh/t water].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO; indicators: water evaporated per REO [kg/kg], REO in the crystals [%],
        steam per REO [GJ/t].

    Raises
    ------
    ModelError
        If the liquor holds less water than the crystals keep, or the effects do not fit.

    Notes
    -----
    Valid for chloride liquors whose mother liquor all returns: no chloride is lost. Acid above 3
    mol of chloride per mol leaves with the condensate as "hydrochloric acid in condensate", other
    elements as "impurities in wastewater". Effects stand in series, and each boils off as much
    water; the rise is taken as proportional to salt per water. Excluded: the heat of
    crystallisation.

    References
    ----------
    Hydrates: textbook. Practice: factors/processes/crystallisation.csv.
    """
    size = species.one("kg")
    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    moles = species.moles(feed.rare_earths)
    liquor = feed.elements if "Cl" in feed.elements else salt(feed.rare_earths, "Cl", 3)
    crystal = species.mass(WATER) * sum(
        (7 if metal_of(oxide) in HEPTAHYDRATES else 6) * species.moles({oxide: share})
        for oxide, share in feed.rare_earths.items()
    )
    dry = sum(salt(feed.rare_earths, "Cl", 3).values())
    kept = crystal + (dry + crystal) * product_moisture / (1 - product_moisture)
    gone = liquor.get(WATER, 0.0) - kept
    words = f"'{feed.flow}' holds less water than its crystals; state the water of the liquor"
    check(gone >= 0, "feed", words)
    boiled = Liquor(liquor.get(WATER, 0.0), kept, crystal, boiling_point_rise)
    check_effects(effects, boiled, temperature_difference, temperature_span)
    spare = maximum(liquor["Cl"] / species.mass("Cl") - 3 * moles, 0 * moles)
    made = {**salt(contained, "Cl", 3), WATER: kept / feed.reo}
    steam = gone * steam_per_water * steam_heat
    return [
        makes(product, size * feed.reo, made, contained),
        uses(feed.flow, size, liquor),
        uses("steam", size * steam),
        uses("electricity", size * gone * electricity),
        emits("H2O", size * gone * (1 - condensate_reuse)),
        wastes("water", size * gone * condensate_reuse),
        wastes(
            "hydrochloric acid in condensate",
            size * spare * species.mass("HCl"),
            mixture({"HCl": 1.0}),
        ),
        *(
            wastes(line.flow, size * line.amount, line.elements)
            for line in impurities("impurities in wastewater", liquor, {"Cl"})
        ),
        indicator("water evaporated per REO", gone / feed.reo, "kg/kg"),
        indicator("REO in the crystals", feed.reo / (dry + kept), "%"),
        indicator("steam per REO", steam / feed.reo, "GJ/t"),
    ]
