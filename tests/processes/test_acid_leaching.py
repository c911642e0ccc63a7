"""Acid leaching of lean solids: the worked examples, each precipitation by hand, the directions.

GB 29435-2025 has no table for lean solids; the process takes reagents, and little energy.
"""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import mixture, salt
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

LEAN = {"Nd2O3": 0.0035, "Dy2O3": 0.0009}  # 0.44 % REO, the grade of Phalaborwa


def solid(rare_earths: dict[str, float] = LEAN, **compounds: float) -> Feed:
    """Return a phosphogypsum with other compounds in it, per kg dry."""
    gypsum = 0.99 - sum(compounds.values())
    parts = mixture({"CaSO4(H2O)2": gypsum, **compounds})
    return Feed("phosphogypsum", {**parts, **salt(rare_earths)}, rare_earths)


EXAMPLE: dict[str, Any] = {
    "feed": solid(CaCO3=0.01, Al2O3=0.02, Fe2O3=0.01),
    "gangue_acid": 0.01,
    "aluminium_dissolved": 0.1,
    "iron_dissolved": 0.2,
}
PHALABORWA: dict[str, Any] = {  # example 5b of the derivation
    "feed": solid(), "recovery": 0.65, "liquid_to_solid": 2.0, "acid_strength": 0.05,
    "gangue_acid": 0.010, "aluminium_dissolved": 0.0, "iron_dissolved": 0.0,
}  # fmt: skip
ACID, WATER = "acid per REO leached", "water per REO leached"


def run(**given: Any) -> Any:
    return run_model("acid_leaching", **given)


def of_line(result: Any, kind: str, flow: str) -> Exchange:
    return next(x for x in result if isinstance(x, Exchange) and (x.kind, x.flow) == (kind, flow))


def test_florida_phosphogypsum() -> None:
    """0.5 % rare earths, ratio 2.75, 2.8 % acid, 34.5 % leached: 44.64 kg acid and 1,550 kg water
    per kg leached."""
    feed = solid({"Nd2O3": 0.005})
    result = run(feed=feed, gangue_acid=0.0, aluminium_dissolved=0.0, iron_dissolved=0.0)
    assert indicator_of(result, ACID) == pytest.approx(44.6377, rel=1e-5)
    assert indicator_of(result, WATER) == pytest.approx(1549.6, rel=1e-4)


@pytest.mark.parametrize(
    ("recycled", "acid", "purge"), [(0.0, 38.4615, 15.69), (0.9, 6.9930, 1.569)]
)
def test_phalaborwa_once_through_and_with_the_liquor_used_again(
    recycled: float, acid: float, purge: float
) -> None:
    """Limestone on the purge gives 15.69 and 1.569 kg CO2 per kg REO; oxalate sets the acid of the
    rare earths free again, so that all of it must be neutralised."""
    result = run(**PHALABORWA, acid_recycled=recycled, precipitation="oxalate", light_yield=1.0,
                 heavy_yield=1.0, oxalic_excess=0.0, gypsum_dissolved=0.0)  # fmt: skip
    assert indicator_of(result, ACID) == pytest.approx(acid, rel=1e-5)
    water = of_line(result, "wastes", "acid purge")
    limed = run_model(
        "lime_neutralisation", reagent="limestone", excess=0.0,
        stream=Feed("acid purge", water.elements or {}, water.rare_earths or {}),
    )  # fmt: skip
    carbon = amount(limed, "emits", "CO2") * water.amount
    made = amount(result, "makes", "rare earth leach liquor")
    assert carbon / made == pytest.approx(purge, rel=1e-3)


def test_one_per_cent_of_calcite() -> None:
    """0.01 x 0.43971/(0.0044 x 0.65): 1.5375 kg CO2 per kg REO, and its acid, 0.980 kg/kg."""
    none, some = run(**PHALABORWA), run(**{**PHALABORWA, "feed": solid(CaCO3=0.01)})
    carbon = indicator_of(some, "mineral CO2 per REO leached")
    assert carbon == pytest.approx(1.5375, rel=1e-4)
    more = amount(some, "uses", "sulfuric acid") - amount(none, "uses", "sulfuric acid")
    assert more == pytest.approx(0.0098, rel=1e-3)


