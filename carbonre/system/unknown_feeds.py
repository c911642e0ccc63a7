"""Why models do not know the composition of their feed, and what the user can state."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from carbonre.factors.suggestions import did_you_mean_flow
from carbonre.plant.format import StepEntry
from carbonre.processes import process_named
from carbonre.system.compositions import COMPUTED, example, possible_products
from carbonre.system.flows import Flows

LISTED = 3  # flows that nobody takes, in a message


def report(
    unknown: Mapping[str, Sequence[str]],
    faulty: Mapping[str, StepEntry],
    invalid: Collection[str],
    loose: Mapping[str, str],
    flows: Flows,
) -> None:
    """Report the feeds that no step and no entry under `flows` describes.

    A feed that a step with a mistake may make is not reported: the mistake comes first.

    Parameters
    ----------
    unknown : mapping
        For each model that cannot be built, the feeds whose composition is unknown.
    faulty : mapping
        All steps that are not built, those models among them.
    invalid : collection of str
        The steps among them with a mistake of their own, which may make any flow.
    loose : mapping of str to str
        What the other steps make or waste and no step takes, with the step that it comes from.
    flows : Flows
        Takes the problems.
    """
    possible = {name: possible_products(entry) for name, entry in faulty.items()}
    undescribed = [
        (name, feed)
        for name, feeds in unknown.items()
        for feed in feeds
        if not _is_described(feed, flows)  # its mistake is reported already
        and not any(feed in possible[other] for other in faulty if other != name)
        and not any(COMPUTED in possible[other] for other in invalid if other != name)
    ]
    for name, feed in undescribed:
        rows = flows.factors.flows
        described = [row for row in rows if (flow := flows.get(row)) is not None and flow.elements]
        hint = did_you_mean_flow(
            feed, {row: rows[row] for row in described}, flows.plant.data.flows
        )
        hint = _joined(faulty[name], feed) or hint or _unused(feed, loose)
        message = f"the composition of '{feed}' is unknown{hint}"
        message += f"{' Or' if hint else ';'} state it under flows, such as {_entry(feed)}"
        flows.problem(message, ("steps", name), key=True, code="unknown-composition")
    if not undescribed and not flows.problems.found:
        _report_cycle(unknown, possible, flows)


def _is_described(feed: str, flows: Flows) -> bool:
    entry = flows.plant.data.flows.get(feed)
    return entry is not None and bool(entry.composition)


def _joined(entry: StepEntry, feed: str) -> str:
    """Say which parameter wants the name of the flow that the step takes, if its file tells."""
    parameters = process_named(entry.process).parameters
    meant = {name for name, one in parameters.items() if one.default == feed}
    meant |= {name for name, value in entry.parameters.items() if value == feed}
    taken = [flow for flow in (*entry.treats, *entry.takes) if flow != feed]
    if len(meant) != 1 or not taken:
        return ""
    return f", and the step takes '{taken[0]}'; write '{meant.pop()}: {taken[0]}'?"


def _unused(feed: str, loose: Mapping[str, str]) -> str:
    """Name the flows that nobody takes, the most alike first: one of them may be meant."""
    alike = sorted(loose, key=lambda flow: -difflib.SequenceMatcher(None, flow, feed).ratio())
    listed = ", ".join(f"'{flow}' of {loose[flow]}" for flow in alike[:LISTED])
    return f": no step makes it, and none takes {listed}; is one of them meant?" if loose else ""


def _entry(feed: str) -> str:
    return f"{feed}: {{composition: {example(feed)}}}"


def _report_cycle(
    unknown: Mapping[str, Sequence[str]], possible: Mapping[str, set[str]], flows: Flows
) -> None:
    """Report steps that depend on each other's compositions, and where to break the cycle."""
    chain = _cycle(unknown, possible)
    step, feed = min(chain, key=lambda link: list(unknown).index(link[0]))
    names = " -> ".join(name for name, _ in chain)
    message = (
        f"the composition of '{feed}' is a cyclic dependency of {names}; state the composition of"
        f" one flow of the cycle under flows, such as {_entry(feed)}"
    )
    flows.problem(message, ("steps", step), key=True, code="cyclic-dependency")


def _cycle(
    unknown: Mapping[str, Sequence[str]], possible: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    """Return steps that depend on each other, each with the feed that it depends on.

    Each step makes the feed of the next one. Where the names do not tell which step makes a feed,
    the step that needs it is returned alone.
    """
    name = next(iter(unknown))
    chain: list[tuple[str, str]] = []
    while name not in [step for step, _ in chain]:
        feed = unknown[name][0]
        chain.append((name, feed))
        makers = [other for other in unknown if other != name and feed in possible[other]]
        name = makers[0] if makers else name
    first = [step for step, _ in chain].index(name)
    return chain[: first - 1 if first else None : -1]
