"""The other side of the comparison: brightway's Monte Carlo. It runs in an environment of its own.

Reads requests from standard input, one JSON object a line, and answers each with one line:

    {"load": {"technosphere": [...], ...}}   ->  {"static": 7.7}
    {"draw": seconds}                        ->  {"seconds": 1.0, "scores": [...]}

Seconds are those of the processor, so that a busy machine does not count.

With the argument ``scipy``, pypardiso is left aside and the linear systems go to SuperLU.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

if sys.argv[1] == "scipy":
    sys.modules["pypardiso"] = None  # type: ignore[assignment]
warnings.simplefilter("ignore")

import bw2calc  # noqa: E402
import bw_processing  # noqa: E402
import numpy as np  # noqa: E402
import stats_arrays  # noqa: E402


def package(matrices: dict[str, list[list[Any]]]) -> Any:
    """Return a data package with the medians as data and lognormal distributions."""
    made = bw_processing.create_datapackage(seed=1)
    for name, entries in matrices.items():
        rows, columns, medians, gsds, used = map(np.array, zip(*entries, strict=True))
        indices = np.empty(len(rows), dtype=bw_processing.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, columns
        spreads = np.zeros(len(rows), dtype=bw_processing.UNCERTAINTY_DTYPE)
        is_spread = gsds > 1
        for column in ("scale", "shape", "minimum", "maximum"):
            spreads[column] = np.nan
        spreads["uncertainty_type"] = np.where(
            is_spread, stats_arrays.LognormalUncertainty.id, stats_arrays.NoUncertainty.id
        )
        spreads["loc"] = np.where(is_spread, np.log(medians), medians)
        spreads["scale"][is_spread] = np.log(gsds[is_spread])
        made.add_persistent_vector(
            matrix=f"{name}_matrix",
            indices_array=indices,
            data_array=medians,
            flip_array=used.astype(bool),
            distributions_array=spreads,
        )
    return made


def calculation(matrices: dict[str, list[list[Any]]], *, drawn: bool) -> Any:
    """Return the calculation of one unit of product 0."""
    lca = bw2calc.LCA({0: 1.0}, data_objs=[package(matrices)], use_distributions=drawn)
    lca.lci()
    lca.lcia()
    return lca


def main() -> None:
    """Answer requests until there are no more."""
    lca: Any = None
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any] = {}
        if "load" in request:
            answer["static"] = calculation(request["load"], drawn=False).score
            lca = calculation(request["load"], drawn=True)
        else:
            scores: list[float] = []
            start = time.process_time()
            while (seconds := time.process_time() - start) < request["draw"] or len(scores) < 5:
                next(lca)
                scores.append(lca.score)
            answer |= {"seconds": seconds, "scores": scores}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
