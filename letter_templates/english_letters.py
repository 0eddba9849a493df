"""The letters in English, written to be posted by a French company to a customer abroad.

French law applies to the debt, so its articles are quoted, each code named as French; « mise en demeure » stands once
beside « formal notice », for it is the term that a French court looks for (C. civ. 1344).  A bill of exchange must bear
its name in the language that it is written in (C. com. L511-1, 1°): here « bill of exchange ».  The terms of the
charges are those of Directive 2011/7/EU in English, which articles L441-10 and L2192-13 carry out.
"""

from __future__ import annotations

import letter_words as say
from letter_words import NB

FROM_FRANCE = say.from_abroad("France")
"""The country of the company, for a letter that crosses a border; not twice when its address names it."""

NO_RATE = (
    "{% if penalites.majoration %} (the ECB rate plus {{ penalites.majoration }} points, half-year by half-year)"
    "{% else %} (at the rate in force in each half-year){% endif %}"
)
"""For a rate that changed during the delay."""

ADDED = (
    " in principal, together with {% if penalites.interets %}the interest{% if penalites.indemnite %} and {% endif %}"
    "{% endif %}{% if penalites.indemnite %}the compensation{% endif %} set out below, making **{{ a_regler }}** in all"
)
"""What a formal notice adds to the principal: the debtor must know which sum stops the proceedings."""

OVERDUE_ONES = "{% if nombre_echues == 1 %}the overdue invoice{% else %}the overdue invoices{% endif %} listed below"
"""The invoices claimed, in a letter that recalls others not yet due."""

COMMERCIAL, PROCUREMENT = "the French Commercial Code", "the French Public Procurement Code"

