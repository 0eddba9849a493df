"""The sheet `Aide`: the week, the sheets, what to do when something is in the way; and links into the guide.

It holds no table, no named cell and no relation: no reader of the workbook looks at it.  The guide is one page,
`Aide.html`, which stands beside the workbook: its links are relative, and need no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.actions.setup.help_page import PAGE
from relance_xl.domain import sheets as names
from relance_xl.domain.wording import typeset
from workbook import buttons
from workbook.drawing import paper
from workbook.drawing.styles import BLUE, LINE, MIST, MUTED, NAVY, SKY, WHITE, Styles

SUBJECT_AT, TEXT_AT, LINK_AT = 1, 2, 3
WIDTHS: Final = {0: 1.5, SUBJECT_AT: 30, TEXT_AT: 100, LINK_AT: 20}

ANCHORS: Final = {
    "importer": "importer-la-comptabilité",
    "banque": "lire-le-relevé-bancaire",
    "verifier": "vérifier",
    "rechercher": "rechercher",
    "appels": "téléphoner",
    "lettres": "écrire-les-lettres",
    "mails": "envoyer-les-e-mails",
    "retours": "les-messages-revenus",
    "traites": "relancer-les-traites",
    "bilan": "la-première-relance",
    "fiche": "un-client-sur-une-page",
    "annuler": "annuler",
}
"""Where the guide tells each button of `Accueil`."""

SHEETS: Final = (
    (names.CUSTOMERS, "Vos clients : leur groupe, leur canal, leur adresse."),
    (names.ITEMS, "Une ligne par échéance ouverte ; niveau et dernière relance s'y écrivent seuls."),
    (names.LEVELS, "Ce qui est envoyé, et à partir de combien de jours de retard."),
    (names.GROUPS, "Les façons de relancer ; le groupe 0 n'est jamais relancé."),
    (names.PROPOSALS, "Qui relancer, à quel niveau, et pourquoi : relisez, cochez, décochez."),
    (names.CALLS, "Qui appeler ; tapez le résultat sur la ligne du client."),
    (names.BANK, "Ce que la banque a encaissé, et à qui l'affecter."),
    (names.JOURNAL, "Tout ce qui est parti ; rien n'en est jamais effacé."),
    (names.CONTROL, "Les anomalies, chacune avec un lien vers sa cellule."),
    (names.PARAMETERS, "Votre société et vos réglages ; l'aide est à droite de chacun."),
)
WHEN: Final = (
    (
        "Un bouton ne répond pas",
        "Macros bloquées : Propriétés du fichier, « Débloquer » ; ou la fenêtre : relance-xl fenetre Relances.xlsm",
        "que-faire-quand",
    ),
    (
        "Un client n'est pas relancé",
        "La colonne « Pourquoi » de Relances dit la raison ; affichage « Toutes » pour voir chaque ligne.",
        "lire-la-colonne-pourquoi",
    ),
    (
        "Une facture vient d'être payée",
        "Notez-la en « Réglé » dans Factures, avant ou après Rechercher : la lettre relit les factures.",
        "relire",
    ),
    (
        "Une lettre est partie par erreur",
        "« Annuler » défait le dernier lot ; le journal en garde la trace.",
        "annuler",
    ),
    (
        "Changer les mots d'une lettre",
        "Ouvrez le modèle du dossier Modèles dans Word, puis « Vérifier les modèles ».",
        "modifier-les-modèles",
    ),
    (
        "Quelque chose manque",
        "relance-xl diagnostic Relances.xlsm dit quoi, et comment réparer.",
        "installer",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its subject, the sheet that a click on it opens or "", its sentence, its place in the guide or ""."""

    subject: str
    sheet: str = ""
    text: str
    anchor: str = ""


SECTIONS: Final[tuple[tuple[str, tuple[Line, ...]], ...]] = (
    (
        "La semaine, dans l'ordre",
        tuple(
            Line(subject=each.caption, sheet=names.HOME, text=each.sentence, anchor=ANCHORS[each.name])
            for each in (*buttons.STEPS, *buttons.ANY_TIME)
        ),
    ),
    ("Les feuilles", tuple(Line(subject=name, sheet=name, text=text) for name, text in SHEETS)),
    ("Que faire quand…", tuple(Line(subject=who, text=text, anchor=anchor) for who, text, anchor in WHEN)),
)


def draw(sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet."""
    sheet.hide_gridlines(2)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    _title(sheet, styles)
    row = 3
    for heading, lines in SECTIONS:
        look = styles.format(bold=True, font_size=12, font_color=BLUE, bottom=2, bottom_color=BLUE)
        for column in (SUBJECT_AT, TEXT_AT, LINK_AT):
            sheet.write_blank(row, column, None, look)
        sheet.write_string(row, SUBJECT_AT, typeset(heading), look)
        for row, line in enumerate(lines, start=row + 1):  # noqa: B020 - the rows go on
            _line(sheet, styles, row, line)
        row += 2
    paper.set_up(sheet, first_header=None)
    sheet.fit_to_pages(1, 1)


def _title(sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(0, 30)
    for column in range(LINK_AT + 1):
        sheet.write_blank(0, column, None, styles.format(bg_color=NAVY))
        sheet.write_blank(1, column, None, styles.format(bg_color=SKY))
    sheet.write_string(0, SUBJECT_AT, "Aide", styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=16))
    said = f"Le guide entier est le fichier {PAGE}, à côté de ce classeur : il s'ouvre sans réseau."
    sheet.write_string(1, SUBJECT_AT, typeset(said), styles.format(bg_color=SKY, font_color=MUTED))
    link = styles.format(bg_color=SKY, font_color=BLUE, underline=1)
    sheet.write_formula(1, LINK_AT, f'=HYPERLINK("{PAGE}","Ouvrir le guide")', link, "Ouvrir le guide")


def _line(sheet: Worksheet, styles: Styles, row: int, line: Line) -> None:
    ruled = {"bottom": 4, "bottom_color": LINE, "valign": "vcenter"}
    sheet.set_row(row, 18)
    subject = styles.format(bold=True, font_color=NAVY, bg_color=MIST, indent=1, **ruled)
    if line.sheet:
        target = f"internal:'{line.sheet}'!A1"
        sheet.write_url(row, SUBJECT_AT, target, subject, typeset(line.subject), f"Ouvrir la feuille {line.sheet}")
    else:
        sheet.write_string(row, SUBJECT_AT, typeset(line.subject), subject)
    sheet.write_string(row, TEXT_AT, typeset(line.text), styles.format(indent=1, **ruled))
    look = styles.format(font_color=BLUE, underline=1, **ruled)
    if line.anchor:
        formula = f'=HYPERLINK("{PAGE}#{line.anchor}","Lire dans le guide")'
        sheet.write_formula(row, LINK_AT, formula, look, "Lire dans le guide")
    else:
        sheet.write_blank(row, LINK_AT, None, look)
