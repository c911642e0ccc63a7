"""What a person meets who writes a plant for the first time: mistakes, and words that help."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonre.cli import app

EXAMPLES = Path(__file__).parent.parent / "examples"


def command(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("how", ["calc", "compare", "batch", "sample", "sensitivity", "export"])
@pytest.mark.parametrize("target", ["my-factors.csv", "supplier.json", "tables/mine.csv"])
def test_an_output_never_takes_the_place_of_a_file_that_the_plant_reads(tmp_path, how, target):
    for name in ("magnet_works.yaml", "my-factors.csv", "supplier.json"):
        shutil.copy(EXAMPLES / name, tmp_path)
    (tmp_path / "tables").mkdir()
    shutil.copy(EXAMPLES / "my-factors.csv", tmp_path / "tables" / "mine.csv")
    (tmp_path / "cases.csv").write_text("period\n2024\n", encoding="utf-8")
    plant, file = tmp_path / "magnet_works.yaml", tmp_path / target
    before = file.read_bytes()
    options = {
        "calc": ["--csv"], "compare": ["--drivers"], "batch": [tmp_path / "cases.csv", "-o"],
        "sample": ["-n", 16, "--csv"], "sensitivity": ["-n", 16, "--csv"],
        "export": ["--to", "pact", "-o"],
    }  # fmt: skip
    done = command(how, plant, "--factors", tmp_path / "tables", *options[how], file)
    assert done.exit_code == 2
    assert "it is one of the inputs; choose another name" in done.stderr
    assert file.read_bytes() == before
