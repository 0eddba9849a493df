"""The pages of the reference, in Markdown, printed from the source: no sentence of them is typed a second time."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from docs.make_fields import START, fields_tables
from docs.making.messages import Message, messages
from docs.making.provoked import key, recorded
from docs.making.remedies import CHAPTERS, OF_CHAPTERS, OF_KINDS, REMEDIES, Chapter
from docs.making.rules_page import rules_page
from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.actions.catalogue.rows import ACTIONS, COMMANDS
from relance_xl.actions.catalogue.shape import Action
from relance_xl.cli.parser import build_parser
from relance_xl.domain.vocabulary import HoldReason
from relance_xl.domain.wording import typeset
from relance_xl.tables import schema
from relance_xl.tables.schema import Column, NamedCell, Table
from relance_xl.tables.schema.columns import Kind
from relance_xl.tables.schema.meanings import EMPTY, filled_by, meaning
from workbook.buttons import BUTTONS
from workbook.ribbon import TAB_KEYS, key_tips

PRINTED: Final = "<!-- imprimé depuis le source par « python -m docs.make_reference » : ne pas corriger ici -->"
_KINDS: Final = {
    Kind.TEXT: "texte",
    Kind.CODE: "code",
    Kind.DATE: "date",
    Kind.MOMENT: "date et heure",
    Kind.AMOUNT: "montant",
    Kind.RATE: "taux",
    Kind.PERCENT: "pour cent",
    Kind.INTEGER: "nombre entier",
    Kind.YES_NO: "oui / non",
    Kind.CHOICE: "liste",
    Kind.COLOUR: "couleur",
    Kind.LINK: "lien",
}
EXIT_CODES: Final = (
    ("0", "fait", "rien"),
    ("1", "les données ont des erreurs, ou quelque chose est à confirmer : tout est listé, les autres clients sont traités",
     "corriger ce qui est cité, ou confirmer"),
    ("2", "la commande est mal écrite", "`relance-xl COMMANDE --help`"),
    ("3", "un fichier est ouvert ailleurs, absent, ou impossible à écrire", "fermer le classeur, vérifier le chemin et vos droits"),
    ("4", "erreur du programme : une phrase, et un fichier qui tient le détail", "`relance-xl diagnostic --rapport`, et signaler"),
    ("130", "interrompu par Ctrl-C : un lot est émis en entier ou pas du tout", "recommencer"),
)  # fmt: skip


def pages() -> dict[str, str]:
    """Each page by its file's name."""
    made: Mapping[str, Callable[[], Iterable[str]]] = {
        "index.md": _index,
        "commandes.md": _commands,
        "boutons.md": _buttons,
        "feuilles.md": _sheets,
        "parametres.md": _parameters,
        "champs.md": _fields,
        "regles.md": rules_page,
        "pourquoi.md": _reasons,
        "messages.md": _messages,
    }
    return {name: "\n".join((PRINTED, "", *lines(), "")) for name, lines in made.items()}


