"""The messages: what was asked is what reads back, the letter's figures, and nothing forged in a header."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.documents.contents.context import Extras, letter_context
from relance_xl.documents.languages.choice import FRENCH, LANGUAGES
from relance_xl.documents.languages.numbers import iban
from relance_xl.documents.messages.drafts import Mailing, MailsWritten, write_mails
from relance_xl.documents.messages.headers import sorted_addresses
from relance_xl.documents.messages.subject import invoice_words
from relance_xl.documents.messages.templates import check_mail_templates
from relance_xl.domain.model import Company, Customer, ReminderGroup
from relance_xl.domain.outcome import Reminder, ReminderLine
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from relance_xl.machine import shipped
from relance_xl.problems import DataError, Severity
from tests.documents import samples
from tests.documents.samples import COMPANY, CUSTOMER, GROUP, LEVELS, line

MOMENT = datetime(2026, 3, 16, 9, 30)
TEMPLATES = shipped.templates()
REACHED = replace(CUSTOMER, email="anne@dupont.example")
FORBIDDEN = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x00", "\x85", "\u2028", "\u2029", "\u202e"]


def a_reminder(
    number: int = 1, customer: Customer = REACHED, lines: tuple[ReminderLine, ...] | None = None, **fields: object
) -> Reminder:
    return replace(samples.reminder(number, lines, customer=customer), **fields)  # type: ignore[arg-type]  # any field


def written(folder: Path, *reminders: Reminder, company: Company = COMPANY, templates: Path = TEMPLATES,
            documents: Path | None = None, redirection: str = "", letters: dict[int, Path] | None = None,
            ) -> MailsWritten:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    mailing = Mailing(
        company=company, batch="L1", templates=templates, moment=MOMENT, documents=documents, redirection=redirection,
        letters=letters or {},
    )  # fmt: skip
    return write_mails(reminders, mailing, folder)


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def one(folder: Path, reminder: Reminder, **options: object) -> EmailMessage:
    made = written(folder, reminder, **options)  # type: ignore[arg-type]  # the options of `written`
    [mail] = made.mails
    return read(mail.path)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content().replace("\r\n", "\n")
    return content


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def shown(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return " ".join(" ".join(parser.words).split(" "))


def test_a_message_reads_back_as_it_was_asked(tmp_path: Path) -> None:
    customer = replace(CUSTOMER, email='"Église, Compta" <compta@dupont.example> ; dir@société.fr')

    message = one(tmp_path, a_reminder(customer=customer), company=replace(COMPANY, mail_copy_to_manager=True))

    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        ("Église, Compta", "compta@dupont.example"),
        ("", "dir@xn--socit-esab.fr"),
    ]
    [sender] = message["From"].addresses
    assert sender.addr_spec == "relances@vallier.example"
    assert sender.display_name == "Paul Renaud – Menuiserie Vallier & Fils"
    assert [a.addr_spec for a in message["Cc"].addresses] == ["relances@vallier.example"]
    assert message["Subject"] == "Rappel de règlement – FA-2026-001 et FA-2026-014"
    assert message["X-Unsent"] == "1"
    assert message["Date"].datetime.replace(tzinfo=None) == MOMENT
    assert re.fullmatch(r"<relance\.[0-9a-f]{32}@vallier\.example>", message["Message-ID"])
    assert message["X-Relance"] == "L1; C0012; 1"


def test_what_travels_is_seven_bit_with_short_lines(tmp_path: Path) -> None:
    [mail] = written(tmp_path, a_reminder()).mails

    data = mail.path.read_bytes()

    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("language", ["", "Anglais"])
def test_s1_01_text_and_html_show_the_figures_of_the_letter(tmp_path: Path, level: int, language: str) -> None:
    lines = (
        line("FA-1", "1200.00", "300.00", level=level),
        line("FA-2", "12500.50", late=12, level=level),
        line("AV-3", "-80.00", kind=ItemKind.CREDIT_NOTE, level=level),
        line("FA-4", "700.00", late=-9, level=level),
        line("US-5", "310.10", currency="USD", level=level),
    )
    totals = (("EUR", Decimal("14020.50")), ("USD", Decimal("310.10")))
    reminder = a_reminder(level, replace(REACHED, language=language), lines=lines, totals=totals)
    context = letter_context(reminder, COMPANY)
    money = LANGUAGES["en"].money if language else FRENCH.money

    message = one(tmp_path, reminder)

    for words in (body(message, "plain"), shown(body(message, "html"))):
        for item in context["lignes"]:
            assert item["facture"] in words
            assert money(item["solde"], item["devise"]) in words
            assert money(item["montant"], item["devise"]) in words
        for total in context["totaux"]:
            assert money(total["solde"], total["devise"]) in words
            assert money(total["echu"], total["devise"]) in words
        assert iban(COMPANY.iban) in words
        assert context["reference"] in words
        assert ("Dear Sir" in words) == bool(language)


@pytest.mark.parametrize(
    ("language", "one_invoice", "several"),
    [
        ("", "liquidation de cette facture,", "liquidation de ces factures,"),
        ("EN", "for this invoice", "for these invoices"),
    ],
)
def test_n_76_a_public_buyer_is_asked_for_the_papers_of_the_invoices_that_there_are(
    tmp_path: Path, language: str, one_invoice: str, several: str
) -> None:
    buyer = replace(REACHED, language=language)
    for number, lines in enumerate(((samples.line("FA-1", "900", level=2),), None)):
        given = samples.reminder(2, lines, customer=buyer, kind=CustomerKind.PUBLIC)
        message = one(tmp_path / str(number), given)
        for text in (body(message, "plain"), shown(body(message, "html"))):
            assert (one_invoice in text, several in text) == (lines is not None, lines is None)


def test_a_reminder_before_the_due_date_claims_nothing(tmp_path: Path) -> None:
    message = one(tmp_path, a_reminder(lines=(line("FA-1", "100.00", late=-5),)))

    assert message["Subject"] == "Échéance prochaine – FA-1"
    for kind in ("plain", "html"):
        words = body(message, kind)
        assert "l’échéance prochaine de la facture" in words
        assert not re.search(r"j de retard|échu à ce jour|solde échu|Sauf erreur", words)


def test_the_html_holds_nothing_remote_and_is_never_cut_by_gmail(tmp_path: Path) -> None:
    many = tuple(line(f"FA-{number}", "1000.00") for number in range(60))
    html = body(one(tmp_path, a_reminder(3, lines=many)), "html")

    assert not re.search(r"https?:|<img|<link|<script|url\(|@import|<style", html)
    assert len(html.encode()) < 102_000


def test_names_are_escaped_in_the_html(tmp_path: Path) -> None:
    html = body(one(tmp_path, a_reminder(), company=replace(COMPANY, name="<script>alert(1)</script> & Fils")), "html")

    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Fils" in html


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_line_break_in_a_name_never_reaches_the_subject(tmp_path: Path, mark: str) -> None:
    level = replace(LEVELS[1], subject_keyword="Rappel {client}")
    customer = replace(REACHED, name=f"Dupont{mark}Bcc: voleur@mal.example")

    made = written(tmp_path, a_reminder(customer=customer, level=level))

    assert made.mails == ()
    assert "l'objet contiendrait" in made.refused[0].why
    assert [problem.customer for problem in made.problems] == ["C0012"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_line_break_in_an_address_is_no_address(tmp_path: Path, mark: str) -> None:
    customer = replace(REACHED, email=f'"Anne{mark}Bcc: voleur@mal.example" <anne{mark}@dupont.example>')

    made = written(tmp_path, a_reminder(customer=customer))

    assert made.mails == ()
    assert made.refused[0].why == "aucune adresse e-mail utilisable"


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_line_break_in_the_sender_s_name_is_left_out_with_it(tmp_path: Path, mark: str) -> None:
    group = replace(GROUP, manager=f"Paul{mark}Bcc: voleur@mal.example")

    message = one(tmp_path, a_reminder(group=group))

    assert "Bcc" not in message
    assert message["From"].addresses[0].display_name == COMPANY.name


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_line_break_in_a_level_s_subject_is_refused_before_anything_is_written(tmp_path: Path, mark: str) -> None:
    level = replace(LEVELS[1], subject=f"Rappel{mark}Bcc: voleur@mal.example")

    with pytest.raises(DataError, match="objet sur plusieurs lignes"):
        written(tmp_path, a_reminder(level=level))


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(max_size=60),
    manager=st.text(max_size=40),
    display=st.text(max_size=40),
    keyword=st.text(st.characters(exclude_characters="{}"), max_size=120),
)
def test_whatever_the_names_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, manager: str, display: str, keyword: str
) -> None:
    folder = tmp_path_factory.mktemp("mails")
    quoted = display.replace("\\", "\\\\").replace('"', '\\"')
    customer = replace(REACHED, name=name, email=f'"{quoted}" <anne@dupont.example>; b@dupont.example')
    group = replace(GROUP, manager=manager)
    reminder = a_reminder(
        customer=customer, group=group, level=replace(LEVELS[1], subject_keyword=f"{keyword} {{client}}")
    )
    try:
        made = written(folder, reminder)
    except DataError:
        return  # the keyword itself was refused, before anything was written

    for mail in made.mails:
        message = read(mail.path)
        addresses = [address.addr_spec for address in message["To"].addresses]
        assert addresses == list(mail.recipients)
        assert set(addresses) <= {"anne@dupont.example", "b@dupont.example"}
        assert message["From"].addresses[0].addr_spec == "relances@vallier.example"
        assert {key for key in message if key.lower() in {"bcc", "cc", "sender"}} == set()
        assert message["Message-ID"] == mail.message_id


def test_s4_04_a_fixed_subject_is_taken_as_it_stands(tmp_path: Path) -> None:
    level = replace(LEVELS[1], subject="Votre compte client")

    assert one(tmp_path, a_reminder(level=level))["Subject"] == "Votre compte client"


def test_s4_04_both_a_subject_and_a_keyword_are_an_error(tmp_path: Path) -> None:
    level = replace(LEVELS[1], subject="Votre compte", subject_keyword="Facture {facture}")

    with pytest.raises(DataError, match="l'un ou l'autre, pas les deux"):
        written(tmp_path, a_reminder(level=level))


def test_s4_05_the_keyword_names_the_customer_the_invoices_and_the_total(tmp_path: Path) -> None:
    level = replace(LEVELS[1], subject_keyword="{client} – {facture} – {factures} – {total} – {niveau}")

    subject = one(tmp_path, a_reminder(level=level))["Subject"]

    plain = subject.replace("\u202f", " ").replace("\u00a0", " ")
    assert plain == "Dupont & Fils <SARL> – FA-2026-001 et 1 autre – FA-2026-001 et FA-2026-014 – 1 400,00 € – Rappel"


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("subject_keyword", "Rappel {cleint}", "mot-clé objet inconnu «\u00a0{cleint}\u00a0»"),
        ("subject_keyword", "Rappel {client", "accolade n'est pas fermée"),
        ("subject", "Rappel {client}", "objet fixe qui contient «\u00a0{client}\u00a0»"),
    ],
)
def test_s4_05_a_faulty_keyword_is_told_before_anything_is_written(
    tmp_path: Path, field: str, text: str, told: str
) -> None:
    with pytest.raises(DataError, match=re.escape(told)):
        written(tmp_path, a_reminder(level=replace(LEVELS[1], **{field: text})))  # type: ignore[arg-type]  # a text


@pytest.mark.parametrize(
    ("invoices", "one_of_them", "all_of_them"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A et 1 autre", "A et B"),
        (["A", "B", "C"], "A et 2 autres", "A, B et C"),
        (["A", "B", "C", "D", "E"], "A et 4 autres", "A, B, C, D et E"),
        (["A", "B", "C", "D", "E", "F"], "A et 5 autres", "A, B, C et 3 autres"),
    ],
)
def test_s4_05_many_invoices_are_shortened(invoices: list[str], one_of_them: str, all_of_them: str) -> None:
    assert invoice_words(invoices) == (one_of_them, all_of_them)


def test_a_message_id_is_the_same_for_the_same_batch_and_lines_only(tmp_path: Path) -> None:
    first, second, third = (
        written(tmp_path / name, reminder).mails[0].message_id
        for name, reminder in (
            ("1", a_reminder()),
            ("2", a_reminder()),
            ("3", a_reminder(lines=(line("FA-9", "1.00"),))),
        )
    )

    assert first == second
    assert third != first


def test_two_reminders_of_one_customer_have_two_files(tmp_path: Path) -> None:
    made = written(tmp_path, a_reminder(1), a_reminder(2))

    assert [mail.path.name for mail in made.mails] == [
        "C0012 Dupont & Fils -SARL-.eml",
        "C0012 Dupont & Fils -SARL- (2).eml",
    ]


def test_s0_28_an_address_that_cannot_be_used_beside_one_that_can_is_told(tmp_path: Path) -> None:
    made = written(tmp_path, a_reminder(customer=replace(REACHED, email="faux ; anne@dupont.example")))

    assert made.mails[0].recipients == ("anne@dupont.example",)
    assert [(problem.severity, problem.value) for problem in made.problems] == [(Severity.WARNING, "faux")]


@pytest.mark.parametrize(
    ("text", "usable", "faulty"),
    [
        ("a@b.fr", ["a@b.fr"], []),
        ("A@b.fr; a@B.fr", ["A@b.fr"], []),
        ("é@b.fr", [], ["é@b.fr"]),
        ("compta@müller.de, x@localhost", ["compta@xn--mller-kva.de"], ["x@localhost"]),
        ("", [], []),
        ('Jean <j@b.fr> ; "Durand ; Anne" <d@b.fr>', ["j@b.fr", "d@b.fr"], []),
    ],
)
def test_s0_28_the_addresses_of_a_cell_are_sorted(text: str, usable: list[str], faulty: list[str]) -> None:
    found = sorted_addresses(text)

    assert [address.addr_spec for address in found.usable] == usable
    assert list(found.faulty) == faulty


def test_the_sender_is_the_parameter_s_and_answers_go_to_the_manager(tmp_path: Path) -> None:
    message = one(tmp_path, a_reminder(), company=replace(COMPANY, mail_sender="envoi@vallier.example"))

    assert message["From"].addresses[0].addr_spec == "envoi@vallier.example"
    assert [address.addr_spec for address in message["Reply-To"].addresses] == ["relances@vallier.example"]


def test_without_any_sender_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Aucune adresse d'expéditeur"):
        written(tmp_path, a_reminder(group=ReminderGroup(number=1)), company=replace(COMPANY, email=""))


def test_without_a_sender_of_its_own_a_group_is_set_aside(tmp_path: Path) -> None:
    nobody = a_reminder(group=ReminderGroup(number=2))

    made = written(tmp_path, a_reminder(), nobody, company=replace(COMPANY, email=""))

    assert len(made.mails) == 1
    assert "aucune adresse d'expéditeur" in made.refused[0].why


def test_a_rehearsal_goes_to_one_address_and_says_for_whom_it_was(tmp_path: Path) -> None:
    company = replace(COMPANY, mail_copy_to_manager=True)

    message = one(tmp_path, a_reminder(), company=company, redirection="moi@vallier.example")

    assert [address.addr_spec for address in message["To"].addresses] == ["moi@vallier.example"]
    assert "Cc" not in message
    assert message["Subject"].startswith("[Répétition – pour anne@dupont.example] Rappel")


def test_an_unusable_rehearsal_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="répétition"):
        written(tmp_path, a_reminder(), redirection="moi")


def test_a_template_of_one_s_own_needs_no_html_and_states_its_subject(tmp_path: Path) -> None:
    folder = tmp_path / "Modèles"
    folder.mkdir()
    (folder / "perso.txt").write_text("Objet : Bonjour {{ client.nom }}\n\nVous devez {{ total }}.\n", encoding="utf-8")

    message = one(tmp_path / "x", a_reminder(level=replace(LEVELS[1], mail_template="perso.txt")), templates=folder)

    assert message["Subject"] == "Bonjour Dupont & Fils <SARL>"
    assert message.get_content_type() == "text/plain"
    assert body(message, "plain") == f"Vous devez {FRENCH.money(1400)}.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bonjour {{ cleint.nom }}", "perso.txt, ligne 1 : Champ inconnu «\u00a0cleint\u00a0»"),
        ("Bonjour\n{{ client.nmo }}", "perso.txt, ligne 2 : Champ inconnu «\u00a0nmo\u00a0»"),
        ("Bonjour\n{% if client %}", "perso.txt, ligne 2"),
        ("{{ ''.__class__.__mro__ }}", "Balise interdite"),
        ("{% include '/etc/passwd' %}", "perso.txt"),
    ],
)
def test_a_faulty_template_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    folder = tmp_path / "Modèles"
    folder.mkdir()
    (folder / "perso.txt").write_text(text, encoding="utf-8")

    with pytest.raises(DataError) as caught:
        written(tmp_path / "x", a_reminder(level=replace(LEVELS[1], mail_template="perso")), templates=folder)

    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["absent", "../mail_1", "/etc/passwd"])
def test_a_missing_template_or_one_out_of_the_folder_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="absent du dossier"):
        written(tmp_path, a_reminder(level=replace(LEVELS[1], mail_template=name)))


def test_s4_11_a_level_without_a_template_takes_the_last_one_before_it(tmp_path: Path) -> None:
    assert one(tmp_path, a_reminder(7))["Subject"].startswith("Mise en demeure de payer")


def test_the_shipped_templates_have_no_fault() -> None:
    assert check_mail_templates(TEMPLATES) == []


def test_a_faulty_template_of_the_folder_is_found_by_the_check(tmp_path: Path) -> None:
    (tmp_path / "mail_4.txt").write_text("{{ clinet.nom }}", encoding="utf-8")

    assert ["Champ inconnu" in problem.what for problem in check_mail_templates(tmp_path)] == [True]


def documents(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF " + name.encode())
    return folder


@pytest.mark.parametrize(
    "name",
    ["FA-1.pdf", "fa-1.PDF", "Facture FA-1.pdf", "FA-1 Dupont.pdf", "2026/FA-1_Dupont.pdf", "Facture_FA-1_x.pdf"],
)
def test_an_invoice_is_found_by_its_number(tmp_path: Path, name: str) -> None:
    folder = documents(tmp_path / "Pièces", name)

    message = one(tmp_path / "x", a_reminder(lines=(line("FA-1", "10.00"),)), documents=folder)

    [part] = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == (Path(name).name, "application/pdf")
    assert part.get_content() == b"%PDF " + name.encode()
    assert Path(name).name in body(message, "plain")


@pytest.mark.parametrize("name", ["FA-12.pdf", "FA-1-2.pdf", "AFA-1.pdf", "Dupont FA-1.pdf", "FA-1.exe", "FA-1.xlsm"])
def test_a_file_that_may_be_another_s_is_never_joined(tmp_path: Path, name: str) -> None:
    folder = documents(tmp_path / "Pièces", name)

    [mail] = written(tmp_path / "x", a_reminder(lines=(line("FA-1", "10.00"),)), documents=folder).mails

    assert mail.joined == ()
    assert [(each.invoice, each.why) for each in mail.missing] == [("FA-1", "aucun fichier à ce numéro")]


def test_two_files_of_one_number_are_told_and_not_joined(tmp_path: Path) -> None:
    folder = documents(tmp_path / "Pièces", "FA-1 a.pdf", "FA-1 b.pdf")

    [mail] = written(tmp_path / "x", a_reminder(lines=(line("FA-1", "10.00"),)), documents=folder).mails

    assert [each.why for each in mail.missing] == ["2 fichiers à ce numéro"]


@pytest.mark.parametrize("stated", ["../secret.pdf", "/etc/passwd", "..\\secret.pdf"])
def test_a_document_out_of_the_folder_is_never_joined(tmp_path: Path, stated: str) -> None:
    documents(tmp_path, "secret.pdf")
    folder = documents(tmp_path / "Pièces", "FA-1.pdf")
    wanted = line("FA-1", "10.00")
    wanted = replace(wanted, item=replace(wanted.item, document=stated))

    [mail] = written(tmp_path / "x", a_reminder(lines=(wanted,)), documents=folder).mails

    assert mail.joined == ()
    assert "hors du dossier des pièces" in mail.missing[0].why


def test_the_column_piece_names_the_document(tmp_path: Path) -> None:
    folder = documents(tmp_path / "Pièces", "2026/scan été.pdf")
    wanted = line("FA-1", "10.00")
    wanted = replace(wanted, item=replace(wanted.item, document="2026\\scan été.pdf"))

    message = one(tmp_path / "x", a_reminder(lines=(wanted,)), documents=folder)

    assert [part.get_filename() for part in message.iter_attachments()] == ["scan été.pdf"]


def test_documents_too_heavy_for_one_message_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "Pièces"
    folder.mkdir()
    with (folder / "FA-1.pdf").open("wb") as file:
        file.truncate(16_000_000)

    [mail] = written(tmp_path / "x", a_reminder(lines=(line("FA-1", "10.00"),)), documents=folder).mails

    assert [each.why for each in mail.missing] == ["trop lourd pour un message"]


def test_the_letter_joined_is_the_first_attachment(tmp_path: Path) -> None:
    letter = documents(tmp_path, "C0012 Dupont.docx") / "C0012 Dupont.docx"
    folder = documents(tmp_path / "Pièces", "FA-1.pdf")

    message = one(tmp_path / "x", a_reminder(lines=(line("FA-1", "10.00"),)), documents=folder, letters={0: letter})

    assert [part.get_filename() for part in message.iter_attachments()] == ["C0012 Dupont.docx", "FA-1.pdf"]
    assert message.get_content_type() == "multipart/mixed"
    assert next(message.iter_parts()).get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("language", ["", "en"])
def test_n_76_each_paragraph_of_a_message_in_plain_text_stands_apart(tmp_path: Path, language: str) -> None:
    given = a_reminder(2, replace(REACHED, language=language))
    charges = samples.charged("12.34", "80", given.lines[0])
    mailing = Mailing(
        company=COMPANY, batch="L1", templates=TEMPLATES, moment=MOMENT, extras=lambda _: Extras(charges=charges)
    )
    text = body(read(write_mails([given], mailing, tmp_path).mails[0].path), "plain").replace("\r\n", "\n")
    until = "payment in full." if language else "jusqu’au paiement complet."
    assert f"{until}\n\n" in text
