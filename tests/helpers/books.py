"""Books of a month, small enough to work by hand, and a group of them that is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from carbonre.accounts.books import COLUMNS, BookRow, InputFile, MonthBooks
from carbonre.accounts.chain import Chain, close, restate
from carbonre.accounts.closing import Closing, Signature
from carbonre.accounts.folder import read_closings, read_input
from carbonre.accounts.verification import Verified, verify
from carbonre.factors.editions import USED_COLUMNS
from carbonre.reports.closing_store import add_closings

SIGNED = Signature(by="Li Na", review="Wang Wei")
METERS = "meters/smelter.csv"
BILL = "evidence/bill-{period}.pdf"
MONTHS = ("2024-01", "2024-02", "2024-03")


def row(**given: Any) -> BookRow:
    """A row of 100 kWh at 0.5 kgCO2e/kWh, scope 2 by location; kgCO2e follows."""
    values: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {
        "plant": "smelter",
        "share": 1.0,
        "period": "2024-03",
        "step": "smelting",
        "flow": "electricity",
        "kind": "purchase",
        "scope": "2",
        "method": "location",
        "gas": "CO2",
        "amount": 100.0,
        "unit": "kWh",
        "factor_id": "grid-2023",
        "factor": 0.5,
        "factor_unit": "kgCO2e/kWh",
        "origin": "read",
        "meter": "M1",
        "meter_row": f"{METERS}:2",
        "gwp": 1.0,
    }
    values |= given
    values.setdefault("kgCO2e", 0.0)
    if "kgCO2e" not in given:
        values["kgCO2e"] = values["amount"] * (values["factor"] or 0.0)
    return BookRow(**values)


def direct(gas: str, kg: float, gwp: float | None, **given: Any) -> BookRow:
    """A direct emission of a gas."""
    known = {"scope": "1", "method": "", "flow": gas, "kind": "emission", "unit": "kg"}
    return row(gas=gas, amount=kg, factor=gwp, gwp=gwp, **{**known, "meter": "", **given})


def books(
    period: str, rows: Iterable[BookRow] = (), inputs: Iterable[InputFile] = (), **settings: Any
) -> MonthBooks:
    """The books of a month with these rows, each of them in it."""
    factors: dict[str, Any] = dict.fromkeys(USED_COLUMNS, "") | {"id": "grid-2023", "value": 0.5}
    return MonthBooks(
        period=period,
        rows=tuple(replace(one, period=period) for one in rows),
        factors=(tuple(factors[name] for name in USED_COLUMNS),),
        inputs=tuple(inputs),
        settings={"gwp": "AR6", "consolidation": "operational control", **settings},
        made_with={"carbonre": "1.0", "tables": "0" * 64},
    )


def add_inputs(group: Path, period: str) -> tuple[InputFile, ...]:
    """Add a line to the meters and a bill to the evidence; return what a month reads."""
    for name in (METERS, BILL):
        (group / name).parent.mkdir(exist_ok=True)
    meters, bill = group / METERS, group / BILL.format(period=period)
    before = meters.read_bytes() if meters.exists() else b"start,end,amount\n"
    meters.write_bytes(before + f"{period}-01,{period}-28,100\n".encode())
    bill.write_bytes(f"%PDF bill of {period}".encode())
    return (
        InputFile.of(METERS, meters.read_bytes()),
        InputFile.of(BILL.format(period=period), bill.read_bytes(), "evidence"),
    )


def usual_rows(amount: float = 100.0) -> list[BookRow]:
    """Electricity by both methods, and 2 kg of CF4."""
    return [row(amount=amount), row(amount=amount, method="market"), direct("CF4", 2.0, 7380.0)]


def month(group: Path, period: str, amount: float = 100.0) -> MonthBooks:
    """The books of a month of a group, with its inputs."""
    return books(period, usual_rows(amount), add_inputs(group, period))


def close_month(group: Path, period: str, amount: float = 100.0) -> tuple[Closing, ...]:
    """Close a month of a group."""
    made = month(group, period, amount)
    return add_closings(group, lambda chain: close(chain, made, SIGNED))


def restate_month(group: Path, made: MonthBooks, reason: str = "data") -> tuple[Closing, ...]:
    """Restate a month of a group."""
    sign = replace(SIGNED, note="a late bill")
    return add_closings(group, lambda chain: restate(chain, made, sign, reason))


def closed_group(group: Path, months: Iterable[str] = MONTHS) -> Path:
    """A group whose months are closed; returned is its folder."""
    for period in months:
        close_month(group, period)
    return group


def verified(group: Path, **options: Any) -> Verified:
    """Verify a group with its inputs."""
    return verify(read_closings(group), lambda path: read_input(group, path), **options)


def chain_of(*steps: MonthBooks) -> Chain:
    """The chain of months closed in this order, without a disk."""
    chain = Chain({})
    for one in steps:
        chain = chain.with_closings(close(chain, one, SIGNED))
    return chain


def all_files(group: Path) -> Mapping[str, bytes]:
    """Every file of a group, by its path below it."""
    return {
        path.relative_to(group).as_posix(): path.read_bytes()
        for path in sorted(group.rglob("*"))
        if path.is_file()
    }
