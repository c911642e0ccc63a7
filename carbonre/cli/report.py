"""`carbonre report`: a footprint as a page, pictures, a workbook or a verification package."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, NoDrafts, say, stopping
from carbonre.cli.inputs import read_inputs, with_reference
from carbonre.cli.outputs import check_folder, check_outputs, write_outputs
from carbonre.core.errors import Place
from carbonre.reports import report as reports
from carbonre.reports.verifier.pack import write_pack
from carbonre.uncertainty.intervals import DRAWS


def report(
    plant: Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The report: FILE.html or FILE.xlsx."),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", metavar="NAME", help="What to report; the first in full."),
    ] = None,
    language: Annotated[
        str, typer.Option("--lang", metavar="en|zh", help="The language of the labels.")
    ] = "en",
    figures: Annotated[
        str | None,
        typer.Option("--figures", metavar="DIR", help="The pictures as SVG and PNG."),
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="DIR", help="The verification package.")
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", help="Draws for the 90 % interval of a product.")
    ] = DRAWS,
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Write the report of a plant: one page that opens offline, pictures, or a workbook.

    Without --scenario the baseline is reported in full and every scenario is compared with it; one
    scenario alone is compared with the baseline. The first that is named is reported in full.

    Example: carbonre report plant.yaml -o report.html --figures figures
    """
    with stopping(all_errors) as problems:
        if output is None and figures is None and pack is None:
            problems.add(
                "nothing is asked for; write -o FILE.html, --figures DIR or --pack DIR",
                code="nothing-to-do",
            )
        form = reports.form_of(output or "report.html", problems)
        reports.check_options(problems, language, draws)
        inputs = read_inputs([plant], factors, problems)
        check_outputs([output], inputs.files, problems)
        check_folder(figures, problems)
        check_folder(pack, problems, empty=True)
        if figures and pack and Path(figures).resolve() == Path(pack).resolve():
            words = "--figures: is the folder of the verification package; name another"
            problems.add(words, Place(figures), code="output-named-twice")
        names = with_reference(scenario or ())
        results = inputs.footprints(names, problems, drafts=not no_drafts)
        problems.raise_any()
        document = reports.report(results, form, language=language, draws=draws) if output else b""
        drawn = reports.pictures(results, language) if figures else {}
        if pack is not None:  # it appears whole or not at all, and fails before anything is written
            documents = {PurePath(output).name: document} if output else {}
            write_pack(pack, results, factors or (), drafts=not no_drafts, documents=documents,
                       draws=draws)  # fmt: skip
            say(f"wrote {pack}")
    if figures is not None:
        Path(figures).mkdir(exist_ok=True)
    pictures = [(str(Path(figures or "") / name), picture) for name, picture in drawn.items()]
    write_outputs([(output, document), *pictures])