WORDS = say.Words(
    locale=say.Locale(suffix=".en", language="en-GB", decimal=".", separator=","),
    page=say.PageWords(
        logo="Company logo",
        telephone="Telephone: ",
        address_end=f"{{% if loop.last %}}{FROM_FRANCE}{{% endif %}}",
        follow="{{ societe.nom }} – our letter of {{ date|date_longue }} to {{ client.nom }} (ref. {{ reference }})",
        legal=(
            f"{{{{ societe.nom }}}}{{% if societe.adresse_ligne %}} – {{{{ societe.adresse_ligne }}}}{FROM_FRANCE}"
            "{% endif %}{% if societe.siren %} – French company number (SIREN) {{ societe.siren }}{% endif %}"
        ),
        page="Page ",
    ),
    top=say.TopWords(
        reference="Our reference: ",
        account="Your account: {{ client.code }} – {{ client.nom }}",
        contact=(
            "{% if gestionnaire.nom %}Contact: {{ gestionnaire.nom }}{% endif %}",
            "{% if gestionnaire.telephone %}Direct line: {{ gestionnaire.telephone }}{% endif %}",
            "{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}",
        ),
        place_and_date="{% if lieu %}{{ lieu }}, {% endif %}{{ date|date_longue }}",
        registered=(
            "REGISTERED LETTER WITH ACKNOWLEDGEMENT OF RECEIPT"
            f"{{% if recommande %}} No.{NB}{{{{ recommande }}}}{{% endif %}}"
        ),
        subject="Subject: ",
        salutation="Dear Sir or Madam,",
    ),
    table=say.TableWords(
        widths=(2120, 1140, 1140, 680, 1560, 1438, 1560),
        titles=("Invoice", "Date", "Due date", "Days late", "Amount incl. VAT", "Already paid", "Balance due"),
        late="{{ ligne.retard }}",
        total="Total{% if TOTALS|length > 1 %} in {{ groupe.devise }}{% endif %}",
        overdue="Of which overdue to date",
        credits_deducted="Credit notes, deposits and payments in your favour are deducted from this statement.",
        not_yet_due=(
            "Invoices without days late are not yet due; they are shown for information, and their payment is not requested "
            "by this letter."
        ),
    ),
    payment=say.PaymentWords(
        title="Payment by bank transfer",
        owner="**Account holder**: ",
        iban="**IBAN**: ",
        bic="**BIC**: ",
        reference="**Reference to quote**: ",
        code="This code prepares the transfer of {{ a_regler }} in your banking app (SEPA area).",
    ),
    charges=say.ChargesWords(
        business=(
            "Please note that any late payment automatically gives rise, without a reminder being necessary, to "
            f"{{% if niveau.penalites %}}interest for late payment (article L.{NB}441-10 of {COMMERCIAL})"
            "{% if niveau.indemnite %} and to {% endif %}{% endif %}{% if niveau.indemnite %}fixed compensation for "
            f"recovery costs of {{{{ indemnite }}}} per invoice (articles L.{NB}441-10 and D.{NB}441-5 of {COMMERCIAL}){{% endif %}}."
        ),
        public=(
            "Please note that exceeding the time allowed for payment automatically gives rise, without further "
            f"formality, to {{% if niveau.penalites %}}interest for late payment (articles L.{NB}2192-13 and R.{NB}2192-31 of "
            f"{PROCUREMENT}){{% if niveau.indemnite %}} and to {{% endif %}}{{% endif %}}{{% if niveau.indemnite %}}fixed "
            f"compensation for recovery costs of {{{{ indemnite }}}} per invoice (articles L.{NB}2192-13 and D.{NB}2192-35 of {PROCUREMENT})"
            "{% endif %}."
        ),
        amounts=(
            "At the date of this letter, {% if penalites.interets %}interest for late payment amounts to "
            "{{ penalites.interets }}{% if penalites.taux %} (annual rate of {{ penalites.taux|taux }})"
            f"{{% else %}}{NO_RATE}{{% endif %}}"
            "{% if penalites.indemnite %} and {% endif %}{% endif %}{% if penalites.indemnite %}compensation for recovery "
            "costs {% if not penalites.interets %}amounts {% endif %}to {{ penalites.indemnite|montant('EUR') }} "
            f"({{{{ penalites.factures }}}} {{{{ penalites.factures|pluriel('invoice') }}}}{NB}×{NB}{{{{ indemnite }}}}){{% endif %}}, "
            "making, with the principal, a total to pay of **{{ a_regler }}**."
            "{% if penalites.interets %} Interest continues to accrue until payment in full.{% endif %}"
        ),
    ),
    draft=say.DraftWords(
        sentence=(
            "After this letter you will find a bill of exchange for {{ traite.montant|montant(traite.devise) }}, "
            "payable on {{ traite.echeance|date_longue }}. Please return it to us dated and signed as accepted, in "
            "settlement of this sum."
        ),
        title="BILL OF EXCHANGE",
        order=(
            "Against this **BILL OF EXCHANGE**, stipulated **WITHOUT PROTEST**, pay to the order of **{{ societe.nom }}** "
            "the sum stated below."
        ),
        created="PLACE AND DATE OF ISSUE",
        place_and_date="{% if lieu %}{{ lieu }}, {% endif %}{{ date|date_longue }}",
        maturity="PAYABLE ON",
        amount="AMOUNT",
        words="AMOUNT IN WORDS",
        drawee="DRAWEE (NAME AND ADDRESS)",
        domicile="PLACE OF PAYMENT (BANK) AND IBAN OF THE DRAWEE",
        drawer="DRAWER",
        reference="REFERENCE OF THE DRAWEE",
        acceptance="ACCEPTANCE OR GUARANTEE: DATE AND SIGNATURE OF THE DRAWEE",
        signature="SIGNATURE OF THE DRAWER",
    ),
    first=say.FirstWords(
        title="Payment reminder",
        subject="Payment reminder",
        overdue=(
            "According to our records, {% if a_echoir %}we have not yet received payment of "
            f"{OVERDUE_ONES}{{% elif nombre == 1 %}}the following invoice has fallen due and we do not appear to "
            "have received your payment{% else %}the following invoices have fallen due and we do not appear to have "
            "received your payment{% endif %}. Your account therefore shows an overdue balance of **{{ echu }}**."
        ),
        to_come=(
            "May we remind you that {% if nombre == 1 %}the following invoice will shortly fall due{% else %}the following "
            "invoices will shortly fall due{% endif %}."
        ),
        request=(
            "This is no doubt an oversight. We should be grateful if you would settle this balance "
            "{% if delai %}by **{{ delai|date_longue }}**{% else %}as soon as possible{% endif %}."
        ),
    ),
    second=say.SecondWords(
        title="Second reminder",
        subject="Second reminder – overdue payment",
        overdue=(
            "{% if derniere_relance %}Despite our reminder of {{ derniere_relance|date_longue }}, and unless{% else %}Unless"
            f"{{% endif %}} we are mistaken, {{% if a_echoir %}}{OVERDUE_ONES} "
            "{% if nombre_echues == 1 %}remains unpaid{% else %}remain unpaid{% endif %}{% elif nombre == 1 %}the following "
            "invoice remains unpaid{% else %}the following invoices remain unpaid{% endif %}. The overdue balance of your "
            "account stands at **{{ echu }}**."
        ),
        request=(
            "This delay is causing us difficulties. We must ask you to {% if traite %}return the enclosed bill of exchange, "
            "accepted,{% else %}let us have your payment{% endif %} "
            "{% if delai %}by **{{ delai|date_longue }}**{% else %}without further delay{% endif %}. If there is a problem "
            "or a disagreement behind it, please tell us at once, so that we can find a solution together."
        ),
        warning=(
            "Should we receive neither payment nor a reply from you, we would be obliged to serve you with a formal notice "
            "to pay."
        ),
        public_warning=(
            "Should payment not be authorised, or should we receive no reply from you, we would be obliged to serve you "
            "with a formal notice to pay. If any document is missing for {% if nombre == 1 %}this invoice{% else %}these "
            "invoices{% endif %} to be processed, please let us know."
        ),
    ),
    third=say.ThirdWords(
        title="Formal notice to pay",
        subject="**FORMAL NOTICE TO PAY**",
        overdue=(
            "{% if derniere_relance %}{% if rappels > 1 %}Despite our reminders, the last of which is dated{% else %}Despite our "
            f"reminder of{{% endif %}} {{{{ derniere_relance|date_longue }}}}, {{% else %}}To date, {{% endif %}}{{% if a_echoir %}}{OVERDUE_ONES} "
            "{% if nombre_echues == 1 %}remains unpaid{% else %}remain unpaid{% endif %}{% elif nombre == 1 %}the following "
            "invoice, "
            "which is overdue, remains unpaid{% else %}the following invoices, which are overdue, remain unpaid"
            "{% endif %}:"
        ),
        notice=(
            "Accordingly, **we hereby give you formal notice** (mise en demeure){% if not client.public %}, within the meaning of "
            "article 1344 of the French Civil Code,{% endif %} to pay us "
            f"{{% if devises_echues > 1 %}}the sums{{% else %}}the sum{{% endif %}} of {{% if penalites %}}{{{{ echu }}}}{ADDED},"
            "{% else %}**{{ echu }}**{% endif %}{% if delai %}{% if delai_jours %} within "
            "{{ delai_jours }} {{ delai_jours|pluriel('day') }} of the date of this letter{% if delai_reporte %}, extended to the "
            "next working day{% endif %}, that is,{% endif %} by **{{ delai|date_longue }}** at the "
            "latest{% else %} upon receipt of this letter{% endif %}."
        ),
        consumer_interest=(
            "This formal notice causes interest at the statutory rate to accrue (articles 1231-6 and 1344-1 of the French "
            "Civil Code)."
        ),
        proceedings=(
            "Failing payment in full{% if delai %} within this time{% endif %}, we will, without further notice, "
            "{% if client.public %}use the remedies that French law grants to creditors of public bodies{% else %}bring legal "
            "proceedings before the competent court to recover our claim{% if client.professionnel %}, and will seek "
            "interest and costs in addition to the principal{% endif %}{% endif %}."
        ),
        last_chance=(
            "{% if delai %}Until then we{% else %}We{% endif %} remain at your disposal to settle this matter amicably{% if gestionnaire.telephone %}, on "
            "{{ gestionnaire.telephone }}{% endif %}."
        ),
    ),
    bill=say.BillWords(
        title="Bill of exchange to be returned accepted",
        subject="Bill of exchange to be returned to us accepted",
        sent=(
            "{% if traite.envoyee_le %}On {{ traite.envoyee_le|date_longue }} we sent you{% else %}We have sent you"
            "{% endif %} the following bill of exchange for acceptance. {% if traite.relances %}Despite our reminder"
            "{% if derniere_relance %} of {{ derniere_relance|date_longue }}{% endif %}, and unless{% else %}Unless"
            "{% endif %} we are mistaken, it has not yet been returned to us."
        ),
        columns=("Bill of exchange", "Drawn on", "Payable on", "Amount"),
        request=(
            "Please return it to us without delay, dated and bearing your acceptance, together with the details of the bank "
            "at which it is to be paid."
        ),
        difficulty=(
            "If anything stands in the way of your acceptance, or if this bill of exchange has not reached you, please let "
            "{% if gestionnaire.nom %}{{ gestionnaire.nom }}{% else %}us{% endif %} know"
            "{% if gestionnaire.telephone %} on {{ gestionnaire.telephone }}{% endif %}; we will send you a duplicate."
        ),
        crossed="If you have returned it in the meantime, please disregard this letter.",
    ),
    courtesy="Payment due soon",
    crossed="If your payment has crossed with this letter, please disregard this reminder and accept our thanks.",
    questions=(
        "For any question about this statement, {% if gestionnaire.nom %}{{ gestionnaire.nom }}{% else %}we{% endif %} will "
        "be pleased to help{% if gestionnaire.telephone %}, on {{ gestionnaire.telephone }}{% endif %}."
    ),
    closing="Yours faithfully,",
    mandated=(
        "**{{ cabinet.nom }}**{% if cabinet.adresse %}, {{ cabinet.adresse }},{% endif %} writes on behalf of"
        " {{ societe.nom }}, under a mandate of {{ cabinet.mandat|date_longue }}. Payment is still to be made"
        " to {{ societe.nom }}.{% if cabinet.telephone %} Telephone: {{ cabinet.telephone }}.{% endif %}{% if"
        " cabinet.email %} E-mail: {{ cabinet.email }}.{% endif %}"
    ),
    annex="Statement of account {{ client.code }} as at {{ date|date_longue }}",
)
