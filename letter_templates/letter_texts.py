"""The French letters: what each says, block after block.

Tones of the levels: S3-02.  What a formal notice must say: C. civ. 1344.  What the law grants depends on who the
customer is: professionals, C. com. L441-10 and D441-5; public buyers, CCP L2192-13, R2192-31 and D2192-35;
consumers, C. civ. 1231-6 and 1344-1 (no fee, no interest before the formal notice).
"""

from __future__ import annotations

from word_parts import ADDRESS, REFERENCES, cell, document, paragraph, row, row_tag, table, tag

NB = "\u00a0"
LINES = (1870, 1080, 1080, 800, 1602, 1603, 1603)


def _p(text: str) -> str:
    return paragraph("Corpsdelettre", text)


def _when(condition: str, *blocks: str) -> str:
    """Blocks printed under a condition."""
    return tag(f"{{%p if {condition} %}}") + "".join(blocks) + tag("{%p endif %}")


def _top(subject: str) -> str:
    """References, address, place and date, registered mention, subject."""
    contact = (
        ("{% if gestionnaire.nom %}Affaire suivie par : {{ gestionnaire.nom }}{% endif %}"),
        ("{% if gestionnaire.telephone %}Ligne directe : {{ gestionnaire.telephone }}{% endif %}"),
        ("{% if gestionnaire.email %}{{ gestionnaire.email }}{% endif %}"),
    )
    return (
        paragraph("Rfrences", f"Nos références{NB}: {{{{ reference }}}}", frame=REFERENCES)
        + paragraph("Rfrences", f"Votre compte client{NB}: {{{{ client.code }}}}", frame=REFERENCES)
        + "".join(paragraph("Rfrences", text.replace(" :", f"{NB}:"), frame=REFERENCES) for text in contact)
        + paragraph("Adressedestinataire", "{%p for ligne in client.adresse %}", frame=ADDRESS)
        + paragraph("Adressedestinataire", "{{ ligne }}", frame=ADDRESS)
        + paragraph("Adressedestinataire", "{%p endfor %}", frame=ADDRESS)
        + paragraph("Dateetlieu", "{% if lieu %}{{ lieu }}, le{% else %}Le{% endif %} {{ date|date_longue }}")
        + _when(
            "niveau.recommande",
            paragraph(
                "Mentionrecommand",
                f"LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION{{% if recommande %}} N°{NB}{{{{ recommande }}}}{{% endif %}}",
            ),
        )
        + paragraph("Objet", f"Objet{NB}: {subject}")
        + _p("Madame, Monsieur,")
    )


def _lines_table(totals: str) -> str:
    """The detail of what is owed, with a sub-total for each currency."""
    titles = ("Facture", "Date", "Échéance", "Retard", "Montant TTC", "Déjà réglé", "Solde dû")
    header = row(
        [
            cell(width, paragraph("Titretableau" if number < 3 else "Titretableaudroite", title))
            for number, (width, title) in enumerate(zip(LINES, titles, strict=True))
        ],
        header=True,
    )
    name = "{% if ligne.nature != 'Facture' %}{{ ligne.nature }} {% endif %}{{ ligne.facture }}"
    texts = (
        ("Lignetableau", name),
        ("Lignetableau", "{{ ligne.date }}"),
        ("Lignetableau", "{{ ligne.echeance }}"),
        ("Montanttableau", f"{{% if ligne.retard %}}{{{{ ligne.retard }}}}{NB}j{{% endif %}}"),
        ("Montanttableau", "{{ ligne.montant|montant(ligne.devise) }}"),
        ("Montanttableau", "{{ ligne.regle|montant(ligne.devise) }}"),
        ("Montanttableau", "{{ ligne.solde|montant(ligne.devise) }}"),
    )
    line = row([cell(width, paragraph(*text)) for width, text in zip(LINES, texts, strict=True)])
    label = "Total{% if " + totals + "|length > 1 %} en {{ groupe.devise }}{% endif %}"
    total = row(
        [
            cell(sum(LINES[:4]), paragraph("Totaltableau", label), 4),
            cell(LINES[4], paragraph("Totaltableaudroite", "{{ groupe.montant|montant(groupe.devise) }}")),
            cell(LINES[5], paragraph("Totaltableaudroite", "{{ groupe.regle|montant(groupe.devise) }}")),
            cell(LINES[6], paragraph("Totaltableaudroite", "{{ groupe.solde|montant(groupe.devise) }}")),
        ]
    )
    due = row(
        [
            cell(sum(LINES[:6]), paragraph("Totaltableau", "Dont échu à ce jour"), 6),
            cell(LINES[6], paragraph("Totaltableaudroite", "{{ groupe.echu|montant(groupe.devise) }}")),
        ]
    )
    rows = [
        header,
        row_tag(f"{{%tr for groupe in {totals} %}}", LINES),
        row_tag("{%tr for ligne in groupe.lignes %}", LINES),
        line,
        row_tag("{%tr endfor %}", LINES),
        total,
        row_tag("{%tr if groupe.echu != groupe.solde %}", LINES),
        due,
        row_tag("{%tr endif %}", LINES),
        row_tag("{%tr endfor %}", LINES),
    ]
    return table("Tableaudesfactures", LINES, rows, first_row=True) + paragraph("Aprstableau")


