"""Oxide-fluoride electrolysis: rare-earth oxide to rare-earth metal or iron alloy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import elements, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio, Ratio, Voltage
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    Species,
    Total,
    check,
    emits,
    indicator,
    makes,
    mixture,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
    where,
)

Metal = Literal["La", "Ce", "Pr", "Nd", "PrNd", "LaCe", "mischmetal", "GdFe", "DyFe", "HoFe"]
# What is made of which oxide; the rare earths, the lighter one first. Mischmetal: of any oxide.
LIGHT = ("La", "Ce", "Pr", "Nd")
MADE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "La": ("La metal", "La2O3", ("La",)),
    "Ce": ("Ce metal", "CeO2", ("Ce",)),
    "Pr": ("Pr metal", "Pr6O11", ("Pr",)),
    "Nd": ("Nd metal", "Nd2O3", ("Nd",)),
    "PrNd": ("PrNd metal", "PrNd oxide", ("Pr", "Nd")),
    "LaCe": ("LaCe metal", "LaCe oxide", ("La", "Ce")),
    "mischmetal": ("mischmetal", "", LIGHT),
    "GdFe": ("GdFe alloy", "Gd2O3", ("Gd",)),
    "DyFe": ("DyFe alloy", "Dy2O3", ("Dy",)),
    "HoFe": ("HoFe alloy", "Ho2O3", ("Ho",)),
}
OTHERS = 0.02  # what mischmetal may hold of heavier metals, which melt too high or stay divalent
BATH_SALTS = ("LaF3", "CeF3", "PrF3", "NdF3", "GdF3", "DyF3")  # the others have no flow


@unit_process(
    governed_by=("electricity", "cell_voltage", "current_efficiency", "anode"),
    totals={
        "electricity": Total(
            ("cell_voltage", "rectifier_efficiency", "auxiliary_power"),
            shared=("current_efficiency",),
        )
    },
)
def oxide_electrolysis(
    *,
    metal: Metal = "Nd",
    oxide: Feed | None = None,
    product: FlowName = "",
    lighter_share: Fraction,
    iron_share: Fraction,
    cerium: Literal["Ce(III)", "Ce(IV)"] = "Ce(III)",
    electricity: EnergyPerMass,
    cell_voltage: Voltage,
    current_efficiency: Fraction,
    rectifier_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    metal_yield: Fraction,
    anode: Literal["graphite", "inert"] = "graphite",
    extra_voltage: Voltage,
    minimum_energy: EnergyPerMass,
    excess_carbon: Ratio,
    carbon_monoxide: MassRatio,
    anode_loss: MassRatio,
    pfc: Literal["industrial range", "tier 1", "slope", "measured"] = "industrial range",
    cf4: MassRatio,
    c2f6: MassRatio,
    anode_effect: Fraction,
    cf4_slope: MassRatio,
    c2f6_share: MassRatio,
    pfc_destruction: Fraction,
    rare_earth_fluoride: MassRatio,
    lithium_fluoride: MassRatio,
    fluoride: FlowName = "",
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Reduce rare-earth oxide to metal in a fluoride melt.

    The oxide dissolves in a melt of its fluoride with LiF at about 1050 degC; metal collects at a
    tungsten cathode, or alloys with an iron cathode (GdFe, DyFe, HoFe). A graphite anode is
    oxidised to CO2, and gives CF4 and C2F6 when the oxide runs short; an inert one gives oxygen::

        2 RE2O3 + 3 C -> 4 RE + 3 CO2          2 RE2O3 -> 4 RE + 3 O2

    The cell takes Faraday's charge times voltage over current efficiency, and the shop something
    beside it; the sum is published, its parts are not. Anode carbon is the carbon of that charge
    times ``excess_carbon`` over current efficiency. PFC by the slope method are::

        electricity = charge x voltage / current efficiency / rectifier efficiency + auxiliary power
        CF4 = cf4_slope x anode-effect minutes per cell and day        C2F6 = c2f6_share x CF4

    Inside the boundary: rectifier, cell, anode, bath salts, fume treatment, casting.
    Outside: making oxide, fluorides and anodes; relining; treatment of the spent electrolyte.

    Parameters
    ----------
    metal : Metal
        The metal or iron alloy to make; mischmetal takes its composition from the oxide.
    oxide : Feed | None
        The oxide [kg]; by default the pure oxide of the metal, or of the pair by `lighter_share`.
    product : FlowName
        What is made [kg]; by default named after the metal, such as ``Nd metal``.
    lighter_share : Fraction
        Pr in PrNd, La in LaCe, if no oxide is given [kg/kg rare earths in the metal].
    iron_share : Fraction
        Iron in the product [kg/kg].
    cerium : Literal["Ce(III)", "Ce(IV)"]
        Valence from which cerium is reduced; from Ce(III) the extra oxygen of CeO2 leaves.
    electricity : EnergyPerMass
        All electricity of a shop with graphite anodes; the sum of the next four, which may be
        stated instead [kWh/kg product].
    cell_voltage : Voltage
        Voltage of the cell with a graphite anode [V].
    current_efficiency : Fraction
        Metal made over Faraday's [-].
    rectifier_efficiency : Fraction
        Direct over alternating current [-].
    auxiliary_power : EnergyPerMass
        Start-up, idling, casting, fume treatment [kWh/kg product].
    metal_yield : Fraction
        Rare earths in the product over those in the oxide [-].
    anode : Literal["graphite", "inert"]
        What the anode is made of.
    extra_voltage : Voltage
        What an inert anode adds, at equal overvoltage and ohmic drop [V].
    minimum_energy : EnergyPerMass
        Gibbs energy of the reduction at 1323 K; less is refused [kWh/kg rare earths].
    excess_carbon : Ratio
        Carbon in the anode gas over stoichiometry: 1 all CO2, 2 all CO, more with oxidation by air
        [-].
    carbon_monoxide : MassRatio
        The part of that carbon that leaves as CO [g CO/kg product].
    anode_loss : MassRatio
        Graphite that leaves as butts and dust [g/kg product].
    pfc : Literal["industrial range", "tier 1", "slope", "measured"]
        Where the PFC figures come from: a range, the default of the guidelines (tier 1), anode
        effects times a slope (tier 2, 3 with the slope of the cells), or ``measured`` ones.
    cf4 : MassRatio
        CF4 made; with ``slope`` it follows [g/t product].
    c2f6 : MassRatio
        C2F6 made; with ``slope`` it follows [g/t product].
    anode_effect : Fraction
        Time in anode effect of a cell, such as ``3 min/d`` [min/d].
    cf4_slope : MassRatio
        CF4 per tonne of product and anode-effect minute per cell and day [g*d/t/min].
    c2f6_share : MassRatio
        C2F6 over CF4 in the anode gas [kg/kg].
    pfc_destruction : Fraction
        Share of the PFC that is destroyed: carbon to CO2, fluorine to the spent electrolyte [-].
    rare_earth_fluoride : MassRatio
        Fluoride of the metal to make up the bath [kg/kg product].
    lithium_fluoride : MassRatio
        LiF to make up the bath [kg/kg product].
    fluoride : FlowName
        The fluoride of the metal as one flow, such as ``PrNd fluoride`` of `hydrofluorination`
        [kg]; by default one flow for each rare earth, such as ``NdF3``.

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of product; indicators: charge [Ah/kg], direct-current energy [kWh/kg],
        electricity beside the cell [kWh/kg], energy over the thermodynamic minimum [-].

    Raises
    ------
    ModelError
        If the cell's energy is below the thermodynamic minimum, the electricity of the shop below
        that of its cell, CO above the carbon, fluorine of the PFC above that of the make-up,
        mischmetal without an oxide of light rare earths, or an oxide of other metals.

    Notes
    -----
    Valid for melts of fluoride, not of chloride (`chloride_electrolysis`). Pr6O11 loses its extra
    oxygen above 900 degC, before the anode. Excluded: wear of an inert anode (no figure is known),
    tungsten, crucible, fluoride fume, alloying.

    References
    ----------
    Faraday; CRC formation data; practice: factors/processes/oxide_electrolysis.csv.
    """
    size, (name, oxide_flow, principal) = species.one("kg"), MADE[metal]
    shares, oxide_need = _composition(oxide, principal, lighter_share)
    if oxide is not None:
        _check_oxide(oxide, shares, principal)
    if metal == "mischmetal" and oxide is not None:
        heavier = 1 - sum(shares.get(element, 0.0) for element in LIGHT)
        check(heavier <= OTHERS, "oxide", f"'{oxide.flow}' is no oxide of {', '.join(LIGHT)} alone")
    alloy = {element: (1 - iron_share) * share for element, share in shares.items()}
    electrons = _electrons(alloy, 4 if cerium == "Ce(IV)" else 3, species)
    charge = electrons * species.faraday
    usual, extra = (v * charge / current_efficiency for v in (cell_voltage, extra_voltage))
    direct = usual + extra if anode == "inert" else usual
    minimum = (1 - iron_share) * minimum_energy
    check(direct >= minimum, "cell_voltage", "the cell takes less energy than its reaction")
    cell = usual / rectifier_efficiency
    beside = where(electricity > 0, electricity - cell, auxiliary_power)
    check(
        beside >= 0,
        "electricity",
        lambda: (
            "the cell alone takes "
            f"{shown(cell / species.one('J/kg') / 3.6e6, '.4g')} kWh/kg: state its cell_voltage"
        ),
    )

    salts = _bath_salts(principal, shares, rare_earth_fluoride)
    bath = mixture({**salts, "LiF": lithium_fluoride})
    lines = [emits("O2", size * electrons / 4 * species.mass("O2"))]
    if anode == "graphite":
        gases = _pfc(pfc, cf4, c2f6, anode_effect, cf4_slope, c2f6_share)
        carbon = electrons / 4 * excess_carbon / current_efficiency
        lines = _graphite_anode(
            size, carbon, carbon_monoxide, anode_loss, gases, pfc_destruction, species
        )
        bath["F"] = bath["F"] - (1 - pfc_destruction) * mixture(gases)["F"]
        check(bath["F"] >= 0, "rare_earth_fluoride", "the PFC take more fluorine than is made up")
    bound = {**alloy, "O": electrons / 2 * species.mass("O")}
    spent_mass, spent = _spent_electrolyte(bound, metal_yield, bath)
    ore = {element: share / oxide_need for element, share in shares.items()}
    iron = {"Fe": iron_share} if metal.endswith("Fe") else {}
    taken = size * sum(alloy.values()) * oxide_need / metal_yield
    return [
        makes(product or name, size, {**alloy, **iron}, _oxides(alloy)),
        uses(oxide.flow if oxide else oxide_flow, taken, ore),
        uses("electricity", size * (direct / rectifier_efficiency + beside)),
        *([uses("iron", size * iron_share)] if iron else []),
        *_salt_uses(fluoride, size, salts),
        uses("LiF", size * lithium_fluoride),
        *lines,
        wastes("spent electrolyte", size * spent_mass, spent),
        indicator("charge", charge, "Ah/kg"),
        indicator("direct-current energy", direct, "kWh/kg"),
        indicator("electricity beside the cell", beside, "kWh/kg"),
        indicator("energy over the thermodynamic minimum", direct / minimum, "1"),
    ]


