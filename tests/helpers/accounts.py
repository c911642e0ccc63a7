"""An account that is made by hand: two months of a smelter, and no plant file behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.activity import Activity
from carbonre.accounts.books import BookRow
from carbonre.accounts.burden import Burden
from carbonre.accounts.chain import Chain, restate
from carbonre.accounts.contract_use import ContractUse
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.group_format import Group, GroupFile
from carbonre.accounts.register import Meter, Register
from carbonre.accounts.stock_month import StockMonth
from carbonre.core.documents import Document
from carbonre.core.periods import Month, period
from carbonre.core.units import unit
from carbonre.factors.lookup import read_factors
from helpers.books import SIGNED, books, chain_of, direct, row
from helpers.meters import KWH

NAME = "Example Rare Earths"
JANUARY, FEBRUARY = Month(2024, 1), Month(2024, 2)


def purchase(amount: float = 10.0, **given: Any) -> BookRow:
    """A purchase of acid at 2 kgCO2e/kg, scope 3, category 1."""
    known = {
        "scope": "3", "category": "1", "method": "", "flow": "hydrochloric acid", "unit": "kg",
        "factor": 2.0, "factor_id": "acid", "factor_unit": "kgCO2e/kg", "meter": "B1",
        "meter_row": "meters/smelter.csv:9", "origin": "invoiced", "document": "acid.pdf",
    }  # fmt: skip
    return row(amount=amount, **{**known, **given})


def month_rows(kwh: float = 100.0) -> list[BookRow]:
    """Electricity by both methods, CF4 and acid: 70, 50, 14760 and 20 kgCO2e for 100 kWh."""
    return [
        row(amount=kwh), row(amount=kwh, method="market", factor=0.7, factor_id="residual"),
        direct("CF4", 2.0, 7380.0, origin="modelled", meter_row=""), purchase(),
    ]  # fmt: skip


def stock_month(month: Month, **given: Any) -> StockMonth:
    """A stock of oxide: 10 kg in, 4 kg out, at 3 kgCO2e/kg of scope 3."""
    each = Burden(scope3=3.0)
    values: dict[str, Any] = {
        "plant": "smelter", "flow": "Nd2O3", "month": month, "unit": unit("kg"), "opening": 0.0,
        "bought": 10.0, "made": 0.0, "used": 4.0, "sold": 0.0, "loss": 0.0, "closing": 6.0,
        "residual": 0.0, "is_counted": True, "per_unit": each, "burden_opening": Burden(),
        "burden_in": each.times(10), "burden_out": each.times(4), "burden_closing": each.times(6),
    }  # fmt: skip
    return StockMonth(**{**values, **given})


def activity_of(
    meters: Iterable[Meter] = (), name: str = NAME, more: Mapping[str, Any] | None = None
) -> GroupActivity:
    """A group of one plant with the bundled tables."""
    data = {
        "carbonre": 1, "group": name, "consolidation": "equity share",
        "plants": {"smelter": {"file": "smelter.yaml", "share": "60 %"}}, **(more or {}),
    }  # fmt: skip
    group = Group(GroupFile.model_validate(data), Document("group.yaml", (), data, {}, {}))
    register = Register({meter.name: meter for meter in meters})
    activity = Activity(register, {}, {}, (), ())
    return GroupActivity(group, {}, {"smelter": read_factors()}, activity)


def meter(name: str, accuracy: float | None = None, until: str = "") -> Meter:
    """A meter of electricity."""
    last = datetime.date.fromisoformat(until) if until else None
    return Meter(name, "smelter", "", "electricity", KWH, accuracy=accuracy, calibrated_until=last)


def chain() -> Chain:
    """January is closed and restated: 100 kWh became 120 kWh."""
    first = books("2024-01", month_rows(100))
    found = chain_of(first)
    signed = replace(SIGNED, note="a late bill")
    return found.with_closings(restate(found, books("2024-01", month_rows(120)), signed, "data"))


def account(**given: Any) -> Account:
    """January, closed, and February, open."""
    closed = chain()
    values: dict[str, Any] = {
        "activity": activity_of(),
        "period": period("2024-01..2024-02"),
        "books": {JANUARY: books("2024-01", month_rows(120)),
                  FEBRUARY: books("2024-02", month_rows(50))},
        "closed": {JANUARY: closed.standing()["2024-01"].name},
        "head": closed.head,
        "stocks": (stock_month(JANUARY),),
        "contracts": (ContractUse("PPA-1", "smelter", JANUARY, 0.05),),
    }  # fmt: skip
    return Account(**{**values, **given})
