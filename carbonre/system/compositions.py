"""Which flows a step that could not be asked may make, and what to say of compositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.core.errors import nearest
from carbonre.plant.format import StepEntry
from carbonre.processes import process_named, process_names

COMPUTED = ""  # stands for a product whose name the model makes up from other parameters
MAGNET = "{Nd: 24 %, Pr: 6 %, B: 1 %, Fe: 69 %}"
OXIDES = "{Nd2O3: 75 %, Pr6O11: 25 %}"
EXAMPLES = {
    "acid": "{HCl: 5 %, H2O: 95 %}",
    "brine": "{NH4Cl: 11 %, H2O: 89 %}",
    "water": "{NH4Cl: 11 %, H2O: 89 %}",
    "effluent": "{NH4Cl: 11 %, H2O: 89 %}",
    "ferroboron": "{B: 18 %, Fe: 82 %}",
    "alloy": "{Dy: 80 %, Fe: 20 %}",
    "metal": "{Nd: 75 %, Pr: 25 %}",
    "swarf": MAGNET,
    "scrap": MAGNET,
    "powder": MAGNET,
    "block": MAGNET,
    "magnet": MAGNET,
    " ore": "{La2O3: 0.02 %, Nd2O3: 0.02 %, Y2O3: 0.04 %}",
    "concentrate": "{La2O3: 15 %, CeO2: 30 %, Nd2O3: 10 %}",
}  # what is in a name, and a composition of that kind; the first that fits counts


def example(flow: str) -> str:
    """Return a composition of the kind that a flow of this name may have; numbers are examples."""
    return next((text for word, text in EXAMPLES.items() if word in flow), OXIDES)


def may_make(entry: StepEntry) -> set[str]:
    """Return every name that a step which could not be asked may stand for as a product."""
    meant = nearest(entry.process, process_names())  # the process itself, if there is one
    names = {COMPUTED}
    if meant:
        parameters = process_named(meant[0]).parameters.values()
        names = {p.default for p in parameters if p.form == "flow" and p.default is not None}
    waiting: list[Any] = list(entry.parameters.values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            names.add(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return names


def cycle(
    unknown: Mapping[str, Sequence[str]], hoped: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    """Return steps that wait for each other, each with the feed that it waits for.

    Each step makes what the next one waits for. Where the names do not tell who waits for whom,
    one step that waits stands alone.

    Parameters
    ----------
    unknown : mapping
        For each step that waits, the feeds whose composition is unknown.
    hoped : mapping
        For each of them, the flows that it may make.
    """
    name = next(iter(unknown))
    chain: list[tuple[str, str]] = []
    while name not in [step for step, _ in chain]:
        feed = unknown[name][0]
        chain.append((name, feed))
        makers = [other for other in unknown if other != name and feed in hoped[other]]
        name = makers[0] if makers else name
    first = [step for step, _ in chain].index(name)
    return chain[: first - 1 if first else None : -1]
