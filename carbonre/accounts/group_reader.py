"""A group file -> a `Group`, with everything that is wrong in the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from carbonre.accounts.group_format import Group, GroupFile
from carbonre.core.documents import Document, KeyPath, read_yaml
from carbonre.core.errors import InputError, Problems, did_you_mean
from carbonre.core.paths import dotted
from carbonre.plant.validated import validated


def read_group(path: Path | str) -> Group:
    """Read a group file.

    Parameters
    ----------
    path : path
        A YAML file in the format of version 1.

    Raises
    ------
    InputError
        With everything that is wrong in the file itself.
    """
    problems = Problems()
    group = load_group(path, problems)
    problems.raise_any()
    assert group is not None
    return group


def load_group(path: Path | str, problems: Problems) -> Group | None:
    """Read a group file and go on after mistakes; None if it is no mapping at all."""
    try:
        document = read_yaml(path, problems)
    except InputError as error:
        problems.extend(error)
        return None
    return build_group(document, problems)


def build_group(document: Document, problems: Problems) -> Group | None:
    """Make a group of a document; what is wrong goes to `problems`.

    None if the document is no mapping, or its plants cannot be read.
    """
    if not isinstance(document.data, dict):
        words = "holds no group; a group file begins with 'carbonre: 1' and 'group: NAME'"
        problems.add(words, document.place(()), code="not-a-group")
        return None
    found = validated(GroupFile, document, problems, needed=("plants",))
    if found is None:
        return None
    group = Group(found.data, document, found.invalid)
    checks = _Checks(group, problems)
    checks.plants()
    checks.trade()
    checks.files()
    checks.targets()
    return group


class _Checks:
    """What pydantic cannot see: names that must meet, and months in their order."""

    def __init__(self, group: Group, problems: Problems) -> None:
        self.group, self.data, self.problems = group, group.data, problems

    def _add(self, words: str, path: KeyPath, *, code: str) -> None:
        if path not in self.group.invalid:
            self.problems.add(words, self.group.place(*path), dotted(path), code=code)

    def plants(self) -> None:
        """Refuse a plant that leaves before it comes."""
        for name, entry in self.data.plants.items():
            if entry.from_ and entry.to and entry.to < entry.from_:
                words = f"the plant leaves in {entry.to}, before it comes in {entry.from_}"
                self._add(words, ("plants", name, "to"), code="invalid-value")

    def trade(self) -> None:
        """Refuse trade with plants that the group does not have, and of a plant with itself."""
        known = self.data.plants
        for index, entry in enumerate(self.data.trade):
            for key, name in (("from", entry.from_), ("to", entry.to)):
                if name not in known:
                    hint = did_you_mean(name, known) or f"; known are {', '.join(known)}"
                    words = f"the group has no plant '{name}'{hint}"
                    self._add(words, ("trade", index, key), code="unknown-plant")
            if entry.from_ == entry.to:
                words = f"'{entry.to}' trades with itself; name the plant that buys"
                self._add(words, ("trade", index, "to"), code="invalid-value")

    def files(self) -> None:
        """Refuse files outside the folder of the group: what is closed stands together."""
        named: list[tuple[KeyPath, str | None]] = [
            (("register",), self.data.register_),
            (("contracts",), self.data.contracts),
            (("stocks",), self.data.stocks),
        ]
        for name, entry in self.data.plants.items():
            named += [(("plants", name, "file"), entry.file)]
            named += [(("plants", name, "meters"), entry.meters)]
        for path, file in named:
            if file is not None and not _is_inside(file):
                words = f"'{file}' is not inside the folder of the group file; name it from there"
                self._add(words, path, code="outside-the-folder")

    def targets(self) -> None:
        """Refuse two targets of one name, and a year that does not follow the base."""
        names = Counter(target.name for target in self.data.targets)
        for index, target in enumerate(self.data.targets):
            if names[target.name] > 1:
                words = f"{names[target.name]} targets have the name '{target.name}'"
                self._add(words, ("targets", index, "name"), code="duplicate-key")
            if target.year.last <= target.base.last:
                words = f"the target of {target.year} does not follow its base, {target.base}"
                self._add(words, ("targets", index, "year"), code="invalid-value")


def _is_inside(file: str) -> bool:
    pure: tuple[Any, ...] = (PurePosixPath(file), PureWindowsPath(file))
    return not any(path.is_absolute() or path.drive or ".." in path.parts for path in pure)
