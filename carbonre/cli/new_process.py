"""The three files that a new process model starts with: model, table of defaults, test."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from carbonre.core.errors import Problems

MODEL = '''\
"""NAME: TO DO in one line."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import EnergyPerMass
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    indicator,
    makes,
    unit_process,
    uses,
)


@unit_process(governed_by=("electricity",))
def NAME(
    *,
    feed: Feed,
    product: FlowName,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """TO DO: one sentence that says what the process does.

    TO DO: how it works, with its reactions and equations in a literal block::

        A + B -> C

    Inside the boundary: TO DO.
    Outside: TO DO.

    Parameters
    ----------
    feed : Feed
        TO DO: what is treated [kg].
    product : FlowName
        TO DO: what is made [kg].
    electricity : EnergyPerMass
        TO DO: what takes it [kWh/t feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of feed; indicators: electricity per product [kWh/t].

    Raises
    ------
    ModelError
        TO DO: when the model refuses its parameters.

    Notes
    -----
    Valid for TO DO. Excluded: TO DO.

    References
    ----------
    TO DO; values: factors/processes/NAME.csv.
    """
    size = species.one("kg")
    return [
        makes(product, size, feed.elements, feed.rare_earths, feed.carbon_of),
        uses(feed.flow, size, feed.elements),
        uses("electricity", size * electricity),
        indicator("electricity per product", electricity, "kWh/t"),
    ]
'''

TABLE = """\
parameter,when,value,low,high,min,max,specified,unit,evidence,source,locator,note
electricity,,,,,0,100000,,kWh/t,unknown,own,TO DO: which meter shows it,per feed
"""

TEST = '''\
"""NAME: TO DO, what is reproduced and which directions are tested."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import elements
from carbonre.unit_process.model import Feed

# What has no default; dimensions, elements, signs and rows are proven with it: test_proofs.py.
EXAMPLE: dict[str, Any] = {
    "feed": Feed("feed", elements("Nd2O3"), {"Nd2O3": 1.0}),
    "product": "product",
    "electricity": "100 kWh/t",
}


def test_a_figure_is_reproduced() -> None:
    """TO DO: a published figure, or one derived by hand, with its source."""
    pytest.fail("NAME has no reference: reproduce a figure, and cite it")


def test_each_relation_has_its_direction() -> None:
    """TO DO: one test for each physical relation that moves the answer."""
    pytest.fail("NAME has no direction: say what more of a parameter does")
'''

FILES = {
    "carbonre/processes/NAME.py": MODEL,
    "factors/processes/NAME.csv": TABLE,
    "tests/processes/test_NAME.py": TEST,
}


def skeletons(name: str) -> Mapping[str, str]:
    """Return the three files of a new process: the path in a checkout, and the text."""
    return {file.replace("NAME", name): text.replace("NAME", name) for file, text in FILES.items()}


def check_name(name: str, known: Iterable[str], root: Path, problems: Problems) -> None:
    """Refuse a name that no process can have, or that one has."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        problems.add(
            f"'{name}' is no name of a process; write words as in heap_leaching",
            code="invalid-option",
        )
        return
    if name in known:
        problems.add(f"there is a process '{name}' already", code="invalid-option")
        return
    for file in skeletons(name):
        if not (root / file).parent.is_dir():
            words = "--new writes into a checkout of the source; this is an installed package"
            problems.add(
                f"{words}: there is no folder {Path(file).parent} beside it",
                code="unwritable-output",
            )
            return
        if (root / file).exists():
            problems.add(f"{file} exists already; choose another name", code="unwritable-output")


def write(name: str, root: Path) -> list[str]:
    """Write the three files into a checkout; return their names."""
    files = skeletons(name)
    for file, text in files.items():
        with (root / file).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return list(files)
