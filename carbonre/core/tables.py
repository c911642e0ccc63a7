"""Where the shipped tables lie: in an installed wheel, or in the checkout beside the package."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the shipped tables; in a checkout, the one that people edit."""
    package = Path(__file__).parent.parent
    inside = package / "_factors"
    return inside if inside.is_dir() else package.parent / "factors"
