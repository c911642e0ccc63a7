"""One plant under every allocation: products, contained metals, price crossovers."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.comparison.allocation_methods import MethodResult, basket, per_contained, range_ratio
from carbonre.comparison.price_crossover import PriceCrossover, price_crossovers, price_years
from carbonre.core.units import per_unit
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.reports.text import BLANK, Style, Text, left, right, safe_text, significant, width

COLUMN, RATIO = 20, 9
FEW = 24


def methods_table(found: Sequence[MethodResult]) -> list[Text]:
    """Return every product under every allocation, with the basket on top."""
    known = [side for side in found if side.result is not None]
    lines = [Text("allocation methods, kg CO2e per kg (other units: per unit)", "heading")]
    if known and known[0].result is not None:
        lines += _products(known, known[0].result)
        lines += _contained(known, known[0].result)
    failed = (side for side in found if side.result is None)
    lines += [Text(f"  {s.key}: not possible; {safe_text(s.reason, 200)}", "dim") for s in failed]
    by_value = next((side.result for side in known if side.key == "economic"), None)
    return [*lines, *(_crossovers(price_crossovers(by_value)) if by_value else ())]


def _row(head: str, values: Sequence[float], wide: int, style: Style = "strong") -> Text:
    cells = "".join(right(significant(value), COLUMN) for value in values)
    return Text(
        left(head, wide) + cells + right(f"x {range_ratio(list(values)):.3g}", RATIO), style
    )


def _values(known: Sequence[MethodResult], item: ProductFootprint) -> list[float]:
    per, _ = per_unit(item.unit)
    return [side.result.products_sold.named(item.name).total / per for side in known if side.result]


def _head(title: str, known: Sequence[MethodResult], wide: int) -> Text:
    heads = "".join(right(_column(side), COLUMN) for side in known)
    return Text(left(title, wide) + heads + right("max/min", RATIO), "dim")


def _column(side: MethodResult) -> str:
    """Name a column; that of value with the years of its prices."""
    if side.key != "economic" or side.result is None:
        return side.key
    years = price_years(side.result) or [side.result.plant.data.period.year]
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}"
    return f"economic {span}"


def _products(known: Sequence[MethodResult], first: Footprint) -> list[Text]:
    wide = max([10, *(width(safe_text(item.name)) for item in first.products_sold)])
    lines = [_head("product", known, wide)]
    total, mass = basket(first)
    if mass:
        words = left("(basket)", wide) + right(significant(total / mass), COLUMN)
        lines.append(Text(f"{words}  independent of allocation", "strong"))
    return [
        *lines,
        *(_row(safe_text(i.name), _values(known, i), wide) for i in first.products_sold),
    ]


def _contained(known: Sequence[MethodResult], first: Footprint) -> list[Text]:
    """Per kilogram of each rare earth in a product: all of its burden on that metal."""
    found = [(item, per_contained(first, item.name)) for item in first.products_sold]
    rows = [(f"{element} in {safe_text(item.name)}", [v * times for v in _values(known, item)])
            for item, parts in found for element, times in parts.items()]  # fmt: skip
    if not rows:
        return []
    wide = max([10, *(width(head) for head, _ in rows[:FEW])])
    lines = [BLANK, Text("per kg of one contained metal, with the whole burden of the product:")]
    lines.append(_head("metal", known, wide))
    lines += [_row(head, values, wide, "plain") for head, values in rows[:FEW]]
    if len(rows) > FEW:
        lines.append(Text(f"and {len(rows) - FEW} more", "dim"))
    return lines


def _crossovers(found: Sequence[PriceCrossover]) -> list[Text]:
    """One line for each price and each product made of what it prices."""
    if not found:
        return []
    lines = [
        BLANK,
        Text(
            "economic allocation, price at which two footprints are equal (other prices constant):"
        ),
    ]
    groups: dict[tuple[str, str], list[PriceCrossover]] = {}
    for rank in found:
        groups.setdefault((rank.priced, rank.product), []).append(rank)
    for (priced, product), of in list(groups.items())[:FEW]:
        head = f"  price of {safe_text(priced)}, now {significant(of[0].now)} {of[0].unit}"
        head += "" if product == priced else f": {safe_text(product)}"
        lines.append(Text(f"{head} equals {'; '.join(map(_equal_prices, of))}"))
    if len(groups) > FEW:
        lines.append(Text(f"and {len(groups) - FEW} more", "dim"))
    return lines


def _equal_prices(rank: PriceCrossover) -> str:
    if rank.prices:
        return f"{safe_text(rank.other)} at {' and '.join(map(significant, rank.prices))}"
    words = "higher" if rank.above == rank.product else "lower"
    return f"{safe_text(rank.other)} at no price ({words} throughout)"
