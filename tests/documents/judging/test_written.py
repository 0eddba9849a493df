"""N-70: every document is judged before it is recorded, and a batch with a fault in it does not leave."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.documents.judging.written import (
    ToJudge,
    WrittenLetter,
    WrittenRun,
    check_of,
    letter_fault,
    pages_fault,
    run_fault,
)
from relance_xl.documents.letters import write_letters
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.assembly import write_print_run
from relance_xl.documents.sandbox.environment import letter_environment
from tests.documents.packages_read import TEMPLATES, members
from tests.documents.samples import COMPANY, CUSTOMER, line, reminder
from tests.documents.templates_made import with_paragraphs

BODY = "word/document.xml"


def batch(folder: Path, count: int = 5, *, summary: bool = False, duplex: bool = False) -> ToJudge:
    reminders = [
        reminder(
            2,
            tuple(line(f"FA-{rank}-{one}", "100.10", level=2) for one in range(1 + rank)),
            replace(CUSTOMER, code=f"C{rank}", name=f"Client {rank} {{{{ et }}}} Fils"),
        )
        for rank in range(count)
    ]
    return write_letters(reminders, COMPANY, TEMPLATES, folder, summary=summary, duplex=duplex).to_judge


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = BODY) -> None:
    parts = members(path.read_bytes())
    assert change(parts[part]) != parts[part]
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def as_it_stands(run: WrittenRun) -> WrittenRun:
    """The run as if these bytes had been made, without knowing whether its letters say what their singles say."""
    return replace(run, check=check_of(run.path.read_bytes()), same=False)


@pytest.mark.parametrize(("summary", "duplex"), [(False, False), (True, False), (False, True)])
def test_n70_a_batch_as_it_is_written_may_leave(tmp_path: Path, summary: bool, duplex: bool) -> None:
    """N-70"""
    judged = batch(tmp_path, summary=summary, duplex=duplex)

    assert judged.faults() == {}
    assert sum(letter.is_sample for letter in judged.letters) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda xml: xml.replace(b'w:name="fin_de_lettre_3"', b'w:name="autre"'), "contient 4 lettres au lieu de 5"),
        (lambda xml: xml.replace(b"</w:body>", b""), "document que Word ouvre"),
        (lambda xml: xml.replace(b"<w:body>", b"<w:body><w:body>", 1), "document que Word ouvre"),
        (lambda xml: xml.replace(b"FA-0-0", b"FA-9-9"), "n'est pas la même dans ce tirage"),
        (lambda xml: xml.replace(b"C4 ", b"C3 "), "n'est pas la même dans ce tirage"),
        (lambda xml: xml.replace(b"FA-2-1", b"FA-2-9"), "« C2 Client 2 {{ et }} Fils » n'est pas la même"),
    ],
)
def test_n70_a_run_that_is_not_its_letters_may_not_leave(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    """N-70"""
    [run] = batch(tmp_path).runs
    rewritten(run.path, change)

    assert said in run_fault(as_it_stands(run))
    assert run_fault(run) == "Ce document n'est pas celui qui a été fait"


def test_n70_a_run_whose_letters_are_known_to_be_the_same_is_read_as_far_as_they_have_shapes(tmp_path: Path) -> None:
    """N-70"""
    [run] = batch(tmp_path, 25).runs
    rewritten(run.path, lambda xml: xml.replace(b"FA-22-1", b"FA-22-9"))
    changed = as_it_stands(run)

    assert run.same
    assert "C22 Client 22" in run_fault(changed)
    assert run_fault(replace(changed, same=True)) == ""

    rewritten(run.path, lambda xml: xml.replace(b'w:name="fin_de_lettre_3"', b'w:name="autre"'))
    assert "contient 24 lettres au lieu de 25" in run_fault(replace(as_it_stands(run), same=True))


def test_n70_the_beginning_of_a_long_run_is_read(tmp_path: Path) -> None:
    """N-70"""
    [run] = batch(tmp_path, 25).runs
    rewritten(run.path, lambda xml: xml.replace(b"<w:body>", b"<w:body></w:p>", 1))

    assert "document que Word ouvre" in run_fault(replace(as_it_stands(run), same=True))


@pytest.mark.parametrize(
    "text",
    [
        "{% if total %}Dû : {{ total }}{% endif %}",
        "{% raw %}{{ total }}{% endraw %}",
    ],
)
def test_n70_whether_a_run_says_what_its_singles_say_is_known_from_the_template(tmp_path: Path, text: str) -> None:
    """N-70"""
    template = WordTemplate(with_paragraphs(tmp_path, text), letter_environment())

    made = write_print_run(template, [{"total": "12"}, {"total": "13"}], tmp_path / "tirage.docx")

    assert made == (2, True, check_of((tmp_path / "tirage.docx").read_bytes()))


@pytest.mark.parametrize("part", ["word/styles.xml", "word/_rels/document.xml.rels"])
def test_n70_a_run_with_a_damaged_part_may_not_leave(tmp_path: Path, part: str) -> None:
    """N-70"""
    [run] = batch(tmp_path).runs
    rewritten(run.path, lambda xml: xml[:-5], part)

    assert "abîmé" in run_fault(as_it_stands(run))


def test_n70_a_letter_that_is_not_the_one_that_was_made_may_not_leave(tmp_path: Path) -> None:
    """N-70"""
    judged = batch(tmp_path)
    path = judged.letters[3].path
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert judged.faults()[path] == "Ce document n'est pas celui qui a été fait"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda xml: xml.replace(b"Client 0", b"{{ client.nom }}"), "balise est restée"),
        (lambda xml: xml.replace(b"</w:body>", b""), "abîmé, dans sa partie"),
    ],
)
def test_n70_a_letter_with_a_tag_left_or_cut_may_not_leave(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    """N-70"""
    path = batch(tmp_path).letters[0].path
    rewritten(path, change)
    letter = WrittenLetter(path=path, fingerprint="", check=check_of(path.read_bytes()))

    [fault] = ToJudge(letters=[letter]).faults().values()

    assert said in fault


def test_n70_a_run_has_as_many_headers_and_footers_as_its_letters_want(tmp_path: Path) -> None:
    """N-70: six a letter, where the first page and the even ones have their own."""
    [run] = batch(tmp_path).runs
    with zipfile.ZipFile(run.path, "a") as package:
        for rank in range(2_000):
            package.writestr(f"word/header{10_000 + rank}.xml", "<a/>")

    assert run_fault(as_it_stands(run)) == ""


def test_n70_what_was_not_written_may_not_leave(tmp_path: Path) -> None:
    """N-70"""
    judged = batch(tmp_path)
    [run] = judged.runs
    one, other = judged.letters[0], judged.letters[2]
    one.path.unlink()
    other.path.unlink()
    other.path.mkdir()
    lost = "Ce document n'a pas été écrit"

    assert judged.faults() == {one.path: lost, other.path: lost}
    run.path.unlink()
    assert ToJudge(runs=[run]).faults() == {run.path: lost}


def test_n70_a_letter_is_the_one_that_was_made_in_each_of_its_bytes(tmp_path: Path) -> None:
    """N-70"""
    letter = batch(tmp_path).letters[1]
    made, own = letter.path.read_bytes(), len(letter.begins)
    assert made.startswith(letter.begins)
    assert own > 2_000

    def fault(data: bytes) -> str:
        letter.path.write_bytes(data)
        return letter_fault(letter)

    others = [made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :] for at in (0, own - 1, own, own + 40, len(made) - 1)]
    for other in (*others, made[:-1], made + b" ", made[: own // 2]):
        assert fault(other) == "Ce document n'est pas celui qui a été fait"
    assert fault(b"") == "Ce document est vide"
    assert fault(made) == ""


def test_n70_letters_of_another_shape_are_read_too(tmp_path: Path) -> None:
    """N-70"""
    kinds = [reminder(2, (line("F", "10", level=2),)), reminder(2, (line("F", "10", "3", level=2),))]

    judged = write_letters([*kinds, *kinds], COMPANY, TEMPLATES, tmp_path).to_judge

    assert [letter.is_sample for letter in judged.letters][2:] == [False, False]
    assert judged.letters[0].is_sample


def pdf(path: Path, pages: int, *, by: str = "LibreOffice") -> Path:
    path.write_bytes(b"%PDF-1.6 " + b"<</Type/Page >>" * pages + b"<</Type/Pages>>" + by.encode() + b"%%EOF")
    return path


@pytest.mark.parametrize(
    ("alone", "both", "run", "fault"),
    [
        ((1, 2, 1), False, 4, ""),
        ((1, 2, 1), False, 3, "a 3 pages au lieu de 4"),
        ((1, 2, 1), False, 5, "a 5 pages au lieu de 4"),
        ((1, 2, 1), True, 5, ""),
        ((1, 2, 1), True, 4, "a 4 pages au lieu de 5"),
        ((0, 0, 0), True, 5, ""),
        ((0, 0, 0), True, 4, "a 4 pages au lieu de 5"),
        ((0, 0, 0), False, 7, ""),
        ((0, 0, 0), False, 2, "a 2 pages au lieu de 3"),
        ((0, 0, 0), False, 0, ""),
    ],
)
def test_n70_the_pages_of_a_run_are_counted(
    tmp_path: Path, alone: tuple[int, ...], both: bool, run: int, fault: str
) -> None:
    """N-70"""
    letters = [
        WrittenLetter(path=tmp_path / f"{rank}.docx", fingerprint="", check=(0, 0)) for rank in range(len(alone))
    ]
    for letter, pages in zip(letters, alone, strict=True):
        if pages:
            pdf(letter.path.with_suffix(".pdf"), pages)
    written = WrittenRun(path=tmp_path / "tirage.docx", check=(0, 0), letters=letters, on_both_sides=both)
    pdf(tmp_path / "tirage.pdf", run)

    assert fault in pages_fault(written)
    assert bool(pages_fault(written)) is bool(fault)


@pytest.mark.parametrize(
    ("text", "prints"),
    [
        ("{{ client.nom }}", False),
        ("{% if client.public %}oui{% endif %} {{ total|replace('a', 'b') }}", False),
        ("{% raw %}{{ x }}{% endraw %}", True),
        ("{_{ x }_}", True),
        ("{{ '{' ~ client.nom }}", True),
    ],
)
def test_a_template_that_prints_braces_on_purpose_is_known(tmp_path: Path, text: str, prints: bool) -> None:
    assert WordTemplate(with_paragraphs(tmp_path, text), letter_environment()).prints_braces is prints