def test_gypsum_takes_as_much_oxalic_acid_as_the_rare_earths() -> None:
    """2.4 g/kg in 550 kg of liquor per kg: 1.2223 kg of dihydrate, beside 1.3972 for rare earths
    of 169.18 g/mol at 1.25 times; ion exchange before it leaves the calcium behind."""
    share = (169.18 - 168.24) / (186.50 - 168.24)  # of Dy2O3, in moles
    mass = share * 186.50 / (share * 186.50 + (1 - share) * 168.24)
    feed = solid({"Nd2O3": 0.005 * (1 - mass), "Dy2O3": 0.005 * mass})
    given = {"feed": feed, "recovery": 1.0, "precipitation": "oxalate", "oxalic_excess": 0.25}
    result = run(**given)
    calcium = indicator_of(result, "oxalic acid for calcium per REO leached")
    assert calcium == pytest.approx(1.2223, rel=1e-4)
    rare_earth = amount(result, "uses", "oxalic acid") / 0.005 - calcium
    assert rare_earth == pytest.approx(1.3972, rel=2e-4)
    exchanged = run(**given, concentration=20.0)
    found = indicator_of(exchanged, "oxalic acid for calcium per REO leached")
    assert found == pytest.approx(1.2223 / 20, rel=1e-4)


def test_the_double_sulfate_by_hand() -> None:
    """Na2SO4 0.420 kg/kg by stoichiometry, NaOH 0.709 per kg REO, 1.679 kg Na2SO4 given back."""
    feed = solid({"Nd2O3": 0.0044})
    given = {**PHALABORWA, "feed": feed, "precipitation": "double sulfate", "light_yield": 1.0}
    scale = 168.24 / 169.18  # the figures are of 169.18 g/mol
    made = 0.0044 * 0.65
    result = run(**given, sodium_sulfate=7.0)
    bought = amount(result, "uses", "sodium sulfate") / made
    assert bought * scale == pytest.approx(7 * 0.420, rel=1e-3)
    assert amount(result, "uses", "caustic soda") / made * scale == pytest.approx(0.709, rel=1e-3)
    back = amount(
        run(**given, sodium_sulfate=7.0, sodium_sulfate_returned=1.0), "uses", "sodium sulfate"
    )
    assert (bought - back / made) * scale == pytest.approx(1.679, rel=1e-3)
    assert amount(run(**given, sodium_sulfate=2.0, sodium_sulfate_returned=1.0), "uses",
                  "sodium sulfate") == 0  # fmt: skip


def test_a_second_computation_from_stoichiometry() -> None:
    """Acid, water, purge and product of one leach, with molar masses and nothing of the model."""
    result = run(
        feed=solid(CaCO3=0.03, Al2O3=0.04, Fe2O3=0.02), recovery=0.6, liquid_to_solid=3.0,
        acid_strength=0.04, acid_recycled=0.5, gangue_acid=0.02, aluminium_dissolved=0.3,
        iron_dissolved=0.1, precipitation="double sulfate", light_yield=0.98, heavy_yield=0.6,
    )  # fmt: skip
    half = 0.5 * 3 * 0.04
    acid = half + 0.03 * 98.072 / 100.086 + 0.02
    acid += 0.3 * 0.04 * 3 * 98.072 / 101.961 + 0.1 * 0.02 * 3 * 98.072 / 159.687
    assert amount(result, "uses", "sulfuric acid") == pytest.approx(acid, rel=1e-4)
    made = 0.6 * (0.98 * 0.0035 + 0.6 * 0.0009)
    assert amount(result, "makes", "rare earth leach liquor") == pytest.approx(made)
    neodymium, dysprosium = 0.6 * 0.0035 / 0.168239, 0.6 * 0.0009 / 0.186499
    won = 0.98 * neodymium + 0.6 * dysprosium
    assert amount(result, "uses", "caustic soda") == pytest.approx(3 * won * 0.039997, rel=1e-4)
    purge = of_line(result, "wastes", "acid purge")
    assert purge.elements is not None
    free = half / 0.098072 - 1.5 * (neodymium + dysprosium)
    dissolved = 3 * 0.0024 / 0.136134
    metals = 3 * (0.3 * 0.04 / 0.101961 + 0.1 * 0.02 / 0.159687)
    sodium = 3.5 * (neodymium + dysprosium) + 1.5 * won
    left = 1.5 * (neodymium + dysprosium - won)
    sulfur = (free + dissolved + metals + sodium + left) * 0.03206
    assert purge.amount * purge.elements["S"] == pytest.approx(sulfur, rel=2e-4)
    assert purge.amount * purge.elements["Na"] == pytest.approx(2 * sodium * 0.02299, rel=1e-4)


