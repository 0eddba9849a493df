"""The four letters, block after block; what they say stands in the files of `words`."""

from __future__ import annotations

from letter_words import DraftWords, Words
from word_parts import ADDRESS, PAGE_WIDTH, REFERENCES, cell, document, paragraph, row, row_tag, runs, table, tag

CHARGED = "niveau.penalites or niveau.indemnite"


def letters(words: Words) -> dict[str, tuple[str, str]]:
    """The title and the body of each template, by the stem of its file's name."""
    suffix = words.locale.suffix
    return {
        f"lettre_1{suffix}": (words.first.title, _first(words)),
        f"lettre_2{suffix}": (words.second.title, _second(words)),
        f"lettre_3{suffix}": (words.third.title, _third(words)),
        f"traite{suffix}": (words.bill.title, _bill(words)),
    }


def _first(words: Words) -> str:
    first = words.first
    return document(
        _top(words, _due(first.subject, words.courtesy)),
        _stated(words, first.overdue),
        _detail(words),
        _when("echu", _p(first.request), _charges(words)),
        _payment(words),
        _when("traite", _p(words.draft.sentence)),
        _mandated(words),
        _closing(words, f"{words.crossed} {words.questions}"),
        _end(words),
    )


def _second(words: Words) -> str:
    second = words.second
    return document(
        _top(words, _due(second.subject, words.courtesy)),
        _stated(words, second.overdue),
        _detail(words),
        _when("echu", _p(second.request), _charges(words)),
        _when("echu and not client.public", _p(second.warning)),
        _when("echu and client.public", _p(second.public_warning)),
        _payment(words),
        _when("traite", _p(words.draft.sentence)),
        _mandated(words),
        _closing(words, f"{words.crossed} {words.questions}"),
        _end(words),
    )


def _third(words: Words) -> str:
    third = words.third
    return document(
        _top(words, _due(third.subject, words.courtesy)),
        _stated(words, third.overdue),
        _detail(words),
        _when("echu", _p(third.notice), _charges(words)),
        _when("echu and client.particulier", _p(third.consumer_interest)),
        _when("echu", _p(third.proceedings)),
        _payment(words),
        _when("traite", _p(words.draft.sentence)),
        _mandated(words),
        _closing(words, _due(third.last_chance, words.questions)),
        _end(words),
    )


def _due(claim: str, courtesy: str) -> str:
    """What a paragraph says when something is due, and else: a letter never claims what is not due."""
    return f"{{% if echu %}}{claim}{{% else %}}{courtesy}{{% endif %}}"


def _stated(words: Words, overdue: str) -> str:
    """What the letter is about."""
    return tag("{%p if echu %}") + _p(overdue) + tag("{%p else %}") + _p(words.first.to_come) + tag("{%p endif %}")


def _bill(words: Words) -> str:
    bill = words.bill
    widths = (2900, 2100, 2100, 2538)
    values = ("{{ traite.numero }}", "{{ traite.tiree_le }}", "{{ traite.echeance }}")
    amount = "{{ traite.montant|montant(traite.devise) }}"
    titles = [*(paragraph("Titretableau", text) for text in bill.columns[:3])]
    titles.append(paragraph("Titretableaudroite", bill.columns[3]))
    texts = [*(paragraph("Lignetableau", text) for text in values), paragraph("Montanttableau", amount)]
    rows = [
        row([cell(width, text) for width, text in zip(widths, titles, strict=True)], header=True),
        row([cell(width, text) for width, text in zip(widths, texts, strict=True)]),
    ]
    return document(
        _top(words, bill.subject),
        _p(bill.sent),
        table("Tableaudesfactures", widths, rows, first_row=True),
        paragraph("Aprstableau"),
        _p(bill.request),
        _p(bill.difficulty),
        _mandated(words),
        _closing(words, bill.crossed),
        paragraph("Findelettre"),
    )


def _p(text: str) -> str:
    return paragraph("Corpsdelettre", text)


def _when(condition: str, *blocks: str) -> str:
    """Blocks printed under a condition."""
    return tag(f"{{%p if {condition} %}}") + "".join(blocks) + tag("{%p endif %}")


def _top(words: Words, subject: str) -> str:
    """References, address, place and date, registered mention, subject."""
    top = words.top
    references = (f"{top.reference}{{{{ reference }}}}", top.account, *top.contact)
    return (
        "".join(paragraph("Rfrences", text, frame=REFERENCES) for text in references)
        + paragraph("Hautdadresse", frame=ADDRESS)
        + paragraph("Adressedestinataire", "{%p for ligne in client.adresse %}", frame=ADDRESS)
        + paragraph("Adressedestinataire", "{{ ligne }}", frame=ADDRESS)
        + paragraph("Adressedestinataire", "{%p endfor %}", frame=ADDRESS)
        + paragraph("Dateetlieu", top.place_and_date)
        + _when("niveau.recommande", paragraph("Mentionrecommand", top.registered))
        + paragraph("Objet", f"{top.subject}{subject}")
        + _p(top.salutation)
    )


