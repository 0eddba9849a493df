"""N-90, N-92: every company of a tree, each apart; one that fails is named, the others are done, none twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from relance_xl.actions.bank.statements import BankChoice
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.cabinet.company.acting import work_on
from relance_xl.cabinet.company.figures import last_import
from relance_xl.cabinet.company.jobs import Answers, Job, Result, State, Work, states_told
from relance_xl.cabinet.company.runs import Kept, taking_part
from relance_xl.cabinet.company.walk import walked
from relance_xl.cabinet.doubles import copies as copies_beside
from relance_xl.cabinet.doubles import of_one_company
from relance_xl.cabinet.engines.local import local_pool
from relance_xl.cabinet.firm import FirmReport, Wish, over_firm
from relance_xl.cli.main import main
from relance_xl.demo.ledger import demo_ledger
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine.leases import Leased, held, lease_of, leased
from relance_xl.problems import FileUnavailable
from relance_xl.tables import schema
from tests.cabinet.firms import DAY, asleep, make_company, sabotaged, state, with_templates
from tests.places import ROOT

NOW = datetime(2026, 3, 16, 6, 12)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def here(jobs: Iterable[Job], work: Work) -> Answers:
    """The engine of a test that needs no process: one company after the other."""
    for job in jobs:
        yield job, work(job)


def run(root: Path, action: str = "rechercher", engine: Any = here, **wish: Any) -> FirmReport:
    return over_firm(Wish(root=root, action=action, as_of=DAY, now=NOW, **{"patience": 0.1} | wish), engine)


def states(report: FirmReport) -> dict[str, str]:
    return {result.workbook.partition("/")[0]: result.state.value for result in report.results}


def copies(company: Path) -> int:
    """How many times the workbook was replaced."""
    return len(list((company / "Copies").glob("*"))) if (company / "Copies").exists() else 0


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    root = tmp_path / "Cabinet Roche"
    for name in ("Alpha", "Bêta"):
        make_company(root / name, name)
    return root


def test_the_walk_takes_companies_only_and_follows_no_link(firm: Path, tmp_path: Path) -> None:
    elsewhere = make_company(tmp_path / "Ailleurs", "Ailleurs").parent
    for aside in ("Copies", "Annulées", ".cache", "Lettres"):
        (firm / "Alpha" / aside).mkdir()
        (firm / "Alpha" / aside / "Relances.xlsm").write_bytes(b"?")
    (firm / "~$Relances.xlsm").touch()
    (firm / "Cabinet.xlsm").touch()
    (firm / "Cabinet 2026-03-16 06h12m00.xlsx").touch()
    (firm / "Alpha" / "export.xlsx").write_bytes(b"?")
    (firm / "Bêta" / "Relances Sud.xlsx").write_bytes(b"?")  # a company's, damaged: it is told
    (firm / "Alpha" / "Relances.xlsm").rename(firm / "Alpha" / "Société.xlsx")
    (firm / "lien").symlink_to(elsewhere)
    (firm / "Bêta" / "lien.xlsm").symlink_to(elsewhere / "Relances.xlsm")
    (firm / "Lettres").mkdir()
    make_company(firm / "Lettres" / "Chez", "Un client nommé Lettres")

    found = [path.relative_to(firm).as_posix() for path in walked(firm).workbooks]

    assert found == ["Alpha/Société.xlsx", "Bêta/Relances Sud.xlsx", "Bêta/Relances.xlsm", "Lettres/Chez/Relances.xlsm"]


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_n90_a_name_that_is_no_text_is_told_and_stops_no_other(tmp_path: Path) -> None:
    """N-90"""
    root = tmp_path / "Cabinet"
    make_company(root / "Alpha", "Alpha")
    for name in (b"Soci\xe9t\xe9.xlsm", b"note \xe9.txt"):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).touch()
    Path(os.fsdecode(os.fsencode(root) + b"/Dossier \xe9")).mkdir()

    report = run(root)

    assert states(report) == {"Alpha": "fait"}
    assert [str(problem).partition(" :")[0] for problem in report.problems] == [
        "Dossier \ufffd", "Soci\ufffdt\ufffd.xlsm",
    ]  # fmt: skip
    assert report.exit_code == 1
    with pytest.raises(FileUnavailable, match="caractères illisibles"):
        walked(Path(os.fsdecode(os.fsencode(root) + b"/Dossier \xe9")))


def test_copies_beside_their_original_are_known_by_their_name(tmp_path: Path) -> None:
    names = ("Relances.xlsm", "Relances.xlsx", "Relances-PC12.xlsm", "Copie de Relances.xlsm", "Relances (2).xlsx",
             "relances - Copie.xlsm", "RelancesSud.xlsm", "Copie.xlsm", "Sud.xlsm")  # fmt: skip
    for name in names:
        (tmp_path / name).touch()
    copied = {"Relances-PC12.xlsm", "Copie de Relances.xlsm", "Relances (2).xlsx", "relances - Copie.xlsm"}

    assert {path.name for path in copies_beside(list(tmp_path.iterdir()))} == copied
    assert copies_beside([tmp_path / "Relances (2).xlsx"]) == {tmp_path / "Relances (2).xlsx"}  # chosen alone


@posix
def test_n90_corrupt_open_hanging_and_killed_companies_are_named_and_the_others_done(firm: Path) -> None:
    """N-90"""
    (firm / "corrompu").mkdir()
    (firm / "corrompu" / "Relances.xlsm").write_bytes((firm / "Alpha" / "Relances.xlsm").read_bytes()[:9000])
    make_company(firm / "ouvert", "Ouvert").with_name("~$Relances.xlsm").touch()
    for name in ("pendu", "tué"):
        make_company(firm / name, name)
    bytes_before = {name: (firm / name / "Relances.xlsm").read_bytes() for name in ("ouvert", "pendu", "tué")}

    def engine(jobs: Iterable[Job], _work: Work) -> Answers:
        return local_pool(2)(jobs, sabotaged)

    report = run(firm, engine=engine, delay=6.0)

    assert states(report) == {
        "Alpha": "fait",
        "Bêta": "fait",
        "corrompu": "illisible",
        "ouvert": "ouvert ailleurs",
        "pendu": "délai dépassé",
        "tué": "interrompu",
    }
    assert (report.done, report.failed, report.exit_code) == (2, 4, 1)
    assert all(result.message for result in report.results)
    assert {name: (firm / name / "Relances.xlsm").read_bytes() for name in bytes_before} == bytes_before
    again = run(firm, resume=True)
    assert states(again)["pendu"] == "fait"  # nothing is left of the killed ones
    assert copies(firm / "Alpha") == 2  # a run that was finished is not resumed


@posix
def test_a_process_that_cannot_even_end_itself_is_ended(firm: Path) -> None:
    jobs = [Job(root=str(firm), workbook="Alpha/Relances.xlsm", action="rechercher", as_of=DAY, delay=1.0)]

    [(_, result)] = local_pool(1, grace=1.0)(jobs, asleep)

    assert result.state is State.LATE


def test_n90_an_interrupted_run_goes_on_where_it_stopped(firm: Path) -> None:
    """N-90"""

    def interrupted(jobs: Iterable[Job], work: Work) -> Answers:
        yield next(iter((job, work(job)) for job in jobs))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(firm, engine=interrupted)
    assert (copies(firm / "Alpha"), copies(firm / "Bêta")) == (1, 0)

    assert states(run(firm, resume=True)) == {"Alpha": "fait", "Bêta": "fait"}
    assert (copies(firm / "Alpha"), copies(firm / "Bêta")) == (1, 1)


def test_n92_two_runs_at_once_do_each_company_once(firm: Path) -> None:
    """The second joins the first, which is killed half-way; what it held is taken over."""
    for number in range(4):
        make_company(firm / f"Société {number}", f"Société {number}")
    command = [sys.executable, "-m", "relance_xl", "cabinet", str(firm), "rechercher", "--au", str(DAY), "--json"]
    both = [subprocess.Popen([*command, "--processus", "1"], stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    until = time.monotonic() + 60
    while not copies(firm / "Alpha") and time.monotonic() < until:
        time.sleep(0.02)
    both[0].kill()
    answers = [each.communicate()[0] for each in both]

    assert both[1].returncode == 0, answers
    document = json.loads(answers[1])
    assert (document["faits"], document["en_echec"]) == (6, 0)
    assert {folder.name: copies(folder) for folder in firm.iterdir() if folder.name[0] not in ".C"} == {
        "Alpha": 1, "Bêta": 1, **{f"Société {number}": 1 for number in range(4)}
    }  # fmt: skip
    assert not list(firm.rglob("*.tmp"))


def test_another_run_of_the_same_action_with_other_options_is_refused(firm: Path) -> None:
    with taking_part(firm, "rechercher", "autre chose", NOW, resume=False), pytest.raises(Leased):
        run(firm)


def test_n92_whoever_starts_while_another_is_opening_his_run_waits_for_it(tmp_path: Path) -> None:
    """N-92: two that start at one moment; the second was refused, though the first one's options were the same."""
    opening = tmp_path / ".cabinet" / "rechercher" / "ouverture"
    opening.parent.mkdir(parents=True)
    begun = threading.Event()

    def open_slowly() -> None:
        with held(opening, "rechercher", "cabinet rechercher"):
            begun.set()
            time.sleep(0.3)

    other = threading.Thread(target=open_slowly)
    other.start()
    begun.wait()
    with taking_part(tmp_path, "rechercher", "", NOW, resume=False) as part:
        assert not part.joined
    other.join()


