"""Whatever ends a writer, every closed month stays whole; of two writers the loser is told why."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from carbonre.accounts.chain import close
from carbonre.accounts.closing import Signature
from carbonre.accounts.folder import CLOSINGS, COMMITTED, LOCK, read_closings
from carbonre.accounts.verification import verify
from carbonre.core.errors import InputError
from carbonre.reports import closing_store
from carbonre.reports.closing_store import PREPARED, add_closings
from carbonre.reports.verifier import check_closings
from helpers.books import (
    MONTHS,
    SIGNED,
    all_files,
    books,
    closed_group,
    restate_month,
    usual_rows,
    verified,
)

CALLS = ("open", "write", "fsync", "mkdir", "rename", "rmdir", "close", "chmod")
WRITES = ("write", "fsync", "mkdir", "rename")  # what a full disk refuses
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")
Step = Callable[[Path], object]


def closed_months(group: Path) -> list[str]:
    """The months that are closed."""
    return list(verified(group).chain.standing())


def close_next(group: Path) -> object:
    """Close the month after those of the group."""
    made = books(f"2024-{len(closed_months(group)) + 1:02}", usual_rows())
    return add_closings(group, lambda chain: close(chain, made, SIGNED))


def restate_first(group: Path) -> object:
    """Restate the first month, so that all others are written again."""
    version = verified(group).chain.standing()[MONTHS[0]].name.version
    return restate_month(group, books(MONTHS[0], usual_rows(100 + version)))


def added_by(step: Step, group: Path) -> int:
    """How many closings a step adds to the months of a group."""
    return 1 if step is close_next else len(closed_months(group))


STEPS = {"close": close_next, "restate": restate_first}


def new_group(folder: Path, months: Sequence[str] = MONTHS) -> Path:
    """A new group of closed months."""
    folder.mkdir()
    return closed_group(folder, months)


def closed_files(group: Path) -> dict[str, bytes]:
    """The files of closings that count, by month, version and name."""
    stored = read_closings(group)
    return {
        f"{name}/{file}": content
        for name, files in stored.files.items()
        for file, content in files.items()
    }


def assert_whole(group: Path, before: dict[str, bytes], added: int) -> bool:
    """Whether the step counts; it does as a whole or not at all, and what was there stays."""
    found = verified(group)
    assert found.problems == ()
    assert check_closings.check(group) == ([], found.chain.head)
    after = closed_files(group)
    assert before.items() <= after.items()
    more = len(after) - len(before)
    assert more in (0, 4 * added)
    return more > 0


# --- what a step leaves ---------------------------------------------------------------------------


def test_a_closing_is_four_files(tmp_path: Path) -> None:
    closed_group(tmp_path, MONTHS[:1])
    names = sorted(p.relative_to(tmp_path).as_posix() for p in (tmp_path / CLOSINGS).rglob("*"))
    folder = f"closings/{MONTHS[0]}"
    files = ("closing.json", "factors.csv", "inputs.txt", "ledger.csv")
    assert names == [folder, f"{folder}/v1", *(f"{folder}/v1/{file}" for file in files)]
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / folder).stat().st_mode & 0o777 == 0o777 & ~mask


def test_closing_two_groups_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        restate_first(new_group(tmp_path / name))
    assert all_files(tmp_path / "a") == all_files(tmp_path / "b")


def test_a_refused_step_leaves_nothing(tmp_path: Path) -> None:
    closed_group(tmp_path)
    before = all_files(tmp_path)
    with pytest.raises(InputError, match="is closed as 2024-02 v1"):
        add_closings(tmp_path, lambda chain: close(chain, books("2024-02"), SIGNED))
    assert all_files(tmp_path) == before


def test_a_refused_first_step_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be named"):
        add_closings(tmp_path, lambda chain: close(chain, books("2024-01"), Signature("", "")))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_added_to_a_broken_chain(tmp_path: Path) -> None:
    closed_group(tmp_path)
    (tmp_path / CLOSINGS / MONTHS[0] / "v1" / "ledger.csv").write_bytes(b"")
    before = all_files(tmp_path)
    with pytest.raises(InputError, match="was changed: its SHA-256"):
        close_next(tmp_path)
    assert all_files(tmp_path) == before


# --- ended at any moment --------------------------------------------------------------------------


def in_a_child(group: Path, step: Step, prepare: Callable[[], object] = int) -> int:
    """Start a step in a process of its own; return its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        prepare()
        step(group)
        code = 0
    finally:
        os._exit(code)


def take_up(group: Path, pid: int) -> None:
    """Do what the message of a lock that was left says."""
    lock = group / CLOSINGS / LOCK
    if lock.exists():
        with pytest.raises(InputError) as found:
            close_next(group)
        words = str(found.value)
        assert f"left by process {pid}, which has ended" in words or "was ended at once" in words
        assert "remove the file" in words
        lock.unlink()


