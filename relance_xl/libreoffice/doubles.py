"""The modules of the workbook that LibreOffice cannot compile, replaced in memory, never in the file.

One module that does not compile silences the whole library: every macro then does nothing, without a word.  xlwings'
own two modules declare Windows and Mac functions; here they become a few lines that hand the buttons' Python over to
the process that opened the window.
"""

from __future__ import annotations

import sys
from typing import Any

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.problems import DataError, Problem

LIBRARY = "VBAProject"
MODULE = "xlwings"
XLWINGS = """\
Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Global RelancePython As Object

Public Function AttachPython(listener As Object) As String
    Set RelancePython = listener
    AttachPython = "attached"
End Function

Public Function RunPython(PythonCommand As String)
    RelancePython.trigger(PythonCommand)
End Function

Public Function GetConfig(configKey As String, Optional default As String, Optional source As String)
    GetConfig = "{interpreter}"
End Function
"""
"""Asked where Python is, `GetConfig` names the one that is running: the buttons have no need of another."""
DICTIONARY = """\
Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
"""


def attach_python(document: Any, listener: Any) -> None:
    """Let `RunPython` of the document's macros call `listener.trigger`.

    DataError when the workbook has no macros, or when they do not compile: the buttons would be dead.
    """
    libraries = document.BasicLibraries
    if not libraries.hasByName(LIBRARY) or not libraries.getByName(LIBRARY).hasByName(MODULE):
        raise DataError(
            Problem(
                what="Ce classeur n'a pas les macros de relance-xl : ses boutons ne feraient rien",
                expected="un classeur créé par « relance-xl nouveau »",
            )
        )
    library = libraries.getByName(LIBRARY)
    was_modified = document.isModified()
    library.replaceByName(MODULE, XLWINGS.replace("{interpreter}", sys.executable))
    if library.hasByName("Dictionary"):
        library.replaceByName("Dictionary", DICTIONARY)
    for name in library.ElementNames:
        source = library.getByName(name)
        if resolved(source) != source:
            library.replaceByName(name, resolved(source))
    url = f"vnd.sun.star.script:{LIBRARY}.{MODULE}.AttachPython?language=Basic&location=document"
    try:
        answer = document.getScriptProvider().getScript(url).invoke((listener,), (), ())[0]
    except uno_bridge.failure() as error:
        raise _do_not_compile() from error
    if answer != "attached":
        raise _do_not_compile()
    if not was_modified:
        document.setModified(False)


def resolved(source: str) -> str:
    """The module as a host that is neither Windows' nor a Mac's Excel sees it: of each `#If`, the side of `#Else`.

    LibreOffice 7.4 runs both sides.
    """
    kept: list[str] = []
    sides: list[bool] = []
    for line in source.splitlines():
        words = line.strip().casefold()
        if words.startswith("#if "):
            sides.append(False)
        elif sides and words.startswith("#elseif "):
            sides[-1] = False
        elif sides and words == "#else":
            sides[-1] = True
        elif sides and words == "#end if":
            sides.pop()
        elif all(sides):
            kept.append(line)
    return "\n".join(kept) if len(kept) < len(source.splitlines()) else source


def _do_not_compile() -> DataError:
    return DataError(
        Problem(
            what="LibreOffice ne comprend pas les macros de ce classeur",
            expected="les macros livrées avec relance-xl (commande « relance-xl reparer »)",
        )
    )
