"""Countercurrent extraction: the theory of Xu for a cut, and the tree that cuts make.

For one mole of feed to a cut: A is the side that the organic prefers, B the other; `feed` is the
share of A in the feed, `purity_a` and `purity_b` are the shares of A in the organic and of B in the
aqueous product, `product` is the share of all moles that leaves in the organic product, `beta` the
separation factor. S is what the organic carries, W = S - product what the scrub liquor carries back
(aqueous feed).

References
----------
Xu G. (ed.), Rare Earths; Zhang, Zhao, Schreiner, Separation Hydrometallurgy of Rare Earth
Elements, Springer 2016; S_min as in Cheng et al. 2014, Adv. Mater. Phys. Chem. 4:275.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from carbonre.core.species import metal_of
from carbonre.core.units import Fraction, Ratio
from carbonre.unit_process.model import (
    Feed,
    FlowName,
    ModelError,
    Species,
    check,
    is_scalar,
    log,
    maximum,
    minimum,
    shown,
    where,
)

# From the least to the most extractable by acidic phosphorus extractants; yttrium after holmium.
ORDER = (
    "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Y", "Er", "Tm", "Yb", "Lu",
    "Sc",
)  # fmt: skip
Between = Literal[
    "Y/La", "La/Ce", "Ce/Pr", "Pr/Nd", "Nd/Sm", "Sm/Eu", "Eu/Gd", "Gd/Tb", "Tb/Dy", "Dy/Ho", "Ho/Y",
    "Y/Er", "Er/Tm", "Tm/Yb", "Yb/Lu",
]  # fmt: skip
MOST_STAGES = 1000
MOST_REFLUX = 20  # a battery is not run at more than so many times the floor of S


@dataclass(frozen=True)
class TwoComponents:
    """A cut between two components; all fields are shares in moles, but for `beta`."""

    feed: Any
    purity_a: Any
    purity_b: Any
    beta: Any

    @property
    def product(self) -> Any:
        """Moles that leave with A, by the lever rule."""
        return (self.feed - 1 + self.purity_b) / (self.purity_a - 1 + self.purity_b)

    @property
    def floor(self) -> Any:
        """The S that endless stages would need for pure products."""
        return self.feed + 1 / (self.beta - 1)

    @property
    def optimum(self) -> Any:
        """S by the optimum rule: E_M = 1 / sqrt(beta), or E'_M = sqrt(beta) where scrub decides."""
        root = self.beta**0.5
        return maximum(1 - self.product, root * self.product) / (root - 1)

    def stages(self, organic: Any) -> tuple[Any, Any]:
        """Return the stages of extraction and of scrub by the short formula."""
        pure_a, pure_b = self.purity_a / (1 - self.purity_a), self.purity_b / (1 - self.purity_b)
        lean, rich = (1 - self.feed) / self.feed, self.feed / (1 - self.feed)
        scrub = organic - self.product
        n = log(pure_b * rich) / log(self.beta * organic / (scrub + 1))
        m = log(pure_a * lean) / log(self.beta * scrub / organic) - 1
        return n, m

    def _organic_at(self, x: Any) -> Any:
        return self.beta * x / (1 + (self.beta - 1) * x)

    def _above_feed_stage(self, y: Any, organic: Any) -> Any:
        return (organic * y - self.product * self.purity_a) / (organic - self.product)

    def _below_feed_stage(self, y: Any, organic: Any) -> Any:
        start = 1 - self.purity_b
        return (organic * y + (1 - self.product) * start) / (organic - self.product + 1)

    def steps(self, organic: Any) -> tuple[int, int] | None:
        """Count the stages one by one from the raffinate; None if there are too many."""
        scrub, start = organic - self.product, 1 - self.purity_b
        crossing = (scrub + 1) * self.product * self.purity_a + scrub * (1 - self.product) * start
        y, n, m = self._organic_at(start), 1, 0
        while y < self.purity_a:
            if y < crossing / organic:
                x, n = self._below_feed_stage(y, organic), n + 1
            else:
                x, m = self._above_feed_stage(y, organic), m + 1
            if n + m > MOST_STAGES:
                return None
            y = self._organic_at(x)
        return n, m

    def reaches(self, organic: Any, extraction: Any, scrub: Any) -> Any:
        """Say whether a battery of so many stages reaches both purities at this S."""
        y, stage = self._organic_at(1 - self.purity_b), 1
        while any_row(stage < extraction + scrub):
            below, above = self._below_feed_stage(y, organic), self._above_feed_stage(y, organic)
            x = maximum(where(stage < extraction, below, above), 0.0)
            y = where(stage < extraction + scrub, self._organic_at(x), y)
            stage += 1
        return y >= self.purity_a

    def in_battery(self, extraction: Any, scrub: Any) -> Any:
        """Return the least S at which a battery of so many stages reaches both purities."""
        low, high = self.product, MOST_REFLUX * self.floor
        for _ in range(50):
            middle = (low + high) / 2
            enough = self.reaches(middle, extraction, scrub)
            low, high = where(enough, low, middle), where(enough, middle, high)
        return high


def any_row(condition: Any) -> bool:
    """Say whether a condition holds, in any row of an array."""
    return bool(condition if is_scalar(condition) else condition.any())


