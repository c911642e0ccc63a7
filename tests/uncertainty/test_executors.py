"""Where chunks are evaluated, and what stays on disk: the same bytes everywhere, whole parts."""

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

import carbonre as cr
from carbonre.core.errors import InputError, Problems
from carbonre.footprint.vectorised import CHUNK
from carbonre.reports.draw_store import COLUMNS, DrawStore
from carbonre.uncertainty.executors import ExecutorError, check, executor_of
from carbonre.uncertainty.monte_carlo import collect, plan, run, sample_until, sizes_of
from helpers.paths import METAL, ROOT
from helpers.plants import factors

N = 3 * CHUNK + 100
PLANT = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {ore: 2 kg}}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty: {steps.furnace.uses.ore: {normal: 1 kg}}
scenarios: {less: {set: {steps.furnace.uses.ore: 1.9 kg}}}
"""


@pytest.fixture(scope="module")
def made():
    plant, problems = cr.read_plant(METAL), Problems()
    return plan(plant, factors(), plant.scenarios[:2], 1, problems)


def bytes_of(samples):
    return [
        (name, values.tobytes(), tuple(found.refused.items()))
        for found in samples
        for name, values in found.totals.items()
    ]


@pytest.fixture(scope="module")
def here(made):
    return bytes_of(collect(*made, run(made[0], sizes_of(N))))


def elsewhere(made, *how):
    with executor_of(*how) as pool:
        return bytes_of(collect(*made, run(made[0], sizes_of(N), pool)))


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_give_the_same_bytes(made, here, workers):
    assert elsewhere(made, "threads", workers) == here


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_the_same_bytes(made, here, workers):
    assert elsewhere(made, "processes", workers) == here


@pytest.mark.slow
def test_dask_gives_the_same_bytes_on_a_cluster_here_and_on_one_that_runs(made, here):
    cluster = pytest.importorskip("distributed").LocalCluster
    assert elsewhere(made, "dask", 2) == here
    with cluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as running:
        assert elsewhere(made, "dask", None, running.scheduler_address) == here


def test_the_number_of_draws_does_not_depend_on_the_executor(made):
    (one, _), reached = sample_until(*made, 0.02, 40_000)
    with executor_of("threads", 2) as pool:
        (two, _), again = sample_until(*made, 0.02, 40_000, pool)
    assert (one.size, reached) == (two.size, again)
    assert bytes_of([one]) == bytes_of([two])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (("clouds", None, None), "known are threads, processes, dask"),
        (("threads", None, "tcp://x:1"), "a scheduler belongs to the executor dask"),
        ((None, None, "tcp://x:1"), "a scheduler belongs to the executor dask"),
        ((None, 2, None), "a number of workers belongs to an executor"),
        (("dask", 2, "tcp://x:1"), "a number of workers belongs to an executor"),
    ],
)
def test_what_does_not_go_together_is_refused(how, words):
    with pytest.raises(ExecutorError, match=words):
        check(*how)
    with pytest.raises(ExecutorError, match=words), executor_of(*how):
        pass


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named():
    pytest.importorskip("distributed")
    for address in ("tcp://127.0.0.1:1", "nonsense://"):
        words = "no scheduler answers"
        with pytest.raises(ExecutorError, match=words), executor_of("dask", None, address):
            pass


# --- parts ------------------------------------------------------------------------------------


def written(made, folder, n, stop=None):
    """Draw into parts as the command does; stop after some of them."""
    problems = Problems()
    parts = DrawStore(str(folder), *made, problems)
    problems.raise_any()
    parts.create()
    for count, (number, outcomes) in enumerate(run(made[0], parts.missing(n))):
        if count == stop:
            return None
        parts.keep(number, outcomes)
    return parts.read(*made, n)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_parts_hold_every_draw(made, here, tmp_path):
    assert bytes_of(written(made, tmp_path / "run", N)) == here
    assert names(tmp_path / "run") == [
        *(f"part-00000{i}-4096.parquet" for i in range(3)), "part-000003-100.parquet", "run.json",
    ]  # fmt: skip
    whole = pd.read_parquet(tmp_path / "run" / "part-000001-4096.parquet")
    assert tuple(whole) == COLUMNS
    assert sorted(whole["draw"].unique()) == list(range(4096, 8192))
    sums = whole["scope1"] + whole["scope2"] + whole["scope3"]
    product = whole["product"] != "(plant)"
    assert (sums[product] == whole["total"][product]).all()


def test_a_run_that_was_stopped_goes_on_where_it_stood(made, here, tmp_path):
    folder = tmp_path / "run"
    assert written(made, folder, N, stop=2) is None
    before = {path: path.stat().st_mtime_ns for path in folder.glob("part-*")}
    assert len(before) == 2
    assert bytes_of(written(made, folder, N)) == here
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())


def test_more_and_fewer_draws_use_the_same_parts(made, here, tmp_path):
    folder = tmp_path / "run"
    few = written(made, folder, CHUNK + 50)
    assert bytes_of(written(made, folder, N)) == here
    assert "part-000001-50.parquet" not in names(folder)  # its draws are in a longer part now
    assert len(pd.read_parquet(folder / "part-000001-4096.parquet")) > 50
    kept = names(folder)
    assert bytes_of(written(made, folder, CHUNK + 50)) == bytes_of(few)
    assert names(folder) == kept
    frame = pd.concat(pd.read_parquet(path) for path in folder.glob("*.parquet"))
    assert not frame.duplicated(["draw", "scenario", "product"]).any()


def test_another_seed_plant_table_or_scenario_is_another_run(made, tmp_path):
    written(made, tmp_path / "run", 10)
    plant = cr.read_plant(METAL)
    edited = tmp_path / "edited.yaml"
    edited.write_text(METAL.read_text(encoding="utf-8").replace("9.5 V", "9.4 V"), "utf-8")
    names_ = plant.scenarios
    for other in (
        plan(plant, factors(), names_[:2], 2, Problems()),
        plan(plant, factors(), names_[:1], 1, Problems()),
        plan(plant, factors(), names_[:2], 1, Problems(), what="factors"),
        plan(plant, factors(), names_[:2], 1, Problems(), gsd=1.3),
        plan(cr.read_plant(edited), factors(), names_[:2], 1, Problems()),
    ):
        with pytest.raises(InputError, match="holds parts of another run"):
            written(other, tmp_path / "run", 10)


def test_a_default_that_nothing_draws_is_part_of_the_run(made, tmp_path):
    """Edited defaults without a band move the static footprint, and with it the run."""
    from dataclasses import replace

    written(made, tmp_path / "run", 10)
    deterministic = made[1][0]
    item = replace(deterministic.products_sold[0], scopes=(1.0, 2.0, 3.0))
    moved = [
        replace(deterministic, products_sold=(item, *deterministic.products_sold[1:])),
        *made[1][1:],
    ]
    with pytest.raises(InputError, match="holds parts of another run"):
        written((made[0], moved), tmp_path / "run", 10)


def _file(path):
    path.write_text("mine", encoding="utf-8")


def _link(path):
    path.symlink_to(path.parent)


def _filled(path):
    path.mkdir()
    (path / "mine.txt").write_text("mine", encoding="utf-8")


def _no_run(path):
    path.mkdir()
    (path / "run.json").write_text("[]", encoding="utf-8")


def _broken(path):
    path.mkdir()
    (path / "run.json").write_bytes(b"\xff{")


def _pipe(path):
    path.mkdir()
    os.mkfifo(path / "run.json")


@pytest.mark.parametrize("make", [_file, _link, _filled, _no_run, _broken, _pipe])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(made, tmp_path, make):
    make(tmp_path / "run")
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    problems = Problems()
    DrawStore(str(tmp_path / "run"), *made, problems)
    assert len(problems.found) == 1
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["no/such/run", "run\0", "x" * 300])
def test_a_folder_that_cannot_be_made_is_refused(made, tmp_path, name):
    problems = Problems()
    DrawStore(f"{tmp_path}/{name}", *made, problems)
    assert len(problems.found) == 1


def test_an_empty_folder_and_what_a_killed_run_left_are_used(made, tmp_path):
    folder = tmp_path / "run"
    (folder / ".part-abc").mkdir(parents=True)
    assert written(made, folder, 10)
    assert names(folder) == ["part-000000-10.parquet", "run.json"]


def test_a_part_that_was_damaged_is_named(made, tmp_path):
    written(made, tmp_path / "run", 10)
    part = tmp_path / "run" / "part-000000-10.parquet"
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(InputError, match=r"part-000000-10\.parquet: is no part that can be read"):
        written(made, tmp_path / "run", 10)


def test_a_run_that_is_killed_leaves_whole_parts_and_goes_on(tmp_path):
    """kill -9 as soon as the first part lies there; then the same command again."""
    (tmp_path / "plant.yaml").write_text(PLANT, encoding="utf-8")
    draws = 40 * CHUNK
    command = [sys.executable, "-m", "carbonre", "sample", "plant.yaml", "-n", str(draws),
               "--scenario", "all", "--csv"]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    options = {"cwd": tmp_path, "env": environment, "stderr": subprocess.PIPE}
    folder = tmp_path / "run"
    running = subprocess.Popen([*command, "one.csv", "--parts", "run"], **options)
    until_ = time.monotonic() + 60
    while not list(folder.glob("part-*")) and running.poll() is None:
        assert time.monotonic() < until_
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    there = list(folder.glob("part-*"))
    assert 0 < len(there) < 40
    assert not (tmp_path / "one.csv").exists()
    for path in there:
        assert pd.read_parquet(path)["draw"].nunique() == CHUNK
    for target, parts in (("one.csv", ["--parts", "run"]), ("two.csv", [])):
        done = subprocess.run([*command, target, *parts], capture_output=True, **{
            key: options[key] for key in ("cwd", "env")})  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert len(list(folder.glob("part-*"))) == 40
    assert not list(folder.glob(".part-*"))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
