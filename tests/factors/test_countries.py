"""Every process model has its purchases, at its defaults, in nine countries."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

import carbonre as cr
from carbonre.footprint.result import Footprint
from carbonre.processes import process_named, process_names
from carbonre.unit_process.model import Exchange, ModelError
from helpers.models import combinations, is_refused, run_model
from helpers.paths import ROOT
from helpers.plants import attempt, calculate, factors

COUNTRIES = ("CN", "US", "MY", "AU", "DE", "FR", "EE", "GB", "JP")
# What a plant makes or mines itself: no table can know it, so the plant must say.
OF_THE_PLANT = {
    "NdFeB alloy", "NdFeB coarse powder", "NdFeB powder", "ground ore", "hydrogen storage alloy",
    "machined NdFeB magnet", "mixed rare earth carbonate", "ore in the ground",
    "rare earth concentrate", "rare earth fluoride", "rare earth ore", "sintered NdFeB block",
    "stored hydrogen",
}  # fmt: skip
CHINESE = (
    "baotou_smelter",
    "ndfeb_magnet",
    "magnet_recycling",
    "hydrogen_alloy",
    "ionic_clay",
    "nimh_recycling",
    "smco_and_bonded_magnet",
)


@functools.cache
def bought_by_the_models() -> Mapping[str, Mapping[str, float]]:
    """What each model uses per run, of all its choices together [base units]."""
    found: dict[str, dict[str, float]] = {}
    for name in process_names():
        process = process_named(name)
        for choices in combinations(process):
            if is_refused(name, choices):
                continue
            try:
                result = run_model(name, **choices)
            except (AssertionError, ModelError):  # the EXAMPLE states another choice
                continue
            for line in result:
                if isinstance(line, Exchange) and line.kind == "uses" and line.amount > 0:
                    found.setdefault(name, {})[line.flow] = float(line.amount)
    return found


def plant_of(place: str, uses: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """A plant that buys what the models use: a step for each, none feeds another."""
    flows = factors().flows
    return {
        "carbonre": 1, "plant": "every model", "location": place, "period": 2024,
        "production": {f"made by {name}": "1 kg" for name in uses},
        "steps": {
            name: {
                "process": "inventory",
                "makes": {f"made by {name}": "1 kg"},
                "uses": {flow: f"1 {flows[flow].unit}" for flow in bought},
            }
            for name, bought in uses.items()
        },
    }  # fmt: skip


def of_the_tables(uses: Mapping[str, float]) -> list[str]:
    """The flows that a supplier sells: not a model's own feed, not what only the plant knows."""
    return [flow for flow in uses if flow in factors().flows and flow not in OF_THE_PLANT]


@pytest.mark.parametrize("place", COUNTRIES)
def test_every_model_runs_at_its_defaults(place: str) -> None:
    uses = {
        name: dict.fromkeys(of_the_tables(u), 1.0) for name, u in bought_by_the_models().items()
    }
    result = calculate(plant_of(place, {name: u for name, u in uses.items() if u}))
    assert len(result.products_sold) > 40
    assert not result.data_gaps  # energy has its supply chain everywhere
    assert all(item.scope2_location is not None for item in result.products_sold)
    if place == "CN":
        assert _far(result) == []


def test_what_only_the_plant_knows_is_named_with_what_to_state() -> None:
    uses = {"step": dict.fromkeys(sorted(OF_THE_PLANT - {"ore in the ground"}), 1.0)}
    result, found = attempt(plant_of("CN", uses))
    assert result is None
    messages = [problem.message for problem in found]
    assert len(messages) == len(uses["step"])
    for flow, message in zip(uses["step"], messages, strict=True):
        assert f"no factor for '{flow}' used in 'step'" in message
        assert "state supply." in message
        assert "{factor: ..., source: ...}" in message


def test_nothing_that_a_model_buys_is_without_a_row_of_the_world() -> None:
    """A flow of the tables that a model uses has a usable row for GLO, or is the plant's own."""
    used = {flow for uses in bought_by_the_models().values() for flow in uses}
    tables = factors()
    for flow in sorted(used & set(tables.flows) - OF_THE_PLANT):
        part = (
            "total" if tables.flows[flow].kind not in ("fuel", "electricity", "heat") else "direct"
        )
        match = tables.look_up(flow, part, "GLO", 2024)
        assert match is not None, flow
        assert match.factor.place == "GLO" or tables.flows[flow].kind == "transport", flow


@pytest.mark.parametrize("name", CHINESE)
def test_no_example_takes_a_proxy_where_the_tables_hold_a_row_of_china(name: str) -> None:
    plant = cr.read_plant(ROOT / "examples" / f"{name}.yaml")
    for scenario in ("baseline", *plant.scenarios):
        assert _far(cr.footprint(plant, scenario=scenario)) == [], scenario


def _far(result: Footprint) -> list[str]:
    codes = ("other-country", "later-year")
    return [note.text for note in result.proxies if note.code in codes]
