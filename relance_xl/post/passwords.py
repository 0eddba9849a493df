"""The password of the mail server: from the system's key store or the environment, never from a workbook."""

from __future__ import annotations

import os

from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

VARIABLE = "RELANCE_XL_SMTP_PASSWORD"
SERVICE = "relance-xl"


def password_of(user: str, server: str) -> str:
    """The password of an account, the environment's before the key store's.  DataError when there is none."""
    if stated := os.environ.get(VARIABLE):
        return stated
    import keyring  # noqa: PLC0415 - its backends are slow to load, and sending alone needs them
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        stored = keyring.get_password(SERVICE, account(user, server))
    except KeyringError:
        stored = None
    if not stored:
        raise DataError(
            Problem(
                what=typeset(f"Aucun mot de passe n'est connu pour « {user} » sur « {server} »"),
                expected=typeset(
                    "« relance-xl mails CLASSEUR --mot-de-passe », qui le confie au trousseau du système, "
                    f"ou la variable d'environnement {VARIABLE}"
                ),
            )
        )
    return stored


def store_password(user: str, server: str, password: str) -> None:
    """Give the password to the system's key store.  DataError when the system has none."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, account(user, server), password)
    except KeyringError as error:
        raise DataError(
            Problem(
                what="Ce système n'a pas de trousseau où garder un mot de passe",
                expected=f"la variable d'environnement {VARIABLE}",
            )
        ) from error


def account(user: str, server: str) -> str:
    """The name under which the key store keeps the password: « compta@societe.fr sur smtp.societe.fr »."""
    return f"{user} sur {server}"
