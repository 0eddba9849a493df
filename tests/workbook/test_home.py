"""The sheet `Accueil` and all buttons; its figures, computed by a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from relance_xl.tables import schema
from tests.workbook.conftest import Parts
from workbook import starter
from workbook.build import build
from workbook.buttons import BUTTONS, MACROS, STEPS
from workbook.pages import home
from workbook.pages.home import NO_COMPANY
from workbook.starter import RowContent

Computed = Callable[[Path], Workbook]

WORDS_OF_THE_BUTTONS = {
    "Relance_Importer",
    "Relance_Banque",
    "Relance_Affecter",
    "Relance_ViderInconnus",
    "Relance_Verifier",
    "Relance_Rechercher",
    "Relance_RazFiltre",
    "Relance_Fiche",
    "Relance_CocherSelection",
    "Relance_DecocherSelection",
    "Relance_ToutSelectionner",
    "Relance_ToutDeselectionner",
    "Relance_EnregistrerDefaut",
    "Relance_ReprendrePropositions",
    "Relance_ListeAppels",
    "Relance_EnregistrerAppels",
    "Relance_Lettres",
    "Relance_Emails",
    "Relance_Envoyer",
    "Relance_Traites",
    "Relance_TraitesLettres",
    "Relance_Annuler",
    "Relance_VerifierModeles",
    "Relance_TableauDeBord",
    "Relance_RemettreABlanc",
    "Relance_Retours",
    "Relance_Connexion",
}


def shown(parts: Parts, name: str) -> list[tuple[str, str]]:
    """Caption and macro of the buttons of a sheet, in its drawing's order."""
    number = schema.SHEETS.index(name) + 1
    relations = parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"].decode()
    (drawing,) = re.findall(r'Target="\.\./drawings/(vmlDrawing\d+\.vml)"', relations)
    vml = parts[f"xl/drawings/{drawing}"].decode()
    captions = re.findall(r"<font [^>]*>([^<]*)</font>", vml)
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", vml)
    return list(zip(map(unescape, captions), macros, strict=True))


def figures(book: Workbook) -> dict[str, Any]:
    """The key figures by their captions."""
    sheet = book["Accueil"]
    cards = [(sheet.cell(row, column), sheet.cell(row + 1, column)) for row in (5, 7) for column in (7, 9, 12)]
    return {str(caption.value): value.value for caption, value in cards}


def test_the_macros_are_those_of_the_contract() -> None:
    assert set(MACROS) == WORDS_OF_THE_BUTTONS


@pytest.mark.parametrize("name", BUTTONS)
def test_each_sheet_shows_its_buttons_in_working_order(parts: Parts, name: str) -> None:
    """S1-05, S2-10, S2-11: nothing happens before a button is clicked; RAZ, select all, select none."""
    assert shown(parts, name) == [(button.caption, button.macro) for button in BUTTONS[name]]


def test_each_step_leads_to_its_sheet(book: Workbook) -> None:
    links = [cell.hyperlink.location for (cell,) in book["Accueil"]["D5:D30"] if cell.hyperlink]

    assert links == [f"'{button.sheet}'!A1" for button in STEPS]


def test_the_date_of_the_last_import_is_a_named_cell_of_the_home_page(book: Workbook) -> None:
    ((sheet, cell),) = book.defined_names[schema.LAST_IMPORT].destinations

    assert sheet == "Accueil"
    assert book[sheet][cell.replace("$", "")].number_format == "dd/mm/yyyy"


def test_the_chart_follows_the_aged_balance(parts: Parts, book: Workbook) -> None:
    chart = parts["xl/charts/chart1.xml"].decode()
    ranges = re.findall(r"<c:f>Accueil!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</c:f>", chart)
    table = book["Accueil"].tables["tBalance"].ref

    assert table == f"G{int(ranges[0][1]) - 1}:J{ranges[0][2]}"
    assert [column for column, _, _ in ranges] == ["G", "H"]


