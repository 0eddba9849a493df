"""What LibreOffice tells us while the window is open: a button was clicked, the workbook was saved, it was closed.

The calls come on LibreOffice's own thread, which waits for the answer: what is done here may talk to the document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relance_xl.libreoffice.engine import uno_bridge


def button_listener(run: Callable[[str], None]) -> Any:
    """An object whose `trigger(command)` calls `run`; the macros' `RunPython` ends there."""
    base: Any = uno_bridge.unohelper().Base
    interface: Any = uno_bridge.interface("com.sun.star.task.XJobExecutor")

    class Buttons(base, interface):  # type: ignore[misc]  # UNO's classes are made at run time
        def trigger(self, command: str) -> None:
            run(command)

    return Buttons()


def document_listener(on_event: Callable[[str], None], on_end: Callable[[], None]) -> Any:
    """An object that hears the document's events by name (« OnSaveDone »), and its end."""
    base: Any = uno_bridge.unohelper().Base
    interface: Any = uno_bridge.interface("com.sun.star.document.XDocumentEventListener")

    class Document(base, interface):  # type: ignore[misc]  # UNO's classes are made at run time
        def documentEventOccured(self, event: Any) -> None:  # noqa: N802 - LibreOffice's spelling
            on_event(event.EventName)

        def disposing(self, event: Any) -> None:
            del event
            on_end()

    return Document()


def changes_listener(on_change: Callable[[list[Any]], None]) -> Any:
    """An object that hears which areas of cells a person has changed."""
    base: Any = uno_bridge.unohelper().Base
    interface: Any = uno_bridge.interface("com.sun.star.util.XChangesListener")

    class Changes(base, interface):  # type: ignore[misc]  # UNO's classes are made at run time
        def changesOccurred(self, event: Any) -> None:  # noqa: N802 - LibreOffice's spelling
            cells = [change.ReplacedElement for change in event.Changes if change.ReplacedElement is not None]
            areas = [cell.getRangeAddress() for cell in cells if hasattr(cell, "getRangeAddress")]
            if areas:
                on_change(areas)

        def disposing(self, event: Any) -> None:
            del event

    return Changes()
