"""The options of `mails`."""

from __future__ import annotations

import argparse


def add_mail_options(command: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    command.add_argument("--envoyer", action="store_true", help="envoie pour de vrai, après confirmation")
    command.add_argument("--oui", action="store_true", help="confirme l'envoi d'avance, pour un usage sans terminal")
    command.add_argument("--tout-a", dest="redirection", metavar="ADRESSE", default="",
                         help="répétition : tout part à cette adresse, rien n'est enregistré")  # fmt: skip
    command.add_argument("--partis", metavar="CLIENT,…", default="",
                         help="ces e-mails incertains sont partis : les enregistrer (« tous » pour tous)")  # fmt: skip
    command.add_argument("--a-renvoyer", dest="again", metavar="CLIENT,…", default="",
                         help="ces e-mails incertains ne sont pas partis : ils peuvent repartir")  # fmt: skip
    command.add_argument("--mot-de-passe", dest="password", action="store_true",
                         help="confie le mot de passe du serveur au trousseau du système")  # fmt: skip
