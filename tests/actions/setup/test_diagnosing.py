"""« reparer » and « diagnostic », on a real workbook and on machines of every kind."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
import xlwings

from relance_xl.actions.setup import diagnosing, diagnosing_workbook
from relance_xl.actions.setup.diagnosing import Finding, Machine, State, diagnose
from relance_xl.actions.setup.diagnosing_workbook import _macros, _mail, workbook_findings
from relance_xl.books.closed.code import embedded
from relance_xl.books.closed.code.embedded import embedded_xlwings
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.main import main
from relance_xl.documents.pdf.convert import write_pdfs
from relance_xl.domain.model import Company
from relance_xl.domain.vocabulary import MailMethod
from relance_xl.domain.wording import NO_BREAK
from relance_xl.libreoffice.soffice import program as soffice_to_start
from relance_xl.machine import macos, programs, shipped
from relance_xl.machine.interpreter import INSTALL, Interpreter, interpreter_cell
from relance_xl.problems import FileUnavailable
from relance_xl.tables.sheets.parameters import read_company
from workbook.vba.compression import compress
from workbook.vba.modules import Kind, Module
from workbook.vba.project import compiled


@pytest.fixture
def company(tmp_path: Path) -> Path:
    assert main(["nouveau", str(tmp_path / "Société")]) == 0
    return tmp_path / "Société" / "Relances.xlsm"


def _stated(workbook: Path) -> object:
    return WorkbookFile(workbook).read_names()[interpreter_cell()]


def _by_subject(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.subject: finding for finding in findings}


def test_a_new_company_has_nothing_to_mend(company: Path) -> None:
    findings = list(workbook_findings(company))

    assert {finding.state for finding in findings} == {State.GOOD}
    assert len(findings) >= 5


def test_a_workbook_that_lost_its_python_is_bound_again(company: Path) -> None:
    book = WorkbookFile(company)
    book.set_names({interpreter_cell(): "/nowhere/python"})
    book.save()
    found = _by_subject(list(workbook_findings(company)))["Python des boutons"]

    assert found.state is State.BAD
    assert found.remedy == f'relance-xl reparer "{company}"'
    assert main(["reparer", str(company)]) == 0
    assert _stated(company) == sys.executable


def test_a_missing_template_is_put_back_and_a_changed_one_kept(company: Path) -> None:
    templates = company.parent / "Modèles"
    (templates / "lettre_1.docx").unlink()
    (templates / "lettre_2.docx").write_bytes(b"mine")

    assert _by_subject(list(workbook_findings(company)))["Modèles"].state is State.DOUBTFUL
    assert main(["reparer", str(company)]) == 0
    assert (templates / "lettre_1.docx").read_bytes() == (shipped.templates() / "lettre_1.docx").read_bytes()
    assert (templates / "lettre_2.docx").read_bytes() == b"mine"


def test_a_simulated_repair_writes_nothing(company: Path) -> None:
    (company.parent / "Modèles" / "lettre_1.docx").unlink()
    before = company.read_bytes()

    assert main(["reparer", str(company), "--simulation"]) == 0
    assert company.read_bytes() == before
    assert not (company.parent / "Modèles" / "lettre_1.docx").exists()


def test_repair_says_what_it_did_as_json(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company.parent / "Modèles" / "lettre_1.docx").unlink()
    capsys.readouterr()
    main(["reparer", str(company), "--json"])
    printed = json.loads(capsys.readouterr().out)

    assert printed["modeles"] == ["lettre_1.docx"]
    assert printed["python"] == ""


def test_a_workbook_of_someone_else_s_cannot_be_repaired(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreign = tmp_path / "Autre.xlsm"
    with zipfile.ZipFile(shipped.workbook()) as source, zipfile.ZipFile(foreign, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"interpreter_", b"autre_"))

    assert main(["reparer", str(foreign)]) == 1
    assert "a perdu la cellule nommée" in capsys.readouterr().out


def test_a_workbook_saved_without_its_macros_is_told(company: Path) -> None:
    bare = company.with_name("Nues.xlsm")
    with zipfile.ZipFile(company) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            if "vbaProject" not in name:
                target.writestr(name, source.read(name))

    assert embedded_xlwings(bare) is None
    assert _by_subject(list(workbook_findings(bare)))["Macros"].state is State.BAD


def _with_damaged_macros(company: Path) -> Path:
    """The workbook with one byte of its macros changed: the rest of it is whole."""
    content = bytearray(company.read_bytes())
    with zipfile.ZipFile(company) as package:
        info = package.getinfo(embedded.PART)
    content[info.header_offset + 30 + len(embedded.PART) + info.compress_size // 2] ^= 0xFF
    company.write_bytes(content)
    return company


def test_macros_that_are_damaged_are_told_in_french(company: Path) -> None:
    found = _by_subject(list(workbook_findings(_with_damaged_macros(company))))["Macros"]

    assert found.state is State.BAD
    assert found.says == "les macros de ce classeur ne se lisent pas : il est abîmé"
    assert "copie datée" in found.remedy


def test_a_repair_says_that_the_macros_are_damaged(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reparer", str(_with_damaged_macros(company)), "--json"]) == 1

    shown = capsys.readouterr().out
    [problem] = json.loads(shown)["problemes"]
    assert "Les macros de ce classeur ne se lisent pas\u00a0: il est abîmé" in problem["message"]
    assert "Traceback" not in shown


def test_a_damaged_program_is_told_by_its_workbook(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "workbook", lambda: _with_damaged_macros(company))

    found = _by_subject(diagnose(Machine()).findings)["xlwings"]
    assert (found.state, found.says) == (State.BAD, "le classeur livré ne se lit pas : il est abîmé")


def test_a_name_that_the_buttons_do_not_understand_is_told(company: Path) -> None:
    renamed = company.rename(company.with_name("Relances=2026.xlsm"))

    assert _by_subject(list(workbook_findings(renamed)))["Nom du classeur"].remedy == "renommez le classeur"


@pytest.mark.parametrize(
    ("stated", "state", "told"),
    [
        ({"E-mails : méthode d'envoi": "Microsoft 365"}, State.BAD, "« E-mails : identifiant d'application » est vide"),
        ({"E-mails : serveur d'envoi": "smtp.office365.com"}, State.DOUBTFUL, "décembre 2026"),
        ({"E-mails : identification": "Compte Microsoft", "E-mails : identifiant d'application": "1",
          "E-mails : annuaire Microsoft": "2"}, State.GOOD, "compte Microsoft « a@b.fr »"),
    ],
)  # fmt: skip
def test_what_an_account_at_microsoft_lacks_is_told(
    tmp_path: Path, stated: dict[str, str], state: State, told: str
) -> None:
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    book.fill("tParametres", [{"Paramètre": name, "Valeur": value}
                              for name, value in {"E-mails : utilisateur": "a@b.fr", **stated}.items()])  # fmt: skip

    (found,) = _mail(read_company(book)[0])

    assert (found.state, told in found.says.replace(NO_BREAK, " ")) == (state, True), found


def test_a_workbook_open_elsewhere_is_told(company: Path) -> None:
    company.with_name(f"~${company.name}").write_bytes(b"\x04Anne")

    assert "Excel par Anne" in _by_subject(list(workbook_findings(company)))["Classeur"].says


def test_the_shipped_macros_are_those_of_the_installed_xlwings() -> None:
    assert embedded_xlwings(shipped.workbook()) == version("xlwings")


def test_macros_that_xlwings_itself_compiled_are_read_too() -> None:
    """A project with compiled code before its sources, made by another program."""
    standalone = Path(xlwings.__file__).with_name("quickstart_standalone.xlsm")

    assert embedded_xlwings(standalone) == version("xlwings")


def test_a_small_module_is_read_from_the_mini_stream(tmp_path: Path) -> None:
    small = Module(name="xlwings", kind=Kind.STANDARD, source="' a module of a few lines\n'Version: 9.8.7\n")
    workbook = tmp_path / "small.xlsm"
    with zipfile.ZipFile(workbook, "w") as package:
        package.writestr(embedded.PART, compiled([small]))

    assert embedded_xlwings(workbook) == "9.8.7"


def test_the_compiled_code_that_excel_writes_before_a_source_is_passed_over() -> None:
    source = b'Attribute VB_Name = "xlwings"\r\n\'Version: 1.2.3\r\n'

    assert embedded._source(b"\x01\x16\x03compiled code\x00" + compress(source)) == source


def test_macros_without_the_module_of_xlwings_have_no_version(tmp_path: Path) -> None:
    workbook = tmp_path / "other.xlsm"
    with zipfile.ZipFile(workbook, "w") as package:
        package.writestr(embedded.PART, compiled([Module(name="Autre", kind=Kind.STANDARD, source="' rien\n")]))

    assert embedded_xlwings(workbook) == ""


def _machine(platform: str, tmp_path: Path, *, excel: bool, executable: str = "/opt/tool/bin/python") -> Machine:
    return Machine(
        interpreter=Interpreter(executable=executable, environment_folder="/opt/tool", base_folder="/usr",
                                platform=platform),
        environment={},
        home=tmp_path,
        libreoffice=lambda: None,
        excel=lambda: excel,
        word=lambda: False,
    )  # fmt: skip


def test_excel_alone_is_enough(tmp_path: Path) -> None:
    found = _by_subject(diagnose(_machine("win32", tmp_path, excel=True)).findings)

    assert found["Excel"].state is State.GOOD
    assert "Tableur" not in found


def test_the_program_that_makes_pdfs_is_named(tmp_path: Path) -> None:
    bare = _machine("win32", tmp_path, excel=True)
    with_word = replace(bare, word=lambda: True)
    with_both = replace(with_word, libreoffice=lambda: Path("/usr/bin/libreoffice"))

    said = [_by_subject(diagnose(machine).findings).get("PDF") for machine in (bare, with_word, with_both)]

    assert [finding and finding.says for finding in said] == [None, "faits par Word", "faits par LibreOffice"]


@pytest.mark.skipif(sys.platform == "win32", reason="what makes PDFs there may be Word")
def test_off_the_path_libreoffice_is_found_by_the_diagnostic_the_pdfs_and_the_buttons_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\necho made >> "$0.log"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "_USUAL_PLACES", ("/nowhere/soffice", str(program)))

    found = _by_subject(diagnose().findings)

    assert found["LibreOffice"].says == f"installé : {program}"
    assert found["PDF"].says == "faits par LibreOffice"
    assert soffice_to_start() == program
    letter = tmp_path / "lettre.docx"
    letter.touch()
    with pytest.raises(FileUnavailable, match="LibreOffice"):
        write_pdfs([letter])
    assert (tmp_path / "soffice.log").read_text(encoding="utf-8").startswith("made"), "« --pdf » starts that very one"


def test_without_any_spreadsheet_the_commands_still_work(tmp_path: Path) -> None:
    report = diagnose(_machine("linux", tmp_path, excel=False))

    assert _by_subject(report.findings)["Tableur"].state is State.DOUBTFUL
    assert report.exit_code == 0
    assert report.summary == "Rien à corriger, 1 point à savoir."


def test_a_python_that_will_not_last_is_the_first_thing_to_mend(tmp_path: Path) -> None:
    report = diagnose(_machine("linux", tmp_path, excel=True, executable="/h/.cache/uv/archive-v0/x/bin/python"))

    assert report.findings[0].state is State.BAD
    assert report.findings[0].remedy.startswith(INSTALL)
    assert report.exit_code == 1


def test_excel_for_mac_needs_a_script_that_repair_puts_in_place(company: Path, tmp_path: Path) -> None:
    machine = _machine("darwin", tmp_path, excel=True)
    before = _by_subject(list(workbook_findings(company, machine)))["Lien d'Excel vers Python"]
    macos.install_script(version("xlwings"), tmp_path)
    after = _by_subject(list(workbook_findings(company, machine)))["Lien d'Excel vers Python"]

    assert (before.state, after.state) == (State.BAD, State.GOOD)
    assert "reparer" in before.remedy
    assert b"VbaHandler" in macos.script(version("xlwings"), tmp_path).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there the stream is not a file")
def test_a_workbook_that_windows_blocks_is_told(company: Path, tmp_path: Path) -> None:
    Path(f"{company}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    found = _by_subject(list(workbook_findings(company, _machine("win32", tmp_path, excel=True))))

    assert "Débloquer" in found["Blocage de Windows"].remedy


def test_the_command_prints_each_finding_and_its_remedy(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(company.parent / "Modèles")
    capsys.readouterr()

    assert main(["diagnostic", str(company)]) == 0
    shown = capsys.readouterr().out
    assert "À savoir" in shown
    assert f'→ relance-xl reparer "{company}"' in shown


def test_the_command_without_a_workbook_answers_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["diagnostic", "--json"])
    printed = json.loads(capsys.readouterr().out)

    assert {"sujet", "etat", "constat", "remede"} == set(printed["constats"][0])
    assert "Programme" in {finding["sujet"] for finding in printed["constats"]}


def test_a_workbook_that_does_not_exist_is_file_unavailable(tmp_path: Path) -> None:
    assert main(["diagnostic", str(tmp_path / "rien.xlsm")]) == 3


def test_a_program_that_lacks_what_it_ships_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "templates", lambda: tmp_path)

    found = _by_subject(diagnose(Machine()).findings)["Fichiers livrés"]

    assert (found.state, found.says) == (State.BAD, "le classeur vierge ou les modèles manquent")


def test_macros_of_another_xlwings_are_told_in_new_workbooks_and_in_this_one(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (diagnosing, diagnosing_workbook):
        monkeypatch.setattr(module, "version", lambda _name: "9.9.9")
    other = embedded_xlwings(company)

    of_program = _by_subject(diagnose(Machine()).findings)["xlwings"]
    of_workbook = _by_subject(list(workbook_findings(company)))["Macros"]

    assert of_program.says == f"version 9.9.9, mais les classeurs neufs contiennent la version {other}"
    assert of_workbook.says == f"module xlwings {other}, alors que le programme a xlwings 9.9.9"
    assert of_program.state is State.BAD


def test_a_workbook_that_is_no_file_is_told(tmp_path: Path) -> None:
    (found,) = _macros(tmp_path, Machine())

    assert (found.subject, found.says) == ("Macros", "le classeur ne se lit pas")


def test_the_module_that_signs_in_to_microsoft_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    stated = Company(mail_method=MailMethod.GRAPH, mail_client_id="1", mail_tenant="2", mail_user="a@b.fr")

    (found,) = _mail(stated)

    assert (found.state, found.says) == (State.BAD, "la connexion à un compte Microsoft demande un module absent")