def _electrons(alloy: Mapping[str, Any], valence_of_cerium: int, species: Species) -> Any:
    """Return the electrons that reduce the rare earths of the product [mol/kg]."""
    valence = {"Ce": valence_of_cerium}
    return sum(
        part * valence.get(element, 3) / species.mass(element) for element, part in alloy.items()
    )


def _graphite_anode(
    size: Any,
    carbon: Any,
    carbon_monoxide: Any,
    anode_loss: Any,
    gases: Mapping[str, Any],
    destroyed: Any,
    species: Species,
) -> list[Exchange]:
    """Return what a graphite anode takes and gives off.

    Parameters
    ----------
    carbon : amount of substance
        Carbon that leaves as CO2 or CO [mol/kg].
    carbon_monoxide, anode_loss : mass
        CO, and graphite that leaves as butts and dust [kg/kg].
    gases : mapping
        CF4 and C2F6 made [kg/kg].
    destroyed : share
        Share of these that is destroyed: its carbon leaves as CO2 [-].
    """
    monoxide = carbon_monoxide / species.mass("CO")
    check(carbon >= monoxide, "carbon_monoxide", "the anode gas holds less carbon than this CO")
    in_pfc = gases["CF4"] / species.mass("CF4") + 2 * gases["C2F6"] / species.mass("C2F6")
    dioxide = carbon - monoxide + destroyed * in_pfc
    return [
        uses("graphite anode", size * ((carbon + in_pfc) * species.mass("C") + anode_loss)),
        emits("CO2", size * dioxide * species.mass("CO2")),
        emits("CO", size * carbon_monoxide),
        *(emits(gas, size * (1 - destroyed) * made) for gas, made in gases.items()),
        wastes("spent anode", size * anode_loss, {"C": 1.0}),
    ]


