"""carbonre: the open-source carbon calculator for rare earths.

A plant is a list of unit processes; each exchange is multiplied by one factor row; the footprint is
the list of those products. These are the public names; everything else may change without notice.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from carbonre.core.errors import InputError
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint.calculate import footprint
from carbonre.footprint.result import Footprint
from carbonre.plant.format import Plant
from carbonre.plant.reader import read_plant

if TYPE_CHECKING:
    from carbonre.comparison.allocation_methods import allocations
    from carbonre.comparison.batch import evaluate_table as evaluate
    from carbonre.comparison.break_even import break_even
    from carbonre.comparison.drivers import compare
    from carbonre.exchange.formats import export
    from carbonre.footprint.explain import explain
    from carbonre.reports.report import report
    from carbonre.uncertainty.check import check
    from carbonre.uncertainty.sampling import sample
    from carbonre.uncertainty.sensitivity import sensitivity

__all__ = [
    "Factors",
    "Footprint",
    "InputError",
    "Plant",
    "allocations",
    "break_even",
    "check",
    "compare",
    "evaluate",
    "explain",
    "export",
    "footprint",
    "read_factors",
    "read_plant",
    "report",
    "sample",
    "sensitivity",
]

# What is imported when it is asked for, so that a single footprint starts at once.
_LATER = {
    "allocations": ("comparison.allocation_methods", "allocations"),
    "break_even": ("comparison.break_even", "break_even"),
    "check": ("uncertainty.check", "check"),
    "compare": ("comparison.drivers", "compare"),
    "evaluate": ("comparison.batch", "evaluate_table"),
    "explain": ("footprint.explain", "explain"),
    "export": ("exchange.formats", "export"),
    "report": ("reports.report", "report"),
    "sample": ("uncertainty.sampling", "sample"),
    "sensitivity": ("uncertainty.sensitivity", "sensitivity"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module 'carbonre' has no attribute '{name}'")
    module, attribute = _LATER[name]
    return getattr(import_module(f"carbonre.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
