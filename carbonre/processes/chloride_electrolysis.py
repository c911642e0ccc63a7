"""Chloride electrolysis: water-free rare-earth chloride to metal and chlorine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, Species, elements, metal_of, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio, Voltage
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
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

WON = frozenset({"La", "Ce", "Pr", "Nd"})  # the others melt too high, or stop at dichlorides
SALTS = {"potassium chloride": "KCl", "sodium chloride": "NaCl", "calcium chloride": "CaCl2"}
Salt = Literal["potassium chloride", "sodium chloride", "calcium chloride"]
TRACE = 0.02  # how far the chlorine of a neutral chloride may be off


@unit_process(governed_by=("cell_voltage", "current_efficiency", "feed"))
def chloride_electrolysis(
    *,
    feed: Feed,
    product: FlowName = "mischmetal",
    residue: FlowName = "chloride electrolysis sludge",
    practice: Literal["old industrial", "laboratory"] = "old industrial",
    bath_salt: Salt = "potassium chloride",
    cell_voltage: Voltage,
    minimum_voltage: Voltage,
    current_efficiency: Fraction,
    rectifier_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    metal_yield: Fraction,
    bath_loss: MassRatio,
    anode_wear: MassRatio,
    chlorine_recovery: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Produce La, Ce, Pr and Nd, or their mischmetal, from molten chloride.

    The old route to mischmetal, given up in China since the 1980s for fluoride melts, and the
    subject of new proposals: no carbon takes part, the anode gives chlorine::

        2 RECl3 -> 2 RE + 3 Cl2
        RECl3 + H2O -> REOCl + 2 HCl      (water that the chloride still holds)

    Energy is Faraday's charge (three electrons) times voltage over current efficiency; water in the
    chloride turns its own moles into oxychloride, which is lost.

    Inside the boundary: rectifier, cell, anode, bath salt, drawing off the chlorine.
    Outside: making and drying the chloride, use of the chlorine, scrubbing of HCl.

    Parameters
    ----------
    feed : Feed
        The dried chloride, with its water, if any [kg REO]. If it states only its oxides, it is a
        neutral water-free chloride.
    product : FlowName
        The metal [kg].
    residue : FlowName
        Sludge: oxychloride, bath, rare earths that were not reduced [kg].
    practice : Literal["old industrial", "laboratory"]
        Where the defaults come from: cells of the past, or laboratory cells.
    bath_salt : Salt
        The salt that is made up.
    cell_voltage : Voltage
        Voltage of the cell [V].
    minimum_voltage : Voltage
        Gibbs energy of the chlorides at 850 degC over three electrons; less is refused [V].
    current_efficiency : Fraction
        Metal made over Faraday's [-].
    rectifier_efficiency : Fraction
        Direct over alternating current [-].
    auxiliary_power : EnergyPerMass
        Heating of start-up, pumps, gas treatment, casting [kWh/kg metal].
    metal_yield : Fraction
        Metal in the product over that in the chloride that no water has turned to oxychloride
        [kg/kg].
    bath_loss : MassRatio
        Bath salt made up, which leaves with the sludge [kg/kg metal].
    anode_wear : MassRatio
        Graphite that is oxidised by air or with oxygen of the sludge, counted as CO2 [kg/kg metal].
    chlorine_recovery : Fraction
        Chlorine that is drawn off to be used; the rest is emitted [kg/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO in the feed; indicators: electricity per metal [kWh/kg], chlorine per
        metal [kg/kg], metal per metal in the feed [%].

    Raises
    ------
    ModelError
        If the feed holds none of the four metals, its water turns all of it to oxychloride, it is
        no neutral chloride, or the voltage is below the minimum.

    Notes
    -----
    Valid for neutral chlorides of La, Ce, Pr and Nd; not for oxide feeds: see `oxide_electrolysis`.
    Sm, Eu and Yb stop at dichlorides; Y, Gd to Tm and Lu melt above the bath: what the feed holds
    of them leaves as chloride with the sludge. Defaults of `laboratory` are a single report. GB
    29435-2025 has no product of this route; its Table 5 is for fluoride melts, which take half of
    what is remembered here (20 to 35 kWh/kg). Excluded: lining of the cell.

    References
    ----------
    Faraday; CRC thermochemistry; Ganzhou industry page; values:
    factors/processes/chloride_electrolysis.csv.
    """
    moles = {metal_of(o): share / species.oxide_mass(o) for o, share in feed.rare_earths.items()}
    every = sum(moles.values())
    water = feed.elements.get(WATER, 0.0) / species.mass("H2O")
    _check(feed, moles, water < every, cell_voltage >= minimum_voltage)

    intact = 1 - water / every  # each mole of water spoils one of chloride
    won = {metal: n * intact * metal_yield for metal, n in moles.items() if metal in WON}
    made, mass = sum(won.values()), sum(n * species.mass(metal) for metal, n in won.items())
    shares = {metal: n * species.mass(metal) / mass for metal, n in won.items()}
    direct = 3 * made * species.faraday * cell_voltage / current_efficiency
    chlorine = 1.5 * made * species.mass("Cl2")
    sludge = {
        metal: (n - won[metal] if metal in won else n) * species.mass(metal)
        for metal, n in moles.items()
    }
    sludge["O"] = water * species.mass("O")
    sludge["Cl"] = (3 * (every - made) - 2 * water) * species.mass("Cl")
    sludge = merged(sludge, mixture({SALTS[bath_salt]: mass * bath_loss}))
    amount = sum(sludge.values())
    energy = direct / rectifier_efficiency + mass * auxiliary_power
    return [
        makes(product, mass, shares, _oxides(shares)),
        uses(feed.flow, 1.0, {**salt(feed.rare_earths, "Cl", 3), WATER: _water(feed)}),
        uses("electricity", energy),
        uses(bath_salt, mass * bath_loss, mixture({SALTS[bath_salt]: 1.0})),
        uses("graphite anode", mass * anode_wear),
        emits("CO2", mass * anode_wear * species.mass("CO2") / species.mass("C")),
        emits("Cl2", chlorine * (1 - chlorine_recovery)),
        wastes("chlorine", chlorine * chlorine_recovery, {"Cl": 1.0}),
        wastes("HCl in off-gas", 2 * water * species.mass("HCl"), mixture({"HCl": 1.0})),
        wastes(
            residue,
            amount,
            {element: part / amount for element, part in sludge.items()},
            _oxides({metal: sludge[metal] / amount for metal in moles}),
        ),
        indicator("electricity per metal", energy / mass, "kWh/kg"),
        indicator("chlorine per metal", chlorine / mass, "kg/kg"),
        indicator("metal per metal in the feed", made / every, "%"),
    ]


def _water(feed: Feed) -> Any:
    return feed.elements.get(WATER, 0.0)


def _oxides(metals: Mapping[str, Any]) -> dict[str, Any]:
    """Return the oxides of so much of each metal."""
    return {oxide_of(m): part / elements(oxide_of(m))[m] for m, part in metals.items()}


def _check(feed: Feed, moles: Mapping[str, Any], is_dry: Any, is_enough: Any) -> None:
    if not WON & moles.keys():
        words = f"'{feed.flow}' holds none of La, Ce, Pr and Nd, the metals of this route"
        raise ModelError("feed", words)
    words = f"the water of '{feed.flow}' turns all of it into oxychloride: dry it first"
    check(is_dry, "feed", words)
    check(is_enough, "cell_voltage", "the cell is below the voltage that the chlorides need")
    chloride = salt(feed.rare_earths, "Cl", 3)["Cl"]
    off = feed.elements.get("Cl", chloride) / chloride - 1
    check(
        abs(off) <= TRACE,
        "feed",
        lambda: f"'{feed.flow}' is no neutral chloride: its chlorine is {shown(off, '+.1%')} off",
    )
