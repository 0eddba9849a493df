"""The sections of `Paramètres`: which parameter stands under which heading, and the notes of the saved criteria."""

from __future__ import annotations

from dataclasses import dataclass

from relance_xl.domain.wording import typeset
from relance_xl.tables.schema.columns import Parameter
from relance_xl.tables.schema.criteria_cells import CRITERIA
from relance_xl.tables.schema.parameter_list import DEFAULT_PREFIX, IMPORT_PARAMETERS, PARAMETER_LIST, VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, which is a row of the table without a value, and the parameters below it.

    Attributes:
        folded: whether they are one click away, below a [+].
    """

    title: str
    parameters: tuple[Parameter, ...]
    folded: bool = False


_BY_FIELD = {parameter.field: parameter for parameter in PARAMETER_LIST}


def _section(title: str, fields: str, *more: Parameter) -> Section:
    return Section(title=title, parameters=(*(_BY_FIELD[field] for field in fields.split()), *more))


SAVED_CRITERIA: tuple[Parameter, ...] = tuple(
    Parameter(
        label=DEFAULT_PREFIX + criterion.label,
        field=criterion.field,
        kind=criterion.kind,
        default=criterion.default,
        choices=criterion.choices,
        help=typeset(f"Ce que « RAZ filtre » remet dans le critère « {criterion.label} » de Relances."),
    )
    for criterion in CRITERIA
)
"""The saved defaults of the criteria, which « Enregistrer comme défaut » writes (S2-24)."""

SECTIONS: tuple[Section, ...] = (
    _section("Votre société", "name address siren legal_notice phone email city signatory logo iban bic"),
    _section(
        "Règles des relances",
        "excluded_payment_methods notice_without_reminder notice_interval payment_wait",
    ),
    _section("Pénalités de retard", "penalty_rate recovery_fee"),
    _section("Devises", "reference_currency currencies_enabled exchange_rate_age"),
    _section("Dossiers", "output_folder templates_folder documents_folder"),
    _section("Lettres à imprimer", "letters_per_print_run payment_code joined_statement duplex summary_sheet"),
    _section(
        "Envoi des e-mails",
        "mail_method mail_server mail_port mail_security mail_user mail_sign_in mail_client_id mail_tenant mail_sender"
        " mail_copy_to_manager mail_joined_letter mail_joined_invoices mails_per_minute mail_redirection",
    ),
    _section("Boîte d'envoi et de retours", "mail_drafts mailbox_server mailbox_port mailbox_returns"),
    _section("Traites à l'acceptation", "bill_days_after_issue bill_days_before_maturity"),
    _section(
        "Imports et relevés bancaires",
        "default_group payment_terms ledger_age_warning settled_share",
        *IMPORT_PARAMETERS,
    ),
    _section("Cabinet d'expertise comptable", "mandate supervisor firm_name firm_address firm_phone firm_email"),
    Section(title="Critères par défaut (le [+] les ouvre)", parameters=SAVED_CRITERIA, folded=True),
    Section(title="Retenu par le programme", parameters=(VERSION,)),
)
"""In the order of the sheet; what the program adds later stands at the end, under the last heading."""
