"""Which flow a refused name may mean: by another name, by the element in it, or by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carbonre.core.errors import nearest
from carbonre.core.respelling import ELEMENTS
from carbonre.factors.names import flow_names
from carbonre.factors.rows import FlowRow


def meant_flows(
    name: str, flows: Mapping[str, FlowRow], others: Iterable[str] = (), n: int = 3
) -> list[str]:
    """Return the flows that a name may mean, best first; never the name itself.

    Parameters
    ----------
    flows : mapping
        The flows of the tables.
    others : iterable of str
        Names that the plant knows besides.
    """
    known = dict.fromkeys([*others, *flows])
    found = _by_another_name(name, flows, known)
    if not found:
        like = nearest(name, [*flow_names().flows, *ELEMENTS])
        found = nearest(name, known, n) or _by_another_name("".join(like), flows, known)
        # The brine of a salt is not the salt.
        wanted = name.strip().casefold()
        found = [one for one in found if not wanted.startswith(f"{one} ".casefold())]
    return [one for one in dict.fromkeys(found) if one != name][:n]


def _by_another_name(name: str, flows: Mapping[str, FlowRow], known: Iterable[str]) -> list[str]:
    """Return the flows that have a name among their names, or are of the element that it names."""
    found = [one for one in flow_names().meant(name) if one in flows]
    word = name.strip().casefold().removesuffix(" metal").removesuffix("金属")
    symbol = ELEMENTS.get(word)
    if symbol is not None:
        found += [one for one in known if one.split()[0] == symbol and one.endswith("metal")]
        found += [one for one in known if one.startswith((f"{symbol}2O3", f"{symbol} oxide"))]
    return found


def did_you_mean_flow(
    name: str, flows: Mapping[str, FlowRow], others: Iterable[str] = (), n: int = 1
) -> str:
    """Return "; did you mean 'x'?" for the flow that a name may mean, or nothing."""
    names = " or ".join(f"'{match}'" for match in meant_flows(name, flows, others, n))
    return f"; did you mean {names}?" if names else ""
