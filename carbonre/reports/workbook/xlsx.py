"""Footprints as a workbook for a spreadsheet (XLSX): real numbers, names escaped, the same bytes.

The library `xlsxwriter` comes with the extra ``report``.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.comparison.drivers import Effect
from carbonre.core.errors import InputError, Problem
from carbonre.core.spreadsheets import FORMULA_STARTS
from carbonre.footprint.result import Footprint
from carbonre.reports.text import width
from carbonre.reports.versions import stated_date, version_of
from carbonre.reports.workbook.sheets import Block, Sheet, sheets
from carbonre.uncertainty.intervals import Intervals
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence

LONGEST_CELL = 32_767  # UTF-16 units, a limit of the format
NARROWEST, WIDEST = 8, 48  # characters; half as wide where there are more than `FEW` columns
FEW, MUCH = 12, 200
LINE, MOST_LINES = 15, 12  # points
BARE = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")  # categories that steer and do not show
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
A4, A3 = 9, 8
HEAD = {"bold": True, "bottom": 1, "bg_color": "#E8EEF2"}


def workbook(
    results: Sequence[Footprint],
    found: Mapping[str, Sequence[Effect]] | None = None,
    intervals: Intervals | None = None,
    weight: WeightOfEvidence | None = None,
) -> bytes:
    """Return the scenarios of a plant as an XLSX file.

    Parameters
    ----------
    results : sequence of Footprint
        One or more scenarios of one plant; the others are compared with the first.
    found : mapping, optional
        The drivers of each scenario against the first, by its name, where they are known already;
        otherwise they are calculated.
    intervals, weight : Intervals and WeightOfEvidence, optional
        The intervals of the first scenario, and what leaves them open; without, the workbook has
        no sheet of them.

    Returns
    -------
    bytes
        The same for the same results, whenever it is written; the date inside is that of
        SOURCE_DATE_EPOCH, or always 1980.

    Raises
    ------
    InputError
        If `xlsxwriter` is not installed, or SOURCE_DATE_EPOCH is no date.

    Notes
    -----
    Numbers are stored with 16 significant digits and shown with three. No cell is a formula or a
    link, whatever it begins with.
    """
    return written(sheets(results, found, intervals), "Carbon footprint")


def written(found: Sequence[Sheet], title: str, foot: str = "") -> bytes:
    """Return sheets as an XLSX file; `foot` is what stands below each page beside the version.

    Raises
    ------
    InputError
        As `workbook`.
    """
    try:
        import xlsxwriter
    except ImportError:
        words = "a workbook needs xlsxwriter; install it: pip install 'carbonre[report]'"
        raise InputError([Problem(words, code="missing-extra")]) from None
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    made_with = f"carbonre {version_of('carbonre')}"
    book.set_properties({
        "title": title,
        "comments": ", ".join(filter(None, (made_with, foot))),
        "created": stated_date().replace(tzinfo=None),
    })  # fmt: skip
    writer = _SheetWriter(book, foot)
    for sheet in found:
        writer.add(sheet)
    book.close()
    return stream.getvalue()


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: nothing that steers, and cut with words if too long."""
    kept = "".join(" " if c in "\t\n\r" else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in BARE)
    size = len(kept.encode("utf-16-le")) // 2
    if size <= LONGEST_CELL:
        return kept
    words = f" [cut: the text has {len(kept)} characters]"
    room = (LONGEST_CELL - len(words)) * 2
    return kept.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + words


def digits(value: float) -> str:
    """Return the number format that shows three significant digits."""
    size = math.floor(math.log10(abs(value))) if value else 0
    if size < -4 or size > 14:
        return "0.00E+00"
    return "#,##0" if size >= 2 or not value else "0." + "0" * (2 - size)


