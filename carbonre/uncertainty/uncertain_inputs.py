"""What is uncertain in a plant.

A variable is one row of a table of defaults, one factor row, or one number of the plant file: what
one row states is drawn once, however many steps use it. So is a published total that the tables of
several processes quote, such as the yield of a chain of steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.paths import PathError, dotted, exact_path, holds_scalar, split_path, value_at
from carbonre.core.units import Amount, QuantityError, Unit, quantity, unit
from carbonre.factors.rows import Factor
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.study import Study
from carbonre.plant.distribution import DistributionEntry
from carbonre.plant.format import BASELINE, Plant
from carbonre.processes import process_named, process_names
from carbonre.uncertainty.constant_factors import ConstantFactor, constant_factors
from carbonre.uncertainty.distributions import Distribution, UncertainInput
from carbonre.unit_process.defaults import Default, default_for

What = Literal["parameters", "factors", "both"]
WHAT = ("parameters", "factors", "both")
FACTORS = "factors"  # in a path of `uncertainty`: the id of a factor row follows


@dataclass(frozen=True)
class Uncertain:
    """Everything that is drawn of a plant, and what could not be.

    Attributes
    ----------
    without_distribution : tuple of str
        Factor rows that the plant uses and that have no distribution: they stay as they are.
    unused : tuple of str
        Factor rows whose distribution the plant states, and that it does not use.
    constant : tuple of ConstantFactor
        Every factor that stays as it is, also one that the plant states; the largest first.
    """

    variables: tuple[UncertainInput, ...]
    without_distribution: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    constant: tuple[ConstantFactor, ...] = ()


class _OutsideError(QuantityError):
    """A distribution does not hold the value; in another scenario it may."""


def uncertain(
    study: Study, problems: Problems, what: What = "both", gsd: float | None = None
) -> Uncertain:
    """Return what is uncertain in a plant.

    Parameters
    ----------
    what : str
        ``parameters`` (defaults between low and high, and what the plant states under
        `uncertainty`), ``factors`` (by their geometric standard deviation, or between low and
        high), or ``both``.
    gsd : float, optional
        For factor rows that have no distribution of their own.
    """
    point, numbers = study.recorded_values(problems)
    if point is None:
        return Uncertain(())
    rows = {factor.id: factor for factor in study.factors.rows}
    stated = _stated(study, numbers, rows, problems)
    ids = sorted({factor.id for one in point.purchases.found.values() for factor in one.factors})
    used = [rows[name] for name in ids if name in rows and rows[name].value]
    apart = [factor for factor in used if (FACTORS, factor.id) not in stated]
    distributions = {factor.id: _of_factor(factor, gsd) for factor in apart}
    found: list[UncertainInput] = []
    if what != "factors":
        found += _parameters(point, stated)
    if what != "parameters":
        found += [v for path, v in stated.items() if path[0] == FACTORS and v and path[1] in ids]
        found += [
            UncertainInput(factor.id, "factors", factor.id, distribution, _stream(factor))
            for factor in apart
            if (distribution := distributions[factor.id]) is not None
        ]
    without = tuple(row for row, known in distributions.items() if known is None)
    unused = tuple(str(key) for part, key, *_ in stated if part == FACTORS and key not in ids)
    if what == "parameters":
        return Uncertain(tuple(found), (), unused)
    settled = {factor.id for factor in apart} - set(without)
    settled |= {_factor_of(path) for path in stated}
    return Uncertain(tuple(found), without, unused, constant_factors(point, settled))


def _factor_of(path: KeyPath) -> str:
    """Return the id in the ledger of the factor that a path under `uncertainty` is about."""
    return str(path[1]) if path[0] == FACTORS else dotted(path[:2])


def _stream(factor: Factor) -> str:
    """Name a row by its id; one that has none by what it is, wherever its file lies."""
    if factor.id != f"{factor.file}:{factor.line}":
        return factor.id
    return ";".join(map(str, factor.key))


def _parameters(
    point: OperatingPoint, stated: Mapping[KeyPath, UncertainInput | None]
) -> Iterator[UncertainInput]:
    for path, variable in stated.items():
        if path[0] != FACTORS and variable is not None:
            yield variable
    for row, places, name in _default_rows(point, stated):
        distribution = _of_default(row)
        if distribution is not None:
            when = ";".join(f"{key}={value}" for key, value in sorted(row.when.items()))
            stream = f"{row.process}.{row.parameter}[{when}]"
            first, *also = places
            yield UncertainInput(name, "defaults", first, distribution, stream, tuple(also))


def _default_rows(
    point: OperatingPoint, stated: Mapping[KeyPath, UncertainInput | None]
) -> Iterator[tuple[Default, tuple[Place, ...], str]]:
    """Yield the figures of defaults in use, the places of the rows that state each, and a name."""
    users: dict[Hashable, list[tuple[Default, str]]] = {}
    for step in point.system.steps:
        for row in step.defaults:
            if ("steps", step.name, row.parameter) not in stated:
                users.setdefault(_figure(row), []).append((row, step.name))
    alike = Counter((found[0][0].process, found[0][0].parameter) for found in users.values())
    for found in users.values():
        row, step_name = found[0]
        processes = dict.fromkeys(one.process for one, _ in found)
        name = f"{', '.join(processes)}: {row.parameter}"
        if len(found) == 1:
            name = f"{dotted(('steps', step_name))}.{row.parameter}"
        if alike[row.process, row.parameter] > 1 and row.when:
            name += f" ({', '.join(row.when.values())})"
        yield row, tuple(dict.fromkeys(one.place for one, _ in found)), name


def _figure(row: Default) -> Hashable:
    """Return what is drawn once: a row, or the total that several tables quote."""
    if row.parameter not in process_named(row.process).totals:
        return row.place
    return (row.parameter, row.value, row.low, row.high, row.source, row.locator)


def _of_default(row: Default) -> Distribution | None:
    low, value, high = row.low, row.value, row.high
    if row.specified:  # the plant knows what it chose; only `uncertainty` may draw it
        return None
    if low is None or value is None or high is None or not low <= value <= high or low == high:
        return None
    return Distribution("triangular", value, low, high)


def _of_factor(factor: Factor, gsd: float | None) -> Distribution | None:
    if factor.gsd is not None and factor.gsd > 1:
        return Distribution("lognormal", 1.0, factor.gsd)
    if factor.low is not None and factor.high is not None and factor.value > 0:
        low, high = factor.low / factor.value, factor.high / factor.value
        if low <= 1 <= high and low < high:
            return Distribution("triangular", 1.0, low, high)
    return None if gsd is None else Distribution("lognormal", 1.0, gsd)


# --- what the plant file states ---------------------------------------------------------------


def _stated(
    study: Study, numbers: Mapping[KeyPath, float], rows: Mapping[str, Factor], problems: Problems
) -> dict[KeyPath, UncertainInput | None]:
    """Read the `uncertainty` of a plant; None stands for what is fixed."""
    plant = study.variant
    found: dict[KeyPath, UncertainInput | None] = {}
    for text, entry in plant.data.uncertainty.items():
        where: KeyPath = ("uncertainty", text)
        if any(path[:2] == where for path in plant.invalid):
            continue  # reported where the file was read
        try:
            path = _path(plant, text, rows)
            if words := _never_drawn(path, plant):
                raise PathError(f"'{text}' is not drawn: {words}")
            if path[0] != FACTORS and path not in numbers:
                if _elsewhere(study, path):
                    continue
                known = [*map(dotted, numbers), *(f"{FACTORS}.{name}" for name in rows)]
                hint = did_you_mean(text, known) or "; name a number of the file or of a step"
                raise PathError(f"'{text}' matches no number of the plant{hint}")
            distribution = _distribution(path, entry, numbers.get(path, 1.0), plant)
        except (QuantityError, PathError) as error:
            own = isinstance(error, _OutsideError) and study.scenario_name != BASELINE
            words = f"in '{study.scenario_name}', {error}" if own else str(error)
            problems.add(words, plant.place(*where), dotted(where), code="invalid-distribution")
            continue
        name = dotted(path)
        if distribution is None:
            found[path] = None
        elif path[0] == FACTORS:
            id_ = str(path[1])
            found[path] = UncertainInput(name, "factors", id_, distribution, _stream(rows[id_]))
        else:
            found[path] = UncertainInput(name, "plant", path, distribution, name)
    return found


def _path(plant: Plant, text: str, rows: Mapping[str, Factor]) -> KeyPath:
    """Read a path; the id of a factor row has dots, and is one name all the same."""
    head, _, name = text.partition(".")
    if head == FACTORS and name.strip('"') in rows:
        return (FACTORS, name.strip('"'))
    path = exact_path(plant.document.data, split_path(text))
    if path[0] == FACTORS:
        hint = did_you_mean(name, rows) or "; see `carbonre factors list`"
        raise PathError(f"there is no factor row '{name}'{hint}")
    return path


def _never_drawn(path: KeyPath, plant: Plant) -> str:
    """Say why a number of the plant cannot be drawn; nothing where it can."""
    if path[0] in ("carbonre", "period"):
        return "it decides which rows are taken; compare scenarios"
    if "allocation" in (path[0], *path[2:3]):
        return "the shares of an allocation add up to 100 %; compare allocations, or scenarios"
    if path[0] == "supply" and len(path) > 2 and path[1] in plant.data.supply:
        mix = plant.data.supply[str(path[1])].from_
        if path[-1] in mix and path[2:-1] in ((), ("from",)):
            return "the shares of a mix add up to 100 %; compare scenarios"
    if "measured" in path[2:3]:
        return "a meter reading calibrates the baseline; state the spread of the parameter"
    return ""


def _elsewhere(study: Study, path: KeyPath) -> bool:
    """Whether the number is one that the baseline or another scenario has."""
    plant = study.plant
    if holds_scalar(plant.document.data, path):
        return True
    settings = (item for entry in plant.data.scenarios.values() for item in entry.set.items())
    for text, value in settings:
        try:
            outer = split_path(text)
        except PathError:  # reported where the scenario is read
            continue
        inner = tuple(map(str, path[len(outer) :]))
        if outer == tuple(map(str, path[: len(outer)])) and holds_scalar(value, inner):
            return True
    return False


def _distribution(path: KeyPath, entry: Any, value: float, plant: Plant) -> Distribution | None:
    """Return the distribution of a value [base unit]; None for ``fixed`` and for no width."""
    if entry == "fixed":
        return None
    if entry == "band":
        return _band(path, value, plant)
    assert isinstance(entry, DistributionEntry)
    if entry.lognormal is not None:
        if value <= 0:
            raise QuantityError("a lognormal distribution needs a value above zero")
        return Distribution("lognormal", value, entry.lognormal) if entry.lognormal > 1 else None
    wanted = _unit_at(path, plant)
    if entry.normal is not None:
        deviation = _base(entry.normal, wanted)
        return Distribution("normal", value, deviation) if deviation else None
    form, ends = "triangular", entry.triangular
    if ends is None:
        form, ends = "uniform", entry.uniform
    assert ends is not None
    low, high = (_base(end, wanted) for end in ends)
    if not low <= value <= high:
        per = wanted.factor
        words = f"what is written, {value / per:g} {wanted.text}, does not lie between the ends"
        raise _OutsideError(words.replace(" ,", ","))
    return Distribution(form, value, low, high) if low < high else None


def _base(end: Amount | float, wanted: Unit) -> float:
    """Return an end in base units; a bare number is one of a bare ratio."""
    if not isinstance(end, Amount):
        end = quantity(f"{end:g}") if wanted.text else Amount(end, wanted)
    if end.unit.dimension != wanted.dimension:
        raise QuantityError(f"'{end}' is {end.unit.kind}; {wanted.kind} is wanted")
    return end.base


def _band(path: KeyPath, value: float, plant: Plant) -> Distribution | None:
    """Return the plausible range of a parameter as its distribution."""
    if len(path) == 3 and path[0] == "steps":
        entry = plant.data.steps[str(path[1])]
        known = entry.process in process_names()  # and no inventory, which has no table
        context = process_named(entry.process).choices(entry.parameters) if known else {}
        row = default_for(entry.process, str(path[2]), context) if known else None
        if row is not None and row.low is not None and row.high is not None:
            if row.low <= value <= row.high:
                wide = row.low < row.high
                return Distribution("triangular", value, row.low, row.high) if wide else None
            words = f"lies outside the plausible range {row.show(row.low)} to {row.show(row.high)}"
            raise _OutsideError(f"what is written {words}; state its ends")
    raise QuantityError(f"the tables have no plausible range for '{dotted(path)}'; state its ends")


def _unit_at(path: KeyPath, plant: Plant) -> Unit:
    """Return the unit of a number of the plant: as written, or of the parameter."""
    here = value_at(plant.document.data, path)
    if isinstance(here, str) and here != "all":
        return quantity(here).unit
    if path[0] == "steps" and len(path) > 2:
        process = plant.data.steps[str(path[1])].process
        if process in process_names() and path[2] in process_named(process).parameters:
            parameter = process_named(process).parameters[str(path[2])]
            fields = {field.name: field for field in parameter.fields}
            text = fields[str(path[-1])].unit if str(path[-1]) in fields else parameter.unit
            return unit(text if text != "1" else "")
    return unit("")
