"""How numbers and names are written: the one place for digits, shares, amounts and safe text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from carbonre.core.units import MASS, Unit, unit

LONGEST_NAME = 48
TONNE = 1000.0  # [kg/t]
NEGLIGIBLE = 5e-4  # a share that is shown as 0 %

# --- numbers --------------------------------------------------------------------------------------


def significant(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits: 1,230, 12.3, 0.0456, 1.23e-07."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    size = math.floor(math.log10(abs(value)))
    if size < -4:
        return f"{value:.{digits - 1}e}"
    rounded = round(value, digits - 1 - size)
    size = math.floor(math.log10(abs(rounded)))
    return f"{rounded:,.{max(0, digits - 1 - size)}f}"


def signed(value: float) -> str:
    """Write a difference with its sign: +1,230, -0.0456."""
    return f"{'-' if value < 0 else '+'}{significant(abs(value))}"


def percent(share: float, decimals: int | None = None) -> str:
    """Write a share in percent: 12 %, 3.4 %; with so many decimals if they are given."""
    if decimals is None:
        if abs(share) < NEGLIGIBLE:
            return "0 %"
        decimals = 0 if abs(share) >= 0.1 else 1
    return f"{share:.{decimals}%}".replace("%", " %")


def signed_percent(share: float) -> str:
    """Write a relative change with its sign: +12 %, -3.4 %."""
    return f"{'+' if share >= NEGLIGIBLE else ''}{percent(share)}"


def part_of(part: float, whole: float) -> str:
    """Write a part as a share of the whole; a dash where the whole is zero."""
    return percent(part / whole) if whole else "–"


def tonnes(kilograms: float) -> str:
    """Write a mass in tonnes, without the unit."""
    return significant(kilograms / TONNE)


def mass_and_unit(kilograms: float) -> tuple[str, str]:
    """Return a mass as a number in the unit that suits it (kg, t or kt), and this unit."""
    for size, name in ((1e6, "kt"), (TONNE, "t")):
        if abs(kilograms) >= size:
            return significant(kilograms / size), name
    return significant(kilograms), "kg"


def mass(kilograms: float) -> str:
    """Write a mass in the unit that suits it: kg, t or kt."""
    return " ".join(mass_and_unit(kilograms))


def amount_text(amount: float, measure: Unit, per: str = "") -> str:
    """Write an amount, given in base units, with its unit; large masses in tonnes.

    `per` is what a product is compared per; the basis in it stands beside the unit: ``12 t REO``.
    """
    basis = per.partition(" ")[2] if measure.dimension == MASS else ""
    if basis:
        return f"{amount_text(amount, measure)} {basis}"
    if measure.dimension == MASS and amount >= TONNE:
        return f"{tonnes(amount)} t"
    for large, name in ((unit("GWh"), "kWh"), (unit("TJ"), "MJ")):
        if measure.text == name and amount >= large.factor:
            return f"{significant(amount / large.factor)} {large.text}"
    return f"{significant(amount / measure.factor)} {measure.text}".strip()


# --- texts ----------------------------------------------------------------------------------------


def safe_text(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name that cannot steer a terminal, cut to a length."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def width(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def left(text: str, columns: int) -> str:
    """Pad a text on the right."""
    return text + " " * max(0, columns - width(text))


def right(text: str, columns: int) -> str:
    """Pad a text on the left."""
    return " " * max(0, columns - width(text)) + text


Style = Literal["plain", "heading", "strong", "dim"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line for a terminal, with a style."""

    text: str
    style: Style = "plain"


BLANK = Text("")


def plain(lines: Iterable[Text]) -> str:
    """Return the lines without colour, for a pipe or a file."""
    return "".join(f"{line.text}\n" for line in lines)
