"""carbonre: the open-source carbon calculator for rare earths.

A plant is a list of unit processes; each exchange meets one factor row; the footprint is the list
of those meetings.
"""

from carbonre.allocations import allocations
from carbonre.cases import evaluate_table as evaluate
from carbonre.compare import compare
from carbonre.factors import Factors, read_factors
from carbonre.footprint import Footprint, footprint
from carbonre.plant import Plant, read_plant
from carbonre.sampling import sample

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
