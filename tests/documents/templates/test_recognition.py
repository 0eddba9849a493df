"""A file that is no Word document is told for what it is, whatever it holds; a logo too."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from relance_xl.documents.check_templates import check_template
from relance_xl.documents.jobs import compiled_templates
from relance_xl.documents.merge.letterhead import usable_logo
from relance_xl.ooxml.opening import DOCUMENT, PackageFault, unpacked
from relance_xl.problems import DataError, Severity
from tests.documents.samples import COMPANY
from tests.documents.templates_made import with_paragraphs

NB = "\u00a0"
Parts = dict[str, bytes]


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return with_paragraphs(tmp_path, "Cher {{ client.nom }}", name="bon.docx").read_bytes()


def said(folder: Path, data: bytes) -> str:
    """What the check says of a file, and that the letters are refused with the same sentence."""
    path = folder / "modele.docx"
    path.write_bytes(data)
    [problem] = check_template(path)
    with pytest.raises(DataError) as refused:
        compiled_templates([path])
    assert refused.value.problems[0] == problem
    return f"{problem.what} | {problem.expected}".replace(NB, " ")


def packed(parts: Parts) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def marked(data: bytes, offset: int, value: int) -> bytes:
    """The package with a byte of each entry of its directory, and of each local header, changed."""
    changed = bytearray(data)
    for signature, shift in ((b"PK\3\4", 0), (b"PK\1\2", 2)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset + shift] = value
            place = changed.find(signature, place + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "le fichier est vide"),
        (b"bonjour", "ce n'est pas un document Word"),
        (b"PK", "il est abîmé"),
        (b"%PDF-1.7 ...", "c'est un document PDF"),
        (b"{\\rtf1 }", "c'est un document RTF"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "mot de passe, ou d'un ancien format (.doc)"),
        (packed({"a.txt": b"b"}), "ce n'est pas un document Word"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "c'est un document LibreOffice"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    assert f"ne peut pas être lu : {reason}" in said(tmp_path, data).replace("il est protégé par un ", "")


def types(old: bytes, new: bytes) -> Callable[[Parts], object]:
    def change(parts: Parts) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)

    return change


def inside(old: bytes, new: bytes) -> Callable[[Parts], object]:
    def change(parts: Parts) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace(old, new)

    return change


STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
LAUGHS = b'<!DOCTYPE w:document [<!ENTITY a "' + b"a" * 9999 + b'"><!ENTITY b "' + b"&a;" * 9999 + b'">]><w:document'
MAIN = b"openxmlformats-officedocument.wordprocessingml.document.main"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (types(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"), "c'est un classeur Excel"),
        (types(b"document.main+xml", b"template.main+xml"), "c'est un modèle Word (.dotx) renommé"),
        (types(MAIN, b"ms-word.document.macroEnabled.main"), "avec macros (.docm) renommé"),
        (inside(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT), "« Strict Open XML »"),
        (inside(b"w:body", b"w:corps"), "sans texte dans sa partie « word/document.xml »"),
        (inside(b"</w:document>", b""), "abîmé, dans sa partie « word/document.xml »"),
        (inside(b"<w:document", b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><w:document'), "contient une DTD"),
        (inside(b"<w:document", LAUGHS), "contient une DTD"),
        (inside(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 400), "abîmé, dans sa partie « word/document.xml »"),
        (lambda parts: parts.pop("_rels/.rels"), "sans sa partie « _rels/.rels »"),
        (lambda parts: parts.pop("word/document.xml"), "sans sa partie « word/document.xml »"),
        (lambda parts: parts.pop("word/styles.xml"), "ses parties ne forment pas un document Word"),
        (lambda parts: parts.pop("[Content_Types].xml"), "ce n'est pas un document Word"),
        (lambda parts: parts.update({"word/x.xml": b" " * (31 << 20)}), "sa partie « word/x.xml » est démesurée"),
        (lambda parts: parts.update({"word/x.png": bytes(DOCUMENT.inflated)}), "un contenu démesuré (plus de 200 Mo)"),
        (lambda parts: parts.update({f"x{number}": b"" for number in range(2001)}), "un contenu démesuré"),
    ],
)
def test_a_package_that_word_would_not_open_is_said(
    tmp_path: Path, good: bytes, change: Callable[[Parts], object], reason: str
) -> None:
    parts = unpacked(good)
    change(parts)

    assert reason in said(tmp_path, packed(parts))


def test_what_word_can_save_again_says_how(tmp_path: Path, good: bytes) -> None:
    parts = unpacked(good)
    types(b"document.main+xml", b"template.main+xml")(parts)

    assert "« Enregistrer sous », type « Document Word (.docx) »" in said(tmp_path, packed(parts))


def test_a_damaged_protected_or_cut_file_is_said(tmp_path: Path, good: bytes) -> None:
    damaged = bytearray(good)
    damaged[200:260] = b"\xff" * 60

    assert "il est abîmé" in said(tmp_path, bytes(damaged))
    assert "mot de passe" in said(tmp_path, marked(good, 6, 1))
    assert "ni Word ni Excel ne lisent" in said(tmp_path, marked(good, 8, 97))
    assert "il est incomplet, sa copie ou son téléchargement" in said(tmp_path, good[:-300])


def test_a_folder_and_a_file_that_is_not_there_are_said(tmp_path: Path) -> None:
    (tmp_path / "dossier.docx").mkdir()

    [folder] = check_template(tmp_path / "dossier.docx")
    [absent] = check_template(tmp_path / "absent.docx")

    assert "c'est un dossier" in folder.what
    assert "il n'existe pas" in absent.what


def test_a_member_that_lies_on_its_size_is_not_inflated_beyond_it() -> None:
    bomb = packed({"a": bytes(50_000_000)})
    lying = bomb.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 100))

    with pytest.raises(PackageFault, match="abîmé"):
        unpacked(lying)


def test_junk_of_any_kind_is_told_in_one_french_sentence(tmp_path: Path, good: bytes) -> None:
    chance = random.Random(7)  # noqa: S311 - the same junk each time
    path = tmp_path / "modele.docx"
    parts = unpacked(good)
    for _ in range(120):
        name = chance.choice(sorted(parts))
        junk = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(junk))
            junk[start : start + chance.randint(0, 30)] = chance.choice(
                [b"", b"{{", b"%}", b"<w:p>", b"\0", b"\xe9", b"&x;"]
            )
        path.write_bytes(packed({**parts, name: bytes(junk)}))

        for problem in check_template(path):
            assert problem.what[0] in "ABCDEFGHIJKLMNOPQRSTUVWXYZÉÀ«"
            assert not {"not", "the", "is", "expected", "object"} & set(problem.what.split("«")[0].split())


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(10, 10)[:20], "l'image est incomplète ou abîmée"),
        (png(10, 10)[:30], "l'image est incomplète ou abîmée"),
        (png(90, 90)[:-20], "l'image est incomplète ou abîmée"),
        (png(0, 10), "l'image est incomplète ou abîmée"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "l'image est incomplète ou abîmée"),
        (b"\xff\xd8\xff\xe1\0\x10Exif\0\0xxxxxxx", "l'image est incomplète ou abîmée"),
        (b"GIF89a\1\0\1\0\0\0\0;", "ce n'est pas une image PNG ou JPEG"),
        (b"<svg/>", "ce n'est pas une image PNG ou JPEG"),
        (b"", "le fichier est vide"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_a_warning_and_the_letters_go_without(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "logo.png").write_bytes(data)

    company, path, [warning] = usable_logo(replace(COMPANY, logo="logo.png"), tmp_path)

    assert (company.logo, path) == ("", None)
    assert warning.severity is Severity.WARNING
    assert reason in warning.what


@pytest.mark.parametrize(
    ("name", "reason"), [("absent.png", "il n'existe pas"), (".", "c'est un dossier"), ("a\0b", "caractère invisible")]
)
def test_a_logo_that_is_not_there_says_why_in_french(tmp_path: Path, name: str, reason: str) -> None:
    _, path, [warning] = usable_logo(replace(COMPANY, logo=name), tmp_path)

    assert path is None
    assert reason in warning.what


def test_a_logo_of_any_shape_is_printed(tmp_path: Path) -> None:
    for width, height in ((200, 50), (1, 1), (3000, 1), (1, 3000)):
        (tmp_path / "logo.png").write_bytes(png(width, height))

        assert usable_logo(replace(COMPANY, logo="logo.png"), tmp_path)[1:] == (tmp_path / "logo.png", ())
