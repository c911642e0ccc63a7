"""A group on a disk, and parts of its books simple enough to work by hand.

Electricity is multiplied by 0.5 kg/kWh by either method, and metal is put on a stock that carries
its whole amount to the next month; 1 kg of CO2 a tonne that was on stock stands in scope 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carbonre.accounts.assembly import Maker, Parts
from carbonre.accounts.books import BookRow
from carbonre.accounts.group_activity import GroupActivity, group_activity
from carbonre.accounts.group_reader import read_group
from carbonre.accounts.month_books import MonthParts, Opening
from carbonre.accounts.months import sources
from carbonre.accounts.plant_month import PlantMonth
from carbonre.accounts.readings import Reading
from carbonre.core.errors import Problems
from carbonre.core.periods import Month
from carbonre.factors.lookup import read_factors
from helpers.books import direct, row
from helpers.groups import PLANT, group_text
from helpers.meters import KWH, TODAY

REGISTER = """\
meter,plant,step,flow,unit
E-1,smelter,furnace,electricity,kWh
W-1,smelter,furnace,metal,t
E-2,works,furnace,electricity,MWh
"""
HEAD = "start,end,meter,amount,quality,document,note\n"
SMELTER = """\
2024-01-01,2024-02-01,E-1,1000,read,bill-1.pdf,
2024-02-01,2024-03-01,E-1,2000,read,,
2024-03-01,2024-04-01,E-1,3000,read,,
2024-01-01,2024-02-01,W-1,10,read,,
2024-02-01,2024-03-01,W-1,20,read,,
2024-03-01,2024-04-01,W-1,30,read,,
"""
WORKS = """\
2024-01-01,2024-02-01,E-2,4,invoiced,,
2024-02-01,2024-03-01,E-2,4,invoiced,,
2024-03-01,2024-04-01,E-2,4,invoiced,,
"""
FILES = ("meters/smelter.csv", "meters/works.csv")


def write_group(folder: Path, consolidation: str = "equity share") -> Path:
    """Write a group of a smelter and 50 % of a works, three months of each; return its file."""
    for name in ("meters", "evidence"):
        (folder / name).mkdir(parents=True)
    for name in ("smelter", "works"):
        (folder / f"{name}.yaml").write_text(
            PLANT.format(name=name, product="metal"), encoding="utf-8"
        )
    texts = {
        "group.yaml": group_text(consolidation, works="share: 50 %"),
        "meters/register.csv": REGISTER,
        FILES[0]: HEAD + SMELTER,
        FILES[1]: HEAD + WORKS,
        "evidence/bill-1.pdf": "%PDF bill of January",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder / "group.yaml"


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def maker(group: Path) -> Maker:
    """What makes the account of such a group."""
    problems = Problems()
    activity = group_activity(read_group(group), read_factors(), TODAY, problems)
    problems.raise_any()
    assert activity is not None
    return Maker(activity, stub_parts(activity), {"carbonre": "1.0", "code": "0" * 64})


def stub_parts(activity: GroupActivity) -> Parts:
    """The parts of a month, as they are described above."""

    def parts(month: Month, opening: Opening, problems: Problems) -> MonthParts:
        plants, power = [], []
        stock: Any = opening.stocks.get("metal", 0.0)
        for plant in activity.plants:
            readings = list(_readings(activity, plant, month))
            own = []
            for one in readings:
                if one.flow == "electricity":
                    power += [_power(one, "location"), _power(one, "market")]
                else:
                    own.append(
                        direct(
                            "CO2", stock / 1000, 1.0, plant=plant, step=one.step, meter=one.meter,
                            period=str(month), origin="derived",
                        )
                    )  # fmt: skip
                    stock += one.amount
            plants.append(PlantMonth(plant, month, tuple(readings), tuple(own)))
        carried: Mapping[str, float] = {"metal": stock}
        return MonthParts(tuple(plants), tuple(power), carried=carried)

    return parts


def _readings(activity: GroupActivity, plant: str, month: Month):
    for meter in activity.activity.register.of(plant):
        read = activity.activity.months.get(meter.name, {}).get(month)
        for quality, amount in read.by_quality.items() if read else ():
            behind = sources(activity.activity.series[meter.name], month)
            document = "; ".join(behind.documents)
            yield Reading(
                plant, meter.step, meter.flow, month, "used", amount, quality,
                meter.name, document, str(behind.places[0]),
            )  # fmt: skip


def _power(one: Reading, method: str) -> BookRow:
    category = "location" if method == "location" else ""
    return row(
        plant=one.plant, period=str(one.month), step=one.step, method=method, category=category,
        amount=one.amount / KWH, meter=one.meter, document=one.document, origin=one.origin,
        meter_row=one.meter_row, factor_id="elec.cn.2023",
    )  # fmt: skip
