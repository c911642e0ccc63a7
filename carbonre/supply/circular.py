"""The circular footprint formula for bought material that has been recycled.

By default recycled input is cut off: it carries its recycling and nothing of the life before. The
formula of the EU's environmental footprint shares instead, by the factor A, between the life that
gives a material and the life that takes it. Of a unit that is bought, its material part counts::

    (1 - R1) Ev  +  R1 A Erec  +  R1 (1 - A) (Qs/Qp) Ev

R1 is the recycled content, Erec the burden of recycling, Ev that of the virgin material, Qs/Qp the
quality of the recycled over that of the virgin one. The rest, R1 (1 - A) Erec, belongs to the life
before; it stands in the ledger as a memo, so that the two together are the recycling whole. The
credit for recycling after use, (1 - A) R2 (Erec,EoL - Ev Qs/Qp), lies behind the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from carbonre.core.errors import did_you_mean
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.flows import Flow

SHARES = ("recycled_content", "user_share", "quality_ratio")
MEANING = {
    "recycled_content": "the recycled share of what is bought (R1), such as 100 %",
    "user_share": "the share of recycling that its user carries (A), between 20 % and 80 %",
    "quality_ratio": "the quality of the recycled over the virgin material (Qs/Qp), such as 100 %",
    "virgin": "the burden of the virgin material (Ev), such as 17.3 kgCO2e/kg",
    "source": "where these figures come from",
}
NO_FACTOR = "the circular footprint formula needs the burden of recycling beside it: factor or pact"
KIND = "circular"  # of a ledger row: virgin burden that recycled material brings along


def parts(
    recycled: AppliedFactor,
    flow: Flow,
    stated: Any,
    *,
    problem: Callable[[str], None],
    share: Callable[[Any, str], float],
    burden: Callable[[Any, str], float],
) -> list[AppliedFactor]:
    """Return what a unit of the bought material meets instead of its recycling alone.

    Parameters
    ----------
    recycled : Part
        The recycling of one unit, as it counts under the cut-off.
    flow : Flow
        What is bought.
    stated : object
        The entry `supply.FLOW.circular` of the plant file.
    problem, share, burden : callable
        Take what is wrong; read a share [-] or a burden [kgCO2e per base unit] and its key.
    """
    wrong = list(_complaints(flow, stated))
    for words in wrong:
        problem(words)
    if wrong:
        return [recycled]
    content, user, quality = (share(stated[key], key) for key in SHARES)
    source = str(stated["source"])
    virgin = replace(
        recycled,
        gases={"CO2e": burden(stated["virgin"], "virgin")},
        id=f"{recycled.id}.circular.virgin",
        source=source,
        notes=(),
        supplier=None,
    )
    brought = f"brought along by recycled material, circular footprint formula; {source}"
    before = f"left to the life before by the circular footprint formula; {recycled.source}"
    return [
        replace(recycled, share=content * user),
        replace(virgin, share=1 - content),
        replace(virgin, share=content * (1 - user) * quality, kind=KIND, source=brought),
        replace(recycled, share=content * (1 - user), kind="memo", source=before),
    ]


def _complaints(flow: Flow, stated: Any) -> Iterator[str]:
    if flow.kind != "material":
        yield f"the circular footprint formula is for material; {flow.name} is {flow.kind}"
    if not isinstance(stated, Mapping):
        yield f"the circular footprint formula takes a mapping with {', '.join(MEANING)}"
        return
    for key in stated:
        if key not in MEANING:
            hint = did_you_mean(str(key), MEANING) or f"; known are {', '.join(MEANING)}"
            yield f"unknown key '{key}'{hint}"
    for key, words in MEANING.items():
        if stated.get(key) in (None, ""):
            yield f"the circular footprint formula needs '{key}': {words}"
