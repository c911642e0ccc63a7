"""brightway: an inventory as a data package of bw_processing (a zip of numpy arrays).

The activities are single products (partitioned), because a matrix is square. `nodes.json` says
which number is which activity or gas, and which activities deliver what is sold. The same
inventory gives the same bytes.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.exchange.gases import elementary_flow
from carbonre.exchange.inventory import NAMESPACE, Inventory, partitioned, zipped

Entry = tuple[int, int, float, bool]  # row, column, amount, whether its sign is turned


def write(inventory: Inventory) -> bytes:
    """Return the data package: technosphere, biosphere and characterization matrix.

    Parameters
    ----------
    inventory : Inventory
        Activities with their shares of the burden; they are partitioned here.
    """
    single = partitioned(inventory)
    numbers = {activity.name: i for i, activity in enumerate(single.activities, 1)}
    gases = {gas: i for i, gas in enumerate(single.potentials, len(numbers) + 1)}
    technosphere: list[Entry] = []
    biosphere: list[Entry] = []
    for activity in single.activities:
        column = numbers[activity.name]
        for exchange in activity.exchanges:
            if exchange.kind == "makes":
                technosphere.append((column, column, exchange.amount, False))
            elif exchange.kind == "uses":
                technosphere.append((numbers[exchange.provider], column, exchange.amount, True))
            elif exchange.kind == "emits":
                biosphere.append((gases[exchange.flow], column, exchange.amount, False))
    potentials = [
        (gases[gas], 0, value, False) for gas, value in single.potentials.items() if value
    ]
    arrays: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for group, entries in (
        ("technosphere", technosphere), ("biosphere", biosphere), ("characterization", potentials)
    ):  # fmt: skip
        if entries:
            _vector(group, entries, arrays, resources)
    nodes = json.dumps(_nodes(single, numbers, gases), ensure_ascii=False, indent=1)
    resources.append({"profile": "data-resource", "mediatype": "application/json",
                      "path": "nodes.json", "name": "nodes",
                      "valid_for": "technosphere"})  # fmt: skip
    digest = uuid.uuid5(NAMESPACE, nodes + repr((technosphere, biosphere, potentials)))
    description = {
        "profile": "data-package",
        "name": "carbonre",
        "id": digest.hex,
        "licenses": [],
        "resources": resources,
        "created": f"{single.period or 2000}-12-31T00:00:00Z",
        "combinatorial": False,
        "sequential": False,
        "seed": None,
        "64_bit_indices": True,
        "sum_intra_duplicates": True,
        "sum_inter_duplicates": False,
        "matrix_serialize_format_type": "numpy",
    }
    described = json.dumps(description, indent=1).encode()
    return zipped({**arrays, "nodes.json": nodes.encode(), "datapackage.json": described})


def _vector(
    group: str,
    entries: Sequence[Entry],
    arrays: dict[str, bytes],
    resources: list[dict[str, Any]],
) -> None:
    """Add the three arrays of one matrix: indices, data, and which signs are turned."""
    import numpy as np

    parts = {
        "indices": np.array([e[:2] for e in entries], dtype=[("row", np.int64), ("col", np.int64)]),
        "data": np.array([e[2] for e in entries], dtype=np.float64),
        "flip": np.array([e[3] for e in entries], dtype=bool),
    }
    for kind, array in parts.items():
        stream = io.BytesIO()
        np.save(stream, array, allow_pickle=False)
        name = f"{group}.{kind}"
        arrays[f"{name}.npy"] = stream.getvalue()
        resources.append(
            {"profile": "data-resource", "format": "npy", "mediatype": "application/octet-stream",
             "name": name, "matrix": f"{group}_matrix", "kind": kind, "path": f"{name}.npy",
             "group": group, "category": "vector", "nrows": len(entries)}
        )  # fmt: skip


def _nodes(
    single: Inventory, numbers: Mapping[str, int], gases: Mapping[str, int]
) -> dict[str, Any]:
    activities = [
        {
            "id": numbers[activity.name],
            "name": activity.name,
            "reference product": activity.exchanges[0].flow,
            "unit": activity.exchanges[0].unit,
            "location": activity.location,
            "role": activity.role,
            "scope": activity.scope,
            "comment": activity.comment,
            "source": activity.source,
        }
        for activity in single.activities
    ]
    emissions = [
        {"id": number, "gas": gas, "name": elementary_flow(gas), "unit": "kg",
         "kgCO2e per kg": single.potentials[gas]}
        for gas, number in gases.items()
    ]  # fmt: skip
    sold = [
        {"product": d.flow, "id": numbers[d.activity], "amount": d.amount, "unit": d.unit}
        for d in single.products
    ]
    return {
        "plant": single.name, "scenario": single.scenario, "period": single.period,
        "location": single.location, "gwp": single.gwp, "comment": single.comment,
        "products": sold, "activities": activities, "emissions": emissions,
    }  # fmt: skip