def _detail() -> str:
    return (
        _lines_table("totaux")
        + _when("avoirs", _p("Les avoirs, acomptes et règlements à votre crédit sont déduits de ce décompte."))
        + _when(
            "a_echoir",
            _p(f"Les pièces sans jours de retard ne sont pas échues{NB}; elles sont rappelées pour information."),
        )
    )


def _payment() -> str:
    """Where to pay, with the QR code of the transfer when there is one."""
    owner = paragraph("Lignetableau", f"**Titulaire**{NB}: {{{{ societe.nom }}}}")
    iban = paragraph("Lignetableau", f"**IBAN**{NB}: {{{{ societe.iban }}}}")
    bic = paragraph("Lignetableau", f"**BIC**{NB}: {{{{ societe.bic }}}}")
    reference = paragraph("Lignetableau", f"**Référence à rappeler**{NB}: {{{{ reference }}}}")
    plain = table("Cadre", (4819, 4819), [row([cell(4819, owner + iban), cell(4819, bic + reference)])])
    advice = paragraph("Lignetableau", "Ce code prépare le virement de {{ echu }} dans l'application de votre banque.")
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
        "societe.iban",
        paragraph("Titretableau", "Règlement par virement"),
        _when("qr", coded),
        _when("not qr", plain),
        paragraph("Aprstableau"),
    )


def _closing(kind: str = "nos salutations distinguées") -> str:
    return (
        paragraph("Formuledepolitesse", f"Nous vous prions d'agréer, Madame, Monsieur, l'expression de {kind}.")
        + paragraph("Signature1", "{{ societe.nom }}")
        + paragraph("Signature1")
        + paragraph("Signature1")
        + paragraph("Signature1", "{{ societe.signataire }}")
    )


CROSSED = "Si votre règlement a croisé ce courrier, nous vous remercions de ne pas tenir compte de ce rappel."
CHARGED = "niveau.penalites or niveau.indemnite"


