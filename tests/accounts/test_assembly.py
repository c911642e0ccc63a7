"""The account of a group: books of open and closed months, by hand and by laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonre.accounts.account import Account
from carbonre.accounts.assembly import Again, account, known_months, recalculated
from carbonre.accounts.books import check
from carbonre.accounts.chain import Chain, close
from carbonre.accounts.contract_use import ContractUse
from carbonre.accounts.month_books import (
    MonthParts,
    Opening,
    closed_books,
    contracts_of,
    opening_of,
    settings_of,
)
from carbonre.accounts.outstanding import outstanding
from carbonre.core.errors import Problems
from carbonre.core.periods import month, period
from helpers.books import SIGNED, books, chain_of
from helpers.stub_parts import FILES, change, maker, write_group

YEAR = period("2024")
JANUARY, FEBRUARY, MARCH = map(month, ("2024-01", "2024-02", "2024-03"))


@pytest.fixture
def group(tmp_path: Path) -> Path:
    return write_group(tmp_path / "group")


def made(group: Path, chain: Chain | None = None, **options) -> Account:
    problems = Problems()
    options = {"period": YEAR, **options}
    found = account(maker(group), chain or Chain({}), problems=problems, **options)
    problems.raise_any()
    assert found is not None
    return found


def closed(group: Path, *months) -> Chain:
    chain = Chain({})
    for one in months:
        chain = chain.with_closings(close(chain, made(group, chain).books[one], SIGNED))
    return chain


def test_an_account_by_hand(group):
    """1 + 2 + 3 MWh of the smelter and half of 3 x 4 MWh at 0.5; on stock were 0, 10 and 30 t."""
    found = made(group)
    assert [str(one) for one in found.books] == ["2024-01", "2024-02", "2024-03"]
    assert found.sums() == pytest.approx(
        {"1": 40, "2 market": 6000, "2 location": 6000, "3": 0, "memo": 0}, rel=1e-12
    )
    assert found.closed == {}
    assert {row.plant: row.share for row in found.rows()} == {"smelter": 1.0, "works": 0.5}


def test_books_can_be_closed_and_name_what_they_are_made_of(group):
    january = made(group).books[JANUARY]
    problems = Problems()
    check(january, problems)
    assert problems.found == []
    assert {one.path: one.kind for one in january.inputs} == {
        "group.yaml": "data", "meters/register.csv": "data", FILES[0]: "data", FILES[1]: "data",
        "smelter.yaml": "data", "works.yaml": "data", "evidence/bill-1.pdf": "evidence",
    }  # fmt: skip
    assert {row.meter_row for row in january.rows if row.meter == "E-1"} == {f"{FILES[0]}:2"}
    assert january.settings["consolidation"] == "equity share"
    assert [record[0] for record in january.factors] == ["elec.cn.2023"]


def test_where_the_group_lies_changes_nothing(group, tmp_path):
    other = write_group(tmp_path / "elsewhere")
    one, two = made(group), made(other)
    assert [b.texts() for b in one.books.values()] == [b.texts() for b in two.books.values()]


def test_a_closed_month_is_taken_as_it_was_closed_and_is_ground_for_the_next(group):
    before = made(group)
    chain = closed(group, JANUARY)
    change(group.parent / FILES[0], ",W-1,10,", ",W-1,99,")
    found = made(group, chain)
    assert {str(m): str(name) for m, name in found.closed.items()} == {"2024-01": "2024-01 v1"}
    assert found.head == chain.head != ""
    assert found.sums() == before.sums()  # the stock of January is the closed one
    again = made(group, chain, again=Again(JANUARY))
    assert again.sums()["1"] == pytest.approx(99 + 119, rel=1e-12)
    as_closed = made(group, chain, again=Again(JANUARY, as_closed=True))
    assert as_closed.sums()["1"] == before.sums()["1"]


def test_closed_books_are_what_was_closed(group):
    books_now = made(group).books[JANUARY]
    chain = closed(group, JANUARY)
    stored = closed_books(chain.standing()["2024-01"])
    assert stored.texts() == books_now.texts()
    assert (stored.settings, stored.made_with) == (books_now.settings, books_now.made_with)


def test_what_is_made_again_is_the_same(group):
    chain, problems = closed(group, JANUARY, FEBRUARY), Problems()
    for as_closed in (True, False):
        again = recalculated(maker(group), chain, problems, as_closed=as_closed)
        assert problems.found == []
        standing = {name: closed_books(one).texts() for name, one in chain.standing().items()}
        assert {name: one.texts() for name, one in again.items()} == standing


def test_a_period_shows_its_months_on_the_ground_of_earlier_ones(group):
    found = made(group, period=period("2024-03"))
    assert [str(one) for one in found.books] == ["2024-03"]
    assert found.sums()["1"] == pytest.approx(30, rel=1e-12)


def test_a_period_without_anything_is_refused(group):
    problems = Problems()
    assert account(maker(group), Chain({}), period("2023"), problems) is None
    assert [one.code for one in problems.found] == ["no-activity"]
    assert "rows are of 2024-01..2024-03" in problems.found[0].message


def test_a_month_that_is_read_and_has_no_row_is_refused(group):
    """No number without a row: an empty month is never zero."""
    empty = maker(group)
    empty = type(empty)(empty.activity, lambda *_: MonthParts(), empty.made_with)
    problems = Problems()
    assert account(empty, Chain({}), YEAR, problems) is None
    assert [str(one.place) for one in problems.found] == ["2024-01", "2024-02", "2024-03"]


def test_a_file_that_changes_meanwhile_is_named(group):
    whole = maker(group)

    def changing(*given):
        (group.parent / FILES[1]).write_text("", encoding="utf-8")
        return whole.parts(*given)

    problems = Problems()
    assert account(type(whole)(whole.activity, changing, {}), Chain({}), YEAR, problems) is None
    assert {(str(p.place), p.code) for p in problems.found} == {(FILES[1], "changed-inputs")}


def test_contracts_of_closed_months_stay_used(group):
    found = maker(group).activity.group
    uses = (ContractUse("GEC-1", "smelter", MARCH, 12.5),)
    chain = chain_of(books("2024-03", **settings_of(found, MonthParts(contracts=uses))))
    stored = closed_books(chain.standing()["2024-03"])
    assert contracts_of(stored) == uses
    assert opening_of(Opening(contracts=uses), stored).contracts == uses * 2


# --- what is missing ------------------------------------------------------------------------------


def test_a_meter_and_a_plant_that_say_nothing_are_named(group):
    change(group.parent / FILES[0], "2024-03-01,2024-04-01,W-1,30,read,,\n", "")
    change(group.parent / FILES[0], "2024-03-01,2024-04-01,E-1", "2024-03-01,2024-03-21,E-1")
    change(group.parent / FILES[1], "2024-03-01,2024-04-01,E-2,4,invoiced,,\n", "")
    left = outstanding(made(group), MARCH)
    words = {one.name: one.message for one in left.warnings}
    assert words.keys() == {"partial E-1 2024-03", "missing W-1 2024-03", "no rows works 2024-03"}
    assert "20 of 31 days" in words["partial E-1 2024-03"]
    assert outstanding(made(group), FEBRUARY).warnings == ()


def test_a_plant_that_has_left_is_not_missing(group):
    change(group, "share: 50 %", "share: 50 %, to: 2024-02")
    change(group.parent / FILES[1], "2024-03-01,2024-04-01,E-2,4,invoiced,,\n", "")
    found = made(group)
    assert outstanding(found, MARCH).warnings == ()
    assert {row.plant for row in found.books[MARCH].rows} == {"smelter"}


def test_a_gap_is_told_once(group):
    change(group.parent / FILES[0], "2024-02-01,2024-03-01,W-1,20,read,,\n", "")
    names = [one.name for one in outstanding(made(group), FEBRUARY).warnings]
    assert names == ["gap W-1 2024-02-01"]


def test_what_is_accepted_by_name(group):
    change(group.parent / FILES[0], "2024-03-01,2024-04-01,W-1,30,read,,\n", "")
    with group.open("a", encoding="utf-8") as stream:
        stream.write("accept: {missing W-1 2024-03: scale broken, gap W-9 2024-01-01: typing}\n")
    found = made(group)
    left = outstanding(found, MARCH)
    assert (left.warnings, [why for _, why in left.accepted]) == ((), ["scale broken"])
    assert [(one.warning, one.by) for one in left.signed("Li Na")] == [
        ("missing W-1 2024-03", "Li Na")
    ]
    assert [note.code for note in found.notes] == ["unused-acceptance"]
    assert "gap W-9 2024-01-01" in found.notes[0].text


def test_estimates_and_open_months_are_listed(group):
    change(group.parent / FILES[0], "E-1,3000,read,,", "E-1,3000,estimated,,as in February")
    left = outstanding(made(group), MARCH)
    assert left.estimates == ("E-1",)
    assert left.earlier == (JANUARY, FEBRUARY)
    chain = closed(group, JANUARY)
    assert outstanding(made(group, chain), MARCH).earlier == (FEBRUARY,)


def test_nothing_is_known_of_a_group_without_rows(group):
    for name, head in zip(FILES, (HEAD_LINE, HEAD_LINE), strict=True):
        (group.parent / name).write_text(head, encoding="utf-8")
    assert known_months(maker(group).activity, Chain({})) is None


HEAD_LINE = "start,end,meter,amount,quality\n"
