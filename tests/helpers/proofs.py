"""The proofs that run over every process model: dimensions, elements, signs, rows.

How a model is called is in models.py.
"""

from __future__ import annotations

import contextlib
import csv
import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from carbonre.core import tables
from carbonre.core.species import FormulaError, elements
from carbonre.core.units import registry, to_pint
from carbonre.unit_process.defaults import Default
from carbonre.unit_process.model import Exchange, Feed, Indicator, ModelError, Parameter, Process
from helpers.models import Result, measure, with_numbers


@functools.cache
def flow_rows() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of flows.csv by flow."""
    with (tables.data_folder() / "flows.csv").open(encoding="utf-8", newline="") as stream:
        return {row["flow"]: row for row in csv.DictReader(stream)}


def unit_of(line: Exchange) -> str:
    """Return the unit of an exchange: that of its flow, kg for a flow of the plant's own."""
    row = None if line.kind == "emits" else flow_rows().get(line.flow)
    return row["unit"] if row else "kg"


def composition(line: Exchange, feeds: Mapping[str, Feed]) -> Mapping[str, Any]:
    """Return the elements per unit of a flow: its own, its feed's or those of its formula."""
    if line.elements is not None:
        return line.elements
    if line.kind == "uses" and line.flow in feeds:
        return feeds[line.flow].elements
    row = flow_rows().get(line.flow)
    if row and (row["unit"] != "kg" or not row["formula"]):
        return {}
    formula = row["formula"] if row else line.flow.partition("_")[0]  # such as CO2_biogenic
    try:
        return elements(formula)
    except FormulaError:
        known = bool(row) or line.kind == "emits"
        assert known, f"'{line.flow}' has no composition: give the exchange its elements"
        return {}


def dimension_proof(process: Process, values: Mapping[str, Any]) -> None:
    """Prove that every amount has its flow's unit, and that bare numbers give the same.

    A run has any convenient size: all amounts may share one more dimension, such as per kg.
    """
    physical = with_numbers(
        process, values, lambda p, v, _: to_pint(v / measure(p).factor, measure(p).text)
    )
    bare = process.exchanges(values)
    full = process.exchanges(physical, quantities=True)
    assert len(bare) == len(full)
    sizes = []
    for line, twin in zip(bare, full, strict=True):
        if isinstance(line, Indicator) or isinstance(twin, Indicator):
            assert isinstance(line, Indicator) and isinstance(twin, Indicator)
            _same(line.value, _base(twin.value), f"{process.name} tells {line.name}")
            continue
        name = f"{process.name} {line.kind} {line.flow}"
        assert (line.kind, line.flow) == (twin.kind, twin.flow)
        _same(line.amount, _base(twin.amount), name)
        size = _base(twin.amount) / _base(to_pint(1.0, unit_of(line)))
        sizes.append((name, size.dimensionality))
        for element, share in (twin.elements or {}).items():
            if unit_of(line) == "kg":
                assert _base(share).dimensionless, f"{name}: {element} is no share"
            _same((line.elements or {})[element], _base(share), f"{name}: {element}")
    for name, size in sizes:
        assert size == sizes[0][1], f"{name}: {size}, but {sizes[0][0]}: {sizes[0][1]}"
    for line, twin in zip(bare, full, strict=True):
        if isinstance(line, Indicator) and isinstance(twin, Indicator):
            excess = _base(twin.value) / _base(to_pint(1.0, "" if line.unit == "1" else line.unit))
            fits = excess.dimensionless or excess.dimensionality == sizes[0][1]
            assert fits, f"{process.name} tells {line.name}: {excess.dimensionality} too much"


def _base(value: Any) -> Any:
    return registry().Quantity(value).to_base_units()


def _same(bare: Any, full: Any, name: str) -> None:
    assert full.magnitude == pytest.approx(bare, rel=1e-9, abs=1e-15), name


