"""Everything that is checked between a plant file and its footprint, in one list.

`CHECKS` is in the order in which the checks run. Each adds what does not hold to a list of
problems, with its place in the file, and the calculation goes on as long as it makes sense, so that
all mistakes of a stage are reported together. Limits of the parameters of a process model are in
the table of its defaults, and what else it refuses is in its documentation.
"""

from __future__ import annotations

from carbonre.factors import lookup
from carbonre.footprint.allocation import Allocator
from carbonre.footprint.assemble import unmatched
from carbonre.footprint.balances import energy
from carbonre.footprint.carbon import carbon
from carbonre.footprint.input_checks import (
    check_overrides,
    check_prices,
    check_purchases,
    check_tables,
)
from carbonre.footprint.products import refuse_drafts
from carbonre.plant.reader import read_plant
from carbonre.plant.scenarios import apply_overrides, is_known
from carbonre.system.calibration import calibration
from carbonre.system.checks import SYSTEM_CHECKS, Check
from carbonre.system.flows import Flows
from carbonre.system.material import check_production, material

READING = (
    Check("plant-file", "Keys, units and forms of a plant file are those of the format.",
          read_plant),
    Check("factor-rows", "Factor rows are unique, and their flows, units and partners exist.",
          lookup.check),
    Check("known-scenario", "The scenario that is named is one of the plant.", is_known),
    Check("scenario-paths", "Every path that a scenario sets exists in the plant.",
          apply_overrides),
)  # fmt: skip
CALCULATING = (
    Check("meter-readings", "Each meter reading has a model, and one operating point has them.",
          calibration),
    Check("possible-overrides", "What overrides a number could be stated in the file in its place.",
          check_overrides),
    Check("feed-compositions", "A feed that two steps make has one composition.",
          Flows.check_feeds),
    Check("stated-grades", "What one step makes has the grade that the plant states for it.",
          Flows.check_grades),
    *SYSTEM_CHECKS,
    Check("own-rows", "Rows of the user's tables fit the unit of the plant's own flows.",
          check_tables),
    Check("prices-of-a-unit", "A price is money per unit of its flow.", check_prices),
    Check("purchased-factors", "What no step makes has a factor, or is excluded with a reason.",
          check_purchases),
    Check("finite-scaling", "No recycle loop has a gain of one or more; one set of balancing"
          " processes meets the demand.", material),
    Check("reached-production", "The steps reach the production.", check_production),
    Check("defined-shares", "An allocation key is defined for every co-product.",
          Allocator.shares),
    Check("allocated-burden", "The burden of every step reaches a product that is sold.", carbon),
    Check("energy-limit", "The energy limit that the plant names exists.", energy),
    Check("refused-drafts", "Without drafts, no number is an expert estimate.", refuse_drafts),
    Check("known-flows", "A scenario states supply, prices and exclusions of flows that exist.",
          unmatched),
)  # fmt: skip
CHECKS = (*READING, *CALCULATING)
