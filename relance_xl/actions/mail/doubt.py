"""What an e-mail that the workbook does not know forbids: a letter for the same reminder would remind twice.

An uncertain message may have left; one that the server accepted did, and the program stopped before recording it.
« Lettres » sets their lines aside and says what to do; only « E-mails » settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from relance_xl.actions.common.run import mail_folder
from relance_xl.actions.mail.recovery import Unfinished, apart, unfinished
from relance_xl.domain import sheets
from relance_xl.domain.model import Ledger
from relance_xl.domain.outcome import Reminder, Skipped
from relance_xl.domain.wording import typeset
from relance_xl.post.send_log import NAME, SendLog, open_log
from relance_xl.problems import Problem
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import read_company


@contextmanager
def mail_log(book: Book) -> Iterator[SendLog | None]:
    """The log of the e-mails, held so that none is sent meanwhile; None when none was ever sent.

    FileUnavailable as `open_log`.
    """
    root = mail_folder(book, read_company(book)[0])
    if not (root / NAME).is_file():
        yield None
        return
    with open_log(root) as log:
        yield log


def without_mailed(
    book: Book, ledger: Ledger, log: SendLog | None, letters: Iterable[Reminder]
) -> tuple[list[Reminder], list[Skipped], list[Problem]]:
    """The letters none of whose lines is in a message of the log that the journal does not hold.

    The lines of the others follow, with the reason, and an error for each such message.
    """
    pending = unfinished(book, ledger, log) if log is not None else []
    waiting = {line.key: one for one in pending for line, _ in one.lines}
    letters = list(letters)
    leaving, held = apart(letters, {key: _reason(one) for key, one in waiting.items()})
    met = {waiting[line.key].entry.sending.message_id: waiting[line.key]
           for letter in letters for line in letter.climbing if line.key in waiting}  # fmt: skip
    return leaving, held, [_problem(one) for one in met.values()]


def _reason(one: Unfinished) -> str:
    if one.uncertain:
        return f"e-mail incertain du {one.entry.when}, peut-être parti : à vérifier avant toute lettre"
    return f"e-mail parti le {one.entry.when}, pas encore enregistré : à enregistrer par « E-mails »"


def _problem(one: Unfinished) -> Problem:
    code, when = one.entry.sending.customer, one.entry.when
    what = f"L'e-mail de {code} est parti le {when} sans être enregistré : aucune lettre ne le répète"
    expected = "« E-mails » d'abord, qui l'enregistre sans le renvoyer"
    if one.uncertain:
        to = ", ".join(one.entry.sending.recipients)
        what = f"L'e-mail de {code} du {when}, à {to}, est peut-être parti : aucune lettre ne le répète"
        expected = (
            f"après vérification, « relance-xl mails CLASSEUR --partis {code} » s'il est parti, "
            f"« --a-renvoyer {code} » sinon, puis « Lettres »"
        )
    return Problem(sheet=sheets.CUSTOMERS, value=code, customer=code, what=typeset(what), expected=typeset(expected))
