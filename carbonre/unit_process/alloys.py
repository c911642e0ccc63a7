"""Alloys: the metals that are weighed in, what oxidises, and what the alloy is then made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.core.species import RARE_EARTHS, elements
from carbonre.core.units import Fraction
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    Species,
    check,
    indicator,
    is_scalar,
    maximum,
    mixture,
    rare_earth_oxides,
    shown,
    uses,
    where,
)

# What a model of alloys balances besides what every model balances.
METALS = BALANCED | {
    "Al", "B", "Co", "Cr", "Cu", "Fe", "Ga", "Mn", "Mo", "Nb", "Ni", "Si", "Sn", "Ti", "V", "Zn",
    "Zr",
}  # fmt: skip
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Metal:
    """One line of a charge.

    Attributes
    ----------
    metal : Feed
        The metal or master alloy that is weighed in.
    share : Fraction
        Its share of the charge; or, with `of`, the share of that element [kg/kg charge].
    of : FlowName
        The element for which the metal is taken, such as ``B`` of ferroboron; empty for the whole.
    """

    metal: Feed
    share: Fraction
    of: FlowName = ""


@dataclass(frozen=True, slots=True)
class Melt:
    """What a kilogram of charge gives.

    Attributes
    ----------
    alloy : mapping
        The elements of the alloy [kg/kg alloy].
    mass : float
        The alloy [kg/kg charge].
    slag : mapping
        The elements of the slag, oxygen included [kg/kg slag].
    slag_mass : float
        The slag [kg/kg charge].
    """

    alloy: Mapping[str, Any]
    mass: Any
    slag: Mapping[str, Any]
    slag_mass: Any


def charge(composition: Sequence[Metal], balance: Feed) -> list[tuple[Feed, Any]]:
    """Return what is weighed in per kilogram of charge; `balance` makes up the rest.

    Raises
    ------
    ModelError
        If the shares add up to more than the charge, or a metal does not hold its element.
    """
    if not composition:
        raise ModelError("composition", "the charge names no metal")
    lines, rest = [], 1.0
    for part in composition:
        held = part.metal.elements.get(part.of, 0.0) if part.of else 1.0
        check(held > 0, "composition", f"'{part.metal.flow}' holds no {part.of}")
        amount = part.share / held
        lines.append((part.metal, amount))
        rest = rest - amount
    words = f"the metals add up to {shown(1 - rest, '.2%')} of the charge, not to 100 % at most"
    check(rest >= -ROUNDING, "composition", words)
    return [*lines, (balance, maximum(rest, 0.0))]


def weighed(lines: Sequence[tuple[Feed, Any]], mass: Any) -> list[Exchange]:
    """Return the exchanges of a charge of so much mass; equal metals are one line."""
    total: dict[str, tuple[Feed, Any]] = {}
    for metal, share in lines:
        before = total[metal.flow][1] if metal.flow in total else 0.0
        total[metal.flow] = (metal, before + share)
    return [uses(name, mass * share, metal.elements) for name, (metal, share) in total.items()]


def melted(
    lines: Sequence[tuple[Feed, Any]], rare_earth_loss: Any, magnesium_loss: Any = 0.0
) -> Melt:
    """Melt a charge: a share of its rare earths, and of its magnesium, leaves as oxide.

    Beside metal every rare earth is trivalent: the slag is M2O3, of cerium and praseodymium too.
    """
    held: dict[str, Any] = {}
    for metal, share in lines:
        for element, part in metal.elements.items():
            held[element] = held.get(element, 0.0) + share * part
    oxidised = {el: held[el] * rare_earth_loss for el in held if el in RARE_EARTHS}
    dross = mixture({f"{el}2O3": part / elements(f"{el}2O3")[el] for el, part in oxidised.items()})
    lost = sum(oxidised.values())
    if "Mg" in held:
        oxidised["Mg"] = held["Mg"] * magnesium_loss
        lost = lost + oxidised["Mg"]
        for element, part in mixture({"MgO": oxidised["Mg"] / elements("MgO")["Mg"]}).items():
            dross[element] = dross.get(element, 0.0) + part
    mass, slag_mass = 1 - lost, sum(dross.values())
    whole = where(slag_mass > 0, slag_mass, 1 + slag_mass)
    return Melt(
        {el: (part - oxidised.get(el, 0.0)) / mass for el, part in held.items()},
        mass,
        {el: part / whole for el, part in dross.items()},
        slag_mass,
    )


def oxides(alloy: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rare earths of an alloy as oxides [kg oxide/kg alloy]."""
    return rare_earth_oxides({el: part for el, part in alloy.items() if el in RARE_EARTHS})


def rare_earth_share(alloy: Mapping[str, Any]) -> Any:
    """Return the rare earths in an alloy [kg/kg]."""
    return sum(part for element, part in alloy.items() if element in RARE_EARTHS)


def heating(heat_capacity: Any, rise: Any, load: Any, efficiency: Any) -> Any:
    """Return the electricity to heat a load once, trays included.

    Parameters
    ----------
    heat_capacity : heat capacity
        Mean of load and trays [J/kg/K].
    rise : temperature difference
        By which they are heated [K].
    load : ratio
        Trays per load [kg/kg].
    efficiency : share
        Heat in load and trays over electricity [-].

    Returns
    -------
    float or array
        Electricity per load [J/kg].
    """
    return heat_capacity * rise * (1 + load) / efficiency


def grade(remanence: Any, energy_product: Any, density: Any, species: Species) -> list[Indicator]:
    """Return the figures of the grade of a magnet, if they are stated and single.

    Parameters
    ----------
    remanence : polarisation
        Zero if not stated [T].
    energy_product : energy product
        (BH)max, zero if not stated [J/m3].
    density : density
        Of the magnet [kg/m3].
    species : Species
        Constants.

    Raises
    ------
    ModelError
        If the energy product is above ``remanence^2 / (4 mu0)``.
    """
    bound = remanence**2 / (4 * species.magnetic_constant)
    words = "an energy product above remanence^2 / (4 mu0) is not possible"
    check((remanence <= 0) | (energy_product <= bound), "energy_product", words)
    figures = []
    if is_scalar(energy_product) and energy_product > 0:
        figures.append(indicator("energy product per mass", energy_product / density, "J/kg"))
    if is_scalar(bound) and bound > 0:
        figures.append(indicator("bound of the energy product by the remanence", bound, "kJ/m3"))
    return figures


def step_yield(charge_to_block: Any, loss_share: Any, own: Any) -> Any:
    """Return the yield of a step of the chain from charge to sintered block [kg/kg].

    Parameters
    ----------
    charge_to_block : share
        Yield of the whole chain; zero where the step states its own.
    loss_share : share
        The step's part of the loss, by logarithm: so the yields of all steps multiply to the whole.
    own : share
        The yield of the step by itself.
    """
    return where(charge_to_block > 0, charge_to_block**loss_share, own)
