"""Outputs are written whole or not at all, text and bytes alike."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from carbonre.cli import outputs


def test_text_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    text, data = "稀土,1\n2\r\n", bytes(range(256))
    outputs.write([(str(tmp_path / "a.csv"), text), (str(tmp_path / "b.bin"), data)])
    assert (tmp_path / "a.csv").read_bytes() == text.encode()
    assert (tmp_path / "b.bin").read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.bin"]


def test_one_that_fails_leaves_all_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    target = str(tmp_path / "gone" / "b")
    with pytest.raises(OSError, match="gone") as caught:
        outputs.write([(str(tmp_path / "a.csv"), "new"), (target, b"new")])
    assert caught.value.filename == target  # what was asked for, not a temporary name beside it
    assert (tmp_path / "a.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_standard_output_takes_both_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    outputs.write([("-", "稀"), ("-", b"\x00\xff"), ("-", "土")])
    sys.stdout.flush()
    assert raw.getvalue() == "稀".encode() + b"\x00\xff" + "土".encode()
