"""The formats of other programs: a footprint as one of them, and an inventory back from one."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Literal, get_args

from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.extras import require
from carbonre.exchange.export import inventory
from carbonre.exchange.inventory import FormatError, Inventory
from carbonre.footprint.result import Footprint

Format = Literal["pact", "pact-2.3", "openlca", "brightway", "brightway-excel"]
FORMATS: tuple[str, ...] = get_args(Format)


def export(result: Footprint, to: str, product: str | None = None, *, remark: str = "") -> bytes:
    """Return a footprint as a file of another program.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    to : str
        ``pact`` (ProductFootprint 3.0, JSON), ``pact-2.3``, ``openlca`` (JSON-LD in a zip),
        ``brightway`` (data package in a zip) or ``brightway-excel`` (workbook).
    product : str, optional
        A product that is sold; all of them if not given. PACT declares one.
    remark : str
        A sentence for the comment of a PACT file, such as what is known of its uncertainty.

    Returns
    -------
    bytes
        The whole file. Figures per unit of the product [kgCO2e], as the ledger has them.

    Raises
    ------
    InputError
        If there is no such format or product, if the declaration lacks something (all of it is
        named), or if the extra ``openlca`` or ``brightway`` is needed and not installed.
    """
    problems, file = Problems(), Place(result.plant.document.file)
    if to not in FORMATS:
        problems.add(f"'{to}' is none of {', '.join(FORMATS)}", file, "to", code="invalid-option")
    sold = [item.name for item in result.products_sold]
    if product is not None and product not in sold:
        hint = did_you_mean(product, sold) or f"; sold are {', '.join(sold)}"
        problems.add(f"'{product}' is not sold{hint}", file, "product", code="unknown-product")
    problems.raise_any()
    if to in ("pact", "pact-2.3"):
        from carbonre.exchange import declaration, pact
        from carbonre.supply.pact import V2, V3

        version = V3 if to == "pact" else V2
        declared = declaration.declared(result, product, version, remark)
        text: str = pact.write(declared, version)
        return text.encode()
    made = inventory(result, product)
    if to == "openlca":
        require("olca_schema", extra="openlca")
        from carbonre.exchange import openlca

        return openlca.write(made)
    if to == "brightway":
        from carbonre.exchange import brightway

        return brightway.write(made)
    require("xlsxwriter", extra="brightway")
    from carbonre.exchange import brightway_excel

    return brightway_excel.write(made)


def read(data: bytes) -> Inventory:
    """Return the inventory in a file of openLCA (zip) or brightway (workbook), whatever its name.

    Raises
    ------
    FormatError
        If it is neither, or holds nothing that can be understood.
    InputError
        If the extra ``openlca`` or ``brightway`` is needed and not installed.
    """
    if data.lstrip()[:1] in (b"{", b"["):
        words = "is JSON; a PACT footprint is a factor: supply: {FLOW: {pact: FILE}}"
        raise FormatError(f"{words}, and openLCA exports JSON-LD as a zip")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FormatError("is neither a zip of openLCA nor a workbook") from None
    if any(name.startswith("xl/") for name in names):
        require("openpyxl", extra="brightway")
        from carbonre.exchange import brightway_excel_reader

        return brightway_excel_reader.read(data)
    require("olca_schema", extra="openlca")
    from carbonre.exchange import openlca_reader

    return openlca_reader.read(data)
