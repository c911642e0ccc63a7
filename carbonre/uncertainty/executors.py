"""Where chunks of work are evaluated: here, on the cores of this machine, or on a cluster.

All of them are `concurrent.futures` executors; whatever the executor, a chunk gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from carbonre.core.errors import InputError, Problem

EXECUTORS = ("threads", "processes", "dask")


class ExecutorError(InputError):
    """An executor cannot be had; the message says what is wanted."""

    def __init__(self, message: str) -> None:
        super().__init__([Problem(message, field="executor", code="executor-failed")])


def check(name: str | None, workers: int | None = None, scheduler: str | None = None) -> None:
    """Refuse what does not go together; nothing is started.

    Raises
    ------
    ExecutorError
        If the name is unknown, Dask is not installed, or an option belongs to another executor.
    """
    if name is not None and name not in EXECUTORS:
        raise ExecutorError(f"'{name}' is no executor; known are {', '.join(EXECUTORS)}")
    if scheduler is not None and name != "dask":
        raise ExecutorError("a scheduler belongs to the executor dask")
    if workers is not None and (name is None or scheduler is not None):
        raise ExecutorError("a number of workers belongs to an executor on this machine")
    if name == "dask" and find_spec("distributed") is None:
        raise ExecutorError("distributed is not installed; pip install 'carbonre[dask]'")


@contextmanager
def executor_of(
    name: str | None, workers: int | None = None, scheduler: str | None = None
) -> Iterator[Executor | None]:
    """Give an executor for the time of a run; None evaluates where it is called.

    Parameters
    ----------
    name : str or None
        ``threads``, ``processes`` or ``dask``.
    workers : int, optional
        How many; of this machine's cores as many as it has.
    scheduler : str, optional
        Address of a running Dask scheduler, such as ``tcp://127.0.0.1:8786``; without one, a
        cluster on this machine is started and stopped.

    Raises
    ------
    ExecutorError
        If the name is unknown, Dask is not installed, or the scheduler does not answer.
    """
    check(name, workers, scheduler)
    count = workers or os.cpu_count() or 1
    match name:
        case None:
            yield None
        case "threads":
            with ThreadPoolExecutor(count) as pool:
                yield pool
        case "processes":
            # Fresh processes: a copy of one that has threads may hang.
            context = multiprocessing.get_context("spawn")
            try:
                with ProcessPoolExecutor(count, mp_context=context) as pool:
                    yield pool
            except BrokenExecutor:
                words = "a worker was stopped from outside, perhaps for lack of memory; take fewer"
                raise ExecutorError(words) from None
        case "dask":
            with _client(count, scheduler) as client:
                yield client.get_executor()


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler is None:
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as local,
            Client(local) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError, TimeoutError) as error:
        raise ExecutorError(f"no scheduler answers at '{scheduler}': {error}") from None
    with client:
        yield client
