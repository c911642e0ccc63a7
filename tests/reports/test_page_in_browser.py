"""The report in a real browser: sliders, quiet console, closed network, narrow and dark screens.

Slow, and only where Chromium and Playwright are there: apt-get install chromium, and the extra
`dev`.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import carbonre as cr
from carbonre.comparison.what_if import what_if
from carbonre.footprint.products import PLANT
from carbonre.reports.page.html import html
from helpers.hostile import HOSTILE_PLANT
from helpers.paths import ROOT
from helpers.plants import calculate
from helpers.sliders import own_table, recalculate, settings_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
FOUR = 5e-5
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; apt-get install chromium")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


class Opened:
    """A page in a browser, with everything that it said and asked for."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_context(**options).new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def set(self, index: int, value: float) -> None:
        script = "([i, v]) => { const s = document.querySelectorAll('input[type=range]')[i];"
        script += " s.value = v; s.dispatchEvent(new Event('input')); }"
        self.page.evaluate(script, [index, repr(value)])

    def totals(self) -> list[float]:
        return [
            float(text)
            for text in self.page.eval_on_selector_all(
                "#what-if td.now", "cells => cells.map(cell => cell.dataset.value)"
            )
        ]

    def too_wide(self) -> list[str]:
        """What sticks out of the screen without a bar to move it."""
        script = """() => [...document.querySelectorAll('body *')].filter(e =>
            !e.closest('.scroll') && !e.closest('svg') &&
            e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        ).map(e => e.tagName + ' ' + e.className)"""
        return self.page.evaluate(script)


@pytest.fixture(scope="module")
def smelter(tmp_path_factory: pytest.TempPathFactory) -> Any:
    plant = cr.read_plant(ROOT / "examples" / "baotou_smelter.yaml")
    results = [cr.footprint(plant, scenario=name) for name in ("baseline", "together")]
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(html(results, draws=10), encoding="utf-8")
    return results[0], file


def test_sliders_say_what_calc_says(browser, smelter, tmp_path) -> None:
    """At random positions of all sliders, to four digits; and back at the report."""
    result, file = smelter
    found = what_if(result)
    opened = Opened(browser, file)
    names = [item.name for item in result.products_by_rank]
    before = opened.totals()
    assert before == pytest.approx(
        [*(i.total for i in result.products_by_rank), result.total], rel=FOUR
    )
    shipped = {row.id for row in result.system.factors.rows}
    assert all(factor.factor_id in shipped for factor in found.adjustable)
    generator = random.Random(3)
    table = tmp_path / "moved.csv"
    for _ in range(3):
        moved = {
            factor.factor_id: generator.uniform(factor.low, factor.high)
            for factor in found.adjustable
        }
        values = [
            axis.parameter.value
            if "." in axis.parameter.row.parameter
            else generator.uniform(axis.parameter.low, axis.parameter.high)
            for axis in found.axes
        ]
        for index, value in enumerate(moved.values()):
            opened.set(index, value)
        for index, (axis, value) in enumerate(zip(found.axes, values, strict=True)):
            opened.set(len(moved) + index, value / axis.parameter.unit.factor)
        table.write_text(own_table(result, found.adjustable, moved), encoding="utf-8")
        answer = recalculate(result, settings_of(found.axes, values), table)
        wanted = [answer.products_sold.named(name).total for name in names] + [answer.total]
        assert opened.totals() == pytest.approx(wanted, rel=FOUR)
        # The page and the library interpolate alike, in a list of cuts too.
        alike = [found.total(name, moved, values) for name in (*names, PLANT)]
        assert opened.totals() == pytest.approx(alike, rel=1e-9)
    opened.page.click("#what-if button")
    assert opened.totals() == pytest.approx(before)
    assert opened.said == []
    assert opened.asked == [file.as_uri()]


def test_a_slider_moves_by_keyboard_and_says_so(browser, smelter) -> None:
    _, file = smelter
    opened = Opened(browser, file)
    before = opened.totals()
    opened.page.focus("#slider-0")
    opened.page.keyboard.press("ArrowRight")
    after = opened.totals()
    assert all(b > a for a, b in zip(before, after, strict=True))
    assert opened.page.inner_text("#what-if .change >> nth=0").startswith("+")


@pytest.mark.parametrize("wide", [320, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(browser, smelter, wide, scheme) -> None:
    _, file = smelter
    screen = {"width": wide, "height": 800}
    opened = Opened(browser, file, viewport=screen, color_scheme=scheme)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= wide
    assert opened.too_wide() == []
    back = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 23, 29)")


@pytest.mark.parametrize("wide", [390, 1280])
def test_hostile_names_do_nothing_and_break_nothing(browser, tmp_path, wide) -> None:
    file = tmp_path / "hostile.html"
    results = [calculate(HOSTILE_PLANT), calculate(HOSTILE_PLANT, "<i onclick='x()'>")]
    file.write_text(html(results, draws=2), encoding="utf-8")
    opened = Opened(browser, file, viewport={"width": wide, "height": 800})
    assert opened.said == [] and opened.asked == [file.as_uri()]
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= wide
    assert opened.too_wide() == []


def test_what_is_printed_is_light_and_has_no_sliders(browser, smelter) -> None:
    _, file = smelter
    opened = Opened(browser, file, color_scheme="dark")
    opened.page.emulate_media(media="print")
    foot = "e => getComputedStyle(e).display"  # a footer group would be repeated on every page
    assert opened.page.eval_on_selector("tfoot", foot) == "table-row-group"
    assert not opened.page.is_visible("#what-if")
    back = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == "rgb(255, 255, 255)"
    assert opened.page.is_visible("#factors")


def test_the_policy_stops_what_is_slipped_in(browser, smelter) -> None:
    """The policy of the page holds: a script that somebody adds does not run."""
    _, file = smelter
    opened = Opened(browser, file)
    opened.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.slipped = 1';"
        " document.body.append(s); }"
    )
    assert opened.page.evaluate("window.slipped") is None
    assert any("Content Security Policy" in text for text in opened.said)