def test_the_chart_prints_whole(parts: Parts, book: Workbook) -> None:
    (bottom,) = re.findall(rb"<xdr:to>.*?<xdr:row>(\d+)</xdr:row>", parts["xl/drawings/drawing1.xml"])
    area = str(book["Accueil"].print_area)

    assert int(bottom) + 1 <= int(area.rpartition("$")[2])


def test_the_aged_balance_has_its_five_brackets() -> None:
    assert [row["bracket"] for row in starter.ROWS["tBalance"]] == [
        "Non échu",
        "1-30 jours",
        "31-60 jours",
        "61-90 jours",
        "Plus de 90 jours",
    ]


@pytest.mark.libreoffice
def test_every_formula_is_stored_with_the_value_a_spreadsheet_computes(
    book: Workbook, built: Path, computed: Computed
) -> None:
    fresh, stored = computed(built), load_workbook(built, data_only=True)
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    assert len(formulas) == 84  # five pages told by company and day, eight hints of empty tables, the links of Aide
    for cell in formulas:
        place = (cell.parent.title, cell.coordinate)
        assert stored[place[0]][place[1]].value == fresh[place[0]][place[1]].value, place
    assert fresh["Accueil"]["L1"].value == NO_COMPANY
    steps = [str(fresh["Accueil"].cell(row, 4).value) for row in range(6, 22, 2)]
    assert [step for step in steps if step.startswith("À faire maintenant")] == steps[:1], "an empty company imports"
    todo = [str(fresh["Accueil"].cell(row, 7).value) for row in range(10, 13)]
    assert [line[:2] for line in todo] == ["1.", "2.", "3."], "it sees its first three steps"


def _filled(monkeypatch: pytest.MonkeyPatch, out: Path, rows: dict[str, Sequence[RowContent]]) -> Path:
    for table, content in rows.items():
        monkeypatch.setitem(starter.ROWS, table, tuple(content))
    return build(out)


def _item(customer: str, amount: float, paid: float, due: date, currency: str = "") -> RowContent:
    return {
        "customer": customer,
        "invoice": f"F-{customer}",
        "due_date": due,
        "currency": currency,
        "amount": amount,
        "paid": paid,
    }


@pytest.mark.libreoffice
def test_the_key_figures_are_those_of_the_tables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, computed: Computed
) -> None:
    """The amounts are the aged balance's, converted by the program; a settled line is not overdue."""
    past, future = date(2020, 1, 31), date(2150, 1, 31)
    items = [
        _item("C1", 1000.5, 200, past),
        _item("C1", 300, 0, future, "EUR"),
        _item("C2", -100, 0, past),
        _item("C2", 50, 50, past),
        _item("C3", 9999, 0, past, "USD"),
    ]
    ticked = [("C1", 1, 3, 1000.5, "Courrier", "oui"), ("C1", 1, 3, 300, "Courrier", "oui"),
              ("C2", 2, 2, 50, "E-mail", "oui"), ("C3", 3, 3, 9199.08, "Courrier", "non")]  # fmt: skip
    balance = [
        {**row, "amount": amount} for row, amount in zip(starter.BRACKET_ROWS, (300, 700.5, 0, 0, 9199.08), strict=True)
    ]
    rows: dict[str, Sequence[RowContent]] = {
        "tBalance": balance,
        "tClients": [
            {"code": code, "name": code, "group": 1, "email": email, "refused_email": refused}
            for code, email, refused in (
                ("C1", "Anne <A@c.fr>; b@c.fr", "a@c.fr ; b@c.fr"),
                ("C2", "neuve@c.fr", "vieille@c.fr"),
                ("C3", "c@c.fr", ""),
            )
        ],
        "tFactures": items,
        "tRelances": [
            {
                "customer": customer,
                "customer_rank": rank,
                "reminder_number": rank,
                "level_proposed": level,
                "reference_balance": balance,
                "channel": channel,
                "ticked": tick,
                "group": 1,
            }
            for customer, rank, level, balance, channel, tick in ticked
        ],
    }

    fresh = computed(_filled(monkeypatch, tmp_path / "filled.xlsm", rows))
    assert figures(fresh) == {
        "Encours total": 10199.58,
        "Dont échu": 9899.58,
        "Plus de 90 jours": 9199.08,
        "Clients à relancer": 2,
        "Coché à relancer": 1350.5,
        "Dernière écriture importée": None,
    }
    states = {row: str(fresh["Accueil"].cell(row, 4).value) for row in range(6, 22, 2)}
    assert states[12] == "2 clients à relancer, 3 lignes cochées sur 4"
    assert states[16] == "À faire maintenant. 1 lettre à écrire, dont 1 recommandée"
    assert states[18] == "1 e-mail à préparer"
    assert [fresh["Accueil"].cell(row, 3).value for row in (5, 11, 15, 17)] == ["✓", "✓", "▶", "○"]
    assert fresh["Accueil"]["G10"].value == "✉  1 adresse e-mail refusée", "another one given, nothing waits"
    totals = [fresh["Relances"].cell(3, column).value for column in (1, 4, 6, 8, 10, 12, 13)]
    assert totals == ["3 lignes cochées sur 4", 2, 1, 1, 1, 1350.5, "€ cochés"], "they follow the ticks"
    subtotals = [fresh["Relances"].cell(row, 4).value for row in range(14, 18)]
    assert subtotals == [1300.5, None, 50, 0], "beside each customer's name, once"


