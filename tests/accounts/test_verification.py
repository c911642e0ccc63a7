"""One changed byte is found and named, by `verify` and by the plain checker, which agree."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonre.accounts.books import InputFile
from carbonre.accounts.canonical import digest, json_bytes
from carbonre.accounts.chain import close
from carbonre.accounts.closing import ClosingName
from carbonre.accounts.folder import CLOSINGS, COMMITTED
from carbonre.reports.closing_store import add_closings
from helpers.books import (
    BILL,
    METERS,
    MONTHS,
    SIGNED,
    all_files,
    books,
    close_month,
    closed_group,
    restate_month,
    row,
    usual_rows,
    verified,
)
from helpers.paths import ROOT

CHECKER = ROOT / "carbonre" / "reports" / "verifier" / "check_closings.py"


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    """The plain checker, as a module of its own."""
    spec = importlib.util.spec_from_file_location("plain_checker", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months, the second restated."""
    group = closed_group(tmp_path_factory.mktemp("group"))
    restate_month(group, books("2024-02", [row(amount=120)], month_inputs(group, "2024-02")))
    return group


@pytest.fixture
def group(original: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(original, tmp_path / "group"))


def month_inputs(group: Path, period: str) -> tuple[InputFile, ...]:
    """The inputs of a month as they are today."""
    bill = BILL.format(period=period)
    evidence = InputFile.of(bill, (group / bill).read_bytes(), "evidence")
    return (InputFile.of(METERS, (group / METERS).read_bytes()), evidence)


def breaks_of(group: Path, checker: ModuleType) -> tuple[list[str], list[str]]:
    """What either finds, as text."""
    return [str(p) for p in verified(group).problems], checker.check(group)[0]


def test_what_is_whole_is_said_to_be(group: Path, checker: ModuleType) -> None:
    found = verified(group)
    assert found.problems == ()
    assert len(found.chain.closings) == 5
    assert checker.check(group) == ([], found.chain.head)
    assert verified(group, head=found.chain.head).is_whole
    assert [str(note) for note in found.notes] == [
        f"{METERS}: {METERS}: has grown by 52 bytes since 2024-01 v1 read it"
    ]


def test_no_closings_are_whole(tmp_path: Path, checker: ModuleType) -> None:
    assert verified(tmp_path).is_whole
    assert checker.check(tmp_path) == ([], "")


def names_file(found: list[str], file: str) -> bool:
    """Whether one of the breaks begins with the file."""
    return any(words.startswith(f"{file}:") for words in found)


@settings(max_examples=150)
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found_and_named(
    data: st.DataObject, original: Path, checker: ModuleType
) -> None:
    """In a closing, its inputs or its evidence; then it is turned back."""
    files = all_files(original)
    file = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[file]) - 1))
    changed = bytearray(files[file])
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        (original / file).write_bytes(changed)
        ours, plain = breaks_of(original, checker)
    finally:
        (original / file).write_bytes(files[file])
    assert names_file(ours, file), ours
    assert names_file(plain, file), plain
    others = [name for name in files if name != file and names_file(ours, name)]
    assert others == [], "a file that nobody touched is not accused"


@pytest.mark.slow
def test_every_byte_of_every_file(original: Path, checker: ModuleType) -> None:
    for file, content in all_files(original).items():
        for at in range(len(content)):
            changed = bytearray(content)
            changed[at] ^= 1 << at % 8
            (original / file).write_bytes(changed)
            ours, plain = breaks_of(original, checker)
            assert names_file(ours, file), (file, at)
            assert names_file(plain, file), (file, at)
        (original / file).write_bytes(content)


def test_every_file_is_missed(group: Path, checker: ModuleType) -> None:
    for file, content in all_files(group).items():
        (group / file).unlink()
        ours, plain = breaks_of(group, checker)
        assert names_file(ours, file), file
        assert names_file(plain, file), file
        (group / file).write_bytes(content)


