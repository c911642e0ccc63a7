"""The pack of closings: a stranger checks it with what is in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from carbonre.core.errors import InputError
from carbonre.reports.verifier.closings_pack import write_closings_pack
from helpers.books import (
    BILL,
    METERS,
    MONTHS,
    all_files,
    books,
    closed_group,
    restate_month,
    usual_rows,
    verified,
)


@pytest.fixture
def group(tmp_path: Path) -> Path:
    folder = tmp_path / "group"
    folder.mkdir()
    return closed_group(folder)


def checked(pack: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-I", "-S", "check_closings.py", ".", *arguments]
    return subprocess.run(run, cwd=pack, capture_output=True, text=True)


def test_a_pack_checks_itself(group: Path, tmp_path: Path) -> None:
    restate_month(group, books(MONTHS[0], usual_rows(120)))
    pack = tmp_path / "pack"
    written = write_closings_pack(str(pack), group)
    assert written == sorted(all_files(pack))
    inside = all_files(group)
    assert {name: content for name, content in all_files(pack).items() if name in inside} == inside
    beside = {"README.md", "SHA256SUMS", "check_closings.py", "restatements.csv"}
    assert set(written) - inside.keys() == beside
    head = verified(group).chain.head
    assert checked(pack, head).stdout == f"whole; head {head}\n"
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=pack)
    assert sums.returncode == 0
    table = (pack / "restatements.csv").read_text(encoding="utf-8").splitlines()
    assert table[1].startswith("2024-01,2 market,50.000000,10.000000,0.000000,")
    assert head in (pack / "README.md").read_text(encoding="utf-8")
    (pack / BILL.format(period=MONTHS[1])).write_bytes(b"another bill")
    done = checked(pack)
    assert done.returncode == 1
    assert done.stdout.startswith(BILL.format(period=MONTHS[1]))


def test_no_pack_is_made_of_what_is_broken(group: Path, tmp_path: Path) -> None:
    (group / METERS).unlink()
    (group / "closings" / MONTHS[0] / "v1" / "factors.csv").write_bytes(b"")
    with pytest.raises(InputError) as found:
        write_closings_pack(str(tmp_path / "pack"), group)
    assert [p.code for p in found.value.problems] == ["altered-closing", "altered-input"]
    assert not (tmp_path / "pack").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["group"]
