"""« E-mails » through a workbook: drafts, sending, interruptions; recorded once, and only what left."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace

import pytest

from relance_xl.actions.mail.accounts import configured_outbox
from relance_xl.actions.mail.drafting import draft_mails, keep_password, rehearse_mails
from relance_xl.actions.mail.plan import NO_RECIPIENT, TO_CHECK
from relance_xl.actions.mail.reports import MailsReport
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.mail.session import MailChoice
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.answers.issued import mails_document
from relance_xl.domain.model import Company
from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome, Pace
from relance_xl.post.smtp import MailServer, SmtpOutbox
from relance_xl.problems import DataError, FileUnavailable
from relance_xl.tables.grid import Value
from tests.actions.mail.mail_books import NOW, RUN, Post, by, company_book, searched_book
from tests.post.mail_server import HOST, PASSWORD, USER, certificate, mail_server

DAY = date(2026, 3, 16)
LATER = replace(RUN, now=NOW + timedelta(minutes=5))
QUICK = Pace(per_minute=0, pauses=(0.0, 0.0, 0.0))


def levels(book: MemoryBook) -> dict[Value, Value]:
    return {row["Facture"]: row["Niveau"] for row in book.rows("tFactures")}


def journal(book: MemoryBook) -> set[tuple[Value, Value]]:
    return {(row["Client"], row["Empreinte"]) for row in book.rows("tJournal")}


def drafts(book: MemoryBook) -> list[Path]:
    return sorted((book.path.parent / "E-mails").rglob("*.eml"))


def told(report: MailsReport) -> str:
    return "\n".join(map(str, report.problems)).replace("\u00a0", " ")


# ---- drafts ----


def test_s0_02_each_customer_by_e_mail_has_a_draft_recorded_once_it_exists(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 3)

    report = draft_mails(book, RUN)

    assert [path.relative_to(tmp_path).as_posix() for path in drafts(book)] == [
        f"E-mails/2026-03-16/C00{number} Établissements n° {number}.eml" for number in (1, 2, 3)
    ]
    assert set(levels(book).values()) == {1}
    assert {row["Dernière relance"] for row in book.rows("tFactures")} == {DAY}
    assert {row["Canal"] for row in book.rows("tJournal")} == {"E-mail"}
    assert journal(book) == {(one.reminder.customer.code, one.mail.message_id) for one in report.mails}
    for row in book.rows("tJournal"):
        message = message_from_bytes((tmp_path / str(row["Document"])).read_bytes(), policy=policy.default)
        assert message["Message-ID"] == row["Empreinte"]
        assert message["X-Unsent"] == "1"
    assert book.saves == 1


def test_a_second_click_finds_nothing_to_do(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)
    draft_mails(book, RUN)

    again = draft_mails(book, LATER)

    assert again.mails == ()
    assert len(book.rows("tJournal")) == 2
    assert len(drafts(book)) == 2


def test_a_user_who_says_no_changes_nothing(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    draft_mails(book, replace(RUN, confirm=no))
    post = Post()
    send_mails(book, replace(RUN, confirm=no), by(post))

    assert set(levels(book).values()) == {None}
    assert post.handed == []
    assert drafts(book) == []
    recap = asked[1].replace("\u00a0", " ").replace("\u202f", " ")
    assert recap.startswith("2 e-mails datés du 16/03/2026, pour 3,00 € à régler :\n– niveau 1 : 2 e-mails, 3,00 €\n")
    assert "Premier : c002@client.example (Établissements n° 2) ; dernier : c001@client.example" in recap
    assert "Expéditeur : p.renaud@vallier.example" in recap


def test_a_rehearsal_of_the_command_writes_nothing(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)

    report = rehearse_mails(book, RUN)

    assert len(report.mails) == 2
    assert drafts(book) == []
    assert set(levels(book).values()) == {None}
    assert book.saves == 0


def test_drafts_are_taken_back_when_the_workbook_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = searched_book(tmp_path, 2)

    def open_elsewhere() -> None:
        raise FileUnavailable("Le classeur est ouvert dans Excel")

    monkeypatch.setattr(book, "save", open_elsewhere)
    with pytest.raises(FileUnavailable):
        draft_mails(book, RUN)

    assert drafts(book) == []


def three_customers(folder: Path, **emails: str) -> MemoryBook:
    customers: list[dict[str, Value]] = [
        {"Code": code, "Nom": f"Client {code}", "E-mail": email, "Téléphone": "0472000000"}
        for code, email in emails.items()
    ]
    items: list[dict[str, Value]] = [{"Client": code, "Facture": f"FA-{code}"} for code in emails]
    book = company_book(folder, customers, items)
    search(book, RUN)
    return book


def test_s0_28_a5_a_customer_without_a_usable_address_is_told_and_becomes_a_letter(tmp_path: Path) -> None:
    book = three_customers(tmp_path, A="a@client.example", B="", C="pas une adresse")

    report = draft_mails(book, RUN)

    assert [mail.reminder.customer.code for mail in report.mails] == ["A"]
    assert {each.reminder.customer.code: each.queue for each in report.fallbacks} == {"B": NO_RECIPIENT, "C": TO_CHECK}
    assert "2 clients recevront une lettre (1 sans adresse, 1 adresse à vérifier)" in report.summary
    assert levels(book) == {"FA-A": 1, "FA-B": None, "FA-C": None}


def test_a5_an_address_that_no_server_knows_becomes_a_letter_and_the_others_leave(tmp_path: Path) -> None:
    book = three_customers(tmp_path, A="a@client.example", B="b@reseau.local")

    report = draft_mails(book, RUN)

    assert [mail.reminder.customer.code for mail in report.mails] == ["A"]
    assert [(each.reminder.customer.code, each.queue) for each in report.fallbacks] == [("B", "adresse à vérifier")]
    assert report.exit_code == 0
    assert levels(book) == {"FA-A": 1, "FA-B": None}


def test_s0_02_the_same_ticked_lines_make_the_phone_list(tmp_path: Path) -> None:
    book = three_customers(tmp_path, A="a@client.example", B="b@client.example")

    calls = fill_phone_list(book, RUN)

    assert sorted(call.customer.code for call in calls.calls) == ["A", "B"]
    assert len(draft_mails(book, LATER).mails) == 2


def test_s1_07_the_run_s_method_decides_whatever_the_customer_s_channel(tmp_path: Path) -> None:
    customers: list[dict[str, Value]] = [
        {"Code": "A", "Nom": "A", "E-mail": "a@client.example", "Canal": "Courrier"},
        {"Code": "B", "Nom": "B", "E-mail": "", "Canal": "Courrier"},
    ]
    book = company_book(tmp_path, customers, [{"Client": "A", "Facture": "FA-A"}, {"Client": "B", "Facture": "FA-B"}])
    run = replace(RUN, criteria={"critere_methode": "E-mail"})
    search(book, run)

    report = draft_mails(book, run)

    assert [mail.reminder.customer.code for mail in report.mails] == ["A"]
    assert [each.reminder.customer.code for each in report.fallbacks] == ["B"]


def with_level(folder: Path, **level: Value) -> MemoryBook:
    named = {name.replace("_", " "): value for name, value in level.items()}
    book = company_book(
        folder,
        [{"Code": "A", "Nom": "Dupont", "E-mail": "a@client.example"}],
        [{"Client": "A", "Facture": "FA-1"}, {"Client": "A", "Facture": "FA-2"}],
        levels=[{"Niveau": 1, "Borne inférieure": 5, **named}],
    )
    search(book, RUN)
    return book


def test_s1_01_the_level_s_own_template_writes_the_message(tmp_path: Path) -> None:
    book = with_level(tmp_path, **{"Modèle e-mail": "perso"})
    (tmp_path / "Modèles" / "perso.txt").write_text("Objet : À vous\n\nBonjour {{ client.nom }}.\n", encoding="utf-8")

    [mail] = draft_mails(book, RUN).mails

    assert mail.mail.subject == "À vous"
    assert "Bonjour Dupont." in (tmp_path / mail.file).read_text("ascii")


def test_s4_04_a_fixed_subject_of_the_sheet_niveaux(tmp_path: Path) -> None:
    [mail] = draft_mails(with_level(tmp_path, Objet="Votre compte client"), RUN).mails

    assert mail.mail.subject == "Votre compte client"


def test_s4_04_a_level_with_both_stops_the_issue_and_nothing_is_written(tmp_path: Path) -> None:
    book = with_level(tmp_path, **{"Objet": "Votre compte", "Mot-clé objet": "Facture {facture}"})

    with pytest.raises(DataError, match="pas les deux"):
        draft_mails(book, RUN)

    assert drafts(book) == []
    assert set(levels(book).values()) == {None}


def test_s4_05_the_keyword_of_the_sheet_niveaux_names_customer_and_invoices(tmp_path: Path) -> None:
    [mail] = draft_mails(with_level(tmp_path, **{"Mot-clé objet": "{client} : {factures}"}), RUN).mails

    assert mail.mail.subject == "Dupont : FA-1 et FA-2"


def test_the_letter_and_the_invoices_travel_with_the_message(tmp_path: Path) -> None:
    parameters = {"E-mails : joindre la lettre": "docx", "E-mails : joindre les factures": "oui",
                  "Dossier des pièces": "Pièces"}  # fmt: skip
    book = searched_book(tmp_path, 2, **parameters)
    (tmp_path / "Pièces").mkdir()
    (tmp_path / "Pièces" / "FA-001.pdf").write_bytes(b"%PDF-1")

    report = draft_mails(book, RUN)

    assert {mail.reminder.customer.code: list(mail.mail.joined) for mail in report.mails} == {
        "C001": ["C001 Établissements n° 1.docx", "FA-001.pdf"],
        "C002": ["C002 Établissements n° 2.docx"],
    }
    assert "La facture FA-002 de C002 n'est pas jointe : aucun fichier à ce numéro" in told(report)
    assert [path.suffix for path in (tmp_path / "E-mails").rglob("*.docx")] == []


# ---- sending ----


def test_what_the_server_accepts_is_recorded_and_kept_as_it_was_sent(tmp_path: Path) -> None:
    book, post = searched_book(tmp_path, 3), Post()

    report = send_mails(book, RUN, by(post))

    assert post.recipients == ["c001@client.example", "c002@client.example", "c003@client.example"]
    assert set(levels(book).values()) == {1}
    assert len(journal(book)) == 3
    assert report.summary == "3 e-mails envoyés sur 3."
    for row in book.rows("tJournal"):
        message = message_from_bytes((tmp_path / str(row["Document"])).read_bytes(), policy=policy.default)
        assert "X-Unsent" not in message
        assert str(row["Document"]).startswith("E-mails/2026-03-16/Envoyés/")
    assert list((tmp_path / "E-mails").glob(".en-cours-*")) == []


def test_a_message_refused_is_listed_and_its_line_stays_where_it_was(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 3)
    post = Post({"c002@client.example": Outcome(fate=Fate.REFUSED, words="550 5.1.1 Destinataire inconnu")})

    report = send_mails(book, RUN, by(post))

    assert levels(book) == {"FA-001": 1, "FA-002": None, "FA-003": 1}
    assert "L'e-mail de C002 à « c002@client.example » est refusé par le serveur : 550 5.1.1" in told(report)
    assert [path.name for path in drafts(book)] == ["C001 Établissements n° 1.eml", "C003 Établissements n° 3.eml"]


def test_an_interruption_at_message_37_resumes_at_38_and_the_37th_waits_for_a_person(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 60)
    order = [one.reminder.customer.email for one in rehearse_mails(book, RUN).mails]
    first, second = Post({order[36]: KeyboardInterrupt()}), Post()

    stopped = send_mails(book, RUN, by(first))
    resumed = send_mails(book, LATER, by(second))

    assert [mail.recipients[0] for mail in first.handed] == order[:36]
    assert [mail.recipients[0] for mail in second.handed] == order[37:]
    assert stopped.summary.startswith("Interrompu")
    assert [one.entry.sending.recipients for one in resumed.uncertain] == [(order[36],)]
    assert len(journal(book)) == 59
    assert any("e-mail incertain" in skipped.why for skipped in resumed.skipped)


def test_a_program_killed_after_36_messages_records_them_at_the_next_run_and_sends_none_again(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 60)
    order = [one.reminder.customer.email for one in rehearse_mails(book, RUN).mails]
    first, second = Post({order[36]: SystemExit()}), Post()

    with pytest.raises(SystemExit):
        send_mails(book, RUN, by(first))
    assert journal(book) == set()
    report = send_mails(book, LATER, by(second))

    assert report.recovered == 36
    assert "36 e-mails partis lors d'un envoi interrompu ont été enregistrés" in report.summary
    assert [mail.recipients[0] for mail in second.handed] == order[37:]
    assert len(journal(book)) == 59
    for row in book.rows("tJournal"):
        assert (tmp_path / str(row["Document"])).is_file()


def test_drafts_too_record_first_what_a_killed_sending_left(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 5)
    order = [one.reminder.customer.email for one in rehearse_mails(book, RUN).mails]
    with pytest.raises(SystemExit):
        send_mails(book, RUN, by(Post({order[2]: SystemExit()})))

    report = draft_mails(book, LATER)

    assert report.recovered == 2
    assert [mail.reminder.customer.email for mail in report.mails] == order[3:]


@pytest.mark.parametrize(("decision", "resent"), [("left", False), ("again", True)])
def test_a_person_decides_what_an_uncertain_message_became(tmp_path: Path, decision: str, resent: bool) -> None:
    book = searched_book(tmp_path, 2)
    lost = Outcome(fate=Fate.UNCERTAIN, words="connexion coupée")
    send_mails(book, RUN, by(Post({"c001@client.example": lost})))
    assert levels(book) == {"FA-001": None, "FA-002": 1}

    post = Post()
    report = send_mails(book, LATER, by(post, **{decision: frozenset({"C001"})}))

    assert post.recipients == (["c001@client.example"] if resent else [])
    assert levels(book) == {"FA-001": 1, "FA-002": 1}
    assert len(journal(book)) == 2
    assert report.uncertain == ()


def test_an_uncertain_message_is_listed_with_what_to_do_and_never_sent_by_itself(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)
    send_mails(book, RUN, by(Post({"c001@client.example": Outcome(fate=Fate.UNCERTAIN, words="coupée")})))
    post = Post()

    for _ in range(2):
        report = send_mails(book, LATER, by(post))

    assert post.handed == []
    assert "« --partis C001 » ou « --a-renvoyer C001 »" in told(report)
    assert report.exit_code == 1


def test_a_workbook_that_cannot_be_saved_after_the_sending_is_caught_up_without_sending_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, post = searched_book(tmp_path, 2), Post()
    before = {name: [list(row) for row in table.rows] for name, table in book.tables.items()}

    def open_elsewhere() -> None:
        raise FileUnavailable("Le classeur est ouvert dans Excel")

    with monkeypatch.context() as patch:
        patch.setattr(book, "save", open_elsewhere)
        with pytest.raises(FileUnavailable, match="2 e-mails sont partis, mais le classeur"):
            send_mails(book, RUN, by(post))
    for name, rows in before.items():  # the closed file: what was not saved is not there
        book.tables[name].rows = list(rows)

    again = Post()
    report = send_mails(book, LATER, by(again))

    assert again.handed == []
    assert report.recovered == 2
    assert set(levels(book).values()) == {1}
    assert len(journal(book)) == 2


def test_a_reminder_of_a_later_level_leaves_although_an_earlier_one_is_in_the_log(tmp_path: Path) -> None:
    book = company_book(
        tmp_path,
        [{"Code": "A", "Nom": "A", "E-mail": "a@client.example"}],
        [{"Client": "A", "Facture": "FA-A", "Échéance": date(2026, 3, 1)}],
        levels=[{"Niveau": 1, "Borne inférieure": 5}, {"Niveau": 2, "Borne inférieure": 30}],
    )
    post = Post()
    for days in (0, 30):
        run = replace(RUN, now=NOW + timedelta(days=days))
        search(book, run)
        send_mails(book, run, by(post))

    assert [mail.reminder.level.number for mail in post.handed] == [1, 2]
    assert levels(book) == {"FA-A": 2}


def test_a_rehearsal_sends_everything_to_oneself_and_records_nothing(tmp_path: Path) -> None:
    book, post = searched_book(tmp_path, 3), Post()

    report = send_mails(book, RUN, by(post, redirection="moi@vallier.example"))

    assert set(post.recipients) == {"moi@vallier.example"}
    assert set(levels(book).values()) == {None}
    assert journal(book) == set()
    assert report.summary.startswith("Répétition vers moi@vallier.example")
    assert len(send_mails(book, LATER, by(Post())).mails) == 3


def test_the_parameter_redirects_drafts_too(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1, **{"E-mails : tout m'envoyer à": "moi@vallier.example"})

    report = draft_mails(book, RUN)

    assert [mail.mail.recipients for mail in report.mails] == [("moi@vallier.example",)]
    assert "Répétition vers moi@vallier.example : rien n'est enregistré." in report.summary
    assert set(levels(book).values()) == {None}


def test_without_a_server_nothing_is_sent(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)

    with pytest.raises(DataError, match="serveur d'envoi"):
        send_mails(book, RUN, MailChoice(pace=QUICK))

    assert drafts(book) == []


def test_a_password_is_never_read_from_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_XL_SMTP_PASSWORD", "x")

    company = Company(mail_server="smtp.vallier.example", mail_user=USER)

    assert isinstance(configured_outbox(company), SmtpOutbox)
    assert not [name for name in Company.__slots__ if "password" in name or "secret" in name]
    with pytest.raises(DataError, match="utilisateur"):
        keep_password(searched_book(tmp_path, 1), lambda _question: "")


# ---- a real server ----

FAULTS = ("refused", "greylisted", "closing", "cut before data", "busy", "rejected", "slow", "answer lost",
          "cut in mid-message", "too slow")  # fmt: skip


def test_200_messages_30_faults_none_lost_none_twice_and_the_journal_is_what_the_server_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    book = searched_book(tmp_path, 200)
    with mail_server(pem) as (port, held):
        kinds = [*FAULTS[:9] * 3, "too slow", "busy", "greylisted"]
        held.faults = {f"c{number * 6:03d}@client.example": [kind] for number, kind in enumerate(kinds, 1)}
        server = MailServer(
            host=HOST, port=port, security=MailSecurity.STARTTLS, user=USER, password=PASSWORD, timeout=2
        )
        choice = MailChoice(outbox=lambda _company: SmtpOutbox(server), pace=QUICK)
        first = send_mails(book, RUN, choice)
        left = frozenset(one.entry.sending.customer for one in first.uncertain
                         if one.entry.sending.message_id in held.ids)  # fmt: skip
        again = frozenset(one.entry.sending.customer for one in first.uncertain) - left
        send_mails(book, LATER, replace(choice, left=left, again=again))

    assert sorted(held.met) == sorted(kinds)
    refused = {sent.sending.customer for sent in first.refused}
    assert len(refused) == kinds.count("refused") + kinds.count("rejected")
    received = [recipients[0][:4].upper() for _, recipients in held.envelopes]
    assert len(received) == len(set(received))
    assert set(received) | refused == {f"C{number:03d}" for number in range(1, 201)}
    assert journal(book) == set(zip(received, held.ids, strict=True))
    assert {row["Client"] for row in book.rows("tFactures") if row["Niveau"] == 1} == set(received)


# ---- the command's document ----


def test_the_document_of_the_command_says_what_left_for_whom(tmp_path: Path) -> None:
    book = three_customers(tmp_path, A="a@client.example", B="")

    document = json.loads(json.dumps(mails_document(draft_mails(book, RUN))))

    [mail] = document["mails"]
    assert SimpleNamespace(**mail).client == "A"
    assert (mail["total"], mail["devise"], mail["niveau"]) == ("100.00", "EUR", 1)
    assert mail["fichier"] == "E-mails/2026-03-16/A Client A.eml"
    assert mail["destinataires"] == ["a@client.example"]
    assert mail["message"].startswith("<relance.")
    assert document["courriers"] == [{"client": "B", "niveau": 1, "pourquoi": "aucune adresse"}]
    assert Decimal(mail["totaux"][0]["total"]) == Decimal(100)
