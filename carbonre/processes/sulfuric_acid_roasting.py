"""Sulfuric-acid roasting: the first chemical step of a bastnaesite-monazite concentrate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.minerals import concentrate_elements
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
    merged,
    mixture,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)

Fuel = Literal[
    "natural gas", "bituminous coal", "anthracite", "coke oven gas", "fuel oil", "electricity"
]


@unit_process(governed_by=("bastnaesite_share", "acid_charge", "kiln_heat", "fuel"))
def sulfuric_acid_roasting(
    *,
    feed: Feed = Feed("rare earth concentrate"),
    product: FlowName = "sulfated concentrate",
    bastnaesite_share: Fraction,
    calcium_fluoride: Fraction,
    calcite: Fraction,
    iron_oxide: Fraction,
    acid_charge: MassRatio,
    acid_strength: Fraction,
    acid_left: Fraction,
    acid_recovered: Fraction,
    fuel: Fuel = "natural gas",
    kiln_heat: HeatPerMass,
    minimum_heat: HeatPerMass,
    electricity: EnergyPerMass,
    dust: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Bake a mixed rare-earth concentrate with sulfuric acid in a rotary kiln.

    The acid turns the minerals into water-soluble sulfates; fluorine leaves as HF, carbonate as CO2
    that has nothing to do with fuel, and the acid above stoichiometry as SO3 and SO2::

        2 REFCO3 + 3 H2SO4 -> RE2(SO4)3 + 2 HF + 2 CO2 + 2 H2O     (bastnaesite)
        2 REPO4  + 3 H2SO4 -> RE2(SO4)3 + 2 H3PO4                  (monazite)
        CaF2  + H2SO4 -> CaSO4 + 2 HF        CaCO3 + H2SO4 -> CaSO4 + CO2 + H2O
        Fe2O3 + 3 H2SO4 -> Fe2(SO4)3 + 3 H2O

    Inside the boundary: acid, kiln heat, drive, fans and gas cleaning, up to the kiln discharge.
    Outside: leaching, off-gas scrubbing (`offgas_scrubbing`), energy of an acid recovery.

    Parameters
    ----------
    feed : Feed
        The concentrate [kg dry]; its rare earths add up to its grade.
    product : FlowName
        The sulfated concentrate at the kiln discharge [kg REO].
    bastnaesite_share : Fraction
        Share of the REO in bastnaesite; the rest is monazite [-].
    calcium_fluoride : Fraction
        CaF2 in the dry concentrate [kg/kg].
    calcite : Fraction
        CaCO3 in the dry concentrate [kg/kg].
    iron_oxide : Fraction
        Fe2O3 in the dry concentrate [kg/kg].
    acid_charge : MassRatio
        Acid as charged, recovered acid included [kg/kg dry concentrate].
    acid_strength : Fraction
        H2SO4 in that acid [kg/kg].
    acid_left : Fraction
        Share of the excess acid that stays in the discharge and is neutralised later [-].
    acid_recovered : Fraction
        Share of the acid in the gas that is recovered and charged again [-].
    fuel : Fuel
        What heats the kiln.
    kiln_heat : HeatPerMass
        Fuel energy, lower heating value, or electricity, whose default is lower: there is no flue
        gas. State it anew where a scenario changes the fuel [GJ/t dry concentrate].
    minimum_heat : HeatPerMass
        What the charge itself takes up; less is refused [GJ/t dry concentrate].
    electricity : EnergyPerMass
        Drive, fans and gas cleaning [kWh/t dry concentrate].
    dust : MassRatio
        Dust to air [g/kg REO].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry concentrate; indicators: acid by stoichiometry [kg/kg], excess acid
        [kg/kg], mineral CO2 per REO [kg/kg], heat over the minimum [-].

    Raises
    ------
    ModelError
        If the acid does not suffice for the reactions, or the heat for the charge.

    Notes
    -----
    Valid for a high-temperature roast (500 to 800 degC, 1.2 to 1.6 t of acid per t). The whole
    excess that leaves with the gas is counted as SO2, mol for mol, although part of it is SO3 and
    mist. Excluded: SiF4, barite (inert), thorium (insoluble, goes to the leach residue), oxidation
    of cerium, the rare earths in the dust, and the water of the acid, which leaves as steam.

    References
    ----------
    Stoichiometry; practice and concentrate: factors/processes/sulfuric_acid_roasting.csv.
    """
    size = species.one("kg")
    rare_earth = species.moles(feed.rare_earths)
    fluorite = calcium_fluoride / species.mass("CaF2")
    carbonate = calcite / species.mass("CaCO3")
    iron = 2 * iron_oxide / species.mass("Fe2O3")
    bastnaesite = bastnaesite_share * rare_earth

    charged = acid_charge * acid_strength / species.mass("H2SO4")
    bound = 1.5 * rare_earth + fluorite + carbonate + 1.5 * iron
    _check_acid(acid_charge, charged, bound)
    left = acid_left * (charged - bound)
    in_gas = charged - bound - left
    vented = (1 - acid_recovered) * in_gas
    fluoride = bastnaesite + 2 * fluorite
    geogenic = bastnaesite + carbonate

    electric = fuel == "electricity"
    _check_heat(kiln_heat, minimum_heat)

    gangue = mixture({"CaF2": calcium_fluoride, "CaCO3": calcite, "Fe2O3": iron_oxide})
    concentrate = concentrate_elements(feed, bastnaesite, rare_earth - bastnaesite, gangue, species)
    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    others = {
        "CaSO4": fluorite + carbonate,
        "Fe2(SO4)3": iron / 2,
        "H3PO4": rare_earth - bastnaesite,
        "H2SO4": left,
    }
    sulfates = merged(
        salt(contained, "SO4", 1.5),
        mixture({name: n * species.mass(name) / feed.reo for name, n in others.items()}),
    )
    power = electricity + kiln_heat if electric else electricity
    return [
        makes(product, size * feed.reo, sulfates, contained),
        uses(feed.flow, size, concentrate),
        uses("sulfuric acid", size * (charged - in_gas + vented) * species.mass("H2SO4")),
        uses("electricity", size * power),
        *([] if electric else [uses(fuel, size * kiln_heat)]),
        wastes("HF in off-gas", size * fluoride * species.mass("HF"), mixture({"HF": 1.0})),
        wastes("SO2 in off-gas", size * vented * species.mass("SO2"), mixture({"SO2": 1.0})),
        emits("CO2", size * geogenic * species.mass("CO2")),
        emits("dust", size * feed.reo * dust),
        indicator("acid by stoichiometry", bound * species.mass("H2SO4"), "kg/kg"),
        indicator("excess acid", (charged - bound) * species.mass("H2SO4"), "kg/kg"),
        indicator("mineral CO2 per REO", geogenic * species.mass("CO2") / feed.reo, "kg/kg"),
        indicator("heat over the minimum", kiln_heat / minimum_heat, "1"),
    ]


def _check_acid(acid_charge: Any, charged: Any, bound: Any) -> None:
    check(
        charged >= bound,
        "acid_charge",
        lambda: (
            f"the minerals take {shown(acid_charge * bound / charged, '.3g')} kg/kg of this acid "
            "by stoichiometry; charge more"
        ),
    )


def _check_heat(kiln_heat: Any, minimum_heat: Any) -> None:
    check(
        kiln_heat >= minimum_heat,
        "kiln_heat",
        lambda: (
            f"the kiln gets {shown(kiln_heat / minimum_heat, '.2f')} of the heat that its charge "
            "takes up (minimum_heat); give more"
        ),
    )
