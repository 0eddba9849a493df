"""One entry of a camt file: its amount, its details, and whether they explain it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from relance_xl.domain.matching.operations import Meaning, Operation
from relance_xl.ledgers.bank.cfonb_details import given_reference
from relance_xl.ledgers.bank.parts.codes import of_code, of_family, of_label

_LARGEST = Decimal(10) ** 15
_MOST_DETAILS = 100_000


class Fault(ValueError):
    """An element cannot be read; the message is French, without a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A booked or pending movement, and the operations that it is made of."""

    day: date
    amount: Decimal
    currency: str
    booked: bool
    reversal: bool
    operations: tuple[Operation, ...]

    def inverted(self) -> Entry:
        """The same movement the other way round."""
        turned = tuple(replace(each, amount=-each.amount) for each in self.operations)
        return replace(self, amount=-self.amount, operations=turned)


def line_of(element: etree._Element) -> int:
    """The line that an element begins on, 0 when the parser has lost it."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def text_at(element: etree._Element, path: str) -> str:
    """The text of the first element at a path of local names, without outer spaces; "" when there is none."""
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _texts(element: etree._Element, path: str) -> list[str]:
    found = element.findall("/".join(f"{{*}}{name}" for name in path.split("/")))
    return [text for each in found if (text := (each.text or "").strip("\r\n\t"))]


def amount_of(element: etree._Element, path: str = "Amt") -> tuple[Decimal, str]:
    """The amount at `path`, signed by the indicator beside it, and its currency."""
    return _number(element, path) * _sign(element), _currency(element, path)


def _number(element: etree._Element, path: str) -> Decimal:
    text = text_at(element, path)
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Fault(f"« {text[:40]} » n'est pas un montant") from None
    if not value.is_finite() or not 0 <= value < _LARGEST:
        raise Fault(f"« {text[:40]} » n'est pas un montant")
    return value


def _currency(element: etree._Element, path: str) -> str:
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return "" if found is None else (found.get("Ccy") or "").upper()


def _sign(element: etree._Element, default: str = "") -> int:
    indicator = text_at(element, "CdtDbtInd") or default
    if indicator not in {"CRDT", "DBIT"}:
        raise Fault(f"« {indicator[:40]} » ne dit pas si c'est un débit ou un crédit")
    return 1 if indicator == "CRDT" else -1


def entry_of(element: etree._Element, file: str) -> Entry:
    """The entry; Fault when its amount, sign or day cannot be read."""
    amount, currency = amount_of(element)
    whole = Operation(
        booked_on=_day(element),
        amount=amount,
        currency=currency,
        label=text_at(element, "AddtlNtryInf"),
        texts=tuple(filter(None, (text_at(element, "NtryRef"), text_at(element, "AcctSvcrRef")))),
        file=file,
        line=line_of(element),
    )
    details = element.findall("{*}NtryDtls/{*}TxDtls")[:_MOST_DETAILS]
    return Entry(
        day=whole.booked_on,
        amount=amount,
        currency=currency,
        booked=(text_at(element, "Sts/Cd") or text_at(element, "Sts")) == "BOOK",
        reversal=text_at(element, "RvslInd") in {"true", "1"},
        operations=_operations(element, whole, details),
    )


def _day(element: etree._Element) -> date:
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if text := text_at(element, path):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                raise Fault(f"« {text[:40]} » n'est pas une date") from None
    raise Fault("L'opération n'est pas datée")


def _operations(element: etree._Element, whole: Operation, details: list[etree._Element]) -> tuple[Operation, ...]:
    """The entry as one operation, or as its details when they add up to it, charges explaining the gap."""
    if not details:
        return (_meant(element, element, whole),)
    if len(details) == 1 and not _stated(details[0]):
        return (_detailed(element, details[0], whole),)
    parts = [_part(element, detail, whole) for detail in details]
    if any(part is None for part in parts):
        return (_unexplained(element, whole, details),)
    amounts = [part for part in parts if part is not None]
    total = sum((each.amount for each in amounts), Decimal(0))
    if any(each.currency != whole.currency for each in amounts) or (
        total != whole.amount and not _charged(element, details, total - whole.amount)
    ):
        return (_unexplained(element, whole, details),)
    if total == whole.amount:
        return tuple(amounts)
    fee = replace(whole, amount=whole.amount - total, label="Frais de la banque", texts=(), meaning=Meaning.FEE)
    return (*amounts, fee)


def _stated(detail: etree._Element) -> str:
    return next((path for path in ("Amt", "AmtDtls/TxAmt/Amt") if text_at(detail, path)), "")


