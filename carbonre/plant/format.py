"""What a plant file may say.

The models below are the format, version 1, and its JSON schema. Reading goes on after a mistake:
a value that is wrong is replaced by a stand-in and remembered as broken, so that everything else
in the file is looked at in the same run.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from carbonre.core.documents import Document, KeyPath, read_yaml
from carbonre.core.errors import InputError, Place, Problems, did_you_mean
from carbonre.core.paths import dotted
from carbonre.core.units import Amount, quantity
from carbonre.plant.declarant import About, model_at

BASELINE = "baseline"
INVENTORY = "inventory"
RESERVED = {
    BASELINE: "'baseline' is the plant as it stands",
    "all": "'all' stands for every scenario on the command line",
}
EXCHANGES = ("makes", "uses", "wastes", "emits")
_QUANTITY = {"type": "string", "pattern": r"^\d+(\.\d+)?([eE][+-]?\d{1,3})?( ?%| .+)$"}


def _amount(value: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("a quantity is wanted, such as '12 kg'")
    if not isinstance(value, str):
        words = f"the bare number {value:g} has no unit; write '{value:g} kg' or '{value:g} %'"
        raise ValueError(words)
    return quantity(value)


def _not_negative(value: Any) -> Amount:
    amount = _amount(value)
    if amount.value < 0:
        raise ValueError(f"'{value}' is negative; amounts are zero or more")
    return amount


def _positive(value: Any) -> Amount:
    amount = _not_negative(value)
    if amount.value == 0:
        raise ValueError(f"'{value}' is zero; more than zero is wanted")
    return amount


def _share(value: Any) -> float | Literal["all"]:
    if value == "all":
        return "all"
    amount = _positive(value)
    if amount.unit.dimension or amount.base > 1 + 1e-12:
        raise ValueError(f"'{value}' is no share; write all, or a share such as 60 %")
    return amount.base


def _name(value: Any) -> str:
    # A name such as 2024 or yes is read by YAML as something else; a name is text all the same.
    if isinstance(value, bool) or value is None or not isinstance(value, (str, int, float)):
        raise ValueError("a name is wanted")
    text = str(value)
    if not text.strip() or len(text) > 200:
        raise ValueError("a name has 1 to 200 characters")
    return text


Quantity = Annotated[Any, BeforeValidator(_not_negative), WithJsonSchema(_QUANTITY)]
Factor = Annotated[Any, BeforeValidator(_amount), WithJsonSchema({"type": "string"})]
Positive = Annotated[Any, BeforeValidator(_positive), WithJsonSchema(_QUANTITY)]
Share = Annotated[Any, BeforeValidator(_share), WithJsonSchema({"type": "string"})]
Name = Annotated[str, BeforeValidator(_name)]
Allocation = Annotated[Any, Field(description="a key, {element: Nd}, or shares {A: 60 %, B: 40 %}")]
ALLOCATION_KEYS = ("mass", "economic", "moles", "element", "energy")


class Strict(BaseModel):
    """Every table of the format: no unknown keys, no guesses, frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class FlowEntry(Strict):
    """A flow that the tables do not know, or whose composition is the plant's own."""

    unit: str | None = None
    kind: Literal["material", "fuel", "electricity", "heat", "water", "transport"] | None = None
    composition: dict[str, Quantity] = Field(default_factory=dict)
    basis: str = ""
    note: str = ""


class StepEntry(BaseModel):
    """A step; what is not listed here is a parameter of its process."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)

    process: Name
    makes: dict[str, Positive] = Field(default_factory=dict)
    uses: dict[str, Quantity] = Field(default_factory=dict)
    wastes: dict[str, Quantity] = Field(default_factory=dict)
    emits: dict[str, Quantity] = Field(default_factory=dict)
    takes: dict[str, Share] = Field(default_factory=dict)
    treats: dict[str, Share] = Field(default_factory=dict)
    amount: dict[str, Positive] = Field(default_factory=dict)
    measured: dict[str, Quantity] = Field(default_factory=dict)
    allocation: Allocation = None
    note: str = ""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the file says beyond the keys of a step: parameters of the process."""
        return self.model_extra or {}


class ScenarioEntry(Strict):
    """What differs from the baseline, by dotted path; a block need work only in what extends it."""

    note: str = ""
    block: bool = False
    extends: list[str] = Field(default_factory=list)
    set: dict[str, Any] = Field(default_factory=dict)


