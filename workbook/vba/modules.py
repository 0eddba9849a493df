"""The modules of the VBA project, from their text.

Three hold code: ours, `Relance`, and xlwings' own `xlwings` and `Dictionary`, taken with their notices from the package
installed.  The book and each sheet have a module without code: Excel makes a second one where a code name has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Final

from workbook import buttons

SOURCES: Final = Path(__file__).parent
CODE_PAGE: Final = 1252
ENCODING: Final = "cp1252"
LONGEST_LINE: Final = 1023
"""What the editor of Excel takes."""

ATTRIBUTE: Final = "Attribute VB_"


class Kind(StrEnum):
    """What a module is."""

    STANDARD = "standard"
    CLASS = "class"
    WORKBOOK = "workbook"
    SHEET = "sheet"


BASES: Final = {
    Kind.CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
    Kind.WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    Kind.SHEET: "0{00020820-0000-0000-C000-000000000046}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: `source` is the text as the editor of Excel exports it, "" for none."""

    name: str
    kind: Kind
    source: str = ""

    def text(self) -> bytes:
        """The text as a project stores it: the attributes first, lines ended by CR LF.

        ValueError for a source that Excel could refuse: another character than ASCII, or a line too long.
        """
        if not self.source.isascii():
            raise ValueError(f"{self.name}: a VBA source is ASCII")
        lines = self.source.split("\n")
        if max(map(len, lines)) > LONGEST_LINE:
            raise ValueError(f"{self.name}: a line passes {LONGEST_LINE} characters")
        if lines[0].startswith("VERSION"):  # the preamble of an exported class
            lines = lines[lines.index("END") + 1 :]
        code = [line for line in lines if not line.startswith(ATTRIBUTE)]
        stored = "\r\n".join([*self._attributes(lines), *code]).rstrip()
        return stored.encode(ENCODING) + b"\r\n"

    def _attributes(self, lines: list[str]) -> Iterator[str]:
        """Those of the module's kind, each as the source states it when it does."""
        yield f'{ATTRIBUTE}Name = "{self.name}"'
        if self.kind is Kind.STANDARD:
            return
        document = self.kind is not Kind.CLASS
        yield f'{ATTRIBUTE}Base = "{BASES[self.kind]}"'
        stated = {line.split(" = ")[0]: line for line in lines if line.startswith(ATTRIBUTE)}
        for attribute, value in (
            ("GlobalNameSpace", False),
            ("Creatable", False),
            ("PredeclaredId", document),
            ("Exposed", document),
            ("TemplateDerived", False),
            ("Customizable", document),
        ):
            yield stated.get(f"{ATTRIBUTE}{attribute}", f"{ATTRIBUTE}{attribute} = {value}")


def project_modules() -> tuple[Module, ...]:
    """The modules in the project's order: the book, the sheets, xlwings', ours."""
    package = files("xlwings")
    return (
        Module(name=buttons.BOOK_CODE_NAME, kind=Kind.WORKBOOK, source=_ours("ThisWorkbook.cls")),
        *(Module(name=name, kind=Kind.SHEET, source=_ours("Sheet.cls")) for name in buttons.CODE_NAMES.values()),
        Module(name="xlwings", kind=Kind.STANDARD, source=package.joinpath("xlwings.bas").read_text("ascii")),
        Module(name="Dictionary", kind=Kind.CLASS, source=package.joinpath("addin/Dictionary.cls").read_text("ascii")),
        Module(name="Relance", kind=Kind.STANDARD, source=_ours("Relance.bas")),
    )


FIRM_BUTTONS: Final = {
    "Relance_CabinetActualiser": "actualiser",
    "Relance_CabinetOuvrir": "ouvrir",
    "Relance_CabinetLettres": "lettres",
    "Relance_CabinetEmails": "mails",
    "Relance_CabinetAppels": "appels",
}
"""The macros of `Cabinet.xlsm`, and what each asks `relance_xl.cabinet.desk` for."""


def firm_modules() -> tuple[Module, ...]:
    """The modules of `Cabinet.xlsm`: those of a company's workbook, but for its sheets and what its buttons ask for."""
    asked, ours = "from relance_xl import buttons; buttons.run('", "from relance_xl.cabinet import desk; desk.run('"
    head = _ours("Relance.bas").partition("Public Sub ")[0]
    if asked not in head:
        raise ValueError("Relance.bas: its way to Python is another")
    macros = (f'Public Sub {macro}()\n    Launch "{action}"\nEnd Sub\n' for macro, action in FIRM_BUTTONS.items())
    relance = Module(name="Relance", kind=Kind.STANDARD, source=head.replace(asked, ours) + "\n".join(macros))
    sheets = (Module(name=name, kind=Kind.SHEET, source=_ours("Sheet.cls")) for name in ("wsCabinet", "wsConf"))
    book, *others = (each for each in project_modules() if each.kind is not Kind.SHEET)
    return (book, *sheets, *(relance if each.name == relance.name else each for each in others))


def _ours(name: str) -> str:
    return (SOURCES / name).read_text("ascii")
