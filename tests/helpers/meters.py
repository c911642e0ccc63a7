"""Meters for tests: a plant of two steps, its register, and rows as text."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from carbonre.accounts.activity import Activity, read_activity
from carbonre.accounts.metered_plant import MeteredPlant
from carbonre.core.errors import InputError, Problem, Problems
from carbonre.core.units import unit
from carbonre.factors.lookup import read_factors
from carbonre.system.flows import Flow

TODAY = datetime.date(2025, 6, 30)
REGISTER_HEAD = (
    "meter,plant,step,flow,parent,multiplier,unit,accuracy,calibrated_until,rolls_over_at"
)
REGISTER = f"""\
{REGISTER_HEAD}
E-0,works,,electricity,,,kWh,0.5 %,,
E-1,works,furnace,electricity,E-0,,kWh,,,
E-2,works,casting,electricity,E-0,40,kWh,,,
G-1,works,furnace,natural gas,,,Nm3,,,
W-1,works,casting,ingot,,,kg,,,
"""
HEAD = "start,end,meter,amount,unit,quality,document,replaces,note"
KWH = 3.6e6  # base units


@functools.cache
def works() -> MeteredPlant:
    """A plant of a furnace and a casting shop, with a flow of its own."""
    factors = read_factors()
    flows = {
        row.flow: Flow(row.flow, unit(row.unit), row.kind, basis=row.basis)
        for row in factors.flows.values()
    }
    flows["ingot"] = Flow("ingot", unit("kg"))
    return MeteredPlant(("furnace", "casting"), flows, factors, "CN-NM")


def activity(
    folder: Path, rows: str, register: str = REGISTER, head: str = HEAD
) -> tuple[Activity, tuple[Problem, ...]]:
    """Read rows of meters; return what they say, and what is wrong, in order."""
    (folder / "register.csv").write_text(register, encoding="utf-8")
    (folder / "rows.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    problems = Problems()
    found = read_activity(
        folder / "register.csv", [folder / "rows.csv"], {"works": works()}, TODAY, problems
    )
    return found, InputError(problems.found).problems