def test_n101_a_company_that_somebody_is_at_is_waited_for_then_named(firm: Path) -> None:
    """N-101"""
    with leased(firm / "Bêta" / "Relances.xlsm", "lettres"):
        report = run(firm)
    assert states(report) == {"Alpha": "fait", "Bêta": "en cours ailleurs"}
    assert "(lettres)" in report.results[1].message
    assert not lease_of(firm / "Bêta" / "Relances.xlsm").exists()


def test_an_answer_kept_comes_back_as_it_was(firm: Path, tmp_path: Path) -> None:
    job = Job(root=str(firm), workbook="Alpha/Relances.xlsm", action="verifier", as_of=DAY)
    result = work_on(job)
    kept = Kept(tmp_path)
    kept.write(result)

    assert kept.read(job.workbook) == result
    assert result.figures is not None
    assert (result.figures.unmatched, result.figures.proposed, result.figures.currency) == (1, 1, "EUR")
    kept.place(job.workbook).write_text('{"workbook": 3}', encoding="utf-8")
    assert kept.read(job.workbook) is None


def test_a_company_that_has_ended_two_workers_is_given_to_no_third(firm: Path, tmp_path: Path) -> None:
    """N-93: a scheduler gives a lost worker's job to the next one."""
    job = Job(root=str(firm), workbook="Alpha/Relances.xlsm", action="rechercher", as_of=DAY, kept=str(tmp_path),
              attempt="a")  # fmt: skip
    Kept(tmp_path).begun(job)
    Kept(tmp_path).begun(job)

    assert work_on(job).state is State.LOST
    assert copies(firm / "Alpha") == 0


