"""Bioleaching (laboratory): bacteria make gluconic acid of glucose, and the acid leaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbonre.core.species import RARE_EARTHS, WATER
from carbonre.core.units import EnergyPerMass, Fraction, MassPerEnergy, MassRatio
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
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("recovery", "acid_yield", "liquid_to_solid", "mixing"))
def bioleaching(
    *,
    feed: Feed,
    product: FlowName = "rare earth gluconate liquor",
    residue: FlowName = "bioleaching residue",
    recovery: Fraction,
    liquid_to_solid: MassRatio,
    acid_strength: Fraction,
    acid_yield: Fraction,
    oxygen_per_energy: MassPerEnergy,
    mixing: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach rare earths with acids that bacteria make of glucose (laboratory scale only).

    Gluconobacter oxidises glucose with the oxygen of air; what does not become acid is respired to
    CO2. Protons of the acid then set rare earths free::

        C6H12O6 + 1/2 O2 -> C6H12O7          C6H12O6 + 6 O2 -> 6 CO2 + 6 H2O
        RE(solid) + 3 HA -> RE(3+) + 3 A(-) + 3 H(solid)

    Glucose and air follow from how much liquor is kept in contact with how little solid: that, not
    the chemistry, is why a feed of low grade costs much.

    Inside the boundary: glucose, aeration and mixing of the fermenter and of the leach, water.
    Outside: nutrients, sterilising, cells, winning rare earths from the liquor, the residue.

    Parameters
    ----------
    feed : Feed
        What is leached [kg dry], such as spent cracking catalyst; it states its rare earths.
    product : FlowName
        The liquor, with its acid and water [kg REO].
    residue : FlowName
        The leached solid, a waste [kg dry].
    recovery : Fraction
        Rare earths that are leached [-].
    liquid_to_solid : MassRatio
        Leach liquor per feed [kg/kg].
    acid_strength : Fraction
        Gluconic acid in that liquor [kg/kg].
    acid_yield : Fraction
        Glucose that becomes acid; the rest is oxidised to CO2 [mol/mol].
    oxygen_per_energy : MassPerEnergy
        Oxygen that aeration dissolves per electricity [kg/kWh].
    mixing : EnergyPerMass
        Stirring and pumping of fermenter and leach [kWh/t feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry feed; indicators: glucose per REO [kg/kg], oxygen per REO [kg/kg],
        protons over rare earths [-].

    Raises
    ------
    ModelError
        If the acid has fewer protons than the rare earths that it shall set free.

    Notes
    -----
    Valid for laboratory scale only: no plant is known. 56 % in batches and 51 % in continuous runs
    were leached from spent cracking catalyst, with glucose at 44 % of the cost; 25 % from another
    lot. The carbon of glucose is biogenic, that of the acid leaves in the liquor. Excluded:
    nitrogen of the nutrients, biomass, heat to sterilise, other metals that dissolve.

    References
    ----------
    V. S. Thompson et al., ACS Sustain. Chem. Eng. 6 (2018) 1602; H. Jin et al., ACS Sustain. Chem.
    Eng. 7 (2019) 15311; values: factors/processes/bioleaching.csv.
    """
    size = species.one("kg")
    moles = species.moles(feed.rare_earths) * recovery
    acid = liquid_to_solid * acid_strength / species.mass("C6H12O7")
    words = "the rare earths take three protons each; the acid of the liquor has too few"
    check(acid >= 3 * moles, "acid_strength", words)
    glucose = acid / acid_yield
    respired = glucose - acid
    oxygen = (acid / 2 + 6 * respired) * species.mass("O2")
    made = recovery * feed.reo
    check(made > 0, "feed", f"'{feed.flow}' states no rare earths; give its composition")
    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    water = liquid_to_solid * (1 - acid_strength)
    gluconic = mixture({"C6H12O7": acid * species.mass("C6H12O7") / made})
    liquor = merged(salt(contained), {WATER: water / made}, gluconic)
    return [
        makes(product, size * made, liquor, contained),
        uses(feed.flow, size, feed.elements),
        uses("glucose", size * glucose * species.mass("C6H12O6")),
        uses("water", size * water),
        uses("electricity", size * (oxygen / oxygen_per_energy + mixing)),
        emits("CO2_biogenic", size * 6 * respired * species.mass("CO2")),
        _leached(residue, size, feed, recovery, moles, species),
        indicator("glucose per REO", glucose * species.mass("C6H12O6") / made, "kg/kg"),
        indicator("oxygen per REO", oxygen / made, "kg/kg"),
        indicator("protons over rare earths", acid / moles / 3),
    ]


def _leached(
    flow: str, size: Any, feed: Feed, recovery: Any, moles: Any, species: Species
) -> Exchange:
    """Return the solid that is left: three protons stand where a rare earth was."""
    kept = {name: 1 - recovery if name in RARE_EARTHS else 1.0 for name in feed.elements}
    left = 1 - recovery * sum(salt(feed.rare_earths).values()) + 3 * moles * species.mass("H")
    parts = {name: part * kept[name] / left for name, part in feed.elements.items()}
    return wastes(flow, size * left, parts)
