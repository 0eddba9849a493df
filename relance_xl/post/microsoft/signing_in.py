"""One Microsoft account: its token, got again silently as long as Microsoft allows; signing in when it no longer does.

By the browser of this machine, which comes back to a door open on the loopback interface; by a code typed elsewhere
where there is no browser (many organisations forbid it).  Nothing of msal is imported before an account is used.
"""

from __future__ import annotations

import contextlib
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from relance_xl.domain import sheets
from relance_xl.domain.wording import typeset
from relance_xl.post.https import Answer, Https, Unanswered, Unsent
from relance_xl.post.microsoft.keeping import forget, kept, lasts, place_of
from relance_xl.post.microsoft.places import MICROSOFT, Places
from relance_xl.post.said import expected_of, explained, meaning
from relance_xl.problems import DataError, FileUnavailable, Problem, UsageError

Tell = Callable[[str, float | None], None]
PATIENCE = 180.0
"""Seconds left to whoever signs in."""
EXTRA = 'uv tool install ".[oauth]" --python 3.12'
SIGN_IN = "« Se connecter » (feuille « Paramètres »), ou « relance-xl connexion CLASSEUR »"
_WORDS = 400
_DONE = "<html><meta charset='utf-8'><body><p>Vous êtes connecté. Fermez cet onglet et revenez à votre classeur.</p>"
_FAILED = "<html><meta charset='utf-8'><body><p>La connexion n'a pas abouti : revenez à votre classeur.</p>"


