"""Wrong meter data: each with file, line and what is wanted, all at once, before it is spread."""

from __future__ import annotations

import datetime
import itertools

import pytest

from carbonre.accounts.findings import add_errors, warnings
from carbonre.accounts.meter_reader import meter_files, read_meters
from carbonre.core.errors import Problems
from helpers.meters import HEAD, REGISTER, activity

JANUARY = "2024-01-01,2024-02-01,E-1,100,kWh,read,,,"
FEBRUARY = "2024-02-01,2024-03-01,E-1,100,kWh,read,,,"
MARCH = "2024-03-01,2024-04-01,E-1,100,kWh,read,,,"

# What stands in the third line, between January and March, the code and the words.
ROWS = {
    "a date in words": ("1 Feb 2024,2024-03-01,E-1,1,kWh,read,,,", "invalid-row", "2024-03-01"),
    "a date of Excel": ("2024/2/1,2024-03-01,E-1,1,kWh,read,,,", "invalid-row", "2024-02-01"),
    "no day": ("2024-02-30,2024-03-01,E-1,1,kWh,read,,,", "invalid-row", "not in the calendar"),
    "a zone": ("2024-02-01T00:00Z,2024-03-01,E-1,1,kWh,read,,,", "invalid-row", "without a zone"),
    "no start": (",2024-03-01,E-1,1,kWh,read,,,", "invalid-row", "is empty"),
    "an end before": ("2024-02-02,2024-02-01,E-1,1,kWh,read,,,", "invalid-row", "before it"),
    "no time at all": ("2024-02-01,2024-02-01,E-1,1,kWh,read,,,", "invalid-row", "first day"),
    "no meter": ("2024-02-01,2024-03-01,,1,kWh,read,,,", "invalid-row", "name a meter"),
    "a comma": ('2024-02-01,2024-03-01,E-1,"1,5",kWh,read,,,', "invalid-quantity", "decimal"),
    "thousands": ("2024-02-01,2024-03-01,E-1,12 000,kWh,read,,,", "invalid-quantity", "without"),
    "no number": ("2024-02-01,2024-03-01,E-1,n/a,kWh,read,,,", "invalid-quantity", "plain"),
    "infinity": ("2024-02-01,2024-03-01,E-1,1e99,kWh,read,,,", "invalid-quantity", "1e30"),
    "no amount": ("2024-02-01,2024-03-01,E-1,,kWh,read,,,", "invalid-row", "gap"),
    "a quality": ("2024-02-01,2024-03-01,E-1,1,kWh,invoice,,,", "invalid-row", "'invoiced'"),
    "no quality": ("2024-02-01,2024-03-01,E-1,1,kWh,,,,", "invalid-row", "estimated"),
    "a cell too many": (f"{FEBRUARY},x", "not-csv", "10 cells, the header 9"),
    "a meter": ("2024-02-01,2024-03-01,E1,1,kWh,read,,,", "unknown-meter", "'E-1'"),
    "a unit": ("2024-02-01,2024-03-01,E-1,1,kwh,read,,,", "wrong-dimension", "'kWh'"),
    "a dimension": ("2024-02-01,2024-03-01,E-1,1,t,read,,,", "wrong-dimension", "a mass"),
    "negative": ("2024-02-01,2024-03-01,E-1,-1,kWh,read,,,", "negative-amount", "-1 is negative"),
    "future": ("2025-07-01,2025-08-01,E-1,1,kWh,read,,,", "future-reading", "after today"),
    "a double row": (JANUARY, "double-row", "the same amount in"),
    "another double row": (JANUARY.replace("100", "90"), "double-row", "another amount"),
    "an overlap": (
        "2024-01-15,2024-02-15,E-1,1,kWh,read,,,",
        "overlap",
        "2024-01-15 to 2024-02-01",
    ),
    "a long overlap": ("2024-01-15,2024-01-16,E-1,1,kWh,read,,,", "overlap", "2024-01-16"),
    "an overlap from the start": (
        "2024-01-01,2024-01-16,E-1,1,kWh,read,,,",
        "overlap",
        "2024-01-01 to 2024-01-16",
    ),
    "an estimate left": (
        "2024-01-01,2024-02-01,E-1,1,kWh,estimated,,,as before",
        "double-row",
        "write 'replaces' 2024-01-01",
    ),
    "an estimate of nowhere": (
        "2024-02-01,2024-03-01,E-1,1,kWh,estimated,,,",
        "unexplained-estimate",
        "under note",
    ),
    "no estimate": ("2024-02-01,2024-03-01,E-1,1,kWh,read,,bill 7,", "unknown-estimate", "bill 7"),
    "no estimate but a row": (
        "2024-02-01,2024-03-01,E-1,1,kWh,read,,2024-01-01,",
        "unknown-estimate",
        "of no estimated row",
    ),
}