def _lines_table(words: Words, totals: str) -> str:
    """The detail of what is owed, with a sub-total for each currency; `totals` names the list that it prints."""
    widths = words.table.widths
    header = row(
        [
            cell(width, paragraph("Titretableau" if number < 3 else "Titretableaudroite", title))
            for number, (width, title) in enumerate(zip(widths, words.table.titles, strict=True))
        ],
        header=True,
    )
    rows = [
        header,
        row_tag(f"{{%tr for groupe in {totals} %}}", widths),
        row_tag("{%tr for ligne in groupe.lignes %}", widths),
        _line(words),
        row_tag("{%tr endfor %}", widths),
        *_total_rows(words, totals),
        row_tag("{%tr endfor %}", widths),
    ]
    return table("Tableaudesfactures", widths, rows, first_row=True)


def _line(words: Words) -> str:
    """One line; an invoice is known by its number alone, whatever the language."""
    texts = (
        ("Lignetableau", "{{ ligne.date }}"),
        ("Lignetableau", "{{ ligne.echeance }}"),
        ("Montanttableau", words.table.late),
        ("Montanttableau", "{{ ligne.montant|montant(ligne.devise) }}"),
        ("Montanttableau", "{{ ligne.regle|montant(ligne.devise) }}"),
        ("Montanttableau", "{{ ligne.solde|montant(ligne.devise) }}"),
    )
    widths = words.table.widths
    cells = [_invoice(words.table.beside), *(paragraph(*text) for text in texts[:3])]
    amounts = (_amount(width, paragraph(*text)) for width, text in zip(widths[4:], texts[3:], strict=True))
    return row([*(cell(width, text) for width, text in zip(widths[:4], cells, strict=True)), *amounts])


def _amount(width: int, text: str) -> str:
    """The cell of an amount: twelve figures and the sign of the euro stand on one line, up to the left edge."""
    return cell(width, text, extra='<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>')


def _invoice(beside: int) -> str:
    """The number, after the nature of what is no invoice: on a line of its own when both would break the number."""
    return paragraph(
        "Lignetableau",
        inner=runs(
            f"{{% if ligne.nature != 'Facture' %}}{{{{ ligne.nature }}}}{{% if ligne.facture|length > {beside} %}}"
        )
        + "<w:r><w:br/></w:r>"
        + runs("{% else %} {% endif %}{% endif %}{{ ligne.facture }}")
        + runs("{% if ligne.origine %}")
        + "<w:r><w:br/></w:r>"
        + runs("{{ ligne.origine }}{% endif %}"),
    )


def _total_rows(words: Words, totals: str) -> list[str]:
    """The total of a currency, and what of it is overdue when that is not all."""
    widths = words.table.widths
    amounts = ("montant", "regle", "solde")
    total = row(
        [
            cell(sum(widths[:4]), paragraph("Totaltableau", words.table.total.replace("TOTALS", totals)), 4),
            *(
                _amount(width, paragraph("Totaltableaudroite", f"{{{{ groupe.{name}|montant(groupe.devise) }}}}"))
                for width, name in zip(widths[4:], amounts, strict=True)
            ),
        ]
    )
    overdue = row(
        [
            cell(sum(widths[:6]), paragraph("Totaltableau", words.table.overdue), 6),
            _amount(widths[6], paragraph("Totaltableaudroite", "{{ groupe.echu|montant(groupe.devise) }}")),
        ]
    )
    condition = row_tag("{%tr if groupe.echu != groupe.solde %}", widths)
    return [total, condition, overdue, row_tag("{%tr endif %}", widths)]


def _detail(words: Words) -> str:
    return (
        _lines_table(words, "totaux")
        + paragraph("Aprstableau")
        + _when("avoirs", _p(words.table.credits_deducted))
        + _when("a_echoir", _p(words.table.not_yet_due))
    )


