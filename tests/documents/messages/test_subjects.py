"""What is wrong with the subject of a level is said before any message is written (S4-04)."""

from __future__ import annotations

import pytest

from relance_xl.documents.messages.subject import check_subjects
from relance_xl.domain.model import ReminderLevel
from relance_xl.problems import DataError


@pytest.mark.parametrize("group", [None, 3])
@pytest.mark.parametrize(
    ("subject", "keyword", "said"),
    [
        ("Rappel", "Rappel {client}", "a un objet et un mot-clé objet"),
        ("Rappel {client}", "", "a un objet fixe qui contient « {client} »"),
        ("", "Rappel {cleint}", "a un mot-clé objet inconnu « {cleint} »"),
        ("", "Rappel {client", "a un mot-clé objet dont une accolade n'est pas fermée"),
        ("Rappel\nBcc: x@y.fr", "", "a un objet sur plusieurs lignes ou avec des caractères invisibles"),
    ],
)
def test_s4_04_a_subject_that_cannot_be_printed_is_refused(
    group: int | None, subject: str, keyword: str, said: str
) -> None:
    level = ReminderLevel(number=2, group=group, subject=subject, subject_keyword=keyword)
    of_group = f" du groupe {group}" if group else ""

    with pytest.raises(DataError) as stop:
        check_subjects([level])

    [problem] = stop.value.problems
    assert problem.what.replace("\u00a0", " ") == f"Le niveau 2{of_group} {said}"
