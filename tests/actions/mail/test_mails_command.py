"""`relance-xl mails` on a closed workbook: its document, its confirmation, its exit codes."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from relance_xl.actions.mail.settling import by_browser, nobody
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.mails import asking
from relance_xl.cli.main import main
from relance_xl.documents.messages.drafts import Mailing, write_mails
from relance_xl.machine import shipped
from relance_xl.post import passwords
from relance_xl.post.outlook import OutlookOutbox
from relance_xl.post.send_log import Fate
from relance_xl.tables import schema
from tests.actions.mail.mail_books import NOW
from tests.documents import samples
from tests.post.mail_server import PASSWORD, USER, certificate, mail_server

AT = "2026-03-16"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with two customers to remind by e-mail, saved; each test works on its own copy."""
    folder = tmp_path_factory.mktemp("société") / "Vallier"
    assert main(["nouveau", str(folder)]) == 0
    book = WorkbookFile(folder / "Relances.xlsm")
    book.replace_rows(
        schema.CUSTOMERS.name,
        ["Code", "Nom", "E-mail", "Groupe", "Canal"],
        [["A", "Dupont", "a@client.example", 1, "E-mail"], ["B", "Leroy", "b@client.example", 1, "E-mail"]],
    )
    book.replace_rows(
        schema.ITEMS.name,
        ["Client", "Facture", "Échéance", "Montant"],
        [["A", "FA-1", date(2026, 3, 1), Decimal(100)], ["B", "FA-2", date(2026, 3, 1), Decimal(200)]],
    )
    book.save()
    return folder


def workbook(company: Path, folder: Path, **parameters: str) -> str:
    """A copy of the company's workbook, with these parameters."""
    for path in company.rglob("*"):
        if path.is_file():
            place = folder / path.relative_to(company)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    book = WorkbookFile(folder / "Relances.xlsm")
    grid = book.read_table(schema.PARAMETERS.name)
    stated = {"Société": "Vallier", "E-mail": "compta@vallier.example"} | {
        f"E-mails : {name}": value for name, value in parameters.items()
    }
    values = [stated.get(str(row[0]), row[1]) for row in grid.rows]
    assert {str(row[0]) for row in grid.rows} >= set(stated)
    book.update_columns(schema.PARAMETERS.name, {"Valeur": values})
    book.save()
    return str(folder / "Relances.xlsm")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main([*arguments, "--au", AT, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_drafts_of_a_closed_workbook(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = workbook(company, tmp_path)
    main(["rechercher", place, "--au", AT])

    code, document = run(capsys, "mails", place)
    again, second = run(capsys, "mails", place)

    assert (code, again) == (0, 0)
    assert {mail["client"]: mail["total"] for mail in document["mails"]} == {"A": "100.00", "B": "200.00"}
    assert all((tmp_path / mail["fichier"]).is_file() for mail in document["mails"])
    assert second["mails"] == []
    assert {row[0] for row in _columns(place, schema.JOURNAL, "fingerprint")} == {
        mail["message"] for mail in document["mails"]
    }


def _columns(place: str, table: schema.Table, *fields: str) -> list[list[Any]]:
    grid = WorkbookFile(Path(place)).read_table(table.name)
    positions = [grid.headers.index(table.column(field).header) for field in fields]
    return [[row[position] for position in positions] for row in grid.rows if row[positions[0]] is not None]


def test_a_sending_without_a_terminal_needs_oui(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = workbook(company, tmp_path)
    main(["rechercher", place, "--au", AT])

    code, document = run(capsys, "mails", place, "--envoyer")

    assert code == 2
    assert "demande une confirmation" in document["problemes"][0]["message"]


def test_a_sending_through_a_real_server_to_the_closed_workbook(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv(passwords.VARIABLE, PASSWORD)
    with mail_server(pem) as (port, held):
        place = workbook(
            company, tmp_path, **{"serveur d'envoi": "127.0.0.1", "port": str(port), "utilisateur": USER,
                                  "messages par minute": "0"},
        )  # fmt: skip
        main(["rechercher", place, "--au", AT])
        code, document = run(capsys, "mails", place, "--envoyer", "--oui")

    assert code == 0, document
    assert sorted(held.ids) == sorted(mail["message"] for mail in document["mails"])
    assert sorted(row[0] for row in _columns(place, schema.JOURNAL, "fingerprint")) == sorted(held.ids)
    assert [row[1] for row in _columns(place, schema.ITEMS, "invoice", "level")] == [1, 1]


class FakeOutlook:
    """What Outlook's own objects look like through COM."""

    def __init__(self) -> None:
        self.sent: list[SimpleNamespace] = []

    def CreateItem(self, kind: int) -> SimpleNamespace:  # noqa: N802 - Outlook's name
        assert kind == 0
        item = SimpleNamespace(joined=[], headers={})
        item.Attachments = SimpleNamespace(Add=lambda path: item.joined.append(Path(path).read_bytes()))
        item.PropertyAccessor = SimpleNamespace(SetProperty=item.headers.__setitem__)
        item.Send = lambda: self.sent.append(item)
        return item


def test_outlook_receives_the_message_and_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outlook = FakeOutlook()
    monkeypatch.setitem(sys.modules, "win32com", SimpleNamespace())
    monkeypatch.setitem(
        sys.modules, "win32com.client", SimpleNamespace(Dispatch=lambda name: outlook if name else None)
    )
    (tmp_path / "FA-1.pdf").write_bytes(b"%PDF-1")
    customer = replace(samples.CUSTOMER, email='"Église" <a@client.example>; b@client.example')
    reminder = samples.reminder(lines=(samples.line("FA-1", "100.00"),), customer=customer)
    mailing = Mailing(
        company=samples.COMPANY, batch="L1", templates=shipped.templates(), moment=NOW,
        documents=tmp_path, unsent=False,
    )  # fmt: skip
    scratch = tmp_path / "x"
    scratch.mkdir()
    [mail] = write_mails([reminder], mailing, scratch).mails

    with OutlookOutbox() as outbox:
        outcome = outbox.send(mail)

    [item] = outlook.sent
    message = message_from_bytes(mail.path.read_bytes(), policy=policy.default)
    assert outcome.fate is Fate.ACCEPTED
    assert item.To == "a@client.example; b@client.example"
    assert item.Subject == message["Subject"]
    assert "FA-1" in item.HTMLBody
    assert item.joined == [b"%PDF-1"]
    assert list(item.headers.values()) == ["L1; C0012; 1"]


@pytest.mark.parametrize(("command", "asked"), [("mails", by_browser), ("cabinet", nobody)])
def test_somebody_at_a_terminal_is_asked_to_sign_in_for_one_company_and_never_over_all_of_them(
    monkeypatch: pytest.MonkeyPatch, command: str, asked: object
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    options = SimpleNamespace(command=command, json=False)

    assert asking(SimpleNamespace(options=options)) is asked  # type: ignore[arg-type]  # all that is read of a session
