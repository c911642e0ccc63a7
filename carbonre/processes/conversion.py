"""Conversion: a rare-earth sulfate liquor becomes a chloride liquor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
from carbonre.unit_process.brines import impurities, salt_share
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    check,
    emits,
    makes,
    maximum,
    salt,
    unit_process,
    uses,
    wastes,
)

REAGENT = "ammonium bicarbonate"
Route = Literal["carbonate and acid", "magnesium bicarbonate", "extraction"]


@unit_process(governed_by=("feed", "route", "excess"))
def conversion(
    *,
    feed: Feed,
    product: FlowName = "rare earth chloride liquor",
    route: Route = "carbonate and acid",
    brine: Feed = Feed("ammonium sulfate brine"),
    magnesium_brine: Feed = Feed("magnesium sulfate brine"),
    residue: FlowName = "conversion residue",
    excess: Fraction,
    capture: Fraction,
    product_water: MassRatio,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange]:
    """Convert a rare-earth sulfate liquor into a chloride liquor.

    By carbonate and acid::

        RE2(SO4)3 + 6 NH4HCO3 -> RE2(CO3)3 + 3 (NH4)2SO4 + 3 CO2 + 3 H2O
        RE2(CO3)3 + 6 HCl     -> 2 RECl3 + 3 CO2 + 3 H2O

    By magnesium bicarbonate, made on site of magnesia and CO2, and acid::

        RE2(SO4)3 + 3 Mg(HCO3)2 -> RE2(CO3)3 + 3 MgSO4 + 3 CO2 + 3 H2O

    By extraction with P204 that is not saponified::

        RE2(SO4)3 + 6 HA -> 2 REA3 + 3 H2SO4        REA3 + 3 HCl -> RECl3 + 3 HA

    Inside the boundary: reagents, pumping and filtering, the carbon dioxide and the sulfate that is
    left behind.
    Outside: neutralising the sulfate liquor, treating the waste waters.

    Parameters
    ----------
    feed : Feed
        The sulfate liquor [kg REO]. If it states only its oxides, it is a neutral sulfate.
    product : FlowName
        The chloride liquor [kg REO].
    route : Route
        By rare-earth carbonate that acid dissolves again, of ammonium or magnesium bicarbonate, or
        by extraction with P204.
    brine : Feed
        Waste water of the route, a solution of one compound stated under `flows`: of (NH4)2SO4
        after carbonate and acid, of H2SO4 after extraction; not used with magnesium bicarbonate
        [kg].
    magnesium_brine : Feed
        The magnesium of the liquor and of the route leaves in it: a solution of MgSO4 stated under
        `flows` [kg].
    residue : FlowName
        Other elements of the liquor (P, Ca, Na ...); listed only if it holds any [kg].
    excess : Fraction
        Bicarbonate above what the sulfate asks for; sulfuric acid takes it up [mol/mol].
    capture : Fraction
        CO2 of the route that is captured: it makes magnesium bicarbonate again, or leaves as carbon
        dioxide to be used [kg/kg].
    product_water : MassRatio
        Water in the chloride liquor [kg/kg REO].
    electricity : EnergyPerMass
        Pumping, stirring and filtering of 25 to 33 m3 of liquor per t REO [kWh/t REO].

    Returns
    -------
    Sequence[Exchange]
        Per kilogram of REO.

    Raises
    ------
    ModelError
        If the liquor has less sulfate than its metals, or a waste water is another solution.

    Notes
    -----
    Valid for liquors whose sulfate covers their metals. Waste waters that mix in the plant are
    accounted as one solution for each salt. Water that they, as stated, cannot carry leaves as
    water for use elsewhere: state them as weak as they are. Free acid of the liquor takes
    bicarbonate too. Excluded: losses of rare earths (they are in the recovery of the steps before
    and after), heating of the dissolving tanks (the steam of `solvent_extraction`, an expert
    estimate, covers it), losses of P204 and kerosene, water set free by reactions.

    References
    ----------
    Stoichiometry; excess in practice: factors/processes/conversion.csv.
    """
    moles = species.moles(feed.rare_earths)
    liquor = feed.elements if "S" in feed.elements else salt(feed.rare_earths, "SO4", 1.5)
    magnesium = liquor.get("Mg", 0.0) / species.mass("Mg")
    acid = liquor["S"] / species.mass("S") - magnesium  # sulfate of rare earths, and free acid
    words = f"'{feed.flow}' holds less sulfate than its metals bind"
    check(acid > moles * (1.5 - 1e-6), "feed", words)
    made = {**salt(feed.rare_earths, "Cl", 3), WATER: product_water}
    lines = [
        makes(product, 1.0, elements=made, rare_earths=feed.rare_earths),
        uses(feed.flow, 1.0, elements=liquor),
        uses("hydrochloric acid", 3 * moles * species.mass("HCl")),
        uses("electricity", electricity),
    ]
    bitter = magnesium * species.mass("MgSO4")
    effluents: list[tuple[Feed, Any]] = []
    if route == "extraction":
        sour = acid * species.mass("H2SO4") / salt_share(brine, "H2SO4")
        effluents.append((brine, sour))
    elif route == "magnesium bicarbonate":
        lines += _magnesium(acid, excess, capture, species)
        bitter = bitter + acid * (1 + excess) * species.mass("MgSO4")
    else:
        lines += _carbonate(acid, excess, capture, species)
        salts = acid * (1 + excess) * species.mass("(NH4)2SO4")
        effluents.append((brine, salts / salt_share(brine, "(NH4)2SO4")))
    if "Mg" in liquor or route == "magnesium bicarbonate":
        bitter = bitter / salt_share(magnesium_brine, "MgSO4", "magnesium_brine")
        effluents.append((magnesium_brine, bitter))
    lines += [wastes(one.flow, part, elements=one.elements) for one, part in effluents]
    water = sum(part * one.elements.get(WATER, 0.0) for one, part in effluents)
    water = water + product_water - liquor.get(WATER, 0.0)
    return [
        *lines,
        *impurities(residue, liquor, {"S", "Mg"}),
        uses("water", maximum(water, 0.0)),
        wastes("water", maximum(-water, 0.0)),
    ]


def _magnesium(acid: Any, excess: Any, capture: Any, species: Species) -> list[Exchange]:
    """Return magnesia, the sulfuric acid that its excess meets, and the CO2 that goes round."""
    base = acid * (1 + excess)
    carbon = 2 * base * species.mass("CO2")
    return [
        uses("magnesia", base * species.mass("MgO")),
        uses("carbon dioxide", carbon * (1 - capture)),
        uses("sulfuric acid", acid * excess * species.mass("H2SO4")),
        emits("CO2", carbon * (1 - capture), carbon_of="carbon dioxide"),
    ]


def _carbonate(acid: Any, excess: Any, capture: Any, species: Species) -> list[Exchange]:
    """Return bicarbonate, the sulfuric acid that its excess meets, and all its carbon as CO2."""
    base = 2 * acid * (1 + excess)
    carbon = base * species.mass("CO2")
    return [
        uses(REAGENT, base * species.mass("NH4HCO3")),
        uses("sulfuric acid", acid * excess * species.mass("H2SO4")),
        emits("CO2", carbon * (1 - capture), carbon_of=REAGENT),
        wastes("carbon dioxide", carbon * capture, carbon_of=REAGENT),
    ]
