"""The letters in Italian, from a French company to a customer in Italy.

French law applies to the debt: its articles are named as French, and « mise en demeure » stands once beside the Italian
words.  A bill of exchange bears its name in its own language (C. com. L511-1, 1°): « cambiale ».  The terms of the charges
are those of Directive 2011/7/EU in Italian.  After the salutation's comma a sentence begins with a small letter.
"""

from __future__ import annotations

import letter_words as say
from letter_words import NB, ONE

FROM_FRANCE = say.from_abroad("Francia")
COMMERCIAL = "del codice di commercio francese"
PROCUREMENT = "del codice francese dei contratti pubblici"
CIVIL = "del codice civile francese"
CONTACT = say.contact("il nostro ufficio contabilità", "al numero")
OVERDUE_ONES = f"{ONE}la fattura scaduta indicata{{% else %}}le fatture scadute indicate{{% endif %}} di seguito"
OF_OVERDUE_ONES = (
    f"{ONE}della fattura scaduta indicata{{% else %}}delle fatture scadute indicate{{% endif %}} di seguito"
)
ADDED = (
    " a titolo di capitale, oltre {% if penalites.interets %}agli interessi di mora{% if penalites.indemnite %} e {% endif %}"
    "{% endif %}{% if penalites.indemnite %}al risarcimento forfettario{% endif %} indicati di seguito, per un totale di "
    "**{{ a_regler }}**,"
)

