"""A closing: one version of a closed month, as four files of canonical text.

``closing.json`` states it and names the SHA-256 of the other three; of the closing before it in
the chain; of the version that it replaces; and, in one line, its own: that of the file without
this line, so that ``grep -v '^ "sha256": ' closing.json | sha256sum`` finds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from carbonre.accounts.books import LINES, PERIOD
from carbonre.accounts.canonical import Json, digest, json_bytes

FORMAT = 1
STATEMENT = "closing.json"
TEXTS = ("factors.csv", "inputs.txt", "ledger.csv")  # whose hashes the statement names
FILES = (STATEMENT, *TEXTS)
HEAD = 12  # digits of a hash that stand on a report
CLOSED = "closed"  # the reason of a month's first version
FOLLOWS = "follows "  # of a month that is only chained again, before the name of what moved it
REASONS = ("data", "factor", "method", "boundary", "error", "gwp")
_NAME = re.compile(rf"({PERIOD.pattern}) v([1-9][0-9]{{0,5}})")
_TEXT_KEYS = ("reason", "prepared_by", "reviewed_by", "on", "note")
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, order=True)
class ClosingName:
    """A month and a version of it, such as ``2024-03 v1``."""

    period: str
    version: int

    def __str__(self) -> str:
        return f"{self.period} v{self.version}"

    @property
    def folder(self) -> str:
        """Its folder, below that of the closings."""
        return f"{self.period}/v{self.version}"

    @classmethod
    def of(cls, text: str) -> ClosingName:
        """Read a name.

        Raises
        ------
        ValueError
            If it is none.
        """
        found = _NAME.fullmatch(text)
        if not found:
            raise ValueError(f"'{text}' is no closing; a month and a version are wanted")
        return cls(found[1], int(text.rpartition("v")[2]))


@dataclass(frozen=True, slots=True)
class Link:
    """A closing and its hash, as another closing names it."""

    name: ClosingName
    sha256: str

    def record(self) -> Json:
        """Return it as JSON."""
        return {"closing": str(self.name), "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that a person accepted, and why."""

    warning: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who closes, and what they say to it.

    Attributes
    ----------
    by, review : str
        Who prepared and who reviewed; two people, unless `alone`.
    on : str
        The date, if one is to stand in the closing; without it, the same books give the same bytes.
    """

    by: str
    review: str
    on: str = ""
    note: str = ""
    alone: bool = False
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a closing says of itself; the names are the keys of ``closing.json``.

    Attributes
    ----------
    before : Link or None
        The closing of the month before it in the chain.
    replaces : Link or None
        The version before it of the same month.
    reason : str
        ``closed``, one of `REASONS`, or ``follows 2024-03 v2``.
    sums : mapping
        By line of the inventory, as the group counts it [kgCO2e].
    files : mapping
        The SHA-256 of the other files.
    """

    name: ClosingName
    before: Link | None
    replaces: Link | None
    reason: str
    signature: Signature
    settings: Mapping[str, Json]
    made_with: Mapping[str, str]
    sums: Mapping[str, float]
    files: Mapping[str, str]

    def record(self) -> dict[str, Json]:
        """Return it as JSON, without its own hash."""
        sign = self.signature
        return {
            "carbonre": FORMAT,
            "closing": str(self.name),
            "before": self.before.record() if self.before else None,
            "replaces": self.replaces.record() if self.replaces else None,
            "reason": self.reason,
            "prepared_by": sign.by,
            "reviewed_by": sign.review,
            "alone": sign.alone,
            "on": sign.on,
            "note": sign.note,
            "warnings": [{"warning": a.warning, "by": a.by, "why": a.why} for a in sign.accepted],
            "settings": self.settings,
            "made_with": self.made_with,
            "sums": self.sums,
            "files": self.files,
        }

    @property
    def sha256(self) -> str:
        """Its own hash."""
        return digest(json_bytes(self.record()))

    def content(self) -> bytes:
        """Return ``closing.json``."""
        return json_bytes(self.record() | {"sha256": self.sha256})

    @property
    def link(self) -> Link:
        """How another closing names it."""
        return Link(self.name, self.sha256)


@dataclass(frozen=True, slots=True)
class Closing:
    """One version of a month: what it states, and the three other files."""

    statement: Statement
    texts: Mapping[str, bytes] = field(repr=False)

    @property
    def name(self) -> ClosingName:
        """Its month and version."""
        return self.statement.name

    def files(self) -> dict[str, bytes]:
        """Return the four files, by name."""
        return {STATEMENT: self.statement.content(), **self.texts}


def read_statement(content: bytes) -> Statement:
    """Read a ``closing.json`` and prove that it is whole.

    Raises
    ------
    ValueError
        With what is wrong: a byte of it was changed.
    """
    try:
        data: Any = json.loads(content)
        is_canonical = isinstance(data, dict) and json_bytes(data) == content
    except (ValueError, RecursionError):
        raise ValueError("is no JSON any more") from None
    if not is_canonical:
        raise ValueError("is not the canonical text that was written")
    stated = data.pop("sha256", None)
    found = digest(json_bytes(data))
    if found != stated:
        raise ValueError(f"states the SHA-256 {_short(stated)}, and has {_short(found)}")
    try:
        statement = _statement(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"is no statement of a closing: {error}") from None
    if statement.content() != content:
        raise ValueError("holds keys that no closing has")
    return statement


def _statement(data: Mapping[str, Any]) -> Statement:
    accepted = tuple(Accepted(one["warning"], one["by"], one["why"]) for one in data["warnings"])
    files, sums = data["files"], data["sums"]
    if set(files) != set(TEXTS) or not all(_SHA256.fullmatch(one) for one in files.values()):
        raise ValueError("its files are not " + ", ".join(TEXTS))
    if set(sums) != set(LINES):
        raise ValueError("its sums are not those of " + ", ".join(LINES))
    texts = [data[key] for key in _TEXT_KEYS] + [text for one in accepted for text in astuple(one)]
    if not all(isinstance(text, str) for text in texts) or not isinstance(data["alone"], bool):
        raise ValueError("its reason, its names or its note are no texts")
    if not all(isinstance(data[key], dict) for key in ("settings", "made_with")):
        raise ValueError("its settings are no mapping")
    return Statement(
        name=ClosingName.of(data["closing"]),
        before=_link(data["before"]),
        replaces=_link(data["replaces"]),
        reason=data["reason"],
        signature=Signature(
            by=data["prepared_by"],
            review=data["reviewed_by"],
            on=data["on"],
            note=data["note"],
            alone=data["alone"],
            accepted=accepted,
        ),
        settings=data["settings"],
        made_with=data["made_with"],
        sums={line: float(value) for line, value in sums.items()},
        files=files,
    )


def _link(data: Any) -> Link | None:
    return None if data is None else Link(ClosingName.of(data["closing"]), data["sha256"])


def _short(sha256: object) -> str:
    return str(sha256)[:HEAD] or "none"
