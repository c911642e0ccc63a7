"""The panel of sliders that recomputes a footprint in the page."""

from __future__ import annotations

from typing import Any

from carbonre.comparison.adjustable_factors import AdjustableFactor
from carbonre.comparison.what_if import WhatIf
from carbonre.core.units import per_unit
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.reports.language import Language
from carbonre.reports.text import significant


def sliders(result: Footprint, found: WhatIf, say: Language) -> dict[str, Any]:
    """Return the sliders, the table and the coefficients of the panel."""
    sliders = [_factor_slider(factor, result, say) for factor in found.adjustable]
    axes = []
    for axis in found.axes:
        moved, size = axis.parameter, axis.parameter.unit.factor
        parameter = moved.row.parameter.replace("_", " ").rpartition(".")[2]
        words = f"{', '.join(moved.steps)}: {parameter}"
        if "." in moved.row.parameter:  # of one entry of a list
            words += f" ({', '.join(moved.row.when.values())})"
        sliders.append(_slider(words, moved.low / size, moved.value / size, moved.high / size,
                               moved.unit.text))  # fmt: skip
        axes.append({"nodes": [node / size for node in axis.nodes]})
    rows: list[dict[str, str]] = []
    products: list[dict[str, float]] = []
    order = [*(item.name for item in result.products_by_rank), PLANT]
    for product in order:
        per, unit, base = 1000.0, "t CO2e", result.total
        called = say("plant")
        if product != PLANT:
            item = result.products_sold.named(product)
            (per, label), base, called = per_unit(item.unit), item.total, say.flow(product)
            unit = f"kg CO2e/{label}"
        words = significant(base / per, 4)
        rows.append({"name": called, "base": repr(base), "words": words, "unit": unit})
        products.append({"per": per})
    places = [found.products.index(product) for product in order]
    words = say(
        "Exact in the factors; interpolated between calculated values of the parameters, within"
        " {error} of the total.",
        error=f"{max(found.error, 1e-12):.0e}",
    )
    data = {
        "factors": len(found.adjustable),
        "axes": axes,
        "products": products,
        "points": [[point[place] for place in places] for point in found.points],
    }
    return {"sliders": sliders, "rows": rows, "words": words, "data": data}


def _factor_slider(factor: AdjustableFactor, result: Footprint, say: Language) -> dict[str, str]:
    kind = result.system.flow_of(factor.flow).kind
    combusted = any(
        r.kind == "combustion" and r.factor_id == factor.factor_id for r in result.ledger_rows
    )
    direct = any(r.scope == "2" and r.factor_id == factor.factor_id for r in result.ledger_rows)
    upstream = kind in ENERGY_KINDS and not direct
    what = "combustion" if combusted else "upstream" if upstream else "factor"
    words = f"{say.flow(factor.flow)}, {say(what)}"
    note = "" if factor.has_range else say(HALF_TO_DOUBLE if factor.value else UNKNOWN)
    return _slider(words, factor.low, factor.value, factor.high, factor.unit, note)


HALF_TO_DOUBLE = "no range is known: half to double"
UNKNOWN = "no range is known"


def _slider(
    words: str, low: float, base: float, high: float, unit: str, note: str = ""
) -> dict[str, str]:
    return {"name": words, "note": note, "unit": unit,
            "low": repr(low), "base": repr(base), "high": repr(high),
            "first": f"{significant(low)} {unit}",
            "last": f"{significant(high)} {unit}"}  # fmt: skip
