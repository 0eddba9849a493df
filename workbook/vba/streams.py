"""The streams of a VBA project, by [MS-OVBA] 2.3: the same modules give the same bytes.

Compiled code is left out, as 2.3.4.1 asks of a writer: Excel compiles the sources when it opens the file.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from workbook.vba.modules import CODE_PAGE, ENCODING, Kind, Module

PROJECT_NAME: Final = "VBAProject"
PROJECT_ID: Final = "{6D1F4C52-0C7B-4E0B-9B7E-7E1A5C0A2F11}"
VERSION: Final = (1, 0)

NO_COMPILED_CODE: Final = bytes.fromhex("CC61FFFF000100")
"""The whole stream `_VBA_PROJECT`: the specification's own example 3.1.1."""

AUTOMATION: Final = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
OFFICE: Final = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
REFERENCES: Final = (("stdole", AUTOMATION), ("Office", OFFICE))
"""The type libraries of the ribbon's callbacks; Excel finds each by its identifier, whatever the path."""

ENGLISH_LOCALE: Final = 0x0409
WINDOWS_64_BITS: Final = 3
OBFUSCATION_SEED: Final = 0x8D


def information(modules: Sequence[Module]) -> bytes:
    """The stream `VBA/dir` before compression (2.3.4.2): the project, its references, its modules."""
    parts = [_project_records(), *(_reference_records(name, library) for name, library in REFERENCES)]
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    parts += [_module_records(module) for module in modules]
    return b"".join(parts) + _record(0x10, b"")


def _project_records() -> bytes:
    return b"".join((
        _record(0x01, struct.pack("<I", WINDOWS_64_BITS)),
        _record(0x02, struct.pack("<I", ENGLISH_LOCALE)),
        _record(0x14, struct.pack("<I", ENGLISH_LOCALE)),
        _record(0x03, struct.pack("<H", CODE_PAGE)),
        _record(0x04, PROJECT_NAME.encode(ENCODING)),
        _both(0x05, 0x40, ""),  # description
        _both(0x06, 0x3D, ""),  # help file
        _record(0x07, bytes(4)),  # help context
        _record(0x08, bytes(4)),  # library flags
        struct.pack("<HIIH", 0x09, 4, *VERSION),
        _both(0x0C, 0x3C, ""),  # constants
    ))  # fmt: skip


def _reference_records(name: str, library: str) -> bytes:
    identifier = library.encode(ENCODING)
    registered = struct.pack("<I", len(identifier)) + identifier + bytes(6)
    return _both(0x16, 0x3E, name) + _record(0x0D, registered)


def _module_records(module: Module) -> bytes:
    return b"".join((
        _both(0x19, 0x47, module.name),
        _both(0x1A, 0x32, module.name),  # stream name
        _both(0x1C, 0x48, ""),  # description
        _record(0x31, bytes(4)),  # the source begins the stream: there is no compiled code before it
        _record(0x1E, bytes(4)),  # help context
        _record(0x2C, b"\xff\xff"),  # cookie
        _record(0x21 if module.kind is Kind.STANDARD else 0x22, b""),
        _record(0x2B, b""),
    ))  # fmt: skip


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _both(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the project's code page, then in Unicode."""
    return _record(number, text.encode(ENCODING)) + _record(unicode_number, text.encode("utf-16-le"))


PROJECT_LINES: Final = {
    Kind.STANDARD: "Module={}",
    Kind.CLASS: "Class={}",
    Kind.WORKBOOK: "Document={}/&H00000000",
    Kind.SHEET: "Document={}/&H00000000",
}


def project(modules: Sequence[Module]) -> bytes:
    """The stream `PROJECT` (2.3.1): modules, no protection, no password, visible, windows closed."""
    lines = [
        f'ID="{PROJECT_ID}"',
        *(PROJECT_LINES[module.kind].format(module.name) for module in modules),
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{obfuscated(bytes(4))}"',
        f'DPB="{obfuscated(bytes(1))}"',
        f'GC="{obfuscated(bytes([255]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def project_names(modules: Sequence[Module]) -> bytes:
    """The stream `PROJECTwm` (2.3.3): the modules' names in both encodings."""
    names = (module.name for module in modules)
    return b"".join(name.encode(ENCODING) + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names) + b"\0\0"


def obfuscated(data: bytes, *, identifier: str = PROJECT_ID, seed: int = OBFUSCATION_SEED) -> str:
    """The data as `PROJECT` hides its protection, password and visibility (2.4.3.2); hexadecimal."""
    key = sum(identifier.encode("ascii")) & 0xFF
    out = bytearray((seed, seed ^ 2, seed ^ key))
    previous, last, before = key, seed ^ key, seed ^ 2
    for byte in b"\x07" * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        hidden = byte ^ ((before + previous) & 0xFF)
        out.append(hidden)
        before, last, previous = last, hidden, byte
    return out.hex().upper()
