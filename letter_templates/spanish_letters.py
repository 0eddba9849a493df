"""The letters in Spanish, from a French company to a customer in Spain.

French law applies to the debt: its articles are named as French, and « mise en demeure » stands once beside the Spanish
words.  A bill of exchange bears its name in its own language (C. com. L511-1, 1°): « letra de cambio ».  The terms of the
charges are those of Directive 2011/7/EU in Spanish.
"""

from __future__ import annotations

import letter_words as say
from letter_words import NB, ONE

FROM_FRANCE = say.from_abroad("Francia")
COMMERCIAL = "del Código de Comercio francés"
PROCUREMENT = "del Código francés de la contratación pública"
CIVIL = "del Código Civil francés"
CONTACT = say.contact("nuestro servicio de contabilidad", "en el")
OVERDUE_ONES = f"{ONE}la factura vencida{{% else %}}las facturas vencidas{{% endif %}} que se {ONE}indica{{% else %}}indican{{% endif %}} a continuación"
ADDED = (
    " en concepto de principal, más {% if penalites.interets %}los intereses de demora{% if penalites.indemnite %} y {% endif %}"
    "{% endif %}{% if penalites.indemnite %}la compensación{% endif %} que se detallan a continuación, en total "
    "**{{ a_regler }}**,"
)