def _spent_electrolyte(
    oxide: Mapping[str, Any], metal_yield: Any, bath: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """Return the spent electrolyte [kg/kg] and its elements: oxide not reduced, salts made up."""
    lost = {element: part * (1 / metal_yield - 1) for element, part in oxide.items()}
    spent = {key: lost.get(key, 0.0) + bath.get(key, 0.0) for key in lost | bath}
    mass = sum(spent.values())
    basis = where(mass > 0, mass, 1 + mass)  # there may be none
    return mass, {key: part / basis for key, part in spent.items()}


def _pfc(
    tier: str, cf4: Any, c2f6: Any, anode_effect: Any, slope: Any, c2f6_share: Any
) -> dict[str, Any]:
    """Return the CF4 and C2F6 made [kg/kg]; a figure of another tier is refused, not dropped."""
    if tier == "slope":
        for name, stated in (("cf4", cf4), ("c2f6", c2f6)):
            words = "with 'pfc: slope' it follows from the anode effects; write 'pfc: measured'"
            check(stated == 0, name, words)
        return {"CF4": slope * anode_effect, "C2F6": c2f6_share * slope * anode_effect}
    stated_slope = {"anode_effect": anode_effect, "cf4_slope": slope, "c2f6_share": c2f6_share}
    for name, stated in stated_slope.items():
        check(stated == 0, name, "is used with 'pfc: slope' only")
    return {"CF4": cf4, "C2F6": c2f6}


def _composition(
    oxide: Feed | None, principal: tuple[str, ...], lighter_share: Any
) -> tuple[dict[str, Any], Any]:
    """Return the rare earths in the metal [kg/kg] and the oxide that holds them [kg/kg]."""
    if oxide is not None:
        metals = salt(oxide.rare_earths)
        held = sum(metals.values())
        if not metals:
            raise ModelError("oxide", f"'{oxide.flow}' holds no rare earth; state its composition")
        return {element: part / held for element, part in metals.items()}, 1 / held
    if principal == LIGHT:
        words = "mischmetal takes its composition from its oxide: name it, with its composition"
        raise ModelError("oxide", f"{words} under 'flows' or from the step that makes it")
    shares = {principal[0]: 1.0}
    if len(principal) > 1:
        shares = {principal[0]: lighter_share, principal[1]: 1 - lighter_share}
    return shares, sum(_oxides(shares).values())


def _check_oxide(oxide: Feed, shares: Mapping[str, Any], principal: tuple[str, ...]) -> None:
    """Refuse what is no oxide, and what is mostly an oxide of other metals."""
    wanted = f"an oxide of {' and '.join(principal)} is wanted"
    check(oxide.reo <= 1 + OTHERS, "oxide", f"'{oxide.flow}' is a metal and no oxide; {wanted}")
    for element in ("F", "Cl", "C", "S"):
        held = oxide.elements.get(element, 0.0)
        words = f"'{oxide.flow}' holds {shown(held, '.1%')} {element} and is no oxide; {wanted}"
        check(held <= OTHERS, "oxide", words)
    meant = sum(shares.get(element, 0.0) for element in principal)
    check(meant >= 0.5, "oxide", f"'{oxide.flow}' is not an oxide of {', '.join(principal)}")


def _oxides(metals: Mapping[str, Any]) -> dict[str, Any]:
    """Return the oxides of so much of each metal."""
    return {
        oxide_of(element): part / elements(oxide_of(element))[element]
        for element, part in metals.items()
    }


def _bath_salts(
    principal: tuple[str, ...], shares: Mapping[str, Any], makeup: Any
) -> dict[str, Any]:
    """Split the fluoride make-up among the rare earths of the metal, in their proportion."""
    weights = {
        f"{element}F3": shares.get(element, 0.0) / elements(f"{element}F3")[element]
        for element in principal
    }
    whole = sum(weights.values())
    return {formula: makeup * weight / whole for formula, weight in weights.items()}


def _salt_uses(fluoride: str, size: Any, salts: Mapping[str, Any]) -> list[Exchange]:
    """Return the fluoride make-up: one flow, or one for each rare earth."""
    if fluoride:
        makeup = sum(salts.values())
        basis = where(makeup > 0, makeup, 1 + makeup)
        return [uses(fluoride, size * makeup, mixture({f: w / basis for f, w in salts.items()}))]
    return [
        uses(
            formula if formula in BATH_SALTS else "rare earth fluoride",
            size * part,
            mixture({formula: 1.0}),
        )
        for formula, part in salts.items()
    ]