def cell(text: str) -> str:
    """The text as a cell of a table."""
    return typeset(text).replace("|", r"\|").replace("\n", " ")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of Markdown."""
    yield f"| {' | '.join(headers)} |"
    yield f"|{'|'.join(' --- ' for _ in headers)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _index() -> Iterator[str]:
    yield "# Référence"
    yield ""
    yield "Imprimée depuis le programme lui-même : ce qui y est est ce qui est."
    yield ""
    yield from (
        "- [Les commandes](commandes.md), leurs options et les codes de sortie",
        "- [Les boutons](boutons.md), avec leur image",
        "- [Les feuilles et les colonnes](feuilles.md) : ce que chacune contient, qui la remplit",
        "- [Les paramètres et les critères](parametres.md)",
        "- [Les champs des modèles](champs.md)",
        "- [Les cinq règles](regles.md), par l'exemple",
        "- [La colonne « Pourquoi »](pourquoi.md)",
        "- [Les messages](messages.md) : ce qu'ils veulent dire, que faire, et l'essai qui les provoque",
    )


def _commands() -> Iterator[str]:
    yield from ("# Les commandes", "", "Chaque bouton a la sienne. Le classeur doit être fermé.", "")
    parsers = _parsers()
    for name, command in COMMANDS.items():
        yield from (f"## {name}", "", cell(f"{command.sentence[0].upper()}{command.sentence[1:]}."), "")
        usage = re.sub(r"\s+", " ", parsers[name].format_usage().partition(":")[2]).strip()
        short = usage if len(usage) < 200 else f"relance-xl {name} {_places(parsers[name])} [options]"
        yield from ("```", short, "```", "")
        buttons = [each.caption for each in ACTIONS.values() if each.command is command and each.caption]
        if buttons:
            yield from (f"Bouton : [{buttons[0]}](boutons.md).", "")
        shown = [
            each for each in parsers[name]._actions if not _is_criterion(each) and "--help" not in each.option_strings
        ]
        yield from table(
            ("option", "ce qu'elle fait"), ((f"`{_called(each)}`", cell(each.help or "")) for each in shown)
        )
        if command.criteria:
            yield from ("", "Et chaque [critère de la recherche](parametres.md#les-critères).")
        yield ""
    yield from ("## Codes de sortie", "")
    yield from table(("code", "sens", "que faire"), ((code, cell(said), cell(do)) for code, said, do in EXIT_CODES))


def _parsers() -> Mapping[str, argparse.ArgumentParser]:
    found = next(each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))
    return dict(found.choices)


def _is_criterion(action: argparse.Action) -> bool:
    names = {each.field for each in schema.CRITERIA} | {each.name for each in schema.CRITERIA}
    return action.dest in names and "--au" not in action.option_strings


def _places(parser: argparse.ArgumentParser) -> str:
    many = {"+": "…", "*": "…"}
    places = [each for each in parser._actions if not each.option_strings]
    return " ".join(f"{each.metavar}{many.get(str(each.nargs), '')}" for each in places)


def _called(action: argparse.Action) -> str:
    """« --au AAAA-MM-JJ », or what stands in the command's own order."""
    value = "" if action.nargs == 0 else str(action.metavar or "")
    return " ".join(each for each in (", ".join(action.option_strings), value) if each)


def _buttons() -> Iterator[str]:
    yield from ("# Les boutons", "")
    yield from (
        "Les mêmes actions sont sur les feuilles, dans l'onglet « Relances » du ruban d'Excel "
        f"(touches Alt, {TAB_KEYS}, puis les deux lettres du bouton), dans `relance-xl fenetre`, et en ligne de commande.",
        "",
        "Les images viennent de LibreOffice ; Excel les dessine à sa façon.",
        "",
    )
    keys = key_tips([button for shown in GROUPS.values() for button in shown])
    for group, shown in GROUPS.items():
        yield from (f"## {group}", "")
        yield from table(
            ("bouton", "ce qu'il fait", "feuilles", "touches", "commande"),
            ((f"![{each.caption}](../images/boutons/{each.name}.png)", cell(f"**{each.caption}** {each.sentence}"),
              ", ".join(f"`{sheet}`" for sheet, them in BUTTONS.items() if each in them), keys[each.name], _command_of(each))
             for each in shown),
        )  # fmt: skip
        yield ""


def _command_of(action: Action) -> str:
    if action.command is not None:
        return f"[`{action.command.name}`](commandes.md#{action.command.name})"
    for name, command in COMMANDS.items():
        for option in command.options:
            if option.chooses == action.name:
                return f"[`{name} {option.name}`](commandes.md#{name})"
    return "–"


