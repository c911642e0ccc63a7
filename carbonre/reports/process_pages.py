"""docs/processes.md: the process models as one page, made of their docstrings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from carbonre.core.units import unit
from carbonre.reports import library
from carbonre.unit_process.defaults import Default, defaults
from carbonre.unit_process.documentation import documentation
from carbonre.unit_process.model import Parameter, Process

DEFAULT_COLUMNS = (
    "parameter", "when", "value", "range", "unit", "specified", "evidence", "source", "note",
)  # fmt: skip
COMMAND = "carbonre processes --markdown > docs/processes.md"
HEAD = f"""\
# Processes

<!-- This page is generated: {COMMAND} -->

Each model is one function in `carbonre/processes/`; what a plant does not state is in its table of defaults in `factors/processes/`. Units in square brackets are those of these tables; a plant file may use any unit of the same kind. Names in the last column are parameters, to be stated in a step. `specified` marks what a plant chooses: its `product`, its `recipe`, the `design` of its equipment; such a value is not drawn as uncertain, unless the plant says so under `uncertainty`. `carbonre processes NAME` prints a section of this page with a step to paste into a plant file.

"""  # noqa: E501
INVENTORY = (
    "`inventory`",
    "Your own unit process: makes, uses, wastes, emits on any basis.",
    "what the step states",
)


def page(found: Sequence[Process]) -> str:
    """Return the page: a table of all processes, then a section for each."""
    rows = [_summary_row(process) for process in found]
    table = _table(("process", "what it does", "what governs it"), [*rows, INVENTORY])
    return HEAD + "\n\n".join([table, *map(section, found)]) + "\n"


def section(process: Process) -> str:
    """Return what is said of one process, under a heading of its name."""
    said = documentation(process)
    statements = {title: f"**{title}.** {_prose(text)}" for title, text in library.statements(said)}
    references = statements.pop("References", "")
    meanings = [
        (f"`{name}`", said.meaning(name), _stated(parameter))
        for name, parameter in process.parameters.items()
    ]
    parts = [
        f"## {process.name}",
        said.summary,
        _prose(said.description),
        *statements.values(),
        "**Parameters**",
        _table(("parameter", "meaning", "in a plant file"), meanings),
        "**Defaults**",
        _table(DEFAULT_COLUMNS, map(_default_row, defaults(process.name))),
        references,
    ]
    return "\n\n".join(filter(None, parts))


def _default_row(row: Default) -> tuple[str, ...]:
    numbers = [
        "" if base is None else f"{base / row.unit.factor:g}" for base in (row.low, row.high)
    ]
    return (
        f"`{row.parameter}`",
        library.condition(row),
        library.default_value(row).removesuffix(f" {row.unit.text}"),
        " to ".join(numbers) if all(numbers) else "",
        row.unit.text or "-",
        row.specified,
        row.evidence,
        library.source_of(row),
        row.note,
    )


def _summary_row(process: Process) -> tuple[str, str, str]:
    governed = ", ".join(f"`{name}`" for name in process.governed_by)
    return f"[`{process.name}`](#{process.name})", process.summary, governed


def _stated(parameter: Parameter) -> str:
    """Return what a plant file may say: the unit of a quantity is with its meaning."""
    if parameter.form == "quantity":
        return unit("" if parameter.unit == "1" else parameter.unit).kind
    words = library.form(parameter)
    if parameter.fields:
        fields = ", ".join(f"`{field.name}`: {library.form(field)}" for field in parameter.fields)
        words = f"{words} {fields}"
    return words


def _prose(text: str) -> str:
    """Return numpydoc text as Markdown: literal blocks are fenced, ``::`` is a colon."""
    parts = []
    for block in re.split(r"\n\n(?! )", text):
        prose, marker, literal = block.partition("::\n\n")
        if marker:
            lines = literal.splitlines()
            indent = min(len(line) - len(line.lstrip()) for line in lines if line)
            code = "\n".join(line[indent:] for line in lines)
            parts.append(f"{prose}:\n\n```text\n{code}\n```")
        else:
            parts.append(prose)
    return "\n\n".join(parts).replace("\nOutside:", "  \nOutside:")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Return text that stays in its cell and is no markup: no bar, no angle, no emphasis."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
