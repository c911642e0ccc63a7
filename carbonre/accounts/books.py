"""The books of a month, as they are closed: what the builder of months hands to the chain.

This is the whole interface between the two. Who reads meters and multiplies makes one
`MonthBooks` per month; who closes, verifies and restates knows nothing else of it.

* `rows`: the ledger of the month over all plants, in any order. Both methods of scope 2 stand in
  it, each row with its method. An amount is at 100 % of its plant; `share` is what the group
  counts of it. A row is a product: ``kgCO2e = amount * factor``, and ``factor`` = kg of the gas
  per unit x `gwp`.
* `factors`: the rows of the tables that were used, as `factors.editions.used_records` makes them.
* `inputs`: every file that was read, by its path below the folder of the group, with the bytes
  that were read: meters, registers, contracts, stocks, plant files and group file are ``data``
  (lines may be added to them later), what a `document` names is ``evidence`` (nothing may).
* `settings`: all that moves a figure and is no file: potentials, consolidation, calendar, rest
  factor. Plain JSON.
* `made_with`: the version of carbonre and the SHA-256 of its code and tables.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Literal

from carbonre.accounts.canonical import UNWRITABLE, Cell, Json, csv_bytes, digest
from carbonre.core.errors import Place, Problems
from carbonre.core.scopes import Category, Scope
from carbonre.factors.editions import USED_COLUMNS

PERIOD = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_BREAK = re.compile(r"[\t\r\n]")
ROUNDING = 1e-12  # of a row: what multiplying in another order may leave
UNDERFLOW = Fraction(sys.float_info.min)  # below it, floats lose digits
Method = Literal["", "location", "market"]  # of scope 2
InputKind = Literal["data", "evidence"]
KINDS: Mapping[str, InputKind] = {"data": "data", "evidence": "evidence"}
Line = Literal["1", "2 market", "2 location", "3", "memo"]
LINES: tuple[Line, ...] = ("1", "2 market", "2 location", "3", "memo")


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row of a month's ledger; the names are its columns.

    Attributes
    ----------
    share : float
        What the group counts of the plant, 0 to 1.
    period : str
        The month, such as ``2024-03``.
    amount : float
        At 100 % of the plant, in `unit`.
    factor : float or None
        kgCO2e per `unit` for this gas; None for an emission without a potential.
    kgCO2e : float
        amount x factor, 0.0 without one.
    method : str
        Of scope 2, ``location`` or ``market``; else empty.
    origin : str
        read, invoiced, calculated, estimated, modelled or override.
    meter_row, factor_row : str
        File and line, such as ``meters/smelter.csv:12``.
    gwp : float or None
        kgCO2e per kg of the gas; 1.0 for a row of CO2e; None without a potential.
    """

    plant: str
    share: float
    period: str
    step: str
    flow: str
    kind: str
    scope: Scope
    category: Category
    gas: str
    amount: float
    unit: str
    factor_id: str
    factor: float | None
    factor_unit: str
    kgCO2e: float
    method: Method
    origin: str
    meter: str
    document: str
    meter_row: str
    factor_row: str
    source: str
    gwp: float | None

    @property
    def line(self) -> Line:
        """The line of the inventory that the row is summed in."""
        return line_of(self.scope, self.method, self.kind)

    @property
    def counted(self) -> float:
        """What the group counts of it [kgCO2e]."""
        return self.share * self.kgCO2e

    def place(self) -> Place:
        """Return where its amount, else its factor, is written."""
        file, _, line = (self.meter_row or self.factor_row or self.period).rpartition(":")
        return Place(file, int(line)) if file and line.isdecimal() else Place(file or line)


def line_of(scope: str, method: str, kind: str) -> Line:
    """Return the line of the inventory; scope 2 has one for each method, whatever its kind."""
    if scope == "2" and method:
        return "2 market" if method == "market" else "2 location"
    if kind == "memo":
        return "memo"
    return "1" if scope == "1" else "3"


COLUMNS = tuple(BookRow.__dataclass_fields__)
NUMBERS = ("share", "amount", "factor", "kgCO2e", "gwp")


@dataclass(frozen=True, slots=True, order=True)
class InputFile:
    """A file that was read: its path below the folder of the group, and what its bytes were."""

    path: str
    kind: InputKind
    size: int
    sha256: str

    @classmethod
    def of(cls, path: str, content: bytes, kind: InputKind = "data") -> InputFile:
        """Return a file with the bytes that were read of it."""
        return cls(path, kind, len(content), digest(content))


