"""carbonre: the open-source carbon calculator for rare earths.

A plant is a list of unit processes; each exchange meets one factor row; the footprint is the list
of those meetings.
"""

from typing import TYPE_CHECKING, Any

from carbonre.comparison.allocation_methods import allocations
from carbonre.comparison.drivers import compare
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint.calculate import footprint
from carbonre.footprint.result import Footprint
from carbonre.plant.format import Plant
from carbonre.plant.reader import read_plant

if TYPE_CHECKING:
    from carbonre.comparison.batch import evaluate_table as evaluate
    from carbonre.uncertainty.monte_carlo import sample

__all__ = [
    "Factors",
    "Footprint",
    "Plant",
    "allocations",
    "compare",
    "evaluate",
    "footprint",
    "read_factors",
    "read_plant",
    "sample",
]


def __getattr__(name: str) -> Any:
    """Import what works on many rows when it is asked for: a single footprint starts at once."""
    if name == "evaluate":
        from carbonre.comparison.batch import evaluate_table

        return evaluate_table
    if name == "sample":
        from carbonre.uncertainty.monte_carlo import sample

        return sample
    raise AttributeError(f"module 'carbonre' has no attribute '{name}'")
