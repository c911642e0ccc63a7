"""Read an exported workbook with bw2io, solve it with bw2calc, and compare with a footprint CSV.

Usage: read_with_bw2io.py WORKBOOK.xlsx FOOTPRINT.csv FOLDER   (run by .ci/run, where bw2io is)

bw2io brings 69 distributions, so it has an environment of its own and this is no pytest module.
"""

import csv
import os
import sys
from pathlib import Path

workbook, footprints, folder = map(Path, sys.argv[1:])
folder.mkdir(exist_ok=True)
os.environ["BRIGHTWAY2_DIR"] = str(folder)  # read when bw2data is imported

import bw2calc  # noqa: E402
import bw2data  # noqa: E402
import bw2io  # noqa: E402

IN_KILOGRAM = {"kg": 1.0, "t": 1e3}


def main() -> None:
    """Compare every product that is sold; stop with the first that differs."""
    bw2data.projects.set_current("carbonre")
    importer = bw2io.ExcelImporter(str(workbook))
    importer.apply_strategies()
    importer.match_database(fields=("name", "unit", "location"))
    unlinked = list(importer.unlinked)
    assert not unlinked, unlinked
    importer.write_database()
    database = bw2data.Database(importer.db_name)
    method = bw2data.Method(("carbonre",))
    method.register(unit="kg CO2e")
    weights = [(node.key, node["carbonre potential"]) for node in database
               if "carbonre potential" in node]  # fmt: skip
    method.write(weights)
    with footprints.open(encoding="utf-8", newline="") as stream:
        expected = {r["product"]: float(r["total"]) / IN_KILOGRAM[r["unit"]]
                    for r in csv.DictReader(stream)}  # fmt: skip
    found = {}
    for node in database:
        if "carbonre sold" in node:
            demand, data, _ = bw2data.prepare_lca_inputs({node: 1}, method=("carbonre",))
            lca = bw2calc.LCA(demand, data_objs=data)
            lca.lci()
            lca.lcia()
            found[node["reference product"]] = lca.score
    assert found.keys() == expected.keys(), (sorted(found), sorted(expected))
    for product, value in expected.items():
        # bw2data keeps potentials in single precision (29.8 as 29.7999992); the data package not.
        assert abs(found[product] / value - 1) < 1e-6, (product, found[product], value)
        print(f"{product}: {found[product]:.9g} kg CO2e/kg, {found[product] / value - 1:+.1e}")


main()
