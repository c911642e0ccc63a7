"""The report of a plant as a page, a workbook, pictures or a verification package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal

from carbonre.core.errors import Place, Problems
from carbonre.core.extras import require
from carbonre.footprint.result import Footprint
from carbonre.reports.language import LANGUAGES, Language
from carbonre.uncertainty.intervals import DRAWS, intervals
from carbonre.uncertainty.weight_of_evidence import weight_of_evidence

EXTRA = "report"
FORMS = ("html", "xlsx")
MOST_DRAWS = 100_000


def report(
    results: Footprint | Sequence[Footprint],
    form: Literal["html", "xlsx"] = "html",
    *,
    language: str = "en",
    draws: int = DRAWS,
) -> bytes:
    """Return the report of a plant as a file.

    Parameters
    ----------
    results : Footprint or sequence of Footprint
        Scenarios of one plant; the first is reported in full, the others are compared with it.
    form : str
        ``html``: one page that opens offline, with pictures and sliders; ``xlsx``: a workbook of
        all figures with their sources.
    language : str
        Of the labels of a page: ``en`` or ``zh``.
    draws : int
        For the median and the 90 % interval of each product; 0 for none.

    Returns
    -------
    bytes
        The whole file. The same results give the same bytes.

    Raises
    ------
    InputError
        If there is no such form or language, the number of draws is out of range, or the extra
        ``report`` is not installed; if what the plant says under `uncertainty` is wrong, or too
        many draws cannot be calculated for an interval.
    """
    several = (results,) if isinstance(results, Footprint) else tuple(results)
    problems = Problems()
    if form not in FORMS:
        problems.add(f"'{form}' is none of {', '.join(FORMS)}", field="form", code="invalid-option")
    if not several:
        problems.add("there is no footprint to report", field="results", code="nothing-to-do")
    check_options(problems, language, draws)
    problems.raise_any()
    if form == "html":
        require("jinja2", "markupsafe", extra=EXTRA)
        from carbonre.reports.page.html import html

        return html(several, language, draws).encode()
    require("xlsxwriter", extra=EXTRA)
    from carbonre.reports.workbook.xlsx import workbook

    first = several[0]
    weight = weight_of_evidence(first, draws)
    return workbook(several, intervals=intervals(first, draws), weight=weight)


def check_options(problems: Problems, language: str = "en", draws: int = DRAWS) -> None:
    """Refuse a language or a number of draws that no report can have."""
    if language not in LANGUAGES:
        problems.add(
            f"--lang: '{language}' is none of {', '.join(LANGUAGES)}", code="invalid-option"
        )
    if not 0 <= draws <= MOST_DRAWS:
        problems.add(f"--draws: {draws} is not within 0 to {MOST_DRAWS}", code="invalid-option")


def form_of(file: str, problems: Problems) -> Literal["html", "xlsx"]:
    """Return the form that the suffix of a file asks for."""
    suffix = PurePath(file).suffix.lower()
    if suffix == ".xlsx":
        return "xlsx"
    if suffix != ".html":
        words = "the suffix says what to write; name a file with .html or .xlsx"
        problems.add(f"--output: {words}", Place(file), code="invalid-option")
    return "html"


def pictures(results: Sequence[Footprint], language: str = "en") -> dict[str, bytes]:
    """Return the pictures of a report by file name, each as SVG and as PNG.

    Raises
    ------
    InputError
        If the extra ``report`` is not installed.
    """
    require("resvg_py", extra=EXTRA)
    from carbonre.reports.figures.pictures import pictures as drawn
    from carbonre.reports.figures.pictures import png

    found: dict[str, bytes] = {}
    for name, picture in drawn(results, Language(language, results[0].system.factors)).items():
        found |= {f"{name}.svg": f"{picture}\n".encode(), f"{name}.png": png(picture)}
    return found
