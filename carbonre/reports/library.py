"""What the library holds: processes with parameters, factors with alternates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbonre.factors.editions import Change
from carbonre.factors.rows import Factor
from carbonre.reports.text import Text, left, right, safe_text, significant
from carbonre.unit_process.defaults import Default, default_for, defaults
from carbonre.unit_process.documentation import Documentation, definitions, documentation
from carbonre.unit_process.model import Parameter, Process

# The titles of the sections of a docstring, in the order in which they are shown.
TITLES = {
    "Returns": "Amounts",
    "Notes": "Validity",
    "Raises": "Refused",
    "References": "References",
}
GAP = "___"  # in an example, where only the plant knows: refused until it is filled
RARE = "of"  # refines an entry of a list (a product that is cut further); most have none


def processes(found: Sequence[Process]) -> list[Text]:
    """Return one line per process."""
    wide = max(len(process.name) for process in found)
    lines = [Text(f"{left(process.name, wide)}  {process.summary}") for process in found]
    return [*lines, Text(f"{left('inventory', wide)}  Your own unit process: makes, uses, wastes,"
                         " emits on any basis.")]  # fmt: skip


def process(found: Process) -> list[Text]:
    """Return a process with its documentation, parameters and defaults."""
    said = documentation(found)
    lines = [Text(found.name, "heading"), Text(said.summary), Text("")]
    lines += [Text(line) for line in said.description.replace("::\n", ":\n").splitlines()]
    for title, text in statements(said):
        lines += [Text(""), Text(title, "heading"), *map(Text, text.splitlines())]
    lines += [Text(""), Text("Parameters in a plant file", "heading")]
    for parameter in found.parameters.values():
        lines.append(Text(f"  {parameter.name}: {said.meaning(parameter.name)}"))
        if parameter.form != "quantity":  # the unit of a quantity ends its text
            lines.append(Text(f"      {form(parameter)}", "dim"))
        lines += [Text(f"      {_default(row)}", "dim") for row in _rows(found, parameter.name)]
        for field in parameter.fields:
            lines.append(Text(f"    {field.name}: {form(field)}"))
            for row in _rows(found, f"{parameter.name}.{field.name}"):
                lines.append(Text(f"      {_default(row)}", "dim"))
    title = "A step to paste into a plant file; what is marked yours has no default; fill in ___"
    return [*lines, Text(""), Text(title, "heading"), *map(Text, example(found).splitlines())]


def statements(said: Documentation) -> list[tuple[str, str]]:
    """Return what is said beside description and parameters, each with its title."""
    sections = {
        **said.sections,
        **{
            title: " ".join(text for _, text in definitions(said.sections.get(title, "")))
            for title in ("Returns", "Raises")
        },
    }
    return [(TITLES[name], sections[name]) for name in TITLES if sections.get(name)]


def example(found: Process) -> str:
    """Return a step of a plant file that states what has no default, and the main choices."""
    context: dict[str, str] = {}
    for parameter in found.parameters.values():
        default = parameter.default
        if parameter.form == "choice" and default is None:
            default = parameter.choices[0]
        context[parameter.name] = "" if default is None else str(default)
    lines = [f"  my {found.name.replace('_', ' ')}:", f"    process: {found.name}"]
    for parameter in found.parameters.values():
        value = _example_value(found, parameter, context, "")
        if value:
            lines.append(f"    {parameter.name}: {value}")
    return "\n".join(lines)


def _example_value(
    found: Process, parameter: Parameter, context: Mapping[str, str], prefix: str
) -> str:
    """Return what an example says of a parameter, or nothing where its default does."""
    match parameter.form:
        case "choice" | "feed":
            return context.get(parameter.name) or f"{parameter.name} of mine  # yours"
        case "flow" if parameter.default is None:
            return f"{parameter.name} of mine"
        case "shares":
            return "{Nd: 75 %, Pr: 25 %}  # yours"
        case "list" if parameter.default is None:
            return _example_entry(found, parameter, context)
        case "quantity":
            row = default_for(found.name, prefix + parameter.name, context)
            if row is None or (row.value is None and row.evidence != "none"):
                note = f": {row.note}" if row is not None and row.note else ""
                return f"{_typical(parameter, row)}  # yours{note}"
    return ""


def _example_entry(found: Process, parameter: Parameter, context: Mapping[str, str]) -> str:
    inner = dict(context)
    cells = []
    for field in parameter.fields:
        if field.form == "choice":
            inner[field.name] = str(field.default or field.choices[0])
        value = _example_value(found, field, inner, f"{parameter.name}.").partition("  #")[0]
        if field.form == "flow" and field.default == "" and field.name != RARE:
            value = f"{field.name} of mine"
        if value:
            cells.append(f"{field.name}: {value}")
    return "[{" + ", ".join(cells) + "}]  # yours"


def _typical(parameter: Parameter, row: Default | None) -> str:
    """Return the middle of the plausible range, or a gap to fill where none is known.

    The middle of what is merely possible would be a number that no plant has.
    """
    if row is not None and row.low is not None and row.high is not None:
        return row.show((row.low + row.high) / 2)
    return f"{GAP} {parameter.unit}" if parameter.unit != "1" else GAP


def _rows(found: Process, parameter: str) -> list[Default]:
    return [row for row in defaults(found.name) if row.parameter == parameter]


def form(parameter: Parameter) -> str:
    """Return what a plant file may say for a parameter, with a default that is a name."""
    match parameter.form:
        case "choice":
            words = f"one of {', '.join(parameter.choices)}"
        case "quantity":
            return f"[{parameter.unit if parameter.unit != '1' else '-'}]"
        case "feed":
            words = "name of a flow whose composition is known"
        case "flow":
            words = "name of a flow"
        case "list":
            return "list of entries with"
        case _:
            words = parameter.form
    if parameter.form == "yes or no":
        return f"true or false; default {str(parameter.default).lower()}"
    if parameter.default == "":
        return f"{words}; if not stated, none or what the model names"
    return f"{words}; default {parameter.default}" if parameter.default is not None else words


def condition(row: Default) -> str:
    """Return for which choices a row of a table of defaults holds, such as ``fuel=steam``."""
    return "; ".join(f"{key}={value}" for key, value in row.when.items())


def default_value(row: Default) -> str:
    """Return what is taken if a plant file says nothing; ``required`` if it must say something."""
    if row.value is not None:
        return row.show(row.value)
    if row.evidence == "none":  # there is none of it, unless it is stated
        return row.show(row.minimum or 0.0)
    return "required"


def plausible_range(row: Default) -> str:
    """Return the plausible range of a row, or nothing."""
    if row.low is None or row.high is None:
        return ""
    return f"{row.show(row.low)} to {row.show(row.high)}"


def source_of(row: Default) -> str:
    """Return the source of a row with its place in it."""
    return f"{row.source}, {row.locator}" if row.locator else row.source


def _default(row: Default) -> str:
    value = default_value(row)
    value = value if value == "required" else f"default {value}"
    span = f" ({plausible_range(row)})" if plausible_range(row) else ""
    when = f" when {condition(row)}" if row.when else ""
    source = source_of(row)
    if value == "required" and row.note:
        source += f"; {row.note}"
    return safe_text(f"{value}{span}{when}: {row.evidence}; {source}", 300)


def factor_list(rows: Sequence[Factor]) -> list[Text]:
    """Return one line per factor row."""
    head = f"{left('flow', 24)}{left('supply', 26)}{left('part', 11)}{right('value', 10)} "
    head += f"{left('unit', 15)}{left('place', 12)}{left('year', 6)}{left('evidence', 17)}id"
    lines = [Text(head, "dim")]
    for row in rows:
        mark = "" if row.status == "active" else f" [{row.status}]"
        line = f"{left(safe_text(row.flow, 23), 24)}{left(safe_text(row.supply, 25), 26)}"
        line += f"{left(row.part, 11)}{right(significant(row.value), 10)} {left(row.unit, 15)}"
        line += f"{left(row.place, 12)}{left(str(row.year), 6)}{left(row.evidence, 17)}"
        lines.append(Text(f"{line}{safe_text(row.id)}{mark}"))
    return lines


def factor_changes(found: Sequence[Change]) -> list[Text]:
    """Return one line per row that differs between two editions."""
    lines = []
    for change in found:
        if change.old is None and change.new is not None:
            lines.append(Text(f"+ {_row(change.new)}"))
        elif change.new is None and change.old is not None:
            lines.append(Text(f"- {_row(change.old)}"))
        elif change.old is not None and change.new is not None:
            ratio = f" ({change.new.value / change.old.value - 1:+.1%})" if change.old.value else ""
            new = f"{significant(change.new.value)} {change.new.unit}{ratio}"
            words = f"~ {_row(change.old)} -> {new}"
            lines.append(Text(words, "strong"))
    kinds = [line.text[0] for line in lines]
    counts = f"{kinds.count('+')} added, {kinds.count('-')} gone, {kinds.count('~')} changed"
    return [*lines, Text(counts, "dim")]


def _row(row: Factor) -> str:
    words = f"{safe_text(row.flow)}: {significant(row.value)} {row.unit}"
    words += f", {safe_text(row.supply) or 'default'}"
    return f"{words}, {row.part}, {row.place} {row.year} [{safe_text(row.id)}]"
