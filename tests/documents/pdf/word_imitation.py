"""What Word's own objects look like through COM, on any system: an imitation, written from Word's reference.

It answers to the names and arguments that the reference gives and to no other, insists on one thread as COM does, and
can be told to refuse, to crash or to hang on a document, by what is written in it.  It is not Word.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

REJECTED, SERVER_GONE = -2147418111, -2147023170


class ComError(Exception):
    """`pywintypes.com_error`."""

    def __init__(self, hresult: int, strerror: str, description: str = "") -> None:
        super().__init__(hresult, strerror)
        self.hresult, self.strerror = hresult, strerror
        self.excepinfo = (0, "Microsoft Word", description, None, 0, hresult) if description else None


@dataclass
class Machine:
    """A Windows with Word: what was started, in which order, and what is left of it."""

    user_options: dict[str, bool] = field(default_factory=lambda: {"UpdateLinksAtOpen": True})
    words: list[ImitatedWord] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    fault: Callable[[], Exception] | None = None
    given: Callable[[ImitatedWord], None] | None = None
    ended: Path | None = None
    registered: bool = True
    initialised: list[threading.Thread] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> Machine:
        """Put pywin32's modules, as far as they are used, where they are imported from."""
        client = SimpleNamespace(DispatchEx=self.dispatch)
        thread = threading.current_thread
        com = SimpleNamespace(
            CoInitialize=lambda: self.initialised.append(thread()),
            CoUninitialize=lambda: self.initialised.remove(thread()),
        )
        modules = {
            "win32com": SimpleNamespace(client=client),
            "win32com.client": client,
            "pythoncom": com,
            "pywintypes": SimpleNamespace(IID=self.identifier),
        }
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)
        return self

    def identifier(self, name: str) -> str:
        if not self.registered:
            raise ComError(-2147221005, "Chaîne de classe incorrecte")
        return name

    def dispatch(self, name: str) -> ImitatedWord:
        assert name == "Word.Application"
        assert threading.current_thread() in self.initialised, "CoInitialize first"
        if self.fault is not None:
            raise self.fault()
        word = ImitatedWord(self)
        self.words.append(word)
        if self.given is not None:
            self.given(word)
        return word

    def is_ended_by_force(self) -> bool:
        """Whether Windows's own tool was asked to."""
        return self.ended is not None and bool(self.ended.read_text())


class ImitatedWord:
    """`Word.Application`."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.thread = threading.current_thread()
        self.properties: dict[str, Any] = {"Visible": False, "DisplayAlerts": -1, "AutomationSecurity": 1}
        self.documents: list[ImitatedDocument] = []
        self.alive = True
        self.ended = threading.Event()
        self.busy = 0
        self.quit_fails = False

    def check(self) -> None:
        assert threading.current_thread() is self.thread, "COM objects belong to one thread"
        if not self.alive:
            raise ComError(SERVER_GONE, "Le serveur RPC n'est pas disponible.")
        if self.busy:
            self.busy -= 1
            raise ComError(REJECTED, "L'appel a été rejeté par l'appelé.")

    def __getattr__(self, name: str) -> Any:
        members = {"Documents": ImitatedDocuments(self), "Options": ImitatedOptions(self), "Version": "16.0"}
        members.update(self.__dict__.get("properties", {}))
        if name not in members:
            raise AttributeError(name)
        self.check()
        return members[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__.get("properties", {}):
            self.check()
            self.properties[name] = value
        elif name[:1].islower():
            super().__setattr__(name, value)
        else:
            raise AttributeError(name)

    def Quit(self, *, SaveChanges: int) -> None:  # noqa: N802, N803 - Word's names, here and below
        self.check()
        assert SaveChanges == 0
        if self.quit_fails:
            raise ComError(SERVER_GONE, "Le serveur RPC n'est pas disponible.")
        self.machine.log.append("Quit")
        self.alive = False


class ImitatedOptions:
    """`Application.Options`: they are the user's, for every Word."""

    def __init__(self, word: ImitatedWord) -> None:
        self.__dict__["word"] = word

    def __getattr__(self, name: str) -> Any:
        self.word.check()
        return self.word.machine.user_options[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self.word.check()
        assert name in self.word.machine.user_options
        self.word.machine.user_options[name] = value


class ImitatedDocuments:
    """`Application.Documents`."""

    def __init__(self, word: ImitatedWord) -> None:
        self.word = word

    @property
    def Count(self) -> int:  # noqa: N802
        self.word.check()
        return len(self.word.documents)

    def Open(  # noqa: N802
        self,
        *,
        FileName: str,  # noqa: N803
        ConfirmConversions: bool = True,  # noqa: N803
        ReadOnly: bool = False,  # noqa: N803
        AddToRecentFiles: bool = True,  # noqa: N803
        Revert: bool = False,  # noqa: N803
        Visible: bool = True,  # noqa: N803
        NoEncodingDialog: bool = False,  # noqa: N803
    ) -> ImitatedDocument:
        self.word.check()
        properties, options = self.word.properties, self.word.machine.user_options
        assert (properties["DisplayAlerts"], properties["AutomationSecurity"]) == (0, 3), "macros or questions"
        assert not options["UpdateLinksAtOpen"], "links would be fetched"
        assert (ConfirmConversions, ReadOnly, Revert, Visible, NoEncodingDialog) == (False, True, False, False, True)
        if AddToRecentFiles:
            self.word.machine.recent.append(FileName)
        path = Path(FileName)
        assert path.is_absolute(), "Word has its own idea of the current folder"
        self.word.machine.log.append(f"Open {path.name}")
        if path.read_bytes() == b"refused":
            raise ComError(-2147352567, "Une exception s'est produite.", "Word n'a pas pu lire ce document.")
        document = ImitatedDocument(self.word, path)
        self.word.documents.append(document)
        return document


class ImitatedDocument:
    """`Document`."""

    def __init__(self, word: ImitatedWord, path: Path) -> None:
        self.word, self.path, self.paginated = word, path, False

    def Repaginate(self) -> None:  # noqa: N802
        self.word.check()
        self.paginated = True

    def ExportAsFixedFormat(  # noqa: N802
        self,
        *,
        OutputFileName: str,  # noqa: N803
        ExportFormat: int,  # noqa: N803
        OpenAfterExport: bool = False,  # noqa: N803
        OptimizeFor: int = 0,  # noqa: N803
        Range: int = 0,  # noqa: N803
        Item: int = 0,  # noqa: N803
    ) -> None:
        self.word.check()
        data = self.path.read_bytes()
        assert (ExportFormat, OpenAfterExport, OptimizeFor, Range, Item) == (17, False, 0, 0, 0)
        assert self.paginated, "SECTIONPAGES is right only once the pages are made"
        self.word.machine.log.append(f"Export {self.path.name}")
        if data == b"crash":
            self.word.alive = False
        elif data == b"hang":
            while not (self.word.ended.wait(0.05) or self.word.machine.is_ended_by_force()):
                pass
            self.word.alive = False
        self.word.check()
        Path(OutputFileName).write_bytes(b"%PDF-1.7 " + data + b" %%EOF")

    def Close(self, *, SaveChanges: int) -> None:  # noqa: N802, N803
        self.word.check()
        assert SaveChanges == 0
        self.word.machine.log.append(f"Close {self.path.name}")
        self.word.documents.remove(self)