def _sheets() -> Iterator[str]:
    yield from ("# Les feuilles et les colonnes", "")
    yield typeset("Les colonnes sont retrouvées par leur titre : leur ordre est à vous, et vous pouvez en ajouter.")
    yield typeset("En gras : obligatoire. Dans le classeur, cliquez sur un titre : la même phrase s'affiche.")
    for sheet in schema.SHEETS:
        yield from ("", f"## {sheet}", "")
        yield from _of_sheet(sheet)


def _of_sheet(sheet: str) -> Iterator[str]:
    buttons = BUTTONS.get(sheet, ())
    if buttons:
        yield from (f"Boutons : {', '.join(each.caption for each in buttons)}.", "")
    tables = [each for each in schema.TABLES if each.sheet == sheet]
    if not tables:
        yield _WITHOUT_TABLE[sheet]
    for each in tables:
        yield from (f"Tableau `{each.name}`. {typeset(EMPTY.get(each.name, ''))}".strip(), "")
        shown = [column for column in each.columns if not column.hidden]
        yield from table(("colonne", "sens", "forme", "rempli par"), (_column(each, column) for column in shown))
        kept = [column.header for column in each.columns if column.hidden]
        if kept:
            yield from ("", f"Gardées hors de vue par le programme : {', '.join(kept)}.")
        yield ""


_WITHOUT_TABLE: Final = {
    "Aide": "La semaine, les feuilles, que faire quand… ; des liens vers le guide, `Aide.html`, à côté du classeur.",
    "xlwings.conf": "Masquée : l'adresse du Python que les boutons appellent. `relance-xl reparer` l'écrit.",
}


def _column(owner: Table, column: Column) -> tuple[str, str, str, str]:
    header = f"**{column.header}**" if column.required else column.header
    return header, cell(meaning(owner, column)), _form(column), filled_by(owner, column)


def _form(column: Column | NamedCell | schema.Parameter) -> str:
    choices = ", ".join(column.choices)
    if choices and len(choices) < 80:
        return cell(choices)
    return _KINDS[column.kind]


def _parameters() -> Iterator[str]:
    yield from ("# Les paramètres et les critères", "", "## Les paramètres", "")
    yield typeset("Feuille `Paramètres`, tableau `tParametres` : l'aide est à droite de chaque valeur.")
    yield ""
    every = (*schema.PARAMETER_LIST, *schema.IMPORT_PARAMETERS, schema.VERSION)
    yield from table(
        ("paramètre", "à quoi il sert", "forme", "livré"),
        ((cell(each.label), cell(each.help or _PLAIN_PARAMETERS.get(each.label, "")), _form(each), cell(each.default) or "–")
         for each in every),
    )  # fmt: skip
    yield from ("", "## Les critères", "")
    yield typeset(
        "Feuille `Relances`, en haut : des cellules nommées. Vide : le critère ne filtre rien. Tous se cumulent."
    )
    yield ""
    yield from table(
        ("critère", "cellule nommée", "option", "forme"),
        ((cell(each.label), f"`{each.name}`", f"`{_option_of(each)}`", _form(each)) for each in schema.CRITERIA),
    )


_PLAIN_PARAMETERS: Final = {
    "Société": "le nom imprimé en tête des lettres",
    "SIREN": "imprimé au pied ; comparé à celui du FEC",
    "Téléphone": "imprimé en tête des lettres",
    "E-mail": "imprimé en tête ; l'expéditeur des messages, faute d'un autre",
    "Lieu de signature": "« Fait à … »",
    "Signataire": "sous la lettre",
    "IBAN": "où payer ; une clé fausse n'est pas imprimée",
    "BIC": "avec l'IBAN",
    "Devise de référence": "celle des seuils et des totaux",
    "Module Devises": "non : tout compte en devise de référence",
    "Délai de règlement par défaut": "pour calculer une échéance que la comptabilité ne donne pas",
    "Traites : jours après l'envoi": "quand réclamer une traite qui ne revient pas",
    "Traites : jours avant l'échéance": "quand il est trop tard pour la réclamer",
    "Lettres par tirage": "au-delà, le document à imprimer est coupé",
    "E-mails : copie au gestionnaire": "oui : il reçoit une copie de chaque message",
    "E-mails : messages par minute": "la cadence ; 0 : celle du serveur",
    "Téléphone du cabinet": "imprimé quand le mandat court",
    "E-mail du cabinet": "imprimé quand le mandat court",
}


