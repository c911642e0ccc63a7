"""The chain: what follows what, what a restatement writes again, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.books import InputFile, check
from carbonre.accounts.chain import Chain, close, restate
from carbonre.accounts.closing import (
    Accepted,
    ClosingName,
    Signature,
    read_statement,
)
from carbonre.core.errors import InputError, Problems
from helpers.books import MONTHS, SIGNED, books, chain_of, direct, row

NOTED = replace(SIGNED, note="a late bill")


def names(closings) -> list[str]:
    return [str(closing.name) for closing in closings]


def test_each_month_follows_the_one_before() -> None:
    chain = chain_of(*(books(period, [row()]) for period in MONTHS))
    one, two, three = (closing.statement for closing in chain.standing().values())
    assert (one.before, two.before, three.before) == (None, one.link, two.link)
    assert chain.head == three.sha256[:12]
    assert {s.reason for s in (one, two, three)} == {"closed"}
    assert one.sums == {"1": 0, "2 market": 0, "2 location": 50, "3": 0, "memo": 0}


def test_an_inner_restatement_writes_the_later_months_again() -> None:
    """By hand: 2024-02 in a new version, 2024-03 behind it with its books as they were."""
    chain = chain_of(*(books(period, [row()]) for period in MONTHS))
    added = restate(chain, books("2024-02", [row(amount=120)]), NOTED, "data")
    assert names(added) == ["2024-02 v2", "2024-03 v2"]
    inner, last = (closing.statement for closing in added)
    old = chain.standing()
    assert inner.before == old["2024-01"].statement.link
    assert inner.replaces == old["2024-02"].statement.link
    assert (inner.reason, last.reason) == ("data", "follows 2024-02 v2")
    assert (last.before, last.replaces) == (inner.link, old["2024-03"].statement.link)
    assert added[1].texts == old["2024-03"].texts
    after = chain.with_closings(added)
    assert len(after.closings) == 5
    assert after.head == last.sha256[:12] != chain.head


def test_later_months_may_move_too() -> None:
    chain = chain_of(*(books(period, [row()]) for period in MONTHS))
    later = [books("2024-03", [row(amount=90)])]
    added = restate(chain, books("2024-01", [row(amount=120)]), NOTED, "data", later)
    assert names(added) == ["2024-01 v2", "2024-02 v2", "2024-03 v2"]
    assert [closing.statement.sums["2 location"] for closing in added] == [60, 50, 45]


def test_a_month_closed_late_is_put_where_it_belongs() -> None:
    chain = chain_of(books("2024-01"), books("2024-03"))
    added = close(chain, books("2024-02"), SIGNED)
    assert names(added) == ["2024-02 v1", "2024-03 v2"]
    assert added[1].statement.reason == "follows 2024-02 v1"


def test_accepted_warnings_stay_accepted() -> None:
    accepted = Accepted("gap: M1, 3 days", "Li Na", "shutdown")
    signed = replace(SIGNED, accepted=(accepted,))
    chain = Chain({}).with_closings(close(Chain({}), books("2024-02"), signed))
    added = close(chain, books("2024-01"), SIGNED)
    assert [closing.statement.signature.accepted for closing in added] == [(), (accepted,)]


@given(st.permutations(MONTHS))
def test_closing_twice_gives_the_same_bytes(order: tuple[str, ...]) -> None:
    one, two = (chain_of(*(books(p, [row(), direct("CF4", 1, 7380)]) for p in order))
                for _ in range(2))  # fmt: skip
    assert [c.files() for c in one.closings.values()] == [c.files() for c in two.closings.values()]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1), st.floats(0, 1e9))
def test_a_statement_reads_back(name: str, value: float) -> None:
    signed = Signature(f"a{name}", "b", "2024-04-15", name, True, (Accepted(name, "c", name),))
    (closing,) = close(Chain({}), books("2024-01", [row(amount=value)], extra={name: [1]}), signed)
    assert read_statement(closing.statement.content()) == closing.statement


@pytest.mark.parametrize("text", ["2024-13 v1", "2024-1 v1", "2024-01 v0", "2024-01 v١", "x"])
def test_what_is_no_name_of_a_closing(text: str) -> None:
    with pytest.raises(ValueError, match="no closing"):
        ClosingName.of(text)


# --- refused --------------------------------------------------------------------------------------


def codes(error: InputError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_a_closed_month_is_not_closed_again() -> None:
    chain = chain_of(books("2024-01"))
    with pytest.raises(InputError, match="2024-01: is closed as 2024-01 v1; `restate`") as found:
        close(chain, books("2024-01", [row()]), SIGNED)
    assert codes(found.value) == ["closed-month"]


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        (Signature("Li Na", " li na "), "a second person is wanted"),
        (Signature("Li Na", ""), "must be named"),
        (Signature("", "Li Na", alone=True), "must be named"),
        (replace(SIGNED, accepted=(Accepted("gap", "Li Na", " "),)), "without a name or a reason"),
    ],
)
def test_two_people_sign(signed: Signature, words: str) -> None:
    with pytest.raises(InputError, match=words):
        close(Chain({}), books("2024-01"), signed)


def test_one_person_signs_who_says_so() -> None:
    assert close(Chain({}), books("2024-01"), Signature("Li Na", "", alone=True))


def test_everything_wrong_with_a_restatement_is_said_at_once() -> None:
    chain = chain_of(books("2024-01"), books("2024-02"))
    later = [books("2024-01", [row(kgCO2e=51.0)])]
    with pytest.raises(InputError) as found:
        restate(chain, books("2024-03"), SIGNED, "facter", later)
    text = str(found.value)
    assert "2024-03: is not closed" in text
    assert "did you mean 'factor'?" in text
    assert "says why" in text
    assert "meters/smelter.csv:2: kgCO2e: 51.0 is not amount x factor = 50.0" in text
    assert "2024-01: is before 2024-03" in text


def test_a_restatement_restates_something() -> None:
    chain = chain_of(books("2024-01", [row(), direct("HF", 1, None)]))
    with pytest.raises(InputError, match="the books are those of 2024-01 v1") as found:
        restate(chain, books("2024-01", [direct("HF", 1, None), row()]), NOTED, "data")
    assert codes(found.value) == ["nothing-to-do"]
    assert restate(chain, books("2024-01", [row(), direct("HF", 1, None)], gwp="AR5"), NOTED, "gwp")


def test_every_row_that_is_wrong_is_named() -> None:
    wrong = [
        row(share=1.5, meter_row="m.csv:1"),
        row(method="", meter_row="m.csv:2"),
        row(scope="1", meter_row="m.csv:3"),
        row(amount=float("nan"), kgCO2e=0.0, meter_row="m.csv:4"),
        row(gwp=None, meter_row="m.csv:5"),
        row(gwp=0.0, meter_row="m.csv:6"),
        row(kgCO2e=50.0000001, meter_row="m.csv:7"),
        row(source="\x1b[2J", meter_row="m.csv:8"),
    ]
    made = books(
        "2024-01",
        wrong,
        [InputFile.of("../x", b""), InputFile.of("C:\\x", b""), InputFile.of("a\rb", b"")],
    )
    problems = Problems()
    check(made, problems)
    assert [p.place.line for p in problems.found] == [*range(1, 9), 0, 0, 0]
    fields = ["share", "method", "method", "amount", "gwp", "gwp", "kgCO2e", "source"]
    assert [p.field for p in problems.found[:8]] == fields
    assert [p.code for p in problems.found[8:]] == ["outside-the-folder"] * 3


def test_a_file_that_changed_while_it_was_read_is_named() -> None:
    twice = [InputFile.of("meters/a.csv", b"1"), InputFile.of("meters/a.csv", b"2")]
    with pytest.raises(InputError, match="changed while the month was calculated"):
        close(Chain({}), books("2024-01", [], twice), SIGNED)


def test_a_row_of_another_month_is_named() -> None:
    made = replace(books("2024-01"), rows=(row(period="2024-02"),))
    with pytest.raises(InputError, match="is of 2024-02, in the books of 2024-01"):
        close(Chain({}), made, SIGNED)


@pytest.mark.parametrize("settings", [{"rest": float("nan")}, {"rest": "\0"}])
def test_settings_without_a_text_are_refused(settings) -> None:
    with pytest.raises(InputError):
        close(Chain({}), books("2024-01", **settings), SIGNED)
