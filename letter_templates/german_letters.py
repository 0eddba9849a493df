"""The letters in German, from a French company to a customer in Germany, Austria or Switzerland.

French law applies to the debt: its articles are named as French, and « mise en demeure » stands once beside the German
words.  A bill of exchange bears its name in its own language (C. com. L511-1, 1°): « Wechsel ».  The terms of the charges
are those of Directive 2011/7/EU in German.  After the salutation's comma a sentence begins with a small letter.
"""

from __future__ import annotations

import letter_words as say
from letter_words import NB, ONE

FROM_FRANCE = say.from_abroad("Frankreich")
COMMERCIAL = "des französischen Handelsgesetzbuchs, Code de commerce"
PROCUREMENT = "des französischen Vergabegesetzbuchs, Code de la commande publique"
CIVIL = "des französischen Zivilgesetzbuchs, Code civil"
CONTACT = say.contact("unser Haus", "unter")
OVERDUE_ONES = (
    f"{ONE}die unten aufgeführte fällige Rechnung{{% else %}}die unten aufgeführten fälligen Rechnungen{{% endif %}}"
)
ADDED = (
    " Hauptforderung zuzüglich {% if penalites.interets %}der Verzugszinsen{% if penalites.indemnite %} und {% endif %}"
    "{% endif %}{% if penalites.indemnite %}der pauschalen Entschädigung{% endif %}, die nachstehend aufgeführt sind, "
    "insgesamt also **{{ a_regler }}**,"
)

