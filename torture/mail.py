"""200 messages and 30 faults by each road: a Microsoft account by SMTP, Graph, drafts by IMAP, reports by IMAP.

`PYTHONPATH=. python torture/mail.py [MESSAGES FAULTS]`: what is lost, what left twice, what is wrongly told, by road.
Dovecot is needed for the last two (Debian: dovecot-imapd).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from relance_xl.post import passwords
from relance_xl.post.microsoft import keeping
from tests.actions.mail.roads import ROADS
from tests.post import dovecot
from tests.post.mail_server import certificate


def run(messages: int, faults: int) -> int:
    """Every road, one after the other; 1 when something is lost, double or wrongly told."""
    wrong = 0
    for name, road in ROADS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            pem = certificate(folder)
            os.environ |= {"SSL_CERT_FILE": str(pem), "XDG_STATE_HOME": place, passwords.VARIABLE: dovecot.PASSWORD}
            keeping.kept.cache_clear()
            began = time.monotonic()
            found = road(folder, pem, messages, faults)
            print(f"{name} : {found.messages} messages, {found.faults} fautes, {found.lost} perdus, "
                  f"{found.double} doubles, {found.wrong} mal dits, {time.monotonic() - began:.0f} s")  # fmt: skip
            wrong += found.lost + found.double + found.wrong
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(run(*(int(each) for each in sys.argv[1:3]) if len(sys.argv) == 3 else (200, 30)))
