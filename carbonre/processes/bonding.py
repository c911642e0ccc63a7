"""Bonding: magnet powder and a resin to bonded magnets of their final shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import Density, EnergyPerMass, EnergyProduct, Fraction
from carbonre.unit_process.alloys import METALS, oxides
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    is_scalar,
    makes,
    shown,
    unit_process,
    uses,
    wastes,
)

BINDERS = {"compression": "epoxy resin", "injection": "polyamide"}


@unit_process(governed_by=("powder", "bonding_yield", "binder_share", "method"), balanced=METALS)
def bonding(
    *,
    powder: Feed = Feed("melt-spun NdFeB powder"),
    product: FlowName = "bonded NdFeB magnet",
    scrap: FlowName = "bonded magnet scrap",
    method: Literal["compression", "injection"] = "compression",
    binder: FlowName = "",
    binder_share: Fraction,
    porosity: Fraction,
    powder_density: Density,
    binder_density: Density,
    greatest_loading: Fraction,
    bonding_yield: Fraction,
    compounding_power: EnergyPerMass,
    moulding_power: EnergyPerMass,
    curing_power: EnergyPerMass,
    powder_energy_product: EnergyProduct,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Mix magnet powder with a resin and press or inject it to magnets near their final shape.

    The loading is the part of the volume that is powder; what is not powder or binder is pores. The
    remanence follows the loading, the energy product its square::

        loading = (1 - porosity) * (1 - b) / rho_powder / ((1 - b) / rho_powder + b / rho_binder)
        (BH)max = loading^2 * (BH)max of the powder as a dense body

    with ``b`` the binder by mass. A magnet with more resin needs less powder per kilogram and more
    per task: compare per kJ of energy product.

    Inside the boundary: compounding, press or injection machine, curing oven.
    Outside: making the powder (`melt_spinning`, or of scrap), `coating`, magnetising.

    Parameters
    ----------
    powder : Feed
        The magnet powder [kg].
    product : FlowName
        The bonded magnets, cured, not coated [kg].
    scrap : FlowName
        Rejects and sprues that are not used again [kg].
    method : Literal["compression", "injection"]
        Pressed with a thermosetting resin and cured, or injected with a thermoplastic one.
    binder : FlowName
        The resin [kg]; by default ``epoxy resin`` for compression, ``polyamide`` for injection.
    binder_share : Fraction
        Resin in the magnet [kg/kg].
    porosity : Fraction
        Pores in the magnet, by volume [-].
    powder_density : Density
        Density of the powder particles [kg/m3].
    binder_density : Density
        Density of the resin [kg/m3].
    greatest_loading : Fraction
        Loading above which the mass cannot be shaped; more is refused [-].
    bonding_yield : Fraction
        Good magnets over powder and resin [kg/kg].
    compounding_power : EnergyPerMass
        Mixing or extruding powder with resin [kWh/kg magnet].
    moulding_power : EnergyPerMass
        Press or injection machine [kWh/kg magnet].
    curing_power : EnergyPerMass
        Oven at 150 to 180 degC; none for a thermoplastic [kWh/kg magnet].
    powder_energy_product : EnergyProduct
        Energy product of the powder as a dense body; zero if not stated [kJ/m3].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of magnets; indicators: loading by volume [%], density of the magnet [kg/m3],
        electricity per magnet [kWh/kg], energy product [kJ/m3], energy product per mass [J/kg].

    Raises
    ------
    ModelError
        If the magnet is all resin, nothing is made, or the loading is more than can be shaped.

    Notes
    -----
    Valid for NdFeB powder; with its densities also for other magnet powders. The electricity is for
    what is shaped, so that a reject costs power too. Printing reaches higher loadings than
    injection. Compared with a magnet by injection, its smaller need of powder is nearly the whole
    difference (Kulkarni et al. 2023). Excluded: coupling agent and lubricant (below 1 %), gas that
    the resin gives off when it is cured, tools; the elements of the resin are not balanced.

    References
    ----------
    Geometry; Kulkarni et al. 2023, J. Manuf. Sci. Eng. 145(5) 051001; practice:
    factors/processes/bonding.csv.
    """
    check(binder_share < 1, "binder_share", "a magnet holds powder")
    check(bonding_yield > 0, "bonding_yield", "nothing is made")
    solid = (1 - binder_share) / powder_density
    volume = (solid + binder_share / binder_density) / (1 - porosity)
    loading = solid / volume
    check(
        loading <= greatest_loading,
        "binder_share",
        lambda: (
            f"{shown(loading, '.1%')} of the volume is powder; {method} cannot shape more than "
            f"{shown(greatest_loading, '.1%')}: more binder, or pores"
        ),
    )
    size = species.one("kg")
    shaped = size / bonding_yield
    power = compounding_power + moulding_power + curing_power
    magnet = {element: part * (1 - binder_share) for element, part in powder.elements.items()}
    kinds = (magnet, oxides(magnet))
    energy_product = loading**2 * powder_energy_product
    return [
        makes(product, size, *kinds),
        uses(powder.flow, shaped * (1 - binder_share), powder.elements),
        uses(binder or BINDERS[method], shaped * binder_share, {}),
        uses("electricity", shaped * power),
        wastes(scrap, shaped - size, *kinds),
        indicator("loading by volume", loading, "%"),
        indicator("density of the magnet", 1 / volume, "kg/m3"),
        indicator("electricity per magnet", shaped / size * power, "kWh/kg"),
        *(
            [
                indicator("energy product", energy_product, "kJ/m3"),
                indicator("energy product per mass", energy_product * volume, "J/kg"),
            ]
            if is_scalar(powder_energy_product) and powder_energy_product > 0
            else []
        ),
    ]
