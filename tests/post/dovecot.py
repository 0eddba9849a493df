"""A real IMAP server, Dovecot 2.3, in a folder of its own: TLS, a password, tokens, French folders."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import unavailable

HOST = "127.0.0.1"
USER, PASSWORD = "compta", "motdepasse-d'été"
TOKEN = PASSWORD
"""Dovecot 2.3 takes the password of its list for a token."""

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificat.pem
ssl_key = <{folder}/certificat.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
  separator = .
  mailbox Brouillons {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox "Envoyés" {{
    special_use = \\Sent
    auto = create
  }}
  mailbox "Retours & été" {{
    auto = create
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Dovecot:
    """A server at work: the port of TLS, that of plain text, and where the messages stand."""

    tls: int
    plain: int
    folder: Path

    def box(self, name: str) -> Path:
        """The messages of a folder, by its name on the disk; "" for the inbox."""
        return self.folder / "mail" / USER / "Maildir" / (f".{name}" if name else "")

    def messages(self, name: str) -> list[bytes]:
        """The messages that stand in a folder."""
        found = [*(self.box(name) / "cur").glob("*"), *(self.box(name) / "new").glob("*")]
        return [path.read_bytes() for path in sorted(found)]

    def receive(self, message: bytes, name: str = "") -> None:
        """Put a message into a folder, as a delivery does."""
        place = self.box(name) / "new" / f"{time.time_ns()}.essai"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(message)
        owner = self.folder.stat()
        for each in (place, *place.parents[:3]):
            os.chown(each, owner.st_uid, owner.st_gid)


@contextmanager
def dovecot(pem: Path) -> Iterator[Dovecot]:
    """The server, listening.  Skipped, or failed, where there is none on this machine."""
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        unavailable("absent de cette machine : dovecot (Debian : dovecot-imapd)")
    assert program
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("2.3"):
        unavailable(f"Dovecot 2.3 attendu, {version.strip()} trouvé")
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        server = Dovecot(tls=_free_port(), plain=_free_port(), folder=folder)
        shutil.copy(pem, folder / "certificat.pem")
        (folder / "mail").mkdir()
        (folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=folder, user=account.pw_name, group=grp.getgrgid(account.pw_gid).gr_name, plain=server.plain,
                tls=server.tls, password=PASSWORD,
            ), encoding="utf-8",
        )  # fmt: skip
        for each in (folder, folder / "mail"):
            os.chown(each, account.pw_uid, account.pw_gid)
        running = subprocess.Popen(
            [program, "-F", "-c", str(folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            _await(server, running)
            yield server
        finally:
            running.terminate()
            running.communicate(timeout=30)


def _await(server: Dovecot, running: subprocess.Popen[bytes]) -> None:
    """Wait until it listens."""
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection((HOST, server.tls), timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    running.terminate()
    log = server.folder / "dovecot.log"
    raise AssertionError(running.communicate()[1].decode(), log.read_text(encoding="utf-8") if log.exists() else "")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
