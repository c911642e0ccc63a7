"""Dissolution: acid, reductant and carbon dioxide by what the feed is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers.models import amount, indicator_of, run_model

MIXED = {"La2O3": 0.25, "CeO2": 0.5, "Pr6O11": 0.06, "Nd2O3": 0.19}


def carbonate(oxides: dict[str, float]) -> Feed:
    elements = {**salt(oxides, "CO3", 1.5), "H2O": 0.8, "Fe": 0.001, "Ca": 0.002}
    return Feed("mixed rare earth carbonate", elements, oxides, "ammonium bicarbonate")


def oxide(oxides: dict[str, float]) -> Feed:
    return Feed("oxide", mixture(oxides), oxides)


def refused(choices: Any) -> bool:
    return choices["acid"] == "nitric acid" and choices["reductant"] == "the acid itself"


EXAMPLE: dict[str, Any] = {
    "feed": lambda choices: (
        oxide(MIXED) if choices["reductant"] == "the acid itself" else carbonate(MIXED)
    )
}
EXACT = {"recovery": 1.0, "acid_excess": 0.0, "reductant_excess": 0.0}


def test_acid_on_neodymium() -> None:
    """HCl 0.650 kg per kg Nd2O3 (0.646 at 169.18 g/mol), whatever the feed: stoichiometry."""
    ones = {"Nd2O3": 1.0}
    hydroxide = Feed("hydroxide", salt(ones, "OH", 3), ones)
    for feed in (carbonate(ones), oxide(ones), hydroxide):
        result = run_model("dissolution", feed=feed, **EXACT)
        assert amount(result, "uses", "hydrochloric acid") == pytest.approx(0.6501, rel=1e-3)
        assert amount(result, "uses", "hydrogen peroxide") == pytest.approx(0, abs=1e-12)


def test_carbon_of_the_carbonate() -> None:
    """0.392 kg CO2 per kg Nd2O3, with the mark of the reagent that brought it."""
    result = run_model("dissolution", feed=carbonate({"Nd2O3": 1.0}), **EXACT)
    (gas,) = (x for x in result if isinstance(x, Exchange) and x.flow == "CO2")
    assert gas.amount == pytest.approx(0.3924, rel=1e-3)
    assert gas.carbon_of == "ammonium bicarbonate"
    caught = run_model("dissolution", capture=0.6)
    assert amount(caught, "wastes", "carbon dioxide") == pytest.approx(
        1.5 * amount(caught, "emits", "CO2")
    )


def test_cerium_dioxide_takes_a_reductant() -> None:
    """2 CeO2 + 6 HCl + H2O2: 0.0988 kg H2O2 per kg; else 2 CeO2 + 8 HCl gives 0.206 kg Cl2."""
    cerium = oxide({"CeO2": 1.0})
    result = run_model("dissolution", feed=cerium, **EXACT)
    assert amount(result, "uses", "hydrogen peroxide") == pytest.approx(
        34.014 / 2 / 172.114, rel=1e-3
    )
    assert amount(result, "uses", "hydrochloric acid") == pytest.approx(0.6355, rel=1e-3)
    bare = run_model("dissolution", feed=cerium, reductant="the acid itself", **EXACT)
    assert amount(bare, "emits", "Cl2") == pytest.approx(70.9 / 2 / 172.114, rel=1e-3)
    assert amount(bare, "uses", "hydrochloric acid") == pytest.approx(0.6355 * 4 / 3, rel=1e-3)


def test_praseodymium_oxide_holds_a_third_of_an_oxygen_more() -> None:
    result = run_model("dissolution", feed=oxide({"Pr6O11": 1.0}))
    assert indicator_of(result, "oxygen to be reduced") == pytest.approx(1 / 3)


@given(st.floats(0, 0.3), st.floats(0, 0.3))
def test_more_excess_takes_more_acid_and_leaves_it_free(one: float, two: float) -> None:
    some, more = (run_model("dissolution", acid_excess=x) for x in sorted((one, two)))
    liquor = [
        next(x for x in r if isinstance(x, Exchange) and x.kind == "makes") for r in (some, more)
    ]
    assert amount(more, "uses", "hydrochloric acid") >= amount(some, "uses", "hydrochloric acid")
    assert (liquor[1].elements or {})["Cl"] >= (liquor[0].elements or {})["Cl"]


@pytest.mark.parametrize(
    ("feed", "weighs"),
    [
        (Feed("carbonate", salt({"Nd2O3": 1.0}, "CO3", 1.5), {"Nd2O3": 1.0}), 1.39238),
        (Feed("oxide", mixture({"Nd2O3": 1.0}), {"Nd2O3": 1.0}), 1.0),
    ],
)
def test_the_residue_is_the_feed_that_did_not_dissolve(feed: Feed, weighs: float) -> None:
    """A tenth of it, with its oxygen: Nd2(CO3)3 weighs 468.49 g, Nd2O3 336.48 g."""
    result = run_model("dissolution", feed=feed, recovery=0.9)
    assert amount(result, "wastes", "dissolution residue") == pytest.approx(0.1 * weighs, rel=1e-4)


def test_what_does_not_dissolve_is_in_the_residue() -> None:
    result = run_model("dissolution", recovery=0.97)
    assert amount(result, "makes", "rare earth chloride liquor") == pytest.approx(0.97)
    residue = next(x for x in result if isinstance(x, Exchange) and x.flow == "dissolution residue")
    assert residue.amount * (residue.elements or {})["Nd"] == pytest.approx(
        0.03 * salt(MIXED)["Nd"]
    )


def test_nitric_acid_gives_a_nitrate_but_does_not_reduce() -> None:
    result = run_model("dissolution", feed=oxide({"Nd2O3": 1.0}), acid="nitric acid", **EXACT)
    assert amount(result, "uses", "nitric acid") == pytest.approx(3 * 63.012 / 168.24, rel=1e-3)
    with pytest.raises(ModelError) as error:
        run_model("dissolution", feed=oxide(MIXED), acid="nitric acid", reductant="the acid itself")
    assert error.value.parameter == "reductant"
