"""Applied factors from what a plant states of a supply: a factor, a supplier's file, distances."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carbonre.core.arrays import Numeric, unanimous
from carbonre.core.errors import did_you_mean
from carbonre.core.notes import Note
from carbonre.core.scopes import SUPPLY_CHAIN, TRANSPORT
from carbonre.core.units import MASS, Amount, unit
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.plant.supply import CircularEntry
from carbonre.supply import circular, pact
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.stated import StatedSupply
from carbonre.supply.table_factors import (
    DIRECT_SCOPE,
    category_of,
    no_factor,
    table_factors,
)

STATED = "stated"  # the evidence of a factor that the plant file states
KINDS = {"fuel": "combustion", "waste": "treatment"}


def stated_factors(stated: StatedSupply) -> list[AppliedFactor]:
    """Return the stated factor, or what the circular formula makes of it, and its upstream."""
    entry, factor = stated.entry, _factor(stated)
    factors = [factor]
    if entry.circular is not None:
        factors = _circular(stated, factor, entry.circular)
    if entry.upstream is not None:
        chain = _per_unit(stated, entry.upstream, "upstream")
        upstream = replace(
            factor,
            kind="purchase",
            scope="3",
            category=SUPPLY_CHAIN,
            gases={"CO2e": chain},
            id=f"{factor.id}.upstream",
            notes=(),
        )
        if entry.pact is not None:
            factors = [_less(stated, factor, chain)]
        factors.append(upstream)
    return factors


def _less(stated: StatedSupply, whole: AppliedFactor, chain: Numeric) -> AppliedFactor:
    """Return the direct part of a supplier's footprint of energy, which is cradle to gate."""
    if stated.flow.kind == "fuel":
        words = "a supplier's footprint of a fuel is its supply chain; leave out upstream"
        stated.problem(words, "upstream", key=True, code="invalid-supply")
        return whole
    direct = whole.gases["CO2e"] - chain
    if unanimous(direct < 0):
        words = f"upstream is more than the footprint in {stated.entry.pact}, whose part it is"
        stated.problem(words, "upstream", code="out-of-range")
    return replace(whole, gases={"CO2e": direct})


def scope_notes(stated: StatedSupply) -> tuple[Note, ...]:
    """Return what a reader must know of the scopes of energy with a factor of its own."""
    flow, entry, plant = stated.flow, stated.entry, stated.system.plant
    if flow.kind not in ENERGY_KINDS or entry.upstream is not None:
        return ()
    place = plant.place(*stated.path)
    if entry.pact is None:
        words = f"the stated factor is all in scope {DIRECT_SCOPE[flow.kind]}, and nothing else"
        words += (
            " counts its supply chain: state upstream beside it, of zero if the factor holds it"
        )
        return (Note("data gap", "no-upstream-factor", flow.name, words, place),)
    if flow.kind == "fuel":
        return ()
    words = "the supplier's footprint is cradle to gate and all in scope 2, with its supply chain;"
    words += " upstream beside it would move that part to scope 3"
    return (Note("scope", "supply-chain-inside", flow.name, words, place),)


def _factor(stated: StatedSupply) -> AppliedFactor:
    flow, entry, plant = stated.flow, stated.entry, stated.system.plant
    factor = AppliedFactor(
        kind=KINDS.get(flow.kind, "purchase"),
        flow=flow.name,
        share=1.0,
        scope=DIRECT_SCOPE.get(flow.kind, "3"),
        category="" if flow.kind in ENERGY_KINDS else category_of(flow),
        gases={"CO2e": 0.0},
        gwp=plant.data.gwp,
        id=f"supply.{flow.name}",
        origin="given",
        row=plant.place(*stated.path),
        source=entry.source,
        evidence=STATED,
    )
    if entry.pact is None:
        assert entry.factor is not None
        return replace(factor, gases={"CO2e": _per_unit(stated, entry.factor, "factor")})
    try:
        found = pact.read_beside(Path(plant.document.file).parent, entry.pact)
    except pact.PactError as error:
        stated.problem(str(error), "pact", code="invalid-supplier-footprint")
        return factor
    if found.per.dimension != flow.unit.dimension:
        words = f"{entry.pact} is per {found.per.text}; {flow.name} is measured in"
        stated.problem(f"{words} {flow.unit.text}", "pact", code="wrong-dimension")
    if flow.kind == "fuel":  # burning it is the buyer's: the footprint ends at the supplier's gate
        factor = replace(factor, kind="purchase", scope="3", category=SUPPLY_CHAIN)
    return replace(
        factor,
        gases={"CO2e": found.kgco2e_per_base},
        gwp=found.gwp,
        source=found.source,
        notes=found.notes(flow.name, plant.data.period.year, plant.place(*stated.path, "pact")),
        supplier=found,
    )


def _circular(
    stated: StatedSupply, recycled: AppliedFactor, entry: CircularEntry
) -> list[AppliedFactor]:
    if stated.flow.kind != "material":
        words = f"the circular footprint formula is for material; {stated.flow.name} is"
        stated.problem(
            f"{words} {stated.flow.kind}", "circular", key=True, code="invalid-circular-formula"
        )
    return circular.factors(
        recycled,
        content=stated.value(entry.recycled_content, "circular", "recycled_content"),
        user=stated.value(entry.user_share, "circular", "user_share"),
        quality=stated.value(entry.quality_ratio, "circular", "quality_ratio"),
        virgin=_per_unit(stated, entry.virgin, "circular", "virgin"),
        source=entry.source,
    )


def _per_unit(stated: StatedSupply, amount: Amount, *inside: str) -> Numeric:
    """Return a factor [kgCO2e per base unit of the flow]."""
    per = stated.flow.unit.text.replace("*", "/")  # per t*km is /t/km
    required = unit(f"kgCO2e/{per}") if per else unit("kgCO2e")
    if amount.unit.dimension != required.dimension:
        words = f"'{amount}' is {amount.unit.kind}; a factor in {required.text} is wanted"
        stated.problem(words, *inside, code="wrong-dimension")
    return stated.value(amount, *inside)


def transport_factors(stated: StatedSupply) -> list[AppliedFactor]:
    """Return the factors of the transport to the gate, per base unit of the flow."""
    flow, transport = stated.flow, stated.entry.transport or {}
    if transport and flow.unit.dimension != MASS:
        words = f"transport is for flows measured by mass; {flow.name} is in {flow.unit.text}"
        stated.problem(words, "transport", code="invalid-supply")
        return []
    flows = stated.system.factors.flows
    factors: list[AppliedFactor] = []
    for mode, distance in transport.items():
        inside = ("transport", mode)
        if mode not in flows or flows[mode].kind != "transport":
            modes = [row.flow for row in flows.values() if row.kind == "transport"]
            hint = did_you_mean(mode, modes) or f"; known are {', '.join(modes)}"
            stated.problem(
                f"'{mode}' is no mode of transport{hint}", *inside, key=True, code="unknown-supply"
            )
            continue
        carrier = stated.system.flow_of(mode)
        found = table_factors(stated.system, carrier, None, stated.value(distance, *inside))
        if found is None:
            if words := no_factor(stated.system, carrier, flow.name):
                stated.problem(words, *inside, code="missing-factor")
            continue
        factors += [
            replace(factor, kind="transport", flow=flow.name, scope="3", category=TRANSPORT,
                    carbon_pair="")
            for factor in found[0]
        ]  # fmt: skip
    return factors
