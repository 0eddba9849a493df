"""The fields of a FEC's line made into an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from relance_xl.ledgers.common.figures import FigureFault, cents, day
from relance_xl.ledgers.common.spelling import spaced
from relance_xl.ledgers.fec.entries import Entry, is_opening
from relance_xl.ledgers.fec.format import BEYOND, COLUMNS, SIGNED, FecFormat
from relance_xl.ledgers.fec.labels import number_in

_DEBITS, _CREDITS = {"D", "+1", "1", "+"}, {"C", "-1", "-"}


class EntryMaker:
    """Makes entries of one file's lines; equal texts and days are kept once, since a ledger repeats them."""

    def __init__(self, form: FecFormat, year: int, reference_currency: str) -> None:
        self.year, self.reference_currency = year, reference_currency
        self._signed = form.signed
        self._at = at = {name: form.places.get(name, -1) for name in (*COLUMNS, *SIGNED, *BEYOND)}
        self._at_letter, self._at_account, self._at_auxiliary = at["EcritureLet"], at["CompteNum"], at["CompAuxNum"]
        self._at_debit, self._at_credit = at["Debit"], at["Credit"]
        self._days: dict[str, date | None] = {}
        self._words: dict[str, str] = {}
        self._opening_journals: dict[str, bool] = {}

    def text(self, fields: Sequence[str], column: str) -> str:
        """The column's text without outer spaces, "" when the file has no such column."""
        place = self._at[column]
        return fields[place].strip() if place >= 0 else ""

    def word(self, fields: Sequence[str], column: str) -> str:
        """The same for a column whose texts are few: accounts, names, journals, letters."""
        place = self._at[column]
        if place < 0:
            return ""
        raw = fields[place]
        found = self._words.get(raw)
        if found is None:
            found = self._words[raw] = spaced(raw)
        return found

    def day(self, fields: Sequence[str], column: str) -> date | None:
        """The column's day, None when blank; FigureFault when it is no day."""
        place = self._at[column]
        if place < 0:
            return None
        text = fields[place]
        if text not in self._days:
            self._days[text] = day(text)
        return self._days[text]

    def cents(self, fields: Sequence[str]) -> int:
        """Debit less credit, in cents of the reference currency; FigureFault when an amount cannot be read."""
        if not self._signed:
            return cents(fields[self._at_debit]) - cents(fields[self._at_credit])
        sign = fields[self._at["Sens"]].strip().upper()
        value = cents(fields[self._at["Montant"]])
        if sign in _DEBITS:
            return value
        if sign in _CREDITS:
            return -value
        raise FigureFault(f"« {sign} » n'est pas un sens (D, C, +1 ou -1)")

    def key(self, fields: Sequence[str]) -> tuple[str, str, str]:
        """Account, auxiliary account and letter."""
        return self.word(fields, "CompteNum"), self.word(fields, "CompAuxNum"), self.word(fields, "EcritureLet")

    def raw_key(self, fields: Sequence[str]) -> tuple[str, str, str] | None:
        """The same as the file spells it, spaces and all; None without a letter.

        Quicker than `key`; a group split by its spaces does not balance, and is made whole when it is settled.
        """
        letter = fields[self._at_letter] if self._at_letter >= 0 else ""
        if not letter or letter.isspace():
            return None
        return fields[self._at_account], fields[self._at_auxiliary] if self._at_auxiliary >= 0 else "", letter

    def entry(self, line: int, fields: Sequence[str]) -> Entry:
        """The entry that the line makes; FigureFault when a day or an amount cannot be read."""
        account, auxiliary, letter = self.key(fields)
        entry_date = self.day(fields, "EcritureDate")
        document_date = self.day(fields, "PieceDate") or entry_date
        if document_date is None:
            raise FigureFault("Ni la date de pièce ni la date d'écriture ne sont remplies")
        amount = self.cents(fields)
        currency, currency_cents = self._foreign(fields, amount)
        label = spaced(self.text(fields, "EcritureLib"))
        account_label = self.word(fields, "CompteLib")
        return Entry(
            year=self.year,
            line=line,
            account=account,
            auxiliary=auxiliary,
            customer=auxiliary or account,
            name=self._name(fields, auxiliary, account_label, label),
            journal=self.word(fields, "JournalCode"),
            invoice=self.invoice(fields),
            label="" if auxiliary and amount > 0 else label,
            entry_date=entry_date or document_date,
            document_date=document_date,
            cents=amount,
            currency=currency,
            currency_cents=currency_cents,
            letter=letter,
            letter_year=self.year,
            validated=bool(self.word(fields, "ValidDate").strip("0")),
            due_date=self.day(fields, "DateLimitReglmt"),
            account_label=account_label,
            is_balance=self.opens(fields) and not self._document(fields) and not number_in(label),
        )

    def _name(self, fields: Sequence[str], auxiliary: str, account_label: str, label: str) -> str:
        """The customer's name: never the account's label where he has an account of his own among others (411000)."""
        if auxiliary:
            return self.word(fields, "CompAuxLib") or auxiliary
        return account_label or label

    def opens(self, fields: Sequence[str]) -> bool:
        """Whether the line stands in a journal of opening balances."""
        code = fields[self._at["JournalCode"]]
        if code not in self._opening_journals:
            self._opening_journals[code] = is_opening(code, self.text(fields, "JournalLib"))
        return self._opening_journals[code]

    def invoice(self, fields: Sequence[str]) -> str:
        """The number of the document: its column's, else the entry's where that is no mere counter, else the label's.

        An entry's number alone is no invoice's: two customers may share it.
        """
        document = self._document(fields)
        entry = spaced(self.text(fields, "EcritureNum"))
        if document or any(map(str.isalpha, entry)):
            return document or entry
        label = spaced(self.text(fields, "EcritureLib"))
        return number_in(label) or entry or label

    def _document(self, fields: Sequence[str]) -> str:
        """What the columns of the invoice's number and of the document's reference say, "" for nothing."""
        for column in ("NumFacture", "PieceRef"):
            document = self.text(fields, column)
            if any(character.isalnum() for character in document):
                return spaced(document)
        return ""

    def _foreign(self, fields: Sequence[str], amount: int) -> tuple[str, int]:
        """The foreign currency and its signed cents; some ledgers write them without a sign."""
        currency = self.word(fields, "Idevise").upper()
        if not currency or currency == self.reference_currency:
            return "", 0
        value = abs(cents(fields[self._at["Montantdevise"]])) if self._at["Montantdevise"] >= 0 else 0
        if not value:
            return "", 0
        return currency, value if amount > 0 else -value
