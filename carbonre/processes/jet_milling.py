"""Jet milling: coarse powder to powder of a few micrometres."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import EnergyPerMass, Fraction, MassRatio, Pressure, Temperature, Thickness
from carbonre.unit_process.alloys import METALS, oxides, step_yield
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    Total,
    check,
    indicator,
    log,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(
    governed_by=("electricity", "particle_size", "charge_to_block"),
    balanced=METALS,
    totals={
        "charge_to_block": Total(("ultrafine_share",)),
        "electricity": Total(
            ("compressor_efficiency", "auxiliary_power"),
            shared=("gas_ratio", "suction_pressure", "mill_pressure", "gas_temperature"),
            conditions=("reference_size",),
        ),
    },
)
def jet_milling(
    *,
    feed: Feed = Feed("NdFeB coarse powder"),
    product: FlowName = "NdFeB powder",
    ultrafine: FlowName = "ultrafine magnet powder",
    electricity: EnergyPerMass,
    gas_ratio: MassRatio,
    reference_size: Thickness,
    particle_size: Thickness,
    suction_pressure: Pressure,
    mill_pressure: Pressure,
    gas_temperature: Temperature,
    compressor_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    nitrogen_makeup: Fraction,
    charge_to_block: Fraction,
    loss_share: Fraction,
    ultrafine_share: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Mill coarse powder in a jet of nitrogen that circulates.

    Nitrogen is compressed, carries the powder through nozzles and goes back through filters. The
    work is that of compression, and the gas needed grows with the new surface, which is inverse to
    the particle size (Rittinger)::

        gas = gas_ratio * reference_size / particle_size
        work = gas * R T / M(N2) * ln(mill pressure / suction pressure) / efficiency

    The sum of work and auxiliary power is published at one particle size; at another, both move it.

    Inside the boundary: compressor, classifier, filters, nitrogen.
    Outside: cooling towers, milling aids.

    Parameters
    ----------
    feed : Feed
        The coarse powder [kg].
    product : FlowName
        The powder [kg].
    ultrafine : FlowName
        Powder too fine to use, from the filter [kg].
    electricity : EnergyPerMass
        All electricity of the step at the reference size; the parameters of gas and compressor and
        `auxiliary_power` may be stated instead [kWh/kg powder].
    gas_ratio : MassRatio
        Nitrogen through the nozzles per powder, at the reference size [kg/kg].
    reference_size : Thickness
        The particle size to which `gas_ratio` and `electricity` belong; that of the product, if
        `electricity` is stated and this is not [um].
    particle_size : Thickness
        Mean particle size of the product [um].
    suction_pressure : Pressure
        Pressure before the compressor, absolute [bar].
    mill_pressure : Pressure
        Pressure before the nozzles, absolute [bar].
    gas_temperature : Temperature
        Temperature of the gas in the compressor [K].
    compressor_efficiency : Fraction
        Isothermal work over electricity [-].
    auxiliary_power : EnergyPerMass
        Classifier, chillers, filters, mixing [kWh/kg powder].
    nitrogen_makeup : Fraction
        Share of the circulating nitrogen that is lost [kg/kg].
    charge_to_block : Fraction
        Yield of the whole chain, from charge to sintered block; or state `ultrafine_share` [kg/kg].
    loss_share : Fraction
        This step's part of the loss of the chain, by logarithm [-].
    ultrafine_share : Fraction
        Share of the feed that leaves as ultrafine powder [kg/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of powder; indicators: nitrogen through the nozzles [-], electricity per powder
        [kWh/kg].

    Raises
    ------
    ModelError
        If the nozzles have no more pressure than the compressor takes in, or no powder is left.

    Notes
    -----
    Valid for fluidised-bed and target mills at 2 to 6 um. Excluded: milling aids (zinc stearate,
    solvent, below 0.1 %), oxygen picked up, nitriding, heavier rare earths in the ultrafines.

    References
    ----------
    Gas law; Rittinger; practice: factors/processes/jet_milling.csv.
    """
    words = "the nozzles need more pressure than the compressor takes in"
    check(mill_pressure > suction_pressure, "mill_pressure", words)
    good = step_yield(charge_to_block, loss_share, 1 - ultrafine_share)
    check(good > 0, "ultrafine_share", "no powder is left")
    size = species.one("kg")
    fed = size / good
    gas = gas_ratio * where(reference_size > 0, reference_size, particle_size) / particle_size
    work = species.gas_constant * gas_temperature / species.mass("N2")
    work = work * log(mill_pressure / suction_pressure) / compressor_efficiency
    by_parts, at_reference = (ratio * work + auxiliary_power for ratio in (gas, gas_ratio))
    power = where(electricity > 0, electricity * by_parts / at_reference, by_parts)
    kinds = (feed.elements, oxides(feed.elements))
    return [
        makes(product, size, *kinds),
        uses(feed.flow, fed, feed.elements),
        uses("electricity", fed * power),
        uses("nitrogen", fed * gas * nitrogen_makeup, {}),  # back to the air it came from
        wastes(ultrafine, fed - size, *kinds),
        indicator("nitrogen through the nozzles", gas, "1"),
        indicator("electricity per powder", fed / size * power, "kWh/kg"),
    ]