def installed() -> bool:
    """Whether the extra is there, without importing it."""
    return all(find_spec(name) is not None for name in ("msal", "msal_extensions"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The application that the office has registered, and the mailbox; `user` is "" when nobody says which one."""

    client_id: str
    tenant: str
    user: str
    places: Places = MICROSOFT

    @property
    def file(self) -> Path:
        """Where its tokens are kept."""
        return place_of(self.client_id, f"{self.places.authority}/{self.tenant}")


@dataclass(slots=True)
class Account:
    """The account of a mailbox, for one resource: its scopes are asked together."""

    registered: Registered
    scopes: Sequence[str]
    _app: Any = field(default=None, init=False)

    @property
    def user(self) -> str:
        """The name of the account that is signed in; "" when none is."""
        found = self._account(self._opened())
        return str(found["username"]) if found else ""

    @property
    def lasts(self) -> bool:
        """Whether the sign-in outlives the program."""
        return lasts(kept(self.registered.file))

    def token(self) -> str:
        """The token of now, renewed when it is near its end.  DataError when somebody must sign in."""
        return self._silently({})

    def renewed(self) -> str:
        """A new token, the server having refused the last.  DataError when somebody must sign in."""
        return self._silently({"force_refresh": True})

    def has_token(self) -> bool:
        """Whether a token can be had without anybody.  FileUnavailable without a network."""
        try:
            return bool(self.token())
        except DataError:
            return False

    def by_browser(self, tell: Tell) -> str:
        """Let somebody sign in; the name of the account.  By a code where no browser opens.  DataError when refused."""
        try:
            webbrowser.get()
        except webbrowser.Error:
            return self.by_code(tell)
        app = self._opened()
        tell(typeset("Identifiez-vous dans le navigateur qui vient de s'ouvrir (3 minutes au plus)…"), None)
        with _told():
            found = app.acquire_token_interactive(
                list(self.scopes), prompt="select_account", login_hint=self.registered.user or None,
                timeout=PATIENCE, success_template=_DONE, error_template=_FAILED,
            )  # fmt: skip
        return self._signed_in(found)

    def by_code(self, tell: Tell) -> str:
        """Let somebody sign in on another machine, with a code; the name of the account.  DataError when refused."""
        app = self._opened()
        with _told():
            flow = app.initiate_device_flow(list(self.scopes))
        if "user_code" not in flow:
            raise DataError(_refused(flow))
        flow["expires_at"] = min(flow["expires_at"], flow["expires_at"] - flow["expires_in"] + PATIENCE)
        tell(
            typeset(f"Ouvrez {flow['verification_uri']} et tapez le code {flow['user_code']} (3 minutes au plus)…"),
            None,
        )
        with _told():
            found = app.acquire_token_by_device_flow(flow)
        return self._signed_in(found)

    def forget(self) -> None:
        """Throw away what is kept of every account of this application."""
        try:
            forget(self.registered.file)
        except ImportError as error:
            raise UsageError(_absent()) from error
        self._app = None

    def _signed_in(self, found: Mapping[str, Any]) -> str:
        if "access_token" not in found:
            raise DataError(_refused(found))
        claims: Mapping[str, Any] = found.get("id_token_claims") or {}
        return str(claims.get("preferred_username") or "")

    def _silently(self, how: Mapping[str, Any]) -> str:
        app = self._opened()
        with _told():
            account = self._account(app)
            found = app.acquire_token_silent_with_error(list(self.scopes), account=account, **how) if account else None
        if found and "access_token" in found:
            return str(found["access_token"])
        raise DataError(_refused(found) if found else _nobody(self.registered))

    def _account(self, app: Any) -> Mapping[str, Any] | None:
        """The account of the mailbox; or the only one there is, which the mailbox may be delegated to."""
        accounts: list[Mapping[str, Any]] = app.get_accounts()
        for each in accounts:
            if each["username"].casefold() == self.registered.user.casefold():
                return each
        return accounts[0] if len(accounts) == 1 else None

    def _opened(self) -> Any:
        if self._app is None:
            self._app = _application(self.registered)
        return self._app


def _application(registered: Registered) -> Any:
    """The application as msal has it.  UsageError without the extra; DataError for a directory that is none."""
    try:
        import msal  # noqa: PLC0415 - an extra, and slow to import
        import msal_extensions  # noqa: F401, PLC0415
    except ImportError as error:
        raise UsageError(_absent()) from error
    known: dict[str, Any] = {} if registered.places.known else {"instance_discovery": False}
    with _told():
        return msal.PublicClientApplication(
            registered.client_id,
            authority=f"{registered.places.authority}/{registered.tenant}",
            token_cache=kept(registered.file),
            http_client=_Client(),
            **known,
        )


class _Client:
    """What msal makes its requests by: with the certificates of the system, and no second library for it."""

    def __init__(self) -> None:
        self._https = Https()

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> _Response:
        return self._asked("GET", _with(url, params), headers, "")

    def post(self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: Any) -> _Response:
        body = data if isinstance(data, str) else _urlencoded(data or {})
        more = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        return self._asked("POST", _with(url, params), {**more, **(headers or {})}, body)

    def close(self) -> None:
        """Nothing stays open."""

    def _asked(self, method: str, url: str, headers: Any, body: str) -> _Response:
        stated = {name: str(value) for name, value in (headers or {}).items() if value is not None}
        return _Response(self._https.ask(method, url, stated, body.encode()))


class _Response:
    """An answer, as msal reads it."""

    def __init__(self, answer: Answer) -> None:
        self.status_code, self.text, self.headers = answer.status, answer.text, dict(answer.headers)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise Unanswered(str(self.status_code))


def _with(url: str, params: Mapping[str, str] | None) -> str:
    return f"{url}{'&' if '?' in url else '?'}{_urlencoded(params)}" if params else url


def _urlencoded(fields: Mapping[str, Any]) -> str:
    from urllib.parse import urlencode  # noqa: PLC0415 - beside the only ones who need it

    return urlencode({name: value for name, value in fields.items() if value is not None})


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What msal and the network raise, as a sentence."""
    try:
        yield
    except (Unsent, Unanswered) as error:
        raise FileUnavailable(
            Problem(what=f"La connexion au compte Microsoft est impossible ({error})", expected="une connexion")
        ) from error
    except Exception as error:
        if isinstance(error, DataError | FileUnavailable | UsageError):
            raise
        raise DataError(_broken(error)) from error


def _broken(error: Exception) -> Problem:
    if type(error).__name__ == "BrowserInteractionTimeoutError":
        what = "Personne ne s'est identifié dans le navigateur en trois minutes"
        return Problem(what=what, expected=typeset("« Se connecter » de nouveau"))
    words = " ".join(str(error).split())[:_WORDS]
    said = meaning(words)
    return Problem(
        sheet=sheets.PARAMETERS,
        what=typeset(f"La connexion au compte Microsoft n'a pas abouti : {said.means if said else f'« {words} »'}"),
        expected=expected_of(words, SIGN_IN),
    )


def _refused(found: Mapping[str, Any]) -> Problem:
    """Microsoft's refusal: what it means, then its own words."""
    words = " ".join(f"{found.get('error', '')} {found.get('error_description', '')}".split())[:_WORDS]
    return Problem(
        sheet=sheets.PARAMETERS,
        what=typeset(f"Microsoft refuse la connexion : {explained(words)}"),
        expected=expected_of(words, SIGN_IN),
    )


def _nobody(registered: Registered) -> Problem:
    whose = f" « {registered.user} »" if registered.user else ""
    return Problem(
        sheet=sheets.PARAMETERS,
        what=typeset(f"Personne n'est connecté au compte Microsoft{whose} sur ce poste"),
        expected=typeset(SIGN_IN),
    )


def _absent() -> Problem:
    return Problem(
        what="La connexion à un compte Microsoft demande un module qui n'est pas installé",
        expected=typeset(f"« {EXTRA} », depuis le dossier du programme"),
    )