WORDS = say.Words(
    locale=say.Locale(suffix=".es", language="es-ES", decimal=",", separator=";"),
    page=say.PageWords(
        logo="Logotipo de la empresa",
        telephone="Teléfono: ",
        address_end=f"{{% if loop.last %}}{FROM_FRANCE}{{% endif %}}",
        follow="{{ societe.nom }} – nuestra carta del {{ date|date_longue }} a {{ client.nom }} (ref. {{ reference }})",
        legal=(
            f"{{{{ societe.nom }}}}{{% if societe.adresse_ligne %}} – {{{{ societe.adresse_ligne }}}}{FROM_FRANCE}"
            "{% endif %}{% if societe.siren %} – número de empresa en Francia (SIREN) {{ societe.siren }}{% endif %}"
        ),
        page="Página ",
    ),
    top=say.TopWords(
        reference="Nuestra referencia: ",
        account="Su cuenta de cliente: {{ client.code }} – {{ client.nom }}",
        contact=(
            "{% if gestionnaire.nom %}Persona de contacto: {{ gestionnaire.nom }}{% endif %}",
            "{% if gestionnaire.telephone %}Teléfono directo: {{ gestionnaire.telephone }}{% endif %}",
            "{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}",
        ),
        place_and_date="{% if lieu %}{{ lieu }}, a {% endif %}{{ date|date_longue }}",
        registered=f"CARTA CERTIFICADA CON ACUSE DE RECIBO{{% if recommande %}} N.º{NB}{{{{ recommande }}}}{{% endif %}}",
        subject="Asunto: ",
        salutation="Estimados señores:",
    ),
    table=say.TableWords(
        widths=(2120, 1060, 1160, 790, 1540, 1428, 1540),
        titles=(
            "Factura",
            "Fecha",
            "Vencimiento",
            "Días de retraso",
            "Importe con IVA",
            "Ya pagado",
            "Saldo pendiente",
        ),
        late="{{ ligne.retard }}",
        total="Total{% if TOTALS|length > 1 %} en {{ groupe.devise }}{% endif %}",
        overdue="Del cual, vencido a día de hoy",
        credits_deducted="Los abonos, anticipos y pagos a su favor se han deducido de este detalle.",
        not_yet_due=(
            "Las facturas sin días de retraso aún no han vencido; se indican a título informativo y su pago no se reclama en "
            "esta carta."
        ),
    ),
    payment=say.PaymentWords(
        title="Pago por transferencia",
        owner="**Titular**: ",
        iban="**IBAN**: ",
        bic="**BIC**: ",
        reference="**Concepto**: ",
        code="Este código prepara la transferencia de {{ a_regler }} en la aplicación de su banco (zona SEPA).",
    ),
    charges=say.ChargesWords(
        business=(
            "Les recordamos que todo retraso en el pago da derecho automáticamente, sin necesidad de aviso previo, "
            f"{{% if niveau.penalites %}}a intereses de demora (artículo L.{NB}441-10 {COMMERCIAL})"
            "{% if niveau.indemnite %} y {% endif %}{% endif %}{% if niveau.indemnite %}a una cantidad fija de "
            f"{{{{ indemnite }}}} por factura en concepto de compensación por los costes de cobro (artículos L.{NB}441-10 y D.{NB}441-5 "
            f"{COMMERCIAL}){{% endif %}}."
        ),
        public=(
            "Les recordamos que la superación del plazo de pago da derecho automáticamente, sin más trámite, "
            f"{{% if niveau.penalites %}}a intereses de demora (artículos L.{NB}2192-13 y R.{NB}2192-31 {PROCUREMENT})"
            "{% if niveau.indemnite %} y {% endif %}{% endif %}{% if niveau.indemnite %}a una cantidad fija de "
            f"{{{{ indemnite }}}} por factura en concepto de compensación por los costes de cobro (artículos L.{NB}2192-13 y "
            f"D.{NB}2192-35 {PROCUREMENT}){{% endif %}}."
        ),
        amounts=(
            "En la fecha de esta carta, {% if penalites.interets %}los intereses de demora ascienden a {{ penalites.interets }}"
            "{% if penalites.taux %} (tipo anual del {{ penalites.taux|taux }})"
            f"{{% elif penalites.majoration %}} (tipo del BCE más {{{{ penalites.majoration }}}}{NB}puntos, semestre a semestre)"
            "{% else %} (al tipo vigente en cada semestre){% endif %}{% if penalites.indemnite %} y {% endif %}{% endif %}"
            "{% if penalites.indemnite %}la compensación por los costes de cobro {% if not penalites.interets %}asciende "
            "{% endif %}a {{ penalites.indemnite|montant('EUR') }} "
            f"({{{{ penalites.factures }}}}{NB}{{{{ penalites.factures|pluriel('factura') }}}}{NB}×{NB}{{{{ indemnite }}}}){{% endif %}}, lo "
            "que supone, con el principal, un total a pagar de **{{ a_regler }}**."
            "{% if penalites.interets %} Los intereses siguen devengándose hasta el pago íntegro.{% endif %}"
        ),
    ),
    draft=say.DraftWords(
        sentence=(
            "A continuación de esta carta encontrarán una letra de cambio de {{ traite.montant|montant(traite.devise) }}, con "
            "vencimiento el {{ traite.echeance|date_longue }}. Les rogamos que nos la devuelvan fechada y firmada con su "
            "aceptación, en pago de esta cantidad."
        ),
        title="LETRA DE CAMBIO",
        order=(
            "Por esta **LETRA DE CAMBIO**, con cláusula **SIN GASTOS**, páguese a la orden de **{{ societe.nom }}** la "
            "cantidad que se indica a continuación."
        ),
        created="LUGAR Y FECHA DE LIBRAMIENTO",
        place_and_date="{% if lieu %}{{ lieu }}, a {% endif %}{{ date|date_longue }}",
        maturity="VENCIMIENTO",
        amount="IMPORTE",
        words="IMPORTE EN LETRA",
        drawee="LIBRADO (NOMBRE Y DIRECCIÓN)",
        domicile="DOMICILIO DE PAGO (BANCO) E IBAN DEL LIBRADO",
        drawer="LIBRADOR",
        reference="REFERENCIA DEL LIBRADO",
        acceptance="ACEPTACIÓN O AVAL: FECHA Y FIRMA DEL LIBRADO",
        signature="FIRMA DEL LIBRADOR",
    ),
    first=say.FirstWords(
        title="Recordatorio de pago",
        subject="Recordatorio de pago",
        overdue=(
            "Salvo error u omisión por nuestra parte, {% if a_echoir %}aún no hemos recibido el pago de "
            f"{OVERDUE_ONES}{{% elif nombre == 1 %}}la siguiente factura ha vencido y aún no hemos recibido su pago"
            "{% else %}las siguientes facturas han vencido y aún no hemos recibido su pago{% endif %}. Su cuenta presenta, por "
            "tanto, un saldo vencido de **{{ echu }}**."
        ),
        to_come=(
            "Nos permitimos recordarles {% if nombre == 1 %}el próximo vencimiento de la siguiente factura{% else %}el próximo "
            "vencimiento de las siguientes facturas{% endif %}."
        ),
        request=(
            "Se trata sin duda de un descuido. Les agradeceríamos que regularizaran esta situación "
            "{% if delai %}a más tardar el **{{ delai|date_longue }}**{% else %}a la mayor brevedad posible{% endif %}."
        ),
    ),
    second=say.SecondWords(
        title="Segundo recordatorio",
        subject="Segundo recordatorio – pago atrasado",
        overdue=(
            "{% if derniere_relance %}A pesar de nuestro recordatorio del {{ derniere_relance|date_longue }} y salvo"
            f"{{% else %}}Salvo{{% endif %}} error por nuestra parte, {{% if a_echoir %}}{OVERDUE_ONES} "
            f"{ONE}sigue pendiente{{% else %}}siguen pendientes{{% endif %}} de pago{{% elif nombre == 1 %}}la siguiente factura "
            "sigue pendiente de pago{% else %}las siguientes facturas siguen pendientes de pago{% endif %}. El saldo vencido de "
            "su cuenta asciende a **{{ echu }}**."
        ),
        request=(
            "Este retraso nos causa un perjuicio. Les pedimos que nos hagan llegar su pago "
            "{% if delai %}a más tardar el **{{ delai|date_longue }}**{% else %}sin más demora{% endif %}. Si el motivo es una "
            "dificultad o un desacuerdo, les rogamos que nos lo comuniquen cuanto antes para encontrar juntos una solución."
        ),
        warning=(
            "De no recibir ni el pago ni una respuesta por su parte, nos veríamos obligados a dirigirles un requerimiento formal "
            "de pago."
        ),
        public_warning=(
            "De no ordenarse el pago o de no recibir una respuesta por su parte, nos veríamos obligados a dirigirles un "
            f"requerimiento formal de pago. Si falta algún documento para tramitar {ONE}esta factura{{% else %}}estas facturas"
            "{% endif %}, les rogamos que nos lo indiquen."
        ),
    ),
    third=say.ThirdWords(
        title="Requerimiento formal de pago",
        subject="**REQUERIMIENTO FORMAL DE PAGO**",
        overdue=(
            "{% if derniere_relance %}A pesar de {% if rappels > 1 %}nuestros recordatorios, el último de fecha{% else %}nuestro recordatorio "
            "del{% endif %} {{ derniere_relance|date_longue }}, {% else %}A día de "
            f"hoy, {{% endif %}}{{% if a_echoir %}}{OVERDUE_ONES} {ONE}sigue impagada{{% else %}}siguen impagadas{{% endif %}}"
            "{% elif nombre == 1 %}la siguiente factura vencida sigue impagada{% else %}las siguientes facturas vencidas siguen "
            "impagadas{% endif %}:"
        ),
        notice=(
            "En consecuencia, **les requerimos formalmente** (mise en demeure{% if not client.public %}, en el sentido del artículo 1344 "
            f"{CIVIL}{{% endif %}}) que nos paguen {{% if devises_echues > 1 %}}las cantidades{{% else %}}la cantidad{{% endif %}} de "
            f"{{% if penalites %}}{{{{ echu }}}}{ADDED}{{% else %}}**{{{{ echu }}}}**{{% endif %}}{{% if delai %}} "
            "{% if delai_jours %}en el plazo de {{ delai_jours }} {{ delai_jours|pluriel('día') }} a partir de la fecha de "
            "esta carta{% if delai_reporte %}, prorrogado al siguiente día hábil{% endif %}, es decir, {% endif %}a más "
            "tardar el **{{ delai|date_longue }}**{% else %} a la recepción de esta carta{% endif %}."
        ),
        consumer_interest=(
            "Este requerimiento hace que empiecen a devengarse intereses al tipo legal (artículos 1231-6 y 1344-1 "
            f"{CIVIL})."
        ),
        proceedings=(
            "A falta de pago íntegro{% if delai %} en dicho plazo{% endif %}, {% if client.public %}haremos uso, sin nuevo aviso, "
            "de los derechos que la ley francesa reconoce a los acreedores de las administraciones públicas{% else %}reclamaremos "
            "nuestro crédito ante el tribunal competente sin nuevo aviso{% if client.professionnel %} y solicitaremos, además "
            "del principal, los intereses y las costas{% endif %}{% endif %}."
        ),
        last_chance=(
            "{% if delai %}Hasta esa fecha quedamos{% else %}Quedamos{% endif %} a su disposición para llegar a un arreglo "
            "amistoso{% if gestionnaire.telephone %}, en el {{ gestionnaire.telephone }}{% endif %}."
        ),
    ),
    bill=say.BillWords(
        title="Letra de cambio que debe devolverse aceptada",
        subject="Letra de cambio que debe devolverse aceptada",
        sent=(
            "{% if traite.envoyee_le %}El {{ traite.envoyee_le|date_longue }} les enviamos{% else %}Les hemos enviado"
            "{% endif %}, para su aceptación, la siguiente letra de cambio. {% if traite.relances %}A pesar de nuestro recordatorio"
            "{% if derniere_relance %} del {{ derniere_relance|date_longue }}{% endif %} y salvo{% else %}Salvo{% endif %} error "
            "por nuestra parte, aún no nos ha sido devuelta."
        ),
        columns=("Letra de cambio", "Librada el", "Vencimiento", "Importe"),
        request=(
            "Les rogamos que nos la devuelvan sin demora, fechada y con su aceptación, junto con los datos del banco en el que "
            "deba pagarse."
        ),
        difficulty=(
            "Si algo impide su aceptación o si no han recibido esta letra de cambio, les rogamos que se pongan en contacto con "
            f"{CONTACT}; les enviaremos un duplicado."
        ),
        crossed="Si entretanto la han devuelto, les rogamos que no tengan en cuenta esta carta.",
    ),
    courtesy="Próximo vencimiento",
    crossed="Si su pago se ha cruzado con esta carta, les rogamos que no la tengan en cuenta y les damos las gracias.",
    questions=f"Para cualquier consulta sobre este detalle, pueden ponerse en contacto con {CONTACT}.",
    closing="Atentamente,",
    mandated=(
        "**{{ cabinet.nom }}**{% if cabinet.adresse %}, {{ cabinet.adresse }},{% endif %} les escribe por "
        "cuenta de {{ societe.nom }}, con mandato del {{ cabinet.mandat|date_longue }}. El pago debe seguir "
        "haciéndose a {{ societe.nom }}.{% if cabinet.telephone %} Teléfono: {{ cabinet.telephone }}.{% endif"
        " %}{% if cabinet.email %} Correo electrónico: {{ cabinet.email }}.{% endif %}"
    ),
    annex="Extracto de su cuenta {{ client.code }} a {{ date|date_longue }}",
    mail=say.MailWords(
        as_message=(("esta carta", "este mensaje"),),
        subject="Asunto",
        account="su cuenta de cliente: {{ client.code }}",
        item="Documento",
        dated="del {{ ligne.date|date_courte }}",
        due="con vencimiento el {{ ligne.echeance|date_courte }}",
        late="{{ ligne.retard }} {{ ligne.retard|pluriel('día') }} de retraso",
        paid="pagado {{ ligne.regle|montant(ligne.devise) }}",
        balance="saldo {{ ligne.solde|montant(ligne.devise) }}",
        overdue_on="{{ echu }} vencidos a {{ date|date_courte }}",
        for_information="Este mensaje es meramente informativo: no hay ningún pago atrasado.",
        proceedings=(
            "A falta de pago íntegro{% if delai %} en dicho plazo{% endif %}, nos reservamos el derecho de emprender, sin nuevo "
            "aviso, cuantas actuaciones sean necesarias para el cobro de nuestro crédito."
        ),
        attachments="Documentos adjuntos: ",
        crossed="Si su pago se ha cruzado con este mensaje, les rogamos que no lo tengan en cuenta y les damos las gracias.",
        questions=(
            f"Para cualquier consulta sobre este detalle, pueden ponerse en contacto con {CONTACT} o simplemente responder a este "
            "mensaje."
        ),
    ),
)
