"""Evaporation: the work of vapour recompression, the steam of several effects, the salt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements
from carbonre.unit_process.defaults import default_for
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

KWH_PER_T = 3600.0  # J/kg
FORMULAS = {
    "ammonium chloride": "NH4Cl",
    "sodium chloride": "NaCl",
    "ammonium sulfate": "(NH4)2SO4",
    "sodium sulfate": "Na2SO4",
    "magnesium sulfate": "MgSO4",
}


def brine(salt: str = "ammonium chloride", share: float = 0.12) -> Feed:
    return Feed(f"{salt} brine", mixture({FORMULAS[salt]: share, "H2O": 1 - share}))


EXAMPLE = {"brine": brine(), "salt": "ammonium chloride"}


@pytest.mark.parametrize("salt", FORMULAS)
@pytest.mark.parametrize("share", [0.05, 0.1, 0.15, 0.2])
def test_vapour_recompression_lands_in_what_was_read(salt: str, share: float) -> None:
    """20 to 50 kWh/t of water for ammonium chloride brine (trade article); to crystals 25 to 60."""
    work = indicator_of(
        run_model("evaporation", brine=brine(salt, share), salt=salt), "electricity per water"
    )
    assert 20 <= work / KWH_PER_T <= 60


def test_work_of_a_heat_pump_by_hand() -> None:
    """w = h dT / (T efficiency): 2.257 MJ/kg x 10 K / 373 K / 0.6 = 28.0 kWh/t."""
    result = run_model(
        "evaporation", temperature_difference=10.0, boiling_point_rise=0.0, pumping=0.0,
        latent_heat=2.257e6, boiling_temperature=373.0, compressor_efficiency=0.6,
    )  # fmt: skip
    assert indicator_of(result, "electricity per water") / KWH_PER_T == pytest.approx(
        28.0, abs=0.05
    )


@pytest.mark.parametrize(
    ("effects", "steam"), [("single", 1.1), ("double", 0.57), ("triple", 0.4), ("quadruple", 0.3)]
)
def test_steam_of_effects(effects: str, steam: float) -> None:
    result = run_model("evaporation", method="multiple effect", effects=effects)
    assert indicator_of(result, "steam per water") == pytest.approx(steam)
    assert amount(result, "uses", "steam") == pytest.approx(0.88 * steam * 2.7e6)


@pytest.mark.parametrize(("water", "heat"), [(45, 49), (71, 77)])
def test_zero_discharge_by_three_effects(water: float, heat: float) -> None:
    """45 to 71 kg of water per kg REO: 49 to 77 GJ of steam per t REO."""
    result = run_model("evaporation", method="multiple effect", effects="triple")
    per_water = amount(result, "uses", "steam") / 0.88
    assert per_water * water * 1000 / 1e9 == pytest.approx(heat, rel=0.02)


def test_all_salt_and_water_come_out() -> None:
    result = run_model("evaporation")
    assert amount(result, "makes", "ammonium chloride") == pytest.approx(0.12)
    assert amount(result, "wastes", "water") == pytest.approx(0.92 * 0.88)
    assert amount(result, "emits", "H2O") == pytest.approx(0.08 * 0.88)
    (made,) = (line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements == pytest.approx(dict(elements("NH4Cl")))


def test_salt_without_a_price_is_a_waste() -> None:
    result = run_model("evaporation", salt_is="waste")
    assert amount(result, "wastes", "ammonium chloride") == pytest.approx(0.12)
    assert amount(result, "makes", "ammonium chloride") == 0


@given(st.floats(0.01, 0.45), st.floats(1.01, 1.5))
def test_stronger_brine_is_less_work_in_all_and_more_per_water(share: float, more: float) -> None:
    """Per kg of salt, a stronger brine has less water to lose; each kg of it boils higher."""
    weak, strong = (run_model("evaporation", brine=brine(share=s)) for s in (share, share * more))
    assert indicator_of(strong, "electricity per water") >= indicator_of(
        weak, "electricity per water"
    )
    per_salt = [
        amount(result, "uses", "electricity") / amount(result, "makes", "ammonium chloride")
        for result in (weak, strong)
    ]
    assert per_salt[1] < per_salt[0]


@pytest.mark.parametrize(
    ("parameter", "low", "high"),
    [
        ("temperature_difference", 5.0, 12.0),
        ("boiling_point_rise", 5.0, 15.0),
        ("pumping", 0.0, 5 * KWH_PER_T),
        ("compressor_efficiency", 0.7, 0.5),
        ("latent_heat", 2.2e6, 2.4e6),
    ],
)
def test_what_raises_the_work(parameter: str, low: float, high: float) -> None:
    less, more = (run_model("evaporation", **{parameter: value}) for value in (low, high))
    assert amount(more, "uses", "electricity") > amount(less, "uses", "electricity")


def test_the_rise_is_that_of_saturation_at_most() -> None:
    dilute = indicator_of(
        run_model("evaporation", brine=brine(share=0.001)), "mean boiling-point rise"
    )
    beyond = indicator_of(
        run_model("evaporation", brine=brine(share=0.6)), "mean boiling-point rise"
    )
    assert dilute < 0.2
    assert beyond == pytest.approx(15.0)


@pytest.mark.parametrize("composition", [{"H2O": 1.0}, {"NH4Cl": 1.0}, {}])
def test_a_brine_without_salt_or_water_is_refused(composition: dict[str, float]) -> None:
    with pytest.raises(ModelError) as caught:
        run_model("evaporation", brine=Feed("brine", mixture(composition)))
    assert caught.value.parameter == "brine"


def test_effects_that_fit_by_hand() -> None:
    """Ammonium chloride of 12 %: 7.33 kg of water per kg, 15 K at saturation (1.15 kg).

    Four effects end at 5.5, 3.67, 1.83 and 0 kg: 3.1 + 4.7 + 9.4 + 15 K, and 4 x 8 K, make 64 K of
    90. Calcium chloride of 40 % with 30 K at 0.63 kg: in three 1.0, 0.5, 0 kg: 19 + 30 + 30 K, and
    24 K, make 103 K; in two 86 K.
    """
    run_model("evaporation", method="multiple effect", effects="quadruple")
    with pytest.raises(ModelError, match="quadruple takes 64 K"):
        run_model(
            "evaporation", method="multiple effect", effects="quadruple", temperature_span=60.0
        )
    strong = {
        "brine": Feed("bittern", mixture({"CaCl2": 0.4, "H2O": 0.6})),
        "salt": "calcium chloride",
        "method": "multiple effect",
        "boiling_point_rise": 30.0,
        "saturation": 1.59,
    }
    with pytest.raises(ModelError, match=r"triple takes 103 K .* double is the most") as caught:
        run_model("evaporation", effects="triple", **strong)
    assert caught.value.parameter == "effects"
    run_model("evaporation", effects="double", **strong)


def test_a_salt_without_a_row_needs_its_rise_in_effects_too() -> None:
    """It limits their number, as it lifts the work of the compressor."""
    for method in ("multiple effect", "mechanical vapour recompression"):
        row = default_for("evaporation", "boiling_point_rise", {"method": method, "salt": "other"})
        assert row is not None and row.evidence == "unknown"


@pytest.mark.parametrize("formula", ["NH4NO3", "NaNO3"])
def test_a_nitrate_brine_is_not_boiled_dry(formula: str) -> None:
    oxidiser = Feed("nitrate brine", mixture({formula: 0.1, "H2O": 0.9}))
    with pytest.raises(ModelError, match="oxidiser") as caught:
        run_model("evaporation", brine=oxidiser)
    assert caught.value.parameter == "brine"
