"""A list of invoices, as any invoicing program exports it: the rows of a CSV or of an Excel sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from relance_xl.ledgers.common.imported import Doubt, Imported, Motive
from relance_xl.ledgers.lists.column_names import (
    SEARCHED_ROWS,
    Header,
    another_header,
    find_directory,
    find_headed,
    find_header,
    nearest_header,
)
from relance_xl.ledgers.lists.directory import read_directory
from relance_xl.ledgers.lists.instalments import unfolded
from relance_xl.ledgers.lists.items import ListItems
from relance_xl.ledgers.lists.lines.cutting import Broken
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.other_kinds import refuse_other_kind
from relance_xl.ledgers.lists.rows import AMOUNTS, DAYS, NoItem, RowReader
from relance_xl.ledgers.lists.shape import by_values, shape_of
from relance_xl.ledgers.lists.values import DateOrder, decimal_mark, half_converted, is_ambiguous, order_of
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

Rows = Sequence[Sequence[Value]]

_THOUSANDS = re.compile(r"\bk ?€|\bkeur\b|milliers", re.IGNORECASE)
_UNTAXED = re.compile(r"\bHT\b|hors taxe|untaxed|tax excluded|excl", re.IGNORECASE)


def read_list(
    rows: Rows,
    file: str,
    options: ListOptions | None = None,
    numbers: Sequence[int] | None = None,
    broken: Sequence[Broken] = (),
) -> Imported:
    """The open items of a list given as rows of cells; `numbers` are the rows' lines in `file`, from 1 when None.

    `broken` are lines that could not be cut into cells.

    DataError when no header is found, or when the days of the file prove no order and its headers are not French:
    its text is then the question to the user, whom `ListOptions.date_order` lets answer.  A row that cannot be read
    is set aside and said.
    """
    rows, numbers = unfolded(rows, range(1, len(rows) + 1) if numbers is None else numbers)
    options = (options or ListOptions()).for_rows(rows)
    customers = _directory(rows, options)
    if customers is not None:
        refuse_other_kind(rows, customers, file, numbers[customers.row])
        return read_directory(rows, customers, file, options, numbers)
    header = _header(rows, file, options, numbers)
    blocks = _blocks(rows, header, options)
    order = _order(blocks, options, file, numbers[header.row])
    items = ListItems(file, options, shape_of(blocks[0].body, header))
    for block in blocks:
        reader = RowReader(header=block.header, order=order, marks=block.marks())
        if block is blocks[0]:
            for lost in broken:
                items.fault(lost.line, cells.CellFault(lost.why), *reader.identity(lost.fields))
        else:
            items.aside.titles.append(numbers[block.header.row])
        first = block.header.row + 1
        for line, row in zip(numbers[first : first + len(block.body)], block.body, strict=True):
            _take(items, reader, line, row)
    return _with_columns(_doubted_days(items.imported(), blocks, file), header, file, numbers[header.row])


def _doubted_days(imported: Imported, blocks: Sequence[_Block], file: str) -> Imported:
    """The import, doubted when a spreadsheet may have turned day and month round in a part of a column."""
    for block in blocks:
        for name in DAYS:
            if name in block.header.columns and half_converted(_column(block.body, block.header, name)):
                detail = (
                    f"{file} : dans la colonne « {block.header.titles[name]} », des dates sont restées du texte et "
                    "d'autres ont été converties par un tableur : jour et mois y sont peut-être inversés"
                )
                doubt = Doubt(motif=Motive.HALF_CONVERTED, detail=detail)
                return replace(imported, doubts=(*imported.doubts, doubt))
    return imported


def _directory(rows: Rows, options: ListOptions) -> Header | None:
    """The header of a list of customers; None where there are invoices."""
    if find_header(rows, options.mapping) or find_headed(rows, options.mapping):
        return None
    return find_directory(rows, options.mapping)


def _header(rows: Rows, file: str, options: ListOptions, numbers: Sequence[int]) -> Header:
    """The header of the list.  DataError when there is none, or when the table is known for something else.

    What the user says of the columns is believed: his list is then no other kind of table.
    """
    header = find_header(rows, options.mapping) or find_headed(rows, options.mapping)
    nearest = header or nearest_header(rows, options.mapping)
    if nearest is not None and not set(options.mapping.values()) & set(nearest.titles.values()):
        refuse_other_kind(rows, nearest, file, numbers[nearest.row])
    if header is None:
        raise DataError(_no_header(rows, file, options))
    in_thousands = [title for field, title in header.titles.items() if field in AMOUNTS and _THOUSANDS.search(title)]
    if in_thousands:
        what = f"La colonne « {in_thousands[0]} » est en milliers : les centimes y manquent"
        raise DataError(Problem(file=file, line=numbers[header.row], what=what, expected="des montants en euros"))
    return by_values(header, rows[header.row + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A header, and the rows that it governs."""

    header: Header
    body: Rows

    def marks(self) -> dict[str, str]:
        """The decimal mark of each column of amounts."""
        columns = self.header.columns
        return {name: decimal_mark(_column(self.body, self.header, name)) for name in AMOUNTS if name in columns}


