"""A sheet of paper: lines of arithmetic as a pocket calculator does them, with five digits.

Each line is calculated from the numbers as they are printed, so that a reader gets the same.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from carbonre.unit_process.defaults import default_for

DIGITS = 5
OPERATIONS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, how it is calculated, and what comes out."""

    words: str
    arithmetic: str
    result: float
    unit: str


@dataclass
class Sheet:
    """Numbers by name, and the lines of the section that is being written."""

    values: dict[str, float] = field(default_factory=dict)
    sections: dict[str, list[Line]] = field(default_factory=dict)

    def section(self, title: str) -> None:
        """Begin a section."""
        self.sections[title] = []

    def given(self, name: str, value: float, unit: str, words: str) -> None:
        """Write down a number that is looked up."""
        self._write(name, "", rounded(value), unit, words)

    def line(self, name: str, formula: str, unit: str, words: str) -> float:
        """Calculate a line from the numbers above, which `formula` names."""
        plain = re.sub(r"[a-z]\w*", lambda m: printed(self.values[m[0]]), formula)
        result = rounded(calculated(plain))
        self._write(name, plain.replace("**", "^").replace("*", "x"), result, unit, words)
        return result

    def _write(self, name: str, arithmetic: str, result: float, unit: str, words: str) -> None:
        assert name not in self.values, name
        self.values[name] = result
        list(self.sections.values())[-1].append(Line(words, arithmetic, result, unit))


def default(page: Sheet, name: str, process: str, parameter: str, **when: str) -> None:
    """Write down a default, in the unit of its table."""
    row = default_for(process, parameter, when)
    assert row is not None
    assert row.value is not None
    unit = row.unit.text
    part = row.value if unit == "%" else row.value / row.unit.factor
    words = f"{parameter.removeprefix('cuts.').replace('_', ' ')}, default of `{process}`"
    page.given(name, part, "-" if unit in ("%", "1") else unit, words)


def rounded(value: float) -> float:
    """Round to the digits of the sheet."""
    return float(f"{value:.{DIGITS}g}")


def printed(value: float) -> str:
    """Return a number as it stands on the sheet: no exponent, no zeros behind it."""
    return f"{Decimal(f'{value:.{DIGITS}g}'):f}"


def calculated(text: str) -> float:
    """Calculate arithmetic as it is printed: + - x / ^ and brackets."""
    python = text.replace("x", "*").replace("^", "**")
    return _value(ast.parse(python, mode="eval").body)


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    assert isinstance(node, ast.Constant), ast.dump(node)
    return float(node.value)
