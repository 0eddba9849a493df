"""N-74: a message that fetches or runs something is refused, by the check and before anything leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.documents.messages.hazards import hazards
from relance_xl.documents.messages.templates import MailTemplates, check_mail_templates
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError
from tests.documents.packages_read import TEMPLATES


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="https://exemple.fr/a.png">',
        "<IMG SRC=//exemple.fr/a.png>",
        '<td background="http://exemple.fr/a.png">',
        "<div style=\"background:url('https://exemple.fr/a.png')\">",
        "<style>@import 'https://exemple.fr/a.css';</style>",
        "<script>alert(1)</script>",
        "<iframe src='a'></iframe>",
        '<link rel="stylesheet" href="https://exemple.fr/a.css">',
        '<p onclick="x()">',
        '<a href="javascript:x()">ici</a>',
        '<v:fill type="frame" src="https://exemple.fr/a.png"/>',
        "<form action='https://exemple.fr'>",
    ],
)
def test_n74_remote_images_and_scripts_in_a_message_are_errors(html: str, tmp_path: Path) -> None:
    """N-74"""
    (tmp_path / "mail_1.txt").write_text("{{ client.nom }}", encoding="utf-8")
    (tmp_path / "mail_1.html").write_text(f"<p>Bonjour</p>\n{html}", encoding="utf-8")

    [problem] = check_mail_templates(tmp_path)

    assert (problem.file, problem.line) == ("mail_1.html", 2)
    assert problem.what.startswith("Ce message")
    with pytest.raises(DataError, match="Ce message"):
        MailTemplates(tmp_path).compile(["mail_1"])


def test_n74_a_hazard_in_the_frame_that_a_message_extends_is_found(tmp_path: Path) -> None:
    """N-74"""
    (tmp_path / "mail_base.html").write_text("{# <script> #}<script>x</script>", encoding="utf-8")
    (tmp_path / "mail_1.html").write_text('{% extends "mail_base.html" %}', encoding="utf-8")

    assert [problem.file for problem in hazards(tmp_path, "mail_1.html")] == ["mail_base.html"]


def test_n106_a_message_whose_frame_is_gone_says_which_file_is_absent(tmp_path: Path) -> None:
    """N-106"""
    (tmp_path / "mail_1.txt").write_text('{% extends "mail_base.txt" %}', encoding="utf-8")

    [problem] = check_mail_templates(tmp_path)

    assert (problem.file, problem.line) == ("mail_1.txt", 1)
    assert problem.what == typeset("Ce modèle en appelle un autre, « mail_base.txt », absent de son dossier")
    assert "relance-xl reparer" in problem.expected


@pytest.mark.parametrize("html", ['<a href="https://exemple.fr">site</a>', '<img src="cid:logo">', "<p>on a reçu</p>"])
def test_links_and_joined_images_are_left_in_peace(html: str, tmp_path: Path) -> None:
    (tmp_path / "mail_1.html").write_text(html, encoding="utf-8")

    assert list(hazards(tmp_path, "mail_1.html")) == []


def test_the_shipped_messages_have_no_hazard() -> None:
    assert [found for path in TEMPLATES.glob("mail*.html") for found in hazards(TEMPLATES, path.name)] == []
