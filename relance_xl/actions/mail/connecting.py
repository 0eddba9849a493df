"""« Se connecter »: whoever keeps the mailbox signs in to Microsoft, in the browser, or with a code; or signs out."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.mail.accounts import Post
from relance_xl.domain import sheets
from relance_xl.domain.wording import typeset
from relance_xl.post.microsoft.places import MICROSOFT, Places
from relance_xl.problems import Problem, Severity
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import read_company

if TYPE_CHECKING:
    from relance_xl.post.microsoft.signing_in import Account

Tell = Callable[[str, float | None], None]
UNUSED = (
    "Ces paramètres n'utilisent pas de compte Microsoft : il faut « Compte Microsoft » en « E-mails : identification » "
    "ou « Microsoft 365 » en « E-mails : méthode d'envoi »."
)


class How(StrEnum):
    """How one signs in; by default in the browser of this machine."""

    BROWSER = ""
    CODE = "code"
    OUT = "oublier"


def sign_in(
    book: Book, run: Run, how: str = How.BROWSER, tell: Tell | None = None, places: Places = MICROSOFT
) -> Report:
    """Sign in to the Microsoft account that `Paramètres` describes; the workbook keeps nothing of it.

    DataError without the application or the directory, or when Microsoft refuses; FileUnavailable without a network;
    UsageError without the extra.
    """
    post = Post(company=read_company(book)[0], places=places)
    if run.rehearsed:
        return Report(summary="La connexion au compte Microsoft serait demandée, si les paramètres en utilisent un.")
    if not post.by_microsoft:
        return Report(summary=typeset(UNUSED))
    account = post.account()
    if how == How.OUT:
        account.forget()
        return Report(summary="Ce poste ne connaît plus le compte Microsoft.")
    name = account.by_code(tell or book.tell) if how == How.CODE else account.by_browser(tell or book.tell)
    return Report(summary=typeset(f"Connecté au compte Microsoft « {name} »."), problems=list(_doubts(account, name)))


def _doubts(account: Account, name: str) -> list[Problem]:
    """One warning for another account than the one written, one where the sign-in does not outlive the program."""
    stated = account.registered.user
    doubts = []
    if stated and stated.casefold() != name.casefold():
        doubts.append(
            Problem(
                sheet=sheets.PARAMETERS,
                severity=Severity.WARNING,
                what=typeset(f"Le compte connecté est « {name} », la boîte des paramètres est « {stated} »"),
                expected="le même compte, ou une boîte partagée que ce compte a le droit d'utiliser par SMTP",
            )
        )
    if not account.lasts:
        doubts.append(
            Problem(
                severity=Severity.WARNING,
                what="Ce système n'a pas de trousseau où garder la connexion : elle ne dure que le temps du programme",
                expected=typeset("une connexion à chaque fois, ou la fenêtre (« relance-xl fenetre ») laissée ouverte"),
            )
        )
    return doubts
