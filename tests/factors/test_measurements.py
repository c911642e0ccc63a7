"""What to measure: every reading names a number that exists, in English and in Chinese."""

import re

import pytest

from carbonre.factors.measurements import measurement, measurements
from carbonre.processes import process_names
from carbonre.unit_process.defaults import defaults

FLOW_KINDS = ("electricity", "heat", "fuel", "transport", "waste")
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("key", measurements(), ids=" ".join)
def test_each_row_is_of_a_number_that_exists(key):
    kind, of, parameter = key
    if kind != "parameter":
        assert not parameter
        assert (kind == "factor" and of in FLOW_KINDS) or not of
        return
    names = [of] if of else process_names()
    known = {row.parameter for name in names for row in defaults(name)}
    assert not of or of in process_names()
    assert not parameter or parameter in known


def test_each_reading_is_said_in_both_languages_alike():
    said = {}
    for found in measurements().values():
        assert CHINESE.search(found.reading_zh)
        assert not CHINESE.search(found.reading)
        assert found.reading[-1] != "."
        assert said.setdefault(found.reading, found.reading_zh) == found.reading_zh


def test_the_row_of_the_parameter_comes_first():
    assert "rectifiers" in measurement("parameter", "oxide_electrolysis", "cell_voltage").reading
    general = measurement("parameter", "drying", "electricity")
    assert general.reading.startswith("electricity meter of the step")
    assert general.of == ""
    assert measurement("parameter", "drying", "nothing") == measurement("parameter")
    assert measurement("factor", "material") == measurement("factor")
    assert "product carbon footprint" in measurement("factor").reading
    assert measurement("factor", "electricity") != measurement("factor")