def _charges() -> str:
    """Late interest and recovery fee, by option of the level, as the law grants them to this customer."""
    business = (
        "Nous vous rappelons que tout retard de paiement rend exigibles de plein droit, sans qu'un rappel soit "
        "nécessaire, {% if niveau.penalites %}des pénalités de retard (article L441-10 du code de commerce)"
        "{% if niveau.indemnite %} et {% endif %}{% endif %}{% if niveau.indemnite %}une indemnité forfaitaire pour "
        f"frais de recouvrement de 40{NB}€ par facture (articles L441-10 et D441-5 du code de commerce){{% endif %}}."
    )
    public = (
        "Nous vous rappelons que le dépassement du délai de paiement ouvre droit, de plein droit et sans autre "
        "formalité, {% if niveau.penalites %}à des intérêts moratoires (articles L2192-13 et R2192-31 du code de la "
        "commande publique){% if niveau.indemnite %} et {% endif %}{% endif %}{% if niveau.indemnite %}à une indemnité "
        f"forfaitaire pour frais de recouvrement de 40{NB}€ par facture (articles L2192-13 et D2192-35 du même code)"
        "{% endif %}."
    )
    public = public.replace("du même code", "du code de la commande publique")
    amounts = (
        "À la date de la présente, {% if penalites.interets %}les {% if client.public %}intérêts moratoires"
        "{% else %}pénalités de retard{% endif %} s'élèvent à {{ penalites.interets }}"
        "{% if penalites.taux %} (taux annuel de {{ penalites.taux|taux }}){% endif %}"
        "{% if penalites.indemnite %} et {% endif %}{% endif %}{% if penalites.indemnite %}l'indemnité forfaitaire de "
        "recouvrement à {{ penalites.indemnite|montant('EUR') }}{% endif %}, soit, avec le principal, "
        "un total de **{{ penalites.total }}**."
    )
    return (
        _when(f"client.professionnel and ({CHARGED})", _p(business))
        + _when(f"client.public and ({CHARGED})", _p(public))
        + _when("penalites and not client.particulier", _p(amounts))
    )


def _draft() -> str:
    """The bill of exchange to sign and return (S3-09, S3-10; C. com. L511-1)."""
    top, middle = (3400, 3119, 3119), (3400, 3119, 3119)

    def box(title: str, *texts: str) -> str:
        return paragraph("Traiteintitul", title) + "".join(paragraph("Traitetexte", text) for text in texts)

    def looped(title: str, first: str, source: str) -> str:
        return (
            paragraph("Traiteintitul", title)
            + first
            + paragraph("Traitetexte", f"{{%p for ligne in {source} %}}")
            + paragraph("Traitetexte", "{{ ligne }}")
            + paragraph("Traitetexte", "{%p endfor %}")
        )

    order = (
        "Contre cette **LETTRE DE CHANGE**, stipulée **SANS FRAIS**, veuillez payer à l'ordre de **{{ societe.nom }}** "
        "la somme indiquée ci-dessous."
    )
    rows = [
        row([cell(9638, paragraph("Traitetitre", "LETTRE DE CHANGE") + paragraph("Traitetexte", order), 3)]),
        row(
            [
                cell(
                    top[0],
                    box("LIEU ET DATE DE CRÉATION", "{% if lieu %}{{ lieu }}, le {% endif %}{{ date|date_longue }}"),
                ),
                cell(top[1], box("ÉCHÉANCE", "**{{ traite.echeance|date_longue }}**")),
                cell(top[2], box("MONTANT", "**{{ traite.montant|montant(traite.devise) }}**")),
            ]
        ),
        row([cell(9638, box("SOMME EN TOUTES LETTRES", "{{ traite.lettres }}"), 3)]),
        row(
            [
                cell(middle[0], looped("TIRÉ (NOM ET ADRESSE)", "", "client.adresse")),
                cell(middle[1], box("DOMICILIATION (LIEU DE PAIEMENT) ET IBAN DU TIRÉ", "", "", "")),
                cell(middle[2], looped("TIREUR", paragraph("Traitetexte", "{{ societe.nom }}"), "societe.adresse")),
            ],
        ),
        row(
            [
                cell(top[0], box("RÉFÉRENCE DU TIRÉ", "{{ reference }}")),
                cell(top[1], box("ACCEPTATION OU AVAL : DATE ET SIGNATURE DU TIRÉ".replace(" :", f"{NB}:"), "")),
                cell(top[2], box("SIGNATURE DU TIREUR", "")),
            ],
            height=1100,
        ),
    ]
    return _when(
        "traite",
        paragraph("Aprstableau"),
        table("Cadre", top, rows),
        paragraph("Aprstableau"),
    )