def _blocks(rows: Rows, header: Header, options: ListOptions) -> list[_Block]:
    """The list cut at each row that is a header with its columns in other places."""
    headers = [header]
    for index in range(header.row + 1, len(rows)):
        found = another_header(rows[index], index, headers[-1], options.mapping)
        if found is not None:
            headers.append(found)
    ends = [*(following.row for following in headers[1:]), len(rows)]
    return [_Block(header=each, body=rows[each.row + 1 : end]) for each, end in zip(headers, ends, strict=True)]


def _with_columns(imported: Imported, header: Header, file: str, line: int) -> Imported:
    """The import with the columns that were read, those that were not, and the doubt of a list that has no row."""
    problems = imported.report.problems
    if header.exposures:
        named = ", ".join(f"« {title} »" for title in header.exposures)
        what = f"{named} est ce que le client doit en tout, non le solde de chaque facture : colonne non lue"
        problems = (*problems, Problem(file=file, line=line, what=what, severity=Severity.WARNING))
    doubts = imported.doubts
    if imported.report.lines == imported.report.blank_lines:
        detail = f"{file} n'a que son en-tête : toutes les factures du classeur passeraient pour soldées"
        doubts = (*doubts, Doubt(motif=Motive.HEADER_ONLY, detail=detail))
    return replace(
        imported,
        columns=header.titles,
        unused_columns=header.unused,
        shapes=(header.shape,),
        doubts=doubts,
        report=replace(imported.report, problems=problems),
    )


def _take(items: ListItems, reader: RowReader, line: int, row: Sequence[Value]) -> None:
    try:
        found = reader.read(row)
        if found is NoItem.BLANK:
            items.blank += 1
        elif found is NoItem.TITLE:
            items.title(line, reader.heading(row), reader.identity(row))
        elif found is NoItem.TOTAL:
            items.total(line)
        else:
            items.add(line, found, row)
    except cells.CellFault as fault:
        items.fault(line, fault, *reader.identity(row))


def _order(blocks: Sequence[_Block], options: ListOptions, file: str, line: int) -> DateOrder:
    """The order of the days: the user's answer, what the columns prove, or that of French headers."""
    if options.date_order is not None:
        return options.date_order
    values = [
        value
        for block in blocks
        for name in DAYS
        if name in block.header.columns
        for value in _column(block.body, block.header, name)
    ]
    seen = order_of(values)
    if seen.mixed:
        raise DataError(
            Problem(
                file=file,
                line=line,
                what="Des dates s'y lisent jour/mois et d'autres mois/jour",
                expected="un seul ordre dans tout le fichier, ou l'ordre à retenir",
            )
        )
    if seen.order is not None:
        return seen.order
    doubtful = next((str(value) for value in values if is_ambiguous(value)), "")
    if doubtful and blocks[0].header.english:
        raise DataError(
            Problem(
                file=file,
                line=line,
                what=f"« {doubtful} » peut se lire jour/mois ou mois/jour, et aucune date du fichier n'en décide",
                expected="l'ordre des dates, jj/mm/aaaa ou mm/jj/aaaa",
                value=doubtful,
            )
        )
    return DateOrder.DAY_FIRST


def _column(body: Rows, header: Header, name: str) -> list[Value]:
    place = header.columns[name]
    return [row[place] if place < len(row) else None for row in body]


def _no_header(rows: Rows, file: str, options: ListOptions) -> Problem:
    header = nearest_header(rows, options.mapping)
    seen = next((row for row in rows if any(not cells.is_blank(value) for value in row)), ())
    if header is not None and header.columns:
        seen = rows[header.row]
        known = ", ".join(header.titles.values())
        what = f"Parmi les {SEARCHED_ROWS} premières lignes, les seules colonnes reconnues sont : {known}"
        untaxed = [title for title in header.unused if _UNTAXED.search(title)]
        if untaxed and header.columns.keys().isdisjoint(AMOUNTS):
            what += f" ; « {untaxed[0]} » est hors taxes, et personne ne paie hors taxes"
    else:
        what = f"Aucune des {SEARCHED_ROWS} premières lignes ne porte des noms de colonnes connus"
    return Problem(
        file=file,
        line=header.row + 1 if header is not None and header.columns else 0,
        what=what,
        expected="un client, un montant, et un numéro de facture ou une date ; une colonne nommée autrement se dit "
        "par « --colonne Facture=En-tête » (ou Client=, Montant=, Échéance=, Solde=…)",
        value=" ; ".join(cells.shown(value) for value in seen)[:80],
    )
