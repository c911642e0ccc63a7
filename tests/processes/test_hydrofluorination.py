"""Hydrofluorination: stoichiometry of the fluorides, and what excess costs."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import molar_mass
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers.models import amount, run_model

NAME = "hydrofluorination"


def pure(oxide: str) -> Feed:
    return Feed(oxide, mixture({oxide: 1.0}), {oxide: 1.0})


MIXED = {"Pr6O11": 0.25, "Nd2O3": 0.75}
EXAMPLE: dict[str, Any] = {"oxide": Feed("PrNd oxide", mixture(MIXED), MIXED), "recovered": "50 %"}


@pytest.mark.parametrize(
    ("oxide", "per_oxide", "per_metal", "fluoride"),
    [
        ("Nd2O3", 0.357, 0.416, 1.3951),
        ("Gd2O3", 0.331, 0.382, 1.3624),
        ("Tb4O7", 0.378 / 1.1762, 0.378, 1.3586),
        ("Dy2O3", 0.322, 0.369, 1.3507),
        ("Y2O3", 0.532, 0.675, 1.6411),
    ],
)
def test_stoichiometry(oxide: str, per_oxide: float, per_metal: float, fluoride: float) -> None:
    """HF per oxide and per metal, fluoride per metal: from the formulas, IUPAC weights."""
    result = run_model(NAME, oxide=pure(oxide), excess=0.0)
    metal = sum(salt({oxide: 1.0}).values())
    acid = amount(result, "uses", "hydrofluoric acid")
    assert acid == pytest.approx(per_oxide, rel=2e-3)
    assert acid / metal == pytest.approx(per_metal, rel=2e-3)
    made = amount(result, "makes", oxide[:2].rstrip("2") + "F3")
    assert made / metal == pytest.approx(fluoride, rel=1e-4)
    assert amount(result, "wastes", "HF in off-gas") == 0


def test_a_higher_oxide_gives_its_oxygen_off() -> None:
    """Tb4O7 -> 2 Tb2O3 + O2/2: 16.0 g per 747.7 g."""
    result = run_model(NAME, oxide=pure("Tb4O7"))
    oxygen = molar_mass("O2") / 2 / molar_mass("Tb4O7")
    assert amount(result, "emits", "O2") == pytest.approx(oxygen)
    assert amount(run_model(NAME, oxide=pure("Dy2O3")), "emits", "O2") == pytest.approx(
        0, abs=1e-12
    )


def test_excess_goes_to_the_scrubber_unless_it_is_recovered() -> None:
    some, more = (run_model(NAME, excess=share, recovered=0.0) for share in (0.2, 0.6))
    gas = ("wastes", "HF in off-gas")
    assert amount(more, *gas) == pytest.approx(3 * amount(some, *gas))
    acid = ("uses", "hydrofluoric acid")
    assert amount(more, *acid) == pytest.approx(amount(some, *acid) * 1.6 / 1.2)
    back = run_model(NAME, excess=0.6, recovered=1.0)
    assert amount(back, *gas) == 0
    assert amount(back, *acid) == pytest.approx(amount(some, *acid) / 1.2)


def test_bifluoride_leaves_half_its_fluorine_in_the_gas() -> None:
    """RE2O3 + 6 NH4HF2: 3 x 57.04 / 186.5 = 0.918 kg per kg Dy2O3; 3 NH4F leave."""
    result = run_model(NAME, oxide=pure("Dy2O3"), agent="ammonium bifluoride", excess=0.0)
    assert amount(result, "uses", "ammonium bifluoride") == pytest.approx(0.918, rel=1e-3)
    left = 6 * molar_mass("NH4F") / molar_mass("Dy2O3")
    assert amount(result, "wastes", "ammonium fluoride in off-gas") == pytest.approx(left)


def test_a_mixed_oxide_gives_a_mixed_fluoride() -> None:
    result = run_model(NAME)
    (made,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    assert made.flow == "rare earth fluoride"
    assert sum((made.elements or {}).values()) == pytest.approx(1.0)
    assert sum((made.rare_earths or {}).values()) * made.amount == pytest.approx(1.0)


def test_what_is_no_oxide_is_refused() -> None:
    carbonate = Feed("Nd carbonate", salt({"Nd2O3": 1.0}, "CO3", 1.5), {"Nd2O3": 1.0})
    for feed, words in ((carbonate, "a calcined oxide"), (Feed("sand"), "holds no rare earth")):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, oxide=feed)
        assert caught.value.parameter == "oxide"
