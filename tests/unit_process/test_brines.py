"""A brine is a solution of one salt; a refusal says of which, or what is too much."""

from __future__ import annotations

import pytest

from carbonre.core.species import mixture
from carbonre.unit_process.brines import salt_share, share_of_salt
from carbonre.unit_process.model import Feed, ModelError

FORMULAS = {"sodium chloride": "NaCl", "sodium sulfate": "Na2SO4"}


def brine(**shares: float) -> Feed:
    return Feed("my brine", mixture(shares))


def test_the_salt_of_a_solution() -> None:
    assert share_of_salt(brine(Na2SO4=0.15, H2O=0.85), "sodium sulfate", FORMULAS) == (
        pytest.approx(0.15)
    )


def test_a_solution_of_another_salt_is_named() -> None:
    with pytest.raises(
        ModelError, match="is a solution of Na2SO4; write 'salt: sodium sulfate'"
    ) as e:
        share_of_salt(brine(Na2SO4=0.15, H2O=0.85), "sodium chloride", FORMULAS)
    assert e.value.parameter == "salt"


def test_a_mixture_is_of_no_salt() -> None:
    with pytest.raises(ModelError, match="holds Na of another salt") as e:
        share_of_salt(brine(Na2SO4=0.05, NaCl=0.1), "sodium chloride", FORMULAS)
    assert e.value.parameter == "brine"


def test_free_base_is_said_as_a_surplus_of_its_element() -> None:
    with pytest.raises(
        ModelError, match=r"holds more Na than its S takes as Na2SO4: .* step before"
    ):
        salt_share(brine(Na2SO4=0.15, NaOH=0.01, H2O=0.84), "Na2SO4")
