"""Finding LibreOffice on this machine, starting it with a profile and a pipe of its own, and ending it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.machine import programs
from relance_xl.problems import FileUnavailable, Problem

RESTART = 81
"""What soffice.bin answers after the first start of a new profile: « start me again »."""
START_TIMEOUT = 60.0
STOP_TIMEOUT = 15.0
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("Setup/Office", "LastCompatibilityCheckID", "relance-xl"),
    ("Setup/Product", "WhatsNew", "false"),
    ("Office.Calc/Filter/Import/VBA", "Load", "true"),
    ("Office.Calc/Filter/Import/VBA", "Executable", "true"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
    ("Office.Linguistic/General", "UILocale", "fr"),
    ("Office.Linguistic/General", "DefaultLocale", "fr-FR"),
    ("Office.Calc/Layout/Line", "PageBreak", "false"),
)
"""The profile opens one workbook, ours: its macros run, it is computed when opened, nothing else is asked.

It speaks the workbook's language, whatever the system's: dates and amounts are read and shown as French ones, menus too
where LibreOffice has them.  No dashed line of a page's end crosses the sheets.
"""


def program() -> Path:
    """The LibreOffice of this machine.  FileUnavailable when there is none."""
    found = programs.libreoffice()
    if found is None:
        raise FileUnavailable(
            Problem(
                what="LibreOffice n'est pas installé sur cet ordinateur",
                expected="Excel, ou LibreOffice (Debian, Ubuntu : sudo apt install libreoffice-calc python3-uno)",
            )
        )
    itself = found.resolve().with_name("soffice.bin")  # what the script `soffice` starts: ending it ends LibreOffice
    return itself if sys.platform != "win32" and itself.is_file() else found


def is_installed() -> bool:
    """Whether LibreOffice and its Python module can be used from here."""
    try:
        program()
        uno_bridge.uno()
    except FileUnavailable:
        return False
    return True


class Soffice:
    """One running LibreOffice; leaving the `with` block ends it and forgets its profile.

    Attributes:
        context: its component context.
        pipe: the name it listens on, for a second client.
        process: the program itself.
    """

    def __init__(
        self, *, headless: bool, environment: Mapping[str, str] | None = None, pipe: str | None = None
    ) -> None:
        self.pipe = pipe or f"relance-xl-{os.getpid()}-{secrets.token_hex(4)}"
        self._headless = headless
        self._environment = {**os.environ, **(environment or {})}
        self._profile = Path()
        self.process: subprocess.Popen[bytes]
        self.context: Any = None

    def __enter__(self) -> Self:
        """Start, and wait until LibreOffice listens.  FileUnavailable when it does not within a minute."""
        executable = program()
        uno_bridge.uno()
        self._profile = Path(tempfile.mkdtemp(prefix="relance-xl-"))
        _write_settings(self._profile)
        self._launch(executable)
        try:
            self._connect(executable)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _launch(self, executable: Path) -> None:
        options = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        self.process = subprocess.Popen(  # noqa: S603 - the program found on this machine, with our own options
            [
                str(executable),
                *(["--headless"] if self._headless else []),
                *options,
                f"-env:UserInstallation={self._profile.as_uri()}",
                f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
            ],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )

    def _connect(self, executable: Path) -> None:
        end = time.monotonic() + START_TIMEOUT
        while True:
            try:
                self.context = uno_bridge.context(self.pipe)
            except uno_bridge.failure() as error:
                if self.process.poll() == RESTART:
                    self._launch(executable)
                elif self.process.poll() is not None or time.monotonic() > end:
                    raise FileUnavailable(
                        Problem(
                            what="LibreOffice ne démarre pas",
                            expected="un LibreOffice qui s'ouvre (essayez « soffice --version »)",
                        )
                    ) from error
                time.sleep(0.05)
            else:
                return

    @property
    def desktop(self) -> Any:
        """The service that opens documents."""
        return uno_bridge.service(self.context, "com.sun.star.frame.Desktop")

    def open(self, path: Path, *, hidden: bool) -> Any:
        """The document, its macros allowed to run.  FileUnavailable when LibreOffice does not open it."""
        always = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
        options = uno_bridge.properties(Hidden=hidden, MacroExecutionMode=always)
        document = self.desktop.loadComponentFromURL(uno_bridge.file_url(path), "_blank", 0, options)
        if document is None:
            raise FileUnavailable(
                Problem(
                    file=path.name,
                    what="LibreOffice n'a pas pu ouvrir ce classeur",
                    expected=f"un classeur qui n'est ouvert nulle part ; sinon, supprimez « .~lock.{path.name}# » "
                    "à côté de lui",
                )
            )
        return document

    def is_running(self) -> bool:
        """Whether the program is alive."""
        return self.process.poll() is None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask LibreOffice to end, make it end, and forget the profile."""
        if self.context is not None and self.is_running():
            with contextlib.suppress(uno_bridge.failure()):
                self.desktop.terminate()
        try:
            self.process.wait(STOP_TIMEOUT if self.context is not None else 0.1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
