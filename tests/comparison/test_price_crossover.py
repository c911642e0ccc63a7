"""The price at which two products change rank: exact, by hand and by calculating again."""

import pytest

import carbonre as cr
from carbonre.comparison.allocation_methods import by_method
from carbonre.comparison.price_crossover import price_crossovers, price_years
from helpers.commands import run_command
from helpers.paths import ROOT
from helpers.plants import calculate

BAOTOU = ROOT / "examples" / "baotou_smelter.yaml"
PLANT = {
    "carbonre": 1,
    "plant": "Split",
    "period": 2024,
    "allocation": "economic",
    "production": {"light": "1 t"},
    "steps": {
        "split": {
            "process": "inventory",
            "makes": {"light": "2 kg", "heavy": "1 kg"},
            "uses": {"ore": "10 kg"},
        },
        "calcination": {
            "process": "inventory",
            "takes": {"heavy": "all"},
            "makes": {"heavy oxide": "1 kg"},
            "uses": {"heavy": "1 kg", "gas": "1 kg"},
        },
    },
    "prices": {"light": "3 USD/kg", "heavy": "12 USD/kg"},
    "supply": {
        "ore": {"factor": "1 kgCO2e/kg", "source": "stated"},
        "gas": {"factor": "2 kgCO2e/kg", "source": "stated"},
    },
}


def test_the_price_by_hand():
    """Burden 10 per run; light carries 10 p/(2 p + h) per kg, heavy oxide 10 h/(2 p + h) + 2.

    With h = 12: 10 p = 120 + 2 (2 p + 12), p = 24. With p = 3: 30 = 10 h + 2 (6 + h), h = 1.5.
    """
    light, heavy = price_crossovers(calculate(PLANT))
    assert (light.priced, light.product, light.other, light.now) == (
        "light", "light", "heavy oxide", 3,
    )  # fmt: skip
    assert light.prices == pytest.approx((24,), rel=1e-12)
    assert (heavy.priced, heavy.product, heavy.other) == ("heavy", "heavy oxide", "light")
    assert heavy.prices == pytest.approx((1.5,), rel=1e-12)
    assert light.above == heavy.above == "heavy oxide"


def test_there_is_none_where_later_burden_decides():
    """With 100 of gas per kg no price of the light product makes it as heavy: none, and who."""
    gas = {**PLANT["supply"], "gas": {"factor": "100 kgCO2e/kg", "source": "stated"}}
    found = price_crossovers(calculate({**PLANT, "supply": gas}))
    assert [rank.prices for rank in found] == [(), ()]
    assert {rank.above for rank in found} == {"heavy oxide"}


def test_where_two_steps_make_it_the_price_is_sought():
    """A second maker of light bends the line; calculated again, the two are equal there."""
    other = {
        "process": "inventory",
        "amount": {"light": "100 kg"},
        "makes": {"light": "1 kg", "sand": "1 kg"},
        "uses": {"ore": "4 kg"},
    }
    plant = {
        **PLANT,
        "production": {"light": "1000 kg"},
        "steps": {**PLANT["steps"], "other": other},
        "prices": {**PLANT["prices"], "sand": "1 USD/kg"},
    }
    found = [
        r
        for r in price_crossovers(calculate(plant))
        if r.other == "heavy oxide" and r.priced == "light"
    ]
    assert found
    for rank in found:
        (price,) = rank.prices
        prices = {**plant["prices"], "light": f"{price!r} USD/kg"}
        again = calculate({**plant, "prices": prices})
        assert again.products_sold.named("light").total == pytest.approx(
            again.products_sold.named("heavy oxide").total
        )


def test_nothing_is_ranked_without_value():
    assert price_crossovers(calculate({**PLANT, "allocation": "mass"})) == []
    assert price_years(calculate({**PLANT, "allocation": "mass"})) == []


@pytest.fixture(scope="module")
def by_value():
    found = by_method(cr.read_plant(BAOTOU), cr.read_factors())
    return next(side.result for side in found if side.key == "economic")


def test_every_price_of_the_smelter_makes_two_products_equal(by_value):
    found = price_crossovers(by_value)
    assert {rank.priced for rank in found} == {
        "PrNd chloride", "Ce chloride", "La chloride", "SmEuGd chloride",
    }  # fmt: skip
    none = [(rank.product, rank.other) for rank in found if not rank.prices]
    assert none == [("CeO2", "La carbonate")]
    rank = next(r for r in found if (r.product, r.other) == ("PrNd oxide", "CeO2"))
    text = BAOTOU.read_text(encoding="utf-8").replace("allocation: mass", "allocation: economic")
    text = text.replace("PrNd chloride: 56 USD/kg", f"PrNd chloride: {rank.prices[0]!r} USD/kg")
    again = calculate(text)
    equal = again.products_sold.named("PrNd oxide").total
    assert again.products_sold.named("CeO2").total == pytest.approx(equal, rel=1e-9)
    assert 0.9 < rank.prices[0] < 1.1  # what cerium costs: their kilns burn alike


def test_all_of_it_is_printed():
    done = run_command("compare", BAOTOU, "--scenario", "baseline", "--allocations")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "economic 2024" in lines[2]
    assert lines[3].startswith("(basket)")
    assert any(line.startswith("Nd in PrNd oxide ") for line in lines)
    assert any(line.startswith("rare earths in PrNd oxide ") for line in lines)
    (line,) = [line for line in lines if line.startswith("  price of PrNd chloride")]
    assert "now 56.0 USD/kg: PrNd oxide equals Ce carbonate at 0." in line
    assert "La carbonate at no price (higher throughout)" in done.stdout


def test_per_kilogram_of_contained_metal():
    """Per kg of contained Nd is the footprint over its mass fraction in the product."""
    table = cr.allocations(cr.read_plant(BAOTOU), contained=True).set_index(["product", "unit"])
    oxide = table.loc[("PrNd oxide", "kg")]
    share = 10.7898 * 0.85735 / (3.6160 + 10.7898)  # Nd2O3 in PrNd oxide, Nd in Nd2O3
    assert table.loc[("PrNd oxide", "kg Nd"), "mass"] == pytest.approx(oxide["mass"] / share, 0.01)
    assert (
        table.loc[("PrNd oxide", "kg rare earths"), "economic"]
        < table.loc[("PrNd oxide", "kg Nd"), "economic"]
    )
    assert set(table["price_years"]) == {"2024"}
    assert list(table["range_ratio"]) == pytest.approx(
        list(table[["mass", "economic", "moles", "element"]].max(axis=1)
             / table[["mass", "economic", "moles", "element"]].min(axis=1))
    )  # fmt: skip
