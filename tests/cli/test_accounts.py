"""`carbonre verify`: what is whole, what is broken with exit code 2, and what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.books import METERS, MONTHS, closed_group, verified
from helpers.commands import run_command


@pytest.fixture
def group(tmp_path: Path) -> Path:
    closed_group(tmp_path)
    (tmp_path / "group.yaml").write_text("carbonre: 1\n", encoding="utf-8")
    return tmp_path


def test_what_is_whole(group: Path) -> None:
    head = verified(group).chain.head
    for named in ("group.yaml", "."):
        done = run_command("verify", named, "--head", head.upper(), folder=group)
        assert done.returncode == 0
        assert done.stdout == f"{named}: 3 months in 3 closings, all whole; head {head}\n"
        assert done.stderr == f"note: {METERS}: has grown by 52 bytes since 2024-01 v1 read it\n"


def test_everything_broken_is_named_at_once(group: Path) -> None:
    (group / METERS).unlink()
    (group / "closings" / MONTHS[1] / "v1" / "ledger.csv").write_bytes(b"")
    done = run_command("verify", "group.yaml", "--head", "0123456789ab", folder=group)
    assert done.returncode == 2
    assert done.stdout == ""
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "closings", f"closings/{MONTHS[1]}/v1/ledger.csv", METERS,
    ]  # fmt: skip


def test_what_is_not_there(tmp_path: Path) -> None:
    done = run_command("verify", "group.yaml", folder=tmp_path)
    assert (done.returncode, done.stderr) == (2, "group.yaml: does not exist\n")
    assert run_command("verify", ".", folder=tmp_path).stdout == ".: no month is closed\n"


def test_too_few_digits_prove_nothing(group: Path) -> None:
    done = run_command("verify", "group.yaml", "--head", "0", folder=group)
    assert done.returncode == 2
    assert done.stderr.startswith("--head: '0' is no head of a chain; 12 digits are wanted")
