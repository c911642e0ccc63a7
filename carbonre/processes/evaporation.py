"""Evaporation: a brine is boiled down to its salt, and the condensate is used again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio, Temperature
from carbonre.unit_process.brines import check_no_nitrate
from carbonre.unit_process.effects import Effects, Liquor, check_effects
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    emits,
    indicator,
    log,
    makes,
    maximum,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("brine", "method", "boiling_point_rise", "effects"))
def evaporation(
    *,
    brine: Feed,
    salt: FlowName,
    salt_is: Literal["product", "waste"] = "product",
    method: Literal["mechanical vapour recompression", "multiple effect"] = (
        "mechanical vapour recompression"
    ),
    effects: Effects = "triple",
    condensate_reuse: Fraction,
    latent_heat: HeatPerMass,
    boiling_temperature: Temperature,
    temperature_difference: Temperature,
    temperature_span: Temperature,
    boiling_point_rise: Temperature,
    saturation: MassRatio,
    compressor_efficiency: Fraction,
    pumping: EnergyPerMass,
    steam_per_water: MassRatio,
    steam_heat: HeatPerMass,
) -> Sequence[Exchange | Indicator]:
    """Evaporate a brine to its salt, by vapour recompression or in several effects.

    With mechanical vapour recompression (MVR), a compressor lifts the vapour to the temperature at
    which it condenses and boils the brine: a heat pump across the temperature difference of the
    heat exchanger and the boiling-point rise of the brine. With multiple effect, steam boils the
    first effect and the vapour of each effect boils the next, as far as the temperatures reach. By
    Carnot, the work per water is::

        lift = temperature_difference + mean rise of the brine
        work = latent_heat x lift / (boiling_temperature x compressor_efficiency) + pumping
        effects x temperature_difference + sum of their rises <= temperature_span

    Inside the boundary: compressor, pumps, steam; the salt and the condensate.
    Outside: pretreatment and softening of the brine, drying and packing of the salt.

    Parameters
    ----------
    brine : Feed
        The brine, of the composition that the plant states under `flows` [kg].
    salt : FlowName
        The dry salt: all of the brine but its water [kg].
    salt_is : Literal["product", "waste"]
        A product if it is sold at a price; otherwise a waste.
    method : Literal["mechanical vapour recompression", "multiple effect"]
        What drives the evaporation.
    effects : Effects
        Number of effects, for multiple effect; more than the rise leaves room for are refused.
    condensate_reuse : Fraction
        Condensate that other steps use again as water; the rest leaves as vapour [kg/kg].
    latent_heat : HeatPerMass
        Heat of evaporation of water at the boiling temperature [MJ/kg].
    boiling_temperature : Temperature
        Of water in the evaporator [K].
    temperature_difference : Temperature
        Between condensing vapour and boiling brine, with pressure losses; in each effect [K].
    temperature_span : Temperature
        Live steam less the last condensing vapour, for multiple effect [K].
    boiling_point_rise : Temperature
        Of the saturated brine above water [K].
    saturation : MassRatio
        Salt in the boiling saturated brine [kg/kg water].
    compressor_efficiency : Fraction
        Work of an ideal heat pump per electricity of the compressor [J/J].
    pumping : EnergyPerMass
        Circulation, vacuum and centrifuge [kWh/t water].
    steam_per_water : MassRatio
        Live steam of multiple effect [kg/kg water].
    steam_heat : HeatPerMass
        Enthalpy of live steam above feed water [MJ/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of brine; indicators: electricity per water [kWh/t], temperature lift [K], mean
        boiling-point rise [K], steam per water [kg/kg].

    Raises
    ------
    ModelError
        If the brine holds no salt or no water, or nitrate, or the effects do not fit.

    Notes
    -----
    Valid for brines concentrated step by step. The rise is taken as proportional to kg salt per kg
    water up to saturation (Raoult): dilute brine boils near water, so it takes less work per
    kilogram of water than the crystalliser. A single well-mixed stage would have the rise of its
    outlet throughout. Effects stand in series, and each boils off as much water. Sulfates of
    magnesium and sodium crystallise with water, which is then not evaporated: the model overstates
    their energy a little. Excluded: heat of crystallisation, preheating (the condensate does it),
    live steam at start-up, a bleed of mother liquor.

    References
    ----------
    Carnot: w = h dT / (T efficiency); values: factors/processes/evaporation.csv.
    """
    water = brine.elements.get(WATER, 0.0)
    solids = {name: part for name, part in brine.elements.items() if name != WATER}
    dry = sum(solids.values())
    for amount, what in ((water, "water"), (dry, "salt")):
        check(amount > 0, "brine", f"'{brine.flow}' holds no {what}; state its composition")
    check_no_nitrate(brine)
    rise = boiling_point_rise * _mean_share(water / dry, 1 / saturation)
    leaves = makes if salt_is == "product" else wastes
    lines: list[Exchange | Indicator] = [
        leaves(salt, dry, elements={name: part / dry for name, part in solids.items()}),
        uses(brine.flow, 1.0, elements=brine.elements),
        emits("H2O", water * (1 - condensate_reuse)),
        wastes("water", water * condensate_reuse),
    ]
    if method == "multiple effect":
        liquor = Liquor(water / dry, 0.0, 1 / saturation, boiling_point_rise)
        check_effects(effects, liquor, temperature_difference, temperature_span)
        heat = steam_per_water * steam_heat
        return [
            *lines,
            uses("steam", water * heat),
            uses("electricity", water * pumping),
            indicator("steam per water", steam_per_water, "kg/kg"),
        ]
    lift = temperature_difference + rise
    work = latent_heat * lift / boiling_temperature / compressor_efficiency + pumping
    return [
        *lines,
        uses("electricity", water * work),
        indicator("electricity per water", work, "kWh/t"),
        indicator("temperature lift", lift, "K"),
        indicator("mean boiling-point rise", rise, "K"),
    ]


def _mean_share(start: Any, end: Any) -> Any:
    """Return the mean of (rise / rise at saturation) over the water evaporated.

    From `start` to `end` kilograms of water per kilogram of salt the share is end / w; the last
    `end` kilograms boil off at saturation. A brine beyond saturation boils at it throughout.
    """
    start = maximum(start, end)
    return end * (log(start / end) + 1) / start
