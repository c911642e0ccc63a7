"""The report of a plant as one HTML page: no network, no script but our own, names escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from carbonre.footprint.result import Footprint
from carbonre.reports.figures import svg
from carbonre.reports.language import Language
from carbonre.reports.page.contents import contents
from carbonre.reports.text import safe_text
from carbonre.uncertainty.intervals import DRAWS

LONGEST = 400  # characters of a name in a cell; longer ones are cut


def html(results: Sequence[Footprint], language: str = "en", draws: int = DRAWS) -> str:
    """Return the report of scenarios of a plant; the first in full, the others compared with it.

    Parameters
    ----------
    results : sequence of Footprint
        Scenarios of one plant.
    language : str
        ``en`` or ``zh``; in Chinese what the tables name in Chinese has that name.
    draws : int
        Draws for the 90 % interval of each product.

    Returns
    -------
    str
        A whole page. The same results give the same bytes.

    Raises
    ------
    ModuleNotFoundError
        Without the extra ``report``.
    """
    say = Language(language, results[0].system.factors)
    return rendered("report.html", say, contents(results, say, draws), "what_if.js")


def rendered(template: str, say: Language, values: Mapping[str, Any], script: str = "") -> str:
    """Return a template of this room as a page, filled with values; names in them are escaped.

    Parameters
    ----------
    script : str
        The file of the only script that the page may run; without it, it may run none.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["name"] = lambda text: safe_text(str(text), LONGEST)
    environment.filters["drawn"] = Markup  # only for what reports.figures has drawn
    environment.filters["json"] = lambda data: Markup(_json(data))
    environment.filters["square"] = lambda colour: Markup(_square(colour))
    style, code = _file("report.css"), _file(script) if script else ""
    page = environment.get_template(template).render(
        say=say,
        style=Markup(style),
        script=Markup(code),
        style_hash=Markup(_digest(style)),
        script_source=Markup(_digest(code) if code else "none"),
        **values,
    )
    return page + "\n"


def _file(name: str) -> str:
    return (files("carbonre.reports") / "page" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what a content-security policy calls this very text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(data: Mapping[str, Any]) -> str:
    """Return JSON that cannot end a script element or begin another."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _square(colour: str) -> str:
    return (
        f'<svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10"'
        f' class="c-{colour}" fill="{svg.COLOURS[colour]}"/></svg>'
    )
