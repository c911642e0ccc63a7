"""What can move a figure and is easily overlooked: unused rows, factors far off, loops, steam."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from carbonre.core.arrays import first
from carbonre.core.errors import Place
from carbonre.core.notes import Note, warning
from carbonre.factors.checks import disagreement
from carbonre.factors.editions import own_rows
from carbonre.factors.lookup import Factors
from carbonre.factors.rows import ENERGY_KINDS, LOCAL_ENERGY_KINDS, Factor
from carbonre.footprint.ledger import LedgerRow
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.purchases import Purchases
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System
from carbonre.unit_process.defaults import default_for

FAR = 100  # times the factor of the tables: a wrong unit (g for kg is 1000) and no supplier
FAR_BELOW_GRID = 500  # times below a grid: no power is so clean, but kg/MWh for t/MWh is
ELECTRODIALYSIS = "bipolar_electrodialysis"
SEPARATION, HEATED = "solvent_extraction", ("dissolution", "precipitation")  # by its steam
LISTED = 6  # rows or flows in one sentence
KINDS_OF_PARTS = ("purchase", "combustion", "treatment")  # a transport's row is of another flow


def attention(
    system: System, material: MaterialBalance, purchases: Purchases, rows: Sequence[LedgerRow]
) -> Iterator[Note]:
    """Yield every warning of this module."""
    yield from unused_rows(system, material, rows)
    yield from far_from_table(system, purchases, rows)
    yield from gases_against_value(system, rows)
    yield from closed_loops(system, material)
    yield from steam_of_tanks(system)
    yield from weak_acid(system)


# --- rows of the user's own tables ----------------------------------------------------------------


def unused_rows(
    system: System, material: MaterialBalance, rows: Sequence[LedgerRow]
) -> Iterator[Note]:
    """Yield the rows of the user's tables that are not used, with why; those of a flow together.

    A copy of a bundled row, which has its id, need not be used.
    """
    used = {row.factor_id for row in rows}
    by_flow: dict[str, list[Factor]] = {}
    for row in system.factors.own:
        bundled = {one.cells.get("id") for one in system.factors.raw.get(row.flow, ())}
        if row.id not in used | bundled and row.status in ("active", "draft"):
            by_flow.setdefault(row.flow, []).append(row)
    idle = []
    for flow, found in by_flow.items():
        balanced = material.flows.get(flow)
        if balanced is None or not (first(balanced.bought) or first(balanced.untreated)):
            idle.append(flow)
            continue
        names = [f"{row.file}:{row.line}, {row.place} {row.year} ({_why(row, system)})"
                 for row in found]  # fmt: skip
        words = f"rows of your own tables that are not used: {_listed(names)}"
        yield warning("unused-row", flow, words, Place(found[0].file, found[0].line))
    if idle:
        words = f"rows of your own tables for flows that are not bought: {_listed(idle)}"
        yield warning("idle-rows", "factors", words)


def _why(row: Factor, system: System) -> str:
    """Say what of a row is not what the plant asks for."""
    data, flow = system.plant.data, system.flow_of(row.flow)
    entry = data.supply.get(row.flow)
    parts = ("direct", "upstream") if flow.kind in ENERGY_KINDS else ("total",)
    if row.flow in data.exclude:
        return "the flow is excluded"
    if entry is not None and (entry.factor is not None or entry.pact is not None):
        return "the plant file states a factor"
    if row.part not in parts:
        return f"part '{row.part}'"
    asked = set(entry.from_) if entry is not None else set()
    if (asked and row.supply not in asked) or (not asked and row.supply and not row.default):
        return f"another supply, '{row.supply}'" if row.supply else "another supply is asked for"
    if row.place not in (data.location, data.location.partition("-")[0], "GLO"):
        return "another place"
    if row.year != data.period.year:
        return "another year"
    return "a nearer row is used" if row.place != data.location else "another row is used"


def gases_against_value(system: System, rows: Sequence[LedgerRow]) -> Iterator[Note]:
    """Yield the used rows of the user's tables whose gases do not make their value."""
    for row in own_rows({row.factor_id for row in rows}, system.factors):
        words = disagreement(row, system.factors)
        if words:
            words += "; the gases are used"
            yield warning("gases-against-value", row.flow, words, Place(row.file, row.line))


# --- stated factors -------------------------------------------------------------------------------


def far_from_table(
    system: System, purchases: Purchases, rows: Sequence[LedgerRow]
) -> Iterator[Note]:
    """Yield the factors of the user that are a hundred times those of the tables, or a hundredth.

    A stated zero is no wrong unit.
    """
    counted = {row.factor_id for row in rows if row.counts}
    given = [
        part
        for purchase in purchases.found.values()
        for part in purchase.factors
        if part.origin == "given" and part.kind in KINDS_OF_PARTS and part.id in counted
    ]
    shipped = dataclasses.replace(system.factors, own=(), _built={}) if given else system.factors
    for part in given:
        yield from _far(part, system, shipped)


