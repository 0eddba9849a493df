"""« diagnostic CLASSEUR »: whether this workbook's buttons can work, and its commands write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from relance_xl.actions.common.run import output_folder, templates_folder
from relance_xl.actions.mail.accounts import Post, post_of
from relance_xl.actions.setup.diagnosing import Finding, Machine, State
from relance_xl.actions.setup.repairing import missing_templates
from relance_xl.books.closed.code.embedded import embedded_xlwings
from relance_xl.books.closed.locks import refuse_if_missing, refuse_if_unavailable
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.model import Company
from relance_xl.domain.wording import typeset
from relance_xl.machine import macos
from relance_xl.machine.interpreter import expanded, interpreter_cell
from relance_xl.ooxml.opening import PackageFault
from relance_xl.post.microsoft.places import MICROSOFT
from relance_xl.problems import DataError, FileUnavailable, RelanceError
from relance_xl.tables import cells
from relance_xl.tables.sheets.parameters import read_company


def workbook_findings(path: Path, machine: Machine | None = None) -> Iterator[Finding]:
    """What is to be said of the workbook at `path`.  FileUnavailable when there is none."""
    refuse_if_missing(path)
    seen = machine or Machine()
    yield _writable(path)
    yield from _name(path)
    yield from _blocked(path, seen)
    yield from _macros(path, seen)
    try:
        book = WorkbookFile(path)
        yield _interpreter(book, path, seen)
        yield from _folders(book, path)
        yield from _mail(read_company(book)[0])
    except RelanceError as error:
        yield Finding(subject="Contenu", state=State.BAD, says=str(error.problems[0]).removesuffix("."))


def _writable(path: Path) -> Finding:
    try:
        refuse_if_unavailable(path)
    except FileUnavailable as error:
        (problem,) = error.problems
        return Finding(subject="Classeur", state=State.DOUBTFUL, says=problem.what, remedy=problem.expected)
    return Finding(subject="Classeur", state=State.GOOD, says=f"« {path.name} » est fermé et peut être écrit")


def _name(path: Path) -> Iterator[Finding]:
    """In xlwings a workbook's name ends at its first « = »."""
    if "=" in path.name:
        yield Finding(
            subject="Nom du classeur",
            state=State.BAD,
            says=f"« {path.name} » contient le signe « = », que les boutons ne comprennent pas",
            remedy="renommez le classeur",
        )


def _blocked(path: Path, machine: Machine) -> Iterator[Finding]:
    """Windows marks what comes from the internet in a stream beside the file; Excel then blocks the macros."""
    if machine.system == "win32" and Path(f"{path}:Zone.Identifier").exists():
        yield Finding(
            subject="Blocage de Windows",
            state=State.BAD,
            says="ce classeur vient d'internet ou d'un e-mail : Excel bloque ses macros",
            remedy="clic droit sur le fichier, Propriétés, cochez « Débloquer »",
        )


def _macros(path: Path, machine: Machine) -> Iterator[Finding]:
    installed = version("xlwings")
    try:
        embedded = embedded_xlwings(path)
    except OSError:
        yield Finding(subject="Macros", state=State.BAD, says="le classeur ne se lit pas")
        return
    except PackageFault as fault:
        yield Finding(
            subject="Macros",
            state=State.BAD,
            says=f"les macros de ce classeur ne se lisent pas : {fault}",
            remedy="reprenez une copie datée à côté de lui",
        )
        return
    if embedded is None:
        yield Finding(
            subject="Macros",
            state=State.BAD,
            says="ce classeur n'a plus de macros : il a été enregistré sans elles",
            remedy="reprenez une copie datée à côté de lui, et enregistrez toujours au format .xlsm",
        )
        return
    if embedded == installed:
        yield Finding(subject="Macros", state=State.GOOD, says=f"module xlwings {embedded}")
    else:
        says = f"module xlwings {embedded or 'inconnu'}, alors que le programme a xlwings {installed}"
        yield Finding(subject="Macros", state=State.DOUBTFUL, says=says)
    if machine.system == "darwin":
        yield _mac_script(macos.script(embedded or installed, machine.home), path)