def test_letters_ask_once_and_need_a_mandate(tmp_path: Path) -> None:
    """Nothing leaves for a company without one, nor before it begins, nor for a copy beside its original."""
    asked: list[str] = []

    def answer(yes: str) -> Callable[[str], bool]:
        def confirm(question: str) -> bool:
            asked.append(question.replace(NO_BREAK, " "))
            return yes == "oui"

        return confirm

    root = with_templates(tmp_path / "Cabinet")
    for name, mandate in (("Alpha", DAY), ("Bêta", None), ("Gamma", DAY.replace(year=2027)), ("Delta", DAY)):
        make_company(root / name, name, **{"Mandat de relance du": mandate, "Dossier des modèles": "../Modèles"})
    run(root)
    copied = root / "Delta" / "Relances - Copie.xlsm"
    copied.write_bytes((root / "Delta" / "Relances.xlsm").read_bytes())

    lock = root / "Delta" / "~$Relances.xlsm"
    lock.touch()
    refused = run(root, "lettres", confirm=answer("non"))
    lock.unlink()
    assert refused.results == ()
    assert asked[0].startswith("1 lettre pour 1 société")  # that of a workbook open elsewhere would not be written
    assert not list(root.rglob("*.docx.*")) + list(root.glob("*/Lettres"))

    report = run(root, "lettres", confirm=answer("oui"))
    assert {result.workbook: result.state.value for result in report.results} == {
        "Alpha/Relances.xlsm": "fait",
        "Bêta/Relances.xlsm": "sans mandat",
        "Delta/Relances - Copie.xlsm": "en double",
        "Delta/Relances.xlsm": "fait",
        "Gamma/Relances.xlsm": "sans mandat",
    }
    assert sorted(path.parts[-5] for path in root.glob("*/Lettres/*/Niveau 1/*.docx")) == [
        "Alpha", "Delta",
    ]  # fmt: skip
    assert len(asked) == 2
    assert (
        asked[1].replace("\u202f", " ").startswith("2 lettres pour 2 sociétés, en tout 2 400,00 €. 2 sociétés sans m")
    )
    journal = WorkbookFile(root / "Bêta" / "Relances.xlsm").read_table(schema.JOURNAL.name)
    assert not any(any(row) for row in journal.rows)

    run(root, "lettres", confirm=answer("oui"))
    assert len(asked) == 2  # nothing more to issue: no question


