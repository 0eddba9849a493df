"""What a person reads on the terminal: summaries, tables, faults."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from relance_xl.domain.matching.operations import Outcome
from relance_xl.domain.money.ageing import BRACKETS
from relance_xl.domain.money.balances import Ages
from relance_xl.domain.vocabulary import HoldReason
from relance_xl.domain.wording import THIN, counted, french_amount, typeset
from relance_xl.problems import Problem, Severity

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from rich.console import Console
    from rich.table import Table

    from relance_xl.actions.bank.statements import BankReport
    from relance_xl.actions.batches.undoing import UndoReport
    from relance_xl.actions.bills import BillsReport
    from relance_xl.actions.common.report import Report
    from relance_xl.actions.dashboard import DashboardReport
    from relance_xl.actions.importing import ImportedReport
    from relance_xl.actions.imports.columns import ColumnsReport
    from relance_xl.actions.letters import LettersReport
    from relance_xl.actions.mail.reports import MailsReport
    from relance_xl.actions.phoning import PhoneReport
    from relance_xl.actions.searching import SearchReport

_NOT_CUSTOMERS = Outcome.NOT_A_CUSTOMERS
SHOWN = 20
"""Faults, customers or reasons printed before « et n autres »."""


def titled_table(title: str) -> Table:
    """An empty table under its title."""
    from rich.table import Table  # noqa: PLC0415 - slow to import, and of no use to another program

    return Table(title=title, title_justify="left")


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """The faults, errors first, at most `SHOWN` of them."""
    from rich.text import Text  # noqa: PLC0415

    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    for problem in ordered[:SHOWN]:
        style = "bold red" if problem.severity is Severity.ERROR else "yellow"
        console.print(Text(f"{problem.severity.value}  ", style=style) + Text(typeset(str(problem))))
    if len(ordered) > SHOWN:
        console.print(f"… et {len(ordered) - SHOWN} autres : voyez la feuille « Contrôle ».", style="dim")


def show_search(console: Console, report: SearchReport) -> None:
    """The table of levels with totals, then what was held and why."""
    proposed = [line for line in report.proposals.lines if line.level is not None]
    if proposed:
        console.print(_level_table(report))
    held = Counter(line.hold.name for line in report.proposals.lines if line.hold is not None)
    if held:
        console.print(_held_table(report))
    for each in report.proposals.withheld:
        console.print(
            f"{each.why} : {counted(each.lines, 'ligne', 'lignes')} chez "
            f"{counted(each.customers, 'client', 'clients')}, {_totals(each.totals)}",
            style="dim",
        )


def _level_table(report: SearchReport) -> Table:
    table = titled_table(f"Relances proposées au {report.as_of:%d/%m/%Y}")
    for heading in ("Niveau", "Clients", "Lignes", "Total", "Courrier", "E-mail", "Téléphone"):
        table.add_column(heading, justify="left" if heading == "Niveau" else "right")
    by_level: dict[int, list[int]] = defaultdict(list)
    lines = report.proposals.lines
    for index, line in enumerate(lines):
        if line.level is not None:
            by_level[line.level].append(index)
    for level, indices in sorted(by_level.items()):
        chosen = [lines[index] for index in indices]
        parameters = chosen[0].reminder_level
        channels = Counter(line.channel.value for line in chosen)
        table.add_row(
            f"{level} {parameters.label if parameters else ''}".strip(),
            str(len({line.customer.code for line in chosen})),
            str(len(chosen)),
            _totals(_sum((line.item.currency or report.reference, line.item.open_amount) for line in chosen)),
            *(str(channels[channel] or "") for channel in ("Courrier", "E-mail", "Téléphone")),
        )
    return table


def _held_table(report: SearchReport) -> Table:
    table = titled_table("Non relancées, et pourquoi")
    table.add_column("Motif")
    table.add_column("Lignes", justify="right")
    table.add_column("Total", justify="right")
    held = [line for line in report.proposals.lines if line.hold is not None]
    for reason, number in Counter(line.hold for line in held).most_common():
        lines = [line for line in held if line.hold is reason]
        shown = lines[0].why if len({line.why for line in lines}) == 1 or reason is None else _motive(reason)
        totals = _sum((line.item.currency or report.reference, line.item.open_amount) for line in lines)
        table.add_row(shown, str(number), _totals(totals))
    return table


def _motive(reason: HoldReason) -> str:
    """The reason without the facts of one line: « Trop tôt », « Promesse de règlement »."""
    return typeset(reason.value.split("{", maxsplit=1)[0].split(" :", maxsplit=1)[0].strip())


def _sum(amounts: Iterable[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for currency, value in amounts:
        totals[currency] += value
    return tuple(totals.items())


def _totals(totals: Iterable[tuple[str, Decimal]]) -> str:
    return " + ".join(french_amount(value, currency) for currency, value in totals)


def show_calls(console: Console, report: PhoneReport) -> None:
    """The customers to call, biggest total first."""
    if not report.calls:
        return
    table = titled_table(f"À appeler au {report.as_of:%d/%m/%Y}")
    for heading in ("Client", "Contact", "Téléphone", "Lignes", "Total"):
        table.add_column(heading, justify="right" if heading in {"Lignes", "Total"} else "left")
    customers = {call.customer.code: call for call in report.calls}
    lines = Counter(call.customer.code for call in report.calls)
    for code, call in list(customers.items())[:SHOWN]:
        total = "" if call.customer_total is None else french_amount(call.customer_total, report.reference)
        table.add_row(call.customer.name, call.customer.contact, call.customer.phone, str(lines[code]), total)
    console.print(table)
    if len(customers) > SHOWN:
        console.print(f"… et {len(customers) - SHOWN} autres clients.", style="dim")


def show_letters(console: Console, report: LettersReport) -> None:
    """The print runs, and what was left out and why."""
    if report.print_runs:
        table = titled_table(f"Lot {report.batch}" if report.batch else "Simulation")
        for heading in ("Niveau", "Lettres", "À imprimer"):
            table.add_column(heading, justify="left" if heading == "À imprimer" else "right")
        for run in report.print_runs:
            table.add_row(str(run.level), str(len(run.ranks)), "\n".join(filter(None, (run.file, run.pdf))))
        console.print(table)
    for skipped in report.skipped[:SHOWN]:
        console.print(f"Non émise : {skipped.customer} {skipped.invoice} : {skipped.why}", style="yellow")
    if len(report.skipped) > SHOWN:
        console.print(f"… et {len(report.skipped) - SHOWN} autres lignes.", style="dim")


def show_mails(console: Console, report: MailsReport) -> None:
    """The messages by level, then what was not written and why; the faults follow."""
    if report.mails:
        table = titled_table(f"Lot {report.batch}" if report.batch else "Sans enregistrement")
        for heading in ("Niveau", "Client", "À", "Objet"):
            table.add_column(heading, justify="right" if heading == "Niveau" else "left")
        for each in report.mails[:SHOWN]:
            recipients = ", ".join(each.mail.recipients)
            table.add_row(str(each.reminder.level.number), each.reminder.customer.name, recipients, each.mail.subject)
        console.print(table)
        _more(console, len(report.mails), "e-mails")
    for fallback in report.fallbacks[:SHOWN]:
        console.print(f"Courrier à la place : {fallback.reminder.customer.name} ({fallback.queue})", style="yellow")
    for skipped in report.skipped[:SHOWN]:
        console.print(f"Non émise : {skipped.customer} {skipped.invoice} : {skipped.why}", style="yellow")
    _more(console, len(report.skipped), "lignes")


def _more(console: Console, number: int, what: str) -> None:
    if number > SHOWN:
        console.print(f"… et {number - SHOWN} autres {what}.", style="dim")


def show_bank(console: Console, report: BankReport) -> None:
    """Each operation that concerns a customer and how it ends, then what is to be confirmed."""
    told = [each for each in zip(report.decisions, report.told, strict=True) if each[0].outcome is not _NOT_CUSTOMERS]
    if told:
        table = titled_table("Encaissements")
        for header in ("Date", "Libellé", "Montant", "Client", "Factures", "Certitude", "Pourquoi"):
            table.add_column(header, justify="right" if header == "Montant" else "left")
        for each, invoices in told:
            operation = each.operation
            amount = french_amount(operation.amount, operation.currency or "EUR")
            day, customers = f"{operation.booked_on:%d/%m/%Y}", " ; ".join(each.customers)
            table.add_row(day, operation.label, amount, customers, invoices, each.outcome.value, typeset(each.why))
        console.print(table)
    for doubt in report.doubts:
        console.print(typeset(f"À confirmer ({doubt.reason}) : {doubt.detail}."), style="yellow", markup=False)


def show_import(console: Console, report: ImportedReport) -> None:
    """Where each line of the files went."""
    read = report.imported.report
    table = titled_table(f"{report.imported.source} : {read.lines} lignes lues")
    table.add_column("Lignes", justify="right")
    table.add_column("Ce qu'elles sont")
    for number, meaning in (
        (read.open_lines, f"ouvertes chez {counted(read.customers, 'client', 'clients')}"),
        (read.matched_lines, "lettrées"),
        (read.other_lines, "d'autres comptes que les clients"),
        (read.set_aside_lines, "écartées, chacune dite ci-dessous"),
        (read.blank_lines, "vides"),
    ):
        if number:
            table.add_row(str(number), meaning)
    console.print(table)
    console.print(
        f"Débits ouverts {french_amount(read.debit, report.reference)}, "
        f"crédits ouverts {french_amount(read.credit, report.reference)}."
    )
    _show_columns_read(console, report)


def _show_columns_read(console: Console, report: ImportedReport) -> None:
    """Which columns of a list were read, and as what; which were not, and how to say otherwise (N-14)."""
    from relance_xl.actions.imports.habits import column_label  # noqa: PLC0415 - a command pays for its own words only

    if not report.imported.columns:
        return
    read = ", ".join(f"{column_label(field)} = « {title} »" for field, title in report.imported.columns.items())
    console.print(typeset(f"Colonnes lues : {read}."), style="dim", markup=False)
    if report.imported.unused_columns:
        left = ", ".join(f"« {title} »" for title in report.imported.unused_columns)
        told = f'Non lues : {left} ; « --colonne "Solde=En-tête" » en nomme une, « --colonnes » les montre.'
        console.print(typeset(told), style="dim", markup=False)


def show_columns(console: Console, report: ColumnsReport) -> None:
    """Each column of each file: its header, what it is read as, three values."""
    from rich.text import Text  # noqa: PLC0415

    from relance_xl.actions.imports.columns import read_as  # noqa: PLC0415 - a command pays for its own words only

    for seen in report.files:
        table = titled_table(
            f"{seen.place} : en-tête à la ligne {seen.line}" if seen.line else f"{seen.place} : aucun en-tête"
        )
        for heading in ("Colonne", "Lue comme", "Premières valeurs"):
            table.add_column(heading)
        for column in seen.columns:
            style = "" if column.field else "dim"
            table.add_row(Text(column.title), read_as(column), Text(" · ".join(column.samples)), style=style)
        console.print(table)


def show_bills(console: Console, report: BillsReport) -> None:
    """Every bill and its state, then the letters."""
    if report.statuses:
        table = titled_table(f"Traites au {report.as_of:%d/%m/%Y}")
        for heading in ("Traite", "Client", "Échéance", "Montant", "État"):
            table.add_column(heading, justify="right" if heading == "Montant" else "left")
        for status in report.statuses:
            bill = status.bill
            shown = french_amount(bill.amount, bill.currency or report.reference)
            table.add_row(bill.number, status.customer.name, f"{bill.maturity_date:%d/%m/%Y}", shown, status.why)
        console.print(table)
    for run in report.print_runs:
        console.print(f"À imprimer : {run}")


def show_undone(console: Console, report: UndoReport) -> None:
    """The documents set aside; what could not be undone stands among the problems."""
    for _, place in report.documents[:SHOWN]:
        console.print(f"Mis de côté : {place}", style="dim")
    if len(report.documents) > SHOWN:
        console.print(f"… et {len(report.documents) - SHOWN} autres documents.", style="dim")


def show_dashboard(console: Console, report: DashboardReport) -> None:
    """The aged balance in total, by currency, by manager, then of those who owe most; levels and delay."""
    figures, reference = report.balances, report.reference
    managers = figures.managers if len(figures.managers) > 1 else {}
    named = [(manager or "Sans gestionnaire", ages) for manager, ages in managers.items()]
    title = f"Balance âgée au {report.as_of:%d/%m/%Y}, en {reference}, sans les centimes"
    console.print(_aged_table(title, [("Total", figures.whole), *named]))
    if len(figures.currencies) > 1:
        console.print(_aged_table("Par devise, dans cette devise", list(figures.currencies.items())))
    debtors = [(customer.name, ages) for customer, ages in figures.customers[:SHOWN]]
    if debtors:
        console.print(_aged_table("Clients qui doivent le plus", debtors))
    for row in report.levels:
        console.print(f"{row.label} : {counted(row.lines, 'ligne échue', 'lignes échues')}, "
                      f"{french_amount(row.amount, reference)}")  # fmt: skip
    if report.dso.days is None:
        console.print(f"Délai moyen de règlement (DSO) non affiché : {report.dso.why}", style="dim")
    else:
        days = counted(report.dso.days, "jour", "jours")
        console.print(f"Délai moyen de règlement (DSO, par épuisement des ventes) : {days}")


def _aged_table(title: str, rows: Sequence[tuple[str, Ages]]) -> Table:
    """Whole units of the currency, so that the five brackets stand side by side on a narrow terminal."""
    table = titled_table(title)
    table.add_column("", overflow="ellipsis", no_wrap=True, max_width=18)
    shortened = (bracket.label.replace("Plus de ", "> ").replace("jours", "j") for bracket in BRACKETS)
    for heading in (*shortened, "Total"):
        table.add_column(heading, justify="right", no_wrap=True, min_width=len("-000 000"))
    for name, ages in rows:
        table.add_row(name, *(f"{value:,.0f}".replace(",", THIN) for value in (*ages.amounts, ages.total)))
    return table


TABLES: Final[Mapping[str, Callable[[Console, Any], None]]] = {
    "SearchReport": show_search,
    "BankReport": show_bank,
    "ImportedReport": show_import,
    "ColumnsReport": show_columns,
    "PhoneReport": show_calls,
    "LettersReport": show_letters,
    "MailsReport": show_mails,
    "BillsReport": show_bills,
    "UndoReport": show_undone,
    "DashboardReport": show_dashboard,
}
"""By the name of the report's class, for those that have more to show than their sentence and faults."""


def show_tables(console: Console, report: Report) -> None:
    """What a person reads of it before its sentence."""
    show = TABLES.get(type(report).__name__)
    if show is not None:
        show(console, report)
