"""Why the system refuses, in French: its own words are English on most machines, and never shown (N-60)."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from relance_xl.problems import FileUnavailable

_REASONS: Final[Mapping[str, str]] = {
    "EACCES": "accès refusé",
    "EPERM": "accès refusé",
    "ENOENT": "il n'existe pas",
    "EEXIST": "il existe déjà",
    "ENOTDIR": "ce n'est pas un dossier",
    "EISDIR": "c'est un dossier",
    "ENOTEMPTY": "ce dossier n'est pas vide",
    "ENOSPC": "le disque est plein",
    "EDQUOT": "votre espace sur ce disque est épuisé",
    "EROFS": "ce disque est en lecture seule",
    "EFBIG": "le fichier serait trop grand pour ce disque",
    "ENAMETOOLONG": "son nom, dossiers compris, est trop long",
    "ELOOP": "ses liens tournent en rond",
    "EXDEV": "il est sur un autre disque",
    "EMFILE": "trop de fichiers sont ouverts",
    "ENFILE": "trop de fichiers sont ouverts",
    "ENOMEM": "la mémoire manque",
    "EBUSY": "il est utilisé par un autre programme",
    "ETXTBSY": "il est utilisé par un autre programme",
    "EAGAIN": "il est retenu par un autre programme",
    "EWOULDBLOCK": "il est retenu par un autre programme",
    "EIO": "le disque ne répond plus comme il faut",
    "ENXIO": "le disque n'est plus là",
    "ENODEV": "le disque n'est plus là",
    "ESTALE": "le disque du réseau n'est plus là",
    "EINVAL": "ce nom n'est pas permis ici",
    "EILSEQ": "ce nom n'est pas permis ici",
    "ENOTSUP": "ce disque ne le permet pas",
    "EOPNOTSUPP": "ce disque ne le permet pas",
    "ENOEXEC": "ce n'est pas un programme de cette machine",
    "EPIPE": "l'autre programme n'écoute plus",
    "ETIMEDOUT": "aucune réponse à temps",
    "ECONNREFUSED": "la connexion est refusée",
    "ECONNRESET": "la connexion a été coupée",
    "ECONNABORTED": "la connexion a été coupée",
    "ENOTCONN": "la connexion a été coupée",
    "EHOSTUNREACH": "cette machine est hors d'atteinte",
    "EHOSTDOWN": "cette machine est hors d'atteinte",
    "ENETUNREACH": "le réseau est hors d'atteinte",
    "ENETDOWN": "le réseau est coupé",
}
"""By the name of the number: not every system knows them all."""
_WINDOWS: Final[Mapping[int, str]] = {
    5: "accès refusé",
    19: "ce disque est en lecture seule",
    21: "le disque n'est plus là",
    32: "il est ouvert dans un autre programme",
    33: "il est retenu par un autre programme",
    39: "le disque est plein",
    53: "le chemin du réseau est introuvable",
    64: "le disque du réseau n'est plus là",
    67: "le nom de réseau est introuvable",
    112: "le disque est plein",
    121: "aucune réponse à temps",
    123: "ce nom n'est pas permis ici",
    206: "son nom, dossiers compris, est trop long",
    1117: "le disque ne répond plus comme il faut",
}
"""By Windows' own number (`winerror`), which says more than the `errno` made of it."""
_KINDS: Final[Mapping[str, str]] = {
    "SSLCertVerificationError": "son certificat n'est pas reconnu",
    "SSLError": "la connexion chiffrée n'a pas pu s'établir",
    "gaierror": "ce nom de serveur est inconnu",
}
"""By the name of the class: `ssl` and `socket` are slow to import."""
_UNKNOWN = "raison inconnue"


def reason(error: BaseException) -> str:
    """A French reason to stand between brackets; the system's number, never its words, for one not listed here."""
    for kind in type(error).__mro__:
        if kind.__name__ in _KINDS:
            return _KINDS[kind.__name__]
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        return _REASONS["ETIMEDOUT"] if isinstance(error, TimeoutError) else _UNKNOWN
    windows: int = getattr(error, "winerror", None) or 0
    if windows in _WINDOWS:
        return _WINDOWS[windows]
    name = errno.errorcode.get(number, "").removeprefix("WSA")
    return _REASONS.get(name, f"erreur n° {number} du système")


def refused_by_the_system(error: OSError) -> str:
    """« « Lettres » : le disque est plein », for an error that nobody expected."""
    if error.filename:
        return f"« {error.filename} » : {reason(error)}"
    return f"Le système a refusé : {reason(error)}"


def refusal(error: OSError) -> FileUnavailable:
    """The same as a refusal of ours: a disk full, a network drive gone is the user's world, not a bug."""
    return FileUnavailable(refused_by_the_system(error))