def test_n92_two_workbooks_of_the_same_debts_remind_nobody(tmp_path: Path) -> None:
    """N-92: a folder copied « pour essayer »; which one is right cannot be known, and the others go on."""
    root = with_templates(tmp_path / "Cabinet")
    asked: list[str] = []

    def confirm(question: str) -> bool:
        asked.append(question)
        return True

    for name in ("Alpha", "Bêta"):
        make_company(root / name, name, **{"Mandat de relance du": DAY, "Dossier des modèles": "../Modèles"})
    run(root)
    (root / "Essais").mkdir()
    shutil.copytree(root / "Alpha", root / "Essais" / "Alpha")
    other = WorkbookFile(root / "Essais" / "Alpha" / "Relances.xlsm")
    state(other, {"Société": "Alpha (essai)"})
    other.save()

    rehearsed = run(root, "lettres", simulation=True)
    report = run(root, "lettres", confirm=confirm)

    for each in (rehearsed, report):
        assert {result.workbook: result.state.value for result in each.results} == {
            "Alpha/Relances.xlsm": "en double",
            "Bêta/Relances.xlsm": "fait",
            "Essais/Alpha/Relances.xlsm": "en double",
        }
    assert "« Essais/Alpha/Relances.xlsm »" in report.results[0].message.replace(NO_BREAK, " ")
    assert asked[0].replace(NO_BREAK, " ").startswith("1 lettre pour 1 société, ")
    assert [path.name for path in root.glob("**/Lettres")] == ["Lettres"]

    lock = root / "Alpha" / "~$Relances.xlsm"
    lock.touch()
    assert states(run(root, "lettres", confirm=confirm))["Essais"] == "en double"  # the original is open in Excel
    lock.unlink()

    shutil.rmtree(root / "Essais")
    assert [result.state.value for result in run(root, "lettres", confirm=confirm).results] == ["fait", "fait"]
    assert len(list(root.glob("Alpha/Lettres/*/Niveau 1/*.docx"))) == 1


def test_nothing_leaves_of_a_workbook_that_was_open_when_the_question_was_asked(tmp_path: Path) -> None:
    root = with_templates(tmp_path / "Cabinet")
    make_company(root / "Alpha", "Alpha", **{"Mandat de relance du": DAY, "Dossier des modèles": "../Modèles"})
    lock = root / "Alpha" / "~$Relances.xlsm"
    lock.touch()
    rounds: list[int] = []

    def closed_after_the_question(jobs: Iterable[Job], work: Work) -> Answers:
        rounds.append(len(rounds))
        if len(rounds) > 1:
            lock.unlink()
        yield from here(jobs, work)

    assert states(run(root, "lettres", closed_after_the_question)) == {"Alpha": "ouvert ailleurs"}
    assert not list(root.glob("*/Lettres"))


@pytest.mark.parametrize(
    ("one", "other", "held"),
    [
        (("Alpha", range(10)), ("Bêta", range(4, 14)), True),
        (("Alpha", range(10)), ("Bêta", range(5, 15)), False),
        (("Alpha", range(10)), ("ALPHA", range(9, 19)), True),
        (("Alpha", range(10)), ("Alpha", range(10, 20)), False),
        (("", range(10)), ("", range(9, 19)), False),
        (("Alpha", ()), ("Alpha", ()), False),
    ],
)
def test_n92_the_same_debts_are_more_than_half_of_the_lines_or_one_and_the_name(
    one: tuple[str, Sequence[int]], other: tuple[str, Sequence[int]], held: bool
) -> None:
    """N-92"""
    pair = [
        Result(workbook=place, state=State.DONE, company=company, trace=tuple(lines))
        for place, (company, lines) in zip("AB", (one, other), strict=True)
    ]

    assert of_one_company(pair) == ({"A": ("B",), "B": ("A",)} if held else {})