def killed_at_random(tmp_path: Path, kills: int, seed: int) -> set[bool]:
    """Kill `close` and `restate` by turns, anywhere between their start and their end.

    Returned is whether steps counted; how long one takes is measured now and then.
    """
    generator, outcomes = random.Random(seed), set()
    group, longest = tmp_path, 0.0
    for turn in range(kills):
        if turn % 10 == 0:
            group = new_group(tmp_path / str(turn))
            began = time.perf_counter()
            os.waitpid(in_a_child(group, restate_first), 0)
            longest = 1.3 * (time.perf_counter() - began)
        step = (close_next, restate_first)[turn % 2]
        before, added = closed_files(group), added_by(step, group)
        pid = in_a_child(group, step)
        time.sleep(generator.uniform(0, longest))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        outcomes.add(assert_whole(group, before, added))
        take_up(group, pid)
    return outcomes


@needs_fork
def test_killed_at_random_moments(tmp_path: Path) -> None:
    killed_at_random(tmp_path, 30, seed=1)


@needs_fork
@pytest.mark.slow
def test_killed_at_a_thousand_moments(tmp_path: Path) -> None:
    assert killed_at_random(tmp_path, 1000, seed=2) == {True, False}


def counted(
    patch: pytest.MonkeyPatch,
    at: int,
    act: Callable[[str], None],
    known: Sequence[str] = CALLS,
    once: bool = True,
) -> list[str]:
    """Count the calls by which the store touches the disk, and act before one, or before the rest.

    The number of the call is 1 for the first; 0 is none.
    """
    made: list[str] = []

    def wrapper(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            made.append(name)
            if at and (len(made) == at or (len(made) > at and not once)):
                act(name)
            return real(*arguments, **options)

        return call

    for name in known:
        patch.setattr(closing_store.os, name, wrapper(name, getattr(os, name)))
    return made


def calls_of(step: Step, group: Path, known: Sequence[str] = CALLS) -> int:
    """How often a step touches the disk."""
    with pytest.MonkeyPatch.context() as patch:
        made = counted(patch, 0, lambda _: None, known)
        step(group)
    return len(made)


@needs_fork
@pytest.mark.parametrize("name", STEPS)
def test_killed_before_each_touch_of_the_disk(name: str, tmp_path: Path) -> None:
    """Not one moment between two system calls is left out."""
    step, counts = STEPS[name], []
    calls = calls_of(step, new_group(tmp_path / "count", MONTHS[:2]))
    assert calls > 20
    for at in range(1, calls + 1):
        group = new_group(tmp_path / str(at), MONTHS[:2])
        before, added = closed_files(group), added_by(step, group)

        def prepare(at: int = at) -> None:
            patch = pytest.MonkeyPatch()
            counted(patch, at, lambda _: os.kill(os.getpid(), signal.SIGKILL))

        pid = in_a_child(group, step, prepare)
        os.waitpid(pid, 0)
        counts.append(assert_whole(group, before, added))
        take_up(group, pid)
        if not counts[-1]:
            step(group)  # the next try finds nothing in its way
            assert assert_whole(group, before, added)
    assert counts == sorted(counts), "it counts from one moment on"
    assert set(counts) == {True, False}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("once", [True, False])
def test_the_disk_fails_at_each_call(name: str, once: bool, tmp_path: Path) -> None:
    """Once, at any call that touches it; or it is full, and refuses all writing from there on."""
    step, failed = STEPS[name], 0
    known, fault = (CALLS, errno.EIO) if once else (WRITES, errno.ENOSPC)
    calls = calls_of(step, new_group(tmp_path / "count"), known)
    group = new_group(tmp_path / "0")
    for at in range(1, calls + 1):
        before, added = closed_files(group), added_by(step, group)

        def refuse(_: str, fault: int = fault) -> None:
            raise OSError(fault, os.strerror(fault))

        with pytest.MonkeyPatch.context() as patch:
            counted(patch, at, refuse, known, once)
            try:
                step(group)
            except OSError:
                failed += 1
        assert not (group / CLOSINGS / LOCK).exists()
        if assert_whole(group, before, added):
            group = new_group(tmp_path / str(at))
    assert failed > calls / 2
    step(group)
    assert verified(group).is_whole
    assert [p.name for p in (group / CLOSINGS).iterdir() if p.name.startswith(".")] == []


def test_all_is_on_the_disk_before_it_counts(tmp_path: Path) -> None:
    """Four files and three folders are waited for; then one rename; then its folder."""
    group = new_group(tmp_path / "group")
    with pytest.MonkeyPatch.context() as patch:
        made = counted(patch, 0, lambda _: None, ("fsync", "rename"))
        close_next(group)
    assert made[:9] == ["fsync"] * 7 + ["rename", "fsync"]


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may write less than it is asked to."""
    real = os.write
    monkeypatch.setattr(closing_store.os, "write", lambda fd, content: real(fd, content[:7]))
    closed_group(tmp_path)
    monkeypatch.undo()
    assert_whole(tmp_path, {}, 3)


def test_what_was_prepared_is_swept(tmp_path: Path) -> None:
    closed_group(tmp_path)
    (tmp_path / CLOSINGS / f"{PREPARED}x" / "2024-04").mkdir(parents=True)
    assert verified(tmp_path).is_whole
    close_next(tmp_path)
    assert not (tmp_path / CLOSINGS / f"{PREPARED}x").exists()


def test_a_committed_step_is_finished_by_the_next_writer(tmp_path: Path) -> None:
    closed_group(tmp_path)
    committed = tmp_path / CLOSINGS / COMMITTED
    committed.mkdir()
    (tmp_path / CLOSINGS / MONTHS[2]).rename(committed / MONTHS[2])
    close_next(tmp_path)
    assert not committed.exists()
    assert (tmp_path / CLOSINGS / MONTHS[2] / "v1" / "closing.json").exists()


# --- two writers ----------------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize("period", ["2024-04", "2024-05", "2023-12"])
def test_two_writers_at_once(period: str, tmp_path: Path) -> None:
    """One closes; the other is told which process is at work, or that the month is closed."""
    group = new_group(tmp_path / "group")
    before = closed_files(group)

    def attempt(group: Path) -> None:
        try:
            made = books(period, usual_rows())
            add_closings(group, lambda chain: close(chain, made, SIGNED))
        except InputError as error:
            (tmp_path / str(os.getpid())).write_text(str(error), encoding="utf-8")
            raise

    pids = [in_a_child(group, attempt) for _ in range(4)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    assert codes.count(0) == 1
    assert assert_whole(group, before, 1 if period > MONTHS[2] else 4)
    for pid in (pid for pid, code in zip(pids, codes, strict=True) if code):
        said = (tmp_path / str(pid)).read_text(encoding="utf-8")
        known = [f"another writer, process {other}, is at work" for other in pids if other != pid]
        assert any(
            one in said for one in (*known, "has just begun", "has just ended", f"as {period} v1")
        ), said


def test_the_loser_learns_who_is_at_work(tmp_path: Path) -> None:
    closed_group(tmp_path)

    def step(chain):
        with pytest.raises(InputError) as found:
            close_next(tmp_path)
        assert str(found.value) == (
            f"closings/lock: another writer, process {os.getpid()}, is at work; wait for it"
        )
        return close(chain, books("2024-04"), SIGNED)

    add_closings(tmp_path, step)
    close_next(tmp_path)
    assert verified(tmp_path).is_whole


def test_a_lock_of_another_machine(tmp_path: Path) -> None:
    closed_group(tmp_path)
    lock = tmp_path / CLOSINGS / LOCK
    lock.write_text(json.dumps({"host": f"not-{socket.gethostname()}", "pid": 7}))
    with pytest.raises(InputError, match="is held by process 7 of not-"):
        close_next(tmp_path)
    assert lock.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"host": "a"}', '{"host": "a", "pid": "x"}'])
def test_a_lock_without_an_owner(tmp_path: Path, content: str) -> None:
    closed_group(tmp_path)
    (tmp_path / CLOSINGS / LOCK).write_text(content)
    with pytest.raises(InputError, match="if none runs, remove the file"):
        close_next(tmp_path)


def test_who_calculated_on_another_chain_is_refused(tmp_path: Path) -> None:
    """Two people prepare restatements of the same head; the second one looks again."""
    head = verified(closed_group(tmp_path)).chain.head
    restate_first(tmp_path)
    made = books("2024-04", usual_rows())
    with pytest.raises(InputError, match=f"moved on from {head} to ") as found:
        add_closings(tmp_path, lambda chain: close(chain, made, SIGNED), head=head)
    assert [p.code for p in found.value.problems] == ["locked-closings"]


@needs_fork
def test_a_reader_sees_a_step_as_a_whole(tmp_path: Path) -> None:
    """However often it looks while closings are written and moved."""
    closed_group(tmp_path)

    def steps(group: Path) -> None:
        for _ in range(5):
            restate_first(group)

    pid = in_a_child(tmp_path, steps)
    seen = set()
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        found = verify(read_closings(tmp_path))
        assert found.problems == ()
        seen.add(len(found.chain.closings) % 3)
    assert seen == {0}
    assert verified(tmp_path).is_whole