def test_every_byte_that_is_added_or_cut(group: Path, checker: ModuleType) -> None:
    """Whole lines behind the data are growth; of anything else they are a change."""
    for file, content in all_files(group).items():
        for changed in (content[:-1], content + b"x", content + b"\n", b"\n" + content):
            (group / file).write_bytes(changed)
            ours, plain = breaks_of(group, checker)
            if file == METERS and changed.startswith(content):
                assert ours == plain == []
            else:
                assert names_file(ours, file), file
                assert names_file(plain, file), file
        (group / file).write_bytes(content)


@pytest.mark.parametrize("version", [f"{MONTHS[0]}/v1", f"{MONTHS[1]}/v1", f"{MONTHS[1]}/v2"])
def test_a_closing_that_is_taken_away_is_missed(
    group: Path, checker: ModuleType, version: str
) -> None:
    shutil.rmtree(group / CLOSINGS / version)
    name = version.replace("/", " ")
    for found in breaks_of(group, checker):
        assert any(name in words for words in found), found


def test_the_last_one_is_missed_by_the_digits_of_a_report(group: Path, checker: ModuleType) -> None:
    """A chain cannot know its own end; a report does."""
    head = verified(group).chain.head
    shutil.rmtree(group / CLOSINGS / MONTHS[2])
    assert f"none has the hash {head}" in checker.check(group, head)[0][0]
    found = verified(group, head=head)
    assert [p.code for p in found.problems] == ["broken-chain"]
    assert head in str(found.problems[0])


def test_who_writes_one_closing_anew_is_found_by_the_next(group: Path, checker: ModuleType) -> None:
    """With hashes that fit: what follows still names the one that was there."""
    rewritten(group / CLOSINGS / MONTHS[0] / "v1" / "closing.json", note="nothing to see here")
    ours, plain = breaks_of(group, checker)
    assert names_file(ours, f"closings/{MONTHS[0]}/v1/closing.json")
    assert any("2024-01 v1 is not the closing" in words for words in plain)


def rewritten(path: Path, **changes: object) -> None:
    """Write another statement in place of one, with a hash that fits."""
    data = json.loads(path.read_bytes())
    del data["sha256"]
    data |= changes
    path.write_bytes(json_bytes(data | {"sha256": digest(json_bytes(data))}))


@pytest.mark.parametrize("key", ["before", "replaces"])
@pytest.mark.parametrize("link", [None, (MONTHS[0], 1)])
def test_a_link_past_the_closing_that_is_there(
    group: Path, checker: ModuleType, key: str, link: tuple[str, int] | None
) -> None:
    """With hashes that fit all of it: to the wrong closing, or to none."""
    end = None
    if link:
        closing = verified(group).chain.closings[ClosingName(*link)]
        end = {"closing": str(closing.name), "sha256": closing.statement.sha256}
    rewritten(group / CLOSINGS / MONTHS[2] / "v2" / "closing.json", **{key: end})
    ours, plain = breaks_of(group, checker)
    assert len(ours) == len(plain) == 1
    assert names_file(ours, f"closings/{MONTHS[2]}/v2/closing.json")
    assert plain[0].startswith(f"{MONTHS[2]} v2: {key} is ")


ODD = [None, 1, "x", [], {}, ["closing", "sha256"], {"closing": 1, "sha256": 2}, [[]], True]
FREE = {"alone": [True], "note": ["x"], "on": ["x"], "prepared_by": ["x"], "reviewed_by": ["x"],
        "reason": ["x"], "settings": [{}, ODD[6]], "made_with": [{}, ODD[6]], "warnings": [[]],
        "carbonre": [1]}  # fmt: skip


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_statement_of_any_shape_is_answered(
    group: Path, checker: ModuleType, value: object
) -> None:
    """Its hash fits, and its values are not of the kind that they should be."""
    path = group / CLOSINGS / MONTHS[2] / "v2" / "closing.json"
    content = path.read_bytes()
    for key in json.loads(content).keys() - {"sha256"}:
        path.write_bytes(content)
        rewritten(path, **{key: value})
        ours, plain = breaks_of(group, checker)
        is_free = json.dumps(value) in map(json.dumps, FREE.get(key, []))  # True is not 1 here
        assert bool(ours) == (not is_free), (key, ours)
        if key not in FREE:
            assert plain, key