def _part(element: etree._Element, detail: etree._Element, whole: Operation) -> Operation | None:
    path = _stated(detail)
    if not path:
        return None
    amount = _number(detail, path) * _sign(detail, text_at(element, "CdtDbtInd"))
    currency = _currency(detail, path) or whole.currency
    part = replace(whole, amount=amount, currency=currency)
    return _detailed(element, detail, part)


def _charged(element: etree._Element, details: list[etree._Element], gap: Decimal) -> bool:
    """Whether the charges that the entry or its details state are the gap."""
    for holder in ([element], details):
        charges = [charge for each in holder for charge in each.findall("{*}Chrgs")]
        records = [record for charge in charges for record in charge.findall("{*}Rcrd")] or charges
        try:
            total = sum((_number(record, "Amt") for record in records if text_at(record, "Amt")), Decimal(0))
        except Fault:
            return False
        if total and total == abs(gap):
            return gap > 0
    return False


def _unexplained(element: etree._Element, whole: Operation, details: list[etree._Element]) -> Operation:
    """The entry whole, its details as texts: which of them is right is not known, so nothing is certain."""
    texts = [text for detail in details[:50] for text in _detail_texts(detail)]
    meant = _meant(element, details[0], replace(whole, texts=tuple(dict.fromkeys((*whole.texts, *texts)))))
    return replace(meant, sure=len(details) == 1 and meant.sure and _same(element, details[0], whole))


def _same(element: etree._Element, detail: etree._Element, whole: Operation) -> bool:
    """Whether the one detail of an entry has its currency, sign and amount."""
    part = _part(element, detail, whole)
    return part is not None and (part.amount, part.currency) == (whole.amount, whole.currency)


def _detail_texts(detail: etree._Element) -> list[str]:
    free = _texts(detail, "RmtInf/Ustrd")
    texts = [
        *_texts(detail, "RmtInf/Strd/CdtrRefInf/Ref"),
        *_texts(detail, "RmtInf/Strd/RfrdDocInf/Nb"),
        " ".join(each.strip() for each in free),
        "".join(free) if len(free) > 1 else "",
        *_texts(detail, "RmtInf/Strd/AddtlRmtInf"),
        text_at(detail, "AddtlTxInf"),
        *_names(detail, "UltmtDbtr"),
    ]
    return [text.strip() for text in texts if text.strip()]


def _names(detail: etree._Element, party: str) -> list[str]:
    paths = (f"RltdPties/{party}/Nm", f"RltdPties/{party}/Pty/Nm")
    return [name for path in paths if (name := text_at(detail, path))]


def _detailed(element: etree._Element, detail: etree._Element, part: Operation) -> Operation:
    texts = _detail_texts(detail)
    payer = next(iter(_names(detail, "Dbtr")), "")
    returned = text_at(detail, "RtrInf/Rsn/Cd")
    reason = " ".join(filter(None, (returned, text_at(detail, "RtrInf/AddtlInf"))))
    completed = replace(
        part,
        label=part.label or " ".join(dict.fromkeys(filter(None, (payer, *texts))))[:200],
        texts=tuple(dict.fromkeys((*part.texts, *texts))),
        reference=given_reference(text_at(detail, "Refs/EndToEndId")),
        payer=payer,
        payer_iban="".join(text_at(detail, "RltdPties/DbtrAcct/Id/IBAN").split()),
        mandate=text_at(detail, "Refs/MndtId"),
        reason=reason,
    )
    return _meant(element, detail, completed, completed)


def _meant(element: etree._Element, detail: etree._Element, operation: Operation, *parts: Operation) -> Operation:
    """The operation with its meaning: a return says its reason; a French code says more than a family."""
    if operation.reason and operation.reason.split()[0] != "0000" and operation.amount < 0:
        return replace(operation, meaning=Meaning.RETURN)
    french = text_at(element, "BkTxCd/Prtry/Cd")
    family, sub = "", ""
    for holder in (detail, element):
        family = family or text_at(holder, "BkTxCd/Domn/Fmly/Cd")
        sub = sub or text_at(holder, "BkTxCd/Domn/Fmly/SubFmlyCd")
    if text_at(element, "BkTxCd/Prtry/Issr") == "CFONB" and french:
        meaning = of_code(french, operation.amount)
        if meaning is Meaning.DEPOSIT and parts:
            meaning = Meaning.RECEIPT
    elif family:
        meaning = of_family(family, sub, operation.amount, *parts)
    else:
        meaning = of_label(operation.label, operation.amount)
    return replace(operation, meaning=meaning)
