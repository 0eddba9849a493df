"""The letters in French.

Tones of the levels: S3-02.  What a formal notice must say: C. civ. 1344.  What the law grants depends on who the
customer is: professionals, C. com. L441-10 and D441-5; public buyers, CCP L2192-13, R2192-31 and D2192-35;
consumers, C. civ. 1231-6 and 1344-1 (no fee, no interest before the formal notice).
"""

from __future__ import annotations

import letter_words as say
from letter_words import NB

NO_RATE = (
    f"{{% if penalites.majoration %}} (taux de la BCE majoré de {{{{ penalites.majoration }}}}{NB}points, semestre par "
    "semestre){% else %} (au taux en vigueur de chaque semestre){% endif %}"
)
"""For a rate that changed during the delay."""

INTEREST = "{% if client.public %}intérêts moratoires{% else %}pénalités de retard{% endif %}"
ADDED = (
    " en principal, augmentée{% if devises_echues > 1 %}s{% endif %} {% if penalites.interets %}des "
    f"{INTEREST}{{% if penalites.indemnite %}} et {{% endif %}}{{% endif %}}{{% if penalites.indemnite %}}de l’indemnité "
    "forfaitaire{% endif %} ci-dessous, pour un total de **{{ a_regler }}**"
)
"""What a formal notice adds to the principal: the debtor must know which sum stops the proceedings."""

OVERDUE_ONES = (
    "{% if nombre_echues == 1 %}la facture échue{% else %}les factures échues{% endif %} du décompte ci-dessous"
)
"""The invoices claimed, in a letter that recalls others not yet due."""

DEADLINE = "{% if delai %}au plus tard le **{{ delai|date_longue }}**{% else %}dans les meilleurs délais{% endif %}"

