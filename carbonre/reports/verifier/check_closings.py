"""Check the closings of a group with plain Python alone: `python check_closings.py FOLDER [HEAD]`.

Every closing is a folder closings/MONTH/vN with four files. This finds what was changed in one of
them, in the chain from each to the one before, in the sums, and in the files that they were made
of; it prints each break and ends with 1, or prints the head of the chain. HEAD: the digits of a
report. Nothing is needed but this file: read it, it is short.
"""

import csv
import hashlib
import io
import json
import math
import re
import sys
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any

LINES = ("1", "2 market", "2 location", "3", "memo")
TEXTS = ("factors.csv", "inputs.txt", "ledger.csv")


def sha256(content: bytes) -> str:
    """The SHA-256 of bytes, as text."""
    return hashlib.sha256(content).hexdigest()


def canonical(data: Any) -> bytes:
    """The one text that a statement can have."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode("utf-8", "surrogatepass")


def closings(folder: Path, say: Callable[[str], None]) -> dict[tuple[str, int], Path]:
    """The folders of closings by month and version; `.committed` holds what is being added."""
    found = {}
    for root in (folder / "closings", folder / "closings" / ".committed"):
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if any(part.startswith(".") for part in parts) or parts == ("lock",):
                continue
            is_month = re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", parts[0], re.ASCII)
            is_version = len(parts) < 2 or re.fullmatch(r"v[1-9]\d{0,5}", parts[1], re.ASCII)
            if path.is_dir() and is_month and is_version and len(parts) < 3:
                if len(parts) == 2:
                    found[parts[0], int(parts[1][1:])] = path
            elif not (len(parts) == 3 and parts[2] in ("closing.json", *TEXTS)):
                say(f"{path.relative_to(folder).as_posix()}: is no part of a closing")
    return dict(sorted(found.items()))


def statement(path: Path, name: str) -> Any:
    """What closing.json states, after proof that no byte of it was changed."""
    content = (path / "closing.json").read_bytes()
    data = json.loads(content)
    if canonical(data) != content:
        raise ValueError("is not the text that was written")
    stated = data.pop("sha256")
    if sha256(canonical(data)) != stated:
        raise ValueError("does not have the SHA-256 that it states")
    if data["closing"] != name:
        raise ValueError(f"is that of {data['closing']}")
    for key in ("before", "replaces"):  # also where the link is none
        data[key] = {"closing": None, "sha256": None} | {**(data[key] or {})}
        if not all(one is None or isinstance(one, str) for one in data[key].values()):
            raise ValueError(f"has no link in {key}")
    return {**data, "files": {**data["files"]}, "sums": {**data["sums"]}, "sha256": stated}


def line(row: dict[str, str]) -> str:
    """The line of the inventory that a row is summed in."""
    if row["scope"] == "2" and row["method"]:
        return "2 " + row["method"]
    return "memo" if row["kind"] == "memo" else row["scope"]


def sums(ledger: bytes, stated: dict[str, float]) -> Iterator[str]:
    """What the rows of a ledger do not add up to."""
    try:
        rows = list(csv.DictReader(io.StringIO(ledger.decode(), newline="")))
        counted = [(line(row), float(row["share"]) * float(row["kgCO2e"])) for row in rows]
        for of in LINES:
            value = math.fsum(one for where, one in counted if where == of)
            if value != stated.get(of):
                yield f"closing.json: the rows of {of} add up to {value}, not {stated.get(of)}"
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        yield f"ledger.csv: is no ledger: {error}"


def check(folder: Path, head: str = "") -> tuple[list[str], str]:
    """Every break that is found, and the head of the chain."""
    breaks: list[str] = []
    found = closings(folder, breaks.append)
    names = {f"{month} v{version}": path for (month, version), path in found.items()}
    stated: dict[str, Any] = {}
    for name, path in names.items():
        shown = path.relative_to(folder).as_posix()
        try:
            stated[name] = statement(path, name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            breaks.append(f"{shown}/closing.json: {error}")
            continue
        for file in TEXTS:
            content = (path / file).read_bytes() if (path / file).is_file() else None
            if content is None or sha256(content) != stated[name]["files"].get(file):
                breaks.append(f"{shown}/{file}: {'is missing' if content is None else 'changed'}")
            elif file == "ledger.csv":
                breaks += (f"{shown}/{one}" for one in sums(content, stated[name]["sums"]))
    standing = {month: f"{month} v{version}" for month, version in found}
    breaks += links(stated, names, list(standing.values()))
    if head and not any(data["sha256"].startswith(head) for data in stated.values()):
        breaks.append(f"closings: none has the hash {head}")
    for name in stated:
        breaks += inputs(folder, names[name], name in standing.values())
    last = stated.get(list(standing.values())[-1]) if standing else None
    return list(dict.fromkeys(breaks)), last["sha256"][:12] if last else ""


def links(stated: dict[str, Any], names: Container[str], standing: list[str]) -> Iterator[str]:
    """The closings that do not follow what is there."""
    before = dict(zip(standing, [None, *standing], strict=False))
    for name, data in stated.items():
        month, version = name.split(" v")
        older = f"{month} v{int(version) - 1}" if version != "1" else None
        for key, wanted in (("before", before.get(name, "any")), ("replaces", older)):
            link = data[key]
            if wanted not in ("any", link["closing"]):
                yield f"{name}: {key} is {link['closing']}, and {wanted} is there"
            if link["closing"] and link["closing"] not in names:
                yield f"{name}: {link['closing']} is missing"
            elif stated.get(link["closing"], link)["sha256"] != link["sha256"]:
                yield f"{name}: {link['closing']} is not the closing that it followed"


def inputs(folder: Path, path: Path, is_standing: bool) -> Iterator[str]:
    """The files of a closing that are not what was read; data may have grown by whole lines."""
    listed = path / "inputs.txt"
    text = listed.read_bytes().decode("utf-8", "replace") if listed.is_file() else ""
    for entry in text.removesuffix("\n").split("\n") if text else ():
        parts = entry.split(" ", 3)
        if len(parts) < 4 or not parts[1].isdecimal() or ".." in Path(parts[3]).parts:
            yield f"{listed.relative_to(folder).as_posix()}: '{entry}' names no file"
            continue
        digest, size, kind, name = parts[0], int(parts[1]), parts[2], parts[3]
        if kind != "evidence" and not is_standing:
            continue  # a version that was replaced had older data; its evidence must stay
        content = (folder / name).read_bytes() if (folder / name).is_file() else b""
        whole = len(content) == size or (kind == "data" and content[:size][-1:] in (b"\n", b""))
        if not (folder / name).is_file() or not whole or sha256(content[:size]) != digest:
            yield f"{name}: changed or missing since {path.parent.name} {path.name} was closed"


if __name__ == "__main__":
    all_breaks, last_hash = check(Path(sys.argv[1] if len(sys.argv) > 1 else "."), *sys.argv[2:3])
    sys.stdout.write("".join(f"{one}\n" for one in all_breaks) or f"whole; head {last_hash}\n")
    sys.exit(1 if all_breaks else 0)
