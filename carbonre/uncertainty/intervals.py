"""The 90 % interval of a footprint, from the distributions of its defaults and factors."""

from __future__ import annotations

from collections.abc import Mapping

from carbonre.core.errors import InputError
from carbonre.footprint.result import Footprint
from carbonre.uncertainty.sampling import sample

DRAWS, SEED = 1000, 1
LOW, HIGH = 0.05, 0.95


def interval(
    result: Footprint, draws: int = DRAWS, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """Return the 5th and the 95th percentile of each product's footprint.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    draws : int
        How many; a thousand give the interval to a few per cent of its width.

    Returns
    -------
    dict
        kgCO2e per unit of the product; empty where the plant cannot be drawn, or where nothing in
        it has a distribution: an interval without width would say that the figure is certain.
    """
    plant, factors = result.study.plant, result.study.factors
    if draws < 2:
        return {}
    try:
        frame = sample(plant, factors, draws, seed, result.scenario)
    except InputError:  # a draw that the models refuse
        return {}
    drawn = frame[[name for name in frame.columns if str(name).startswith("draw ")]]
    low, high = drawn.quantile(LOW, axis=1), drawn.quantile(HIGH, axis=1)
    bounds: Mapping[str, tuple[float, float]] = {
        str(name): (float(low.iloc[i]), float(high.iloc[i]))
        for i, name in enumerate(frame["product"])
    }
    return dict(bounds) if any(low < high for low, high in bounds.values()) else {}