@dataclass(frozen=True, slots=True)
class MonthBooks:
    """What is closed of a month; see the head of this module."""

    period: str
    rows: tuple[BookRow, ...]
    factors: tuple[tuple[Cell, ...], ...]
    inputs: tuple[InputFile, ...]
    settings: Mapping[str, Json]
    made_with: Mapping[str, str]

    def sums(self) -> dict[str, float]:
        """Return the sum of each line of the inventory, as the group counts it [kgCO2e]."""
        return sums((row.line, row.counted) for row in self.rows)

    def texts(self) -> dict[str, bytes]:
        """Return the canonical text of ledger, factors and inputs, by the name of the file."""
        return {
            "ledger.csv": ledger_bytes(self.rows),
            "factors.csv": csv_bytes(USED_COLUMNS, self.factors),
            "inputs.txt": inputs_bytes(self.inputs),
        }


def sums(rows: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Sum numbers by line of the inventory; the order of rows does not matter."""
    found: dict[str, list[float]] = {line: [] for line in LINES}
    for line, value in rows:
        found[line].append(value)
    return {line: math.fsum(values) for line, values in found.items()}


def ledger_bytes(rows: Iterable[BookRow]) -> bytes:
    """Return the canonical text of a ledger."""
    return csv_bytes(COLUMNS, (_record(row) for row in rows))


def _record(row: BookRow) -> list[Cell]:
    values = [(name, getattr(row, name)) for name in COLUMNS]
    return [float(v) if name in NUMBERS and v is not None else v for name, v in values]


def ledger_row(cells: Mapping[str, str]) -> BookRow:
    """Return the row of a closed ledger.

    Raises
    ------
    ValueError, TypeError
        If a number is none, or the columns are others.
    """
    numbers = {name: float(cells[name]) if cells[name] else None for name in NUMBERS}
    return BookRow(**{**cells, **numbers})  # type: ignore[arg-type]


def inputs_bytes(inputs: Iterable[InputFile]) -> bytes:
    """Return the canonical text of the inputs: hash, size, kind and path of each, by path."""
    lines = (f"{one.sha256} {one.size} {one.kind} {one.path}\n" for one in sorted(set(inputs)))
    return "".join(lines).encode()


def read_inputs(content: bytes) -> list[InputFile]:
    """Read the canonical text of inputs.

    Raises
    ------
    ValueError
        If a line is none of it.
    """
    found = []
    for line in content.decode().split("\n")[:-1]:
        sha256, size, kind, path = line.split(" ", 3)
        if kind not in KINDS:
            raise ValueError(f"'{kind}' is neither data nor evidence")
        found.append(InputFile(path, KINDS[kind], int(size), sha256))
    return found


# --- checks ---------------------------------------------------------------------------------------


def check(books: MonthBooks, problems: Problems) -> None:
    """Refuse books that cannot be closed, with all that is wrong."""
    if not PERIOD.fullmatch(books.period):
        words = f"'{books.period}' is no month; a month is wanted, such as 2024-03"
        problems.add(words, code="invalid-value")
    for row in books.rows:
        for words, field in _faults(row, books.period):
            problems.add(words, row.place(), field, code="inconsistent-row")
    seen: dict[str, InputFile] = {}
    for one in books.inputs:
        if not is_inside(one.path):
            words = "is no path below the folder of the group"
            problems.add(words, Place(one.path), code="outside-the-folder")
        if seen.setdefault(one.path, one) != one:
            words = "changed while the month was calculated; calculate it again"
            problems.add(words, Place(one.path), code="changed-inputs")


def is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it starts from, on every system."""
    parts = PurePosixPath(path).parts
    outside = path.startswith("/") or "\\" in path or ":" in path or ".." in parts
    return bool(parts) and not outside and not UNWRITABLE.search(path) and not _BREAK.search(path)


def _faults(row: BookRow, period: str) -> list[tuple[str, str]]:
    """What is wrong with a row, and in which column."""
    found = []
    if row.period != period:
        found.append((f"is of {row.period}, in the books of {period}", "period"))
    numbers = {name: getattr(row, name) for name in NUMBERS}
    found += [
        (f"{value} is no finite number", name)
        for name, value in numbers.items()
        if value is not None and not math.isfinite(value)
    ]
    if found:
        return found
    if not 0 <= row.share <= 1:
        found.append((f"a share of {row.share}; 0 to 1 is wanted", "share"))
    if (row.scope == "2") != bool(row.method):
        words = "a row of scope 2 has a method, location or market, and no other row has one"
        found.append((words, "method"))
    if (row.factor is None) != (row.gwp is None):
        found.append(("a factor and the potential in it stand together", "gwp"))
    elif row.gwp is not None and row.gwp == 0 and row.factor:
        found.append((f"a factor of {row.factor} with a potential of 0", "gwp"))
    product = Fraction(row.amount) * Fraction(row.factor or 0)
    if abs(Fraction(row.kgCO2e) - product) > ROUNDING * abs(product) + UNDERFLOW:
        found.append((f"{row.kgCO2e} is not amount x factor = {float(product)}", "kgCO2e"))
    texts = (name for name in COLUMNS if name not in NUMBERS)
    found += [("holds a control character", n) for n in texts if UNWRITABLE.search(getattr(row, n))]
    return found
