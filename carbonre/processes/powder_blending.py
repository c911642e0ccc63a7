"""Powder blending: two magnet powders to one, for magnets with two main phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import EnergyPerMass, Fraction, Polarisation
from carbonre.unit_process.alloys import METALS, oxides
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
)


@unit_process(
    governed_by=("first_share", "polarisation_cerium", "polarisation_neodymium"), balanced=METALS
)
def powder_blending(
    *,
    first: Feed = Feed("Ce-rich powder"),
    second: Feed = Feed("NdFeB powder"),
    product: FlowName = "blended powder",
    scrap: FlowName = "magnet scrap",
    first_share: Fraction,
    powder_yield: Fraction,
    mixing_power: EnergyPerMass,
    polarisation_cerium: Polarisation,
    polarisation_neodymium: Polarisation,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Blend two magnet powders, such as a cerium-rich and a cerium-free one.

    The grains keep their own main phase after sintering (dual main phase), so the polarisation is
    the mean of the two, and the energy product that physics allows is::

        J = (1 - c) J(Nd2Fe14B) + c J(Ce2Fe14B)        (BH)max <= J^2 / (4 mu0)

    with ``c`` the cerium (and lanthanum) among the rare earths, by atoms.

    Inside the boundary: mixer.
    Outside: making the powders, pressing.

    Parameters
    ----------
    first : Feed
        The first powder [kg].
    second : Feed
        The second powder [kg].
    product : FlowName
        The blend [kg].
    scrap : FlowName
        Powder that is lost [kg].
    first_share : Fraction
        The first powder in the blend [kg/kg].
    powder_yield : Fraction
        Blend over the powders mixed [kg/kg].
    mixing_power : EnergyPerMass
        Mixer under inert gas [kWh/kg powder].
    polarisation_cerium : Polarisation
        Saturation polarisation of Ce2Fe14B [T].
    polarisation_neodymium : Polarisation
        Saturation polarisation of Nd2Fe14B [T].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of blend; indicators: "cerium among the rare earths, by atoms" [%], upper bound
        of the energy product [kJ/m3], the same bound [MGOe].

    Raises
    ------
    ModelError
        If a share is above 100 %, or nothing is left.

    Notes
    -----
    Valid for blends whose grains keep their own main phase. The bound takes the blend as main phase
    only; a sintered magnet reaches 75 to 95 % of it. Excluded: coercivity, which is no result of
    mixing by mass: state the grade.

    References
    ----------
    Linear mixing of polarisations; values: factors/processes/powder_blending.csv.
    """
    check(first_share <= 1, "first_share", "more than the whole blend")
    check(powder_yield > 0, "powder_yield", "no powder is left")
    size = species.one("kg")
    mixed = size / powder_yield
    parts = ((first.elements, first_share), (second.elements, 1 - first_share))
    blend = {
        el: sum(powder.get(el, 0.0) * share for powder, share in parts)
        for el in {**first.elements, **second.elements}
    }
    cerium = _cerium(blend, species)
    polarisation = (1 - cerium) * polarisation_neodymium + cerium * polarisation_cerium
    bound = polarisation**2 / (4 * species.magnetic_constant)
    lines = [
        uses(first.flow, mixed * first_share, first.elements),
        uses(second.flow, mixed * (1 - first_share), second.elements),
    ]
    return [
        makes(product, size, blend, oxides(blend)),
        *lines,
        uses("electricity", mixed * mixing_power),
        wastes(scrap, mixed * (1 - powder_yield), blend, oxides(blend)),
        indicator("cerium among the rare earths, by atoms", cerium, "%"),
        indicator("upper bound of the energy product", bound, "kJ/m3"),
        indicator("the same bound", bound, "MGOe"),
    ]


def _cerium(blend: Mapping[str, Any], species: Species) -> Any:
    """Return cerium and lanthanum among the rare earths of a powder [mol/mol]."""
    moles = {el: blend[el] / species.mass(el) for el in RARE_EARTHS if el in blend}
    whole = sum(moles.values())
    check(bool(moles), "first", "the powders hold no rare earth")
    return sum(moles[el] for el in ("La", "Ce") if el in moles) / whole
