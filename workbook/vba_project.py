"""The VBA project of the workbook, compiled from its sources: `vbaProject.bin`."""

from __future__ import annotations

from collections.abc import Sequence

from workbook import vba_streams
from workbook.compound_file import compound_file
from workbook.vba_compression import compress
from workbook.vba_modules import Module, project_modules


def vba_project() -> bytes:
    """The project of `Relances.xlsm`."""
    return compiled(project_modules())


def compiled(modules: Sequence[Module]) -> bytes:
    """The project holding `modules`; the same modules give the same bytes.  ValueError for a source Excel refuses."""
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": vba_streams.NO_COMPILED_CODE,
                "dir": compress(vba_streams.information(modules)),
                **{module.name: compress(module.text()) for module in modules},
            },
            "PROJECT": vba_streams.project(modules),
            "PROJECTwm": vba_streams.project_names(modules),
        }
    )
