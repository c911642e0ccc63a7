"""Allocation by value says which price it took, of which year, and whether it is a draft."""

from __future__ import annotations

import pytest

from helpers.commands import run_command
from helpers.plants import attempt, calculate

PLANT = """\
carbonre: 1
plant: three oxides
location: CN
period: 2022
allocation: economic
steps:
  separation:
    process: inventory
    amount: {Nd2O3: 1 kg}
    makes: {Nd2O3: 1 kg, Pr6O11: 0.3 kg, Dy2O3: 0.05 kg}
    uses: {electricity: 10 kWh}
"""


def test_prices_are_those_of_the_period_and_are_named() -> None:
    """Neodymium oxide of 2022 is 134 USD/kg, not the 47 of 2020; dysprosium 382."""
    result = calculate(PLANT)
    per_kg = {item.name: item.total for item in result.products_sold}
    assert per_kg["Dy2O3"] / per_kg["Nd2O3"] == pytest.approx(382 / 134, rel=0.02)
    assert per_kg["Pr6O11"] == pytest.approx(per_kg["Nd2O3"])
    named = {note.subject: note.text for note in result.prices}
    assert named["Nd2O3"].startswith("Nd2O3: 134 USD/kg in 2022 (USGS")
    assert set(named) == {"Nd2O3", "Pr6O11", "Dy2O3"}


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (2026, "no price of 2026 is in the tables; that of 2025"),
        (2005, "no price of 2005 is in the tables; that of 20"),
    ],
)
def test_a_price_of_another_year_is_a_proxy(period: int, words: str) -> None:
    result = calculate(PLANT.replace("2022", str(period)))
    prices = [note for note in result.proxies if note.subject in ("Nd2O3", "Pr6O11", "Dy2O3")]
    assert len({note.subject for note in prices}) == 3
    assert any(words in note.message for note in prices)
    assert not result.prices


def test_every_output_names_the_prices(tmp_path) -> None:
    (tmp_path / "plant.yaml").write_text(PLANT, encoding="utf-8")
    done = run_command("calc", "plant.yaml", "--json", "-", folder=tmp_path)
    assert "134 USD/kg in 2022" in done.stdout
    assert "134 USD/kg in 2022" in run_command("calc", "plant.yaml", folder=tmp_path).stdout
    run_command("report", "plant.yaml", "-o", "page.html", folder=tmp_path)
    assert "134 USD/kg in 2022" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_stated_price_is_the_plants_own() -> None:
    prices = "prices: {Nd2O3: 100 USD/kg, Pr6O11: 100 USD/kg, Dy2O3: 300 USD/kg}\n"
    result = calculate(PLANT + prices)
    assert not result.prices
    assert not [draft for draft in result.drafts if draft.kind == "price"]


def test_a_draft_price_is_refused_by_its_status() -> None:
    """Pr6O11 is judged, and Dy2O3 of 2025 read from a transcription that is not sure."""
    assert {d.name for d in calculate(PLANT).drafts if d.kind == "price"} >= {"price of Pr6O11"}
    result, found = attempt(PLANT.replace("2022", "2025"), drafts=False)
    assert result is None
    assert "price of Dy2O3" in "\n".join(map(str, found))


def test_a_row_that_was_read_may_be_a_draft() -> None:
    """Rail in China: transcribed, below what moving a train takes; its status is draft."""
    text = PLANT.replace("uses: {electricity: 10 kWh}", "uses: {rail: 10 t*km}")
    text = text.replace("economic", "mass") + "supply: {rail: 'freight train, China'}\n"
    drafts = [str(draft) for draft in calculate(text).drafts]
    assert drafts == ["transport.rail.cpcd (transcription)"]
    result, found = attempt(text, drafts=False)
    assert result is None
    assert "is a draft (transcription), and drafts are refused" in str(found[0])
