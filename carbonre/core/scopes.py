"""The scopes of the GHG Protocol, and the categories of scope 3 by number and name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Scope = Literal["1", "2", "3"]
# The category of scope 3; `location` marks the location-based scope 2.
Category = Literal[
    "", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "location"
]
SCOPES: tuple[Scope, ...] = ("1", "2", "3")
LOCATION: Category = "location"
MATERIALS: Category = "1"
SUPPLY_CHAIN: Category = "3"  # of bought fuel, electricity and heat; network losses are part of it
TRANSPORT: Category = "4"
WASTE: Category = "5"
CATEGORY_NAMES: Mapping[Category, str] = {
    MATERIALS: "purchased goods and services",
    "2": "capital goods",
    SUPPLY_CHAIN: "fuel- and energy-related activities",
    TRANSPORT: "upstream transportation and distribution",
    WASTE: "waste generated in operations",
    "6": "business travel",
    "7": "employee commuting",
    "8": "upstream leased assets",
    "9": "downstream transportation and distribution",
    "10": "processing of sold products",
    "11": "use of sold products",
    "12": "end-of-life treatment of sold products",
    "13": "downstream leased assets",
    "14": "franchises",
    "15": "investments",
}