def test_the_newest_ledger_is_imported_and_another_companys_is_not(firm: Path) -> None:
    ledger = demo_ledger().encode()
    (firm / "Alpha" / "123456789FEC20260630.txt").write_bytes(ledger)
    (firm / "Alpha" / "123456789FEC20250630.txt").write_bytes(b"ancien")
    make_company(firm / "Gamma", "Gamma", SIREN="999999999")
    (firm / "Gamma" / "123456789FEC20260630.txt").write_bytes(ledger)

    report = run(firm, "importer")
    found = {result.company: result for result in report.results}

    assert found["Bêta"].state is State.NO_FILE
    assert found["Gamma"].state is State.REFUSED
    assert "123456789" in found["Gamma"].message
    assert found["Alpha"].state is State.REFUSED  # doubts stop it, as they stop the single command
    assert "Dupont" in found["Alpha"].message or "client" in found["Alpha"].message
    assert "ancien" not in found["Alpha"].message


def test_n90_the_statements_beside_each_workbook_are_read_and_read_once(
    firm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """N-90"""
    make_company(firm / "Delta", "Delta", IBAN="FR76 3000 4000 0312 3456 7890 143")
    for name, account in (("Alpha", ""), ("Delta", "FR7610107001011234567890129")):
        folder = firm / name / "Relevés"
        folder.mkdir()
        lines = ["Date;Libellé;Montant;Numéro de compte", f"12/03/2026;VIR SEPA DUPONT & FILS;1200,00;{account}"]
        (folder / "mars.csv").write_text("\n".join(lines), encoding="utf-8")
        (folder / "~$mars.csv").touch()
    command = ["cabinet", str(firm), "banque", "--au", str(DAY), "--processus", "1", "--json"]
    assert main(command) == 1
    found = {each["societe"]: each for each in json.loads(capsys.readouterr().out)["dossiers"]}

    assert {name: each["etat"] for name, each in found.items()} == {
        "Alpha": "fait", "Bêta": "sans fichier", "Delta": "refusé"
    }  # fmt: skip
    assert "FR7610107001011234567890129" in found["Delta"]["message"]
    assert found["Alpha"]["encours"] == "-50.00"
    assert "1 encaissement affecté" in found["Alpha"]["message"]
    again = run(firm, "banque", options={"choice": BankChoice(confirmed=False)})
    assert "rien à ajouter" in next(each.message for each in again.results if each.company == "Alpha")


def test_n91_the_last_import_is_the_last_that_stands_and_waiting_payments_are_counted(tmp_path: Path) -> None:
    """N-91"""
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    book.set_names({schema.LAST_IMPORT: date(2026, 1, 31)})
    assert last_import(book) == date(2026, 1, 31)
    rows = (("L1", date(2026, 2, 28), "Fait"), ("L2", date(2026, 3, 31), "Annulé"))
    book.fill("tImports", [{"Lot": batch, "Au": day, "État": state} for batch, day, state in rows])
    assert last_import(book) == date(2026, 2, 28)


def test_the_command_says_it_in_json_asks_no_terminal_and_rehearses_without_a_trace(
    firm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in firm.rglob("*"))
    assert main(["cabinet", str(firm), "verifier", "--au", str(DAY), "--processus", "1", "--simulation", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document)[:4] == ["action", "dossiers", "faits", "en_echec"]
    assert list(document["dossiers"][0]) == [
        "classeur", "societe", "etat", "code", "message", "encours", "echu", "a_relancer", "erreurs",
        "dernier_import", "secondes",
    ]  # fmt: skip
    assert document["dossiers"][0]["encours"] == "1150.00"
    assert sorted(path.name for path in firm.rglob("*")) == before
    assert main(["cabinet", str(firm / "absent"), "verifier"]) == 3
    assert main(["cabinet", str(firm), "verifier", "--processus", "0"]) == 2


def test_n90_what_was_not_done_is_counted_in_french() -> None:
    """N-90"""
    assert states_told(1, State.UNREADABLE) == "1 illisible"
    assert states_told(2, State.UNREADABLE) == "2 illisibles"
    assert states_told(2, State.NO_MANDATE) == "2 sans mandat"
