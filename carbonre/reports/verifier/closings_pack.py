"""The closings of a group for a stranger: all versions, what they were made of, and a checker.

The checker is `check_closings.py` of this room, as it is: plain Python that needs no carbonre.
"""

from __future__ import annotations

from pathlib import Path

from carbonre.accounts.books import read_inputs
from carbonre.accounts.folder import CLOSINGS, read_closings, read_input
from carbonre.accounts.restated import RESTATED_COLUMNS, restatement_records
from carbonre.accounts.verification import Verified, verify
from carbonre.core.errors import InputError
from carbonre.reports import files
from carbonre.reports.verifier import check_closings
from carbonre.reports.verifier.readme import markdown
from carbonre.reports.whole_folder import put, put_sums, whole_folder, written_files

CHECKER = "check_closings.py"


def write_closings_pack(target: str, group: Path) -> list[str]:
    """Write the closings of a group, and all that verifies them, into a folder.

    Parameters
    ----------
    target : str
        A folder that is new or empty.
    group : Path
        The folder of the group.

    Returns
    -------
    list of str
        The files that were written, below `target`.

    Raises
    ------
    InputError
        If a closing, the chain or an input is not as it was closed; with all that is wrong.
    """
    stored = read_closings(group)
    verified = verify(stored, lambda path: read_input(group, path))
    if not verified.is_whole:
        raise InputError(verified.problems)
    with whole_folder(target) as folder:
        for name, texts in stored.files.items():
            for file, content in texts.items():
                put(folder / CLOSINGS / name.folder / file, content)
        for path in _input_paths(verified):
            found = read_input(group, path)
            if found is not None:  # data of a version that was replaced may be gone
                put(folder / path, found)
        table = files.table(RESTATED_COLUMNS, restatement_records(verified.chain))
        put(folder / "restatements.csv", table)
        put(folder / CHECKER, Path(check_closings.__file__).read_bytes())
        put(folder / "README.md", _readme(verified))
        put_sums(folder)
    return written_files(target)


def _input_paths(verified: Verified) -> list[str]:
    return sorted(
        {
            one.path
            for closing in verified.chain.closings.values()
            for one in read_inputs(closing.texts["inputs.txt"])
        }
    )


def _readme(verified: Verified) -> str:
    """Return the page: what is closed by whom, and the two commands that check it."""
    chain = verified.chain
    lines = [
        "# Closed months",
        "",
        f"Head of the chain: `{chain.head}`; the same digits stand on every report of these books."
        " To check every file, the chain, the sums and the inputs, with Python alone:",
        "",
        "```sh",
        "sha256sum -c SHA256SUMS",
        f"python3 {CHECKER} . {chain.head}",
        "```",
        "",
        "Each closing names the SHA-256 of its files, of the closing before it and of the version"
        " that it replaces; its own is that of `closing.json` without one line:"
        """ `grep -v '^ "sha256": ' closing.json | sha256sum`.""",
        "",
        "| month | version | reason | prepared | reviewed | SHA-256 |",
        "|---|---|---|---|---|---|",
    ]
    for name, closing in sorted(chain.closings.items()):
        stated, sign = closing.statement, closing.statement.signature
        people = f"{markdown(sign.by)} | {markdown(sign.review) or 'nobody'}"
        lines.append(
            f"| {name.period} | {name.version} | {stated.reason} | {people} |"
            f" `{stated.sha256[:12]}` |"
        )
    lines += ["", "`restatements.csv` says what each version moved, and why [kgCO2e].", ""]
    return "\n".join(lines)
