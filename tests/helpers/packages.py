"""What a package says a product carries, by dense algebra that shares nothing with carbonre."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np


def of_inventory(single: Any) -> dict[str, float]:
    """kgCO2e per unit of each product of a partitioned inventory."""
    index = {activity.name: i for i, activity in enumerate(single.activities)}
    assert len(index) == len(single.activities), "two activities of one name"
    a, b = np.zeros((len(index), len(index))), np.zeros(len(index))
    for activity in single.activities:
        i = index[activity.name]
        for exchange in activity.exchanges:
            if exchange.kind == "emits":
                b[i] += exchange.amount * (single.potentials[exchange.flow] or 0)
            elif exchange.kind == "makes":
                a[i, i] += exchange.amount
            else:
                assert exchange.kind == "uses"
                a[i, index[exchange.provider]] -= exchange.amount
    x = np.linalg.solve(a, b)
    return {d.flow: float(x[index[d.activity]]) for d in single.products}


def of_openlca(data: bytes) -> dict[str, tuple[float, float, str]]:
    """KgCO2e per unit, amount and unit of the target of each product system, by its flow.

    The rows are the outputs of the processes: products, and wastes taken in. Inputs and emissions
    of a process go with its outputs by the allocation factors.
    """
    import olca_schema as olca
    from olca_schema.zipio import ZipReader

    reader = ZipReader(io.BytesIO(data))
    processes = {p.id: p for p in reader.read_each(olca.Process)}
    types = {flow.id: flow.flow_type for flow in reader.read_each(olca.Flow)}
    (category,) = reader.read_each(olca.ImpactCategory)
    potentials = {factor.flow.id: factor.value for factor in category.impact_factors}
    rows = [
        (p.id, e.flow.id, e.amount)
        for p in processes.values()
        for e in p.exchanges
        if types[e.flow.id] != olca.FlowType.ELEMENTARY_FLOW
        and e.is_input == (types[e.flow.id] == olca.FlowType.WASTE_FLOW)
    ]
    index = {row[:2]: i for i, row in enumerate(rows)}
    assert len(index) == len(rows), "a process has the same output twice"
    a, b = np.zeros((len(rows), len(rows))), np.zeros(len(rows))
    for i, (key, flow, amount) in enumerate(rows):
        process = processes[key]
        shares = {f.product.id: f.value for f in process.allocation_factors or ()}
        alone = sum(row[0] == key for row in rows) == 1
        share = 1.0 if alone else shares[flow]
        a[i, i] += amount
        for exchange in process.exchanges:
            if types[exchange.flow.id] == olca.FlowType.ELEMENTARY_FLOW:
                b[i] += share * exchange.amount * potentials.get(exchange.flow.id, 0.0)
            elif exchange.default_provider is not None:
                provider = exchange.default_provider.id, exchange.flow.id
                a[i, index[provider]] -= share * exchange.amount
    x = np.linalg.solve(a, b)
    found = {}
    for system in reader.read_each(olca.ProductSystem):
        process = processes[system.ref_process.id]
        number = system.ref_exchange.internal_id
        (row,) = (e for e in process.exchanges if e.internal_id == number)
        value = float(x[index[process.id, row.flow.id]])
        found[row.flow.name] = value, system.target_amount, system.target_unit.name
    return found


def of_brightway(data: bytes) -> dict[str, tuple[float, str]]:
    """KgCO2e per unit of each product of a data package, from its arrays alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        description = json.loads(package.read("datapackage.json"))
        nodes = json.loads(package.read("nodes.json"))
        arrays = {
            (r["matrix"], r["kind"]): np.load(io.BytesIO(package.read(r["path"])))
            for r in description["resources"]
            if "matrix" in r
        }
    size = len(nodes["activities"]) + len(nodes["emissions"]) + 1

    def matrix(name):
        found = np.zeros((size, size))
        signs = np.where(arrays[name, "flip"], -1, 1)
        places = arrays[name, "indices"]
        np.add.at(found, (places["row"], places["col"]), signs * arrays[name, "data"])
        return found

    count = len(nodes["activities"]) + 1
    technosphere = matrix("technosphere_matrix")[1:count, 1:count]
    emitted = matrix("biosphere_matrix")[count:, 1:count]
    weights = matrix("characterization_matrix")[count:, 0]
    carried = np.linalg.solve(technosphere.T, emitted.T @ weights)
    sold = nodes["products"]
    return {s["product"]: (float(carried[s["id"] - 1]), s["unit"]) for s in sold}
