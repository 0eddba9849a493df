"""The compiled macros: the specification's own examples, and readers that are not ours."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from tests.workbook.conftest import Parts
from workbook.vba import streams
from workbook.vba.compound_file import compound_file
from workbook.vba.compression import CHUNK, compress
from workbook.vba.modules import Kind, Module, project_modules
from workbook.vba.project import compiled, vba_project

KINDS = {module.name: module.kind for module in project_modules()}


@pytest.fixture(scope="module")
def olevba() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its use of pyparsing, not ours
        found: ModuleType = pytest.importorskip("oletools.olevba")
        return found


@pytest.mark.parametrize(
    ("text", "compressed"),
    [
        (
            "abcdefghijklmnopqrstuv.",
            "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
        ),
        (
            "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
            "012FB00023616161626364658266007061676869 6A013808616B6C00206D6E6F70067102700400727374757610 7778797A002C",
        ),
        ("a" * 73, "01 03 B0 02 61 45 00"),
    ],
    ids=["3.2.1 no compression", "3.2.2 normal", "3.2.3 maximum"],
)
def test_the_specification_s_examples_are_compressed_to_its_own_bytes(text: str, compressed: str) -> None:
    """Earlier editions print the farther of two equal matches in the second, against their own rule 2.4.1.3.19.4."""
    assert compress(text.encode()) == bytes.fromhex(compressed)


@pytest.mark.parametrize("length", [1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5, 50_000])
def test_what_is_compressed_is_read_back_by_another_program(olevba: ModuleType, length: int) -> None:
    text = b"".join(b"Sub S%d()\r\nEnd Sub\r\n" % number for number in range(length))[:length]

    assert bytes(olevba.decompress_stream(bytearray(compress(text)))) == text


def test_what_does_not_compress_is_refused_rather_than_lost_by_excel() -> None:
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(CHUNK // 32))
    with pytest.raises(ValueError, match="do not compress"):
        compress(noise)


def test_the_same_sources_give_the_same_project() -> None:
    assert vba_project() == vba_project()


def test_olevba_finds_every_source_as_it_was_given(olevba: ModuleType, built: Path) -> None:
    parser = olevba.VBA_Parser(str(built))
    found = {Path(name).stem: code for _file, _stream, name, code in parser.extract_macros()}
    parser.close()

    assert {name: code.encode("cp1252") for name, code in found.items()} == {
        module.name: module.text() for module in project_modules()
    }


def test_olefile_finds_every_stream(tmp_path: Path) -> None:
    olefile = pytest.importorskip("olefile")
    project = tmp_path / "vbaProject.bin"
    project.write_bytes(vba_project())
    with olefile.OleFileIO(str(project), raise_defects=olefile.DEFECT_UNSURE) as container:
        streams = {"/".join(path) for path in container.listdir()}
        compiled_code = container.openstream("VBA/_VBA_PROJECT").read()

    assert streams == {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", *(f"VBA/{name}" for name in KINDS)}
    assert compiled_code == bytes.fromhex("CC61FFFF000100")


@pytest.mark.parametrize("sizes", [[0], [1, 63, 64, 65], [4095, 4096, 4097], [100] * 40, [90_000, 3]])
def test_any_tree_of_streams_is_read_back(tmp_path: Path, sizes: list[int]) -> None:
    olefile = pytest.importorskip("olefile")
    streams = {f"stream{number}": bytes([number + 1]) * size for number, size in enumerate(sizes)}
    file = tmp_path / "file.bin"
    file.write_bytes(compound_file({"storage": streams, "alone": b"alone"}))
    with olefile.OleFileIO(str(file), raise_defects=olefile.DEFECT_UNSURE) as container:
        found = {name: container.openstream(["storage", name]).read() for name in streams}

        assert found == streams
        assert container.openstream("alone").read() == b"alone"


def test_a_second_implementation_reads_the_project_without_reservation(built: Path) -> None:
    pyopenvba = pytest.importorskip("pyopenvba")
    with pyopenvba.ExcelFile(str(built)) as book:
        names, faults = book.module_names(), book.validate()

    assert names == list(KINDS)
    assert faults == []
    assert pyopenvba.check_file(str(built)).ok


@pytest.mark.libreoffice
def test_libreoffice_loads_every_module_with_its_kind(built: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    assert soffice
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "ods", "--outdir", str(tmp_path), str(built)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "Relances.ods") as converted:
        library = "Basic/VBAProject/"
        modules = {
            Path(name).stem: etree.fromstring(converted.read(name))
            for name in converted.namelist()
            if name.startswith(library) and not name.endswith("script-lb.xml")
        }
    kind = "{http://openoffice.org/2000/script}moduleType"
    wanted = {Kind.STANDARD: "normal", Kind.CLASS: "class", Kind.WORKBOOK: "document", Kind.SHEET: "document"}

    assert {name: module.get(kind) for name, module in modules.items()} == {
        name: wanted[kind] for name, kind in KINDS.items()
    }
    assert "Relance_Rechercher" in (modules["Relance"].text or "")


def test_the_book_and_each_sheet_have_the_module_of_their_code_name(parts: Parts) -> None:
    documents = {name for name, kind in KINDS.items() if kind in {Kind.WORKBOOK, Kind.SHEET}}
    sheets = [content for name, content in parts.items() if name.startswith("xl/worksheets/sheet")]
    book = parts["xl/workbook.xml"].split(b"<workbookPr")[1]
    named = [content.split(b'codeName="')[1].split(b'"')[0].decode() for content in (book, *sheets)]

    assert sorted(named) == sorted(documents)


def test_names_are_unique_whatever_their_case() -> None:
    assert len({name.casefold() for name in KINDS}) == len(KINDS)


def test_protection_is_none_and_the_project_is_visible() -> None:
    """The three hidden values, read by the rule of [MS-OVBA] 2.4.3.3."""
    assert _revealed(streams.obfuscated(bytes(4))) == bytes(4)
    assert _revealed(streams.obfuscated(bytes(1))) == bytes(1)
    assert _revealed(streams.obfuscated(b"\xff")) == b"\xff"


def _revealed(text: str) -> bytes:
    hidden = bytes.fromhex(text)
    seed, version, key = hidden[0], hidden[0] ^ hidden[1], hidden[0] ^ hidden[2]
    plain, before, last = [key], hidden[1], hidden[2]
    for byte in hidden[3:]:
        plain.append(byte ^ ((before + plain[-1]) & 0xFF))
        before, last = last, byte
    content = bytes(plain[1 + (seed & 6) // 2 :])

    assert version == 2
    assert key == sum(streams.PROJECT_ID.encode()) & 0xFF
    assert int.from_bytes(content[:4], "little") == len(content) - 4
    return content[4:]


@pytest.mark.parametrize("source", ["' é", "' " + "x" * 1023])
def test_a_source_that_excel_could_refuse_is_refused_here(source: str) -> None:
    with pytest.raises(ValueError, match="Essai"):
        compiled([Module(name="Essai", kind=Kind.STANDARD, source=source)])
