"""Acid recovery: acid of the kiln gas is washed out and concentrated to be used again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
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
    mixture,
    unit_process,
    uses,
    wastes,
)

# The gas, its atom that makes the acid, and the acid.
GASES = {"sulfuric acid": ("SO2", "S", "H2SO4"), "hydrofluoric acid": ("HF", "F", "HF")}
# Acid above the azeotrope cannot be made by boiling water off (CRC Handbook) [kg/kg].
AZEOTROPES = {"sulfuric acid": 0.983, "hydrofluoric acid": 0.382}


@unit_process(governed_by=("absorption", "wash_strength", "product_strength"))
def acid_recovery(
    *,
    gas: Feed = Feed("SO2 in off-gas"),
    acid: Literal["sulfuric acid", "hydrofluoric acid"] = "sulfuric acid",
    sulfur_dioxide: Literal["left in the gas", "oxidised with peroxide"] = "left in the gas",
    tail_gas: FlowName = "tail gas of the acid recovery",
    absorption: Fraction,
    acid_mist: Fraction,
    wash_strength: Fraction,
    product_strength: Fraction,
    steam_per_water: MassRatio,
    steam_heat: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Recover acid from the off-gas of a sulfuric-acid roast.

    Washing dissolves acid mist and HF at once; sulfur dioxide only where it is oxidised::

        SO3 + H2O -> H2SO4          SO2 + H2O2 -> H2SO4          HF -> HF (in water)

    The weak wash acid is concentrated by evaporation to the strength at which it can be used again:
    the stronger the wash acid, the less water must be evaporated and the less steam it takes.

    Inside the boundary: scrubber, peroxide, concentration.
    Outside: the kiln, the rest of the gas (`offgas_scrubbing`), separating H2SO4 from HF.

    Parameters
    ----------
    gas : Feed
        The gas, a waste of the kiln, of SO2 (acid mist counted as SO2, mol for mol) or of HF [kg].
    acid : Literal["sulfuric acid", "hydrofluoric acid"]
        The acid that is recovered.
    sulfur_dioxide : Literal["left in the gas", "oxidised with peroxide"]
        What happens to the sulfur that is no acid mist.
    tail_gas : FlowName
        What the washing leaves in the gas, a waste of the same kind [kg].
    absorption : Fraction
        Share of what can be dissolved that is [-].
    acid_mist : Fraction
        Share of the sulfur that is SO3 or acid mist already [mol/mol].
    wash_strength : Fraction
        Acid in the wash liquor [kg/kg].
    product_strength : Fraction
        Acid in what is used again [kg/kg].
    steam_per_water : MassRatio
        Live steam per water evaporated [kg/kg].
    steam_heat : HeatPerMass
        Enthalpy of live steam above feed water [MJ/kg].
    electricity : EnergyPerMass
        Fans, pumps and cooling [kWh/t acid].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of gas; indicators: acid won per gas [kg/kg], water boiled off per acid
        [kg/kg], steam per acid [GJ/t].

    Raises
    ------
    ModelError
        If the gas is of another acid, the product is weaker than the wash liquor, or above the
        azeotrope, or nothing would be recovered.

    Notes
    -----
    Valid for gas of a kiln that is poor in SO2; a contact plant for rich gas is another process.
    The acid is counted as 100 %; it replaces bought acid in the same plant. For the share that the
    kiln itself returns, set `acid_recovered` of `sulfuric_acid_roasting`, not both. Excluded:
    fluorine in the sulfuric acid, silica.

    References
    ----------
    Stoichiometry; azeotropes: CRC Handbook. Practice: factors/processes/acid_recovery.csv.
    """
    size = species.one("kg")
    formula, atom, liquid = GASES[acid]
    content = mixture({formula: 1.0})
    words = "the wash acid is stronger already; nothing is to be boiled off"
    check(product_strength >= wash_strength, "product_strength", words)
    words = f"boiling gives at most {AZEOTROPES[acid]:.1%} {acid}, the azeotrope"
    check(product_strength <= AZEOTROPES[acid], "product_strength", words)
    words = f"'{gas.flow}' is not pure {formula}; {acid} is won from {formula}"
    check(abs(gas.elements.get(atom, 0.0) - content[atom]) <= 1e-6, "gas", words)
    moles = 1 / species.mass(formula)
    peroxide = acid == "sulfuric acid" and sulfur_dioxide == "oxidised with peroxide"
    ready = moles * acid_mist if acid == "sulfuric acid" else moles
    oxidised = (moles - ready) * absorption if peroxide else 0 * moles
    won = ready * absorption + oxidised
    words = "nothing is won: the gas holds no mist and is not oxidised"
    check(won > 0 * won, "acid_mist", words)
    made = won * species.mass(liquid)
    water = made * (1 / wash_strength - 1 / product_strength)
    return [
        makes(acid, size * made),
        uses(gas.flow, size, gas.elements),
        uses("hydrogen peroxide", size * oxidised * species.mass("H2O2")),
        uses("water", size * made * (1 / wash_strength - 1)),
        uses("steam", size * water * steam_per_water * steam_heat),
        uses("electricity", size * made * electricity),
        emits("H2O", size * water),
        wastes(tail_gas, size * (moles - won) * species.mass(formula), content),
        indicator("acid won per gas", made, "kg/kg"),
        indicator("water boiled off per acid", water / made, "kg/kg"),
        indicator("steam per acid", water * steam_per_water * steam_heat / made, "GJ/t"),
    ]
