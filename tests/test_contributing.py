"""CONTRIBUTING.md is true: the process that it shows in full is added to a copy, and holds."""

import os
import re
import shutil
import subprocess
import sys

from helpers.paths import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = GUIDE.split("\n## One process in full\n", 1)[1].split("\n## ", 1)[0]
# A file that is named in the line before a block of Python or CSV is what the block holds.
BLOCK = re.compile(
    r"`([\w./]+\.(?:py|csv))`[^\n]*:\n\n```(?:python|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def test_the_process_shown_in_full_is_sound(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("carbonre", "factors", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "golden", ".*")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    files = dict(BLOCK.findall(SECTION))
    assert sorted(files) == [
        "carbonre/processes/washing.py",
        "factors/processes/washing.csv",
        "tests/processes/test_washing.py",
    ]
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    tests = [f"tests/processes/test_{name}.py" for name in ("proofs", "documentation", "washing")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "washing", *tests],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTEST_ADDOPTS": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    found = re.search(r"(\d+) passed", done.stdout)
    assert found is not None
    assert int(found[1]) >= 15
