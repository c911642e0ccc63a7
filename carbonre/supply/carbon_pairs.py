"""The carbon of a reagent, which is counted in its factor or where it is released, never twice.

A row of the tables names its partner in `carbon_pair`: the row that counts the carbon at use, which
is zero where the factor has counted it. A row that names none, or ``ask``, leaves it open, and the
plant must say which is true.
"""

from __future__ import annotations

from carbonre.factors.lookup import Factors
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.steps import System

COUNTED, RELEASED = WORDS = ("counted", "released")
QUESTION = (
    "the carbon of this reagent is released at use; say whether the factor has counted it:"
    " carbon: counted, or carbon: released"
)


def is_released(system: System, reagent: str) -> bool:
    """Return whether a step sets free carbon of a reagent that factors may have counted."""
    if not any(row.carbon_pair for row in system.factors.of(reagent)):
        return False
    return any(line.carbon_of == reagent for step in system.steps for line in step.exchanges)


def counts(factors: Factors, factor: AppliedFactor) -> bool:
    """Return whether the partner of a row says that the row has counted the reagent's carbon."""
    if not factor.carbon_pair:
        return False
    partners = (row for row in factors.of(factor.flow) if row.id == factor.carbon_pair)
    return any(not any(row.gases.values()) for row in partners)


def leaves_open(factor: AppliedFactor) -> bool:
    """Return whether a row does not say where the carbon of its reagent is counted."""
    return factor.carbon_pair == "ask" or (factor.origin == "given" and not factor.carbon_pair)
