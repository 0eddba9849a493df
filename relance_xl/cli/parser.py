"""The commands and their options, in French; every criterion is an option of its own name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from relance_xl import __version__
from relance_xl.cli.mail_options import add_mail_options
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, parse_day
from relance_xl.tables.schema import Kind, NamedCell
from relance_xl.tables.sheets.parameters import criterion

_CRITERION_COMMANDS = ("rechercher", "criteres")

SUMMARIES = {
    "demo": "crée une société d'exemple et déroule toutes les étapes",
    "nouveau": "crée le classeur d'une société, vide et prêt",
    "importer": "ajoute et met à jour clients et factures depuis un FEC, un CSV ou un fichier Excel",
    "verifier": "cherche toutes les anomalies et remplit la feuille Contrôle",
    "rechercher": "propose les relances dans la feuille Relances, sans changer aucun niveau",
    "criteres": "écrit, remet à zéro ou enregistre les critères ; coche ou décoche tout",
    "appels": "remplit la liste d'appels, sans changer aucun niveau",
    "enregistrer-appels": "reporte les résultats saisis dans Appels vers Factures et Journal",
    "lettres": "écrit les lettres des lignes cochées, puis enregistre",
    "mails": "écrit les brouillons d'e-mails des lignes cochées, ou les envoie, puis enregistre",
    "traites": "suit les traites envoyées à l'acceptation et non retournées",
    "remettre-a-blanc": "remet à zéro les niveaux des groupes qui ont changé de règle",
    "annuler": "annule le dernier lot : niveaux et dates d'avant, documents mis de côté",
    "modeles": "essaie chaque modèle de lettre et d'e-mail, et dit ses fautes et leur place",
    "bilan": "met à jour la balance âgée et les chiffres clés",
    "ouvrir": "ouvre le classeur dans Excel, ou dans LibreOffice avec ses boutons",
    "reparer": "rattache les boutons du classeur à ce Python, et remet les modèles absents",
    "diagnostic": "dit ce qui est installé, ce qui manque, et la commande qui répare",
}


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


_PDF_OPTIONS = (("--pdf", "tirage"), ("--pdf-lettres", "lettre"))
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
    for name, summary in SUMMARIES.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        _add_place(command, name)
        _add_common(command)
        if name in _CRITERION_COMMANDS:
            _add_criteria(command)
        if name == "criteres":
            _add_criteria_actions(command)
        if name == "importer":
            _add_import_options(command)
        if name == "traites":
            command.add_argument("--lettres", action="store_true", help="écrit les lettres de relance, puis enregistre")
        if name == "remettre-a-blanc":
            command.add_argument("--groupe", dest="group", metavar="0-9", type=int, help="ce groupe-là seulement")
        if name == "annuler":
            command.add_argument("--lot", metavar="LOT", default="", help="ce lot-là, plutôt que le dernier")
        if name == "mails":
            add_mail_options(command)
        for option, what in _PDF_OPTIONS if name == "lettres" else ():
            told = f"fait aussi un PDF de chaque {what}, par LibreOffice ou par Word"
            command.add_argument(option, action="store_true", help=told)
    return parser


def _add_place(command: argparse.ArgumentParser, name: str) -> None:
    if name == "demo":
        command.add_argument("folder", metavar="DOSSIER", nargs="?", type=Path, default=Path("demo"),
                             help="le dossier de l'exemple (par défaut : demo)")  # fmt: skip
    elif name == "nouveau":
        command.add_argument("folder", metavar="DOSSIER", type=Path, help="le dossier de la société")
    elif name == "diagnostic":
        command.add_argument("workbook", metavar="CLASSEUR", nargs="?", type=Path, help="un classeur, à examiner aussi")
    else:
        command.add_argument("workbook", metavar="CLASSEUR", type=Path, help="le classeur, fermé")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--au", dest="as_of", metavar="AAAA-MM-JJ", type=_day, help="la date de relance")
    command.add_argument("--json", action="store_true", help="un document JSON sur la sortie standard, rien d'autre")
    command.add_argument("--simulation", action="store_true", help="n'écrit rien")


def _add_import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="FEC, CSV ou Excel")
    command.add_argument("--arrete-au", dest="cut_off", metavar="AAAA-MM-JJ", type=_day,
                         help="ne lit que les écritures jusqu'à cette date, comprise")  # fmt: skip
    command.add_argument("--comptes", dest="accounts", metavar="413,416", default="",
                         help="FEC : comptes lus en plus de 411 (413 effets, 416 douteux)")  # fmt: skip
    command.add_argument(
        "--colonne",
        dest="columns",
        metavar="NOM=EN-TÊTE",
        type=_column,
        action="append",
        default=[],
        help="liste : l'en-tête du fichier qui tient lieu de Facture, Échéance, Solde… ; retenu",
    )
    command.add_argument("--dates", dest="date_order", metavar="jj/mm/aaaa", choices=("jj/mm/aaaa", "mm/jj/aaaa"),
                         help="liste : l'ordre des dates, quand le fichier ne le prouve pas ; retenu")  # fmt: skip
    command.add_argument("--partiel", dest="partial", action="store_true",
                         help="le fichier n'a pas tout : ce qui y manque reste ouvert")  # fmt: skip
    command.add_argument("--coordonnees", dest="contacts", action="store_true",
                         help="reprend aussi les noms et adresses du fichier")  # fmt: skip
    command.add_argument("--imputer", dest="netted", action="store_true",
                         help="affecte les règlements non lettrés aux factures les plus anciennes")  # fmt: skip


def _column(written: str) -> tuple[str, str]:
    name, separator, header = written.partition("=")
    if not separator or not name.strip() or not header.strip():
        raise argparse.ArgumentTypeError(f"« {written} » ; attendu : NOM=EN-TÊTE, comme Facture=N° pièce")
    return name.strip(), header.strip()


def _add_criteria_actions(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group()
    for option, text in (
        ("raz", "remet les valeurs par défaut"),
        ("defaut", "enregistre les critères comme valeurs par défaut"),
        ("tout-selectionner", "coche toutes les lignes proposées"),
        ("tout-deselectionner", "décoche toutes les lignes"),
    ):
        which.add_argument(f"--{option}", dest="criteria_action", action="store_const", const=option, help=text)


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


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options as given; leaves with exit code 2 and a French sentence when they are wrong."""
    return build_parser().parse_args(arguments)