class PlantFile(Strict):
    """A plant file, version 1."""

    carbonre: Literal[1]
    plant: Name
    location: Annotated[str, Field(pattern=r"^[A-Z]{2,3}(-[A-Z0-9]{1,8}){0,2}$")] = "GLO"
    period: Annotated[int, Field(ge=1990, le=2100)]
    boundary: Literal["product", "organisation"] = "product"
    gwp: Literal["AR4", "AR5", "AR6", "AR6-20"] = "AR6"
    allocation: Allocation = "mass"
    production: dict[str, Positive] = Field(default_factory=dict)
    flows: dict[str, FlowEntry] = Field(default_factory=dict)
    steps: Annotated[dict[str, StepEntry], Field(min_length=1)]
    prices: dict[str, Quantity] = Field(default_factory=dict)
    exclude: dict[str, Name] = Field(default_factory=dict)
    supply: dict[str, Any] = Field(default_factory=dict)
    energy_limit: str | None = None
    factors: list[str] = Field(default_factory=list)
    about: About = Field(default_factory=About)
    uncertainty: dict[str, Any] = Field(default_factory=dict)
    scenarios: dict[str, ScenarioEntry] = Field(default_factory=dict)
    note: str = ""


_REQUIRED: Mapping[str, Any] = {"carbonre": 1, "plant": "?", "period": 2024, "steps": {}}


@dataclass(frozen=True)
class Plant:
    """A plant as read: its data, and the document that knows where every value stands.

    Attributes
    ----------
    data : PlantFile
        What the file says.
    document : Document
        Where it says so.
    broken : frozenset
        Paths of values that were replaced by a stand-in; empty for a plant that may be calculated.
    notices : tuple of str
        What a scenario did that its author should know.
    """

    data: PlantFile
    document: Document
    broken: frozenset[KeyPath] = field(default_factory=frozenset)
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The plant's name."""
        return self.data.plant

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios, the baseline first; blocks are parts of them."""
        return (BASELINE, *(n for n, entry in self.data.scenarios.items() if not entry.block))

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return where the value (or the key) at `path` stands."""
        return self.document.place(path, key)


def read_plant(path: Path | str) -> Plant:
    """Read a plant file.

    Parameters
    ----------
    path : path
        A YAML file in the format of version 1.

    Raises
    ------
    InputError
        With everything that is wrong in the file itself. What depends on processes and factor
        tables is found by `footprint` and by `carbonre check`.
    """
    problems = Problems()
    plant = load(path, problems)
    problems.raise_any()
    assert plant is not None
    return plant


def load(path: Path | str, problems: Problems) -> Plant | None:
    """Read a plant file and go on after mistakes; None if it is no mapping at all."""
    try:
        document = read_yaml(path)
    except InputError as error:
        problems.extend(error)
        return None
    return build(document, problems)


def build(document: Document, problems: Problems) -> Plant | None:
    """Make a plant of a document; what is wrong goes to `problems`."""
    if not isinstance(document.data, dict):
        problems.add("holds no plant; a plant file begins with 'carbonre: 1'", document.place(()))
        return None
    data = copy.deepcopy(document.data)
    broken: set[KeyPath] = set()
    for _ in range(50):  # each pass mends what the one before reported; some mends uncover more
        try:
            plant = Plant(PlantFile.model_validate(data), document, frozenset(broken))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                _report(detail, data, document, problems, broken)
        else:
            _check_names(plant, problems)
            return plant
    return None


def _report(
    detail: Any, data: dict[str, Any], document: Document, problems: Problems, broken: set[KeyPath]
) -> None:
    """Put one finding of pydantic into our words, and a stand-in into `data`."""
    path = _path(detail["loc"], data)
    kind, field_name = detail["type"], dotted(path)
    if path in broken:
        _replace(data, path, None)
        return
    broken.add(path)
    if kind == "missing":
        words = f"'{path[-1]}' is missing"
        parent = document.place(path[:-1], key=True) if path[:-1] else Place(document.file, 1)
        problems.add(words, parent, dotted(path[:-1]))
        _replace(data, path, _REQUIRED.get(str(path[-1]), "inventory"))
    elif kind == "extra_forbidden":
        problems.add(f"unknown key{_known(path)}", document.place(path, key=True), field_name)
        _replace(data, path, None)
    else:
        problems.add(_words(detail), document.place(path), field_name)
        _replace(data, path, _placeholder(path, detail))


