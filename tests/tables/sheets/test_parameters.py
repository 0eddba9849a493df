"""Parameters, criteria and saved defaults: read, refused, written back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import Company
from relance_xl.domain.vocabulary import Channel, Display, Grouping, Rule
from relance_xl.problems import DataError, Severity
from relance_xl.tables.grid import Value
from relance_xl.tables.sheets.parameters import (
    applied_rules,
    parameter_cell,
    read_company,
    read_criteria,
    saved_defaults,
    write_parameters,
)


def book(**parameters: Value) -> MemoryBook:
    return given({label.replace("_", " "): value for label, value in parameters.items()})


def given(parameters: dict[str, Value]) -> MemoryBook:
    rows = [{"Paramètre": label, "Valeur": value} for label, value in parameters.items()]
    return MemoryBook.empty(Path("Relances.xlsm")).fill("tParametres", rows)


def test_an_absent_sheet_or_row_takes_its_default() -> None:
    without = MemoryBook.empty(Path("Relances.xlsm"))
    del without.tables["tParametres"]

    assert read_company(without) == read_company(book(Société="")) == (Company(exchange_rate_age=31), [])


def test_every_kind_of_parameter_is_read() -> None:
    company, problems = read_company(
        given(
            {
                "SOCIETE": "Vauban",
                "Adresse": "12 rue A\r\n25000 Besançon ; France",
                "Devise de référence": " chf ",
                "Modes de règlement exclus": "Prélèvement ; ; LCR",
                "Délai de règlement par défaut": "45 jours",
                "Taux de pénalités": "12,5",
                "Module Devises": "non",
                "Traites : jours après l'envoi": 20.0,
                "SIREN": 732829320.0,
                "Mon repère": "à moi",
            }
        )
    )

    assert problems == []
    assert (company.name, company.address) == ("Vauban", ("12 rue A", "25000 Besançon", "France"))
    assert (company.reference_currency, company.payment_terms) == ("CHF", "45 jours")
    assert company.excluded_payment_methods == {"prelevement", "lcr"}
    assert (company.penalty_rate, company.currencies_enabled) == (Decimal("12.5"), False)
    assert (company.bill_days_after_issue, company.siren) == (20, "732829320")


def test_the_legal_rate_is_no_rate_of_our_own() -> None:
    assert read_company(given({"Taux de pénalités": "légal"}))[0].penalty_rate is None


def test_a_faulty_parameter_is_told_with_its_cell_and_takes_its_default() -> None:
    company, (problem,) = read_company(given({"Société": "Vauban", "Groupe par défaut": "deux"}))

    assert str(problem) == "Paramètres!B9 : « deux » n'est pas un nombre entier. Attendu : un nombre entier."
    assert company.default_group == 1


def test_parameters_that_lost_a_column_stop_the_run() -> None:
    """Silently without them, excluded payment methods would be reminded."""
    broken = book(Société="Vauban")
    broken.tables["tParametres"].headers = ("Paramètre", "Remarque")

    with pytest.raises(DataError, match="a perdu une de ses colonnes"):
        read_company(broken)
    with pytest.raises(DataError, match="a perdu une de ses colonnes"):
        write_parameters(broken, {"Société": "X"})


def test_the_cell_of_a_parameter_is_found_by_its_label() -> None:
    assert parameter_cell(book(Société="Vauban", SIREN="1"), "siren") == "B9"
    assert parameter_cell(book(), "siren") == ""


def test_blank_criteria_are_no_filter() -> None:
    blank = MemoryBook.empty(Path("Relances.xlsm"))

    criteria, as_of, problems = read_criteria(blank)

    assert (as_of, problems, criteria.display) == (None, [], Display.FOUND)
    assert (criteria.level_reached, criteria.rule, criteria.grouping, criteria.method) == (None, None, None, None)


def test_every_criterion_becomes_a_word_of_the_code() -> None:
    stated = MemoryBook.empty(Path("Relances.xlsm"))
    stated.set_names(
        {
            "critere_niveau_atteint": "2",
            "critere_niveau_propose": 3,
            "critere_groupe": "0",
            "critere_affichage": "toutes",
            "critere_regle": "Jours de retard",
            "critere_regroupement": "facture",
            "critere_methode": "E-mail",
            "critere_encours": "1 000,00",
            "critere_meme_niveau": "oui",
            "date_relance": date(2026, 3, 15),
        }
    )

    criteria, as_of, _ = read_criteria(stated)

    assert (criteria.level_reached, criteria.level_proposed, criteria.group) == (2, 3, 0)
    assert (criteria.display, criteria.rule) == (Display.ALL, Rule.DAYS_OVERDUE)
    assert (criteria.grouping, criteria.method) == (Grouping.INVOICE, Channel.EMAIL)
    assert (criteria.exposure, criteria.same_level, as_of) == (Decimal(1000), True, date(2026, 3, 15))


def test_a_faulty_criterion_is_told_with_its_cell() -> None:
    stated = MemoryBook.empty(Path("Relances.xlsm"))
    stated.set_names({"critere_jours": "dix"})

    _, _, (problem,) = read_criteria(stated)

    assert (problem.where, problem.value) == (f"Relances!{stated.name_address('critere_jours')[1]}", "dix")
    assert problem.what == "« Jours de retard ≥ » : « dix » n'est pas un nombre entier"


def test_saved_defaults_take_the_place_of_the_shipped_ones_unless_they_cannot_be_read() -> None:
    defaults = saved_defaults(
        given(
            {
                "Défaut – Jours de retard ≥": 10.0,
                "Défaut – Même niveau permis": "oui",
                "Défaut – Niveau atteint": "onze",
                "Défaut – Nom (ou partie)": "",
            }
        )
    )

    assert (defaults["critere_jours"], defaults["critere_meme_niveau"]) == (10, "oui")
    assert (defaults["critere_niveau_atteint"], defaults["critere_nom"]) == ("Tous", None)
    assert (defaults["traite_jointe"], defaults["date_relance"]) == ("non", None)


def test_a18_the_rules_noted_are_read_back_and_nonsense_is_no_rule() -> None:
    noted = given({"Règle appliquée – groupe 1": "incrementation", "Règle appliquée – groupe 2": "au hasard"})

    assert applied_rules(noted) == {1: Rule.INCREMENT}


def test_a_parameter_is_written_in_its_row_or_in_a_new_one() -> None:
    changed = book(Société="Vauban")

    write_parameters(changed, {"societe": "Vauban SARL", "SIREN": "123"})
    write_parameters(changed, {"SIREN": "456"})

    assert changed.rows("tParametres") == [
        {"Paramètre": "Société", "Valeur": "Vauban SARL"},
        {"Paramètre": "SIREN", "Valeur": "456"},
    ]


@pytest.mark.parametrize(("typed", "agreed"), [("12 %", 12), (12, 12), ("Légal", None), (None, None)])
def test_n_39_the_rate_agreed_is_read_as_a_person_reads_it(typed: Value, agreed: int | None) -> None:
    """N-39"""
    company, problems = read_company(given({"Taux de pénalités": typed}))
    assert (company.penalty_rate, company.faulty, problems) == (agreed, frozenset(), [])


@pytest.mark.parametrize("typed", ["douze", 0.12, 120])
def test_n_39_a_rate_in_error_never_becomes_the_legal_one(typed: Value) -> None:
    """N-39"""
    company, problems = read_company(given({"Taux de pénalités": typed}))
    assert (company.penalty_rate, company.faulty, len(problems)) == (None, frozenset({"penalty_rate"}), 1)


@pytest.mark.parametrize(("typed", "fee"), [(42.5, "42.50"), ("", "40"), (0, "0.00")])
def test_n_46_the_recovery_fee_is_a_parameter(typed: object, fee: str) -> None:
    company, problems = read_company(given({"Indemnité forfaitaire (€)": typed}))  # type: ignore[dict-item]  # any cell
    assert (str(company.printed_fee), problems) == (fee, [])


@pytest.mark.parametrize("typed", ["quarante", -40])
def test_n_39_a_recovery_fee_that_cannot_be_read_is_claimed_from_nobody(typed: object) -> None:
    company, problems = read_company(given({"Indemnité forfaitaire (€)": typed}))  # type: ignore[dict-item]  # any cell
    assert company.printed_fee == 0
    assert len(problems) == 1


def test_n_37_a_number_that_cannot_be_true_is_an_error_and_is_not_printed() -> None:
    company, problems = read_company(
        given(
            {
                "IBAN": "FR76 3000 4000 0312 3456 7890 144",
                "SIREN": "123456789",
                "Mentions légales": "TVA FR45 732829320",
            }
        )
    )
    assert [(each.cell[:1], each.severity) for each in problems] == [
        ("B", Severity.ERROR), ("B", Severity.ERROR), ("B", Severity.WARNING),
    ]  # fmt: skip
    assert (company.printed("iban"), company.printed("siren"), company.siren) == ("", "", "123456789")
