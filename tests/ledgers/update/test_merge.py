"""An import updates the amounts and keeps what the user and the reminders wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.domain.vocabulary import Exclusion, ItemKind
from relance_xl.ledgers.common.imported import DoubtedRow, Imported, Nature, Origin
from relance_xl.ledgers.update.laid_beside import Beside, LastImport, doubts_of
from relance_xl.ledgers.update.merge import Merge, merge, without_settling
from relance_xl.ledgers.update.sheet_cells import contact_changes, customer_rows, item_rows
from relance_xl.tables import schema
from relance_xl.tables.rows import laid_out

TODAY = date(2025, 3, 15)
ISSUED = date(2025, 1, 10)
DUE = date(2025, 2, 9)


def item(
    invoice: str = "F1",
    amount: str = "100.00",
    *,
    customer: str = "C1",
    due: date = DUE,
    issued: date | None = ISSUED,
    paid: str = "0",
    row: int = 0,
    level: int = 0,
    last_reminder: date | None = None,
    exclusion: Exclusion | None = None,
    promised_on: date | None = None,
    computed_terms: str = "",
    import_settled: date | None = None,
    note: str = "",
    document: str = "",
) -> OpenItem:
    return OpenItem(
        customer=customer,
        invoice=invoice,
        due_date=due,
        issue_date=issued,
        amount=Decimal(amount),
        paid=Decimal(paid),
        row=row,
        level=level,
        last_reminder=last_reminder,
        exclusion=exclusion,
        promised_on=promised_on,
        computed_terms=computed_terms,
        import_settled=import_settled,
        note=note,
        document=document,
    )


def file_of(items: Sequence[OpenItem], *, computed: bool = True, last_entry: date | None = None) -> Imported:
    return Imported(
        nature=Nature.LEDGER,
        source="FEC.txt",
        customers={each.customer: Customer(code=each.customer, name=f"Société {each.customer}") for each in items},
        items=tuple(items),
        origins=tuple(Origin(file="FEC.txt", line=number) for number in range(2, len(items) + 2)),
        computed_due=frozenset(range(len(items))) if computed else frozenset(),
        last_entry=last_entry,
    )


def merged(rows: Sequence[OpenItem], imported: Imported, *customers: Customer) -> Merge:
    known = {customer.code: customer for customer in customers}
    return merge(known, rows, imported, default_group=1, imported_on=TODAY)


def after(rows: Sequence[OpenItem], update: Merge) -> list[OpenItem]:
    """The rows of the sheet once the update is written, cell by cell as an action writes it."""
    written = []
    fields = {column.field for column in schema.ITEMS.columns}
    for row in rows:
        cells = update.cell_changes().get(row.row, {})
        assert set(cells) <= fields
        values = {field: value or Decimal(0) if field == "paid" else value or "" for field, value in cells.items()}
        written.append(replace(row, **values))  # type: ignore[arg-type]  # the cells' types are the fields'
    first = max((row.row for row in rows), default=1) + 1
    return written + [replace(new, row=first + place) for place, new in enumerate(update.new_items)]


def test_new_lines_and_new_customers_are_added_with_the_default_group() -> None:
    update = merged([], file_of([item("F1"), item("F2")]))

    assert [new.invoice for new in update.new_items] == ["F1", "F2"]
    assert [(new.code, new.group) for new in update.new_customers] == [("C1", 1)]
    assert update.open_after == {"EUR": Decimal(200)}


def test_importing_the_same_file_twice_changes_nothing() -> None:
    imported = file_of([item("F1"), item("F1"), item("sans", "-20.00"), item("F2", paid="30")])
    first = merged([], imported)
    rows = after([], first)
    second = merge({new.code: new for new in first.new_customers}, rows, imported, default_group=1, imported_on=TODAY)

    assert second.is_empty
    assert second.unchanged == 4


def test_a_payment_is_taken_and_the_reminders_are_kept() -> None:
    row = item("F1", row=5, level=2, last_reminder=date(2025, 3, 1), promised_on=date(2025, 3, 20), note="Rappeler")
    update = merged([row], file_of([item("F1", paid="40")]))

    assert update.cell_changes() == {5: {"paid": Decimal(40)}}
    assert update.open_before == {"EUR": Decimal(100)}
    assert update.open_after == {"EUR": Decimal(60)}


def test_a_line_that_vanished_is_settled_and_says_when() -> None:
    row = item("F1", row=5, level=2, note="Rappeler")
    update = merged([row], file_of([item("F2")]))
    (settled,) = update.settled

    assert settled.after.open_amount == 0
    assert settled.after.note == "Rappeler – Soldée à l'import du 15/03/2025"
    assert settled.after.level == 2


def test_a_settled_line_that_comes_back_is_open_again_without_the_remark() -> None:
    row = item(
        "F1",
        row=5,
        paid="100",
        note="Rappeler – Soldée à l'import du 08/03/2025",
        level=1,
        import_settled=date(2025, 3, 8),
    )
    update = merged([row], file_of([item("F1")]))

    assert update.cell_changes() == {5: {"paid": None, "note": "Rappeler", "import_settled": None}}
    assert "Réglé ramené de 100,00\u00a0€ à 0,00\u00a0€" in update.problems[0].what
    assert update.problems[0].cell == "B5"


def test_a_due_date_that_the_user_corrected_is_kept() -> None:
    row = item("F1", row=5, due=date(2025, 4, 30), level=1)
    update = merged([row], file_of([item("F1", paid="10")]))

    assert update.cell_changes() == {5: {"paid": Decimal(10)}}
    assert not update.new_items


def test_a_due_date_that_the_file_states_is_taken() -> None:
    row = item("F1", row=5, level=1)
    update = merged([row], file_of([item("F1", due=date(2025, 4, 30))], computed=False))

    assert update.cell_changes() == {5: {"due_date": date(2025, 4, 30)}}


def test_two_invoices_that_share_their_number_are_two() -> None:
    paid_one = item("VE 0623", row=5, level=3)
    other = item("VE 0623", "250.00", issued=date(2025, 1, 14), due=date(2025, 2, 13))
    update = merged([paid_one], file_of([other]))

    assert [change.before.row for change in update.settled] == [5]
    assert [(new.amount, new.level) for new in update.new_items] == [(Decimal(250), 0)]


def test_of_two_equal_keys_the_amount_decides_which_one_is_gone() -> None:
    rows = [item("F1", "100", row=5, level=1), item("F1", "200", row=6, level=2)]
    update = merged(rows, file_of([item("F1", "200")]))

    assert [change.before.row for change in update.settled] == [5]
    assert update.unchanged == 1


def test_a_row_already_settled_does_not_take_the_line_of_an_open_one() -> None:
    rows = [item("F1", row=5, paid="100", level=1), item("F1", row=6, level=2)]
    update = merged(rows, file_of([item("F1")]), Customer(code="C1", name="Dupont"))

    assert update.is_empty


def test_n_09_of_two_equal_instalments_a_row_is_the_one_whose_day_is_the_nearest() -> None:
    """N-09"""
    second = item("F1", row=5, level=2, due=DUE + timedelta(30))
    first, corrected = item("F1"), item("F1", due=DUE + timedelta(39))
    update = merged([second], file_of([first, corrected], computed=False))

    assert [(change.before.row, change.after.due_date) for change in update.changed] == [(5, DUE + timedelta(39))]
    assert [(new.due_date, new.level) for new in update.new_items] == [(DUE, 0)]


def test_n_09_a_settled_instalment_never_stands_for_an_open_one_whose_number_is_spelt_otherwise() -> None:
    """N-09"""
    settled = item("FA-108", row=5, paid="100", due=DUE + timedelta(30))
    still_open = item("FA 108", row=6, level=1)
    update = merged([settled, still_open], file_of([item("FA-108", due=DUE + timedelta(4))], computed=False))

    assert [(change.before.row, change.after.open_amount) for change in update.changed] == [(6, Decimal(100))]
    assert not update.settled


def test_n_03_an_instalment_whose_own_line_cannot_be_read_is_left_alone_and_asked_about() -> None:
    """N-03 N-09"""
    row = item("F1", "250.00", row=5, level=2, due=DUE + timedelta(30))
    unreadable = DoubtedRow(customer="", invoice="F1", file="FEC.txt", line=3, why="Le client manque")
    other = replace(file_of([item("F1", "1200.00")], computed=False), doubted=(unreadable,))
    known = Customer(code="C1", name="Dupont")
    update = merged([row], other, known)
    doubts = doubts_of(update, Beside(customers=frozenset({"C1"}), items=[row]))

    assert not update.changed
    assert update.kept == (row,)
    assert [new.amount for new in update.new_items] == [Decimal(1200)]
    assert [doubt.motif for doubt in doubts] == ["deux_ecritures"]
    assert "(250,00\u00a0€, échéance 11/03/2025) et F1 (1\u202f200,00\u00a0€, échéance 09/02/2025)" in doubts[0].detail
    assert "la première resterait ouverte, la seconde serait nouvelle" in doubts[0].detail
    assert not merged([row], replace(other, items=(), origins=(), settled=other.items), known).settled
    assert merged([row], replace(other, items=(item("F1", "250.00"),)), known).uncertain
    first = item("F1", "1200.00", row=6, due=DUE - timedelta(4))
    both = merged([row, first], other, known)
    assert not both.changed
    assert both.uncertain == ((first, item("F1", "1200.00")),)
    nobody = replace(unreadable, invoice="")
    assert not merged([row], replace(other, items=(item("F1", "250.00"),), doubted=(nobody,)), known).uncertain


def test_a_line_typed_after_the_last_entry_is_kept_and_said() -> None:
    row = item("F9", row=5, issued=date(2025, 3, 14))
    update = merged([row], file_of([item("F1")], last_entry=date(2025, 2, 28)))

    assert not update.settled
    assert update.kept == (row,)
    assert "F9 de C1 est postérieure à la dernière écriture de FEC.txt (28/02/2025)" in update.problems[0].what


def test_customers_with_a_faulty_row_are_left_alone_and_said() -> None:
    rows = [item("F1", customer="C1", row=5), item("F7", customer="C2", row=6)]
    imported = file_of([item("F2", customer="C1"), item("F8", customer="C2")])
    update = merge({}, rows, imported, default_group=1, imported_on=TODAY, set_aside={"C1"})

    assert [new.customer for new in update.new_items] == ["C2"]
    assert [change.before.customer for change in update.settled] == ["C2"]
    assert [(problem.line, problem.customer) for problem in update.problems] == [(2, "C1")]


def test_a_file_that_settles_nearly_everything_is_doubted() -> None:
    rows = [item(f"F{number}", row=number) for number in range(2, 22)]
    update = merged(rows, file_of([item("F2")]))

    (doubt,) = doubts_of(update, Beside(customers=frozenset({"C1"}), items=rows))
    assert doubt.motif == "part_soldee"
    assert "19 lignes ouvertes manquent dans FEC.txt et passeraient pour soldées" in doubt.detail
    partial = without_settling(update)
    assert not partial.settled
    assert len(partial.kept) == 19
    assert partial.open_after == update.open_before


def test_coordinates_are_overwritten_on_demand_only() -> None:
    known = Customer(code="C1", name="Dupont", phone="01", address=("1 rue A",), row=3, group=4)
    imported = replace(
        file_of([item()]), customers={"C1": Customer(code="C1", name="DUPONT SA", address=("2 rue B", "Bât. C"))}
    )

    assert not merged([], imported, known).new_customers
    assert contact_changes({"C1": known}, imported) == {
        3: {"name": "DUPONT SA", "address_1": "2 rue B", "address_2": "Bât. C", "address_3": None}
    }


def test_rows_to_append_follow_the_headers_of_the_sheets() -> None:
    lines = item_rows([item("F1", paid="0"), replace(item("A1", "-5"), kind=ItemKind.CREDIT_NOTE)])
    headers, rows = laid_out(schema.ITEMS, lines)
    by_header = [dict(zip(headers, row, strict=True)) for row in rows]

    assert "Solde" not in headers
    assert (by_header[0]["Facture"], by_header[0]["Réglé"], by_header[0]["Nature"]) == ("F1", None, "Facture")
    assert by_header[1]["Nature"] == "Avoir"
    bond = Customer(code="007", name="Bond", address=("1 rue A",), group=0)
    headers, rows = laid_out(schema.CUSTOMERS, customer_rows([bond]))
    customer = dict(zip(headers, rows[0], strict=True))
    assert (customer["Code"], customer["Adresse 1"], customer["Adresse 2"], customer["Groupe"]) == (
        "007",
        "1 rue A",
        None,
        0,
    )


DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2025, 6, 30))
LEDGER_LINES = st.lists(
    st.builds(
        lambda customer, number, cents, issued: item(
            f"F{number}", str(Decimal(cents).scaleb(-2)), customer=customer, issued=issued, due=issued + timedelta(30)
        ),
        st.sampled_from(["C1", "C2", "C3"]),
        st.integers(1, 4),
        st.integers(1, 50_000).flatmap(lambda cents: st.sampled_from([cents, -cents])),
        st.dates(min_value=date(2025, 1, 1), max_value=date(2025, 1, 10)),
    ),
    max_size=12,
)


@settings(deadline=None)  # the machine may be busy
@given(lines=LEDGER_LINES, data=st.data())
def test_reimporting_after_changes_keeps_every_level_date_promise_and_note(
    lines: list[OpenItem], data: st.DataObject
) -> None:
    rows = after([], merged([], file_of(lines)))
    rows = [
        replace(
            row,
            level=data.draw(st.integers(0, 9)),
            last_reminder=data.draw(st.none() | DAYS),
            promised_on=data.draw(st.none() | DAYS),
            exclusion=data.draw(st.none() | st.sampled_from(Exclusion)),
            note=data.draw(st.sampled_from(["", "À rappeler", "Voir M. Petit"])),
            document=data.draw(st.sampled_from(["", "F.pdf"])),
        )
        for row in rows
    ]
    remaining = [line for line in lines if data.draw(st.booleans())]
    paid = [replace(line, paid=line.amount * data.draw(st.sampled_from([0, 1])) / 2) for line in remaining]
    imported = file_of([*paid, item("F9", customer="C4")])
    update = merged(rows, imported)
    updated = after(rows, update)

    for before, now in zip(rows, updated, strict=False):
        for field in ("level", "last_reminder", "promised_on", "exclusion", "document", "due_date", "row", "invoice"):
            assert getattr(now, field) == getattr(before, field)
        assert (
            now.note == before.note
            or now.note.removesuffix("Soldée à l'import du 15/03/2025").rstrip(" –") == before.note
        )
    assert [new.customer for new in update.new_items] == ["C4"]
    assert sum(now.open_amount for now in updated) == sum(line.open_amount for line in imported.items)
    assert merged(updated, imported, *(Customer(code=code, name="") for code in imported.customers)).is_empty


def test_new_terms_of_the_customer_move_a_due_date_that_nobody_corrected() -> None:
    thirty, sixty = "Échéance calculée (30 jours)", "Échéance calculée (60 jours)"
    line = item("F1", due=ISSUED + timedelta(60), note=sixty, computed_terms="60 jours")
    ours = item(
        "F1", row=5, due=ISSUED + timedelta(30), note=f"Rappeler – {thirty}", level=2, computed_terms="30 jours"
    )
    corrected = item("F1", row=5, due=ISSUED + timedelta(45), note=thirty, level=2, computed_terms="30 jours")

    assert merged([ours], file_of([line])).cell_changes() == {
        5: {"due_date": ISSUED + timedelta(60), "note": f"Rappeler – {sixty}", "computed_terms": "60 jours"}
    }
    assert not merged([corrected], file_of([line])).cell_changes()


def test_n04_a_file_with_its_header_alone_is_asked_about() -> None:
    """N-04"""
    row = item(row=2)
    doubts = doubts_of(merged([row], file_of([])), Beside(customers=frozenset({"C1"}), items=[row]))

    assert [(doubt.motif, doubt.detail) for doubt in doubts] == [
        ("en_tete_seul", "FEC.txt n'a qu'un en-tête : aucune ligne")
    ]


def test_n04_the_company_is_that_of_the_last_ledger_when_the_parameters_say_nothing() -> None:
    """N-04"""
    row = item(row=2)
    told = replace(file_of([item()]), source="123456789FEC20250315.txt")
    last = LastImport(source="987654321FEC20250228.txt", nature=Nature.LEDGER, last_entry=None)

    (doubt,) = doubts_of(
        merged([row], told, Customer(code="C1", name="Dupont")),
        Beside(customers=frozenset({"C1"}), items=[row], last=last),
    )

    assert doubt.detail == (
        "Le fichier 123456789FEC20250315.txt est de la société de SIREN 123456789, celui du dernier import "
        "(987654321FEC20250228.txt) est 987654321"
    )


@pytest.mark.parametrize(
    ("stays", "first"), [(False, "la première passerait pour soldée"), (True, "la première resterait ouverte")]
)
def test_n09_debts_that_may_be_one_are_asked_about_three_by_name_and_the_others_counted(
    stays: bool,
    first: str,
) -> None:
    """N-09"""
    pairs = tuple((item(f"F{number}", row=number), item(f"F-{number}", "90.00")) for number in range(2, 7))
    update = replace(merged([], file_of([])), uncertain=pairs, kept=tuple(row for row, _ in pairs) if stays else ())

    (doubt,) = doubts_of(update, Beside(customers=frozenset({"C1"}), items=[]))

    assert doubt.detail.startswith("Une même dette, ou deux ? F2 de C1 (")
    assert doubt.detail.endswith(f" ; et 2 autres : {first}, la seconde serait nouvelle")
