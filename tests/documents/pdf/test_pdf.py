"""PDFs by LibreOffice: the real one where it is, and a program that behaves as badly as some do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from relance_xl.documents.judging.pdf_files import is_whole
from relance_xl.documents.letters import write_letters
from relance_xl.documents.pdf import libreoffice as libreoffice_pdf
from relance_xl.documents.pdf.convert import converter, write_pdfs
from relance_xl.documents.pdf.libreoffice import LibreOffice, Patience
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine import programs
from relance_xl.problems import FileUnavailable, UsageError
from tests.documents.packages_read import TEMPLATES
from tests.documents.samples import COMPANY, reminder
from tests.programs import needs

BADLY_BEHAVED = f"""#!{sys.executable}
import pathlib, subprocess, sys, time
arguments = sys.argv[1:]
folder = pathlib.Path(arguments[arguments.index("--outdir") + 1])
pathlib.Path(__file__).with_name("runs").open("a").write(f"{{len(arguments)}}\\n")
for document in map(pathlib.Path, arguments[arguments.index("--outdir") + 2 :]):
    text, pdf = document.read_text(), folder / f"{{document.stem}}.pdf"
    if text == "refused":
        print("Error: source file could not be loaded", file=sys.stderr)
    elif text == "crash":
        pdf.write_bytes(b"%PDF-1.7 the beginning")
        sys.exit(134)
    elif text == "hang":
        child = subprocess.Popen(["sleep", "600"])
        pathlib.Path(__file__).with_name("child").write_text(str(child.pid))
        child.wait()
    else:
        pdf.write_bytes(b"%PDF-1.7 " + text.encode() + b" %%EOF")
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="the program that behaves badly is a script")


@pytest.fixture
def office(tmp_path: Path) -> LibreOffice:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(BADLY_BEHAVED, encoding="utf-8")
    program.chmod(0o755)
    return LibreOffice(program, patience=Patience(start=1.0, document=1.0))