WORDS = say.Words(
    locale=say.Locale(suffix=".it", language="it-IT", decimal=",", separator=";"),
    page=say.PageWords(
        logo="Logo della società",
        telephone="Telefono: ",
        address_end=f"{{% if loop.last %}}{FROM_FRANCE}{{% endif %}}",
        follow="{{ societe.nom }} – nostra lettera del {{ date|date_longue }} a {{ client.nom }} (rif. {{ reference }})",
        legal=(
            f"{{{{ societe.nom }}}}{{% if societe.adresse_ligne %}} – {{{{ societe.adresse_ligne }}}}{FROM_FRANCE}"
            "{% endif %}{% if societe.siren %} – numero d’impresa francese (SIREN) {{ societe.siren }}{% endif %}"
        ),
        page="Pagina ",
    ),
    top=say.TopWords(
        reference="Nostro riferimento: ",
        account="Vostro conto cliente: {{ client.code }} – {{ client.nom }}",
        contact=(
            "{% if gestionnaire.nom %}Referente: {{ gestionnaire.nom }}{% endif %}",
            "{% if gestionnaire.telephone %}Linea diretta: {{ gestionnaire.telephone }}{% endif %}",
            "{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}",
        ),
        place_and_date="{% if lieu %}{{ lieu }}, {% endif %}{{ date|date_longue }}",
        registered=(
            f"RACCOMANDATA CON AVVISO DI RICEVIMENTO{{% if recommande %}} N.{NB}{{{{ recommande }}}}{{% endif %}}"
        ),
        subject="Oggetto: ",
        salutation="Gentili Signori,",
    ),
    table=say.TableWords(
        widths=(2120, 1070, 1090, 790, 1560, 1448, 1560),
        titles=("Fattura", "Data", "Scadenza", "Ritardo (gg.)", "Importo IVA incl.", "Già pagato", "Saldo dovuto"),
        late="{{ ligne.retard }}",
        total="Totale{% if TOTALS|length > 1 %} in {{ groupe.devise }}{% endif %}",
        overdue="Di cui scaduto a oggi",
        credits_deducted="Le note di credito, gli acconti e i pagamenti a Vostro favore sono dedotti dal presente estratto.",
        not_yet_due=(
            "Le fatture senza giorni di ritardo non sono ancora scadute; sono indicate a titolo informativo e il loro pagamento "
            "non è richiesto con la presente."
        ),
        beside=6,
    ),
    payment=say.PaymentWords(
        title="Pagamento tramite bonifico",
        owner="**Intestatario**: ",
        iban="**IBAN**: ",
        bic="**BIC**: ",
        reference="**Causale**: ",
        code="Questo codice prepara il bonifico di {{ a_regler }} nell’app della Vostra banca (area SEPA).",
    ),
    charges=say.ChargesWords(
        business=(
            "Vi ricordiamo che ogni ritardo di pagamento dà diritto automaticamente, senza che sia necessario un sollecito, "
            f"{{% if niveau.penalites %}}agli interessi di mora (articolo L.{NB}441-10 {COMMERCIAL})"
            "{% if niveau.indemnite %} e {% endif %}{% endif %}{% if niveau.indemnite %}a un importo forfettario di "
            f"{{{{ indemnite }}}} per fattura a titolo di risarcimento dei costi di recupero (articoli L.{NB}441-10 e D.{NB}441-5 "
            f"{COMMERCIAL}){{% endif %}}."
        ),
        public=(
            "Vi ricordiamo che il superamento del termine di pagamento dà diritto automaticamente, senza ulteriori formalità, "
            f"{{% if niveau.penalites %}}agli interessi di mora (articoli L.{NB}2192-13 e R.{NB}2192-31 {PROCUREMENT})"
            "{% if niveau.indemnite %} e {% endif %}{% endif %}{% if niveau.indemnite %}a un importo forfettario di "
            f"{{{{ indemnite }}}} per fattura a titolo di risarcimento dei costi di recupero (articoli L.{NB}2192-13 e D.{NB}2192-35 "
            f"{PROCUREMENT}){{% endif %}}."
        ),
        amounts=(
            "Alla data della presente, {% if penalites.interets %}gli interessi di mora ammontano a {{ penalites.interets }}"
            "{% if penalites.taux %} (tasso annuo del {{ penalites.taux|taux }})"
            f"{{% elif penalites.majoration %}} (tasso BCE maggiorato di {{{{ penalites.majoration }}}}{NB}punti, semestre per semestre)"
            "{% else %} (al tasso in vigore in ciascun semestre){% endif %}{% if penalites.indemnite %} e {% endif %}{% endif %}"
            "{% if penalites.indemnite %}il risarcimento dei costi di recupero {% if not penalites.interets %}ammonta {% endif %}a "
            "{{ penalites.indemnite|montant('EUR') }} "
            f"({{{{ penalites.factures }}}}{NB}{{{{ penalites.factures|pluriel('fattura', 'fatture') }}}}{NB}×{NB}{{{{ indemnite }}}}){{% endif %}}, "
            "per un totale da pagare, capitale compreso, di **{{ a_regler }}**."
            "{% if penalites.interets %} Gli interessi continuano a maturare fino al pagamento integrale.{% endif %}"
        ),
    ),
    draft=say.DraftWords(
        sentence=(
            "In allegato alla presente troverete una cambiale di {{ traite.montant|montant(traite.devise) }}, pagabile il "
            "{{ traite.echeance|date_longue }}. Vi preghiamo di restituircela datata e firmata per accettazione, a saldo di "
            "tale importo."
        ),
        title="CAMBIALE TRATTA",
        order=(
            "Contro questa **CAMBIALE**, **SENZA SPESE**, pagate all’ordine di **{{ societe.nom }}** la somma indicata di seguito."
        ),
        created="LUOGO E DATA DI EMISSIONE",
        place_and_date="{% if lieu %}{{ lieu }}, {% endif %}{{ date|date_longue }}",
        maturity="SCADENZA",
        amount="IMPORTO",
        words="IMPORTO IN LETTERE",
        drawee="TRATTARIO (NOME E INDIRIZZO)",
        domicile="LUOGO DI PAGAMENTO (BANCA) E IBAN DEL TRATTARIO",
        drawer="TRAENTE",
        reference="RIFERIMENTO DEL TRATTARIO",
        acceptance="ACCETTAZIONE O AVALLO: DATA E FIRMA DEL TRATTARIO",
        signature="FIRMA DEL TRAENTE",
    ),
    first=say.FirstWords(
        title="Sollecito di pagamento",
        subject="Sollecito di pagamento",
        overdue=(
            "salvo errore od omissione da parte nostra, {% if a_echoir %}non abbiamo ancora ricevuto il pagamento "
            f"{OF_OVERDUE_ONES}{{% elif nombre == 1 %}}la seguente fattura è scaduta e non abbiamo ancora ricevuto il relativo "
            "pagamento{% else %}le seguenti fatture sono scadute e non abbiamo ancora ricevuto il relativo pagamento{% endif %}. "
            "Il Vostro conto presenta quindi un saldo scaduto di **{{ echu }}**."
        ),
        to_come=(
            "ci permettiamo di ricordarVi la prossima scadenza {% if nombre == 1 %}della seguente fattura{% else %}delle seguenti "
            "fatture{% endif %}."
        ),
        request=(
            "Si tratta certamente di una dimenticanza. Vi saremmo grati se voleste regolarizzare la situazione "
            "{% if delai %}entro il **{{ delai|date_longue }}**{% else %}al più presto{% endif %}."
        ),
    ),
    second=say.SecondWords(
        title="Secondo sollecito",
        subject="Secondo sollecito – pagamento in ritardo",
        overdue=(
            "{% if derniere_relance %}nonostante il nostro sollecito del {{ derniere_relance|date_longue }} e {% endif %}salvo "
            f"errore da parte nostra, {{% if a_echoir %}}{OVERDUE_ONES} {ONE}risulta ancora insoluta{{% else %}}risultano ancora "
            "insolute{% endif %}{% elif nombre == 1 %}la seguente fattura risulta ancora insoluta{% else %}le seguenti fatture "
            "risultano ancora insolute{% endif %}. Il saldo scaduto del Vostro conto ammonta a **{{ echu }}**."
        ),
        request=(
            "Questo ritardo ci arreca pregiudizio. Vi chiediamo di farci pervenire il Vostro pagamento "
            "{% if delai %}entro il **{{ delai|date_longue }}**{% else %}senza ulteriore indugio{% endif %}. Se il ritardo è "
            "dovuto a una difficoltà o a un disaccordo, Vi preghiamo di comunicarcelo subito, per trovare insieme una soluzione."
        ),
        warning=(
            "In assenza di pagamento o di una Vostra risposta, saremmo costretti a inviarVi una diffida formale di pagamento."
        ),
        public_warning=(
            "In assenza di mandato di pagamento o di una Vostra risposta, saremmo costretti a inviarVi una diffida formale di "
            f"pagamento. Se manca un documento per la liquidazione {ONE}di questa fattura{{% else %}}di queste fatture{{% endif %}}, Vi "
            "preghiamo di comunicarcelo."
        ),
    ),
    third=say.ThirdWords(
        title="Diffida di pagamento",
        subject="**DIFFIDA DI PAGAMENTO E MESSA IN MORA**",
        overdue=(
            "{% if derniere_relance %}nonostante {% if rappels > 1 %}i nostri solleciti, l’ultimo dei quali del{% else %}il nostro sollecito "
            "del{% endif %} {{ derniere_relance|date_longue }}, {% else %}a oggi "
            f"{{% endif %}}{{% if a_echoir %}}{OVERDUE_ONES} {ONE}risulta insoluta{{% else %}}risultano insolute{{% endif %}}"
            "{% elif nombre == 1 %}la seguente fattura scaduta risulta insoluta{% else %}le seguenti fatture scadute risultano "
            "insolute{% endif %}:"
        ),
        notice=(
            "Pertanto **Vi costituiamo formalmente in mora** (mise en demeure{% if not client.public %}, ai sensi dell’articolo 1344 "
            f"{CIVIL}{{% endif %}}) e Vi intimiamo di pagarci {{% if devises_echues > 1 %}}le somme{{% else %}}la somma{{% endif %}} di "
            f"{{% if penalites %}}{{{{ echu }}}}{ADDED}{{% else %}}**{{{{ echu }}}}**{{% endif %}}{{% if delai %}} "
            "{% if delai_jours %}entro {{ delai_jours }} {{ delai_jours|pluriel('giorno', 'giorni') }} dalla data della "
            "presente{% if delai_reporte %}, termine prorogato al primo giorno lavorativo{% endif %}, ossia {% endif %}al più "
            "tardi il **{{ delai|date_longue }}**{% else %} al ricevimento della presente{% endif %}."
        ),
        consumer_interest=(
            f"La presente messa in mora fa decorrere gli interessi al tasso legale (articoli 1231-6 e 1344-1 {CIVIL})."
        ),
        proceedings=(
            "In mancanza di pagamento integrale{% if delai %} entro tale termine{% endif %}, {% if client.public %}ci avvarremo, "
            "senza ulteriore avviso, dei diritti che la legge francese riconosce ai creditori degli enti pubblici{% else %}"
            "adiremo senza ulteriore avviso il giudice competente per il recupero del nostro credito"
            "{% if client.professionnel %}, chiedendo, oltre al capitale, gli interessi e le spese{% endif %}{% endif %}."
        ),
        last_chance=(
            "{% if delai %}Fino a tale data restiamo{% else %}Restiamo{% endif %} a Vostra disposizione per una soluzione amichevole"
            "{% if gestionnaire.telephone %}, al numero {{ gestionnaire.telephone }}{% endif %}."
        ),
    ),
    bill=say.BillWords(
        title="Cambiale da restituire accettata",
        subject="Cambiale da restituire accettata",
        sent=(
            "{% if traite.envoyee_le %}il {{ traite.envoyee_le|date_longue }} Vi abbiamo inviato{% else %}Vi abbiamo inviato"
            "{% endif %} per accettazione la seguente cambiale. {% if traite.relances %}Nonostante il nostro sollecito"
            "{% if derniere_relance %} del {{ derniere_relance|date_longue }}{% endif %} e salvo{% else %}Salvo{% endif %} errore "
            "da parte nostra, a oggi non ci è stata ancora restituita."
        ),
        columns=("Cambiale", "Emessa il", "Scadenza", "Importo"),
        request=(
            "Vi preghiamo di restituircela senza indugio, datata e munita della Vostra accettazione, con l’indicazione della banca "
            "presso la quale è pagabile."
        ),
        difficulty=(
            "Se qualcosa si oppone alla Vostra accettazione, o se non avete ricevuto questa cambiale, Vi preghiamo di contattare "
            f"{CONTACT}; Ve ne invieremo un duplicato."
        ),
        crossed="Se nel frattempo l’avete restituita, Vi preghiamo di non tenere conto della presente.",
    ),
    courtesy="Prossima scadenza",
    crossed="Se il Vostro pagamento si è incrociato con la presente, Vi preghiamo di non tenerne conto e Vi ringraziamo.",
    questions=f"Per qualsiasi domanda sul presente estratto potete contattare {CONTACT}.",
    closing="Distinti saluti",
    mandated=(
        "**{{ cabinet.nom }}**{% if cabinet.adresse %}, {{ cabinet.adresse }},{% endif %} Vi scrive per conto"
        " di {{ societe.nom }}, su mandato del {{ cabinet.mandat|date_longue }}. Il pagamento resta da "
        "effettuare a {{ societe.nom }}.{% if cabinet.telephone %} Telefono: {{ cabinet.telephone }}.{% endif"
        " %}{% if cabinet.email %} E-mail: {{ cabinet.email }}.{% endif %}"
    ),
    annex="Estratto del Vostro conto {{ client.code }} al {{ date|date_longue }}",
    mail=say.MailWords(
        as_message=(
            ("con la presente", "con questo messaggio"),
            ("data della presente", "data di questo messaggio"),
            ("ricevimento della presente", "ricevimento di questo messaggio"),
        ),
        subject="Oggetto",
        account="Vostro conto cliente: {{ client.code }}",
        item="Documento",
        dated="del {{ ligne.date|date_courte }}",
        due="scadenza {{ ligne.echeance|date_courte }}",
        late="{{ ligne.retard }} {{ ligne.retard|pluriel('giorno', 'giorni') }} di ritardo",
        paid="pagato {{ ligne.regle|montant(ligne.devise) }}",
        balance="saldo {{ ligne.solde|montant(ligne.devise) }}",
        overdue_on="{{ echu }} scaduti al {{ date|date_courte }}",
        for_information="Questo messaggio è puramente informativo: non vi è alcun pagamento in ritardo.",
        proceedings=(
            "In mancanza di pagamento integrale{% if delai %} entro tale termine{% endif %}, ci riserviamo il diritto di "
            "intraprendere, senza ulteriore avviso, ogni azione utile al recupero del nostro credito."
        ),
        attachments="Allegati: ",
        crossed=(
            "Se il Vostro pagamento si è incrociato con questo messaggio, Vi preghiamo di non tenerne conto e Vi ringraziamo."
        ),
        questions=(
            f"Per qualsiasi domanda sul presente estratto potete contattare {CONTACT} o semplicemente rispondere a questo messaggio."
        ),
    ),
)
