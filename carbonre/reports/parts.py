"""Draws in parts on disk: each part is whole, and a run that was stopped goes on where it stood.

A part is a parquet file with one row for each draw, scenario and product. Beside the parts lies
`run.json`, which says what was drawn; parts of another run are never mixed with them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonre.blocks import LARGEST, PLANT, Outcome
from carbonre.errors import Place, Problems
from carbonre.footprint import Footprint
from carbonre.sampling import Plan, Sample, sizes_of

if TYPE_CHECKING:
    from carbonre.blocks import Array

COLUMNS = ("draw", "scenario", "product", "total", "scope1", "scope2", "scope3", "refused")
RUN, UNFINISHED = "run.json", ".part-"


def fingerprint(drawn: Plan) -> str:
    """Return a hash of all that decides the draws: plants, tables, spreads, seed."""
    described = [
        [job.scenario, job.variant.document.data, sorted(map(repr, job.readings.items())),
         sorted(map(repr, job.factors.rows)), sorted(map(repr, job.factors.gwp.values())),
         [repr(variable) for variable in found.variables]]
        for job, found in zip(drawn.jobs, drawn.uncertain, strict=True)
    ]  # fmt: skip
    text = json.dumps([drawn.seed, LARGEST, described], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Parts:
    """The parts of a run in a folder; what is missing in `problems` stops before anything runs."""

    def __init__(self, folder: str, drawn: Plan, problems: Problems) -> None:
        self.folder, self.run = Path(folder), fingerprint(drawn)
        self.scenarios = [job.scenario for job in drawn.jobs]
        try:
            self._check(problems)
        except (OSError, ValueError) as error:
            problems.add(f"cannot be used as a folder of parts: {error}", Place(folder))

    def _check(self, problems: Problems) -> None:
        place = Place(str(self.folder))
        if self.folder.is_symlink() or (self.folder.exists() and not self.folder.is_dir()):
            problems.add("is no folder; name a new one", place)
        elif (self.folder / RUN).exists():
            if json.loads((self.folder / RUN).read_text(encoding="utf-8"))["run"] != self.run:
                words = "holds parts of another run (plant, tables, spreads or seed differ)"
                problems.add(f"{words}; name a new folder", place)
        elif self.folder.is_dir() and any(self.folder.iterdir()):
            problems.add("is not empty and holds no run; name a new folder", place)

    def begin(self) -> None:
        """Make the folder, and say in it what is drawn."""
        self.folder.mkdir(exist_ok=True)
        for left in self.folder.glob(f"{UNFINISHED}*"):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        text = json.dumps({"run": self.run, "scenarios": self.scenarios, "chunk": LARGEST})
        _replace(self.folder / RUN, lambda path: path.write_text(text + "\n", encoding="utf-8"))

    def path(self, number: int, size: int) -> Path:
        """Return the file of a part; a part that was cut short has another size in its name."""
        return self.folder / f"part-{number:06d}-{size}.parquet"

    def missing(self, n: int) -> list[tuple[int, int]]:
        """Return the chunks of `n` draws that are not there yet."""
        return [
            (number, size) for number, size in sizes_of(n) if not self.path(number, size).exists()
        ]

    def write(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Write a part, whole or not at all."""
        import pandas as pd

        frames = [
            frame
            for scenario, outcome in zip(self.scenarios, outcomes, strict=True)
            for frame in _frames(scenario, outcome, number * LARGEST)
        ]
        whole = pd.concat(frames, ignore_index=True)
        target = self.path(number, outcomes[0].size)
        _replace(target, lambda path: whole.to_parquet(path, index=False))

    def read(self, drawn: Plan, statics: Sequence[Footprint], n: int) -> list[Sample]:
        """Return the samples of all parts; one product is read at a time."""
        import numpy as np
        import pandas as pd

        paths = [self.path(number, size) for number, size in sizes_of(n)]
        samples = []
        for static, found in zip(statics, drawn.uncertain, strict=True):
            reasons: Counter[str] = Counter()
            totals = {}
            for product in (PLANT, *(item.name for item in static.items)):
                values = np.full(n, np.nan)
                keys = [("scenario", "==", static.scenario), ("product", "==", product)]
                for path in paths:
                    part = pd.read_parquet(path, columns=["draw", "total", "refused"], filters=keys)
                    values[part["draw"].to_numpy()] = part["total"].to_numpy()
                    if product == PLANT:
                        reasons.update(why for why in part["refused"] if why)
                totals[product] = values
            samples.append(Sample(static, found, totals, reasons))
        return samples


def _frames(scenario: str, outcome: Outcome, first: int) -> Iterator[Any]:
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
