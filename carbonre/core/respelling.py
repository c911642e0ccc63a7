"""What was probably meant by a text that is no quantity: a spelling that is one, or nothing.

A suggestion must never lead to another number: where two numbers could be meant none is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLAIN = r"[+-]?[0-9]+(?:\.[0-9]+)?"
SIGNS: Mapping[str, str] = {"$": "USD", "US$": "USD", "€": "EUR", "¥": "CNY", "￥": "CNY"}
CHINESE: Mapping[str, str] = {
    "人民币": "CNY", "美元": "USD", "欧元": "EUR", "元": "CNY", "千瓦时": "kWh", "兆瓦时": "MWh",
    "立方米": "m3", "公斤": "kg", "千克": "kg", "公里": "km", "千米": "km", "毫米": "mm", "吨": "t",
    "克": "g", "度": "kWh", "升": "L", "米": "m", "伏": "V", "％": "%", "／": "/",
}  # fmt: skip
TIMES: Mapping[str, str] = {
    "thousand": "e3", "million": "e6", "mio": "e6", "mio.": "e6", "billion": "e9", "千": "e3",
    "万": "e4", "百万": "e6", "亿": "e8",
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "percent": "%", "per cent": "%", "pct": "%", "tonne": "t", "tonnes": "t", "metric tons": "t",
    "metric tonnes": "t", "kilograms": "kg", "kgs": "kg", "liters": "L", "litres": "L",
    "liter": "L", "litre": "L",
}  # fmt: skip
ELEMENTS: Mapping[str, str] = {
    "lanthanum": "La", "cerium": "Ce", "praseodymium": "Pr", "neodymium": "Nd", "samarium": "Sm",
    "europium": "Eu", "gadolinium": "Gd", "terbium": "Tb", "dysprosium": "Dy", "holmium": "Ho",
    "erbium": "Er", "thulium": "Tm", "ytterbium": "Yb", "lutetium": "Lu", "yttrium": "Y",
    "scandium": "Sc", "didymium": "PrNd", "镧": "La", "铈": "Ce", "镨": "Pr", "钕": "Nd",
    "钐": "Sm", "铕": "Eu", "钆": "Gd", "铽": "Tb", "镝": "Dy", "钬": "Ho", "铒": "Er", "钇": "Y",
    "镨钕": "PrNd",
}  # fmt: skip
_GROUPED = re.compile(r"([1-9][0-9]{0,2})((?:[,' _\u00a0][0-9]{3})+)((?:\.[0-9]+)?)(?![0-9,])")
_GROUPED_BY_POINTS = re.compile(r"([1-9][0-9]{0,2})((?:\.[0-9]{3})+),([0-9]+)(?![0-9,.])")
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)(?![0-9,.])")
COMMA_TAIL = re.compile(r"[0-9]+(\.[0-9]+)?( .*)?")  # what YAML takes for the next key
_WITH_COMMAS = re.compile(r"[^,}\]#]+(,[0-9][^,}\]#]*)+")
_CO2 = re.compile(r"\b(kg|g|t|kt|Mt)[ -]?CO2[ -]?e?q?(?=/)")


def respelled(text: str) -> str:
    """Return a text with its number, its unit and its currency as carbonre writes them."""
    found = text.strip()
    found = _number(found)
    for name in sorted(CHINESE, key=len, reverse=True):
        found = found.replace(name, CHINESE[name]) if _is_unit_in(found, name) else found
    found = _times(found)
    sign = re.match(rf"(US\$|[$€¥￥]) ?({PLAIN}) ?(/.*)?$", found)
    if sign:
        found = f"{sign[2]} {SIGNS[sign[1]]}{sign[3] or ''}"
    found = re.sub(
        rf"^({PLAIN}) ?(US\$|[$€¥￥])", lambda match: f"{match[1]} {SIGNS[match[2]]}", found
    )
    found = _CO2.sub(lambda match: f"{match[1]}CO2e", found)
    head = re.match(rf"({PLAIN}(?:e[0-9]+)?) *(.*)$", found)
    if head and head[2]:
        unit, slash, rest = head[2].partition("/")
        unit = WORDS.get(unit.strip().lower(), unit.strip())
        rest = WORDS.get(rest.strip().lower(), rest.strip())
        space = "" if unit == "%" and "%" in text and " %" not in text else " "
        found = f"{head[1]}{space}{unit}{slash}{rest}"
    return found


def with_comma(line: str, start: int) -> tuple[str, str, str]:
    """Return a number with commas in a line of YAML, what it means, and how to say it."""
    match = _WITH_COMMAS.match(line, start)
    found = (match[0] if match else line[start:]).rstrip()
    meant = respelled(found)
    what = "decimal comma" if "." in meant else "comma between thousands"
    return found, meant, f"'{found}' has a {what}; write '{meant}'"


def _is_unit_in(text: str, name: str) -> bool:
    return name in text and text[:1].isascii()


def _number(text: str) -> str:
    """Write the number at the head of a text, or after the sign of a currency, plainly."""
    sign = re.match(r"(US\$|[$€¥￥]) ?", text)
    start = sign.end() if sign else 0
    head, body = text[:start], text[start:]
    if match := _GROUPED_BY_POINTS.match(body):
        plain = f"{match[1]}{match[2].replace('.', '')}.{match[3]}"
    elif match := _GROUPED.match(body):
        plain = match[1] + re.sub("[^0-9]", "", match[2]) + match[3]
    elif match := _DECIMAL_COMMA.match(body):
        plain = f"{match[1]}.{match[2]}"
    else:
        return text
    return head + plain + body[match.end() :]


def _times(text: str) -> str:
    """Write a word such as million as an exponent."""
    for word in sorted(TIMES, key=len, reverse=True):
        end = r"(?![A-Za-z])" if word.isascii() else ""
        match = re.match(rf"({PLAIN}) ?{re.escape(word)}{end} ?", text, re.IGNORECASE)
        if match:
            return f"{match[1]}{TIMES[word]} {text[match.end() :]}"
    return text


def as_share(value: float) -> str:
    """Say how a bare number is written as a share; one up to one is a part, above it per cent."""
    if value > 1 or value <= 0:
        return f"write '{value:g} %'"
    part, percent = f"'{float(f'{value * 100:.12g}'):g} %'", f"'{value:g} %'"
    return (
        f"as a share it is {part}, in per cent it would be {percent}; write the one that is meant"
    )
