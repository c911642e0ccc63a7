"""`carbonre reconcile`: the meters of a plant against its model."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from carbonre.accounts.meter_reader import REGISTER, meter_files
from carbonre.accounts.reconcile import reconcile as compared
from carbonre.cli.common import AllErrors, FactorFiles, PlantPath, stopping
from carbonre.cli.inputs import read_inputs
from carbonre.cli.outputs import check_outputs, write_outputs
from carbonre.reports.reconciliation import reconciliation_csv, reconciliation_text


def reconcile(
    plant: PlantPath,
    meters: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Activity data: a folder or a file; meters beside it."),
    ] = None,
    register: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The register of meters; register.csv among them."),
    ] = None,
    name: Annotated[str, typer.Option(help="What the register calls the plant.")] = "",
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="The comparison; - for stdout.")
    ] = None,
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Compare meters with the model, per step and flow, by the weight of the difference.

    Example: carbonre reconcile smelter.yaml --meters meters
    """
    data = Path(meters) if meters else Path(plant).parent / "meters"
    folder = data if data.is_dir() or not meters else data.parent
    listed = Path(register) if register else folder / REGISTER
    read = meter_files(data)
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs([csv], [*inputs.files, str(listed), *map(str, read)], problems)
        tables = inputs.tables_of(inputs.plants[0], problems) if inputs.plants else None
        if tables is None:
            return
        today = datetime.datetime.now().astimezone().date()
        found = compared(inputs.plants[0], tables, listed, read, today, problems, name)
    assert found is not None
    write_outputs([(csv, lambda: reconciliation_csv(found))], lambda: reconciliation_text(found))
