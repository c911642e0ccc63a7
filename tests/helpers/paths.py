"""Where the files lie that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
METAL = ROOT / "examples" / "nd_metal.yaml"
SMELTER = ROOT / "examples" / "baotou_smelter.yaml"
WORKS = ROOT / "examples" / "magnet_works.yaml"
