"""How numbers and names are written for people: three significant digits, no control characters."""

from __future__ import annotations

import math
import unicodedata

LONGEST_NAME = 48


def three(value: float) -> str:
    """Write a number with three significant digits: 1,230, 12.3, 0.0456, 1.2e-07."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    size = math.floor(math.log10(abs(value)))
    rounded = round(value, 2 - size)
    if size < -4:
        return f"{value:.2e}"
    size = math.floor(math.log10(abs(rounded)))
    return f"{rounded:,.{max(0, 2 - size)}f}"


def four(value: float) -> str:
    """Write a number with four significant digits, as the sliders of the page do."""
    if value == 0 or not math.isfinite(value):
        return "0"
    size = math.floor(math.log10(abs(value)))
    rounded = round(value, 3 - size)
    return f"{rounded:,.{max(0, 3 - size)}f}" if -5 < size < 9 else f"{value:.3e}"


def signed(value: float) -> str:
    """Write a difference with its sign: +1,230, -0.0456."""
    return f"{'-' if value < 0 else '+'}{three(abs(value))}"


def percent(share: float) -> str:
    """Write a share with a sign: +12 %, -3.4 %."""
    if abs(share) < 5e-4:
        return "0 %"
    digits = 0 if abs(share) >= 0.1 else 1
    return f"{share:+.{digits}%}".replace("%", " %")


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
