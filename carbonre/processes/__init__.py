"""The process models, one unit process a file; the file name is the name in a plant file."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from carbonre.unit_process.model import Process


@functools.cache
def process_names() -> tuple[str, ...]:
    """Return the names of all process models, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def process_named(name: str) -> Process:
    """Return the model of that name; `KeyError` if there is none."""
    if name not in process_names():
        raise KeyError(name)
    process = getattr(importlib.import_module(f"{__name__}.{name}"), name)
    assert isinstance(process, Process)
    return process