@pytest.mark.parametrize(("row", "code", "words"), ROWS.values(), ids=ROWS)
def test_a_wrong_row_is_told_with_its_line(tmp_path, row, code, words):
    found, wrong = activity(tmp_path, f"{JANUARY}\n{row}\n{MARCH}\n")
    assert [one.code for one in wrong] == [code], wrong
    assert wrong[0].place.file.endswith("rows.csv")
    assert wrong[0].place.line in (2, 3)
    assert words in str(wrong[0])
    del found


def test_everything_is_told_at_once(tmp_path):
    wrong_rows = [row for row, code, _ in ROWS.values() if code.startswith("invalid")]
    _, wrong = activity(tmp_path, "\n".join([JANUARY, *wrong_rows, MARCH]) + "\n")
    assert [one.place.line for one in wrong] == list(range(3, 3 + len(wrong_rows)))


def test_a_counter_that_runs_backwards(tmp_path):
    head = "start,end,meter,reading_start,reading_end,quality"
    rows = "2024-01-01,2024-02-01,E-2,100,200,read\n2024-02-01,2024-03-01,E-2,200,150,read\n"
    _, (problem,) = activity(tmp_path, rows, head=head)
    assert (problem.code, problem.place.line) == ("counter-backwards", 3)
    assert "from 200 to 150" in problem.message


def test_a_counter_that_jumps_between_rows_is_a_warning(tmp_path):
    head = "start,end,meter,reading_start,reading_end,quality"
    rows = "2024-01-01,2024-02-01,E-2,100,200,read\n2024-02-01,2024-03-01,E-2,230,260,read\n"
    found, wrong = activity(tmp_path, rows, head=head)
    assert wrong == ()
    assert [one.name for one in found.findings] == ["jump E-2 2024-02-01"]


def test_readings_and_an_amount_contradict(tmp_path):
    head = "start,end,meter,amount,reading_start,reading_end,quality"
    rows = "2024-01-01,2024-02-01,E-2,5,100,200,read\n2024-02-01,2024-03-01,E-2,,100,,read\n"
    _, wrong = activity(tmp_path, rows, head=head)
    assert [(one.place.line, one.field) for one in wrong] == [(2, "amount"), (3, "reading_end")]


def test_estimates_that_replace_each_other(tmp_path):
    rows = "2024-01-01,2024-02-01,E-1,1,kWh,estimated,one,two,a\n"
    rows += "2024-01-01,2024-02-01,E-1,2,kWh,estimated,two,one,b\n"
    _, wrong = activity(tmp_path, rows)
    assert "unknown-estimate" in [one.code for one in wrong]
    assert "in a circle" in str(wrong)


def test_bills_that_end_with_the_last_day_are_explained(tmp_path):
    """The most common slip: the end is written as the last day, 31 January, and not the first."""
    rows = JANUARY.replace("2024-02-01", "2024-01-31") + f"\n{FEBRUARY}\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert [one.name for one in found.findings] == ["gap E-1 2024-01-31"]
    assert "the first day that is no more part of it" in found.findings[0].message


def test_an_expired_calibration_is_a_warning_of_its_meter(tmp_path):
    register = REGISTER.replace("E-1,works,furnace,electricity,E-0,,kWh,,,",
                                "E-1,works,furnace,electricity,E-0,,kWh,,2024-01-31,")  # fmt: skip
    found, wrong = activity(tmp_path, f"{JANUARY}\n{FEBRUARY}\n{MARCH}\n", register)
    assert wrong == ()
    (finding,) = found.findings
    assert (finding.kind, finding.place.line) == ("calibration", 3)
    assert "2 rows after its calibration, valid to 2024-01-31" in finding.message