def _mac_script(place: Path, path: Path) -> Finding:
    subject = "Lien d'Excel vers Python"
    if place.is_file():
        return Finding(subject=subject, state=State.GOOD, says=f"« {place.name} » est en place")
    return Finding(
        subject=subject, state=State.BAD, says=f"« {place} » est absent", remedy=f'relance-xl reparer "{path}"'
    )


def _interpreter(book: WorkbookFile, path: Path, machine: Machine) -> Finding:
    subject, remedy = "Python des boutons", f'relance-xl reparer "{path}"'
    stated = cells.shown(book.read_names().get(interpreter_cell(machine.system))).strip()
    if not stated:
        state = State.BAD if machine.system in {"win32", "darwin"} else State.DOUBTFUL
        return Finding(subject=subject, state=state, says="ce classeur n'en connaît aucun", remedy=remedy)
    place = Path(expanded(stated, machine.environment))
    if not place.is_file():
        return Finding(subject=subject, state=State.BAD, says=f"« {place} » n'existe pas", remedy=remedy)
    if place != Path(machine.interpreter.executable):
        says = f"les boutons appellent un autre Python que cette commande : {place}"
        return Finding(subject=subject, state=State.DOUBTFUL, says=says, remedy=remedy)
    return Finding(subject=subject, state=State.GOOD, says=str(place))


def _mail(company: Company) -> Iterator[Finding]:
    """Whether the mail account can work; nothing for what a sending says soon enough."""
    subject, post = "E-mails", post_of(company)
    if post.by_microsoft:
        yield _microsoft(subject, post)
    elif company.mail_user and MICROSOFT.trusts(company.mail_server):
        yield Finding(
            subject=subject,
            state=State.DOUBTFUL,
            says="Microsoft 365 ferme l'envoi par mot de passe, par défaut, à la fin de décembre 2026",
            remedy=typeset("« Compte Microsoft » en « E-mails : identification » (docs/administrateur.md)"),
        )


def _microsoft(subject: str, post: Post) -> Finding:
    from relance_xl.post.microsoft.signing_in import EXTRA, installed  # noqa: PLC0415 - slow, and seldom wanted

    if not installed():
        says = "la connexion à un compte Microsoft demande un module absent"
        return Finding(subject=subject, state=State.BAD, says=says, remedy=f"{EXTRA}, depuis le dossier du programme")
    try:
        account = post.account()
    except DataError as error:
        (problem,) = error.problems
        return Finding(subject=subject, state=State.BAD, says=problem.what, remedy=problem.expected)
    says = typeset(f"compte Microsoft « {account.registered.user} », à connecter une fois sur chaque poste")
    return Finding(subject=subject, state=State.GOOD, says=says)


def _folders(book: WorkbookFile, path: Path) -> Iterator[Finding]:
    company, _ = read_company(book)
    folder = templates_folder(book, company)
    missing = missing_templates(folder)
    if missing:
        says = f"absents de « {folder} » : {', '.join(missing)}"
        remedy = f'relance-xl reparer "{path}"'
        yield Finding(subject="Modèles", state=State.DOUBTFUL, says=says, remedy=remedy)
    else:
        yield Finding(subject="Modèles", state=State.GOOD, says=f"tous dans « {folder} »")
    output = output_folder(book, company)
    if output.is_dir() and os.access(output, os.W_OK):
        yield Finding(subject="Dossier de sortie", state=State.GOOD, says=f"« {output} » peut être écrit")
    else:
        says = f"« {output} » n'existe pas ou ne peut pas être écrit"
        remedy = "paramètre « Dossier de sortie », ou les droits du dossier"
        yield Finding(subject="Dossier de sortie", state=State.BAD, says=says, remedy=remedy)
