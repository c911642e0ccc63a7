"""Lanthanothermic reduction: stoichiometry, the heat of the vapour, who may reduce whom."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

NAME = "lanthanothermic_reduction"
KWH = 3.6e6


def metal(flow: str, shares: dict[str, float]) -> Feed:
    return Feed(flow, mixture(shares), rare_earth_oxides(shares))


EXAMPLE: dict[str, Any] = {"reductant": metal("La metal", {"La": 1.0})}
IDEAL = {"reductant_excess": 0.0, "metal_yield": 1.0}
RESIDUE = ("wastes", "reduction residue")


def test_samarium() -> None:
    """1.160 kg Sm2O3 and 0.924 kg La give 1 kg Sm and 1.083 kg La2O3: stoichiometry."""
    result = run_model(NAME, **IDEAL)
    assert amount(result, "uses", "Sm2O3") == pytest.approx(1.160, rel=1e-3)
    assert amount(result, "uses", "La metal") == pytest.approx(0.924, rel=1e-3)
    assert amount(result, *RESIDUE) == pytest.approx(1.083, rel=1e-3)


def test_ytterbium() -> None:
    """0.803 kg La per kg Yb: 138.905 / 173.045."""
    result = run_model(NAME, metal="Yb", **IDEAL)
    assert amount(result, "uses", "La metal") == pytest.approx(0.803, rel=1e-3)
    assert amount(result, "uses", "Yb2O3") == pytest.approx(1.1387, rel=1e-4)


def test_the_default_lands_at_the_energy_limit() -> None:
    """GB 29435-2025, Table 5: 1.46 to 1.85 tce/t samarium, 11.9 to 15.1 kWh/kg."""
    assert 11.9 < amount(run_model(NAME), "uses", "electricity") / KWH < 15.1


def test_the_vapour_carries_its_heat() -> None:
    """221.4 kJ/mol Sm and 162.8 kJ/mol Yb, CRC enthalpies; less electricity is refused."""
    for name, floor in (("Sm", 221.4e3 / 0.15036), ("Yb", 162.8e3 / 0.173045)):
        run_model(NAME, metal=name, electricity=floor * 1.002)
        with pytest.raises(ModelError, match="evaporation") as caught:
            run_model(NAME, metal=name, electricity=floor * 0.99)
        assert caught.value.parameter == "electricity"


def test_excess_and_loss_cost_lanthanum() -> None:
    base = run_model(NAME, **IDEAL)
    excess = run_model(NAME, **{**IDEAL, "reductant_excess": 0.2})
    loss = run_model(NAME, **{**IDEAL, "metal_yield": 0.8})
    used = ("uses", "La metal")
    assert amount(excess, *used) == pytest.approx(1.2 * amount(base, *used))
    assert amount(loss, *used) == pytest.approx(amount(base, *used) / 0.8)
    (waste,) = (x for x in loss if isinstance(x, Exchange) and x.flow == RESIDUE[1])
    assert waste.amount * (waste.elements or {})["Sm"] == pytest.approx(0.25)
    assert waste.amount * (waste.rare_earths or {})["Sm2O3"] == pytest.approx(0.25 * 1.1596, 1e-4)


def test_a_heavier_reductant_weighs_more() -> None:
    light = run_model(NAME)
    mixed = run_model(NAME, reductant=metal("mischmetal", {"La": 0.3, "Ce": 0.5, "Nd": 0.2}))
    assert indicator_of(mixed, "reductant per metal") > indicator_of(light, "reductant per metal")


def test_a_volatile_or_oxidised_reductant_is_refused() -> None:
    volatile = metal("SmLa metal", {"La": 0.9, "Sm": 0.1})
    oxide = Feed("La2O3", mixture({"La2O3": 1.0}), {"La2O3": 1.0})
    for feed, words in ((volatile, "boils as well"), (oxide, "the metal itself is wanted")):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, reductant=feed)
        assert caught.value.parameter == "reductant"
    wrong = Feed("Nd2O3", mixture({"Nd2O3": 1.0}), {"Nd2O3": 1.0})
    with pytest.raises(ModelError, match="not of Sm alone") as caught:
        run_model(NAME, oxide=wrong)
    assert caught.value.parameter == "oxide"
