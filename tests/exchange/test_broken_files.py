"""A package or workbook with junk in it is refused, or read with remarks; never a fault of ours."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from carbonre.exchange import brightway_excel as workbook
from carbonre.exchange import brightway_excel_reader as workbook_reader
from carbonre.exchange import openlca, openlca_reader
from carbonre.exchange.export import inventory
from carbonre.exchange.inventory import FormatError, zipped
from carbonre.exchange.plant_text import plant_text
from helpers.exchanged import WORKS
from helpers.plants import attempt, calculate, factors

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed (carbonre[brightway])")
pytest.importorskip("olca_schema", reason="olca-schema is not installed (carbonre[openlca])")
pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed (carbonre[brightway])")

JUNK = [None, 0, -1, 1e300, 1e-40, "", "x", True, "kg", "9" * 50, "a: b\n#", "Activity", "::",
        "nan", "Exchanges"]  # fmt: skip
NESTED = [[], {}, [1], {"@id": []}, {"@type": "Flow", "@id": "x"}, "\ud800", 1e308]


def paths(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in inner:
        yield (*path, key)
        if isinstance(below, (dict, list)):
            yield from paths(below, (*path, key))


def spoilt(document, rng):
    """The document with one value, anywhere in it, replaced by junk."""
    document = json.loads(json.dumps(document))
    *parents, last = rng.choice(list(paths(document)))
    inside = document
    for key in parents:
        inside = inside[key]
    inside[last] = rng.choice(JUNK + NESTED)
    return document


def is_answered(read):
    """Whether a plant came of it that can be calculated; what is refused is refused in words."""
    try:
        made = plant_text(read(), factors(), "file")
    except FormatError:
        return False
    result, found = attempt(made.text)
    assert (result is None) == bool(found)
    return result is not None


def test_packages():
    with zipfile.ZipFile(io.BytesIO(openlca.write(inventory(calculate(WORKS))))) as package:
        documents = {name: json.loads(package.read(name)) for name in package.namelist()}
    rng = random.Random(7)
    answered = 0
    for _ in range(40):
        changed = dict(documents)
        for name in rng.choices([*documents][1:], k=rng.choice([1, 1, 2, 5])):
            changed[name] = spoilt(changed[name], rng)
        files = {name: json.dumps(document).encode() for name, document in changed.items()}
        answered += is_answered(lambda data=zipped(files): openlca_reader.read(data))
    assert 20 < answered < 40  # junk in a comment does no harm


def test_workbooks():
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(inventory(calculate(WORKS)))))
    cells = [list(row) for row in book.active.iter_rows(values_only=True)]
    rng = random.Random(7)
    answered = 0
    for _ in range(30):
        sheet = openpyxl.Workbook()
        rows = [list(row) for row in cells]
        for _ in range(rng.choice([1, 2, 8])):
            row = rng.choice(rows)
            row[rng.randrange(len(row))] = rng.choice(JUNK)
        for row in rows:
            sheet.active.append(row)
        stream = io.BytesIO()
        sheet.save(stream)
        answered += is_answered(lambda data=stream.getvalue(): workbook_reader.read(data))
    assert 15 < answered <= 30
