"""Magnetic separation: iron minerals leave the ore before the rare earths are floated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
from carbonre.unit_process.minerals import MineralStream, minerals, streams
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    shown,
    unit_process,
    uses,
    wastes,
)

FORMULAS = {"magnetite": ("Fe3O4", 3), "hematite": ("Fe2O3", 2)}


@unit_process(
    governed_by=("iron_grade", "iron_recovery", "rare_earth_loss"), balanced=BALANCED | {"Fe"}
)
def magnetic_separation(
    *,
    feed: Feed = Feed("ground ore"),
    iron_concentrate: FlowName = "iron concentrate",
    tailings: FlowName = "rare earth tailings",
    tailings_are: Literal["product", "waste"] = "product",
    reference: Literal["iron concentrate", "tailings"] = "tailings",
    iron_mineral: Literal["magnetite", "hematite"] = "hematite",
    iron_recovery: Fraction,
    iron_grade: Fraction,
    rare_earth_loss: Fraction,
    electricity: EnergyPerMass,
    water: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Take iron minerals out of ground ore with weak and strong magnets.

    Two products share the iron of the ore; the mass of each follows from recovery and grade::

        concentrate / feed = recovery x iron of the feed / iron of the concentrate

    Inside the boundary: separators, pumps, make-up water of the iron plant.
    Outside: grinding (`comminution`), flotation of the rare earths, filtering of iron concentrate.

    Parameters
    ----------
    feed : Feed
        Ground ore [kg dry]; it states its iron and its rare earths.
    iron_concentrate : FlowName
        What the magnets take [kg dry].
    tailings : FlowName
        What they leave, with the rare earths [kg dry].
    tailings_are : Literal["product", "waste"]
        Where the iron plant ends. A ``product`` shares the burden of mine and mill by the
        allocation in force; a ``waste`` comes to the flotation free of burden (cut-off).
    reference : Literal["iron concentrate", "tailings"]
        Which of the two runs the step, where both are products.
    iron_mineral : Literal["magnetite", "hematite"]
        It bounds the grade: the pure mineral holds no more.
    iron_recovery : Fraction
        Iron of the feed that reaches the iron concentrate [-].
    iron_grade : Fraction
        Iron in the iron concentrate [kg/kg].
    rare_earth_loss : Fraction
        Rare earths of the feed that go with the iron concentrate [-].
    electricity : EnergyPerMass
        Magnets, drives and pumps [kWh/t feed].
    water : MassRatio
        Make-up water; it leaves with the tailings [kg/kg feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry feed; indicators: iron concentrate per feed [kg/kg], REO in the tailings
        [%], enrichment of rare earths [-].

    Raises
    ------
    ModelError
        If the feed holds no iron, the grade is above the pure mineral's, or the concentrate would
        be poorer than the feed.

    Notes
    -----
    Valid for ores that state their iron. At Bayan Obo rare earths are floated from the tailings of
    the iron plant, and most tailings never are: how the burden of the mine is split moves the
    result by up to 1 kg CO2e per kg REO. Carbon, fluorine and phosphorus of the rare-earth minerals
    go with them, all other elements with the gangue in proportion to its mass. Where the iron
    concentrate is floated in reverse after the magnets, its final grade and recovery are stated
    here. Excluded: water in the iron concentrate.

    References
    ----------
    Two-product formula; practice: factors/processes/magnetic_separation.csv.
    """
    size = species.one("kg")
    iron, ore = _split(feed, iron_mineral, iron_recovery, iron_grade, rare_earth_loss, species)
    made = makes(iron_concentrate, size * iron.mass, iron.elements, iron.rare_earths)
    leaves = makes if tailings_are == "product" else wastes
    pulp = {**ore.elements, WATER: (feed.elements.get(WATER, 0.0) + water) / ore.mass}
    left = leaves(tailings, size * ore.mass, pulp, ore.rare_earths)
    first = [left, made] if (reference, tailings_are) == ("tailings", "product") else [made, left]
    return [
        *first,
        uses(feed.flow, size, {**_followed(feed), WATER: feed.elements.get(WATER, 0.0)}),
        uses("electricity", size * electricity),
        uses("water", size * water),
        indicator("iron concentrate per feed", iron.mass, "kg/kg"),
        indicator("REO in the tailings", sum(ore.rare_earths.values()), "%"),
        indicator("enrichment of rare earths", (1 - rare_earth_loss) / ore.mass),
    ]


def _followed(feed: Feed) -> dict[str, Any]:
    return {name: part for name, part in feed.elements.items() if name not in ("O", "H", WATER)}


def _split(
    feed: Feed, mineral: str, recovery: Any, grade: Any, loss: Any, species: Species
) -> tuple[MineralStream, MineralStream]:
    """Return iron concentrate and tailings; gangue fills the concentrate up to its grade."""
    iron = feed.elements.get("Fe", 0.0)
    check(iron > 0, "feed", f"'{feed.flow}' states no iron; there is nothing to separate")
    formula, atoms = FORMULAS[mineral]
    pure = atoms * species.mass("Fe") / species.mass(formula)
    words = f"pure {mineral} holds {shown(pure, '.1%')} iron, not more"
    check(grade <= pure, "iron_grade", words)
    check(grade > iron, "iron_grade", f"'{feed.flow}' itself holds {shown(iron, '.1%')} iron")
    mass = recovery * iron / grade
    held, rare = minerals(feed, species)
    taken_gangue = mass - recovery * iron / pure - loss * rare
    gangue = 1 - iron / pure - rare
    check(gangue > 0, "feed", f"'{feed.flow}' holds more minerals than its mass")
    words = "iron mineral and rare earths would be more than the whole concentrate"
    check(taken_gangue >= 0, "rare_earth_loss", words)
    share = taken_gangue / gangue
    taken = {
        name: loss * held.get(name, 0.0) + share * (part - held.get(name, 0.0))
        for name, part in _followed(feed).items()
    }
    return streams(feed, mass, {**taken, "Fe": recovery * iron}, loss)
