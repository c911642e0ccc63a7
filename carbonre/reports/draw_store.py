"""Draws in parts on disk: each part is whole, and a run that was stopped resumes.

A part is a parquet file with one row for each draw, scenario and product. Beside the parts lies
`run.json`, which says what was drawn; parts of another run are never mixed with them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonre.core.documents import read_text
from carbonre.core.errors import InputError, Place, Problem, Problems
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import CHUNK, VectorResult
from carbonre.reports.targets import folder_fault
from carbonre.uncertainty.monte_carlo import FailureCounts, Sample, SamplingPlan, sizes_of

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

COLUMNS = ("draw", "scenario", "product", "total", "scope1", "scope2", "scope3", "refused")
RUN, UNFINISHED = "run.json", ".part-"


def fingerprint(drawn: SamplingPlan, footprints: Sequence[Footprint]) -> str:
    """Return a hash of all that decides the draws: plants, tables, distributions, seed.

    The deterministic footprints cover models and defaults that no variable names.
    """
    described = [
        [study.scenario_name, study.variant.document.data,
         sorted(map(repr, study.calibration.items())), sorted(map(repr, study.factors.rows)),
         sorted(map(repr, study.factors.gwp.values())),
         [repr(variable) for variable in inputs.variables],
         [repr((item.name, item.amount, item.scopes)) for item in result.products_sold]]
        for study, inputs, result in zip(drawn.studies, drawn.uncertain, footprints, strict=True)
    ]  # fmt: skip
    text = json.dumps([drawn.seed, CHUNK, described], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class DrawStore:
    """The parts of a run in a folder; what is missing in `problems` stops before anything runs."""

    def __init__(
        self, folder: str, drawn: SamplingPlan, footprints: Sequence[Footprint], problems: Problems
    ) -> None:
        self.folder, self.run = Path(folder), fingerprint(drawn, footprints)
        self.scenarios = [study.scenario_name for study in drawn.studies]
        try:
            fault = self._fault()
        except (OSError, ValueError) as error:
            fault = f"cannot be used as a folder of parts: {error}"
        if fault:
            problems.add(fault, Place(folder), code="unwritable-output")

    def _fault(self) -> str:
        fault = folder_fault(str(self.folder))
        if fault or not self.folder.exists():
            return fault
        if not (self.folder / RUN).exists():
            whole = any(not path.name.startswith(UNFINISHED) for path in self.folder.iterdir())
            return "is not empty and holds no run; name a new folder" if whole else ""
        try:
            run = json.loads(read_text(self.folder / RUN))
        except (InputError, ValueError):
            run = None
        if not isinstance(run, dict) or "run" not in run:
            return f"holds a {RUN} that cannot be read; name a new folder"
        if run["run"] != self.run:
            words = (
                "holds parts of another run (other plant, table, distribution, scenario or seed)"
            )
            return f"{words}; name a new folder"
        return ""

    def create(self) -> None:
        """Make the folder, and say in it what is drawn."""
        self.folder.mkdir(exist_ok=True)
        for left in self.folder.glob(f"{UNFINISHED}*"):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        text = json.dumps({"run": self.run, "scenarios": self.scenarios, "chunk": CHUNK})
        _replace(self.folder / RUN, lambda path: path.write_text(text + "\n", encoding="utf-8"))

    def path(self, number: int, size: int) -> Path:
        """Return the file of a part; a part that was cut short has another size in its name."""
        return self.folder / f"part-{number:06d}-{size}.parquet"

    def files_of(self, number: int) -> dict[int, Path]:
        """Return the files of a part, by the number of their draws."""
        found = {}
        for path in self.folder.glob(f"part-{number:06d}-*.parquet"):
            size = path.stem.rpartition("-")[2]
            if size.isdecimal():
                found[int(size)] = path
        return found

    def missing(self, n: int) -> list[tuple[int, int]]:
        """Return the chunks of `n` draws that are not there yet, or are cut too short."""
        return [
            (number, size)
            for number, size in sizes_of(n)
            if max(self.files_of(number), default=0) < size
        ]

    def keep(self, number: int, outcomes: Sequence[VectorResult]) -> None:
        """Write a part, whole or not at all."""
        import pandas as pd

        frames = [
            frame
            for scenario, outcome in zip(self.scenarios, outcomes, strict=True)
            for frame in _frames(scenario, outcome, number * CHUNK)
        ]
        whole = pd.concat(frames, ignore_index=True)
        target = self.path(number, outcomes[0].size)
        _replace(target, lambda path: whole.to_parquet(path, index=False))
        for size, path in self.files_of(number).items():
            if size < outcomes[0].size:  # the same draws, cut short by a smaller number
                path.unlink()

    def read(self, drawn: SamplingPlan, footprints: Sequence[Footprint], n: int) -> list[Sample]:
        """Return the samples of all parts; one product is read at a time.

        Raises
        ------
        InputError
            If a part cannot be read.
        """
        import numpy as np

        samples = []
        for deterministic, found in zip(footprints, drawn.uncertain, strict=True):
            reasons, totals = FailureCounts(), {}
            for product in (PLANT, *(item.name for item in deterministic.products_sold)):
                values = np.full(n, np.nan)
                for number, _ in sizes_of(n):
                    part = self._draws_of(number, deterministic.scenario, product)
                    part = part[part["draw"] < n]
                    values[part["draw"].to_numpy()] = part["total"].to_numpy()
                    if product == PLANT:
                        reasons.add(why for why in part["refused"] if why)
                totals[product] = values
            samples.append(Sample(deterministic, found, totals, reasons.counted()))
        return samples

    def _draws_of(self, number: int, scenario: str, product: str) -> Any:
        import pandas as pd

        found = self.files_of(number)
        path = found[max(found)]
        keys = [("scenario", "==", scenario), ("product", "==", product)]
        try:
            return pd.read_parquet(path, columns=["draw", "total", "refused"], filters=keys)
        except (OSError, ValueError, KeyError) as error:
            words = f"is no part that can be read ({type(error).__name__}); delete it and run again"
            raise InputError([Problem(words, Place(str(path)), code="unreadable-file")]) from None


def _frames(scenario: str, outcome: VectorResult, first: int) -> Iterator[Any]:
    import numpy as np
    import pandas as pd

    for product in (PLANT, *outcome.products):
        rows = outcome.products.get(product)
        scopes = np.full((3, outcome.size), np.nan) if rows is None else rows.scopes
        totals: Array = outcome.total_of(product)
        yield pd.DataFrame(
            {
                "draw": np.arange(first, first + outcome.size),
                "scenario": scenario,
                "product": product,
                "total": totals,
                **{f"scope{i + 1}": scopes[i] for i in range(3)},
                "refused": [str(outcome.refused.get(i, "")) for i in range(outcome.size)],
            }
        )


def _replace(target: Path, make: Any) -> None:
    """Make a file beside its target and put it in place when it is whole."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=UNFINISHED) as folder:
        made = Path(folder) / target.name
        make(made)
        made.replace(target)
