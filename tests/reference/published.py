"""Published footprints of products, for the band chart; each named with its source and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from reference.case import Evidence


@dataclass(frozen=True, slots=True)
class Point:
    """A published footprint [kg CO2e/kg]: a figure, a range, or both."""

    name: str
    figure: float | None
    low: float
    high: float
    source: str
    evidence: Evidence


def _point(name: str, figure: float, source: str, evidence: Evidence) -> Point:
    return Point(name, figure, figure, figure, source, evidence)


NUSS = "Nuss and Eckelman 2014, PLoS ONE 9, e101298, Table S38"
SPRECHER = "Sprecher et al. 2014, via Miranda Xicotencatl et al. 2023, J. Ind. Ecol."
CPCD = "China Products Carbon Footprint Factors Database, literature row"
JIN = "Jin et al. 2018, Environ. Sci. Technol. 52, 3796, and 2016, Procedia CIRP"
PREMISE = "polca/premise@d74d45b, direct CO2 only"
LABEL = "T/CAB 0078-2020, threshold of the label"

PUBLISHED: dict[str, tuple[Point, ...]] = {
    "Mixed rare-earth oxide": (
        Point("Processes 2022, ionic clay", None, 17.8, 24.3,
              "Processes 2022, 10(7), 1354, abstract", "transcription"),
        Point("Vahidi 2016, ionic clay", None, 20.9, 35.5,
              "Vahidi, Navarro and Zhao 2016, Resour. Conserv. Recycl. 113, 1", "recalled-medium"),
        Point("Browning 2016, monazite", 65.4, 21.3, 197.9,
              "Browning et al. 2016, REWAS", "recalled-medium"),
        _point("Pell 2019, Songwe Hill", 17.0, "Pell et al. 2019", "recalled-low"),
    ),
    "Neodymium and PrNd oxide": (
        Point("Nuss and Eckelman 2014, Nd, by value", 17.6, 13.8, 22.9, NUSS, "recalled-high"),
        Point("Sprecher 2014, Nd, by value", 35.0, 31.3, 40.3, SPRECHER, "read"),
        Point("Sprecher 2014, Nd, by mass", 13.8, 12.4, 15.9, SPRECHER, "read"),
        _point("CPCD 2018, Nd", 8.93, CPCD, "transcription"),
    ),
    "Dysprosium oxide": (
        _point("Nuss and Eckelman 2014, by value", 59.6, NUSS, "recalled-high"),
        Point("Studies with allocation by value", None, 50.0, 700.0,
              "synthesis of published studies, recalled", "recalled-medium"),
    ),
    "Neodymium metal": (),
    "Sintered magnet, virgin": (
        _point("Sprecher 2014, ecoinvent 2.2", 26.7, SPRECHER, "read"),
        _point("Sprecher 2014, ecoinvent 3.6", 25.0, SPRECHER, "read"),
        _point("Jin 2016, 2018", 27.6, JIN, "recalled-medium"),
        _point("Base IMPACT 2014", 33.3, "ADEME, Base Carbone 23.6 (Base IMPACT)", "read"),
        _point("CPCD 2021", 52.41, CPCD, "transcription"),
    ),
    "Magnet from old magnets": (
        _point("Jin 2016, magnet to magnet", 12.5, JIN, "recalled-medium"),
        _point("HyProMag USA 2025, cut block", 2.35, "RNS 3620Z, 5 March 2025 (ISO 14067)", "read"),
    ),
    "Storage alloy AB5": (),
    "Hydrogen, stored and dispensed": (
        _point("Low-carbon hydrogen, at most", 14.51, LABEL, "transcription"),
        _point("Clean hydrogen, at most", 4.9, LABEL, "transcription"),
        _point("Coal gasification, direct, not stored", 17.77, PREMISE, "read"),
        _point("Steam reforming, direct, not stored", 8.922, PREMISE, "read"),
    ),
}  # fmt: skip