DRAFT_SENTENCE = (
    "Vous trouverez au bas de cette lettre une lettre de change de {{ traite.montant|montant(traite.devise) }}, "
    "à échéance du {{ traite.echeance|date_longue }}. Nous vous remercions de nous la retourner signée, pour "
    "règlement de votre solde."
)


def _annex() -> str:
    """The statement of account (S0-26)."""
    return _when(
        "releve",
        paragraph("Titreannexe", "Relevé de votre compte {{ client.code }} au {{ date|date_longue }}"),
        _lines_table("releve"),
    )


def _end() -> str:
    return _draft() + _annex()


REGULAR = "{% if delai %}au plus tard le **{{ delai|date_longue }}**{% else %}dans les meilleurs délais{% endif %}"
QUESTIONS = (
    "Pour toute question sur ce décompte, {% if gestionnaire.nom %}{{ gestionnaire.nom }} se tient{% else %}nous nous "
    "tenons{% endif %} à votre disposition{% if gestionnaire.telephone %} au {{ gestionnaire.telephone }}{% endif %}."
)

LETTER_1 = document(
    _top("rappel de règlement"),
    tag("{%p if echu %}"),
    _p(
        "Sauf erreur ou omission de notre part, {% if nombre == 1 %}la facture suivante est arrivée à échéance et son "
        "règlement ne nous est pas encore parvenu{% else %}les factures suivantes sont arrivées à échéance et leur "
        "règlement ne nous est pas encore parvenu{% endif %}. Votre compte présente ainsi un solde échu de "
        "**{{ echu }}**."
    ),
    tag("{%p else %}"),
    _p(
        "Nous nous permettons de vous rappeler {% if nombre == 1 %}l'échéance prochaine de la facture suivante"
        "{% else %}les échéances prochaines des factures suivantes{% endif %}."
    ),
    tag("{%p endif %}"),
    _detail(),
    _when(
        "echu",
        _p(
            f"Il s'agit sans doute d'un oubli. Nous vous remercions de bien vouloir régulariser cette situation {REGULAR}."
        ),
        _charges(),
    ),
    _payment(),
    _when("traite", _p(DRAFT_SENTENCE)),
    _p(f"{CROSSED} {QUESTIONS}"),
    _closing(),
    _end(),
)

LETTER_2 = document(
    _top("deuxième rappel – règlement en retard"),
    _p(
        "{% if derniere_relance %}Malgré notre rappel du {{ derniere_relance|date_longue }}, nous{% else %}Nous{% endif %} "
        "constatons que, sauf erreur de notre part, {% if nombre == 1 %}la facture suivante reste impayée{% else %}les "
        "factures suivantes restent impayées{% endif %}. Le solde échu de votre compte s'élève à **{{ echu or total }}**."
    ),
    _detail(),
    _p(
        "Ce retard nous est préjudiciable. Nous vous demandons de nous faire parvenir votre règlement "
        f"{REGULAR}. Si une difficulté ou un désaccord explique ce retard, nous vous invitons à nous en faire part "
        "sans attendre, afin de trouver ensemble une solution."
    ),
    _charges(),
    _when(
        "not client.public",
        _p(
            "À défaut de règlement ou de réponse de votre part, nous serions contraints de vous adresser une mise en demeure."
        ),
    ),
    _when(
        "client.public",
        _p(
            "À défaut de mandatement ou de réponse de votre part, nous serions contraints de vous adresser une mise en "
            "demeure. Si une pièce manque à la liquidation de ces factures, merci de nous l'indiquer."
        ),
    ),
    _payment(),
    _when("traite", _p(DRAFT_SENTENCE)),
    _p(f"{CROSSED} {QUESTIONS}"),
    _closing(),
    _end(),
)