def element_proof(process: Process, values: Mapping[str, Any], result: Result) -> None:
    """Prove that every element the model closes goes out as it came in, to 1e-6."""
    feeds = {feed.flow: feed for feed in values.values() if isinstance(feed, Feed)}
    inflow: dict[str, float] = {}
    outflow: dict[str, float] = {}
    for line in result:
        if isinstance(line, Exchange):
            side = inflow if line.kind == "uses" else outflow
            for element, share in composition(line, feeds).items():
                side[element] = side.get(element, 0.0) + float(line.amount * share)
    for element in sorted((inflow.keys() | outflow.keys()) & process.balanced):
        come, go = inflow.get(element, 0.0), outflow.get(element, 0.0)
        words = f"{process.name}: {come:.9g} kg {element} in, {go:.9g} kg out"
        assert go == pytest.approx(come, rel=1e-6, abs=1e-12), words


def sign_proof(process: Process, result: Result) -> None:
    """Prove that no amount and no share of an element is negative, or not a number."""
    for line in result:
        if isinstance(line, Exchange):
            name = f"{process.name} {line.kind} {line.flow}"
            assert line.amount >= -1e-12, f"{name}: {line.amount}"
            for element, share in (line.elements or {}).items():
                assert share >= -1e-12, f"{name}: {element} {share}"


NEAR = (1.0, 0.9995, 0.999)  # rows that every example stands: all its numbers, so many times
DRAWN = 16  # rows of numbers that know nothing of each other
SEED = 1794  # gadolinite's year


def row_proof(process: Process, values: Mapping[str, Any]) -> None:
    """Prove that a run over rows is the runs of the rows, one by one.

    Each number is drawn inside the band of its row in the table of defaults, or near its value if
    it has none; rows that the model refuses are left out.
    """
    drawn = with_numbers(process, values, functools.partial(_draw, np.random.default_rng(SEED)))
    alone = {}
    for index in range(len(NEAR) + DRAWN):
        with contextlib.suppress(ModelError):
            alone[index] = process.exchanges(_rows(process, drawn, index))
    assert set(range(len(NEAR))) <= alone.keys(), f"{process.name} refuses rows near its example"
    together = process.exchanges(_rows(process, drawn, np.array(list(alone))))
    # Figures for single numbers only, such as stages counted one by one, may be left out.
    told = {line.name for line in together if isinstance(line, Indicator)}
    singles = [
        [line for line in lines if not isinstance(line, Indicator) or line.name in told]
        for lines in alone.values()
    ]
    names = [_named(line) for line in together]
    assert all([_named(line) for line in lines] == names for lines in singles), process.name
    for name, line, *lines in zip(names, together, *singles, strict=True):
        for part in _parts(line):
            many = np.broadcast_to(_part(line, part), len(alone))
            each = np.array([_part(one, part) for one in lines])
            fits = np.abs(many - each) <= 1e-12 * np.abs(each) + 1e-13
            assert fits.all(), f"{process.name}: {name} {part}: {many[~fits]} for {each[~fits]}"


def _draw(rng: np.random.Generator, _: Parameter, value: Any, row: Default | None) -> Any:
    if row is None or row.low is None or row.high is None:
        inside = value * rng.uniform(min(NEAR), max(NEAR), DRAWN)
    else:
        inside = rng.uniform(row.low, row.high, DRAWN)
    return np.concatenate([np.multiply(NEAR, value), inside])


def _rows(process: Process, drawn: Mapping[str, Any], index: Any) -> dict[str, Any]:
    """Return the arguments of one row, as bare numbers, or of some."""
    return with_numbers(process, drawn, lambda _, value, __: value[index].tolist()
                        if isinstance(index, int) else value[index])  # fmt: skip


def _named(line: Exchange | Indicator) -> tuple[str, str]:
    return ("tells", line.name) if isinstance(line, Indicator) else (line.kind, line.flow)


def _parts(line: Exchange | Indicator) -> list[tuple[str, str]]:
    if isinstance(line, Indicator):
        return [("value", "")]
    shares = [("elements", name) for name in line.elements or {}]
    return [("amount", ""), *shares, *(("rare_earths", name) for name in line.rare_earths or {})]


def _part(line: Exchange | Indicator, part: tuple[str, str]) -> Any:
    value = getattr(line, part[0])
    return value[part[1]] if part[1] else value