@pytest.mark.parametrize("ledger", [b"", b"scope\n3\n", b"\xff", b'a,"b', b"\n\n", b"a,b\n1\n"])
def test_a_ledger_of_any_shape_is_answered(group: Path, checker: ModuleType, ledger: bytes) -> None:
    folder = group / CLOSINGS / MONTHS[2] / "v2"
    files = json.loads((folder / "closing.json").read_bytes())["files"]
    (folder / "ledger.csv").write_bytes(ledger)
    rewritten(folder / "closing.json", files=files | {"ledger.csv": digest(ledger)})
    for found in breaks_of(group, checker):
        assert found


def test_a_statement_with_another_hash_says_both(group: Path) -> None:
    path = group / CLOSINGS / MONTHS[2] / "v2" / "closing.json"
    head = verified(group).chain.head
    path.write_bytes(path.read_bytes().replace(b'"Li Na"', b'"Li Mei"'))
    (problem,) = verified(group).problems
    assert f"states the SHA-256 {head}, and has " in str(problem)


@pytest.mark.parametrize(
    "stray", ["notes.txt", "2024-01/v1/ledger.xlsx", "2024-01/v1.bak/x", "2024-1/v1/x", "lock/x"]
)
def test_what_is_no_closing_is_named(group: Path, checker: ModuleType, stray: str) -> None:
    path = group / CLOSINGS / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    for found in breaks_of(group, checker):
        assert any(f"closings/{stray}" in words for words in found), found


def test_sums_that_do_not_follow_from_the_rows(group: Path, checker: ModuleType) -> None:
    """Who wrote the closing was wrong: every hash fits, and the sum does not."""
    shutil.rmtree(group / CLOSINGS)
    close_month(group, "2024-05")
    path = group / CLOSINGS / "2024-05" / "v1" / "closing.json"
    sums = json.loads(path.read_bytes())["sums"]
    rewritten(path, sums=sums | {"1": sums["1"] + 1e-9})
    for found in breaks_of(group, checker):
        assert found
        assert all(words.startswith("closings/2024-05/v1/closing.json:") for words in found)


@pytest.mark.parametrize(("one", "other"), [(b'"sha256": ', b'"sha256":\t'), (b"\n", b"\r\n")])
def test_another_text_of_the_same_statement_is_named(
    group: Path, checker: ModuleType, one: bytes, other: bytes
) -> None:
    """Blanks that no hash covers: there is one text of a statement, and this is not it."""
    path = group / CLOSINGS / MONTHS[2] / "v2" / "closing.json"
    path.write_bytes(path.read_bytes().replace(one, other))
    for found in breaks_of(group, checker):
        assert len(found) == 1
        assert "text that was written" in found[0]


def test_the_hash_is_found_with_grep_and_sha256sum(group: Path) -> None:
    folder = group / CLOSINGS / MONTHS[0] / "v1"
    command = """grep -v '^ "sha256": ' closing.json | sha256sum"""
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
    assert done.stdout[:64] == json.loads((folder / "closing.json").read_bytes())["sha256"]


