"""The verifier's pack: complete, whole or not at all, and the same digits from its own folder."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.core.errors import InputError
from carbonre.footprint.result import Footprint
from carbonre.reports.verifier import checklist as checklists
from carbonre.reports.verifier import pack as packs
from carbonre.reports.verifier.answers import Answer
from carbonre.reports.verifier.checklist import CHECKS, checklist
from carbonre.reports.verifier.pack import write_pack
from carbonre.reports.verifier.readme import markdown
from carbonre.reports.versions import code_digest, requirements, versions
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

EXAMPLE = ROOT / "examples" / "magnet_works.yaml"
DRAFT = """\
flow,value,unit,place,year,source,evidence
iron,1.9,kgCO2e/kg,GLO,2023,from memory,recalled-low
"""


def results_of(path: Path | str, *factors: str) -> list[Footprint]:
    plant = cr.read_plant(path)
    tables = cr.read_factors(*factors)
    return [cr.footprint(plant, tables, scenario=name) for name in plant.scenarios]


def again(folder: Path) -> subprocess.CompletedProcess[str]:
    """Do what the page says, with the carbonre at hand instead of a new environment."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^(`{3,})sh\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    lines = [line for line in code[1].splitlines() if "venv" not in line]
    assert len(lines) == 7
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euc", "\n".join(lines)], cwd=folder, text=True, capture_output=True,
        env=os.environ | {"PATH": here, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "pack"
    written = write_pack(str(folder), results_of(EXAMPLE), documents={"report.xlsx": b"PK\x00\xff"})
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert written == found
    return folder


def test_it_holds_what_a_verifier_asks_for(made: Path) -> None:
    assert {p.name for p in (made / "inputs").iterdir()} == {
        "magnet_works.yaml", "my-factors.csv", "supplier.json",
    }  # fmt: skip
    for name in ("magnet_works.yaml", "my-factors.csv", "supplier.json"):
        assert (made / "inputs" / name).read_bytes() == (EXAMPLE.parent / name).read_bytes()
    tables = {p.relative_to(ROOT / "factors") for p in (ROOT / "factors").rglob("*.csv")}
    assert {p.relative_to(made / "tables") for p in (made / "tables").rglob("*.csv")} == tables
    assert (made / "results" / "report.xlsx").read_bytes() == b"PK\x00\xff"
    used = {row["id"] for row in read(made / "results" / "factors_used.csv")}
    rows = read(made / "results" / "ledger.csv")
    assert {row["factor_id"] for row in rows} - {""} <= used
    assert {row["plant_line"].partition(":")[0] for row in rows} == {"magnet_works.yaml"}


def test_every_file_has_its_sum(made: Path) -> None:
    lines = (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert set(sums) == found - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest


def test_run_again_from_its_own_folder_it_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """Moved elsewhere, with the commands of its own page."""
    folder = tmp_path / "moved"
    shutil.copytree(made, folder)
    done = again(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
    new = (folder / "again.csv").read_bytes()
    assert new == (folder / "results" / "footprint.csv").read_bytes()
    with (folder / "inputs" / "my-factors.csv").open("a", encoding="utf-8") as stream:
        stream.write("iron,9,kgCO2e/kg,CN,2024,changed,\n")
    assert again(folder).returncode != 0


def test_own_factor_files_are_in_it_and_named_in_its_commands(tmp_path: Path) -> None:
    """A draft without an id is named by its file and line, which must be those of the pack."""
    (tmp_path / "elsewhere").mkdir()
    own = tmp_path / "elsewhere" / "my draft's.csv"
    own.write_text(DRAFT, encoding="utf-8")
    plant = tmp_path / "plant.yaml"
    plant.write_text(
        "carbonre: 1\nplant: Toy\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  making: {process: inventory, makes: {thing: 1 kg}, uses: {iron: 1 kg}}\n"
        'scenarios: {"it\'s `$(touch hacked)`": {set: {steps.making.uses.iron: 2 kg}}}\n',
        encoding="utf-8",
    )
    write_pack(str(tmp_path / "pack"), results_of(plant, str(own)), [str(own)])
    copy = tmp_path / "pack" / "inputs" / "own-factors" / "1-my_draft_s.csv"
    assert copy.read_bytes() == own.read_bytes()
    (first, _) = read(tmp_path / "pack" / "results" / "footprint.csv")
    assert first["drafts"] == "own-factors/1-my_draft_s.csv:2 (recalled-low)"
    done = again(tmp_path / "pack")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.rglob("hacked"))


def test_the_same_bytes_each_time(made: Path, tmp_path: Path) -> None:
    write_pack(str(tmp_path / "b"), results_of(EXAMPLE), documents={"report.xlsx": b"PK\x00\xff"})
    sums = [(folder / "SHA256SUMS").read_bytes() for folder in (made, tmp_path / "b")]
    assert sums[0] == sums[1]


def test_an_empty_folder_is_filled_and_no_other(tmp_path: Path) -> None:
    results = results_of(EXAMPLE)[:1]
    (tmp_path / "empty").mkdir()
    write_pack(str(tmp_path / "empty"), results)
    assert (tmp_path / "empty" / "SHA256SUMS").is_file()
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o777 & ~_mask()
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "new", target_is_directory=True)
    before = sorted(p.name for p in tmp_path.iterdir())
    for name, words in (("empty", "not empty"), ("file", "is a file"), ("link", "symbolic"),
                        ("no/where", "does not exist"), ("x" * 5000, "not the name"),
                        ("\0", "not the name")):  # fmt: skip
        with pytest.raises(InputError, match=words):
            write_pack(str(tmp_path / name), results)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_half_a_pack_is_never_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packs, "_copy_tables", full)
    here = Path.cwd()
    with pytest.raises(OSError, match="No space"):
        write_pack(str(tmp_path / "pack"), results_of(EXAMPLE))
    assert list(tmp_path.iterdir()) == []
    assert Path.cwd() == here


