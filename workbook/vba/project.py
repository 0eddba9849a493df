"""The VBA project of the workbook, compiled from its sources: `vbaProject.bin`."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.vba import streams
from workbook.vba.compound_file import compound_file
from workbook.vba.compression import compress
from workbook.vba.modules import Module, project_modules


def vba_project() -> bytes:
    """The project of `Relances.xlsm`."""
    return compiled(project_modules())


def compiled(modules: Sequence[Module]) -> bytes:
    """The project holding `modules`; the same modules give the same bytes.  ValueError for a source Excel refuses."""
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": streams.NO_COMPILED_CODE,
                "dir": compress(streams.information(modules)),
                **{module.name: compress(module.text()) for module in modules},
            },
            "PROJECT": streams.project(modules),
            "PROJECTwm": streams.project_names(modules),
        }
    )
