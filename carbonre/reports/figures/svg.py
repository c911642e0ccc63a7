"""Small pictures as SVG text: the parts that all of them share.

Colours are attributes, so that a picture is whole by itself and on paper; the classes beside
them let a page repaint it for a dark screen. Names are cut, cleaned and escaped here and nowhere
else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from carbonre.reports.text import safe_text, width

INK, DIM, LINE, PAPER = "#1d2733", "#5b6673", "#d9dee4", "#ffffff"
# Told apart with protanopia, deuteranopia and tritanopia too: tests/reports/test_figures.py.
COLOURS: Mapping[str, str] = {
    "emitted": "#a8442f",
    "energy": "#e3a72f",
    "material": "#2f6d9e",
    "other": "#8a949f",
    "flow": "#9db1c3",
    "loop": "#6f4fa0",
    "less": "#2a9d8f",
    "more": "#a8442f",
    "level": "#3d4854",
}
FONT = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', sans-serif"
LONGEST = 200
QUOTE = '"'


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a name as text of XML: cut, without signs that XML forbids or that steer, escaped."""
    return escape(safe_text("".join(c for c in text if unicodedata.category(c) != "Cn"), longest))


def fitted(text: str, pixels: float, size: float = 12) -> str:
    """Cut a name so that it fits into a width."""
    room, kept = int(pixels / (0.53 * size)), ""
    whole = safe_text(text, LONGEST)
    if width(whole) <= room:
        return whole
    for sign in whole:
        if width(kept + sign) > room - 1:
            break
        kept += sign
    return kept.rstrip() + "…"


def titled(shape: str, title: str) -> str:
    """Return a shape with a title, which a browser shows under the pointer."""
    return f"<g><title>{clean(title)}</title>{shape}</g>" if title else shape


def rect(
    x: float, y: float, wide: float, high: float, colour: str, title: str = "", opacity: float = 1
) -> str:
    """Return a filled rectangle in one of the colours."""
    see = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    shape = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0.5):.1f}" height="{max(high, 0.5):.1f}"'
        f' class="c-{colour}" fill="{COLOURS[colour]}"{see}/>'
    )
    return titled(shape, title)


def line(x1: float, y1: float, x2: float, y2: float, dash: str = "") -> str:
    """Return a thin light line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="l" stroke="{LINE}"'
        f"{dashed}/>"
    )


def text(
    x: float, y: float, words: str, *, size: float = 12, anchor: str = "start",
    dim: bool = False, bold: bool = False, halo: bool = False,
) -> str:  # fmt: skip
    """Return a line of text; a halo keeps it readable above a shape."""
    shown = ' font-weight="600"' if bold else ""
    if anchor != "start":
        shown += f' text-anchor="{anchor}"'
    if halo:
        shown += (
            f' stroke="{PAPER}" stroke-width="3" stroke-opacity="0.75" stroke-linejoin="round"'
            ' paint-order="stroke"'
        )
    kind = ("q" if dim else "t") + (" h" if halo else "")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" class="{kind}"'
        f' fill="{DIM if dim else INK}"{shown}>{clean(words)}</text>'
    )


def legend(x: float, y: float, entries: Iterable[tuple[str, str]]) -> str:
    """Return a row of colours with their words."""
    parts = []
    for colour, words in entries:
        parts.append(rect(x, y - 9, 10, 10, colour))
        parts.append(text(x + 15, y, words, size=11.5, dim=True))
        x += 36 + 6.3 * width(words)
    return "".join(parts)


def picture(wide: float, high: float, title: str, parts: Iterable[str], defs: str = "") -> str:
    """Return a whole picture with its title for those who do not see it."""
    label = f'"{clean(title, LONGEST).replace(QUOTE, "&quot;")}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}"'
        f' width="{wide:.0f}" height="{high:.0f}" role="img" aria-label={label}'
        f' font-family="{FONT}">'
        f"{defs}{''.join(parts)}</svg>"
    )
