"""x = A x + b, loop by loop, beside one dense solution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.linear import DivergentLoopError, components, solve

Rows = list[dict[int, float]]


@st.composite
def systems(draw: st.DrawFn, largest: float = 0.9) -> tuple[Rows, list[float]]:
    """A matrix whose rows sum to less than one: no loop gains."""
    size = draw(st.integers(1, 12))
    rows: Rows = []
    for _ in range(size):
        columns = draw(st.lists(st.integers(0, size - 1), unique=True, max_size=3))
        weights = [draw(st.integers(1, 100)) for _ in columns]
        total = sum(weights) / draw(st.floats(0.01, largest)) if weights else 1.0
        rows.append({j: weight / total for j, weight in zip(columns, weights, strict=True)})
    constants = draw(st.lists(st.floats(0, 1e6), min_size=size, max_size=size))
    return rows, constants


def dense(rows: Rows) -> np.ndarray:
    matrix = np.zeros((len(rows), len(rows)))
    for i, row in enumerate(rows):
        for j, value in row.items():
            matrix[i, j] = value
    return matrix


@given(systems())
def test_the_answer_is_that_of_one_dense_system(system: tuple[Rows, list[float]]) -> None:
    rows, constants = system
    expected = np.linalg.solve(np.eye(len(rows)) - dense(rows), constants)
    assert solve(rows, constants) == pytest.approx(expected, rel=1e-10, abs=1e-10 * max(constants))


@given(systems())
def test_the_answer_does_not_depend_on_the_order(system: tuple[Rows, list[float]]) -> None:
    rows, constants = system
    last = len(rows) - 1
    turned = [{last - j: value for j, value in row.items()} for row in reversed(rows)]
    found = solve(turned, constants[::-1])
    assert found[::-1] == pytest.approx(
        solve(rows, constants), rel=1e-10, abs=1e-10 * max(constants)
    )


@given(systems(), st.lists(st.floats(0.1, 10), min_size=3, max_size=3))
def test_arrays_of_rows_are_solved_as_one_by_one(
    system: tuple[Rows, list[float]], factors: list[float]
) -> None:
    rows, constants = system
    many = solve(rows, [np.array([c * factor for factor in factors]) for c in constants])
    for k, factor in enumerate(factors):
        one = solve(rows, [c * factor for c in constants])
        assert [float(np.broadcast_to(x, 3)[k]) for x in many] == pytest.approx(one, rel=1e-12)


@given(systems())
def test_components_come_after_what_they_depend_on(system: tuple[Rows, list[float]]) -> None:
    rows, _ = system
    seen: set[int] = set()
    for component in components(rows):
        inside = set(component)
        assert not inside & seen
        for i in component:
            assert set(rows[i]) <= seen | inside
        seen |= inside
    assert seen == set(range(len(rows)))


@given(systems())
def test_components_are_the_loops(system: tuple[Rows, list[float]]) -> None:
    rows, _ = system
    size = len(rows)
    reach = np.linalg.matrix_power((dense(rows) > 0) + np.eye(size, dtype=int), size) > 0
    for component in components(rows):
        for i in range(size):
            together = bool(reach[component[0], i] and reach[i, component[0]])
            assert together == (i in component)


@given(st.integers(1, 8), st.floats(1.0, 50.0))
def test_a_ring_that_gains_is_refused_by_name(size: int, gain: float) -> None:
    """Whatever the length of the ring, also with other steps around it."""
    ring: Rows = [{(i + 1) % size: gain ** (1 / size) * (1 + 1e-9)} for i in range(size)]
    rows = [*ring, {0: 1.0}, {}]
    with pytest.raises(DivergentLoopError) as caught:
        solve(rows, [1.0] * len(rows))
    assert sorted(caught.value.members) == list(range(size))


@given(st.integers(1, 8), st.floats(0.0, 0.999))
def test_a_ring_that_does_not_gain_is_a_geometric_series(size: int, gain: float) -> None:
    rows: Rows = [{(i + 1) % size: gain ** (1 / size)} for i in range(size)]
    assert solve(rows, [1.0] + [0.0] * (size - 1))[0] == pytest.approx(1 / (1 - gain), rel=1e-9)


def test_a_gain_hidden_among_gains_below_one_is_found() -> None:
    """Each entry is below one, each row sum above: the spectral radius decides."""
    rows = [{0: 0.2, 1: 0.9}, {0: 0.9, 1: 0.2}]
    with pytest.raises(DivergentLoopError):
        solve(rows, [1.0, 1.0])
    assert solve([{0: 0.2, 1: 0.7}, {0: 0.7, 1: 0.2}], [1.0, 1.0]) == pytest.approx([10, 10])


@pytest.mark.parametrize("size", [50, 200])
def test_large_loops_obey_the_same_rule(size: int) -> None:
    for gain, runs in ((0.99, True), (1.0, False), (1.01, False)):
        rows: Rows = [{(i + 1) % size: gain ** (1 / size)} for i in range(size)]
        if runs:
            assert solve(rows, [1.0] + [0.0] * (size - 1))[0] == pytest.approx(100, rel=1e-9)
        else:
            with pytest.raises(DivergentLoopError):
                solve(rows, [1.0] * size)


def test_a_long_chain_needs_no_recursion() -> None:
    size = 20_000
    rows: Rows = [{i + 1: 1.0} for i in range(size - 1)] + [{}]
    assert solve(rows, [0.0] * (size - 1) + [3.0])[0] == 3.0
