"""Published results against carbonre: reproduced, or missed with a reason and in a band.

The page docs/validation.md shows the same cases. To write it and its chart anew:
CARBONRE_RENEW=1 pytest tests/reference
"""

from __future__ import annotations

import pytest

from reference import pages
from reference.case import Case
from reference.ours import basket, mixed_bayan_obo, oxides_sold

CASES = [case for part in pages.PARTS for case in part.cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_case_is_reproduced_or_its_miss_stays_where_it_was(case: Case) -> None:
    found = case.found()
    if case.miss is None:
        assert found.verdict == "reproduced", f"{found.ours} against {case.published}"
    else:
        low, high = case.miss
        assert low <= found.ratio <= high, f"{found.ours} against {case.published}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_case_says_whose_it_is_and_why_it_is_missed(case: Case) -> None:
    assert case.source
    assert case.locator
    assert case.how
    if case.miss is not None or not case.independent or case.tolerance >= 0.03:
        assert case.reason, "a miss, a shared source and a wide tolerance need a reason"
    if case.miss is not None:
        assert case.miss[1] / case.miss[0] <= 5, "a band that holds anything tests nothing"


def test_twenty_published_results_at_least_are_compared() -> None:
    """Not counting derivations and judgements, nor what rests on the same source as ours."""
    published = [case for case in CASES if pages.is_published(case)]
    assert len(published) >= 40
    independent = [case.found() for case in published if case.independent]
    assert sum(found.verdict == "reproduced" for found in independent) >= 20
    assert len({case.what for case in CASES}) == len(CASES)


def test_separation_adds_to_what_was_mixed() -> None:
    mixed = mixed_bayan_obo()
    assert mixed.total / oxides_sold(mixed) < basket("baotou_smelter")


@pytest.mark.parametrize("file", pages.FILES)
def test_the_pages_are_what_is_calculated(file: str) -> None:
    """Word for word, and every figure within the rounding of its last digits."""
    written, text = pages.written(file), pages.FILES[file].text()
    assert pages.words(written) == pages.words(text), f"run: {pages.COMMAND}"
    for one, two in zip(pages.figures(written), pages.figures(text), strict=True):
        assert one == pytest.approx(two, rel=0.011, abs=pages.FILES[file].step), (
            f"run: {pages.COMMAND}"
        )