def _option_of(criterion: NamedCell) -> str:
    for action in _parsers()["rechercher"]._actions:
        if action.dest in {criterion.field, criterion.name}:
            return ", ".join(action.option_strings)
    return "--au" if criterion.name == "date_relance" else "–"


def _fields() -> Iterator[str]:
    yield from ("# Les champs des modèles", "")
    yield typeset(
        "Ce qu'un modèle de lettre ou d'e-mail peut imprimer. Comment l'écrire : [Écrire un modèle](../modeles.md)."
    )
    yield from fields_tables().removeprefix(START).rstrip("\n").split("\n")


def _reasons() -> Iterator[str]:
    yield from ("# La colonne « Pourquoi »", "")
    yield "Chaque ligne qui n'est pas relancée dit sa raison. Ce qu'il faut en faire : [le guide](../guide.md#lire-la-colonne-pourquoi)."
    yield ""
    yield from table(
        ("raison", "code"), ((cell(re.sub(r"{[^}]*}", "…", each.value)), f"`{each.name}`") for each in HoldReason)
    )


def _messages() -> Iterator[str]:
    every, tests = messages(), recorded()
    told = sum(key(each) in tests for each in every)
    yield from ("# Les messages", "")
    yield typeset(
        f"Les {len(every)} messages du programme, relevés dans son source. « … » tient la place d'un nom, d'un chiffre, "
        "d'une cellule. Un message dit où, quoi, puis « Attendu : » et ce qu'il faut. "
        f"{told} sont provoqués par un essai, nommé à droite ; les autres portent un tiret."
    )
    yield ""
    yield typeset(
        "**erreur** : ce qui est cité est mis de côté, ou l'action s'arrête. **avertissement** : rien n'est arrêté. "
        "**doute** : rien n'est écrit tant que vous n'avez pas répondu. **constat** : ce que dit `diagnostic`."
    )
    for chapter in CHAPTERS:
        mine = [each for each in every if chapter_of(each) is chapter]
        yield from ("", f"## {chapter.title}", "", typeset(chapter.about), "")
        yield from table(
            ("message", "sorte", "que faire", "essai"),
            ((cell(each.what), each.kind, cell(remedy(each)), _test(tests.get(key(each), ""))) for each in mine),
        )


def chapter_of(message: Message) -> Chapter:
    """The chapter with the longest beginning of the message's module."""
    return max(
        CHAPTERS, key=lambda each: max((len(b) for b in each.modules if message.module.startswith(b)), default=0)
    )


def remedy(message: Message) -> str:
    """What to do: what is expected, or what the table of remedies says; "" where neither does."""
    if message.expected:
        return f"{message.expected[0].upper()}{message.expected[1:]}"
    for shape, said in REMEDIES:
        if shape.search(message.what):
            return said
    return OF_KINDS.get(message.kind) or OF_CHAPTERS.get(chapter_of(message).title, "")


def _test(test: str) -> str:
    """« `tests/x/test_y.py::test_z` », or the scenario by its file and its title."""
    if not test:
        return "–"
    name, _, case = test.partition("[")
    if "::test_a_scenario" in name:
        file, _, title = case.removesuffix("]").partition(": ")
        return cell(f"`tests/scenarios/{file}.txt` {_unescaped(title)}")
    file, _, function = name.partition("::")
    return f"`{file}::{function.replace('::', '.')}`"


def _unescaped(title: str) -> str:
    """The title with its accents, which pytest writes in its names as escapes."""
    return re.sub(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})", lambda found: chr(int(found[1] or found[2], 16)), title)