def test_inputs_that_have_changed_since_are_refused(tmp_path: Path) -> None:
    for name in ("magnet_works.yaml", "my-factors.csv", "supplier.json"):
        shutil.copy(EXAMPLE.parent / name, tmp_path / name)
    results = results_of(tmp_path / "magnet_works.yaml")
    path = tmp_path / "my-factors.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("LiF,6,", "LiF,7,"), encoding="utf-8")
    with pytest.raises(InputError, match="has been changed since"):
        write_pack(str(tmp_path / "pack"), results)
    path.unlink()
    with pytest.raises(InputError, match="my-factors"):
        write_pack(str(tmp_path / "pack"), results)
    assert not (tmp_path / "pack").exists()


def test_a_plant_without_a_file_is_refused(tmp_path: Path) -> None:
    toy = calculate(
        "carbonre: 1\nplant: Toy\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  making: {process: inventory, makes: {thing: 1 kg}}\n",
        file=str(tmp_path / "nowhere.yaml"),
    )
    with pytest.raises(InputError, match="cannot be copied into the verification package"):
        write_pack(str(tmp_path / "pack"), [toy])


def test_files_outside_the_folder_of_the_plant_are_not_copied(tmp_path: Path) -> None:
    """A scenario that nobody runs may name any file; the pack does not carry it away."""
    (tmp_path / "secret.json").write_text("secret")
    (tmp_path / "works").mkdir()
    plant = tmp_path / "works" / "plant.yaml"
    plant.write_text(
        "carbonre: 1\nplant: Toy\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  making: {process: inventory, makes: {thing: 1 kg}, uses: {iron: 1 kg}}\n"
        "scenarios:\n"
        "  a: {set: {supply.iron: {pact: ../secret.json}}}\n"
        f"  b: {{set: {{supply.iron.pact: {tmp_path / 'secret.json'}}}}}\n",
        encoding="utf-8",
    )
    write_pack(str(tmp_path / "pack"), [cr.footprint(cr.read_plant(plant))])
    assert [p.name for p in (tmp_path / "pack" / "inputs").iterdir()] == ["plant.yaml"]
    assert not list((tmp_path / "pack").rglob("secret*"))


def test_versions_name_everything_that_is_installed_with_it() -> None:
    found = versions()
    assert {"Python", "carbonre", "pydantic", "pyyaml", "numpy"} <= set(found)
    assert "pytest" not in found
    assert requirements() == [f"{k}=={v}" for k, v in found.items() if k != "Python"]
    assert re.fullmatch("[0-9a-f]{64}", code_digest())


# --- the checklist --------------------------------------------------------------------------------


def test_the_table_is_whole_and_every_check_is_used() -> None:
    rows = checklists.table()
    assert {tuple(row) for row in rows} == {checklists.COLUMNS}
    assert {row["check"] for row in rows} == set(CHECKS)
    assert len({row["standard"] for row in rows}) == 5
    keys = [(row["standard"], row["item"]) for row in rows]
    assert len(keys) == len(set(keys))
    for row in rows:
        assert all(row.values())
        assert row["evidence"].startswith(("recalled", "read", "transcription"))


def answers(result: Footprint) -> dict[str, Answer]:
    rows = checklists.table()
    return {row["check"]: item.answer for row, item in zip(rows, checklist(result), strict=True)}


def test_a_checklist_is_answered_from_the_result() -> None:
    result = results_of(EXAMPLE)[0]
    found = answers(result)
    assert "AR6" in found["potentials"].words
    assert found["allocation"].words.startswith("key: economic")
    assert found["exclusions"].words.startswith("1 excluded")
    assert found["verification"].status == "missing" and not found["verification"].where
    assert found["electricity"].status == "in part"  # wind power is declared, not proven
    for answer in found.values():
        nowhere = answer.status in ("missing", "not read", "does not apply")
        assert nowhere == (not answer.where)


def test_rules_for_magnets_are_asked_of_magnets_only() -> None:
    """By composition; what was not read of a rule is never ticked."""
    found = answers(results_of(EXAMPLE)[0])
    assert found["magnet_product"].words == "sold: coated magnet"
    assert "coated magnet: NdFeB" in found["magnet_type"].words
    assert "Nd 28.0 %" in found["magnet_composition"].words
    assert found["recovered_shares"].status == "missing"
    unread = {name for name, answer in found.items() if answer.status == "not read"}
    assert unread == {"magnet_text", "recovered_rules", "performance_class"}
    oxide = answers(example_footprint("baotou_smelter"))
    assert oxide["magnet_product"].status == oxide["magnet_text"].status == "does not apply"
    assert oxide["countries"].status == "in part" and "CN-NM" in oxide["countries"].words
    station = answers(example_footprint("hydrogen_station"))
    assert station["declared_footprint"].status == "does not apply"