def _known(path: KeyPath) -> str:
    inner = {"flows": FlowEntry.model_fields, "scenarios": ScenarioEntry.model_fields}
    inner["about"] = model_at(len(path)).model_fields
    known = inner.get(str(path[0]), StepEntry.model_fields) if path[1:] else PlantFile.model_fields
    return did_you_mean(str(path[-1]), known) or f"; known are {', '.join(known)}"


def _words(detail: Any) -> str:
    given = detail["input"]
    shown = f"'{given}'" if isinstance(given, (str, int, float)) else f"a {_container(given)}"
    if len(shown) > 80:
        shown = shown[:77] + "...'"
    match detail["type"]:
        case "value_error":
            return str(detail["ctx"]["error"])
        case "literal_error":
            return f"{shown} is none of {detail['ctx']['expected']}"
        case "string_type":
            return f"{shown} is not text; write a word, in quotes if it looks like a number"
        case "int_type":
            return f"{shown} is not a whole number"
        case "bool_type":
            return f"{shown} is neither true nor false"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{shown} stands where a mapping is wanted, such as {{name: value}}"
        case "list_type":
            return f"{shown} stands where a list is wanted, such as [a, b]"
        case "string_pattern_mismatch":
            return f"{shown} is no ISO 3166 code; write one such as CN, CN-NM or GLO"
        case "too_short":
            return "is empty; at least one step is wanted"
    message: str = detail["msg"]
    return f"{shown}: {message[:1].lower()}{message[1:]}"


def _container(value: Any) -> str:
    return {dict: "mapping", list: "list", type(None): "blank"}.get(type(value), "value")


def _placeholder(path: KeyPath, detail: Any) -> Any:
    if detail["type"] == "value_error" and isinstance(detail["input"], (str, int, float)):
        return "100 %" if "takes" in path or "treats" in path else "1 kg"
    return _REQUIRED.get(str(path[0])) if len(path) == 1 else None


def _path(loc: tuple[str | int, ...], data: Any) -> KeyPath:
    """Keep of pydantic's location what is a path in the document (not the marks of unions)."""
    path: list[str | int] = []
    for index, part in enumerate(loc):
        if _holds(data, part):
            data = data[part]
        elif index < len(loc) - 1 or part == "[key]":
            continue
        path.append(part)
    return tuple(path)


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _replace(data: Any, path: KeyPath, value: Any) -> None:
    """Set the value at `path`; None takes the key out."""
    *parents, last = path
    data = functools.reduce(lambda inside, part: inside[part], parents, data)
    if value is None and isinstance(data, dict):
        data.pop(str(last), None)
    else:
        data[last] = value


def _check_names(plant: Plant, problems: Problems) -> None:
    """Refuse what pydantic cannot see: reserved names, and steps run by two things or by none."""
    for name, words in RESERVED.items():
        if name in plant.data.scenarios:
            place = plant.place("scenarios", name, key=True)
            problems.add(f"{words}; give the scenario another name", place, f"scenarios.{name}")
    extended = {name for entry in plant.data.scenarios.values() for name in entry.extends}
    for path in (("scenarios", n) for n, entry in plant.data.scenarios.items() if entry.block):
        if path[1] not in extended:
            words = "no scenario extends this block; name it under the 'extends' of one"
            problems.add(words, plant.place(*path, key=True), dotted(path))
    for name, step in plant.data.steps.items():
        if ("steps", name) in plant.broken:
            continue
        if sum(map(bool, (step.takes, step.treats, step.amount))) > 1:
            words = "a step is run by one of takes, treats and amount; it states more than one"
            problems.add(words, plant.place("steps", name, key=True), dotted(("steps", name)))
        for key in ("takes", "treats", "amount"):
            if len(getattr(step, key)) > 1:
                words = f"{key} names one flow, the one that runs the step"
                problems.add(words, plant.place("steps", name, key), dotted(("steps", name, key)))
    if not plant.data.production and not any(s.amount for s in plant.data.steps.values()):
        words = "nothing says how much: state production, or the amount of a flow of one step"
        problems.add(words, Place(plant.document.file, 1), "production")