LETTER_3 = document(
    _top("**MISE EN DEMEURE DE PAYER**"),
    _p(
        "{% if derniere_relance %}Malgré nos rappels, dont le dernier en date du {{ derniere_relance|date_longue }}, "
        "{% else %}À ce jour, {% endif %}{% if nombre == 1 %}la facture suivante, échue, demeure impayée{% else %}les "
        f"factures suivantes, échues, demeurent impayées{{% endif %}}{NB}:"
    ),
    _detail(),
    _p(
        "En conséquence, **nous vous mettons en demeure**, au sens de l'article 1344 du code civil, de nous régler la "
        "somme de **{{ echu or total }}**{% if delai %} {% if delai_jours %}sous {{ delai_jours }} "
        "{{ delai_jours|pluriel('jour') }}, soit {% endif %}au plus tard le **{{ delai|date_longue }}**{% else %} dès "
        "réception de la présente{% endif %}."
    ),
    _charges(),
    _when(
        "client.particulier",
        _p(
            "La présente mise en demeure fait courir les intérêts au taux légal (articles 1231-6 et 1344-1 du code civil)."
        ),
    ),
    _p(
        "{% if delai %}À défaut de règlement intégral dans ce délai{% else %}À défaut de règlement intégral{% endif %}, "
        "nous engagerons sans autre avis une action judiciaire en recouvrement devant la juridiction compétente"
        "{% if client.professionnel %}, et demanderons, outre le principal, les intérêts et les frais{% endif %}."
    ),
    _payment(),
    _when("traite", _p(DRAFT_SENTENCE)),
    _p(
        "Nous restons joignables pour tout règlement amiable avant cette date{% if gestionnaire.telephone %}, au {{ gestionnaire.telephone }}{% endif %}."
    ),
    _closing("nos salutations distinguées"),
    _end(),
)

BILL = document(
    _top("lettre de change à nous retourner acceptée"),
    _p(
        "{% if traite.envoyee_le %}Le {{ traite.envoyee_le|date_longue }}, nous vous avons adressé{% else %}Nous vous "
        "avons adressé{% endif %}, pour acceptation, la lettre de change suivante. {% if traite.relances %}Malgré notre "
        "rappel{% if derniere_relance %} du {{ derniere_relance|date_longue }}{% endif %}, elle{% else %}Elle{% endif %} ne "
        "nous est pas revenue à ce jour, sauf erreur de notre part."
    ),
    table(
        "Tableaudesfactures",
        (2900, 2100, 2100, 2538),
        [
            row(
                [
                    cell(2900, paragraph("Titretableau", "Lettre de change")),
                    cell(2100, paragraph("Titretableau", "Tirée le")),
                    cell(2100, paragraph("Titretableau", "Échéance")),
                    cell(2538, paragraph("Titretableaudroite", "Montant")),
                ],
                header=True,
            ),
            row(
                [
                    cell(2900, paragraph("Lignetableau", "{{ traite.numero }}")),
                    cell(2100, paragraph("Lignetableau", "{{ traite.tiree_le }}")),
                    cell(2100, paragraph("Lignetableau", "{{ traite.echeance }}")),
                    cell(2538, paragraph("Montanttableau", "{{ traite.montant|montant(traite.devise) }}")),
                ]
            ),
        ],
        first_row=True,
    ),
    paragraph("Aprstableau"),
    _p(
        "Nous vous remercions de nous la retourner sans délai, datée et revêtue de votre acceptation, avec la "
        "domiciliation bancaire de son règlement."
    ),
    _p(
        "Si une difficulté s'oppose à cette acceptation, ou si cette lettre de change ne vous est pas parvenue, merci de "
        "nous le faire savoir{% if gestionnaire.nom %} auprès de {{ gestionnaire.nom }}{% endif %}"
        "{% if gestionnaire.telephone %} au {{ gestionnaire.telephone }}{% endif %}{0}; nous vous en adresserons un duplicata.".replace(
            "{0}", NB
        )
    ),
    _p("Si votre envoi a croisé ce courrier, nous vous remercions de ne pas en tenir compte."),
    _closing(),
)

LETTERS: dict[str, tuple[str, str]] = {
    "lettre_1": ("Rappel de règlement", LETTER_1),
    "lettre_2": ("Deuxième rappel", LETTER_2),
    "lettre_3": ("Mise en demeure", LETTER_3),
    "traite": ("Lettre de change à retourner acceptée", BILL),
}
