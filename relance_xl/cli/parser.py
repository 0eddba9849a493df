"""The commands and their options, in French; every criterion is an option of its own name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from relance_xl import __version__
from relance_xl.actions.catalogue.rows import ACTIONS, COMMANDS, OTHER_WORDS
from relance_xl.actions.catalogue.shape import Option, Takes
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, parse_day
from relance_xl.tables.schema import Kind, NamedCell
from relance_xl.tables.sheets.parameters import criterion

NEW: Final = "nouveau"
"""What « cabinet » is asked for to make the firm's own table."""


class FrenchParser(argparse.ArgumentParser):
    """An argument parser that speaks French."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]  # argparse's own
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", "--aide", action="help", help="affiche cette aide")

    def format_usage(self) -> str:
        """The usage line."""
        return super().format_usage().replace("usage:", "Usage :", 1)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace("usage:", "Usage :", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and leave with exit code 2."""
        self.exit(2, f"{self.format_usage()}relance-xl : {_french(message)}\nAide : {self.prog} --help\n")


_FRENCH = (
    ("the following arguments are required:", "il manque :"),
    ("unrecognized arguments:", "option inconnue :"),
    ("expected one argument", "il manque une valeur"),
    ("expected at least one argument", "il manque une valeur"),
    ("invalid choice:", "choix inconnu :"),
    ("choose from", "choix possibles :"),
    ("not allowed with argument", "incompatible avec"),
    ("argument ", ""),
    ("one of the arguments", "il faut une des options"),
    ("is required", ""),
)


def _french(message: str) -> str:
    for english, french in _FRENCH:
        message = message.replace(english, french)
    return message


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = FrenchParser(prog="relance-xl", description="Relances clients dans votre classeur Excel.")
    parser.add_argument("--version", action="version", version=f"relance-xl {__version__}", help="affiche la version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE", title="commandes",
                                     parser_class=FrenchParser)  # fmt: skip
    for each in COMMANDS.values():
        said = f"{each.sentence[0].upper()}{each.sentence[1:]}."
        command = commands.add_parser(each.name, aliases=each.also, help=each.sentence, description=said)
        command.set_defaults(command=each.name)
        _add_place(command, each.name)
        _add_common(command)
        if each.criteria:
            _add_criteria(command)
        _add_options(command, each.options)
    return parser


def _add_options(command: argparse.ArgumentParser, options: Sequence[Option]) -> None:
    """Those that ask for another action exclude one another: `options.chosen` is its name, or None."""
    command.set_defaults(chosen=None)
    choosing: argparse._ActionsContainer = command
    if any(option.chooses for option in options):  # the usage of an empty group cannot be printed (Python 3.11)
        choosing = command.add_mutually_exclusive_group()
    for option in options:
        if option.chooses:
            choosing.add_argument(option.name, dest="chosen", action="store_const", const=option.chooses,
                                  help=option.sentence)  # fmt: skip
        elif option.takes in {Takes.FILES, Takes.FILES_IF_ANY}:
            many = "+" if option.takes is Takes.FILES else "*"
            command.add_argument(option.field, metavar=option.shown, nargs=many, type=Path, help=option.sentence)
        elif option.takes is Takes.CODE:
            command.add_argument(option.field, metavar=option.shown, help=option.sentence)
        elif option.value:
            command.add_argument(option.name, dest=option.field, action="store_const", const=option.value,
                                 help=option.sentence)  # fmt: skip
        elif option.takes is Takes.NOTHING:
            command.add_argument(option.name, dest=option.field, action="store_true", help=option.sentence)
        else:
            command.add_argument(option.name, dest=option.field, metavar=option.shown, help=option.sentence,
                                 choices=option.choices or None, **_VALUES[option.takes])  # fmt: skip


