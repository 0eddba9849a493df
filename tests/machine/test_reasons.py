"""N-60: why the system refuses, in French, whatever language the system speaks."""

from __future__ import annotations

import errno
import os
import re
import smtplib
import socket
import ssl

import pytest

from relance_xl.machine.reasons import reason, refused_by_the_system
from tests.places import ROOT

_BEGINNINGS = frozenset(
    ["erreur", "accès", "ce", "il", "le", "la", "son", "ses", "c'est", "trop", "aucune", "cette", "votre", "l'autre"]
)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_n_60_no_word_of_the_system_reaches_a_sentence(number: int) -> None:
    """N-60"""
    said = reason(OSError(number, os.strerror(number)))

    assert os.strerror(number) not in said
    assert said.split(maxsplit=1)[0] in _BEGINNINGS


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "le disque est plein"),
        (PermissionError(errno.EACCES, "Permission denied"), "accès refusé"),
        (TimeoutError("timed out"), "aucune réponse à temps"),
        (OSError("cannot do it"), "raison inconnue"),
        (ValueError("not even the system's"), "raison inconnue"),
        (OSError(87654, "Unheard of"), "erreur n° 87654 du système"),
        (socket.gaierror(-2, "Name or service not known"), "ce nom de serveur est inconnu"),
        (ssl.SSLError(1, "wrong version number"), "la connexion chiffrée n'a pas pu s'établir"),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "son certificat n'est pas reconnu"),
        (smtplib.SMTPException("English"), "raison inconnue"),
    ],
)
def test_n_60_each_refusal_has_its_french_reason(error: Exception, said: str) -> None:
    """N-60"""
    assert reason(error) == said


def test_n_60_windows_own_number_says_more_than_the_errno_made_of_it() -> None:
    """N-60"""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined] # of Windows alone

    assert reason(error) == "il est ouvert dans un autre programme"


def test_n_60_the_place_is_named_when_the_system_names_it() -> None:
    """N-60"""
    assert refused_by_the_system(OSError(28, "No space", "Lettres")) == "« Lettres » : le disque est plein"
    assert refused_by_the_system(OSError(28, "No space")) == "Le système a refusé : le disque est plein"


def test_n_60_nothing_in_the_program_shows_the_systems_words() -> None:
    """N-60: Word's own words, which Word translates, are read by one function."""
    stated = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "relance_xl").rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\bstrerror\b", line)
    ]

    assert [line.partition(":")[0] for line in stated] == ["relance_xl/documents/pdf/word.py"]