@pytest.mark.libreoffice
def test_n81_the_home_page_tells_what_the_bank_brought_and_nobody_has_placed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, computed: Computed
) -> None:
    """« 4 encaissements non reconnus, 3 250,00 € »; one put aside, or of another currency, is not in the sum."""

    def payment(amount: float, certainty: str, decision: str = "", currency: str = "EUR") -> RowContent:
        return {
            "booked_on": date(2026, 11, 12),
            "label": "VIR",
            "amount": amount,
            "certainty": certainty,
            "decision": decision,
            "currency": currency,
        }

    rows: dict[str, Sequence[RowContent]] = {
        "tBanque": [
            payment(3000, "Inconnu"),
            payment(200, "Inconnu"),
            payment(50, "Inconnu", currency=""),
            payment(999, "Inconnu", currency="USD"),
            payment(7, "Inconnu", "non"),
            payment(1250, "À vérifier"),
            payment(80, "Certain"),
            payment(-80, "Inconnu"),
        ]
    }
    rows["tFactures"] = [_item("C1", 100, 0, date(2026, 1, 1))]
    sheet = computed(_filled(monkeypatch, tmp_path / "filled.xlsm", rows))["Accueil"]
    unknown, waiting = (str(sheet.cell(row + 1, home.PANEL_AT + 1).value) for row in range(9, 11))

    assert re.fullmatch(r"€  4 encaissements non reconnus, 3\D?250[.,]00 €", unknown), unknown
    assert waiting == "€  1 encaissement à affecter"


@pytest.mark.libreoffice
def test_bills_of_exchange_are_not_counted_among_the_letters_to_print(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, computed: Computed
) -> None:
    """They are posted too, and the last batch may be theirs."""
    written = [
        ("A", "Courrier", "Relance", "Lettres/a.docx"),
        ("A", "Courrier", "Relance", "Lettres/a.docx"),
        ("A", "Courrier", "", "Lettres/b.docx"),  # of a version that did not tell them apart
        ("B", "Courrier", "Traite", "Lettres/t.docx"),
    ]
    rows: dict[str, Sequence[RowContent]] = {
        "tFactures": [_item("C1", 100, 0, date(2026, 1, 1))],
        "tJournal": [
            {"batch": batch, "channel": channel, "nature": nature, "document": document, "state": "Émise"}
            for batch, channel, nature, document in written
        ],
    }

    sheet = computed(_filled(monkeypatch, tmp_path / "filled.xlsm", rows))["Accueil"]

    assert sheet.cell(16, 4).value == "2 lettres prêtes à imprimer"
