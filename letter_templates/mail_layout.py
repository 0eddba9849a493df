"""The messages of a language, made from its letters' words: the frame and three levels, each as HTML and as plain text.

The frame in HTML is the French one with its blocks filled.  A message says what the letter of its level says, « this
message » standing for « this letter ».
"""

from __future__ import annotations

import re

from letter_words import MailWords, Words

COLOURS = {1: "#1f4e79", 2: "#b45f06", 3: "#9c1c13"}
SMALL = "font-size:12px;line-height:17px"
HEAD = (
    '<th scope="col" align="{side}" style="padding:8px 5px;border-bottom:2px solid {{{{ couleur|default(\'#1f4e79\') }}}};'
    'font-size:12px;line-height:16px;color:#5b6470;font-weight:600;vertical-align:bottom;text-align:{side}">{title}</th>'
)
CHARGED = "(niveau.penalites or niveau.indemnite)"
MARKS = re.compile(r"\*\*(.+?)\*\*")
STRONG = r"<strong>\1</strong>"
TAG_AT_END = re.compile(r" %\}$")
ORIGINAL = (
    "{% if ligne.origine %}" + f'<br><span style="{SMALL};color:#5b6470">{{{{ ligne.origine }}}}</span>' + "{% endif %}"
)
IS_NOT_INVOICE = "{% if not ligne.nature == 'Facture' %}"


def messages(words: Words) -> dict[str, str]:
    """The text of each file by its name; nothing for a language whose messages are written by hand."""
    if words.mail is None:
        return {}
    suffix = words.locale.suffix
    made = {
        f"mail_base{suffix}.html": _html_frame(words, words.mail),
        f"mail_base{suffix}.txt": _frame(words, words.mail),
    }
    for level, (title, stated, rest) in _levels(words, words.mail).items():
        made[f"mail_{level}{suffix}.html"] = _message(suffix, level, _html(stated), _html(rest))
        made[f"mail_{level}{suffix}.txt"] = _text_message(words, title, _plain(stated), _plain(rest))
    return made


def _levels(words: Words, mail: MailWords) -> dict[int, tuple[str, list[str], list[str]]]:
    """The title of each level, the paragraphs above the lines, and those below; a bare tag is a paragraph too."""
    first, second, third = words.first, words.second, words.third
    own = _charges(words)
    warning = ["{% if not client.public %}", second.warning, "{% else %}", second.public_warning, "{% endif %}"]
    interest = ["{% if client.particulier %}", third.consumer_interest, "{% endif %}"]
    bodies = {
        1: (first.title, first.overdue, [first.request, *own]),
        2: (second.title, second.overdue, [second.request, *own, *warning]),
        3: (third.title, third.overdue, [third.notice, *own, *interest, mail.proceedings]),
    }
    to_come = f"{first.to_come} {mail.for_information}"
    return {
        level: (
            title,
            _said(mail, ["{% if echu %}", overdue, "{% else %}", to_come, "{% endif %}"]),
            _said(mail, ["{% if echu %}", *rest, "{% endif %}"]),
        )
        for level, (title, overdue, rest) in bodies.items()
    }


def _charges(words: Words) -> list[str]:
    charges = words.charges
    end = "{% endif %}"
    return [
        *(f"{{% if client.professionnel and {CHARGED} %}}", charges.business, end),
        *(f"{{% if client.public and {CHARGED} %}}", charges.public, end),
        *("{% if penalites and not client.particulier %}", charges.amounts, end),
    ]


def _said(mail: MailWords, texts: list[str]) -> list[str]:
    for letter, message in mail.as_message:
        texts = [text.replace(letter, message) for text in texts]
    return texts


def _html(texts: list[str]) -> str:
    return "\n".join(text if _is_tag(text) else _paragraph(text) for text in texts)


def _paragraph(text: str) -> str:
    return f'<p style="margin:0 0 14px 0">{MARKS.sub(STRONG, text)}</p>'


def _plain(texts: list[str]) -> str:
    return "\n".join(text if _is_tag(text) else TAG_AT_END.sub(" +%}", _unmarked(text)) + "\n" for text in texts)


def _is_tag(text: str) -> bool:
    return bool(re.fullmatch(r"\{% (?:if [^%]*|else|endif) %\}", text))


def _message(suffix: str, level: int, stated: str, rest: str) -> str:
    return (
        f"{{% extends \"mail_base{suffix}.html\" %}}\n{{% set couleur = '{COLOURS[level]}' %}}\n"
        f"{_block('texte', stated)}{_block('suite', rest)}"
    )


def _text_message(words: Words, title: str, stated: str, rest: str) -> str:
    subject = f"{{% if echu %}}{title}{{% else %}}{words.courtesy}{{% endif %}} – {{{{ factures }}}}"
    return (
        f'{{% extends "mail_base{words.locale.suffix}.txt" %}}\n{{% block objet %}}{subject}{{% endblock %}}\n'
        f"{_block('texte', stated)}{_block('suite', rest)}"
    )


def _block(name: str, inner: str) -> str:
    return f"{{% block {name} %}}\n{inner}\n{{% endblock %}}\n"


