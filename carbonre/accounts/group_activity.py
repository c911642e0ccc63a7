"""The activity data of a group: the meters of all its plants, read together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from carbonre.accounts.activity import Activity, read_activity
from carbonre.accounts.group_format import Group
from carbonre.accounts.meter_reader import meter_files
from carbonre.accounts.metered_plant import MeteredPlant
from carbonre.core.errors import InputError, Problems, did_you_mean
from carbonre.core.paths import dotted
from carbonre.factors.lookup import Factors
from carbonre.factors.names import flow_names
from carbonre.footprint.calculate import factors_of
from carbonre.plant.format import Plant
from carbonre.plant.reader import load
from carbonre.system.build import build_system


@dataclass(frozen=True)
class GroupActivity:
    """What the meters of a group read.

    Attributes
    ----------
    group : Group
        As read.
    plants : mapping
        The plants, by the names of the group.
    factors : mapping
        The tables of each plant, its own on top.
    activity : Activity
        Of all plants; the register knows whose a meter is.
    """

    group: Group
    plants: Mapping[str, Plant] = field(repr=False)
    factors: Mapping[str, Factors] = field(repr=False)
    activity: Activity = field(repr=False)


def group_activity(
    group: Group, factors: Factors, today: datetime.date, problems: Problems
) -> GroupActivity | None:
    """Read the plants of a group and all its meters; what is wrong goes to `problems`.

    None if a plant cannot be read: without its steps and flows its meters cannot be checked.

    Parameters
    ----------
    factors : Factors
        The bundled tables, with those of the caller on top.
    today : date
        A row that ends later is an error.
    """
    plants: dict[str, Plant] = {}
    tables: dict[str, Factors] = {}
    metered: dict[str, MeteredPlant] = {}
    for name, entry in group.data.plants.items():
        local = Problems()
        plant = load(group.folder / entry.file, local)
        if plant is not None:
            try:
                tables[name] = factors_of(plant, factors)
            except InputError as error:
                local.extend(error)
            else:
                plants[name] = plant
                metered[name] = MeteredPlant.of(build_system(plant, tables[name], local))
        problems.found += local.found
    if plants.keys() != group.data.plants.keys():
        return None
    folders = dict.fromkeys(group.folder / entry.meters for entry in group.data.plants.values())
    files = dict.fromkeys(file for folder in folders for file in meter_files(folder))
    activity = read_activity(group.folder / group.data.register_, files, metered, today, problems)
    _check_trade(group, activity, problems)
    return GroupActivity(group, plants, tables, activity)


def _check_trade(group: Group, activity: Activity, problems: Problems) -> None:
    """Refuse trade whose meter the register does not have, or has of another flow or plant."""
    for index, trade in enumerate(group.data.trade):
        path = ("trade", index, "meter")
        meter = activity.register.meters.get(trade.meter)
        words, code = "", "contradicting-register"
        if meter is None:
            hint = did_you_mean(trade.meter, activity.register.meters)
            words, code = f"the register has no meter '{trade.meter}'{hint}", "unknown-meter"
        elif meter.plant not in (trade.from_, trade.to):
            words = f"'{trade.meter}' is a meter of {meter.plant}, which is not part of this trade"
        elif meter.flow not in (trade.flow, flow_names().english(trade.flow)):
            words = f"'{trade.meter}' reads {meter.flow}, and {trade.flow} is traded"
        if words and path not in group.invalid:
            problems.add(words, group.place(*path), dotted(path), code=code)
