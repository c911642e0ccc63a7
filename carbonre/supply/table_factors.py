"""Applied factors from the rows of the factor tables.

The scope follows from what a flow is, never from a word of the user: fuel combusted is scope 1,
bought electricity and heat are scope 2, the supply chains of all three scope 3 category 3.
Everything else is scope 3: materials category 1, transport category 4, waste that others treat
category 5, unless the plant states the category of a flow.
"""

from __future__ import annotations

from collections.abc import Mapping

from carbonre.core.arrays import Numeric
from carbonre.core.errors import Place, did_you_mean
from carbonre.core.notes import Note
from carbonre.core.paths import dotted
from carbonre.core.scopes import (
    LOCATION,
    MATERIALS,
    SUPPLY_CHAIN,
    TRANSPORT,
    WASTE,
    Category,
    Scope,
)
from carbonre.factors.choice import Match, is_usable
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.factors.suggestions import meant_flows
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.flows import Flow
from carbonre.system.steps import System

DIRECT_SCOPE: Mapping[str, Scope] = {"fuel": "1", "electricity": "2", "heat": "2"}
CATEGORY: Mapping[str, Category] = {"transport": TRANSPORT, "waste": WASTE}


def table_factors(
    system: System, flow: Flow, supply: str | None, share: Numeric
) -> tuple[list[AppliedFactor], tuple[Note, ...]] | None:
    """Return the applied factors of a supply, and its data gaps; None if there is no row.

    Parameters
    ----------
    supply : str or None
        A supply of the tables, the id of a row, or None for the default supply.
    share : float
        Share of the bought amount that the supply has [-].
    """
    if flow.kind not in ENERGY_KINDS:
        match = _look_up(system, flow, "total", supply)
        if match is None:
            return None
        category = category_of(flow)
        return [_applied(system, match, "purchase", share, "3", category)], ()
    direct = _look_up(system, flow, "direct", supply)
    if direct is None:
        return None
    kind = "combustion" if flow.kind == "fuel" else "purchase"
    factors = [_applied(system, direct, kind, share, DIRECT_SCOPE[flow.kind], "")]
    upstream = _look_up(system, flow, "upstream", supply)
    if upstream is None:
        words = "no row for its supply chain (scope 3, category 3)"
        return factors, (Note("data gap", "no-upstream-factor", flow.name, words),)
    return [*factors, _applied(system, upstream, "purchase", share, "3", SUPPLY_CHAIN)], ()


def category_of(flow: Flow) -> Category:
    """Return the category of scope 3 of what is bought and is no energy: stated, or by its kind."""
    return flow.category or CATEGORY.get(flow.kind, MATERIALS)


def grid_factors(system: System, flow: Flow) -> tuple[AppliedFactor, ...] | None:
    """Return the same energy by the row of its place, for location-based scope 2; None without."""
    if DIRECT_SCOPE.get(flow.kind) != "2":
        return ()
    match = _look_up(system, flow, "direct", None)
    return None if match is None else (_applied(system, match, "memo", 1.0, "2", LOCATION),)


def _look_up(system: System, flow: Flow, part: str, supply: str | None) -> Match | None:
    data = system.plant.data
    return system.factors.look_up(flow.name, part, data.location, data.period.year, supply)


def _applied(
    system: System, match: Match, kind: str, share: Numeric, scope: Scope, category: Category
) -> AppliedFactor:
    row = match.factor
    gases = row.gases or {"CO2e": row.co2e or 0.0}
    return AppliedFactor(
        kind=kind,
        flow=row.flow,
        share=share,
        scope=scope,
        category=category,
        gases=dict(system.overrides.factor(row.id, gases)),
        gwp=row.gwp,
        id=row.id,
        origin="default" if row.layer == "shipped" else "given",
        row=Place(row.file, row.line),
        source=f"{row.source}, {row.locator}" if row.locator else row.source,
        evidence=row.evidence,
        status=row.status,
        notes=match.fallbacks,
        carbon_pair=row.carbon_pair,
    )


def _reason(note: str) -> str:
    """Return why a row is rejected, from its note."""
    return note.partition("rejected: ")[2] or note


def no_such_supply(system: System, flow: Flow, supply: str) -> str:
    """Say that the tables have no such supply of a flow, and which they have."""
    known = system.factors.supplies(flow.name)
    if supply in known:  # which has no row for this place
        rows = [row for row in system.factors.of(flow.name) if row.supply == supply]
        places = dict.fromkeys(row.place for row in rows if is_usable(row))
        where = f"no row for {system.plant.data.location}; there are rows for {', '.join(places)}"
        return f"the supply '{supply}' of {flow.name} has {where}"
    hint = did_you_mean(supply, known) or f"; known are {', '.join(known) or 'none'}"
    return f"there is no supply '{supply}' of {flow.name}{hint}"


def no_factor(system: System, flow: Flow, user: str) -> str:
    """Say that a flow has no factor, and what to do; nothing where another problem explains it."""
    part = "direct" if flow.kind in ENERGY_KINDS else "total"
    rows = system.factors.of(flow.name)
    places = dict.fromkeys(row.place for row in rows if row.part == part and is_usable(row))
    in_tables = {name: row for name, row in system.factors.flows.items()
                 if row.kind == flow.kind and any(map(is_usable, system.factors.of(name)))
                 }  # fmt: skip
    close = meant_flows(flow.name, in_tables)
    rejected = next((row for row in rows if row.status == "rejected" and row.part == part), None)
    if not places and rejected is not None:
        near = f": the row {rejected.id} is rejected ({_reason(rejected.note)})"
    elif places:
        if ("location",) in system.plant.invalid:
            return ""
        near = f" at {system.plant.data.location}; there are rows for {', '.join(places)}"
    elif system.may_be_made(flow.name) and not rows:
        return ""
    else:
        near = f"; nearest with one are {', '.join(close)}" if close else ""
    used = f" used in '{user}'" if user else ""
    return (
        f"no factor for '{flow.name}'{used}{near}; state supply.{dotted((flow.name,))}:"
        " {factor: ..., source: ...}, or leave it out under exclude with the reason"
    )