def test_a_month_far_from_its_neighbours_is_a_warning(tmp_path):
    """Median of 100, 110, 90: 330 is over three times of it, 299 is not, 30 is under a third."""
    months = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"]
    for amount, expected in (
        (330, ["outlier E-1 2024-03"]),
        (299, []),
        (30, ["outlier E-1 2024-03"]),
    ):
        rows = [
            f"{start},{end},E-1,{value},kWh,read,,,"
            for start, end, value in zip(months, months[1:], (100, 110, amount, 90), strict=False)
        ]
        found, wrong = activity(tmp_path, "\n".join(rows) + "\n")
        assert wrong == ()
        assert [one.name for one in found.findings] == expected, amount


# --- the file -------------------------------------------------------------------------------------

HEADS = {
    "semicolons": ("start;end;meter", "not-csv", "semicolons"),
    "a wrong column": (HEAD.replace("document", "documents"), "wrong-columns", "'document'"),
    "no meter": (HEAD.replace("meter,", ""), "wrong-columns", "'meter'"),
    "no amount": (HEAD.replace("amount,", ""), "wrong-columns", "'amount'"),
    "a column twice": (HEAD.replace("note", "unit"), "not-csv", "distinct"),
    "nothing": ("", "not-csv", "distinct"),
}


@pytest.mark.parametrize(("head", "code", "words"), HEADS.values(), ids=HEADS)
def test_a_wrong_header(tmp_path, head, code, words):
    _, wrong = activity(tmp_path, JANUARY, head=head)
    assert {(one.code, one.place.line) for one in wrong} == {(code, 1)}
    assert any(words in one.message + one.field for one in wrong)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEAD}\n{JANUARY}\n".encode("utf-16"), "not UTF-8"),
        (f"{HEAD}\n{JANUARY}\n".encode().replace(b"E-1", b"E\x001"), "control character U+0000"),
        (f'{HEAD}\n"{JANUARY}\n'.encode(), "is not CSV"),
    ],
)
def test_what_is_no_text(tmp_path, content, words):
    file = tmp_path / "rows.csv"
    file.write_bytes(content)
    problems = Problems()
    assert len(read_meters([file], problems)) == 0
    assert words in str(problems.found)


