"""`carbonre sample` and `carbonre sensitivity`: the distribution of a footprint, its drivers."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Annotated, cast

import typer

from carbonre.cli.common import (
    AllErrors,
    FactorFiles,
    PlantPath,
    progress,
    say,
    stopping,
)
from carbonre.cli.inputs import Inputs, read_inputs, scenarios_of
from carbonre.cli.outputs import check_outputs, write_outputs
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.extras import require
from carbonre.core.units import QuantityError, quantity
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.reports.draw_store import DrawStore
from carbonre.reports.uncertainty import (
    draws_csv,
    draws_text,
    sample_csv,
    sensitivity_csv,
    sensitivity_text,
)
from carbonre.reports.weight_of_evidence import of_draws
from carbonre.uncertainty import executors
from carbonre.uncertainty.executors import ExecutorError, executor_of
from carbonre.uncertainty.monte_carlo import (
    SamplingPlan,
    check_options,
    plan,
)
from carbonre.uncertainty.sampling import draw
from carbonre.uncertainty.sensitivity import METHODS, Method, analyse, evaluations
from carbonre.uncertainty.uncertain_inputs import WHAT, What

MOST = 10_000_000

Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Same seed, same draws.")]
Sampled = Annotated[
    str, typer.Option("--what", metavar="WHAT", help=f"Draw {', '.join(WHAT[:2])} or {WHAT[2]}.")
]
Gsd = Annotated[
    float | None,
    typer.Option(
        "--gsd",
        metavar="GSD",
        min=1.0,
        help="Geometric standard deviation for factors without uncertainty data: 1.2.",
    ),
]


def sample(
    plant: PlantPath,
    draws: Annotated[
        int, typer.Option("--draws", "-n", metavar="N", min=1, max=MOST, help="Number of draws.")
    ] = 10_000,
    seed: Seed = 1,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario", metavar="NAME", help="A scenario, or all; several share random numbers."
        ),
    ] = None,
    what: Sampled = "both",
    gsd: Gsd = None,
    width: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="WIDTH", help="Draw until mean, P5 and P95 are known to WIDTH: 2%."
        ),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option("--csv", metavar="FILE", help="Statistics as CSV; - for stdout."),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--each", metavar="FILE", help="Every draw as CSV; - for stdout.")
    ] = None,
    parts: Annotated[
        str | None,
        typer.Option("--parts", metavar="DIR", help="Every draw as parquet, in parts; resumes."),
    ] = None,
    executor: Annotated[
        str | None, typer.Option("--executor", metavar="HOW", help="threads, processes or dask.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Number of workers.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler.")
    ] = None,
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Monte Carlo: draw the uncertain inputs, and report the distribution of each footprint.

    Defaults are drawn between their low and high, factors from their distribution, numbers of
    the plant as it states under uncertainty. Several scenarios share the draws of what they
    have in common.

    Example: carbonre sample plant.yaml -n 10000 --scenario baseline --scenario green
    """
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs((csv, every), inputs.files, problems)
        wanted = _width(width, problems)
        if parts is not None and wanted is not None:
            words = "--parts and --until do not go together: parts are of a known number of draws"
            problems.add(words, code="conflicting-options")
        try:
            executors.check(executor, workers, scheduler)
        except ExecutorError as error:
            problems.extend(error)
        check_options(problems, draws, seed, what, gsd)
        made = _planned(inputs, scenario, seed, what, gsd, problems)
        folder = None
        if parts is not None and made is not None:
            require("pyarrow", extra="parquet")
            folder = DrawStore(parts, *made, problems)
        problems.raise_any()
        assert made is not None
        with executor_of(executor, workers, scheduler) as pool, progress("draws") as tell:
            found = draw(*made, draws, width=wanted, executor=pool, store=folder, progress=tell)
    weights = functools.cache(lambda: of_draws(found))
    outputs = (
        (csv, lambda: sample_csv(found.samples, weights())),
        (every, lambda: draws_csv(found.samples)),
    )
    write_outputs(outputs, lambda: draws_text(found, weights()))
    if parts:
        say(f"wrote {parts}")