def test_a_richer_solid_a_better_leach_and_a_closed_circuit_take_less_acid() -> None:
    base = indicator_of(run(**PHALABORWA), ACID)
    rich = {**PHALABORWA, "feed": solid({"Nd2O3": 0.02})}
    for better in (rich, {**PHALABORWA, "recovery": 0.8}, {**PHALABORWA, "acid_recycled": 0.5}):
        assert indicator_of(run(**better), ACID) < base
    for worse in ({"liquid_to_solid": 4.0}, {"acid_strength": 0.1}, {"gangue_acid": 0.05}):
        assert indicator_of(run(**{**PHALABORWA, **worse}), ACID) > base


def test_metals_and_heat_cost_acid_and_steam() -> None:
    feed = solid(Al2O3=0.05)
    none = run(**{**PHALABORWA, "feed": feed})
    some = run(**{**PHALABORWA, "feed": feed, "aluminium_dissolved": 0.5})
    more = amount(some, "uses", "sulfuric acid") - amount(none, "uses", "sulfuric acid")
    assert more == pytest.approx(0.025 * 2.886, rel=1e-3)
    warm = run(**PHALABORWA, leach_rise=30.0)
    assert amount(warm, "uses", "steam") == pytest.approx(2 * 4.2e3 * 30)
    assert amount(run(**PHALABORWA, leach_rise=30.0, heat_recovered=0.8), "uses", "steam") < amount(
        warm, "uses", "steam"
    )


def test_heavy_rare_earths_stay_with_double_sulfate_more_than_with_oxalate() -> None:
    share = []
    for way in ("double sulfate", "oxalate"):
        line = of_line(run(precipitation=way), "makes", "rare earth leach liquor")
        assert line.rare_earths is not None
        share.append(line.rare_earths["Dy2O3"])
    assert share[0] < share[1] == pytest.approx(0.0009 / 0.0044)


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({"acid_strength": 0.0001}, "acid_strength", "less acid than the sulfates"),
        ({"acid_recycled": 0.995}, "acid_recycled", "at most 97.5% of the acid is left"),
        ({"feed": Feed("phosphogypsum", {"Ca": 0.2})}, "feed", "states no rare earths"),
    ],
)
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run(**{**PHALABORWA, **given})
    assert error.value.parameter == parameter


def test_a_works_on_phosphogypsum_closes_its_balances() -> None:
    """Leach, oxalate, kiln; the purge limed, the solid stored: elements go as they came, and what
    leaves as carbon dioxide is that of calcite, of limestone on the purge, and of oxalate."""
    result = calculate(
        {
            "carbonre": 1, "plant": "gypsum", "location": "CN", "period": 2024, "gwp": "AR6",
            "production": {"mixed oxide": "1 t"},
            "flows": {
                "phosphogypsum": {
                    "unit": "kg", "basis": "dry",
                    "composition": {"Nd2O3": "0.4 %", "Dy2O3": "0.04 %", "CaSO4(H2O)2": "95 %",
                                    "CaCO3": "1 %"},
                },
            },
            "steps": {
                "leach": {"process": "acid_leaching", "feed": "phosphogypsum",
                          "product": "oxalate", "precipitation": "oxalate", "recovery": "65 %",
                          "gangue_acid": "0 kg/kg", "acid_recycled": "80 %"},
                "kiln": {"process": "calcination", "feed": "oxalate", "product": "mixed oxide"},
                "liming": {"process": "lime_neutralisation", "stream": "acid purge",
                           "reagent": "limestone", "treats": {"acid purge": "all"}},
                "store": {"process": "residue_storage", "residue": "leached solid",
                          "sulfide_sulfur": "0 kg/kg", "treats": {"leached solid": "all"}},
            },
            "supply": {"phosphogypsum": {"factor": "0 kgCO2e/kg", "source": "a waste"}},
        }
    )  # fmt: skip
    for element in result.elements:
        assert abs(element.gap) < 0.005, element
    steps = {row.step for row in result.ledger_rows if row.flow == "CO2" and row.kgCO2e > 0}
    assert steps >= {"leach", "liming", "kiln"}
    calcite = 0.01 * 0.43971 / (0.0044 * 0.65 * 0.967)
    found = sum(r.kgCO2e for r in result.ledger_rows if (r.step, r.flow) == ("leach", "CO2"))
    assert found / 1000 == pytest.approx(calcite, rel=2e-3)
