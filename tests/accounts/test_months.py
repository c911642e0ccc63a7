"""Bills into months: by days, nothing filled, estimates replaced; all values by hand."""

from __future__ import annotations

import pytest

from carbonre.accounts.months import sources
from carbonre.core.periods import Month, period
from helpers.meters import KWH, activity

JAN, FEB, MARCH, APRIL, MAY = (Month(2024, number) for number in range(1, 6))


def kwh(found, month, meter="E-1"):
    return found.months[meter][month].amount / KWH


def test_a_bill_that_does_not_end_with_the_month(tmp_path):
    """From 10 March up to and with 9 April, 31 days of 100 kWh."""
    found, wrong = activity(tmp_path, "2024-03-10,2024-04-10,E-1,3100,kWh,invoiced,,,\n")
    assert wrong == ()
    assert kwh(found, MARCH) == pytest.approx(2200)  # 10 to 31 March: 22 days of 31
    assert kwh(found, APRIL) == pytest.approx(900)  # 1 to 9 April: 9 days
    assert found.months["E-1"][MARCH].status == "partial"


def test_bills_that_meet_cover_the_month(tmp_path):
    """15 Feb to 15 March, 29 days of 100 kWh; 15 March to 14 April, 30 days of 200 kWh."""
    rows = "2024-02-15,2024-03-15,E-1,2900,kWh,invoiced,,,\n"
    rows += "2024-03-15,2024-04-14,E-1,6,MWh,invoiced,,,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert found.findings == ()
    assert kwh(found, FEB) == pytest.approx(1500)  # 15 days
    assert kwh(found, MARCH) == pytest.approx(14 * 100 + 17 * 200)
    assert kwh(found, APRIL) == pytest.approx(13 * 200)
    statuses = [found.months["E-1"][month].status for month in (FEB, MARCH, APRIL)]
    assert statuses == ["partial", "complete", "partial"]


def test_a_month_knows_its_rows_and_documents(tmp_path):
    """March has 14 days of the first bill and 17 of the second, which names no document."""
    rows = "2024-02-15,2024-03-15,E-1,2900,kWh,invoiced,bill 2,,\n"
    rows += "2024-03-15,2024-04-14,E-1,6,MWh,read,,,\n"
    found, _ = activity(tmp_path, rows)
    behind = sources(found.series["E-1"], MARCH)
    assert [place.line for place in behind.places] == [2, 3]
    assert behind.documents == ("bill 2",)
    assert behind.documented / KWH == pytest.approx(1400)
    parts = found.months["E-1"][MARCH].by_quality
    assert {name: part / KWH for name, part in parts.items()} == pytest.approx(
        {"invoiced": 1400, "read": 3400}
    )
    assert sources(found.series["E-1"], MAY).places == ()


def test_a_bill_over_three_months(tmp_path):
    found, _ = activity(tmp_path, "2024-01-01,2024-04-01,E-1,9100,kWh,invoiced,,,\n")
    assert [kwh(found, month) for month in (JAN, FEB, MARCH)] == pytest.approx([3100, 2900, 3100])


def test_readings_by_the_hour(tmp_path):
    """From 18:00 of the last day of March for 24 hours: 6 hours in March, 18 in April."""
    rows = "2024-03-31T18:00,2024-04-01 18:00,E-1,240,kWh,read,,,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert kwh(found, MARCH) == pytest.approx(60)
    assert kwh(found, APRIL) == pytest.approx(180)


def test_a_counter_has_its_multiplier(tmp_path):
    """E-2 reads through a transformer of 40: (1250 - 1000) x 40."""
    head = "start,end,meter,reading_start,reading_end,quality"
    rows = "2024-03-01,2024-04-01,E-2,1000,1250,read\n"
    found, wrong = activity(tmp_path, rows, head=head)
    assert wrong == ()
    assert kwh(found, MARCH, "E-2") == pytest.approx(10_000)


def test_a_counter_rolls_over_only_if_stated(tmp_path):
    """From 99900 over 100000 to 150: 250 x 40; from 150 to 160 it does not: 10 x 40."""
    head = "start,end,meter,reading_start,reading_end,quality"
    rows = "2024-03-01,2024-04-01,E-2,99900,150,read\n2024-04-01,2024-05-01,E-2,150,160,read\n"
    register = "meter,plant,flow,unit,multiplier,rolls_over_at\n"
    register += "E-2,works,electricity,kWh,40,100000\n"
    found, wrong = activity(tmp_path, rows, register, head)
    assert wrong == ()
    assert kwh(found, MARCH, "E-2") == pytest.approx(10_000)
    assert kwh(found, APRIL, "E-2") == pytest.approx(400)
    _, wrong = activity(tmp_path, rows, head=head)
    assert [one.code for one in wrong] == ["counter-backwards"]


