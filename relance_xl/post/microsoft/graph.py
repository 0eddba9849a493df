"""Microsoft 365 by Graph: the whole message as MIME, drafts, what was sent, what came back.

202 says that the message is taken in charge, never that it was delivered; 4xx that it was not taken, for good or for
now.  A cut, a silence, 5xx or anything else leaves it uncertain, and it is never sent again by itself (N-102).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import quote

from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain import sheets
from relance_xl.domain.wording import folded, typeset
from relance_xl.post.https import Answer, Https, Unanswered, Unsent
from relance_xl.post.microsoft.signing_in import SIGN_IN, Account
from relance_xl.post.said import expected_of, explained
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError

TAKEN = "202 : confié à Microsoft 365, qui ne dit pas s'il l'a remis"
_ATTEMPTS = 2
_WORDS = 500
_PAGE = 50
_DEEPEST = 40
"""Pages of one list."""
_REPORT = "REPORT.IPM.Note.NDR"
"""The class of a report of non-delivery (PidTagMessageClass, MS-OXCMSG)."""


class GraphMailbox:
    """The mailbox of the account that is signed in.

    `user`, where it is stated, must be that account: nothing may leave from another mailbox than the one written.
    """

    def __init__(self, account: Account, timeout: float = 60) -> None:
        self._account = account
        self._https = Https(timeout)
        self._root = f"{account.registered.places.graph}/me"

    def __enter__(self) -> Self:
        """Have a token, so that a sign-in that is missing is told before anything is sent.  DataError."""
        self._account.token()
        user, stated = self._account.user, self._account.registered.user
        if stated and user.casefold() != stated.casefold():
            raise DataError(
                Problem(
                    sheet=sheets.PARAMETERS,
                    what=typeset(f"Le compte Microsoft connecté est « {user} », et non « {stated} »"),
                    expected=typeset(f"{SIGN_IN}, avec ce compte ; ou « E-mails : utilisateur » corrigé"),
                )
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open."""

    def send(self, mail: MailFile) -> Outcome:
        """Hand one message over; a connection lost before the last byte is opened again once."""
        content = b64encode(mail.path.read_bytes())
        words = ""
        for _ in range(_ATTEMPTS):
            try:
                return _outcome(self._asked("POST", "/sendMail", content))
            except Unsent as error:
                words = f"Microsoft 365 est injoignable ({error})"
            except Unanswered:
                said = "connexion coupée après l'envoi, avant la réponse de Microsoft 365"
                return Outcome(fate=Fate.UNCERTAIN, words=said)
            except RelanceError as error:
                return Outcome(fate=Fate.POSTPONED, words=str(error), unreachable=True)
        return Outcome(fate=Fate.POSTPONED, words=words, unreachable=True)

    def add_draft(self, message_id: str, content: bytes) -> None:
        """Put the message among the drafts, once."""
        for _ in range(_ATTEMPTS):
            if self.holds_draft(message_id):
                return
            try:
                answer = self._asked("POST", "/messages", b64encode(content))
            except Unanswered:  # perhaps it is there: looked for before it is put again
                continue
            except Unsent as error:
                raise _unreachable(error) from error
            if answer.status == HTTPStatus.CREATED:
                return
            raise _problem(answer)
        raise _unreachable(Unsent("aucune réponse"))

    def holds_draft(self, message_id: str) -> bool:
        """Whether a draft bears this Message-ID."""
        return self._holds("drafts", message_id)

    def holds_sent(self, message_id: str) -> bool:
        """Whether a message sent bears this Message-ID."""
        return self._holds("sentitems", message_id)

    def reports(self, folder: str, since: date) -> Iterator[bytes]:
        """The reports of the folder since that day, as they came."""
        place = self._folder(folder) if folder else "inbox"
        wanted = (
            f"receivedDateTime ge {since.isoformat()}T00:00:00Z and singleValueExtendedProperties/Any("
            f"ep: ep/id eq 'String 0x001A' and ep/value eq '{_REPORT}')"
        )
        for found in self._listed(f"/mailFolders/{place}/messages?$select=id&$top={_PAGE}&$filter={quote(wanted)}"):
            yield self._got(f"/messages/{quote(str(found.get('id', '')), safe='')}/$value").content

    def _holds(self, folder: str, message_id: str) -> bool:
        name = message_id.replace("'", "''")
        wanted = quote(f"internetMessageId eq '{name}'", safe="")
        return any(True for _ in self._listed(f"/mailFolders/{folder}/messages?$select=id&$filter={wanted}"))

    def _folder(self, name: str) -> str:
        """The folder of this name, at the top or below the inbox.  DataError when there is none."""
        for where in ("/mailFolders", "/mailFolders/inbox/childFolders"):
            for found in self._listed(f"{where}?$select=id,displayName&$top={_PAGE}"):
                if folded(str(found.get("displayName", ""))) == folded(name):
                    return quote(str(found.get("id", "")), safe="")
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what=typeset(f"La boîte n'a pas de dossier « {name} »"),
                expected=typeset("le nom d'un dossier de la boîte en « E-mails : dossier des retours », ou rien"),
            )
        )

    def _listed(self, path: str) -> Iterator[Mapping[str, object]]:
        url = path
        for _ in range(_DEEPEST):
            document = self._got(url).document
            value = document.get("value")
            yield from (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
            following = document.get("@odata.nextLink")
            if not isinstance(following, str) or not following.startswith(f"{self._root}/"):
                return  # a token goes nowhere else than to Graph
            url = following.removeprefix(self._root)

    def _got(self, path: str) -> Answer:
        try:
            answer = self._asked("GET", path)
        except (Unsent, Unanswered) as error:
            raise _unreachable(error) from error
        if answer.status != HTTPStatus.OK:
            raise _problem(answer)
        return answer

    def _asked(self, method: str, path: str, content: bytes = b"") -> Answer:
        """The answer; asked again with a new token when the server knows the token no more: nothing was done then."""
        answer = self._with(self._account.token, method, path, content)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            answer = self._with(self._account.renewed, method, path, content)
        return answer

    def _with(self, token: Callable[[], str], method: str, path: str, content: bytes) -> Answer:
        headers = {"Authorization": f"Bearer {token()}", "Accept": "application/json"}
        if content:
            headers["Content-Type"] = "text/plain"
        return self._https.ask(method, f"{self._root}{path}", headers, content)


def _outcome(answer: Answer) -> Outcome:
    words = _words(answer)
    match answer.status:
        case HTTPStatus.ACCEPTED:
            return Outcome(fate=Fate.ACCEPTED, words=TAKEN)
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN | HTTPStatus.TOO_MANY_REQUESTS:
            return Outcome(fate=Fate.POSTPONED, words=words, unreachable=True)
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.CONFLICT | HTTPStatus.LOCKED:
            return Outcome(fate=Fate.POSTPONED, words=words)
        case status if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Outcome(fate=Fate.REFUSED, words=words)
    return Outcome(fate=Fate.UNCERTAIN, words=words)


def _words(answer: Answer) -> str:
    """« 403 ErrorAccessDenied Access is denied… », on one line."""
    error = answer.document.get("error")
    said = f"{error.get('code', '')} {error.get('message', '')}" if isinstance(error, dict) else ""
    return " ".join(f"{answer.status} {said}".split())[:_WORDS]


def _problem(answer: Answer) -> DataError:
    words = _words(answer)
    return DataError(
        Problem(what=typeset(f"Microsoft 365 refuse : {explained(words)}"), expected=expected_of(words, SIGN_IN))
    )


def _unreachable(error: Exception) -> FileUnavailable:
    return FileUnavailable(Problem(what=f"Microsoft 365 est injoignable ({error})", expected="une connexion"))
