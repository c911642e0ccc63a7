"""From an operating point to the footprint that is reported: sums, balances, and what to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonre.core.errors import Problems
from carbonre.core.paths import split_path
from carbonre.factors.suggestions import did_you_mean_flow
from carbonre.footprint import balances
from carbonre.footprint import products as sums
from carbonre.footprint.notes import notes
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.result import Footprint

if TYPE_CHECKING:
    from carbonre.footprint.study import Study


def assemble(
    point: OperatingPoint, study: Study, problems: Problems, *, drafts: bool = True
) -> Footprint | None:
    """Return the footprint of a study at its operating point; None if `problems` found something.

    Parameters
    ----------
    drafts : bool
        Whether expert estimates (drafts) may be used.
    """
    system, material, purchases, rows = (
        point.system,
        point.material,
        point.purchases,
        point.ledger_rows,
    )
    elements = tuple(balances.elements(system, material, point.carbon, point.purchased))
    energy = balances.energy(system, material, problems)
    used = sums.drafts(system, material, purchases, rows) + point.allocator.drafts
    if not drafts:
        sums.refuse_drafts(system, used, rows, problems)
    if problems.found:
        return None
    items = sums.products(system, material, point.carbon, purchases, rows, point.allocator.drafts)
    return Footprint(
        study=study,
        point=point,
        products_sold=items,
        elements=elements,
        energy=energy,
        drafts=tuple(dict.fromkeys(used)),
        notes=notes(system, material, purchases, rows, point.allocator.notes),
    )


def unmatched(result: Footprint, path: str) -> str:
    """Return a message if a path of a plant names a flow that is undefined; else nothing."""
    section, *rest = split_path(path)
    known = {*result.system.factors.flows, *result.system.flows, *result.material.flows}
    if section not in ("supply", "exclude", "prices") or not rest or rest[0] in known:
        return ""
    hint = did_you_mean_flow(str(rest[0]), result.system.factors.flows, known)
    return f"'{path}' matches nothing: there is no flow '{rest[0]}'{hint}"
