"""Spanish, as a company in Spain reads it."""

from __future__ import annotations

from relance_xl.documents.languages.language import Words


def ordinal(number: int) -> str:
    """« 2.º », with the point that the Real Academia asks for and num2words leaves out."""
    return f"{number}.º"


def counted(number: str, noun: str) -> str:
    """« veintiún mil », « un millón de euros »: « uno » is shortened before a noun and before « mil »."""
    short = number.replace("veintiuno", "veintiún").replace("uno", "un")
    return f"{short} {'de ' if short.endswith(('millón', 'millones')) else ''}{noun}"


WORDS = Words(
    yes="sí",
    no="no",
    reminder="Recordatorio de pago",
    subject="Asunto",
    payment_code="Código QR de la transferencia",
    attention="A la atención de {}",
    other=("más", "más"),
    kinds={
        "Facture": "Factura",
        "Avoir": "Abono",
        "Règlement": "Pago",
        "Acompte": "Anticipo",
        "Professionnel": "Empresa",
        "Particulier": "Consumidor",
        "Public": "Administración pública",
    },
    currencies={
        "EUR": ("euro", "euros", "céntimo", "céntimos"),
        "USD": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
        "CHF": ("franco suizo", "francos suizos", "céntimo", "céntimos"),
    },
    ordinal=ordinal,
    counted=counted,
)
