"""Solve x = A x + b loop by loop.

A plant is mostly a tree: only recycle loops need a solution of equations. The strongly connected
components of A are found first, each is one small dense system, the rest are plain sums. The
elimination is written in plain arithmetic, so that an entry may be a number or an array of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbonre.core.arrays import Numeric, add, any_nonzero, is_scalar, sum_terms, unanimous

# A loop whose gain is nearer to one than this returns noise, not an answer.
NEAREST = 1e-9
SMALL = 40  # unknowns of a loop; beyond, numpy is worth its import
Matrix = Sequence[Mapping[int, Numeric]]  # row i: {column j: A_ij}


class DivergentLoopError(ArithmeticError):
    """A loop makes as much of its own input as it uses, or more; `members` are its unknowns."""

    def __init__(self, members: Sequence[int]) -> None:
        super().__init__("a loop has a gain of one or more")
        self.members = tuple(members)


def add_entry(row: dict[int, Numeric], index: int, value: Numeric) -> None:
    """Add a value to one entry of a sparse row, in place."""
    row[index] = row[index] + value if index in row else value


def components(matrix: Matrix) -> list[list[int]]:
    """Return the strongly connected components, each after all that it depends on (Tarjan)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(matrix)):
        if root in index:
            continue
        work = [(root, iter(matrix[root]))]
        index[root] = low[root] = len(index)
        waiting.append(root)
        on_stack.add(root)
        while work:
            node, successors = work[-1]
            for next_node in successors:
                if next_node not in index:
                    index[next_node] = low[next_node] = len(index)
                    waiting.append(next_node)
                    on_stack.add(next_node)
                    work.append((next_node, iter(matrix[next_node])))
                    break
                if next_node in on_stack:
                    low[node] = min(low[node], index[next_node])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = waiting.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    found.append(sorted(component))
    return found


def solve(matrix: Matrix, constants: Sequence[Numeric]) -> list[Numeric]:
    """Return x of x = A x + b.

    Parameters
    ----------
    matrix : sequence of mappings
        Row i holds the entries of A that are not zero.
    constants : sequence
        b.

    Raises
    ------
    GainError
        If the spectral radius of a loop is not below one, or the loop has no single solution.
    """
    x: list[Numeric] = [0.0] * len(matrix)
    for component in components(matrix):
        inside = set(component)
        known = [
            add(constants[i], sum_terms(a * x[j] for j, a in matrix[i].items() if j not in inside))
            for i in component
        ]
        if len(component) == 1 and component[0] not in matrix[component[0]]:
            x[component[0]] = known[0]
            continue
        dense = [
            [(1.0 if i == j else 0.0) - matrix[i].get(j, 0.0) for j in component] for i in component
        ]
        by_hand = len(component) <= SMALL
        solution = (_eliminate if by_hand else _solve_large)(dense, known, component)
        for i, value in zip(component, solution, strict=True):
            x[i] = value
    return x


def _eliminate(
    dense: list[list[Numeric]], known: list[Numeric], members: list[int]
) -> list[Numeric]:
    """Gauss; without exchange of lines for the usual matrix (I - A with A >= 0).

    For such a matrix the loop gain is below one exactly when every pivot is positive, so that
    the elimination that solves the loop also finds the loop that cannot be solved.
    """
    size = len(dense)
    usual = all(unanimous(dense[i][j] <= 0) for i in range(size) for j in range(size) if i != j)
    for column in range(size):
        if not usual:
            best = column
            for row in range(column + 1, size):
                if unanimous(abs(dense[row][column]) > abs(dense[best][column])):
                    best = row
            dense[column], dense[best] = dense[best], dense[column]
            known[column], known[best] = known[best], known[column]
        pivot = dense[column][column]
        if not unanimous((pivot if usual else abs(pivot)) >= NEAREST):
            raise DivergentLoopError(members)
        for row in range(column + 1, size):
            factor = dense[row][column]
            if any_nonzero(factor):
                factor = factor / pivot
                for k in range(column + 1, size):
                    if any_nonzero(dense[column][k]):
                        dense[row][k] = dense[row][k] - factor * dense[column][k]
                known[row] = known[row] - factor * known[column]
    for row in reversed(range(size)):
        after = [k for k in range(row + 1, size) if any_nonzero(dense[row][k])]
        total = known[row] - sum_terms(dense[row][k] * known[k] for k in after)
        known[row] = total / dense[row][row]
    return known


def _solve_large(
    dense: list[list[Numeric]], known: list[Numeric], members: list[int]
) -> list[Numeric]:
    """Solve a large loop with numpy; its gain is below one exactly if (I - A)^-1 1 is positive."""
    import numpy as np

    single = all(is_scalar(value) for line in (*dense, known) for value in line)
    shape = (
        () if single else np.broadcast_shapes(*(np.shape(v) for x in (*dense, known) for v in x))
    )
    answers = []
    for index in np.ndindex(shape):  # row by row: a stack of large matrices would fill the memory
        matrix = np.array([[_row(value, index) for value in line] for line in dense])
        right = np.array([[_row(value, index) for value in known], [1.0] * len(known)]).T
        try:
            answer = np.linalg.solve(matrix, right)
        except np.linalg.LinAlgError:
            answer = np.full_like(right, np.nan)
        answers.append(answer if _is_solved(matrix, answer) else np.full_like(right, np.nan))
    solved = np.array([np.isfinite(answer).all() for answer in answers]).reshape(shape)
    if not unanimous(solved):
        raise DivergentLoopError(members)
    if not shape:
        return [float(value) for value in answers[0][:, 0]]
    return list(np.array([answer[:, 0] for answer in answers]).T)


def _row(value: Numeric, index: tuple[int, ...]) -> float:
    return float(value if is_scalar(value) else value[index])


def _is_solved(matrix: Numeric, answer: Numeric) -> bool:
    """Whether the answer is one of a loop that converges."""
    import numpy as np

    usual = bool((matrix - np.diag(np.diag(matrix)) <= 0).all())
    series = answer[:, 1]
    if not np.isfinite(answer).all():
        return False
    return not usual or bool((series > 0).all() and series.max() <= 1 / NEAREST)
