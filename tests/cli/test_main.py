"""The command line by its other names: `python -m carbonre`, and which version it is."""

import re
import subprocess
import sys
import tomllib

import pytest

from helpers.paths import ROOT

EXTRAS = {"report", "parquet", "uncertainty", "dask", "openlca", "brightway", "all", "test", "dev"}


def python_m_carbonre(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "carbonre", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_version_is_that_of_the_package(project):
    done = python_m_carbonre("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"carbonre {project['version']}\n"


def test_the_help_lists_all_of_them():
    done = python_m_carbonre("--help")
    assert "The open-source carbon calculator for rare earths." in done.stdout
    assert "calc" in done.stdout and "export" in done.stdout


def test_all_is_every_feature_and_dev_is_everything(project):
    extras = project["optional-dependencies"]
    assert set(extras) == EXTRAS
    assert extras["uncertainty"] == ["carbonre[parquet]"]
    (every,) = extras["all"]
    features = set(re.findall(r"\w+", every.removeprefix("carbonre")))
    assert features == EXTRAS - {"uncertainty", "all", "test", "dev"}
    assert "carbonre[all,test]" in extras["dev"]
