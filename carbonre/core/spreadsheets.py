"""What a spreadsheet takes for a formula."""

from __future__ import annotations

# A spreadsheet runs a cell that begins so; an apostrophe keeps it a text (OWASP ASVS 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
