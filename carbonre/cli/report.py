"""`carbonre report`: a footprint in the form in which it is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, compared, results_of, say, stop_at
from carbonre.core.errors import Place, Problems
from carbonre.footprint.result import Footprint
from carbonre.reports import files
from carbonre.reports.language import LANGUAGES, Language
from carbonre.reports.text import safe_text, significant
from carbonre.reports.verifier.checklist import Answer
from carbonre.reports.verifier.pack import check_folder, write_pack
from carbonre.uncertainty.intervals import DRAWS, interval

Output = tuple[str, str | bytes]
EXTRA = "this needs the extra 'report': pip install 'carbonre[report]'"


def report(
    plant: Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The report: FILE.html or FILE.xlsx."),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario", metavar="NAME", help="What to report; the first is told in full."
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--lang", metavar="en|zh", help="The language of the labels.")
    ] = "en",
    figures: Annotated[
        str | None,
        typer.Option("--figures", metavar="DIR", help="The pictures as SVG and PNG."),
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="DIR", help="Everything that a verifier needs.")
    ] = None,
    draws: Annotated[
        int | None, typer.Option("--draws", metavar="N", help="Draws for the band of a product.")
    ] = None,
    factors: FactorFiles = None,
    no_drafts: Annotated[
        bool, typer.Option("--no-drafts", help="Refuse numbers that are only recalled or judged.")
    ] = False,
    all_errors: AllErrors = False,
) -> None:
    """Write the report of a plant: one page that opens offline, pictures, or a workbook.

    Without --scenario the baseline is told in full and every scenario stands beside it; one
    scenario alone stands beside the baseline. The first that is named is told in full.

    Example: carbonre report plant.yaml -o report.html --figures figures
    """
    problems = Problems()
    inputs = [plant, *(factors or ())]
    if output is None and figures is None and pack is None:
        problems.add("nothing is asked for; write -o FILE.html, --figures DIR or --pack DIR")
    if output is not None:
        _check_output(output, inputs, problems)
    if language not in LANGUAGES:
        problems.add(f"--lang: '{language}' is none of {', '.join(LANGUAGES)}")
    if draws is not None and not 0 <= draws <= MOST_DRAWS:
        problems.add(f"--draws: {draws} is not within 0 to {MOST_DRAWS}")
    if figures is not None:
        words = files.folder_fault(figures)
        if words:
            problems.add(f"--figures: cannot be written: it {words}", Place(figures))
    if pack is not None:
        check_folder(pack, problems)
        both = figures is not None and not (files.folder_fault(figures) or files.folder_fault(pack))
        if both and Path(figures or "").resolve() == Path(pack).resolve():
            words = "--figures: names the folder of the pack, whose files are summed; name another"
            problems.add(words, Place(figures or ""))
    results = results_of(plant, compared(scenario or ()), factors, problems, drafts=not no_drafts)
    stop_at(problems, all_errors)
    many = DRAWS if draws is None else draws
    try:
        page = _page(results, output, language, many)
        outputs = [*page, *_pictures(results, figures, language)]
    except ModuleNotFoundError as error:
        problems.add(f"{EXTRA} (there is no {error.name})")
        stop_at(problems, all_errors)
        raise
    if pack is not None:  # it appears whole or not at all, and fails before anything is written
        known = {"uncertainty": _sure(results[0], many)} if _is_page(output) and many else {}
        documents = {PurePath(target).name: content for target, content in page}
        write_pack(pack, results, factors or (), drafts=not no_drafts, documents=documents,
                   known=known)  # fmt: skip
        say(f"wrote {pack}")
    if figures is not None:
        Path(figures).mkdir(exist_ok=True)
    files.write(outputs)
    for target, _ in outputs:
        say(f"wrote {target}")


MOST_DRAWS = 100_000
SUFFIXES = (".html", ".xlsx")


def _is_page(output: str | None) -> bool:
    return output is not None and PurePath(output).suffix.lower() == ".html"


def _check_output(output: str, inputs: Sequence[str], problems: Problems) -> None:
    if PurePath(output).suffix.lower() not in SUFFIXES:
        words = f"the suffix says what to write; name a file with {' or '.join(SUFFIXES)}"
        problems.add(f"--output: {words}", Place(output))
    files.check_target(output, inputs, problems)


def _page(
    results: Sequence[Footprint], output: str | None, language: str, draws: int
) -> list[Output]:
    """Return the report in the form that its suffix asks for."""
    if output is None:
        return []
    if _is_page(output):
        from carbonre.reports.page.html import html

        return [(output, html(results, language, draws))]
    from carbonre.reports.workbook.xlsx import workbook

    return [(output, workbook(results))]


def _pictures(results: Sequence[Footprint], folder: str | None, language: str) -> list[Output]:
    if folder is None:
        return []
    from carbonre.reports.figures.pictures import pictures, png

    found: list[Output] = []
    say_ = Language(language, results[0].system.factors)
    for name, picture in pictures(results, say_).items():
        target = str(Path(folder) / name)
        found += [(f"{target}.svg", picture + "\n"), (f"{target}.png", png(picture))]
    return found


def _sure(result: Footprint, draws: int) -> Answer:
    """Return what the report says of uncertainty, for the checklist of a pack."""
    bands = interval(result, draws)
    if not bands:
        return Answer("missing", "nothing in the plant has a spread, or it cannot be drawn")
    words = (
        f"{safe_text(item)} {significant(low)} to {significant(high)}"
        f" kg CO2e/{result.product(item).unit.text}"
        for item, (low, high) in bands.items()
    )
    return Answer("stated", f"90 % of {draws:,} draws: {'; '.join(words)}", "report as a page")
