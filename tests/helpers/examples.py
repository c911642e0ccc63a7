"""The examples, read and calculated once a session: nothing changes a footprint."""

from __future__ import annotations

import functools

import carbonre as cr
from carbonre.footprint.result import Footprint
from carbonre.plant.format import Plant
from helpers.paths import ROOT
from helpers.plants import factors


@functools.cache
def example_plant(name: str) -> Plant:
    """Read an example by the name of its file, without the suffix."""
    return cr.read_plant(ROOT / "examples" / f"{name}.yaml")


@functools.cache
def example_footprint(name: str, scenario: str = "baseline") -> Footprint:
    """Calculate a scenario of an example with the shipped tables."""
    return cr.footprint(example_plant(name), factors(), scenario=scenario)


def example_footprints(name: str) -> dict[str, Footprint]:
    """Calculate all scenarios of an example, by their names."""
    return {
        scenario: example_footprint(name, scenario) for scenario in example_plant(name).scenarios
    }
