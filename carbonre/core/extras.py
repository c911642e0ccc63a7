"""Packages that an extra of carbonre installs, and the message where one is missing."""

from __future__ import annotations

import importlib

from carbonre.core.errors import InputError, Problem


def require(*modules: str, extra: str) -> None:
    """Import packages of an extra.

    Raises
    ------
    InputError
        If one is not installed; it says what to install.
    """
    for module in modules:
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            words = f"{error.name} is not installed; pip install 'carbonre[{extra}]'"
            raise InputError([Problem(words, code="missing-extra")]) from None