def test_the_files_of_a_folder(tmp_path):
    for name in ("b.csv", "a.csv", "register.csv", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [file.name for file in meter_files(tmp_path)] == ["a.csv", "b.csv"]
    problems = Problems()
    read_meters(meter_files(tmp_path / "none.csv"), problems)
    assert [one.code for one in problems.found] == ["unreadable-file"]


# --- the register ---------------------------------------------------------------------------------

REGISTERS = {
    "a plant": ("E-1,works,furnace", "E-1,work,furnace", "unknown-plant", "'works'"),
    "a step": ("E-1,works,furnace", "E-1,works,furnaces", "unknown-product", "'furnace'"),
    "a flow": ("furnace,electricity", "furnace,electricty", "unknown-flow", "'electricity'"),
    "a parent": ("E-0,,kWh", "E-9,,kWh", "unknown-meter", "E-"),
    "a unit": ("Nm3", "Nm4", "invalid-quantity", "Nm"),
    "a dimension": ("Nm3", "V", "wrong-dimension", "a voltage"),
    "a multiplier": ("E-0,40", "E-0,0", "invalid-quantity", "not more than zero"),
    "an accuracy": ("0.5 %", "0.5", "invalid-quantity", "0.5"),
    "twice": ("E-2,", "E-1,", "duplicate-row", "first in line 3"),
    "of another flow": ("G-1,works,furnace,natural gas,,", "G-1,works,furnace,natural gas,E-0,",
                        "contradicting-register", "reads natural gas"),
    "below itself": ("E-0,works,,electricity,,", "E-0,works,,electricity,E-0,",
                     "contradicting-register", "below itself"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words"), REGISTERS.values(), ids=REGISTERS)
def test_a_wrong_register(tmp_path, old, new, code, words):
    assert old in REGISTER
    _, wrong = activity(tmp_path, f"{JANUARY}\n", REGISTER.replace(old, new, 1))
    assert code in [one.code for one in wrong]
    told = next(one for one in wrong if one.code == code)
    assert told.place.file.endswith("register.csv")
    assert words in told.message


def test_a_row_that_contradicts_the_register(tmp_path):
    head = "start,end,step,flow,amount,meter,quality"
    rows = "2024-01-01,2024-02-01,casting,electricity,1,E-1,read\n"
    rows += "2024-02-01,2024-03-01,furnace,electricty,1,E-1,read\n"
    rows += "2024-03-01,2024-04-01,furnace,电力,1,E-1,read\n"
    _, wrong = activity(tmp_path, rows, head=head)
    assert [(one.place.line, one.code) for one in wrong] == [
        (2, "contradicting-register"),
        (3, "unknown-flow"),
    ]
    assert "did you mean 'electricity'?" in wrong[1].message


def test_a_meter_may_name_its_flow_in_chinese(tmp_path):
    """And its main meter in English: both are one flow."""
    register = REGISTER.replace("E-1,works,furnace,electricity", "E-1,works,furnace,电力")
    found, wrong = activity(tmp_path, f"{JANUARY}\n", register)
    assert wrong == ()
    assert found.register.meters["E-1"].flow == "electricity"


REGISTER_HEADS = {
    "a column that nothing reads": ("accuracy", "precision", "nothing reads the column"),
    "a column that is missing": (",unit,", ",units,", "did you mean 'unit'?"),
    "an empty cell": ("E-1,works,furnace,electricity", "E-1,,furnace,electricity", "is empty"),
    "a date": ("kWh,0.5 %,,", "kWh,0.5 %,2025/12/31,", "write 2025-12-31"),
}


@pytest.mark.parametrize(("old", "new", "words"), REGISTER_HEADS.values(), ids=REGISTER_HEADS)
def test_the_columns_of_the_register(tmp_path, old, new, words):
    assert old in REGISTER
    _, wrong = activity(tmp_path, f"{JANUARY}\n", REGISTER.replace(old, new, 1))
    assert any(words in str(one) and "register.csv" in str(one) for one in wrong)


def test_a_warning_is_accepted_by_its_name(tmp_path):
    found, _ = activity(tmp_path, f"{JANUARY}\n{MARCH}\n")
    (finding,) = found.findings
    assert finding.name == "gap E-1 2024-02-01"
    assert warnings(found.findings) == [finding]
    assert warnings(found.findings, ["gap E-1 2024-02-01"]) == []
    assert warnings(found.findings, ["gap E-1 2024-02"]) == [finding]


def test_an_error_is_accepted_by_nobody(tmp_path):
    found, _ = activity(tmp_path, f"{JANUARY}\n{JANUARY}\n")
    (finding,) = found.findings
    problems = Problems()
    add_errors(found.findings, problems)
    assert [one.code for one in problems.found] == ["double-row"]
    assert warnings(found.findings, [finding.name]) == []


def test_very_many_faults_of_a_kind_are_counted(tmp_path):
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(days=n) for n in range(151)]
    rows = [f"{a},{b},E-1,-1,kWh,read,,," for a, b in itertools.pairwise(days)]
    _, wrong = activity(tmp_path, "\n".join(rows) + "\n")
    assert len(wrong) == 101
    assert "50 more of this kind follow" in wrong[-1].message


def test_very_many_wrong_cells_are_counted(tmp_path):
    rows = [JANUARY.replace("100", "many")] * 1003
    _, wrong = activity(tmp_path, "\n".join(rows) + "\n")
    assert len(wrong) == 1001
    assert "3 more rows are wrong in the same file" in wrong[0].message


def test_a_long_row_covers_all_behind_it(tmp_path):
    """A row of a quarter, one day in it, and March: both are in the quarter, and no gap is."""
    rows = "2024-01-01,2024-04-01,E-1,3,kWh,read,,,\n2024-01-15,2024-01-16,E-1,1,kWh,read,,,\n"
    found, wrong = activity(tmp_path, rows + MARCH + "\n")
    assert [(one.code, one.place.line) for one in wrong] == [("overlap", 3), ("overlap", 4)]
    assert all("2024-01-01 to 2024-04-01" in one.message for one in wrong)
    assert "gap" not in [one.kind for one in found.findings]