# --- the tree of cuts -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """A cut as the plant states it.

    Attributes
    ----------
    cut : Between
        The pair of neighbours that it parts, such as ``Nd/Sm``.
    purity_heavy : Fraction
        The share of the heavy product that belongs there [mol/mol].
    purity_light : Fraction
        The share of the light product that belongs there [mol/mol].
    separation_factor : Ratio
        The separation factor of the pair [-].
    extraction_stages : Ratio
        The extraction stages of an existing battery [-].
    scrub_stages : Ratio
        The scrub stages of an existing battery [-].
    reflux_limit : Ratio
        S over its floor, at most, that a new battery is built for; zero for no limit [-].
    heavy : FlowName
        The heavy product; without a name it goes to the next cut.
    light : FlowName
        The light product; without a name it goes to the next cut.
    of : FlowName
        A named product that is cut further; otherwise what the cut before leaves.
    """

    cut: Between
    purity_heavy: Fraction
    purity_light: Fraction
    separation_factor: Ratio
    extraction_stages: Ratio
    scrub_stages: Ratio
    reflux_limit: Ratio
    heavy: FlowName = ""
    light: FlowName = ""
    of: FlowName = ""


Stream = Mapping[str, Any]  # moles by oxide, per kilogram of the feed


@dataclass(frozen=True)
class Product:
    """A named product: what it holds, and whether it was stripped from the organic."""

    stream: Stream
    is_stripped: bool


@dataclass(frozen=True)
class Sized:
    """A cut with what is fed to it [mol per kg of the feed], and its S and stages."""

    cut: TwoComponents
    moles: Any
    organic: Any
    stages: tuple[Any, Any]

    @property
    def stripped(self) -> Any:
        """Moles that acid strips from the organic as the heavy product."""
        return self.cut.product * self.moles


def make_cuts(
    feed: Feed, cuts: tuple[Cut, ...], species: Species, order: tuple[str, ...] = ORDER
) -> tuple[dict[str, Product], list[Sized]]:
    """Make the cuts one after the other; return the named products and the sized cuts.

    `order` is that of the extractant, from the least to the most extractable.
    """
    rest: Stream | None = {o: x / species.oxide_mass(o) for o, x in feed.rare_earths.items()}
    products: dict[str, Product] = {}
    sized = []
    for cut in cuts:
        if cut.of:
            if cut.of not in products:
                raise ModelError("cuts", f"{cut.cut}: no cut before it makes '{cut.of}'")
            source = products.pop(cut.of).stream
        elif rest is None:
            raise ModelError(
                "cuts", f"{cut.cut}: no product is left; the cuts before name both sides"
            )
        else:
            source, rest = rest, None
        heavy, light, one = _cut(cut, source, order)
        sized.append(one)
        for name, stream in ((cut.heavy, heavy), (cut.light, light)):
            if name in products:
                raise ModelError("cuts", f"{cut.cut}: a cut before it makes '{name}' already")
            if name:
                products[name] = Product(stream, stream is heavy)
            elif rest is None:
                rest = stream
            else:
                raise ModelError("cuts", f"{cut.cut}: name 'heavy' or 'light'; after 'of', both")
    if rest is not None:
        raise ModelError("cuts", "the last cut must name both 'heavy' and 'light'")
    return products, sized


def _cut(cut: Cut, source: Stream, order: tuple[str, ...]) -> tuple[Stream, Stream, Sized]:
    """Split a stream at a pair of neighbours; each side takes its impurity from the other."""
    border = order.index(cut.cut.partition("/")[0])
    sides = {oxide: order.index(metal_of(oxide)) > border for oxide in source}
    heavy = sum(n for oxide, n in source.items() if sides[oxide])
    moles = sum(source.values())
    words = f"{cut.cut}: the whole feed of this cut is on one side of it"
    check((heavy > 0 * moles) & (heavy < moles), "cuts", words)
    pair = TwoComponents(heavy / moles, cut.purity_heavy, cut.purity_light, cut.separation_factor)
    _check(cut, pair)
    # The share that goes with the heavy product: of the heavy elements, and of the light ones.
    right = pair.product * cut.purity_heavy / pair.feed
    stray = pair.product * (1 - cut.purity_heavy) / (1 - pair.feed)
    shares = {oxide: right if is_heavy else stray for oxide, is_heavy in sides.items()}
    upper = {oxide: n * shares[oxide] for oxide, n in source.items()}
    lower = {oxide: n * (1 - shares[oxide]) for oxide, n in source.items()}
    return upper, lower, _sized(cut, pair, moles)


def _check(cut: Cut, pair: TwoComponents) -> None:
    for name, purity, start in (
        ("purity_heavy", pair.purity_a, pair.feed),
        ("purity_light", pair.purity_b, 1 - pair.feed),
    ):
        share = shown(start, ".2%")
        words = f"{cut.cut}: {name} must be above the {share} in its feed, and below 100 %"
        check((start < purity) & (purity < 1), "cuts", words)
    check(pair.beta > 1, "cuts", f"{cut.cut}: the separation factor must be above 1")
    possible = (cut.reflux_limit == 0) | (cut.reflux_limit > 1)
    check(possible, "cuts", f"{cut.cut}: reflux_limit is in floors of S; it must be above 1")


def _sized(cut: Cut, pair: TwoComponents, moles: Any) -> Sized:
    """Size a cut by the optimum rule and the limit of its reflux, or for an existing battery."""
    extraction, scrub, limit = cut.extraction_stages, cut.scrub_stages, cut.reflux_limit
    most = where(limit > 0, limit, MOST_REFLUX) * pair.floor
    built = minimum(pair.optimum, most)
    exists, n_m = extraction + scrub > 0, pair.stages(built)
    if not any_row(exists):
        return Sized(pair, moles, built, n_m)
    organic = where(exists, pair.in_battery(extraction, scrub), built)
    reached = where(exists, pair.reaches(organic, extraction, scrub), True)
    words = f"{shown(extraction, 'g')} + {shown(scrub, 'g')} stages"
    check(reached, "cuts", f"{cut.cut}: {words} cannot reach the purities at any reflux")
    stages = where(exists, extraction, n_m[0]), where(exists, scrub, n_m[1])
    return Sized(pair, moles, organic, stages)