def test_what_the_plant_says_about_itself_is_an_answer() -> None:
    """The example names its company and standards; a page that calls them missing is not true."""
    found = answers(results_of(EXAMPLE)[0])
    assert found["organisation"].status == "stated"
    assert "Example Magnets" in found["organisation"].words
    assert found["category_rules"].status == found["inventory_date"].status == "missing"
    text = TOY.format(gwp="AR6", more="emits: {CO2: 1 kg}")
    text += "about: {rules: ['EPD International: X'], created: '2025-03-01'}\n"
    found = answers(calculate(text))
    assert found["category_rules"] == Answer("stated", "EPD International: X", "plant file")
    assert found["inventory_date"] == Answer("stated", "2025-03-01", "plant file")
    assert found["organisation"].status == "in part"


def test_sums_of_another_report_are_said_beside_the_potentials() -> None:
    text = "carbonre: 1\nplant: Toy\nlocation: AU\nperiod: 2024\nproduction: {metal: 1 t}\nsteps:\n"
    text += "  m: {process: inventory, makes: {metal: 1 kg}, uses: {electricity: 2 kWh}}\n"
    found = answers(calculate(text))["potentials"]  # the Australian tables are sums under AR5
    assert found.status == "in part" and "sums under AR5" in found.words


def test_many_products_are_all_counted() -> None:
    names = ", ".join(f"p{i}: 1 kg" for i in range(7))
    text = "carbonre: 1\nplant: Toy\nperiod: 2024\nallocation: mass\nsteps:\n"
    text += f"  m: {{process: inventory, amount: {{p0: 1 kg}}, makes: {{{names}}}}}\n"
    words = answers(calculate(text))["declared_unit"].words
    assert words == "declared unit: " + ", ".join(f"1 kg of p{i}" for i in range(5)) + (
        " and 2 more, at the gate"
    )


def test_the_pedigree_is_not_denied_that_the_page_gives() -> None:
    words = answers(results_of(EXAMPLE)[0])["data_quality"].words
    assert "only time and place are scored" in words


def test_every_tick_has_its_place_on_the_page(tmp_path: Path) -> None:
    """Also what is drawn beside the result, such as the uncertainty."""
    write_pack(str(tmp_path / "pack"), results_of(EXAMPLE)[:1], draws=200)
    lines = (tmp_path / "pack" / "README.md").read_text(encoding="utf-8").splitlines()
    ticks = [line for line in lines if line.startswith(("- [x] ", "- [ ] in part"))]
    assert len(ticks) > 20
    for line in ticks:
        place = re.search(r" \(`([^`]+)`\)$", line)
        assert place or "does not apply" in line, line
        assert not place or (tmp_path / "pack" / place[1]).exists()
    assert sum("`results/weight_of_evidence.csv`" in line for line in ticks) == 3


TOY = """\
carbonre: 1
plant: Toy
period: 2024
gwp: {gwp}
production: {{thing: 1 t}}
steps:
  making: {{process: inventory, makes: {{thing: 1 kg}}, {more}}}
"""


@pytest.mark.parametrize(
    ("gwp", "more", "check", "status"),
    [
        ("AR6", "emits: {CO2: 1 kg}", "potentials", "stated"),
        ("AR5", "emits: {CO2: 1 kg}", "potentials", "in part"),
        ("AR6-20", "emits: {CO2: 1 kg}", "potentials", "in part"),
        ("AR6", "emits: {CO2: 1 kg}", "gases", "stated"),
        ("AR6", "uses: {iron: 1 kg}", "gases", "in part"),
        ("AR6", "emits: {CO2: 1 kg}", "direct_by_gas", "stated"),
        ("AR6", "emits: {CO2: 1 kg}", "electricity", "does not apply"),
        ("AR6", "emits: {CO2: 1 kg}", "aircraft", "missing"),
        ("AR6", "emits: {CO2: 1 kg}", "cut_off", "stated"),
        ("AR6", "emits: {CO2: 1 kg}", "data_sources", "stated"),
    ],
)
def test_an_answer_follows_the_result(gwp: str, more: str, check: str, status: str) -> None:
    assert answers(calculate(TOY.format(gwp=gwp, more=more)))[check].status == status


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[a](http://x)", "`x`", "a|b", "# a", "![x](http://x)", "a\nb",
     "www.x.org", "https://x.org"],
)  # fmt: skip
def test_markdown_does_nothing_with_a_name(text: str) -> None:
    shown = markdown(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[<>\[\]`|#!]", shown)
    assert not re.search(r"(?<!\\)://|www\.x", shown.replace("\\:", ""))
    assert re.sub(r"\\(.)", r"\1", shown) == text.replace("\n", " ")
