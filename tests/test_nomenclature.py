"""docs/nomenclature.md: its units are those of the program, its Chinese that of the reports."""

import csv
import re

from carbonre.core.units import QuantityError, unit
from helpers.paths import ROOT

PAGE = (ROOT / "docs" / "nomenclature.md").read_text(encoding="utf-8")
UNITS = PAGE.split("\n## Units\n", 1)[1]
TERMS = dict(
    re.findall(r"^\| ([^|]+?) \| ([^|]*?) \|", PAGE.split("\n## Symbols", 1)[0], re.MULTILINE)
)


def test_every_unit_is_one_that_is_read():
    listed = [cell for row in re.findall(r"^\| (`[^|]+) \|", UNITS, re.MULTILINE)
              for cell in re.findall(r"`([^`]+)`", row)]  # fmt: skip
    assert len(listed) > 15
    for text in listed:
        if not text.endswith("REO"):  # of results: a mass by another measure
            assert unit(text) is not None
    for text in ("ton", "MT"):
        try:
            unit(text)
        except QuantityError:
            continue
        raise AssertionError(text)


def test_a_term_has_the_chinese_of_the_reports():
    with (ROOT / "carbonre" / "reports" / "labels.csv").open(encoding="utf-8") as stream:
        labels = {row["english"]: row["chinese"] for row in csv.DictReader(stream)}
    shared = [term for term in TERMS if term in labels and TERMS[term]]
    assert shared
    for term in shared:
        assert labels[term].startswith(TERMS[term]), term