def _add_place(command: argparse.ArgumentParser, name: str) -> None:
    if name == "demo":
        command.add_argument("folder", metavar="DOSSIER", nargs="?", type=Path, default=Path("demo"),
                             help="le dossier de l'exemple (par défaut : demo)")  # fmt: skip
    elif name == "nouveau":
        command.add_argument("folder", metavar="DOSSIER", type=Path, help="le dossier de la société")
    elif name == "cabinet":
        command.add_argument("folder", metavar="DOSSIER", type=Path, help="le dossier où sont les sociétés")
        names = [row.name for row in ACTIONS.values() if row.over_firm]
        said = f"{', '.join(names)} ; ou « cabinet {NEW} DOSSIER » : le tableau et ses boutons"
        command.add_argument("action", metavar="ACTION", choices=[*names, NEW], help=said,
                             type=lambda typed: OTHER_WORDS.get(typed, typed))  # fmt: skip
    elif name == "diagnostic":
        command.add_argument("workbook", metavar="CLASSEUR", nargs="?", type=Path, help="un classeur, à examiner aussi")
    elif name == "fenetre":
        command.add_argument("workbook", metavar="CLASSEUR", nargs="?", type=Path, help="le classeur, ouvert ou fermé")
    else:
        command.add_argument("workbook", metavar="CLASSEUR", type=Path, help="le classeur, fermé")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--au", dest="as_of", metavar="AAAA-MM-JJ", type=_day, help="la date de relance")
    command.add_argument("--json", action="store_true", help="un document JSON sur la sortie standard, rien d'autre")
    command.add_argument("--simulation", action="store_true", help="n'écrit rien")


def _column(written: str) -> tuple[str, str]:
    name, separator, header = written.partition("=")
    if not separator or not name.strip() or not header.strip():
        raise argparse.ArgumentTypeError(f"« {written} » ; attendu : NOM=EN-TÊTE, comme Facture=N° pièce")
    return name.strip(), header.strip()


def option_name(cell: NamedCell) -> str:
    """The option of a criterion: critere_niveau_atteint → --niveau-atteint."""
    return "--" + cell.name.removeprefix("critere_").replace("_", "-")


def criterion_destination(cell: NamedCell) -> str:
    """Where the parsed option stands."""
    return f"criterion_{cell.name}"


def _add_criteria(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group('critères (écrits dans la feuille Relances ; vide : « "" »)')
    for cell in schema.CRITERIA:
        name, destination = option_name(cell), criterion_destination(cell)
        if name == "--au" or cell.name == "date_relance":
            continue
        if cell.kind is Kind.YES_NO:
            group.add_argument(name, dest=destination, action="store_const", const=schema.YES, help=cell.label)
            group.add_argument(name.replace("--", "--pas-", 1), dest=destination, action="store_const",
                               const=schema.NO, help=argparse.SUPPRESS)  # fmt: skip
        else:
            group.add_argument(name, dest=destination, metavar="…", type=_criterion(cell), help=_help(cell))
    group.add_argument("--jusqu-au", dest="criterion_critere_au", metavar="…", type=_criterion(_cell("critere_au")),
                       help="Échéance au")  # fmt: skip


def _cell(name: str) -> NamedCell:
    return next(cell for cell in schema.CRITERIA if cell.name == name)


def _help(cell: NamedCell) -> str:
    return f"{cell.label} ({', '.join(cell.choices)})".replace("%", "%%") if cell.choices else cell.label


class _Criterion:
    """The type of a criterion's option: the words that the cell itself would take."""

    def __init__(self, cell: NamedCell) -> None:
        self._cell = cell

    def __call__(self, written: str) -> str | date:
        if not written.strip():
            return ""
        try:
            criterion(self._cell, written)
        except CellFault as fault:
            raise argparse.ArgumentTypeError(f"{fault.what} ; attendu : {fault.expected}") from fault
        return (parse_day(written) or written) if self._cell.kind is Kind.DATE else written


def _criterion(cell: NamedCell) -> _Criterion:
    return _Criterion(cell)


def _day(written: str) -> date:
    found = parse_day(written)
    if found is None:
        raise argparse.ArgumentTypeError(f"« {written} » n'est pas une date ; attendu : AAAA-MM-JJ ou jj/mm/aaaa")
    return found


_VALUES: Final[Mapping[Takes, dict[str, Any]]] = {
    Takes.TEXT: {"default": ""},
    Takes.WORD: {"default": ""},
    Takes.NUMBER: {"type": int},
    Takes.DAY: {"type": _day},
    Takes.COLUMNS: {"type": _column, "action": "append", "default": []},
}


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options as given; leaves with exit code 2 and a French sentence when they are wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:2] == ["cabinet", NEW] and (len(given) < 3 or given[2] not in ACTIONS):
        given[1:3] = [*given[2:3], NEW]  # « cabinet nouveau DOSSIER » is said as « nouveau DOSSIER » is
    return build_parser().parse_args(given)