def _far(part: AppliedFactor, system: System, shipped: Factors) -> Iterator[Note]:
    flow, data = system.flow_of(part.flow), system.plant.data
    stated = _sum(part.gases, system)
    name = "total"
    if flow.kind in ENERGY_KINDS:
        name = "upstream" if part.category == "3" else "direct"
    match = shipped.look_up(part.flow, name, data.location, data.period.year)
    table = _sum(_gases(match.factor), system) if match is not None else None
    if match is None or not stated or not table or 1 / FAR < stated / table < FAR:
        return
    of_supplies = [_sum(_gases(row), system) for row in shipped.of(part.flow)
                   if row.part == name and row.status in ("active", "draft")]  # fmt: skip
    known = [value for value in of_supplies if value]
    if known and min(known) / 2 <= stated <= max(known) * 2:
        return  # another supply of the tables has a factor like this one
    times = stated / table
    if 1 / FAR_BELOW_GRID < times < 1 and flow.kind in LOCAL_ENERGY_KINDS:
        return  # water and wind are a hundredth of a grid
    size = f"{_round(times)} times" if times > 1 else f"{_round(1 / times)} times below"
    per = flow.unit.text.replace("*", "/")
    words = (
        f"{_plain(stated * flow.unit.factor)} kgCO2e/{per} is {size} the factor of the tables,"
        f" {_plain(table * flow.unit.factor)} kgCO2e/{per} ({match.factor.id}); is its unit right?"
    )
    yield warning("far-from-table", part.id, words, part.row)


def _round(times: float) -> str:
    return f"{float(f'{times:.3g}'):,g}"


def _plain(value: float) -> str:
    return f"{float(f'{value:.4g}'):,.12g}"


def _gases(row: Factor) -> dict[str, float]:
    return dict(row.gases) if row.gases else {"CO2e": row.co2e or 0.0}


def _sum(gases: object, system: System) -> float | None:
    """Return the sum of gases under the set of the run [kgCO2e]; None if one has no potential."""
    total = 0.0
    for gas, amount in dict(gases).items():  # type: ignore[call-overload]
        row = system.factors.characterise(gas, system.plant.data.gwp)
        if gas != "CO2e" and row is None:
            return None
        total += first(amount) * (1.0 if row is None else row.value)
    return total


# --- loops that a name closes ---------------------------------------------------------------------


def closed_loops(system: System, material: MaterialBalance) -> Iterator[Note]:
    """Yield the wastes that other steps use by name, and that so replace a purchase.

    Models give their water back as water, which is meant.
    """
    for flow, balanced in material.flows.items():
        wasted = first(balanced.wasted)
        if not wasted or flow not in system.factors.flows:
            continue  # a flow that only the plant knows is not bought otherwise
        makers = [step.name for step in system.steps if flow in step.unit_amounts("wastes")]
        users = [
            step.name
            for step in system.steps
            if flow in step.unit_amounts("uses") and step.scaling_rule.by not in ("takes", "treats")
            and step.name not in makers
        ]  # fmt: skip
        used = min(first(balanced.used), wasted)
        if users and used > 0 and system.flow_of(flow).kind not in ("waste", "water"):
            measure = system.flow_of(flow).unit
            words = (
                f"the waste of {', '.join(makers)} has the name of what {', '.join(users)} uses,"
                f" and replaces {used / measure.factor:.4g} {measure.text} that would be bought;"
                " give the waste another name if it is not the same"
            )
            place = system.plant.place("steps", makers[0], key=True)
            yield warning("closed-loop", flow, words, place)


# --- steam that one step counts for others --------------------------------------------------------


def steam_of_tanks(system: System) -> Iterator[Note]:
    """Yield the steps whose steam is counted nowhere, and those where it is counted twice.

    The steam of the tanks of a hydrometallurgy is one number, stated in `solvent_extraction`.
    """
    separations = [step for step in system.steps if step.process == SEPARATION]
    draft = any(row.parameter == "steam" for step in separations for row in step.defaults)
    for step in system.steps:
        row = default_for(step.process, "steam", {}) if step.process in HEATED else None
        if row is None:
            continue
        stated = "steam" in system.plant.data.steps[step.name].parameters
        if not stated and not separations:
            words = f"its steam is counted nowhere, for no step is a {SEPARATION}; {row.note}"
            place = system.plant.place("steps", step.name, key=True)
            yield warning("uncounted-steam", f"steps.{step.name}", words, place)
        elif draft and first(step.unit_amounts("uses").get("steam", 0.0)):
            words = f"the default steam of '{separations[0].name}' holds it already: state its own"
            place = system.plant.place("steps", step.name, "steam")
            yield warning("steam-counted-twice", f"steps.{step.name}.steam", words, place)


# --- acid that is too weak for its use ------------------------------------------------------------


def weak_acid(system: System) -> Iterator[Note]:
    """Yield the separations whose acid an electrodialysis of the plant makes: it does not strip."""
    acid = "hydrochloric acid"
    for step in system.steps:
        users = [one.name for one in system.steps
                 if one.process == SEPARATION and acid in one.unit_amounts("uses")]  # fmt: skip
        if step.process == ELECTRODIALYSIS and acid in step.unit_amounts("makes") and users:
            words = (
                f"its acid of 1 to 2 mol/L saponifies and leaches; to strip in {', '.join(users)}"
                " it must be boiled up, which is not counted; state under supply its bought share"
            )
            place = system.plant.place("steps", step.name, key=True)
            yield warning("weak-acid", f"steps.{step.name}", words, place)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