def _html_frame(words: Words, mail: MailWords) -> str:
    """The French frame, its blocks filled."""
    titles = words.table.titles
    heads = ((mail.item, "left"), (titles[2], "left"), (titles[4], "right"), (titles[6], "right"))
    payment = words.payment
    blocks = {
        "langue": words.locale.language[:2],
        "apercu": f"{{% if echu %}}{mail.overdue_on}{{% else %}}{{{{ total }}}}{{% endif %}}",
        "references": f"{words.top.reference}{{{{ reference }}}}{{% if client.code %}} – {mail.account}{{% endif %}}",
        "salutation": words.top.salutation,
        "titres": "\n".join(HEAD.format(side=side, title=title) for title, side in heads),
        "ligne_piece scoped": (
            f"{IS_NOT_INVOICE}{_under('{{ ligne.nature }}')}{{% endif %}}"
            f"{{% if ligne.date %}}{_under(mail.dated)}{{% endif %}}{ORIGINAL}"
        ),
        "ligne_retard scoped": f"{{% if ligne.retard %}}{_under(mail.late, '#a3261a')}{{% endif %}}",
        "ligne_regle scoped": f"{{% if ligne.regle %}}{_under(mail.paid)}{{% endif %}}",
        "ligne_total scoped": words.table.total.replace("TOTALS", "totaux"),
        "ligne_echu scoped": words.table.overdue,
        "precisions": _html(_notes(words, mail)),
        "virement": (
            f"<strong>{payment.title}</strong><br>\n{_unmarked(payment.owner)}{{{{ societe.nom }}}}<br>\n"
            f"{_unmarked(payment.iban)}<strong>{{{{ societe.iban }}}}</strong><br>\n{{% if societe.bic %}}\n"
            f"{_unmarked(payment.bic)}{{{{ societe.bic }}}}<br>\n{{% endif %}}\n"
            f"{_unmarked(payment.reference)}<strong>{{{{ reference }}}}</strong>"
        ),
        "pieces_jointes": mail.attachments,
        "croise": f"{mail.crossed} ",
        "questions": mail.questions,
        "politesse": words.closing,
        "pays_societe": words.page.address_end.replace("{% if loop.last %}", "").removesuffix("{% endif %}"),
    }
    filled = "".join(
        _block(name, text) if "\n" in text or name == "precisions" else f"{{% block {name} %}}{text}{{% endblock %}}\n"
        for name, text in blocks.items()
    )
    return f'{{% extends "mail_base.html" %}}\n{filled}'


def _under(text: str, colour: str = "#5b6470") -> str:
    """A second line of a cell."""
    return f'<br><span style="{SMALL};color:{colour}">{text}</span>'


def _unmarked(marked: str) -> str:
    return MARKS.sub(r"\1", marked)


def _notes(words: Words, mail: MailWords) -> list[str]:
    table = words.table
    notes = ["{% if avoirs %}", table.credits_deducted, "{% endif %}"]
    return _said(mail, [*notes, "{% if a_echoir and echu %}", table.not_yet_due, "{% endif %}"])


def _frame(words: Words, mail: MailWords) -> str:
    """The frame in plain text: subject, text of the level, lines, where to pay, signature."""
    total = words.table.total.replace("TOTALS", "totaux")
    country = words.page.address_end.replace("{% if loop.last %}", "").removesuffix("{% endif %}")
    payment = words.payment
    return f"""{mail.subject}: {{% block objet %}}{words.first.title} – {{{{ factures }}}}{{% endblock %}}


{{% block salutation %}}{words.top.salutation}{{% endblock %}}


{{% block texte %}}{{% endblock %}}

{{% for groupe in totaux %}}
{{% for ligne in groupe.lignes %}}
- {{{{ ligne.nature }}}} {{{{ ligne.facture }}}}{{% if ligne.date %}} {mail.dated}{{% endif %}}, {mail.due}{{% if ligne.retard %}} ({mail.late}){{% endif %}}: {{{{ ligne.montant|montant(ligne.devise) }}}}{{% if ligne.origine %}} [{{{{ ligne.origine }}}}]{{% endif %}}{{% if ligne.regle %}}, {mail.paid}, {mail.balance}{{% endif +%}}
{{% endfor %}}
  {total}: {{{{ groupe.solde|montant(groupe.devise) }}}}{{% if echu and not groupe.echu == groupe.solde %}}, {words.table.overdue[0].lower()}{words.table.overdue[1:]}: {{{{ groupe.echu|montant(groupe.devise) }}}}{{% endif +%}}

{{% endfor %}}
{_plain(_notes(words, mail))}

{{% block suite %}}{{% endblock %}}

{{% if societe.iban %}}
{payment.title}
  {_unmarked(payment.owner)}{{{{ societe.nom }}}}
  {_unmarked(payment.iban)}{{{{ societe.iban }}}}
{{% if societe.bic %}}
  {_unmarked(payment.bic)}{{{{ societe.bic }}}}
{{% endif %}}
  {_unmarked(payment.reference)}{{{{ reference }}}}
{{% endif %}}

{{% if pieces %}}
{mail.attachments}{{{{ pieces|join(', ') }}}}

{{% endif %}}
{mail.crossed} {mail.questions}

{words.closing}

{{% if gestionnaire.nom %}}
{{{{ gestionnaire.nom }}}}
{{% endif %}}
{{{{ societe.nom }}}}
{{% if societe.adresse_ligne %}}
{{{{ societe.adresse_ligne }}}}{country.removesuffix("{% endif %}")}{{% endif +%}}
{{% endif %}}
{{% if societe.telephone %}}
{{{{ societe.telephone }}}}
{{% endif %}}
{{% if societe.mentions %}}
{{{{ societe.mentions }}}}
{{% endif %}}
{words.top.reference}{{{{ reference }}}}
"""
