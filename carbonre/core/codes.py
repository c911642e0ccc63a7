"""The kinds of problems: one short, stable code each, for programs and tests; sentences may change.

A code is given where a problem is made: ``problems.add(words, place, field, code="unknown-flow")``.
"""

from __future__ import annotations

from collections.abc import Mapping

PROBLEM_CODES: Mapping[str, str] = {
    # files and options
    "unreadable-file": "a file does not exist, cannot be read, or is not what its name says",
    "not-yaml": "a file is not YAML, or uses what the format leaves out, such as anchors",
    "not-csv": "a file is not CSV: its header, its separator or the number of cells in a row",
    "wrong-columns": "a table lacks columns, or has columns that nothing reads",
    "no-rows": "a table or a folder of tables is empty",
    "unwritable-output": "an output cannot be written where it is asked for",
    "output-named-twice": "two outputs have one name",
    "missing-extra": "a feature needs a package that is not installed",
    "invalid-option": "an option of a command has a value that it does not take",
    "conflicting-options": "options that exclude each other, or one that needs another",
    "nothing-to-do": "a command is asked for nothing",
    "changed-inputs": "files changed while a result was made of them",
    "executor-failed": "the processes or the cluster that should calculate cannot",
    # keys and values of a file
    "not-a-plant": "a file holds no plant",
    "not-a-group": "a file holds no group",
    "duplicate-key": "a key is given twice",
    "unknown-key": "a key that the format does not know",
    "missing-key": "a key that the format needs",
    "invalid-value": "a value that its key does not take",
    "invalid-quantity": "a text that is no number with a unit",
    "wrong-dimension": "a quantity measures something else than its key wants",
    "out-of-range": "a number beyond its hard limits",
    "implausible-value": "a value that only a wrong unit explains",
    "wrong-sum": "shares or a composition do not add up",
    "invalid-composition": "a composition or formula that cannot be read",
    "outside-the-folder": "a file that a plant names lies outside the plant's folder",
    # names and paths
    "unknown-flow": "a flow that nothing defines",
    "unknown-process": "a process that the library does not have",
    "unknown-parameter": "a parameter that a process does not have",
    "missing-parameter": "a process needs a parameter that is not stated and has no default",
    "unknown-scenario": "a scenario that a plant does not have",
    "unknown-supply": "a supply or mode of transport that a flow does not have",
    "unknown-element": "no chemical element of this name",
    "unknown-product": "a product that is not sold, or a step or flow that a plant does not have",
    "unknown-plant": "a plant that a group does not have",
    "unknown-limit": "an energy limit that the tables do not have",
    "unknown-path": "a path that matches nothing, or that may not be set",
    "invalid-path": "a text that is no dotted path",
    "ambiguous-product": "one product must be named",
    # scenarios
    "reserved-name": "a name with a meaning of its own",
    "conflicting-scenarios": "scenarios extend each other, or set one path to different values",
    "incomplete-scenario": "a block that is not extended, or does not work alone",
    # the product system
    "conflicting-scaling": "a step, or a flow, is scaled by more than one thing",
    "no-scaling": "nothing says how much a step, or the plant, makes",
    "missing-exchange": "a step lacks an exchange that it needs",
    "product-and-waste": "a flow is a product of one step and a waste of another",
    "over-assigned": "steps take more of a flow than there is",
    "production-not-met": "the steps cannot make the production that is asked for",
    "unknown-composition": "a model needs a composition that is not known",
    "cyclic-dependency": "compositions that depend on each other",
    "divergent-loop": "a recycle loop makes no more than it uses, or amounts grow without limit",
    "model-refused": "a process model has no answer for these parameters",
    "contradicting-meters": "meter readings that no operating point reproduces, or without a model",
    # supply and factors
    "missing-factor": "no factor for a flow that is bought",
    "missing-source": "a factor without its source",
    "negative-factor": "a factor below zero that names no carbon pair",
    "invalid-supply": "an entry of supply in a form that it cannot have",
    "invalid-supplier-footprint": "a supplier's footprint that cannot be used",
    "carbon-not-stated": "whether a factor has counted a reagent's carbon is not said",
    "invalid-circular-formula": "an entry of the circular footprint formula that cannot be used",
    "invalid-row": "a row of a table that cannot be read",
    "duplicate-row": "two rows that a look-up could not tell apart",
    "inconsistent-row": "a row of a table that contradicts itself or its tables",
    "unknown-factor": "the tables have no such factor",
    "draft-refused": "an expert estimate is used although drafts are refused",
    # the footprint
    "undefined-allocation": "an allocation that a step or a product does not have",
    "unallocated-burden": "burden that reaches nothing that is sold",
    "no-number": "a result that is not a finite number",
    # comparison, uncertainty, exchange
    "incompatible-footprints": "two footprints that may not be compared",
    "invalid-sweep": "a range that cannot be swept",
    "no-break-even": "a break-even that cannot be looked for",
    "invalid-table": "a table of overrides whose heads or cells cannot be read",
    "invalid-distribution": "an entry of uncertainty that is no distribution, or does not fit",
    "nothing-uncertain": "no number of a plant is uncertain",
    "draws-refused": "too many draws cannot be calculated for an interval",
    "incomplete-declaration": "a declaration lacks what its format needs",
    "undeclarable": "what a plant states cannot be declared in this format",
    "unreadable-inventory": "a package or workbook that cannot be imported",
}
