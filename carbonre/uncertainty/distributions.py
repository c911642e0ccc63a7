"""The distribution of a value, and draws of it.

Every variable has a stream of random numbers of its own, made of the seed and of its name; so two
scenarios share the draws of what they have in common, and neither the number of draws nor of
workers changes a draw.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from carbonre.core.arrays import Numeric, Overrides
from carbonre.footprint.vectorised import CHUNK

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array


@dataclass(frozen=True, slots=True)
class Distribution:
    """The distribution of a value about what is written, in base units.

    Attributes
    ----------
    form : str
        lognormal (`low` is the geometric standard deviation), normal (`low` is the standard
        deviation), triangular or uniform (between `low` and `high`).
    value : float
        What is written: the median, the mean, the mode; of a uniform distribution, only the
        deterministic value.
    """

    form: str
    value: float
    low: float
    high: float = 0.0

    @property
    def mean(self) -> float:
        """The mean of the draws."""
        match self.form:
            case "lognormal":
                return self.value * math.exp(math.log(self.low) ** 2 / 2)
            case "triangular":
                return (self.low + self.value + self.high) / 3
            case "uniform":
                return (self.low + self.high) / 2
        return self.value

    @property
    def deviation(self) -> float:
        """The standard deviation of the draws."""
        low, mode, high = self.low, self.value, self.high
        match self.form:
            case "lognormal":
                return self.mean * math.sqrt(math.expm1(math.log(low) ** 2))
            case "normal":
                return low
            case "triangular":
                squares = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
                return math.sqrt(squares / 18)
        return (high - low) / math.sqrt(12)

    def draw(self, generator: Any, size: int) -> Array:
        """Return the next draws of a stream."""
        drawn: Array
        if self.form == "lognormal":
            import numpy as np

            drawn = generator.standard_normal(size)
            drawn *= math.log(self.low)
            np.exp(drawn, out=drawn)
            drawn *= self.value
        elif self.form == "normal":
            drawn = self.value + self.low * generator.standard_normal(size)
        else:
            drawn = self.at(generator.random(size))
        return drawn

    def at(self, share: Numeric) -> Numeric:
        """Return the value that `share` of the draws stay below (triangular and uniform)."""
        low, high = self.low, self.high
        if self.form == "uniform":
            return low + (high - low) * share
        import numpy as np

        turn = (self.value - low) / (high - low)
        rising = low + np.sqrt(share * (high - low) * (self.value - low))
        falling = high - np.sqrt((1 - share) * (high - low) * (high - self.value))
        return np.where(share < turn, rising, falling)


@dataclass(frozen=True, slots=True)
class UncertainInput:
    """One uncertain value.

    Attributes
    ----------
    name : str
        What it is called in reports.
    part : str
        ``defaults``, ``plant`` or ``factors``: what it overrides.
    key : object
        Place of the row, path in the plant file, or id of the factor row.
    distribution : Distribution
        In base units; of a factor, about one.
    stream : str
        What names its stream of random numbers: the row or the path, never a line.
    also : tuple of object
        Keys of other rows that quote the same figure and are drawn with it.
    """

    name: str
    part: Literal["defaults", "plant", "factors"]
    key: Any
    distribution: Distribution
    stream: str
    also: tuple[Any, ...] = ()

    @property
    def seed(self) -> tuple[int, ...]:
        """Numbers that are this variable's own."""
        part = (
            "given" if self.part == "plant" else self.part
        )  # a seed gives the same draws for ever
        digest = hashlib.blake2b(f"{part}:{self.stream}".encode(), digest_size=8).digest()
        return (int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:], "big"))


class Stream:
    """The draws of one chunk of `LARGEST` rows, taken in order and in parts of any size."""

    def __init__(
        self, variables: Sequence[UncertainInput], seed: int, chunk: int, stream: int = 0
    ) -> None:
        import numpy as np

        self.variables = variables
        self.generators = [
            np.random.Generator(
                np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(stream, chunk, *v.seed)))
            )
            for v in variables
        ]

    def take(self, size: int) -> list[Array]:
        """Return the next `size` draws of each variable."""
        pairs = zip(self.variables, self.generators, strict=True)
        return [variable.distribution.draw(generator, size) for variable, generator in pairs]


def as_overrides(variables: Sequence[UncertainInput], values: Sequence[Numeric]) -> Overrides:
    """Return values of variables as overrides of what is written."""
    parts: dict[str, dict[Any, Numeric]] = {"defaults": {}, "plant": {}, "factors": {}}
    for variable, value in zip(variables, values, strict=True):
        parts[variable.part].update(dict.fromkeys((variable.key, *variable.also), value))
    return Overrides(**parts)


def parts_of(size: int, variables: int) -> Iterator[int]:
    """Cut a chunk into parts whose draws stay small: about 64 MB."""
    step = max(32, min(CHUNK, 8_000_000 // max(1, variables)))
    for start in range(0, size, step):
        yield min(step, size - start)