WORDS = say.Words(
    locale=say.Locale(suffix=".de", language="de-DE", decimal=",", separator=";"),
    page=say.PageWords(
        logo="Firmenlogo",
        telephone="Telefon: ",
        address_end=f"{{% if loop.last %}}{FROM_FRANCE}{{% endif %}}",
        follow="{{ societe.nom }} – unser Schreiben vom {{ date|date_longue }} an {{ client.nom }} (Zeichen {{ reference }})",
        legal=(
            f"{{{{ societe.nom }}}}{{% if societe.adresse_ligne %}} – {{{{ societe.adresse_ligne }}}}{FROM_FRANCE}"
            "{% endif %}{% if societe.siren %} – französische Unternehmensnummer (SIREN) {{ societe.siren }}{% endif %}"
        ),
        page="Seite ",
    ),
    top=say.TopWords(
        reference="Unser Zeichen: ",
        account="Ihr Kundenkonto: {{ client.code }} – {{ client.nom }}",
        contact=(
            "{% if gestionnaire.nom %}Ansprechpartner: {{ gestionnaire.nom }}{% endif %}",
            "{% if gestionnaire.telephone %}Durchwahl: {{ gestionnaire.telephone }}{% endif %}",
            "{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}",
        ),
        place_and_date="{% if lieu %}{{ lieu }}, den {% endif %}{{ date|date_longue }}",
        registered=f"EINSCHREIBEN MIT RÜCKSCHEIN{{% if recommande %}} Nr.{NB}{{{{ recommande }}}}{{% endif %}}",
        subject="Betreff: ",
        salutation="Sehr geehrte Damen und Herren,",
    ),
    table=say.TableWords(
        widths=(2120, 1080, 1080, 780, 1560, 1458, 1560),
        titles=(
            "Rechnung",
            "Datum",
            "Fällig am",
            "Tage in Verzug",
            "Betrag inkl. MwSt.",
            "Bereits bezahlt",
            "Offener Betrag",
        ),
        late="{{ ligne.retard }}",
        total="Summe{% if TOTALS|length > 1 %} in {{ groupe.devise }}{% endif %}",
        overdue="Davon bis heute fällig",
        credits_deducted="Gutschriften, Anzahlungen und Zahlungen zu Ihren Gunsten sind in dieser Aufstellung abgezogen.",
        not_yet_due=(
            "Rechnungen ohne Verzugstage sind noch nicht fällig; sie sind nur zu Ihrer Information aufgeführt, ihre Zahlung "
            "wird mit diesem Schreiben nicht verlangt."
        ),
    ),
    payment=say.PaymentWords(
        title="Zahlung per Überweisung",
        owner="**Kontoinhaber**: ",
        iban="**IBAN**: ",
        bic="**BIC**: ",
        reference="**Verwendungszweck**: ",
        code="Mit diesem Code bereitet Ihre Banking-App die Überweisung von {{ a_regler }} vor (SEPA-Raum).",
    ),
    charges=say.ChargesWords(
        business=(
            "Wir weisen darauf hin, dass bei Zahlungsverzug von Rechts wegen und ohne Mahnung {% if niveau.penalites %}"
            f"Verzugszinsen (Artikel L.{NB}441-10 {COMMERCIAL}){{% if niveau.indemnite %}} und {{% endif %}}{{% endif %}}"
            f"{{% if niveau.indemnite %}}eine pauschale Entschädigung für Beitreibungskosten von {{{{ indemnite }}}} je Rechnung "
            f"(Artikel L.{NB}441-10 und D.{NB}441-5 {COMMERCIAL}){{% endif %}} "
            "{% if niveau.penalites %}fällig werden{% else %}fällig wird{% endif %}."
        ),
        public=(
            "Wir weisen darauf hin, dass bei Überschreitung der Zahlungsfrist von Rechts wegen und ohne weitere Formalität "
            f"{{% if niveau.penalites %}}Verzugszinsen (Artikel L.{NB}2192-13 und R.{NB}2192-31 {PROCUREMENT})"
            "{% if niveau.indemnite %} und {% endif %}{% endif %}{% if niveau.indemnite %}eine pauschale Entschädigung für "
            f"Beitreibungskosten von {{{{ indemnite }}}} je Rechnung (Artikel L.{NB}2192-13 und D.{NB}2192-35 {PROCUREMENT})"
            "{% endif %} {% if niveau.penalites %}fällig werden{% else %}fällig wird{% endif %}."
        ),
        amounts=(
            "Zum Datum dieses Schreibens belaufen sich {% if penalites.interets %}die Verzugszinsen auf "
            "{{ penalites.interets }}{% if penalites.taux %} (Jahressatz {{ penalites.taux|taux }})"
            f"{{% elif penalites.majoration %}} (EZB-Satz zuzüglich {{{{ penalites.majoration }}}}{NB}Prozentpunkte, je Halbjahr)"
            "{% else %} (zu dem im jeweiligen Halbjahr geltenden Satz){% endif %}{% if penalites.indemnite %} und {% endif %}"
            "{% endif %}{% if penalites.indemnite %}die pauschalen Beitreibungskosten auf "
            "{{ penalites.indemnite|montant('EUR') }} "
            f"({{{{ penalites.factures }}}}{NB}{{{{ penalites.factures|pluriel('Rechnung', 'Rechnungen') }}}}{NB}×{NB}{{{{ indemnite }}}})"
            "{% endif %}; mit der Hauptforderung sind damit insgesamt **{{ a_regler }}** zu zahlen."
            "{% if penalites.interets %} Die Zinsen laufen bis zur vollständigen Zahlung weiter.{% endif %}"
        ),
    ),
    draft=say.DraftWords(
        sentence=(
            "Im Anschluss an dieses Schreiben finden Sie einen Wechsel über {{ traite.montant|montant(traite.devise) }}, zahlbar am "
            "{{ traite.echeance|date_longue }}. Bitte senden Sie ihn datiert und mit Ihrem Annahmevermerk unterschrieben zum "
            "Ausgleich dieses Betrags an uns zurück."
        ),
        title="WECHSEL",
        order=(
            "Gegen diesen **WECHSEL**, **OHNE PROTEST**, zahlen Sie an die Order von **{{ societe.nom }}** den unten "
            "angegebenen Betrag."
        ),
        created="ORT UND TAG DER AUSSTELLUNG",
        place_and_date="{% if lieu %}{{ lieu }}, den {% endif %}{{ date|date_longue }}",
        maturity="ZAHLBAR AM",
        amount="BETRAG",
        words="BETRAG IN WORTEN",
        drawee="BEZOGENER (NAME UND ANSCHRIFT)",
        domicile="ZAHLUNGSORT (BANK) UND IBAN DES BEZOGENEN",
        drawer="AUSSTELLER",
        reference="ZEICHEN DES BEZOGENEN",
        acceptance="ANNAHME ODER BÜRGSCHAFT: DATUM UND UNTERSCHRIFT DES BEZOGENEN",
        signature="UNTERSCHRIFT DES AUSSTELLERS",
    ),
    first=say.FirstWords(
        title="Zahlungserinnerung",
        subject="Zahlungserinnerung",
        overdue=(
            "nach unseren Unterlagen {% if a_echoir %}haben wir für "
            f"{OVERDUE_ONES} noch keine Zahlung erhalten{{% elif nombre == 1 %}}ist die folgende Rechnung fällig, und ihre "
            "Zahlung ist bei uns noch nicht eingegangen{% else %}sind die folgenden Rechnungen fällig, und ihre Zahlung ist "
            "bei uns noch nicht eingegangen{% endif %}. Ihr Konto weist damit einen fälligen Saldo von **{{ echu }}** auf."
        ),
        to_come=(
            "wir erlauben uns, Sie daran zu erinnern, dass {% if nombre == 1 %}die folgende Rechnung demnächst fällig wird"
            "{% else %}die folgenden Rechnungen demnächst fällig werden{% endif %}."
        ),
        request=(
            "Sicherlich handelt es sich um ein Versehen. Wir bitten Sie, diesen Saldo "
            "{% if delai %}bis spätestens **{{ delai|date_longue }}**{% else %}so bald wie möglich{% endif %} auszugleichen."
        ),
    ),
    second=say.SecondWords(
        title="Zweite Zahlungserinnerung",
        subject="Zweite Zahlungserinnerung – überfällige Zahlung",
        overdue=(
            "{% if derniere_relance %}trotz unserer Erinnerung vom {{ derniere_relance|date_longue }} und, {% endif %}sofern "
            "uns kein Irrtum unterlaufen ist, "
            f"{{% if a_echoir %}}{ONE}ist{{% else %}}sind{{% endif %}} {OVERDUE_ONES}{{% elif nombre == 1 %}}ist die folgende "
            "Rechnung{% else %}sind die folgenden Rechnungen{% endif %} weiterhin unbezahlt. Der fällige Saldo Ihres Kontos "
            "beläuft sich auf **{{ echu }}**."
        ),
        request=(
            "Dieser Verzug bereitet uns Schwierigkeiten. Wir fordern Sie auf, uns Ihre Zahlung "
            "{% if delai %}bis spätestens **{{ delai|date_longue }}**{% else %}unverzüglich{% endif %} zukommen zu lassen. "
            "Falls ein Problem oder eine Meinungsverschiedenheit der Grund ist, teilen Sie uns dies bitte sofort mit, damit "
            "wir gemeinsam eine Lösung finden."
        ),
        warning=(
            "Sollten wir weder eine Zahlung noch eine Antwort von Ihnen erhalten, sähen wir uns gezwungen, Ihnen eine förmliche "
            "Mahnung zuzustellen."
        ),
        public_warning=(
            "Sollte die Zahlung nicht angewiesen werden oder sollten wir keine Antwort von Ihnen erhalten, sähen wir uns "
            "gezwungen, Ihnen eine förmliche Mahnung zuzustellen. Falls für die Bearbeitung {% if nombre_echues == 1 %}dieser "
            "Rechnung{% else %}dieser Rechnungen{% endif %} ein Beleg fehlt, geben Sie uns bitte Bescheid."
        ),
    ),
    third=say.ThirdWords(
        title="Förmliche Mahnung",
        subject="**FÖRMLICHE MAHNUNG**",
        overdue=(
            "{% if derniere_relance %}{% if rappels > 1 %}trotz unserer Erinnerungen, zuletzt vom {{ derniere_relance|date_longue }}, {% else %}trotz unserer "
            "Erinnerung vom {{ derniere_relance|date_longue }} {% endif %}{% else %}bis heute "
            f"{{% endif %}}{{% if a_echoir %}}{ONE}ist{{% else %}}sind{{% endif %}} {OVERDUE_ONES}{{% elif nombre == 1 %}}ist die "
            "folgende fällige Rechnung{% else %}sind die folgenden fälligen Rechnungen{% endif %} unbezahlt:"
        ),
        notice=(
            f"**Wir mahnen Sie hiermit förmlich** (mise en demeure{{% if not client.public %}} im Sinne von Artikel 1344 {CIVIL}{{% endif %}}) und fordern Sie auf, uns "
            f"{{% if penalites %}}{{{{ echu }}}}{ADDED}{{% else %}}**{{{{ echu }}}}**{{% endif %}}{{% if delai %}} "
            "{% if delai_jours %}innerhalb von {{ delai_jours }} {{ delai_jours|pluriel('Tag', 'Tagen') }} ab dem Datum "
            "dieses Schreibens{% if delai_reporte %}, verlängert bis zum nächsten Werktag{% endif %}, das heißt {% endif %}"
            "bis spätestens **{{ delai|date_longue }}**{% if delai_jours %},{% endif %}{% else %} sofort nach Erhalt dieses "
            "Schreibens{% endif %} zu zahlen."
        ),
        consumer_interest=(
            f"Mit dieser Mahnung beginnt der Lauf der Zinsen zum gesetzlichen Satz (Artikel 1231-6 und 1344-1 {CIVIL})."
        ),
        proceedings=(
            "Sollte die vollständige Zahlung {% if delai %}innerhalb dieser Frist {% endif %}ausbleiben, werden wir "
            "{% if client.public %}ohne weitere Ankündigung die Rechte wahrnehmen, die das französische Recht den Gläubigern "
            "öffentlicher Auftraggeber einräumt{% else %}unsere Forderung ohne weitere Ankündigung vor dem zuständigen Gericht "
            "geltend machen{% if client.professionnel %} und neben der Hauptforderung Zinsen und Kosten verlangen{% endif %}"
            "{% endif %}."
        ),
        last_chance=(
            "{% if delai %}Bis dahin stehen{% else %}Weiterhin stehen{% endif %} wir für eine gütliche Regelung zur Verfügung"
            "{% if gestionnaire.telephone %}, telefonisch unter {{ gestionnaire.telephone }}{% endif %}."
        ),
    ),
    bill=say.BillWords(
        title="Wechsel, mit Annahme zurückzusenden",
        subject="Wechsel, mit Ihrer Annahme an uns zurückzusenden",
        sent=(
            "{% if traite.envoyee_le %}am {{ traite.envoyee_le|date_longue }} haben wir Ihnen{% else %}wir haben Ihnen"
            "{% endif %} den folgenden Wechsel zur Annahme übersandt. {% if traite.relances %}Trotz unserer Erinnerung"
            "{% if derniere_relance %} vom {{ derniere_relance|date_longue }}{% endif %} haben wir ihn{% else %}Wir haben ihn"
            "{% endif %} bis heute nicht zurückerhalten, sofern uns kein Irrtum unterlaufen ist."
        ),
        columns=("Wechsel", "Ausgestellt am", "Zahlbar am", "Betrag"),
        request=(
            "Bitte senden Sie ihn unverzüglich datiert und mit Ihrem Annahmevermerk an uns zurück und nennen Sie uns die Bank, "
            "bei der er zahlbar sein soll."
        ),
        difficulty=(
            "Falls Ihrer Annahme etwas entgegensteht oder dieser Wechsel nicht bei Ihnen eingegangen ist, wenden Sie sich bitte "
            f"an {CONTACT}; wir senden Ihnen eine Zweitschrift."
        ),
        crossed="Sollten Sie ihn inzwischen zurückgesandt haben, betrachten Sie dieses Schreiben bitte als gegenstandslos.",
    ),
    courtesy="Demnächst fällige Zahlung",
    crossed=(
        "Sollte sich Ihre Zahlung mit diesem Schreiben überschnitten haben, betrachten Sie es bitte als gegenstandslos; wir "
        "danken Ihnen."
    ),
    questions=f"Für Fragen zu dieser Aufstellung wenden Sie sich bitte an {CONTACT}.",
    closing="Mit freundlichen Grüßen",
    mandated=(
        "**{{ cabinet.nom }}**{% if cabinet.adresse %}, {{ cabinet.adresse }},{% endif %} schreibt Ihnen im "
        "Auftrag von {{ societe.nom }}, gemäß Vollmacht vom {{ cabinet.mandat|date_longue }}. Ihre Zahlung "
        "ist weiterhin an {{ societe.nom }} zu leisten.{% if cabinet.telephone %} Telefon: {{ "
        "cabinet.telephone }}.{% endif %}{% if cabinet.email %} E-Mail: {{ cabinet.email }}.{% endif %}"
    ),
    annex="Kontoauszug {{ client.code }} zum {{ date|date_longue }}",
    mail=say.MailWords(
        as_message=(("dieses Schreibens", "dieser Nachricht"), ("diesem Schreiben", "dieser Nachricht")),
        subject="Betreff",
        account="Ihr Kundenkonto: {{ client.code }}",
        item="Beleg",
        dated="vom {{ ligne.date|date_courte }}",
        due="fällig am {{ ligne.echeance|date_courte }}",
        late="{{ ligne.retard }} {{ ligne.retard|pluriel('Tag', 'Tage') }} in Verzug",
        paid="bezahlt {{ ligne.regle|montant(ligne.devise) }}",
        balance="offen {{ ligne.solde|montant(ligne.devise) }}",
        overdue_on="{{ echu }} fällig am {{ date|date_courte }}",
        for_information="Diese Nachricht dient nur zur Information: Es ist nichts in Verzug.",
        proceedings=(
            "Sollte die vollständige Zahlung {% if delai %}innerhalb dieser Frist {% endif %}ausbleiben, behalten wir uns vor, "
            "ohne weitere Ankündigung alle zur Beitreibung unserer Forderung geeigneten Schritte einzuleiten."
        ),
        attachments="Anlagen: ",
        crossed=(
            "Sollte sich Ihre Zahlung mit dieser Nachricht überschnitten haben, betrachten Sie sie bitte als gegenstandslos; "
            "wir danken Ihnen."
        ),
        questions=(
            f"Für Fragen zu dieser Aufstellung wenden Sie sich bitte an {CONTACT}, oder antworten Sie einfach auf diese Nachricht."
        ),
    ),
)