def test_a_missing_month_stays_missing(tmp_path):
    """Two bills with no February between them: a gap is named, and nothing is filled."""
    rows = "2024-01-01,2024-02-01,E-1,100,kWh,read,,,\n2024-03-01,2024-04-01,E-1,100,kWh,read,,,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert [one.name for one in found.findings] == ["gap E-1 2024-02-01"]
    assert "29 days" in found.findings[0].message
    assert FEB not in found.months["E-1"]
    incomplete = found.incomplete("works", period("2024-01..2024-03"))
    assert [one for one in incomplete if one[0] == "E-1"] == [("E-1", FEB, "missing")]


def test_a_month_of_zero_is_not_missing(tmp_path):
    found, _ = activity(tmp_path, "2024-02-01,2024-03-01,E-1,0,kWh,read,,,\n")
    assert found.months["E-1"][FEB].status == "complete"
    assert kwh(found, FEB) == 0


def test_an_estimate_and_its_true_up(tmp_path):
    """March was estimated at 3100; the late bill of March and April says 6100 in 61 days."""
    rows = "2024-03-01,2024-04-01,E-1,2790,kWh,estimated,,,as in February\n"
    rows += "2024-03-01,2024-05-01,E-1,6100,kWh,invoiced,bill 7,2024-03-01,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert kwh(found, MARCH) == pytest.approx(3100)
    assert kwh(found, APRIL) == pytest.approx(3000)
    assert found.months["E-1"][MARCH].by_quality.keys() == {"invoiced"}
    (up,) = found.true_ups
    assert (up.meter, up.month) == ("E-1", MARCH)
    assert (up.estimated / KWH, up.known / KWH) == pytest.approx((2790, 3100))
    assert up.difference / KWH == pytest.approx(310)


def test_an_estimate_is_named_by_its_document_too(tmp_path):
    rows = "2024-03-01,2024-04-01,E-1,2790,kWh,estimated,memo 3,,as before\n"
    rows += "2024-03-01,2024-03-16,E-1,1500,kWh,read,,memo 3,\n"
    rows += "2024-03-16,2024-04-01,E-1,1600,kWh,read,,memo 3,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    (up,) = found.true_ups
    assert (up.estimated / KWH, up.known / KWH) == pytest.approx((2790, 3100))


def test_of_two_estimates_the_last_is_trued_up(tmp_path):
    rows = "2024-03-01,2024-04-01,E-1,1000,kWh,estimated,first,,as before\n"
    rows += "2024-03-01,2024-04-01,E-1,2000,kWh,estimated,second,first,by hours\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert kwh(found, MARCH) == pytest.approx(2000)
    rows += "2024-03-01,2024-04-01,E-1,3100,kWh,read,,first; second,\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    (up,) = found.true_ups
    assert (up.estimated / KWH, up.known / KWH) == pytest.approx((2000, 3100))


def test_an_estimate_may_replace_one_of_the_same_start(tmp_path):
    """The name of the start is that of both; a row does not replace itself."""
    rows = "2024-03-01,2024-04-01,E-1,1000,kWh,estimated,,,as before\n"
    rows += "2024-03-01,2024-04-01,E-1,2000,kWh,estimated,,2024-03-01,by hours\n"
    found, wrong = activity(tmp_path, rows)
    assert wrong == ()
    assert kwh(found, MARCH) == pytest.approx(2000)


def test_an_estimate_stands_until_it_is_replaced(tmp_path):
    found, wrong = activity(tmp_path, "2024-03-01,2024-04-01,E-1,2790,kWh,estimated,,,as before\n")
    assert wrong == ()
    assert found.true_ups == ()
    assert found.months["E-1"][MARCH].by_quality == {"estimated": pytest.approx(2790 * KWH)}


def test_amounts_are_counted_in_the_unit_of_the_flow(tmp_path):
    """Natural gas is counted by its lower heating value; the factor is that of the tables."""
    found, wrong = activity(tmp_path, "2024-03-01,2024-04-01,G-1,1000,,read,,,\n")
    assert wrong == ()
    assert 30e9 < found.months["G-1"][MARCH].amount < 45e9  # J: 30 to 45 MJ/Nm3
    twice, _ = activity(tmp_path, "2024-03-01,2024-04-01,W-1,2,t,read,,,\n")
    assert twice.months["W-1"][MARCH].amount == 2000