def _payment(words: Words) -> str:
    """Where to pay, with the QR code of the transfer when there is one; a letter with a draft asks for the draft alone."""
    payment = words.payment
    owner = paragraph("Lignetableau", f"{payment.owner}{{{{ societe.nom }}}}")
    iban = paragraph("Lignetableau", f"{payment.iban}{{{{ societe.iban }}}}")
    bic = paragraph("Lignetableau", f"{payment.bic}{{{{ societe.bic }}}}")
    reference = paragraph("Lignetableau", f"{payment.reference}{{{{ reference }}}}")
    plain = table("Cadre", (4819, 4819), [row([cell(4819, owner + iban), cell(4819, bic + reference)])])
    advice = paragraph("Lignetableau", payment.code)
    columns = (7938, 1700)
    coded = table(
        "Cadre",
        columns,
        [
            row(
                [
                    cell(columns[0], owner + iban + bic + reference + advice),
                    cell(columns[1], paragraph("Codedevirement", "{{ qr }}")),
                ]
            )
        ],
    )
    return _when(
        "societe.iban and not traite",
        paragraph("Titretableau", payment.title),
        _when("qr", coded),
        _when("not qr", plain),
        paragraph("Aprstableau"),
    )


def _mandated(words: Words) -> str:
    """The firm's own block: its name and address, and for whom it writes."""
    return _when("cabinet", _p(words.mandated))


def _closing(words: Words, last: str) -> str:
    """The last paragraph, the closing and the signature: one row, for no page may bear the closing alone.

    « Keep with next » alone would do in Word; LibreOffice forgets it where a table follows, as the bill of exchange does.
    """
    signature = runs("{{ societe.nom }}") + "<w:r><w:br/><w:br/><w:br/></w:r>" + runs("{{ societe.signataire }}")
    texts = (
        paragraph("Dernierparagraphe", last),
        paragraph("Formuledepolitesse", words.closing),
        paragraph("Signature1", inner=signature),
    )
    return table("Sanscadre", (PAGE_WIDTH,), [row([cell(PAGE_WIDTH, "".join(texts))])])


def _charges(words: Words) -> str:
    """Late interest and recovery fee, by option of the level, as the law grants them to this customer."""
    charges = words.charges
    return (
        _when(f"client.professionnel and ({CHARGED})", _p(charges.business))
        + _when(f"client.public and ({CHARGED})", _p(charges.public))
        + _when("penalites and not client.particulier", _p(charges.amounts))
    )


def _end(words: Words) -> str:
    """The bill of exchange to sign and return (S3-09, S3-10; C. com. L511-1), and the statement of account (S0-26).

    The last paragraph is under no condition: it carries the section of its letter in a print run.  It is next to nothing
    high, for it must not need a page of its own after a page that is full.
    """
    return (
        _when(
            "traite",
            paragraph("Aprstableau"),
            table("Cadre", (3400, 3119, 3119), _draft_rows(words.draft, words.page.address_end)),
        )
        + _when("releve", paragraph("Titreannexe", words.annex), _lines_table(words, "releve"))
        + paragraph("Findelettre")
    )


def _draft_rows(draft: DraftWords, address_end: str) -> list[str]:
    left, middle, right = 3400, 3119, 3119
    company, drawee = (paragraph("Traitetexte", f"{{{{ {name} }}}}") for name in ("societe.nom", "client.nom"))
    return [
        row([cell(9638, paragraph("Traitetitre", draft.title) + paragraph("Traitetexte", draft.order), 3)]),
        row(
            [
                cell(left, _box(draft.created, draft.place_and_date)),
                cell(middle, _box(draft.maturity, "**{{ traite.echeance|date_longue }}**")),
                cell(right, _box(draft.amount, "**{{ traite.montant|montant(traite.devise) }}**")),
            ]
        ),
        row([cell(9638, _box(draft.words, "{{ traite.lettres }}"), 3)]),
        row(
            [
                cell(left, _looped(draft.drawee, drawee, "client.rue_et_ville", "")),
                cell(middle, _box(draft.domicile, "", "", "")),
                cell(right, _looped(draft.drawer, company, "societe.adresse", address_end)),
            ],
        ),
        row(
            [
                cell(left, _box(draft.reference, "{{ reference }}")),
                cell(middle, _box(draft.acceptance, "")),
                cell(right, _box(draft.signature, "")),
            ],
            height=1100,
        ),
    ]


def _box(title: str, *texts: str) -> str:
    return paragraph("Traiteintitul", title) + "".join(paragraph("Traitetexte", text) for text in texts)


def _looped(title: str, first: str, source: str, end: str) -> str:
    """A box whose lines are a list's, `end` standing after each."""
    return (
        paragraph("Traiteintitul", title)
        + first
        + paragraph("Traitetexte", f"{{%p for ligne in {source} %}}")
        + paragraph("Traitetexte", f"{{{{ ligne }}}}{end}")
        + paragraph("Traitetexte", "{%p endfor %}")
    )
