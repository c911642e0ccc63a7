"""YAML and CSV to data that knows its line, without YAML's surprises."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.documents import parse_yaml, read_csv, read_text
from carbonre.core.errors import InputError, Problems


def data(text: str) -> Any:
    return parse_yaml(text, "a.yaml").data


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "a.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("y", "y"),
        ("yes", "yes"),
        ("010", 10),
        ("12:30", "12:30"),
        ("1e3", 1000.0),
        ("2024-01-01", "2024-01-01"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-1.5", -1.5),
        ("'12'", "12"),
        ('"true"', "true"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9.5 V", "9.5 V"),
        ("1,5", "1,5"),
        ("76 %", "76 %"),
        ("<", "<"),
        ("é", "é"),
        ("=", "="),
    ],
)
def test_scalars_follow_the_core_rules(text: str, value: object) -> None:
    found = data(f"a: {text}")["a"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert data("2024: a\nyes: b\n~: c\n1.0: d") == {"2024": "a", "yes": "b", "~": "c", "1.0": "d"}


def test_names_are_composed() -> None:
    assert data("cafe\u0301: 1") == {"caf\u00e9": 1}
    assert "twice" in refused("cafe\u0301: 1\ncaf\u00e9: 2")
    assert "twice" in refused('"cafe\\u0301": 1\ncaf\u00e9: 2')


TEXT = """\
carbonre: 1
steps:
  'a.b':   {uses: {ore: 2 kg,  acid: 1 kg}}
  list: [x, {y: z}]
"""


@pytest.mark.parametrize(
    ("path", "key", "line", "column", "length"),
    [
        (("carbonre",), False, 1, 11, 1),
        (("carbonre",), True, 1, 1, 8),
        (("steps", "a.b", "uses", "acid"), False, 3, 38, 4),
        (("steps", "a.b", "uses", "acid"), True, 3, 32, 4),
        (("steps", "a.b"), True, 3, 3, 5),
        (("steps", "list", 0), False, 4, 10, 1),
        (("steps", "list", 1, "y"), False, 4, 17, 1),
        (("steps", "list", 1, "nothing", "there"), False, 4, 13, 1),  # the nearest one above
    ],
)
def test_every_value_knows_its_place(
    path: tuple[str | int, ...], key: bool, line: int, column: int, length: int
) -> None:
    place = parse_yaml(TEXT, "a.yaml").place(path, key)
    assert (place.file, place.line, place.column, place.length) == ("a.yaml", line, column, length)
    assert place.text == TEXT.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\na: 2", "a.yaml:2: the key 'a' is given twice; first in line 1"),
        ("a: {b: 1, b: 2}", "twice"),
        ("a: &x 1", "anchors"),
        ("a: *x", "aliases"),
        ("<<: {a: 1}", "merge keys"),
        ("a: !!python/object/apply:os.system [ls]", "tags"),
        ("!!map {a: 1}", "tags"),
        ("a: 1\n---\nb: 2", "a.yaml:2: holds a second document"),
        ("? [a]\n: 1", "a key must be a name"),
        ("a: [1", "is not YAML"),
        ("a:\n\tb: 1", "is not YAML here"),
        ("a: b: c", "a.yaml:1"),
        ("%YAML 9.9\n---\na: 1", "is not YAML"),
        ("a: '\\", "is not YAML"),
        ("a" * 2000 + ": 1", "is not YAML"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    assert words in refused(text)


@pytest.mark.parametrize("escaped", ["\\0", "\\e", "\\x7f", "\\u202e", "\\ud800", "\\u2066"])
@pytest.mark.parametrize("place", ['a: "{}"', '"{}": a', 'a: ["x{}"]'])
def test_an_escape_does_not_bring_a_control_in(escaped: str, place: str) -> None:
    assert refused(place.format(escaped)).startswith("a.yaml")


def test_bombs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    assert "anchors" in refused("\n".join(lines))
    assert "levels" in refused("{a: " * 500 + "}" * 500)


PLAIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc"]),
    min_size=1,
    max_size=8,
)
LEAVES = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | PLAIN


@given(
    st.dictionaries(
        PLAIN,
        st.recursive(
            LEAVES,
            lambda x: st.lists(x, max_size=3) | st.dictionaries(PLAIN, x, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_what_yaml_writes_we_read(mapping: dict[str, Any]) -> None:
    import unicodedata

    def normal(value: Any) -> Any:
        if isinstance(value, dict):
            return {normal(k): normal(v) for k, v in value.items()}
        if isinstance(value, list):
            return [normal(v) for v in value]
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    wanted = normal(mapping)
    text = yaml.safe_dump(wanted, allow_unicode=True, default_style='"')
    if "\x80" <= max(text) <= "\x9f" or "!!" in text or "&id" in text:
        return  # written with a tag or an alias, which we refuse
    found = data(text)
    assert found == wanted


# --- files ----------------------------------------------------------------------------------------


def test_text_is_utf8_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("稀土".encode("utf-8-sig"))
    assert read_text(path) == "稀土"


def test_the_line_of_what_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: 2\nc: \xff\n")
    with pytest.raises(InputError, match=r"a\.yaml:3: is not UTF-8"):
        read_text(path)


def rows(tmp_path: Path, text: str) -> tuple[list[dict[str, str]], list[str]]:
    path, problems = tmp_path / "a.csv", Problems()
    path.write_text(text, encoding="utf-8")
    found = read_csv(path, problems, "a.csv")
    return [dict(row.cells) for row in found], [str(problem) for problem in problems.found]


def test_csv_is_read_as_text(tmp_path: Path) -> None:
    found, problems = rows(tmp_path, 'name, value\nNA,007\n"a,b",1e400\n\nnull,"x\ny"\n')
    assert problems == []
    assert found == [
        {"name": "NA", "value": "007"},
        {"name": "a,b", "value": "1e400"},
        {"name": "null", "value": "x\ny"},
    ]


def test_empty_columns_on_the_right_shift_nothing(tmp_path: Path) -> None:
    """A spreadsheet writes them; pandas would take the first column for an index."""
    assert rows(tmp_path, "a,b,,\n1,2,\n3,4,,\n") == (
        [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}],
        [],
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2,3\n", "a.csv:2: the row has 3 cells, the header 2 columns"),
        ("a,b\nA,0,5\n", "a.csv:2: the row has 3 cells"),
        ("a,b\n1\n", "a.csv:2: the row has 1 cells"),
        ("a,a\n1,2\n", "a.csv:1: the header needs one distinct name per column"),
        ("a,,b\n1,2,3\n", "a.csv:1: the header"),
        ("a;b\n1;2\n", "a.csv:1: the columns are separated by semicolons"),
        ("", "a.csv:1: the header"),
        ('a,b\n1,"2\n', "a.csv:2: is not CSV here"),
        ('a,b\n1,"2"3\n', "a.csv:2: is not CSV here"),
    ],
)
def test_csv_is_read_strictly(tmp_path: Path, text: str, words: str) -> None:
    _, problems = rows(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(words)


def test_every_row_of_a_csv_knows_its_line(tmp_path: Path) -> None:
    path, problems = tmp_path / "a.csv", Problems()
    path.write_text('a,b\n1,"x\ny"\n\n3,4\n')
    assert [row.line for row in read_csv(path, problems)] == [3, 5]