def letters(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.docx" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def refusals(write: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(FileUnavailable) as caught:
        write()
    return {problem.file: problem.what.replace(NO_BREAK, " ") for problem in caught.value.problems}


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().split(")")[1].split()[0] != "Z"


# ---- the real LibreOffice ----


@pytest.mark.libreoffice
def test_each_letter_becomes_a_pdf_beside_it(tmp_path: Path) -> None:
    written = write_letters([reminder(level) for level in (1, 1, 3)], COMPANY, TEMPLATES, tmp_path)
    told: list[str] = []

    made = write_pdfs([letter.path for letter in written.letters], tell=lambda text, _: told.append(text))

    assert [path.suffix for path in made] == [".pdf"] * 3
    assert [path.parent.name for path in made] == ["Niveau 1", "Niveau 1", "Niveau 3"]
    assert all(is_whole(path) for path in made)
    assert told[0] == "PDF : 0 sur 3"
    assert told[-1] == "PDF : 3 sur 3"
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-layout", made[2], "-"], capture_output=True, text=True, check=True).stdout
        assert "MISE EN DEMEURE DE PAYER" in text
        assert "Page 1 / 1" in text


@pytest.mark.libreoffice
def test_a_print_run_counts_the_pages_of_each_letter_in_libreoffice(tmp_path: Path) -> None:
    needs("pdftotext")
    written = write_letters([reminder(1), reminder(1)], COMPANY, TEMPLATES, tmp_path)

    [made] = write_pdfs([run.path for run in written.print_runs])

    text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("Page 1 / 1") == 2


@pytest.mark.libreoffice
def test_names_that_programs_stumble_over_are_borne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    names = ["-h.docx", "Établissements n° 1 & « fils ».docx", "100% dû #2.docx", "a.b.docx", "dossier/-h.docx"]
    Path("dossier").mkdir()
    for name in names:
        shutil.copyfile(TEMPLATES / "lettre_1.docx", name)

    made = write_pdfs([Path(name) for name in names])

    assert [str(path) for path in made] == [f"{name.removesuffix('.docx')}.pdf" for name in names]
    assert all(is_whole(path) for path in made)


@pytest.mark.libreoffice
def test_a_damaged_document_is_named_and_the_others_are_made(tmp_path: Path) -> None:
    good, bad = tmp_path / "bonne.docx", tmp_path / "abîmée.docx"
    shutil.copyfile(TEMPLATES / "lettre_1.docx", good)
    bad.write_bytes(good.read_bytes()[:5000])

    assert refusals(lambda: write_pdfs([bad, good])) == {"abîmée.docx": libreoffice_pdf.REFUSED}
    assert is_whole(good.with_suffix(".pdf"))


# ---- any program ----


@posix
def test_a_document_that_does_not_exist_is_named_and_the_others_are_made(tmp_path: Path, office: LibreOffice) -> None:
    [good] = letters(tmp_path, bonne="x")

    told = refusals(lambda: write_pdfs([tmp_path / "absent.docx", good], by=office))

    assert list(told) == ["absent.docx"]
    assert is_whole(good.with_suffix(".pdf"))


@posix
def test_two_letters_of_the_same_name_in_two_folders_each_have_their_own_pdf(
    tmp_path: Path, office: LibreOffice
) -> None:
    paths = [*letters(tmp_path / "Niveau 1", Dupont="one"), *letters(tmp_path / "Niveau 2", Dupont="two")]

    made = write_pdfs(paths, by=office)

    assert [path.read_bytes() for path in made] == [b"%PDF-1.7 one %%EOF", b"%PDF-1.7 two %%EOF"]


@posix
def test_the_pdf_of_another_day_does_not_pass_for_this_one(tmp_path: Path, office: LibreOffice) -> None:
    [bad] = letters(tmp_path, Dupont="refused")
    bad.with_suffix(".pdf").write_bytes(b"%PDF-1.7 yesterday %%EOF")

    assert refusals(lambda: write_pdfs([bad], by=office)) == {"Dupont.docx": libreoffice_pdf.REFUSED}


@posix
def test_a_crash_costs_one_document_and_is_tried_once_more(tmp_path: Path, office: LibreOffice) -> None:
    paths = letters(tmp_path, a="x", b="x", c="crash", d="x", e="x", f="x")

    told = refusals(lambda: write_pdfs(paths, by=office))

    assert told == {"c.docx": libreoffice_pdf.STOPPED}
    assert [is_whole(path.with_suffix(".pdf")) for path in paths] == [True, True, False, True, True, True]
    assert not paths[2].with_suffix(".pdf").exists(), "the beginning of a PDF must not stand beside the letters"


@posix
def test_a_program_that_hangs_is_ended_with_its_children_and_the_others_go_on(
    tmp_path: Path, office: LibreOffice
) -> None:
    paths = letters(tmp_path, a="x", b="x", c="hang", d="x", e="x")

    told = refusals(lambda: write_pdfs(paths, by=office))

    assert told == {"c.docx": libreoffice_pdf.HUNG}
    assert sum(is_whole(path.with_suffix(".pdf")) for path in paths) == 4
    assert not is_running(int((tmp_path / "bin" / "child").read_text()))


@posix
def test_a_program_that_makes_nothing_is_given_up_and_said_once(tmp_path: Path, office: LibreOffice) -> None:
    paths = letters(tmp_path, **dict.fromkeys("abcdefgh", "crash"))

    [told] = refusals(lambda: write_pdfs(paths, by=office)).values()

    assert told == "LibreOffice ne fait aucun PDF : il s'arrête ou ne répond pas"
    assert len((tmp_path / "bin" / "runs").read_text().split()) <= 4


@posix
@pytest.mark.usefixtures("office")
def test_an_interruption_ends_the_program_and_leaves_no_pdf(tmp_path: Path) -> None:
    paths = letters(tmp_path, a="hang")
    patient = LibreOffice(tmp_path / "bin" / "soffice", patience=Patience(start=60.0, document=60.0))

    def interrupt(_text: str, _share: float | None = None) -> None:
        if (tmp_path / "bin" / "child").exists():
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        write_pdfs(paths, by=patient, tell=interrupt)

    assert time.monotonic() - begun < 20
    assert not is_running(int((tmp_path / "bin" / "child").read_text()))
    assert not list(tmp_path.glob("*.pdf"))


@posix
def test_the_progress_is_told_by_the_thread_that_asked(tmp_path: Path, office: LibreOffice) -> None:
    tellers: set[threading.Thread] = set()

    write_pdfs(letters(tmp_path, a="x", b="x"), by=office, tell=lambda *_said: tellers.add(threading.current_thread()))

    assert tellers == {threading.current_thread()}, "Excel's status bar belongs to the thread of the click"


@posix
@pytest.mark.usefixtures("office")
def test_libreoffice_is_found_under_its_other_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin" / "soffice").rename(tmp_path / "bin" / "libreoffice")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    [made] = write_pdfs(letters(tmp_path, Dupont="x"))

    assert programs.libreoffice() == tmp_path / "bin" / "libreoffice"
    assert made.read_bytes() == b"%PDF-1.7 x %%EOF"


def test_a_program_that_does_not_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable, match="n'a pas pu être lancé"):
        write_pdfs(letters(tmp_path, x="x"), by=LibreOffice(tmp_path / "absent"))


def test_a_machine_without_libreoffice_nor_word_is_told_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "_USUAL_PLACES", ())
    for name in ("win32com", "win32com.client", "pywintypes"):
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(UsageError, match="Ni LibreOffice ni Word n'ont été trouvés"):
        converter()
