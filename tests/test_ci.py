"""`.ci/run` holds what it promises: its stages, and the oldest versions of the dependencies."""

import os
import re
import subprocess
import tomllib

from helpers.paths import ROOT

SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
REQUIREMENT = re.compile(r"([\w.-]+)>=([\w.]+)")
OWN_EXTRAS = re.compile(r"carbonre\[(.+)\]")


def lower_bounds(extra: str) -> dict[str, str]:
    """The lower bounds of pyproject.toml: of the package, and of an extra with those it names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def bounds(requirements: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for requirement in requirements:
            if own := OWN_EXTRAS.fullmatch(requirement):
                for name in own[1].split(","):
                    found |= bounds(extras[name])
            else:
                bound = REQUIREMENT.match(requirement)
                assert bound, f"{requirement} has no lower bound"
                found[bound[1]] = bound[2]
        return found

    return bounds(project["dependencies"]) | bounds(extras[extra])


def test_the_oldest_versions_are_the_lower_bounds():
    lines = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    stated = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert stated == lower_bounds("test")


def test_the_stages_are_those_that_its_head_describes():
    (stages,) = re.findall(r"^stages=\((.*)\)$", SCRIPT, re.MULTILINE)
    described = re.findall(r"^#   (\w+) ", SCRIPT, re.MULTILINE)
    functions = set(re.findall(r"^(\w+)\(\) \{", SCRIPT, re.MULTILINE))
    assert stages.split() == described
    assert set(described) <= functions


def test_an_unknown_stage_is_refused():
    done = subprocess.run(["bash", ROOT / ".ci" / "run", "lnt"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "'lnt' is no stage" in done.stderr


def test_pythons_that_are_too_old_do_not_end_the_run(tmp_path):
    """The last one that is looked at decides the status of a loop, and so of a pipe."""
    for name in ("3.8", "3.9"):
        old = tmp_path / "versions" / name / "bin" / "python3"
        old.parent.mkdir(parents=True)
        old.write_text(f"#!/bin/sh\necho {name}\n", encoding="utf-8")
        old.chmod(0o755)
    (function,) = re.findall(r"^pythons_found\(\) \{.*?^\}$", SCRIPT, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{function}\nfound=$(pythons_found)\necho $found: well"],
        env={**os.environ, "PYENV_ROOT": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.endswith(": well\n")
    assert " 3.9" not in done.stdout