WORDS = say.Words(
    locale=say.Locale(suffix="", language="fr-FR", decimal=",", separator=";"),
    page=say.PageWords(
        logo="Logo de la société",
        telephone="Téléphone : ",
        address_end="",
        follow="{{ societe.nom }} – notre lettre du {{ date|date_longue }} à {{ client.nom }} (réf. {{ reference }})",
        legal=(
            "{{ societe.nom }}{% if societe.adresse_ligne %} – {{ societe.adresse_ligne }}{% endif %}"
            "{% if societe.siren %} – SIREN {{ societe.siren }}{% endif %}"
        ),
        page="Page ",
    ),
    top=say.TopWords(
        reference=f"Nos références{NB}: ",
        account=f"Votre compte client{NB}: {{{{ client.code }}}} – {{{{ client.nom }}}}",
        contact=(
            f"{{% if gestionnaire.nom %}}Affaire suivie par{NB}: {{{{ gestionnaire.nom }}}}{{% endif %}}",
            f"{{% if gestionnaire.telephone %}}Ligne directe{NB}: {{{{ gestionnaire.telephone }}}}{{% endif %}}",
            "{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}",
        ),
        place_and_date="{% if lieu %}{{ lieu }}, le{% else %}Le{% endif %} {{ date|date_longue }}",
        registered=(
            f"LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION{{% if recommande %}} N°{NB}{{{{ recommande }}}}{{% endif %}}"
        ),
        subject=f"Objet{NB}: ",
        salutation="Madame, Monsieur,",
    ),
    table=say.TableWords(
        widths=(2190, 1050, 1050, 680, 1580, 1508, 1580),
        titles=("Facture", "Date", "Échéance", "Retard", "Montant TTC", "Déjà réglé", "Solde dû"),
        late=f"{{% if ligne.retard %}}{{{{ ligne.retard }}}}{NB}j{{% endif %}}",
        total="Total{% if TOTALS|length > 1 %} en {{ groupe.devise }}{% endif %}",
        overdue="Dont échu à ce jour",
        credits_deducted="Les avoirs, acomptes et règlements à votre crédit sont déduits de ce décompte.",
        not_yet_due=(
            f"Les factures sans jours de retard ne sont pas encore échues{NB}; elles sont rappelées pour information et "
            "leur règlement n’est pas demandé par la présente."
        ),
    ),
    payment=say.PaymentWords(
        title="Règlement par virement",
        owner=f"**Titulaire**{NB}: ",
        iban=f"**IBAN**{NB}: ",
        bic=f"**BIC**{NB}: ",
        reference=f"**Référence à rappeler**{NB}: ",
        code="Ce code prépare le virement de {{ a_regler }} dans l’application de votre banque.",
    ),
    charges=say.ChargesWords(
        business=(
            "Nous vous rappelons que tout retard de paiement rend exigible{% if niveau.penalites %}s{% endif %} de plein "
            "droit, sans qu’un rappel soit "
            f"nécessaire, {{% if niveau.penalites %}}des pénalités de retard (article L.{NB}441-10 du code de commerce)"
            "{% if niveau.indemnite %} et {% endif %}{% endif %}{% if niveau.indemnite %}une indemnité forfaitaire "
            f"pour frais de recouvrement de {{{{ indemnite }}}} par facture (articles L.{NB}441-10 et D.{NB}441-5 du code de commerce)"
            "{% endif %}."
        ),
        public=(
            "Nous vous rappelons que le dépassement du délai de paiement ouvre droit, de plein droit et sans autre "
            f"formalité, {{% if niveau.penalites %}}à des intérêts moratoires (articles L.{NB}2192-13 et R.{NB}2192-31 du "
            "code de la commande publique){% if niveau.indemnite %} et {% endif %}{% endif %}{% if niveau.indemnite %}à une "
            f"indemnité forfaitaire pour frais de recouvrement de {{{{ indemnite }}}} par facture (articles L.{NB}2192-13 et "
            f"D.{NB}2192-35 du code de la commande publique){{% endif %}}."
        ),
        amounts=(
            f"À la date de la présente, {{% if penalites.interets %}}les {INTEREST} s’élèvent à {{{{ penalites.interets }}}}"
            f"{{% if penalites.taux %}} (taux annuel de {{{{ penalites.taux|taux }}}}){{% else %}}{NO_RATE}{{% endif %}}"
            "{% if penalites.indemnite %} et {% endif %}{% endif %}{% if penalites.indemnite %}l’indemnité forfaitaire "
            "de recouvrement {% if not penalites.interets %}s’élève {% endif %}à {{ penalites.indemnite|montant('EUR') }} "
            f"({{{{ penalites.factures }}}} {{{{ penalites.factures|pluriel('facture') }}}}{NB}×{NB}{{{{ indemnite }}}})"
            "{% endif %}, soit, avec le principal, un total à régler de **{{ a_regler }}**."
            f"{{% if penalites.interets %}} Les {INTEREST} continuent de courir jusqu’au paiement complet.{{% endif %}}"
        ),
    ),
    draft=say.DraftWords(
        sentence=(
            "Vous trouverez à la suite de cette lettre une lettre de change de {{ traite.montant|montant(traite.devise) }}, "
            "à échéance du {{ traite.echeance|date_longue }}. Nous vous remercions de nous la retourner "
            "datée et signée pour acceptation, en règlement de cette somme."
        ),
        title="LETTRE DE CHANGE",
        order=(
            "Contre cette **LETTRE DE CHANGE**, stipulée **SANS FRAIS**, veuillez payer à l’ordre de "
            "**{{ societe.nom }}** la somme indiquée ci-dessous."
        ),
        created="LIEU ET DATE DE CRÉATION",
        place_and_date="{% if lieu %}{{ lieu }}, le {% endif %}{{ date|date_longue }}",
        maturity="ÉCHÉANCE",
        amount="MONTANT",
        words="SOMME EN TOUTES LETTRES",
        drawee="TIRÉ (NOM ET ADRESSE)",
        domicile="DOMICILIATION (LIEU DE PAIEMENT) ET IBAN DU TIRÉ",
        drawer="TIREUR",
        reference="RÉFÉRENCE DU TIRÉ",
        acceptance=f"ACCEPTATION OU AVAL{NB}: DATE ET SIGNATURE DU TIRÉ",
        signature="SIGNATURE DU TIREUR",
    ),
    first=say.FirstWords(
        title="Rappel de règlement",
        subject="rappel de règlement",
        overdue=(
            "Sauf erreur ou omission de notre part, {% if a_echoir %}nous n’avons pas encore reçu le règlement "
            "{% if nombre_echues == 1 %}de la facture échue{% else %}des factures échues{% endif %} du décompte "
            "ci-dessous{% elif nombre == 1 %}la facture suivante est arrivée à échéance et "
            "son règlement ne nous est pas encore parvenu{% else %}les factures suivantes sont arrivées à échéance et "
            "leur règlement ne nous est pas encore parvenu{% endif %}. Votre compte présente ainsi un solde échu de "
            "**{{ echu }}**."
        ),
        to_come=(
            "Nous nous permettons de vous rappeler {% if nombre == 1 %}l’échéance prochaine de la facture suivante"
            "{% else %}les échéances prochaines des factures suivantes{% endif %}."
        ),
        request=(
            "Il s’agit sans doute d’un oubli. Nous vous remercions de bien vouloir régulariser cette situation "
            f"{DEADLINE}."
        ),
    ),
    second=say.SecondWords(
        title="Deuxième rappel",
        subject="deuxième rappel – règlement en retard",
        overdue=(
            "{% if derniere_relance %}Malgré notre rappel du {{ derniere_relance|date_longue }}, nous{% else %}Nous"
            f"{{% endif %}} constatons que, sauf erreur de notre part, {{% if a_echoir %}}{OVERDUE_ONES} "
            "{% if nombre_echues == 1 %}reste impayée{% else %}restent impayées{% endif %}{% elif nombre == 1 %}la facture "
            "suivante reste impayée{% else %}les factures suivantes restent impayées{% endif %}. Le solde échu de votre "
            "compte s’élève à **{{ echu }}**."
        ),
        request=(
            "Ce retard nous est préjudiciable. Nous vous demandons de nous {% if traite %}retourner, acceptée, la lettre de "
            f"change jointe{{% else %}}faire parvenir votre règlement{{% endif %}} {DEADLINE}. "
            "Si une difficulté ou un désaccord explique ce retard, nous vous invitons à nous en faire part sans attendre, "
            "afin de trouver ensemble une solution."
        ),
        warning=(
            "À défaut de règlement ou de réponse de votre part, nous serions contraints de vous adresser une mise en "
            "demeure."
        ),
        public_warning=(
            "À défaut de mandatement ou de réponse de votre part, nous serions contraints de vous adresser une mise en "
            "demeure. Si une pièce manque à la liquidation {% if nombre == 1 %}de cette facture{% else %}de ces factures"
            "{% endif %}, merci de nous l’indiquer."
        ),
    ),
    third=say.ThirdWords(
        title="Mise en demeure",
        subject="**MISE EN DEMEURE DE PAYER**",
        overdue=(
            "{% if derniere_relance %}{% if rappels > 1 %}Malgré nos rappels, dont le dernier du{% else %}Malgré notre "
            "rappel du{% endif %} {{ derniere_relance|date_longue }}, "
            f"{{% else %}}À ce jour, {{% endif %}}{{% if a_echoir %}}{OVERDUE_ONES} {{% if nombre_echues == 1 %}}demeure "
            "impayée{% else %}demeurent impayées{% endif %}{% elif nombre == 1 %}la facture suivante, échue, demeure "
            f"impayée{{% else %}}les factures suivantes, échues, demeurent impayées{{% endif %}}{NB}:"
        ),
        notice=(
            "En conséquence, **nous vous mettons en demeure**{% if not client.public %}, au sens de l’article 1344 du code "
            "civil,{% endif %} de nous régler "
            "{% if devises_echues > 1 %}les sommes de{% else %}la somme de{% endif %} "
            f"{{% if penalites %}}{{{{ echu }}}}{ADDED},{{% else %}}**{{{{ echu }}}}**{{% endif %}}{{% if delai %}} "
            "{% if delai_jours %}sous {{ delai_jours }} {{ delai_jours|pluriel('jour') }} à compter de ce jour"
            "{% if delai_reporte %}, délai reporté au premier jour ouvré{% endif %}, soit "
            "{% endif %}au plus tard le **{{ delai|date_longue }}**{% else %} dès réception de la présente{% endif %}."
        ),
        consumer_interest=(
            "La présente mise en demeure fait courir les intérêts au taux légal (articles 1231-6 et 1344-1 du code civil)."
        ),
        proceedings=(
            "À défaut de règlement intégral{% if delai %} dans ce délai{% endif %}, {% if client.public %}nous exercerons, sans "
            "autre avis, les voies de droit ouvertes aux créanciers des personnes publiques{% else %}nous engagerons sans autre "
            "avis une action judiciaire en recouvrement devant la juridiction compétente{% if client.professionnel %}, et "
            "demanderons, outre le principal, les intérêts et les frais{% endif %}{% endif %}."
        ),
        last_chance=(
            "Nous restons joignables pour tout règlement amiable{% if delai %} avant cette date{% endif %}"
            "{% if gestionnaire.telephone %}, au {{ gestionnaire.telephone }}{% endif %}."
        ),
    ),
    bill=say.BillWords(
        title="Lettre de change à retourner acceptée",
        subject="lettre de change à nous retourner acceptée",
        sent=(
            "{% if traite.envoyee_le %}Le {{ traite.envoyee_le|date_longue }}, nous vous avons adressé{% else %}Nous vous "
            "avons adressé{% endif %}, pour acceptation, la lettre de change suivante. {% if traite.relances %}Malgré "
            "notre rappel{% if derniere_relance %} du {{ derniere_relance|date_longue }}{% endif %}, elle{% else %}Elle"
            "{% endif %} ne nous est pas revenue à ce jour, sauf erreur de notre part."
        ),
        columns=("Lettre de change", "Tirée le", "Échéance", "Montant"),
        request=(
            "Nous vous remercions de nous la retourner sans délai, datée et revêtue de votre acceptation, avec la "
            "domiciliation bancaire de son règlement."
        ),
        difficulty=(
            "Si une difficulté s’oppose à cette acceptation, ou si cette lettre de change ne vous est pas parvenue, merci "
            "de nous le faire savoir{% if gestionnaire.nom %} auprès de {{ gestionnaire.nom }}{% endif %}"
            f"{{% if gestionnaire.telephone %}} au {{{{ gestionnaire.telephone }}}}{{% endif %}}{NB}; nous vous en "
            "adresserons un duplicata."
        ),
        crossed="Si votre envoi a croisé ce courrier, nous vous remercions de ne pas en tenir compte.",
    ),
    courtesy="échéance prochaine",
    crossed="Si votre règlement a croisé ce courrier, nous vous remercions de ne pas tenir compte de ce rappel.",
    questions=(
        "Pour toute question sur ce décompte, {% if gestionnaire.nom %}{{ gestionnaire.nom }} se tient{% else %}nous nous "
        "tenons{% endif %} à votre disposition{% if gestionnaire.telephone %} au {{ gestionnaire.telephone }}{% endif %}."
    ),
    closing=("Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées."),
    mandated=(
        "**{{ cabinet.nom }}**{% if cabinet.adresse %}, {{ cabinet.adresse }},{% endif %} vous écrit pour le "
        "compte de {{ societe.nom }}, en vertu d’un mandat du {{ cabinet.mandat|date_longue }}. Votre "
        "règlement reste à faire à {{ societe.nom }}.{% if cabinet.telephone %} Téléphone\u00a0: {{ "
        "cabinet.telephone }}.{% endif %}{% if cabinet.email %} E-mail\u00a0: {{ cabinet.email }}.{% endif %}"
    ),
    annex="Relevé de votre compte {{ client.code }} au {{ date|date_longue }}",
)
