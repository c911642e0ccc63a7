"""Europium reduction: zinc makes europium divalent, and sulfate takes it out of the liquor."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.species import WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, Ratio
from carbonre.unit_process.brines import other_elements
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    emits,
    indicator,
    makes,
    maximum,
    merged,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
)

EUROPIA = "Eu2O3"


@unit_process(governed_by=("zinc_ratio", "recovery", "feed"))
def europium_reduction(
    *,
    feed: Feed,
    product: FlowName = "europium sulfate",
    liquor: FlowName = "liquor without europium",
    zinc_water: FlowName = "zinc chloride water",
    recovery: Fraction,
    zinc_ratio: Ratio,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Take europium out of a chloride liquor by reducing it with zinc.

    Divalent europium precipitates as sulfate, like barium; zinc above stoichiometry dissolves in
    acid::

        2 EuCl3 + Zn -> 2 EuCl2 + ZnCl2
        EuCl2 + H2SO4 -> EuSO4 + 2 HCl          Zn + 2 HCl -> ZnCl2 + H2

    Inside the boundary: zinc, acids, stirring, filtering.
    Outside: making oxide of the sulfate, treatment of the zinc water.

    Parameters
    ----------
    feed : Feed
        The chloride liquor [kg REO]. If it states only its oxides, it is a neutral chloride.
    product : FlowName
        Europium sulfate [kg REO].
    liquor : FlowName
        What stays dissolved, with the acid that zinc does not take [kg REO].
    zinc_water : FlowName
        Zinc chloride, a waste, without its water [kg].
    recovery : Fraction
        Europium that is taken out [kg/kg].
    zinc_ratio : Ratio
        Zinc over what the reduction takes [-].
    electricity : EnergyPerMass
        Stirrers and filters [kWh/t REO fed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO fed; indicators: zinc per europia [kg/kg].

    Raises
    ------
    ModelError
        If the liquor holds no europium.

    Notes
    -----
    Valid for chloride liquors rich in europium. In the plant zinc passes through the liquor; it is
    accounted as a water of its own. GB 29435 sets no limit for this step alone: it is part of the
    oxides from the liquor. Excluded: other rare earths in the sulfate, reduction by current,
    inert gas.

    References
    ----------
    Stoichiometry; values: factors/processes/europium_reduction.csv.
    """
    held = feed.elements if "Cl" in feed.elements else salt(feed.rare_earths, "Cl", 3)
    europia = feed.rare_earths.get(EUROPIA, 0.0) * recovery
    words = f"'{feed.flow}' holds no europium; state its composition under 'flows'"
    check(feed.rare_earths.get(EUROPIA, 0.0) > 0, "feed", words)
    stays = feed.reo - europia
    kept = {oxide: share / stays for oxide, share in feed.rare_earths.items() if oxide != EUROPIA}
    kept[EUROPIA] = (feed.rare_earths[EUROPIA] - europia) / stays
    moles = europia / species.oxide_mass(EUROPIA)
    zinc = moles / 2 * zinc_ratio
    freed = 3 * moles  # chloride of the europium: to zinc first, the rest stays as acid
    bought = maximum(2 * zinc - freed, 0 * zinc)
    acid = maximum(freed - 2 * zinc, 0 * zinc)
    chloride = held["Cl"] - (freed - acid) * species.mass("Cl")
    rest = merged(
        {**salt(kept), "Cl": chloride / stays},
        {name: part / stays for name, part in other_elements(held, {"Cl"}).items()},
    )
    return [
        makes(product, europia, salt({EUROPIA: 1.0}, "SO4", 1), {EUROPIA: 1.0}),
        makes(liquor, stays, {**rest, WATER: held.get(WATER, 0.0) / stays}, kept),
        uses(feed.flow, 1.0, held),
        uses("zinc", zinc * species.mass("Zn")),
        uses("sulfuric acid", moles * species.mass("H2SO4")),
        uses("hydrochloric acid", bought * species.mass("HCl")),
        uses("electricity", electricity),
        emits("H2", (zinc - moles / 2) * species.mass("H2")),
        wastes(zinc_water, zinc * species.mass("ZnCl2"), mixture({"ZnCl2": 1.0})),
        indicator("zinc per europia", zinc * species.mass("Zn") / europia, "kg/kg"),
    ]
