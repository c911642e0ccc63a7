"""The circular footprint formula for bought material that has been recycled.

By default recycled input is cut off: it carries its recycling and nothing of the previous life
cycle. The formula of the EU's environmental footprint shares instead, by the factor A, between the
life cycle that gives a material and the one that takes it. Of a unit
that is bought, its material part counts::

    (1 - R1) Ev  +  R1 A Erec  +  R1 (1 - A) (Qs/Qp) Ev

R1 is the recycled content, Erec the burden of recycling, Ev that of the virgin material, Qs/Qp the
quality of the recycled over that of the virgin one. The rest, R1 (1 - A) Erec, belongs to the
previous life cycle; it is a memo in the ledger, so that the two together are the
recycling whole. The credit for recycling after use, (1 - A) R2 (Erec,EoL - Ev Qs/Qp), lies
behind the gate.
"""

from __future__ import annotations

from dataclasses import replace

from carbonre.core.arrays import Numeric
from carbonre.supply.applied_factor import AppliedFactor

KIND = "circular"  # of a ledger row: virgin burden that recycled material brings along


def factors(
    recycled: AppliedFactor,
    *,
    content: Numeric,
    user: Numeric,
    quality: Numeric,
    virgin: Numeric,
    source: str,
) -> list[AppliedFactor]:
    """Return what a unit of the bought material is counted with instead of its recycling alone.

    Parameters
    ----------
    recycled : AppliedFactor
        The recycling of one unit, as it counts under the cut-off.
    content : float
        The recycled share of what is bought, R1 [-].
    user : float
        The share of recycling that its user carries, A [-].
    quality : float
        The quality of the recycled over the virgin material, Qs/Qp [-].
    virgin : float
        The burden of the virgin material, Ev [kgCO2e per base unit].
    source : str
        Where these figures come from.
    """
    primary = replace(
        recycled,
        gases={"CO2e": virgin},
        id=f"{recycled.id}.circular.virgin",
        source=source,
        notes=(),
        supplier=None,
    )
    brought = f"inherited burden of recycled material, circular footprint formula; {source}"
    before = f"left to the previous life cycle by the circular footprint formula; {recycled.source}"
    return [
        replace(recycled, share=content * user),
        replace(primary, share=1 - content),
        replace(primary, share=content * (1 - user) * quality, kind=KIND, source=brought),
        replace(recycled, share=content * (1 - user), kind="memo", source=before),
    ]
