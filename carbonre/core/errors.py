"""One error with a place: file, line, column and field.

Nothing here raises by itself. A reader collects `Problem`s and raises one `InputError` with
all of them, so that a user corrects a file once and not ten times.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: file, 1-based line and column, and its length in characters."""

    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 1
    text: str = ""  # the line itself, for the caret

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be corrected, in words for the person who wrote the file.

    `code` is one of `carbonre.core.codes.PROBLEM_CODES`: what programs and tests tell it by.
    """

    message: str
    place: Place = NOWHERE
    field: str = ""
    _: KW_ONLY
    code: str

    def __str__(self) -> str:
        parts = [part for part in (str(self.place), self.field, self.message) if part]
        return ": ".join(parts)

    def with_caret(self) -> str:
        """Return the problem with its line and a caret below the value."""
        if not self.place.text:
            return str(self)
        # Very long lines are cut around the value, so that the caret stays in sight.
        start = max(0, self.place.column - 60)
        shown = self.place.text[start : start + 100].rstrip()
        number = f"{self.place.line:>4} | "
        indent = " " * (self.place.column - 1 - start + len(number))
        carets = "^" * max(1, min(self.place.length, len(shown) - (self.place.column - 1 - start)))
        return f"{self}\n{number}{shown}\n{indent}{carets}"


class CarbonreError(Exception):
    """The base of every error that carbonre raises on purpose."""


class InputError(CarbonreError):
    """The input must be corrected; `problems` lists everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems = tuple(
            sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.column))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Problems:
    """A collector: add what is wrong, go on, and raise everything at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, message: str, place: Place = NOWHERE, field: str = "", *, code: str) -> None:
        """Remember a problem."""
        self.found.append(Problem(message, place, field, code=code))

    def extend(self, error: InputError) -> None:
        """Remember all problems of an error."""
        self.found.extend(error.problems)

    def raise_any(self) -> None:
        """Raise an `InputError` if there is any problem."""
        if self.found:
            raise InputError(self.found)


LIKENESS = 0.65  # of names that may be meant, from 0 to 1
ENDING = "ium"  # of most elements, so it tells nothing: unobtainium is not like niobium


def nearest(name: str, known: Iterable[str], n: int = 1) -> list[str]:
    """Return the `n` known names that look most like `name`, best first; never the name itself."""
    folded = {one.casefold(): one for one in reversed(list(dict.fromkeys(known))) if one != name}
    wanted = name.casefold()
    whole = sorted((one for one in folded if _begins(wanted, one)), key=len)  # wind: wind power
    close = difflib.get_close_matches(wanted, folded, n=3 * n, cutoff=LIKENESS)
    turned = [
        one for one in folded if one != wanted and sorted(one) == sorted(wanted)
    ]  # NdPr: PrNd
    found = [*turned, *(one for one in close if _differ_little(wanted, one)), *whole]
    return [folded[match] for match in dict.fromkeys(found)][:n]


def _begins(one: str, other: str) -> bool:
    return len(one) > 2 and other.startswith(f"{one} ")


def _differ_little(one: str, two: str) -> bool:
    """Whether names are alike also where they differ: zinc oxide is not like PrNd oxide."""
    if one.endswith(ENDING) and two.endswith(ENDING):
        one, two = one.removesuffix(ENDING), two.removesuffix(ENDING)
        if difflib.SequenceMatcher(None, one, two).ratio() < LIKENESS:
            return False
    ours, theirs = one.split(), two.split()
    here = " ".join(word for word in ours if word not in theirs)
    there = " ".join(word for word in theirs if word not in ours)
    if not here or not there or here == one:
        return True
    return difflib.SequenceMatcher(None, here, there).ratio() >= LIKENESS


def did_you_mean(name: str, known: Iterable[str], n: int = 1) -> str:
    """Return "; did you mean 'x'?" for the nearest known name, or nothing."""
    names = " or ".join(f"'{match}'" for match in nearest(name, known, n))
    return f"; did you mean {names}?" if names else ""
