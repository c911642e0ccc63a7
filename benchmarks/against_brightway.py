"""Draws per second of carbonre and of brightway, on the same systems with every number uncertain.

    .venv/bin/python benchmarks/against_brightway.py [--sizes 20 200 2000] [--rounds 5]

The systems are those of systems.py. Both sides first give the same static score to 1e-9, and in
the end the same mean and spread of the draws within the error of so many draws; else the exit code
is 1. brightway runs in an environment of its own, made by pip in a temporary folder, or kept in
`--environment`. Both sides use one thread, and what counts is the time of the processor: so other
work on the machine disturbs little. Rounds go in turns; shown are medians, of the ratios too.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import systems
import yaml

from carbonre.core.documents import parse_yaml
from carbonre.core.errors import Problems
from carbonre.factors.lookup import read_factors
from carbonre.plant.reader import build
from carbonre.uncertainty import monte_carlo as sampling
from carbonre.uncertainty.distributions import CHUNK, Stream, parts_of

PACKAGES = ["bw2calc>=2.5,<3", "bw_processing>=1.6,<2", "stats_arrays>=4,<5"]
PARDISO = "pypardiso>=0.4.7,<0.5"
TARGETS = {20: 300, 200: 20, 2000: 5}
OVER_DRAWING = {20: 3}
STANDARD_ERRORS = 5.0
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def environment(folder: Path, solvers: list[str]) -> Path:
    """Make an environment for brightway, unless the folder has one; return its python."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = PACKAGES + ([PARDISO] if "pardiso" in solvers else [])
        subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True)
    return python