def test_the_plain_checker_needs_nothing(group: Path, tmp_path: Path) -> None:
    """Alone in a folder, without site packages; it ends with 1 where something is broken."""
    copy = shutil.copy(CHECKER, tmp_path / "check.py")
    run = [sys.executable, "-I", "-S", str(copy), str(group)]
    head = verified(group).chain.head
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"whole; head {head}\n", "")
    (group / METERS).write_bytes(b"")
    done = subprocess.run([*run, "abc"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 4  # no such hash, and the meters of each month
    assert done.stderr == ""


def test_the_plain_checker_is_short() -> None:
    lines = CHECKER.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 135


def test_closings_in_transit_count(group: Path, checker: ModuleType) -> None:
    """A writer that was ended between its rename and the moving leaves them so."""
    committed = group / CLOSINGS / COMMITTED / MONTHS[2]
    committed.mkdir(parents=True)
    (group / CLOSINGS / MONTHS[2] / "v2").rename(committed / "v2")
    assert breaks_of(group, checker) == ([], [])
    (committed / "v2" / "ledger.csv").write_bytes(b"")
    ours, plain = breaks_of(group, checker)
    assert len(ours) == len(plain) == 1


@pytest.mark.parametrize("kind", ["data", "evidence"])
@pytest.mark.parametrize("was", [b"", b"1,2\n", b"1,2"])
@pytest.mark.parametrize("more", [b"", b"3\n", b"\n"])
def test_only_data_grows_and_only_by_whole_lines(
    tmp_path: Path, checker: ModuleType, kind: str, was: bytes, more: bytes
) -> None:
    """A digit behind an open last line makes another number of it: 1,2 becomes 1,23."""
    made = books("2024-01", [row()], [InputFile.of("m.csv", was, kind)])
    (tmp_path / "m.csv").write_bytes(was + more)
    add_closings(tmp_path, lambda chain: close(chain, made, SIGNED))
    ours, plain = breaks_of(tmp_path, checker)
    is_fine = not more or (kind == "data" and was != b"1,2")
    assert names_file(ours, "m.csv") == names_file(plain, "m.csv") == (not is_fine)


@pytest.mark.parametrize(
    "name", ["a b.pdf", "a\u2028b.pdf", "电费.pdf", "a\x85b.pdf", "#1, 'x'.pdf"]
)
def test_a_name_of_any_kind_is_one_line(tmp_path: Path, checker: ModuleType, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF")
    made = books("2024-01", [row(source=name)], [InputFile.of(name, b"%PDF", "evidence")])
    add_closings(tmp_path, lambda chain: close(chain, made, SIGNED))
    assert breaks_of(tmp_path, checker) == ([], [])
    (tmp_path / name).write_bytes(b"%pdf")
    for found in breaks_of(tmp_path, checker):
        assert len(found) == 1
        assert names_file(found, name)


# --- inputs since ---------------------------------------------------------------------------------


def changed_meters(group: Path) -> None:
    content = (group / METERS).read_bytes()
    (group / METERS).write_bytes(content.replace(b"2024-01-01", b"2024-01-02"))


def test_a_changed_input_names_who_read_it(group: Path) -> None:
    changed_meters(group)
    found = verified(group)
    assert [(p.place.file, p.code) for p in found.problems] == [(METERS, "altered-input")]
    assert "since 2024-01 v1 and 2 more read it; restore it, or" in str(found.problems[0])


def test_books_calculated_again_decide_about_a_changed_input(group: Path) -> None:
    """The same to the last digit: a note. Others: by how many rows, and how much."""
    changed_meters(group)
    again = {period: books(period, usual_rows()) for period in MONTHS}
    again["2024-02"] = books("2024-02", [row(amount=120)])
    found = verified(group, again=again)
    assert found.problems == ()
    assert {note.code for note in found.notes} == {"input-changed"}
    again["2024-03"] = books("2024-03", usual_rows()[:2])
    words = [str(p) for p in verified(group, again=again).problems if p.code == "altered-books"]
    assert words == [
        "closings/2024-03/v2/ledger.csv: calculated again, 1 rows differ:"
        " -14760 kgCO2e in 1; restate?"
    ]


def test_evidence_of_a_replaced_version_must_stay(group: Path, checker: ModuleType) -> None:
    """And data of one need not: its readings were corrected."""
    bill = BILL.format(period="2024-02")
    corrected = books("2024-02", [row(amount=7)], month_inputs(group, "2024-02")[:1])
    restate_month(group, corrected)
    assert breaks_of(group, checker) == ([], [])
    (group / bill).unlink()
    ours, plain = breaks_of(group, checker)
    assert names_file(ours, bill)
    assert names_file(plain, bill)