def sensitivity(
    plant: PlantPath,
    draws: Annotated[
        int,
        typer.Option(
            "--draws", "-n", metavar="N", min=16, max=MOST, help="Draws of each of two sets."
        ),
    ] = 2048,
    seed: Seed = 1,
    scenario: Annotated[
        str, typer.Option("--scenario", metavar="NAME", help="A scenario.")
    ] = BASELINE,
    product: Annotated[
        list[str] | None,
        typer.Option(
            "--product",
            metavar="NAME",
            help="Without: first of production, and plant.",
        ),
    ] = None,
    method: Annotated[
        str, typer.Option("--method", metavar="HOW", help=f"One of {', '.join(METHODS)}.")
    ] = "auto",
    what: Sampled = "both",
    gsd: Gsd = None,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="Everything as CSV; - for stdout.")
    ] = None,
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Rank the uncertain inputs by their influence on a footprint.

    Elasticity: per cent of the footprint for one per cent of the input. First order S1: the part
    of the variance that would vanish if this input were known. Total order ST: the part that would
    remain if all others were known. With --method morris, for plants with very many inputs: the
    mean effect of moving an input through its distribution.

    Example: carbonre sensitivity plant.yaml --product "PrNd oxide"
    """
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs([csv], inputs.files, problems)
        if method not in METHODS:
            problems.add(
                f"method: '{method}' is none of {', '.join(METHODS)}", code="invalid-option"
            )
        check_options(problems, draws, seed, what, gsd)
        made = _planned(inputs, [scenario], seed, what, gsd, problems)
        if made is not None:
            _check_products(product or (), made[1][0], problems)
        problems.raise_any()
        assert made is not None
        (study,), (deterministic,) = made[0].studies, made[1]
        count = len(made[0].uncertain[0].variables)
        if not count:
            words = (
                "no input of this plant is uncertain: state one under uncertainty, or give --gsd"
            )
            problems.add(words, Place(plant), code="nothing-uncertain")
            problems.raise_any()
        with progress("evaluations") as tell:
            found = analyse(
                study, draws, seed, problems, method=cast(Method, method), what=cast(What, what),
                gsd=gsd, progress=lambda done: tell(done, evaluations(method, count, draws)),
            )  # fmt: skip
        problems.raise_any()
    assert found is not None
    outputs = [(csv, lambda: sensitivity_csv(found))]
    write_outputs(outputs, lambda: sensitivity_text(found, deterministic, product))


def _check_products(names: Sequence[str], result: Footprint, problems: Problems) -> None:
    """Refuse what is neither the plant nor sold."""
    known = [item.name for item in result.products_sold]
    for name in names:
        if name not in (*known, PLANT):
            hint = did_you_mean(name, known) or f"; known are {', '.join(known)}"
            place = Place(result.plant.document.file)
            words = f"--product: there is no product '{name}'{hint}"
            problems.add(words, place, code="unknown-product")


def _planned(
    inputs: Inputs,
    scenarios: Sequence[str] | None,
    seed: int,
    what: str,
    gsd: float | None,
    problems: Problems,
) -> tuple[SamplingPlan, list[Footprint]] | None:
    if not inputs.plants or what not in WHAT:
        return None
    (plant,) = inputs.plants
    tables = inputs.tables_of(plant, problems)
    if tables is None:
        return None
    names = scenarios_of(plant, scenarios)
    return plan(plant, tables, names, seed, problems, what=cast(What, what), gsd=gsd)


def _width(text: str | None, problems: Problems) -> float | None:
    if text is None:
        return None
    try:
        amount = quantity(text)
        if amount.unit.dimension or not 0 < amount.base < 1:
            raise QuantityError(f"'{text}' is not a width; write one such as 2%")
    except QuantityError as error:
        problems.add(f"--until: {error}", code="invalid-option")
        return None
    return amount.base