class Brightway:
    """The other side, in a process of its own."""

    def __init__(self, python: Path, solver: str) -> None:
        script = Path(__file__).parent / "brightway_side.py"
        self.solver = solver
        self.scores: list[float] = []
        self.process = subprocess.Popen(
            [str(python), str(script), solver],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_THREAD,
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        """Return the answer to one request."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"brightway ({self.solver}) has stopped")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def rate(self, seconds: float) -> float:
        """Draw for some seconds; return draws per second."""
        answer = self.ask(draw=seconds)
        self.scores += answer["scores"]
        return len(answer["scores"]) / float(answer["seconds"])


class Carbonre:
    """Our side: the plan of a plant, and chunk after chunk of draws."""

    def __init__(self, system: systems.System) -> None:
        problems = Problems()
        text = yaml.safe_dump(system.plant(), sort_keys=False, width=10_000)
        plant = build(parse_yaml(text, "system.yaml"), problems)
        problems.raise_any()
        assert plant is not None
        made = sampling.plan(plant, read_factors(), ["baseline"], 1, problems)
        problems.raise_any()
        assert made is not None
        self.plan, self.statics = made
        self.chunk = 0
        self.scores: list[float] = []
        self.refused = 0
        if len(self.plan.uncertain[0].variables) != system.uncertain:
            raise SystemExit("not every number of the system is drawn")

    @property
    def static(self) -> float:
        """The footprint without draws."""
        return float(self.statics[0].products_sold.named("product 0").total)

    def draw(self) -> None:
        """Draw one chunk, from random numbers to totals."""
        sizes = [(self.chunk, CHUNK)]
        (sample,) = sampling.collect(self.plan, self.statics, sampling.run(self.plan, sizes))
        self.scores += sample.totals["product 0"].tolist()
        self.refused += sum(sample.refused.values())
        self.chunk += 1

    def only_draw(self) -> None:
        """Draw the random numbers of one chunk, and nothing else."""
        variables = self.plan.uncertain[0].variables
        stream = Stream(variables, 1, self.chunk)
        for size in parts_of(CHUNK, len(variables)):
            stream.take(size)


def rate(work: Callable[[], None], seconds: float) -> float:
    """Repeat the work of one chunk for some seconds; return its draws per second."""
    chunks, start = 0, time.process_time()
    while not chunks or time.process_time() < start + seconds:
        work()
        chunks += 1
    return chunks * CHUNK / (time.process_time() - start)


def differences(one: list[float], two: list[float]) -> tuple[float, float]:
    """Return how many standard errors apart the means, and the variances of the logarithm, are."""
    means, errors, variances, their_errors = [], [], [], []
    for values in map(np.array, (one, two)):
        logs = np.log(values)
        variance = logs.var()
        kurtosis = ((logs - logs.mean()) ** 4).mean() / variance**2
        means.append(values.mean())
        errors.append(values.std() / math.sqrt(len(values)))
        variances.append(variance)
        their_errors.append(variance * math.sqrt((kurtosis - 1) / len(values)))
    return (
        abs(means[0] - means[1]) / math.hypot(*errors),
        abs(variances[0] - variances[1]) / math.hypot(*their_errors),
    )


def compare(size: int, sides: list[Brightway], rounds: int, seconds: float) -> bool:
    """Compare both sides on one system and print it; return whether they agree."""
    system = systems.draw(size)
    ours = Carbonre(system)
    statics = {side.solver: side.ask(load=system.matrices())["static"] for side in sides}
    apart = max(abs(found / ours.static - 1) for found in statics.values())
    found: list[dict[str, float]] = []
    for _ in range(rounds):
        own = {"carbonre": rate(ours.draw, seconds), "drawing": rate(ours.only_draw, seconds)}
        found.append(own | {side.solver: side.rate(seconds) for side in sides})
    rates = {name: statistics.median(each[name] for each in found) for name in found[0]}
    fastest = max(sides, key=lambda side: rates[side.solver])
    mean, spread = differences(ours.scores, fastest.scores)
    others = ", ".join(f"{s.solver} {rates[s.solver]:,.0f}/s" for s in sides if s != fastest)
    ratio = statistics.median(each["carbonre"] / each[fastest.solver] for each in found)
    over = statistics.median(each["drawing"] / each["carbonre"] for each in found)
    exchanges = len(system.uses) + len(system.buys) + len(system.emits)
    print(
        f"{size:,} steps, {exchanges / size:.1f} exchanges per step beside its product,"
        f" {len(system.loops)} recycle loops, {system.uncertain:,} uncertain numbers\n"
        f"  carbonre {rates['carbonre']:,.0f} draws/s;"
        f" brightway {rates[fastest.solver]:,.0f} draws/s"
        f" ({fastest.solver}{'; ' + others if others else ''})\n"
        f"  ratio {ratio:,.1f}{_target(TARGETS.get(size), 'at least')}\n"
        f"  total over drawing the random numbers alone: {over:.2f}"
        f"{_target(OVER_DRAWING.get(size), 'at most')}\n"
        f"  static scores differ by {apart:.1e}; of the draws, the means lie {mean:.1f} standard"
        f" errors apart and the spreads {spread:.1f}"
        f" ({len(ours.scores):,} and {len(fastest.scores):,} draws, {ours.refused} refused)",
        flush=True,
    )
    for side in sides:
        side.scores.clear()
    return apart < 1e-9 and max(mean, spread) < STANDARD_ERRORS


def _versions(python: Path) -> str:
    """Say what is installed in the other environment."""
    command = [str(python), "-m", "pip", "list", "--format=freeze"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wanted = ("bw2calc", "bw_processing", "matrix_utils", "scipy", "numpy", "pypardiso")
    return ", ".join(line.replace("==", " ") for line in listed if line.split("==")[0] in wanted)


def _target(value: int | None, words: str) -> str:
    return f" (target: {words} {value})" if value else ""


def main(arguments: list[str] | None = None) -> int:
    """Compare all sizes; 1 if the two sides do not agree about a system."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 2000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each side in a round")
    parser.add_argument("--environment", type=Path, help="folder where brightway stays installed")
    on_intel = platform.machine() in ("x86_64", "AMD64")
    solvers = ["scipy", "pardiso"] if on_intel else ["scipy"]
    parser.add_argument("--solvers", nargs="+", choices=["scipy", "pardiso"], default=solvers)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        python = environment(options.environment or Path(folder), options.solvers)
        print(f"brightway: {_versions(python)}; carbonre: numpy {np.__version__}", flush=True)
        sides = [Brightway(python, solver) for solver in options.solvers]
        agree = [compare(size, sides, options.rounds, options.seconds) for size in options.sizes]
        for side in sides:
            side.process.communicate()
    return 0 if all(agree) else 1


if __name__ == "__main__":
    raise SystemExit(main())
