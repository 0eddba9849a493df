"""What `Paramètres` opens: which road, what is asked of Microsoft, who may see a token, where drafts and returns go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.actions.mail import connecting
from relance_xl.actions.mail.accounts import Post, configured_outbox
from relance_xl.actions.mail.connecting import How, sign_in
from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.mail.returns import needs_no_file, read_returns
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.mail.session import MailChoice
from relance_xl.actions.mail.settling import nobody
from relance_xl.actions.undoing import undo
from relance_xl.domain.model import Company
from relance_xl.domain.vocabulary import DraftPlace, MailMethod, SignIn
from relance_xl.domain.wording import NO_BREAK, typeset
from relance_xl.post import passwords
from relance_xl.post.imap import ImapMailbox
from relance_xl.post.microsoft import keeping
from relance_xl.post.microsoft.graph import GraphMailbox
from relance_xl.post.microsoft.places import IMAP_ACCESS, MAIL_READ, MAIL_SEND, MAIL_WRITE, SMTP_SEND
from relance_xl.post.microsoft.signing_in import Account
from relance_xl.post.outlook import OutlookOutbox
from relance_xl.post.send_log import Fate, open_log
from relance_xl.post.sending import Pace
from relance_xl.post.smtp import SmtpOutbox
from relance_xl.problems import DataError, FileUnavailable
from tests.actions.mail.mail_books import RUN, by, searched_book
from tests.actions.mail.mail_books import Post as Kept
from tests.post.mail_server import certificate
from tests.post.microsoft_server import CLIENT, TENANT, WHO, Microsoft, microsoft
from tests.post.reports import report

REGISTERED = {"mail_client_id": CLIENT, "mail_tenant": TENANT, "mail_user": WHO}
STATED = {
    "E-mails : identifiant d'application": CLIENT,
    "E-mails : annuaire Microsoft": TENANT,
    "E-mails : utilisateur": WHO,
    "E-mails : méthode d'envoi": "Microsoft 365",
}
BY_SMTP = Company(mail_sign_in=SignIn.MICROSOFT, **REGISTERED)  # type: ignore[arg-type]  # texts all of them
BY_GRAPH = Company(mail_method=MailMethod.GRAPH, **REGISTERED)  # type: ignore[arg-type]


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Microsoft]:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(keeping, "sessions_folder", lambda: tmp_path / "connexions")
    keeping.kept.cache_clear()
    with microsoft(pem) as held:
        yield held
    keeping.kept.cache_clear()


def choice(theirs: Microsoft, ask: Callable[..., None] | None = None) -> MailChoice:
    def post(company: Company) -> Post:
        return Post(company=company, places=theirs.places)

    return MailChoice(
        post=post, outbox=lambda company: post(company).outbox(), pace=Pace(per_minute=0, pauses=()),
        ask=ask or (lambda account, tell: account.by_code(tell)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("company", "scopes"),
    [
        (BY_SMTP, {SMTP_SEND}),
        (replace(BY_SMTP, mail_drafts=DraftPlace.MAILBOX), {SMTP_SEND, IMAP_ACCESS}),
        (replace(BY_SMTP, mailbox_server="outlook.office365.com"), {SMTP_SEND, IMAP_ACCESS}),
        (BY_GRAPH, {MAIL_SEND, MAIL_READ}),
        (replace(BY_GRAPH, mail_drafts=DraftPlace.MAILBOX), {MAIL_SEND, MAIL_WRITE}),
    ],
)
def test_no_more_is_asked_of_microsoft_than_the_parameters_need(company: Company, scopes: set[str]) -> None:
    assert set(Post(company=company).account().scopes) == scopes


def test_each_method_has_its_road(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(passwords.VARIABLE, "x")
    password = Company(mail_server="smtp.vallier.example", mail_user="a", mailbox_server="imap.vallier.example")

    assert isinstance(configured_outbox(password), SmtpOutbox)
    assert isinstance(configured_outbox(BY_SMTP), SmtpOutbox)
    assert isinstance(configured_outbox(BY_GRAPH), GraphMailbox)
    assert isinstance(configured_outbox(Company(mail_method=MailMethod.OUTLOOK)), OutlookOutbox)
    assert isinstance(Post(company=password).mailbox(), ImapMailbox)
    assert isinstance(Post(company=BY_GRAPH).mailbox(), GraphMailbox)
    assert not Post(company=replace(password, mailbox_server="")).has_mailbox


@pytest.mark.parametrize(
    ("company", "told"),
    [
        (replace(BY_SMTP, mail_client_id=" "), "« E-mails : identifiant d'application » est vide"),
        (replace(BY_GRAPH, mail_tenant=""), "« E-mails : annuaire Microsoft » est vide"),
        (replace(BY_SMTP, mail_user=""), "« E-mails : utilisateur » est vide"),
        (replace(BY_SMTP, mail_server="smtp.pirate.example"), "n'est pas un serveur de Microsoft"),
        (Company(), "« E-mails : serveur d'envoi » est vide"),
    ],
)
def test_what_is_missing_or_not_to_be_trusted_is_told_before_anything(company: Company, told: str) -> None:
    with pytest.raises(DataError) as refused:
        configured_outbox(company)

    assert told in plain(str(refused.value))


def test_a_token_is_not_shown_to_another_reception_server_either() -> None:
    stranger = replace(BY_SMTP, mailbox_server="imap.pirate.example")

    with pytest.raises(DataError, match="pas un serveur de Microsoft"):
        Post(company=stranger).mailbox()


# ---- « Se connecter » ----


def test_signing_in_and_out_leaves_nothing_in_the_workbook(theirs: Microsoft, tmp_path: Path) -> None:
    book, told = searched_book(tmp_path, 1, **STATED), list[str]()
    before = {name: list(book.rows(name)) for name in book.tables}

    said = sign_in(book, RUN, How.CODE, lambda message, _share: told.append(message), theirs.places)

    assert plain(said.summary) == f"Connecté au compte Microsoft « {WHO} »."
    assert [plain(problem.what) for problem in said.problems] == [
        "Ce système n'a pas de trousseau où garder la connexion : elle ne dure que le temps du programme"
    ]
    assert "ABCD-EFGH" in told[0]
    assert Post(company=BY_GRAPH, places=theirs.places).account().has_token()
    assert {name: list(book.rows(name)) for name in book.tables} == before
    sign_in(book, RUN, How.OUT, None, theirs.places)
    assert not Post(company=BY_GRAPH, places=theirs.places).account().has_token()


def test_another_account_than_the_one_written_is_told(theirs: Microsoft, tmp_path: Path) -> None:
    theirs.who = "direction@vallier.example"

    said = sign_in(searched_book(tmp_path, 1, **STATED), RUN, How.CODE, None, theirs.places)

    assert "direction@vallier.example" in said.problems[0].what


def test_where_no_microsoft_account_is_used_nothing_is_asked(tmp_path: Path) -> None:
    assert sign_in(searched_book(tmp_path, 1), RUN).summary == typeset(connecting.UNUSED)


# ---- sending ----


def test_who_sends_is_asked_to_sign_in_once_and_202_is_told_as_what_it_is(theirs: Microsoft, tmp_path: Path) -> None:
    book, asked = searched_book(tmp_path, 2, **STATED), list[str]()

    def ask(account: Account, tell: Callable[[str, float | None], None]) -> None:
        asked.append(account.by_code(tell))

    said = send_mails(book, RUN, choice(theirs, ask))

    assert asked == [WHO]
    assert "sans dire s'il les a remis" in said.summary
    assert {one.words for one in said.mails} == {"202 : confié à Microsoft 365, qui ne dit pas s'il l'a remis"}
    assert len(theirs.sent) == len(book.rows("tJournal")) == 2
    assert "E-mails/envois.jsonl" not in [row["Document"] for row in book.rows("tJournal")]
    log = (tmp_path / "E-mails" / "envois.jsonl").read_text(encoding="utf-8")
    assert "jeton" not in log


def test_nobody_there_to_sign_in_sends_and_records_nothing(theirs: Microsoft, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1, **STATED)

    with pytest.raises(DataError, match="Personne n'est connecté"):
        send_mails(book, RUN, choice(theirs, nobody))

    assert (theirs.sent, book.rows("tJournal")) == ([], [])


# ---- drafts in the mailbox ----


def test_drafts_stand_in_the_mailbox_and_their_copies_are_what_is_recorded(theirs: Microsoft, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2, **STATED, **{"E-mails : brouillons": "Boîte"})

    said = draft_mails(book, RUN, choice(theirs))
    again = draft_mails(book, RUN, choice(theirs))

    assert len(theirs.drafts) == len(book.rows("tJournal")) == 2
    assert said.summary.startswith("2 brouillons dans le dossier Brouillons de votre boîte")
    assert not said.problems
    assert {str(row["Document"]).rpartition("/")[0] for row in book.rows("tJournal")} == {
        "E-mails/2026-03-16/Dans la boîte"
    }
    assert not again.mails
    undone = undo(book, RUN)
    assert "encore dans la boîte" in undone.problems[-1].what


def test_a_draft_that_the_mailbox_does_not_take_is_told_with_its_file(theirs: Microsoft, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2, **STATED, **{"E-mails : brouillons": "Boîte"})
    theirs.refuses_drafts = 1

    said = draft_mails(book, RUN, choice(theirs))

    assert len(theirs.drafts) == 1
    assert len(book.rows("tJournal")) == 2
    [problem] = said.problems
    assert "n'a pas pu être mis dans la boîte" in problem.what
    assert said.mails[0].file in problem.expected


def test_n102_drafts_that_an_interrupted_run_did_not_come_to_are_put_in_the_mailbox_by_the_next_one(
    theirs: Microsoft, tmp_path: Path
) -> None:
    """N-102: one of which it is not sure is told, and one whose reminder was taken back stays out."""
    book = searched_book(tmp_path, 5, **STATED, **{"E-mails : brouillons": "Boîte"})

    def stop(message: str, _share: float | None = None) -> None:
        if message.startswith("Brouillons : 1 "):
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as stopped:
        stopped.setattr(book, "tell", stop)
        with pytest.raises(KeyboardInterrupt):
            draft_mails(book, RUN, choice(theirs))
    assert (len(theirs.drafts), len(book.rows("tJournal"))) == (1, 5)
    with open_log(tmp_path / "E-mails") as log:
        waiting = [each.sending for each in log.entries.values() if each.fate is Fate.TO_PLACE]
        log.write(waiting[0], Fate.PLACING)
    (tmp_path / waiting[1].document).unlink()

    said = draft_mails(book, RUN, choice(theirs))
    again = draft_mails(book, RUN, choice(theirs))

    assert len(theirs.drafts) == 3
    assert plain(said.summary).endswith("2 brouillons d'une exécution interrompue sont maintenant dans la boîte.")
    told = [(problem.value, plain(problem.what).rpartition(" : ")[2]) for problem in said.problems]
    assert told[0] == (waiting[0].customer, "l'exécution s'est arrêtée au moment de l'y mettre")
    assert [value for value, _ in told] == [waiting[0].customer, waiting[1].customer]
    assert waiting[0].document in said.problems[0].expected
    assert (again.problems, len(theirs.drafts)) == ([], 3)


def test_n102_drafts_taken_back_are_not_put_in_the_mailbox(theirs: Microsoft, tmp_path: Path) -> None:
    """N-102"""
    book = searched_book(tmp_path, 1, **STATED, **{"E-mails : brouillons": "Boîte"})
    draft_mails(book, RUN, choice(theirs))
    with open_log(tmp_path / "E-mails") as log:
        [entry] = log.entries.values()
        log.write(entry.sending, Fate.TO_PLACE)
    theirs.drafts.clear()
    undo(book, RUN)

    draft_mails(book, RUN, choice(theirs))

    assert theirs.drafts == []


def test_a_mailbox_out_of_reach_is_told_before_anything_is_written(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1, **{
        "E-mails : brouillons": "Boîte", "E-mails : serveur de réception": "127.0.0.1",
        "E-mails : port de réception": "9", "E-mails : utilisateur": "compta",
    })  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(passwords.VARIABLE, "x")
        with pytest.raises(FileUnavailable, match="injoignable"):
            draft_mails(book, RUN)

    assert book.rows("tJournal") == []
    assert not list(tmp_path.rglob("*.eml"))


def test_a_rehearsal_puts_nothing_into_the_mailbox(theirs: Microsoft, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1, **STATED, **{"E-mails : brouillons": "Boîte"})

    draft_mails(book, RUN, replace(choice(theirs), redirection="moi@vallier.example"))

    assert theirs.drafts == []


# ---- returns ----


def test_a5_the_mailbox_is_read_when_no_file_is_given(theirs: Microsoft, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2, **STATED)
    theirs.inbox.append(report().encode())

    said = read_returns(book, RUN, (), choice(theirs))

    assert needs_no_file(book)
    assert [one.customer.code for one in said.marked] == ["C001"]
    assert len(said.problems) == 1


def test_without_a_mailbox_the_button_asks_for_files_and_the_command_says_what_is_missing(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)

    assert not needs_no_file(book)
    with pytest.raises(DataError, match="Aucune boîte n'est indiquée"):
        read_returns(book, RUN)


def test_a_mailbox_without_reports_says_so_and_nothing_else(theirs: Microsoft, tmp_path: Path) -> None:
    said = read_returns(searched_book(tmp_path, 1, **STATED), RUN, (), choice(theirs))

    assert (said.problems, said.batch) == ([], "")


def test_a_password_road_is_as_it_was(tmp_path: Path) -> None:
    book, post = searched_book(tmp_path, 1), Kept()

    send_mails(book, RUN, by(post))

    assert len(post.handed) == 1


def test_a_mailbox_without_its_server_is_said() -> None:
    with pytest.raises(DataError) as refused:
        Post(company=Company()).mailbox()

    assert "Le paramètre « E-mails : serveur de réception » est vide" in plain(str(refused.value))