class _SheetWriter:
    """Writes sheets into a workbook, each format made once."""

    def __init__(self, book: Any, foot: str = "") -> None:
        self.book, self.foot = book, f", {foot}" if foot else ""
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def add(self, sheet: Sheet) -> None:
        page, wide = self.book.add_worksheet(sheet.name), widths(sheet)
        for column, size in enumerate(wide):
            page.set_column(column, column, size)
        row = 0
        for block in sheet.blocks:
            if block.title:
                self._text(page, row, 0, block.title, bold=True, size=13)
                row += 1
            row = self._block(page, block, row, wide) + 1
        if len(sheet.blocks) == 1:
            (block,) = sheet.blocks
            page.freeze_panes(1, min(2, len(block.head) - 1))
            page.autofilter(0, 0, max(1, len(block.rows)), len(block.head) - 1)
            page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(A3 if sum(wide) > MUCH else A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer(f"&L&8carbonre {version_of('carbonre')}{self.foot}, &A&R&8&P / &N")

    def _block(self, page: Any, block: Block, row: int, wide: Sequence[int]) -> int:
        numeric = [all(isinstance(v, float | int | None) for v in c) for c in columns(block)]
        page.set_row(row, LINE * lines(block.head, wide))
        for column, text in enumerate(block.head):
            side = {"align": "right"} if numeric[column] else {"align": "left", "indent": 1}
            self._text(page, row, column, text, text_wrap=True, **HEAD, **side)
        for record in block.rows:
            row += 1
            if not block.loose:
                page.set_row(row, LINE * lines(record, wide))
            for column, value in enumerate(record):
                self._cell(page, row, column, value, block)
        return row + 1

    def _cell(self, page: Any, row: int, column: int, value: Any, block: Block) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            wrap = {} if block.loose else {"text_wrap": True}
            self._text(page, row, column, value, align="left", indent=1, **wrap)
            return
        if column in block.shares:
            shown = "0.0%"
        elif isinstance(value, int):  # a year, a line
            shown = "0"
        else:
            shown = digits(value)
        page.write_number(row, column, value, self.style(num_format=shown))

    def _text(self, page: Any, row: int, column: int, value: str, **style: Any) -> None:
        text = cell_text(value)
        if text.startswith(FORMULA_STARTS):  # the mark keeps it a text even if it is edited
            style["quote_prefix"] = True
        page.write_string(row, column, text, self.style(**style))


def columns(block: Block) -> list[tuple[Any, ...]]:
    """Return the values of a block by column."""
    return [tuple(record[i] for record in block.rows) for i in range(len(block.head))]


def widths(sheet: Sheet) -> list[int]:
    """Return how wide each column should be, in characters; long texts are wrapped."""
    widest = WIDEST if max(len(block.head) for block in sheet.blocks) <= FEW else WIDEST // 2
    found: list[int] = []
    for block in sheet.blocks:
        for index, values in enumerate(columns(block)):
            found += [NARROWEST] * (index + 1 - len(found))
            words = [len(word) + 4 for word in block.head[index].split()]
            texts = (
                []
                if block.loose and index
                else [width(v) + 2 for v in values if isinstance(v, str)]
            )
            numbers = [] if all(isinstance(v, str | None) for v in values) else [11]
            found[index] = max(found[index], *words, *texts, *numbers)
    return [min(widest, size) for size in found]


def lines(record: Sequence[Any], wide: Sequence[int]) -> int:
    """Return how many lines a row needs, up to a limit."""
    needed = (
        sum(max(1, math.ceil(width(part) / size)) for part in _wrapped(value, size))
        for value, size in zip(record, wide, strict=False)
        if isinstance(value, str)
    )
    return min(MOST_LINES if len(record) <= FEW else 4, max(1, *needed, 1))


def _wrapped(text: str, size: int) -> list[str]:
    """Break a text between words, as a spreadsheet does."""
    found, line = [], ""
    for word in text[: size * MOST_LINES].split():
        if line and width(line) + 1 + width(word) > size:
            found.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*found, line]
